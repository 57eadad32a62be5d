//! What goes wrong, when and where.

use super::Scalar;
use crate::id::{ElementId, HazardId, ProcessId, StockId};
use crate::random::Law;

/// Something that goes wrong: spells in which places have less capacity, or none.
#[derive(Clone, Debug, PartialEq)]
pub struct Hazard {
    /// Its id; its streams are `hazard.NAME.…`.
    pub name: String,
    /// In the user's words.
    pub title: String,
    /// When spells begin.
    pub clock: Clock,
    /// Factor on the rate by month of the year, January first.
    pub season: [f64; 12],
    /// Days a spell lasts; fixed dates say it themselves.
    pub lasts: Law<Scalar>,
    /// Share of capacity left while it lasts.
    pub leaves: Law<Scalar>,
    /// Days after the spell in which capacity rises in a straight line back to full.
    pub recovery_days: Scalar,
    /// What it hits at once.
    pub hits: Vec<Target>,
    /// Hazards of which a spell begins when one of this begins, each with its chance.
    pub sets_off: Vec<(HazardId, Scalar)>,
}

/// When spells begin.
#[derive(Clone, Debug, PartialEq)]
pub enum Clock {
    /// At a rate [1/day], whatever happens meanwhile; spells that overlap are one.
    Poisson(Scalar),
    /// So many days after the end of the last; the first so many after the first day.
    Renewal(Law<Scalar>),
    /// On these days: first and last, counted from the scenario's first day.
    Dates(Vec<(i32, i32)>),
    /// Only when another sets it off.
    SetOff,
}

/// What a hazard hits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// What a process can start.
    Process(ProcessId),
    /// What may leave a stock.
    Dispatch(StockId),
    /// What may enter a leg, or leave a node.
    Element(ElementId),
}
