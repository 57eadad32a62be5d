//! Who may name whom: reads `src/` and refuses a room that names one above it.

use std::fs;
use std::path::{Path, PathBuf};

/// Each room and the rooms it may name.
const MAY_NAME: &[(&str, &[&str])] = &[
    ("calendar", &[]),
    ("units", &[]),
    ("id", &[]),
    ("stats", &[]),
    ("measure", &[]),
    ("random", &["id"]),
    ("model", &["calendar", "units", "id", "random"]),
    (
        "scenario",
        &["model", "calendar", "units", "id", "random", "plan"],
    ),
    ("outcome", &["measure", "stats"]),
    (
        "plan",
        &["model", "calendar", "id", "random", "measure", "outcome"],
    ),
    (
        "engine",
        &[
            "plan", "model", "calendar", "id", "random", "measure", "outcome",
        ],
    ),
    ("summary", &["outcome", "measure", "stats"]),
    (
        "analysis",
        &["outcome", "measure", "stats", "summary", "random"],
    ),
    (
        "study",
        &[
            "engine", "plan", "model", "outcome", "stats", "id", "measure", "random",
        ],
    ),
    (
        "validation",
        &["study", "summary", "scenario", "stats", "random", "outcome"],
    ),
    (
        "report",
        &[
            "model", "calendar", "measure", "outcome", "summary", "analysis", "random", "id",
            "scenario",
        ],
    ),
    (
        "cli",
        &[
            "study",
            "report",
            "summary",
            "analysis",
            "scenario",
            "model",
            "calendar",
            "measure",
            "outcome",
            "random",
            "id",
            "units",
            "stats",
            "validation",
        ],
    ),
];

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("src is readable") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

/// The rooms a file names as `crate::room`, its tests apart.
fn named(text: &str) -> Vec<String> {
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    code.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| {
            line.match_indices("crate::")
                .map(move |(at, _)| &line[at + 7..])
        })
        .map(|rest| {
            rest.chars()
                .take_while(|c| c.is_ascii_lowercase() || *c == '_')
                .collect()
        })
        .filter(|room: &String| !room.is_empty())
        .collect()
}

#[test]
fn no_room_names_one_above_it() {
    let mut found = Vec::new();
    files(Path::new("src"), &mut found);
    let (mut faults, mut names) = (Vec::new(), 0);
    for path in found {
        let relative = path.strip_prefix("src").expect("below src");
        let room = relative
            .iter()
            .next()
            .expect("a room")
            .to_string_lossy()
            .replace(".rs", "");
        if ["lib", "main"].contains(&room.as_str())
            || path.file_stem().is_some_and(|stem| stem == "tests")
        {
            continue;
        }
        let Some((_, allowed)) = MAY_NAME.iter().find(|(name, _)| *name == room) else {
            panic!("{} is in no room of the table: add it", path.display());
        };
        for name in named(&fs::read_to_string(&path).expect("readable")) {
            names += 1;
            if name != room && !allowed.contains(&name.as_str()) {
                faults.push(format!("{}: {room} may not name {name}", path.display()));
            }
        }
    }
    assert!(
        names > 100,
        "only {names} names of rooms were found: the test reads the wrong thing"
    );
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn only_the_command_line_prints() {
    let mut found = Vec::new();
    files(Path::new("src"), &mut found);
    let prints = |path: &PathBuf| {
        let text = fs::read_to_string(path).expect("readable");
        let code = text
            .split("#[cfg(test)]")
            .next()
            .unwrap_or_default()
            .to_owned();
        ["println!", "eprintln!", "dbg!"]
            .iter()
            .any(|word| code.contains(word))
    };
    // Rooms of tests alone, which tell what they measured.
    let is_test = |path: &PathBuf| {
        let stem = path.file_stem();
        stem.is_some_and(|stem| stem == "tests" || stem == "coverage")
    };
    let elsewhere: Vec<_> = found
        .iter()
        .filter(|p| !p.starts_with("src/cli") && !is_test(p) && prints(p))
        .collect();
    assert!(elsewhere.is_empty(), "these print: {elsewhere:?}");
}

#[test]
fn every_file_of_tests_is_run() {
    let suite = fs::read_to_string("tests/suite/main.rs").expect("readable");
    let mut found = Vec::new();
    files(Path::new("tests/suite"), &mut found);
    let is_run = |path: &PathBuf| {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        stem == "main" || suite.lines().any(|line| line == format!("mod {stem};"))
    };
    let forgotten: Vec<_> = found.iter().filter(|path| !is_run(path)).collect();
    assert!(
        forgotten.is_empty() && found.len() > 50,
        "these are not in tests/suite/main.rs: {forgotten:?}"
    );
}
