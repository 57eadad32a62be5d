//! What `stress` can be asked for.

use clap::Args;

use super::shared::{Cores, Luck, OneScenario};
use super::values::{day, whole};
use crate::calendar::Date;

/// Take each leg, node and plant down in turn: time to survive, time to recover.
///
/// Every trial is run as it is and again with one thing down from one day on; the two share all luck. Time to
/// survive counts from that day until somebody goes unserved who is served undisturbed, time to recover
/// until service and backlog are as undisturbed for 30 days. Writes stress.csv and cover.csv (days of cover
/// of the stocks).
#[derive(Debug, Args)]
#[command(mut_arg("out", |out| out.help("Directory for the results [default: results/NAME-stress, or the next free name]")))]
pub struct Stress {
    /// Only this leg, node or plant, such as node.khorgos, leg.sea or site.mine; may be repeated
    #[arg(long, value_name = "WHAT")]
    pub hit: Vec<String>,
    /// For how many days, separated by commas
    #[arg(long, value_name = "DAYS", value_delimiter = ',', default_value = "7,30,90,180",
          value_parser = whole::<1, 36_500>, allow_hyphen_values = true)]
    pub down: Vec<u64>,
    /// The first day down [default: in the middle of the books]
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub from: Option<Date>,
    /// Trials of each variant
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = whole::<1, 100_000_000>,
          allow_hyphen_values = true)]
    pub trials: u64,
    #[command(flatten)]
    pub luck: Luck,
    #[command(flatten)]
    pub cores: Cores,
    /// Test only this variant; may be repeated
    #[arg(long, value_name = "VARIANT")]
    pub only: Vec<String>,
    #[command(flatten)]
    pub scenario: OneScenario,
}
