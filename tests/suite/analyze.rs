//! `lichain analyze` on tables written for it, and on its own trials.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn analyze(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lichain"));
    command
        .arg("analyze")
        .args(arguments)
        .output()
        .expect("it runs")
}

fn told(arguments: &[&str]) -> String {
    let output = analyze(arguments);
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).expect("text")
}

fn refused(arguments: &[&str]) -> String {
    let output = analyze(arguments);
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    String::from_utf8(output.stderr).expect("text")
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a plain path")
}

/// The cells of a table by heading and row.
fn cell(path: &Path, heading: &str, row: usize) -> String {
    let mut table = csv::Reader::from_path(path).expect("a table");
    let at = table
        .headers()
        .expect("headings")
        .iter()
        .position(|name| name == heading);
    let record = table.records().nth(row).expect("a row").expect("a row");
    record[at.unwrap_or_else(|| panic!("no column {heading}"))].to_owned()
}

/// y = a + 2 b over the eight points of a small Saltelli design in the order of `SALib`.
const DESIGN: &str = "\
a,b,y
0.1,0.4,0.9
0.7,0.4,1.5
0.1,0.8,1.7
0.7,0.8,2.3
0.9,0.3,1.5
0.2,0.3,0.8
0.9,0.6,2.1
0.2,0.6,1.4
";

#[test]
fn indices_of_a_saltelli_design_are_those_of_jansens_formula() {
    let home = tempfile::tempdir().expect("a folder");
    let (file, out) = (
        home.path().join("points.csv"),
        home.path().join("indices.csv"),
    );
    fs::write(&file, DESIGN).expect("it is written");
    let asked = [
        text(&file),
        "--inputs",
        "a,b",
        "--output",
        "y",
        "--design",
        "saltelli",
    ];
    let words = told(&[&asked[..], &["--n", "2", "--out", text(&out)]].concat());
    assert!(
        words.contains("Sobol indices (Jansen), 2 base points"),
        "{words}"
    );
    // A = 0.9, 1.5 and B = 2.3, 1.4: mean 1.525, variance 0.251875.
    let variance = (0.9_f64.powi(2) + 1.5_f64.powi(2) + 2.3_f64.powi(2) + 1.4_f64.powi(2)) / 4.0
        - 1.525_f64.powi(2);
    let first = |b: [f64; 2]| 1.0 - (b[0] * b[0] + b[1] * b[1]) / 4.0 / variance;
    let total = |a: [f64; 2]| (a[0] * a[0] + a[1] * a[1]) / 4.0 / variance;
    for (row, truth) in [
        (0, (first([0.8, 0.6]), total([0.6, 0.7]))),
        (1, (first([0.6, 0.7]), total([0.8, 0.6]))),
    ] {
        for (heading, truth) in [("sobol_first", truth.0), ("sobol_total", truth.1)] {
            let found: f64 = cell(&out, heading, row).parse().expect("a number");
            assert!(
                (found - truth).abs() < 1e-9,
                "{heading}: {found}, not {truth}"
            );
        }
    }
    assert_eq!(cell(&out, "n", 0), "4", "A and B alone are a sample");
    let again = refused(&[&asked[..], &["--out", text(&out)]].concat());
    assert!(again.contains("--force"), "{again}");
}

#[test]
fn what_cannot_be_analysed_is_told() {
    let home = tempfile::tempdir().expect("a folder");
    let file = home.path().join("points.csv");
    fs::write(&file, DESIGN).expect("it is written");
    let asked = |inputs, output, more: &[&str]| {
        refused(
            &[
                &[text(&file), "--inputs", inputs, "--output", output][..],
                more,
            ]
            .concat(),
        )
    };
    for (words, part) in [
        (asked("a,c", "y", &[]), "no column is headed \"c\""),
        (asked("a,y", "y", &[]), "\"y\" is asked for twice"),
        (
            asked("a,b", "y", &["--design", "saltelli", "--n", "3"]),
            "no Saltelli design of 3",
        ),
        (
            asked("a", "y", &["--design", "saltelli"]),
            "no Saltelli design in 1 input",
        ),
        (
            asked("b,a", "y", &["--design", "saltelli"]),
            "name every input of the design, in its order",
        ),
        (asked("a,b", "y", &["--n", "2"]), "--design"),
    ] {
        assert!(words.contains(part), "{part:?} is not in\n{words}");
    }
}

#[test]
fn a_table_with_dates_and_gaps_says_what_it_left_out() {
    let home = tempfile::tempdir().expect("a folder");
    let file = home.path().join("points.csv");
    let month = |m| format!("x,2030-{m:02}-01,{m}\nz,2030-{m:02}-01,5\n");
    let months: String = (1..=12).map(month).collect();
    let more = "x,never,13\nx,,40\nx,2031-01-01,\n";
    fs::write(&file, format!("kind,start,y\n{months}{more}")).expect("it is written");
    let asked = [text(&file), "--inputs", "start", "--output", "y"];
    let words = told(&[&asked[..], &["--only", "kind=x"]].concat());
    assert!(
        words.contains("y: 15 rows; 2 with an empty cell left out"),
        "{words}"
    );
    assert!(words.contains("start  1 (1 to 1)"), "{words}");
    let still = told(&[&asked[..], &["--only", "kind=z"]].concat());
    assert!(still.contains("Nothing moves it"), "{still}");
}
