//! Student's t law, from 1 degree of freedom to millions.

use super::normal;
use std::f64::consts::PI;

/// The value that lies above a share `p` of the law, `p` strictly between 0 and 1.
#[must_use]
pub fn quantile(p: f64, df: f64) -> f64 {
    if p < 0.5 {
        -upper_quantile(p, df)
    } else {
        upper_quantile(1.0 - p, df)
    }
}

/// Half the width of the central interval that holds `confidence` of the law.
#[must_use]
pub fn critical(confidence: f64, df: f64) -> f64 {
    upper_quantile(0.5 * (1.0 - confidence), df)
}

/// Newton's method on ln(tail) as a function of ln(t). That function is concave, because the law of
/// ln|t| has a log-concave density, so the method converges from any start.
fn upper_quantile(tail: f64, df: f64) -> f64 {
    if tail >= 0.5 {
        return 0.0;
    }
    let mut t = normal::upper_quantile(tail);
    for _ in 0..100 {
        let upper = upper_tail(t, df);
        let step = libm::log(upper / tail) * upper / (t * density(t, df));
        t *= libm::exp(step);
        if step.abs() < 1e-10 {
            break;
        }
    }
    t
}

/// The probability of a value above `t`, which is 0 or more.
///
/// # Source
/// Abramowitz and Stegun (1964), 26.5.27: an incomplete beta function, on the side where its
/// continued fraction converges fast.
#[must_use]
pub fn upper_tail(t: f64, df: f64) -> f64 {
    let a = 0.5 * df;
    let x = df / (df + t * t);
    let y = t * t / (df + t * t);
    let front = gamma_ratio(a) * (y / PI).sqrt() * libm::exp(-a * libm::log1p(t * t / df));
    if x > (a + 1.0) / (a + 2.5) {
        0.5 - 0.5 * front / fraction(0.5, a, y, x)
    } else {
        0.5 * front / fraction(a, 0.5, x, y)
    }
}

fn density(t: f64, df: f64) -> f64 {
    let kernel = libm::exp(-0.5 * (df + 1.0) * libm::log1p(t * t / df));
    gamma_ratio(0.5 * df) / (df * PI).sqrt() * kernel
}

/// The continued fraction `b0 + a1/(b1 + a2/(b2 + …))` below the incomplete beta function of `x`,
/// where `y = 1 - x`, from the front by Lentz's method: the ratios of successive numerators and of
/// successive denominators. No term is a small difference of large numbers.
///
/// # Source
/// Didonato and Morris (1992), ACM Transactions on Mathematical Software 18, 360: equation 9.
fn fraction(a: f64, b: f64, x: f64, y: f64) -> f64 {
    let lead = a * y - b * x + 1.0;
    let mut value = a * lead / (a + 1.0);
    let (mut above, mut below) = (value, 0.0);
    for m in (1..10_000).map(f64::from) {
        let s = a + 2.0 * m;
        let top = (a + m - 1.0) * (a + b + m - 1.0) * m * (b - m) * x * x / ((s - 1.0) * (s - 1.0));
        let term = m + m * (b - m) * x / (s - 1.0) + (a + m) * (lead + m * (1.0 + y)) / (s + 1.0);
        below = 1.0 / (term + top * below);
        above = term + top / above;
        let change = above * below;
        value *= change;
        if (change - 1.0).abs() < 1e-15 {
            break;
        }
    }
    value
}

/// `Γ(a + 1/2) / Γ(a)`, without the loss of digits of a difference of log-gammas.
///
/// # Source
/// NIST Digital Library of Mathematical Functions, 5.11.13, reached by the recurrence.
fn gamma_ratio(a: f64) -> f64 {
    const SERIES: [f64; 7] = [
        1.0,
        -1.0 / 8.0,
        1.0 / 128.0,
        5.0 / 1024.0,
        -21.0 / 32_768.0,
        -399.0 / 262_144.0,
        869.0 / 4_194_304.0,
    ];
    let (mut a, mut factor) = (a, 1.0);
    while a < 64.0 {
        factor *= a / (a + 0.5);
        a += 1.0;
    }
    let series = SERIES.iter().rev().fold(0.0, |sum, c| sum / a + c);
    factor * a.sqrt() * series
}

#[cfg(test)]
mod tests {
    use super::*;
    use statrs::distribution::{ContinuousCDF, StudentsT};

    fn close(found: f64, truth: f64, bound: f64, what: &str) {
        let error = (found / truth - 1.0).abs();
        assert!(error < bound, "{what}: {found} is not {truth}: {error:e}");
    }

    #[test]
    fn one_two_and_four_degrees_have_closed_forms() {
        for tail in [0.499, 0.45, 0.25, 0.1, 0.025, 0.005, 1e-4, 1e-8, 1e-12] {
            let both = 4.0 * tail * (1.0 - tail);
            let cauchy = 1.0 / (PI * tail).tan();
            close(upper_quantile(tail, 1.0), cauchy, 1e-12, "df 1");
            let two = (0.5 - tail) * (8.0 / both).sqrt();
            close(upper_quantile(tail, 2.0), two, 1e-12, "df 2");
            let cosine = (both.sqrt().acos() / 3.0).cos() / both.sqrt();
            let four = 2.0 * (cosine - 1.0).sqrt();
            close(upper_quantile(tail, 4.0), four, 1e-9, "df 4");
        }
    }

    #[test]
    fn both_sides_mirror_each_other() {
        for p in [0.001, 0.025, 0.4] {
            close(quantile(1.0 - p, 7.0), -quantile(p, 7.0), 1e-12, "mirror");
        }
    }

    #[test]
    fn quantiles_agree_with_printed_tables() {
        // Abramowitz and Stegun (1964), table 26.10; Fisher and Yates.
        for (confidence, df, t) in [
            (0.95, 1.0, 12.706),
            (0.95, 3.0, 3.182),
            (0.95, 5.0, 2.571),
            (0.95, 10.0, 2.228),
            (0.95, 30.0, 2.042),
            (0.95, 120.0, 1.980),
            (0.99, 8.0, 3.355),
            (0.999, 4.0, 8.610),
            (0.999, 60.0, 3.460),
            (0.8, 7.0, 1.415),
        ] {
            assert!(
                (critical(confidence, df) - t).abs() <= 5.1e-4,
                "{confidence} {df}"
            );
        }
    }

    #[test]
    fn statrs_puts_every_quantile_at_its_level() {
        for df in [1.0, 3.0, 5.0, 7.0, 12.0, 29.0, 99.0, 300.5, 999.0] {
            let oracle = StudentsT::new(0.0, 1.0, df).unwrap();
            for tail in [0.45, 0.3, 0.1, 0.025, 0.005, 1e-4, 1e-7] {
                let found = oracle.cdf(-upper_quantile(tail, df));
                close(found, tail, 1e-9, &format!("df {df}, tail {tail}"));
            }
        }
    }

    /// Abramowitz and Stegun (1964), 26.7.5; terms past the fourth are below 1e-15 here.
    fn expansion(z: f64, df: f64) -> f64 {
        let w = z * z;
        let g1 = z * (w + 1.0) / 4.0;
        let g2 = z * ((5.0 * w + 16.0) * w + 3.0) / 96.0;
        let g3 = z * (((3.0 * w + 19.0) * w + 17.0) * w - 15.0) / 384.0;
        let g4 = z * ((((79.0 * w + 776.0) * w + 1482.0) * w - 1920.0) * w - 945.0) / 92_160.0;
        z + (g1 + (g2 + (g3 + g4 / df) / df) / df) / df
    }

    #[test]
    fn many_degrees_follow_the_expansion_about_the_normal_law() {
        for df in [1e4, 9_999.0, 123_456.0, 1e6, 1e7] {
            for tail in [0.4, 0.1, 0.025, 0.005, 1e-4, 1e-6] {
                let truth = expansion(normal::upper_quantile(tail), df);
                close(
                    upper_quantile(tail, df),
                    truth,
                    1e-13,
                    &format!("{df} {tail}"),
                );
            }
        }
    }

    #[test]
    fn the_middle_is_zero_and_the_tail_halves_there() {
        assert!(quantile(0.5, 3.0).abs() < f64::EPSILON);
        assert!((upper_tail(0.0, 3.0) - 0.5).abs() < f64::EPSILON);
    }

    #[test]
    fn the_gamma_ratio_agrees_with_the_gamma_function() {
        for a in [0.5, 1.0, 3.0, 17.5, 63.5, 64.0, 90.0] {
            let truth = libm::tgamma(a + 0.5) / libm::tgamma(a);
            close(gamma_ratio(a), truth, 1e-13, "ratio");
        }
    }
}
