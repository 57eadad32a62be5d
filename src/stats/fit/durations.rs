//! Laws of how long something lasts, from spells of which some are not over yet.

use libm::{exp, lgamma, log};

use super::curvature::{covariance, standard_error};
use super::gamma::ln_upper;
use super::simplex::lowest;
use super::{Estimate, akaike};
use crate::stats::normal::upper_tail;

/// A spell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Duration {
    /// How long it lasted, or has lasted so far.
    pub length: f64,
    /// It was not over when it was last seen (censored).
    pub open: bool,
}

/// A law of lengths, by the names and numbers of the scenario language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DurationLaw {
    /// `exponential(mean)`.
    Exponential,
    /// `lognormal(median, sigma)`.
    LogNormal,
    /// `weibull(shape, scale)`.
    Weibull,
    /// `gamma(mean, cv)`.
    Gamma,
}

impl DurationLaw {
    /// All of them, the plainest first.
    pub const ALL: [Self; 4] = [
        Self::Exponential,
        Self::LogNormal,
        Self::Weibull,
        Self::Gamma,
    ];

    /// What its numbers are called, and whether each is a length.
    #[must_use]
    pub fn numbers(self) -> &'static [(&'static str, bool)] {
        match self {
            Self::Exponential => &[("mean", true)],
            Self::LogNormal => &[("median", true), ("sigma", false)],
            Self::Weibull => &[("shape", false), ("scale", true)],
            Self::Gamma => &[("mean", true), ("cv", false)],
        }
    }

    /// The name in the language.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Exponential => "exponential",
            Self::LogNormal => "lognormal",
            Self::Weibull => "weibull",
            Self::Gamma => "gamma",
        }
    }

    /// Log of the density at a length where it is over, of the probability of more where it is not.
    fn ln_likelihood(self, p: &[f64], spell: Duration) -> f64 {
        let t = spell.length;
        match (self, p) {
            (Self::Exponential, &[mean]) => -t / mean - if spell.open { 0.0 } else { log(mean) },
            (Self::LogNormal, &[median, sigma]) => {
                let z = log(t / median) / sigma;
                if spell.open {
                    // Beyond this the tail has no digits; its leading term has.
                    return if z > 35.0 {
                        -0.5 * z * z - log(z * 2.507)
                    } else {
                        log(upper_tail(z))
                    };
                }
                -0.5 * (z * z + log(std::f64::consts::TAU)) - log(sigma * t)
            }
            (Self::Weibull, &[shape, scale]) => {
                let log_ratio = log(t / scale);
                let tail = -exp(shape * log_ratio);
                if spell.open {
                    tail
                } else {
                    tail + log(shape / scale) + (shape - 1.0) * log_ratio
                }
            }
            (Self::Gamma, &[mean, cv]) => {
                let shape = 1.0 / (cv * cv);
                let x = t * shape / mean;
                if spell.open {
                    return ln_upper(shape, x);
                }
                shape * log(x) - x - lgamma(shape) - log(t)
            }
            _ => f64::NAN,
        }
    }

    /// Where the search begins.
    fn start(self, spells: &[Duration]) -> Vec<f64> {
        let ended = spells.iter().filter(|s| !s.open).count() as f64;
        let mean = spells.iter().map(|s| s.length).sum::<f64>() / ended;
        let median = exp(spells.iter().map(|s| log(s.length)).sum::<f64>() / spells.len() as f64);
        match self {
            Self::Exponential => vec![mean],
            Self::LogNormal => vec![median, 1.0],
            Self::Weibull => vec![1.0, mean],
            Self::Gamma => vec![mean, 1.0],
        }
    }
}

/// A law at its highest likelihood.
#[derive(Clone, Debug, PartialEq)]
pub struct DurationFit {
    /// Which law.
    pub law: DurationLaw,
    /// Its numbers, in the order of [`DurationLaw::numbers`].
    pub numbers: Vec<Estimate>,
    /// Log of the density.
    pub log_likelihood: f64,
}

impl DurationFit {
    /// Akaike's criterion.
    #[must_use]
    pub fn aic(&self) -> f64 {
        akaike(self.log_likelihood, self.numbers.len())
    }
}

/// Fits a law to spells of positive length; nothing where the data do not tell its numbers: none was
/// over, or for a law of two numbers all that were over lasted as long.
#[must_use]
pub fn fit_durations(law: DurationLaw, spells: &[Duration]) -> Option<DurationFit> {
    let mut ended = spells.iter().filter(|s| !s.open).map(|s| s.length);
    let first = ended.next()?;
    if law != DurationLaw::Exponential && ended.all(|length| (length / first - 1.0).abs() < 1e-9) {
        return None;
    }
    let natural = |w: &[f64]| w.iter().map(|&w| exp(w)).collect::<Vec<f64>>();
    let cost = |w: &[f64]| {
        let p = natural(w);
        -spells
            .iter()
            .map(|&spell| law.ln_likelihood(&p, spell))
            .sum::<f64>()
    };
    let start: Vec<f64> = law.start(spells).into_iter().map(log).collect();
    let (w, value) = lowest(&cost, &[start], 0.4);
    let v = covariance(&cost, &w);
    let estimate = |i: usize| {
        let se = v
            .as_ref()
            .and_then(|v| standard_error(&|w| exp(w[i]), &w, v));
        Estimate::positive(exp(w[i]), se)
    };
    Some(DurationFit {
        law,
        numbers: (0..w.len()).map(estimate).collect(),
        log_likelihood: -value,
    })
}

#[cfg(test)]
mod tests;
