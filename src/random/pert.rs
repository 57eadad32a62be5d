//! The quantiles of PERT laws on the unit interval: exactly, and from a table.
//!
//! A PERT law is a beta law whose shapes lie between 1 and 5 and add up to 6. Source of the law:
//! Malcolm, Roseboom, Clark and Fazar (1959); of the distribution function: AS 63 and AS 109 in
//! the crate `special`.

use libm::{exp, fabs, fmax, fmin, log, log1p};
use special::Beta as _;

use super::normal::{normal_cdf, normal_density};
use super::score_table::ScoreTable;

/// A PERT law on `[0, 1]`.
#[derive(Clone, Copy, Debug)]
pub(super) struct UnitPert {
    p: f64,
    q: f64,
    ln_beta: f64,
}

impl UnitPert {
    /// With this mode, held in `[0, 1]`.
    pub fn new(mode: f64) -> Self {
        let mode = fmin(fmax(mode, 0.0), 1.0);
        let (p, q) = (1.0 + 4.0 * mode, 5.0 - 4.0 * mode);
        Self {
            p,
            q,
            ln_beta: p.ln_beta(q),
        }
    }

    /// The law of one minus the number.
    fn mirrored(self) -> Self {
        Self {
            p: self.q,
            q: self.p,
            ln_beta: self.ln_beta,
        }
    }

    /// The value at a uniform: some microseconds, no allocation, error about 1e-14.
    pub fn quantile(&self, uniform: f64) -> f64 {
        if uniform <= 0.5 {
            self.lower_quantile(uniform)
        } else {
            1.0 - self.mirrored().lower_quantile(1.0 - uniform)
        }
    }

    /// For probabilities up to a half. Newton's method on the logarithm of the distribution as a
    /// function of the logarithm of the value: that function is concave, and the leading term of
    /// the series starts left of the root, so that no step overshoots.
    fn lower_quantile(&self, probability: f64) -> f64 {
        let wanted = log(probability);
        let mut x = exp((wanted + log(self.p) + self.ln_beta) / self.p);
        for _ in 0..40 {
            let reached = x.inc_beta(self.p, self.q, self.ln_beta);
            let step = (wanted - log(reached)) * reached / (x * self.density(x));
            x = fmin(x * exp(step), 1.0 - f64::EPSILON);
            if fabs(step) < 1e-14 {
                break;
            }
        }
        x
    }

    fn density(&self, x: f64) -> f64 {
        exp((self.p - 1.0) * log(x) + (self.q - 1.0) * log1p(-x) - self.ln_beta)
    }

    /// A table of its quantiles: error below 1e-6.
    pub fn table(&self) -> ScoreTable {
        ScoreTable::new(|score| self.at_score(score))
    }

    /// Value and slope by normal score at a score.
    fn at_score(&self, score: f64) -> (f64, f64) {
        if score > 0.0 {
            let (value, slope) = self.mirrored().at_score(-score);
            return (1.0 - value, slope);
        }
        let x = self.lower_quantile(normal_cdf(score));
        (x, normal_density(score) / self.density(x))
    }
}

#[cfg(test)]
mod tests {
    use statrs::distribution::{Beta, ContinuousCDF};

    use super::*;

    const MODES: [f64; 9] = [0.0, 1e-6, 0.02, 0.2, 0.5, 0.7, 0.93, 1.0 - 1e-9, 1.0];

    /// Uniforms from the lowest to the highest of a stream, dense in the tails.
    fn uniforms() -> impl Iterator<Item = f64> {
        (-8200..=8200).map(|step| normal_cdf(f64::from(step) / 1000.0 + 0.000_37))
    }

    /// The distribution function of statrs at each quantile gives the uniform back.
    #[test]
    fn the_exact_quantile_inverts_the_beta_distribution() {
        for mode in MODES {
            let truth = Beta::new(1.0 + 4.0 * mode, 5.0 - 4.0 * mode).unwrap();
            for u in uniforms().step_by(7) {
                let back = truth.cdf(UnitPert::new(mode).quantile(u));
                assert!((back - u).abs() < 1e-12, "mode {mode} at {u}: {back}");
            }
        }
    }

    /// Mode 0: the distribution is 1 - (1 - x)^5; mode 1: x^5.
    #[test]
    fn the_exact_quantile_is_the_closed_form_at_the_ends() {
        for u in uniforms().step_by(7) {
            let at_zero = -(((-u).ln_1p() / 5.0).exp_m1());
            let at_one = (u.ln() / 5.0).exp();
            let found = UnitPert::new(0.0).quantile(u);
            assert!((found / at_zero - 1.0).abs() < 1e-11, "{u}: {found}");
            assert!((UnitPert::new(1.0).quantile(u) / at_one - 1.0).abs() < 1e-13);
        }
    }

    #[test]
    fn the_table_is_within_a_millionth_of_the_exact_quantile() {
        let mut worst = 0.0_f64;
        for mode in MODES {
            let pert = UnitPert::new(mode);
            let table = pert.table();
            for u in uniforms() {
                let off = (table.quantile(u) - pert.quantile(u)).abs();
                worst = worst.max(off);
            }
        }
        assert!(worst < 1e-7, "{worst}");
        assert!(worst > 1e-12, "a table without any error was not looked at");
    }

    #[test]
    fn the_table_never_falls() {
        for mode in MODES {
            let table = UnitPert::new(mode).table();
            let values: Vec<f64> = uniforms().map(|u| table.quantile(u)).collect();
            // Equal neighbours differ by rounding of the cubic alone.
            assert!(values.is_sorted_by(|a, b| *b > a - 1e-15), "mode {mode}");
        }
    }
}
