use proptest::prelude::*;

use super::{CHAIN, load_with};

/// What a line is replaced with.
const LINES: [&str; 14] = [
    "x = 1",
    "value = \"\"",
    "value = \"pert(\"",
    "[site.mine]",
    "[[site]]",
    "unit = \"t\"",
    "sources = []",
    "sources = [{ }]",
    "policy = { }",
    "capacity = -1",
    "start = 9999-12-31",
    "\"a.b\" = { c = [1, \"ы\"] }",
    "[commodity]",
    "in_use = false",
];

/// What is put in place of a character.
const LETTERS: &[char] = &[
    '0', '9', '-', '.', ',', '$', '%', '(', ')', '/', '^', '*', ' ', '"', '[', '}', '=', 'e', 'd',
    'ы',
];

#[derive(Clone, Debug)]
enum Change {
    Delete(usize),
    Double(usize),
    Replace(usize, usize),
    Swap(usize, usize),
    Cut(usize, usize),
    Put(usize, usize, char),
}

fn change() -> impl Strategy<Value = Change> {
    let line = 0..CHAIN.lines().count();
    prop_oneof![
        line.clone().prop_map(Change::Delete),
        line.clone().prop_map(Change::Double),
        (line.clone(), 0..LINES.len()).prop_map(|(line, with)| Change::Replace(line, with)),
        (line.clone(), line.clone()).prop_map(|(a, b)| Change::Swap(a, b)),
        (line.clone(), 0..60usize).prop_map(|(line, at)| Change::Cut(line, at)),
        (line, 0..80usize, prop::sample::select(LETTERS))
            .prop_map(|(line, at, letter)| Change::Put(line, at, letter)),
    ]
}

fn apply(lines: &mut [String], change: &Change) {
    match *change {
        Change::Delete(line) => lines[line].clear(),
        Change::Double(line) => lines[line] = format!("{0}\n{0}", lines[line]),
        Change::Replace(line, with) => LINES[with].clone_into(&mut lines[line]),
        Change::Swap(a, b) => lines.swap(a, b),
        Change::Put(line, at, letter) => {
            let letters = lines[line].chars().enumerate();
            let put = letters.map(|(i, c)| if i == at { letter } else { c });
            lines[line] = put.collect();
        }
        // Loses one character inside of a line.
        Change::Cut(line, at) => {
            let kept = lines[line].chars().enumerate().filter(|(i, _)| *i != at);
            lines[line] = kept.map(|(_, c)| c).collect();
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_mutilated_scenario_makes_the_reader_panic(changes in prop::collection::vec(change(), 1..6)) {
        let mut lines: Vec<String> = CHAIN.lines().map(str::to_owned).collect();
        for change in &changes {
            apply(&mut lines, change);
        }
        if let Err(problems) = load_with(&lines.join("\n"), &[], &[]) {
            prop_assert!(!problems.is_empty());
            prop_assert!(!problems.render(false).is_empty());
        }
    }
}
