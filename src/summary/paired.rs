//! Differences between two variants that share their luck, trial by trial.

use super::Means;

/// The mean difference over the trials in which both are defined.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Paired {
    /// Trials in which both are defined.
    pub pairs: u64,
    /// Mean of the differences.
    pub mean: Option<f64>,
    /// Lower end of its interval, by Student's t.
    pub lo: Option<f64>,
    /// Upper end of its interval.
    pub hi: Option<f64>,
}

impl Paired {
    /// Whether the interval leaves out 0; nothing where there is none, as of too few trials.
    #[must_use]
    pub fn verdict(&self) -> Option<bool> {
        self.lo.and(self.hi).map(|_| self.is_real())
    }

    /// Whether the interval leaves out 0.
    #[must_use]
    pub fn is_real(&self) -> bool {
        self.lo.is_some_and(|lo| lo > 0.0) || self.hi.is_some_and(|hi| hi < 0.0)
    }
}

/// The difference of two columns of the same trials, `column` less `reference`; of whole
/// replicates and with an interval by them where trials came in replicates of a size.
#[must_use]
pub fn paired(
    column: &[f64],
    reference: &[f64],
    replicate: Option<usize>,
    confidence: f64,
) -> Paired {
    paired_by(
        &Means::new(replicate, &[], &[]),
        (column, reference),
        confidence,
    )
}

/// The same with the mean as it is estimated for both.
#[must_use]
pub fn paired_by(means: &Means, (column, reference): (&[f64], &[f64]), confidence: f64) -> Paired {
    let pairs = column.iter().zip(reference);
    let differences: Vec<f64> = pairs.map(|(value, other)| value - other).collect();
    let used = means.used(&differences);
    let found = means.estimate(used, confidence);
    let (lo, hi) = found.interval.unzip();
    Paired {
        pairs: used.iter().filter(|x| x.is_finite()).count() as u64,
        mean: found.value,
        lo,
        hi,
    }
}

/// Differences whose intervals hold all at once with at least `confidence`, by Bonferroni's
/// inequality: each of k takes a k-th of the error.
#[must_use]
pub fn paired_simultaneous(
    comparisons: &[(&[f64], &[f64], &Means)],
    confidence: f64,
) -> Vec<Paired> {
    let each = 1.0 - (1.0 - confidence) / comparisons.len().max(1) as f64;
    comparisons
        .iter()
        .map(|(column, reference, means)| paired_by(means, (column, reference), each))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::mean_by_replicates;

    // Student (1908), after Cushny and Peebles: extra hours of sleep by two drugs.
    const DEXTRO: [f64; 10] = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
    const LAEVO: [f64; 10] = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];

    #[test]
    fn students_sleep_data_have_their_published_interval() {
        let found = paired(&LAEVO, &DEXTRO, None, 0.95);
        assert_eq!(found.pairs, 10);
        assert!((found.mean.unwrap() - 1.58).abs() < 1e-12);
        assert!((found.lo.unwrap() - 0.700_114_2).abs() < 1e-6);
        assert!((found.hi.unwrap() - 2.459_885_8).abs() < 1e-6);
        assert!(found.is_real() && paired(&DEXTRO, &LAEVO, None, 0.95).is_real());
    }

    #[test]
    fn pairs_need_both_sides() {
        let mut column = LAEVO;
        let mut reference = DEXTRO;
        (column[0], reference[1]) = (f64::NAN, f64::NAN);
        let found = paired(&column, &reference, None, 0.95);
        let rest = paired(&LAEVO[2..], &DEXTRO[2..], None, 0.95);
        assert_eq!(found.pairs, 8);
        assert!((found.mean.unwrap() - rest.mean.unwrap()).abs() < 1e-12);
        assert_eq!(paired(&[1.0], &[f64::NAN], None, 0.95), Paired::default());
    }

    #[test]
    fn a_difference_that_is_mere_noise_is_not_real() {
        let shifted: Vec<f64> = DEXTRO.iter().rev().copied().collect();
        let found = paired(&shifted, &DEXTRO, None, 0.95);
        assert!(found.lo < Some(0.0) && found.hi > Some(0.0) && !found.is_real());
        assert!(!Paired::default().is_real());
    }

    #[test]
    fn simultaneous_intervals_share_the_error() {
        let means = Means::default();
        let pair = (LAEVO.as_slice(), DEXTRO.as_slice(), &means);
        let together = paired_simultaneous(&[pair; 5], 0.95);
        // t(9) at 0.5 % a side is 3.249836, against 2.262157 at 2.5 %.
        let half = |found: &Paired| found.hi.unwrap() - found.mean.unwrap();
        let ratio = half(&together[4]) / half(&paired(pair.0, pair.1, None, 0.95));
        assert!(
            (ratio - 3.249_835_54 / 2.262_157_16).abs() < 1e-6,
            "{ratio}"
        );
        assert_eq!(together.len(), 5);
        assert!(paired_simultaneous(&[], 0.95).is_empty());
    }

    #[test]
    fn replicates_count_as_one_each() {
        let column: Vec<f64> = (0..70).map(|k| f64::from(k / 8)).collect();
        let zeros = [0.0; 70];
        let found = paired(&column, &zeros, Some(8), 0.95);
        let whole = mean_by_replicates(&column[..64], 8, 0.95);
        assert_eq!((found.pairs, found.mean), (64, Some(3.5)));
        assert_eq!((found.lo, found.hi), whole.unzip());
        let few = paired(&column[..63], &zeros[..63], Some(8), 0.95);
        assert!(few.mean.is_some() && few.lo.is_none() && !few.is_real());
    }
}
