//! Runs that go on until an estimate is precise enough, and hazards of which too little is known.

#![allow(
    clippy::unwrap_used,
    reason = "what helps a test is a test, inside of #[test] or not"
)]

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use lichain::measure::Better;
use lichain::random::{Stream, StreamKey, normal_quantile};
use lichain::summary::{Bound, Means, Statistic, confidence_at, estimated};
use statrs::distribution::{Binomial, DiscreteCDF};

const LESSON: &str = "scenarios/lessons/correlated-parameters.toml";
const HAZARDS: &str = "scenarios/lessons/hazards.toml";

/// A uniform to a draw.
type Law = fn(f64) -> f64;

/// Trials are added, from 256 on, until the bound holds or there are 2048; true where the last
/// interval holds the truth. With it the look at which it ended.
fn sequential(
    repetition: u64,
    law: Law,
    (statistic, bound, truth): (Statistic, Bound, f64),
) -> (bool, u32) {
    let stream = Stream::new(20_261, repetition, StreamKey::of("sequential"));
    let draw = |k: u64| law(stream.uniform(k));
    let mut values: Vec<f64> = Vec::new();
    for look in 1.. {
        let until = 256 << (look - 1);
        values.extend((values.len() as u64..until).map(draw));
        let found = estimated(
            statistic,
            Better::Low,
            &values,
            &Means::default(),
            confidence_at(look),
        );
        if bound.holds(found) || until == 2048 {
            let (lower, upper) = found.1.unwrap();
            return (lower <= truth && truth <= upper, look);
        }
    }
    unreachable!("a look ends it")
}

/// 2,000 repetitions; refused where the intervals miss more often than 5 % by a binomial test at 0.1 %.
/// Bounds are such that trials end at several looks, as often as not when chance makes the spread
/// small: there intervals of a fixed size fail first.
#[test]
fn intervals_of_sequential_runs_hold_as_often_as_they_say() {
    let normal = |u: f64| 10.0 + 2.0 * normal_quantile(u);
    let lognormal = |u: f64| normal_quantile(u).exp();
    let event = |u: f64| f64::from(u8::from(u < 0.1));
    let mean_of_lognormal = 0.5_f64.exp();
    #[rustfmt::skip]
    let cases: [(&str, Law, (Statistic, Bound, f64)); 4] = [
        ("normal mean", normal, (Statistic::Mean, Bound::Share(0.0185), 10.0)),
        ("lognormal mean", lognormal, (Statistic::Mean, Bound::Share(0.13), mean_of_lognormal)),
        ("lognormal median", lognormal, (Statistic::Quantile(3), Bound::Amount(0.13), 1.0)),
        ("probability", event, (Statistic::Probability, Bound::Amount(0.031), 0.1)),
    ];
    let allowed = Binomial::new(0.05, 2000).unwrap().inverse_cdf(0.999);
    for (name, law, asked) in cases {
        let runs: Vec<(bool, u32)> = (0..2000).map(|at| sequential(at, law, asked)).collect();
        let missed = runs.iter().filter(|(holds, _)| !holds).count() as u64;
        assert!(missed <= allowed, "{name}: {missed} of 2000 missed");
        let mut looks: Vec<u32> = runs.iter().map(|(_, look)| *look).collect();
        looks.sort_unstable();
        looks.dedup();
        assert!(looks.len() > 1, "{name}: all ended at look {looks:?}");
    }
}

fn lichain(arguments: &[&str], out: &Path) -> assert_cmd::assert::Assert {
    Command::cargo_bin("lichain")
        .unwrap()
        .arg("run")
        .args(arguments)
        .arg("--out")
        .arg(out)
        .assert()
}

fn told(of: &[u8]) -> String {
    String::from_utf8_lossy(of).into_owned()
}

/// Cells of a variant's measure in summary.csv, by heading.
fn cell(out: &Path, variant: &str, measure: &str, heading: &str) -> String {
    let mut reader = csv::Reader::from_path(out.join("summary.csv")).unwrap();
    let headings = reader.headers().unwrap().clone();
    let at = headings.iter().position(|name| name == heading).unwrap();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let row = rows
        .iter()
        .find(|row| &row[0] == variant && &row[1] == measure);
    row.unwrap()[at].to_owned()
}

#[test]
fn a_run_ends_when_what_was_asked_for_is_known_and_says_so() {
    let home = tempfile::tempdir().unwrap();
    let [sequential, fixed] = ["sequential", "fixed"].map(|name| home.path().join(name));
    let asked = [
        "--precision",
        "delivered_cost mean 1 %",
        "--precision",
        "delivered_cost p50 0.9 USD/kWh",
    ];
    let done = lichain(&[&[LESSON][..], &asked].concat(), &sequential).success();
    let text = told(&done.get_output().stdout);
    assert!(text.contains("precision: reached after"), "{text}");
    let n: u64 = cell(&sequential, "together", "delivered_cost", "n")
        .parse()
        .unwrap();
    assert!(n > 256 && n.is_power_of_two(), "{n}");
    let manifest = fs::read_to_string(sequential.join("run.json")).unwrap();
    assert!(
        manifest.contains(&format!("\"trials\": {n},")),
        "{manifest}"
    );
    for variant in ["apart", "together", "fixed-price"] {
        let of = |heading| cell(&sequential, variant, "delivered_cost", heading);
        assert_eq!(of("converged"), "yes");
        let [mean, low, high]: [f64; 3] = ["mean", "lo95", "hi95"].map(|h| of(h).parse().unwrap());
        assert!((high - mean) <= 0.01 * mean && (mean - low) <= 0.01 * mean);
        assert!(
            of("note").contains("interval of mean at 99"),
            "{}",
            of("note")
        );
    }
    // The trials are those of any run of so many.
    lichain(&[LESSON, "--trials", &n.to_string()], &fixed).success();
    let bytes = |out: &Path, file: &str| fs::read(out.join(file)).unwrap();
    assert!(bytes(&sequential, "trials.csv") == bytes(&fixed, "trials.csv"));
    assert!(bytes(&sequential, "timeline.csv") == bytes(&fixed, "timeline.csv"));
    let width = |out: &Path| {
        let of = |heading| cell(out, "apart", "delivered_cost", heading);
        of("hi95").parse::<f64>().unwrap() - of("lo95").parse::<f64>().unwrap()
    };
    assert!(width(&sequential) > 1.1 * width(&fixed));
    assert_eq!(cell(&fixed, "apart", "delivered_cost", "converged"), "yes");
}

#[test]
fn a_precision_that_is_not_reached_exits_with_1_and_can_be_gone_on_with() {
    let home = tempfile::tempdir().unwrap();
    let [parts, once] = ["parts", "once"].map(|name| home.path().join(name));
    let asked = [
        LESSON,
        "--sampling",
        "lhs",
        "--precision",
        "delivered_cost mean 0.04 USD/kWh",
    ];
    let run = |more: &[&str], out: &Path| lichain(&[&asked[..], more].concat(), out);
    let failed = run(&["--trials", "600"], &parts).code(1);
    let text = told(&failed.get_output().stderr);
    assert!(text.contains("was not reached in 600 trials"), "{text}");
    assert!(
        text.contains("delivered_cost mean: fixed-price, together"),
        "{text}"
    );
    assert_eq!(
        cell(&parts, "together", "delivered_cost", "converged"),
        "no"
    );
    run(&["--trials", "8192", "--resume"], &parts).success();
    run(&["--trials", "8192"], &once).success();
    for file in ["summary.csv", "trials.csv", "timeline.csv", "resume.bin"] {
        let bytes = |out: &Path| fs::read(out.join(file)).unwrap();
        assert!(bytes(&parts) == bytes(&once), "{file}");
    }
}

#[test]
fn what_cannot_be_precise_is_refused_before_a_trial_runs() {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("out");
    for (target, words) in [
        (
            "delivered_csot mean 1 %",
            "did you mean \"delivered_cost\"?",
        ),
        ("delivered_cost mean 1 d", "is in USD/kWh, not in \"d\""),
        ("delivered_cost probability 1 %", "is no probability"),
        ("delivered_cost average 1 %", "is no statistic"),
        ("delivered_cost", "MEASURE STATISTIC BOUND"),
    ] {
        let failed = lichain(&[LESSON, "--precision", target], &out).code(2);
        let text = told(&failed.get_output().stderr);
        assert!(text.contains(words), "{text}");
        assert!(!out.exists());
    }
}

#[test]
fn a_hazard_that_hardly_ever_begins_is_warned_of_beside_what_hangs_on_it() {
    let home = tempfile::tempdir().unwrap();
    let [rare, often] = ["rare", "often"].map(|name| home.path().join(name));
    let run = |every: &str, out: &Path| {
        let every = format!("hazard.outage.every={every}");
        let done = lichain(&[HAZARDS, "--trials", "200", "--set", &every], out).success();
        told(&done.get_output().stderr)
    };
    let text = run("exponential(40000) d", &rare);
    assert!(
        text.contains("warning: hazard outage began in few trials ("),
        "{text}"
    );
    let text = run("exponential(60) d", &often);
    assert!(!text.contains("outage"), "{text}");
}
