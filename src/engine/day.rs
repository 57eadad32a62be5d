//! A day, in this order:
//!
//! 1. `begin`: prices step, what breaks down or is repaired does so, plants that start are paid for;
//! 2. `arrive`: nodes let pass what they can, what is due enters its stock;
//! 3. `produce`: every process makes what capacity, inputs, room and want allow, sources first;
//! 4. `serve`: customers are served from stock, the longest waiting first;
//! 5. `review`: policies look at positions and order, customers first;
//! 6. `dispatch`: orders are filled, cargo leaves, markets deliver, sources first, trains and ships depart;
//! 7. `close_books`: what is held, owed and carried is charged and measured, rules are checked.

use super::luck::Luck;
use super::scratch::Scratch;
use super::watch::{Happening, Watch};
use super::wide::{Mask, Wide};
use crate::plan::Plan;

/// A day of `N` trials.
pub(super) struct Today<'a, W, const N: usize> {
    /// What the machine needs of the model.
    pub plan: &'a Plan,
    /// All that the trials write.
    pub s: &'a mut Scratch<N>,
    /// Who looks on.
    pub watch: &'a mut W,
    /// The day, counted from 0.
    pub day: u32,
    /// Books and measures have begun.
    pub books: bool,
}

/// Trials from what is drawn before the first day to the last evening.
#[inline(always)]
pub(super) fn run_all<W: Watch, const N: usize>(
    plan: &Plan,
    luck: Luck,
    scratch: &mut Scratch<N>,
    watch: &mut W,
) {
    scratch.prepare(plan, luck);
    let mut today = Today {
        plan,
        s: scratch,
        watch,
        day: 0,
        books: false,
    };
    for day in 0..plan.days {
        today.day = day;
        today.run();
    }
}

impl<W: Watch, const N: usize> Today<'_, W, N> {
    /// The whole day.
    #[inline(always)]
    pub fn run(&mut self) {
        self.begin();
        self.arrive();
        self.produce();
        self.tell_of_work();
        self.serve();
        self.review();
        self.dispatch();
        self.close_books();
        self.tell_of_evenings();
    }

    /// Tells whoever looks on of what happened in some trials.
    #[inline(always)]
    pub fn tell(&mut self, happened: Mask<N>, happening: impl Fn(usize) -> Happening) {
        if W::LOOKS {
            for k in happened.trials() {
                self.watch.see(self.day, happening(k));
            }
        }
    }

    /// Step 1.
    #[inline(always)]
    fn begin(&mut self) {
        if self.day == self.plan.warmup {
            self.books = true;
            self.s.open_books(self.plan);
        }
        self.s.prices.step(self.day);
        self.tell_of_spells();
        self.step_breakdowns();
        self.step_plants();
        self.tell_of_openings();
        self.pay_for_plants();
    }

    #[inline(always)]
    fn step_breakdowns(&mut self) {
        for &process in &self.plan.work.breakable_processes {
            let changed = self.s.processes[process].breakdown.step(self.day);
            let broken = self.s.processes[process].breakdown.is_broken;
            self.tell(changed, |k| Happening::Breakdown {
                process,
                broken: broken.at(k),
            });
        }
        for &stock in &self.plan.work.breakable_stocks {
            let changed = self.s.stocks[stock].breakdown.step(self.day);
            let broken = self.s.stocks[stock].breakdown.is_broken;
            self.tell(changed, |k| Happening::DispatchBreakdown {
                stock,
                broken: broken.at(k),
            });
        }
    }

    /// Looking on, one sees plants open.
    fn tell_of_openings(&mut self) {
        if !W::LOOKS {
            return;
        }
        for process in self.plan.processes.ids() {
            let opens = self.is_today(self.s.processes[process].first_day);
            self.tell(opens, |_| Happening::Opened { process });
        }
    }

    /// Capital is spent on the first day of production; what produced before the horizon is paid.
    #[inline(always)]
    fn pay_for_plants(&mut self) {
        for &(id, cash, _) in &self.plan.capital_accounts {
            let plant = self.plan.processes[id].plant;
            if let Some(plant) = plant.filter(|&at| !self.plan.plants[at].phases.is_empty()) {
                self.pay_for_phases(plant, cash);
                continue;
            }
            let process = &self.s.processes[id];
            let opens = self.is_today(process.first_day);
            if opens.any() {
                self.post(cash, opens.of(process.capex_usd));
            }
        }
    }

    /// Where a day is today.
    #[inline(always)]
    fn is_today(&self, day: Wide<N>) -> Mask<N> {
        let today = Wide::all(f64::from(self.day));
        day.at_least(today) & day.at_most(today)
    }
}
