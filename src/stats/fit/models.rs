//! The processes a price may follow, each at its highest likelihood.

use libm::{exp, log};

use super::curvature::{covariance, standard_error};
use super::history::History;
use super::jumps::{JumpLaw, starts};
use super::profile::interval;
use super::reversion::best_speed;
use super::simplex::lowest;
use super::{Estimate, akaike};

/// A process of the log price x: dx = (drift - speed (x - first)) dt + volatility dW + jumps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Process {
    /// Speed of return to the level [1/yr]; 0 for none.
    pub speed: f64,
    /// Of the log price at the first price [1/yr].
    pub drift: f64,
    /// Of the log price [1/sqrt(yr)].
    pub volatility: f64,
    /// Jumps, where it has any.
    pub jumps: Option<JumpLaw>,
}

/// Which process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Geometric Brownian motion.
    Gbm,
    /// Returns to a level on the logarithm.
    LogOu,
    /// Geometric Brownian motion with jumps.
    GbmJumps,
    /// Returns to a level, with jumps.
    LogOuJumps,
}

impl Kind {
    /// All of them, the plainest first.
    pub const ALL: [Self; 4] = [Self::Gbm, Self::LogOu, Self::GbmJumps, Self::LogOuJumps];

    /// True where the price returns to a level.
    #[must_use]
    pub fn returns(self) -> bool {
        matches!(self, Self::LogOu | Self::LogOuJumps)
    }

    /// True where it jumps.
    #[must_use]
    pub fn jumps(self) -> bool {
        matches!(self, Self::GbmJumps | Self::LogOuJumps)
    }
}

/// A process at its highest likelihood.
#[derive(Clone, Debug, PartialEq)]
pub struct PriceFit {
    /// Which process.
    pub kind: Kind,
    /// Its numbers.
    pub process: Process,
    /// Log of the density of the log prices, given the first.
    pub log_likelihood: f64,
    /// How many numbers were estimated.
    pub parameters: usize,
    /// Drift of the price's mean [1/yr], jumps apart; where it returns to no level.
    pub drift: Option<Estimate>,
    /// Speed of return [1/yr].
    pub speed: Option<Estimate>,
    /// Median to which it returns, in the unit of the prices.
    pub level: Option<Estimate>,
    /// Of the log price [1/sqrt(yr)].
    pub volatility: Estimate,
    /// Rate a year, mean and standard deviation of jumps; see [`jump_intervals`] where they mingle with
    /// the noise.
    pub jumps: Option<[Estimate; 3]>,
    /// Correlation of neighbouring innovations of the process without its jumps: 0 in all of these
    /// processes.
    pub memory: f64,
}

impl PriceFit {
    /// Akaike's criterion.
    #[must_use]
    pub fn aic(&self) -> f64 {
        akaike(self.log_likelihood, self.parameters)
    }
}

/// Fits a process.
#[must_use]
pub fn fit_price(history: &History, kind: Kind) -> PriceFit {
    let speed = if kind.returns() {
        best_speed(history)
    } else {
        0.0
    };
    let smooth = history.at_speed(speed);
    let process = if kind.jumps() {
        with_jumps(history, &smooth, kind.returns())
    } else {
        smooth
    };
    told(
        history,
        kind,
        process,
        lag_correlation(&history.innovations(&smooth)),
    )
}

/// The process with jumps that fits best, from the best of several starts.
fn with_jumps(history: &History, smooth: &Process, returns: bool) -> Process {
    let chart = Chart {
        history,
        returns,
        floor: 0.05 * history.at_speed(0.0).volatility,
    };
    let starts: Vec<Vec<f64>> = starts(history, smooth)
        .iter()
        .map(|start| chart.point(start))
        .collect();
    let found = chart.process(&lowest(&|w| chart.cost(w), &starts, 0.4).0);
    // A return that takes a thousand times as long as was watched is none.
    let speed = if found.speed * history.years() > 1e-3 {
        found.speed
    } else {
        0.0
    };
    Process { speed, ..found }
}

/// The best fit with jumps at a speed of return, and its log-likelihood.
pub(super) fn jumping_at(history: &History, speed: f64, near: &Process) -> f64 {
    let chart = Chart {
        history,
        returns: false,
        floor: 0.05 * history.at_speed(0.0).volatility,
    };
    let level = near.drift / near.speed.max(1e-6);
    let start = Process {
        drift: if near.speed > 1e-6 {
            level * speed
        } else {
            near.drift
        },
        ..*near
    };
    let at = |w: &[f64]| Process {
        speed,
        ..chart.process(w)
    };
    let cost = |w: &[f64]| chart.cost_of(&at(w));
    -lowest(&cost, &[chart.point(&start)], 0.2).1
}

/// The numbers of a process as they are searched: without bounds and of like size.
struct Chart<'a> {
    history: &'a History,
    returns: bool,
    /// Least volatility: the likelihood of a mixture has no top where one of its parts may shrink
    /// onto a single step.
    floor: f64,
}

impl Chart<'_> {
    fn point(&self, process: &Process) -> Vec<f64> {
        let mut w = vec![process.drift, log(process.volatility)];
        if self.returns {
            w.push(process.speed * self.history.years());
        }
        if let Some(jumps) = &process.jumps {
            w.extend([log(jumps.rate), jumps.mean, log(jumps.sd)]);
        }
        w
    }

    fn process(&self, w: &[f64]) -> Process {
        let rest = &w[2 + usize::from(self.returns)..];
        Process {
            drift: w[0],
            volatility: exp(w[1]),
            speed: if self.returns {
                w[2] / self.history.years()
            } else {
                0.0
            },
            jumps: match rest {
                [rate, mean, sd] => Some(JumpLaw {
                    rate: exp(*rate),
                    mean: *mean,
                    sd: exp(*sd),
                }),
                _ => None,
            },
        }
    }

    /// The negative log-likelihood; infinite where nobody is to look.
    fn cost(&self, w: &[f64]) -> f64 {
        self.cost_of(&self.process(w))
    }

    fn cost_of(&self, process: &Process) -> f64 {
        // More than three jumps a step on average are no jumps any more but noise.
        let most = 3.0 * self.history.count() as f64 / self.history.years();
        let sane = |jumps: &JumpLaw| jumps.rate < most && jumps.sd > 0.2 * self.floor * 0.1;
        if process.speed < 0.0 || process.volatility < self.floor && process.jumps.is_some() {
            return f64::INFINITY;
        }
        if process.jumps.as_ref().is_some_and(|jumps| !sane(jumps)) {
            return f64::INFINITY;
        }
        -self.history.log_likelihood(process)
    }
}

/// Puts standard errors beside the numbers.
fn told(history: &History, kind: Kind, process: Process, memory: f64) -> PriceFit {
    // Where the speed is at its bound, the others are told as if it were known to be 0.
    let inner = process.speed * history.years() > 1e-3;
    let chart = Chart {
        history,
        returns: inner,
        floor: 0.0,
    };
    let w = chart.point(&process);
    let v = covariance(&|w| chart.cost(w), &w);
    let se = |of: &dyn Fn(&Process) -> f64| {
        v.as_ref()
            .and_then(|v| standard_error(&|w| of(&chart.process(w)), &w, v))
    };
    let jump = |of: fn(&JumpLaw) -> f64| se(&|p: &Process| p.jumps.as_ref().map_or(0.0, of));
    let mean_drift = |p: &Process| p.drift + 0.5 * p.volatility * p.volatility;
    let price = |log: f64| exp(history.first + log);
    let level = |p: &Process| price(p.drift / p.speed);
    let returning = |estimate: Estimate| kind.returns().then_some(estimate);
    PriceFit {
        kind,
        process,
        log_likelihood: history.log_likelihood(&process),
        parameters: 2 + usize::from(kind.returns()) + 3 * usize::from(kind.jumps()),
        drift: (!inner).then(|| Estimate::plain(mean_drift(&process), se(&mean_drift))),
        speed: returning(Estimate::plain(
            process.speed,
            if inner { se(&|p| p.speed) } else { None },
        )),
        level: if inner && kind.returns() {
            Some(Estimate::positive(level(&process), se(&level)))
        } else {
            None
        },
        volatility: Estimate::positive(process.volatility, se(&|p| p.volatility)),
        jumps: process.jumps.map(|jumps| {
            [
                Estimate::positive(jumps.rate, jump(|j| j.rate)),
                Estimate::plain(jumps.mean, jump(|j| j.mean)),
                Estimate::positive(jumps.sd, jump(|j| j.sd)),
            ]
        }),
        memory,
    }
}

/// Rate, mean and standard deviation of jumps with intervals of the profile likelihood: where jumps
/// mingle with the noise the likelihood is lopsided, and symmetric intervals are too narrow.
#[must_use]
pub fn jump_intervals(history: &History, fit: &PriceFit) -> Option<[Estimate; 3]> {
    let [rate, mean, sd] = fit.jumps?;
    let chart = Chart {
        history,
        returns: fit.process.speed * history.years() > 1e-3,
        floor: 0.05 * history.at_speed(0.0).volatility,
    };
    let top = chart.point(&fit.process);
    let first = top.len() - 3;
    let of = |at: usize, estimate: Estimate, unit: f64, from: fn(f64) -> f64| {
        let scale = estimate.se.map_or(0.5, |se| (se / unit).min(1.0));
        let (low, high) = interval(&|w| chart.cost(w), &top, first + at, scale);
        Estimate {
            interval: Some((from(low), from(high))),
            ..estimate
        }
    };
    Some([
        of(0, rate, rate.value, exp),
        of(1, mean, 1.0, |mean| mean),
        of(2, sd, sd.value, exp),
    ])
}

/// Correlation of each number with the next.
fn lag_correlation(values: &[f64]) -> f64 {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let square: f64 = values.iter().map(|x| (x - mean) * (x - mean)).sum();
    let cross: f64 = values
        .windows(2)
        .map(|x| (x[0] - mean) * (x[1] - mean))
        .sum();
    cross / square
}

#[cfg(test)]
pub(in crate::stats::fit) mod tests;
