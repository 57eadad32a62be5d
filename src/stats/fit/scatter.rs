//! A price that has one level and scatters about it: what a `constant` index leaves out.

use libm::{exp, log, sqrt};

use super::history::History;
use super::{Estimate, akaike};

/// Log prices that are independent and normal about one level: the end of a return that is ever quicker.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scatter {
    /// Median price, in the unit of the prices.
    pub level: Estimate,
    /// Standard deviation of the log price.
    pub spread: Estimate,
    /// Log of the density of the log prices after the first, which is given as in all processes.
    pub log_likelihood: f64,
}

impl Scatter {
    /// Level and spread.
    pub const PARAMETERS: usize = 2;

    /// Akaike's criterion.
    #[must_use]
    pub fn aic(&self) -> f64 {
        akaike(self.log_likelihood, Self::PARAMETERS)
    }
}

/// The level of a price and how it scatters, in closed form.
#[must_use]
pub fn scatter(history: &History) -> Scatter {
    let n = history.count() as f64;
    let logs = || history.steps.iter().map(|step| step.to);
    let mean = logs().sum::<f64>() / n;
    let variance = logs().map(|x| (x - mean) * (x - mean)).sum::<f64>() / n;
    let (level, spread) = (exp(history.first + mean), sqrt(variance));
    Scatter {
        level: Estimate::positive(level, Some(level * spread / sqrt(n))),
        spread: Estimate::positive(spread, Some(spread / sqrt(2.0 * n))),
        log_likelihood: -0.5 * n * (log(std::f64::consts::TAU * variance) + 1.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::coverage::SplitMix64;
    use crate::stats::fit::Process;
    use crate::stats::normal::upper_quantile;

    fn scattered(random: &mut SplitMix64, count: u32) -> History {
        let mut price = || 12.0 * exp(0.2 * upper_quantile(random.uniform()));
        let points: Vec<(f64, f64)> = (0..count).map(|i| (f64::from(i), price())).collect();
        History::new(&points).unwrap()
    }

    #[test]
    fn it_is_a_return_that_is_over_before_the_next_price() {
        let history = scattered(&mut SplitMix64(61), 40);
        let found = scatter(&history);
        let speed = 50.0;
        let quick = Process {
            speed,
            drift: speed * (log(found.level.value) - history.first),
            volatility: found.spread.value * sqrt(2.0 * speed),
            jumps: None,
        };
        let apart = history.log_likelihood(&quick) - found.log_likelihood;
        assert!(apart.abs() < 1e-9, "{apart}");
    }

    #[test]
    fn its_intervals_cover_as_often_as_they_say() {
        let mut random = SplitMix64(62);
        let (mut level, mut spread) = (0, 0);
        for _ in 0..2_000 {
            let found = scatter(&scattered(&mut random, 101));
            let covers = |estimate: Estimate, truth: f64| {
                let (low, high) = estimate.interval.unwrap();
                u32::from(low <= truth && truth <= high)
            };
            level += covers(found.level, 12.0);
            spread += covers(found.spread, 0.2);
        }
        // 95 % of 2,000 with a thousandth to each side, and a percent of coverage besides for 100 prices
        // standing in for infinitely many.
        for count in [level, spread] {
            assert!((1_848..=1_948).contains(&count), "{level} {spread}");
        }
    }
}
