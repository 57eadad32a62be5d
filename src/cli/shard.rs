//! `lichain shard`: a part of the trials of a run, kept in a file.

use std::io::{self, IsTerminal};
use std::path::Path;

use super::arguments::Shard as Asked;
use super::begun::{Begun, usual};
use super::failure::Failure;
use super::run::watch::Running;
use super::{load, run, terminal};
use crate::report::{Fault, Part, part};
use crate::study::{Progress, Settings, cut};

/// Runs the part that was asked for.
pub fn shard(asked: &Asked) -> Result<(), Failure> {
    if asked.directory().is_none() && io::stdout().is_terminal() {
        let words =
            "--out -: a part is no text for a terminal; send it on, as in `--out - > part.bin`";
        return Err(Failure::Input(words.to_owned()));
    }
    let set = asked.set();
    let scenario = run::only(load::load(&asked.file, &set)?, &asked.only)?;
    let pool = run::threads(asked.cores.threads)?;
    let settings = Settings {
        trials: asked
            .trials
            .unwrap_or_else(|| usual(&asked.draws, &scenario)),
        seed: asked.luck.seed,
        instructions: run::instructions()?,
    };
    let mut begun = Begun::new(
        (&asked.file, &set),
        &scenario,
        &settings,
        &pool,
        &asked.changes,
    );
    begun.keep_within(settings.trials, asked.memory.megabytes)?;
    let part = part_of(&begun, asked.part, asked.memory.megabytes);
    if let Some(directory) = asked.directory() {
        if is_there(&part, directory, asked.force)? {
            return Ok(());
        }
        part::try_directory(directory, &part::name(part.part, part.parts))?;
    }
    let trials = pool.install(|| simulate(&mut begun, &part))?;
    match asked.directory() {
        None => print(&part, &trials),
        Some(directory) => {
            let path = part.keep(&trials, directory)?;
            terminal::print(&format!("{} in {}\n", told(&part), path.display()))
        }
    }
}

/// Which trials are in a part.
pub fn part_of(begun: &Begun, (part, parts): (u64, u64), memory: u64) -> Part {
    let trials = begun.run.trials;
    let (first, count) = cut(trials, begun.runner.unit(), (part, parts));
    Part {
        identity: begun.identity.clone(),
        trials,
        memory,
        part,
        parts,
        first,
        count,
    }
}

fn simulate(begun: &mut Begun, part: &Part) -> Result<Progress, Failure> {
    let mut trials = begun.runner.begin_at(part.first);
    let watch = Running::new(begun.scenario, part.count, 0);
    let run = begun
        .runner
        .advance_watched(&mut trials, part.count, &watch);
    match run {
        Ok(()) => Ok(trials),
        Err(breach) => Err(begun.breached(&breach)),
    }
}

/// True where the part is there already and need not be run.
fn is_there(part: &Part, directory: &Path, force: bool) -> Result<bool, Failure> {
    if directory.exists() && !directory.is_dir() {
        let shown = directory.display();
        let words = format!("--out {shown} is a file; a directory is wanted");
        return Err(Failure::Input(words));
    }
    let path = directory.join(part::name(part.part, part.parts));
    let shown = path.display();
    if path.is_dir() {
        let words = format!("{shown} is a directory; the part would stand there");
        return Err(Failure::Input(words));
    }
    if force || !path.exists() {
        return Ok(false);
    }
    let of_another = |words: String| {
        let advice = "another --out keeps it, --force replaces it";
        Err(Failure::Input(format!("{shown} {words}\n{advice}")))
    };
    match part::open(&path) {
        Ok((there, _)) => {
            if let Some(difference) = part.difference(&there) {
                return of_another(format!("is of another run: {difference}"));
            }
            terminal::warn(&format!("skipped: {shown} is there already, whole"));
            Ok(true)
        }
        Err(fault @ Fault::Unreadable(_)) => Err(fault.of(&path).into()),
        Err(fault @ Fault::Foreign) => of_another(fault.words()),
        Err(fault) => {
            let words = fault.words();
            terminal::warn_wrapped(&format!("note: {shown} {words}; it is run anew"));
            Ok(false)
        }
    }
}

/// `part 3/16 (trials 193 to 256)`.
fn told(part: &Part) -> String {
    let Part {
        part,
        parts,
        first,
        count,
        ..
    } = part;
    let trials = match count {
        0 => "no trials".to_owned(),
        1 => format!("trial {first}"),
        _ => format!("trials {first} to {}", first + count - 1),
    };
    format!("part {part}/{parts} ({trials})")
}

/// Whoever reads half a part has none: a reader who has gone is a failure here.
fn print(part: &Part, trials: &Progress) -> Result<(), Failure> {
    let written = part.write(trials, io::stdout().lock());
    written.map_err(|reason| Failure::Machine(format!("cannot print the part: {reason}")))
}
