//! Plants: processes that are more than a recipe at a fixed capacity. Before the day's production
//! their clocks step, their phases open and their scrap falls; where a scenario has none of it, no
//! line of this file runs, and what it runs stays out of the line of the days of others.

mod outages;
mod phases;

pub use outages::Outages;
pub use phases::PhaseState;

use super::day::Today;
use super::watch::{Happening, Watch};
use super::wide::Wide;
use crate::id::ProcessId;

/// A plant.
#[derive(Clone, Debug, Default)]
pub struct PlantState<const N: usize> {
    /// Its phases; empty where capacity is of one piece.
    pub phases: Vec<PhaseState<N>>,
    /// Units started and possible since day 0, by morning, modulo their number.
    pub history: Vec<[Wide<N>; 2]>,
    /// Times in order and out of order.
    pub outages: Outages<N>,
    /// Share lost in the end, what is lost beyond it at first, and how fast that falls [1/unit].
    pub learning: [Wide<N>; 3],
    /// Tonnes of ore in a unit started, and in the ground at first.
    pub ore: [Wide<N>; 2],
    /// First day with royalty.
    pub royal_from: Wide<N>,
    /// Counters since day 0.
    pub count: PlantCount<N>,
    /// The same when the books opened.
    pub opened: PlantCount<N>,
}

/// Counters of a plant since day 0.
#[derive(Clone, Copy, Debug, Default)]
pub struct PlantCount<const N: usize> {
    /// Good units.
    pub good: Wide<N>,
    /// Good units on which royalty is due.
    pub royal: Wide<N>,
    /// Days since the first day of production.
    pub days: Wide<N>,
    /// Of them, in order.
    pub in_order: Wide<N>,
}

impl<const N: usize> PlantState<N> {
    /// Ore in the ground after so many units [t].
    pub fn ore_left(&self, started: Wide<N>) -> Wide<N> {
        let [per_unit, reserve] = self.ore;
        (reserve - per_unit * started).or_zero()
    }
}

impl<W: Watch, const N: usize> Today<'_, W, N> {
    /// What changes in plants from day to day.
    #[inline(always)]
    pub(super) fn step_plants(&mut self) {
        for at in 0..self.plan.plants.len() {
            self.step_plant(at);
        }
    }

    #[inline(never)]
    fn step_plant(&mut self, at: usize) {
        let plan = &self.plan.plants[at];
        if !plan.phases.is_empty() {
            self.open_phases(at);
        }
        if let Some(laws) = &plan.outages {
            let broken = self.s.plants[at].outages.step(f64::from(self.day), laws);
            let is_down = self.s.plants[at].outages.is_down;
            self.tell(broken, |k| Happening::Breakdown {
                process: plan.process,
                broken: is_down.at(k),
            });
            self.count_order(at);
        }
        if plan.learning.is_some() {
            self.learn(at);
        }
    }

    fn count_order(&mut self, at: usize) {
        let first_day = self.s.processes[self.plan.plants[at].process].first_day;
        let begun = first_day.at_most(Wide::all(f64::from(self.day)));
        let plant = &mut self.s.plants[at];
        plant.count.days += begun.ones();
        plant.count.in_order += begun.of(plant.outages.open);
    }

    /// Scrap falls with the good output so far.
    ///
    /// # Source
    /// Levy, F. K. (1965): Adaptation in the production process. Management Science 11 (6), B136-B154:
    /// performance nears its plateau at a rate proportional to what is missing, in cumulative
    /// output rather than in time.
    fn learn(&mut self, at: usize) {
        let plant = &self.s.plants[at];
        let [mature, beyond, rate] = plant.learning;
        let good = plant.count.good;
        let scrap = Wide::from_fn(|k| mature[k] + beyond[k] * libm::exp(-rate[k] * good[k]));
        self.s.processes[self.plan.plants[at].process].good = Wide::all(1.0) - scrap;
        if !self.plan.echelons.is_empty() {
            self.s.set_echelons(self.plan);
        }
    }

    /// Units that could be started today.
    #[inline(never)]
    pub(super) fn plant_capacity(&self, process: ProcessId, at: usize) -> Wide<N> {
        let state = &self.s.processes[process];
        let month = self.plan.calendar.month_of_year[self.day as usize];
        let season = self.plan.processes[process].season[usize::from(month)];
        let ramped = self.plant_ramped(process, at, self.day);
        let mut possible = (!state.breakdown.is_broken).of(ramped * season);
        let plant = &self.s.plants[at];
        if self.plan.plants[at].outages.is_some() {
            possible = possible * plant.outages.open;
        }
        if self.plan.plants[at].mine.is_some() {
            possible = possible.min(plant.ore_left(state.count.started) / plant.ore[0]);
        }
        possible
    }

    /// Capacity on a day as far as it is known today, outages and season apart.
    pub(super) fn plant_ramped(&self, process: ProcessId, at: usize, day: u32) -> Wide<N> {
        let state = &self.s.processes[process];
        let day = Wide::all(f64::from(day));
        if self.plan.plants[at].phases.is_empty() {
            let age = day - state.first_day;
            return age.at_least(Wide::ZERO).of(state.ramped(age));
        }
        let phases = self.s.plants[at].phases.iter();
        phases.fold(Wide::ZERO, |sum, phase| sum + phase.ramped(day))
    }

    /// Counts good output that is started, and gives the royalty that is due on it [USD].
    #[inline(never)]
    pub(super) fn start_in_plant(&mut self, at: usize, good: Wide<N>) -> Wide<N> {
        let plan = &self.plan.plants[at];
        let day = Wide::all(f64::from(self.day));
        let plant = &mut self.s.plants[at];
        plant.count.good += good;
        let Some(royalty) = &plan.royalty else {
            return Wide::ZERO;
        };
        let royal = plant.royal_from.at_most(day).of(good);
        plant.count.royal += royal;
        let (tariff, account) = royalty.charge;
        let usd = royal * self.s.prices.today[tariff];
        self.post(account, usd);
        usd
    }
}
