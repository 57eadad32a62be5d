//! Phases of a plant: they open on their dates, or when what is open is in full use.

use crate::engine::day::Today;
use crate::engine::scratch::Scratch;
use crate::engine::watch::{Happening, Watch};
use crate::engine::wide::Wide;
use crate::plan::{AccountId, PlantPlan};

/// A part of a plant's capacity.
#[derive(Clone, Copy, Debug, Default)]
pub struct PhaseState<const N: usize> {
    /// Units started a day at full capacity.
    pub capacity: Wide<N>,
    /// First day of production; infinite for never, or not yet.
    pub first_day: Wide<N>,
    /// Share of capacity by age: the least of three lines (share on the first day, daily rise) …
    pub lines: [[Wide<N>; 2]; 3],
    /// … and this.
    pub ceiling: Wide<N>,
    /// Capital expenditure, overrun included [USD].
    pub capex_usd: Wide<N>,
    /// Annualised capital [USD/day].
    pub capital_usd_per_day: Wide<N>,
    /// Days over which it is.
    pub life_days: Wide<N>,
    /// Utilisation from which on it is needed, and days to build it; none where it has a date.
    pub when: Option<[Wide<N>; 2]>,
}

impl<const N: usize> PhaseState<N> {
    /// Units that can be started on a day.
    pub fn ramped(&self, day: Wide<N>) -> Wide<N> {
        let age = day - self.first_day;
        let line = |[from, rise]: [Wide<N>; 2]| from + rise * age;
        let share = self
            .lines
            .map(line)
            .into_iter()
            .fold(self.ceiling, Wide::min);
        age.at_least(Wide::ZERO).of(self.capacity * share)
    }
}

impl<W: Watch, const N: usize> Today<'_, W, N> {
    /// Phases that are needed are begun, and capital is that of the phases that live.
    pub(super) fn open_phases(&mut self, at: usize) {
        let plan = &self.plan.plants[at];
        if plan.look_back > 0 {
            self.s.look_back(plan, at, self.day);
        }
        let day = Wide::all(f64::from(self.day));
        let (mut usd, mut capacity, mut first) = (Wide::ZERO, Wide::ZERO, Wide::all(f64::INFINITY));
        for phase in &self.s.plants[at].phases {
            let lives = phase.first_day.at_most(day) & day.below(phase.first_day + phase.life_days);
            usd += lives.of(phase.capital_usd_per_day);
            capacity += lives.of(phase.capacity);
            first = first.min(phase.first_day);
        }
        // That the first one opens is told with all processes.
        for phase in 0..self.s.plants[at].phases.len() {
            let opens = self.s.plants[at].phases[phase].first_day;
            let opens = opens.at_least(day) & opens.at_most(day) & first.below(day);
            self.tell(opens, |_| Happening::Opened {
                process: plan.process,
            });
        }
        let state = &mut self.s.processes[plan.process];
        state.first_day = first;
        state.capital_usd_per_day = usd;
        state.capital_usd_per_unit = capacity.is_positive().of(usd / capacity);
    }

    /// Capital of phases that open today.
    pub(in crate::engine) fn pay_for_phases(&mut self, at: usize, cash: AccountId) {
        let today = Wide::all(f64::from(self.day));
        for phase in 0..self.s.plants[at].phases.len() {
            let state = &self.s.plants[at].phases[phase];
            let opens = state.first_day.at_least(today) & state.first_day.at_most(today);
            if opens.any() {
                self.post(cash, opens.of(state.capex_usd));
            }
        }
    }
}

impl<const N: usize> Scratch<N> {
    /// Looks back at utilisation, in the morning, and begins what is needed.
    fn look_back(&mut self, plan: &PlantPlan, at: usize, day: u32) {
        let count = &self.processes[plan.process].count;
        let plant = &mut self.plants[at];
        let length = plant.history.len();
        plant.history[day as usize % length] = [count.started, count.possible];
        for k in 0..N {
            if let Some(phase) = needed(plan, &plant.phases, &plant.history, day, k) {
                let build = plant.phases[phase].when.map_or(0.0, |[_, days]| days[k]);
                let day = f64::from(day);
                plant.phases[phase].first_day[k] = libm::ceil(day - 1.0 + build).max(day);
            }
        }
    }
}

/// The first phase by name that a trial needs, where none is being built and what is open has been
/// looked at for long enough.
fn needed<const N: usize>(
    plan: &PlantPlan,
    phases: &[PhaseState<N>],
    history: &[[Wide<N>; 2]],
    day: u32,
    k: usize,
) -> Option<usize> {
    let today = f64::from(day);
    let mut last = f64::NEG_INFINITY;
    for phase in phases {
        let opens = phase.first_day[k];
        let is_built = phase.when.is_some() && opens > today && opens.is_finite();
        if is_built {
            return None;
        }
        if opens <= today {
            last = last.max(opens);
        }
    }
    let is_needed = |(state, plan): (&PhaseState<N>, &crate::plan::PhasePlan)| {
        let (Some([share, _]), Some(when)) = (state.when, &plan.when) else {
            return false;
        };
        let back = when.over_days;
        if state.first_day[k].is_finite() || day < back || today - f64::from(back) < last {
            return false;
        }
        let at = |day: u32| history[day as usize % history.len()];
        let ([started, possible], [started_then, possible_then]) = (at(day), at(day - back));
        let possible = possible[k] - possible_then[k];
        possible > 0.0 && started[k] - started_then[k] >= share[k] * possible * (1.0 - 1e-9)
    };
    if last == f64::NEG_INFINITY {
        return None;
    }
    phases.iter().zip(&plan.phases).position(is_needed)
}
