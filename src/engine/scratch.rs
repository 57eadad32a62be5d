//! All that a trial writes.

use super::Broken;
use super::cargo::{Cargo, Goods};
use super::ledger::Ledger;
use super::lots::{Lots, Orders, Queue};
use crate::id::{DemandId, ElementId, IndexId, MarketId, ProcessId, StockId, Table};
use crate::plan::{LaneId, TariffId};
use crate::random::{Sampler, Stream};

/// All that a trial writes: made once a thread, reset at each trial.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    /// The trial's parameters, in base units.
    pub parameters: Vec<f64>,
    /// Indices and tariffs.
    pub prices: Prices,
    /// Stocks.
    pub stocks: Table<StockId, StockState>,
    /// Processes.
    pub processes: Table<ProcessId, ProcessState>,
    /// Supply lines.
    pub lanes: Table<LaneId, LaneState>,
    /// Legs and nodes: their times.
    pub elements: Table<ElementId, Dated>,
    /// Markets: their lead times.
    pub markets: Table<MarketId, Dated>,
    /// Demands.
    pub demands: Table<DemandId, DemandState>,
    /// What is under way.
    pub lots: Lots,
    /// What waits at suppliers.
    pub orders: Orders,
    /// Money.
    pub ledger: Ledger,
    /// Stocks' expected use, where a policy asks for it.
    pub expected_use: Vec<f64>,
    /// Echelon positions, where a policy asks for them.
    pub echelon: Vec<f64>,
    /// Units of an echelon's stock in a unit of each stock downstream, echelon by echelon.
    pub echelon_factors: Vec<f64>,
    /// Sums over accounts and lanes at the end of the trial.
    pub totals: super::results::Totals,
    /// Units of input per unit started, by process and use.
    pub needs: Vec<f64>,
    /// Space for uniforms.
    pub uniforms: Vec<f64>,
    /// Sums over the days of the books.
    pub sums: Sums,
    /// The same over the current month.
    pub month: Sums,
    /// Finished months: `monthly[measure * months + month]`.
    pub monthly: Vec<f64>,
    /// Rate at which the value of goods is charged [1/day].
    pub carrying_per_day: f64,
    /// Value in stock, in process and on the way when the books opened.
    pub opening: Value,
    /// Lithium in the chain [t].
    pub lithium_t: f64,
    /// The first rule that did not hold.
    pub broken: Option<Broken>,
}

/// Value of goods.
#[allow(
    clippy::struct_field_names,
    reason = "the unit is part of a quantity's name"
)]
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Value {
    /// At resource cost, all parties [USD].
    pub resource_usd: f64,
    /// At book cost, all parties [USD].
    pub book_usd: f64,
    /// At book cost, the automaker's [USD].
    pub automaker_usd: f64,
}

/// Sums over days.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sums {
    /// Days.
    pub days: f64,
    /// Days on which some demand was not served in full from stock.
    pub days_short: f64,
    /// Demand, weighted as the fill rate is.
    pub demanded: f64,
    /// Of it, served from stock on its day.
    pub served: f64,
    /// Vehicles not served on their day.
    pub vehicles_not_built: f64,
    /// kWh delivered.
    pub delivered_kwh: f64,
    /// Vehicles delivered.
    pub delivered_vehicles: f64,
    /// Lithium delivered [t].
    pub delivered_lithium_t: f64,
    /// Lithium in the chain in the evening [t d].
    pub lithium_t_days: f64,
    /// Resources used and imputed costs [USD].
    pub cost_usd: f64,
    /// kWh delivered, discounted.
    pub discounted_kwh: f64,
}

/// Indices and tariffs.
#[derive(Clone, Debug, Default)]
pub struct Prices {
    /// Path of each index by day.
    pub paths: Table<IndexId, Vec<f64>>,
    /// What each tariff is today [USD per unit of its counter].
    pub today: Table<TariffId, f64>,
    /// Tariffs that move: which, and what of it is settled.
    pub settled: Vec<(TariffId, f64)>,
    /// What moves them: tariff, index, factor.
    pub moving: Vec<(TariffId, IndexId, f64)>,
}

impl Prices {
    /// Sets the tariffs of a day.
    pub fn step(&mut self, day: u32) {
        for &(tariff, settled) in &self.settled {
            self.today[tariff] = settled;
        }
        for &(tariff, index, factor) in &self.moving {
            self.today[tariff] += factor * self.paths[index][day as usize];
        }
    }
}

/// A stock.
#[derive(Clone, Copy, Debug, Default)]
pub struct StockState {
    /// Can be shipped or used now.
    pub hand: Goods,
    /// Arrived, waiting for room.
    pub door: Cargo,
    /// Room; infinite where boundless [unit].
    pub limit: f64,
    /// Orders that wait here.
    pub queue: Queue,
    /// Direct demand that waits here [unit]; ≥ 0.
    pub backlog: f64,
    /// Ordered and not yet in stock [unit].
    pub on_order: f64,
    /// Work in process that will enter [unit].
    pub in_process: f64,
    /// Left here and not yet arrived [unit].
    pub in_transit: f64,
    /// What its processes are wanted to make; good units.
    pub want: f64,
    /// What starved processes left to make today; good units.
    pub spare: f64,
    /// The largest of its policy's levels and of the quantities it has dealt in: a billionth of it
    /// is rounding.
    pub scale: f64,
    /// What its processes were short of since a market that helps out was last asked [unit].
    pub missing: f64,
    /// Days in a row on which it was short.
    pub short_days: u32,
    /// Share of its wants that scarce input can meet today, and the day that was worked out.
    pub ration: (u32, f64),
    /// First and second number of its policy.
    pub policy: [f64; 2],
    /// USD per unit-day on hand and on the way.
    pub holding: [f64; 2],
    /// Most that leaves in a day [unit].
    pub dispatch_room: f64,
    /// Left as orders today [unit].
    pub left_today: f64,
    /// Its dispatch, broken or not.
    pub breakdown: BreakdownState,
    /// Counters since day 0.
    pub count: StockCount,
    /// The same when the books opened.
    pub opened: StockCount,
}

impl StockState {
    /// Room for more [unit].
    pub fn room(&self) -> f64 {
        (self.limit - self.hand.quantity - self.in_process).max(0.0)
    }

    /// What is so little that it is rounding [unit].
    pub fn tiny(&self) -> f64 {
        1e-9 * self.scale
    }

    /// Inventory position: on hand, on order, in process, at the door, less backlog.
    pub fn position(&self) -> f64 {
        self.hand.quantity + self.on_order + self.in_process - self.backlog - self.queue.open
    }
}

/// Counters of a stock since day 0, in its unit unless said.
#[derive(Clone, Copy, Debug, Default)]
pub struct StockCount {
    /// Bought on markets and sent off.
    pub bought: f64,
    /// Used by processes.
    pub used: f64,
    /// Delivered to demand.
    pub delivered: f64,
    /// Left for other stocks.
    pub shipped: f64,
    /// Arrived from other stocks and markets.
    pub arrived: f64,
    /// Orders placed [orders].
    pub orders_placed: f64,
    /// Orders arrived in full [orders].
    pub orders_arrived: f64,
    /// Days from order to arrival, by unit.
    pub order_to_arrival: f64,
    /// On hand in the evening, added up [unit d].
    pub hand_days: f64,
    /// Waiting in the evening, added up [unit d].
    pub backlog_days: f64,
    /// At the door in the evening, added up [unit d].
    pub door_days: f64,
}

/// Broken and repaired by daily chances, as a renewal clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct BreakdownState {
    /// Does not work.
    pub is_broken: bool,
    /// The day it changes; never where infinite.
    pub changes: f64,
    /// Its stream and the ordinal of its next draw.
    pub stream: Option<(Stream, u64)>,
    /// Daily chances: to break, to be repaired.
    pub chances: [f64; 2],
}

impl BreakdownState {
    /// Changes on its day; true where it does.
    pub fn step(&mut self, day: u32) -> bool {
        if f64::from(day) < self.changes {
            return false;
        }
        let Some((stream, ordinal)) = &mut self.stream else {
            return false;
        };
        self.is_broken = !self.is_broken;
        let chance = self.chances[usize::from(self.is_broken)];
        let wait = crate::random::geometric_quantile(stream.uniform(*ordinal), chance);
        *ordinal += 1;
        self.changes = f64::from(day) + 1.0 + wait;
        true
    }
}

/// A process.
#[derive(Clone, Copy, Debug, Default)]
pub struct ProcessState {
    /// Units started a day at full capacity.
    pub capacity: f64,
    /// First day of production; infinite for never.
    pub first_day: f64,
    /// Share of capacity on the first day, and its daily rise.
    pub ramp: [f64; 2],
    /// Good share of what is started.
    pub good: f64,
    /// Days inside.
    pub inside: f64,
    /// Capital expenditure [USD].
    pub capex_usd: f64,
    /// Annualised capital a day [USD/day], and the day after its last.
    pub capital_usd_per_day: f64,
    /// End of the plant's life.
    pub life_ends: f64,
    /// Annualised capital in a unit started at full capacity [USD/unit].
    pub capital_usd_per_unit: f64,
    /// Broken or not.
    pub breakdown: BreakdownState,
    /// Units that could be and that were started today.
    pub today: [f64; 2],
    /// Its part of what its stock wants and has room for today [unit started].
    pub allotted: f64,
    /// Good units inside, with their cost.
    pub inside_goods: Goods,
    /// Counters since day 0.
    pub count: ProcessCount,
    /// The same when the books opened.
    pub opened: ProcessCount,
    /// Where its needs stand among all needs.
    pub first_need: usize,
}

/// Counters of a process since day 0.
#[derive(Clone, Copy, Debug, Default)]
pub struct ProcessCount {
    /// Units started, scrap included.
    pub started: f64,
    /// Units that capacity allowed.
    pub possible: f64,
    /// Days on which an input was missing.
    pub days_stopped: f64,
}

/// A supply line.
#[derive(Clone, Copy, Debug, Default)]
pub struct LaneState {
    /// Share of every order.
    pub share: f64,
    /// FEU in a unit; 0 where freight is free.
    pub feu_per_unit: f64,
    /// Margin of a cost-plus contract.
    pub margin: f64,
    /// Days from title to payment.
    pub payment_days: f64,
    /// What leaves tonight.
    pub tonight: Cargo,
    /// On the way, with its cost.
    pub on_the_way: Goods,
    /// Ordered on this lane and not yet in stock [unit].
    pub outstanding: f64,
    /// Counters since day 0.
    pub count: LaneCount,
    /// The same when the books opened.
    pub opened: LaneCount,
}

/// Counters of a supply line since day 0.
#[derive(Clone, Copy, Debug, Default)]
pub struct LaneCount {
    /// Units that left.
    pub left: f64,
    /// Units that arrived.
    pub arrived: f64,
    /// FEU that left.
    pub feu: f64,
    /// Cargoes that left.
    pub shipments: f64,
    /// Units whose title passed.
    pub titled: f64,
    /// Book cost, to the seller, of what was sold at cost plus [USD].
    pub titled_cost: f64,
    /// Clock days from departure to arrival, by unit arrived.
    pub door_to_door: f64,
    /// Freight [USD].
    pub freight_usd: f64,
}

/// A source of randomness that is read by day. Consecutive days share a block of the generator.
#[derive(Clone, Debug, Default)]
pub struct Dated {
    stream: Option<Stream>,
    block: u64,
    uniforms: [f64; 4],
    /// The sampler of this trial, where the law hangs on parameters.
    pub own: Option<Sampler>,
}

impl Dated {
    /// Starts a trial.
    pub fn reset(&mut self, stream: Stream) {
        self.stream = Some(stream);
        self.block = u64::MAX;
    }

    /// The uniform of a day.
    pub fn uniform(&mut self, day: u64) -> f64 {
        let block = day / 4;
        if block != self.block {
            self.block = block;
            if let Some(stream) = &self.stream {
                stream.fill(block * 4, &mut self.uniforms);
            }
        }
        self.uniforms[(day % 4) as usize]
    }
}

/// A demand.
#[derive(Clone, Debug, Default)]
pub struct DemandState {
    /// Demand of each day [unit].
    pub draws: Vec<f64>,
    /// Planned demand before each day and before the day after the last, added up [unit].
    pub planned: Vec<f64>,
    /// Draws in the books that were held at 0.
    pub cuts: f64,
    /// Waiting [unit]; ≥ 0.
    pub backlog: f64,
    /// USD per unit-day waiting.
    pub backlog_cost: f64,
    /// USD per unit lost.
    pub lost_cost: f64,
    /// In the books: demanded, served on the day, delivered, lost [unit].
    pub demanded: f64,
    /// Served from stock on its day [unit].
    pub served: f64,
    /// Lost [unit].
    pub lost: f64,
}

impl DemandState {
    /// Mean planned demand of so many days from one on, or as many as are left [unit/day].
    pub fn planned_ahead(&self, day: u32, days: u32) -> f64 {
        let from = day as usize;
        let to = (from + days as usize).min(self.planned.len() - 1);
        (self.planned[to] - self.planned[from]) / (to - from) as f64
    }
}
