//! Which inputs move an output: rank correlations, partial rank correlations, tornado and the inputs'
//! share of variance from points drawn anyhow; Sobol indices from a Saltelli design.
//!
//! Columns in, estimates with 95 % intervals out. Points whose output is undefined are left out, and
//! so are inputs that are one and the same in all that remain. An infinite input (a date that never
//! comes) has the largest rank.

mod correlation;
mod morris;
mod partial;
mod rank;
mod saltelli;
mod sobol;
mod surrogate;
#[cfg(test)]
mod tests;
mod tornado;

use super::orthogonal::dot;
use correlation::fisher;
use partial::Basis;
use surrogate::Surrogate;
use tornado::Ends;

pub use morris::{Morris, morris};
pub use saltelli::{Order, Saltelli};
pub use sobol::{Sobol, sobol};

/// A number and its 95 % interval, where there is one.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Estimate {
    /// The estimate.
    pub value: Option<f64>,
    /// Lower and upper end.
    pub interval: Option<(f64, f64)>,
}

impl Estimate {
    fn new(value: f64, interval: Option<(f64, f64)>) -> Self {
        Self {
            value: Some(value),
            interval,
        }
    }
}

/// What an output has to do with an input.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effect {
    /// Position of the input among all.
    pub input: usize,
    /// Spearman's rank correlation.
    pub spearman: Estimate,
    /// Rank correlation of what the other inputs leave unexplained.
    pub partial: Estimate,
    /// Mean of the output with the input in its lowest tenth.
    pub low: Estimate,
    /// Mean of the output with the input in its highest tenth.
    pub high: Estimate,
}

/// What an output depends on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sensitivity {
    /// Points at which the output is defined.
    pub n: u64,
    /// One an input that varies, in their order; none where the output does not vary.
    pub effects: Vec<Effect>,
    /// Cross-validated R²: a lower bound of the inputs' share of the output's variance.
    pub share: Estimate,
}

/// The sensitivity of each output to each input; columns are points in one order.
#[must_use]
pub fn sensitivities(inputs: &[&[f64]], outputs: &[&[f64]]) -> Vec<Sensitivity> {
    // Most outputs are defined everywhere: what depends on the inputs alone is done once for them.
    let mut prepared: Vec<Prepared> = Vec::new();
    let one = |output: &&[f64]| {
        let kept = defined(output);
        let known = prepared.iter().position(|p| p.kept == kept);
        let at = known.unwrap_or_else(|| {
            prepared.push(Prepared::new(inputs, kept));
            prepared.len() - 1
        });
        prepared[at].against(output)
    };
    outputs.iter().map(one).collect()
}

fn defined(output: &[f64]) -> Vec<usize> {
    let known = |&at: &usize| output[at].is_finite();
    (0..output.len()).filter(known).collect()
}

fn picked(column: &[f64], kept: &[usize]) -> Vec<f64> {
    kept.iter().map(|&at| column[at]).collect()
}

/// What the points that are kept say of the inputs alone.
struct Prepared {
    kept: Vec<usize>,
    inputs: Vec<Input>,
    basis: Option<Basis>,
    surrogate: Option<Surrogate>,
}

/// An input that varies.
struct Input {
    index: usize,
    ends: Ends,
    scores: Vec<f64>,
}

impl Prepared {
    fn new(inputs: &[&[f64]], kept: Vec<usize>) -> Self {
        let mut varying = Vec::new();
        let mut ranks = Vec::new();
        for (index, column) in inputs.iter().enumerate() {
            let values = picked(column, &kept);
            let own = rank::mid_ranks(&values);
            if let Some(scores) = rank::scores(&own).filter(|_| !values.iter().any(|x| x.is_nan()))
            {
                varying.push(Input {
                    index,
                    ends: Ends::new(&values),
                    scores,
                });
                ranks.push(own);
            }
        }
        let scores: Vec<&[f64]> = varying.iter().map(|i| i.scores.as_slice()).collect();
        Self {
            basis: Basis::new(&scores),
            surrogate: Surrogate::new(&ranks, kept.len()),
            inputs: varying,
            kept,
        }
    }

    fn against(&self, output: &[f64]) -> Sensitivity {
        let n = self.kept.len() as u64;
        let output = picked(output, &self.kept);
        let Some(scores) = rank::scores(&rank::mid_ranks(&output)) else {
            return Sensitivity {
                n,
                ..Sensitivity::default()
            };
        };
        let probability = output.iter().all(|&y| y * (y - 1.0) == 0.0);
        let partials = self.basis.as_ref().map(|basis| basis.partials(&scores));
        let effect = |(at, input): (usize, &Input)| {
            let partial = partials.as_ref().and_then(|partials| partials[at]);
            let (low, high) = input.ends.means(&output, probability);
            Effect {
                input: input.index,
                spearman: correlated(dot(&input.scores, &scores), n, 0),
                partial: partial.map_or(Estimate::default(), |r| {
                    correlated(r, n, self.inputs.len() as u64 - 1)
                }),
                low,
                high,
            }
        };
        Sensitivity {
            n,
            effects: self.inputs.iter().enumerate().map(effect).collect(),
            share: self
                .surrogate
                .as_ref()
                .map_or(Estimate::default(), |surrogate| surrogate.share(&output)),
        }
    }
}

fn correlated(r: f64, n: u64, given: u64) -> Estimate {
    let r = r.clamp(-1.0, 1.0);
    Estimate::new(r, fisher(r, n, given))
}

/// Spearman's rank correlation of two columns, which share equal values' mean ranks; without a value
/// where a column does not vary or is undefined somewhere. Infinite values are the largest.
#[must_use]
pub fn spearman(x: &[f64], y: &[f64]) -> Estimate {
    let scores = |values: &[f64]| {
        let defined = !values.iter().any(|x| x.is_nan());
        rank::scores(&rank::mid_ranks(values)).filter(|_| defined)
    };
    match (scores(x), scores(y)) {
        (Some(a), Some(b)) => correlated(dot(&a, &b), x.len() as u64, 0),
        _ => Estimate::default(),
    }
}
