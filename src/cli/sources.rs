//! `lichain sources`: the inputs of scenarios and where they come from.

use std::fmt::Write;
use std::path::Path;

use super::arguments::Sources as Asked;
use super::failure::Failure;
use super::{load, terminal};
use crate::report::{self, Entry};
use crate::scenario::{self, Input, Standing};

/// A scenario's inputs.
struct Listed {
    file: String,
    title: String,
    inputs: Vec<Input>,
}

/// Lists what was asked for.
pub fn sources(asked: &Asked) -> Result<(), Failure> {
    // What is not right is told as `check` would.
    let scenarios = load::load_all(&asked.files, &[])?;
    let listed = asked.files.iter().zip(&scenarios).map(|(file, scenario)| {
        Ok(Listed {
            // The same page on every system.
            file: file.display().to_string().replace('\\', "/"),
            title: scenario.title.clone(),
            inputs: inputs(file)?,
        })
    });
    let listed = listed.collect::<Result<Vec<Listed>, Failure>>()?;
    if asked.markdown {
        return terminal::print(&markdown(&listed));
    }
    for scenario in &listed {
        terminal::warn(&format!("{}: {}", scenario.file, counted(&scenario.inputs)));
    }
    terminal::print(&csv(asked, &listed))
}

fn inputs(file: &Path) -> Result<Vec<Input>, Failure> {
    scenario::inputs(file, &[]).map_err(|problems| Failure::Problems {
        text: problems.render(terminal::colour()),
        machine: problems.machine(),
    })
}

fn csv(asked: &Asked, listed: &[Listed]) -> String {
    let headings = [
        "scenario",
        "input",
        "value",
        "standing",
        "source",
        "confidence",
        "note",
        "used_in",
    ];
    let row = |file: &str, input: &Input| {
        let used = input.used.join(" ");
        let value = Entry::Written(input.value.clone());
        let before = [file, &input.path].map(Entry::words);
        let after = [
            standing(input.standing()),
            &input.source,
            &input.confidence,
            &input.note,
            &used,
        ];
        let after = after.map(Entry::words);
        before.into_iter().chain([value]).chain(after).collect()
    };
    let of = |scenario: &Listed| -> Vec<Vec<Entry>> {
        scenario
            .inputs
            .iter()
            .map(|input| row(&scenario.file, input))
            .collect()
    };
    let rows: Vec<Vec<Entry>> = listed.iter().flat_map(of).collect();
    report::table_text(asked.language.locale(), &headings, &rows)
}

fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Cited => "cited",
        Standing::Assumed => "assumption",
        Standing::Unsaid => "not said",
    }
}

const STANDINGS: [Standing; 3] = [Standing::Cited, Standing::Assumed, Standing::Unsaid];
const CONFIDENCES: [&str; 4] = ["high", "medium", "low", ""];

fn counted(inputs: &[Input]) -> String {
    let parts = STANDINGS.map(|kind| {
        let count = inputs
            .iter()
            .filter(|input| input.standing() == kind)
            .count();
        format!("{count} {}", standing(kind))
    });
    format!("{} inputs: {}", inputs.len(), parts.join(", "))
}

fn markdown(listed: &[Listed]) -> String {
    let mut text = String::from(INTRODUCTION);
    for scenario in listed {
        let Listed {
            file,
            title,
            inputs,
        } = scenario;
        let _ = write!(
            text,
            "\n## {title}\n\n`{file}`\n\n{}\n{}",
            counts(inputs),
            TABLE
        );
        for input in inputs {
            let _ = writeln!(text, "| {} |", row(input).join(" | "));
        }
    }
    text
}

/// How many inputs stand on what, by how far they are trusted.
fn counts(inputs: &[Input]) -> String {
    let mut text =
        String::from("| | high | medium | low | not said | all |\n|---|--:|--:|--:|--:|--:|\n");
    for kind in STANDINGS {
        let of_kind: Vec<&Input> = inputs
            .iter()
            .filter(|input| input.standing() == kind)
            .collect();
        if of_kind.is_empty() {
            continue;
        }
        let count = |word: &str| {
            of_kind
                .iter()
                .filter(|input| input.confidence == word)
                .count()
        };
        let cells = CONFIDENCES.map(|word| count(word).to_string()).join(" | ");
        let _ = writeln!(text, "| {} | {cells} | {} |", standing(kind), of_kind.len());
    }
    text
}

fn row(input: &Input) -> [String; 6] {
    // A parameter is used elsewhere, any other input where it stands.
    let own = input.used.first() == Some(&input.path) && input.used.len() == 1;
    let code = |text: &String| format!("`{}`", cell(text));
    let used: Vec<String> = input.used.iter().map(code).collect();
    let used = match (own, used.is_empty()) {
        (true, _) => "itself".to_owned(),
        (false, true) => "nowhere".to_owned(),
        (false, false) => used.join(", "),
    };
    let value = if input.value.is_empty() {
        String::new()
    } else {
        code(&input.value)
    };
    [
        code(&input.path),
        value,
        cell(&input.source),
        input.confidence.clone(),
        cell(&input.note),
        used,
    ]
}

/// As a cell of a table of a page.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

const INTRODUCTION: &str = "\
# The inputs

Every parameter, and every other quantity that names its source, of the scenarios that cite facts: its
value, where it comes from, how far to trust it and which keys use it. This page is printed by `lichain
sources FILES --markdown` from the scenario files themselves; a test holds it current. Without
`--markdown` the same comes as CSV.

`industry:F031` is a row of `scenarios/facts/industry.csv`, which has the public page; likewise `logistics`
and `routes`. The rules of citing are in `scenarios/facts/README.md`, and a test holds every number within
the range of the row it cites. An *assumption* is the author's number; the row behind it is what it leans on.
";

const TABLE: &str = "\
| input | value | source | confidence | note | used in |
|---|---|---|---|---|---|
";

#[cfg(test)]
mod tests {
    use super::*;

    fn input(source: &str, confidence: &str, used: &[&str]) -> Input {
        Input {
            path: "parameter.a".to_owned(),
            value: "5 | 6".to_owned(),
            source: source.to_owned(),
            confidence: confidence.to_owned(),
            note: String::new(),
            used: used.iter().map(|&used| used.to_owned()).collect(),
        }
    }

    #[test]
    fn inputs_are_counted_by_standing_and_confidence() {
        let inputs = [
            input("industry:F001", "high", &["x"]),
            input("industry:F002", "low", &[]),
            input("assumption", "", &["parameter.a"]),
        ];
        assert_eq!(
            counted(&inputs),
            "3 inputs: 2 cited, 1 assumption, 0 not said"
        );
        let table = counts(&inputs);
        assert!(
            table.contains("| cited | 1 | 0 | 1 | 0 | 2 |\n| assumption | 0 | 0 | 0 | 1 | 1 |\n"),
            "{table}"
        );
        assert!(!table.contains("| not said |\n| not"), "{table}");
        let uses = inputs.each_ref().map(|input| row(input)[5].clone());
        assert_eq!(uses, ["`x`", "nowhere", "itself"]);
        assert_eq!(row(&inputs[0])[1], "`5 \\| 6`");
    }
}
