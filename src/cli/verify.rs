//! `lichain verify`: finished results held against their manifest, and run again from it.

mod again;
mod files;
mod inputs;
mod others;
mod told;

use std::path::Path;

use super::arguments::Verify as Asked;
use super::failure::Failure;
use super::terminal;
use crate::report::{Record, Temporary};
use again::Replayed;
use files::Checked;
use inputs::Inputs;

/// Verifies what was asked for; all of it, whatever is wrong with some.
pub fn verify(asked: &Asked) -> Result<(), Failure> {
    let mut failures = Vec::new();
    for (at, directory) in asked.directories.iter().enumerate() {
        if at > 0 {
            terminal::print("\n")?;
        }
        failures.extend(one(asked, directory).err());
    }
    // What was not even compared decides on the exit code.
    failures.sort_by_key(|failure| !matches!(failure, Failure::Unmet(_)));
    let last = failures.pop();
    failures.iter().for_each(Failure::tell);
    last.map_or(Ok(()), Err)
}

fn one(asked: &Asked, directory: &Path) -> Result<(), Failure> {
    let record = Record::read(directory)?;
    terminal::print(&told::heading(directory, &record))?;
    let mut checked = Checked::by_hash(directory, &record);
    if asked.quick {
        return told::end(directory, &record, &checked, None);
    }
    let replayed = Replayed::of(directory, &record, asked.cores.threads)?;
    let inputs = Inputs::find(directory, &record, asked.scenario.as_deref())?;
    terminal::print(&inputs.told())?;
    if let Some(failure) = inputs.failure(directory) {
        // What is wrong with the files is worth knowing all the same.
        terminal::print(&told::table(&checked))?;
        return Err(failure);
    }
    let temporary = Temporary::make()?;
    let place = temporary.path().join("again");
    replayed.run(&inputs, &place)?;
    let again = Record::read(&place)?;
    checked.compare(&record, &place, &again)?;
    told::end(directory, &record, &checked, Some(&again))
}
