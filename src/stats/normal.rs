//! The standard normal law.

use std::f64::consts::{FRAC_1_SQRT_2, PI};

/// The probability of a value above `z`.
#[must_use]
pub fn upper_tail(z: f64) -> f64 {
    0.5 * libm::erfc(z * FRAC_1_SQRT_2)
}

/// The value that is exceeded with probability `tail`, strictly between 0 and 1.
///
/// # Source
/// Abramowitz and Stegun (1964), 26.2.23, bettered by two steps of Halley's method.
#[must_use]
pub fn upper_quantile(tail: f64) -> f64 {
    if tail > 0.5 {
        return -upper_quantile(1.0 - tail);
    }
    let w = (-2.0 * libm::log(tail)).sqrt();
    let top = 2.515_517 + w * (0.802_853 + w * 0.010_328);
    let bottom = 1.0 + w * (1.432_788 + w * (0.189_269 + w * 0.001_308));
    halley(halley(w - top / bottom, tail), tail)
}

fn halley(z: f64, tail: f64) -> f64 {
    let error = (upper_tail(z) - tail) / density(z);
    z + error / (1.0 - 0.5 * z * error)
}

fn density(z: f64) -> f64 {
    libm::exp(-0.5 * z * z) / (2.0 * PI).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_agree_with_published_digits() {
        // Wichura (1988), Algorithm AS 241, and common tables.
        for (tail, z) in [
            (0.25, 0.674_489_750_196_081_7),
            (0.025, 1.959_963_984_540_054),
            (0.005, 2.575_829_303_548_901),
            (0.001, 3.090_232_306_167_813_5),
            (1e-20, 9.262_340_089_798_408),
        ] {
            assert!((upper_quantile(tail) / z - 1.0).abs() < 1e-14, "{tail}");
            assert!((upper_quantile(1.0 - tail) + z).abs() < 1e-12 || tail < 1e-9);
        }
        assert!(upper_quantile(0.5).abs() < 1e-15);
    }

    #[test]
    fn the_tail_undoes_the_quantile() {
        for tail in [1e-300, 1e-50, 1e-9, 0.01, 0.3, 0.499, 0.7, 0.999] {
            let back = upper_tail(upper_quantile(tail));
            assert!((back / tail - 1.0).abs() < 1e-12, "{tail}: {back}");
        }
    }
}
