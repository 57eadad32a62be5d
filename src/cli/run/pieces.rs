//! `--checkpoint`: a run in pieces, each kept beside the results as soon as it is finished, so that a run that is
//! killed goes on from them when the same command is given again.
//!
//! Pieces are the parts of `lichain shard` in `OUT.parts`, put together as `lichain merge` does. They belong to whoever
//! has the lock of OUT.

use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::Asked;
use super::watch::Running;
use crate::cli::begun::Begun;
use crate::cli::failure::Failure;
use crate::cli::one_part::{self, Unread};
use crate::cli::shard::part_of;
use crate::cli::{interrupt, terminal};
use crate::outcome::Breach;
use crate::report::{self, Directory, Identity, Part, part};
use crate::study::{Progress, Runner, Watch};

/// The most pieces a run is cut into.
const MOST: u64 = 1000;
/// Trials are run for so long before it is clear how many make a piece, or for a tenth of one.
const FEEL: Duration = Duration::from_secs(2);

/// The pieces of a run.
pub(super) struct Pieces {
    pub folder: PathBuf,
    /// What a piece should take.
    each: Duration,
    /// Pieces of another run make room.
    force: bool,
    is_locked: bool,
}

impl Pieces {
    /// If they were asked for, of the results that go to a directory.
    pub(super) fn asked(asked: &Asked, directory: &Directory) -> Option<Self> {
        asked.checkpoint.map(|seconds| Self {
            folder: folder(&directory.place()),
            each: Duration::from_secs(seconds),
            force: asked.place.force,
            is_locked: directory.is_locked(),
        })
    }

    /// Takes up the pieces that are there, runs the others, and puts all together; where it is interrupted, those that
    /// are whole.
    pub(super) fn simulate(&self, asked: &Asked, begun: &mut Begun) -> Result<Progress, Failure> {
        let memory = asked.memory.megabytes;
        let there = self.there(begun, memory)?;
        let watch = Running::new(begun.scenario, begun.run.trials, 0);
        let watch = Quietly(&watch);
        let mut all = begun.runner.begin();
        let (mut begins, pieces) = match there.first() {
            Some((_, pieces)) => (None, *pieces),
            None => self.begin(begun, &watch)?,
        };
        for number in 0..pieces {
            let own = part_of(begun, (number, pieces), memory);
            let is_there = there.contains(&(number, pieces));
            let read = if is_there {
                self.read(begun, &own)?
            } else {
                None
            };
            let trials = match read {
                Some(trials) => {
                    watch.finished(trials.trials() * begun.scenario.variants.len() as u64);
                    trials
                }
                None => self.run(begun, (&own, begins.take()), &watch)?,
            };
            if trials.trials() < own.count {
                break;
            }
            all.append(trials);
        }
        Ok(all)
    }

    /// Runs trials until it is clear how many make a piece; returns them and how many pieces there are then.
    fn begin(
        &self,
        begun: &mut Begun,
        watch: &dyn Watch,
    ) -> Result<(Option<Progress>, u64), Failure> {
        let (all, unit) = (begun.run.trials, begun.runner.unit());
        let mut trials = begun.runner.begin();
        let (clock, feel) = (Instant::now(), FEEL.min(self.each / 10));
        let mut wanted = unit.min(all);
        loop {
            advance(begun, &mut trials, wanted, watch)?;
            let is_over = clock.elapsed() >= feel || wanted == all || watch.stops();
            if is_over {
                break;
            }
            wanted = (2 * wanted).min(all);
        }
        let pieces = pieces((all, unit), wanted, (clock.elapsed(), self.each));
        Ok((Some(trials), pieces))
    }

    /// Runs a piece, from trials that were run already where there are some, and keeps it.
    fn run(
        &self,
        begun: &mut Begun,
        (own, begins): (&Part, Option<Progress>),
        watch: &dyn Watch,
    ) -> Result<Progress, Failure> {
        let mut trials = begins.unwrap_or_else(|| begun.runner.begin_at(own.first));
        advance(begun, &mut trials, own.count, watch)?;
        // The only piece of a run would be kept when its results are about to be written.
        if trials.trials() == own.count && own.parts > 1 {
            own.keep(&trials, &self.folder)?;
        }
        Ok(trials)
    }

    /// The pieces that are there, all of as many, as which of how many. Those of another run are removed by force alone.
    fn there(&self, begun: &Begun, memory: u64) -> Result<Vec<(u64, u64)>, Failure> {
        let told = |reason: io::Error| cannot("read", &self.folder, &reason);
        if self.is_locked {
            part::clear_unfinished(&self.folder).map_err(told)?;
        }
        let there = match part::in_directory(&self.folder) {
            Err(reason) if reason.kind() == io::ErrorKind::NotFound => Vec::new(),
            there => there.map_err(told)?,
        };
        match self.foreign(&there, begun, memory)? {
            None => Ok(there),
            Some(_) if self.force => {
                part::remove(&self.folder, &there)
                    .map_err(|e| cannot("clear", &self.folder, &e))?;
                Ok(Vec::new())
            }
            Some(words) => Err(Failure::Input(format!(
                "{words}\n--force replaces what is there, another --out keeps it"
            ))),
        }
    }

    /// In what the pieces that are there are not of this run, if they are not.
    fn foreign(
        &self,
        there: &[(u64, u64)],
        begun: &Begun,
        memory: u64,
    ) -> Result<Option<String>, Failure> {
        let Some((_, pieces)) = there.first() else {
            return Ok(None);
        };
        if there.iter().any(|(_, of)| of != pieces) {
            let shown = self.folder.display();
            let words = format!("{shown} holds pieces of runs that were cut in different ways");
            return Ok(Some(words));
        }
        for one in there {
            let path = self.path(*one);
            let own = part_of(begun, *one, memory);
            match one_part::read(&path, &own, &begun.runner, false) {
                Ok(_) | Err(Unread::Damaged(_)) => {}
                Err(Unread::Foreign(difference)) => {
                    let words = format!("{} is of another run: {difference}", path.display());
                    return Ok(Some(words));
                }
                Err(Unread::Refused(Failure::Input(words))) => return Ok(Some(words)),
                Err(Unread::Refused(failure)) => return Err(failure),
            }
        }
        Ok(None)
    }

    /// The trials of a piece that is there; nothing where it is damaged, which is said.
    fn read(&self, begun: &Begun, own: &Part) -> Result<Option<Progress>, Failure> {
        let path = self.path((own.part, own.parts));
        match one_part::read(&path, own, &begun.runner, true) {
            Ok(trials) => Ok(trials),
            Err(Unread::Damaged(words) | Unread::Foreign(words)) => {
                let shown = path.display();
                terminal::warn_wrapped(&format!("note: {shown} {words}; it is run anew"));
                Ok(None)
            }
            Err(Unread::Refused(failure)) => Err(failure),
        }
    }

    fn path(&self, (number, pieces): (u64, u64)) -> PathBuf {
        self.folder.join(part::name(number, pieces))
    }

    /// Removes the pieces of results that are in their place.
    pub(super) fn remove(&self) {
        if let Ok(there) = part::in_directory(&self.folder) {
            // Results do not become worse by what lies beside them.
            let _ = part::remove(&self.folder, &there);
        }
    }
}

/// Removes pieces beside results that they have come to, where a run was killed in between.
pub(super) fn tidy(asked: &Asked, names: &[&str]) {
    let Some(out) = asked
        .place
        .out
        .as_ref()
        .filter(|_| asked.checkpoint.is_some())
    else {
        return;
    };
    for name in names {
        let place = match names {
            [_] => out.clone(),
            _ => out.join(name),
        };
        // The lock keeps others away; nothing is written.
        if let Ok(directory) = Directory::fixed(&place, true) {
            let place = directory.place();
            let _ = tidy_one(&place, &folder(&place));
        }
    }
}

/// Nothing where it is not certain that they are the same trials.
fn tidy_one(place: &Path, folder: &Path) -> Option<()> {
    let there = part::in_directory(folder).ok()?;
    let (number, pieces) = *there.first()?;
    let (piece, _) = part::open(&folder.join(part::name(number, pieces))).ok()?;
    let (whose, trials): (Identity, Progress) = report::read_kept(place).ok()?;
    let is_done = piece.identity.difference(&whose).is_none() && piece.trials == trials.trials();
    is_done.then(|| part::remove(folder, &there).ok())?
}

/// Where the pieces of results are.
fn folder(place: &Path) -> PathBuf {
    let mut name = place.file_name().unwrap_or_default().to_owned();
    name.push(".parts");
    place.with_file_name(name)
}

/// How many pieces there are of some trials, so many of which took so long.
fn pieces((all, unit): (u64, u64), run: u64, (took, each): (Duration, Duration)) -> u64 {
    let whole = took.as_secs_f64() * all as f64 / run.max(1) as f64;
    let each = each.as_secs_f64();
    let wanted = if whole <= each {
        1.0
    } else {
        (whole / each).ceil()
    };
    // As a number of 64 bits where it is too large for one.
    let most = (all.div_ceil(unit))
        .min(MOST)
        .min((all / run.max(1)).max(1));
    (wanted as u64).clamp(1, most)
}

fn advance(
    begun: &mut Begun,
    trials: &mut Progress,
    wanted: u64,
    watch: &dyn Watch,
) -> Result<(), Failure> {
    let advanced = begun.runner.advance_watched(trials, wanted, watch);
    advanced.map_err(|breach: Breach| begun.breached(&breach))
}

fn cannot(verb: &str, path: &Path, reason: &io::Error) -> Failure {
    Failure::Machine(format!("cannot {verb} {}: {reason}", path.display()))
}

/// Counts trials; what a piece alone comes to is no news of the run.
struct Quietly<'a, 'e>(&'a Running<'a, 'e>);

impl Watch for Quietly<'_, '_> {
    fn finished(&self, trials: u64) {
        self.0.finished(trials);
    }

    fn kept(&self, _: &Runner, _: &Progress) {}

    fn stops(&self) -> bool {
        interrupt::is_asked()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_take_about_what_they_should_and_hold_what_was_run_already() {
        let seconds = Duration::from_secs;
        let minute = seconds(60);
        for (all, run, took, expected) in [
            // An hour of trials.
            (360_000, 1_000, seconds(10), 60),
            // As long as a piece, and shorter.
            (6_400, 640, seconds(6), 1),
            (64, 64, seconds(1), 1),
            // A unit takes longer than a piece.
            (640, 64, seconds(100), 10),
            // A year.
            (1_000_000_000, 64, seconds(2), MOST),
        ] {
            let found = pieces((all, 64), run, (took, minute));
            assert_eq!(found, expected, "{run} of {all} in {took:?}");
            let (_, first) = crate::study::cut(all, 64, (0, found));
            assert!(first >= run, "{first} {run} of {all}");
        }
        assert_eq!(pieces((640, 64), 64, (seconds(1), seconds(0))), 10);
        assert_eq!(pieces((640, 64), 64, (seconds(0), seconds(0))), 1);
    }
}
