//! Step 6: orders are filled first in first out, cargo leaves with its clock, markets deliver.

use super::cargo::{Cargo, Goods};
use super::day::Today;
use super::lots::Origin;
use super::watch::{Happening, Watch};
use crate::id::{ElementId, StockId};
use crate::plan::LaneId;

/// The day on whose morning cargo with this clock enters a stock. The clock adds up unrounded; a
/// billionth of a day forgives what adding up may have left over.
pub(super) fn entry_day(clock: f64) -> u32 {
    let late = clock - 1e-9;
    // Casts cut towards zero and stop at the ends of the range.
    let whole = late as u32;
    whole.saturating_add(u32::from(f64::from(whole) < late))
}

impl<W: Watch> Today<'_, W> {
    /// Step 6.
    pub(super) fn dispatch(&mut self) {
        for &stock in &self.plan.work.stocks_sources_first {
            if self.s.stocks[stock].queue.is_waiting() {
                self.fill_orders(stock);
            }
        }
        for &lane in &self.plan.work.buying {
            if self.s.lanes[lane].tonight.goods.quantity > 0.0 {
                self.buy(lane);
            }
        }
    }

    fn fill_orders(&mut self, stock: StockId) {
        let state = &mut self.s.stocks[stock];
        state.left_today = 0.0;
        if state.breakdown.is_broken {
            return;
        }
        let available = state.hand.quantity.min(state.dispatch_room);
        if available <= state.tiny() {
            return;
        }
        let lanes = &mut self.s.lanes;
        self.s.orders.fill(
            &mut state.queue,
            available,
            |lane, day, quantity, complete| {
                let tonight = &mut lanes[lane].tonight;
                tonight.goods.quantity += quantity;
                tonight.ordered_on += quantity * f64::from(day);
                tonight.orders += f64::from(u8::from(complete));
            },
        );
        for &lane in &self.plan.stocks[stock].customers {
            if self.s.lanes[lane].tonight.goods.quantity > 0.0 {
                self.ship(lane, stock);
            }
        }
    }

    /// Cargo leaves a stock: freight is paid, title may pass, the clock runs.
    fn ship(&mut self, lane: LaneId, supplier: StockId) {
        let mut cargo = std::mem::take(&mut self.s.lanes[lane].tonight);
        let filled = cargo.goods.quantity;
        let stock = &mut self.s.stocks[supplier];
        cargo.goods = stock.hand.take(filled);
        // What rounding left out of a complete order is not owed any more.
        let rounding = filled - cargo.goods.quantity;
        let stock = &mut self.s.stocks[self.plan.lanes[lane].customer];
        stock.on_order = (stock.on_order - rounding).max(0.0);
        self.s.lanes[lane].outstanding -= rounding;
        let stock = &mut self.s.stocks[supplier];
        stock.count.shipped += cargo.goods.quantity;
        stock.left_today += cargo.goods.quantity;
        stock.in_transit += cargo.goods.quantity;
        if self.plan.lanes[lane]
            .sale
            .as_ref()
            .is_some_and(|sale| sale.at_origin)
        {
            cargo.goods = self.pass_title(lane, cargo.goods);
        }
        self.pay_freight(lane, &mut cargo.goods);
        let mut clock = f64::from(self.day);
        for &element in &self.plan.lanes[lane].path {
            clock += self.time_in(element, clock);
        }
        let quantity = cargo.goods.quantity;
        self.tell(|| Happening::Departed {
            lane,
            quantity,
            arrives: clock,
        });
        self.send(lane, cargo, clock);
    }

    /// Time in a leg or node for what enters it now [days].
    fn time_in(&mut self, element: ElementId, clock: f64) -> f64 {
        let dated = &mut self.s.elements[element];
        let uniform = dated.uniform(clock as u64);
        let plan = &self.plan.elements[element].days;
        let sampler = dated.own.as_ref().or(plan.sampler.as_ref());
        sampler
            .map_or(0.0, |sampler| sampler.quantile(uniform))
            .max(0.0)
    }

    fn pay_freight(&mut self, lane: LaneId, goods: &mut Goods) {
        let plan = &self.plan.lanes[lane];
        let feu = goods.quantity * self.s.lanes[lane].feu_per_unit;
        let mut freight = 0.0;
        for &(tariff, account) in &plan.feu_costs {
            let usd = feu * self.s.prices.today[tariff];
            freight += usd;
            self.post(account, usd);
        }
        for &(tariff, account) in &plan.shipment_costs {
            let usd = self.s.prices.today[tariff];
            freight += usd;
            self.post(account, usd);
        }
        goods.charge(freight);
        let count = &mut self.s.lanes[lane].count;
        count.feu += feu;
        count.shipments += 1.0;
        count.freight_usd += freight;
    }

    /// Sends cargo off on a lane, to arrive when the clock says, at the earliest tomorrow.
    fn send(&mut self, lane: LaneId, cargo: Cargo, clock: f64) {
        let state = &mut self.s.lanes[lane];
        state.count.left += cargo.goods.quantity;
        state.on_the_way.put(cargo.goods);
        let due = entry_day(clock).max(self.day + 1);
        let door_to_door = clock - f64::from(self.day);
        self.s
            .lots
            .send(due, cargo, Origin::Lane(lane), self.day, door_to_door);
    }

    /// A market fills an order at once, at today's price.
    fn buy(&mut self, lane: LaneId) {
        let plan = &self.plan.lanes[lane];
        let (Some(market), Some((tariff, account))) = (plan.market, plan.purchase) else {
            return;
        };
        let mut cargo = std::mem::take(&mut self.s.lanes[lane].tonight);
        let usd = cargo.goods.quantity * self.s.prices.today[tariff];
        self.post(account, usd);
        cargo.goods.charge(usd);
        let quantity = cargo.goods.quantity;
        self.s.stocks[plan.customer].count.bought += quantity;
        self.s.lithium_t += quantity * self.lithium_of(plan.customer);
        let dated = &mut self.s.markets[market];
        let uniform = dated.uniform(u64::from(self.day));
        let lead = &self.plan.markets[market].lead_time;
        let sampler = dated.own.as_ref().or(lead.sampler.as_ref());
        let days = sampler
            .map_or(0.0, |sampler| sampler.quantile(uniform))
            .max(0.0);
        let clock = f64::from(self.day) + days;
        self.tell(|| Happening::Bought {
            lane,
            quantity,
            arrives: clock,
        });
        self.send(lane, cargo, clock);
    }

    /// Title passes: the buyer owes the price, and holds the goods at it from now on.
    pub(super) fn pass_title(&mut self, lane: LaneId, goods: Goods) -> Goods {
        let Some(sale) = &self.plan.lanes[lane].sale else {
            return goods;
        };
        let state = &mut self.s.lanes[lane];
        state.count.titled += goods.quantity;
        let usd = if let Some(tariff) = sale.tariff {
            goods.quantity * self.s.prices.today[tariff]
        } else {
            state.count.titled_cost += goods.cost_usd;
            goods.cost_usd * (1.0 + state.margin)
        };
        let days = state.payment_days;
        self.post_due(sale.account, usd, days);
        Goods {
            cost_usd: usd,
            ..goods
        }
    }
}
