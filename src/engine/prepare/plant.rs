//! Plants before their first day.

use super::{annuity, settled};
use crate::calendar::DAYS_PER_YEAR;
use crate::engine::luck::Luck;
use crate::engine::plant::{PhaseState, PlantCount, PlantState};
use crate::engine::scratch::Scratch;
use crate::engine::wide::Wide;
use crate::model::{Learning, Mine, Ramp};
use crate::plan::{PhasePlan, Plan, PlantPlan};

/// Share of design throughput 12, 24 and 36 months after the start, by class.
///
/// # Source
/// The four classes are those of T. P. `McNulty` (2004): Minimization of delays in plant startups. Plant
/// Operators' Forum, SME, Littleton, 113-120. His curves are drawn, not tabled: these figures
/// are an assumption (the second row is industry:F039), and what lies between is straight.
const MCNULTY: [[f64; 3]; 4] = [
    [1.00, 1.00, 1.00],
    [0.55, 0.75, 0.90],
    [0.45, 0.65, 0.75],
    [0.30, 0.45, 0.55],
];

/// How many times e is in 20: at that exponent 95 % of the way is gone.
const LN_20: f64 = 2.995_732_273_553_991;

impl<const N: usize> Scratch<N> {
    /// Sets plants, whose processes are set already.
    pub(super) fn set_plants(&mut self, plan: &Plan, luck: Luck) {
        self.plants
            .resize_with(plan.plants.len(), PlantState::default);
        let rate = self.scalar(&plan.capital_rate) * DAYS_PER_YEAR;
        for (at, plant) in plan.plants.iter().enumerate() {
            let mut state = std::mem::take(&mut self.plants[at]);
            self.set_plant(&mut state, plan, plant, rate);
            let first_day = self.processes[plant.process].first_day;
            if let Some(laws) = &plant.outages {
                let stream = |k| luck.of(k).stream(laws[0].key);
                state
                    .outages
                    .reset(laws, &self.parameters, first_day, stream);
            }
            self.plants[at] = state;
        }
    }

    fn set_plant(
        &mut self,
        state: &mut PlantState<N>,
        plan: &Plan,
        plant: &PlantPlan,
        rate: Wide<N>,
    ) {
        let life_days = self.scalar(&plan.processes[plant.process].life_days);
        let parameters = &self.parameters;
        state.phases.clear();
        let phases = plant.phases.iter();
        state
            .phases
            .extend(phases.map(|phase| phase_state(phase, parameters, rate, life_days)));
        state.history.clear();
        state
            .history
            .resize(plant.look_back as usize + 1, [Wide::ZERO; 2]);
        (state.count, state.opened) = (PlantCount::default(), PlantCount::default());
        if let Some(mine) = &plant.mine {
            state.ore = ore(mine, parameters);
        }
        let process = &mut self.processes[plant.process];
        if let Some(learning) = &plant.learning {
            state.learning = experience(learning, parameters);
            let [mature, beyond, _] = state.learning;
            process.good = Wide::all(1.0) - mature - beyond;
        }
        if !state.phases.is_empty() {
            let days = state.phases.iter().map(|phase| phase.first_day);
            process.first_day = days.fold(Wide::all(f64::INFINITY), Wide::min);
            // Capital is that of the phases, which live each its own life.
            process.life_ends = Wide::all(f64::INFINITY);
            process.capital_usd_per_day = Wide::ZERO;
            process.capital_usd_per_unit = Wide::ZERO;
        }
        if let Some(royalty) = &plant.royalty {
            state.royal_from = process.first_day + settled(&royalty.holiday_days, parameters);
        }
    }
}

fn phase_state<const N: usize>(
    phase: &PhasePlan,
    parameters: &[Vec<f64>],
    rate: Wide<N>,
    life_days: Wide<N>,
) -> PhaseState<N> {
    let value = |s| settled(s, parameters);
    let capacity = value(&phase.capacity_per_day);
    let opens = value(&phase.start_day) + value(&phase.delay_days);
    let (lines, ceiling) = lines(phase.ramp.as_ref(), parameters);
    let capex_usd = value(&phase.capex) * value(&phase.overrun) * capacity;
    PhaseState {
        capacity,
        first_day: Wide::from_fn(|k| libm::ceil(opens[k])),
        lines,
        ceiling,
        capex_usd,
        capital_usd_per_day: capex_usd * annuity(rate, life_days) / DAYS_PER_YEAR,
        life_days,
        when: phase
            .when
            .as_ref()
            .map(|when| [value(&when.utilisation), value(&when.build_days)]),
    }
}

/// Lines whose least is the share of capacity by age, and the share that is never passed.
fn lines<const N: usize>(
    ramp: Option<&Ramp>,
    parameters: &[Vec<f64>],
) -> ([[Wide<N>; 2]; 3], Wide<N>) {
    let value = |s| settled(s, parameters);
    let nothing = [Wide::all(f64::INFINITY), Wide::ZERO];
    match ramp {
        None => ([nothing; 3], Wide::all(1.0)),
        Some(Ramp::Linear {
            from,
            over_days,
            ceiling,
        }) => {
            let line = rise(value(from), value(over_days));
            ([line, nothing, nothing], value(ceiling))
        }
        Some(Ramp::McNulty {
            class,
            to_nameplate_days,
            ceiling,
        }) => {
            let [one, two, three] = MCNULTY[usize::from(class.clamp(&1, &4) - 1)];
            let a_year = value(to_nameplate_days);
            // Straight from year to year, and each year slower than the last: the least of lines.
            let line = |from: f64, rise: f64| [Wide::all(from), Wide::all(rise) / a_year];
            let lines = [
                line(0.0, one),
                line(2.0 * one - two, two - one),
                line(3.0 * two - 2.0 * three, three - two),
            ];
            (lines, value(ceiling).min(Wide::all(three)))
        }
    }
}

/// A straight rise from a share to the whole.
pub(super) fn rise<const N: usize>(from: Wide<N>, over: Wide<N>) -> [Wide<N>; 2] {
    let rises = over.is_positive();
    let rise = (Wide::all(1.0) - from) / over;
    [rises.select(from, Wide::all(1.0)), rises.of(rise)]
}

/// Tonnes of ore in a unit started, and in the ground.
fn ore<const N: usize>(mine: &Mine, parameters: &[Vec<f64>]) -> [Wide<N>; 2] {
    let value = |s| settled(s, parameters);
    let per_unit = value(&mine.concentrate_grade) / (value(&mine.grade) * value(&mine.recovery));
    [per_unit, value(&mine.reserve_t)]
}

/// Scrap in the end, what there is beyond it at first, and how fast that falls [1/unit].
fn experience<const N: usize>(learning: &Learning, parameters: &[Vec<f64>]) -> [Wide<N>; 3] {
    let value = |s| settled(s, parameters);
    let mature = value(&learning.mature);
    let rate = Wide::all(LN_20) / value(&learning.at);
    [mature, value(&learning.first) - mature, rate]
}
