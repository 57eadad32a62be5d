//! Means and variances whose bits do not depend on threads.

use serde::{Deserialize, Serialize};

use super::{Join, student};

/// Trials folded together before anything else. Work shared out in whole blocks and folded in their
/// order comes to the same bits whoever did it.
pub const BLOCK: usize = 64;

/// Count, mean and sum of squared deviations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Moments {
    n: u64,
    defined: u64,
    mean: f64,
    squares: f64,
}

impl Moments {
    /// Adds the values of the trials that come next, from the start of a block on. Undefined values
    /// (NaN or infinite) are counted and otherwise left out.
    pub fn push_block(&mut self, values: &[f64]) {
        for block in values.chunks(BLOCK) {
            self.merge(&Self::of_block(block));
        }
    }

    /// Adds the trials that come next, folded already. The same parts in the same order give the
    /// same bits; [`Moments::push_block`] merges block by block.
    ///
    /// # Source
    /// Chan, Golub and `LeVeque` (1983), The American Statistician 37, 242.
    pub fn merge(&mut self, next: &Self) {
        let defined = self.defined + next.defined;
        if defined > 0 {
            let share = next.defined as f64 / defined as f64;
            let step = next.mean - self.mean;
            self.mean += step * share;
            self.squares += next.squares + step * step * (self.defined as f64 * share);
        }
        self.n += next.n;
        self.defined = defined;
    }

    /// What the values of a block, at most [`BLOCK`] of them, come to.
    #[must_use]
    pub fn of_block(values: &[f64]) -> Self {
        let known = || values.iter().copied().filter(|x| x.is_finite());
        let defined = known().count();
        if defined == 0 {
            return Self {
                n: values.len() as u64,
                ..Self::default()
            };
        }
        // The second look makes the mean of equal values exactly that value.
        let rough = known().sum::<f64>() / defined as f64;
        let mean = rough + known().map(|x| x - rough).sum::<f64>() / defined as f64;
        Self {
            n: values.len() as u64,
            defined: defined as u64,
            mean,
            squares: known().map(|x| (x - mean) * (x - mean)).sum(),
        }
    }

    /// How many values there are, undefined ones with them.
    #[must_use]
    pub const fn n(&self) -> u64 {
        self.n
    }

    /// How many values are defined.
    #[must_use]
    pub const fn n_defined(&self) -> u64 {
        self.defined
    }

    /// The mean of the defined values.
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        (self.defined > 0).then_some(self.mean)
    }

    /// The standard deviation, with n - 1 below; needs two defined values.
    #[must_use]
    pub fn sd(&self) -> Option<f64> {
        (self.defined > 1).then(|| (self.squares / (self.defined - 1) as f64).sqrt())
    }

    /// Student's interval for the mean; needs two defined values.
    #[must_use]
    pub fn t_interval(&self, confidence: f64) -> Option<(f64, f64)> {
        let error = self.sd()? / (self.defined as f64).sqrt();
        let half = error * student::critical(confidence, (self.defined - 1) as f64);
        Some((self.mean - half, self.mean + half))
    }
}

impl Join for Moments {
    fn join(&mut self, next: &Self) {
        self.merge(next);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(values: &[f64]) -> Moments {
        let mut moments = Moments::default();
        moments.push_block(values);
        moments
    }

    fn near(found: Option<f64>, truth: f64, bound: f64) {
        let found = found.expect("a number");
        assert!(
            (found / truth - 1.0).abs() < bound,
            "{found} is not {truth}"
        );
    }

    /// 1000 values that repeat no pattern of 64, some undefined.
    fn ragged() -> Vec<f64> {
        let value = |k: u32| f64::from(k.wrapping_mul(2_654_435_761) >> 8) * 1e-3 - 7e3;
        (0..1000)
            .map(|k| if k % 37 == 5 { f64::NAN } else { value(k) })
            .collect()
    }

    #[test]
    fn darwins_plants_have_students_interval() {
        // Fisher (1935), The Design of Experiments, section 17: differences in eighths of an inch.
        let plants = of(&[
            49.0, -67.0, 8.0, 16.0, 6.0, 23.0, 28.0, 41.0, 14.0, 29.0, 56.0, 24.0, 75.0, 60.0,
            -48.0,
        ]);
        near(plants.mean(), 314.0 / 15.0, 1e-15);
        near(
            plants.sd(),
            ((26_518.0_f64 - 314.0 * 314.0 / 15.0) / 14.0).sqrt(),
            1e-14,
        );
        let (lower, upper) = plants.t_interval(0.95).unwrap();
        assert!(
            (lower - 0.03).abs() < 0.01 && (upper - 41.84).abs() < 0.01,
            "{lower} {upper}"
        );
    }

    #[test]
    fn digits_survive_a_large_offset() {
        // As NIST's NumAcc4: 1001 values about 10^7 with a standard deviation of exactly 0.1.
        let mut values = vec![10_000_000.2];
        values.extend((0..1000).map(|k| {
            if k % 2 == 0 {
                10_000_000.1
            } else {
                10_000_000.3
            }
        }));
        let moments = of(&values);
        near(moments.mean(), 10_000_000.2, 1e-15);
        near(moments.sd(), 0.1, 1e-7);
    }

    #[test]
    fn equal_values_have_no_spread_at_all() {
        for x in [0.1, -1e9 / 3.0, 1e-12 / 7.0] {
            let moments = of(&vec![x; 1001]);
            assert_eq!(moments.mean().unwrap().to_bits(), x.to_bits());
            assert_eq!(moments.sd(), Some(0.0));
            assert_eq!(moments.t_interval(0.95), Some((x, x)));
        }
    }

    #[test]
    fn undefined_values_are_counted_and_left_out() {
        let moments = of(&[f64::NAN, 1.0, f64::INFINITY, 3.0]);
        assert_eq!((moments.n(), moments.n_defined()), (4, 2));
        assert_eq!(moments.mean(), Some(2.0));
        let nothing = of(&[f64::NAN; 70]);
        assert_eq!(
            (nothing.n(), nothing.mean(), nothing.sd()),
            (70, None, None)
        );
        assert_eq!(of(&[5.0]).t_interval(0.95), None);
    }

    #[test]
    fn any_partition_on_block_bounds_has_the_same_bits() {
        let values = ragged();
        let whole = of(&values);
        assert!(whole.n_defined() < whole.n() && whole.sd().unwrap() > 1.0);
        for blocks in [1, 2, 3, 7] {
            let mut parts = Moments::default();
            values
                .chunks(blocks * BLOCK)
                .for_each(|part| parts.push_block(part));
            assert_eq!(parts, whole, "{blocks}");
        }
        let folded: Vec<Moments> = values.chunks(BLOCK).map(of).collect();
        let mut merged = Moments::default();
        for block in &folded {
            merged.merge(block);
        }
        assert_eq!(merged, whole);
    }

    #[test]
    fn parts_merge_to_the_whole_within_rounding() {
        let values = ragged();
        let (mut first, second) = (of(&values[..333]), of(&values[333..]));
        first.merge(&second);
        let whole = of(&values);
        near(first.mean(), whole.mean().unwrap(), 1e-12);
        near(first.sd(), whole.sd().unwrap(), 1e-12);
        assert_eq!(first.n_defined(), whole.n_defined());
    }
}
