//! One path through the factors, each stepped once.
//!
//! # Source
//! Morris (1991), Technometrics 33, 161, with four levels: the middles of the quarters of a law, and steps of
//! two of them.

use crate::random::{Stream, StreamKey};

/// Levels of a factor.
const LEVELS: f64 = 4.0;

/// How far a parameter steps.
const STEP: f64 = 0.5;

/// How far apart two uniforms are on average.
const ANEW: f64 = 1.0 / 3.0;

/// A trajectory.
pub(super) struct Trajectory {
    /// Where each factor starts.
    start: Vec<f64>,
    /// When it steps, counted from 0.
    turn: Vec<usize>,
}

impl Trajectory {
    /// A trajectory by its number, counted from 1; the last factor is the noise.
    pub(super) fn new(seed: u64, number: u64, factors: usize) -> Self {
        let stream = Stream::new(seed, number, StreamKey::of("analyze.morris"));
        let mut uniforms = vec![0.0; 2 * factors];
        stream.fill(0, &mut uniforms);
        let (cells, order) = uniforms.split_at(factors);
        let mut turn: Vec<usize> = (0..factors).collect();
        // Durstenfeld (1964), Algorithm 235.
        for last in (1..factors).rev() {
            let with = (order[last] * (last + 1) as f64) as usize;
            turn.swap(last, with.min(last));
        }
        Self {
            start: cells
                .iter()
                .map(|u| (libm::floor(u * LEVELS) + 0.5) / LEVELS)
                .collect(),
            turn,
        }
    }

    /// A factor's uniform after so many steps.
    pub(super) fn uniform(&self, factor: usize, steps: usize) -> f64 {
        let start = self.start[factor];
        if self.has_stepped(factor, steps) {
            start + self.step(factor)
        } else {
            start
        }
    }

    pub(super) fn has_stepped(&self, factor: usize, steps: usize) -> bool {
        self.turn[factor] < steps
    }

    /// Up from the lower half, down from the upper.
    fn step(&self, factor: usize) -> f64 {
        if self.start[factor] < 0.5 {
            STEP
        } else {
            -STEP
        }
    }

    /// A factor's elementary effect from the values along the way.
    pub(super) fn effect(&self, factor: usize, values: &[f64]) -> f64 {
        let turn = self.turn[factor];
        let change = values[turn + 1] - values[turn];
        let is_noise = factor + 1 == self.turn.len();
        change / if is_noise { ANEW } else { self.step(factor) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_factor_steps_once_between_the_middles_of_quarters() {
        let (mut starts, mut turns) = ([0; 4], [0; 5]);
        for number in 1..=2000 {
            let path = Trajectory::new(7, number, 5);
            let mut order = path.turn.clone();
            order.sort_unstable();
            assert_eq!(order, [0, 1, 2, 3, 4]);
            for factor in 0..5 {
                let ends = [path.uniform(factor, 0), path.uniform(factor, 5)];
                assert!(((ends[0] - ends[1]).abs() - 0.5).abs() < 1e-12, "{ends:?}");
                assert!(
                    ends.iter()
                        .all(|u| [0.125, 0.375, 0.625, 0.875].contains(u))
                );
            }
            starts[(path.start[2] * 4.0) as usize] += 1;
            turns[path.turn[2]] += 1;
        }
        // Multinomial counts of 2,000: five standard deviations.
        assert!(
            starts.iter().all(|n: &i32| (n - 500).abs() < 97),
            "{starts:?}"
        );
        assert!(
            turns.iter().all(|n: &i32| (n - 400).abs() < 90),
            "{turns:?}"
        );
    }
}
