//! Ctrl-C: what is finished is kept, and the command that is printed then goes on to the same bytes.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    reason = "what helps a test is a test, inside of #[test] or not"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

const LESSON: &str = "scenarios/lessons/hazards.toml";
const SAMPLING: &str = "scenarios/lessons/sampling.toml";

fn lichain(folder: &Path, arguments: &[&str]) -> Command {
    let binary = assert_cmd::cargo::cargo_bin("lichain");
    let mut command = Command::new(binary);
    command.args(arguments).current_dir(folder);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// The place of a shipped scenario, from anywhere.
fn shipped(scenario: &str) -> String {
    let home = std::env::current_dir().unwrap();
    home.join(scenario).to_str().unwrap().to_owned()
}

fn signal(name: &str, process: u32) {
    let kill = format!("kill -{name} {process}");
    assert!(
        Command::new("sh")
            .args(["-c", &kill])
            .status()
            .unwrap()
            .success()
    );
}

/// Runs a command that gets these signals after so many milliseconds each.
fn interrupted(folder: &Path, arguments: &[&str], signals: &[(u64, &str)]) -> Output {
    let child = lichain(folder, arguments).spawn().unwrap();
    for (after, name) in signals {
        sleep(Duration::from_millis(*after));
        signal(name, child.id());
    }
    child.wait_with_output().unwrap()
}

fn told(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// The commands that are printed, as a shell reads them, run with this binary.
fn obey(folder: &Path, told: &str) -> usize {
    let binary = assert_cmd::cargo::cargo_bin("lichain");
    let commands = told.lines().filter(|line| line.starts_with("  lichain "));
    let mut count = 0;
    for command in commands {
        let arguments = command.trim_start().strip_prefix("lichain").unwrap();
        let script = format!("'{}'{arguments}", binary.display());
        let output = Command::new("sh")
            .args(["-c", &script])
            .current_dir(folder)
            .output()
            .unwrap();
        assert!(output.status.success(), "{command}: {output:?}");
        count += 1;
    }
    count
}

/// All files but the one that differs from run to run.
fn files(directory: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(directory).unwrap().map(Result::unwrap);
    let named = entries.map(|e| (e.file_name().into_string().unwrap(), e.path()));
    named
        .filter(|(name, _)| name != "run.json")
        .map(|(name, path)| (name, fs::read(path).unwrap()))
        .collect()
}

fn entries(directory: &Path) -> Vec<String> {
    let entries = fs::read_dir(directory).unwrap().map(Result::unwrap);
    let mut names: Vec<String> = entries
        .map(|e| e.file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn trials(directory: &Path) -> u64 {
    let manifest = fs::read_to_string(directory.join("run.json")).unwrap();
    let line = manifest.lines().find(|l| l.contains("\"trials\""));
    let digits = line.unwrap().chars().filter(char::is_ascii_digit);
    digits.collect::<String>().parse().unwrap()
}

/// A shell that ignores Ctrl-C for what it starts in the background has it ignored here too.
fn signals_arrive() -> bool {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|l| l.strip_prefix("SigIgn:"));
    let ignored = ignored.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    let (hup, int, term) = (1 << 0, 1 << 1, 1 << 14);
    let arrive = ignored.unwrap_or(0) & (hup | int | term) == 0;
    if !arrive {
        println!("skipped: the shell has these tests ignore signals");
    }
    arrive
}

/// How long a run takes, and its files.
fn undisturbed(folder: &Path, arguments: &[&str]) -> (Duration, BTreeMap<String, Vec<u8>>) {
    let begun = Instant::now();
    let output = lichain(folder, &[arguments, &["--out", "whole"]].concat())
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    (begun.elapsed(), files(&folder.join("whole")))
}

/// Wherever it is interrupted: what is kept is a smaller run of its own, and the command goes on to the
/// bytes of a run that nobody interrupted.
#[test]
fn a_run_that_is_interrupted_goes_on_by_its_own_command_to_the_same_bytes() {
    if !signals_arrive() {
        return;
    }
    let mut kept = 0;
    for (scenario, design, replicate) in [(LESSON, "plain", 1), (SAMPLING, "lhs", 64)] {
        let scenario = shipped(scenario);
        let home = tempfile::tempdir().unwrap();
        let folder = home.path();
        // As many trials as take a second or so, so that there is something to interrupt.
        let of = |trials| vec![&scenario, "--sampling", design, "--trials", trials];
        let few = [&["run"][..], &of("64"), &["--out", "few"]].concat();
        let begun = Instant::now();
        assert!(lichain(folder, &few).output().unwrap().status.success());
        let times = 1.2 / begun.elapsed().as_secs_f64();
        let many = (64 * times.clamp(8.0, 256.0) as u64).to_string();
        let many = many.as_str();
        let run = [&["run"][..], &of(many)].concat();
        let (time, whole) = undisturbed(folder, &run);
        for (number, share) in (1..).zip([1, 3, 6, 9]) {
            let out = format!("my out {number}");
            let arguments = [&run[..], &["--seed", "1", "--out", &out]].concat();
            let after = time.as_millis() as u64 * share / 16;
            let signals = [(after, if number == 2 { "TERM" } else { "INT" })];
            let output = interrupted(folder, &arguments, &signals);
            let out = folder.join(&out);
            if output.status.success() {
                continue;
            }
            let words = told(&output);
            if output.status.code().is_none() {
                // It had not begun to listen.
                assert!(words.is_empty() && !out.exists(), "{words}");
                continue;
            }
            assert_eq!(output.status.code(), Some(130), "{words}");
            if out.exists() {
                let manifest = fs::read_to_string(out.join("run.json")).unwrap();
                assert!(manifest.contains("\"interrupted\": true"), "{manifest}");
                let there = trials(&out);
                assert!(
                    there < replicate || there.is_multiple_of(replicate),
                    "{words}"
                );
                assert!(
                    words.contains(&format!("after {there} of {many}")),
                    "{words}"
                );
                let small = there.to_string();
                let small = [
                    &["run", &scenario, "--sampling", design, "--trials", &small][..],
                    &["--out", "small", "--force"],
                ];
                let output = lichain(folder, &small.concat()).output().unwrap();
                assert!(output.status.success(), "{output:?}");
                assert!(files(&folder.join("small")) == files(&out), "{words}");
                kept += 1;
            } else {
                assert!(words.contains("before a trial was finished"), "{words}");
            }
            assert_eq!(obey(folder, &words), 1, "{words}");
            let gone_on = files(&out);
            for (name, bytes) in &whole {
                assert!(
                    gone_on.get(name) == Some(bytes),
                    "{scenario} {number}: {name}"
                );
            }
            let manifest = fs::read_to_string(out.join("run.json")).unwrap();
            assert!(!manifest.contains("interrupted"), "{manifest}");
        }
        assert!(
            entries(folder).iter().all(|name| !name.starts_with('.')),
            "{:?}",
            entries(folder)
        );
    }
    assert!(kept > 0, "no run was interrupted with trials finished");
}

/// Far more trials than there is time for.
const ENDLESS: [&str; 4] = ["--trials", "50000000", "--sampling", "plain"];

#[test]
fn of_several_files_the_finished_stay_and_the_rest_is_named() {
    if !signals_arrive() {
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let folder = home.path();
    let text = fs::read_to_string(SAMPLING).unwrap();
    for (name, trials) in [("one", "16"), ("two", "50_000_000"), ("three", "16")] {
        let text = text
            .replacen("trials   = 512", &format!("trials = {trials}"), 1)
            .replacen("name     = \"sampling\"", &format!("name = \"{name}\""), 1)
            .replacen("\"lhs\"", "\"plain\"", 1);
        fs::write(folder.join(name).with_extension("toml"), text).unwrap();
    }
    let all = ["run", "one.toml", "two.toml", "three.toml", "--out", "all"];
    let child = lichain(folder, &all).spawn().unwrap();
    let one = folder.join("all/one/run.json");
    let begun = Instant::now();
    while !one.exists() {
        assert!(begun.elapsed() < Duration::from_secs(100));
        sleep(Duration::from_millis(20));
    }
    sleep(Duration::from_secs(1));
    signal("INT", child.id());
    let output = child.wait_with_output().unwrap();
    let words = told(&output);
    assert_eq!(output.status.code(), Some(130), "{words}");
    assert!(!fs::read_to_string(&one).unwrap().contains("interrupted"));
    assert!(trials(&folder.join("all/two")) > 0);
    assert_eq!(entries(&folder.join("all")), ["one", "two"]);
    let (two, three) = words.split_once("\nNot begun:\n").unwrap();
    assert!(
        two.ends_with("  lichain run two.toml --out all/two --resume"),
        "{words}"
    );
    assert_eq!(three.trim_end(), "  lichain run three.toml --out all/three");
    assert_eq!(obey(folder, three), 1);
    assert_eq!(entries(&folder.join("all")), ["one", "three", "two"]);
}

#[test]
fn a_second_interruption_ends_at_once_and_leaves_nothing() {
    if !signals_arrive() {
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let folder = home.path();
    let lesson = shipped(LESSON);
    for pause in [0, 1, 40] {
        let arguments = [&["run", &lesson, "--out", "deep/out"][..], &ENDLESS].concat();
        let output = interrupted(folder, &arguments, &[(900, "INT"), (pause, "INT")]);
        let words = told(&output);
        assert_eq!(output.status.code(), Some(130), "{words}");
        // The second may come when all is written already; never is anything half written.
        let there = entries(folder);
        if words.contains("nothing unfinished was kept") {
            assert!(there.is_empty(), "{there:?} {words}");
        } else {
            assert_eq!(entries(&folder.join("deep")), ["out"], "{words}");
            fs::remove_dir_all(folder.join("deep")).unwrap();
        }
    }
}

#[test]
fn what_keeps_nothing_ends_at_once_and_leaves_nothing() {
    if !signals_arrive() {
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let folder = home.path();
    let (lesson, levers) = (
        shipped(LESSON),
        shipped("scenarios/cheapest-working-plant.toml"),
    );
    let many = "10000000";
    for arguments in [
        &["stress", &lesson, "--trials", many][..],
        &["analyze", &lesson, "--method", "sobol", "--base", "1000000"],
        &["optimize", &levers, "--trials", "100000"],
    ] {
        let output = interrupted(folder, arguments, &[(700, "INT")]);
        let words = told(&output);
        assert_eq!(output.status.code(), Some(130), "{arguments:?} {words}");
        assert!(words.contains("interrupted: nothing"), "{words}");
        assert!(entries(folder).is_empty(), "{:?}", entries(folder));
    }
}

#[test]
fn a_part_that_is_interrupted_leaves_nothing() {
    if !signals_arrive() {
        return;
    }
    let scenario = shipped(LESSON);
    for name in ["TERM", "INT"] {
        let home = tempfile::tempdir().unwrap();
        let part = ["--part", "0/1", "--out", "parts", "--trials", "1000000"];
        let arguments = [&["shard", &scenario][..], &part].concat();
        let output = interrupted(home.path(), &arguments, &[(700, name)]);
        assert_eq!(output.status.code(), Some(130), "{}", told(&output));
        assert!(told(&output).contains("nothing unfinished was kept"));
        assert_eq!(entries(&home.path().join("parts")).len(), 0);
    }
}
