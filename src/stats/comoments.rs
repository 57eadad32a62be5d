//! Means, variances and covariances of a column and the numbers that go with it, folded without keeping either.

use serde::{Deserialize, Serialize};

use super::{Join, Moments, student};

/// What some values come to together with those of their companions, such as control variates: enough for a
/// regression. An undefined value makes all undefined that it enters.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Comoments {
    n: u64,
    mean: f64,
    squares: f64,
    /// Of each companion.
    means: Vec<f64>,
    /// Sums of products of deviations of the value and of each companion.
    products: Vec<f64>,
}

impl Comoments {
    /// Of a block of values, with a block of as many of each companion.
    #[must_use]
    pub fn of_block(values: &[f64], companions: &[&[f64]]) -> Self {
        let mean = mean_of(values);
        let means: Vec<f64> = companions.iter().map(|column| mean_of(column)).collect();
        let product = |(column, other): (&&[f64], &f64)| -> f64 {
            let both = values.iter().zip(*column);
            both.map(|(y, x)| (y - mean) * (x - other)).sum()
        };
        Self {
            n: values.len() as u64,
            mean,
            squares: values.iter().map(|y| (y - mean) * (y - mean)).sum(),
            products: companions.iter().zip(&means).map(product).collect(),
            means,
        }
    }

    /// How many values.
    #[must_use]
    pub const fn n(&self) -> u64 {
        self.n
    }

    /// Their mean.
    #[must_use]
    pub const fn mean(&self) -> f64 {
        self.mean
    }

    /// The sum of their squared deviations.
    #[must_use]
    pub const fn squares(&self) -> f64 {
        self.squares
    }

    /// Student's interval for the mean of the defined values of trials that came in replicates, where these are
    /// sums of replicates over their size and the last companion, here also by itself, is how much of each is
    /// defined; none below two replicates.
    ///
    /// # Source
    /// The ratio estimator linearised: Cochran (1977), Sampling Techniques, section 9A.
    #[must_use]
    pub fn ratio_interval(&self, defined: &Moments, confidence: f64) -> Option<(f64, f64)> {
        let share = defined.mean().filter(|share| *share > 0.0)?;
        let spread = defined.sd()?;
        let ratio = self.mean / share;
        let squares = spread * spread * (defined.n_defined() as f64 - 1.0);
        let product = self.products.last().copied().unwrap_or_default();
        let left = self.squares - 2.0 * ratio * product + ratio * ratio * squares;
        let half = half_width(left, self.n, confidence)? / share;
        Some((ratio - half, ratio + half))
    }

    /// Means of the companions.
    #[must_use]
    pub fn means(&self) -> &[f64] {
        &self.means
    }

    /// Sums of products of deviations with each companion.
    #[must_use]
    pub fn products(&self) -> &[f64] {
        &self.products
    }
}

impl Join for Comoments {
    /// # Source
    /// Chan, Golub and `LeVeque` (1983), The American Statistician 37, 242, for variances; Pébay (2008), Sandia
    /// report SAND2008-6212, for covariances.
    fn join(&mut self, next: &Self) {
        let n = self.n + next.n;
        if next.n == 0 || n == 0 {
            return;
        }
        let share = next.n as f64 / n as f64;
        let weight = self.n as f64 * share;
        let step = next.mean - self.mean;
        for (at, mean) in self.means.iter_mut().enumerate() {
            let other = next.means[at] - *mean;
            *mean += other * share;
            self.products[at] += next.products[at] + step * other * weight;
        }
        self.mean += step * share;
        self.squares += next.squares + step * step * weight;
        self.n = n;
    }
}

/// Half the interval of a mean of so many independent numbers, from the sum of their squared deviations.
pub(super) fn half_width(squares: f64, n: u64, confidence: f64) -> Option<f64> {
    let freedom = n.checked_sub(1).filter(|freedom| *freedom > 0)? as f64;
    let error = (squares.max(0.0) / freedom / n as f64).sqrt();
    let half = || error * student::critical(confidence, freedom);
    (squares.is_finite()).then(half)
}

/// The second look makes the mean of equal values exactly that value.
fn mean_of(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let rough = values.iter().sum::<f64>() / n;
    rough + values.iter().map(|x| x - rough).sum::<f64>() / n
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::{Forest, mean_by_replicates};

    #[test]
    fn blocks_join_to_the_sums_of_all() {
        let y: Vec<f64> = (0..1000).map(|k| f64::from(k * 37 % 101)).collect();
        let x: Vec<f64> = (0..1000).map(|k| f64::from(k * k % 89) + 1e3).collect();
        let mut forest = Forest::from(0);
        for (y, x) in y.chunks(64).zip(x.chunks(64)) {
            forest.push(Comoments::of_block(y, &[x]));
        }
        let all = forest.fold().unwrap();
        let mean = |column: &[f64]| column.iter().sum::<f64>() / 1000.0;
        let (my, mx) = (mean(&y), mean(&x));
        let product: f64 = y.iter().zip(&x).map(|(y, x)| (y - my) * (x - mx)).sum();
        let squares: f64 = y.iter().map(|y| (y - my).powi(2)).sum();
        assert_eq!(all.n(), 1000);
        assert!((all.mean() - my).abs() < 1e-12 && (all.means()[0] - mx).abs() < 1e-9);
        assert!((all.products()[0] - product).abs() < 1e-9 * product.abs().max(squares));
        assert!((all.squares() / squares - 1.0).abs() < 1e-12);
    }

    #[test]
    fn a_ratio_over_replicates_is_that_of_the_whole_column() {
        let holed = |k: i32| {
            if k % 7 == 3 {
                f64::NAN
            } else {
                f64::from(k * 37 % 101)
            }
        };
        let y: Vec<f64> = (0..640).map(holed).collect();
        let (mut sums, mut shares) = (Forest::from(0), Forest::from(0));
        for own in y.chunks(16) {
            let defined = own.iter().filter(|x| x.is_finite());
            let share = defined.clone().count() as f64 / 16.0;
            sums.push(Comoments::of_block(
                &[defined.sum::<f64>() / 16.0],
                &[&[share]],
            ));
            shares.push(Moments::of_block(&[share]));
        }
        let found = sums
            .fold()
            .unwrap()
            .ratio_interval(&shares.fold().unwrap(), 0.95);
        let truth = mean_by_replicates(&y, 16, 0.95).unwrap();
        let (lower, upper) = found.unwrap();
        assert!((lower - truth.0).abs() < 1e-9 && (upper - truth.1).abs() < 1e-9);
    }

    #[test]
    fn what_is_undefined_stays_so() {
        let mut all = Comoments::of_block(&[1.0, 2.0], &[&[0.0, 1.0]]);
        all.join(&Comoments::of_block(&[f64::NAN], &[&[0.0]]));
        assert!(all.mean().is_nan() && all.products()[0].is_nan());
        assert!(all.means()[0].is_finite());
    }
}
