//! What a measure came to over more trials than are kept.

use crate::stats::{Comoments, Distribution, Moments, Worst};

/// A measure over all trials of a variant, folded.
#[derive(Clone, Debug)]
pub struct Streamed {
    /// Its values, counted.
    pub values: Distribution,
    /// Its worst trials, where one end is the bad one.
    pub worst: Option<Worst>,
    /// Its values with those of the controls, in the order of [`super::Layout::controls`]; nothing without any.
    pub controlled: Option<Comoments>,
    /// Its sums by whole replicates, as shares of their size, with those of the controls and, last, how much of each
    /// replicate is defined; and that by itself. Nothing where trials were drawn one by one.
    pub replicates: Option<(Comoments, Moments)>,
}
