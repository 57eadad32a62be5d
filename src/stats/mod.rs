//! Pure statistics: numbers in, numbers out.

/// Sums folded in blocks of 64 in order of trial.
#[derive(Clone, Debug, Default)]
pub struct Moments {}

/// [`Moments`] with an integer histogram.
#[derive(Clone, Debug, Default)]
pub struct Distribution {}
