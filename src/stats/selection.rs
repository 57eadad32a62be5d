//! Which of several systems has the lowest mean, when all share their luck.
//!
//! The procedure of Kim and Nelson keeps its promise under common random numbers: it knows the variances of
//! differences only. Whenever it is looked at, a system falls out whose mean is higher than
//! another's by more than their difference's noise still allows; with the chosen confidence the one that
//! is best by at least `indifference` stays.

use super::Moments;

/// A selection after its first stage.
///
/// # Source
/// Kim and Nelson (2001), "A fully sequential procedure for indifference-zone selection in simulation",
/// ACM Transactions on Modeling and Computer Simulation 11, 251: procedure KN with c = 1.
#[derive(Clone, Debug)]
pub struct Selection {
    /// `h² S²` of each pair.
    spread: Vec<Vec<f64>>,
    indifference: f64,
}

impl Selection {
    /// From the first trials of each system; `error` is the chance of a wrong selection, and
    /// `indifference`, above 0, the difference that matters.
    #[must_use]
    pub fn new(first: &[&[f64]], error: f64, indifference: f64) -> Self {
        let systems = first.len();
        let trials = first.first().map_or(0, |column| column.len());
        let freedom = trials.saturating_sub(1).max(1) as f64;
        let each = 2.0 * error / systems.saturating_sub(1).max(1) as f64;
        let eta = 0.5 * libm::expm1(-2.0 / freedom * libm::log(each));
        let factor = 2.0 * eta * freedom;
        let spread = |i: usize, j: usize| {
            let sd = differences(first[i], first[j]).sd().unwrap_or(0.0);
            factor * sd * sd
        };
        let row = |i| (0..systems).map(|j| spread(i, j)).collect();
        Self {
            spread: (0..systems).map(row).collect(),
            indifference,
        }
    }

    /// Those still in after the trials of `columns`, of those that were in; at least one.
    #[must_use]
    pub fn survivors(&self, columns: &[&[f64]], alive: &[usize]) -> Vec<usize> {
        let beaten = |i: usize| alive.iter().any(|&j| self.is_beaten(columns, i, j));
        let stay: Vec<usize> = alive.iter().copied().filter(|&i| !beaten(i)).collect();
        if stay.is_empty() {
            return alive.to_vec();
        }
        stay
    }

    fn is_beaten(&self, columns: &[&[f64]], i: usize, j: usize) -> bool {
        if i == j {
            return false;
        }
        let difference = differences(columns[i], columns[j]);
        let pairs = difference.n_defined() as f64;
        let slack = self.spread[i][j] / self.indifference - pairs * self.indifference;
        let allowed = (slack / (2.0 * pairs)).max(0.0);
        difference.mean().is_some_and(|mean| mean > allowed)
    }
}

/// Of trials in which both are defined.
fn differences(a: &[f64], b: &[f64]) -> Moments {
    let differences: Vec<f64> = a.iter().zip(b).map(|(a, b)| a - b).collect();
    let mut moments = Moments::default();
    moments.push_block(&differences);
    moments
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::Binomial;

    /// Standard normal numbers, the same for the same seed.
    fn normals(seed: u64, n: usize) -> Vec<f64> {
        let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
        let mut uniform = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            ((state >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
        };
        let drawn = (0..n).map(|_| super::super::normal::upper_quantile(uniform()));
        drawn.collect()
    }

    /// Systems whose noise is half shared; the first is best by `apart`.
    fn systems(seed: u64, trials: usize, apart: f64) -> Vec<Vec<f64>> {
        let shared = normals(seed, trials);
        let system = |k: u64| {
            let own = normals(seed + 7919 * (k + 1), trials);
            let shift = if k == 0 { 0.0 } else { apart };
            let both = shared.iter().zip(own);
            both.map(|(a, b)| shift + a + b).collect()
        };
        (0..5).map(system).collect()
    }

    #[test]
    fn the_constants_are_those_of_the_paper() {
        // Two systems, ten trials, 5 %: η = ½ (0.1^(-2/9) - 1) = 0.33405, h² = 2 · 9 η = 6.0129.
        let columns = [vec![0.0; 10], (0..10).map(f64::from).collect::<Vec<_>>()];
        let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        let selection = Selection::new(&columns, 0.05, 1.0);
        let variance = 55.0 / 6.0;
        let factor = selection.spread[0][1] / variance;
        assert!((factor - 6.0129).abs() < 1e-3, "{factor}");
    }

    #[test]
    fn the_best_by_the_indifference_zone_is_selected_as_often_as_promised() {
        let (runs, apart) = (300, 0.3);
        let mut right = 0;
        let mut looks = 0;
        for run in 0..runs {
            let all = systems(1 + run, 2000, apart);
            let part = |n: usize| -> Vec<&[f64]> { all.iter().map(|c| &c[..n]).collect() };
            let selection = Selection::new(&part(20), 0.05, apart);
            let mut alive: Vec<usize> = (0..5).collect();
            let mut trials = 20;
            while alive.len() > 1 && trials <= 2000 {
                alive = selection.survivors(&part(trials), &alive);
                (trials, looks) = (trials + 20, looks + 1);
            }
            right += u64::from(alive == [0]);
        }
        // At 95 % so few right ones have a chance below 0.1 %.
        let law = Binomial::new(runs, 0.95);
        assert!(law.between(0, right) > 1e-3, "{right} of {runs}");
        assert!(looks > runs, "nothing was ever sequential");
    }

    #[test]
    fn alike_systems_all_stay_and_a_far_one_falls_at_once() {
        let all = systems(5, 400, 10.0);
        let columns: Vec<&[f64]> = all.iter().map(Vec::as_slice).collect();
        let selection = Selection::new(&columns, 0.05, 0.01);
        assert_eq!(selection.survivors(&columns, &[0, 1, 2]), [0]);
        let alike = [columns[1]; 3];
        let selection = Selection::new(&alike, 0.05, 0.01);
        assert_eq!(selection.survivors(&alike, &[0, 1, 2]), [0, 1, 2]);
    }
}
