//! Every line of docs/vocabulary.md leads to a scenario that holds its words and to a test that is there.

use std::collections::BTreeSet;
use std::fs;

const PAGE: &str = "docs/vocabulary.md";

/// A cell of a file and what it must hold, each in backquotes.
fn quoted(cell: &str) -> Option<[&str; 2]> {
    let mut parts = cell.split('`');
    let (_, file, colon, words) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    (colon.trim() == ":" && !words.is_empty()).then_some([file, words])
}

/// What is wrong with a line; nothing where it holds.
fn fault(line: &str) -> Option<String> {
    let cells: Vec<&str> = line.trim_matches('|').split(" | ").collect();
    let [_, scenario, test] = cells[..] else {
        return Some(format!("three cells are wanted: {line}"));
    };
    let (Some([scenario, words]), Some([test, name])) = (quoted(scenario), quoted(test)) else {
        return Some(format!("a file and what it holds are wanted: {line}"));
    };
    if !scenario.starts_with("scenarios/") {
        return Some(format!("{scenario} is no scenario"));
    }
    for (file, words) in [(scenario, words.to_owned()), (test, format!("fn {name}("))] {
        let Ok(text) = fs::read_to_string(file) else {
            return Some(format!("{file} is not there"));
        };
        if !text.contains(&words) {
            return Some(format!("{file} does not hold {words:?}"));
        }
    }
    None
}

#[test]
fn every_term_has_a_scenario_that_uses_it_and_a_test_that_checks_it() {
    let page = fs::read_to_string(PAGE).expect("the page is there");
    let rows = page.lines().filter(|line| line.starts_with("| "));
    let rows: Vec<&str> = rows.filter(|line| !line.starts_with("| term |")).collect();
    let faults: Vec<String> = rows.iter().filter_map(|line| fault(line)).collect();
    assert!(faults.is_empty(), "{faults:#?}");
    assert!(rows.len() > 120, "only {} lines", rows.len());
    let tests: BTreeSet<&str> = rows
        .iter()
        .filter_map(|row| row.rsplit(" | ").next())
        .collect();
    assert!(tests.len() > 70, "only {} tests", tests.len());
}

#[test]
fn a_line_that_leads_nowhere_is_found_out() {
    let right = "| border | `scenarios/six-stage.toml`: `[site.six]` | `tests/suite/vocabulary.rs`: `quoted` |";
    assert_eq!(fault(right), None);
    for (from, to, found) in [
        ("six-stage", "seven-stage", "is not there"),
        ("[site.six]", "[site.nine]", "does not hold"),
        ("`quoted`", "`unquoted`", "does not hold"),
        ("`quoted`", "quoted", "a file and what it holds"),
        (
            "scenarios/six-stage.toml",
            "docs/model.md",
            "is no scenario",
        ),
    ] {
        let fault = fault(&right.replace(from, to)).expect(to);
        assert!(fault.contains(found), "{fault}");
    }
}
