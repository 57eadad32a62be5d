//! Jumps between observations: their number is Poisson, their sizes are normal, so that a step is a
//! mixture of normal laws.

use libm::{exp, log, sqrt};

use super::history::{Decay, History, Step};
use super::models::Process;

/// Jumps of the logarithm of a price.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct JumpLaw {
    /// Jumps a year.
    pub rate: f64,
    /// Mean size.
    pub mean: f64,
    /// Standard deviation of sizes.
    pub sd: f64,
}

/// Jumps in one step that are reckoned with.
const MOST: usize = 40;

impl History {
    /// Log-likelihood of a process given the first price.
    ///
    /// # Source
    /// Merton (1976), "Option pricing when underlying stock returns are discontinuous". Where the price
    /// returns to a level, a jump is anywhere in its step and has decayed since: mean and variance of
    /// what is left of it are exact, its law is taken as normal (gaps are far shorter than half-lives).
    pub(super) fn log_likelihood(&self, process: &Process) -> f64 {
        let each = |(step, decay): (Step, Decay)| match &process.jumps {
            None => {
                let apart = step.to - step.from * decay.keep - process.drift * decay.drift;
                ln_normal(apart, process.volatility * process.volatility * decay.noise)
            }
            Some(jumps) => ln_mixture(step, decay, process, jumps),
        };
        self.decayed(process.speed).map(each).sum()
    }
}

fn ln_normal(apart: f64, variance: f64) -> f64 {
    -0.5 * (log(std::f64::consts::TAU * variance) + apart * apart / variance)
}

fn ln_mixture(step: Step, decay: Decay, process: &Process, jumps: &JumpLaw) -> f64 {
    let left = decay.drift / step.gap;
    let mean = jumps.mean * left;
    let square = (jumps.sd * jumps.sd + jumps.mean * jumps.mean) * decay.noise / step.gap;
    let variance = square - mean * mean;
    let expected = jumps.rate * step.gap;
    let apart = step.to - step.from * decay.keep - process.drift * decay.drift;
    let still = process.volatility * process.volatility * decay.noise;
    // Log of the sum of what so many jumps make as likely, the largest taken out.
    let (mut top, mut sum) = (f64::NEG_INFINITY, 0.0);
    let mut weight = -expected;
    for count in 0..MOST {
        let k = count as f64;
        if count > 0 {
            weight += log(expected / k);
        }
        let term = weight + ln_normal(apart - k * mean, still + k * variance);
        if term > top {
            sum = sum * exp(top - term) + 1.0;
            top = term;
        } else {
            sum += exp(term - top);
        }
        if k > expected && weight < top - 30.0 {
            break;
        }
    }
    top + log(sum)
}

/// Starting points: so large a share of the steps holds a jump, the largest of them.
pub(super) fn starts(history: &History, smooth: &Process) -> Vec<Process> {
    let innovations = history.innovations(smooth);
    let gap = history.years() / history.count() as f64;
    let start = |share: f64| {
        let mut sorted = innovations.clone();
        sorted.sort_by(|a, b| b.abs().total_cmp(&a.abs()));
        let count = ((share * sorted.len() as f64) as usize).clamp(2, sorted.len() - 2);
        let scale = smooth.volatility * sqrt(gap);
        let jumping = &sorted[..count];
        let mean = jumping.iter().sum::<f64>() / count as f64;
        let spread = jumping.iter().map(|z| (z - mean) * (z - mean)).sum::<f64>() / count as f64;
        let rest = &sorted[count..];
        let calm = rest.iter().map(|z| z * z).sum::<f64>() / rest.len() as f64;
        Process {
            volatility: smooth.volatility * sqrt(calm).max(0.2),
            jumps: Some(JumpLaw {
                rate: count as f64 / history.years(),
                mean: mean * scale,
                sd: sqrt(spread).max(0.3) * scale,
            }),
            ..*smooth
        }
    };
    [0.03, 0.12, 0.35].map(start).to_vec()
}
