//! Validation cases: small studies whose answers are known from outside, run on the way that every scenario
//! takes (text, check, plan, trials, summary) and held to a tolerance. `lichain selftest` runs them on the
//! user's machine, the tests run the same, docs/validation.md is printed by them.
//!
//! A case is blunt where it would pass a likely mistake as well. So a row may name a rival, the answer of such a
//! mistake, and fails unless its tolerance refuses it. Seeds are fixed, so that figures are the same everywhere.

#![allow(clippy::unnecessary_wraps, reason = "all cases have one signature")]

mod balances;
mod bench;
mod check;
mod coverage;
mod limits;
mod page;
mod peers;
mod streams;
#[cfg(test)]
mod tests;
mod textbook;
mod truth;

pub use check::{Check, Rival, Row, Verdict};
pub use page::markdown;

/// What a case is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Answers of the literature, closed forms, published runs.
    Textbook,
    /// What must come out where something is nothing, endless, or twice as much.
    Limits,
    /// Material, lithium and money, added up in two ways.
    Balances,
    /// How often intervals hold the truth.
    Coverage,
    /// What other programs print.
    Peers,
    /// Known words of the generator, and the same bits whoever runs the trials.
    Streams,
}

impl Group {
    /// All of them, in the order in which they are run.
    pub const ALL: [Self; 6] = [
        Self::Streams,
        Self::Peers,
        Self::Limits,
        Self::Textbook,
        Self::Balances,
        Self::Coverage,
    ];

    /// What it is asked for by.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Textbook => "textbook",
            Self::Limits => "limits",
            Self::Balances => "balances",
            Self::Coverage => "coverage",
            Self::Peers => "peers",
            Self::Streams => "streams",
        }
    }

    /// What it is about, in a line.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Textbook => "Textbook: answers of the literature, closed forms, published runs",
            Self::Limits => "Limits: nothing, no end, twice as much",
            Self::Balances => "Balances: material, lithium and money, added up in two ways",
            Self::Coverage => "Coverage: how often 95 % intervals hold the truth",
            Self::Peers => "Peers: what other programs print",
            Self::Streams => "Streams: known words, and the same bits whoever runs the trials",
        }
    }

    /// Its cases.
    pub fn cases(self) -> impl Iterator<Item = &'static Case> {
        let cases = match self {
            Self::Textbook => textbook::CASES,
            Self::Limits => limits::CASES,
            Self::Balances => balances::CASES,
            Self::Coverage => coverage::CASES,
            Self::Peers => peers::CASES,
            Self::Streams => streams::CASES,
        };
        cases.iter().copied().flatten()
    }
}

/// How much is run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effort {
    /// Under half a minute on two cores.
    Quick,
    /// Minutes: more trials, thousands of repetitions.
    Full,
}

impl Effort {
    /// One number of trials or another.
    #[must_use]
    pub const fn of(self, quick: u64, full: u64) -> u64 {
        match self {
            Self::Quick => quick,
            Self::Full => full,
        }
    }
}

/// A case of one or several figures.
#[derive(Clone, Copy, Debug)]
pub struct Case {
    /// What is run, in a few words.
    pub name: &'static str,
    /// Where the truth comes from.
    pub source: &'static str,
    run: fn(Effort) -> Result<Vec<Row>, String>,
}

impl Case {
    /// Runs it. What keeps it from running is a row that fails.
    #[must_use]
    pub fn run(&'static self, effort: Effort) -> Told {
        let rows = match (self.run)(effort) {
            Ok(rows) => rows,
            Err(words) => vec![Row::new("runs", Check::Refused(words))],
        };
        Told { case: self, rows }
    }
}

/// What a case came to.
#[derive(Clone, Debug)]
pub struct Told {
    /// Which.
    pub case: &'static Case,
    /// Its figures.
    pub rows: Vec<Row>,
}
