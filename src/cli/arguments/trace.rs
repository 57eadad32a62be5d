//! What `trace` can be asked for.

use clap::Args;

use super::shared::{Luck, OneScenario};
use super::values::whole;
use crate::calendar::Date;

/// Tell one trial day by day: what moved, what was paid, what happened.
///
/// Writes its line of trials.csv, flows.csv, cash.csv and events.csv and prints the trial's measures. Trials are pure
/// functions of scenario, seed and number: the same trial comes out as in `run`.
///
/// With --why it prints instead where a shortage came from, and writes why.csv: the largest shortage of
/// that day, followed back through stocks, cargo and plants to a hazard, a capacity, a date or a policy.
#[derive(Debug, Args)]
#[command(
    after_help = TRACE_EXAMPLES,
    mut_arg("out", |out| out.help("Directory for the results [default: results/NAME-VARIANT-trial-N, or the next free name]"))
)]
pub struct Trace {
    /// Which variant [default: the reference]
    #[arg(long, value_name = "VARIANT")]
    pub variant: Option<String>,
    /// Which trial, counted from 1
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = whole::<1, { u64::MAX }>,
          allow_hyphen_values = true)]
    pub trial: u64,
    #[command(flatten)]
    pub luck: Luck,
    /// Explain a shortage: that of a date, or the worst of the trial
    #[arg(long, value_name = "DATE|worst", value_parser = asked)]
    pub why: Option<Asked>,
    #[command(flatten)]
    pub scenario: OneScenario,
}

/// Which shortage is to be explained.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Asked {
    /// The largest of a day.
    On(Date),
    /// That of the day on which most was missing.
    Worst,
}

fn asked(text: &str) -> Result<Asked, String> {
    if text == "worst" {
        return Ok(Asked::Worst);
    }
    let date = Date::parse(text).map(Asked::On);
    date.ok_or_else(|| "a date such as 2031-03-12 or \"worst\" is wanted".to_owned())
}

const TRACE_EXAMPLES: &str = "\
Examples:
  lichain trace FILE --trial 17 --why 2031-03-12
      Why did somebody go short on that day of trial 17?
  lichain trace FILE --trial 17 --why worst
      The same for its worst day. Trials with shortages have a fill_rate
      below 1 in trials.csv.

A [flows.csv:812] at the end of a step is the line of the trace it rests on.";
