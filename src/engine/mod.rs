//! One trial of one variant. The engine knows no names, no files and no scenario language: it reads
//! a [`Plan`], writes only into a [`Scratch`] (made once a thread, reset each trial, allocating
//! nothing once warm), and leaves its results in a [`Row`].
//!
//! The order of a day is the list at the top of [`day`]; each line of it is one file.

mod arrivals;
mod audit;
mod books;
mod cargo;
mod day;
mod demand;
mod dispatch;
mod expectation;
mod ledger;
mod lots;
mod paths;
mod policy;
mod prepare;
mod production;
mod results;
mod review;
mod scratch;
#[cfg(test)]
mod tests;
mod watch;

pub use audit::Rule;
pub use scratch::Scratch;
pub use watch::{Happening, Silent, Watch};

use crate::outcome::Row;
use crate::plan::Plan;

/// A rule that did not hold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Broken {
    /// The day, counted from 0.
    pub day: u32,
    /// Which rule.
    pub rule: Rule,
    /// By how much, relative to what passed through.
    pub amount: f64,
}

/// Runs a trial (counted from 1) and writes its results. Returns the first rule that did not hold.
pub fn simulate<W: Watch>(
    plan: &Plan,
    seed: u64,
    trial: u64,
    scratch: &mut Scratch,
    row: &mut Row<'_>,
    watch: &mut W,
) -> Option<Broken> {
    scratch.prepare(plan, seed, trial);
    let mut today = day::Today {
        plan,
        s: scratch,
        watch,
        day: 0,
        books: false,
    };
    for day in 0..plan.days {
        today.day = day;
        today.run();
    }
    audit::at_the_end(plan, scratch);
    results::write(plan, scratch, row);
    scratch.broken
}
