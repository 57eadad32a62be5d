//! What planners believe of a demand: its plan times an error, one for each calendar month, whenever
//! that month is looked at.

use crate::calendar::DAYS_PER_YEAR;
use crate::engine::prepare::scalar;
use crate::model::{Forecast, Scalar};
use crate::random::{Stream, normal_quantile};

/// From one month to the next.
const MONTH_DAYS: f64 = DAYS_PER_YEAR / 12.0;

/// Puts what is believed in the place of what is planned, given the month of each day.
///
/// The log of a month's factor is a first-order autoregression in its steady state,
/// x' = k x + sqrt(1 - k^2) s z with k = 2^(-month / half-life) and s^2 = ln(1 + cv^2), and the factor
/// (1 + bias) e^(x - s^2 / 2), so that its mean is 1 + bias and its coefficient of variation cv.
pub(super) fn misjudge(
    planned: &mut [f64],
    error: &Forecast,
    month_of: &[u32],
    parameters: &[f64],
    stream: Stream,
) {
    let value = |s: &Scalar| scalar(s, parameters);
    let (cv, half_life) = (value(&error.cv), value(&error.half_life_days));
    let variance = libm::log1p(cv * cv);
    let sd = variance.sqrt();
    let keep = if half_life > 0.0 {
        libm::exp2(-MONTH_DAYS / half_life)
    } else {
        0.0
    };
    let fresh = (1.0 - keep * keep).sqrt();
    let mean = 1.0 + value(&error.bias);
    let (mut month, mut log, mut factor) = (None, 0.0, mean);
    for (rate, &of) in planned.iter_mut().zip(month_of) {
        if month != Some(of) {
            if sd > 0.0 {
                let z = normal_quantile(stream.uniform(u64::from(of)));
                log = if month.is_none() {
                    z
                } else {
                    keep * log + fresh * z
                };
                factor = mean * libm::exp(sd * log - 0.5 * variance);
            }
            month = Some(of);
        }
        *rate *= factor;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::StreamKey;

    /// Factors of so many months of a day each, of so many trials.
    fn factors(bias: f64, cv: f64, half_life_days: f64, months: u32, trials: u64) -> Vec<Vec<f64>> {
        let error = Forecast {
            bias: Scalar::fixed(bias),
            cv: Scalar::fixed(cv),
            half_life_days: Scalar::fixed(half_life_days),
        };
        let month_of: Vec<u32> = (0..months).collect();
        let trial = |trial| {
            let mut planned = vec![1.0; months as usize];
            let stream = Stream::new(1, trial, StreamKey::of("demand.cars.forecast"));
            misjudge(&mut planned, &error, &month_of, &[], stream);
            planned
        };
        (1..=trials).map(trial).collect()
    }

    #[test]
    fn a_bias_alone_is_the_same_in_every_month_and_no_error_is_none() {
        for bias in [0.0, 0.25, -0.5] {
            let found = factors(bias, 0.0, 90.0, 5, 1);
            assert_eq!(found, [vec![1.0 + bias; 5]]);
        }
    }

    #[test]
    fn months_share_a_factor_however_long_they_are() {
        let error = Forecast {
            bias: Scalar::default(),
            cv: Scalar::fixed(0.3),
            half_life_days: Scalar::fixed(60.0),
        };
        let stream = || Stream::new(1, 1, StreamKey::of("demand.cars.forecast"));
        let mut planned = [1.0, 2.0, 1.0, 4.0];
        misjudge(&mut planned, &error, &[0, 0, 1, 1], &[], stream());
        assert!((planned[1] - 2.0 * planned[0]).abs() < 1e-12);
        assert!((planned[3] - 4.0 * planned[2]).abs() < 1e-12);
        assert!((planned[2] - planned[0]).abs() > 1e-3);
    }

    /// The first and the tenth month have the mean and the coefficient of variation that are asked
    /// for; logs a month apart correlate by half of one where the half-life is a month, and half of
    /// that two months apart. Bounds are four standard errors of 40,000 trials.
    #[test]
    fn the_error_has_the_moments_and_the_memory_that_are_written() {
        const TRIALS: u64 = 40_000;
        let (bias, cv) = (0.1, 0.25);
        let all = factors(bias, cv, MONTH_DAYS, 10, TRIALS);
        let n = TRIALS as f64;
        let mean_of = |f: &dyn Fn(&[f64]) -> f64| all.iter().map(|x| f(x)).sum::<f64>() / n;
        let s2 = libm::log1p(cv * cv);
        for month in [0, 9] {
            let mean = mean_of(&|x| x[month]);
            assert!((mean - 1.1).abs() < 4.0 * 1.1 * cv / n.sqrt(), "{mean}");
            let var = mean_of(&|x| (x[month] - mean).powi(2));
            // The kurtosis of this log-normal law is below 5.
            let tolerance = 4.0 * (1.1 * cv).powi(2) * (4.0 / n).sqrt();
            assert!((var - (1.1 * cv).powi(2)).abs() < tolerance, "{var}");
        }
        let log = |x: f64| libm::log(x / (1.0 + bias)) + 0.5 * s2;
        for (lag, by_hand) in [(1, 0.5), (2, 0.25), (5, 0.03125)] {
            let found = mean_of(&|x| log(x[3]) * log(x[3 + lag])) / s2;
            assert!((found - by_hand).abs() < 4.0 * (1.25 / n).sqrt(), "{found}");
        }
        let anew = factors(0.0, cv, 0.0, 2, TRIALS);
        let log = |x: f64| libm::log(x) + 0.5 * s2;
        let apart = anew.iter().map(|x| log(x[0]) * log(x[1])).sum::<f64>() / n / s2;
        assert!(apart.abs() < 4.0 / n.sqrt(), "{apart}");
    }
}
