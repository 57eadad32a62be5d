//! Flags that several commands share.

use std::path::PathBuf;

use clap::Args;

use super::values::whole;
use crate::cli::language::Language;

/// A scenario, what is changed in it, and what becomes of its results.
#[derive(Debug, Args)]
pub struct OneScenario {
    /// Scenario file (TOML)
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    #[command(flatten)]
    pub changes: Changes,
    #[command(flatten)]
    pub place: Place,
    #[command(flatten)]
    pub language: Language,
}

/// Changes to the scenario.
#[derive(Debug, Args)]
pub struct Changes {
    /// Change a key, as in --set parameter.tariff.value="0.09 USD/kWh"; may be repeated
    #[arg(long, value_name = "PATH=VALUE")]
    pub set: Vec<String>,
}

/// How parameters are drawn.
#[derive(Debug, Args)]
pub struct Draws {
    /// How parameters are drawn: each trial by itself, by Latin hypercubes of 64 trials or by
    /// scrambled Sobol nets of 256; intervals need 8 of them [default: what the scenario says,
    /// else lhs]
    #[arg(long, value_name = "DESIGN", value_parser = ["plain", "antithetic", "lhs", "sobol"])]
    pub sampling: Option<String>,
    /// Run each draw of the parameters so many times, each with noise of its own: variance.csv then
    /// tells how much of the spread parameters make and how much noise; --trials counts all of them
    /// [default: what the scenario says, else 1]
    #[arg(long, value_name = "K", value_parser = whole::<1, 1000>, allow_hyphen_values = true)]
    pub noise_replicates: Option<u64>,
}

impl Draws {
    /// Changes to the scenario, the design among them: so that a trace is told to make them too.
    pub fn with(&self, changes: &Changes) -> Vec<String> {
        let design = self.sampling.as_ref();
        let design = design.map(|design| format!("scenario.sampling={design}"));
        let noises = self.noise_replicates;
        let noises = noises.map(|noises| format!("scenario.noise_replicates={noises}"));
        let set = changes.set.iter().cloned();
        set.chain(design).chain(noises).collect()
    }
}

/// What may come with the tables.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each flag is one of its own")]
pub struct Also {
    /// Also write report.html: one page with figures and charts, as `lichain report` makes it
    #[arg(long)]
    pub html: bool,
    /// Also write report.xlsx: a workbook with native charts and every table, as `lichain report` makes it
    #[arg(long)]
    pub xlsx: bool,
    /// Also write trials.parquet: the same trials with types, for programs (in builds with Parquet)
    #[arg(long)]
    pub parquet: bool,
    /// Also keep the scenario's files in inputs/, so that `lichain verify` can run the results again from
    /// their directory alone
    #[arg(long)]
    pub keep_inputs: bool,
}

/// Where results go.
#[derive(Debug, Args)]
pub struct Place {
    /// Directory for the results; with several files, one inside it for each scenario
    /// [default: results/NAME, or the next free NAME-2, NAME-3, …]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Replace finished results in that directory
    #[arg(long, requires = "out")]
    pub force: bool,
}

/// The seed.
#[derive(Debug, Args)]
pub struct Luck {
    /// Seed of all randomness: the same seed gives the same bytes
    #[arg(long, value_name = "S", default_value_t = 1, value_parser = whole::<0, { u64::MAX }>,
          allow_hyphen_values = true)]
    pub seed: u64,
}

/// How many processors.
#[derive(Debug, Args)]
pub struct Cores {
    /// Threads to run on; changes no result [default: all]
    #[arg(long, value_name = "N", value_parser = whole::<1, 1024>, allow_hyphen_values = true)]
    pub threads: Option<u64>,
}

/// How much memory trials may take.
#[derive(Debug, Args)]
pub struct Memory {
    /// Memory for the numbers of trials, in MB. Trials that take more are folded as they come: summary.csv,
    /// timeline.csv and ledger.csv are of all of them, quantiles within 0.05 %; trials.csv, sensitivities and
    /// comparisons of the first ones
    #[arg(long = "memory", value_name = "MB", default_value_t = Memory::USUAL, value_parser = whole::<1, 1_000_000_000>,
          allow_hyphen_values = true)]
    pub megabytes: u64,
}

impl Memory {
    /// Where nothing is said [MB].
    pub const USUAL: u64 = 512;

    /// How many numbers that is.
    pub const fn numbers(&self) -> u64 {
        numbers_in(self.megabytes)
    }
}

/// Numbers in so many megabytes.
pub const fn numbers_in(megabytes: u64) -> u64 {
    megabytes * 1_000_000 / 8
}
