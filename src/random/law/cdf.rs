//! Distribution functions of the continuous laws, and what truncation leaves of them.

use libm::{exp, expm1, fmax, fmin, log, log1p};

use super::{Law, logit_normal};
use crate::random::beta::UnitBeta;
use crate::random::gamma::UnitGamma;
use crate::random::normal::normal_cdf;

/// The greatest number below one.
const BELOW_ONE: f64 = 1.0 - f64::EPSILON / 2.0;

/// The part of a law's uniforms that truncation leaves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::random) struct Window {
    from: f64,
    /// How much of the law is left.
    pub width: f64,
}

impl Window {
    /// The uniform of the whole law for one of the truncated law; strictly between 0 and 1.
    #[inline]
    pub fn place(self, uniform: f64) -> f64 {
        let place = self.from + self.width * uniform;
        fmin(fmax(place, f64::MIN_POSITIVE), BELOW_ONE)
    }
}

impl Law<f64> {
    /// The law that is truncated, if one is, and what is left of it; the law itself otherwise.
    pub(in crate::random) fn untruncated(&self) -> (&Self, Option<Window>) {
        match self {
            Self::Truncated { law, low, high } => (law, law.window(*low, *high)),
            law => (law, None),
        }
    }

    /// What lies between two bounds; nothing where the law is not continuous.
    pub(super) fn window(&self, low: f64, high: f64) -> Option<Window> {
        let (from, to) = (self.cdf(low)?, self.cdf(high)?);
        // A law without spread lies within or not.
        let inside = self
            .only_value()
            .map(|value| f64::from(low <= value && value <= high));
        Some(match inside {
            Some(width) => Window { from: 0.0, width },
            None => Window {
                from,
                width: to - from,
            },
        })
    }

    /// The probability of a draw at or below a value; nothing for laws that are not continuous, or
    /// whose shape [`Law::fault`] refuses.
    pub(in crate::random) fn cdf(&self, x: f64) -> Option<f64> {
        if let Some(value) = self.only_value() {
            return self.is_continuous().then(|| f64::from(x >= value));
        }
        if let Some((median, sigma)) = self.log_normal() {
            return Some(positive(x, |x| normal_cdf(log(x / median) / sigma)));
        }
        if let Some((a, b)) = self.beta_shapes() {
            return Some(UnitBeta::new(a, b)?.cdf(x));
        }
        if let Some((shape, scale)) = self.gamma_shape() {
            return Some(UnitGamma::new(shape)?.cdf(x / scale));
        }
        Some(match *self {
            Self::Uniform { low, high } => unit((x - low) / (high - low)),
            Self::Triangular { low, mode, high } => triangular(low, mode, high, x),
            Self::Pert { low, mode, high } => {
                let at = 4.0 * (mode - low) / (high - low);
                UnitBeta::new(1.0 + at, 5.0 - at)?.cdf((x - low) / (high - low))
            }
            Self::Normal { mean, sd } => normal_cdf((x - mean) / sd),
            Self::LogitNormal90 { low, high } => {
                let (centre, sd) = logit_normal(low, high);
                let x = unit(x);
                normal_cdf((log(x) - log1p(-x) - centre) / sd)
            }
            Self::Exponential { mean } => positive(x, |x| -expm1(-x / mean)),
            Self::Weibull { shape, scale } => positive(x, |x| -expm1(-exp(shape * log(x / scale)))),
            _ => return None,
        })
    }

    /// Neither counts nor choices, nor rounded, clipped or truncated before.
    pub(super) fn is_continuous(&self) -> bool {
        !matches!(
            self,
            Self::Constant(_)
                | Self::Poisson { .. }
                | Self::Bernoulli { .. }
                | Self::Discrete(_)
                | Self::Empirical(_)
                | Self::Truncated { .. }
                | Self::Floor { .. }
                | Self::Clip { .. }
        )
    }

    /// Shape and scale, for the gamma laws.
    pub(in crate::random) fn gamma_shape(&self) -> Option<(f64, f64)> {
        match *self {
            Self::Gamma { mean, cv } => Some((1.0 / (cv * cv), mean * cv * cv)),
            Self::GammaShape { shape, scale } => Some((shape, scale)),
            _ => None,
        }
    }

    /// Both shapes, for the beta laws.
    pub(in crate::random) fn beta_shapes(&self) -> Option<(f64, f64)> {
        match *self {
            Self::Beta { a, b } => Some((a, b)),
            Self::BetaMean { mean, sd } => {
                let both = mean * (1.0 - mean) / (sd * sd) - 1.0;
                Some((mean * both, (1.0 - mean) * both))
            }
            _ => None,
        }
    }
}

fn positive(x: f64, cdf: impl Fn(f64) -> f64) -> f64 {
    if x > 0.0 { cdf(x) } else { 0.0 }
}

fn unit(x: f64) -> f64 {
    fmin(fmax(x, 0.0), 1.0)
}

fn triangular(low: f64, mode: f64, high: f64, x: f64) -> f64 {
    let range = high - low;
    let (up, down) = (unit((x - low) / range), unit((high - x) / range));
    let turn = (mode - low) / range;
    if up < turn {
        up * up / turn
    } else if turn < 1.0 {
        1.0 - down * down / (1.0 - turn)
    } else {
        1.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Sampler;

    fn continuous() -> Vec<Law<f64>> {
        let (low, mode, high) = (4.0, 5.0, 9.0);
        vec![
            Law::Uniform { low, high },
            Law::Triangular { low, mode, high },
            Law::Triangular {
                low,
                mode: high,
                high,
            },
            Law::Pert { low, mode, high },
            Law::Normal { mean: 5.0, sd: 2.0 },
            Law::LogNormal { mean: 5.0, cv: 0.4 },
            Law::LogNormalMedian {
                median: 5.0,
                sigma: 0.4,
            },
            Law::LogNormal90 { low, high },
            Law::LogitNormal90 {
                low: 0.6,
                high: 0.8,
            },
            Law::Exponential { mean: 5.0 },
            Law::Gamma { mean: 5.0, cv: 0.7 },
            Law::GammaShape {
                shape: 0.6,
                scale: 5.0,
            },
            Law::Weibull {
                shape: 1.7,
                scale: 5.0,
            },
            Law::Beta { a: 8.0, b: 2.0 },
            Law::BetaMean { mean: 0.7, sd: 0.1 },
        ]
    }

    #[test]
    fn the_distribution_of_a_quantile_is_its_uniform() {
        for law in continuous() {
            let sampler = Sampler::light(&law);
            for u in (1..1000).map(|k| f64::from(k) / 1000.0) {
                let back = law.cdf(sampler.quantile(u)).unwrap();
                assert!((back - u).abs() < 1e-12, "{law:?} at {u}: {back}");
            }
        }
    }

    #[test]
    fn nothing_lies_before_a_support_and_all_of_it_before_infinity() {
        for law in continuous() {
            let (low, high) = law.support();
            assert_eq!(
                (law.cdf(low), law.cdf(high)),
                (Some(0.0), Some(1.0)),
                "{law:?}"
            );
            assert_eq!(law.cdf(f64::NEG_INFINITY), Some(0.0), "{law:?}");
            assert_eq!(law.cdf(f64::INFINITY), Some(1.0), "{law:?}");
        }
    }

    #[test]
    fn counts_and_choices_have_no_window() {
        for law in [
            Law::Constant(1.0),
            Law::Poisson { mean: 0.0 },
            Law::Poisson { mean: 3.0 },
            Law::Discrete(vec![(1.0, 1.0)]),
            Law::Empirical([1.0, 2.0].into()),
        ] {
            assert_eq!(law.window(0.0, 9.0), None, "{law:?}");
        }
    }
}
