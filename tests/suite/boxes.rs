//! `lichain analyze --prim` and `lichain analyze DIR` on finished results and tables.

#![allow(
    clippy::unwrap_used,
    reason = "what helps a test is a test, inside of #[test] or not"
)]

use std::path::Path;
use std::process::{Command, Output};

const LESSON: &str = "scenarios/lessons/what-matters.toml";

fn lichain(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lichain"));
    command.args(arguments).output().unwrap()
}

fn told(arguments: &[&str]) -> String {
    let output = lichain(arguments);
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// Rows of a file by heading.
fn rows(path: &Path) -> Vec<std::collections::HashMap<String, String>> {
    let mut table = csv::Reader::from_path(path).unwrap();
    table.deserialize().map(|row| row.unwrap()).collect()
}

#[test]
fn a_finished_run_is_analysed_without_naming_anything() {
    let home = tempfile::tempdir().unwrap();
    let run = home.path().join("run");
    let run = run.to_str().unwrap();
    told(&[
        "run",
        LESSON,
        "--trials",
        "400",
        "--noise-replicates",
        "2",
        "--out",
        run,
    ]);
    let out = home.path().join("moved.csv");
    let words = told(&["analyze", run, "--out", out.to_str().unwrap()]);
    assert!(words.contains("base, total_cost_usd: 200 rows"), "{words}");
    // The same numbers as sensitivity.csv, from what was written.
    let own = rows(&Path::new(run).join("sensitivity.csv"));
    let found = rows(&out);
    assert_eq!(found.len(), 3);
    for row in &found {
        let same = |s: &&std::collections::HashMap<String, String>| {
            s["measure"] == row["output"] && s["parameter"] == row["input"]
        };
        let own = own.iter().find(same).unwrap();
        assert_eq!(
            (&own["n"], &row["variant"]),
            (&"200".to_owned(), &"base".to_owned())
        );
        for column in ["spearman", "prcc_lo95", "high_mean", "r2_cv"] {
            let [a, b] = [own, row].map(|r| r[column].parse::<f64>().unwrap());
            assert!((a - b).abs() < 1e-9 * a.abs(), "{column}: {a} {b}");
        }
    }
    let refused = lichain(&["analyze", run, "--output", "total_cost"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(
        String::from_utf8(refused.stderr)
            .unwrap()
            .contains("total_cost_usd")
    );
}

/// Cost above 115 is interest above 1.15 with 100 left, or more left: high interest and little demand.
#[test]
fn the_box_of_dear_trials_has_high_interest_and_few_workshops() {
    let home = tempfile::tempdir().unwrap();
    let run = home.path().join("run");
    let run = run.to_str().unwrap();
    told(&["run", LESSON, "--trials", "4000", "--out", run]);
    let out = home.path().join("prim");
    let asked = [
        "analyze",
        run,
        "--prim",
        "total_cost_usd > 115",
        "--boxes",
        "1",
        "--out",
    ];
    let words = told(&[&asked[..], &[out.to_str().unwrap()]].concat());
    assert!(words.contains("box 1: density"), "{words}");
    let bounds = rows(&out.join("bounds.csv"));
    let bound = |input: &str| bounds.iter().find(|row| row["input"] == input).unwrap();
    let interest = bound("interest");
    assert!(interest["low"].parse::<f64>().unwrap() > 1.0 && interest["high"].is_empty());
    assert!(interest["p"].parse::<f64>().unwrap() < 1e-6);
    assert!(bound("workshops")["high"].parse::<f64>().unwrap() < 50.0);
    let found = &rows(&out.join("boxes.csv"))[0];
    let number = |column: &str| found[column].parse::<f64>().unwrap();
    assert!(
        number("density_lo95") > 2.0 * number("base_density_hi95"),
        "{found:?}"
    );
    assert!(number("coverage") > 0.4);
    let peels = rows(&out.join("peeling.csv"));
    assert_eq!(
        (peels[0]["step"].as_str(), peels[0]["rows"].as_str()),
        ("0", "2000")
    );
    assert_eq!(peels.iter().filter(|row| row["taken"] == "yes").count(), 1);
    // The same from the table of trials, where columns must be named.
    let table = Path::new(run).join("trials.csv");
    let again = home.path().join("again");
    told(&[
        "analyze",
        table.to_str().unwrap(),
        "--inputs",
        "dealers,interest,workshops",
        "--prim",
        "total_cost_usd>115",
        "--boxes",
        "1",
        "--out",
        again.to_str().unwrap(),
    ]);
    let same = rows(&again.join("boxes.csv"));
    assert_eq!(same[0]["density"], found["density"]);
}

#[test]
fn conditions_that_cannot_be_are_refused() {
    let home = tempfile::tempdir().unwrap();
    let run = home.path().join("run");
    let run = run.to_str().unwrap();
    told(&["run", LESSON, "--trials", "20", "--out", run]);
    for (condition, words) in [
        ("total_cost_usd", "a column, one of < <= > >="),
        ("total_cst_usd > 1", "did you mean \"total_cost_usd\"?"),
    ] {
        let refused = lichain(&["analyze", run, "--prim", condition]);
        assert_eq!(refused.status.code(), Some(2));
        let error = String::from_utf8(refused.stderr).unwrap();
        assert!(error.contains(words), "{error}");
    }
}
