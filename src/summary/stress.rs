//! What stress tests say: how long a variant goes on as if nothing had happened, how long it takes
//! until it is as if nothing had, and what is not served in between.

use super::CONFIDENCE;
use crate::outcome::{Cover, Stress, Struck};
use crate::stats::{Moments, wilson};

/// Levels of the quantiles of times.
const LEVELS: [f64; 3] = [0.05, 0.5, 0.95];

/// A probability or mean with its 95 % interval.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Estimate {
    /// The estimate.
    pub mean: Option<f64>,
    /// Lower end, by Student's t or, for a probability, Wilson's score.
    pub lo95: Option<f64>,
    /// Upper end.
    pub hi95: Option<f64>,
}

/// A variant with something down for a while.
#[derive(Clone, Debug, PartialEq)]
pub struct StressRow {
    /// Id of the variant.
    pub variant: String,
    /// What was down.
    pub hit: String,
    /// For how many days.
    pub down_days: u32,
    /// Trials.
    pub trials: u64,
    /// Probability that service ever differs from the undisturbed.
    pub disturbed: Estimate,
    /// p5, p50 and p95 of the days to survive over all trials; `None` where such a trial survives for ever.
    pub survive: [Option<f64>; 3],
    /// Probability, among all trials, that service recovers before the horizon's end (or was never disturbed).
    pub recovered: Estimate,
    /// p5, p50 and p95 of the days to recover; `None` where such a trial does not before the end.
    pub recover: [Option<f64>; 3],
    /// Mean of what is not served on its day because of it, in mean days' demand.
    pub unserved_days: Estimate,
}

/// A stock's cover.
#[derive(Clone, Debug, PartialEq)]
pub struct CoverRow {
    /// Id of the variant.
    pub variant: String,
    /// The stock.
    pub stock: String,
    /// Mean over trials [d].
    pub days: Estimate,
}

/// Estimates of a stress test, in its order.
#[must_use]
pub fn stress(stress: &Stress) -> (Vec<StressRow>, Vec<CoverRow>) {
    let rows = stress.struck.iter().map(row).collect();
    (rows, stress.cover.iter().map(cover).collect())
}

fn row(struck: &Struck) -> StressRow {
    StressRow {
        variant: struck.variant.clone(),
        hit: struck.hit.clone(),
        down_days: struck.down_days,
        trials: struck.survive.len() as u64,
        disturbed: finite(&struck.survive),
        survive: LEVELS.map(|p| censored_quantile(&struck.survive, p)),
        recovered: finite(&struck.recover),
        recover: LEVELS.map(|p| censored_quantile(&struck.recover, p)),
        unserved_days: mean(&struck.unserved_days),
    }
}

fn cover(cover: &Cover) -> CoverRow {
    CoverRow {
        variant: cover.variant.clone(),
        stock: cover.stock.clone(),
        days: mean(&cover.days),
    }
}

fn mean(values: &[f64]) -> Estimate {
    let mut moments = Moments::default();
    moments.push_block(values);
    let (lo95, hi95) = moments.t_interval(CONFIDENCE).unzip();
    Estimate {
        mean: moments.mean(),
        lo95,
        hi95,
    }
}

/// How likely a time is to come.
fn finite(times: &[f64]) -> Estimate {
    let (hits, n) = (
        times.iter().filter(|t| t.is_finite()).count() as u64,
        times.len() as u64,
    );
    let (lo95, hi95) = wilson(hits, n, CONFIDENCE).unzip();
    Estimate {
        mean: (n > 0).then(|| hits as f64 / n as f64),
        lo95,
        hi95,
    }
}

/// A quantile of times of which some never come: those are later than all others, and a quantile among
/// them is not known. In a straight line between neighbours, as elsewhere.
fn censored_quantile(times: &[f64], p: f64) -> Option<f64> {
    let mut sorted = times.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let at = p * sorted.len().checked_sub(1)? as f64;
    let below = sorted[at as usize];
    let above = sorted[libm::ceil(at) as usize];
    above
        .is_finite()
        .then(|| below + (above - below) * (at - libm::floor(at)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[allow(clippy::float_cmp, reason = "whole numbers")]
    fn a_quantile_among_those_that_never_come_is_not_known() {
        let times = [3.0, f64::INFINITY, 1.0, 2.0, f64::INFINITY];
        assert_eq!(censored_quantile(&times, 0.5), Some(3.0));
        assert_eq!(censored_quantile(&times, 0.25), Some(2.0));
        assert_eq!(censored_quantile(&times, 0.6), None);
        assert_eq!(censored_quantile(&[], 0.5), None);
        assert_eq!(finite(&times).mean, Some(0.6));
    }
}
