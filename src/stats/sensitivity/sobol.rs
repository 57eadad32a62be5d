//! Sobol indices: shares of the output's variance.

use super::super::{Ordered, Sample};
use super::{Estimate, Saltelli};

/// Samples drawn from the base points for an interval.
const RESAMPLES: usize = 1000;

/// The shares of an input.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sobol {
    /// What of the variance would go if this input alone were known.
    pub first: Estimate,
    /// What of it would stay if all other inputs were known.
    pub total: Estimate,
}

/// First and total indices of each input, and the base points they come from: those at which the
/// output is defined throughout. Intervals are percentiles of the bootstrap over base points;
/// `uniform` draws between 0 and 1.
///
/// # Source
/// Jansen (1999), Computer Physics Communications 117, 35, for both: with V the variance of A and B
/// together, first = 1 - E(B - AB)² / 2V and total = E(A - AB)² / 2V.
pub fn sobol(
    design: &Saltelli,
    output: &[f64],
    uniform: &mut dyn FnMut() -> f64,
) -> (usize, Vec<Sobol>) {
    let terms = Terms::new(design, output);
    let n = terms.rows.len();
    let all: Vec<usize> = (0..n).collect();
    let Some(values) = terms.indices(&all) else {
        return (n, vec![Sobol::default(); design.inputs]);
    };
    let mut drawn: Vec<Vec<f64>> = vec![Vec::with_capacity(RESAMPLES); values.len()];
    for _ in 0..RESAMPLES {
        let chosen: Vec<usize> = (0..n).map(|_| (uniform() * n as f64) as usize).collect();
        let found = terms.indices(&chosen).unwrap_or_default();
        for (drawn, value) in drawn.iter_mut().zip(found) {
            drawn.push(value);
        }
    }
    let estimate = |(&value, drawn): (&f64, &Vec<f64>)| {
        let sample = Sample::new(drawn);
        let ends = sample.quantile(0.025).zip(sample.quantile(0.975));
        Estimate::new(value, ends.filter(|_| n > 1))
    };
    let estimates: Vec<Estimate> = values.iter().zip(&drawn).map(estimate).collect();
    let pairs = estimates.chunks_exact(2);
    let indices = pairs.map(|pair| Sobol {
        first: pair[0],
        total: pair[1],
    });
    (n, indices.collect())
}

/// What each base point adds to the sums.
struct Terms {
    /// A + B, A² + B², then (B - AB)² and (A - AB)² of each input.
    rows: Vec<Vec<f64>>,
}

impl Terms {
    fn new(design: &Saltelli, output: &[f64]) -> Self {
        let at = |i: usize| (output[design.a(i)], output[design.b(i)]);
        let ab = |i: usize, input: usize| output[design.ab(i, input)];
        let whole = |&i: &usize| {
            let (a, b) = at(i);
            (a + b).is_finite() && (0..design.inputs).all(|input| ab(i, input).is_finite())
        };
        let known: Vec<usize> = (0..design.n).filter(whole).collect();
        // About the middle: squares of a large offset would drown the variance.
        let middle =
            known.iter().map(|&i| at(i).0 + at(i).1).sum::<f64>() / (2 * known.len()) as f64;
        let row = |&i: &usize| {
            let (a, b) = (at(i).0 - middle, at(i).1 - middle);
            let mut row = vec![a + b, a * a + b * b];
            for input in 0..design.inputs {
                let ab = ab(i, input) - middle;
                row.extend([(b - ab) * (b - ab), (a - ab) * (a - ab)]);
            }
            row
        };
        Self {
            rows: known.iter().map(row).collect(),
        }
    }

    /// First and total of each input over these base points; none where the output does not vary.
    fn indices(&self, chosen: &[usize]) -> Option<Vec<f64>> {
        let mut sums = vec![0.0; self.rows.first()?.len()];
        for &i in chosen {
            for (sum, term) in sums.iter_mut().zip(&self.rows[i]) {
                *sum += term;
            }
        }
        let points = 2.0 * chosen.len() as f64;
        let mean = sums[0] / points;
        let variance = sums[1] / points - mean * mean;
        let shares = |pair: &[f64]| {
            let [first, total] = [pair[0], pair[1]].map(|sum| sum / points / variance);
            [1.0 - first, total]
        };
        (variance > 0.0).then(|| sums[2..].chunks_exact(2).flat_map(shares).collect())
    }
}
