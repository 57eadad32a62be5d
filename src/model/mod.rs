//! What the user meant: one variant of a scenario, complete, consistent, in base units (USD, day,
//! tonne, kWh, vehicle, unit, FEU). Made by [`crate::scenario`], read by [`crate::plan`], by
//! `check` and by the reports. Entities stand in order of name.

mod amount;
mod carriage;
mod hazard;
mod index;
mod lever;
mod means;
mod modes;
mod money;
mod network;
mod plant;
mod ratio;
pub mod streams;

pub use amount::{Price, Product, Scalar, Series};
pub use carriage::{Danger, Effects, Insurance, Nature, NodeKind, Terms};
pub use hazard::{Clock, Hazard, Target};
pub use index::{Index, IndexFactor, IndexProcess, Jumps, Mood, Regime, Reversion};
pub use lever::{
    Budget, Constraint, Lever, Point, Range, STATISTICS, Search, Statistic, Value, Written,
};
pub use means::Means;
pub use modes::Modes;
pub use money::{
    Contract, ContractPrice, Duty, Investor, Market, Outlet, Party, PriceBounds, TakeOrPay, Tax,
    TitlePasses,
};
pub use network::{
    Breakdown, Choice, Commodity, CommodityUnit, Cost, Demand, DemandDraw, Departs, Dispatch,
    Element, ElementKind, Forecast, Gate, Mode, Need, Policy, Process, Route, Rule, Site, Source,
    Stock, Supply, Unmet, Use,
};
pub use plant::{Energy, Extras, Learning, Mine, Outages, Phase, Ramp, Royalty, Trigger};
pub use ratio::Ratio;

use crate::calendar::Date;
use crate::id::{
    CommodityId, ContractId, DemandId, DutyId, ElementId, HazardId, IndexId, MarketId, OutletId,
    ParameterId, PartyId, ProcessId, RatioId, RouteId, SiteId, StockId, Table,
};
use crate::random::{Law, Sampling};
use crate::units::Dimension;

/// One variant of a scenario.
#[derive(Clone, Debug)]
pub struct Model {
    /// The scenario's name: also the name of its results.
    pub scenario: String,
    /// The variant's id; `base` where the scenario has no variants.
    pub variant: String,
    /// The variant in the user's words.
    pub title: String,
    /// First day.
    pub start: Date,
    /// The day after the last.
    pub end: Date,
    /// The year whose USD all money is in.
    pub base_year: i32,
    /// Real rate at which measures are discounted to the first day of the books [1/day,
    /// effective yearly rate / 365 days: see docs/model.md].
    pub discount: Scalar,
    /// Real rate at which capital expenditure is annualised [1/day].
    pub capital_rate: Scalar,
    /// Yearly cost of holding value in stock and on the way, as a rate on book value [1/day].
    pub carrying: Scalar,
    /// Days before measures and books begin.
    pub warmup_days: u32,
    /// The party whose payments make `delivered_cost`.
    pub automaker: Option<PartyId>,
    /// How parameters are drawn.
    pub sampling: Sampling,
    /// Drawn once a trial, in an order in which each refers only to earlier ones.
    pub parameters: Table<ParameterId, Parameter>,
    /// Prices that move, in order of name; after them the products of some that prices refer to.
    pub indices: Table<IndexId, Index>,
    /// Whose money; the first is `outside`, the rest of the world.
    pub parties: Table<PartyId, Party>,
    /// What flows.
    pub commodities: Table<CommodityId, Commodity>,
    /// Places in use.
    pub sites: Table<SiteId, Site>,
    /// Commodities at sites in use.
    pub stocks: Table<StockId, Stock>,
    /// Recipes in use.
    pub processes: Table<ProcessId, Process>,
    /// Legs and nodes.
    pub elements: Table<ElementId, Element>,
    /// Ways in use.
    pub routes: Table<RouteId, Route>,
    /// Outside supply in use.
    pub markets: Table<MarketId, Market>,
    /// Outside demand in use.
    pub outlets: Table<OutletId, Outlet>,
    /// What states take of imports.
    pub duties: Table<DutyId, Duty>,
    /// Terms between parties.
    pub contracts: Table<ContractId, Contract>,
    /// Customers' draws.
    pub demands: Table<DemandId, Demand>,
    /// What goes wrong.
    pub hazards: Table<HazardId, Hazard>,
    /// Measures over others.
    pub ratios: Table<RatioId, Ratio>,
}

/// A named uncertain number, drawn once a trial. A distribution written straight into a key is
/// a parameter too, named by its path (`site.mine.process.dig.capacity`).
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// Its id or path; also the name of its stream.
    pub name: String,
    /// The user's words for it, or nothing.
    pub title: String,
    /// Its law, whose arguments may name earlier parameters.
    pub law: Law<Scalar>,
    /// What it measures.
    pub dimension: Dimension,
    /// The unit in which results show it, such as `d`; base units without one.
    pub unit: String,
    /// Base units in one of [`Parameter::unit`].
    pub unit_factor: f64,
    /// True where the value is a date (days since the scenario's start, infinite for "never").
    pub is_date: bool,
    /// Where the number comes from, in the user's words; empty where not said.
    pub source: String,
    /// high, medium or low, or empty.
    pub confidence: String,
}

/// The name of the first party, the rest of the world.
pub const OUTSIDE: &str = "outside";

/// The id of the first party, the rest of the world.
pub const OUTSIDE_PARTY: PartyId = PartyId::FIRST;
