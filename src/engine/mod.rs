//! Trials of one variant, some side by side. The engine knows no names, no files and no scenario language: it reads
//! a [`Plan`], writes only into a [`Scratch`] (made once a thread, reset each time, allocating
//! nothing once warm), and leaves its results in [`Row`]s.
//!
//! The order of a day is the list at the top of [`day`]; each line of it is one file.

mod arrivals;
mod audit;
mod books;
mod cargo;
mod carriage;
mod compare;
mod containers;
mod day;
mod demand;
mod dispatch;
mod expectation;
mod fallback;
mod hazards;
mod imports;
mod instructions;
mod ledger;
mod luck;
mod months;
mod orders;
mod outlets;
mod paths;
mod pipe;
mod plant;
mod policy;
mod prepare;
mod production;
mod ratios;
mod residual;
mod results;
mod returns;
mod review;
mod scratch;
mod service;
mod stops;
mod takes;
mod taxes;
#[cfg(test)]
mod tests;
mod watch;
mod ways;
mod wide;
mod witness;

pub use audit::Rule;
pub use instructions::Instructions;
pub use luck::{Draw, Parameters};
pub use scratch::Scratch;
pub use service::Evening;
pub use watch::{Happening, Silent, Watch};

use crate::outcome::Row;
use crate::plan::Plan;

/// Trials that run best side by side: as many numbers as the widest vector of a processor holds.
pub const SIDE_BY_SIDE: usize = 8;

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

/// Runs trials side by side (counted from 1, as many as there are rows, at most `N`) and writes their
/// results. Returns the first of them in which a rule did not hold, counted from 0, and that rule.
pub fn simulate<W: Watch, const N: usize>(
    plan: &Plan,
    seed: u64,
    first: u64,
    scratch: &mut Scratch<N>,
    rows: &mut [Row<'_>],
    watch: &mut W,
) -> Option<(usize, Broken)> {
    let luck = luck::Luck {
        seed,
        first,
        chosen: None,
    };
    simulate_with(plan, luck, scratch, rows, watch)
}

/// The same with parameters and noise chosen for each trial; there are as many rows as draws.
pub fn simulate_chosen<const N: usize>(
    plan: &Plan,
    seed: u64,
    draws: &[Draw<'_>],
    scratch: &mut Scratch<N>,
    rows: &mut [Row<'_>],
) -> Option<(usize, Broken)> {
    let luck = luck::Luck {
        seed,
        first: 1,
        chosen: Some(draws),
    };
    simulate_with(plan, luck, scratch, rows, &mut Silent)
}

fn simulate_with<W: Watch, const N: usize>(
    plan: &Plan,
    luck: luck::Luck,
    scratch: &mut Scratch<N>,
    rows: &mut [Row<'_>],
    watch: &mut W,
) -> Option<(usize, Broken)> {
    scratch.instructions.run(plan, luck, scratch, watch);
    audit::at_the_end(plan, scratch);
    results::write(plan, scratch, rows);
    let mut broken = scratch.broken.iter().take(rows.len()).enumerate();
    broken.find_map(|(k, broken)| Some((k, (*broken)?)))
}
