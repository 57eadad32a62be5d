//! What a process can be beyond a recipe at a fixed capacity: built in phases, slow to ramp up, out
//! of order at times, learning, running out of ore, taxed, hungry for energy.

use super::{Price, Scalar};
use crate::id::PartyId;
use crate::random::Law;

/// What a process is beyond its recipe.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Extras {
    /// Outages by a renewal clock.
    pub outages: Option<Outages>,
    /// Phases in order of name; empty where capacity is of one piece.
    pub phases: Vec<Phase>,
    /// Scrap that falls with experience.
    pub learning: Option<Learning>,
    /// Ore in the ground.
    pub mine: Option<Mine>,
    /// A share of the value of output.
    pub royalty: Option<Royalty>,
    /// Energy with its carbon.
    pub energy: Option<Energy>,
    /// Tonnes of carbon dioxide equivalents per unit started beyond those of `energy`.
    pub emissions_t: Option<Scalar>,
}

/// Rise to capacity after the start.
#[derive(Clone, Debug, PartialEq)]
pub enum Ramp {
    /// In a straight line.
    Linear {
        /// Share of capacity on the first day.
        from: Scalar,
        /// Days from the first day to full capacity.
        over_days: Scalar,
        /// Share of capacity that is never passed.
        ceiling: Scalar,
    },
    /// By a class of `McNulty`.
    McNulty {
        /// 1 (known technology) to 4 (much that is new).
        class: u8,
        /// Days in which a plant of class 1 is at nameplate.
        to_nameplate_days: Scalar,
        /// Share of capacity that is never passed.
        ceiling: Scalar,
    },
}

/// Times in order and out of order, in turns, from the first day of production on.
#[derive(Clone, Debug, PartialEq)]
pub struct Outages {
    /// Days from the end of an outage to the next.
    pub up_days: Law<Scalar>,
    /// Days of an outage.
    pub down_days: Law<Scalar>,
}

/// A part of a process's capacity that opens by itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Phase {
    /// Its id.
    pub name: String,
    /// Units started a day.
    pub capacity_per_day: Scalar,
    /// First day as planned; infinite for never, and for what opens when it is needed.
    pub start_day: Scalar,
    /// Days by which it opens later than planned.
    pub delay_days: Scalar,
    /// Rise to capacity, from its own first day; that of the process where there is none.
    pub ramp: Option<Ramp>,
    /// Planned capital expenditure [USD/(unit/day)], spent on its first day.
    pub capex: Scalar,
    /// What that is multiplied by.
    pub overrun: Scalar,
    /// Opens when it is needed rather than on a date.
    pub when: Option<Trigger>,
}

/// When a phase is needed.
#[derive(Clone, Debug, PartialEq)]
pub struct Trigger {
    /// Units started over units possible, of all that is open.
    pub utilisation: Scalar,
    /// Whole days over which that is taken; ≥ 1.
    pub over_days: u32,
    /// Days from that evening to the first day.
    pub build_days: Scalar,
}

/// Scrap that falls with cumulative good output.
#[derive(Clone, Debug, PartialEq)]
pub struct Learning {
    /// Share lost at first.
    pub first: Scalar,
    /// Share lost in the end.
    pub mature: Scalar,
    /// Good output by which 95 % of the way is gone [unit].
    pub at: Scalar,
}

/// Ore in the ground.
#[derive(Clone, Debug, PartialEq)]
pub struct Mine {
    /// Ore [t].
    pub reserve_t: Scalar,
    /// Share of the ore that is the mineral's measured oxide.
    pub grade: Scalar,
    /// Share of that which ends in concentrate.
    pub recovery: Scalar,
    /// Share of the concentrate that is it.
    pub concentrate_grade: Scalar,
}

/// A share of the value of good output.
#[derive(Clone, Debug, PartialEq)]
pub struct Royalty {
    /// The share.
    pub rate: Scalar,
    /// Value of a unit [USD/unit].
    pub of: Price,
    /// Who is paid.
    pub to: PartyId,
    /// Days from the first day of production without it.
    pub holiday_days: Scalar,
}

/// Energy of what is started.
#[derive(Clone, Debug, PartialEq)]
pub struct Energy {
    /// kWh per unit started.
    pub kwh_per_unit: Scalar,
    /// USD per kWh.
    pub price: Price,
    /// Who is paid.
    pub to: PartyId,
    /// Tonnes of carbon dioxide equivalents per kWh.
    pub carbon_t_per_kwh: Scalar,
}
