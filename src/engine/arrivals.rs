//! Step 2: what is due enters its stock. Cargo that finds no room waits at the door.

use super::cargo::Cargo;
use super::day::Today;
use super::lots::{Lot, Origin};
use super::scratch::StockState;
use super::watch::{Happening, Watch};
use crate::id::{ProcessId, StockId};
use crate::plan::LaneId;

impl<W: Watch> Today<'_, W> {
    /// Step 2.
    pub(super) fn arrive(&mut self) {
        while let Some(lot) = self.s.lots.next_due(self.day) {
            match lot.origin {
                Origin::Lane(lane) => self.land(lane, &lot),
                Origin::Process(process) => self.finish(process, &lot),
            }
        }
        for &stock in &self.plan.work.limited {
            if self.s.stocks[stock].door.goods.quantity > 0.0 {
                self.let_in(stock);
            }
        }
    }

    /// Work in process is done: its room was kept for it.
    fn finish(&mut self, process: ProcessId, lot: &Lot) {
        let goods = lot.cargo.goods;
        let state = &mut self.s.processes[process];
        state.inside_goods.quantity = (state.inside_goods.quantity - goods.quantity).max(0.0);
        state.inside_goods.cost_usd -= goods.cost_usd;
        state.inside_goods.resource_usd -= goods.resource_usd;
        let stock = &mut self.s.stocks[self.plan.processes[process].makes];
        stock.in_process = (stock.in_process - goods.quantity).max(0.0);
        stock.hand.put(goods);
        self.tell(|| Happening::Finished {
            process,
            quantity: goods.quantity,
        });
    }

    /// Cargo is at its end; title may pass, and it goes to the door.
    fn land(&mut self, lane: LaneId, lot: &Lot) {
        if self.day <= lot.left {
            self.breach(
                super::audit::Rule::Punctual,
                f64::from(lot.left - self.day + 1),
            );
        }
        let mut cargo = lot.cargo;
        let quantity = cargo.goods.quantity;
        let state = &mut self.s.lanes[lane];
        state.on_the_way.quantity = (state.on_the_way.quantity - quantity).max(0.0);
        state.on_the_way.cost_usd -= cargo.goods.cost_usd;
        state.on_the_way.resource_usd -= cargo.goods.resource_usd;
        state.outstanding = (state.outstanding - quantity).max(0.0);
        state.count.arrived += quantity;
        state.count.door_to_door += quantity * lot.door_to_door;
        if let Some(supplier) = self.plan.lanes[lane].supplier {
            let supplier = &mut self.s.stocks[supplier];
            supplier.in_transit = (supplier.in_transit - quantity).max(0.0);
        }
        if self.plan.lanes[lane]
            .sale
            .as_ref()
            .is_some_and(|sale| !sale.at_origin)
        {
            cargo.goods = self.pass_title(lane, cargo.goods);
        }
        self.tell(|| Happening::Arrived { lane, quantity });
        let customer = self.plan.lanes[lane].customer;
        let stock = &mut self.s.stocks[customer];
        if stock.limit < f64::INFINITY {
            stock.door.put(cargo);
            self.let_in(customer);
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

impl StockState {
    /// Cargo enters the stock.
    fn enter(&mut self, cargo: &Cargo, day: u32) {
        let quantity = cargo.goods.quantity;
        self.on_order = (self.on_order - quantity).max(0.0);
        self.count.arrived += quantity;
        self.count.order_to_arrival += quantity * f64::from(day) - cargo.ordered_on;
        self.count.orders_arrived += cargo.orders;
        self.hand.put(cargo.goods);
    }
}
