//! Who looks on while trials run, and may stop them.

use super::{Progress, Runner, Wave};
use crate::outcome::TrialRow;

/// Told of trials as they finish, from any thread; what it does changes no result.
pub trait Watch: Sync {
    /// So many trials of variants have finished since it was last told.
    fn finished(&self, trials: u64);

    /// These are the trials that come next in the results: wave after wave, in order, before they are folded.
    fn ran(&self, _rows: &Rows<'_>) {}

    /// Trials are kept up to here.
    fn kept(&self, _runner: &Runner, _trials: &Progress) {}

    /// True where no other trials shall begin.
    fn stops(&self) -> bool {
        false
    }
}

/// Trials of all variants, one after the other without a gap.
pub struct Rows<'a> {
    pub(super) wave: &'a Wave,
    pub(super) first: u64,
    pub(super) trials: u64,
}

impl<'a> Rows<'a> {
    /// The first of them, counted from 1.
    #[must_use]
    pub const fn first(&self) -> u64 {
        self.first
    }

    /// Those of a variant, in order.
    #[must_use]
    pub fn of(&self, variant: usize) -> Vec<TrialRow<'a>> {
        let rows = self.wave.rows(variant, self.trials);
        rows.into_iter().map(super::fold::Numbers::shown).collect()
    }
}

/// Only counts.
pub(super) struct Counting<'a>(pub &'a (dyn Fn(u64) + Sync));

impl Watch for Counting<'_> {
    fn finished(&self, trials: u64) {
        (self.0)(trials);
    }
}
