//! `lichain fit` on the histories beside the scenarios, against what their notes say, and the blocks
//! it gives pasted into scenarios.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use lichain::scenario;

const PRICES: &str = "scenarios/facts/price_history.csv";
const DISRUPTIONS: &str = "scenarios/facts/disruptions.csv";
/// The seven events of logistics:F256.
const EMBARGOES: [&str; 7] = [
    "event~COVID quarantine limits on KZ",
    "event~KTZ embargo on nearly all cargo",
    "event~China cuts trains accepted at Altynkol",
    "event~Windstorm halts train handover",
    "event~container trains to China via Dostyk",
    "event~loaded and empty wagons to border",
    "event~Windstorm and loading ban",
];

fn fit(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lichain"));
    command
        .arg("fit")
        .args(arguments)
        .output()
        .expect("it runs")
}

fn told(arguments: &[&str]) -> String {
    let output = fit(arguments);
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).expect("text")
}

/// Without the ends of its lines.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Estimates by model and parameter: value, low, high.
fn estimates(arguments: &[&str]) -> BTreeMap<String, [Option<f64>; 3]> {
    let home = tempfile::tempdir().expect("a folder");
    let path = home.path().join("fit.csv");
    told(&[arguments, &["--out", path.to_str().expect("plain")]].concat());
    let mut table = csv::Reader::from_path(&path).expect("it was written");
    let rows = table.records().map(|row| row.expect("a row"));
    rows.map(|row| {
        let numbers = [3, 5, 6].map(|at| row[at].parse().ok());
        (format!("{} {}", &row[0], &row[1]), numbers)
    })
    .collect()
}

fn near(found: Option<f64>, expected: f64, tolerance: f64) {
    let found = found.expect("a number");
    assert!(
        (found - expected).abs() <= tolerance,
        "{found}, not {expected}"
    );
}

#[test]
fn the_lithium_price_is_as_the_facts_have_it() {
    let monthly = [PRICES, "--only", "series=LC_BG_CN_monthly_USD"];
    let all = estimates(&monthly);
    // industry:F170: 0.21 a year, and no return is not excluded. F171: 3.3 years.
    let [speed, low, high] = all["log_ou speed"];
    near(speed, 0.21, 0.005);
    near(low, 0.0, 0.0);
    assert!(high.expect("a bound") > 0.55);
    let [half_life, _, longest] = all["log_ou half_life"];
    near(half_life, 3.3, 0.1);
    assert_eq!(longest, None, "no end");
    assert_eq!(all["log_ou level"][1], None, "the level is not told");
    // F172: 0.45, and 0.55 on observed months alone.
    near(all["gbm volatility"][0], 45.0, 1.0);
    let observed = [&monthly[..], &["--only", "kind=observed", "--model", "gbm"]].concat();
    near(estimates(&observed)["gbm volatility"][0], 55.0, 1.0);
    // The same note: moves of neighbouring months correlate at +0.40.
    let text = told(&[&monthly[..], &["--model", "log_ou"]].concat());
    let words = words(&text);
    for part in [
        "Return to a level is not identified",
        "moves correlate at +0.4",
    ] {
        assert!(
            words.contains(part),
            "{part:?} is not in
{text}"
        );
    }
    assert!(
        text.lines().all(|line| line.chars().count() <= 100),
        "{text}"
    );
}

/// How to fit so many of the embargoes, without the first ones.
fn embargoes(left_out: usize) -> Vec<&'static str> {
    let mut arguments = vec![
        DISRUPTIONS,
        "--durations",
        "duration_days",
        "--from",
        "start",
    ];
    arguments.extend(["--since", "2020-10-01", "--until", "2025-12-31"]);
    let events = EMBARGOES[left_out..].iter();
    arguments.extend(events.flat_map(|event| ["--only", event]));
    arguments
}

#[test]
fn closed_borders_last_as_the_facts_have_it() {
    // logistics:F256: seven events with median 21 and sigma 1.5, which divides by n - 1; without the
    // first, of the pandemic, 15 and 1.3.
    for (left_out, median, sigma) in [(0, 21.0, 1.5), (1, 15.0, 1.3)] {
        let found = estimates(&embargoes(left_out));
        let n = (EMBARGOES.len() - left_out) as f64;
        let unbiased = found["lognormal sigma"][0].map(|s| s * (n / (n - 1.0)).sqrt());
        near(found["lognormal median"][0], median, 0.6);
        near(unbiased, sigma, 0.06);
    }
    // F255: 1.3 a year.
    let text = told(&embargoes(0));
    assert!(text.contains("rate: 1.33"), "{text}");
}

/// What stands after "to paste", from the first heading on.
fn block(text: &str) -> String {
    let at = text.rfind("\n[").expect("a block");
    text[at + 1..].to_owned()
}

/// Loads a lesson in which a block stands instead of what was there.
fn pasted(lesson: &str, instead_of: &str, block: &str) {
    let text = fs::read_to_string(lesson).expect("a lesson");
    assert!(text.contains(instead_of), "{lesson} has changed");
    let home = tempfile::tempdir().expect("a folder");
    let path = home.path().join("pasted.toml");
    fs::write(&path, text.replace(instead_of, block)).expect("written");
    if let Err(problems) = scenario::load(Path::new(&path), &[]) {
        panic!("{block}\n{}", problems.render(false));
    }
}

#[test]
fn every_block_is_valid_where_it_is_pasted() {
    let still = "[index.still]\nconstant = \"pert(9, 12, 15) kUSD/t\"\n";
    for model in ["constant", "gbm", "log_ou", "jumps", "regimes", "all"] {
        let arguments = [
            PRICES, "--name", "still", "--unit", "USD/t", "--model", model,
        ];
        let text = told(&[&arguments[..], &["--only", "series=LC_BG_CN_monthly_USD"]].concat());
        pasted("scenarios/lessons/index-models.toml", still, &block(&text));
    }
    let outage = "[hazard.outage]\nevery = \"exponential(60) d\"\nlasts = \"exponential(6) d\"\n";
    let arguments = [
        DISRUPTIONS,
        "--from",
        "start",
        "--to",
        "end",
        "--only",
        "place~Dostyk",
    ];
    let text = told(&[&arguments[..], &["--name", "outage"]].concat());
    pasted("scenarios/lessons/hazards.toml", outage, &block(&text));
}

#[test]
fn a_path_and_a_bootstrap_read_what_was_read() {
    let home = tempfile::tempdir().expect("a folder");
    let history = home.path().join("lithium.csv");
    let file = history.to_str().expect("plain");
    let lesson = fs::read_to_string("scenarios/lessons/index-models.toml").expect("a lesson");
    let still = "[index.still]\nconstant = \"pert(9, 12, 15) kUSD/t\"\n";
    for model in ["path", "bootstrap"] {
        let only = ["--only", "series=LC_BG_CN_monthly_USD", "--name", "still"];
        let arguments = [PRICES, "--model", model, "--history", file, "--force"];
        let text = told(&[&arguments[..], &only].concat());
        let scenario = home.path().join("pasted.toml");
        fs::write(&scenario, lesson.replace(still, &block(&text))).expect("written");
        if let Err(problems) = scenario::load(&scenario, &[]) {
            panic!("{text}\n{}", problems.render(false));
        }
    }
    let written = fs::read_to_string(&history).expect("written");
    assert_eq!(written.lines().count(), 126, "a heading and 125 prices");
}

/// Days that are calm for 200, restless for 60, by Park and Miller's generator.
fn days_with_spells() -> String {
    let mut word = 7_u64;
    let mut uniform = || {
        word = word * 16_807 % 2_147_483_647;
        word as f64 / 2_147_483_647.0
    };
    let (mut log, mut table) = (0.0_f64, "date,value,unit\n".to_owned());
    for day in 0..1_040_u32 {
        let z = (0..12).map(|_| uniform()).sum::<f64>() - 6.0;
        log += if day % 260 < 200 { 0.008 } else { 0.04 } * z;
        let (year, day) = (2024 + day / 336, day % 336);
        let (month, day) = (1 + day / 28, 1 + day % 28);
        let price = 9_000.0 * log.exp();
        writeln!(table, "{year}-{month:02}-{day:02},{price},USD/t").expect("text takes all");
    }
    table
}

#[test]
fn regimes_that_are_there_are_chosen_and_named() {
    let home = tempfile::tempdir().expect("a folder");
    let path = home.path().join("spells.csv");
    fs::write(&path, days_with_spells()).expect("written");
    let file = path.to_str().expect("plain");
    let text = told(&[file, "--name", "still"]);
    let still = "[index.still]\nconstant = \"pert(9, 12, 15) kUSD/t\"\n";
    assert!(block(&text).contains("begins     = \"restless\""), "{text}");
    pasted("scenarios/lessons/index-models.toml", still, &block(&text));
    let found = estimates(&[file, "--model", "regimes"]);
    for (name, truth) in [("calm", 0.8), ("restless", 4.0)] {
        let [_, low, high] = found[&format!("gbm regimes {name} volatility")];
        // 28 days a month leave some gaps longer, so that a year holds a little less.
        let truth = truth * 365_f64.sqrt();
        let (low, high) = (low.expect("a bound"), high.expect("a bound"));
        assert!(
            0.95 * low < truth && truth < 1.2 * high,
            "{name}: {low} to {high}"
        );
    }
}

#[test]
fn the_unit_comes_from_the_table_where_it_says_one() {
    let text = told(&[
        PRICES,
        "--only",
        "series=LC_BG_CN_monthly_USD",
        "--model",
        "gbm",
    ]);
    assert!(text.contains(" USD/t\" # on 2026-05-15"), "{text}");
}

#[test]
fn open_ends_are_those_without_a_last_day_and_those_marked() {
    let home = tempfile::tempdir().expect("a folder");
    let path = home.path().join("spells.csv");
    fs::write(&path, "days;going;begun;over\n10;no;2027-01-01;\n;;2027-02-01;2027-02-20\n30;yes;2027-03-01;\n;;2027-04-01;\n")
        .expect("written");
    let file = path.to_str().expect("plain");
    let arguments = [
        "--durations",
        "days",
        "--censored",
        "going",
        "--from",
        "begun",
        "--to",
        "over",
    ];
    let all = [&[file][..], &arguments, &["--until", "2027-04-10"]].concat();
    assert!(words(&told(&all)).contains("4 durations, 2 of them not over yet"));
    // Time at risk over ends: (10 + 20 + 30 + 10) / 2.
    near(estimates(&all)["exponential mean"][0], 35.0, 1e-3);
}

#[test]
fn mistakes_are_told_at_their_place_with_code_2() {
    let home = tempfile::tempdir().expect("a folder");
    let path = home.path().join("prices.csv");
    let file = path.to_str().expect("plain");
    for (text, arguments, part) in [
        (
            "date,value\n2027-01-01,5\n2027-01-02,-5\n",
            &[][..],
            "prices.csv:3:12",
        ),
        (
            "date,value\n2027-01-01,5\n2027-01-01,6\n",
            &[],
            "2027-01-01 has two prices",
        ),
        ("date,value\n2027-01-01,5\n", &[], "1 prices; at least 9"),
        (
            "day,value\n2027-01-01,5\n",
            &[],
            "no column is headed \"date\"",
        ),
        (
            "date,value\n2027-01-01,5\n",
            &["--unit", "USD/tt"],
            "--unit USD/tt",
        ),
        ("days\n0\n4\n", &["--durations", "days"], "prices.csv:2:1"),
        (
            "days,open\n3,perhaps\n",
            &["--durations", "days", "--censored", "open"],
            "perhaps",
        ),
        (
            "days,open\n3,yes\n",
            &["--durations", "days", "--censored", "open"],
            "no duration is over",
        ),
        (
            "from,to\n2027-02-01,2027-01-01\n",
            &["--from", "from", "--to", "to"],
            "prices.csv:2:12",
        ),
    ] {
        fs::write(&path, text).expect("written");
        let output = fit(&[&[file][..], arguments].concat());
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{text}{told}");
        assert!(told.contains(part), "{part:?} is not in\n{told}");
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn a_finished_file_is_kept_and_the_same_seed_tells_the_same() {
    let home = tempfile::tempdir().expect("a folder");
    let path = home.path().join("fit.csv");
    let out = path.to_str().expect("plain");
    let series = ["--only", "series=LC_BG_CN_monthly_USD", "--model", "log_ou"];
    let all = [&[PRICES][..], &series, &["--out", out]].concat();
    let first = told(&all);
    let kept = fit(&all);
    assert_eq!(kept.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&kept.stderr).contains("--force"));
    assert_eq!(told(&[&all[..], &["--force"]].concat()), first);
}
