//! Commodities, sites, stocks, processes, routes and demands.

use super::{Effects, Extras, Nature, NodeKind, Price, Ramp, Scalar, Series, Terms};
use crate::calendar::Date;
use crate::id::{CommodityId, ElementId, MarketId, PartyId, RouteId, SiteId, StockId};
use crate::random::Law;
use crate::units::Dimension;

/// What a commodity is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommodityUnit {
    /// Tonnes.
    Tonne,
    /// Kilowatt-hours of cells.
    KilowattHour,
    /// Vehicles.
    Vehicle,
    /// Anything else that is counted.
    Unit,
}

impl CommodityUnit {
    /// As written in scenario files and results.
    #[must_use]
    pub const fn symbol(self) -> &'static str {
        match self {
            Self::Tonne => "t",
            Self::KilowattHour => "kWh",
            Self::Vehicle => "vehicle",
            Self::Unit => "unit",
        }
    }

    /// Its dimension.
    #[must_use]
    pub const fn dimension(self) -> Dimension {
        match self {
            Self::Tonne => Dimension::MASS,
            Self::KilowattHour => Dimension::ENERGY,
            Self::Vehicle => Dimension::VEHICLE,
            Self::Unit => Dimension::UNIT,
        }
    }
}

/// What flows. "Unit" below is one [`CommodityUnit`].
#[derive(Clone, Debug, PartialEq)]
pub struct Commodity {
    /// Its id.
    pub name: String,
    /// In the user's words.
    pub title: String,
    /// What it is counted in.
    pub unit: CommodityUnit,
    /// Tonnes of lithium in a unit; ≥ 0.
    pub lithium_t: f64,
    /// kWh of cells in a unit; one for cells themselves, 0 for what holds none.
    pub energy_kwh: f64,
    /// Units in a 40-foot container; nothing where it never travels by container.
    pub per_feu: Option<Scalar>,
    /// What it is to those who carry it.
    pub nature: Nature,
}

/// A place.
#[derive(Clone, Debug, PartialEq)]
pub struct Site {
    /// Its id.
    pub name: String,
    /// In the user's words.
    pub title: String,
    /// ISO 3166 code, or empty.
    pub country: String,
    /// Latitude and longitude in degrees.
    pub place: Option<[f64; 2]>,
    /// Whose stocks and processes these are.
    pub owner: PartyId,
}

/// One commodity at one site.
#[derive(Clone, Debug, PartialEq)]
pub struct Stock {
    /// `SITE.COMMODITY`.
    pub name: String,
    /// Where.
    pub site: SiteId,
    /// What.
    pub commodity: CommodityId,
    /// On hand on the morning of day 0 [unit].
    pub initial: Scalar,
    /// Book cost of the initial stock [USD/unit].
    pub initial_cost: Scalar,
    /// Room [unit]; nothing for boundless.
    pub limit: Option<Scalar>,
    /// When it is replenished and by how much; nothing for a stock that is only drawn down.
    pub policy: Option<Policy>,
    /// Days between reviews, the first on day 0; ≥ 1.
    pub review_days: u32,
    /// Where its orders go; empty where processes at the site fill it.
    pub sources: Vec<Source>,
    /// What an order costs [USD].
    pub order_cost: Scalar,
    /// What a unit on hand in the evening costs [USD/unit/day], imputed.
    pub holding: Scalar,
    /// What a unit on its way from this stock costs [USD/unit/day], imputed; `holding` unless said.
    pub holding_in_transit: Scalar,
    /// Limits on what leaves the stock as orders.
    pub dispatch: Dispatch,
}

/// Limits on what leaves a stock as orders.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dispatch {
    /// Units a day; nothing for boundless.
    pub room_per_day: Option<Scalar>,
    /// Days on which nothing leaves.
    pub breakdown: Option<Breakdown>,
}

/// Broken and repaired by daily chances, from working on day 0.
#[derive(Clone, Debug, PartialEq)]
pub struct Breakdown {
    /// Probability that what works breaks in a day.
    pub chance: Scalar,
    /// Probability that what is broken is repaired in a day.
    pub repair: Scalar,
}

/// When a stock is replenished and by how much. All act on the inventory position; levels and
/// quantities in units of the stock.
#[allow(
    missing_docs,
    reason = "fields are what the variants' sentences call them"
)]
#[derive(Clone, Debug, PartialEq)]
pub enum Policy {
    /// Wants everything its processes can make.
    Push,
    /// Up to a level whenever below it.
    BaseStock { level: Scalar },
    /// Up to a level of the echelon position whenever that is below it.
    EchelonBaseStock { level: Scalar },
    /// (s, S): at `s` or below, up to `S`.
    MinMax { s: Scalar, big_s: Scalar },
    /// (r, Q): at `r` or below, one `Q` a review, or as many as lift it above `r`.
    ReorderQuantity {
        r: Scalar,
        q: Scalar,
        multiples: bool,
    },
    /// Every so many days up to a level, whatever the position.
    FixedInterval { every_days: u32, up_to: Scalar },
    /// Up to so many days of forecast use.
    DaysOfCover { cover_days: Scalar },
}

/// Where a stock's orders go.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// A route from the supplier's stock, or a market.
    pub supply: Supply,
    /// How it shares orders with the others.
    pub rule: Rule,
    /// Other routes that its cargo may take.
    pub or: Vec<RouteId>,
    /// How one of them is chosen each evening.
    pub choose: Choice,
    /// Expected days in queues beyond which a way is not taken.
    pub wait_over_days: Option<Scalar>,
}

/// How cargo chooses between ways: what is shut is out, and what is left is ranked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Choice {
    /// In the order in which they are written.
    #[default]
    FirstOpen,
    /// By expected time, queues included.
    LeastTime,
    /// By freight.
    LeastCost,
}

/// What a source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Supply {
    /// From the stock of the same commodity at the route's first site.
    Route(RouteId),
    /// From outside.
    Market(MarketId),
}

/// How a source shares a stock's orders with the others.
#[allow(
    missing_docs,
    reason = "fields are what the variants' sentences call them"
)]
#[derive(Clone, Debug, PartialEq)]
pub enum Rule {
    /// In this order, each as far as its supplier can fill tonight; the rest waits at the first.
    Priority(u32),
    /// This share of every order.
    Share(Scalar),
    /// Every order goes to the source whose goods are expected to cost least when they are there.
    LeastCost,
    /// A market that is asked only for what is short after so many days in a row.
    WhenShort { after_days: u32 },
}

/// A recipe at a site.
#[derive(Clone, Debug, PartialEq)]
pub struct Process {
    /// `SITE.PROCESS`.
    pub name: String,
    /// Where.
    pub site: SiteId,
    /// The stock its good output enters.
    pub makes: StockId,
    /// What it draws at the start.
    pub uses: Vec<Use>,
    /// Units started a day, all phases together.
    pub capacity_per_day: Scalar,
    /// First day of production since the scenario's start; infinite for never. Where there are
    /// phases, theirs count.
    pub start_day: Scalar,
    /// Rise to capacity after the start.
    pub ramp: Option<Ramp>,
    /// Capacity by month of the year, January first.
    pub season: [f64; 12],
    /// Share of what is started that is lost.
    pub scrap: Scalar,
    /// Days from start to good output.
    pub inside_days: Scalar,
    /// Costs per unit started.
    pub costs: Vec<Cost>,
    /// Capital expenditure per capacity [USD/(unit/day)], spent on the first day of production.
    pub capex: Option<Scalar>,
    /// Days over which capital is annualised.
    pub life_days: Scalar,
    /// Days on which nothing is started.
    pub breakdown: Option<Breakdown>,
    /// What it is beyond that.
    pub extras: Extras,
}

/// An input of a process.
#[derive(Clone, Debug, PartialEq)]
pub struct Use {
    /// The stock at the same site it is drawn from.
    pub stock: StockId,
    /// How much of it.
    pub need: Need,
}

/// How much of an input a unit started takes.
#[derive(Clone, Debug, PartialEq)]
pub enum Need {
    /// Units of input per unit started.
    PerUnit(Scalar),
    /// Share of the input's lithium that is in what is started; the need follows from the lithium
    /// contents.
    Recovery(Scalar),
}

/// What a process pays per unit started.
#[derive(Clone, Debug, PartialEq)]
pub struct Cost {
    /// The user's name for the kind of cost, such as `operating` or `energy`.
    pub category: String,
    /// USD per unit started.
    pub amount: Price,
    /// Who is paid.
    pub to: PartyId,
}

/// How cargo moves on a leg.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Train.
    Rail,
    /// Sea ship.
    Sea,
    /// Truck.
    Road,
    /// Cargo aircraft.
    Air,
    /// In the hold of a passenger aircraft.
    PassengerAir,
    /// Ferry.
    Ferry,
}

/// What a route is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct Element {
    /// Its id: legs and nodes share one name space.
    pub name: String,
    /// In the user's words.
    pub title: String,
    /// Leg or node.
    pub kind: ElementKind,
    /// Days of transit (leg) or of observed dwell (node), drawn for each day of entry and shared by
    /// all that enters on it.
    pub days: Law<Scalar>,
    /// USD per FEU.
    pub cost_per_feu: Price,
    /// USD per shipment: per cargo that enters on a day.
    pub cost_per_shipment: Scalar,
    /// Who is paid.
    pub carrier: PartyId,
    /// What makes cargo queue.
    pub gate: Option<Gate>,
    /// USD per FEU and day in the queue, to the carrier.
    pub demurrage: Scalar,
    /// What it does to cargo beyond time and freight.
    pub effects: Effects,
}

/// What makes cargo queue: so much passes in a day, or on a timetable.
#[derive(Clone, Debug, PartialEq)]
pub enum Gate {
    /// A node that handles so much a day, other traffic included, first in first out.
    Throughput {
        /// FEU a day.
        feu_per_day: Scalar,
        /// FEU of other traffic that arrive each day.
        background: Option<Law<Scalar>>,
    },
    /// A leg with departures, each taking what waits in the evening as far as there is room.
    Timetable {
        /// When they are.
        departs: Departs,
        /// Room of a departure [FEU].
        room_feu: Option<Scalar>,
        /// Without so much there is none [FEU].
        at_least_feu: Scalar,
    },
}

/// Days of departure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Departs {
    /// On these days of the week, Monday first.
    Weekly([bool; 7]),
    /// Every so many days, the first on this day of the scenario.
    #[allow(missing_docs, reason = "fields are what they are called")]
    Every { days: u32, first: u32 },
}

impl Departs {
    /// Mean days from one departure to the next.
    #[must_use]
    pub fn headway_days(self) -> f64 {
        match self {
            Self::Weekly(days) => 7.0 / days.iter().filter(|day| **day).count().max(1) as f64,
            Self::Every { days, .. } => f64::from(days),
        }
    }

    /// There is a departure on a day of a scenario that starts on a date.
    #[must_use]
    pub fn is_on(self, start: Date, day: u32) -> bool {
        match self {
            Self::Weekly(days) => {
                // Day 0 of the calendar, 1 January 1970, was a Thursday.
                let weekday = (i64::from(start.0) + i64::from(day) + 3).rem_euclid(7);
                days[weekday as usize]
            }
            Self::Every { days, first } => day >= first && (day - first).is_multiple_of(days),
        }
    }
}

/// A leg or a node.
#[allow(missing_docs, reason = "fields are what they are called")]
#[derive(Clone, Debug, PartialEq)]
pub enum ElementKind {
    /// From one place to the next.
    Leg {
        mode: Mode,
        distance_km: Option<Scalar>,
    },
    /// Border, gauge change, port, dry port, terminal.
    Node {
        place: Option<[f64; 2]>,
        kind: Option<NodeKind>,
    },
}

/// An ordered way between two sites.
#[derive(Clone, Debug, PartialEq)]
pub struct Route {
    /// Its id.
    pub name: String,
    /// In the user's words.
    pub title: String,
    /// Where it begins.
    pub from: SiteId,
    /// Where it ends.
    pub to: SiteId,
    /// What it may carry.
    pub carries: Vec<CommodityId>,
    /// Legs and nodes in order of travel.
    pub path: Vec<ElementId>,
    /// What it does to its cargo as a whole.
    pub terms: Terms,
    /// Mean days from door to door that others published; only shown.
    pub published_days: Option<f64>,
}

/// A customer's draw on a stock.
#[derive(Clone, Debug, PartialEq)]
pub struct Demand {
    /// Its id; also the name of its stream (`demand.NAME`).
    pub name: String,
    /// In the user's words.
    pub title: String,
    /// What it draws on.
    pub stock: StockId,
    /// How much on a day.
    pub draw: DemandDraw,
    /// Days between demands, the first on day 0; ≥ 1.
    pub every_days: u32,
    /// What happens to what is not served on its day.
    pub unmet: Unmet,
    /// USD per unit and day in the backlog, imputed.
    pub backlog_cost: Scalar,
    /// USD per unit lost, imputed.
    pub lost_cost: Scalar,
    /// How far policies that look ahead are wrong about it; nothing where they know the plan.
    pub forecast: Option<Forecast>,
}

/// How the forecast of a demand errs: by a factor for each calendar month, log-normal around
/// 1 + bias, its log an autoregression from month to month that begins in its steady state.
#[derive(Clone, Debug, PartialEq)]
pub struct Forecast {
    /// Mean of the factor, less 1.
    pub bias: Scalar,
    /// Coefficient of variation of the factor; ≥ 0.
    pub cv: Scalar,
    /// Days in which half of an error of the log is gone; 0 for months that are independent.
    pub half_life_days: Scalar,
}

/// How much is demanded on a day.
#[derive(Clone, Debug, PartialEq)]
pub enum DemandDraw {
    /// Drawn for each day of demand, held at 0 or above [unit].
    Daily(Law<Scalar>),
    /// A plan with season, growth and noise.
    Plan {
        /// Units a day.
        rate: Series,
        /// Yearly growth on top of the plan, compounded daily from day 0 [1/day].
        growth: Scalar,
        /// Factor by month of the year, January first.
        season: [f64; 12],
        /// Coefficient of variation of a normal factor, held at 0 or above.
        noise: Scalar,
        /// One factor a calendar month rather than a day.
        noise_by_month: bool,
    },
}

/// What happens to demand that is not served on its day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unmet {
    /// It waits.
    Backlog,
    /// It is gone.
    Lost,
    /// It waits, and after so many days in a row on which some of it does it is bought outside for
    /// the customer.
    #[allow(missing_docs, reason = "fields are what they are called")]
    Market { market: MarketId, after_days: u32 },
}

impl Unmet {
    /// The market that it is bought on in the end, and after how many days in a row.
    #[must_use]
    pub fn fallback(self) -> Option<(MarketId, u32)> {
        match self {
            Self::Market { market, after_days } => Some((market, after_days)),
            Self::Backlog | Self::Lost => None,
        }
    }
}
