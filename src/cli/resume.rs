//! `--resume`: trials of a finished run, to go on with.

use super::failure::Failure;
use crate::report::{self, Directory, Identity};
use crate::study::{Progress, Runner};

/// The trials that results hold, if they are the first of those that are asked for.
pub fn read(
    directory: &Directory,
    identity: &Identity,
    runner: &Runner,
    asked: Option<u64>,
) -> Result<Progress, Failure> {
    let place = directory.place();
    let shown = place.display();
    let refused = |words: String| Err(Failure::Input(words));
    let (whose, mut trials): (Identity, Progress) = report::read_kept(&place)?;
    if let Some(difference) = identity.difference(&whose) {
        return refused(format!(
            "{shown} holds trials of another run: {difference}\n\
             run it as it was run, or without --resume"
        ));
    }
    if trials.first() != 1 || !runner.fits(&trials) {
        return refused(format!(
            "{shown} holds trials of another chain; run it without --resume"
        ));
    }
    let there = trials.trials();
    match asked {
        Some(asked) if asked < there => refused(format!(
            "{shown} holds {there} trials, more than the {asked} of --trials; \
             the first {asked} of them are in its trials.csv"
        )),
        _ if !runner.adopt(&mut trials) => refused(format!(
            "{shown} holds trials that were folded with another --memory; run it with that, or without --resume"
        )),
        _ => Ok(trials),
    }
}
