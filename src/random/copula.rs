//! A Gaussian copula: rank correlations between parameters that leave each parameter's own law as it
//! is. The normal scores of a design's uniforms are mixed by a Cholesky factor and turned back.
//! `scenario` makes one for each variant, `engine` draws by it.
//!
//! # Source
//! Iman and Conover (1982), Communications in Statistics B11, 311, for the use; Kruskal (1958),
//! Journal of the American Statistical Association 53, 814, for rank against normal correlation.

use std::f64::consts::PI;

use libm::{asin, sin};

use super::normal::{normal_cdf, normal_quantile};
use super::stream::StreamKey;

/// The least uniform of a stream, and the distance of the greatest from 1.
const LEAST_UNIFORM: f64 = 1.0 / (1_u64 << 53) as f64;

/// The correlation of normal scores whose ranks have a Spearman correlation.
#[must_use]
pub fn normal_of_rank(rank: f64) -> f64 {
    2.0 * sin(PI * rank / 6.0)
}

/// The Spearman correlation of the ranks of correlated normal numbers.
#[must_use]
pub fn rank_of_normal(normal: f64) -> f64 {
    6.0 / PI * asin(normal / 2.0)
}

/// A correlation between two parameters as it was asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RankCorrelation {
    /// Positions of the parameters, the first by name first.
    pub between: [usize; 2],
    /// Spearman's correlation of continuous laws.
    pub rank: f64,
}

/// A parameter whose uniforms go into those of another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// Its position.
    pub parameter: usize,
    /// Its stream.
    pub key: StreamKey,
    /// Weight of its normal score.
    pub weight: f64,
}

/// What the parameters of a variant have to do with each other.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Copula {
    /// What was asked for, in order of names.
    pub asked: Vec<RankCorrelation>,
    /// Parameters that are a mixture; the first of each group by name is none.
    mixed: Vec<(usize, Vec<Part>)>,
}

impl Copula {
    /// Of parameters in order of name, with the Cholesky factor of the matrix of their normal scores.
    #[must_use]
    pub fn new(
        parameters: &[(usize, StreamKey)],
        factor: &[Vec<f64>],
        asked: Vec<RankCorrelation>,
    ) -> Self {
        let part = |(&(parameter, key), &weight): (&(usize, StreamKey), &f64)| Part {
            parameter,
            key,
            weight,
        };
        let row = |(row, &(parameter, _)): (&Vec<f64>, &(usize, StreamKey))| {
            let parts = parameters.iter().zip(row).map(part);
            let parts: Vec<Part> = parts.filter(|part| part.weight != 0.0).collect();
            (parts.len() > 1).then_some((parameter, parts))
        };
        Self {
            asked,
            mixed: factor.iter().zip(parameters).filter_map(row).collect(),
        }
    }

    /// What a parameter is mixed of, itself last; nothing where it keeps its own draw.
    #[must_use]
    pub fn parts(&self, parameter: usize) -> Option<&[Part]> {
        let known = self.mixed.iter().find(|(mixed, _)| *mixed == parameter);
        known.map(|(_, parts)| parts.as_slice())
    }
}

/// Turns sums of weighted normal scores into uniforms, strictly between 0 and 1.
pub(super) fn uniforms_of_scores(scores: &mut [f64]) {
    for score in scores {
        *score = normal_cdf(*score).clamp(LEAST_UNIFORM, 1.0 - LEAST_UNIFORM);
    }
}

/// Adds the weighted normal scores of uniforms.
pub(super) fn add_scores(scores: &mut [f64], uniforms: &[f64], weight: f64) {
    for (score, uniform) in scores.iter_mut().zip(uniforms) {
        *score += weight * normal_quantile(*uniform);
    }
}

#[cfg(test)]
mod tests;
