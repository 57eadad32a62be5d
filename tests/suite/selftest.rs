//! The program holds itself to known answers, and docs/validation.md says what they are.

use std::process::{Command, Output};
use std::sync::OnceLock;

use lichain::validation::{Effort, Group, Told, Verdict, markdown};

fn selftest(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_lichain"))
        .arg("selftest")
        .args(arguments)
        .output()
        .expect("it starts")
}

fn told(arguments: &[&str]) -> String {
    let output = selftest(arguments);
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{told}");
    String::from_utf8(output.stdout).expect("text is UTF-8")
}

/// What a group's cases come to, run once for all tests.
fn ran(group: Group) -> &'static [Told] {
    static RAN: [OnceLock<Vec<Told>>; Group::ALL.len()] =
        [const { OnceLock::new() }; Group::ALL.len()];
    let at = Group::ALL.into_iter().position(|known| known == group);
    let cases = || group.cases().map(|case| case.run(Effort::Quick)).collect();
    RAN[at.expect("one of all")].get_or_init(cases)
}

/// A case's figures are all as they should be, and there are some.
pub fn holds(group: Group, case: &str) {
    let told = ran(group).iter().find(|told| told.case.name == case);
    let told = told.unwrap_or_else(|| panic!("no case is called {case}"));
    for row in &told.rows {
        let (figure, truth) = (row.check.figure(), row.check.truth());
        println!("{case}: {}: {figure}, truth {truth}", row.what);
        assert_eq!(row.verdict(), Verdict::Holds, "{case}: {row:?}");
    }
    assert!(!told.rows.is_empty());
}

#[test]
fn every_figure_of_every_case_is_as_it_should_be() {
    for group in Group::ALL {
        for told in ran(group) {
            holds(group, told.case.name);
        }
    }
}

#[test]
fn the_page_has_the_figures_that_the_command_prints() {
    let page = std::fs::read_to_string("docs/validation.md").expect("the page is there");
    let rest = page
        .split_once("<!-- printed -->\n")
        .expect("where they begin")
        .1;
    let there = rest
        .split_once("<!-- to here -->")
        .expect("where they end")
        .0;
    let current = markdown(Group::ALL.map(|group| (group, ran(group))));
    assert!(current.lines().count() > 120);
    assert!(
        there.trim() == current.trim(),
        "write them anew: lichain selftest --markdown\n{current}"
    );
    let printed = told(&["--markdown", "--only", "limits"]);
    assert!(there.contains(printed.trim()), "{printed}");
}

#[test]
fn a_table_for_a_spreadsheet_has_a_line_a_figure() {
    let text = told(&["--csv", "--only", "peers"]);
    let mut table = csv::Reader::from_reader(text.as_bytes());
    let heading = table.headers().expect("a heading").clone();
    let verdict = heading.iter().position(|name| name == "verdict");
    let verdict = verdict.expect("a verdict");
    let rows: Vec<csv::StringRecord> = table.records().map(|row| row.expect("a row")).collect();
    assert!(rows.len() > 15);
    assert!(
        rows.iter()
            .all(|row| &row[0] == "peers" && &row[verdict] == "ok")
    );
}

#[test]
fn groups_are_told_by_name_and_an_unknown_one_is_refused() {
    let text = told(&["--only", "limits", "--threads", "2"]);
    assert!(text.starts_with("Limits"), "{text}");
    assert!(
        text.contains("figures of 7 cases are as they should be"),
        "{text}"
    );
    assert!(!text.contains("Philox"));
    let output = selftest(&["--only", "limit"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("limits"));
}
