//! What `selftest` can be asked for.

use clap::Args;

use super::shared::Cores;
use crate::validation::{Effort, Group};

/// Run studies whose answers are known, on this machine, and tell figure and truth.
///
/// Answers of textbooks, closed forms, what other programs print, limits, balances, how often intervals hold the
/// truth, and the same bits on any number of threads: each with its tolerance and where its truth comes from.
/// Takes about half a minute on two cores. Seeds are fixed, so the figures are the same on every machine;
/// docs/validation.md has them. Exit code 4 where one is not as it should be: that is a fault of lichain.
#[derive(Debug, Args)]
pub struct Selftest {
    /// More trials and thousands of repetitions, for narrower tolerances: some minutes
    #[arg(long)]
    pub full: bool,
    /// Only this group; may be repeated
    #[arg(long, value_name = "GROUP", value_parser = Group::ALL.map(Group::name))]
    pub only: Vec<String>,
    /// As the tables of docs/validation.md
    #[arg(long, conflicts_with = "csv")]
    pub markdown: bool,
    /// As a table for a spreadsheet
    #[arg(long)]
    pub csv: bool,
    #[command(flatten)]
    pub cores: Cores,
}

impl Selftest {
    /// The groups that were asked for; all where none is named.
    pub fn groups(&self) -> impl Iterator<Item = Group> {
        let is_asked =
            |group: &Group| self.only.is_empty() || self.only.iter().any(|n| n == group.name());
        Group::ALL.into_iter().filter(is_asked)
    }

    /// How much is to be run.
    pub fn effort(&self) -> Effort {
        if self.full {
            Effort::Full
        } else {
            Effort::Quick
        }
    }
}
