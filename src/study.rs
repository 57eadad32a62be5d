//! The flow as one short function.

use crate::model::Model;
use crate::outcome::{Breach, Outcomes, Trace};

/// How much to run.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Number of trials.
    pub trials: u64,
    /// The seed.
    pub seed: u64,
}

/// Runs all trials of all variants; `progress` is told how many trials of variants are finished.
///
/// # Errors
/// A rule that did not hold.
pub fn run(
    _models: &[Model],
    _reference: usize,
    _settings: &Settings,
    _progress: &(dyn Fn(u64) + Sync),
) -> Result<Outcomes, Breach> {
    todo!()
}

/// Runs one trial of one variant and tells it day by day.
///
/// # Errors
/// A rule that did not hold.
pub fn trace(_model: &Model, _trial: u64, _seed: u64) -> Result<Trace, Breach> {
    todo!()
}
