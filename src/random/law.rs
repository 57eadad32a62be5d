//! Probability laws as the user states them. `A` is what an argument is: an expression with
//! parameters in it before a trial, a plain number once a trial's parameters are drawn.

use std::sync::Arc;

mod cdf;
mod fault;
mod moments;
mod shape;

pub(super) use cdf::Window;
pub(super) use moments::logit_normal;
pub(super) use shape::Shape;

/// A probability law. Arguments are in the base unit of the quantity unless said otherwise.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)] // the fields are named by the words of the law itself
pub enum Law<A> {
    /// Always this value.
    Constant(A),
    /// Uniform on `[low, high]`.
    Uniform { low: A, high: A },
    /// Triangular on `[low, high]`.
    Triangular { low: A, mode: A, high: A },
    /// PERT: beta on `[low, high]` with shape 4, mean `(low + 4 mode + high) / 6`.
    Pert { low: A, mode: A, high: A },
    /// Normal.
    Normal { mean: A, sd: A },
    /// Log-normal with this mean and coefficient of variation (dimensionless).
    LogNormal { mean: A, cv: A },
    /// Log-normal with this median and standard deviation of the log (dimensionless).
    /// `lognormal(mu m, sigma s)` is read as the median `exp(m)`.
    LogNormalMedian { median: A, sigma: A },
    /// Log-normal whose central 90 % lie between `low` and `high`: `9 to 16 d`.
    LogNormal90 { low: A, high: A },
    /// Logit-normal whose central 90 % lie between two shares: `60 % to 80 %`.
    LogitNormal90 { low: A, high: A },
    /// Exponential with this mean.
    Exponential { mean: A },
    /// Gamma with this mean and coefficient of variation (dimensionless).
    Gamma { mean: A, cv: A },
    /// Gamma with this shape (dimensionless) and scale; its mean is their product.
    GammaShape { shape: A, scale: A },
    /// Weibull with this shape (dimensionless) and scale: `1 - exp(-(x / scale)^shape)`.
    Weibull { shape: A, scale: A },
    /// Beta on `[0, 1]` with these shapes (dimensionless).
    Beta { a: A, b: A },
    /// Beta on `[0, 1]` with this mean and standard deviation (both dimensionless).
    BetaMean { mean: A, sd: A },
    /// Poisson with this mean; the draw is a count in the base unit.
    Poisson { mean: A },
    /// One with this probability, else zero.
    Bernoulli { probability: A },
    /// These values with these weights (dimensionless, adding up to one). A date is days since the
    /// scenario's start, "never" is infinity.
    Discrete(Vec<(A, f64)>),
    /// One of these observations, each as likely as any other; in rising order.
    Empirical(Arc<[f64]>),
    /// What a continuous law gives, provided that it lies between `low` and `high`; infinite where
    /// not bounded.
    Truncated { law: Box<Law<A>>, low: A, high: A },
    /// Rounded down to a whole number of `unit`s (base units in one unit as written, so that
    /// `floor(…) d` rounds to whole days).
    Floor { law: Box<Law<A>>, unit: f64 },
    /// Held at `low` or above and at `high` or below; infinite where not bounded.
    Clip { law: Box<Law<A>>, low: A, high: A },
}

impl<A> Law<A> {
    /// The law with every argument mapped.
    pub fn map<B>(&self, f: &mut impl FnMut(&A) -> B) -> Law<B> {
        match self {
            Self::Constant(a) => Law::Constant(f(a)),
            Self::Uniform { low, high } => Law::Uniform {
                low: f(low),
                high: f(high),
            },
            Self::Triangular { low, mode, high } => Law::Triangular {
                low: f(low),
                mode: f(mode),
                high: f(high),
            },
            Self::Pert { low, mode, high } => Law::Pert {
                low: f(low),
                mode: f(mode),
                high: f(high),
            },
            Self::Normal { mean, sd } => Law::Normal {
                mean: f(mean),
                sd: f(sd),
            },
            Self::LogNormal { mean, cv } => Law::LogNormal {
                mean: f(mean),
                cv: f(cv),
            },
            Self::LogNormalMedian { median, sigma } => Law::LogNormalMedian {
                median: f(median),
                sigma: f(sigma),
            },
            Self::LogNormal90 { low, high } => Law::LogNormal90 {
                low: f(low),
                high: f(high),
            },
            Self::LogitNormal90 { low, high } => Law::LogitNormal90 {
                low: f(low),
                high: f(high),
            },
            Self::Exponential { mean } => Law::Exponential { mean: f(mean) },
            Self::Gamma { mean, cv } => Law::Gamma {
                mean: f(mean),
                cv: f(cv),
            },
            Self::GammaShape { shape, scale } => Law::GammaShape {
                shape: f(shape),
                scale: f(scale),
            },
            Self::Weibull { shape, scale } => Law::Weibull {
                shape: f(shape),
                scale: f(scale),
            },
            Self::Beta { a, b } => Law::Beta { a: f(a), b: f(b) },
            Self::BetaMean { mean, sd } => Law::BetaMean {
                mean: f(mean),
                sd: f(sd),
            },
            Self::Poisson { mean } => Law::Poisson { mean: f(mean) },
            Self::Bernoulli { probability } => Law::Bernoulli {
                probability: f(probability),
            },
            Self::Discrete(points) => {
                Law::Discrete(points.iter().map(|(a, w)| (f(a), *w)).collect())
            }
            Self::Empirical(sorted) => Law::Empirical(Arc::clone(sorted)),
            Self::Truncated { law, low, high } => {
                let law = Box::new(law.map(f));
                Law::Truncated {
                    law,
                    low: f(low),
                    high: f(high),
                }
            }
            Self::Floor { law, unit } => Law::Floor {
                law: Box::new(law.map(f)),
                unit: *unit,
            },
            Self::Clip { law, low, high } => {
                let law = Box::new(law.map(f));
                Law::Clip {
                    law,
                    low: f(low),
                    high: f(high),
                }
            }
        }
    }
}
