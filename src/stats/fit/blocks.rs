//! How long the blocks are in which a history is best drawn again.

use libm::{cbrt, ceil, log10, sqrt};

use super::history::History;

/// Mean block length for a stationary bootstrap.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Blocks {
    /// In steps of the history.
    pub steps: f64,
    /// In days, by the mean gap; 1 or more.
    pub days: f64,
    /// True where a longer one is wanted than the history allows: 3 roots of its steps, at most a third of it.
    pub capped: bool,
}

/// The block length that makes the variance of a mean least wrong, of the log returns in order of time
/// as if their gaps were alike.
///
/// # Source
/// Politis and White (2004), "Automatic block-length selection for the dependent bootstrap", as corrected by
/// Patton, Politis and White (2009); the last lag that counts as in the code of these authors.
#[must_use]
pub fn block_length(history: &History) -> Blocks {
    let step = |&at: &usize| history.steps[at].to - history.steps[at].from;
    let returns: Vec<f64> = history.order.iter().map(step).collect();
    let (steps, capped) = best(&returns);
    let gap_days = 365.0 * history.years() / history.count() as f64;
    Blocks {
        steps,
        days: (steps * gap_days).max(1.0),
        capped,
    }
}

fn best(values: &[f64]) -> (f64, bool) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let apart: Vec<f64> = values.iter().map(|x| x - mean).collect();
    let lags = lags(&apart);
    let (mut bias, mut spectrum) = (0.0, covariance(&apart, 0));
    for lag in 1..=lags {
        // A flat top: the nearer half of the lags counts in full, the others less and less.
        let share = lag as f64 / lags as f64;
        let weight = if share <= 0.5 {
            1.0
        } else {
            2.0 * (1.0 - share)
        };
        let twice = 2.0 * weight * covariance(&apart, lag);
        bias += twice * lag as f64;
        spectrum += twice;
    }
    let most = ceil((3.0 * sqrt(n)).min(n / 3.0));
    let length = cbrt(bias * bias / (spectrum * spectrum) * n);
    // Where the spectrum at 0 is 0, any block is too short.
    let length = if length.is_finite() { length } else { most };
    (length.clamp(1.0, most), length > most)
}

/// How many lags count: twice the first of some in a row that nobody could tell from 0.
fn lags(apart: &[f64]) -> usize {
    let n = apart.len() as f64;
    let row = (log10(n) as usize).max(5);
    let most = ceil(sqrt(n)) as usize + row;
    let limit = 2.0 * sqrt(log10(n) / n);
    let mut quiet = 0;
    for lag in 1..most.min(apart.len() - 1) {
        quiet = if correlation(apart, lag) < limit {
            quiet + 1
        } else {
            0
        };
        if quiet == row {
            return (2 * (lag + 1 - row)).clamp(2, most).min(apart.len() - 1);
        }
    }
    most.min(apart.len() - 1)
}

fn covariance(apart: &[f64], lag: usize) -> f64 {
    product(apart, lag) / apart.len() as f64
}

fn product(apart: &[f64], lag: usize) -> f64 {
    let pairs = apart[lag..].iter().zip(apart);
    pairs.map(|(late, early)| late * early).sum()
}

/// Size of the correlation of what is not at the ends.
fn correlation(apart: &[f64], lag: usize) -> f64 {
    let square = |values: &[f64]| values.iter().map(|x| x * x).sum::<f64>();
    let n = apart.len();
    let both = square(&apart[(lag + 1).min(n - 1)..]) * square(&apart[..n - lag - 1]);
    (product(apart, lag) / sqrt(both)).abs()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::coverage::SplitMix64;
    use crate::stats::normal::upper_quantile;

    /// An autoregression of uniforms by Park and Miller's generator, which any language can repeat.
    fn series(n: usize, phi: f64, seed: u64) -> Vec<f64> {
        let (mut word, mut last) = (seed, 0.0);
        let mut one = || {
            word = word * 16_807 % 2_147_483_647;
            last = phi * last + word as f64 / 2_147_483_647.0 - 0.5;
            last
        };
        (0..n).map(|_| one()).collect()
    }

    #[test]
    fn the_length_is_that_of_another_program() {
        // `optimal_block_length` of arch 8.0.0 (Python), column `stationary`.
        for (n, phi, seed, expected) in [
            (60, 0.5, 1, 2.622_703_463_913_061),
            (125, 0.0, 2, 1.061_054_618_686_650_6),
            (400, 0.8, 3, 17.568_281_352_904_066),
            (1000, -0.4, 4, 15.046_186_516_339_89),
        ] {
            let (found, capped) = best(&series(n, phi, seed));
            assert!(!capped && (found / expected - 1.0).abs() < 1e-9, "{found}");
        }
    }

    #[test]
    fn of_a_long_autoregression_it_is_the_closed_form() {
        // (2 phi / (1 - phi^2))^(2/3) n^(1/3), from the autocovariances phi^k; mean of 20 series.
        let (phi, n) = (0.7, 20_000_u16);
        let mut random = SplitMix64(51);
        let mut one = |_| {
            let mut last = 0.0;
            let values: Vec<f64> = (0..n)
                .map(|_| {
                    last = phi * last + upper_quantile(random.uniform());
                    last
                })
                .collect();
            best(&values).0 / 20.0
        };
        let found: f64 = (0..20).map(&mut one).sum();
        let expected = cbrt(f64::from(n)) * cbrt((2.0 * phi / (1.0 - phi * phi)).powi(2));
        assert!((found / expected - 1.0).abs() < 0.1, "{found} {expected}");
    }

    #[test]
    fn what_takes_every_move_back_wants_longer_blocks_than_it_allows() {
        let alternating: Vec<f64> = (0..200).map(|i| f64::from(i % 2)).collect();
        let (length, capped) = best(&alternating);
        assert!(capped && (length - 43.0).abs() < 1e-9, "{length}");
    }
}
