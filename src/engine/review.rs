//! Step 5: policies look at inventory positions and order, customers first, so that an order placed
//! today is in its supplier's backlog when the supplier looks.

use super::day::Today;
use super::policy::{self, Position};
use super::watch::{Happening, Watch};
use super::wide::{Mask, Wide};
use crate::id::StockId;
use crate::model::Policy;
use crate::plan::{LaneId, Split};

/// Relative quantities below which nothing is ordered, at no order cost.
const TINY: f64 = 1e-9;

impl<W: Watch, const N: usize> Today<'_, W, N> {
    /// Step 5.
    #[inline(always)]
    pub(super) fn review(&mut self) {
        if !self.plan.echelons.is_empty() {
            self.add_up_echelons();
        }
        for &stock in &self.plan.work.comparing {
            self.note_book_costs(stock);
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

    #[inline(always)]
    fn replenish(&mut self, stock: StockId) {
        let wanted = self.wanted(stock);
        let state = &mut self.s.stocks[stock];
        state.scale = state.scale.max(wanted);
        let wanted = wanted.above(state.tiny()).of(wanted);
        if wanted.some() {
            self.split(stock, wanted);
        }
    }

    /// What the stock's policy wants this evening [unit].
    #[inline(always)]
    fn wanted(&self, stock: StockId) -> Wide<N> {
        let state = &self.s.stocks[stock];
        let at = crate::id::Id::position(stock);
        let position = Position {
            own: state.position(),
            echelon: self.s.echelon[at],
            use_per_day: self.s.expected_use[at],
        };
        let [first, second] = state.policy;
        match &self.plan.stocks[stock].policy {
            None => Wide::ZERO,
            Some(Policy::Push) => Wide::all(f64::INFINITY),
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
    #[inline(always)]
    fn split(&mut self, stock: StockId, wanted: Wide<N>) {
        match self.plan.stocks[stock].split {
            Split::Only(None) => (),
            Split::Only(Some(lane)) => self.order(lane, wanted),
            Split::Share => self.split_by_share(stock, wanted),
            Split::Priority => self.split_by_priority(stock, wanted),
            Split::LeastCost => self.split_by_cost(stock, wanted),
        }
    }

    /// Lanes that are asked whether or not the stock is short.
    pub(super) fn regular(&self, stock: StockId) -> impl Iterator<Item = LaneId> + use<'_, W, N> {
        let lanes = self.plan.stocks[stock].lanes.iter().copied();
        lanes.filter(|&lane| self.plan.lanes[lane].is_regular())
    }

    fn split_by_share(&mut self, stock: StockId, wanted: Wide<N>) {
        for &lane in &self.plan.stocks[stock].lanes {
            let share = self.s.lanes[lane].share;
            if self.plan.lanes[lane].share.is_some() {
                self.order(lane, share.above(Wide::all(TINY)).of(wanted * share));
            }
        }
    }

    fn split_by_priority(&mut self, stock: StockId, wanted: Wide<N>) {
        let Some(first) = self.regular(stock).next() else {
            return;
        };
        let at_first = wanted.min(self.fillable(first));
        let mut waits = wanted - at_first;
        for &lane in &self.plan.stocks[stock].lanes {
            if lane == first || !self.plan.lanes[lane].is_regular() {
                continue;
            }
            // The first order is placed last, with what waits: its part is spoken for already.
            let same = self.plan.lanes[lane].supplier == self.plan.lanes[first].supplier;
            let spoken_for = if same { at_first } else { Wide::ZERO };
            let quantity = waits.min((self.fillable(lane) - spoken_for).or_zero());
            let quantity = quantity.above(wanted * TINY).of(quantity);
            waits -= quantity;
            self.order(lane, quantity);
        }
        let quantity = at_first + waits;
        self.order(first, quantity.above(wanted * TINY).of(quantity));
    }

    /// What a source can fill tonight: a market anything, a stock what is not spoken for.
    fn fillable(&self, lane: LaneId) -> Wide<N> {
        let Some(supplier) = self.plan.lanes[lane].supplier else {
            return Wide::all(f64::INFINITY);
        };
        let state = &self.s.stocks[supplier];
        let free = state.hand.quantity.min(state.dispatch_room) - state.queue.open;
        (!state.breakdown.is_broken).of(free.or_zero())
    }

    /// Places orders on a lane where they are for something.
    #[inline(always)]
    pub(super) fn order(&mut self, lane: LaneId, quantity: Wide<N>) {
        let is_order = quantity.is_positive();
        if !is_order.any() {
            return;
        }
        let plan = &self.plan.lanes[lane];
        let customer = &mut self.s.stocks[plan.customer];
        customer.on_order += quantity;
        customer.count.orders_placed += is_order.ones();
        self.s.lanes[lane].outstanding += quantity;
        if let Some(supplier) = plan.supplier {
            let supplier = &mut self.s.stocks[supplier];
            supplier.scale = supplier.scale.max(quantity);
            supplier.queue.open += quantity;
            self.s.lanes[lane].asked += quantity;
        } else {
            self.s.lanes[lane].tonight.fill_order(quantity, self.day);
        }
        self.tell(is_order, |k| Happening::Ordered {
            lane,
            quantity: quantity[k],
        });
        if let Some((tariff, account)) = self.plan.stocks[plan.customer].order_cost {
            self.post(account, is_order.of(self.s.prices.today[tariff]));
        }
    }

    /// A market that helps out is asked, after so many short evenings in a row, for what waits and is
    /// not ordered from it yet, and for the input that processes lacked today.
    fn help_out(&mut self, stock: StockId) {
        let state = &mut self.s.stocks[stock];
        let waiting = state.backlog + state.queue.open;
        let missing = std::mem::take(&mut state.missing);
        let tiny = state.tiny();
        let is_short = (waiting + missing).above(tiny);
        state.short_days = is_short.of(state.short_days + 1.0);
        let short_days = state.short_days;
        for &lane in &self.plan.stocks[stock].lanes {
            let Some(after) = self.plan.lanes[lane].after_days else {
                continue;
            };
            let quantity = missing + (waiting - self.s.lanes[lane].outstanding).or_zero();
            let is_asked: Mask<N> = short_days.at_least(Wide::all(f64::from(after.max(1))));
            self.order(lane, (is_asked & quantity.above(tiny)).of(quantity));
        }
    }
}
