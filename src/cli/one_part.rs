//! One part of a run read from its file: for `merge`, and for a run that goes on from its pieces.

use std::path::Path;

use super::failure::Failure;
use crate::report::{Fault, Part, part};
use crate::study::{Progress, Runner};

/// Why the trials of a part were not read.
pub(super) enum Unread {
    /// It can be run anew.
    Damaged(String),
    /// It is of another run: in what it differs.
    Foreign(String),
    /// The machine refused, or another version of lichain wrote it.
    Refused(Failure),
}

/// The trials of a part, if they are wanted and the file holds them whole.
pub(super) fn read(
    path: &Path,
    own: &Part,
    runner: &Runner,
    wanted: bool,
) -> Result<Option<Progress>, Unread> {
    let told = |fault: Fault| match fault {
        Fault::Unreadable(_) | Fault::Foreign => Unread::Refused(fault.of(path).into()),
        fault => Unread::Damaged(fault.words()),
    };
    let (there, mut sealed) = part::open(path).map_err(told)?;
    if let Some(difference) = own.difference(&there) {
        return Err(Unread::Foreign(difference));
    }
    if !wanted {
        return Ok(None);
    }
    let trials: Progress = sealed.read().map_err(told)?;
    let fits = (trials.first(), trials.trials()) == (own.first, own.count);
    if fits && runner.fits(&trials) {
        Ok(Some(trials))
    } else {
        Err(told(Fault::NoTrials))
    }
}
