//! What does not depend on the state of the chain, drawn for the whole horizon before the first day:
//! the paths of indices, and demand.

use super::prepare::{Luck, scalar, settled};
use super::scratch::DemandState;
use super::wide::Wide;
use crate::calendar::DAYS_PER_YEAR;
use crate::model::{DemandDraw, IndexProcess, Reversion, Scalar, Series};
use crate::plan::{DemandPlan, IndexPlan, Plan};
use crate::random::{Sampler, Stream, exponentials, normal_quantile, normal_quantiles};

/// Space for one trial's paths while they are drawn.
#[derive(Clone, Debug, Default)]
pub struct Space {
    uniforms: Vec<f64>,
    path: Vec<f64>,
    planned: Vec<f64>,
}

/// Paths of an index in all trials.
#[inline(always)]
pub(super) fn draw_indices<const N: usize>(
    paths: &mut Vec<Wide<N>>,
    index: &IndexPlan,
    days: u32,
    parameters: &[Vec<f64>],
    space: &mut Space,
    luck: Luck,
) {
    for (k, parameters) in parameters.iter().enumerate() {
        let stream = luck.stream(k, index.key);
        draw_index(&mut space.path, index, days, parameters, stream);
        side_by_side(paths, k, &space.path);
    }
}

/// Puts one trial's path beside those of the others.
#[inline(always)]
fn side_by_side<const N: usize>(paths: &mut Vec<Wide<N>>, k: usize, path: &[f64]) {
    paths.resize(path.len(), Wide::ZERO);
    for (values, &value) in paths.iter_mut().zip(path) {
        values[k] = value;
    }
}

/// Demand of every day, and what the planner expects of it, in all trials.
#[inline(always)]
pub(super) fn draw_demands<const N: usize>(
    state: &mut DemandState<N>,
    demand: &DemandPlan,
    plan: &Plan,
    parameters: &[Vec<f64>],
    space: &mut Space,
    luck: Luck,
) {
    *state = DemandState {
        draws: std::mem::take(&mut state.draws),
        planned: std::mem::take(&mut state.planned),
        backlog_cost: settled(&demand.terms.backlog_cost, parameters),
        lost_cost: settled(&demand.terms.lost_cost, parameters),
        ..DemandState::default()
    };
    for (k, parameters) in parameters.iter().enumerate() {
        let stream = luck.stream(k, demand.key);
        state.cuts[k] = draw_demand(space, demand, plan, parameters, stream);
        side_by_side(&mut state.draws, k, &space.path);
        side_by_side(&mut state.planned, k, &space.planned);
    }
}

/// Uniforms 0, 1, … of a source.
fn uniforms(space: &mut Vec<f64>, length: usize, stream: Stream) -> &[f64] {
    space.resize(space.len().max(length), 0.0);
    let space = &mut space[..length];
    stream.fill(0, space);
    space
}

/// # Source
/// The log-OU index steps by the exact law of an Ornstein-Uhlenbeck process over a day:
/// x(t+1) = m + (x(t) - m) e^-k + s sqrt((1 - e^-2k) / 2k) z.
#[inline(always)]
fn draw_index(
    path: &mut Vec<f64>,
    index: &IndexPlan,
    days: u32,
    parameters: &[f64],
    stream: Stream,
) {
    let value = |s: &Scalar| scalar(s, parameters);
    path.clear();
    match &index.process {
        IndexProcess::Constant(constant) => path.resize(days as usize, value(constant)),
        IndexProcess::LogOu {
            start,
            level,
            reversion,
            volatility,
        } => {
            let (start, level) = (value(start), libm::log(value(level)));
            let speed = match reversion {
                Reversion::Speed(speed) => value(speed),
                Reversion::HalfLife(days) => std::f64::consts::LN_2 / value(days),
            };
            let (keep, sd) = ou_step(speed, value(volatility));
            let mut log = libm::log(start);
            path.push(start);
            path.resize(days as usize, 0.0);
            let scores = &mut path[1..];
            stream.fill(0, scores);
            normal_quantiles(scores);
            for score in scores.iter_mut() {
                log = level + (log - level) * keep + sd * *score;
                *score = log;
            }
            exponentials(scores);
        }
    }
}

/// What a day leaves of a deviation, and the standard deviation it adds.
fn ou_step(speed: f64, volatility: f64) -> (f64, f64) {
    if speed <= 0.0 {
        return (1.0, volatility);
    }
    let variance = -libm::expm1(-2.0 * speed) / (2.0 * speed);
    (libm::exp(-speed), volatility * libm::sqrt(variance))
}

/// One trial's demand of every day, and what the planner expects of it; returns how many draws in
/// the books were held at 0.
#[inline(always)]
fn draw_demand(
    space: &mut Space,
    demand: &DemandPlan,
    plan: &Plan,
    parameters: &[f64],
    stream: Stream,
) -> f64 {
    let Space {
        uniforms: space,
        path: draws,
        planned: expected,
    } = space;
    draws.clear();
    expected.clear();
    let value = |s: &Scalar| scalar(s, parameters);
    let days = plan.days as usize;
    let every = demand.terms.every_days;
    match &demand.terms.draw {
        DemandDraw::Daily(law) => {
            let own;
            let (sampler, mean) = if let Some(sampler) = &demand.sampler {
                (sampler, demand.mean)
            } else {
                let law = law.map(&mut |s: &Scalar| value(s));
                own = Sampler::light(&law);
                (&own, law.mean())
            };
            draws.resize(days, 0.0);
            stream.fill(0, draws);
            sampler.quantiles(draws);
            expected.resize(days, mean / f64::from(every));
        }
        DemandDraw::Plan {
            rate,
            growth,
            season,
            noise,
            noise_by_month,
        } => {
            plan_path(
                expected,
                rate,
                value(growth) * DAYS_PER_YEAR,
                season,
                plan,
                parameters,
            );
            let cv = value(noise);
            if cv > 0.0 {
                let normal = uniforms(space, days, stream);
                let factor = |day: usize| {
                    let at = if *noise_by_month {
                        plan.calendar.month[day] as usize
                    } else {
                        day
                    };
                    1.0 + cv * normal_quantile(normal[at])
                };
                draws.extend((0..days).map(|day| expected[day] * factor(day) * f64::from(every)));
            } else {
                draws.extend(expected.iter().map(|rate| rate * f64::from(every)));
            }
        }
    }
    let mut cuts = 0.0;
    for (day, draw) in draws.iter_mut().enumerate() {
        if !(day as u32).is_multiple_of(every) {
            *draw = 0.0;
        } else if *draw < 0.0 {
            *draw = 0.0;
            cuts += f64::from(u8::from(day as u32 >= plan.warmup));
        }
    }
    let mut sum = 0.0;
    for rate in expected.iter_mut() {
        sum += std::mem::replace(rate, sum);
    }
    expected.push(sum);
    cuts
}

/// The planned rate of every day: steps, growth and season.
fn plan_path(
    path: &mut Vec<f64>,
    rate: &Series,
    growth: f64,
    season: &[f64; 12],
    plan: &Plan,
    parameters: &[f64],
) {
    let growth_a_day = libm::exp(libm::log1p(growth) / DAYS_PER_YEAR);
    let mut grown = 1.0;
    let mut steps = rate.steps.iter().peekable();
    let mut current = 0.0;
    for day in 0..plan.days {
        while let Some((_, value)) = steps.next_if(|(from, _)| *from <= day as i32) {
            current = scalar(value, parameters);
        }
        let month = plan.calendar.month_of_year[day as usize];
        path.push(current * grown * season[usize::from(month)]);
        grown *= growth_a_day;
    }
}

#[cfg(test)]
mod tests {
    use super::ou_step;

    #[test]
    fn days_one_after_the_other_have_the_law_of_their_span() {
        for (speed, volatility) in [(0.002, 0.02), (0.5, 0.3), (1e-9, 0.02)] {
            let (keep, sd) = ou_step(speed, volatility);
            let days = 365;
            let variance: f64 = (0..days).map(|day| (sd * keep.powi(day)).powi(2)).sum();
            let span = f64::from(days) * speed;
            let exact = volatility * volatility * -(-2.0 * span).exp_m1() / (2.0 * speed);
            assert!(
                (variance / exact - 1.0).abs() < 1e-12,
                "{speed}: {variance}, {exact}"
            );
            assert!((keep.powi(days) / (-span).exp() - 1.0).abs() < 1e-12);
        }
        let (keep, sd) = ou_step(0.0, 0.02);
        assert!(keep.to_bits() == 1.0_f64.to_bits() && sd.to_bits() == 0.02_f64.to_bits());
    }
}
