//! What `verify` can be asked for.

use std::path::PathBuf;

use clap::Args;

use super::shared::Cores;

/// Run finished results again from their run.json and compare every file byte by byte.
///
/// Takes the results of `run`, `merge`, `stress`, `optimize`, `trace`, `compare` and of `analyze` where it writes a
/// directory. First every file is held against its hash in run.json, then every input; then the command of run.json is
/// carried out once more, into a temporary directory that is removed in the end. Nothing else is written. What differs
/// is told at its first place, and the exit code is 1.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Verify {
    /// Directories that lichain has written
    #[arg(required = true, value_name = "DIR")]
    pub directories: Vec<PathBuf>,
    /// Only hold the files against their hashes in run.json; nothing is run
    #[arg(long)]
    pub quick: bool,
    /// The scenario file (TOML), where it is no longer where it was
    #[arg(long, value_name = "FILE", conflicts_with = "quick")]
    pub scenario: Option<PathBuf>,
    #[command(flatten)]
    pub cores: Cores,
}

const EXAMPLES: &str = "\
Examples:
  lichain verify results/kazakhstan-vietnam
      Are these still the numbers that the scenario gives?
  lichain verify results/* --quick
      Has any file of these changed since it was written? Takes no time.
  lichain verify sent --scenario sent/kazakhstan-vietnam.toml
      Results from somebody else, with the scenario beside them.
  lichain run FILE --keep-inputs --out kept
      These hold their own scenario, and can be verified without anything else.

Inputs are looked for in inputs/ of the directory, then where run.json says,
from here and from the directories that the results lie in; --scenario says it
for the scenario and what lies beside it. Only files with the hashes in run.json
are run.";
