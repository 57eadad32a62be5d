//! What a regression says of a choice, and how far to trust it: everything again in resampled trials.

use crate::analysis::regression::{Basis, foretold, least_squares};
use crate::random::{Stream, StreamKey};

/// Samples of the trials, drawn with replacement.
const RESAMPLES: u64 = 200;

/// Points at which the best variant is looked for, from the 1 % to the 99 % quantile.
const POINTS: usize = 201;

/// A number with its 95 % interval.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Found {
    /// The number.
    pub value: Option<f64>,
    /// Lower end.
    pub lo: Option<f64>,
    /// Upper end.
    pub hi: Option<f64>,
}

/// Differences of variants and the columns on which each depends.
pub struct Evidence<'a> {
    /// By how much each variant is better than the one with the best mean, in each trial.
    pub differences: &'a [Vec<f64>],
    /// Columns for each variant.
    pub designs: Vec<Vec<&'a [f64]>>,
    /// Trials that are drawn together.
    pub unit: usize,
    /// Seed of the resamples.
    pub seed: u64,
    /// The least and the largest difference of each variant: an expectation lies between them, even where a
    /// regression would leave them.
    pub ranges: Vec<(f64, f64)>,
}

/// The least and the largest of each variant's differences.
pub fn ranges(differences: &[Vec<f64>]) -> Vec<(f64, f64)> {
    let range = |values: &Vec<f64>| {
        let low = values.iter().copied().fold(f64::INFINITY, f64::min);
        (
            low,
            values.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        )
    };
    differences.iter().map(range).collect()
}

/// What is expected given what the columns tell.
pub struct Values {
    /// Of knowing it.
    pub information: Found,
    /// Probability of each variant to be best.
    pub best: Vec<Found>,
    /// What each falls short of the best.
    pub regret: Vec<Found>,
}

/// Where the best variant changes.
pub struct Change {
    /// The variant below.
    pub from: usize,
    /// The variant above.
    pub to: usize,
    /// The parameter's value.
    pub at: Found,
    /// How often it changes so.
    pub note: String,
}

impl Evidence<'_> {
    fn trials(&self) -> usize {
        self.differences[0].len()
    }

    fn coefficients(&self, weights: &[f64]) -> Vec<Vec<f64>> {
        let fits = self.differences.iter().zip(&self.designs);
        fits.map(|(y, columns)| least_squares(columns, y, weights))
            .collect()
    }

    /// How often each trial is drawn.
    fn weights(&self, resample: u64) -> Vec<f64> {
        let stream = Stream::new(self.seed, resample + 1, StreamKey::of("compare.resample"));
        let units = self.trials().div_ceil(self.unit);
        let mut uniforms = vec![0.0; units];
        stream.fill(0, &mut uniforms);
        let mut weights = vec![0.0; units];
        for uniform in uniforms {
            weights[(uniform * units as f64) as usize] += 1.0;
        }
        (0..self.trials()).map(|t| weights[t / self.unit]).collect()
    }

    /// Value of information, probabilities of being best, regrets: one after the other.
    fn numbers(&self, weights: &[f64]) -> Vec<f64> {
        let coefficients = self.coefficients(weights);
        let fits = self.designs.iter().zip(&coefficients).zip(&self.ranges);
        let told: Vec<Vec<f64>> = fits
            .map(|((columns, fit), &(low, high))| {
                let told = foretold(columns, fit, self.trials()).into_iter();
                told.map(|x| x.clamp(low, high)).collect()
            })
            .collect();
        let (variants, total) = (told.len(), weights.iter().sum::<f64>());
        let (mut best, mut means, mut top_mean) = (vec![0.0; variants], vec![0.0; variants], 0.0);
        for (t, weight) in weights.iter().map(|w| w / total).enumerate() {
            let top = told
                .iter()
                .map(|told| told[t])
                .fold(f64::NEG_INFINITY, f64::max);
            let equal = told.iter().filter(|told| told[t] >= top).count() as f64;
            top_mean += weight * top;
            for v in 0..variants {
                means[v] += weight * told[v][t];
                if told[v][t] >= top {
                    best[v] += weight / equal;
                }
            }
        }
        let regrets: Vec<f64> = means
            .iter()
            .map(|mean| (top_mean - mean).max(0.0))
            .collect();
        let information = regrets.iter().copied().fold(f64::INFINITY, f64::min);
        [information]
            .into_iter()
            .chain(best)
            .chain(regrets)
            .collect()
    }

    /// Estimates with the middle 95 % of those of resampled trials.
    pub fn values(&self) -> Values {
        let found = self.numbers(&vec![1.0; self.trials()]);
        let again: Vec<Vec<f64>> = (0..RESAMPLES)
            .map(|r| self.numbers(&self.weights(r)))
            .collect();
        let interval = |at: usize| with_middle(found[at], again.iter().map(|r| r[at]).collect());
        let variants = self.differences.len();
        Values {
            information: interval(0),
            best: (1..=variants).map(interval).collect(),
            regret: (variants + 1..=2 * variants).map(interval).collect(),
        }
    }

    /// The places at which the best variant changes, as the one parameter of the columns grows.
    pub fn changes(&self, basis: &Basis, sample: &[f64]) -> Vec<Change> {
        let points = points(sample);
        let rows: Vec<Vec<f64>> = points.iter().map(|&x| basis.row(x)).collect();
        let lines = |coefficients: Vec<Vec<f64>>| -> Vec<Vec<f64>> {
            let line = |(fit, &(low, high)): (&Vec<f64>, &(f64, f64))| {
                let points = rows.iter().map(|row| at(fit, row).clamp(low, high));
                points.collect()
            };
            coefficients.iter().zip(&self.ranges).map(line).collect()
        };
        let found = lines(self.coefficients(&vec![1.0; self.trials()]));
        let places = changes(&found, &points);
        if places.is_empty() {
            return Vec::new();
        }
        let again: Vec<Vec<Vec<f64>>> = (0..RESAMPLES)
            .map(|r| lines(self.coefficients(&self.weights(r))))
            .collect();
        let change = |(from, to, place): (usize, usize, f64)| {
            let nearest = |lines: &Vec<Vec<f64>>| {
                let roots = roots(&lines[to], &lines[from], &points);
                let near = |a: &f64, b: &f64| (a - place).abs().total_cmp(&(b - place).abs());
                roots.into_iter().min_by(near)
            };
            let roots: Vec<f64> = again.iter().filter_map(nearest).collect();
            let share = 100 * roots.len() / again.len();
            Change {
                from,
                to,
                at: with_middle(place, roots),
                note: format!("within the values seen in {share} % of resamples"),
            }
        };
        places.into_iter().map(change).collect()
    }
}

fn at(fit: &[f64], row: &[f64]) -> f64 {
    fit[0] + fit[1..].iter().zip(row).map(|(c, x)| c * x).sum::<f64>()
}

fn points(sample: &[f64]) -> Vec<f64> {
    let mut sorted = sample.to_vec();
    sorted.sort_by(f64::total_cmp);
    let at = |share: f64| sorted[(share * (sorted.len() - 1) as f64) as usize];
    let (low, high) = (at(0.01), at(0.99));
    let step = (high - low) / (POINTS - 1) as f64;
    (0..POINTS).map(|k| low + step * k as f64).collect()
}

/// Below, above, and where.
fn changes(lines: &[Vec<f64>], points: &[f64]) -> Vec<(usize, usize, f64)> {
    let best = |k: usize| {
        let better = |best: usize, v: usize| {
            if lines[v][k] > lines[best][k] {
                v
            } else {
                best
            }
        };
        (0..lines.len()).fold(0, better)
    };
    (1..points.len())
        .map(|k| (best(k - 1), best(k), k))
        .filter(|(from, to, _)| from != to)
        .map(|(from, to, k)| (from, to, crossing(&lines[to], &lines[from], points, k)))
        .collect()
}

/// Where two lines cross, from one point to the next.
fn crossing(a: &[f64], b: &[f64], points: &[f64], k: usize) -> f64 {
    let (before, after) = (a[k - 1] - b[k - 1], a[k] - b[k]);
    points[k - 1] + (points[k] - points[k - 1]) * before / (before - after)
}

/// Where the first line rises above the second.
fn roots(a: &[f64], b: &[f64], points: &[f64]) -> Vec<f64> {
    (1..points.len())
        .filter(|&k| a[k - 1] <= b[k - 1] && a[k] > b[k])
        .map(|k| crossing(a, b, points, k))
        .collect()
}

/// With the middle 95 % of numbers.
fn with_middle(value: f64, mut again: Vec<f64>) -> Found {
    again.sort_by(f64::total_cmp);
    let last = again.len().saturating_sub(1) as f64;
    let quantile = |share: f64| again.get(libm::round(share * last) as usize).copied();
    Found {
        value: Some(value),
        lo: quantile(0.025),
        hi: quantile(0.975),
    }
}
