//! The files that a run had read: where they are now, and whether they are still the same.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use super::told::plain;
use crate::cli::failure::Failure;
use crate::report::{self, Record, Since};

/// Inputs as they are found.
pub struct Inputs {
    /// As run.json calls it, where it is, and what became of it.
    found: Vec<(String, PathBuf, Since)>,
}

impl Inputs {
    /// Looks for them all in one place after the other, until they are found as they were. Where they are nowhere so,
    /// the place counts that has the first of them.
    pub fn find(
        directory: &Path,
        record: &Record,
        scenario: Option<&Path>,
    ) -> Result<Self, Failure> {
        if record.inputs.is_empty() {
            let path = directory.join("run.json");
            let words = format!(
                "{} names no inputs: nothing can be run again",
                path.display()
            );
            return Err(Failure::Input(words));
        }
        let mut found = places(directory, record, scenario)
            .into_iter()
            .map(|place| Self::at(record, place));
        let mut best = found.next().unwrap_or(Self { found: Vec::new() });
        for other in found {
            if other.worth() > best.worth() {
                best = other;
            }
        }
        Ok(best)
    }

    fn at(record: &Record, place: Vec<PathBuf>) -> Self {
        let each = record.inputs.iter().zip(place);
        let found = each.map(|(input, path)| {
            let since = report::since(&path, &input.sha256);
            (input.file.clone(), path, since)
        });
        Self {
            found: found.collect(),
        }
    }

    /// More where more of it is as it was; the first file says which place is meant.
    fn worth(&self) -> (bool, usize, bool) {
        let same = |found: &&(_, _, Since)| found.2 == Since::Unchanged;
        let first = self.found.first();
        let is_there = first.is_some_and(|found| found.2 != Since::Missing);
        let first = first.as_ref().is_some_and(same);
        (first, self.found.iter().filter(same).count(), is_there)
    }

    /// The file that others are named in.
    pub fn main(&self) -> PathBuf {
        let first = self.found.first();
        first.map_or_else(PathBuf::new, |(_, path, _)| path.clone())
    }

    /// Where a file is that run.json calls so.
    pub fn place_of(&self, name: &Path) -> Option<&Path> {
        let mut all = self.found.iter();
        all.find(|(known, ..)| Path::new(known) == name)
            .map(|(_, path, _)| path.as_path())
    }

    /// A line for each.
    pub fn told(&self) -> String {
        let mut told = "\ninputs\n".to_owned();
        for (name, path, since) in &self.found {
            let shown = plain(&path.display().to_string());
            let _ = match since {
                Since::Unchanged => writeln!(told, "  {shown}  as it was"),
                Since::Changed => writeln!(told, "  {shown}  has CHANGED since the run"),
                Since::Missing => writeln!(told, "  {}  is not there", plain(name)),
                Since::Unreadable(reason) => writeln!(told, "  {shown}  {}", plain(reason)),
            };
        }
        told
    }

    /// Why nothing can be run from these.
    pub fn failure(&self, directory: &Path) -> Option<Failure> {
        let is = |wanted: fn(&Since) -> bool| {
            let names = self.found.iter().filter(move |found| wanted(&found.2));
            names.map(|(name, ..)| plain(name)).collect::<Vec<_>>()
        };
        let gone = is(|since| matches!(since, Since::Missing | Since::Unreadable(_)));
        let changed = is(|since| *since == Since::Changed);
        let shown = directory.display();
        if !gone.is_empty() {
            return Some(Failure::Input(format!(
                "{shown} cannot be run again: {} cannot be read\n\
                 --scenario FILE says where the scenario is now; the files it names lie beside it as they did",
                gone.join(", ")
            )));
        }
        (!changed.is_empty()).then(|| {
            Failure::Unmet(format!(
                "{shown} cannot be run again: it was made from another {}\n\
                 --scenario FILE names the file as it was; `lichain run` makes results of it as it is",
                changed.join(", ")
            ))
        })
    }
}

/// Where all inputs may be, a path for each, the likeliest first.
fn places(directory: &Path, record: &Record, scenario: Option<&Path>) -> Vec<Vec<PathBuf>> {
    let names: Vec<&str> = record
        .inputs
        .iter()
        .map(|input| input.file.as_str())
        .collect();
    let below = |folder: &Path| -> Vec<PathBuf> {
        let ways = names.iter().map(|name| report::way(names[0], name));
        ways.map(|way| folder.join(way)).collect()
    };
    if let Some(main) = scenario {
        let mut all = below(main.parent().unwrap_or(Path::new("")));
        main.clone_into(&mut all[0]);
        return vec![all];
    }
    let from = |folder: &Path| names.iter().map(|name| folder.join(name)).collect();
    let mut places = vec![from(Path::new("")), below(&directory.join(report::INPUTS))];
    if Path::new(names[0]).is_relative() {
        let whole = directory.canonicalize().unwrap_or_default();
        places.extend(whole.ancestors().map(from));
    }
    places
}
