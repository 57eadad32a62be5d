//! What `shard` can be asked for.

use std::path::{Path, PathBuf};

use clap::Args;

use super::shared::{Changes, Cores, Draws, Luck, Memory};
use super::values::{only_of_a_run, part, whole};

/// Run a part of the trials on one machine of many.
///
/// The trials of a run are cut into N parts; this runs part K, counted from 0, and keeps it in a file. When all are
/// there, `lichain merge` writes the results: byte for byte those of `lichain run`. Any number of machines may
/// write into the same directory at once. A part that is there already is left as it is, so that the same
/// command can be given again after whatever went wrong.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Shard {
    /// Scenario file (TOML)
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Which part of how many, such as 0/16, 1/16 … 15/16
    #[arg(long, value_name = "K/N", value_parser = part, allow_hyphen_values = true)]
    pub part: (u64, u64),
    /// Directory for the part, which all parts may share; `-` prints the part instead
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// Run it anew, and replace the part that is there
    #[arg(long)]
    pub force: bool,
    /// Trials of each variant in all parts together [default: what the scenario says, else 1024, of
    /// sobol 2048]
    #[arg(long, value_name = "N", value_parser = whole::<1, 1_000_000_000_000>, allow_hyphen_values = true)]
    pub trials: Option<u64>,
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
    #[command(flatten)]
    pub changes: Changes,
    #[arg(long, hide = true, num_args = 0..=1, default_missing_value = "", value_parser = only_of_a_run)]
    precision: Option<String>,
}

impl Shard {
    /// All changes to the scenario.
    pub fn set(&self) -> Vec<String> {
        self.draws.with(&self.changes)
    }

    /// Where the part goes; nothing where it is printed.
    pub fn directory(&self) -> Option<&Path> {
        Some(self.out.as_path()).filter(|out| *out != Path::new("-"))
    }
}

const EXAMPLES: &str = "\
Examples:
  lichain shard FILE --part 0/2 --out parts --trials 20000
  lichain shard FILE --part 1/2 --out parts --trials 20000
  lichain merge FILE parts --out results/large
      Two halves, run anywhere, and the results of the whole.
  lichain shard FILE --part $SLURM_ARRAY_TASK_ID/64 --out parts
      In an array of jobs: one part of 64 each.
  lichain shard FILE --part 3/16 --out - > part-0003-of-0016.bin
      Where no directory is shared.

The same flags must be said to every part and to `lichain merge`: --trials,
--seed, --sampling, --noise-replicates, --memory, --only, --set.";
