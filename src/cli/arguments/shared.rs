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
