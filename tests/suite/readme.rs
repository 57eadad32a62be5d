//! Every command of the README runs: the same words, with few trials and another place for results.

use crate::common::page::split;
use std::process::Command;

/// Lines of the README's shell blocks that run lichain, as arguments.
fn commands() -> Vec<Vec<String>> {
    let readme = std::fs::read_to_string("README.md").expect("README.md");
    let mut inside = false;
    let mut commands = Vec::new();
    for line in readme.lines() {
        if line.starts_with("```") {
            inside = line == "```sh";
        } else if let Some(words) = line
            .strip_prefix("cargo run --release -- ")
            .filter(|_| inside)
        {
            commands.push(split(words));
        }
    }
    commands
}

#[test]
fn every_command_of_the_readme_runs() {
    let commands = commands();
    assert!(
        commands.len() >= 2,
        "only {} commands were found",
        commands.len()
    );
    for command in commands {
        let folder = tempfile::tempdir().expect("a folder");
        let output = Command::new(env!("CARGO_BIN_EXE_lichain"))
            .args(&command)
            .args(["--trials", "8", "--out"])
            .arg(folder.path().join("results"))
            .output()
            .expect("it starts");
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{command:?}: {told}");
        assert!(
            folder.path().join("results/summary.csv").exists(),
            "{command:?}"
        );
    }
}
