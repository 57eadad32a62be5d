//! The command of a manifest, carried out once more. Only commands that simulate or read results are, and of what
//! they were told only what shapes the numbers: places, threads and files are ours.

use std::path::{Path, PathBuf};

use clap::Parser;

use super::inputs::Inputs;
use crate::cli::arguments::{
    Analyze, Arguments, Command, Compare, Cores, Memory, Merge, Place, Replay, Run,
};
use crate::cli::failure::Failure;
use crate::cli::language::Language;
use crate::cli::{analyze, compare, optimize, run, stress, terminal, trace};
use crate::report::{self, Record};

/// A command that can be carried out once more.
pub struct Replayed<'a> {
    record: &'a Record,
    command: Command,
    threads: Option<u64>,
}

impl<'a> Replayed<'a> {
    /// The command that wrote some results.
    pub fn of(directory: &Path, record: &'a Record, threads: Option<u64>) -> Result<Self, Failure> {
        let refused = |words: &str| {
            let path = directory.join("run.json");
            Err(Failure::Input(format!("{} {words}", path.display())))
        };
        let Ok(arguments) = Arguments::try_parse_from(&record.command) else {
            return refused(&format!(
                "tells of a command that lichain {} does not know; lichain {} wrote it\n\
                 --quick holds the files against their hashes",
                env!("CARGO_PKG_VERSION"),
                super::told::plain(&record.lichain)
            ));
        };
        let command = arguments.command;
        match &command {
            Command::Run(_)
            | Command::Merge(_)
            | Command::Stress(_)
            | Command::Optimize(_)
            | Command::Trace(_)
            | Command::Analyze(_)
            | Command::Compare(_) => Ok(Self {
                record,
                command,
                threads,
            }),
            _ => refused("tells of a command that writes no results; no lichain wrote it"),
        }
    }

    /// Writes the results anew into a place that is not there yet.
    pub fn run(self, inputs: &Inputs, place: &Path) -> Result<(), Failure> {
        let into = || Place {
            out: Some(place.to_owned()),
            force: false,
        };
        let (main, cores) = (
            inputs.main(),
            Cores {
                threads: self.threads,
            },
        );
        let language = self.language();
        let record = self.record;
        let done = terminal::quietly(|| match self.command {
            Command::Run(asked) => {
                let asked = of_run(asked, record);
                run::run(&Run {
                    files: vec![main],
                    place: into(),
                    cores,
                    language,
                    ..asked
                })
            }
            Command::Merge(asked) => {
                let asked = of_merge(asked, record);
                run::run(&Run {
                    files: vec![main],
                    place: into(),
                    cores,
                    language,
                    ..asked
                })
            }
            Command::Stress(mut asked) => {
                (asked.scenario.file, asked.scenario.place) = (main, into());
                (asked.scenario.language, asked.cores) = (language, cores);
                stress::stress(&asked)
            }
            Command::Optimize(mut asked) => {
                (asked.scenario.file, asked.scenario.place) = (main, into());
                (asked.scenario.language, asked.cores) = (language, cores);
                optimize::optimize(&asked)
            }
            Command::Trace(mut asked) => {
                (asked.scenario.file, asked.scenario.place) = (main, into());
                asked.scenario.language = language;
                trace::trace(&asked)
            }
            Command::Analyze(asked) => analyze::analyze(&Analyze {
                file: read_by_analysis(&asked.file, inputs)?,
                out: into().out,
                force: false,
                cores,
                language,
                ..asked
            }),
            Command::Compare(asked) => compare::compare(&Compare {
                directories: read_by_comparison(&asked.directories, inputs)?,
                place: into(),
                language,
                ..asked
            }),
            // What else there is was refused before.
            _ => Ok(()),
        });
        match done {
            // It came to results all the same, as it did before.
            Err(Failure::Unmet(_)) => Ok(()),
            Err(Failure::Interrupted(_)) if record.interrupted => Ok(()),
            done => done,
        }
    }

    fn language(&self) -> Language {
        let locale = Some(self.record.locale.clone());
        Language {
            locale: locale.filter(|code| !code.is_empty()),
        }
    }
}

/// What of a run shaped its numbers.
fn of_run(mut asked: Run, record: &Record) -> Run {
    let interrupted = record.interrupted.then_some(record.trials);
    if interrupted.is_none() && asked.precision.is_empty() {
        asked.trials = Some(record.trials);
    }
    asked.memory.megabytes = record.manner.memory_mb.unwrap_or(asked.memory.megabytes);
    if !report::HAS_PARQUET {
        asked.also.parquet = false;
        asked.all_trials = asked.all_trials.filter(|format| format != "parquet");
    }
    // Pages tell when they were made.
    (asked.also.html, asked.also.xlsx) = (false, false);
    Run {
        resume: false,
        checkpoint: None,
        replay: Some(Replay {
            there: record.manner.resumed_from.unwrap_or(0),
            until: interrupted,
        }),
        ..asked
    }
}

/// The run whose parts were put together.
fn of_merge(asked: Merge, record: &Record) -> Run {
    let megabytes = asked.memory.unwrap_or(Memory::USUAL);
    let run = Run::of(asked.changes, asked.draws, asked.also, record.seed);
    let run = Run {
        memory: Memory { megabytes },
        only: asked.only,
        ..run
    };
    of_run(run, record)
}

/// The scenario, the results or the table that was analysed.
fn read_by_analysis(file: &Path, inputs: &Inputs) -> Result<PathBuf, Failure> {
    if inputs.place_of(file).is_some() {
        return Ok(inputs.main());
    }
    let is_scenario = file.extension().is_some_and(|e| e == "toml");
    if is_scenario {
        Ok(inputs.main())
    } else {
        read_results(file, inputs)
    }
}

fn read_by_comparison(all: &[PathBuf], inputs: &Inputs) -> Result<Vec<PathBuf>, Failure> {
    all.iter().map(|one| read_results(one, inputs)).collect()
}

/// Where results are that were read; the manifest must have them among its inputs.
fn read_results(directory: &Path, inputs: &Inputs) -> Result<PathBuf, Failure> {
    let record = inputs.place_of(&directory.join("run.json"));
    let place = record.and_then(Path::parent).map(Path::to_owned);
    place.ok_or_else(|| {
        Failure::Input(format!(
            "run.json tells of a command that reads {}, which is not among its inputs",
            directory.display()
        ))
    })
}
