//! What `compare` can be asked for.

use std::path::PathBuf;

use clap::Args;

use super::shared::Place;
use super::values::group;
use crate::cli::language::Language;

/// Compare the variants of finished runs: which differences are real, why, and what to decide.
///
/// Reads run.json, columns.csv and trials.csv of one or several runs with the same seed: trial k of every
/// variant shares its luck, so that differences are taken trial by trial. Several runs may be of one scenario
/// with different --set; variants called alike get the name of their directory.
#[derive(Debug, Args)]
#[command(
    after_help = COMPARE_FILES,
    mut_arg("out", |out| out.help("Directory for the results [default: results/NAME-compare, or the next free name]"))
)]
pub struct Compare {
    /// Directories that `lichain run` has written
    #[arg(required = true, value_name = "DIR")]
    pub directories: Vec<PathBuf>,
    /// Every pair of variants, not each against the reference
    #[arg(long)]
    pub all_pairs: bool,
    /// Measure to decide by [default: what the automaker pays, else what the chain costs]
    #[arg(long, value_name = "MEASURE")]
    pub objective: Option<String>,
    /// What it would be worth to know some parameters together, as in --group tariffs=kz,vn; may be
    /// repeated
    #[arg(long, value_name = "NAME=PARAMETERS", value_parser = group)]
    pub group: Vec<(String, Vec<String>)>,
    #[command(flatten)]
    pub place: Place,
    #[command(flatten)]
    pub language: Language,
}

const COMPARE_FILES: &str = "\
Files that come out:
  compare.csv    every measure of every pair: difference, intervals, p-values,
                 how often one is better, dominance
  explained.csv  what differences of costs come from, by category and by stage
  decision.csv   which variant is best with what probability, regret, what it
                 is worth to know a parameter first, where the choice turns
  columns.csv    every column of these files
  run.json       how to get the same again

Examples:
  lichain compare results/kazakhstan-vietnam --all-pairs
  lichain run FILE --out results/base
  lichain run FILE --out results/dear
      --set parameter.tariff.value=\"0.09 USD/kWh\"
  lichain compare results/base results/dear --objective chain_cost

Variants of the same name in two runs are held against each other; all others
against the reference of the first run.

Knowing a parameter first is worth something only where it may change the
choice. The worth is estimated by regression: with few trials only what shows
above the noise is found, and more trials find more.";
