//! Step 7: what is held, owed and carried is charged, the day is measured, and rules that concern a
//! single evening are checked.

use super::audit::{Rule, TOLERANCE};
use super::cargo::Goods;
use super::day::Today;
use super::scratch::{Scratch, Sums, Value};
use super::watch::Watch;
use super::wide::Wide;
use crate::id::StockId;
use crate::plan::{AccountId, Plan};

impl<const N: usize> Scratch<N> {
    /// Books begin: counters are noted, goods are valued, sums start again.
    pub(super) fn open_books(&mut self, plan: &Plan) {
        for stock in &mut self.stocks {
            stock.opened = stock.count;
        }
        for process in &mut self.processes {
            process.opened = process.count;
        }
        for lane in &mut self.lanes {
            lane.opened = lane.count;
        }
        for stop in &mut self.stops {
            stop.opened = stop.count;
        }
        for call in &mut self.calls {
            call.waited[1] = call.waited[0];
        }
        for plant in &mut self.plants {
            plant.opened = plant.count;
        }
        for outlet in &mut self.outlets {
            outlet.sold[1] = outlet.sold[0];
        }
        for (at, charge) in plan
            .charges
            .iter()
            .enumerate()
            .filter(|(_, charge)| charge.moves)
        {
            self.ledger.counted[at] = super::audit::counter(self, charge.driver)[0];
        }
        self.opening = self.value_of_goods(plan);
        self.begin_month(plan);
    }

    /// Value in stock, at doors, in process and on the way.
    pub(super) fn value_of_goods(&self, plan: &Plan) -> Value<N> {
        let mut value = Value::default();
        let mut add = |goods: &Goods<N>, owner| {
            value.resource_usd += goods.resource_usd;
            value.book_usd += goods.cost_usd;
            if Some(owner) == plan.automaker {
                value.automaker_usd += goods.cost_usd;
            }
        };
        for (id, stock) in self.stocks.enumerate() {
            add(&stock.hand, plan.stocks[id].owner);
            add(&stock.door.goods, plan.stocks[id].owner);
        }
        for (id, process) in self.processes.enumerate() {
            add(&process.inside_goods, plan.processes[id].owner);
        }
        for (id, lane) in self.lanes.enumerate() {
            add(&lane.on_the_way, plan.lanes[id].owner);
        }
        value
    }
}

impl<W: Watch, const N: usize> Today<'_, W, N> {
    /// Step 7.
    #[inline(always)]
    pub(super) fn close_books(&mut self) {
        self.check_processes();
        for stock in self.plan.stocks.ids() {
            self.check_stock(stock);
            if self.books {
                self.count_evening(stock);
            }
        }
        if !self.books {
            return;
        }
        self.charge_transit();
        self.charge_queues();
        self.charge_backlogs();
        self.charge_capital();
        self.charge_carrying();
        self.settle_year();
        self.follow_moving_charges();
        let ledger = &mut self.s.ledger;
        ledger.discount = ledger.discount * ledger.discount_a_day;
        self.s.note_service(self.plan, self.day);
        self.s.month.days += Wide::all(1.0);
        self.s.month.lithium_t_days += self.s.lithium_t;
        let month = self.plan.calendar.book_month[self.day as usize];
        if self.plan.calendar.book_month.get(self.day as usize + 1) != Some(&month) {
            self.s.close_month(self.plan, self.day, month as usize);
        }
    }

    #[inline(always)]
    fn check_processes(&mut self) {
        for process in self.plan.processes.ids() {
            let [possible, started] = self.s.processes[process].today;
            let is_over = started.above(possible * (1.0 + TOLERANCE));
            self.check(Rule::Capacity, is_over, started / possible - 1.0);
        }
    }

    #[inline(always)]
    fn check_stock(&mut self, stock: StockId) {
        let state = &self.s.stocks[stock];
        let lowest = state.hand.quantity.min(state.backlog).min(state.queue.open);
        let (left, room) = (state.left_today, state.dispatch_room);
        self.check(
            Rule::Negative,
            lowest.below(Wide::ZERO),
            Wide::ZERO - lowest,
        );
        let is_over = left.above(room * (1.0 + TOLERANCE));
        self.check(Rule::Room, is_over, left / room - 1.0);
    }

    #[inline(always)]
    fn count_evening(&mut self, stock: StockId) {
        let state = &mut self.s.stocks[stock];
        state.count.hand_days += state.hand.quantity;
        state.count.backlog_days += state.backlog + state.queue.open;
        if self.plan.stocks[stock].limit.is_some() {
            state.count.door_days += state.door.goods.quantity;
        }
        let usd = state.hand.quantity * state.holding[0];
        if let Some(account) = self.plan.stocks[stock].holding_account {
            self.post(account, usd);
        }
    }

    /// What is on the way costs its owner the supplier's rate.
    #[inline(always)]
    fn charge_transit(&mut self) {
        for &(lane, supplier, account) in &self.plan.transit_accounts {
            let usd = self.s.lanes[lane].on_the_way.quantity * self.s.stocks[supplier].holding[1];
            self.post(account, usd);
        }
    }

    #[inline(always)]
    fn charge_backlogs(&mut self) {
        for (id, demand) in self.plan.demands.enumerate() {
            if let Some(account) = demand.backlog_account {
                let usd = self.waiting(id) * self.s.demands[id].backlog_cost;
                self.post(account, usd);
            }
        }
    }

    /// Capital is charged while the plant lives, whether it works or not.
    #[inline(always)]
    fn charge_capital(&mut self) {
        let day = Wide::all(f64::from(self.day));
        for &(id, _, account) in &self.plan.capital_accounts {
            let state = &self.s.processes[id];
            let lives = state.first_day.at_most(day) & day.below(state.life_ends);
            self.post(account, lives.of(state.capital_usd_per_day));
        }
    }

    #[inline(always)]
    fn charge_carrying(&mut self) {
        let rate = self.s.carrying_per_day;
        if !rate.some() {
            return;
        }
        for (id, plan) in self.plan.stocks.enumerate() {
            let state = &self.s.stocks[id];
            let usd = state.hand.cost_usd + state.door.goods.cost_usd;
            self.charge_value(plan.carrying_account, usd * rate);
        }
        for (id, plan) in self.plan.processes.enumerate() {
            let usd = self.s.processes[id].inside_goods.cost_usd;
            self.charge_value(plan.carrying_account, usd * rate);
        }
        for (id, plan) in self.plan.lanes.enumerate() {
            let usd = self.s.lanes[id].on_the_way.cost_usd;
            self.charge_value(plan.carrying_account, usd * rate);
        }
    }

    /// What is settled once a year, where anything is.
    #[inline(always)]
    fn settle_year(&mut self) {
        if self.plan.taxes.is_empty() && self.plan.takes.is_empty() {
            return;
        }
        let (calendar, warmup) = (&self.plan.calendar, self.plan.warmup);
        if let Some(days) = calendar.year_that_ends(self.day, warmup) {
            self.pay_for_what_was_not_taken(days);
            self.pay_taxes(days);
        }
    }

    #[inline(always)]
    fn charge_value(&mut self, account: Option<AccountId>, usd: Wide<N>) {
        if let Some(account) = account {
            self.post(account, usd);
        }
    }

    /// What charges with moving tariffs must come to is added up from counters, apart from postings.
    #[inline(always)]
    fn follow_moving_charges(&mut self) {
        for &at in &self.plan.work.moving_charges {
            let charge = &self.plan.charges[at];
            let [counter, _] = super::audit::counter(self.s, charge.driver);
            let today = counter - self.s.ledger.counted[at];
            self.s.ledger.expected[at] += today * self.s.prices.today[charge.tariff];
            self.s.ledger.counted[at] = counter;
        }
    }
}

impl<const N: usize> Sums<N> {
    pub(super) fn add(&mut self, other: &Self) {
        self.days += other.days;
        self.days_short += other.days_short;
        self.demanded += other.demanded;
        self.served += other.served;
        self.vehicles_not_built += other.vehicles_not_built;
        self.delivered_kwh += other.delivered_kwh;
        self.delivered_vehicles += other.delivered_vehicles;
        self.delivered_lithium_t += other.delivered_lithium_t;
        self.lithium_t_days += other.lithium_t_days;
        self.cost_usd += other.cost_usd;
        self.discounted_kwh += other.discounted_kwh;
    }
}
