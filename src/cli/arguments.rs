//! What can be asked for, and the help that teaches it.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// Simulates lithium battery supply chains, from mine to vehicle.
///
/// A scenario file describes a chain and what is uncertain about it; lichain plays it through many
/// times, day by day, and tells what it costs, how long it takes and how often it fails, variant
/// against variant.
#[derive(Debug, Parser)]
#[command(name = "lichain", version, max_term_width = 100, after_help = EXAMPLES)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

const EXAMPLES: &str = "\
Examples:
  lichain check scenarios/kazakhstan-vietnam.toml
      Is the file right? Shows the chain it describes and its lithium balance.
  lichain run scenarios/kazakhstan-vietnam.toml --trials 2000 --out results/today
      Runs all variants, writes CSV files, prints the comparison.
  lichain run scenarios/kazakhstan-vietnam.toml --set parameter.tariff.value=\"0.09 USD/kWh\"
      The same with one key changed.

Exit codes: 0 fine, 1 a result that failed what was asked, 2 a mistake in the input, \
3 the machine (disk full, no permission), 4 a fault of lichain";

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    Run(Run),
    Check(Check),
    Trace(Trace),
    Keys(Keys),
}

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
    /// Trials of each variant [default: what the scenario says, else 1000]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=10_000_000))]
    pub trials: Option<u64>,
    /// Seed of all randomness: the same seed gives the same bytes
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub seed: u64,
    /// Threads to run on; changes no result [default: all]
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true,
          value_parser = clap::value_parser!(u16).range(0..=1024))]
    pub threads: u16,
    /// Run only this variant; may be repeated
    #[arg(long, value_name = "VARIANT")]
    pub only: Vec<String>,
    #[command(flatten)]
    pub changes: Changes,
    #[command(flatten)]
    pub place: Place,
}

const RUN_FILES: &str = "\
Files that come out:
  summary.csv   every measure of every variant: mean, quantiles, their 95 % intervals
  trials.csv    every measure and every parameter of every trial
  timeline.csv  measures by month
  ledger.csv    money by party, category and year
  columns.csv   every column of these files: unit, meaning, source
  run.json      how to get the same again: version, seed, command, hashes of inputs and outputs

The table at the end gives means with half of their 95 % interval. A difference between variants is
called real when its 95 % interval, over all differences shown together, leaves out 0.";

/// Check scenarios without running them; print the chain and its balance.
#[derive(Debug, Args)]
pub struct Check {
    /// Scenario files (TOML)
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    #[command(flatten)]
    pub changes: Changes,
}

/// Tell one trial day by day: what moved, what was paid, what happened.
///
/// Writes flows.csv, cash.csv and events.csv and prints the trial's measures. Trials are pure
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
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..))]
    pub trial: u64,
    /// Seed of all randomness, as in `run`
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub seed: u64,
    #[command(flatten)]
    pub changes: Changes,
    #[command(flatten)]
    pub place: Place,
}

/// Print the scenario language: every key, what it takes and what it means.
#[derive(Debug, Args)]
pub struct Keys {
    /// Only this section and those within it, such as `site.process`
    #[arg(value_name = "SECTION")]
    pub section: Option<String>,
    /// As the page docs/language.md
    #[arg(long)]
    pub markdown: bool,
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

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_arguments_are_consistent() {
        super::Arguments::command().debug_assert();
    }
}
