//! Where a command puts its results.

use std::path::Path;

use super::arguments::Place;
use super::failure::Failure;
use super::terminal;
use crate::report::Directory;

/// Claims a place for each name: `--out` itself for one, a directory in it for each of several,
/// the next free `results/NAME` without `--out`.
pub fn claim(place: &Place, names: &[&str]) -> Result<Vec<Directory>, Failure> {
    claim_by(place, names, place.force)
}

/// The same; results that are there are replaced where `force`.
pub fn claim_by(place: &Place, names: &[&str], force: bool) -> Result<Vec<Directory>, Failure> {
    let claim_one = |name: &&str| match &place.out {
        None => Directory::free(Path::new("results"), name),
        Some(out) if names.len() == 1 => Directory::fixed(out, force),
        Some(out) => Directory::fixed(&out.join(name), force),
    };
    if place.out.is_some() {
        refuse_namesakes(names)?;
    }
    let claimed: Result<Vec<_>, _> = names.iter().map(claim_one).collect();
    let claimed = claimed?;
    claimed.iter().for_each(warn_of_others);
    Ok(claimed)
}

/// Two who write to one place at once are refused only where the file system has locks.
fn warn_of_others(directory: &Directory) {
    if !directory.is_locked() {
        let place = directory.place();
        terminal::warn_wrapped(&format!(
            "warning: the file system of {} has no locks: see to it that no other run writes there",
            place.display()
        ));
    }
}

fn refuse_namesakes(names: &[&str]) -> Result<(), Failure> {
    for (at, name) in names.iter().enumerate() {
        if names[..at].contains(name) {
            return Err(Failure::Input(format!(
                "two of the files describe a scenario named \"{name}\"; \
                 with --out each needs a name of its own"
            )));
        }
    }
    Ok(())
}
