//! What a reader of `lichain trace --why` sees: the tree on stdout, why.csv beside the trace, and what is
//! said where there is nothing to explain.

use std::path::Path;
use std::process::{Command, Output};

const BORDER: &str = "scenarios/lessons/border-queue.toml";

fn trace(arguments: &[&str]) -> Output {
    let out = tempfile::tempdir().expect("a folder");
    let out = out.path().join("trace");
    let out = out.to_str().expect("a path");
    trace_into(out.as_ref(), arguments)
}

fn trace_into(out: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_lichain"))
        .arg("trace")
        .args(arguments)
        .arg("--out")
        .arg(out)
        .output()
        .expect("it starts")
}

fn told(output: &Output) -> String {
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout.clone()).expect("text")
}

#[test]
fn the_worst_day_is_told_as_a_tree_down_to_the_hazard_and_kept_as_a_table() {
    let home = tempfile::tempdir().expect("a folder");
    let out = home.path().join("trace");
    let told = told(&trace_into(&out, &[BORDER, "--why", "worst"]));
    let roots: Vec<&str> = told
        .lines()
        .filter(|line| line.contains("(hazard closure)"))
        .collect();
    assert!(roots.len() == 1 && roots[0].starts_with("      "), "{told}");
    assert!(
        told.lines().all(|line| line.chars().count() <= 80),
        "{told}"
    );

    let mut table = csv::Reader::from_path(out.join("why.csv")).expect("why.csv");
    let heading = table.headers().expect("a heading").clone();
    let at = |name: &str| heading.iter().position(|h| h == name).expect("a column");
    let lines: Vec<csv::StringRecord> = table.records().map(|line| line.expect("a line")).collect();
    let hazard = lines
        .iter()
        .find(|line| &line[at("cause")] == "hazard")
        .expect("a hazard");
    // The line of events.csv that it names tells of that hazard on that day.
    let events = std::fs::read_to_string(out.join("events.csv")).expect("events.csv");
    let number: usize = hazard[at("line")].parse().expect("a number");
    let event = events.lines().nth(number - 1).expect("a line");
    let date = &hazard[at("date")];
    assert!(
        event.contains(date) && event.contains("hazard,closure"),
        "{event}"
    );
    let parents = lines
        .iter()
        .skip(1)
        .map(|line| line[at("because_of")].parse::<usize>());
    assert!(
        parents
            .enumerate()
            .all(|(before, parent)| parent.is_ok_and(|p| p <= before + 1))
    );
}

#[test]
fn a_day_outside_the_scenario_is_refused_with_its_first_and_last() {
    let output = trace(&[BORDER, "--why", "1999-01-01"]);
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(
        told.contains("from 2027-01-01 to 2028-12-31") && told.contains("worst"),
        "{told}"
    );
    assert_eq!(trace(&[BORDER, "--why", "tomorrow"]).status.code(), Some(2));
}

#[test]
fn a_trial_without_a_shortage_says_how_to_find_one_with() {
    let told = told(&trace(&[
        "scenarios/lessons/hazards.toml",
        "--why",
        "worst",
    ]));
    assert!(told.contains("nobody went short in trial 1"), "{told}");
    assert!(told.contains("trials.csv by fill_rate"), "{told}");
}

#[test]
fn a_day_without_a_shortage_says_when_the_nearest_is() {
    let told = told(&trace(&[BORDER, "--why", "2028-01-05"]));
    assert!(told.contains("nobody went short on 2028-01-05"), "{told}");
    assert!(told.contains("are on 2027-12-29 and 2028-02-09"), "{told}");
}

#[test]
fn the_page_on_traces_shows_what_its_first_command_prints() {
    let page = std::fs::read_to_string("docs/trace.md").expect("docs/trace.md");
    let blocks: Vec<&str> = page.split("```").collect();
    let (commands, tree) = (blocks[1].trim(), blocks[3].trim());
    let first = commands.lines().next().expect("a command");
    let words: Vec<&str> = first.split(' ').skip(2).collect();
    let told = told(&trace(&words));
    assert!(tree.lines().count() > 5 && told.contains(tree), "{told}");
}
