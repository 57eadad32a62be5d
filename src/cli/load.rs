//! Scenario files for commands.

use std::path::{Path, PathBuf};

use super::failure::Failure;
use super::terminal;
use crate::scenario::{self, Scenario};

/// Loads every file, and tells the problems of all of them before giving up.
pub fn load_all(files: &[PathBuf], set: &[String]) -> Result<Vec<Scenario>, Failure> {
    let mut scenarios = Vec::new();
    let mut failures = Vec::new();
    for file in files {
        match load(file, set) {
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
    scenario::load(file, set).map_err(|problems| Failure::Problems {
        text: problems.render(terminal::colour()),
        machine: problems.machine(),
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
