//! A day, in this order:
//!
//! 1. `begin`: prices step, what breaks down or is repaired does so, plants that start are paid for;
//! 2. `arrive`: what is due enters its stock;
//! 3. `produce`: every process makes what capacity, inputs, room and want allow, sources first;
//! 4. `serve`: customers are served from stock, the longest waiting first;
//! 5. `review`: policies look at positions and order, customers first;
//! 6. `dispatch`: orders are filled, cargo leaves, markets deliver, sources first;
//! 7. `close_books`: what is held, owed and carried is charged and measured, rules are checked.

use super::scratch::Scratch;
use super::watch::{Happening, Watch};
use crate::plan::Plan;

/// A day of a trial.
pub(super) struct Today<'a, W> {
    /// What the machine needs of the model.
    pub plan: &'a Plan,
    /// All that the trial writes.
    pub s: &'a mut Scratch,
    /// Who looks on.
    pub watch: &'a mut W,
    /// The day, counted from 0.
    pub day: u32,
    /// Books and measures have begun.
    pub books: bool,
}

impl<W: Watch> Today<'_, W> {
    /// The whole day.
    pub fn run(&mut self) {
        self.begin();
        self.arrive();
        self.produce();
        self.serve();
        self.review();
        self.dispatch();
        self.close_books();
    }

    /// Tells whoever looks on.
    pub fn tell(&mut self, happening: impl FnOnce() -> Happening) {
        if W::LOOKS {
            self.watch.see(self.day, happening());
        }
    }

    /// Step 1.
    fn begin(&mut self) {
        if self.day == self.plan.warmup {
            self.books = true;
            self.s.open_books(self.plan);
        }
        self.s.prices.step(self.day);
        self.step_breakdowns();
        self.tell_of_openings();
        self.pay_for_plants();
    }

    fn step_breakdowns(&mut self) {
        for &process in &self.plan.work.breakable_processes {
            if self.s.processes[process].breakdown.step(self.day) {
                let broken = self.s.processes[process].breakdown.is_broken;
                self.tell(|| Happening::Breakdown { process, broken });
            }
        }
        for &stock in &self.plan.work.breakable_stocks {
            if self.s.stocks[stock].breakdown.step(self.day) {
                let broken = self.s.stocks[stock].breakdown.is_broken;
                self.tell(|| Happening::DispatchBreakdown { stock, broken });
            }
        }
    }

    /// Looking on, one sees plants open.
    fn tell_of_openings(&mut self) {
        if !W::LOOKS {
            return;
        }
        for process in self.plan.processes.ids() {
            if self.s.processes[process]
                .first_day
                .total_cmp(&f64::from(self.day))
                .is_eq()
            {
                self.tell(|| Happening::Opened { process });
            }
        }
    }

    /// Capital is spent on the first day of production; what produced before the horizon is paid.
    fn pay_for_plants(&mut self) {
        for &(id, cash, _) in &self.plan.capital_accounts {
            let process = &self.s.processes[id];
            if process.first_day.total_cmp(&f64::from(self.day)).is_eq() {
                self.post(cash, process.capex_usd);
            }
        }
    }
}
