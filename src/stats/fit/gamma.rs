//! The incomplete gamma function, for gamma laws and exact intervals of counts.

use libm::{exp, expm1, lgamma, log, log1p};

/// Log of the probability that a gamma law of that shape and scale 1 exceeds x.
///
/// # Source
/// The series and the continued fraction of Abramowitz and Stegun (1964), 6.5.29 and 6.5.31, the
/// latter by Lentz's method (Press et al., "Numerical Recipes", on the incomplete gamma function).
pub(super) fn ln_upper(shape: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    let front = shape * log(x) - x - lgamma(shape);
    if x < shape + 1.0 {
        let below = exp(front) * series(shape, x);
        return log1p(-below.min(1.0));
    }
    front + log(fraction(shape, x))
}

/// The probability that it does not.
pub(super) fn lower(shape: f64, x: f64) -> f64 {
    -expm1(ln_upper(shape, x))
}

/// Terms at most: convergence takes a few times the root of the shape.
const MOST: usize = 100_000;

fn series(shape: f64, x: f64) -> f64 {
    let (mut term, mut sum) = (1.0 / shape, 1.0 / shape);
    for n in 1..MOST {
        term *= x / (shape + n as f64);
        sum += term;
        if term < 1e-17 * sum {
            break;
        }
    }
    sum
}

fn fraction(shape: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let mut b = x + 1.0 - shape;
    let mut c = 1.0 / TINY;
    let mut d = 1.0 / b;
    let mut h = d;
    for n in 1..MOST {
        let a = -(n as f64) * (n as f64 - shape);
        b += 2.0;
        let held = |value: f64| if value.abs() < TINY { TINY } else { value };
        d = 1.0 / held(a * d + b);
        c = held(b + a / c);
        h *= d * c;
        if (d * c - 1.0).abs() < 1e-16 {
            break;
        }
    }
    h
}

#[cfg(test)]
mod tests {
    use statrs::distribution::{ContinuousCDF, Gamma};

    use super::*;

    #[test]
    fn it_agrees_with_another_library() {
        for shape in [0.05, 0.5, 1.0, 3.7, 40.0, 900.0] {
            let law = Gamma::new(shape, 1.0).unwrap();
            for x in [0.001, 0.3, 1.0, 4.0, 39.0, 60.0, 950.0] {
                let (found, expected) = (lower(shape, x), law.cdf(x));
                assert!(
                    (found - expected).abs() < 1e-10,
                    "{shape} {x}: {found} {expected}"
                );
            }
        }
    }

    #[test]
    fn far_tails_keep_their_digits() {
        // Shape 1 is exponential: the log of the tail is -x.
        for x in [0.5, 5.0, 80.0, 700.0] {
            assert!((ln_upper(1.0, x) / -x - 1.0).abs() < 1e-12);
        }
    }
}
