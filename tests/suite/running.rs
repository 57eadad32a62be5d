//! The commands that read a scenario and simulate it, on the small textbook scenarios.

use std::fs;
use std::path::Path;
use std::process::Output;

use assert_cmd::Command;

const MAIN: &str = "scenarios/kazakhstan-vietnam.toml";
const NEWSVENDOR: &str = "scenarios/textbook/newsvendor.toml";
const FIXED_QUANTITY: &str = "scenarios/textbook/fixed-order-quantity.toml";

fn lichain(arguments: &[&str]) -> Output {
    let mut command = Command::cargo_bin("lichain").expect("the binary is built with the tests");
    command.args(arguments).output().expect("it runs")
}

fn told(output: &Output) -> String {
    let out = String::from_utf8_lossy(&output.stdout);
    format!("{out}{}", String::from_utf8_lossy(&output.stderr))
}

fn succeeds(arguments: &[&str]) -> String {
    let output = lichain(arguments);
    assert!(output.status.success(), "{arguments:?}: {}", told(&output));
    assert!(output.stderr.is_empty(), "{arguments:?}: {}", told(&output));
    String::from_utf8(output.stdout).expect("text is UTF-8")
}

fn fails(arguments: &[&str], code: i32, part: &str) {
    let output = lichain(arguments);
    assert_eq!(
        output.status.code(),
        Some(code),
        "{arguments:?}: {}",
        told(&output)
    );
    assert!(output.stdout.is_empty(), "{arguments:?}: {}", told(&output));
    let words = told(&output);
    assert!(words.contains(part), "{part:?} is not in\n{words}");
    assert!(!words.contains("panicked"), "{words}");
}

fn text(path: &Path) -> &str {
    path.to_str().expect("temporary paths are UTF-8")
}

#[test]
fn a_run_leaves_its_files_and_names_the_directory_last() {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("out");
    let told = succeeds(&["run", NEWSVENDOR, "--trials", "100", "--out", text(&out)]);
    let last = told.lines().last().unwrap();
    assert_eq!(last, format!("results in {}", out.display()));
    for file in [
        "summary.csv",
        "trials.csv",
        "worst.csv",
        "timeline.csv",
        "ledger.csv",
        "sensitivity.csv",
        "columns.csv",
        "run.json",
    ] {
        assert!(out.join(file).is_file(), "{file} is missing");
    }
    let trials = fs::read_to_string(out.join("trials.csv")).unwrap();
    assert_eq!(trials.lines().count() % 100, 1);
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1);
}

#[test]
fn without_out_results_are_numbered() {
    let home = tempfile::tempdir().unwrap();
    let scenario = fs::canonicalize(FIXED_QUANTITY).unwrap();
    for expected in ["", "-2"] {
        let mut command = Command::cargo_bin("lichain").unwrap();
        command.current_dir(home.path());
        let output = command
            .arg("run")
            .arg(&scenario)
            .args(["--trials", "1"])
            .output()
            .unwrap();
        let told = told(&output);
        assert!(output.status.success(), "{told}");
        let place = told
            .lines()
            .last()
            .unwrap()
            .strip_prefix("results in ")
            .unwrap();
        assert!(place.ends_with(expected), "{place}");
        assert!(
            home.path().join(place).join("run.json").is_file(),
            "{place}"
        );
    }
    assert_eq!(
        fs::read_dir(home.path().join("results")).unwrap().count(),
        2
    );
}

#[test]
fn finished_results_are_replaced_by_force_alone() {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("out");
    let run = ["run", FIXED_QUANTITY, "--trials", "1", "--out", text(&out)];
    succeeds(&run);
    let before = fs::read(out.join("run.json")).unwrap();
    fails(&run, 2, "--force");
    assert_eq!(fs::read(out.join("run.json")).unwrap(), before);
    succeeds(&[&run[..], &["--force"]].concat());
}

#[test]
fn threads_change_no_byte_of_the_tables() {
    let home = tempfile::tempdir().unwrap();
    let tables = ["1", "2", "7"].map(|threads| {
        let out = home.path().join(threads);
        let run = ["run", NEWSVENDOR, "--trials", "300", "--threads", threads];
        succeeds(&[&run[..], &["--out", text(&out)]].concat());
        ["summary", "trials", "timeline", "ledger", "columns"]
            .map(|file| fs::read(out.join(file).with_extension("csv")).unwrap())
    });
    assert_eq!(tables[0], tables[1]);
    assert_eq!(tables[0], tables[2]);
    let seeded = home.path().join("seeded");
    let run = ["run", NEWSVENDOR, "--trials", "300", "--seed", "2"];
    succeeds(&[&run[..], &["--out", text(&seeded)]].concat());
    assert_ne!(fs::read(seeded.join("trials.csv")).unwrap(), tables[0][1]);
}

#[test]
fn several_files_have_a_directory_each() {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("out");
    let told = succeeds(&[
        "run",
        NEWSVENDOR,
        FIXED_QUANTITY,
        "--trials",
        "2",
        "--out",
        text(&out),
    ]);
    assert_eq!(told.matches("results in ").count(), 2, "{told}");
    assert_eq!(fs::read_dir(&out).unwrap().count(), 2);
    let twice = [
        "run",
        NEWSVENDOR,
        NEWSVENDOR,
        "--out",
        text(&out),
        "--force",
    ];
    fails(&twice, 2, "two of the files");
}

#[test]
fn a_file_that_is_not_there_is_named() {
    for command in ["run", "check", "trace"] {
        fails(&[command, "no-such.toml"], 2, "no-such.toml");
    }
}

#[test]
fn what_cannot_be_written_is_the_machines_fault() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("file"), "").unwrap();
    let out = home.path().join("file/out");
    fails(&["run", FIXED_QUANTITY, "--out", text(&out)], 3, "file");
}

#[test]
fn mistakes_in_a_scenario_exit_with_2_and_leave_no_results() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("wrong.toml");
    let right = fs::read_to_string(NEWSVENDOR).unwrap();
    fs::write(&file, format!("nonsense_key = 3\n{right}")).unwrap();
    let out = home.path().join("out");
    for command in ["run", "check"] {
        fails(&[command, text(&file)], 2, "nonsense_key");
    }
    fails(&["run", text(&file), "--out", text(&out)], 2, "wrong.toml");
    assert!(!out.exists());
}

#[test]
fn unknown_variants_are_told_with_those_there_are() {
    fails(&["run", NEWSVENDOR, "--only", "nowhere"], 2, "it has ");
    let near = "did you mean \"cells-from-china\"? it has cells-from-china, ";
    fails(&["run", MAIN, "--only", "cells-from-chian"], 2, near);
    fails(&["trace", NEWSVENDOR, "--variant", "nowhere"], 2, "it has ");
}

#[test]
fn check_prints_the_chain_and_its_balance() {
    let told = succeeds(&["check", NEWSVENDOR, FIXED_QUANTITY]);
    assert_eq!(told.matches("\nsites\n").count(), 2, "{told}");
    assert_eq!(told.matches("\ndemand a year\n").count(), 2, "{told}");
    assert_eq!(told.matches("\nbalance").count(), 2, "{told}");
}

#[test]
fn check_tells_what_variants_share_once_and_chances_in_words() {
    let told = succeeds(&["check", MAIN]);
    assert_eq!(told.matches("\ndemand a year\n").count(), 1, "{told}");
    assert_eq!(told.matches("  cells-from-ningde: ").count(), 1, "{told}");
    assert_eq!(told.matches("\n== ").count(), 5, "{told}");
    let words: Vec<&str> = told.split_whitespace().collect();
    let words = words.join(" ");
    assert!(words.contains("; starts 2030-06-01 with "), "{told}");
    assert!(words.contains("* most likely never: mine.dig"), "{told}");
    let long = told.lines().find(|line| line.chars().count() > 82);
    assert_eq!(long, None, "{told}");
}

#[test]
fn the_table_at_the_end_of_a_run_fits_a_small_terminal() {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("out");
    let out = text(&out);
    let told = succeeds(&[
        "run",
        MAIN,
        "--trials",
        "8",
        "--sampling",
        "plain",
        "--out",
        out,
    ]);
    let (before, _) = told.rsplit_once("results in ").unwrap();
    let long = before.lines().find(|line| line.chars().count() > 80);
    assert_eq!(long, None, "{told}");
    for part in [
        "delivered_cost  ",
        "days_stopped\n",
        "[reference]",
        "columns.csv explains",
    ] {
        assert!(told.contains(part), "{part:?} is not in\n{told}");
    }
    assert!(!told.contains("delivered_cost."), "{told}");
}

#[test]
fn a_failed_run_leaves_no_trace() {
    let home = tempfile::tempdir().unwrap();
    let scenario = fs::canonicalize(NEWSVENDOR).unwrap();
    let mut command = Command::cargo_bin("lichain").unwrap();
    command.current_dir(home.path()).arg("run").arg(&scenario);
    let output = command.args(["--only", "nowhere"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0);
}

#[test]
fn a_trace_has_the_measures_of_the_same_trial_of_a_run() {
    let home = tempfile::tempdir().unwrap();
    let (run, trace) = (home.path().join("run"), home.path().join("trace"));
    succeeds(&["run", NEWSVENDOR, "--trials", "5", "--out", text(&run)]);
    let told = succeeds(&["trace", NEWSVENDOR, "--trial", "4", "--out", text(&trace)]);
    for file in [
        "flows.csv",
        "cash.csv",
        "events.csv",
        "columns.csv",
        "run.json",
    ] {
        assert!(trace.join(file).is_file(), "{file} is missing");
    }
    let mut trials = csv::Reader::from_path(run.join("trials.csv")).unwrap();
    let headings = trials.headers().unwrap().clone();
    let fourth = trials.records().nth(3).unwrap().unwrap();
    let place = headings
        .iter()
        .position(|name| name.starts_with("total_cost"))
        .unwrap();
    let value: f64 = fourth[place].parse().unwrap();
    let line = told
        .lines()
        .find(|line| line.starts_with(&headings[place]))
        .unwrap();
    let shown: f64 = line.split_whitespace().nth(1).unwrap().parse().unwrap();
    assert!((shown / value - 1.0).abs() < 1e-3, "{line}, {value}");
}
