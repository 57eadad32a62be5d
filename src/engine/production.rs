//! Step 3: every process makes what capacity, inputs, room and yesterday's want allow. Inputs are
//! used, and good output and scrap fixed, at the start.

use super::cargo::{Cargo, Goods};
use super::day::Today;
use super::lots::Origin;
use super::watch::{Happening, Watch};
use crate::id::{ProcessId, StockId};
use crate::plan::UsePlan;

/// Relative quantities below which nothing counts as missing or over.
const TINY: f64 = 1e-9;

impl<W: Watch> Today<'_, W> {
    /// Step 3.
    pub(super) fn produce(&mut self) {
        for &process in &self.plan.work.processes_sources_first {
            let possible = self.capacity(process);
            let state = &mut self.s.processes[process];
            state.today = [possible, 0.0];
            state.count.possible += possible;
        }
        for &stock in &self.plan.work.made {
            self.allot(stock);
        }
        for &process in &self.plan.work.processes_sources_first {
            if self.s.processes[process].allotted > 0.0 {
                self.make(process);
            }
        }
    }

    /// Shares what a stock wants and has room for among its makers, by name, each up to capacity.
    fn allot(&mut self, stock: StockId) {
        let state = &mut self.s.stocks[stock];
        state.spare = 0.0;
        let tiny = state.tiny();
        let mut left = state.want.min(state.room());
        for &maker in &self.plan.stocks[stock].makers {
            let process = &mut self.s.processes[maker];
            process.allotted = if left > tiny {
                process.today[0].min(left / process.good)
            } else {
                0.0
            };
            left -= process.allotted * process.good;
        }
    }

    /// Units that could be started today.
    pub(super) fn capacity(&self, process: ProcessId) -> f64 {
        let state = &self.s.processes[process];
        let age = f64::from(self.day) - state.first_day;
        if age < 0.0 || state.breakdown.is_broken {
            return 0.0;
        }
        let month = self.plan.calendar.month_of_year[self.day as usize];
        let season = self.plan.processes[process].season[usize::from(month)];
        state.capacity * (state.ramp[0] + state.ramp[1] * age).min(1.0) * season
    }

    /// Starts what was allotted, and what starved makers before it left, as far as inputs reach.
    fn make(&mut self, process: ProcessId) {
        let stock = self.plan.processes[process].makes;
        let state = &self.s.processes[process];
        let spare = self.s.stocks[stock].spare;
        let desired = (state.allotted + spare / state.good).min(state.today[0]);
        let spare = spare - (desired - state.allotted) * state.good;
        let started = self.inputs_allow(process, desired);
        if started < desired * (1.0 - TINY) {
            self.stop_short(process, desired, desired - started);
        }
        let good = self.s.processes[process].good;
        self.s.stocks[stock].spare = spare.max(0.0) + (desired - started) * good;
        if started > 0.0 {
            self.start(process, started);
        }
    }

    /// What inputs on hand allow of what is desired.
    fn inputs_allow(&mut self, process: ProcessId, desired: f64) -> f64 {
        let mut started = desired;
        for (used, plan) in self.plan.processes[process].uses.iter().enumerate() {
            let need = self.need(process, used);
            if need > 0.0 {
                started = started.min(self.within_reach(plan, desired * need) / need);
            }
        }
        started
    }

    /// How much of an input is within reach of one that wants so much.
    fn within_reach(&mut self, used: &UsePlan, wanted: f64) -> f64 {
        let share = if used.shared {
            self.ration(used.stock)
        } else {
            1.0
        };
        (wanted * share).min(self.s.stocks[used.stock].hand.quantity)
    }

    /// Units of an input per unit started.
    fn need(&self, process: ProcessId, used: usize) -> f64 {
        self.s.needs[self.s.processes[process].first_need + used]
    }

    /// The share of today's wants on a stock that several processes draw on which it can meet.
    fn ration(&mut self, stock: StockId) -> f64 {
        let (day, share) = self.s.stocks[stock].ration;
        if day == self.day {
            return share;
        }
        let wanted: f64 = self.plan.stocks[stock]
            .users
            .iter()
            .map(|&(process, used)| self.s.processes[process].allotted * self.need(process, used))
            .sum();
        let state = &mut self.s.stocks[stock];
        let share = if wanted > state.hand.quantity {
            state.hand.quantity / wanted
        } else {
            1.0
        };
        state.ration = (self.day, share);
        share
    }

    /// The line stands for want of inputs: they are noted as missing.
    fn stop_short(&mut self, process: ProcessId, desired: f64, missing: f64) {
        self.s.processes[process].count.days_stopped += 1.0;
        for (used, plan) in self.plan.processes[process].uses.iter().enumerate() {
            let wanted = desired * self.need(process, used);
            let reach = self.within_reach(plan, wanted);
            self.s.stocks[plan.stock].missing += wanted - reach;
        }
        self.tell(|| Happening::Stopped { process, missing });
    }

    fn start(&mut self, process: ProcessId, started: f64) {
        let plan = &self.plan.processes[process];
        let mut goods = Goods::default();
        let mut lithium_t = 0.0;
        for (used, input) in plan.uses.iter().enumerate() {
            let stock = input.stock;
            let quantity =
                (started * self.need(process, used)).min(self.s.stocks[stock].hand.quantity);
            let taken = self.s.stocks[stock].hand.take(quantity);
            self.s.stocks[stock].count.used += taken.quantity;
            goods.cost_usd += taken.cost_usd;
            goods.resource_usd += taken.resource_usd;
            lithium_t += taken.quantity * self.lithium_of(stock);
            self.tell(|| Happening::Used {
                process,
                stock,
                quantity: taken.quantity,
            });
        }
        for &(tariff, account) in &plan.costs {
            let usd = started * self.s.prices.today[tariff];
            goods.cost_usd += usd;
            if self.plan.accounts[account].kind.is_resource() {
                goods.resource_usd += usd;
            }
            self.post(account, usd);
        }
        if f64::from(self.day) < self.s.processes[process].life_ends {
            goods.charge(started * self.s.processes[process].capital_usd_per_unit);
        }
        goods.quantity = started * self.s.processes[process].good;
        self.s.processes[process].count.started += started;
        self.s.processes[process].today[1] += started;
        self.follow_lithium(process, started, lithium_t, goods.quantity);
        self.tell(|| Happening::Started {
            process,
            quantity: started,
        });
        self.lay_down(process, goods);
    }

    /// Lithium that is mined comes in, what is lost in scrap and recovery goes out.
    fn follow_lithium(&mut self, process: ProcessId, started: f64, used_t: f64, good: f64) {
        let content = self.lithium_of(self.plan.processes[process].makes);
        if self.plan.processes[process].extracts {
            self.s.lithium_t += good * content;
            return;
        }
        if started * content > used_t * (1.0 + TINY) {
            self.breach(
                super::audit::Rule::Lithium,
                started * content / used_t - 1.0,
            );
        }
        self.s.lithium_t -= used_t - good * content;
    }

    pub(super) fn lithium_of(&self, stock: StockId) -> f64 {
        self.plan.commodities[self.plan.stocks[stock].commodity].lithium_t
    }

    /// Good output enters its stock now, or after its time inside.
    fn lay_down(&mut self, process: ProcessId, goods: Goods) {
        let inside = self.s.processes[process].inside;
        let stock = &mut self.s.stocks[self.plan.processes[process].makes];
        if inside <= 0.0 {
            stock.hand.put(goods);
            return;
        }
        stock.in_process += goods.quantity;
        self.s.processes[process].inside_goods.put(goods);
        let due = super::dispatch::entry_day(f64::from(self.day) + inside).max(self.day + 1);
        let cargo = Cargo {
            goods,
            ..Cargo::default()
        };
        self.s
            .lots
            .send(due, cargo, Origin::Process(process), self.day, inside);
    }
}
