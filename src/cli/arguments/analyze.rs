//! What `analyze` can be asked for.

use std::path::PathBuf;

use clap::Args;

use super::shared::{Changes, Cores};
use super::values::{filter, share, whole};
use crate::cli::language::Language;
use crate::scenario::Filter;

/// Tell which inputs move an output, and where it goes wrong.
///
/// Takes a table (CSV) of inputs and outputs, the results of `lichain run` (a directory), or a scenario (TOML). From
/// a table or from results: rank correlations, the output with each input in its lowest and highest tenth, a
/// lower bound of the inputs' share of variance, Sobol indices where the rows are a Saltelli design. A scenario
/// is run anew as --method says. With --prim: boxes of the inputs in which something happens often.
#[derive(Debug, Args)]
#[command(after_help = ANALYZE_EXAMPLES)]
pub struct Analyze {
    /// Table (CSV; commas or semicolons, as spreadsheets save it), directory of results, or scenario (TOML)
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Columns of the inputs, separated by commas [default of results and scenarios: every parameter
    /// that varies]
    #[arg(long, value_name = "COLUMNS", value_delimiter = ',')]
    pub inputs: Vec<String>,
    /// Column of the output [default of results and scenarios: what the automaker pays, else what the
    /// chain costs]
    #[arg(long, value_name = "COLUMN")]
    pub output: Option<String>,
    /// Only this variant of results or of a scenario; may be repeated
    #[arg(long, value_name = "VARIANT")]
    pub variant: Vec<String>,
    #[arg(long, value_name = "CONDITION",
          help = "Find boxes of the inputs in which a condition holds often, such as \"fill_rate < 0.9\"",
          conflicts_with_all = ["output", "method", "design"])]
    pub prim: Option<String>,
    /// Share of rows that a box holds at least
    #[arg(long, value_name = "SHARE", requires = "prim", value_parser = share, default_value = "0.05")]
    pub mass: f64,
    /// How many boxes at most, each in what the earlier ones leave
    #[arg(long, value_name = "N", requires = "prim", value_parser = whole::<1, 20>, default_value_t = 3)]
    pub boxes: u64,
    /// What is run of a scenario: sobol for shares of variance, morris for a cheap ranking of many
    /// parameters
    #[arg(long, value_name = "METHOD", value_parser = ["sobol", "morris"])]
    pub method: Option<String>,
    /// Base points of sobol [default: 256] or trajectories of morris [default: 32]
    #[arg(long, value_name = "N", requires = "method", value_parser = whole::<2, 1_000_000>,
          allow_hyphen_values = true)]
    pub base: Option<u64>,
    /// How the rows of a table were chosen, where by design [default: independently]
    #[arg(long, value_name = "DESIGN", value_parser = ["saltelli"], conflicts_with = "method")]
    pub design: Option<String>,
    /// Base points of the design [default: what the rows make]
    #[arg(long, value_name = "N", requires = "design", value_parser = whole::<2, 100_000_000>,
          allow_hyphen_values = true)]
    pub n: Option<u64>,
    /// Seed of all randomness: of a scenario's trials and of the samples behind intervals of Sobol indices
    #[arg(long, value_name = "S", default_value_t = 1, value_parser = whole::<0, { u64::MAX }>,
          allow_hyphen_values = true)]
    pub seed: u64,
    #[command(flatten)]
    pub cores: Cores,
    #[command(flatten)]
    pub changes: Changes,
    /// Only rows of a table whose cell says VALUE, or with `~` has it within; may be repeated: any of one
    /// column
    #[arg(long, value_name = "COLUMN=VALUE", value_parser = filter)]
    pub only: Vec<Filter>,
    /// Where results go: of a scenario or of --prim a directory [default: results/NAME-METHOD, or the next free
    /// name], else a CSV file [default: none]
    #[arg(long, value_name = "PATH")]
    pub out: Option<PathBuf>,
    /// Replace what is there
    #[arg(long, requires = "out")]
    pub force: bool,
    #[command(flatten)]
    pub language: Language,
}

const ANALYZE_EXAMPLES: &str = "\
Examples:
  lichain run scenarios/kazakhstan-vietnam.toml --out results/today
  lichain analyze results/today
      Which parameters move the cost, in each variant of a finished run.
  lichain analyze results/today --prim \"fill_rate < 0.9\"
      In which boxes of the parameters vehicles often wait for cells.
  lichain analyze scenarios/lessons/what-matters.toml --method sobol
      Shares of variance of each parameter, alone and with the others, and of
      all noise. Takes N (parameters + 3) trials of each variant.
  lichain analyze scenarios/kazakhstan-vietnam.toml --method morris
      Ranks all parameters with N (parameters + 2) trials of each variant.
  lichain analyze results/today/trials.csv --only variant=cells-from-china
      --inputs lce_start,sea_freight,lost_sale --output delivered_cost.freight
      What moves the freight in each kWh. Takes any table.
  lichain analyze points.csv --inputs x1,x2,x3 --output y --design saltelli
      First and total Sobol indices. The design is recognised by its points:
      A, AB of each input and B together for each base point (as SALib writes
      them, with BA or without), or all of A, all of B, all of AB by input.

Intervals are 95 %.";
