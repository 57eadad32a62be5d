//! Intervals where trials come in independently randomised replicates, such as Latin hypercubes:
//! trials of one replicate hang together, replicates do not. What a replicate adds is one number, and
//! Student's t is taken over replicates.

use serde::{Deserialize, Serialize};

use super::{Forest, Moments, Ordered, Sample, student};

/// Whole replicates below which there are no intervals.
pub const LEAST_REPLICATES: usize = 8;

/// Trials with and without an event below which its probability has no interval.
const LEAST_EVENTS: f64 = 10.0;

/// Trials in whole replicates of a size, where there are enough of them.
#[must_use]
pub const fn in_whole_replicates(trials: usize, size: usize) -> Option<usize> {
    let whole = trials / size;
    if whole < LEAST_REPLICATES {
        None
    } else {
        Some(whole * size)
    }
}

/// The interval for the mean of the defined values; `values` are whole replicates, at least
/// [`LEAST_REPLICATES`] of them, else there is none.
///
/// # Source
/// Student's t over the replicates' sums of deviations from the mean, which are the replicates'
/// means where all values are defined, and else the ratio estimator linearised: Cochran (1977),
/// Sampling Techniques, section 9A.
#[must_use]
pub fn mean_by_replicates(values: &[f64], size: usize, confidence: f64) -> Option<(f64, f64)> {
    let mut moments = Moments::default();
    moments.push_block(values);
    let mean = moments.mean()?;
    let half = half_width(values, mean, size, confidence)?;
    Some((mean - half, mean + half))
}

/// The interval for the probability of an event from zeros and ones, as [`mean_by_replicates`] and
/// within 0 and 1; none where fewer than ten trials had the event or fewer than ten had not.
#[must_use]
pub fn probability_by_replicates(
    values: &[f64],
    size: usize,
    confidence: f64,
) -> Option<(f64, f64)> {
    let hits = values.iter().filter(|&&x| x.is_finite() && x > 0.5).count() as f64;
    let defined = values.iter().filter(|x| x.is_finite()).count() as f64;
    if hits.min(defined - hits) < LEAST_EVENTS {
        return None;
    }
    let (lower, upper) = mean_by_replicates(values, size, confidence)?;
    Some((lower.max(0.0), upper.min(1.0)))
}

/// The interval for the quantile of level `p` of the defined values, `sample` in order: values at
/// the levels of the interval, by replicates, for the share of values up to the quantile. A
/// rank is added on both sides, as the share is known to a rank at best.
///
/// # Source
/// Woodruff (1952), Journal of the American Statistical Association 47, 635.
#[must_use]
pub fn quantile_by_replicates(
    values: &[f64],
    sample: &Sample,
    p: f64,
    size: usize,
    confidence: f64,
) -> Option<(f64, f64)> {
    let quantile = sample.quantile(p)?;
    let is_below = |&x: &f64| {
        if x.is_finite() {
            f64::from(u8::from(x <= quantile))
        } else {
            f64::NAN
        }
    };
    let below: Vec<f64> = values.iter().map(is_below).collect();
    let mut share = Moments::default();
    share.push_block(&below);
    let half = half_width(&below, share.mean()?, size, confidence)?;
    let n = sample.n() as f64;
    let (lower, upper) = (p - half, p + half);
    let [lower, upper] = [libm::floor(lower * n), libm::ceil(upper * n) + 1.0];
    (lower >= 1.0 && upper <= n).then(|| (sample.ranked(lower as u64), sample.ranked(upper as u64)))
}

fn half_width(values: &[f64], mean: f64, size: usize, confidence: f64) -> Option<f64> {
    if in_whole_replicates(values.len(), size) != Some(values.len()) {
        return None;
    }
    let defined = values.iter().filter(|x| x.is_finite()).count() as f64;
    let count = (values.len() / size) as f64;
    let deviation = |replicate: &[f64]| {
        let known = replicate.iter().filter(|x| x.is_finite());
        known.map(|x| x - mean).sum::<f64>() * count / defined
    };
    let deviations: Vec<f64> = values.chunks(size).map(deviation).collect();
    let mut moments = Moments::default();
    moments.push_block(&deviations);
    Some(moments.sd()? / count.sqrt() * student::critical(confidence, count - 1.0))
}

/// Means of replicates, folded from blocks of trials without keeping them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Replicates {
    open: Moments,
    means: Forest<Moments>,
    /// A replicate had undefined values: means of unequal numbers have no interval here.
    is_uneven: bool,
}

impl Replicates {
    /// Of the trials from a replicate on, counted from 0.
    #[must_use]
    pub fn from(replicate: u64) -> Self {
        Self {
            means: Forest::from(replicate),
            ..Self::default()
        }
    }

    /// Adds the values of the trials that come next, of replicates of a size.
    pub fn push_block(&mut self, values: &[f64], size: usize) {
        let mut rest = values;
        while !rest.is_empty() {
            let room = size - self.open.n() as usize;
            let (block, next) = rest.split_at(room.min(rest.len()));
            rest = next;
            self.open.push_block(block);
            if self.open.n() < size as u64 {
                continue;
            }
            let done = std::mem::take(&mut self.open);
            self.is_uneven |= done.n_defined() < done.n();
            let mean = done.mean().unwrap_or(f64::NAN);
            self.means.push(Moments::of_block(&[mean]));
        }
    }

    /// Adds the trials that come next, where all of these were whole replicates; the same bits as if they had
    /// been pushed.
    pub fn append(&mut self, next: Self) {
        self.open = next.open;
        self.means.append(next.means);
        self.is_uneven |= next.is_uneven;
    }

    fn means(&self) -> Moments {
        self.means.fold().unwrap_or_default()
    }

    /// Mean of the whole replicates, with its interval; nothing with fewer than
    /// [`LEAST_REPLICATES`] of them or with undefined values among them.
    #[must_use]
    pub fn estimate(&self, confidence: f64) -> Option<(f64, (f64, f64))> {
        let means = self.means();
        if means.n() < LEAST_REPLICATES as u64 || self.is_uneven {
            return None;
        }
        Some((means.mean()?, means.t_interval(confidence)?))
    }

    /// The same for zeros and ones, as [`probability_by_replicates`] of replicates of a size.
    #[must_use]
    pub fn probability(&self, size: usize, confidence: f64) -> Option<(f64, (f64, f64))> {
        let (mean, (lower, upper)) = self.estimate(confidence)?;
        let n = (self.means().n() * size as u64) as f64;
        let known = libm::round(mean.min(1.0 - mean) * n) >= LEAST_EVENTS;
        known.then(|| (mean, (lower.max(0.0), upper.min(1.0))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Eight replicates of two with means 1 to 8.
    fn eight() -> Vec<f64> {
        (1..=8)
            .flat_map(|k| [f64::from(k) - 0.25, f64::from(k) + 0.25])
            .collect()
    }

    #[test]
    fn the_mean_has_students_interval_over_replicates() {
        let (lower, upper) = mean_by_replicates(&eight(), 2, 0.95).unwrap();
        // Means 1 to 8: sd √6, t(7) = 2.364624.
        let half = 2.364_624_252 * (6.0_f64 / 8.0).sqrt();
        assert!((upper - 4.5 - half).abs() < 1e-8 && (4.5 - half - lower).abs() < 1e-8);
        let mut folded = Replicates::default();
        folded.push_block(&eight(), 2);
        let (mean, interval) = folded.estimate(0.95).unwrap();
        assert!((mean - 4.5).abs() < 1e-12 && (interval.0 - lower).abs() < 1e-12);
    }

    #[test]
    fn fewer_than_eight_whole_replicates_have_no_interval() {
        assert_eq!(mean_by_replicates(&eight()[..14], 2, 0.95), None);
        assert_eq!(mean_by_replicates(&eight(), 3, 0.95), None);
        assert_eq!(in_whole_replicates(511, 64), None);
        assert_eq!(in_whole_replicates(639, 64), Some(576));
        let mut folded = Replicates::default();
        folded.push_block(&eight()[..15], 2);
        assert_eq!(folded.estimate(0.95), None);
    }

    /// Replicates that straddle blocks, as those of 256 trials do.
    #[test]
    fn blocks_of_any_length_fold_to_the_same_replicates() {
        let (mut whole, mut parts) = (Replicates::default(), Replicates::default());
        let values: Vec<f64> = (0..40).map(|k| f64::from(k * k % 17)).collect();
        whole.push_block(&values, 4);
        values.chunks(3).for_each(|part| parts.push_block(part, 4));
        let [whole, parts] = [whole, parts].map(|r| r.estimate(0.9).unwrap().1);
        assert!((whole.0 - parts.0).abs() < 1e-12 && (whole.1 - parts.1).abs() < 1e-12);
    }

    /// Sums s and numbers n of replicates: the error of Σs / Σn is that of s - n Σs / Σn.
    #[test]
    fn undefined_values_make_the_mean_a_ratio() {
        let mut values = eight();
        values[0] = f64::NAN;
        let found = mean_by_replicates(&values, 2, 0.95).unwrap();
        let mean = (72.0 - 0.75) / 15.0;
        let residuals = (1..=8).map(|k| match k {
            1 => 1.25 - mean,
            k => 2.0 * (f64::from(k) - mean),
        });
        let sum: f64 = residuals.map(|z| z * z).sum();
        let half = 2.364_624_252 * (sum * 64.0 / 225.0 / 56.0).sqrt();
        assert!(
            (found.1 - mean - half).abs() < 1e-8,
            "{found:?} {mean} {half}"
        );
        let mut folded = Replicates::default();
        folded.push_block(&values, 2);
        assert_eq!(folded.estimate(0.95), None);
    }

    #[test]
    fn rare_events_have_no_interval() {
        let with = |hits: usize| {
            let values: Vec<f64> = (0..512)
                .map(|k| f64::from(u8::from(k * 37 % 512 < hits)))
                .collect();
            let mut folded = Replicates::default();
            folded.push_block(&values, 64);
            let found = probability_by_replicates(&values, 64, 0.95);
            assert_eq!(found.is_some(), folded.probability(64, 0.95).is_some());
            found
        };
        assert_eq!((with(9), with(503)), (None, None));
        for hits in [10, 502] {
            let (lower, upper) = with(hits).unwrap();
            let share = hits as f64 / 512.0;
            assert!(0.0 <= lower && lower <= share && share <= upper && upper <= 1.0);
        }
    }

    /// One value in each cell of each replicate: the quantile is known to a rank.
    #[test]
    fn a_quantile_that_every_replicate_agrees_on_is_known_to_a_rank() {
        let values: Vec<f64> = (0..64_u32)
            .map(|k| f64::from(k % 8) + f64::from(k / 8) / 8.0)
            .collect();
        let sample = Sample::new(&values);
        let found = quantile_by_replicates(&values, &sample, 0.5, 8, 0.95);
        // The 32nd smallest is 3.875 and the 33rd 4.
        assert_eq!(found, Some((3.875, 4.0)));
        assert_eq!(
            quantile_by_replicates(&values, &sample, 0.001, 8, 0.95),
            None
        );
    }
}
