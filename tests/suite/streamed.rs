//! Trials past the memory they may take: folded, with the same results.

#![allow(
    clippy::unwrap_used,
    reason = "what helps a test is a test, inside of #[test] or not"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A scenario with uncertain parameters, hazards and measures that are not defined in every trial.
const SCENARIO: &str = "scenarios/lessons/sampling.toml";

fn lichain(words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lichain"));
    command.args(words).output().expect("lichain runs")
}

fn run(more: &[&str], out: &Path) {
    let out = out.to_str().expect("a path in UTF-8");
    let output = lichain(&[&["run", SCENARIO, "--out", out], more].concat());
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{told}");
}

fn read(directory: &Path, file: &str) -> String {
    std::fs::read_to_string(directory.join(file)).unwrap_or_else(|e| panic!("{file}: {e}"))
}

/// The cells of a summary by measure and column.
fn summary(directory: &Path) -> BTreeMap<(String, String), String> {
    let mut reader = csv::Reader::from_path(directory.join("summary.csv")).unwrap();
    let headings = reader.headers().unwrap().clone();
    let mut cells = BTreeMap::new();
    for line in reader.records() {
        let line = line.unwrap();
        for (heading, cell) in headings.iter().zip(&line) {
            cells.insert((line[1].to_owned(), heading.to_owned()), cell.to_owned());
        }
    }
    cells
}

/// How far a cell may be from that of all trials kept whole: means by rounding alone, what has a rank by half a
/// thousandth, the intervals that come from the first trials by their chance.
fn tolerance(column: &str, is_designed: bool) -> f64 {
    let is_end = column.contains("_lo95") || column.contains("_hi95");
    match column {
        "n" | "n_defined" => 0.0,
        "mean" | "lo95" | "hi95" | "sd" | "mean_of_trials" => 1e-9,
        _ if is_end && is_designed => f64::INFINITY,
        _ => 5e-4,
    }
}

/// The largest value of a measure, which quantiles may lie about on both sides of 0.
fn scale(cells: &BTreeMap<(String, String), String>, measure: &str) -> f64 {
    let own = cells
        .iter()
        .filter(|((of, column), _)| of == measure && column.starts_with('p'));
    own.filter_map(|(_, cell)| cell.parse::<f64>().ok())
        .fold(0.0, |most, x| most.max(x.abs()))
}

fn compare(folded: &Path, whole: &Path, is_designed: bool) {
    for file in ["timeline.csv", "ledger.csv", "worst.csv"] {
        assert_eq!(read(folded, file), read(whole, file), "{file}");
    }
    let first = read(folded, "trials.csv");
    assert!(read(whole, "trials.csv").starts_with(&first) && first.lines().count() == 1 + 1024);
    let (found, truth) = (summary(folded), summary(whole));
    assert_eq!(found.len(), truth.len());
    let mut compared = 0;
    for ((measure, column), cell) in &found {
        let other = &truth[&(measure.clone(), column.clone())];
        let (Ok(x), Ok(y)) = (cell.parse::<f64>(), other.parse::<f64>()) else {
            continue;
        };
        let bound = tolerance(column, is_designed) * y.abs().max(scale(&truth, measure));
        assert!(
            (x - y).abs() <= bound || x.to_bits() == y.to_bits(),
            "{measure} {column}: {x}, not {y}"
        );
        compared += 1;
    }
    assert!(compared > 500, "{compared}");
    let notes = found.iter().filter(|((_, column), _)| column == "note");
    notes.for_each(|(_, note)| assert!(note.contains("trials folded"), "{note}"));
}

#[test]
fn what_is_folded_comes_to_what_is_kept_whole() {
    let home = tempfile::tempdir().unwrap();
    for (design, is_designed) in [("plain", false), ("lhs", true), ("antithetic", true)] {
        let places = ["1", "512"].map(|megabytes| {
            let out: PathBuf = home.path().join(format!("{design}-{megabytes}"));
            let asked = [
                "--trials",
                "6400",
                "--memory",
                megabytes,
                "--sampling",
                design,
            ];
            run(&asked, &out);
            out
        });
        compare(&places[0], &places[1], is_designed);
    }
}

#[test]
fn trials_that_were_kept_whole_are_folded_when_there_come_to_be_too_many() {
    let home = tempfile::tempdir().unwrap();
    let [grown, once] = ["grown", "once"].map(|name| home.path().join(name));
    run(&["--trials", "900", "--memory", "1"], &grown);
    assert!(!read(&grown, "run.json").contains("kept_trials"));
    run(&["--trials", "3000", "--memory", "1", "--resume"], &grown);
    run(
        &["--trials", "3000", "--memory", "1", "--threads", "1"],
        &once,
    );
    assert!(read(&once, "run.json").contains("\"kept_trials\": 1024"));
    for file in [
        "summary.csv",
        "trials.csv",
        "timeline.csv",
        "ledger.csv",
        "sensitivity.csv",
    ] {
        assert_eq!(read(&grown, file), read(&once, file), "{file}");
    }
    let refused = lichain(&[
        "run",
        SCENARIO,
        "--out",
        grown.to_str().unwrap(),
        "--resume",
        "--memory",
        "2",
        "--trials",
        "20000",
    ]);
    let told = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert_eq!(refused.status.code(), Some(2), "{told}");
    assert!(told.contains("another --memory"), "{told}");
}

#[test]
fn a_precision_wants_trials_that_are_kept_whole() {
    let asked = [
        "run",
        SCENARIO,
        "--precision",
        "delivered_cost mean 1 %",
        "--trials",
        "50000",
        "--memory",
        "1",
    ];
    let refused = lichain(&asked);
    let told = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert_eq!(refused.status.code(), Some(2), "{told}");
    assert!(told.contains("--memory 1 has room for"), "{told}");
}

#[test]
fn parts_that_fold_their_trials_merge_to_the_run() {
    let home = tempfile::tempdir().unwrap();
    for design in ["plain", "lhs"] {
        let [once, parts, merged] = ["once", "parts", "merged"].map(|name| {
            let path = home.path().join(format!("{design}-{name}"));
            path.to_str().expect("a path in UTF-8").to_owned()
        });
        let asked = ["--trials", "3000", "--sampling", design, "--memory", "1"];
        run(&asked, Path::new(&once));
        for part in ["2/3", "0/3", "1/3"] {
            let words = ["shard", SCENARIO, "--part", part, "--out", &parts];
            let output = lichain(&[&words, &asked[..]].concat());
            assert!(output.status.success(), "{output:?}");
        }
        let words = [
            "merge",
            SCENARIO,
            &parts,
            "--out",
            &merged,
            "--sampling",
            design,
        ];
        let output = lichain(&words);
        assert!(output.status.success(), "{output:?}");
        for file in [
            "summary.csv",
            "trials.csv",
            "timeline.csv",
            "ledger.csv",
            "sensitivity.csv",
        ] {
            assert_eq!(
                read(Path::new(&once), file),
                read(Path::new(&merged), file),
                "{file}"
            );
        }
        let words = [
            "merge",
            SCENARIO,
            &parts,
            "--sampling",
            design,
            "--memory",
            "2",
        ];
        let refused = lichain(&words);
        let told = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert_eq!(refused.status.code(), Some(2), "{told}");
        assert!(told.contains("--memory: 1 there, 2 here"), "{told}");
    }
}
