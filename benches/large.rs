//! What a network costs as it grows: processor seconds to read and check it, to compile it, to run a trial of it
//! and to summarise, memory, and seconds of the whole `lichain run`, over sizes and over days; with the exponents of powers fitted to them by least
//! squares on logarithms (1 is linear).
//!
//! `cargo bench --bench large` measures each network in a process of its own, so that the peak of its
//! memory is its own. `-- --write FILE SITES END` writes one for other commands to read.

#[path = "large/network.rs"]
mod network;

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::Instant;

use lichain::calendar::Date;
use lichain::outcome::Outcomes;
use lichain::plan::Plan;
use lichain::scenario;
use lichain::study::{self, Settings};
use lichain::summary;
use network::network;

/// Sizes, and how long each is looked at.
const SITES: [usize; 3] = [1_000, 3_160, 10_000];
const DAYS_OF_SIZES: i32 = 90;
/// Lengths, and the size at which each is looked at.
const DAYS: [i32; 3] = [90, 180, 365];
const SITES_OF_DAYS: usize = 1_000;
/// Trials, side by side as those of any run.
const TRIALS: u64 = 8;
/// Times that each network is measured; the least counts, which other work only lengthens.
const ROUNDS: usize = 2;

/// What is measured, in the order of [`Measured`].
const WHAT: [&str; 6] = [
    "check [s]",
    "compile [s]",
    "a trial [s]",
    "summarise [s]",
    "memory [MB]",
    "lichain run [s]",
];
type Measured = [f64; 6];

/// The day after so many days from the network's first.
fn end(days: i32) -> String {
    let start = Date::new(2027, 1, 1).expect("a date");
    Date(start.0 + days).to_string()
}

/// Measures one network, here and now.
fn measure(sites: usize, days: i32) -> Measured {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("large.toml");
    fs::write(&path, network(sites, &end(days))).expect("written");
    let (check, scenario) = timed(|| scenario::load(&path, &[]));
    let scenario = scenario.unwrap_or_else(|problems| panic!("{}", problems.render(false)));
    let models = &scenario.variants;
    let (compile, plan) = timed(|| Plan::compile(&models[0]));
    drop(plan);
    let settings = Settings::new(TRIALS, 1);
    let (run, outcomes) = timed(|| study::run(models, 0, &settings, &|_| ()));
    let outcomes: Outcomes = outcomes.unwrap_or_else(|breach| panic!("{breach:?}"));
    let (summarise, _) = timed(|| summary::summarise(&outcomes));
    let trial = (run - compile) / TRIALS as f64;
    let peak = peak_mb();
    let (whole, ()) = timed(|| run_command(&path, folder.path()));
    [check, compile, trial, summarise, peak, whole]
}

/// The command, with all that it writes.
fn run_command(path: &Path, folder: &Path) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lichain"));
    command.args(["run", "--threads", "1", "--trials", &TRIALS.to_string()]);
    command.arg("--out").arg(folder.join("results")).arg(path);
    let told = command.output().expect("it runs");
    assert!(
        told.status.success(),
        "{}",
        String::from_utf8_lossy(&told.stderr)
    );
}

/// Seconds that some work takes of the processor, this process's and those of commands it waited for;
/// by the clock on the wall where there is no `/proc`.
fn timed<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let (began, before) = (Instant::now(), processor());
    let done = work();
    let seconds = processor()
        .zip(before)
        .map(|(after, before)| after - before);
    (
        seconds.unwrap_or_else(|| began.elapsed().as_secs_f64()),
        done,
    )
}

/// Processor time of this process's threads and of commands that have ended [s].
fn processor() -> Option<f64> {
    let threads = fs::read_dir("/proc/self/task").ok()?.flatten();
    let nanoseconds = threads.filter_map(|thread| {
        let told = fs::read_to_string(thread.path().join("schedstat")).ok()?;
        told.split_whitespace().next()?.parse::<f64>().ok()
    });
    // User and system time of children are the 16th and 17th number, in hundredths of seconds.
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    let (_, numbers) = stat.rsplit_once(')')?;
    let children = numbers.split_whitespace().skip(13).take(2);
    let hundredths: f64 = children.filter_map(|n| n.parse::<f64>().ok()).sum();
    Some(nanoseconds.sum::<f64>() * 1e-9 + hundredths * 1e-2)
}

/// The most memory that this process ever had [MB]; not known where there is no `/proc`.
fn peak_mb() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kb = line.and_then(|line| line.trim().strip_suffix("kB")?.trim().parse::<f64>().ok());
    kb.map_or(f64::NAN, |kb| kb / 1024.0)
}

/// Measures one network in processes of its own, with one thread.
fn apart(sites: usize, days: i32) -> Measured {
    let program = std::env::current_exe().expect("this program");
    let mut least = [f64::INFINITY; WHAT.len()];
    for _ in 0..ROUNDS {
        let asked = ["--one", &sites.to_string(), &days.to_string()];
        let mut one = Command::new(&program);
        let one = one.args(asked).env("RAYON_NUM_THREADS", "1");
        let told = one.output().expect("it runs");
        assert!(
            told.status.success(),
            "{}",
            String::from_utf8_lossy(&told.stderr)
        );
        let told = String::from_utf8_lossy(&told.stdout);
        let numbers = told.split_whitespace().map(|n| n.parse().expect("numbers"));
        for (least, number) in least.iter_mut().zip(numbers) {
            *least = least.min(number);
        }
    }
    least
}

/// Slope of the logarithm of some amounts over that of sizes, by least squares.
fn exponent(sizes: &[f64], amounts: &[f64]) -> f64 {
    let ln = |all: &[f64]| all.iter().map(|x| x.ln()).collect::<Vec<f64>>();
    let (x, y) = (ln(sizes), ln(amounts));
    let mean = |all: &[f64]| all.iter().sum::<f64>() / all.len() as f64;
    let (at, level) = (mean(&x), mean(&y));
    let rise: f64 = x.iter().zip(&y).map(|(x, y)| (x - at) * (y - level)).sum();
    rise / x.iter().map(|x| (x - at).powi(2)).sum::<f64>()
}

/// A line a network, and the exponents below.
fn table(of: &str, networks: &[(usize, i32)], size: impl Fn(&(usize, i32)) -> f64) {
    println!("\nover {of}, {TRIALS} trials side by side on one thread");
    let heading = WHAT.map(|what| format!("{what:>16}")).concat();
    println!("{:>7}{:>8}{:>6}{heading}", "sites", "routes", "days");
    let mut all: Vec<Measured> = Vec::new();
    for &(sites, days) in networks {
        let found = apart(sites, days);
        let cells = found.map(|x| format!("{x:>16.3}")).concat();
        println!("{sites:>7}{:>8}{days:>6}{cells}", 5 * sites);
        std::io::stdout().flush().expect("written");
        all.push(found);
    }
    let sizes: Vec<f64> = networks.iter().map(size).collect();
    let exponents = (0..WHAT.len()).map(|what| {
        let amounts: Vec<f64> = all.iter().map(|found| found[what]).collect();
        format!("{:>16.2}", exponent(&sizes, &amounts))
    });
    println!("{:>21}{}", "exponent", exponents.collect::<String>());
}

fn all() {
    let networks = SITES.map(|sites| (sites, DAYS_OF_SIZES));
    table("sites", &networks, |network| network.0 as f64);
    let networks = DAYS.map(|days| (SITES_OF_DAYS, days));
    table("days", &networks, |network| f64::from(network.1));
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["--one", sites, days] => {
            let [sites, days] = [sites, days].map(|n| n.parse::<usize>().expect("a number"));
            let found = measure(sites, days as i32).map(|x| x.to_string());
            println!("{}", found.join(" "));
        }
        ["--write", file, sites, end] => {
            let text = network(sites.parse().expect("a number of sites"), end);
            fs::write(Path::new(file), text).expect("written");
        }
        // `cargo test --benches` only wants to know that it runs.
        _ if arguments.contains(&"--test") || arguments.contains(&"--list") => {}
        ["--bench"] | [] => all(),
        _ => {
            eprintln!("nothing, or --write FILE SITES END, is wanted");
            return ExitCode::from(2);
        }
    }
    ExitCode::SUCCESS
}
