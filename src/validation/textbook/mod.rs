//! Answers of the literature, closed forms and published runs.

mod inventory;
mod money;
mod prices;
mod published;
mod queues;

pub use published::SIX_STAGE;

use super::Case;

/// All of them.
pub const CASES: &[&[Case]] = &[
    inventory::CASES,
    published::CASES,
    queues::CASES,
    prices::CASES,
    money::CASES,
];
