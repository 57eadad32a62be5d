//! The worst trials of a measure, as they come.

use serde::{Deserialize, Serialize};

use super::Tail;

/// How many are kept.
pub const WORST: usize = 20;

/// The worst values with the trials they were in, the worst first; of equal ones the earlier trial.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Worst {
    is_high: bool,
    found: Vec<(f64, u64)>,
}

impl Worst {
    /// Of a measure whose bad values are at this end.
    #[must_use]
    pub const fn at(bad: Tail) -> Self {
        Self {
            is_high: matches!(bad, Tail::Upper),
            found: Vec::new(),
        }
    }

    /// Looks at a trial; undefined values (NaN or infinite) are left out.
    pub fn push(&mut self, value: f64, trial: u64) {
        let is_far = self.found.len() == WORST
            && self
                .found
                .last()
                .is_some_and(|last| !self.is_before((value, trial), *last));
        if !value.is_finite() || is_far {
            return;
        }
        let new = (value, trial);
        let at = self.found.partition_point(|old| self.is_before(*old, new));
        self.found.insert(at, new);
        self.found.truncate(WORST);
    }

    /// Adds those of other trials; in any order the result is the same.
    pub fn merge(&mut self, other: &Self) {
        for &(value, trial) in &other.found {
            self.push(value, trial);
        }
    }

    /// Values and trials, the worst first.
    #[must_use]
    pub fn found(&self) -> &[(f64, u64)] {
        &self.found
    }

    fn is_before(&self, (value, trial): (f64, u64), (other, after): (f64, u64)) -> bool {
        let by_value = if self.is_high {
            other.total_cmp(&value)
        } else {
            value.total_cmp(&other)
        };
        by_value.then(trial.cmp(&after)).is_lt()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_are_found_whatever_the_order() {
        let values: Vec<(f64, u64)> = (0..500_u64)
            .map(|k| ((k * 37 % 50) as f64, k + 1))
            .collect();
        for (bad, worst) in [(Tail::Upper, 49.0), (Tail::Lower, 0.0)] {
            let mut forward = Worst::at(bad);
            let mut parts = [Worst::at(bad), Worst::at(bad)];
            for &(value, trial) in values.iter().rev() {
                parts[trial as usize % 2].push(value, trial);
            }
            for &(value, trial) in &values {
                forward.push(value, trial);
            }
            let [mut one, other] = parts;
            one.merge(&other);
            assert_eq!(one, forward);
            assert_eq!(forward.found().len(), WORST);
            let ten: Vec<f64> = forward.found()[..10].iter().map(|x| x.0).collect();
            assert_eq!(ten, [worst; 10]);
            assert!(forward.found()[..10].is_sorted_by_key(|x| x.1));
        }
    }

    #[test]
    fn undefined_values_are_no_worst() {
        let mut worst = Worst::at(Tail::Upper);
        for value in [f64::NAN, f64::INFINITY, 1.0] {
            worst.push(value, 7);
        }
        assert_eq!(worst.found(), [(1.0, 7)]);
    }
}
