//! `lichain compare` from the outside: what it reads, writes and refuses.

#![allow(clippy::unwrap_used, reason = "what helps a test is a test")]

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Output;

use assert_cmd::Command;

const LESSON: &str = "scenarios/lessons/market-fallback.toml";

fn lichain(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::cargo_bin("lichain").expect("the binary is built with the tests");
    let file = std::env::current_dir().unwrap().join(LESSON);
    let arguments = arguments.iter().map(|&a| {
        if a == LESSON {
            file.to_str().unwrap()
        } else {
            a
        }
    });
    command
        .args(arguments)
        .current_dir(folder)
        .output()
        .expect("it runs")
}

fn done(folder: &Path, arguments: &[&str]) -> String {
    let output = lichain(folder, arguments);
    assert!(output.status.success(), "{arguments:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn refused(folder: &Path, arguments: &[&str]) -> String {
    let output = lichain(folder, arguments);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {output:?}");
    String::from_utf8(output.stderr).unwrap()
}

fn rows(path: &Path) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    reader.deserialize().map(|row| row.unwrap()).collect()
}

fn number(row: &BTreeMap<String, String>, column: &str) -> f64 {
    row[column].parse().unwrap_or(f64::NAN)
}

/// A run and its comparison.
fn compared(folder: &Path) -> String {
    done(folder, &["run", LESSON, "--trials", "40", "--out", "run"]);
    done(
        folder,
        &["compare", "run", "--all-pairs", "--out", "compared"],
    )
}

#[test]
fn a_run_is_compared_and_its_files_are_explained() {
    let home = tempfile::tempdir().unwrap();
    let told = compared(home.path());
    for part in [" less ", "real", "best by", "results in compared"] {
        assert!(told.contains(part), "{part:?} is not in\n{told}");
    }
    let out = home.path().join("compared");
    let dictionary = rows(&out.join("columns.csv"));
    for file in ["compare", "explained", "decision"] {
        let name = format!("{file}.csv");
        let mut reader = csv::Reader::from_path(out.join(&name)).unwrap();
        for heading in reader.headers().unwrap() {
            let explained =
                |row: &BTreeMap<String, String>| row["file"] == name && row["column"] == heading;
            assert!(dictionary.iter().any(explained), "{heading} of {name}");
        }
        assert!(reader.records().count() > 0, "{name} is empty");
    }
    let manifest = std::fs::read_to_string(out.join("run.json")).unwrap();
    assert!(
        manifest.contains("\"seed\": 1") && manifest.contains("run/trials.csv"),
        "{manifest}"
    );
}

#[test]
fn differences_are_those_of_the_means_of_the_run() {
    let home = tempfile::tempdir().unwrap();
    compared(home.path());
    let summary = rows(&home.path().join("run/summary.csv"));
    let mean = |variant: &str, measure: &str| {
        let wanted = |row: &&BTreeMap<String, String>| {
            row["variant"] == variant && row["measure"] == measure
        };
        summary
            .iter()
            .find(wanted)
            .map_or(f64::NAN, |row| number(row, "mean"))
    };
    let mut seen = 0;
    for row in rows(&home.path().join("compared/compare.csv")) {
        let (a, b) = (
            mean(&row["a"], &row["measure"]),
            mean(&row["b"], &row["measure"]),
        );
        // Where a measure is undefined in some trials the means are over other trials.
        if row["pairs"] == "40" {
            let (found, truth) = (number(&row, "difference"), a - b);
            assert!(
                (found - truth).abs() <= 1e-9 * (a.abs() + b.abs()),
                "{row:?}"
            );
            seen += 1;
        }
    }
    assert!(seen > 10, "only {seen} rows");
}

#[test]
fn the_rows_of_each_explanation_add_up() {
    let home = tempfile::tempdir().unwrap();
    compared(home.path());
    let mut sums: BTreeMap<[String; 4], [f64; 2]> = BTreeMap::new();
    for row in rows(&home.path().join("compared/explained.csv")) {
        let key = ["measure", "a", "b", "by"].map(|column| row[column].clone());
        let place = usize::from(row["part"] == "total");
        sums.entry(key).or_default()[place] += number(&row, "difference");
    }
    assert!(
        sums.keys().any(|key| key[3] == "stage") && sums.keys().any(|key| key[3] == "category")
    );
    for (key, [parts, total]) in sums {
        assert!(
            (parts - total).abs() < 1e-6,
            "{key:?}: {parts} is not {total}"
        );
    }
}

#[test]
fn runs_apart_give_what_one_run_gives() {
    let home = tempfile::tempdir().unwrap();
    compared(home.path());
    let whole = rows(&home.path().join("compared/compare.csv"));
    let (a, b) = (whole[0]["a"].clone(), whole[0]["b"].clone());
    for variant in [&b, &a] {
        let arguments = [
            "run", LESSON, "--trials", "40", "--only", variant, "--out", variant,
        ];
        done(home.path(), &arguments);
    }
    done(home.path(), &["compare", &b, &a, "--out", "apart"]);
    let apart = rows(&home.path().join("apart/compare.csv"));
    let same = |row: &&BTreeMap<String, String>| row["a"] == a && row["b"] == b;
    let known: Vec<_> = whole.iter().filter(same).collect();
    assert!(apart.len() > 10);
    for row in &apart {
        let twin = known
            .iter()
            .find(|known| known["measure"] == row["measure"])
            .unwrap();
        assert_eq!(
            (&twin["difference"], &twin["lo95"]),
            (&row["difference"], &row["lo95"])
        );
    }
}

#[test]
fn what_does_not_pair_or_is_no_run_is_refused_in_words() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path();
    done(folder, &["run", LESSON, "--trials", "12", "--out", "one"]);
    done(
        folder,
        &[
            "run", LESSON, "--trials", "12", "--seed", "2", "--out", "two",
        ],
    );
    done(folder, &["run", LESSON, "--trials", "20", "--out", "more"]);
    for (arguments, part) in [
        (
            &["compare", "one", "two"][..],
            "do not pair: they have seed 1 and 2",
        ),
        (&["compare", "none"], "results of `lichain run` are wanted"),
        (
            &["compare", "one", "--objective", "chain_cst"],
            "did you mean",
        ),
    ] {
        let told = refused(folder, arguments);
        assert!(told.contains(part), "{part:?} is not in\n{told}");
    }
    let output = lichain(folder, &["compare", "one", "more", "--out", "both"]);
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(
        output.status.success() && told.contains("only 1 to 12 are compared"),
        "{told}"
    );
    let named = rows(&folder.join("both/compare.csv"));
    assert!(
        named
            .iter()
            .any(|row| row["a"].starts_with("more:") && row["b"].starts_with("one:"))
    );
}

/// A cell too many costs 1 USD, one too few 2 on average: with a normal demand of spread 10 about a known mean, 90 and
/// 120 cells cost the same at a mean of 99.076 (the normal loss function, solved by bisection).
#[test]
fn the_large_depot_pays_from_where_the_normal_loss_function_says() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path();
    let lesson = std::env::current_dir().unwrap();
    let lesson = lesson.join("scenarios/lessons/which-depot.toml");
    done(
        folder,
        &["run", lesson.to_str().unwrap(), "--out", "depots"],
    );
    let group = [
        "compare",
        "depots",
        "--group",
        "market=dealers,shortage",
        "--out",
        "c",
    ];
    done(folder, &group);
    let decided = rows(&folder.join("c/decision.csv"));
    let row = |quantity: &str, parameter: &str| {
        let wanted = |row: &&BTreeMap<String, String>| {
            row["quantity"] == quantity && row["parameter"] == parameter
        };
        decided.iter().find(wanted).unwrap()
    };
    let turn = row("break_even", "dealers");
    assert!(
        number(turn, "lo95") < 99.076 && 99.076 < number(turn, "hi95"),
        "{turn:?}"
    );
    assert_eq!(
        (turn["variant"].as_str(), turn["other"].as_str()),
        ("small", "large")
    );
    let (alone, market) = (row("evppi", "dealers"), row("evppi", "market"));
    assert_eq!(market["note"], "knowing together dealers + shortage");
    assert!(number(alone, "value") > 5.0 && number(market, "hi95") > number(alone, "lo95"));
    let told = refused(folder, &["compare", "depots", "--group", "market=dealer"]);
    assert!(told.contains("did you mean \"dealers\"?"), "{told}");
    let told = refused(
        folder,
        &["compare", "depots", "--group", "dealers=shortage"],
    );
    assert!(told.contains("a parameter is called so"), "{told}");
}

/// Two runs of the same variants, one of which has other prices.
#[test]
fn variants_of_the_same_name_are_held_against_each_other() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path();
    done(folder, &["run", LESSON, "--trials", "40", "--out", "one"]);
    let again = ["run", LESSON, "--trials", "40", "--out", "two", "--set"];
    done(
        folder,
        &[&again[..], &["scenario.discount=12 %/yr"]].concat(),
    );
    let told = done(folder, &["compare", "one", "two", "--out", "c"]);
    assert!(
        told.contains("of the same name are paired: 2; the other one against one:waits"),
        "{told}"
    );
    let found = rows(&folder.join("c/compare.csv"));
    let mut pairs: Vec<(&str, &str)> = found
        .iter()
        .map(|r| (r["a"].as_str(), r["b"].as_str()))
        .collect();
    pairs.sort_unstable();
    pairs.dedup();
    let wanted = [
        ("one:buys", "one:waits"),
        ("two:buys", "one:buys"),
        ("two:waits", "one:waits"),
    ];
    assert_eq!(pairs, wanted);
    // Interest changes no delivery, but what they come to today.
    assert!(told.contains("the same in both: fill_rate"), "{told}");
}

#[test]
fn what_is_no_run_is_named_with_what_to_name_instead() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path();
    done(
        folder,
        &["run", LESSON, "--trials", "12", "--out", "results/today"],
    );
    done(folder, &["compare", "results/today", "--out", "compared"]);
    std::fs::create_dir(folder.join("empty")).unwrap();
    for (given, words) in [
        (
            "results",
            "results is no run but holds some; name results/today",
        ),
        (
            LESSON,
            "market-fallback.toml is a scenario; its results are wanted",
        ),
        (
            "results/today/trials.csv",
            "is a file; the directory that `lichain run` has written is wanted: results/today",
        ),
        (
            "results/yesterday",
            "results/yesterday is not there\nresults of `lichain run` are wanted, such as results/today",
        ),
        (
            "compared",
            "compared holds results of `lichain compare`, not of a run",
        ),
        ("empty", "holds no results"),
    ] {
        let told = refused(folder, &["compare", given]);
        assert!(told.contains(words), "{words:?} is not in\n{told}");
    }
}

#[test]
fn scenarios_of_other_names_are_warned_of_unless_one_extends_the_other() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path();
    std::fs::copy(LESSON, folder.join("base.toml")).unwrap();
    let child = "extends = \"base.toml\"\nscenario.name = \"child\"\n";
    std::fs::write(folder.join("child.toml"), child).unwrap();
    let text = std::fs::read_to_string(LESSON).unwrap();
    let other = text.replace("name   = \"market-fallback\"", "name = \"other\"");
    assert!(other != text);
    std::fs::write(folder.join("other.toml"), other).unwrap();
    for name in ["base", "child", "other"] {
        let file = format!("{name}.toml");
        done(folder, &["run", &file, "--trials", "12", "--out", name]);
    }
    for (one, is_warned) in [("child", false), ("other", true)] {
        let output = lichain(folder, &["compare", "base", one]);
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success(), "{told}");
        assert_eq!(told.contains("is of the scenario"), is_warned, "{told}");
    }
}

#[test]
fn what_cannot_be_told_is_neither_real_nor_best() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path();
    // Sixteen trials are two replicates of eight: no interval.
    let few = ["run", LESSON, "--trials", "16", "--noise-replicates", "8"];
    done(folder, &[&few[..], &["--out", "few"]].concat());
    let told = done(folder, &["compare", "few", "--out", "c"]);
    assert!(told.contains("are too few for intervals"), "{told}");
    assert!(
        !told.contains("best by") && told.contains("  ?  "),
        "{told}"
    );
    let found = rows(&folder.join("c/compare.csv"));
    let is_open = |row: &&BTreeMap<String, String>| row["lo95"].is_empty();
    assert!(found.iter().filter(is_open).count() > 3);
    assert!(
        found
            .iter()
            .filter(is_open)
            .all(|row| row["real"].is_empty())
    );
}

#[test]
fn results_are_not_held_against_themselves() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path();
    done(folder, &["run", LESSON, "--trials", "12", "--out", "one"]);
    for again in ["one", "./one", "../one"] {
        let home = folder.file_name().unwrap().to_str().unwrap();
        let again = again.replace("../", &format!("../{home}/"));
        let told = refused(folder, &["compare", "one", &again]);
        assert!(told.contains("is named twice"), "{told}");
    }
}

#[test]
fn nothing_is_best_across_scenarios_unless_asked_for_and_variants_say_whose_they_are() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path();
    let text = std::fs::read_to_string(LESSON).unwrap();
    let other = text.replace("name   = \"market-fallback\"", "name = \"other\"");
    std::fs::write(folder.join("other.toml"), other).unwrap();
    done(folder, &["run", LESSON, "--trials", "12", "--out", "a"]);
    done(
        folder,
        &["run", "other.toml", "--trials", "12", "--out", "b"],
    );
    let told = done(folder, &["compare", "a", "b"]);
    assert!(
        !told.contains("best by") && told.contains("--objective"),
        "{told}"
    );
    let words = "other:waits less market-fallback:waits";
    assert!(told.contains(words), "{told}");
    let told = done(folder, &["compare", "a", "b", "--objective", "fill_rate"]);
    assert!(
        told.contains("best by fill_rate, in expectation: market-fallback:"),
        "{told}"
    );
    // Both scenarios are one: each variant has its equal.
    assert!(told.contains(", equal\n"), "{told}");
}

/// Semicolons, decimal commas and a mark, as a spreadsheet saves where the comma is decimal.
#[test]
fn results_that_a_spreadsheet_saved_compare_as_before() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path();
    done(folder, &["run", LESSON, "--trials", "12", "--out", "run"]);
    done(folder, &["compare", "run", "--out", "before"]);
    let path = folder.join("run/trials.csv");
    let text = std::fs::read_to_string(&path).unwrap();
    let (heading, lines) = text.split_once('\n').unwrap();
    let lines = lines.replace(',', ";").replace('.', ",");
    let saved = format!("\u{feff}{}\n{lines}", heading.replace(',', ";"));
    assert!(lines.contains(',') && !text.contains('"'));
    std::fs::write(&path, saved.replace('\n', "\r\n")).unwrap();
    done(folder, &["compare", "run", "--out", "after"]);
    let read = |name: &str| std::fs::read(folder.join(name).join("compare.csv")).unwrap();
    assert_eq!(read("before"), read("after"));
}
