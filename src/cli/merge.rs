//! `lichain merge`: the parts of a run put together, and the results of the whole.

mod gaps;

use std::fmt::Write;
use std::io;
use std::path::{Path, PathBuf};

use super::arguments::{Memory, Merge as Asked};
use super::begun::{Begun, usual, warn_of_few_replicates};
use super::failure::Failure;
use super::one_part::{self, Unread};
use super::results::{self, Precision};
use super::run::quoted;
use super::shard::part_of;
use super::{load, place, run, terminal};
use crate::report::{Part, part};
use crate::study::{Progress, Settings};

/// Merges what was asked for.
pub fn merge(asked: &Asked) -> Result<(), Failure> {
    results::refuse_what_cannot_be_written(&asked.also)?;
    let found = Found::in_directory(&asked.directory)?;
    let set = asked.set();
    let scenario = run::only(load::load(&asked.file, &set)?, &asked.only)?;
    let directory = place::claim(&asked.place, &[&scenario.name])?.remove(0);
    let pool = run::threads(asked.cores.threads)?;
    let one = found.any();
    let usual = (usual(&asked.draws, &scenario), 1, 1);
    let (trials, seed, memory) = one.map_or(usual, |part| {
        (part.trials, part.identity.seed(), part.memory)
    });
    let memory = asked.memory.unwrap_or(memory);
    let settings = Settings {
        trials: asked.trials.unwrap_or(trials),
        seed: asked.seed.unwrap_or(seed),
        instructions: run::instructions()?,
    };
    warn_of_few_replicates(&scenario, settings.trials);
    let mut begun = Begun::new(
        (&asked.file, &set),
        &scenario,
        &settings,
        &pool,
        &asked.changes,
    );
    begun.keep_within(settings.trials, memory)?;
    begun.run.dialect = asked.language.dialect();
    begun.run.parts = Some(found.parts);
    begun.run.manner.memory_mb = Some(memory);
    let trials = pool.install(|| found.together(&begun, asked, memory))?;
    let precision = Precision::default();
    let (told, _) = results::write(begun, trials, &precision, &asked.also, (&pool, directory))?;
    terminal::print(&told)
}

/// The first and the last of some parts that are missing.
type Gap = (u64, u64);

/// Parts that are there.
struct Found<'a> {
    directory: &'a Path,
    /// How many there should be.
    parts: u64,
    /// Which of them are there, in order.
    there: Vec<u64>,
}

impl<'a> Found<'a> {
    fn in_directory(directory: &'a Path) -> Result<Self, Failure> {
        let shown = directory.display();
        let refused = |words: String| Err(Failure::Input(words));
        let all = match part::in_directory(directory) {
            Ok(all) => all,
            Err(reason) if reason.kind() == io::ErrorKind::NotFound => {
                return refused(format!("{shown} is not there{WANTED}"));
            }
            Err(reason) if reason.kind() == io::ErrorKind::NotADirectory => {
                return refused(format!("{shown} is no directory{WANTED}"));
            }
            Err(reason) => return Err(report_failure(directory, &reason)),
        };
        let Some((_, parts)) = all.first().copied() else {
            return refused(format!("{shown} holds no parts of a run{WANTED}"));
        };
        if let Some((_, others)) = all.iter().find(|(_, of)| *of != parts) {
            let (few, many) = (parts.min(*others), parts.max(*others));
            return refused(format!(
                "{shown} holds parts of {few} and parts of {many}, which have trials in common\n\
                 remove those that are not wanted, or move them to a directory of their own"
            ));
        }
        Ok(Self {
            directory,
            parts,
            there: all.into_iter().map(|(part, _)| part).collect(),
        })
    }

    fn path(&self, part: u64) -> PathBuf {
        self.directory.join(part::name(part, self.parts))
    }

    /// What the first part that can be read says it is.
    fn any(&self) -> Option<Part> {
        let read = self.there.iter().map(|&part| part::open(&self.path(part)));
        read.flatten().map(|(part, _)| part).next()
    }

    /// The trials of all parts, one part after the other; of parts that are not all there, or not all whole,
    /// nothing but which they are.
    fn together(&self, begun: &Begun, asked: &Asked, memory: u64) -> Result<Progress, Failure> {
        let missing = gaps::gaps(&self.there, self.parts);
        let (mut all, mut damaged) = (begun.runner.begin(), Vec::new());
        for &number in &self.there {
            let so_far = missing.is_empty() && damaged.is_empty();
            match self.read(begun, (number, memory), so_far) {
                Ok(Some(trials)) => all.append(trials),
                Ok(None) => {}
                Err(Unread::Damaged(words)) => damaged.push((number, words)),
                Err(Unread::Foreign(difference)) => {
                    return Err(Failure::Input(format!(
                        "{} is of another run: {difference}\n\
                         say to `lichain merge` what was said to `lichain shard`, or move the part elsewhere",
                        self.path(number).display()
                    )));
                }
                Err(Unread::Refused(failure)) => return Err(failure),
            }
        }
        if missing.is_empty() && damaged.is_empty() {
            return Ok(all);
        }
        Err(Failure::Input(self.incomplete(
            (&missing, &damaged),
            begun,
            asked,
            memory,
        )))
    }

    /// The trials of a part that is of this run, if they are wanted.
    fn read(
        &self,
        begun: &Begun,
        (number, memory): (u64, u64),
        wanted: bool,
    ) -> Result<Option<Progress>, Unread> {
        let path = self.path(number);
        let own = part_of(begun, (number, self.parts), memory);
        one_part::read(&path, &own, &begun.runner, wanted)
    }

    /// Says what is not there, and the command that runs the first of it.
    fn incomplete(
        &self,
        (missing, damaged): (&[Gap], &[(u64, String)]),
        begun: &Begun,
        asked: &Asked,
        memory: u64,
    ) -> String {
        let mut told = format!(
            "the parts in {} are not all of the run",
            self.directory.display()
        );
        if !missing.is_empty() {
            let ranges = gaps::told(missing);
            let _ = write!(told, "\n  missing: {ranges} of {}", self.parts);
        }
        for (number, words) in damaged {
            let of = self.parts;
            let _ = write!(told, "\n  damaged: part {number} of {of}: it {words}");
        }
        let first = missing.first().map(|gap| gap.0);
        let first = first
            .into_iter()
            .chain(damaged.first().map(|part| part.0))
            .min();
        let command = first.map(|first| self.command(first, begun, asked, memory));
        let word = if missing.len() + damaged.len() == 1 && missing.iter().all(|(a, b)| a == b) {
            "this runs it"
        } else {
            "this runs the first of them"
        };
        format!("{told}\n{word}:\n  {}", command.unwrap_or_default())
    }

    /// The command that runs a part.
    fn command(&self, part: u64, begun: &Begun, asked: &Asked, memory: u64) -> String {
        let run = &begun.run;
        let mut words = vec![
            "lichain".to_owned(),
            "shard".to_owned(),
            asked.file.display().to_string(),
        ];
        let mut say = |flag: &str, value: String| words.extend([flag.to_owned(), value]);
        say("--part", format!("{part}/{}", self.parts));
        say("--out", self.directory.display().to_string());
        say("--trials", run.trials.to_string());
        say("--seed", run.seed.to_string());
        if memory != Memory::USUAL {
            say("--memory", memory.to_string());
        }
        if let Some(design) = &asked.draws.sampling {
            say("--sampling", design.clone());
        }
        if let Some(noises) = asked.draws.noise_replicates {
            say("--noise-replicates", noises.to_string());
        }
        for variant in &asked.only {
            say("--only", variant.clone());
        }
        for change in &asked.changes.set {
            say("--set", change.clone());
        }
        let quoted: Vec<String> = words.iter().map(|word| quoted(word)).collect();
        quoted.join(" ")
    }
}

/// What was wanted where there were no parts.
const WANTED: &str =
    "\nthe directory is wanted that `lichain shard FILE --part K/N --out DIR` wrote its parts into";

fn report_failure(directory: &Path, reason: &io::Error) -> Failure {
    Failure::Machine(format!("cannot read {}: {reason}", directory.display()))
}
