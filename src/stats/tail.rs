//! The mean of the worst trials (conditional value at risk, expected shortfall) and its interval.

use super::{Moments, Ordered, Sample, in_whole_replicates, student};

/// Which end of a sample is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tail {
    /// The least values.
    Lower,
    /// The greatest values.
    Upper,
}

/// Fewer values beyond the tail's edge than this say too little of how they spread.
const LEAST_BEYOND: f64 = 5.0;

/// The tail of a sample, mirrored where it is the lower one, so that large is far out.
struct Beyond {
    n: f64,
    share: f64,
    /// The sample's quantile at which the tail begins.
    edge: f64,
    /// How far the values beyond the edge lie from it, farthest first, each above 0, and how often.
    excess: Vec<(f64, f64)>,
}

/// The mean of the share of values at one end, the last of them counted in part; `None` where
/// the share is less than one value.
///
/// # Source
/// Acerbi and Tasche (2002), Journal of Banking and Finance 26, 1487: proposition 4.1.
pub(super) fn mean<O: Ordered + ?Sized>(values: &O, tail: Tail, share: f64) -> Option<f64> {
    let beyond = Beyond::of(values, tail, share)?;
    Some(mirrored(tail, beyond.edge + beyond.mean_excess()))
}

/// An approximate interval for the mean of the tail: Student's t with one degree of freedom
/// less than values beyond the edge, on the linear form of the estimate (its influence
/// function), its skewness taken out by Hall's cubic. `None` where fewer than five values lie
/// beyond the edge, unless all values are equal. Its coverage is measured in `coverage`.
///
/// # Source
/// Manistre and Hancock (2005), North American Actuarial Journal 9(2), 129, for the variance;
/// Hall (1992), Journal of the Royal Statistical Society B 54, 221, for the cubic.
pub(super) fn interval<O: Ordered + ?Sized>(
    values: &O,
    tail: Tail,
    share: f64,
    confidence: f64,
) -> Option<(f64, f64)> {
    let beyond = Beyond::of(values, tail, share)?;
    if values.is_constant() {
        let value = mirrored(tail, beyond.edge);
        return Some((value, value));
    }
    Some(turned(tail, beyond.interval(confidence)?))
}

impl Sample {
    /// The interval of [`Ordered::tail_interval`] where trials came in independently randomised replicates of a
    /// size, `values` in their order, all defined: the error from the replicates' means of the linear form, with
    /// at most one degree of freedom less than replicates. `None` also below eight whole replicates.
    #[must_use]
    pub fn tail_interval_by_replicates(
        &self,
        tail: Tail,
        share: f64,
        (values, size): (&[f64], usize),
        confidence: f64,
    ) -> Option<(f64, f64)> {
        if values.len() as u64 != self.n() || !values.iter().all(|x| x.is_finite()) {
            return None;
        }
        let beyond = Beyond::of(self, tail, share)?;
        if self.is_constant() {
            let value = mirrored(tail, beyond.edge);
            return Some((value, value));
        }
        let mirror = beyond.interval_by(tail, values, size, confidence)?;
        Some(turned(tail, mirror))
    }
}

/// An interval of mirrored values.
fn turned(tail: Tail, (lower, upper): (f64, f64)) -> (f64, f64) {
    match tail {
        Tail::Upper => (lower, upper),
        Tail::Lower => (-upper, -lower),
    }
}

fn mirrored(tail: Tail, x: f64) -> f64 {
    match tail {
        Tail::Upper => x,
        Tail::Lower => -x,
    }
}

impl Beyond {
    fn of<O: Ordered + ?Sized>(values: &O, tail: Tail, share: f64) -> Option<Self> {
        let n = values.n();
        // A whole number of values is one even where the product falls short by rounding.
        let whole = (share * n as f64 + 1e-9) as u64;
        if whole == 0 {
            return None;
        }
        let place = whole.min(n - 1);
        let rank = match tail {
            Tail::Lower => place + 1,
            Tail::Upper => n - place,
        };
        let edge = mirrored(tail, values.ranked(rank));
        let far = values.farthest(tail, whole).into_iter();
        let excess = far.map(|(value, times)| (mirrored(tail, value) - edge, times as f64));
        Some(Self {
            n: n as f64,
            share,
            edge,
            excess: excess.filter(|(x, _)| *x > 0.0).collect(),
        })
    }

    /// Of the tail over its edge.
    fn mean_excess(&self) -> f64 {
        let sum: f64 = self.excess.iter().map(|(x, times)| x * times).sum();
        sum / (self.n * self.share)
    }

    /// How many values lie beyond the edge.
    fn count(&self) -> f64 {
        self.excess.iter().map(|(_, times)| times).sum()
    }

    fn interval(&self, confidence: f64) -> Option<(f64, f64)> {
        let beyond = self.count();
        if beyond < LEAST_BEYOND {
            return None;
        }
        let (sd, skewness) = self.influence();
        let root = self.n.sqrt();
        let critical = student::critical(confidence, beyond - 1.0);
        self.bent(sd / root, skewness / root, critical)
    }

    /// The interval by replicates of a size: their means spread about that of all.
    fn interval_by(
        &self,
        tail: Tail,
        values: &[f64],
        size: usize,
        confidence: f64,
    ) -> Option<(f64, f64)> {
        let beyond = self.count();
        let count = in_whole_replicates(values.len(), size)? / size;
        if beyond < LEAST_BEYOND || values.len() != count * size {
            return None;
        }
        let excess = |&x: &f64| (mirrored(tail, x) - self.edge).max(0.0) / self.share;
        let means = values
            .chunks(size)
            .map(|chunk| chunk.iter().map(excess).sum::<f64>() / size as f64);
        let mut moments = Moments::default();
        moments.push_block(&means.collect::<Vec<_>>());
        let error = moments.sd()? / (count as f64).sqrt();
        let freedom = beyond.min(count as f64) - 1.0;
        let skewness = self.influence().1 / self.n.sqrt();
        self.bent(error, skewness, student::critical(confidence, freedom))
    }

    /// The interval from standard error and skewness of the estimate, by the inverse of Hall's cubic:
    /// the quantile of the studentised estimate itself.
    fn bent(&self, error: f64, skewness: f64, critical: f64) -> Option<(f64, f64)> {
        let quantile = |x: f64| {
            let bent = 1.0 + skewness * (x - skewness / 6.0);
            3.0 / skewness * (libm::cbrt(bent) - 1.0)
        };
        let value = self.edge + self.mean_excess();
        let (lower, upper) = (
            value - error * quantile(critical),
            value - error * quantile(-critical),
        );
        (lower.is_finite() && upper.is_finite()).then_some((lower, upper))
    }

    /// Standard deviation and skewness of what each trial adds to the estimate: its excess over
    /// the share, which is 0 in most trials; so the skewness is above 0.
    fn influence(&self) -> (f64, f64) {
        let mean = self.mean_excess();
        let rest = self.n - self.count();
        let moment = |power: i32| {
            let excess = self.excess.iter();
            let beyond = excess.map(|(x, times)| times * whole_power(x / self.share - mean, power));
            (beyond.sum::<f64>() + rest * whole_power(-mean, power)) / self.n
        };
        let variance = moment(2);
        let sd = variance.sqrt();
        (sd, moment(3) / (variance * sd))
    }
}

/// By multiplication, so that the bits are the same everywhere.
fn whole_power(x: f64, power: i32) -> f64 {
    (0..power).fold(1.0, |product, _| product * x)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHARE: f64 = 0.05;

    fn numbers(n: u32) -> Sample {
        Sample::new(&(1..=n).map(f64::from).collect::<Vec<_>>())
    }

    fn close(found: Option<f64>, truth: f64) {
        let found = found.expect("a mean");
        assert!((found - truth).abs() < 1e-12, "{found} is not {truth}");
    }

    #[test]
    fn the_mean_of_the_tail_counts_the_last_value_in_part() {
        close(numbers(100).tail_mean(Tail::Upper, SHARE), 98.0);
        close(numbers(100).tail_mean(Tail::Lower, SHARE), 3.0);
        close(numbers(20).tail_mean(Tail::Upper, SHARE), 20.0);
        // Of 50 values the worst two and a half: (50 + 49 + 48 / 2) / 2.5.
        close(numbers(50).tail_mean(Tail::Upper, SHARE), 49.2);
        close(numbers(50).tail_mean(Tail::Lower, SHARE), 1.8);
        assert_eq!(numbers(19).tail_mean(Tail::Upper, SHARE), None);
        assert_eq!(Sample::new(&[]).tail_mean(Tail::Upper, SHARE), None);
    }

    #[test]
    fn the_whole_sample_as_its_own_tail_has_the_mean_of_all() {
        close(numbers(8).tail_mean(Tail::Upper, 1.0), 4.5);
        close(numbers(8).tail_mean(Tail::Lower, 1.0), 4.5);
    }

    #[test]
    fn an_interval_needs_five_values_beyond_the_edge() {
        let interval = |sample: &Sample| sample.tail_interval(Tail::Upper, SHARE, 0.95);
        assert_eq!(interval(&numbers(99)), None);
        let (lower, upper) = interval(&numbers(100)).unwrap();
        assert!(lower < 98.0 && 98.0 < upper, "{lower} {upper}");
        // A lump at the edge: values that are the edge itself lie not beyond it.
        let lump = |beyond: usize| {
            let mut values = vec![1.0; 1000];
            (0..beyond).for_each(|k| values[k] = 2.0 + k as f64);
            Sample::new(&values)
        };
        assert_eq!(interval(&lump(4)), None);
        assert!(interval(&lump(5)).is_some());
        close(lump(4).tail_mean(Tail::Upper, SHARE), 1.0 + 10.0 / 50.0);
    }

    #[test]
    fn equal_values_have_their_value_as_interval() {
        let sample = Sample::new(&[2.5; 20]);
        for tail in [Tail::Lower, Tail::Upper] {
            assert_eq!(sample.tail_interval(tail, SHARE, 0.95), Some((2.5, 2.5)));
        }
    }

    #[test]
    fn low_and_high_tails_mirror_each_other() {
        let values: Vec<f64> = (1..=400_u32).map(|k| f64::from(k * k)).collect();
        let minus: Vec<f64> = values.iter().map(|x| -x).collect();
        let (sample, minus) = (Sample::new(&values), Sample::new(&minus));
        let (lower, upper) = sample.tail_interval(Tail::Upper, SHARE, 0.95).unwrap();
        let mirrored = minus.tail_interval(Tail::Lower, SHARE, 0.95);
        assert_eq!(mirrored, Some((-upper, -lower)));
    }

    /// For large samples the interval is the normal one with the variance of Manistre and Hancock:
    /// of the tail, plus (1 - share) times the squared distance from edge to mean, over n share.
    #[test]
    fn the_interval_becomes_the_normal_one() {
        let n = 2_000_000_u32;
        let values: Vec<f64> = (0..n)
            .map(|k| -libm::log((f64::from(k) + 0.5) / f64::from(n)))
            .collect();
        let sample = Sample::new(&values);
        let (lower, upper) = sample.tail_interval(Tail::Upper, SHARE, 0.95).unwrap();
        // Exponential: tail variance 1, distance 1.
        let half = 1.959_964 * (1.95 / (f64::from(n) * SHARE)).sqrt();
        assert!((0.5 * (upper - lower) / half - 1.0).abs() < 1e-3);
        let truth = 1.0 - libm::log(SHARE);
        assert!((0.5 * (upper + lower) - truth).abs() < 0.05 * half);
    }
}
