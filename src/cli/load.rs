//! Scenario files for commands.

use std::path::{Path, PathBuf};

use super::failure::Failure;
use super::terminal;
use crate::scenario::{self, Problems, Scenario};

/// Loads every file, and tells the problems of all of them before giving up.
pub fn load_all(files: &[PathBuf], set: &[String]) -> Result<Vec<Scenario>, Failure> {
    each(files, |file| load(file, set))
}

/// The same without advice to check what is being checked.
pub fn checked(files: &[PathBuf], set: &[String]) -> Result<Vec<Scenario>, Failure> {
    each(files, |file| {
        scenario::load(file, set).map_err(|problems| failure(file, set, problems))
    })
}

fn each(
    files: &[PathBuf],
    load: impl Fn(&Path) -> Result<Scenario, Failure>,
) -> Result<Vec<Scenario>, Failure> {
    let mut scenarios = Vec::new();
    let mut failures = Vec::new();
    for file in files {
        match load(file) {
            Ok(scenario) => scenarios.push(scenario),
            Err(failure) => failures.push(failure),
        }
    }
    let last = failures.pop();
    failures.iter().for_each(Failure::tell);
    last.map_or(Ok(scenarios), Err)
}

/// Loads a file.
pub fn load(file: &Path, set: &[String]) -> Result<Scenario, Failure> {
    scenario::load(file, set).map_err(|mut problems| {
        // What could not be read cannot be checked either.
        if problems.sources.iter().next().is_some() {
            let name = file.display();
            problems.advise(format!("`lichain check {name}` checks without running"));
        }
        failure(file, set, problems)
    })
}

fn failure(file: &Path, set: &[String], mut problems: Problems) -> Failure {
    if let Some(advice) = stray(file, set) {
        problems.advise(advice);
    }
    Failure::Problems {
        text: problems.render(terminal::colour()),
        machine: problems.machine(),
    }
}

/// A blank in a change tears it in two, and the second part looks like a file.
fn stray(file: &Path, set: &[String]) -> Option<String> {
    let change = set.last()?;
    let is_unit = file.extension().is_none() && file.components().count() <= 2 && !file.exists();
    is_unit.then(|| {
        let change = change.replacen('=', "=\"", 1);
        let name = file.display();
        format!("if {name} belongs to the change, put quotes around it: --set {change} {name}\"")
    })
}

/// The position of a variant by its id.
pub fn variant(found: &Scenario, id: &str) -> Result<usize, Failure> {
    let models = &found.variants;
    models.iter().position(|m| m.variant == id).ok_or_else(|| {
        let names: Vec<&str> = models.iter().map(|m| m.variant.as_str()).collect();
        let near = scenario::nearest(id, names.iter().copied());
        let near = near.map_or(String::new(), |near| format!("did you mean \"{near}\"? "));
        Failure::Input(format!(
            "{} has no variant \"{id}\"\n{near}it has {}",
            found.name,
            names.join(", ")
        ))
    })
}
