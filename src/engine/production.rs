//! Step 3: every process makes what capacity, inputs, room and yesterday's want allow. Inputs are
//! used, and good output and scrap fixed, at the start.

use super::audit::Rule;
use super::cargo::{Cargo, Goods};
use super::day::Today;
use super::watch::{Happening, Watch};
use super::wide::Wide;
use crate::id::{ProcessId, StockId};
use crate::plan::UsePlan;

/// Relative quantities below which nothing counts as missing or over.
const TINY: f64 = 1e-9;

impl<W: Watch, const N: usize> Today<'_, W, N> {
    /// Step 3.
    #[inline(always)]
    pub(super) fn produce(&mut self) {
        for &process in &self.plan.work.processes_sources_first {
            let possible = self.capacity(process);
            let state = &mut self.s.processes[process];
            state.today = [possible, Wide::ZERO];
            state.count.possible += possible;
        }
        for &stock in &self.plan.work.made {
            self.allot(stock);
        }
        for &process in &self.plan.work.processes_sources_first {
            if self.s.processes[process].allotted.some() {
                self.make(process);
            }
        }
    }

    /// Shares what a stock wants and has room for among its makers, by name, each up to capacity.
    #[inline(always)]
    fn allot(&mut self, stock: StockId) {
        let state = &mut self.s.stocks[stock];
        state.spare = Wide::ZERO;
        let tiny = state.tiny();
        let mut left = state.want.min(state.room());
        for &maker in &self.plan.stocks[stock].makers {
            let process = &mut self.s.processes[maker];
            let part = process.today[0].min(left / process.good);
            process.allotted = left.above(tiny).of(part);
            left -= process.allotted * process.good;
        }
    }

    /// Units that could be started today.
    #[inline(always)]
    pub(super) fn capacity(&self, process: ProcessId) -> Wide<N> {
        if let Some(plant) = self.plan.processes[process].plant {
            return self.plant_capacity(process, plant);
        }
        let state = &self.s.processes[process];
        let age = Wide::all(f64::from(self.day)) - state.first_day;
        let month = self.plan.calendar.month_of_year[self.day as usize];
        let season = self.plan.processes[process].season[usize::from(month)];
        let works = age.at_least(Wide::ZERO) & !state.breakdown.is_broken;
        let capacity = works.of(state.ramped(age) * season);
        match self.plan.processes[process].place {
            Some(place) => capacity * self.s.hazards.share(place, self.day),
            None => capacity,
        }
    }

    /// Starts what was allotted, and what starved makers before it left, as far as inputs reach.
    #[inline(always)]
    fn make(&mut self, process: ProcessId) {
        let stock = self.plan.processes[process].makes;
        let state = &self.s.processes[process];
        let is_allotted = state.allotted.is_positive();
        let spare = self.s.stocks[stock].spare;
        let desired = is_allotted.of((state.allotted + spare / state.good).min(state.today[0]));
        let good = state.good;
        let left = spare - (desired - state.allotted) * good;
        let started = self.inputs_allow(process, desired);
        let is_short = started.below(desired * (1.0 - TINY));
        if is_short.any() {
            self.stop_short(process, is_short.of(desired), desired - started);
        }
        let spare = left.or_zero() + (desired - started) * good;
        self.s.stocks[stock].spare = is_allotted.select(spare, self.s.stocks[stock].spare);
        if started.some() {
            self.start(process, started);
        }
    }

    /// What inputs on hand allow of what is desired.
    #[inline(always)]
    fn inputs_allow(&mut self, process: ProcessId, desired: Wide<N>) -> Wide<N> {
        let mut started = desired;
        for (used, plan) in self.plan.processes[process].uses.iter().enumerate() {
            let need = self.need(process, used);
            let possible = self.within_reach(plan, desired * need) / need;
            started = need.is_positive().select(started.min(possible), started);
        }
        started
    }

    /// How much of an input is within reach of one that wants so much.
    #[inline(always)]
    fn within_reach(&mut self, used: &UsePlan, wanted: Wide<N>) -> Wide<N> {
        let share = if used.shared {
            self.ration(used.stock)
        } else {
            Wide::all(1.0)
        };
        (wanted * share).min(self.s.stocks[used.stock].hand.quantity)
    }

    /// Units of an input per unit started.
    #[inline(always)]
    fn need(&self, process: ProcessId, used: usize) -> Wide<N> {
        self.s.needs[self.s.processes[process].first_need + used]
    }

    /// The share of today's wants on a stock that several processes draw on which it can meet.
    fn ration(&mut self, stock: StockId) -> Wide<N> {
        let (day, share) = self.s.stocks[stock].ration;
        if day == self.day {
            return share;
        }
        let mut wanted = Wide::ZERO;
        for &(process, used) in &self.plan.stocks[stock].users {
            wanted += self.s.processes[process].allotted * self.need(process, used);
        }
        let state = &mut self.s.stocks[stock];
        let hand = state.hand.quantity;
        let share = wanted.above(hand).select(hand / wanted, Wide::all(1.0));
        state.ration = (self.day, share);
        share
    }

    /// The line stands for want of inputs: they are noted as missing.
    fn stop_short(&mut self, process: ProcessId, desired: Wide<N>, missing: Wide<N>) {
        let is_short = desired.is_positive();
        self.s.processes[process].count.days_stopped += is_short.ones();
        for (used, plan) in self.plan.processes[process].uses.iter().enumerate() {
            let wanted = desired * self.need(process, used);
            let reach = self.within_reach(plan, wanted);
            let lacks = wanted - reach;
            self.s.stocks[plan.stock].missing += lacks;
            self.tell(lacks.above(wanted * TINY), |k| Happening::Lacked {
                process,
                stock: plan.stock,
                quantity: lacks[k],
            });
        }
        self.tell(is_short, |k| Happening::Stopped {
            process,
            missing: missing[k],
        });
    }

    #[inline(always)]
    fn start(&mut self, process: ProcessId, started: Wide<N>) {
        let plan = &self.plan.processes[process];
        let mut goods = Goods::default();
        let mut lithium_t = Wide::ZERO;
        for (used, input) in plan.uses.iter().enumerate() {
            let stock = input.stock;
            let quantity = started * self.need(process, used);
            let taken = self.s.stocks[stock].hand.take(quantity);
            self.s.stocks[stock].count.used += taken.quantity;
            goods.cost_usd += taken.cost_usd;
            goods.resource_usd += taken.resource_usd;
            lithium_t += taken.quantity * self.lithium_of(stock);
            self.tell(started.is_positive(), |k| Happening::Used {
                process,
                stock,
                quantity: taken.quantity[k],
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
        let state = &mut self.s.processes[process];
        let lives = Wide::all(f64::from(self.day)).below(state.life_ends);
        goods.charge(lives.of(started * state.capital_usd_per_unit));
        goods.quantity = started * state.good;
        state.count.started += started;
        state.today[1] += started;
        if let Some(plant) = plan.plant {
            goods.cost_usd += self.start_in_plant(plant, goods.quantity);
        }
        self.follow_lithium(process, started, lithium_t, goods.quantity);
        self.tell(started.is_positive(), |k| Happening::Started {
            process,
            quantity: started[k],
        });
        self.lay_down(process, goods);
    }

    /// Lithium that is mined comes in, what is lost in scrap and recovery goes out.
    #[inline(always)]
    fn follow_lithium(
        &mut self,
        process: ProcessId,
        started: Wide<N>,
        used_t: Wide<N>,
        good: Wide<N>,
    ) {
        let content = self.lithium_of(self.plan.processes[process].makes);
        if self.plan.processes[process].extracts {
            self.s.lithium_t += good * content;
            return;
        }
        let made_t = started * content;
        let is_more = made_t.above(used_t * (1.0 + TINY));
        self.check(Rule::Lithium, is_more, made_t / used_t - Wide::all(1.0));
        self.s.lithium_t -= used_t - good * content;
    }

    #[inline(always)]
    pub(super) fn lithium_of(&self, stock: StockId) -> f64 {
        self.plan.commodities[self.plan.stocks[stock].commodity].lithium_t
    }

    /// Good output enters its stock now, or after its time inside.
    #[inline(always)]
    fn lay_down(&mut self, process: ProcessId, goods: Goods<N>) {
        let state = &mut self.s.processes[process];
        let stock = &mut self.s.stocks[self.plan.processes[process].makes];
        let stays = state.inside.is_positive();
        stock.hand.put(goods.only(!stays));
        if !stays.any() {
            return;
        }
        let goods = goods.only(stays);
        stock.in_process += goods.quantity;
        state.inside_goods.put(goods);
        let clock = state.inside + f64::from(self.day);
        let cargo = Cargo {
            goods,
            ..Cargo::default()
        };
        state
            .under_way
            .send(&cargo, clock, self.day, self.plan.days);
    }
}
