//! Counts of values by their leading bits, for quantiles of more values than can be kept.

use serde::{Deserialize, Serialize};

use super::order::Ordered;
use super::tail::Tail;

/// A key is a number rounded to 11 significant bits: every value is within 0.049 % of its key (from
/// 2.3e-308 in size on; zero has a key to itself), and whole numbers up to 2048 are kept as they are.
///
/// Memory: 8 bytes a key that occurs, 1024 of them an octave and 2²² in all at most. Counts stop at
/// 2⁴¹, two million million.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(from = "Kept", into = "Kept")]
pub struct Histogram {
    counts: Vec<Count>,
    pending: Vec<i32>,
    range: Option<(f64, f64)>,
}

/// A key with how often it occurs, in eight bytes that rise with the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Count(u64);

/// Bits of a [`Count`] that hold how often.
const OFTEN: u32 = 41;
/// Makes keys positive.
const BIAS: i32 = 1 << 22;

impl Count {
    const fn new(key: i32, often: u64) -> Self {
        let most = (1 << OFTEN) - 1;
        let often = if often > most { most } else { often };
        Self((((key + BIAS) as u64) << OFTEN) | often)
    }

    const fn key(self) -> i32 {
        (self.0 >> OFTEN) as i32 - BIAS
    }

    const fn often(self) -> u64 {
        self.0 & ((1 << OFTEN) - 1)
    }
}

/// Keys kept unsorted before they are merged.
const PENDING: usize = 1024;

/// Bits of a number that are not in its key, which has 11 of the exponent and 10 of the mantissa.
const DROPPED: u32 = 63 - 21;

impl Histogram {
    /// Counts a value; undefined ones (NaN or infinite) are left out.
    pub fn push(&mut self, value: f64) {
        if !value.is_finite() {
            return;
        }
        self.stretch(value, value);
        self.pending.push(key(value));
        if self.pending.len() >= PENDING {
            self.counts = self.settled();
            self.pending.clear();
        }
    }

    /// Counts what another one counted; in any order the result is the same.
    pub fn merge(&mut self, other: &Self) {
        if let Some((least, greatest)) = other.range {
            self.stretch(least, greatest);
        }
        self.counts = merged(&self.settled(), &other.settled());
        self.pending.clear();
    }

    /// Its values in rising order, each as its key.
    #[must_use]
    pub fn ordered(&self) -> Counted {
        let (least, greatest) = self.range.unwrap_or_default();
        let mut seen = 0;
        let runs = self.settled().into_iter().map(|count| {
            seen += count.often();
            (rounded(count.key()).clamp(least, greatest), seen)
        });
        Counted {
            runs: runs.collect(),
            is_one_value: least >= greatest,
        }
    }

    /// Quantiles of the given levels by the definition of [`super::Sample::quantile`], the
    /// two values it looks at off by less than 0.05 % each; `None` without values. Equal values give
    /// themselves.
    #[must_use]
    pub fn quantiles<const K: usize>(&self, levels: [f64; K]) -> [Option<f64>; K] {
        let values = self.ordered();
        levels.map(|p| values.quantile(p))
    }

    /// Every key that occurs, rising, with its count.
    fn settled(&self) -> Vec<Count> {
        let mut keys = self.pending.clone();
        keys.sort_unstable();
        let runs: Vec<Count> = keys
            .chunk_by(|a, b| a == b)
            .map(|run| Count::new(run[0], run.len() as u64))
            .collect();
        merged(&self.counts, &runs)
    }

    fn stretch(&mut self, least: f64, greatest: f64) {
        let (low, high) = self.range.unwrap_or((least, greatest));
        self.range = Some((low.min(least), high.max(greatest)));
    }
}

/// Values of a [`Histogram`] in rising order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Counted {
    /// Each value with how many there are up to it.
    runs: Vec<(f64, u64)>,
    /// True where the least is the greatest: values of one key may differ.
    is_one_value: bool,
}

impl Counted {
    /// How many values lie above one; exact where values of its key are all alike, as 0 and 1 are.
    #[must_use]
    pub fn above(&self, value: f64) -> u64 {
        let at = self.runs.partition_point(|&(run, _)| run <= value);
        let below = at.checked_sub(1).map_or(0, |at| self.runs[at].1);
        self.n() - below
    }
}

impl Ordered for Counted {
    fn n(&self) -> u64 {
        self.runs.last().map_or(0, |&(_, seen)| seen)
    }

    fn is_constant(&self) -> bool {
        self.n() > 1 && self.is_one_value
    }

    fn ranked(&self, rank: u64) -> f64 {
        let at = self.runs.partition_point(|&(_, seen)| seen < rank);
        self.runs[at].0
    }

    fn farthest(&self, tail: Tail, values: u64) -> Vec<(f64, u64)> {
        let all = self.n();
        let mut left = values;
        let mut taken = Vec::new();
        let mut take = |at: usize| {
            let before = at.checked_sub(1).map_or(0, |at| self.runs[at].1);
            let own = (self.runs[at].1 - before).min(left);
            taken.push((self.runs[at].0, own));
            left -= own;
            left > 0
        };
        let places = 0..self.runs.len();
        debug_assert!(values <= all, "{values} of {all}");
        let _ = match tail {
            Tail::Lower => places.into_iter().all(&mut take),
            Tail::Upper => places.rev().all(&mut take),
        };
        taken
    }
}

/// A histogram in a file, small: most keys are near the one before and occur once.
#[derive(Serialize, Deserialize)]
struct Kept {
    range: Option<(f64, f64)>,
    least: i32,
    /// Twice the distance of each key from the one before; and one more, with the count after it,
    /// where the key occurs more than once.
    steps: Vec<u64>,
}

impl From<Histogram> for Kept {
    fn from(histogram: Histogram) -> Self {
        let settled = histogram.settled();
        let least = settled.first().map_or(0, |count| count.key());
        let (mut before, mut steps) = (least, Vec::new());
        for count in settled {
            let step = 2 * u64::from(count.key().abs_diff(before));
            before = count.key();
            if count.often() == 1 {
                steps.push(step);
            } else {
                steps.extend([step + 1, count.often()]);
            }
        }
        Self {
            range: histogram.range,
            least,
            steps,
        }
    }
}

impl From<Kept> for Histogram {
    fn from(kept: Kept) -> Self {
        let (mut key, mut counts) = (kept.least, Vec::new());
        let mut steps = kept.steps.into_iter();
        while let Some(step) = steps.next() {
            key = key.wrapping_add_unsigned((step / 2) as u32);
            let often = if step % 2 == 0 { Some(1) } else { steps.next() };
            counts.push(Count::new(key, often.unwrap_or(1)));
        }
        Self {
            counts,
            pending: Vec::new(),
            range: kept.range,
        }
    }
}

/// Adds up two lists of counts, both rising by key.
fn merged(a: &[Count], b: &[Count]) -> Vec<Count> {
    let mut sum = Vec::with_capacity(a.len() + b.len());
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        let (left, right) = (a[i].key(), b[j].key());
        sum.push(match left.cmp(&right) {
            std::cmp::Ordering::Less => a[i],
            std::cmp::Ordering::Greater => b[j],
            std::cmp::Ordering::Equal => Count::new(left, a[i].often() + b[j].often()),
        });
        i += usize::from(left <= right);
        j += usize::from(right <= left);
    }
    sum.extend_from_slice(&a[i..]);
    sum.extend_from_slice(&b[j..]);
    sum
}

/// Rises with the value. A carry of the rounding runs on into the exponent, where it belongs.
fn key(value: f64) -> i32 {
    let half = 1 << (DROPPED - 1);
    let size = ((value.abs().to_bits() + half) >> DROPPED) as i32;
    if value < 0.0 { -size } else { size }
}

fn rounded(key: i32) -> f64 {
    let size = f64::from_bits(u64::from(key.unsigned_abs()) << DROPPED);
    if key < 0 { -size } else { size }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::Sample;
    use crate::stats::coverage::SplitMix64;
    use crate::stats::order;

    fn of(values: &[f64]) -> Histogram {
        let mut histogram = Histogram::default();
        for &value in values {
            histogram.push(value);
        }
        histogram
    }

    /// Both signs, 24 decades, a tenth zeros.
    fn nasty(n: usize) -> Vec<f64> {
        let mut random = SplitMix64(17);
        let mut value = || {
            let size = libm::exp((random.uniform() - 0.5) * 24.0 * std::f64::consts::LN_10);
            match random.uniform() {
                u if u < 0.1 => 0.0,
                u if u < 0.4 => -size,
                _ => size,
            }
        };
        (0..n).map(|_| value()).collect()
    }

    #[test]
    fn every_value_is_within_the_bound_of_its_key() {
        for value in nasty(20_000)
            .into_iter()
            .chain([1e308, -1e308, 1.0, f64::MIN_POSITIVE])
        {
            let error = (rounded(key(value)) - value).abs();
            assert!(error <= 0.000_5 * value.abs(), "{value}");
        }
        assert_eq!(key(0.0), key(-0.0));
        assert_ne!(key(0.0), key(1e-300));
        assert_ne!(key(0.0), key(-1e-300));
    }

    #[test]
    fn whole_numbers_up_to_2048_are_kept_as_they_are() {
        for value in (-2048..=2048).map(f64::from) {
            assert_eq!(rounded(key(value)).to_bits(), value.to_bits());
        }
        assert_ne!(rounded(key(2049.0)).to_bits(), 2049.0_f64.to_bits());
        let days: Vec<f64> = (0..=100).map(f64::from).collect();
        assert_eq!(of(&days).quantiles([0.05, 0.5]), [Some(5.0), Some(50.0)]);
    }

    #[test]
    fn keys_rise_with_the_values() {
        let ladder = [-1e12, -1.001, -1.0, -1e-12, 0.0, 1e-12, 1.0, 1.001, 1e12];
        assert!(ladder.is_sorted_by(|a, b| key(*a) < key(*b)));
    }

    #[test]
    fn quantiles_of_nasty_data_are_within_the_bound() {
        for n in [1, 2, 10, 1_023, 1_024, 5_000] {
            let values = nasty(n);
            let (histogram, sample) = (of(&values), Sample::new(&values));
            let levels = [0.0, 0.05, 0.1, 0.25, 0.35, 0.5, 0.75, 0.9, 0.95, 1.0];
            for (p, found) in levels.iter().zip(histogram.quantiles(levels)) {
                let exact = sample.quantile(*p).unwrap();
                let error = (found.unwrap() - exact).abs();
                assert!(error <= 0.000_5 * scale(&sample, *p), "{n} {p}: {exact}");
            }
        }
    }

    /// The greater of the values on both sides of a quantile: a line between opposite signs may
    /// come near zero.
    fn scale(sample: &Sample, p: f64) -> f64 {
        let (below, above, _) = order::straddle(sample.n(), p).unwrap();
        let size = |place: u64| {
            let level = place as f64 / (sample.n() - 1).max(1) as f64;
            sample.quantile(level).unwrap().abs()
        };
        size(below).max(size(above)) * (1.0 + 1e-9)
    }

    #[test]
    fn equal_values_give_themselves() {
        assert_eq!(of(&[f64::MAX; 3]).quantiles([0.5]), [Some(f64::MAX)]);
        assert_eq!(of(&[5.3; 9]).quantiles([0.05, 0.5]), [Some(5.3); 2]);
        assert_eq!(of(&[f64::NAN]).quantiles([0.5]), [None]);
    }

    #[test]
    fn parts_merge_in_any_order_to_the_same_counts() {
        let values = nasty(5_000);
        let whole = of(&values);
        assert!(whole.settled().len() > 3_000);
        let parts: Vec<Histogram> = values.chunks(700).map(of).collect();
        for order in [[0, 1, 2, 3, 4, 5, 6, 7], [7, 2, 5, 0, 1, 6, 4, 3]] {
            let mut sum = Histogram::default();
            for part in order {
                sum.merge(&parts[part]);
            }
            assert_eq!(sum.settled(), whole.settled());
            assert_eq!(sum.range, whole.range);
        }
    }

    #[test]
    fn what_is_kept_and_read_back_counts_on_as_if_nothing_had_been() {
        let values = nasty(5_000);
        let mut first = of(&values[..3_333]);
        let bytes = postcard::to_stdvec(&first).unwrap();
        let mut read: Histogram = postcard::from_bytes(&bytes).unwrap();
        assert!(bytes.len() < 4 * first.settled().len(), "{}", bytes.len());
        for &value in &values[3_333..] {
            first.push(value);
            read.push(value);
        }
        assert_eq!((read.settled(), read.range), (first.settled(), first.range));
        assert_eq!(of(&values).settled(), read.settled());
    }

    #[test]
    fn a_count_holds_its_key_and_how_often() {
        for key in [i32::MIN >> 10, -1, 0, 1, 1 << 21] {
            for often in [1, 5_000_000_000, (1 << 41) - 1] {
                let count = Count::new(key, often);
                assert_eq!((count.key(), count.often()), (key, often));
            }
        }
        assert_eq!(Count::new(3, u64::MAX).often(), (1 << 41) - 1);
        assert_eq!(
            (key(f64::MAX), key(-f64::MAX)),
            (1_048_575 * 2 + 1 - 1023, -(1_048_575 * 2 + 1 - 1023))
        );
    }

    #[test]
    fn values_are_told_from_either_end() {
        let counted = of(&[3.0, 1.0, 2.0, 3.0, 1.0, 3.0]).ordered();
        assert_eq!(counted.n(), 6);
        let ranked: Vec<f64> = (1..=6).map(|rank| counted.ranked(rank)).collect();
        assert_eq!(ranked, [1.0, 1.0, 2.0, 3.0, 3.0, 3.0]);
        assert_eq!(counted.farthest(Tail::Upper, 4), [(3.0, 3), (2.0, 1)]);
        assert_eq!(counted.farthest(Tail::Lower, 1), [(1.0, 1)]);
        assert!(of(&[2.5; 9]).ordered().is_constant());
        assert!(!of(&[2.5]).ordered().is_constant());
    }

    #[test]
    fn memory_grows_with_keys_and_not_with_values() {
        let mut histogram = Histogram::default();
        for k in 0..200_000_u32 {
            histogram.push(1.0 + f64::from(k % 1_000) / 1_000.0);
        }
        assert!(histogram.counts.len() <= 1_024 && histogram.pending.len() < PENDING);
        assert_eq!(
            histogram.settled().iter().map(|c| c.often()).sum::<u64>(),
            200_000
        );
    }
}
