//! What `trace` can be asked for.

use std::path::PathBuf;

use clap::Args;

use super::shared::{Changes, Luck, Place};
use super::values::whole;

/// Tell one trial day by day: what moved, what was paid, what happened.
///
/// Writes its line of trials.csv, flows.csv, cash.csv and events.csv and prints the trial's measures. Trials are pure
/// functions of scenario, seed and number: the same trial comes out as in `run`.
#[derive(Debug, Args)]
pub struct Trace {
    /// Scenario file (TOML)
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Which variant [default: the reference]
    #[arg(long, value_name = "VARIANT")]
    pub variant: Option<String>,
    /// Which trial, counted from 1
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = whole::<1, { u64::MAX }>,
          allow_hyphen_values = true)]
    pub trial: u64,
    #[command(flatten)]
    pub luck: Luck,
    #[command(flatten)]
    pub changes: Changes,
    #[command(flatten)]
    pub place: Place,
}
