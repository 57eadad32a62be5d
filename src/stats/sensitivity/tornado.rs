//! The output with an input at its lowest and at its highest.

use super::super::{Moments, wilson};
use super::Estimate;

/// The share of points at either end.
const END: usize = 10;

/// The points at which an input is at its lowest and at its highest.
pub(super) struct Ends {
    low: Vec<usize>,
    high: Vec<usize>,
}

impl Ends {
    /// The points whose input lies in its lowest and in its highest tenth. Equal inputs stay together,
    /// so that a tenth may hold more than its share.
    pub(super) fn new(input: &[f64]) -> Self {
        let mut sorted = input.to_vec();
        sorted.sort_unstable_by(f64::total_cmp);
        let share = sorted.len().div_ceil(END);
        let (mut low, mut high) = (sorted[share - 1], sorted[sorted.len() - share]);
        if low >= high {
            // One value fills both tenths: the ends are what lies beyond it, where anything does.
            let below = sorted.iter().rfind(|&&x| x < low);
            let above = sorted.iter().find(|&&x| x > low);
            (low, high) = (*below.unwrap_or(&low), *above.unwrap_or(&low));
        }
        let points = |at_end: &dyn Fn(f64) -> bool| -> Vec<usize> {
            let all = 0..input.len();
            all.filter(|&at| at_end(input[at])).collect()
        };
        Self {
            low: points(&|x| x <= low),
            high: points(&|x| x >= high),
        }
    }

    /// Means of the output there, with Student's interval or, for a `probability`, Wilson's.
    pub(super) fn means(&self, output: &[f64], probability: bool) -> (Estimate, Estimate) {
        let mean = |points: &[usize]| mean(points, output, probability);
        (mean(&self.low), mean(&self.high))
    }
}

fn mean(points: &[usize], output: &[f64], probability: bool) -> Estimate {
    let picked: Vec<f64> = points.iter().map(|&at| output[at]).collect();
    let mut moments = Moments::default();
    moments.push_block(&picked);
    let ones = || picked.iter().filter(|&&y| y > 0.5).count() as u64;
    Estimate {
        value: moments.mean(),
        interval: if probability {
            wilson(ones(), moments.n(), 0.95)
        } else {
            moments.t_interval(0.95)
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn means(input: &[f64], output: &[f64]) -> (Option<f64>, Option<f64>) {
        let (low, high) = Ends::new(input).means(output, false);
        (low.value, high.value)
    }

    #[test]
    fn the_ends_are_the_lowest_and_the_highest_tenth() {
        let input: Vec<f64> = (0..40).map(|k| f64::from(k * 7 % 40)).collect();
        let output: Vec<f64> = input.iter().map(|x| x * x).collect();
        let truth = (
            Some(14.0 / 4.0),
            Some((1296.0 + 1369.0 + 1444.0 + 1521.0) / 4.0),
        );
        assert_eq!(means(&input, &output), truth);
        let (low, _) = Ends::new(&input).means(&output, false);
        // 0, 1, 4, 9: sd √(49 / 3), t(3) = 3.182446.
        let half = 3.182_446_305 * (49.0_f64 / 3.0).sqrt() / 2.0;
        assert!((low.interval.unwrap().1 - 3.5 - half).abs() < 1e-8);
    }

    #[test]
    fn probabilities_have_wilsons_interval() {
        let input: Vec<f64> = (0..40).map(f64::from).collect();
        let output: Vec<f64> = input.iter().map(|&x| f64::from(x > 37.0)).collect();
        let (low, high) = Ends::new(&input).means(&output, true);
        assert_eq!((low.value, high.value), (Some(0.0), Some(0.5)));
        assert_eq!(
            (low.interval, high.interval),
            (wilson(0, 4, 0.95), wilson(2, 4, 0.95))
        );
    }

    #[test]
    fn equal_inputs_stay_together_and_the_ends_apart() {
        let never = f64::INFINITY;
        for (input, truth) in [
            // Two values, three, one of them rare at either side.
            ([0.0, 0.0, 0.0, 9.0, 9.0], (2.0, 4.5)),
            ([0.0, 5.0, 5.0, 5.0, 9.0], (1.0, 5.0)),
            ([0.0, 0.0, 0.0, 0.0, never], (2.5, 5.0)),
            ([-3.0, never, never, never, never], (1.0, 3.5)),
        ] {
            let mut input: Vec<f64> = input.repeat(5);
            let output = [1.0, 2.0, 3.0, 4.0, 5.0].repeat(5);
            assert_eq!(means(&input, &output), (Some(truth.0), Some(truth.1)));
            input.reverse();
            let reversed: Vec<f64> = output.iter().rev().copied().collect();
            assert_eq!(means(&input, &reversed), (Some(truth.0), Some(truth.1)));
        }
        let mut rare = vec![5.0; 40];
        (rare[3], rare[17]) = (0.0, 9.0);
        let output: Vec<f64> = (0..40).map(f64::from).collect();
        assert_eq!(means(&rare, &output), (Some(3.0), Some(17.0)));
    }
}
