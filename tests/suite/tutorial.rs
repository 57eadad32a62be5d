//! The tutorial does what it says: its edit, its commands, and the messages of its mistakes.

use std::fs;
use std::path::Path;

use crate::common::page::{Block, blocks, commands, lichain, project, succeeds};

const PAGE: &str = "docs/tutorial.md";
const ORIGINAL: &str = "scenarios/kazakhstan-vietnam.toml";
const EDITED: &str = "scenarios/dear-power.toml";

/// What the tutorial finds in the scenario, what it writes there, and what it writes by mistake.
fn edits(blocks: &[Block]) -> [String; 3] {
    let of = blocks.iter().filter(|block| block.language == "toml");
    let texts: Vec<String> = of.map(|block| block.text.trim().to_owned()).collect();
    texts.try_into().expect("three of them")
}

/// The main scenario with another tariff, saved as the tutorial says.
fn edit(home: &Path, before: &str, after: &str) {
    let text = fs::read_to_string(ORIGINAL).expect("readable");
    assert_eq!(text.matches(before).count(), 1, "{before}");
    fs::write(home.join(EDITED), text.replace(before, after)).expect("writable");
}

/// What `lichain check` says of the edited scenario, which it refuses.
fn refusal(home: &Path) -> String {
    let output = lichain(home, &["check", EDITED].map(str::to_owned));
    assert_eq!(output.status.code(), Some(2));
    String::from_utf8(output.stderr).expect("text")
}

#[test]
fn every_command_of_the_tutorial_runs() {
    let blocks = blocks(PAGE);
    let home = project(&blocks);
    let [before, after, _] = edits(&blocks);
    edit(home.path(), &before, &after);
    let commands = commands(&blocks);
    assert!(commands.len() >= 6, "only {commands:?}");
    for command in commands {
        succeeds(home.path(), &command);
    }
}

#[test]
fn the_mistake_of_the_tutorial_is_told_as_it_is_printed() {
    let blocks = blocks(PAGE);
    let home = project(&blocks);
    let [before, _, mistake] = edits(&blocks);
    edit(home.path(), &before, &mistake);
    let told = refusal(home.path());
    let printed = blocks
        .iter()
        .find(|block| block.text.starts_with("error: "))
        .expect("a message");
    // The line of the scenario is cut on the page, as it is on a terminal.
    let lines = printed.text.lines().filter(|line| !line.contains('…'));
    for line in lines {
        assert!(told.contains(line), "{line} is not in\n{told}");
    }
}

#[test]
fn the_mistakes_that_the_tutorial_lists_are_told_in_its_words() {
    let blocks = blocks(PAGE);
    let home = project(&blocks);
    let [before, ..] = edits(&blocks);
    let page = fs::read_to_string(PAGE).expect("the page is there");
    for (after, message) in [
        (
            "value = \"pert(40,5, 55, 70) KZT/kWh\"",
            "pert takes low, mode, high; 4 are given",
        ),
        (
            "value = \"pert(70, 55, 40) KZT/kWh\"",
            "low 70 is above mode 55",
        ),
        ("value = \"55 KZT/kWt\"", "no unit is called \"kWt\""),
        (
            "value = “55 KZT/kWh”",
            "“ is not the quotation mark that is used here",
        ),
        (
            "value = \"55 KZT/kWh",
            "the text that begins here is not closed",
        ),
        (
            "value = 55",
            "parameter.tariff.value: 55 has no unit; money per energy is wanted",
        ),
    ] {
        edit(home.path(), &before, after);
        let told = refusal(home.path());
        assert!(told.contains(message), "{after}: {told}");
        assert!(page.contains(message), "the page does not hold: {message}");
    }
    fs::remove_file(home.path().join(EDITED)).expect("it is there");
    let missing = "no file is called scenarios/dear-power.toml";
    assert!(refusal(home.path()).contains(missing) && page.contains(missing));
}
