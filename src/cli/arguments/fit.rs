//! What `fit` can be asked for.

use std::path::PathBuf;

use clap::Args;

use super::values::{day, filter, whole};
use crate::calendar::Date;
use crate::cli::language::Language;
use crate::scenario::Filter;

/// Estimate a price index or how long something lasts from a table of what was seen.
///
/// Prices: a column of dates, at any distance, and one of values. Fits processes by maximum likelihood
/// (constant scatters about one level, gbm wanders, `log_ou` returns to a level, these two also with jumps
/// or with two regimes that take turns), compares them by Akaike's criterion (the lower the better) and
/// says in words what the data do not tell. `bootstrap` chooses the length of blocks, `path` takes the
/// prices as they are. Durations: a column of days, or of first and last days; an empty one is not over
/// yet. Ends with a block for a scenario file.
#[derive(Debug, Args)]
#[command(after_help = FIT_EXAMPLES)]
pub struct Fit {
    /// Table (CSV; commas or semicolons, as spreadsheets save it)
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Column of dates [default: date]
    #[arg(long, value_name = "COLUMN")]
    pub date: Option<String>,
    /// Column of prices [default: value]
    #[arg(long, value_name = "COLUMN")]
    pub value: Option<String>,
    /// Processes to fit
    #[arg(long, value_name = "MODEL", default_value = "all",
          value_parser = ["constant", "gbm", "log_ou", "jumps", "regimes", "bootstrap", "path", "all"])]
    pub model: String,
    /// Also write the prices that were read to this CSV file, for `path` and `bootstrap` to read
    #[arg(long, value_name = "FILE", conflicts_with_all = ["durations", "from"])]
    pub history: Option<PathBuf>,
    /// Unit of the prices, such as USD/t [default: what a column `unit` says]
    #[arg(long, value_name = "UNIT")]
    pub unit: Option<String>,
    /// Name of the index or hazard in the block to paste
    #[arg(long, value_name = "NAME", default_value = "price")]
    pub name: String,
    /// Column of durations [days]
    #[arg(long, value_name = "COLUMN", conflicts_with_all = ["date", "value", "unit"])]
    pub durations: Option<String>,
    /// Column of first days: gives durations with --to, and the rate of events
    #[arg(long, value_name = "COLUMN", conflicts_with_all = ["date", "value", "unit"])]
    pub from: Option<String>,
    /// Column of last days
    #[arg(long, value_name = "COLUMN", requires = "from")]
    pub to: Option<String>,
    /// Column that says `yes` where a duration is not over yet, else `no`
    #[arg(long, value_name = "COLUMN", requires = "durations")]
    pub censored: Option<String>,
    /// First day of watching: events before it are left out [default: the first event]
    #[arg(long, value_name = "DATE", requires = "from", value_parser = day)]
    pub since: Option<Date>,
    /// Last day of watching: what has no end lasted until then at least [default: the last
    /// day in the table]
    #[arg(long, value_name = "DATE", requires = "from", value_parser = day)]
    pub until: Option<Date>,
    /// Seed of the simulated histories
    #[arg(long, value_name = "S", default_value_t = 1, value_parser = whole::<0, { u64::MAX }>,
          allow_hyphen_values = true)]
    pub seed: u64,
    #[command(flatten)]
    pub table: FromTable,
}

/// Which rows of a table are read, and where estimates from it go.
#[derive(Debug, Args)]
pub struct FromTable {
    /// Only rows whose cell says VALUE, or with `~` has it within; may be repeated: any of one column
    #[arg(long, value_name = "COLUMN=VALUE", value_parser = filter)]
    pub only: Vec<Filter>,
    /// Also write the estimates to this CSV file
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Replace files that are there
    #[arg(long)]
    pub force: bool,
    #[command(flatten)]
    pub language: Language,
}

const FIT_EXAMPLES: &str = "\
Examples:
  lichain fit scenarios/facts/price_history.csv --name lce --unit USD/t
      --only series=LC_BG_CN_monthly_USD --only kind=observed
      A price index from the observed months of one series.
  lichain fit scenarios/facts/price_history.csv --model bootstrap
      --only series=LC_BG_CN_monthly_USD --history lithium.csv
      The length of blocks, and the table they are drawn from.
  lichain fit scenarios/facts/disruptions.csv --durations duration_days
      --from start --since 2020-10-01 --until 2025-12-31
      --only place~Dostyk --only mode=rail --name dostyk
      How often and how long the rail border at Dostyk was disturbed.

Intervals are 95 %. Those of a speed of return come from histories simulated at
the table's own dates: near no return the usual law does not hold. Those of
jumps and of the stays of regimes are of the profile likelihood.";
