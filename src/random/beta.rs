//! The beta law: distribution function, quantile, and a table of it. Close to one end a value is
//! told by its distance from that end, so that both tails are exact.
//!
//! Source of the continued fraction: Didonato and Morris (1992), ACM Transactions on Mathematical
//! Software 18, 360, equation 9, by Lentz's method.

use libm::{exp, fabs, fmax, fmin, lgamma, log, log1p};

use super::normal::{normal_cdf, normal_density};
use super::score_table::ScoreTable;
use super::tail::Tail;

/// Shapes that make a law: below, nearly all draws would be 0 or 1 to the last digit; above, sums
/// would take for ever.
pub(super) const SHAPES: (f64, f64) = (0.01, 1e6);
/// The least and the greatest number that are drawn.
const ENDS: (f64, f64) = (f64::MIN_POSITIVE, 1.0 - f64::EPSILON / 2.0);

/// A beta law on `[0, 1]`.
#[derive(Clone, Copy, Debug)]
pub(super) struct UnitBeta {
    a: f64,
    b: f64,
    ln_beta: f64,
}

impl UnitBeta {
    /// Nothing where a shape is outside of [`SHAPES`].
    pub fn new(a: f64, b: f64) -> Option<Self> {
        let allowed = |shape| (SHAPES.0..=SHAPES.1).contains(&shape);
        (allowed(a) && allowed(b)).then(|| Self {
            a,
            b,
            ln_beta: lgamma(a) + lgamma(b) - lgamma(a + b),
        })
    }

    /// The law of one minus the number.
    fn mirrored(self) -> Self {
        Self {
            a: self.b,
            b: self.a,
            ..self
        }
    }

    /// The probability of a value at or below one.
    pub fn cdf(&self, x: f64) -> f64 {
        if x <= 0.0 {
            0.0
        } else if x >= 1.0 {
            1.0
        } else {
            exp(self.below(log(x) - log1p(-x)).log)
        }
    }

    /// The value at a uniform, strictly between 0 and 1: some microseconds, no allocation, error
    /// below 1e-11 of the distance from the nearer end.
    pub fn quantile(&self, uniform: f64) -> f64 {
        let value = if uniform <= 0.5 {
            share(self.lower_quantile(uniform))
        } else {
            share(-self.mirrored().lower_quantile(1.0 - uniform))
        };
        fmin(fmax(value, ENDS.0), ENDS.1)
    }

    /// A table of its quantiles with an error below 1e-6; nothing for shapes for which that cannot
    /// be had.
    pub fn table(&self) -> Option<ScoreTable> {
        ScoreTable::within(5e-7, |score| self.at_score(score), |u| self.quantile(u))
    }

    /// Value and slope by the normal score, at a score.
    fn at_score(&self, score: f64) -> (f64, f64) {
        let y = if score <= 0.0 {
            self.lower_quantile(normal_cdf(score))
        } else {
            -self.mirrored().lower_quantile(normal_cdf(-score))
        };
        let odds_slope = share(y) * share(-y);
        (
            share(y),
            normal_density(score) * odds_slope / exp(self.log_slope(y)),
        )
    }

    /// The log-odds of the value at a probability up to a half. Newton's method on the logarithm of
    /// the distribution as a function of the log-odds: it is concave there for all shapes, and the
    /// power of the odds that bounds it from above starts left of the root, so that no step
    /// overshoots.
    fn lower_quantile(&self, probability: f64) -> f64 {
        let wanted = log(probability);
        let mut y = (wanted + log(self.a) + self.ln_beta) / self.a;
        for _ in 0..100 {
            let below = self.below(y);
            let step = (wanted - below.log) * below.by_slope;
            if step.is_nan() {
                break; // so far out the bound is the value
            }
            y += step;
            if fabs(step) < 1e-15 * fmax(1.0, fabs(y)) {
                break;
            }
        }
        y
    }

    /// Logarithm of the density of the log-odds.
    fn log_slope(&self, y: f64) -> f64 {
        self.a * ln_share(y) + self.b * ln_share(-y) - self.ln_beta
    }

    /// The probability of log-odds at or below these, by the side of the fraction that converges
    /// fast.
    fn below(&self, y: f64) -> Tail {
        let (x, rest) = (share(y), share(-y));
        let log_slope = self.log_slope(y);
        let direct = |fraction: f64| Tail {
            log: log_slope - log(fraction),
            by_slope: 1.0 / fraction,
        };
        if self.a * rest + rest >= self.b * x {
            direct(fraction(self.a, self.b, x, rest))
        } else {
            direct(fraction(self.b, self.a, rest, x)).complement(log_slope)
        }
    }
}

/// The share of which these are the log-odds.
fn share(y: f64) -> f64 {
    if y < 0.0 {
        exp(y) / (1.0 + exp(y))
    } else {
        1.0 / (1.0 + exp(-y))
    }
}

/// Its logarithm.
fn ln_share(y: f64) -> f64 {
    if y < 0.0 {
        y - log1p(exp(y))
    } else {
        -log1p(exp(-y))
    }
}

/// The continued fraction below the incomplete beta function of `x`, where `y = 1 - x`.
fn fraction(a: f64, b: f64, x: f64, y: f64) -> f64 {
    let lead = a * y - b * x + 1.0;
    let mut value = a * lead / (a + 1.0);
    let (mut above, mut below) = (value, 0.0);
    for m in (1..20_000).map(f64::from) {
        let s = a + 2.0 * m;
        let top = (a + m - 1.0) * (a + b + m - 1.0) * m * (b - m) * x * x / ((s - 1.0) * (s - 1.0));
        let term = m + m * (b - m) * x / (s - 1.0) + (a + m) * (lead + m * (1.0 + y)) / (s + 1.0);
        below = 1.0 / (term + top * below);
        above = term + top / above;
        let change = above * below;
        value *= change;
        if fabs(change - 1.0) < 1e-16 {
            break;
        }
    }
    value
}

#[cfg(test)]
mod tests {
    use statrs::distribution::{Beta, ContinuousCDF};

    use super::*;

    fn law_of(a: f64, b: f64) -> UnitBeta {
        UnitBeta::new(a, b).expect("shapes")
    }

    const SHAPED: [(f64, f64); 9] = [
        (0.1, 0.2),
        (0.5, 0.5),
        (0.3, 4.0),
        (1.0, 1.0),
        (2.0, 5.0),
        (8.0, 2.0),
        (1.0, 30.0),
        (60.0, 3.5),
        (400.0, 900.0),
    ];

    /// From the lowest to the highest uniform of a stream.
    fn uniforms() -> impl Iterator<Item = f64> {
        (-820..=820).map(|step| normal_cdf(f64::from(step) / 100.0 + 0.003_7))
    }

    /// The distribution function of statrs at each quantile gives the uniform back.
    #[test]
    fn the_quantile_inverts_the_distribution_of_statrs() {
        for (a, b) in SHAPED {
            let (truth, mirror) = (Beta::new(a, b).unwrap(), Beta::new(b, a).unwrap());
            for u in uniforms() {
                // The lower tail at full precision; the upper one as the mirror's lower.
                let lower = u <= 0.5;
                let (law, mirrored) = (law_of(a, b), law_of(b, a));
                let (back, wanted) = if lower {
                    (truth.cdf(law.quantile(u)), u)
                } else {
                    (mirror.cdf(mirrored.quantile(1.0 - u)), 1.0 - u)
                };
                // A step of the last digit of a value next to 1 is all that can be told there.
                let x = if lower {
                    law.quantile(u)
                } else {
                    mirrored.quantile(1.0 - u)
                };
                if x > 1.0 - 1e-6 {
                    continue;
                }
                assert!((back / wanted - 1.0).abs() < 1e-9, "{a} {b} {u}: {back}");
            }
        }
    }

    /// `beta(a, 1)` is `u^(1/a)`, `beta(1, b)` its mirror; the arcsine law is `sin^2(pi u / 2)`.
    #[test]
    fn powers_and_the_arcsine_law_have_closed_forms() {
        for u in uniforms() {
            for shape in [0.3, 1.0, 7.0] {
                let power = (u.ln() / shape).exp();
                let found = law_of(shape, 1.0).quantile(u);
                assert!((found / power - 1.0).abs() < 1e-12, "{shape} {u}: {found}");
                let mirror = -((-u).ln_1p() / shape).exp_m1();
                let found = law_of(1.0, shape).quantile(u);
                assert!((found / mirror - 1.0).abs() < 1e-12, "{shape} {u}: {found}");
            }
            let sine = (std::f64::consts::FRAC_PI_2 * u).sin();
            let found = law_of(0.5, 0.5).quantile(u);
            assert!((found / (sine * sine) - 1.0).abs() < 1e-12, "{u}: {found}");
        }
    }

    #[test]
    fn the_table_is_within_a_millionth_and_never_falls() {
        for (a, b) in SHAPED.into_iter().filter(|(a, b)| a.min(*b) >= 0.5) {
            let law = law_of(a, b);
            let table = law.table().expect("a table");
            let mut last = 0.0;
            for u in uniforms() {
                let found = table.quantile(u);
                assert!((found - law.quantile(u)).abs() < 1e-6, "{a} {b} {u}");
                assert!(found >= last - 1e-15, "{a} {b} {u}");
                last = found;
            }
        }
        assert!(law_of(0.02, 0.02).table().is_none());
    }

    #[test]
    fn the_extremes_of_shape_draw_within_the_unit_in_order() {
        let (few, many) = SHAPES;
        for (a, b) in [
            (few, few),
            (few, many),
            (many, few),
            (many, many),
            (few, 1.0),
        ] {
            let law = law_of(a, b);
            let draws: Vec<f64> = uniforms().step_by(20).map(|u| law.quantile(u)).collect();
            assert!(draws.is_sorted(), "{a} {b}: {draws:?}");
            assert!(draws.iter().all(|x| *x > 0.0 && *x < 1.0), "{a} {b}");
        }
        // The middle of a symmetric law, and the normal law it comes to.
        let law = law_of(many, many);
        assert!((law.quantile(0.5) - 0.5).abs() < 1e-11);
        let sd = 0.5 / (2.0 * many + 1.0).sqrt();
        assert!(((law.quantile(normal_cdf(1.0)) - 0.5) / sd - 1.0).abs() < 1e-5);
    }
}
