//! What can be told of a number over all trials without keeping them.

use serde::{Deserialize, Serialize};

use super::{BLOCK, Counted, Forest, Histogram, Moments};

/// [`Moments`] of blocks, joined by their [`Forest`], with a [`Histogram`]: means exact, quantiles within 0.05 %.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Distribution {
    moments: Forest<Moments>,
    histogram: Histogram,
}

impl Distribution {
    /// Of the trials from a block on, counted from 0.
    #[must_use]
    pub fn from(block: u64) -> Self {
        Self {
            moments: Forest::from(block),
            histogram: Histogram::default(),
        }
    }

    /// Adds the values of the trials that come next, from the start of a block on.
    pub fn push_block(&mut self, values: &[f64]) {
        for block in values.chunks(BLOCK) {
            self.moments.push(Moments::of_block(block));
        }
        for &value in values {
            self.histogram.push(value);
        }
    }

    /// Adds the trials that come next; the same bits as if they had been pushed.
    pub fn append(&mut self, next: Self) {
        self.moments.append(next.moments);
        self.histogram.merge(&next.histogram);
    }

    /// Counts, mean and spread.
    #[must_use]
    pub fn moments(&self) -> Moments {
        self.moments.fold().unwrap_or_default()
    }

    /// The values in rising order, each off by less than 0.05 %.
    #[must_use]
    pub fn ordered(&self) -> Counted {
        self.histogram.ordered()
    }

    /// One quantile, as [`Distribution::quantiles`].
    #[must_use]
    pub fn quantile(&self, p: f64) -> Option<f64> {
        self.quantiles([p])[0]
    }

    /// Quantiles as [`Histogram::quantiles`]; dearer to ask for one by one.
    #[must_use]
    pub fn quantiles<const K: usize>(&self, levels: [f64; K]) -> [Option<f64>; K] {
        self.histogram.quantiles(levels)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_and_quantiles_are_of_the_same_values() {
        let mut months = Distribution::default();
        months.push_block(&[1.0, f64::NAN, 3.0]);
        months.push_block(&[8.0]);
        assert_eq!(months.moments().n(), 4);
        assert_eq!(months.moments().mean(), Some(4.0));
        let median = months.quantile(0.5).unwrap();
        assert!((median / 3.0 - 1.0).abs() < 5e-4, "{median}");
        assert_eq!(Distribution::default().quantile(0.5), None);
    }

    #[test]
    fn parts_merge_to_the_whole() {
        let values: Vec<f64> = (0..640).map(|k| f64::from(k) - 100.0).collect();
        let mut whole = Distribution::default();
        whole.push_block(&values);
        let mut sum = Distribution::default();
        for (at, part) in values.chunks(64).enumerate() {
            let mut next = Distribution::from(at as u64);
            next.push_block(part);
            sum.append(next);
        }
        assert_eq!(sum.moments(), whole.moments());
        let levels = [0.05, 0.5, 0.95];
        assert_eq!(sum.quantiles(levels), whole.quantiles(levels));
        assert!(whole.quantile(0.05) < whole.quantile(0.95));
    }
}
