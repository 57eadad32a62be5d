//! What `run` can be asked for.

use std::path::PathBuf;

use clap::Args;

use super::shared::{Also, Changes, Cores, Draws, Luck, Memory, Place};
use super::values::whole;
use crate::cli::language::Language;
use crate::cli::precision;

/// Run all variants of scenarios and write the results as CSV.
///
/// A distribution in most keys is drawn once: one value a trial, as for every [parameter]. In keys
/// for what varies it is drawn each time: transit and dwell for each day of departure, a market's
/// lead time for each day of orders, daily demand for each day. `lichain keys` says which is which.
#[derive(Debug, Args)]
#[command(after_help = RUN_FILES)]
pub struct Run {
    /// Scenario files (TOML)
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Trials of each variant [default: what the scenario says, else 1024, of sobol 2048]; with
    /// --precision the most [default: 16384]
    #[arg(long, value_name = "N", value_parser = whole::<1, 1_000_000_000_000>, allow_hyphen_values = true)]
    pub trials: Option<u64>,
    /// Add trials until this is known as well: a measure, one of mean, p5 to p95, cvar5 and
    /// probability, and how far its 95 % interval may reach, in % of it or in its unit, as in
    /// `delivered_cost mean 0.5 %`; may be repeated. Exits with 1 where --trials are not enough
    #[arg(long, value_name = "TARGET", value_parser = precision::parse)]
    pub precision: Vec<precision::Asked>,
    /// Go on from the results in --out, also of a run that was interrupted: adds what is missing to
    /// --trials, which then come to the same bytes as if run at once
    #[arg(long, requires = "out")]
    pub resume: bool,
    /// Keep finished trials in DIR.parts about every minute, or every so many seconds: should the run be killed or the
    /// power fail, the same command goes on from there, to the same bytes. Removed when the results are written
    #[arg(long, value_name = "SECONDS", num_args = 0..=1, require_equals = true, default_missing_value = "60",
          value_parser = whole::<0, 86_400>, requires = "out",
          conflicts_with_all = ["resume", "precision", "all_trials"])]
    pub checkpoint: Option<u64>,
    #[command(flatten)]
    pub luck: Luck,
    #[command(flatten)]
    pub draws: Draws,
    #[command(flatten)]
    pub cores: Cores,
    #[command(flatten)]
    pub memory: Memory,
    /// Run only this variant; may be repeated
    #[arg(long, value_name = "VARIANT")]
    pub only: Vec<String>,
    /// Also write every trial to all-trials/VARIANT-FIRST.csv, compressed (.csv.gz) or with types (.parquet, in
    /// builds with Parquet), a file for each variant and million trials, as they come: past --memory too, where
    /// trials.csv has the first ones only
    #[arg(long, value_name = "FORMAT", value_parser = ["csv", "gzip", "parquet"])]
    pub all_trials: Option<String>,
    #[command(flatten)]
    pub also: Also,
    #[command(flatten)]
    pub language: Language,
    #[command(flatten)]
    pub changes: Changes,
    #[command(flatten)]
    pub place: Place,
    /// How it went, where it is run again for `lichain verify`
    #[arg(skip)]
    pub replay: Option<Replay>,
}

/// How a run went that is run again.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Replay {
    /// Trials that it went on from.
    pub there: u64,
    /// Trials after which it was interrupted, where it was.
    pub until: Option<u64>,
}

impl Run {
    /// All changes to the scenario.
    pub fn set(&self) -> Vec<String> {
        self.draws.with(&self.changes)
    }

    /// A run with these and nothing else asked for.
    pub fn of(changes: Changes, draws: Draws, also: Also, seed: u64) -> Self {
        Self {
            files: Vec::new(),
            trials: None,
            precision: Vec::new(),
            resume: false,
            checkpoint: None,
            luck: Luck { seed },
            draws,
            cores: Cores { threads: None },
            memory: Memory {
                megabytes: Memory::USUAL,
            },
            only: Vec::new(),
            all_trials: None,
            also,
            language: Language { locale: None },
            changes,
            place: Place {
                out: None,
                force: false,
            },
            replay: None,
        }
    }

    /// Trials after which it stops as if it were interrupted.
    pub fn until(&self) -> Option<u64> {
        self.replay.and_then(|replay| replay.until)
    }
}

const RUN_FILES: &str = "\
Files that come out:
  summary.csv      every measure of every variant: mean, quantiles, intervals
  trials.csv       every measure and every parameter of every trial
  worst.csv        the 20 worst trials by each measure of the whole chain
  timeline.csv     measures by month
  ledger.csv       money by party, category and year
  sensitivity.csv  which parameters move the measures of the whole chain
  correlations.csv rank correlations of parameters, asked and achieved, if any
  variance.csv     with --noise-replicates: how much of the spread parameters
                   make, and how much noise
  columns.csv      every column of these files: unit, meaning, source
  datapackage.json the same for programs (Frictionless Data Package)
  run.json         how to get the same again: version, seed, command, hashes
  chain.json       the chain and its sources, for `lichain report`
  trials.parquet   with --parquet: trials.csv with types, for programs
  all-trials/      with --all-trials: every trial, a file for each variant and
                   million trials
  report.html      with --html: one page with figures and charts
  report.xlsx      with --xlsx: a workbook with native charts and every table
  inputs/          with --keep-inputs: the scenario and all that it reads
  resume.bin       the trials as --resume goes on from them
  DIR.parts/       with --checkpoint, until the results are written

The table at the end gives means with half of their 95 % interval. A difference
between variants is called real when its 95 % interval, over all differences
shown together, leaves out 0.";
