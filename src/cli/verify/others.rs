//! What lies among results without being listed in their manifest.

use std::fs;
use std::path::Path;

use crate::report::{self, Record};

/// Something that run.json does not list.
pub struct Other {
    /// Its name below the directory.
    pub name: String,
    /// True where other commands would take it for a part of the results.
    pub is_read: bool,
    /// What it is, in words.
    pub words: &'static str,
}

/// As many are looked at.
const MOST: usize = 10_000;
/// Made from the other files, and made anew by `lichain report` at any time.
const MADE: [&str; 2] = [report::PAGE, report::WORKBOOK];

/// What is there beside what is listed, in order of name.
pub fn others(directory: &Path, record: &Record) -> Vec<Other> {
    let mut names = Vec::new();
    walk(directory, "", &mut names);
    names.sort();
    let is_listed = |name: &String| {
        ["run.json", report::KEPT].contains(&name.as_str())
            || record.outputs.iter().any(|output| output.file == *name)
    };
    let unlisted = names.into_iter().filter(|name| !is_listed(name));
    unlisted.map(|name| other(name, record)).collect()
}

/// The names of files below a directory; links are not followed.
fn walk(directory: &Path, above: &str, names: &mut Vec<String>) {
    let entries = fs::read_dir(directory).into_iter().flatten().flatten();
    for entry in entries {
        if names.len() >= MOST {
            return;
        }
        let name = format!("{above}{}", entry.file_name().to_string_lossy());
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            walk(&entry.path(), &format!("{name}/"), names);
        } else {
            names.push(name);
        }
    }
}

fn other(name: String, record: &Record) -> Other {
    let is_made = MADE.contains(&name.as_str());
    let is_read = is_part_of_a_table(&name, record) || is_one_of_all_trials(&name);
    let words = match (is_made, is_read) {
        (true, _) => "was made from these files by `lichain report`, and was not looked into",
        (_, true) => "is read with the results, and the run did not write it",
        _ => "is not of this run",
    };
    Other {
        name,
        is_read,
        words,
    }
}

/// `trials-2.csv` goes on from `trials.csv` wherever that is read.
fn is_part_of_a_table(name: &str, record: &Record) -> bool {
    let Some((table, number)) = name
        .strip_suffix(".csv")
        .and_then(|name| name.rsplit_once('-'))
    else {
        return false;
    };
    let first = format!("{table}.csv");
    let is_number = number.parse::<u64>().is_ok_and(|number| number > 1);
    is_number && record.outputs.iter().any(|output| output.file == first)
}

fn is_one_of_all_trials(name: &str) -> bool {
    let folder = name.split_once('/').map(|(folder, _)| folder);
    folder == Some(report::ALL_TRIALS)
}

/// The same with pages held against what `lichain report` makes of the files as they are.
pub fn judged(mut others: Vec<Other>, directory: &Path) -> Vec<Other> {
    let locale = report::language(directory);
    for other in &mut others {
        let made = match other.name.as_str() {
            report::PAGE => report::page(directory, &[], locale).map(String::into_bytes),
            report::WORKBOOK => report::workbook(directory, &[], locale),
            _ => continue,
        };
        let there = fs::read(directory.join(&other.name));
        other.words = match (made, there) {
            (Ok(made), Ok(there)) if made == there => {
                "is what `lichain report` makes of these files"
            }
            _ => {
                "is NOT what `lichain report` makes of these files: made with other flags, or changed"
            }
        };
    }
    others
}
