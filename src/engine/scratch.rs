//! All that the days write, of `N` trials side by side.

use super::Broken;
use super::Instructions;
use super::cargo::{Cargo, Goods};
use super::hazards::Hazards;
use super::ledger::Ledger;
use super::orders::{Open, Queue};
use super::pipe::Pipe;
use super::plant::PlantState;
use super::wide::{Mask, Wide};
use crate::id::{DemandId, ElementId, IndexId, MarketId, OutletId, ProcessId, StockId, Table};
use crate::plan::{CallId, LaneId, StopId, TariffId};
use crate::random::{Sampler, Stream};

/// All that `N` trials side by side write: made once a thread, reset each time.
#[derive(Clone, Debug, Default)]
pub struct Scratch<const N: usize> {
    /// What the days run on.
    pub instructions: Instructions,
    /// The parameters of each trial, in base units.
    pub parameters: Vec<Vec<f64>>,
    /// Indices and tariffs.
    pub prices: Prices<N>,
    /// Stocks.
    pub stocks: Table<StockId, StockState<N>>,
    /// Processes.
    pub processes: Table<ProcessId, ProcessState<N>>,
    /// Processes that are more than a recipe at a fixed capacity.
    pub plants: Vec<PlantState<N>>,
    /// Supply lines.
    pub lanes: Table<LaneId, LaneState<N>>,
    /// What lanes in whole containers load, while that is worked out.
    pub loads: Vec<super::containers::Load>,
    /// What goes wrong.
    pub hazards: Hazards<N>,
    /// Stops: what waits there.
    pub stops: Table<StopId, StopState<N>>,
    /// Calls of supply lines at stops.
    pub calls: Table<CallId, CallState<N>>,
    /// Legs and nodes: their times.
    pub elements: Table<ElementId, Dated<N>>,
    /// Mean times in legs and nodes, where some source chooses between ways.
    pub element_means: Vec<Wide<N>>,
    /// Mean lead times of markets, where some stock compares its sources.
    pub market_means: Vec<Wide<N>>,
    /// Markets: their lead times.
    pub markets: Table<MarketId, Dated<N>>,
    /// Outlets.
    pub outlets: Table<OutletId, super::outlets::OutletState<N>>,
    /// What is taken or paid.
    pub takes: Vec<super::takes::TakeState<N>>,
    /// Corporate taxes.
    pub taxes: Vec<super::taxes::TaxState<N>>,
    /// Demands.
    pub demands: Table<DemandId, DemandState<N>>,
    /// Money.
    pub ledger: Ledger<N>,
    /// Stocks' expected use, where a policy asks for it.
    pub expected_use: Vec<Wide<N>>,
    /// Echelon positions, where a policy asks for them.
    pub echelon: Vec<Wide<N>>,
    /// Units of an echelon's stock in a unit of each stock downstream, echelon by echelon.
    pub echelon_factors: Vec<Wide<N>>,
    /// Sums over accounts and lanes at the end of the trial.
    pub totals: super::results::Totals<N>,
    /// Units of input per unit started, by process and use.
    pub needs: Vec<Wide<N>>,
    /// Controls, those of an index one after the other, in its own unit.
    pub controls: Vec<Wide<N>>,
    /// Space for paths while they are drawn.
    pub space: super::paths::Space,
    /// Sums over the days of the books.
    pub sums: Sums<N>,
    /// The same over the current month.
    pub month: Sums<N>,
    /// Finished months: `monthly[measure * months + month]`.
    pub monthly: Vec<Wide<N>>,
    /// What each monthly measure that is counted had come to when the month began.
    pub before: Vec<Wide<N>>,
    /// Value of what passed borders in the books: `border * years + year` [USD].
    pub trade_usd: Vec<Wide<N>>,
    /// Rate at which the value of goods is charged [1/day].
    pub carrying_per_day: Wide<N>,
    /// Value in stock, in process and on the way when the books opened.
    pub opening: Value<N>,
    /// Lithium in the chain [t].
    pub lithium_t: Wide<N>,
    /// How customers were served, where a stress test asks.
    pub service: super::service::Service<N>,
    /// The first rule that did not hold, in each trial.
    pub broken: Vec<Option<Broken>>,
    /// How far each balance of `Rule::ALL[1]` was missed at most since the space was made, relative to what
    /// passed through.
    pub largest_errors: [f64; 3],
}

/// Value of goods.
#[allow(
    clippy::struct_field_names,
    reason = "the unit is part of a quantity's name"
)]
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Value<const N: usize> {
    /// At resource cost, all parties [USD].
    pub resource_usd: Wide<N>,
    /// At book cost, all parties [USD].
    pub book_usd: Wide<N>,
    /// At book cost, the automaker's [USD].
    pub automaker_usd: Wide<N>,
}

/// Sums over days.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sums<const N: usize> {
    /// Days.
    pub days: Wide<N>,
    /// Days on which some demand was not served in full from stock.
    pub days_short: Wide<N>,
    /// Demand, weighted as the fill rate is.
    pub demanded: Wide<N>,
    /// Of it, served from stock on its day.
    pub served: Wide<N>,
    /// Vehicles not served on their day.
    pub vehicles_not_built: Wide<N>,
    /// kWh delivered.
    pub delivered_kwh: Wide<N>,
    /// Vehicles delivered.
    pub delivered_vehicles: Wide<N>,
    /// Lithium delivered [t].
    pub delivered_lithium_t: Wide<N>,
    /// Lithium in the chain in the evening [t d].
    pub lithium_t_days: Wide<N>,
    /// Resources used and imputed costs [USD].
    pub cost_usd: Wide<N>,
    /// kWh delivered, discounted.
    pub discounted_kwh: Wide<N>,
}

/// Indices and tariffs.
#[derive(Clone, Debug, Default)]
pub struct Prices<const N: usize> {
    /// Path of each index by day.
    pub paths: Table<IndexId, Vec<Wide<N>>>,
    /// What each tariff is today [USD per unit of its counter].
    pub today: Table<TariffId, Wide<N>>,
    /// Tariffs that move: which, and what of it is settled.
    pub settled: Vec<(TariffId, Wide<N>)>,
    /// What moves them: tariff, index, factor.
    pub moving: Vec<(TariffId, IndexId, Wide<N>)>,
    /// Tariffs that stay between a floor and a cap.
    pub bounded: Vec<(TariffId, [Wide<N>; 2])>,
}

impl<const N: usize> Prices<N> {
    /// Sets the tariffs of a day.
    pub fn step(&mut self, day: u32) {
        for &(tariff, settled) in &self.settled {
            self.today[tariff] = settled;
        }
        for &(tariff, index, factor) in &self.moving {
            self.today[tariff] += factor * self.paths[index][day as usize];
        }
        for &(tariff, [floor, cap]) in &self.bounded {
            self.today[tariff] = self.today[tariff].max(floor).min(cap);
        }
    }
}

/// A stock.
#[derive(Clone, Debug, Default)]
pub struct StockState<const N: usize> {
    /// Can be shipped or used now.
    pub hand: Goods<N>,
    /// Arrived, waiting for room.
    pub door: Cargo<N>,
    /// Room; infinite where boundless [unit].
    pub limit: Wide<N>,
    /// Orders that wait here.
    pub queue: Queue<N>,
    /// Direct demand that waits here [unit]; ≥ 0.
    pub backlog: Wide<N>,
    /// Ordered and not yet in stock [unit].
    pub on_order: Wide<N>,
    /// Work in process that will enter [unit].
    pub in_process: Wide<N>,
    /// What its processes are wanted to make; good units.
    pub want: Wide<N>,
    /// What starved processes left to make today; good units.
    pub spare: Wide<N>,
    /// The largest of its policy's levels and of the quantities it has dealt in: a billionth of it
    /// is rounding.
    pub scale: Wide<N>,
    /// What its processes were short of since a market that helps out was last asked [unit].
    pub missing: Wide<N>,
    /// Days in a row on which it was short.
    pub short_days: Wide<N>,
    /// Share of its wants that scarce input can meet today, and the day that was worked out.
    pub ration: (u32, Wide<N>),
    /// First and second number of its policy.
    pub policy: [Wide<N>; 2],
    /// USD per unit-day on hand and on the way.
    pub holding: [Wide<N>; 2],
    /// Most that leaves in a day [unit].
    pub dispatch_room: Wide<N>,
    /// Left as orders today [unit].
    pub left_today: Wide<N>,
    /// Its dispatch, broken or not.
    pub breakdown: BreakdownState<N>,
    /// Counters since day 0.
    pub count: StockCount<N>,
    /// The same when the books opened.
    pub opened: StockCount<N>,
}

impl<const N: usize> StockState<N> {
    /// Room for more [unit].
    #[inline(always)]
    pub fn room(&self) -> Wide<N> {
        (self.limit - self.hand.quantity - self.in_process).or_zero()
    }

    /// What is so little that it is rounding [unit].
    #[inline(always)]
    pub fn tiny(&self) -> Wide<N> {
        self.scale * 1e-9
    }

    /// Inventory position: on hand, on order, in process, at the door, less backlog.
    #[inline(always)]
    pub fn position(&self) -> Wide<N> {
        self.hand.quantity + self.on_order + self.in_process - self.backlog - self.queue.open
    }
}

/// Counters of a stock since day 0, in its unit unless said.
#[derive(Clone, Copy, Debug, Default)]
pub struct StockCount<const N: usize> {
    /// Bought on markets and sent off.
    pub bought: Wide<N>,
    /// Used by processes.
    pub used: Wide<N>,
    /// Delivered to demand.
    pub delivered: Wide<N>,
    /// Left for other stocks.
    pub shipped: Wide<N>,
    /// Arrived from other stocks and markets.
    pub arrived: Wide<N>,
    /// Orders placed [orders].
    pub orders_placed: Wide<N>,
    /// Orders arrived in full [orders].
    pub orders_arrived: Wide<N>,
    /// Days from order to arrival, by unit.
    pub order_to_arrival: Wide<N>,
    /// On hand in the evening, added up [unit d].
    pub hand_days: Wide<N>,
    /// Waiting in the evening, added up [unit d].
    pub backlog_days: Wide<N>,
    /// At the door in the evening, added up [unit d].
    pub door_days: Wide<N>,
}

/// Broken and repaired by daily chances, as renewal clocks.
#[derive(Clone, Debug)]
pub struct BreakdownState<const N: usize> {
    /// Where it does not work.
    pub is_broken: Mask<N>,
    /// The first day on which some trial's clock rings; never where infinite.
    pub rings: f64,
    /// Each trial's clock; nothing for what never breaks.
    pub clocks: Option<[RenewalClock; N]>,
}

/// When one trial's clock rings next.
#[derive(Clone, Copy, Debug)]
pub struct RenewalClock {
    /// The day it rings; never where infinite.
    pub rings: f64,
    /// Its stream and the ordinal of its next draw.
    pub stream: Stream,
    /// The ordinal of its next draw.
    pub ordinal: u64,
    /// Daily chances: to break, to be repaired.
    pub chances: [f64; 2],
}

impl<const N: usize> Default for BreakdownState<N> {
    fn default() -> Self {
        Self {
            is_broken: Mask::NONE,
            rings: f64::INFINITY,
            clocks: None,
        }
    }
}

impl<const N: usize> BreakdownState<N> {
    /// What breaks by clocks.
    pub fn new(clocks: [RenewalClock; N]) -> Self {
        Self {
            is_broken: Mask::NONE,
            rings: soonest(&clocks),
            clocks: Some(clocks),
        }
    }

    /// Changes where a clock rings today, and says where it does.
    #[inline(always)]
    pub fn step(&mut self, day: u32) -> Mask<N> {
        if f64::from(day) < self.rings {
            return Mask::NONE;
        }
        self.change(f64::from(day))
    }

    #[inline(never)]
    fn change(&mut self, day: f64) -> Mask<N> {
        let mut changed = Mask::NONE;
        let Some(clocks) = &mut self.clocks else {
            return changed;
        };
        for (k, clock) in clocks.iter_mut().enumerate() {
            if day >= clock.rings {
                let is_broken = !self.is_broken.at(k);
                self.is_broken.set(k, is_broken);
                changed.set(k, true);
                let chance = clock.chances[usize::from(is_broken)];
                let wait =
                    crate::random::geometric_quantile(clock.stream.uniform(clock.ordinal), chance);
                clock.ordinal += 1;
                clock.rings = day + 1.0 + wait;
            }
        }
        self.rings = soonest(clocks);
        changed
    }
}

fn soonest(clocks: &[RenewalClock]) -> f64 {
    clocks.iter().fold(f64::INFINITY, |a, b| a.min(b.rings))
}

/// A process.
#[derive(Clone, Debug, Default)]
pub struct ProcessState<const N: usize> {
    /// Units started a day at full capacity.
    pub capacity: Wide<N>,
    /// First day of production; infinite for never.
    pub first_day: Wide<N>,
    /// Share of capacity on the first day, and its daily rise.
    pub ramp: [Wide<N>; 2],
    /// Good share of what is started.
    pub good: Wide<N>,
    /// Days inside.
    pub inside: Wide<N>,
    /// Capital expenditure [USD].
    pub capex_usd: Wide<N>,
    /// Annualised capital a day [USD/day], and the day after its last.
    pub capital_usd_per_day: Wide<N>,
    /// End of the plant's life.
    pub life_ends: Wide<N>,
    /// Annualised capital in a unit started at full capacity [USD/unit].
    pub capital_usd_per_unit: Wide<N>,
    /// Broken or not.
    pub breakdown: BreakdownState<N>,
    /// Units that could be and that were started today.
    pub today: [Wide<N>; 2],
    /// Its part of what its stock wants and has room for today [unit started].
    pub allotted: Wide<N>,
    /// The days on which what is inside is done.
    pub under_way: Pipe<N>,
    /// Good units inside, with their cost.
    pub inside_goods: Goods<N>,
    /// Counters since day 0.
    pub count: ProcessCount<N>,
    /// The same when the books opened.
    pub opened: ProcessCount<N>,
    /// Where its needs stand among all needs.
    pub first_need: usize,
}

impl<const N: usize> ProcessState<N> {
    /// Capacity at an age of so many days [unit/day].
    #[inline(always)]
    pub fn ramped(&self, age: Wide<N>) -> Wide<N> {
        let [from, rise] = self.ramp;
        self.capacity * (from + rise * age).min(Wide::all(1.0))
    }
}

/// Counters of a process since day 0.
#[derive(Clone, Copy, Debug, Default)]
pub struct ProcessCount<const N: usize> {
    /// Units started, scrap included.
    pub started: Wide<N>,
    /// Units that capacity allowed.
    pub possible: Wide<N>,
    /// Days on which an input was missing.
    pub days_stopped: Wide<N>,
}

/// A supply line.
#[derive(Clone, Debug, Default)]
pub struct LaneState<const N: usize> {
    /// Share of every order.
    pub share: Wide<N>,
    /// FEU in a unit; 0 where freight is free.
    pub feu_per_unit: Wide<N>,
    /// Share that is not lost on the way.
    pub kept: Wide<N>,
    /// Margin of a cost-plus contract.
    pub margin: Wide<N>,
    /// Days from title to payment.
    pub payment_days: Wide<N>,
    /// What leaves tonight.
    pub tonight: Cargo<N>,
    /// On the way, with its cost.
    pub on_the_way: Goods<N>,
    /// Ordered tonight from the supplier's stock [unit].
    pub asked: Wide<N>,
    /// Ordered on earlier evenings and still open at the supplier.
    pub waits: Open<N>,
    /// The days on which it arrives.
    pub under_way: Pipe<N>,
    /// Ordered on this lane and not yet in stock [unit].
    pub outstanding: Wide<N>,
    /// Book cost of what its supplier last had on hand, where sources are compared [USD/unit].
    pub book_usd: Wide<N>,
    /// Counters since day 0.
    pub count: LaneCount<N>,
    /// The same when the books opened.
    pub opened: LaneCount<N>,
}

/// Counters of a supply line since day 0.
#[derive(Clone, Copy, Debug, Default)]
pub struct LaneCount<const N: usize> {
    /// Units that left.
    pub left: Wide<N>,
    /// Units that arrived.
    pub arrived: Wide<N>,
    /// FEU that left.
    pub feu: Wide<N>,
    /// Cargoes that left.
    pub shipments: Wide<N>,
    /// Units whose title passed.
    pub titled: Wide<N>,
    /// Book cost, to the seller, of what was sold at cost plus [USD].
    pub titled_cost: Wide<N>,
    /// Clock days from departure to arrival, by unit arrived.
    pub door_to_door: Wide<N>,
    /// Freight [USD].
    pub freight_usd: Wide<N>,
    /// Customs value of what landed from another country [USD].
    pub landed_usd: Wide<N>,
    /// The same with the duty on it [USD].
    pub dutied_usd: Wide<N>,
    /// Book cost at departure of what was insured [USD].
    pub insured_usd: Wide<N>,
    /// Units lost on the way, counted when the rest arrives.
    pub lost: Wide<N>,
}

/// A leg or node at which cargo queues.
#[derive(Clone, Debug, Default)]
pub struct StopState<const N: usize> {
    /// What waits, other traffic included [FEU], by the day on which it came.
    pub queue: Queue<N>,
    /// Most that passes in a day, or on a departure [FEU].
    pub feu: Wide<N>,
    /// Least for a departure [FEU].
    pub at_least: Wide<N>,
    /// Other traffic.
    pub background: Dated<N>,
    /// Counters since day 0.
    pub count: StopCount<N>,
    /// The same when the books opened.
    pub opened: StopCount<N>,
}

/// Counters of a stop since day 0.
#[derive(Clone, Copy, Debug, Default)]
pub struct StopCount<const N: usize> {
    /// Days in the queue, by FEU of ours that passed [FEU d].
    pub waited: Wide<N>,
    /// FEU of ours that passed.
    pub passed: Wide<N>,
    /// FEU in the queue in the evening, other traffic included, added up [FEU d].
    pub queued: Wide<N>,
}

/// A stop on the way of a supply line.
#[derive(Clone, Debug, Default)]
pub struct CallState<const N: usize> {
    /// What comes and what waits, by the day on which it comes.
    pub cargo: Pipe<N>,
    /// FEU in a unit.
    pub feu_per_unit: Wide<N>,
    /// Waits this evening [FEU].
    pub waits: Wide<N>,
    /// FEU-days waited since day 0, and when the books opened.
    pub waited: [Wide<N>; 2],
}

/// A source of randomness that is read by day. Days share blocks of the generator: what a block
/// gives is kept until another is asked for.
#[derive(Clone, Debug, Default)]
pub struct Dated<const N: usize> {
    /// Each trial's stream.
    streams: Vec<Stream>,
    /// The block that all trials read, and its uniforms by day.
    block: Option<u32>,
    uniforms: [Wide<N>; BLOCK],
    /// The blocks that the trials read apart, and theirs.
    apart: Vec<(u64, [f64; BLOCK])>,
    /// Each trial's sampler, where the law hangs on parameters.
    pub own: Vec<Sampler>,
}

/// Days in a block of the generator.
const BLOCK: usize = 4;

impl<const N: usize> Dated<N> {
    /// Starts new trials.
    pub fn reset(&mut self, stream: impl FnMut(usize) -> Stream) {
        self.streams.clear();
        self.streams.extend((0..N).map(stream));
        self.block = None;
        self.apart.clear();
        self.apart.resize(N, (u64::MAX, [0.5; BLOCK]));
    }

    /// All trials draw for the same day from a law, or from each trial's own where it has one.
    #[inline(always)]
    pub fn draws_on(&mut self, day: u32, shared: Option<&Sampler>) -> Wide<N> {
        if let Some(value) = shared.and_then(Sampler::constant) {
            return Wide::all(value);
        }
        let block = day / BLOCK as u32;
        if self.block != Some(block) {
            self.fill(block);
        }
        let uniforms = self.uniforms[day as usize % BLOCK];
        self.values(uniforms, shared)
    }

    /// Each trial draws for the day of its own clock.
    #[inline(always)]
    pub fn draws_at(&mut self, clock: Wide<N>, shared: Option<&Sampler>) -> Wide<N> {
        if let Some(value) = shared.and_then(Sampler::constant) {
            return Wide::all(value);
        }
        let mut uniforms = Wide::ZERO;
        for (k, (stream, (block, four))) in self.streams.iter().zip(&mut self.apart).enumerate() {
            let day = clock[k] as u64;
            if *block != day / BLOCK as u64 {
                *block = day / BLOCK as u64;
                stream.fill(*block * BLOCK as u64, four);
            }
            uniforms[k] = four[(day % BLOCK as u64) as usize];
        }
        self.values(uniforms, shared)
    }

    #[inline(always)]
    fn fill(&mut self, block: u32) {
        if let Some(streams) = self.streams.first_chunk() {
            self.uniforms = Stream::fill_side_by_side(streams, u64::from(block)).map(Wide);
        }
        self.block = Some(block);
    }

    /// One trial draws for the day of its clock.
    pub fn draw_at(&mut self, k: usize, clock: f64, shared: Option<&Sampler>) -> f64 {
        let (day, (block, four)) = (clock as u64, &mut self.apart[k]);
        if *block != day / BLOCK as u64 {
            *block = day / BLOCK as u64;
            self.streams[k].fill(*block * BLOCK as u64, four);
        }
        let uniform = four[(day % BLOCK as u64) as usize];
        let sampler = shared.or(self.own.get(k));
        let draw = sampler.map_or(0.0, |sampler| sampler.quantile(uniform));
        if draw > 0.0 { draw } else { 0.0 }
    }

    #[inline(always)]
    fn values(&self, uniforms: Wide<N>, shared: Option<&Sampler>) -> Wide<N> {
        let mut values = uniforms;
        match shared {
            Some(sampler) => sampler.quantiles(&mut values.0),
            None => {
                for (value, sampler) in values.0.iter_mut().zip(&self.own) {
                    *value = sampler.quantile(*value);
                }
            }
        }
        values.or_zero()
    }
}

/// A demand.
#[derive(Clone, Debug, Default)]
pub struct DemandState<const N: usize> {
    /// Demand of each day [unit].
    pub draws: Vec<Wide<N>>,
    /// Planned demand before each day and before the day after the last, added up [unit].
    pub planned: Vec<Wide<N>>,
    /// Draws in the books that were held at 0.
    pub cuts: Wide<N>,
    /// Waiting [unit]; ≥ 0.
    pub backlog: Wide<N>,
    /// USD per unit-day waiting.
    pub backlog_cost: Wide<N>,
    /// USD per unit lost.
    pub lost_cost: Wide<N>,
    /// In the books: demanded, served on the day, delivered, lost [unit].
    pub demanded: Wide<N>,
    /// Served from stock on its day [unit].
    pub served: Wide<N>,
    /// Lost [unit].
    pub lost: Wide<N>,
    /// Days on which it was not served in full from stock.
    pub days_short: Wide<N>,
    /// Days in a row on which some of it waited, where it falls back on a market.
    pub days_waiting: Wide<N>,
    /// Delivered from the market it falls back on since day 0 [unit].
    pub fallen_back: Wide<N>,
}

impl<const N: usize> DemandState<N> {
    /// Mean planned demand of so many days from one on, or as many as are left [unit/day].
    pub fn planned_ahead(&self, day: u32, days: u32) -> Wide<N> {
        let from = day as usize;
        let to = (from + days as usize).min(self.planned.len() - 1);
        (self.planned[to] - self.planned[from]) / (to - from) as f64
    }
}
