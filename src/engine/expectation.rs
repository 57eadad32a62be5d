//! What a planner knows of the whole chain: echelon positions, and the use to expect of each stock a
//! month ahead. Both pass once over the stocks, customers first.

use super::day::Today;
use super::watch::Watch;
use super::wide::Wide;
use crate::id::{Id, ProcessId, StockId};
use crate::plan::{LaneId, Split};

/// How far ahead the planner looks [days].
const AHEAD_DAYS: u32 = 30;

impl<W: Watch, const N: usize> Today<'_, W, N> {
    /// Echelon positions: own on hand and on order and everything downstream on hand, in process and
    /// on the way, less the end customers' backlog, in units of the stock.
    pub(super) fn add_up_echelons(&mut self) {
        let mut factors = self.s.echelon_factors.iter();
        for echelon in &self.plan.echelons {
            let mut sum = Wide::ZERO;
            for (below, &factor) in echelon.downstream.iter().zip(factors.by_ref()) {
                sum += factor * self.held(below.stock);
            }
            let own = &self.s.stocks[echelon.stock];
            self.s.echelon[echelon.stock.position()] =
                sum + own.on_order - own.door.goods.quantity - self.inbound(echelon.stock);
        }
    }

    /// On hand, at the door, in process and on the way to a stock, less its customers' backlog.
    fn held(&self, stock: StockId) -> Wide<N> {
        let state = &self.s.stocks[stock];
        let there = state.hand.quantity + state.door.goods.quantity + state.in_process;
        there + self.inbound(stock) - state.backlog
    }

    fn inbound(&self, stock: StockId) -> Wide<N> {
        let mut inbound = Wide::ZERO;
        for &lane in &self.plan.stocks[stock].lanes {
            inbound += self.s.lanes[lane].on_the_way.quantity;
        }
        inbound
    }

    /// Some policy that looks at expected use decides this evening.
    pub(super) fn is_use_asked_for(&self) -> bool {
        self.plan.work.forecasting.iter().any(|&stock| {
            let stock = &self.plan.stocks[stock];
            !stock.makers.is_empty() || self.day.is_multiple_of(stock.review_days)
        })
    }

    /// Expected use of each stock [unit/day]: planned demand of the days ahead, and what customers and processes
    /// downstream need for theirs, no more than their capacity a month ahead.
    pub(super) fn expect_use(&mut self) {
        self.s.expected_use.fill(Wide::ZERO);
        for &stock in self.plan.work.stocks_sources_first.iter().rev() {
            let plan = &self.plan.stocks[stock];
            let mut needed = self.s.expected_use[stock.position()];
            for &demand in &plan.demands {
                needed += self.s.demands[demand].planned_ahead(self.day, AHEAD_DAYS);
            }
            self.s.expected_use[stock.position()] = needed;
            if plan.makers.is_empty() {
                self.expect_of_suppliers(stock, needed);
            } else {
                self.expect_of_processes(stock, needed);
            }
        }
    }

    /// Use of inputs: makers by name, each up to its capacity; those that push run at capacity.
    fn expect_of_processes(&mut self, stock: StockId, needed: Wide<N>) {
        let plan = &self.plan.stocks[stock];
        let pushes = plan.policy == Some(crate::model::Policy::Push);
        let mut left = if pushes {
            Wide::all(f64::INFINITY)
        } else {
            needed
        };
        for &process in &plan.makers {
            let good = self.s.processes[process].good;
            let started = (left / good).min(self.capacity_ahead(process));
            left -= started * good;
            for (used, input) in self.plan.processes[process].uses.iter().enumerate() {
                let need = self.s.needs[self.s.processes[process].first_need + used];
                self.s.expected_use[input.stock.position()] += started * need;
            }
        }
    }

    /// Use of suppliers' stocks: by share, or by priority, each up to what its processes can make.
    fn expect_of_suppliers(&mut self, stock: StockId, needed: Wide<N>) {
        let plan = &self.plan.stocks[stock];
        if plan.split == Split::LeastCost {
            return self.expect_of_the_cheapest(stock, needed);
        }
        let mut left = needed;
        for &lane in &plan.lanes {
            if !self.plan.lanes[lane].is_regular() {
                continue;
            }
            let quantity = if plan.split == Split::Share {
                needed * self.s.lanes[lane].share
            } else {
                left.min(self.arriving(lane, self.supply_ahead(lane)))
            };
            left -= quantity;
            if let Some(supplier) = self.plan.lanes[lane].supplier {
                let sent = self.sent_for(lane, quantity);
                self.s.expected_use[supplier.position()] += sent;
            }
        }
    }

    /// Use of the supplier's stock to which an order of a day would go tonight.
    fn expect_of_the_cheapest(&mut self, stock: StockId, needed: Wide<N>) {
        let chosen = self.cheapest(stock, needed);
        for at in 0..self.plan.stocks[stock].lanes.len() {
            let lane = self.plan.stocks[stock].lanes[at];
            if let Some(supplier) = self.plan.lanes[lane].supplier {
                self.s.expected_use[supplier.position()] += chosen.is(lane).of(needed);
            }
        }
    }

    /// What arrives of a quantity that leaves [unit].
    fn arriving(&self, lane: LaneId, leaves: Wide<N>) -> Wide<N> {
        if self.plan.lanes[lane].carriage.losses.is_empty() {
            leaves
        } else {
            leaves * self.s.lanes[lane].kept
        }
    }

    /// What must leave for a quantity to arrive [unit].
    fn sent_for(&self, lane: LaneId, arrives: Wide<N>) -> Wide<N> {
        if self.plan.lanes[lane].carriage.losses.is_empty() {
            arrives
        } else {
            arrives / self.s.lanes[lane].kept
        }
    }

    /// What the supplier on a lane can be expected to bring forth [unit/day].
    pub(super) fn supply_ahead(&self, lane: LaneId) -> Wide<N> {
        let makers = self.plan.lanes[lane]
            .supplier
            .map_or(&[][..], |supplier| &self.plan.stocks[supplier].makers);
        if makers.is_empty() {
            return Wide::all(f64::INFINITY);
        }
        let mut supply = Wide::ZERO;
        for &process in makers {
            supply += self.capacity_ahead(process) * self.s.processes[process].good;
        }
        supply
    }

    /// Capacity a month ahead, outages apart [unit/day].
    fn capacity_ahead(&self, process: ProcessId) -> Wide<N> {
        if let Some(plant) = self.plan.processes[process].plant {
            return self.plant_ramped(process, plant, self.day + AHEAD_DAYS);
        }
        let state = &self.s.processes[process];
        let age = Wide::all(f64::from(self.day + AHEAD_DAYS)) - state.first_day;
        age.at_least(Wide::ZERO).of(state.ramped(age))
    }
}
