//! Two regimes that take turns, as `regimes` of an index do: each a geometric Brownian motion, or each
//! returning to a level of its own. Which of them rules is not seen and is filtered from the prices.

mod filter;
mod starts;

use libm::{exp, log};

use super::curvature::{covariance, standard_error};
use super::history::History;
use super::models::Process;
use super::profile::interval;
use super::reversion::best_speed;
use super::simplex::lowest;
use super::{Estimate, akaike};
use filter::{Filter, Turns};

/// What one of the regimes came to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Regime {
    /// Drift of the price's mean [1/yr]; where it returns to no level, or not that anyone could tell.
    pub drift: Option<Estimate>,
    /// Median to which it returns, in the unit of the prices.
    pub level: Option<Estimate>,
    /// Of the log price [1/sqrt(yr)].
    pub volatility: Estimate,
    /// Mean stay [days], its interval that of the profile likelihood.
    pub stay_days: Estimate,
}

/// Two regimes at their highest likelihood, the calmer first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RegimeFit {
    /// What they came to.
    pub regimes: [Regime; 2],
    /// Speed of return [1/yr], one for both; where they return.
    pub speed: Option<Estimate>,
    /// Log of the density of the log prices, given the first.
    pub log_likelihood: f64,
    /// How many numbers were estimated.
    pub parameters: usize,
    /// Probability of the calmer on the last date.
    pub calm_now: f64,
    /// True where the calmer is as calm as it was allowed to be: its likelihood has no top.
    pub shrunk: bool,
    /// How often a regime is expected to have ended within the history.
    pub changes: f64,
}

impl RegimeFit {
    /// Akaike's criterion.
    #[must_use]
    pub fn aic(&self) -> f64 {
        akaike(self.log_likelihood, self.parameters)
    }
}

/// Fits two regimes; `returns` says whether to levels.
///
/// # Source
/// Hamilton (1989), "A new approach to the economic analysis of nonstationary time series and the
/// business cycle".
#[must_use]
pub fn fit_regimes(history: &History, returns: bool) -> RegimeFit {
    let chart = Chart::new(history, returns);
    let found = chart.best();
    told(&chart, &chart.point(&found.calmer_first()))
}

/// The numbers of two regimes as they are searched.
struct Chart<'a> {
    history: &'a History,
    filter: Filter<'a>,
    returns: bool,
    /// Least volatility: the likelihood has no top where a regime may shrink onto a single step.
    floor: f64,
}

/// Shortest mean stay [days]: two that are shorter change places from day to day, which no price can tell.
const SHORTEST: f64 = 2.0;
/// Where the stays stand among the searched numbers.
const STAYS: usize = 4;

impl<'a> Chart<'a> {
    fn new(history: &'a History, returns: bool) -> Self {
        Self {
            history,
            filter: Filter::new(history),
            returns,
            floor: 0.05 * history.at_speed(0.0).volatility,
        }
    }

    /// Drifts, volatilities, stays and the speed of both.
    fn point(&self, turns: &Turns) -> Vec<f64> {
        let mut w = turns.drift.to_vec();
        w.extend(turns.volatility.map(log));
        w.extend(turns.stay_days.map(log));
        if self.returns {
            w.push(turns.speed * self.history.years());
        }
        w
    }

    fn turns(&self, w: &[f64]) -> Turns {
        Turns {
            drift: [w[0], w[1]],
            volatility: [exp(w[2]), exp(w[3])],
            stay_days: [exp(w[STAYS]), exp(w[STAYS + 1])],
            speed: if self.returns {
                w[6] / self.history.years()
            } else {
                0.0
            },
        }
    }

    /// The negative log-likelihood; infinite where nobody is to look.
    fn cost(&self, w: &[f64]) -> f64 {
        let turns = self.turns(w);
        // A stay ten times as long as was watched never ends.
        let longest = 3_650.0 * self.history.years();
        let sane = |&days: &f64| days >= SHORTEST && days <= longest;
        if !turns.stay_days.iter().all(sane)
            || turns.volatility.iter().any(|v| *v < self.floor)
            || turns.speed < 0.0
        {
            return f64::INFINITY;
        }
        -self.filter.run(&turns).log_likelihood
    }

    /// The highest top that is found from the most likely of the starts.
    fn best(&self) -> Turns {
        let speed = if self.returns {
            best_speed(self.history)
        } else {
            0.0
        };
        let smooth: Process = self.history.at_speed(speed);
        let mut starts: Vec<(f64, Vec<f64>)> = starts::starts(self.history, &smooth)
            .iter()
            .map(|turns| self.point(turns))
            .map(|w| (self.cost(&w), w))
            .collect();
        starts.sort_by(|a, b| a.0.total_cmp(&b.0));
        let starts: Vec<Vec<f64>> = starts.into_iter().take(4).map(|(_, w)| w).collect();
        self.turns(&lowest(&|w| self.cost(w), &starts, 0.4).0)
    }
}

/// Puts standard errors and intervals beside the numbers.
fn told(chart: &Chart, w: &[f64]) -> RegimeFit {
    let turns = chart.turns(w);
    let levels = chart.returns && turns.speed * chart.history.years() > 1e-3;
    // Where the speed is at its bound, the others are told as if it were known to be 0.
    let inner = Chart::new(chart.history, levels);
    let point = inner.point(&turns);
    let v = covariance(&|w| inner.cost(w), &point);
    let se = |of: &dyn Fn(&Turns) -> f64| {
        v.as_ref()
            .and_then(|v| standard_error(&|w| of(&inner.turns(w)), &point, v))
    };
    let passed = chart.filter.run(&turns);
    let regime = |i: usize| Regime {
        drift: (!levels).then(|| {
            let mean = |t: &Turns| t.drift[i] + 0.5 * t.volatility[i] * t.volatility[i];
            Estimate::plain(mean(&turns), se(&mean))
        }),
        level: levels.then(|| {
            let level = |t: &Turns| exp(chart.history.first + t.drift[i] / t.speed);
            Estimate::positive(level(&turns), se(&level))
        }),
        volatility: Estimate::positive(turns.volatility[i], se(&|t| t.volatility[i])),
        stay_days: stay(chart, w, i, se(&|t: &Turns| t.stay_days[i])),
    };
    let of_speed = || se(&|t: &Turns| t.speed);
    let speed = chart
        .returns
        .then(|| returning(chart, w, levels, of_speed().filter(|_| levels)));
    RegimeFit {
        regimes: [regime(0), regime(1)],
        speed,
        log_likelihood: passed.log_likelihood,
        parameters: w.len(),
        calm_now: passed.calm,
        shrunk: turns.volatility[0] < 1.02 * chart.floor,
        changes: 730.0 * chart.history.years() / (turns.stay_days[0] + turns.stay_days[1]),
    }
}

/// A stay with its profile interval: few changes of regime make it lopsided.
fn stay(chart: &Chart, w: &[f64], regime: usize, se: Option<f64>) -> Estimate {
    let days = exp(w[STAYS + regime]);
    let scale = se.map_or(0.5, |se| (se / days).clamp(0.05, 1.0));
    let (low, high) = interval(&|w| chart.cost(w), w, STAYS + regime, scale);
    Estimate {
        value: days,
        se,
        interval: Some((exp(low).max(1.0), exp(high))),
    }
}

/// The speed with its profile interval; 0 without a standard error where it is at its bound.
fn returning(chart: &Chart, w: &[f64], inner: bool, se: Option<f64>) -> Estimate {
    let years = chart.history.years();
    let scale = se.map_or(1.0, |se| se * years);
    let (low, high) = interval(&|w| chart.cost(w), w, 6, scale);
    // An infinite low end is the edge at 0.
    Estimate {
        value: if inner { w[6] / years } else { 0.0 },
        se,
        interval: Some((low.max(0.0) / years, high / years)),
    }
}

#[cfg(test)]
mod tests;
