//! What the machine needs of a model: flat tables, index types, the order of work within a day, and
//! accounts for every posting that can happen. Built once a variant by [`Plan::compile`], shared by
//! all threads, never changed. Building it cannot fail: the scenario room refused what is
//! impossible.

mod accounts;
mod calendar;
mod carriage;
mod compile;
mod controls;
mod echelon;
mod emitters;
mod hazards;
mod imports;
mod instances;
mod investors;
mod lanes;
mod layout;
mod links;
mod order;
mod outlets;
mod places;
mod plants;
mod ratios;
mod stops;
mod takes;
mod work;

pub use accounts::{Account, AccountId, Charge, Driver, Kind, Tariff, TariffId};
pub use calendar::Calendar;
pub use carriage::{CarbonPlan, CarriagePlan};
pub use controls::CONTROLS_AN_INDEX;
pub use echelon::{Downstream, Echelon, Step};
pub use emitters::Emitter;
pub use hazards::{ClockPlan, HazardPlan, PlacePlan};
pub use imports::ImportPlan;
pub use investors::{InvestorPlan, ResidualPlan, TaxPlan};
pub use layout::Columns;
pub use outlets::OutletPlan;
pub use plants::{Line, PhasePlan, PlantPlan, RoyaltyPlan};
pub use ratios::RatioPlan;
pub use stops::{CallPlan, Gate, StopPlan};
pub use takes::TakePlan;
pub use work::Work;

use crate::id::{
    CommodityId, DemandId, ElementId, HazardId, IndexId, MarketId, OutletId, ParameterId, PartyId,
    ProcessId, RouteId, StockId, Table, ids,
};
use crate::model::{Breakdown, Choice, Demand, IndexProcess, Need, Policy, Scalar};
use crate::outcome::Layout;
use crate::random::{Law, Sampler, Sampling, StreamKey};

ids! {
    /// A supply line into a stock: a route from a supplier's stock, or a market.
    LaneId;
    /// Something that hazards hit.
    PlaceId;
    /// A leg or node at which cargo queues.
    StopId;
    /// A stop on the way of a supply line.
    CallId;
}

/// One variant, ready to run.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Days of the horizon; ≥ 1.
    pub days: u32,
    /// Days before books and measures begin.
    pub warmup: u32,
    /// The calendar, by day.
    pub calendar: Calendar,
    /// Rate of discounting [1/day, yearly rate / 365].
    pub discount: Scalar,
    /// Rate of annualising capital [1/day].
    pub capital_rate: Scalar,
    /// Carrying cost of value [1/day].
    pub carrying: Scalar,
    /// Whose payments make the delivered cost.
    pub automaker: Option<PartyId>,
    /// How parameters are drawn.
    pub sampling: Sampling,
    /// Drawn once a trial, each after those it hangs on.
    pub parameters: Table<ParameterId, Source>,
    /// Prices that move, products after those they are made of.
    pub indices: Table<IndexId, IndexPlan>,
    /// What flows.
    pub commodities: Table<CommodityId, CommodityPlan>,
    /// In order of name.
    pub stocks: Table<StockId, StockPlan>,
    /// In order of name.
    pub processes: Table<ProcessId, ProcessPlan>,
    /// Processes that are more than a recipe at a fixed capacity.
    pub plants: Vec<PlantPlan>,
    /// Legs and nodes.
    pub elements: Table<ElementId, ElementPlan>,
    /// What goes wrong.
    pub hazards: Table<HazardId, HazardPlan>,
    /// What hazards hit.
    pub places: Table<PlaceId, PlacePlan>,
    /// Legs and nodes at which cargo queues: nodes first, each after those before it on some route
    /// where that can be, then legs with a timetable.
    pub stops: Table<StopId, StopPlan>,
    /// Stops on the ways of supply lines.
    pub calls: Table<CallId, CallPlan>,
    /// Supply lines, grouped by customer in the order in which its sources are asked.
    pub lanes: Table<LaneId, LanePlan>,
    /// Outside supply.
    pub markets: Table<MarketId, MarketPlan>,
    /// Outside demand.
    pub outlets: Table<OutletId, OutletPlan>,
    /// Customers' draws.
    pub demands: Table<DemandId, DemandPlan>,
    /// What there is to do on a day, in order.
    pub work: Work,
    /// Where money can go.
    pub accounts: Table<AccountId, Account>,
    /// Prices that postings use.
    pub tariffs: Table<TariffId, Tariff>,
    /// Which physical counter times which tariff must come to which account.
    pub charges: Vec<Charge>,
    /// Names of the kinds of cost.
    pub categories: Vec<String>,
    /// How many sites and routes have costs.
    pub stages: usize,
    /// Lanes on which what is on the way is charged at its supplier's rate, and to which account.
    pub transit_accounts: Vec<(LaneId, StockId, AccountId)>,
    /// Processes with capital: cash account of its spending, imputed account of its annuity.
    pub capital_accounts: Vec<(ProcessId, AccountId, AccountId)>,
    /// Contracts under which a quantity is taken or paid.
    pub takes: Vec<TakePlan>,
    /// Parties whose cash is measured as an investment.
    pub investors: Vec<InvestorPlan>,
    /// Corporate taxes.
    pub taxes: Vec<TaxPlan>,
    /// What lies downstream of the stocks whose policy looks at echelon positions.
    pub echelons: Vec<Echelon>,
    /// Where results go.
    pub columns: Columns,
    /// Names, units and meanings of the results.
    pub layout: Layout,
}

/// A source of randomness: whose stream, and the law its words become.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its stream.
    pub key: StreamKey,
    /// Its law.
    pub law: Law<Scalar>,
    /// The sampler, where the law hangs on no parameter.
    pub sampler: Option<Sampler>,
}

/// A price that moves.
#[derive(Clone, Debug)]
pub struct IndexPlan {
    /// The stream of its innovations.
    pub key: StreamKey,
    /// How it moves, without jumps and mixing.
    pub process: IndexProcess,
    /// Streams whose normals are mixed into its innovations, each with its weight; empty where they
    /// are its own.
    pub mix: Vec<(StreamKey, f64)>,
    /// Jumps, where it has any.
    pub jumps: Option<JumpPlan>,
    /// The stream of its changes of regime.
    pub regimes: StreamKey,
}

/// Jumps of an index.
#[derive(Clone, Debug)]
pub struct JumpPlan {
    /// The stream of how many there are on a day.
    pub days: StreamKey,
    /// How many a day [1/day]; at most 1.
    pub rate: Scalar,
    /// How far.
    pub size: Source,
    /// The size is a factor rather than added to the log.
    pub is_factor: bool,
}

/// What flows.
#[derive(Clone, Debug)]
pub struct CommodityPlan {
    /// Tonnes of lithium in a unit.
    pub lithium_t: f64,
    /// kWh of cells in a unit.
    pub energy_kwh: f64,
    /// Counted in vehicles.
    pub is_vehicle: bool,
}

/// A stock.
#[derive(Clone, Debug)]
pub struct StockPlan {
    /// What.
    pub commodity: CommodityId,
    /// Whose.
    pub owner: PartyId,
    /// On hand at first [unit].
    pub initial: Scalar,
    /// Its book cost [USD/unit].
    pub initial_cost: Scalar,
    /// Room [unit].
    pub limit: Option<Scalar>,
    /// Replenishment.
    pub policy: Option<Policy>,
    /// Days between reviews.
    pub review_days: u32,
    /// Its supply lines, in the order in which they are asked.
    pub lanes: Vec<LaneId>,
    /// How an order is split among them.
    pub split: Split,
    /// Lines out of it.
    pub customers: Vec<LaneId>,
    /// Something leaves it in whole containers.
    pub whole_feu: bool,
    /// Processes that fill it, in order of name.
    pub makers: Vec<ProcessId>,
    /// Processes that draw on it, and the position of the draw among their uses.
    pub users: Vec<(ProcessId, usize)>,
    /// Demands on it, in order of name.
    pub demands: Vec<DemandId>,
    /// Most that leaves in a day [unit/day].
    pub dispatch_room: Option<Scalar>,
    /// Days on which nothing leaves.
    pub dispatch_breakdown: Option<BreakdownPlan>,
    /// The place its dispatch is to hazards.
    pub place: Option<PlaceId>,
    /// USD an order, and its account; nothing where orders are free.
    pub order_cost: Option<(TariffId, AccountId)>,
    /// USD per unit-day on hand.
    pub holding: Scalar,
    /// USD per unit-day on the way from here.
    pub holding_in_transit: Scalar,
    /// Account of holding on hand; nothing where it is free.
    pub holding_account: Option<AccountId>,
    /// Account of carrying value; nothing where it is free.
    pub carrying_account: Option<AccountId>,
}

/// How a stock's orders are split among its lanes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Split {
    /// There is but one lane, or none.
    Only(Option<LaneId>),
    /// By priority.
    Priority,
    /// By share.
    Share,
    /// All to the one whose goods are expected to cost least.
    LeastCost,
}

/// Broken and repaired by daily chances.
#[derive(Clone, Debug)]
pub struct BreakdownPlan {
    /// Its stream.
    pub key: StreamKey,
    /// The chances.
    pub chances: Breakdown,
}

/// A process.
#[derive(Clone, Debug)]
pub struct ProcessPlan {
    /// The stock it fills.
    pub makes: StockId,
    /// What it draws.
    pub uses: Vec<UsePlan>,
    /// Units started a day.
    pub capacity_per_day: Scalar,
    /// First day of production.
    pub start_day: Scalar,
    /// Rise to capacity.
    pub ramp: Option<Line>,
    /// Factor by month of the year.
    pub season: [f64; 12],
    /// Share lost.
    pub scrap: Scalar,
    /// Days inside.
    pub inside_days: Scalar,
    /// What a unit started costs: tariff and account.
    pub costs: Vec<(TariffId, AccountId)>,
    /// USD/(unit/day).
    pub capex: Scalar,
    /// Days over which capital is annualised.
    pub life_days: Scalar,
    /// Whose it is.
    pub owner: PartyId,
    /// Account of carrying the value of work in process; nothing where it is free.
    pub carrying_account: Option<AccountId>,
    /// Days on which nothing is started.
    pub breakdown: Option<BreakdownPlan>,
    /// The place it is to hazards.
    pub place: Option<PlaceId>,
    /// Takes lithium out of the ground: it has no inputs.
    pub extracts: bool,
    /// Its position among the plants, where it is one.
    pub plant: Option<usize>,
    /// Pairs of factors whose products add up to the tonnes of carbon dioxide equivalents per unit
    /// started.
    pub carbon: Vec<[Scalar; 2]>,
}

/// An input of a process.
#[derive(Clone, Debug)]
pub struct UsePlan {
    /// Where it is drawn from.
    pub stock: StockId,
    /// How much.
    pub need: Need,
    /// Several processes draw on this stock, so that scarcity is shared.
    pub shared: bool,
}

/// A leg or a node.
#[derive(Clone, Debug)]
pub struct ElementPlan {
    /// Days of transit or dwell.
    pub days: Source,
    /// The place it is to hazards.
    pub place: Option<PlaceId>,
}

/// A supply line into a stock.
#[derive(Clone, Debug)]
pub struct LanePlan {
    /// The stock it fills.
    pub customer: StockId,
    /// The stock it draws on; nothing for a market.
    pub supplier: Option<StockId>,
    /// The route it follows; nothing for a market.
    pub route: Option<RouteId>,
    /// The market it buys on.
    pub market: Option<MarketId>,
    /// Legs and nodes in order, up to the first stop.
    pub path: Vec<ElementId>,
    /// The first stop.
    pub first_call: Option<CallId>,
    /// Stands in for another, whose orders it never takes itself.
    pub stands_in: bool,
    /// How the way is chosen among this and others.
    pub choice: Option<Choice>,
    /// Expected days in queues beyond which a way is not taken.
    pub wait_over: Option<Scalar>,
    /// The other ways.
    pub others: Vec<LaneId>,
    /// Share of every order.
    pub share: Option<Scalar>,
    /// A market that is asked only after so many days short.
    pub after_days: Option<u32>,
    /// Units in a container; nothing where freight has no price per container.
    pub per_feu: Option<Scalar>,
    /// What an FEU costs: tariff and account, one a paid element.
    pub feu_costs: Vec<(TariffId, AccountId)>,
    /// What a shipment costs: tariff and account, one a paid element.
    pub shipment_costs: Vec<(TariffId, AccountId)>,
    /// How title passes; nothing within a party.
    pub sale: Option<SalePlan>,
    /// What passes a border on it; nothing within a country.
    pub import: Option<ImportPlan>,
    /// What a unit bought on the market costs, with its account.
    pub purchase: Option<(TariffId, AccountId)>,
    /// The demand that it serves past its stock, where it is what that falls back on.
    pub demand: Option<DemandId>,
    /// Who owns what is on the way.
    pub owner: PartyId,
    /// Account of carrying the value on the way; nothing where it is free.
    pub carrying_account: Option<AccountId>,
    /// What happens to its cargo beyond time and freight.
    pub carriage: CarriagePlan,
}

impl LanePlan {
    /// It is asked whether or not the stock is short.
    #[must_use]
    pub fn is_regular(&self) -> bool {
        self.after_days.is_none() && !self.stands_in
    }
}

/// How title passes on a lane.
#[derive(Clone, Debug)]
pub struct SalePlan {
    /// At the origin rather than on arrival.
    pub at_origin: bool,
    /// USD a unit; nothing for cost plus.
    pub tariff: Option<TariffId>,
    /// Margin on book cost, where there is no tariff.
    pub margin: Scalar,
    /// Days to payment.
    pub payment_days: Scalar,
    /// From buyer to seller.
    pub account: AccountId,
}

/// Outside supply.
#[derive(Clone, Debug)]
pub struct MarketPlan {
    /// Days from order to arrival.
    pub lead_time: Source,
}

/// A customer's draw.
#[derive(Clone, Debug)]
pub struct DemandPlan {
    /// Its stream.
    pub key: StreamKey,
    /// As in the model.
    pub terms: Demand,
    /// The sampler of a daily law that hangs on no parameter.
    pub sampler: Option<Sampler>,
    /// Mean of a daily law that hangs on no parameter.
    pub mean: f64,
    /// Weight of a unit in the fill rate.
    pub weight: f64,
    /// Account of waiting; nothing where it is free.
    pub backlog_account: Option<AccountId>,
    /// Account of what is lost; nothing where it is free.
    pub lost_account: Option<AccountId>,
    /// The line from the market that it falls back on.
    pub fallback: Option<Fallback>,
    /// The stream of its forecast errors.
    pub forecast_key: StreamKey,
}

/// Where a demand is served from in the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fallback {
    /// From the market to the customer, past the stock.
    pub lane: LaneId,
    /// Days in a row on which some of it waits after which it is used; ≥ 1.
    pub after_days: u32,
}
