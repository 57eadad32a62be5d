//! Who looks on while trials run, and may stop them.

use super::{Progress, Runner};

/// Told of trials as they finish, from any thread; what it does changes no result.
pub trait Watch: Sync {
    /// So many trials of variants have finished since it was last told.
    fn finished(&self, trials: u64);

    /// Trials are kept up to here.
    fn kept(&self, _runner: &Runner, _trials: &Progress) {}

    /// True where no other trials shall begin.
    fn stops(&self) -> bool {
        false
    }
}

/// Only counts.
pub(super) struct Counting<'a>(pub &'a (dyn Fn(u64) + Sync));

impl Watch for Counting<'_> {
    fn finished(&self, trials: u64) {
        (self.0)(trials);
    }
}
