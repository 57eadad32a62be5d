//! Hazards do not depend on the state of the chain: the spells of a whole trial are drawn before its
//! first day, and with them what each place has left on every day and when it is shut.
//!
//! Time is the calendar's: day t lasts from t to t + 1. What a place has left multiplies over hazards,
//! hour by hour.

use super::luck::{Luck, TrialLuck};
use super::prepare::scalar;
use super::wide::Wide;
use crate::id::{HazardId, Table};
use crate::plan::{ClockPlan, HazardPlan, PlaceId, PlacePlan, Plan, Source};
use crate::random::Sampler;

/// Spells to have room for.
const SPELLS: usize = 1024;

/// A time in which less is left.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Spell {
    pub from: f64,
    pub to: f64,
    /// The share that is left until the end.
    pub leaves: f64,
    /// Days in which the share rises to 1 after the end.
    pub recovery: f64,
}

impl Spell {
    /// The share that is left at a time.
    fn left(&self, time: f64) -> f64 {
        if time < self.from || time >= self.to + self.recovery {
            1.0
        } else if time < self.to {
            self.leaves
        } else {
            self.leaves + (1.0 - self.leaves) * (time - self.to) / self.recovery
        }
    }

    /// When nothing is left that can be told from nothing.
    fn is_shut(&self) -> bool {
        self.leaves < 1e-9
    }
}

/// What hazards do in each trial.
#[derive(Clone, Debug, Default)]
pub struct Hazards<const N: usize> {
    /// Spells of one trial by hazard, while its places are worked out.
    spells: Table<HazardId, Vec<Spell>>,
    /// Times at which something changes at a place, while it is worked out.
    times: Vec<f64>,
    /// What they do to places.
    places: Table<PlaceId, Place<N>>,
    /// Spells that began in the books, and days in the books in which they lasted.
    counts: Table<HazardId, [Wide<N>; 2]>,
}

/// What is left at a place.
#[derive(Clone, Debug, Default)]
struct Place<const N: usize> {
    /// Mean share of each day.
    share: Vec<Wide<N>>,
    /// Times in which it is shut, in each trial: from, to, in order and apart.
    shut: Vec<Vec<(f64, f64)>>,
}

impl<const N: usize> Hazards<N> {
    /// Draws the spells of all trials.
    pub(super) fn draw(&mut self, plan: &Plan, parameters: &[Vec<f64>], luck: Luck) {
        if plan.hazards.is_empty() {
            return;
        }
        // Room for more spells than a trial is likely to have, so that late ones allocate nothing.
        self.spells
            .resize_with(plan.hazards.len(), || Vec::with_capacity(SPELLS));
        self.times.reserve(SPELLS);
        self.places.resize_with(plan.places.len(), Place::default);
        self.counts
            .resize_with(plan.hazards.len(), Default::default);
        for (k, parameters) in parameters.iter().enumerate() {
            for &id in &plan.work.hazards {
                let mut spells = std::mem::take(&mut self.spells[id]);
                spells.clear();
                let hazard = &plan.hazards[id];
                draw_spells(&mut spells, hazard, plan, parameters, luck.of(k));
                for (parent, chance, key) in &hazard.set_off_by {
                    let stream = luck.of(k).stream(*key);
                    let chance = scalar(chance, parameters);
                    let mut own = Draws::new(hazard, parameters, luck.of(k));
                    for (at, parent) in self.spells[*parent].iter().enumerate() {
                        if stream.uniform(at as u64) < chance {
                            // Ordinals apart from those of its own clock.
                            let ordinal = (1 << 32) + at as u64;
                            spells.push(own.spell(parent.from, ordinal));
                        }
                    }
                }
                spells.sort_by(|a, b| a.from.total_cmp(&b.from));
                self.counts[id][0][k] = begun(&spells, plan);
                self.counts[id][1][k] = lasted(&spells, plan);
                self.spells[id] = spells;
            }
            for (id, place) in plan.places.enumerate() {
                self.places[id].draw(k, plan.days, place, &self.spells, &mut self.times);
            }
        }
    }

    /// The spells of a hazard in the last of the trials, in order of their beginnings; where one looks on
    /// there is but one.
    pub(super) fn spells(&self, id: HazardId) -> &[Spell] {
        &self.spells[id]
    }

    /// The mean share that a place has left on a day.
    #[inline(always)]
    pub fn share(&self, place: PlaceId, day: u32) -> Wide<N> {
        self.places[place].share[day as usize]
    }

    /// When what comes to a place at a time may enter: at once, or when it opens.
    #[inline(always)]
    pub fn opens(&self, place: PlaceId, clock: Wide<N>) -> Wide<N> {
        let place = &self.places[place];
        Wide::from_fn(|k| opens(&place.shut[k], clock[k]))
    }

    /// The same in one trial.
    pub fn opens_in(&self, place: PlaceId, k: usize, clock: f64) -> f64 {
        opens(&self.places[place].shut[k], clock)
    }

    /// Spells of a hazard that began in the days of the books, and how long they lasted in them [d].
    pub fn in_the_books(&self, id: HazardId) -> [Wide<N>; 2] {
        self.counts[id]
    }
}

fn begun(spells: &[Spell], plan: &Plan) -> f64 {
    let books = f64::from(plan.warmup)..f64::from(plan.days);
    let began = spells.iter().filter(|spell| books.contains(&spell.from));
    began.count() as f64
}

/// Time in the books in which some spell lasts; spells stand in order of their beginnings.
fn lasted(spells: &[Spell], plan: &Plan) -> f64 {
    let mut done = f64::from(plan.warmup);
    let mut sum = 0.0;
    for spell in spells {
        let to = spell.to.min(f64::from(plan.days));
        let from = spell.from.max(done);
        if to > from {
            sum += to - from;
        }
        done = done.max(to);
    }
    sum
}

fn opens(shut: &[(f64, f64)], clock: f64) -> f64 {
    let next = shut.partition_point(|&(_, to)| to <= clock);
    match shut.get(next) {
        Some(&(from, to)) if from <= clock => to,
        _ => clock,
    }
}

/// The draws of a hazard in a trial.
struct Draws<'a> {
    hazard: &'a HazardPlan,
    luck: TrialLuck,
    lasts: Option<Sampler>,
    leaves: Option<Sampler>,
    recovery: f64,
}

impl<'a> Draws<'a> {
    fn new(hazard: &'a HazardPlan, parameters: &[f64], luck: TrialLuck) -> Self {
        Self {
            hazard,
            luck,
            lasts: own(&hazard.lasts, parameters),
            leaves: own(&hazard.leaves, parameters),
            recovery: scalar(&hazard.recovery_days, parameters).max(0.0),
        }
    }

    /// The spell of an ordinal, that begins at a time.
    fn spell(&mut self, from: f64, ordinal: u64) -> Spell {
        let days = draw(&self.hazard.lasts, self.lasts.as_ref(), self.luck, ordinal);
        let leaves = draw(
            &self.hazard.leaves,
            self.leaves.as_ref(),
            self.luck,
            ordinal,
        );
        Spell {
            from,
            to: from + days.max(0.0),
            leaves: leaves.clamp(0.0, 1.0),
            recovery: self.recovery,
        }
    }
}

/// The sampler of a law that hangs on parameters.
fn own(source: &Source, parameters: &[f64]) -> Option<Sampler> {
    let hangs = source.sampler.is_none();
    hangs.then(|| Sampler::light(&source.law.map(&mut |s| scalar(s, parameters))))
}

fn draw(source: &Source, own: Option<&Sampler>, luck: TrialLuck, ordinal: u64) -> f64 {
    let uniform = luck.stream(source.key).uniform(ordinal);
    let sampler = own.or(source.sampler.as_ref());
    sampler.map_or(0.0, |sampler| sampler.quantile(uniform))
}

/// Spells that a hazard's own clock begins within the horizon.
fn draw_spells(
    spells: &mut Vec<Spell>,
    hazard: &HazardPlan,
    plan: &Plan,
    parameters: &[f64],
    luck: TrialLuck,
) {
    let end = f64::from(plan.days);
    let mut draws = Draws::new(hazard, parameters, luck);
    match &hazard.clock {
        ClockPlan::SetOff => {}
        ClockPlan::Dates(dates) => {
            for (at, &(first, last)) in dates.iter().enumerate() {
                let (from, to) = (f64::from(first), f64::from(last) + 1.0);
                let spell = draws.spell(from, at as u64);
                spells.push(Spell { to, ..spell });
            }
        }
        // Candidates come at the rate of the peak; the season lets a part of them pass.
        ClockPlan::Poisson { rate, key } => {
            let rate = scalar(rate, parameters) * hazard.peak;
            let stream = luck.stream(*key);
            let mut time = 0.0;
            for ordinal in 0.. {
                time += -libm::log1p(-stream.uniform(2 * ordinal)) / rate;
                if time >= end {
                    break;
                }
                let month = plan.calendar.month_of_year[time as usize];
                if stream.uniform(2 * ordinal + 1) < hazard.season[usize::from(month)] {
                    spells.push(draws.spell(time, ordinal));
                }
            }
        }
        ClockPlan::Renewal(gap) => {
            let own = own(gap, parameters);
            let mut time = 0.0;
            for ordinal in 0.. {
                let wait = draw(gap, own.as_ref(), luck, ordinal);
                // A clock that stands still would ring for ever.
                time += wait.max(1e-3);
                if time >= end {
                    break;
                }
                let spell = draws.spell(time, ordinal);
                time = spell.to + spell.recovery;
                spells.push(spell);
            }
        }
    }
}

impl<const N: usize> Place<N> {
    fn draw(
        &mut self,
        k: usize,
        days: u32,
        plan: &PlacePlan,
        spells: &Table<HazardId, Vec<Spell>>,
        times: &mut Vec<f64>,
    ) {
        self.share.resize(days as usize, Wide::ZERO);
        self.shut.resize_with(N, || Vec::with_capacity(SPELLS));
        for share in &mut self.share {
            share[k] = 1.0;
        }
        times.clear();
        let shut = &mut self.shut[k];
        shut.clear();
        for &hazard in &plan.hazards {
            for spell in &spells[hazard] {
                times.extend([spell.from, spell.to, spell.to + spell.recovery]);
                if spell.is_shut() {
                    shut.push((spell.from, spell.to));
                }
            }
        }
        merge(shut);
        times.sort_by(f64::total_cmp);
        let mut touched = times.windows(2);
        let mut done = None;
        while let Some(&[from, to]) = touched.next() {
            // Days that a change or what lasts from it touches, each worked out once.
            let first = (from.max(0.0) as u32).max(done.map_or(0, |d: u32| d + 1));
            let last = (to.max(0.0) as u32).min(days.saturating_sub(1));
            if !lowered(plan, spells, f64::midpoint(from, to)) {
                continue;
            }
            for day in first..=last {
                self.share[day as usize][k] = mean_share(plan, spells, times, day);
                done = Some(day);
            }
        }
    }
}

/// Something is missing at a time.
fn lowered(plan: &PlacePlan, spells: &Table<HazardId, Vec<Spell>>, time: f64) -> bool {
    plan.hazards
        .iter()
        .any(|&hazard| left(&spells[hazard], time) < 1.0)
}

/// What a hazard leaves at a time: where its own spells overlap, they are one, as hard as the hardest.
fn left(spells: &[Spell], time: f64) -> f64 {
    spells
        .iter()
        .map(|spell| spell.left(time))
        .fold(1.0, |a, b| if b < a { b } else { a })
}

/// The mean over a day of what is left: piece by piece between changes, each by its middle, which is
/// exact for one hazard, and for several but while two recover at once.
fn mean_share(
    plan: &PlacePlan,
    spells: &Table<HazardId, Vec<Spell>>,
    times: &[f64],
    day: u32,
) -> f64 {
    let (start, end) = (f64::from(day), f64::from(day) + 1.0);
    let first = times.partition_point(|&time| time <= start);
    let mut from = start;
    let mut sum = 0.0;
    let inside = times[first..]
        .iter()
        .copied()
        .take_while(|&time| time < end);
    for to in inside.chain([end]) {
        if to > from {
            let middle = f64::midpoint(from, to);
            let shares = plan
                .hazards
                .iter()
                .map(|&hazard| left(&spells[hazard], middle));
            sum += (to - from) * shares.product::<f64>();
            from = to;
        }
    }
    sum
}

/// Intervals in order and apart.
fn merge(intervals: &mut Vec<(f64, f64)>) {
    intervals.sort_by(|a, b| a.0.total_cmp(&b.0));
    intervals.dedup_by(|next, earlier| {
        let touch = next.0 <= earlier.1;
        if touch {
            earlier.1 = earlier.1.max(next.1);
        }
        touch
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[allow(clippy::float_cmp, reason = "halves")]
    fn what_comes_while_a_place_is_shut_enters_when_it_opens() {
        let mut shut = vec![(9.0, 12.0), (3.0, 5.0), (4.5, 6.0)];
        merge(&mut shut);
        assert_eq!(shut, [(3.0, 6.0), (9.0, 12.0)]);
        for (comes, enters) in [
            (2.5, 2.5),
            (3.0, 6.0),
            (5.9, 6.0),
            (6.0, 6.0),
            (11.0, 12.0),
            (20.0, 20.0),
        ] {
            assert_eq!(opens(&shut, comes), enters, "{comes}");
        }
    }

    #[test]
    fn shares_multiply_hour_by_hour_and_recover_in_a_line() {
        let spell = |from, to, leaves, recovery| Spell {
            from,
            to,
            leaves,
            recovery,
        };
        let mut spells: Table<HazardId, Vec<Spell>> = Table::new();
        let a = spells.push(vec![spell(2.25, 4.5, 0.5, 0.0)]);
        let b = spells.push(vec![spell(4.0, 5.0, 0.0, 2.0)]);
        let plan = PlacePlan {
            hazards: vec![a, b],
        };
        let mut place = Place::<1>::default();
        place.draw(0, 9, &plan, &spells, &mut Vec::new());
        // Day 2: a quarter full, three quarters half. Day 4 shut. Days 5 and 6: from 0 to 1.
        let exact = [1.0, 1.0, 0.625, 0.5, 0.0, 0.25, 0.75, 1.0, 1.0];
        for (day, exact) in exact.into_iter().enumerate() {
            assert!(
                (place.share[day][0] - exact).abs() < 1e-12,
                "day {day}: {:?}",
                place.share[day]
            );
        }
        assert_eq!(place.shut[0], [(4.0, 5.0)]);
    }
}
