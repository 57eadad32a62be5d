//! Variants against each other: differences, what they are made of, and what to decide on.

mod decision;
mod difference;
mod dominance;
mod explained;
mod together;

pub use decision::{Decision, DecisionRow, Group, Tells, decide};
pub use difference::{Difference, differences};
pub use dominance::{Side, first_order, second_order};
pub use explained::{Explained, explained};

/// How often an interval is to hold the truth.
pub const CONFIDENCE: f64 = crate::summary::CONFIDENCE;

#[cfg(test)]
mod tests;
