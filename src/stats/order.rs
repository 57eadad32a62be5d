//! Sample quantiles, and intervals for them that hold for any law.

use super::binomial::Binomial;
use super::tail::{self, Tail};

/// The probability that the quantile of level `p` of a continuous law lies between the `lower`-th
/// and the `upper`-th smallest of `n` values, counted from 1; for other laws it is at least that.
///
/// # Source
/// David and Nagaraja (2003), Order Statistics, section 7.1: the number of values below the
/// quantile is binomial.
#[must_use]
pub fn coverage(n: u64, p: f64, lower: u64, upper: u64) -> f64 {
    if lower >= upper {
        return 0.0;
    }
    Binomial::new(n, p).between(lower, upper - 1)
}

/// The ranks, counted from 1, of the narrowest interval for the quantile of level `p` that covers it
/// with at least `confidence`, among intervals as symmetric about rank `(n + 1) p` as whole ranks
/// from 1 to `n` allow; `None` where even the least and the greatest value cover it too seldom.
#[must_use]
pub fn ranks(n: u64, p: f64, confidence: f64) -> Option<(u64, u64)> {
    if n < 2 {
        return None;
    }
    let law = Binomial::new(n, p);
    let centre = (n as f64 + 1.0) * p;
    let (mut lower, mut upper) = innermost(n, centre);
    let mut covered = if lower < upper {
        law.probability(lower)
    } else {
        0.0
    };
    while covered < confidence {
        let below = reach(lower > 1, centre - lower as f64);
        let above = reach(upper < n, upper as f64 - centre);
        if below.min(above).is_infinite() {
            return None;
        }
        if below <= above + SAME {
            lower -= 1;
            covered += law.probability(lower);
        }
        if above <= below + SAME {
            covered += law.probability(upper);
            upper += 1;
        }
    }
    Some((lower, upper))
}

/// Ranks this close are the same: `(n + 1) p` is rounded.
const SAME: f64 = 1e-6;

fn innermost(n: u64, centre: f64) -> (u64, u64) {
    let nearest = libm::round(centre);
    if (centre - nearest).abs() < SAME {
        let rank = (nearest as u64).clamp(1, n);
        (rank, rank)
    } else {
        let rank = (centre as u64).clamp(1, n - 1);
        (rank, rank + 1)
    }
}

/// How far away the next rank on one side is, up to a constant.
fn reach(exists: bool, distance: f64) -> f64 {
    if exists { distance } else { f64::INFINITY }
}

/// Values in rising order, undefined ones left out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sample {
    sorted: Vec<f64>,
}

impl Sample {
    /// Sorts once.
    #[must_use]
    pub fn new(values: &[f64]) -> Self {
        let mut sorted: Vec<f64> = values.iter().copied().filter(|x| x.is_finite()).collect();
        sorted.sort_unstable_by(f64::total_cmp);
        Self { sorted }
    }
}

impl Ordered for Sample {
    fn n(&self) -> u64 {
        self.sorted.len() as u64
    }

    fn ranked(&self, rank: u64) -> f64 {
        self.sorted[rank as usize - 1]
    }

    fn farthest(&self, tail: Tail, values: u64) -> Vec<(f64, u64)> {
        let one = |value: &f64| (*value, 1);
        let values = values as usize;
        match tail {
            Tail::Lower => self.sorted.iter().take(values).map(one).collect(),
            Tail::Upper => self.sorted.iter().rev().take(values).map(one).collect(),
        }
    }
}

/// Defined values in rising order, however they are kept.
pub trait Ordered {
    /// How many values are defined.
    fn n(&self) -> u64;

    /// The value of a rank, counted from 1; there must be so many.
    fn ranked(&self, rank: u64) -> f64;

    /// So many values from one end, the farthest first, each with how often it follows on itself; there must be
    /// so many.
    fn farthest(&self, tail: Tail, values: u64) -> Vec<(f64, u64)>;

    /// Whether there are at least two values and all are equal.
    fn is_constant(&self) -> bool {
        self.n() > 1 && self.ranked(1) >= self.ranked(self.n())
    }

    /// The quantile of level `p`, from 0 to 1: a straight line between the two values about rank
    /// `1 + (n - 1) p`, which is what spreadsheets, R and `NumPy` give unless told otherwise.
    ///
    /// # Source
    /// Hyndman and Fan (1996), The American Statistician 50, 361: definition 7.
    fn quantile(&self, p: f64) -> Option<f64> {
        let (below, above, share) = straddle(self.n(), p)?;
        Some(between(
            self.ranked(below + 1),
            self.ranked(above + 1),
            share,
        ))
    }

    /// The interval of [`ranks`] for the quantile of level `p`.
    fn interval(&self, p: f64, confidence: f64) -> Option<(f64, f64)> {
        let (lower, upper) = ranks(self.n(), p, confidence)?;
        Some((self.ranked(lower), self.ranked(upper)))
    }

    /// The mean of the share of values at one end, the last of them counted in part; `None` where
    /// the share is less than one value.
    fn tail_mean(&self, tail: Tail, share: f64) -> Option<f64> {
        tail::mean(self, tail, share)
    }

    /// An interval for that: Student's t on its influence function, with Hall's cubic for the skewness.
    fn tail_interval(&self, tail: Tail, share: f64, confidence: f64) -> Option<(f64, f64)> {
        tail::interval(self, tail, share, confidence)
    }
}

/// The places, from 0, of the values on both sides of a quantile, and how far it is to the second.
pub(super) fn straddle(n: u64, p: f64) -> Option<(u64, u64, f64)> {
    let last = n.checked_sub(1)?;
    let place = last as f64 * p;
    let below = (place as u64).min(last);
    Some((below, (below + 1).min(last), place - below as f64))
}

/// A point on the line from `low` to `high`; never outside them.
pub(super) fn between(low: f64, high: f64, share: f64) -> f64 {
    (low * (1.0 - share) + high * share).clamp(low, high)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn equal(found: Option<f64>, truth: f64) {
        let found = found.expect("a quantile");
        assert!((found - truth).abs() < 1e-12, "{found} is not {truth}");
    }

    #[test]
    fn quantiles_agree_with_definition_7_in_print() {
        // R's help on quantile, and the classic 1..9 and 1..10.
        let ten: Vec<f64> = (1..=10).rev().map(f64::from).collect();
        let sample = Sample::new(&ten);
        for (p, truth) in [
            (0.0, 1.0),
            (0.1, 1.9),
            (0.25, 3.25),
            (0.5, 5.5),
            (0.95, 9.55),
            (1.0, 10.0),
        ] {
            equal(sample.quantile(p), truth);
        }
        equal(
            Sample::new(&[15.0, 20.0, 35.0, 40.0, 50.0]).quantile(0.4),
            29.0,
        );
    }

    #[test]
    fn undefined_values_are_left_out() {
        let sample = Sample::new(&[f64::NAN, 3.0, f64::INFINITY, 1.0, f64::NAN]);
        assert_eq!(sample.n(), 2);
        equal(sample.quantile(0.5), 2.0);
        assert_eq!(Sample::new(&[f64::NAN]).quantile(0.5), None);
        assert_eq!(Sample::new(&[]).interval(0.5, 0.95), None);
    }

    #[test]
    fn only_two_or_more_equal_values_are_constant() {
        assert!(Sample::new(&[2.5, f64::NAN, 2.5]).is_constant());
        assert!(!Sample::new(&[2.5]).is_constant());
        assert!(!Sample::new(&[2.5, 2.6]).is_constant());
    }

    #[test]
    fn ranks_of_the_median_agree_with_printed_tables() {
        // Conover (1999), Practical Nonparametric Statistics; n = 6 is the least for 95 %.
        for (n, pair, covered) in [
            (6, (1, 6), 0.968_75),
            (10, (2, 9), 0.978_515_625),
            (15, (4, 12), 0.964_843_75),
            (20, (6, 15), 0.958_610_534_667_968_8),
            (100, (40, 61), 0.964_799_799_782),
        ] {
            assert_eq!(ranks(n, 0.5, 0.95), Some(pair), "{n}");
            assert!(
                (coverage(n, 0.5, pair.0, pair.1) - covered).abs() < 1e-9,
                "{n}"
            );
        }
    }

    #[test]
    fn an_interval_exists_from_the_textbook_number_of_values_on() {
        // Least n with 1 - (1-p)^n - p^n of at least 95 %.
        for (p, least) in [
            (0.05, 59),
            (0.1, 29),
            (0.25, 11),
            (0.5, 6),
            (0.75, 11),
            (0.95, 59),
        ] {
            for n in 0..least {
                assert_eq!(ranks(n, p, 0.95), None, "{p} {n}");
            }
            assert!(ranks(least, p, 0.95).is_some(), "{p}");
        }
    }

    #[test]
    fn ranks_cover_enough_with_little_to_spare() {
        for n in [59, 100, 812, 1_000, 10_000, 1_000_000, 10_000_000] {
            for p in [0.05, 0.1, 0.25, 0.5, 0.9] {
                let (lower, upper) = ranks(n, p, 0.95).unwrap();
                let exact = coverage(n, p, lower, upper);
                assert!(exact >= 0.95 - 1e-12, "{n} {p}: {exact}");
                let inner = coverage(n, p, lower + 1, upper - 1);
                assert!(inner < 0.95, "{n} {p}: {inner}");
            }
        }
    }

    #[test]
    fn low_and_high_quantiles_mirror_each_other() {
        for n in [59, 99, 100, 1_000, 123_457] {
            let (lower, upper) = ranks(n, 0.05, 0.95).unwrap();
            assert_eq!(ranks(n, 0.95, 0.95), Some((n + 1 - upper, n + 1 - lower)));
        }
    }

    #[test]
    fn intervals_hold_the_quantile_they_are_for() {
        for n in 6..400_u32 {
            let values: Vec<f64> = (0..n).map(|k| f64::from(k * k)).collect();
            let sample = Sample::new(&values);
            for p in [0.05, 0.25, 0.5, 0.9] {
                if let Some((lower, upper)) = sample.interval(p, 0.95) {
                    let value = sample.quantile(p).unwrap();
                    assert!(lower <= value && value <= upper, "{n} {p}");
                }
            }
        }
    }
}
