//! What `merge` can be asked for.

use std::path::PathBuf;

use clap::Args;

use super::shared::{Also, Changes, Cores, Draws, Place};
use super::values::whole;
use crate::cli::language::Language;

/// Put the parts of a run together that `lichain shard` has written.
///
/// Writes the results of `lichain run` with the same flags, byte for byte, whatever the number of parts and wherever
/// they were run. Parts that are missing, damaged or of another run are named, and nothing is written then.
#[derive(Debug, Args)]
#[command(
    after_help = EXAMPLES,
    mut_arg("out", |out| out.help("Directory for the results [default: results/NAME, or the next free name]"))
)]
pub struct Merge {
    /// Scenario file (TOML)
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Directory of the parts; what else is in it is left alone
    #[arg(value_name = "DIR")]
    pub directory: PathBuf,
    /// Trials of each variant in all parts together [default: those of the parts]
    #[arg(long, value_name = "N", value_parser = whole::<1, 1_000_000_000_000>, allow_hyphen_values = true)]
    pub trials: Option<u64>,
    /// Seed of the parts [default: theirs]
    #[arg(long, value_name = "S", value_parser = whole::<0, { u64::MAX }>, allow_hyphen_values = true)]
    pub seed: Option<u64>,
    /// Memory in MB that the numbers of all trials may take before they are folded [default: that of the parts]
    #[arg(long, value_name = "MB", value_parser = whole::<1, 1_000_000_000>, allow_hyphen_values = true)]
    pub memory: Option<u64>,
    #[command(flatten)]
    pub draws: Draws,
    #[command(flatten)]
    pub cores: Cores,
    /// Only this variant, as it was said to the parts; may be repeated
    #[arg(long, value_name = "VARIANT")]
    pub only: Vec<String>,
    #[command(flatten)]
    pub also: Also,
    #[command(flatten)]
    pub language: Language,
    #[command(flatten)]
    pub changes: Changes,
    #[command(flatten)]
    pub place: Place,
}

impl Merge {
    /// All changes to the scenario.
    pub fn set(&self) -> Vec<String> {
        self.draws.with(&self.changes)
    }
}

const EXAMPLES: &str = "\
Example:
  lichain shard FILE --part 0/2 --out parts --trials 20000
  lichain shard FILE --part 1/2 --out parts --trials 20000
  lichain merge FILE parts --out results/large --html

What was said to the parts is said again: --sampling, --noise-replicates,
--only, --set; --trials, --seed and --memory need not be. The results can be
gone on with by `lichain run --resume`.";
