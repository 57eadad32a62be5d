//! The geometric law: how many days pass without a breakdown.

use libm::{ceil, fabs, log1p, round};

/// Beyond this many trials the powers are rounded too much to settle a tie.
const TIES_UP_TO: f64 = 1_048_576.0;

/// The number of failures before the first success of independent trials with this chance each,
/// at a uniform strictly between 0 and 1: the smallest `k` with `1 - (1 - chance)^(k + 1)` at or
/// above the uniform. Infinite at a chance of 0 (or below), 0 at 1 (or above).
#[must_use]
pub fn geometric_quantile(uniform: f64, chance: f64) -> f64 {
    if chance <= 0.0 {
        return f64::INFINITY;
    }
    if chance >= 1.0 {
        return 0.0;
    }
    let trials = log1p(-uniform) / log1p(-chance);
    let nearest = round(trials).max(1.0);
    // Logarithms are rounded; at a step of the distribution the power itself decides.
    let tie = fabs(trials - nearest) < 1e-9 * nearest && nearest < TIES_UP_TO;
    if !tie {
        return ceil(trials) - 1.0;
    }
    let none_so_far = power(1.0 - chance, nearest as u32);
    if none_so_far <= 1.0 - uniform {
        nearest - 1.0
    } else {
        nearest
    }
}

/// By repeated squaring: exact where the result has 53 bits or fewer.
fn power(base: f64, exponent: u32) -> f64 {
    let (mut result, mut square, mut left) = (1.0, base, exponent);
    while left > 0 {
        if left % 2 == 1 {
            result *= square;
        }
        square *= square;
        left /= 2;
    }
    result
}

#[cfg(test)]
mod tests {
    use super::super::{Stream, StreamKey};
    use super::*;

    #[test]
    fn steps_of_the_distribution_belong_to_the_value_below_them() {
        for chance in [0.5, 0.25, 0.75, 0.125] {
            for k in 0..9 {
                let reached = 1.0 - power(1.0 - chance, k + 1);
                let k = f64::from(k);
                let beyond = reached + 0.5_f64.powi(53); // the next uniform that a stream can give
                assert_eq!(geometric_quantile(reached, chance), k, "{chance} {k}");
                assert_eq!(geometric_quantile(beyond, chance), k + 1.0, "{chance} {k}");
            }
        }
    }

    #[test]
    fn a_chance_of_nothing_never_comes_and_a_certainty_comes_at_once() {
        assert_eq!(geometric_quantile(0.3, 0.0), f64::INFINITY);
        assert_eq!(geometric_quantile(0.999, 1.0), 0.0);
        assert_eq!(geometric_quantile(1e-16, 0.2), 0.0);
        assert_eq!(geometric_quantile(1e-16, 1e-6), 0.0);
        // ln 2 / 1e-18, a number of trials no power can be checked against.
        let far = geometric_quantile(0.5, 1e-18);
        assert!((far / 6.931_471_805_599_453e17 - 1.0).abs() < 1e-12);
    }

    /// Mean (1 - p) / p of 100,000 draws, standard error sqrt(1 - p) / p / 316: a false alarm is
    /// 3.89 standard errors away (1e-4); a chance 5 % higher is caught.
    #[test]
    fn the_mean_is_the_closed_form() {
        const DRAWS: u64 = 100_000;
        let stream = Stream::new(1, 1, StreamKey::of("breakdown"));
        for chance in [0.02, 0.3] {
            let off = |used: f64| {
                let sum: f64 = (0..DRAWS)
                    .map(|i| geometric_quantile(stream.uniform(i), used))
                    .sum();
                let error = (1.0_f64 - chance).sqrt() / chance / (DRAWS as f64).sqrt();
                (sum / DRAWS as f64 - (1.0 - chance) / chance).abs() / error
            };
            assert!(off(chance) < 3.89, "{chance}");
            assert!(off(1.05 * chance) > 3.89, "{chance}");
        }
    }
}
