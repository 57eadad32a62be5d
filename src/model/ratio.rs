//! Measures that the user declares from others.

use super::Scalar;

/// One measure over another, trial by trial. Measures are named as in results; that there are such
/// measures is checked before a trial runs.
#[derive(Clone, Debug, PartialEq)]
pub struct Ratio {
    /// Its id.
    pub name: String,
    /// In the user's words.
    pub title: String,
    /// What is divided: `door_to_door_days@sea`.
    pub of: String,
    /// By what.
    pub over: String,
    /// Bound of which it is asked how often it is reached.
    pub at_least: Option<Scalar>,
}
