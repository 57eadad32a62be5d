//! Controls: what an index was over a part of the books, less what its law says to expect of it given
//! the trial's parameters. Their mean is 0 by construction, so that what a measure owes to a lucky
//! run of prices can be taken out of its mean.

use super::Space;
use super::index::{gbm_step, ou_step, speed};
use crate::engine::prepare::scalar;
use crate::engine::wide::Wide;
use crate::id::{IndexId, Table};
use crate::model::{IndexProcess, Scalar};
use crate::plan::{CONTROLS_AN_INDEX, IndexPlan, JumpPlan, Plan};
use crate::random::exponentials;

/// The controls of all trials: those of an index one after the other.
#[inline(always)]
pub(crate) fn draw_controls<const N: usize>(
    controls: &mut Vec<Wide<N>>,
    paths: &Table<IndexId, Vec<Wide<N>>>,
    plan: &Plan,
    parameters: &[Vec<f64>],
    space: &mut Space,
) {
    let controlled = &plan.columns.controls;
    controls.clear();
    controls.resize(controlled.len() * CONTROLS_AN_INDEX, Wide::ZERO);
    for (own, &id) in controls.chunks_mut(CONTROLS_AN_INDEX).zip(controlled) {
        for (k, parameters) in parameters.iter().enumerate() {
            let expected = &mut space.draws;
            expected.resize(plan.days as usize, 0.0);
            expect(expected, &mut space.uniforms, &plan.indices[id], parameters);
            for (part, control) in own.iter_mut().enumerate() {
                let days = part_of(plan, part);
                let length = days.len() as f64;
                let seen = &paths[id][days.clone()];
                let (seen, expected) = (seen.iter(), &expected[days]);
                let beyond = seen.zip(expected).map(|(seen, mean)| seen[k] - mean);
                control[k] = beyond.sum::<f64>() / length;
            }
        }
    }
}

/// Days of one of as many parts of the books as an index has controls.
fn part_of(plan: &Plan, part: usize) -> std::ops::Range<usize> {
    let (first, days) = (plan.warmup as usize, (plan.days - plan.warmup) as usize);
    let edge = |part: usize| first + days * part / CONTROLS_AN_INDEX;
    edge(part)..edge(part + 1)
}

/// The mean of an index on each day, given the parameters.
///
/// # Source
/// The mean of a log-normal variable, exp(m + v / 2), times that of the jumps that are left of each
/// day: exp(rate (M(keep^i) - 1)) of those i days ago, M the moment generating function of their
/// normal size (a compound Poisson variable's).
#[inline(always)]
fn expect(expected: &mut [f64], space: &mut Vec<f64>, index: &IndexPlan, parameters: &[f64]) {
    let value = |s: &Scalar| scalar(s, parameters);
    let (start, level, keep, drift, sd) = match &index.process {
        IndexProcess::LogOu {
            start,
            level,
            reversion,
            volatility,
        } => {
            let (keep, sd) = ou_step(speed(reversion, parameters), value(volatility));
            (value(start), libm::log(value(level)), keep, 0.0, sd)
        }
        IndexProcess::Gbm {
            start,
            drift,
            volatility,
        } => {
            let (drift, sd) = gbm_step(value(drift), value(volatility));
            (value(start), 0.0, 1.0, drift, sd)
        }
        // The plan controls no others.
        _ => return,
    };
    let (mut deviation, mut variance) = (libm::log(start) - level, 0.0);
    for (day, log) in expected.iter_mut().enumerate() {
        *log = level + deviation + drift * day as f64 + 0.5 * variance;
        deviation *= keep;
        variance = variance * keep * keep + sd * sd;
    }
    if let Some(jumps) = &index.jumps {
        add_jumps(expected, space, jumps, keep, parameters);
    }
    exponentials(expected);
}

#[inline(always)]
fn add_jumps(
    logs: &mut [f64],
    space: &mut Vec<f64>,
    jumps: &JumpPlan,
    keep: f64,
    parameters: &[f64],
) {
    let rate = scalar(&jumps.rate, parameters);
    let law = jumps.size.law.map(&mut |s| scalar(s, parameters));
    let normal = if jumps.is_factor {
        law.normal_log()
    } else {
        law.normal()
    };
    // The plan controls no index with other jumps.
    let Some((mean, sd)) = normal else { return };
    space.resize(space.len().max(logs.len()), 0.0);
    let growth = &mut space[..logs.len()];
    let mut left = 1.0;
    for power in growth.iter_mut() {
        *power = left * (mean + 0.5 * sd * sd * left);
        left *= keep;
    }
    exponentials(growth);
    let mut sum = 0.0;
    for (log, generated) in logs.iter_mut().zip(growth) {
        *log += rate * sum;
        sum += *generated - 1.0;
    }
}

#[cfg(test)]
mod tests;
