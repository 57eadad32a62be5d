//! Step 5: policies look at inventory positions and order, customers first, so that an order placed
//! today is in its supplier's backlog when the supplier looks.

use super::day::Today;
use super::policy::{self, Position};
use super::watch::{Happening, Watch};
use crate::id::StockId;
use crate::model::Policy;
use crate::plan::{LaneId, Split};

/// Relative quantities below which nothing is ordered, at no order cost.
const TINY: f64 = 1e-9;

impl<W: Watch> Today<'_, W> {
    /// Step 5.
    pub(super) fn review(&mut self) {
        if !self.plan.echelons.is_empty() {
            self.add_up_echelons();
        }
        if self.is_use_asked_for() {
            self.expect_use();
        }
        for &stock in self.plan.work.stocks_sources_first.iter().rev() {
            let plan = &self.plan.stocks[stock];
            if plan.policy.is_some() {
                // What processes are wanted to make is set every evening, orders only at reviews.
                if !plan.makers.is_empty() {
                    self.s.stocks[stock].want = self.wanted(stock);
                } else if plan.review_days == 1 || self.day.is_multiple_of(plan.review_days) {
                    self.replenish(stock);
                }
            }
        }
        for &stock in &self.plan.work.helped {
            self.help_out(stock);
        }
    }

    fn replenish(&mut self, stock: StockId) {
        let wanted = self.wanted(stock);
        let state = &mut self.s.stocks[stock];
        state.scale = state.scale.max(wanted);
        if wanted > state.tiny() {
            self.split(stock, wanted);
        }
    }

    /// What the stock's policy wants this evening [unit].
    fn wanted(&self, stock: StockId) -> f64 {
        let state = &self.s.stocks[stock];
        let at = crate::id::Id::position(stock);
        let position = Position {
            own: state.position(),
            echelon: self.s.echelon[at],
            use_per_day: self.s.expected_use[at],
        };
        let [first, second] = state.policy;
        match &self.plan.stocks[stock].policy {
            None => 0.0,
            Some(Policy::Push) => f64::INFINITY,
            Some(Policy::BaseStock { .. } | Policy::FixedInterval { .. }) => {
                policy::base_stock(position, first)
            }
            Some(Policy::EchelonBaseStock { .. }) => policy::echelon_base_stock(position, first),
            Some(Policy::MinMax { .. }) => policy::min_max(position, first, second),
            Some(Policy::ReorderQuantity { multiples, .. }) => {
                policy::reorder_quantity(position, first, second, *multiples)
            }
            Some(Policy::DaysOfCover { .. }) => policy::days_of_cover(position, first),
        }
    }

    /// An order goes to the sources by share, or by priority as far as each can fill tonight.
    fn split(&mut self, stock: StockId, wanted: f64) {
        match self.plan.stocks[stock].split {
            Split::Only(lane) => lane.into_iter().for_each(|lane| self.order(lane, wanted)),
            Split::Share => self.split_by_share(stock, wanted),
            Split::Priority => self.split_by_priority(stock, wanted),
        }
    }

    /// Lanes that are asked whether or not the stock is short.
    fn regular(&self, stock: StockId) -> impl Iterator<Item = LaneId> + use<'_, W> {
        let lanes = self.plan.stocks[stock].lanes.iter().copied();
        lanes.filter(|&lane| self.plan.lanes[lane].after_days.is_none())
    }

    fn split_by_share(&mut self, stock: StockId, wanted: f64) {
        for at in 0..self.plan.stocks[stock].lanes.len() {
            let lane = self.plan.stocks[stock].lanes[at];
            let share = self.s.lanes[lane].share;
            if self.plan.lanes[lane].share.is_some() && share > TINY {
                self.order(lane, wanted * share);
            }
        }
    }

    fn split_by_priority(&mut self, stock: StockId, wanted: f64) {
        let Some(first) = self.regular(stock).next() else {
            return;
        };
        let at_first = wanted.min(self.fillable(first));
        let mut waits = wanted - at_first;
        for at in 0..self.plan.stocks[stock].lanes.len() {
            let lane = self.plan.stocks[stock].lanes[at];
            if lane == first || self.plan.lanes[lane].after_days.is_some() {
                continue;
            }
            // The first order is placed last, with what waits: its part is spoken for already.
            let same = self.plan.lanes[lane].supplier == self.plan.lanes[first].supplier;
            let spoken_for = if same { at_first } else { 0.0 };
            let quantity = waits.min((self.fillable(lane) - spoken_for).max(0.0));
            if quantity > TINY * wanted {
                waits -= quantity;
                self.order(lane, quantity);
            }
        }
        if at_first + waits > TINY * wanted {
            self.order(first, at_first + waits);
        }
    }

    /// What a source can fill tonight: a market anything, a stock what is not spoken for.
    fn fillable(&self, lane: LaneId) -> f64 {
        let Some(supplier) = self.plan.lanes[lane].supplier else {
            return f64::INFINITY;
        };
        let state = &self.s.stocks[supplier];
        if state.breakdown.is_broken {
            return 0.0;
        }
        (state.hand.quantity.min(state.dispatch_room) - state.queue.open).max(0.0)
    }

    /// Places an order on a lane.
    fn order(&mut self, lane: LaneId, quantity: f64) {
        let plan = &self.plan.lanes[lane];
        let customer = &mut self.s.stocks[plan.customer];
        customer.on_order += quantity;
        customer.count.orders_placed += 1.0;
        self.s.lanes[lane].outstanding += quantity;
        if let Some(supplier) = plan.supplier {
            let supplier = &mut self.s.stocks[supplier];
            supplier.scale = supplier.scale.max(quantity);
            self.s
                .orders
                .place(&mut supplier.queue, lane, self.day, quantity);
        } else {
            let tonight = &mut self.s.lanes[lane].tonight;
            tonight.goods.quantity += quantity;
            tonight.ordered_on += quantity * f64::from(self.day);
            tonight.orders += 1.0;
        }
        self.tell(|| Happening::Ordered { lane, quantity });
        if let Some((tariff, account)) = self.plan.stocks[plan.customer].order_cost {
            self.post(account, self.s.prices.today[tariff]);
        }
    }

    /// A market that helps out is asked, after so many short evenings in a row, for what waits and is
    /// not ordered from it yet, and for the input that processes lacked today.
    fn help_out(&mut self, stock: StockId) {
        let state = &mut self.s.stocks[stock];
        let waiting = state.backlog + state.queue.open;
        let missing = std::mem::take(&mut state.missing);
        let is_short = waiting + missing > state.tiny();
        state.short_days = if is_short { state.short_days + 1 } else { 0 };
        let (short_days, tiny) = (state.short_days, state.tiny());
        for &lane in &self.plan.stocks[stock].lanes {
            let Some(after) = self.plan.lanes[lane].after_days else {
                continue;
            };
            let quantity = missing + (waiting - self.s.lanes[lane].outstanding).max(0.0);
            if short_days >= after.max(1) && quantity > tiny {
                self.order(lane, quantity);
            }
        }
    }
}
