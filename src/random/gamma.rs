//! The gamma law of scale one: distribution function, quantile, and a table of it.
//!
//! Sources: NIST Digital Library of Mathematical Functions, 8.11.4 (series) and 8.9.2 (continued
//! fraction, by Lentz's method); Boucheron, Lugosi and Massart (2013), Concentration Inequalities,
//! section 2.4, for the start in the upper tail.

use libm::{exp, fabs, fmax, lgamma, log, sqrt};

use super::normal::{normal_cdf, normal_density};
use super::score_table::ScoreTable;
use super::tail::Tail;

/// Shapes that make a law: below, half of the draws would pass below the least number; above,
/// sums would take for ever.
pub(super) const SHAPES: (f64, f64) = (0.01, 1e6);
/// A term that no longer counts, relative to the sum.
const NEGLIGIBLE: f64 = 1e-17;
/// Terms of a series; some six times the root of the shape are needed.
const MOST_TERMS: u32 = 20_000;
/// The least number that is drawn.
const LEAST: f64 = f64::MIN_POSITIVE;

/// A gamma law of scale one.
#[derive(Clone, Copy, Debug)]
pub(super) struct UnitGamma {
    shape: f64,
    /// Logarithm of the gamma function at the shape.
    ln_gamma: f64,
}

/// One side of a law.
#[derive(Clone, Copy, PartialEq)]
enum Side {
    Below,
    Above,
}

impl UnitGamma {
    /// Nothing where the shape is outside of [`SHAPES`].
    pub fn new(shape: f64) -> Option<Self> {
        let allowed = (SHAPES.0..=SHAPES.1).contains(&shape);
        allowed.then(|| Self {
            shape,
            ln_gamma: lgamma(shape),
        })
    }

    /// The probability of a value at or below one.
    pub fn cdf(&self, x: f64) -> f64 {
        if x <= 0.0 {
            0.0
        } else if x == f64::INFINITY {
            1.0
        } else {
            exp(self.tail(x, Side::Below).log)
        }
    }

    /// The value at a uniform: some microseconds, no allocation, relative error below 1e-11.
    pub fn quantile(&self, uniform: f64) -> f64 {
        let value = if uniform <= 0.5 {
            self.lower_quantile(uniform)
        } else {
            self.upper_quantile(1.0 - uniform)
        };
        fmax(value, LEAST)
    }

    /// A table of the logarithms of its quantiles, so that their relative error is below 1e-6;
    /// nothing for shapes for which that cannot be had.
    pub fn table(&self) -> Option<ScoreTable> {
        ScoreTable::within(
            5e-7,
            |score| self.at_score(score),
            |u| log(self.quantile(u)),
        )
    }

    /// Logarithm of the value and its slope by the normal score, at a score.
    fn at_score(&self, score: f64) -> (f64, f64) {
        let x = if score <= 0.0 {
            self.lower_quantile(normal_cdf(score))
        } else {
            self.upper_quantile(normal_cdf(-score))
        };
        let x = fmax(x, LEAST);
        (log(x), normal_density(score) / exp(self.log_slope(x)))
    }

    /// For probabilities up to a half. Newton's method on the logarithm of the distribution as a
    /// function of the logarithm of the value: that function is concave, and the leading term of
    /// the series starts left of the root, so that no step overshoots.
    fn lower_quantile(&self, probability: f64) -> f64 {
        let wanted = log(probability);
        let leading = (wanted + log(self.shape) + self.ln_gamma) / self.shape;
        self.newton(wanted, leading, Side::Below)
    }

    /// The value that is exceeded with a probability up to a half, likewise; the start, from
    /// Chernoff's bound, lies right of the root.
    fn upper_quantile(&self, probability: f64) -> f64 {
        let wanted = log(probability);
        let start = self.shape + sqrt(-2.0 * self.shape * wanted) - wanted;
        self.newton(wanted, log(start), Side::Above)
    }

    fn newton(&self, wanted: f64, mut y: f64, side: Side) -> f64 {
        for _ in 0..100 {
            let x = exp(y);
            if x < LEAST {
                break; // so far out the leading term is the value
            }
            let tail = self.tail(x, side);
            let step = (wanted - tail.log) * tail.by_slope;
            y += if side == Side::Below { step } else { -step };
            if fabs(step) < 1e-15 * fmax(1.0, fabs(y)) {
                break;
            }
        }
        exp(y)
    }

    /// Logarithm of the density of the logarithm of the value.
    fn log_slope(&self, x: f64) -> f64 {
        self.shape * log(x) - x - self.ln_gamma
    }

    /// The probability on one side of a value above 0, in full precision where it is small.
    fn tail(&self, x: f64, side: Side) -> Tail {
        let log_slope = self.log_slope(x);
        let is_low = x < self.shape + 1.0;
        let by_slope = if is_low {
            self.series(x)
        } else {
            self.fraction(x)
        };
        let direct = Tail {
            log: log_slope + log(by_slope),
            by_slope,
        };
        if is_low == (side == Side::Below) {
            direct
        } else {
            direct.complement(log_slope)
        }
    }

    /// `1/a + x/(a (a+1)) + x^2/(a (a+1) (a+2)) + …`.
    fn series(&self, x: f64) -> f64 {
        let mut term = 1.0 / self.shape;
        let mut sum = term;
        for k in 1..MOST_TERMS {
            term *= x / (self.shape + f64::from(k));
            sum += term;
            if term < NEGLIGIBLE * sum {
                break;
            }
        }
        sum
    }

    /// `1/(x+1-a - 1 (1-a)/(x+3-a - 2 (2-a)/(x+5-a - …)))`.
    fn fraction(&self, x: f64) -> f64 {
        let lead = x + 1.0 - self.shape;
        let mut below = 1.0 / lead;
        let mut above = f64::INFINITY;
        let mut value = below;
        for k in (1..MOST_TERMS).map(f64::from) {
            let top = -k * (k - self.shape);
            let term = lead + 2.0 * k;
            below = 1.0 / away(term + top * below);
            above = away(term + top / above);
            let change = above * below;
            value *= change;
            if fabs(change - 1.0) < 1e-16 {
                break;
            }
        }
        value
    }
}

/// Never exactly zero, for Lentz's method divides by it.
fn away(x: f64) -> f64 {
    if x == 0.0 { 1e-300 } else { x }
}

#[cfg(test)]
mod tests {
    use statrs::distribution::{ContinuousCDF, Gamma};

    use super::*;

    fn law_of(shape: f64) -> UnitGamma {
        UnitGamma::new(shape).expect("a shape")
    }

    /// From the lowest to the highest uniform of a stream.
    fn uniforms() -> impl Iterator<Item = f64> {
        (-820..=820).map(|step| normal_cdf(f64::from(step) / 100.0 + 0.003_7))
    }

    fn close(found: f64, truth: f64, bound: f64, what: &str) {
        let error = (found / truth - 1.0).abs();
        assert!(error < bound, "{what}: {found} is not {truth}: {error:e}");
    }

    /// Shape 1 is exponential, the quantile of shape 2 solves `(1 + x) e^-x = 1 - u`.
    #[test]
    fn shapes_one_and_two_have_closed_forms() {
        for u in uniforms() {
            close(law_of(1.0).quantile(u), -(-u).ln_1p(), 1e-13, "1");
            let x = law_of(2.0).quantile(u);
            let below = if x < 0.1 {
                // -expm1(-x) - x e^-x by its series, which does not cancel.
                (2..30).fold(0.0, |sum, k| {
                    let sign = if k % 2 == 0 { 1.0 } else { -1.0 };
                    sum + sign * f64::from(k - 1) * x.powi(k) / libm::tgamma(f64::from(k) + 1.0)
                })
            } else {
                -(-x).exp_m1() - x * (-x).exp()
            };
            assert!((below - u).abs() <= 1e-13 * u, "{u}: {below}");
        }
    }

    /// Shape 1/2 is half the square of a normal number: `P(X <= x) = erf(sqrt x)`.
    #[test]
    fn shape_a_half_is_the_square_of_a_normal_number() {
        for score in (1..800).map(|step| f64::from(step) / 100.0) {
            let tail = 2.0 * normal_cdf(-score);
            let found = law_of(0.5).upper_quantile(tail);
            close(found, 0.5 * score * score, 1e-12, "upper");
        }
        for x in [1e-12, 1e-6, 0.01, 0.1, 0.2] {
            let probability = libm::erf(f64::sqrt(x));
            close(law_of(0.5).lower_quantile(probability), x, 1e-12, "lower");
        }
    }

    /// The distribution function of statrs at each quantile gives the uniform back.
    #[test]
    fn the_quantile_inverts_the_distribution_of_statrs() {
        for shape in [0.1, 0.7, 1.5, 4.0, 33.3, 400.0] {
            let truth = Gamma::new(shape, 1.0).unwrap();
            for u in uniforms() {
                let x = law_of(shape).quantile(u);
                let back = if u < 0.5 { truth.cdf(x) } else { truth.sf(x) };
                let wanted = if u < 0.5 { u } else { 1.0 - u };
                assert!((back / wanted - 1.0).abs() < 1e-10, "{shape} {u}: {back}");
            }
        }
    }

    /// The median is `a - 1/3 + 8/(405 a)` but for less
    /// than `1/a^2` (Choi, 1994).
    #[test]
    fn medians_of_large_shapes_follow_choi() {
        for shape in [1e3, 1e4, 1e5, 1e6] {
            let truth = shape - 1.0 / 3.0 + 8.0 / (405.0 * shape);
            close(law_of(shape).quantile(0.5), truth, 1e-11, "median");
        }
    }

    #[test]
    fn the_table_is_within_a_millionth_and_never_falls() {
        for shape in [0.5, 1.0, 3.0, 100.0, 1e4] {
            let law = law_of(shape);
            let table = law.table().expect("a table");
            let mut last = f64::NEG_INFINITY;
            for u in uniforms() {
                let found = table.quantile(u);
                let error = (exp(found) / law.quantile(u) - 1.0).abs();
                assert!(error < 1e-6, "{shape} {u}: {error:e}");
                assert!(found >= last - 1e-13, "{shape} {u}");
                last = found;
            }
        }
    }

    #[test]
    fn the_extremes_of_shape_draw_positive_numbers_in_order() {
        for shape in [SHAPES.0, 0.02, 1e5, SHAPES.1] {
            let law = law_of(shape);
            let draws: Vec<f64> = uniforms().step_by(20).map(|u| law.quantile(u)).collect();
            assert!(draws.is_sorted() && draws[0] > 0.0, "{shape}");
            assert!(draws.iter().all(|x| x.is_finite()), "{shape}");
        }
    }
}
