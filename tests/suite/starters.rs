//! What `lichain new` writes: files that are right, run, and are nowhere written over another.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use lichain::scenario::{STARTERS, load};
use tempfile::TempDir;

fn lichain(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lichain"));
    command
        .current_dir(folder)
        .args(arguments)
        .output()
        .expect("it starts")
}

fn told(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

#[test]
fn every_starter_is_written_checks_and_runs_by_the_commands_it_prints() {
    assert!(STARTERS.len() >= 3);
    for starter in STARTERS {
        let folder = folder();
        let written = lichain(
            folder.path(),
            &["new", "--like", starter.name, "mine first.toml"],
        );
        assert!(written.status.success(), "{}", told(&written.stderr));
        let printed = told(&written.stdout);
        let next: Vec<&str> = printed
            .lines()
            .filter(|line| line.starts_with("  lichain "))
            .collect();
        assert_eq!(
            next,
            [
                "  lichain check 'mine first.toml'",
                "  lichain run 'mine first.toml'",
                "  lichain schema --out lichain.schema.json",
            ]
        );
        let checked = lichain(folder.path(), &["check", "mine first.toml"]);
        assert!(checked.status.success(), "{}", told(&checked.stderr));
        let ran = lichain(
            folder.path(),
            &["run", "mine first.toml", "--trials", "16", "--out", "out"],
        );
        assert!(ran.status.success(), "{}", told(&ran.stderr));
        let summary = fs::read_to_string(folder.path().join("out/summary.csv")).expect("results");
        assert!(summary.lines().count() > 20, "{}: {summary}", starter.name);
    }
}

#[test]
fn a_starter_is_called_as_its_file_where_that_is_a_name() {
    for (file, name) in [
        ("mine.toml", "mine"),
        ("2027.toml", "chain"),
        ("below/north.toml", "north"),
    ] {
        let folder = folder();
        let written = lichain(folder.path(), &["new", file]);
        assert!(written.status.success(), "{}", told(&written.stderr));
        let scenario = load(&folder.path().join(file), &[]).expect("a scenario that is right");
        assert_eq!(scenario.name, name, "{file}");
        let text = fs::read_to_string(folder.path().join(file)).expect("it");
        assert!(
            text.contains(&format!("# Run: lichain check {name}.toml\n")),
            "{file}"
        );
    }
}

#[test]
fn a_file_that_is_there_is_kept_without_force() {
    let folder = folder();
    let path = folder.path().join("mine.toml");
    fs::write(&path, "my own").expect("a writable folder");
    let refused = lichain(folder.path(), &["new", "mine.toml"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(told(&refused.stderr).contains("--force"));
    assert_eq!(fs::read_to_string(&path).expect("it"), "my own");
    assert!(
        lichain(folder.path(), &["new", "mine.toml", "--force"])
            .status
            .success()
    );
    assert_ne!(fs::read_to_string(&path).expect("it"), "my own");
    assert_eq!(
        fs::read_dir(folder.path()).expect("a folder").count(),
        1,
        "nothing else is left"
    );
}

#[test]
fn a_name_that_is_none_is_answered_with_the_nearest() {
    let folder = folder();
    let refused = lichain(folder.path(), &["new", "--like", "disruption", "x.toml"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(told(&refused.stderr).contains("did you mean \"disruptions\"?"));
    let listed = told(&lichain(folder.path(), &["new", "--list"]).stdout);
    for starter in STARTERS {
        assert!(listed.contains(starter.name), "{listed}");
    }
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 0);
}

#[test]
fn starters_are_all_of_the_folder_of_starters_and_change_nothing_of_it() {
    let entries = fs::read_dir("scenarios/starters")
        .expect("a folder")
        .flatten();
    let mut files: Vec<String> = entries
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    files.sort();
    let mut names: Vec<String> = STARTERS
        .iter()
        .map(|starter| format!("{}.toml", starter.name))
        .collect();
    names.sort();
    assert_eq!(files, names);
    for starter in STARTERS {
        let file = Path::new("scenarios/starters").join(format!("{}.toml", starter.name));
        assert_eq!(
            starter.named(starter.name),
            fs::read_to_string(file).expect("it")
        );
        assert_ne!(starter.named("another"), starter.named(starter.name));
    }
}
