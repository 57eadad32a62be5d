//! Where a law lies: support, mode, mean.

use libm::{ceil, exp, fabs, log, log1p, sqrt, tanh, tgamma};

use super::Law;
use crate::random::Sampler;
use crate::random::normal::{SCORE_95, SCORE_LIMIT, normal_cdf, normal_density};

impl Law<f64> {
    /// The lowest and the highest value that can be drawn; infinite where unbounded.
    #[must_use]
    pub fn support(&self) -> (f64, f64) {
        let (_, shape) = self.unwrapped();
        (shape.low, shape.high)
    }

    /// The most likely value (of several the lowest; for a discrete law the likeliest point; for a
    /// log-normal the mode of its density; for observations the lower median; for a truncated law the
    /// mode of the whole law, held between the bounds), clipped and rounded as the law is.
    #[must_use]
    pub fn mode(&self) -> f64 {
        let (inner, shape) = self.unwrapped();
        shape.apply(inner.bare_mode())
    }

    /// The mean; for a rounded, clipped or truncated law by integrating the quantile function, to about 1e-6
    /// of its spread. Infinite where "never" is possible.
    #[must_use]
    pub fn mean(&self) -> f64 {
        let (inner, shape) = self.unwrapped();
        if shape.low >= shape.high {
            return shape.low;
        }
        match (self, inner) {
            (_, Self::Discrete(points)) => weighted(points, |value| shape.apply(value)),
            (_, Self::Bernoulli { probability }) => {
                let points = [(0.0, 1.0 - probability), (1.0, *probability)];
                weighted(&points, |value| shape.apply(value))
            }
            (_, Self::Empirical(sorted)) => {
                let sum: f64 = sorted.iter().map(|value| shape.apply(*value)).sum();
                sum / sorted.len() as f64
            }
            (Self::Floor { .. } | Self::Clip { .. } | Self::Truncated { .. }, _) => {
                integrated_mean(self)
            }
            (bare, _) => bare.bare_mean(),
        }
    }

    /// Mean and standard deviation, for a law that is normal or has only one value.
    #[must_use]
    pub fn normal(&self) -> Option<(f64, f64)> {
        match *self {
            Self::Normal { mean, sd } => Some((mean, sd)),
            _ => self.only_value().map(|value| (value, 0.0)),
        }
    }

    /// The same of the logarithm.
    #[must_use]
    pub fn normal_log(&self) -> Option<(f64, f64)> {
        let sure = || self.only_value().map(|value| (value, 0.0));
        let (median, sigma) = self.log_normal().or_else(sure)?;
        Some((libm::log(median), sigma))
    }

    /// Median and standard deviation of the log, for the log-normal laws.
    pub(in crate::random) fn log_normal(&self) -> Option<(f64, f64)> {
        match *self {
            Self::LogNormal { mean, cv } => {
                let variance = log1p(cv * cv);
                Some((mean * exp(-0.5 * variance), sqrt(variance)))
            }
            Self::LogNormalMedian { median, sigma } => Some((median, sigma)),
            Self::LogNormal90 { low, high } => {
                let ratio = log(high / low);
                Some((low * exp(0.5 * ratio), 0.5 * ratio / SCORE_95))
            }
            _ => None,
        }
    }

    /// The one value that a law without any spread draws, to the last bit.
    pub(in crate::random) fn only_value(&self) -> Option<f64> {
        match *self {
            Self::Truncated { ref law, .. } => law.only_value(),
            Self::Empirical(ref sorted) => sorted.first().copied().filter(|first| {
                let last = sorted.last();
                last.is_some_and(|last| first >= last)
            }),
            Self::Constant(value)
            | Self::Normal {
                mean: value,
                sd: 0.0,
            }
            | Self::LogNormal {
                mean: value,
                cv: 0.0,
            }
            | Self::LogNormalMedian {
                median: value,
                sigma: 0.0,
            }
            | Self::Gamma {
                mean: value,
                cv: 0.0,
            }
            | Self::BetaMean {
                mean: value,
                sd: 0.0,
            }
            | Self::Exponential { mean: value @ 0.0 }
            | Self::Poisson { mean: value @ 0.0 } => Some(value),
            Self::Uniform { low, high }
            | Self::Triangular { low, high, .. }
            | Self::Pert { low, high, .. }
            | Self::LogNormal90 { low, high }
            | Self::LogitNormal90 { low, high }
                if low >= high =>
            {
                Some(low)
            }
            _ => None,
        }
    }

    /// The support without rounding and clipping.
    pub(super) fn bare_support(&self) -> (f64, f64) {
        if let Some(value) = self.only_value() {
            return (value, value);
        }
        match self {
            Self::Uniform { low, high }
            | Self::Triangular { low, high, .. }
            | Self::Pert { low, high, .. } => (*low, *high),
            Self::LogitNormal90 { .. } | Self::Beta { .. } | Self::BetaMean { .. } => (0.0, 1.0),
            Self::Empirical(sorted) => (
                sorted.first().copied().unwrap_or(f64::NAN),
                sorted.last().copied().unwrap_or(f64::NAN),
            ),
            Self::Truncated { law, low, high } => {
                let (lowest, highest) = law.bare_support();
                (lowest.max(*low), highest.min(*high))
            }
            Self::Bernoulli { probability } => (
                f64::from(*probability >= 1.0),
                f64::from(*probability > 0.0),
            ),
            Self::Discrete(points) => drawn(points).fold(
                (f64::INFINITY, f64::NEG_INFINITY),
                |(low, high), (value, _)| (low.min(value), high.max(value)),
            ),
            Self::LogNormal { .. }
            | Self::LogNormalMedian { .. }
            | Self::LogNormal90 { .. }
            | Self::Exponential { .. }
            | Self::Gamma { .. }
            | Self::GammaShape { .. }
            | Self::Weibull { .. }
            | Self::Poisson { .. } => (0.0, f64::INFINITY),
            _ => (f64::NEG_INFINITY, f64::INFINITY),
        }
    }

    fn bare_mode(&self) -> f64 {
        if let Some(value) = self.only_value() {
            return value;
        }
        if let Some((median, sigma)) = self.log_normal() {
            return median * exp(-sigma * sigma);
        }
        if let Some((shape, scale)) = self.gamma_shape() {
            return (shape - 1.0).max(0.0) * scale;
        }
        if let Some((a, b)) = self.beta_shapes() {
            return beta_mode(a, b);
        }
        match self {
            Self::Weibull { shape, scale } if *shape > 1.0 => {
                scale * exp(log1p(-1.0 / shape) / shape)
            }
            Self::Empirical(sorted) => sorted
                .get(sorted.len().saturating_sub(1) / 2)
                .copied()
                .unwrap_or(f64::NAN),
            Self::Truncated { law, .. } => law.bare_mode(),
            Self::Uniform { low, .. } => *low,
            Self::Triangular { mode, .. } | Self::Pert { mode, .. } => *mode,
            Self::Normal { mean, .. } => *mean,
            Self::LogitNormal90 { low, high } => logit_normal_mode(*low, *high),
            // A whole mean and the count below it are equally likely.
            Self::Poisson { mean } => (ceil(*mean) - 1.0).max(0.0),
            Self::Bernoulli { probability } => f64::from(*probability > 0.5),
            Self::Discrete(points) => likeliest(points),
            _ => 0.0,
        }
    }

    fn bare_mean(&self) -> f64 {
        if let Some((a, b)) = self.beta_shapes() {
            return a / (a + b);
        }
        match self {
            Self::GammaShape { shape, scale } => shape * scale,
            Self::Weibull { shape, scale } => scale * tgamma(1.0 + 1.0 / shape),
            Self::Uniform { low, high } => 0.5 * low + 0.5 * high,
            Self::Triangular { low, mode, high } => low / 3.0 + mode / 3.0 + high / 3.0,
            Self::Pert { low, mode, high } => (low + 4.0 * mode + high) / 6.0,
            Self::Normal { mean, .. }
            | Self::LogNormal { mean, .. }
            | Self::Exponential { mean }
            | Self::Gamma { mean, .. }
            | Self::Poisson { mean } => *mean,
            Self::LogitNormal90 { .. } => smooth_mean(&Sampler::light(self)),
            _ => self.log_normal().map_or(f64::NAN, |(median, sigma)| {
                median * exp(0.5 * sigma * sigma)
            }),
        }
    }
}

/// Centre and standard deviation on the logit scale of the logit-normal law with this central
/// 90 %.
pub(in crate::random) fn logit_normal(low: f64, high: f64) -> (f64, f64) {
    let logit = |x: f64| log(x) - log1p(-x);
    let (low, high) = (logit(low), logit(high));
    (0.5 * (low + high), 0.5 * (high - low) / SCORE_95)
}

/// The mode solves `y = centre + variance tanh(y / 2)` on the logit scale; of its up to three
/// solutions the one farthest out on the centre's side is the highest (Johnson, 1949).
fn logit_normal_mode(low: f64, high: f64) -> f64 {
    let (centre, sd) = logit_normal(low, high);
    let variance = sd * sd;
    let (mut inner, mut outer) = (0.0, fabs(centre) + variance);
    for _ in 0..200 {
        let y = 0.5 * (inner + outer);
        if y < fabs(centre) + variance * tanh(0.5 * y) {
            inner = y;
        } else {
            outer = y;
        }
    }
    let y = if centre > 0.0 { outer } else { -outer };
    1.0 / (1.0 + exp(-y))
}

/// Where the density is highest; of an infinite density at both ends the end of the lesser shape.
fn beta_mode(a: f64, b: f64) -> f64 {
    if a > 1.0 && b > 1.0 {
        (a - 1.0) / (a + b - 2.0)
    } else {
        f64::from(a > b)
    }
}

/// Points that can come, in their order.
fn drawn(points: &[(f64, f64)]) -> impl Iterator<Item = (f64, f64)> {
    points.iter().copied().filter(|(_, weight)| *weight > 0.0)
}

/// The value of the greatest weight, of several the lowest.
fn likeliest(points: &[(f64, f64)]) -> f64 {
    let best = drawn(points).reduce(|best, point| {
        let ahead = point.1 > best.1 || (point.1 >= best.1 && point.0 < best.0);
        if ahead { point } else { best }
    });
    best.map_or(f64::NAN, |(value, _)| value)
}

fn weighted(points: &[(f64, f64)], f: impl Fn(f64) -> f64) -> f64 {
    let total: f64 = drawn(points).map(|(_, weight)| weight).sum();
    let sum: f64 = drawn(points).map(|(value, weight)| f(value) * weight).sum();
    sum / total
}

/// The mean of a law whose quantile is a smooth function of the normal score: the trapezoidal
/// rule, which converges faster than any power there.
fn smooth_mean(sampler: &Sampler) -> f64 {
    const STEPS: i32 = (64.0 * SCORE_LIMIT) as i32;
    (-STEPS..=STEPS)
        .map(|step| {
            let score = f64::from(step) / 64.0;
            sampler.quantile(normal_cdf(score)) * normal_density(score) / 64.0
        })
        .sum()
}

/// A place on the quantile function.
#[derive(Clone, Copy)]
struct Place {
    uniform: f64,
    value: f64,
}

/// The mean of any law by halving the uniform interval until the area between the quantile's
/// values at both ends of a piece, within which the truth lies, is next to nothing.
fn integrated_mean(law: &Law<f64>) -> f64 {
    let sampler = Sampler::new(law);
    let at = |uniform: f64| Place {
        uniform,
        value: sampler.quantile(uniform),
    };
    let ends = (at(0.5 * f64::EPSILON), at(1.0 - 0.5 * f64::EPSILON));
    let central = at(0.95).value - at(0.05).value;
    let spread = if central > 0.0 {
        central
    } else {
        (ends.1.value - ends.0.value) * 1e-3
    };
    area(&at, ends.0, ends.1, 1e-8 * spread)
}

fn area(at: &impl Fn(f64) -> Place, from: Place, to: Place, allowed: f64) -> f64 {
    let width = to.uniform - from.uniform;
    let middle = at(0.5 * (from.uniform + to.uniform));
    // Not a number, which only refused laws have, counts as settled.
    let unsettled = (to.value - from.value) * width > allowed;
    if !unsettled || middle.uniform <= from.uniform || middle.uniform >= to.uniform {
        // Simpson's rule where the quantile is smooth, within the bounds where it jumps.
        return (from.value + 4.0 * middle.value + to.value) / 6.0 * width;
    }
    area(at, from, middle, allowed) + area(at, middle, to, allowed)
}

#[cfg(test)]
mod tests;
