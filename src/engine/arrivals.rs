//! Step 2: what is due enters its stock. Cargo that finds no room waits at the door.

use super::audit::Rule;
use super::cargo::Cargo;
use super::day::Today;
use super::pipe::Arrival;
use super::scratch::StockState;
use super::watch::{Happening, Watch};
use super::wide::Wide;
use crate::id::{ProcessId, StockId};
use crate::plan::LaneId;

impl<W: Watch, const N: usize> Today<'_, W, N> {
    /// Step 2.
    #[inline(always)]
    pub(super) fn arrive(&mut self) {
        for &stop in &self.plan.work.nodes {
            self.let_pass(stop);
        }
        for lane in self.plan.lanes.ids() {
            if let Some(arrival) = self.s.lanes[lane].under_way.due(self.day) {
                self.land(lane, &arrival);
            }
        }
        for &process in &self.plan.work.processes_sources_first {
            if let Some(arrival) = self.s.processes[process].under_way.due(self.day) {
                self.finish(process, &arrival);
            }
        }
        for &stock in &self.plan.work.limited {
            if self.s.stocks[stock].door.is_laden().any() {
                self.let_in(stock);
            }
        }
    }

    /// Work in process is done: its room was kept for it.
    fn finish(&mut self, process: ProcessId, arrival: &Arrival<N>) {
        let goods = arrival.cargo.goods;
        self.s.processes[process].inside_goods.remove(goods);
        let stock = &mut self.s.stocks[self.plan.processes[process].makes];
        stock.in_process = (stock.in_process - goods.quantity).or_zero();
        stock.hand.put(goods);
        self.tell(goods.quantity.is_positive(), |k| Happening::Finished {
            process,
            quantity: goods.quantity[k],
        });
    }

    /// Cargo is at its end; title may pass, and it goes to the door.
    #[inline(always)]
    fn land(&mut self, lane: LaneId, arrival: &Arrival<N>) {
        if arrival.left >= self.day {
            let there = arrival.cargo.is_laden();
            self.check(Rule::Punctual, there, Wide::all(1.0));
        }
        let mut cargo = arrival.cargo;
        let quantity = cargo.goods.quantity;
        let plan = &self.plan.lanes[lane];
        let state = &mut self.s.lanes[lane];
        state.on_the_way.remove(cargo.goods);
        state.outstanding = (state.outstanding - quantity).or_zero();
        state.count.arrived += quantity;
        state.count.door_to_door += arrival.door_to_door;
        if plan.sale.as_ref().is_some_and(|sale| !sale.at_origin) {
            cargo.goods = self.pass_title(lane, cargo.goods);
        }
        if plan.import.is_some() {
            cargo.goods = self.import(lane, cargo.goods);
        }
        self.tell(quantity.is_positive(), |k| Happening::Arrived {
            lane,
            quantity: quantity[k],
        });
        let stock = &mut self.s.stocks[plan.customer];
        if self.plan.stocks[plan.customer].limit.is_some() {
            stock.door.put(cargo);
            self.let_in(plan.customer);
        } else {
            stock.enter(&cargo, self.day);
        }
    }

    /// As much as there is room for goes in from the door.
    fn let_in(&mut self, stock: StockId) {
        let state = &mut self.s.stocks[stock];
        let room = state.room();
        let cargo = state.door.take(room);
        state.enter(&cargo, self.day);
    }
}

impl<const N: usize> StockState<N> {
    /// Cargo enters the stock.
    #[inline(always)]
    fn enter(&mut self, cargo: &Cargo<N>, day: u32) {
        let quantity = cargo.goods.quantity;
        self.on_order = (self.on_order - quantity).or_zero();
        self.count.arrived += quantity;
        self.count.order_to_arrival += quantity * f64::from(day) - cargo.ordered_on;
        self.count.orders_arrived += cargo.orders;
        self.hand.put(cargo.goods);
    }
}
