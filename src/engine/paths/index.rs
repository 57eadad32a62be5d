//! Paths of indices. What a day's innovation is drawn from hangs on the day alone; the first day is
//! the index's `start`, so the innovation of day t is number t - 1 of its stream.

use super::jumps::{Jumper, no_jumps};
use super::regimes::draw_regimes;
use super::uniforms;
use crate::engine::luck::TrialLuck;
use crate::engine::prepare::scalar;
use crate::id::{IndexId, Table};
use crate::model::{IndexFactor, IndexProcess, Reversion, Scalar};
use crate::plan::{IndexPlan, Plan};
use crate::random::{StreamKey, exponential, exponentials, normal_quantile, normal_quantiles};

/// Paths of all indices, products after those they are made of.
#[inline(always)]
pub(super) fn draw_indices(
    paths: &mut Table<IndexId, Vec<f64>>,
    plan: &Plan,
    parameters: &[f64],
    space: &mut Vec<f64>,
    luck: TrialLuck,
) {
    paths.resize_with(plan.indices.len(), Vec::new);
    for (id, index) in plan.indices.enumerate() {
        let mut path = std::mem::take(&mut paths[id]);
        path.resize(plan.days as usize, 0.0);
        if let IndexProcess::Product(factors) = &index.process {
            multiply(&mut path, factors, paths);
        } else {
            draw_index(&mut path, index, parameters, space, luck);
        }
        paths[id] = path;
    }
}

fn multiply(path: &mut [f64], factors: &[IndexFactor], paths: &Table<IndexId, Vec<f64>>) {
    path.fill(1.0);
    for factor in factors {
        for (product, &value) in path.iter_mut().zip(&paths[factor.index]) {
            *product *= factor.of(value);
        }
    }
}

/// # Source
/// The log-OU index steps by the exact law of an Ornstein-Uhlenbeck process over a day:
/// x(t+1) = m + (x(t) - m) e^-k + s sqrt((1 - e^-2k) / 2k) z.
/// The geometric Brownian motion: x(t+1) = x(t) + (drift - s^2 / 2) + s z, x the log (Hull, "Options,
/// Futures, and Other Derivatives", on the lognormal property of prices).
#[inline(always)]
fn draw_index(
    path: &mut [f64],
    index: &IndexPlan,
    parameters: &[f64],
    space: &mut Vec<f64>,
    luck: TrialLuck,
) {
    let value = |s: &Scalar| scalar(s, parameters);
    match &index.process {
        IndexProcess::Constant(constant) => path.fill(value(constant)),
        IndexProcess::LogOu {
            start,
            level,
            reversion,
            volatility,
        } => {
            let level = libm::log(value(level));
            let (keep, sd) = ou_step(speed(reversion, parameters), value(volatility));
            let step = |log: f64, z: f64| level + (log - level) * keep + sd * z;
            walk(path, value(start), index, parameters, space, luck, step);
        }
        IndexProcess::Gbm {
            start,
            drift,
            volatility,
        } => {
            let (drift, sd) = gbm_step(value(drift), value(volatility));
            let step = |log: f64, z: f64| log + drift + sd * z;
            walk(path, value(start), index, parameters, space, luck, step);
        }
        IndexProcess::Path { values, factor } => {
            let factor = value(factor);
            for (today, value) in path.iter_mut().zip(values) {
                *today = value * factor;
            }
        }
        IndexProcess::Bootstrap {
            start,
            returns,
            block_days,
        } => {
            luck.stream(index.key).fill(0, &mut path[1..]);
            bootstrap(path, value(start), returns, value(block_days));
        }
        IndexProcess::Regimes {
            start,
            regimes,
            first,
        } => {
            innovations(path, index, space, luck);
            let switches = uniforms(space, path.len() - 1, luck.stream(index.regimes));
            draw_regimes(path, value(start), regimes, *first, switches, parameters);
        }
        // The plan has taken the first two apart, and products are not drawn.
        IndexProcess::Jumping(..) | IndexProcess::Mixed(..) | IndexProcess::Product(_) => {}
    }
}

/// Walks the log of the price with normal innovations and jumps.
#[inline(always)]
fn walk(
    path: &mut [f64],
    start: f64,
    index: &IndexPlan,
    parameters: &[f64],
    space: &mut Vec<f64>,
    luck: TrialLuck,
    step: impl Fn(f64, f64) -> f64,
) {
    match &index.jumps {
        None => {
            innovations(path, index, space, luck);
            follow(path, start, no_jumps, step);
        }
        Some(jumps) => {
            innovations(path, index, space, luck);
            let days = uniforms(space, path.len() - 1, luck.stream(jumps.days));
            let jumper = Jumper::new(jumps, parameters, luck);
            follow(path, start, |day| jumper.on(day, days[day]), step);
        }
    }
}

/// Puts prices in the place of what drives them.
#[inline(always)]
fn follow(
    path: &mut [f64],
    start: f64,
    jump: impl Fn(usize) -> f64,
    step: impl Fn(f64, f64) -> f64,
) {
    let mut log = libm::log(start);
    let (first, rest) = path.split_at_mut(1);
    first[0] = start;
    for (day, price) in rest.iter_mut().enumerate() {
        log = step(log, *price) + jump(day);
        *price = log.clamp(-FARTHEST, FARTHEST);
    }
    exponentials(rest);
}

/// Normal innovations of all days after the first, mixed with those of other indices where they are
/// correlated.
#[inline(always)]
fn innovations(path: &mut [f64], index: &IndexPlan, space: &mut Vec<f64>, luck: TrialLuck) {
    let path = &mut path[1..];
    if index.mix.is_empty() {
        luck.stream(index.key).fill(0, path);
        normal_quantiles(path);
        return;
    }
    path.fill(0.0);
    let mut add = |&(key, weight): &(StreamKey, f64)| {
        let others = uniforms(space, path.len(), luck.stream(key));
        for (sum, &u) in path.iter_mut().zip(others.iter()) {
            *sum += weight * normal_quantile(u);
        }
    };
    index.mix.iter().for_each(&mut add);
}

/// Resamples the returns of a history in blocks of geometric length, around its end to its
/// beginning. The uniform of a day both says whether a block begins and, within that chance, where.
///
/// # Source
/// Politis and Romano (1994), "The stationary bootstrap".
fn bootstrap(path: &mut [f64], start: f64, returns: &[f64], block_days: f64) {
    let chance = 1.0 / block_days;
    let mut log = libm::log(start);
    let (first, rest) = path.split_at_mut(1);
    first[0] = start;
    let mut at = None;
    for price in rest {
        let u = *price;
        let next = match at {
            // A day without a block before it begins one, whatever the chance.
            None => pick(u, returns.len()),
            Some(_) if u < chance => pick(u / chance, returns.len()),
            Some(last) if last + 1 < returns.len() => last + 1,
            Some(_) => 0,
        };
        at = Some(next);
        log += returns[next];
        *price = price_of(log);
    }
}

/// The price of a log, held between 1e-60 and 1e60: what a slip in a drift or a volatility makes of it
/// stays a number, and so does one over it.
#[inline]
pub(super) fn price_of(log: f64) -> f64 {
    exponential(log.clamp(-FARTHEST, FARTHEST))
}

/// The log of 1e60.
const FARTHEST: f64 = 60.0 * std::f64::consts::LN_10;

/// One of so many, each as likely.
pub(super) fn pick(uniform: f64, of: usize) -> usize {
    ((uniform * of as f64) as usize).min(of - 1)
}

/// Speed of return [1/day].
pub(super) fn speed(reversion: &Reversion, parameters: &[f64]) -> f64 {
    match reversion {
        Reversion::Speed(speed) => scalar(speed, parameters),
        Reversion::HalfLife(days) => std::f64::consts::LN_2 / scalar(days, parameters),
    }
}

/// What a day leaves of a deviation, and the standard deviation it adds.
pub(super) fn ou_step(speed: f64, volatility: f64) -> (f64, f64) {
    if speed <= 0.0 {
        return (1.0, volatility);
    }
    let variance = -libm::expm1(-2.0 * speed) / (2.0 * speed);
    (libm::exp(-speed), volatility * libm::sqrt(variance))
}

/// What a day adds to the log on average, and the standard deviation it adds.
pub(super) fn gbm_step(drift: f64, volatility: f64) -> (f64, f64) {
    (drift - 0.5 * volatility * volatility, volatility)
}

#[cfg(test)]
pub(super) mod tests;
