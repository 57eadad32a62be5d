//! Intervals of several mean differences that hold all at once: the quantile of the largest of correlated t
//! values.
//!
//! # Source
//! Hothorn, Bretz and Westfall (2008), Biometrical Journal 50, 346 (max-t with the estimated correlation); Dunnett
//! (1955), Journal of the American Statistical Association 50, 1096, for comparisons with one variant.

use super::CONFIDENCE;
use crate::random::{Law, Sampler, Stream, StreamKey, normal_quantiles};
use crate::stats::{Moments, student};

/// Draws of the largest t value: the level of the quantile is known to 0.12 %.
const DRAWS: usize = 1 << 15;

/// Correlated t values, drawn once for all measures and always alike.
pub(super) struct Together {
    /// By pair, then draw.
    normals: Vec<Vec<f64>>,
    /// Where in its law each draw's chi-square lies.
    chi: Vec<f64>,
}

impl Together {
    /// For at most so many pairs.
    pub(super) fn new(pairs: usize) -> Self {
        Self::of_draws(pairs, DRAWS)
    }

    fn of_draws(pairs: usize, draws: usize) -> Self {
        let key = StreamKey::of("compare.together");
        let uniforms = |number: usize| {
            let mut uniforms = vec![0.0; draws];
            Stream::new(1, number as u64, key).fill(0, &mut uniforms);
            uniforms
        };
        let normals = |pair: usize| {
            let mut normals = uniforms(pair + 2);
            normal_quantiles(&mut normals);
            normals
        };
        let pairs = if pairs > 1 { pairs } else { 0 };
        Self {
            normals: (0..pairs).map(normals).collect(),
            chi: uniforms(1),
        }
    }

    /// The confidence each interval must have for all to hold at once: never less than that of one alone nor more
    /// than Bonferroni's, which it is where differences are of different trials. What does not vary needs no room.
    pub(super) fn each(&self, differences: &[Vec<f64>]) -> f64 {
        let varying: Vec<&Vec<f64>> = differences
            .iter()
            .filter(|d| moments(d).sd().is_some_and(|sd| sd > 0.0))
            .collect();
        let bonferroni = 1.0 - (1.0 - CONFIDENCE) / varying.len().max(1) as f64;
        let Some(first) = varying.first().filter(|_| varying.len() > 1) else {
            return CONFIDENCE;
        };
        let df = first.len() as f64 - 1.0;
        if varying.iter().any(|d| d.len() != first.len()) {
            return bonferroni;
        }
        let critical = self.critical(&factor(&correlations(&varying)), df);
        (1.0 - 2.0 * student::upper_tail(critical, df)).clamp(CONFIDENCE, bonferroni)
    }

    /// The quantile of the largest of the t values whose correlations have this factor.
    fn critical(&self, factor: &[Vec<f64>], df: f64) -> f64 {
        let law = Law::GammaShape {
            shape: 0.5 * df,
            scale: 2.0,
        };
        let mut chi = self.chi.clone();
        Sampler::new(&law).quantiles(&mut chi);
        let largest = |draw: usize| {
            let value = |row: &Vec<f64>| {
                let terms = row.iter().zip(&self.normals);
                terms
                    .map(|(c, normals)| c * normals[draw])
                    .sum::<f64>()
                    .abs()
            };
            let top = factor.iter().map(value).fold(0.0, f64::max);
            top / (chi[draw] / df).sqrt()
        };
        let mut largest: Vec<f64> = (0..chi.len()).map(largest).collect();
        let rank = libm::ceil(CONFIDENCE * chi.len() as f64) as usize;
        *largest.select_nth_unstable_by(rank - 1, f64::total_cmp).1
    }
}

fn moments(values: &[f64]) -> Moments {
    let mut moments = Moments::default();
    moments.push_block(values);
    moments
}

fn correlations(columns: &[&Vec<f64>]) -> Vec<Vec<f64>> {
    let standard = |column: &&Vec<f64>| -> Vec<f64> {
        let mean = column.iter().sum::<f64>() / column.len() as f64;
        let off: Vec<f64> = column.iter().map(|x| x - mean).collect();
        let length = off.iter().map(|x| x * x).sum::<f64>().sqrt();
        off.iter().map(|x| x / length).collect()
    };
    let standard: Vec<Vec<f64>> = columns.iter().map(standard).collect();
    let dot = |a: &Vec<f64>, b: &Vec<f64>| a.iter().zip(b).map(|(a, b)| a * b).sum();
    let row = |a| standard.iter().map(|b| dot(a, b)).collect();
    standard.iter().map(row).collect()
}

/// The lower factor of correlations, of which some may follow from others: differences of all pairs do.
fn factor(correlations: &[Vec<f64>]) -> Vec<Vec<f64>> {
    const FOLLOWS: f64 = 1e-9;
    let mut found: Vec<Vec<f64>> = Vec::new();
    for (i, given) in correlations.iter().enumerate() {
        let mut row: Vec<f64> = Vec::with_capacity(i + 1);
        for (j, above) in found.iter().enumerate() {
            let known: f64 = row.iter().zip(above).map(|(a, b)| a * b).sum();
            let pivot = above[j];
            row.push(if pivot > 0.0 {
                (given[j] - known) / pivot
            } else {
                0.0
            });
        }
        let rest = given[i] - row.iter().map(|a| a * a).sum::<f64>();
        row.push(if rest > FOLLOWS { rest.sqrt() } else { 0.0 });
        found.push(row);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use statrs::distribution::{Binomial, DiscreteCDF};

    /// Dunnett (1964), Biometrics 20, 482, table II: two-sided, 5 %, correlation one half.
    #[test]
    fn comparisons_with_one_variant_have_dunnetts_critical_values() {
        for (pairs, df, truth) in [
            (2, 10.0, 2.57),
            (3, 10.0, 2.76),
            (2, 20.0, 2.38),
            (3, 20.0, 2.54),
            (4, 20.0, 2.65),
            (5, 20.0, 2.73),
        ] {
            let row = |i| (0..pairs).map(|j| if i == j { 1.0 } else { 0.5 }).collect();
            let correlations: Vec<Vec<f64>> = (0..pairs).map(row).collect();
            let found = Together::new(pairs).critical(&factor(&correlations), df);
            assert!((found - truth).abs() < 0.03, "{pairs} {df}: {found}");
        }
    }

    #[test]
    fn what_moves_as_one_needs_no_more_room_than_one() {
        let one: Vec<f64> = (0..40).map(|t| libm::sin(f64::from(t))).collect();
        let twice: Vec<f64> = one.iter().map(|x| 2.0 * x + 1.0).collect();
        let together = Together::new(3);
        let each = together.each(&[one.clone(), twice, vec![3.0; 40]]);
        assert!((each - 0.95).abs() < 0.003, "{each}");
        let other: Vec<f64> = (0..40).map(|t| libm::cos(f64::from(t * t))).collect();
        let apart = together.each(&[one.clone(), other.clone()]);
        assert!(apart > 0.97 && apart <= 0.975, "{apart}");
        // Of different trials: Bonferroni.
        let uneven = together.each(&[one, other[..39].to_vec()]);
        assert!((uneven - 0.975).abs() < 1e-12, "{uneven}");
        assert!((together.each(&[other]) - 0.95).abs() < 1e-12);
    }

    /// All pairs of four variants that share some of their luck, 25 trials: all six intervals hold their
    /// differences as often as they say.
    #[test]
    fn all_intervals_hold_at_once_as_often_as_they_say() {
        const REPETITIONS: u64 = 2000;
        let together = Together::of_draws(6, 1 << 13);
        let (mut held, mut narrower) = (0, 0.0);
        for repetition in 1..=REPETITIONS {
            let normals = |name: &str| {
                let mut normals = vec![0.0; 25];
                Stream::new(20_261_123, repetition, StreamKey::of(name)).fill(0, &mut normals);
                normal_quantiles(&mut normals);
                normals
            };
            let luck = normals("luck");
            let variants: Vec<Vec<f64>> = [0.3, 1.0, 1.0, 2.0]
                .iter()
                .zip(["a", "b", "c", "d"])
                .map(|(spread, name)| {
                    let own = normals(name);
                    own.iter()
                        .zip(&luck)
                        .map(|(x, luck)| spread * x + luck)
                        .collect()
                })
                .collect();
            let pairs = (0..4).flat_map(|a| (0..a).map(move |b| (a, b)));
            let differences: Vec<Vec<f64>> = pairs
                .map(|(a, b)| {
                    let both = variants[a].iter().zip(&variants[b]);
                    both.map(|(x, y)| x - y).collect()
                })
                .collect();
            let each = together.each(&differences);
            let holds = |difference: &Vec<f64>| {
                let (lo, hi) = moments(difference).t_interval(each).unwrap();
                lo <= 0.0 && 0.0 <= hi
            };
            held += u64::from(differences.iter().all(holds));
            let bonferroni = student::critical(1.0 - 0.05 / 6.0, 24.0);
            narrower += student::critical(each, 24.0) / bonferroni / REPETITIONS as f64;
        }
        let law = Binomial::new(0.95, REPETITIONS).unwrap();
        let covered = 100.0 * held as f64 / REPETITIONS as f64;
        println!("{covered:.1} %, {narrower:.3} of Bonferroni's width");
        assert!(held >= law.inverse_cdf(0.001), "{covered} %");
        assert!(held <= law.inverse_cdf(0.999), "{covered} %");
        assert!(narrower < 0.97, "{narrower}");
    }
}
