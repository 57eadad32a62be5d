//! Does the price return to a level at all, and how fast? Near a speed of 0 the likelihood ratio has
//! the law of Dickey and Fuller rather than chi-square, so it is simulated: at the very dates, from
//! the process that fits best at the speed in question.

use libm::{exp, log};

use super::history::History;
use super::line::{edge, highest};
use super::models::{PriceFit, Process, jumping_at};
use super::{CHI95, Estimate};

/// What the data say of the speed of return [1/yr].
#[derive(Clone, Debug, PartialEq)]
pub struct Reversion {
    /// The speed, its interval that of the profile likelihood.
    pub speed: Estimate,
    /// Probability of a likelihood ratio as high as the one seen where the price returns to nothing;
    /// none where it was not simulated.
    pub unit_root: Option<f64>,
}

/// Speeds looked at before the best is searched between two of them.
const GRID: usize = 24;

/// The range of speeds that such a history can tell: from a return that takes 50 times its length to
/// one that is over long before the next observation.
fn range(history: &History) -> (f64, f64) {
    let years = history.years();
    (0.02 / years, 15.0 * history.count() as f64 / years)
}

/// The speed of the process without jumps that fits best.
pub(super) fn best_speed(history: &History) -> f64 {
    let (low, high) = range(history);
    let ratio = log(high / low) / (GRID - 1) as f64;
    let at = |i: usize| low * exp(ratio * i as f64);
    let value = |log_speed: f64| history.profile(exp(log_speed));
    let heights: Vec<f64> = (0..GRID).map(|i| history.profile(at(i))).collect();
    let top = (0..GRID).max_by(|&a, &b| heights[a].total_cmp(&heights[b]));
    let top = top.unwrap_or(0);
    let bounds = (at(top.saturating_sub(1)), at((top + 1).min(GRID - 1)));
    let best = exp(highest(&value, log(bounds.0), log(bounds.1), 30));
    if history.profile(best) > history.profile(0.0) {
        best
    } else {
        0.0
    }
}

/// Twice the log of how much less likely the history is at a speed than at the best.
fn ratio(history: &History, speed: f64) -> f64 {
    2.0 * (history.profile(best_speed(history)) - history.profile(speed))
}

/// The share of simulated histories whose ratio at a speed is as high as the one seen.
fn share_above(history: &History, speed: f64, seen: f64, normals: &[Vec<f64>]) -> f64 {
    let process = history.at_speed(speed);
    let mut other = history.clone();
    let above = normals.iter().filter(|normals| {
        other.simulate(&process, normals);
        ratio(&other, speed) >= seen
    });
    // The history itself counts among those as extreme (Davison and Hinkley, 1997).
    (above.count() + 1) as f64 / (normals.len() + 1) as f64
}

/// The speed of a process without jumps with its 95 % interval: all speeds whose likelihood ratio is
/// below what 95 % of histories simulated at that speed have.
///
/// # Source
/// Hansen (1999), "The grid bootstrap and the autoregressive model".
#[must_use]
pub fn reversion(
    history: &History,
    fit: &PriceFit,
    simulations: usize,
    normal: &mut dyn FnMut() -> f64,
) -> Reversion {
    let best = fit.process.speed;
    if fit.kind.jumps() {
        return profiled(history, fit);
    }
    let mut one = |_| (0..history.count()).map(|_| normal()).collect();
    let normals: Vec<Vec<f64>> = (0..simulations).map(&mut one).collect();
    let chance = |speed: f64| {
        let seen = 2.0 * (fit.log_likelihood - history.profile(speed));
        share_above(history, speed, seen, &normals)
    };
    let (least, most) = range(history);
    let unit_root = chance(0.0);
    let low = if unit_root > 0.05 {
        0.0
    } else {
        exp(edge(
            &mut |s| chance(exp(s)) > 0.05,
            log(best),
            log(least),
            9,
        ))
    };
    let high = if chance(most) > 0.05 {
        f64::INFINITY
    } else {
        exp(edge(
            &mut |s| chance(exp(s)) > 0.05,
            log(best.max(least)),
            log(most),
            9,
        ))
    };
    Reversion {
        speed: Estimate {
            interval: Some((low, high)),
            ..fit.speed.unwrap_or(Estimate::plain(best, None))
        },
        unit_root: Some(unit_root),
    }
}

/// The same of a process with jumps, by the chi-square law: a little too narrow near 0.
fn profiled(history: &History, fit: &PriceFit) -> Reversion {
    let near: &Process = &fit.process;
    let inside = |speed: f64| 2.0 * (fit.log_likelihood - jumping_at(history, speed, near)) < CHI95;
    let (least, most) = range(history);
    let best = near.speed.max(least);
    let low = if inside(0.0) {
        0.0
    } else {
        exp(edge(&mut |s| inside(exp(s)), log(best), log(least), 12))
    };
    let high = if inside(most) {
        f64::INFINITY
    } else {
        exp(edge(&mut |s| inside(exp(s)), log(best), log(most), 12))
    };
    Reversion {
        speed: Estimate {
            interval: Some((low, high)),
            ..fit.speed.unwrap_or(Estimate::plain(best, None))
        },
        unit_root: None,
    }
}

#[cfg(test)]
mod tests;
