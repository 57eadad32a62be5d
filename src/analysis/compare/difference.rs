//! Differences between variants, measure by measure and trial by trial.

use super::together::Together;
use super::{CONFIDENCE, Side, first_order, second_order};
use rayon::prelude::*;

use crate::analysis::Trials;
use crate::measure::{Better, Measure};
use crate::stats::{Moments, in_whole_replicates, mean_by_replicates, student, wilson_with_ties};
use crate::summary::{Estimate, Means, Paired, paired_by};

/// A measure of one variant less that of another.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// What is measured.
    pub measure: Measure,
    /// The variant.
    pub a: String,
    /// The one it is compared with.
    pub b: String,
    /// Mean of a less b with its 95 % interval, over the trials in which both are defined.
    pub paired: Paired,
    /// The same with an interval that holds for all pairs of this measure together.
    pub together: Paired,
    /// Probability of a mean difference at least so far from 0 where there is none, by Student's t.
    pub p: Option<f64>,
    /// The same, adjusted by Holm for all pairs of this measure.
    pub p_holm: Option<f64>,
    /// Probability that a is better than b in a trial, ties half; where one of them can be better.
    pub beats: Estimate,
    /// Variance of the difference of independent runs over that of the paired difference.
    pub reduction: Option<f64>,
    /// Which is as good or better at every quantile of the sample.
    pub first_order: Option<Side>,
    /// Which is as good or better in every mean of the worst trials of the sample.
    pub second_order: Option<Side>,
}

/// Wins or losses below which replicates give no interval for their share.
const LEAST_WINS: f64 = 10.0;

/// Every measure of every pair of variants that has it in some trial; measures in their order, then pairs.
#[must_use]
pub fn differences(trials: &Trials, pairs: &[(usize, usize)]) -> Vec<Difference> {
    let together = Together::new(pairs.len());
    let means: Vec<Means> = pairs
        .par_iter()
        .map(|&(a, b)| trials.means(&[b, a]))
        .collect();
    let places = (0..trials.measures.len()).into_par_iter();
    let each = places.map(|place| of_measure(trials, (pairs, &means), place, &together));
    each.collect::<Vec<_>>().concat()
}

fn of_measure(
    trials: &Trials,
    (pairs, means): (&[(usize, usize)], &[Means]),
    place: usize,
    together: &Together,
) -> Vec<Difference> {
    // Where a pair lacks a trial each counts for itself.
    let alone = Means::default();
    let both: Vec<_> = pairs
        .iter()
        .zip(means)
        .map(|(&(a, b), means)| {
            let columns = defined(trials, place, a, b);
            let is_whole = columns.0.len() == trials.count();
            (a, b, columns, if is_whole { means } else { &alone })
        })
        .filter(|(.., columns, _)| !columns.0.is_empty())
        .collect();
    let independent = both
        .iter()
        .map(|(.., (a, b), means)| independent(&less(a, b), means));
    let each = together.each(&independent.collect::<Vec<_>>());
    let measure = &trials.measures[place];
    let mut found: Vec<Difference> = both
        .iter()
        .map(|(a, b, columns, means)| Difference {
            a: trials.variants[*a].name.clone(),
            b: trials.variants[*b].name.clone(),
            ..difference(measure, (&columns.0, &columns.1), means, each)
        })
        .collect();
    let adjusted = holm(&found.iter().map(|d| d.p).collect::<Vec<_>>());
    for (difference, p) in found.iter_mut().zip(adjusted) {
        difference.p_holm = p;
    }
    found
}

/// Two columns in the trials in which both are defined.
fn defined(trials: &Trials, place: usize, a: usize, b: usize) -> (Vec<f64>, Vec<f64>) {
    let column = |variant: usize| &trials.variants[variant].measures[place];
    let pairs = column(a).iter().zip(column(b));
    pairs
        .filter(|(a, b)| a.is_finite() && b.is_finite())
        .unzip()
}

fn difference(
    measure: &Measure,
    (a, b): (&[f64], &[f64]),
    means: &Means,
    confidence_each: f64,
) -> Difference {
    let replicate = means.replicate();
    // High is good from here on.
    let sign = match measure.better {
        Better::Low => Some(-1.0),
        Better::High => Some(1.0),
        Better::None => None,
    };
    let good = |column: &[f64]| sign.map(|s| column.iter().map(|x| s * x).collect::<Vec<f64>>());
    let goods = good(a).zip(good(b));
    Difference {
        measure: measure.clone(),
        a: String::new(),
        b: String::new(),
        paired: paired_by(means, (a, b), CONFIDENCE),
        together: paired_by(means, (a, b), confidence_each),
        p: p_value(&independent(&less(a, b), means)),
        p_holm: None,
        beats: goods
            .as_ref()
            .map_or_else(Estimate::default, |(a, b)| beats(a, b, replicate)),
        reduction: reduction(a, b),
        first_order: goods.as_ref().and_then(|(a, b)| first_order(a, b)),
        second_order: goods.as_ref().and_then(|(a, b)| second_order(a, b)),
    }
}

fn moments(values: &[f64]) -> Moments {
    let mut moments = Moments::default();
    moments.push_block(values);
    moments
}

fn less(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| a - b).collect()
}

/// What is independent among differences, less what they owe to controls: each, or the means of whole
/// replicates; nothing where there are too few of them.
fn independent(differences: &[f64], means: &Means) -> Vec<f64> {
    let differences = means
        .less_controls(differences)
        .unwrap_or_else(|| differences.to_vec());
    let Some(size) = means.replicate() else {
        return differences;
    };
    let whole = in_whole_replicates(differences.len(), size).unwrap_or(0);
    let means = differences[..whole].chunks(size);
    means
        .map(|own| own.iter().sum::<f64>() / size as f64)
        .collect()
}

fn p_value(differences: &[f64]) -> Option<f64> {
    let difference = moments(differences);
    let (mean, sd) = (difference.mean()?, difference.sd()?);
    let n = difference.n_defined() as f64;
    Some(if mean == 0.0 {
        1.0
    } else if sd == 0.0 {
        0.0
    } else {
        2.0 * student::upper_tail(mean.abs() / (sd / n.sqrt()), n - 1.0)
    })
}

/// Adjusted p-values: those at or below a level are real with at most that probability of any mistake.
///
/// # Source
/// Holm (1979), Scandinavian Journal of Statistics 6, 65.
fn holm(p: &[Option<f64>]) -> Vec<Option<f64>> {
    let mut order: Vec<(usize, f64)> = p
        .iter()
        .enumerate()
        .filter_map(|(at, p)| p.map(|p| (at, p)))
        .collect();
    order.sort_by(|(_, p), (_, q)| p.total_cmp(q));
    let (all, mut least, mut adjusted) = (order.len(), 0.0_f64, vec![None; p.len()]);
    for (rank, (at, p)) in order.into_iter().enumerate() {
        least = least.max((all - rank) as f64 * p).min(1.0);
        adjusted[at] = Some(least);
    }
    adjusted
}

/// Where high is good.
fn beats(a: &[f64], b: &[f64], replicate: Option<usize>) -> Estimate {
    if let Some(size) = replicate {
        return beats_by_replicates(a, b, size);
    }
    let halves = a
        .iter()
        .zip(b)
        .map(|(a, b)| 1 + u64::from(a > b) - u64::from(a < b));
    let (halves, n) = (halves.sum::<u64>(), a.len() as u64);
    let (lo95, hi95) = wilson_with_ties(halves, n, CONFIDENCE).unzip();
    Estimate {
        mean: (n > 0).then(|| halves as f64 / (2 * n) as f64),
        lo95,
        hi95,
    }
}

/// Trials of one replicate hang together: its share of wins counts as one.
fn beats_by_replicates(a: &[f64], b: &[f64], size: usize) -> Estimate {
    let win = |(a, b): (&f64, &f64)| {
        0.5 * (1.0 + f64::from(u8::from(a > b)) - f64::from(u8::from(a < b)))
    };
    let wins: Vec<f64> = a.iter().zip(b).map(win).collect();
    let whole = in_whole_replicates(wins.len(), size).unwrap_or(wins.len());
    let wins = &wins[..whole];
    let share = wins.iter().sum::<f64>() / whole as f64;
    let rare = share.min(1.0 - share) * (whole as f64) < LEAST_WINS;
    let interval = mean_by_replicates(wins, size, CONFIDENCE).filter(|_| !rare);
    let (lo95, hi95) = interval.map(|(lo, hi)| (lo.max(0.0), hi.min(1.0))).unzip();
    Estimate {
        mean: (whole > 0).then_some(share),
        lo95,
        hi95,
    }
}

fn reduction(a: &[f64], b: &[f64]) -> Option<f64> {
    let variance = |moments: Moments| moments.sd().map(|sd| sd * sd);
    let (apart, together) = (
        variance(moments(a))? + variance(moments(b))?,
        variance(moments(&less(a, b)))?,
    );
    (together > 0.0).then(|| apart / together)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holm_by_hand() {
        // 4 x 0.005 = 0.02; 3 x 0.01 = 0.03; 2 x 0.03 = 0.06; 1 x 0.04 is held at 0.06.
        let adjusted = holm(&[Some(0.01), Some(0.04), None, Some(0.03), Some(0.005)]);
        let truth = [Some(0.03), Some(0.06), None, Some(0.06), Some(0.02)];
        for (found, truth) in adjusted.iter().zip(truth) {
            assert_eq!(found.is_some(), truth.is_some());
            assert!((found.unwrap_or(0.0) - truth.unwrap_or(0.0)).abs() < 1e-15);
        }
        assert_eq!(holm(&[Some(0.7), Some(0.8)]), [Some(1.0), Some(1.0)]);
    }

    #[test]
    fn ties_are_half_a_win() {
        let found = beats(&[1.0, 2.0, 3.0, 4.0], &[1.0, 1.0, 4.0, 4.0], None);
        assert_eq!(found.mean, Some(0.5));
        assert_eq!(found.lo95, wilson_with_ties(4, 4, 0.95).map(|ends| ends.0));
        assert_eq!(beats(&[2.0, 2.0], &[1.0, 2.0], None).mean, Some(0.75));
    }

    #[test]
    fn what_moves_together_needs_fewer_trials() {
        // Variances 1 and 4, covariance 2 less a little: (1 + 4) / (1 + 4 - 4) = 5.
        let a = [-1.0, 0.0, 1.0];
        assert!((reduction(&a, &a.map(|x| 2.0 * x)).unwrap() - 5.0).abs() < 1e-14);
        assert_eq!(reduction(&a, &a), None);
    }

    #[test]
    fn the_p_value_is_that_of_students_sleep_data() {
        let dextro = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
        let laevo = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
        // t = 4.0621 with 9 degrees of freedom, as R's t.test prints.
        assert!((p_value(&less(&laevo, &dextro)).unwrap() - 0.002_833).abs() < 5e-7);
        assert_eq!(p_value(&less(&laevo, &laevo)), Some(1.0));
        assert_eq!(p_value(&[1.0, 1.0]), Some(0.0));
    }

    #[test]
    fn replicates_count_as_one_each() {
        let a: Vec<f64> = (0..70).map(|k| f64::from(k / 8) - 3.0).collect();
        let zeros = vec![0.0; 70];
        let eight = Means::new(Some(8), &[], &[]);
        // Eight means, -3 to 4: t = 0.5 / √(6 / 8) = 0.577350 with 7 degrees of freedom.
        let p = p_value(&independent(&less(&a, &zeros), &eight)).unwrap();
        assert!(
            (p - 2.0 * student::upper_tail(0.577_350_269, 7.0)).abs() < 1e-8,
            "{p}"
        );
        assert_eq!(p_value(&independent(&a[..63], &eight)), None);
        let share = beats(&a, &zeros, Some(8));
        // Three replicates lose, one ties, four win.
        assert_eq!(share.mean, Some(4.5 / 8.0));
        assert!(share.hi95.unwrap() - share.lo95.unwrap() > 0.5, "{share:?}");
    }
}
