//! Step 6: orders are filled first in first out, cargo leaves with its clock, markets deliver.

use super::cargo::{Cargo, Goods};
use super::day::Today;
use super::scratch::{LaneState, Scratch};
use super::watch::{Happening, Watch};
use super::wide::{Mask, Wide};
use crate::id::{ElementId, StockId};
use crate::plan::{LaneId, Plan};

/// Relative quantities below which what is missing is rounding.
const TINY: f64 = 1e-9;

impl<W: Watch, const N: usize> Today<'_, W, N> {
    /// Step 6.
    #[inline(always)]
    pub(super) fn dispatch(&mut self) {
        for &stock in &self.plan.work.suppliers_sources_first {
            self.s.stocks[stock].left_today = Wide::ZERO;
            if self.s.stocks[stock].queue.open.some() {
                self.fill_orders(stock);
            }
        }
        for &lane in &self.plan.work.buying {
            if self.s.lanes[lane].tonight.is_laden().any() {
                self.buy(lane);
            }
        }
        for &stop in &self.plan.work.timetables {
            self.depart(stop);
        }
        self.sell();
    }

    #[inline(always)]
    fn fill_orders(&mut self, stock: StockId) {
        self.s.fill_orders(self.plan, stock, self.day);
        if !self.plan.work.choosing.is_empty() {
            for &lane in &self.plan.stocks[stock].customers {
                self.choose_way(lane);
            }
        }
        for &lane in &self.plan.stocks[stock].customers {
            if self.s.lanes[lane].tonight.is_laden().any() {
                self.ship(lane, stock);
            }
        }
    }

    /// Cargo leaves a stock: freight is paid, title may pass, the clock runs.
    #[inline(always)]
    fn ship(&mut self, lane: LaneId, supplier: StockId) {
        let mut cargo = self.s.lanes[lane].tonight.take_orders();
        let plan = &self.plan.lanes[lane];
        let filled = cargo.goods.quantity;
        cargo.goods = self.s.stocks[supplier].hand.take(filled);
        let quantity = cargo.goods.quantity;
        // What rounding left out of a complete order is not owed any more.
        let rounding = filled - quantity;
        let stock = &mut self.s.stocks[plan.customer];
        stock.on_order = (stock.on_order - rounding).or_zero();
        self.s.lanes[lane].outstanding -= rounding;
        let stock = &mut self.s.stocks[supplier];
        stock.count.shipped += quantity;
        stock.left_today += quantity;
        if plan.sale.as_ref().is_some_and(|sale| sale.at_origin) {
            cargo.goods = self.pass_title(lane, cargo.goods);
        }
        if let Some(insurance) = plan.carriage.insurance {
            self.insure(lane, &mut cargo.goods, insurance);
        }
        self.pay_freight(lane, &mut cargo.goods);
        let clock = self.travel(&plan.path);
        self.tell(quantity.is_positive(), |k| Happening::Departed {
            lane,
            quantity: quantity[k],
            arrives: clock[k],
        });
        self.send(lane, &cargo, clock);
    }

    /// The clock at the end of a path for what enters it this evening [d].
    #[inline(always)]
    fn travel(&mut self, path: &[ElementId]) -> Wide<N> {
        let mut clock = Wide::all(f64::from(self.day));
        for (at, &element) in path.iter().enumerate() {
            let plan = &self.plan.elements[element];
            // What comes to a place while it is shut waits until it opens.
            let waits = plan.place.map(|place| self.s.hazards.opens(place, clock));
            if W::LOOKS
                && let Some(until) = waits
            {
                self.tell_of_holding(element, clock, until);
            }
            let is_whole = at == 0 && waits.is_none();
            clock = waits.unwrap_or(clock);
            let law = plan.days.sampler.as_ref();
            let element = &mut self.s.elements[element];
            // All enter the first element on the same day, later ones each when its clock says.
            clock += if is_whole {
                element.draws_on(self.day, law)
            } else {
                element.draws_at(clock, law)
            };
        }
        clock
    }

    #[inline(always)]
    fn pay_freight(&mut self, lane: LaneId, goods: &mut Goods<N>) {
        let plan = &self.plan.lanes[lane];
        let leaves = goods.quantity.is_positive();
        let feu = goods.quantity * self.s.lanes[lane].feu_per_unit;
        let mut freight = Wide::ZERO;
        for &(tariff, account) in &plan.feu_costs {
            let usd = feu * self.s.prices.today[tariff];
            freight += usd;
            self.post(account, usd);
        }
        for &(tariff, account) in &plan.shipment_costs {
            let usd = leaves.of(self.s.prices.today[tariff]);
            freight += usd;
            self.post(account, usd);
        }
        goods.charge(freight);
        let count = &mut self.s.lanes[lane].count;
        count.feu += feu;
        count.shipments += leaves.ones();
        count.freight_usd += freight;
    }

    /// Sends cargo off on a lane, to arrive when the clock says, at the earliest tomorrow.
    #[inline(always)]
    fn send(&mut self, lane: LaneId, cargo: &Cargo<N>, clock: Wide<N>) {
        self.tell_of_leaving(lane, cargo, clock);
        let state = &mut self.s.lanes[lane];
        state.count.left += cargo.goods.quantity;
        state.on_the_way.put(cargo.goods);
        if let Some(call) = self.plan.lanes[lane].first_call {
            self.approach(call, cargo, clock);
        } else {
            state.under_way.send(cargo, clock, self.day, self.plan.days);
        }
    }

    /// A market fills an order at once, at today's price.
    #[inline(always)]
    fn buy(&mut self, lane: LaneId) {
        let plan = &self.plan.lanes[lane];
        let (Some(market), Some((tariff, account))) = (plan.market, plan.purchase) else {
            return;
        };
        let mut cargo = self.s.lanes[lane].tonight.take_orders();
        let quantity = cargo.goods.quantity;
        let usd = quantity * self.s.prices.today[tariff];
        self.post(account, usd);
        cargo.goods.charge(usd);
        if plan.demand.is_none() {
            self.s.stocks[plan.customer].count.bought += quantity;
        }
        self.s.lithium_t += quantity * self.lithium_of(plan.customer);
        let today = Wide::all(f64::from(self.day));
        let shared = self.plan.markets[market].lead_time.sampler.as_ref();
        let clock = today + self.s.markets[market].draws_on(self.day, shared);
        self.tell(quantity.is_positive(), |k| Happening::Bought {
            lane,
            quantity: quantity[k],
            arrives: clock[k],
        });
        self.send(lane, &cargo, clock);
    }

    /// Title passes: the buyer owes the price, and holds the goods at it from now on.
    pub(super) fn pass_title(&mut self, lane: LaneId, goods: Goods<N>) -> Goods<N> {
        let Some(sale) = &self.plan.lanes[lane].sale else {
            return goods;
        };
        let state = &mut self.s.lanes[lane];
        state.count.titled += goods.quantity;
        let usd = if let Some(tariff) = sale.tariff {
            goods.quantity * self.s.prices.today[tariff]
        } else {
            state.count.titled_cost += goods.cost_usd;
            goods.cost_usd * (state.margin + 1.0)
        };
        let days = state.payment_days;
        self.post_due(sale.account, usd, days);
        Goods {
            cost_usd: usd,
            ..goods
        }
    }
}

impl<const N: usize> Scratch<N> {
    /// Orders on a stock are filled with what is there and may leave tonight. Where nobody waits and
    /// there is enough, tonight's orders need not queue up first.
    #[inline(always)]
    fn fill_orders(&mut self, plan: &Plan, stock: StockId, day: u32) {
        if plan.stocks[stock].whole_feu {
            self.fill_containers(plan, stock, day);
            return;
        }
        let customers = &plan.stocks[stock].customers;
        let mut asked = Wide::ZERO;
        for &lane in customers {
            asked += self.lanes[lane].asked;
        }
        let (works, available) = self.leavable(plan, stock, day);
        let state = &mut self.stocks[stock];
        let is_asked = state.queue.open.is_positive();
        let enough = available.at_least(asked * (1.0 - TINY));
        let at_once = works & enough & !state.queue.waiting;
        state.queue.open = (!at_once).of(state.queue.open);
        for &lane in customers {
            let state = &mut self.lanes[lane];
            state.tonight.fill_order(at_once.of(state.asked), day);
            state.asked = (!at_once).of(state.asked);
        }
        let waits = !at_once & is_asked;
        if waits.any() {
            self.queue_up(customers, stock, day, waits, works.of(available));
        }
    }

    /// Where a stock's dispatch works tonight, and what may leave there.
    #[inline(always)]
    pub(super) fn leavable(&self, plan: &Plan, stock: StockId, day: u32) -> (Mask<N>, Wide<N>) {
        let state = &self.stocks[stock];
        let available = state.hand.quantity.min(state.dispatch_room);
        let works = !state.breakdown.is_broken & available.above(state.tiny());
        let works = match plan.stocks[stock].place {
            Some(place) => works & self.hazards.share(place, day).is_positive(),
            None => works,
        };
        (works, available)
    }

    /// Orders wait in line, and as many are filled as what is available allows.
    #[inline(always)]
    fn queue_up(
        &mut self,
        customers: &[LaneId],
        stock: StockId,
        day: u32,
        waits: Mask<N>,
        available: Wide<N>,
    ) {
        // A customer that is the only one need not be told from all.
        if let &[only] = customers {
            let lane = &mut self.lanes[only];
            let queue = &mut self.stocks[stock].queue;
            let since = queue.join(day, waits);
            queue.all.note(day, since, std::mem::take(&mut lane.asked));
            for k in (waits & available.is_positive()).trials() {
                let mut available = available[k];
                while let Some(filled) = queue.serve(k, day, &mut available) {
                    lane.carry(k, filled.evening, filled.part, filled.quantity);
                }
            }
            return;
        }
        self.line_up(customers, stock, day, waits);
        let queue = &mut self.stocks[stock].queue;
        for k in (waits & available.is_positive()).trials() {
            let mut available = available[k];
            while let Some(filled) = queue.serve(k, day, &mut available) {
                for &lane in customers {
                    self.lanes[lane].load(k, filled.evening, filled.part);
                }
            }
        }
    }

    /// Tonight's orders join the queue.
    #[inline(always)]
    pub(super) fn line_up(
        &mut self,
        customers: &[LaneId],
        stock: StockId,
        day: u32,
        waits: Mask<N>,
    ) {
        let queue = &mut self.stocks[stock].queue;
        let since = queue.join(day, waits);
        let mut all = Wide::ZERO;
        for &lane in customers {
            let state = &mut self.lanes[lane];
            state.waits.note(day, since, state.asked);
            all += state.asked;
            state.asked = Wide::ZERO;
        }
        queue.all.note(day, since, all);
    }
}

impl<const N: usize> LaneState<N> {
    /// Loads a part of what was asked for on an evening on what leaves tonight.
    #[inline(always)]
    pub(super) fn load(&mut self, k: usize, evening: u32, part: f64) {
        let open = &mut self.waits.on(evening)[k];
        let quantity = *open * part;
        *open -= quantity;
        self.carry(k, evening, part, quantity);
    }

    /// A quantity, a part of what was asked for on an evening, leaves tonight.
    #[inline(always)]
    fn carry(&mut self, k: usize, evening: u32, part: f64, quantity: f64) {
        if quantity > 0.0 {
            let tonight = &mut self.tonight;
            tonight.goods.quantity[k] += quantity;
            tonight.ordered_on[k] += quantity * f64::from(evening);
            tonight.orders[k] += if part < 1.0 { 0.0 } else { 1.0 };
        }
    }
}
