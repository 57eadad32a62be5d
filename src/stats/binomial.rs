//! Binomial probabilities for any number of trials.

/// The probabilities of a binomial law where they are not negligible: some nine standard deviations
/// to each side of the mode, in O(√n).
///
/// They follow from their ratios, and their scale from their sum being 1, so that nothing large is
/// ever subtracted: the relative error stays near 1e-12 even at n = 10⁷.
#[derive(Clone, Debug)]
pub struct Binomial {
    first: u64,
    probabilities: Vec<f64>,
}

/// Probabilities below this share of the greatest one are left out.
const NEGLIGIBLE: f64 = 1e-20;

impl Binomial {
    /// The law of the number of hits in `n` trials of probability `p`, from 0 to 1.
    #[must_use]
    pub fn new(n: u64, p: f64) -> Self {
        let mode = (((n as f64 + 1.0) * p) as u64).min(n);
        let down = |k: u64| k as f64 * (1.0 - p) / ((n - k + 1) as f64 * p);
        let up = |k: u64| (n - k) as f64 * p / ((k + 1) as f64 * (1.0 - p));
        let mut weights = weights((1..=mode).rev().map(down));
        let first = mode - weights.len() as u64;
        weights.reverse();
        weights.push(1.0);
        weights.extend(self::weights((mode..n).map(up)));
        let total: f64 = weights.iter().sum();
        let probabilities = weights.iter().map(|weight| weight / total).collect();
        Self {
            first,
            probabilities,
        }
    }

    /// The probability of exactly `k` hits.
    #[must_use]
    pub fn probability(&self, k: u64) -> f64 {
        k.checked_sub(self.first)
            .and_then(|place| self.probabilities.get(place as usize))
            .map_or(0.0, |&probability| probability)
    }

    /// The probability of at least `from` and at most `to` hits.
    #[must_use]
    pub fn between(&self, from: u64, to: u64) -> f64 {
        let end = self.first + self.probabilities.len() as u64;
        let from = from.max(self.first);
        let to = to.min(end - 1);
        (from..=to).map(|k| self.probability(k)).sum()
    }
}

/// Running products of the ratios, as long as they count.
fn weights(ratios: impl Iterator<Item = f64>) -> Vec<f64> {
    ratios
        .scan(1.0, |weight, ratio| {
            *weight *= ratio;
            (*weight > NEGLIGIBLE).then_some(*weight)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use statrs::distribution::{Binomial as Oracle, Discrete, DiscreteCDF};

    #[test]
    fn ten_coins_have_exact_probabilities() {
        let coins = Binomial::new(10, 0.5);
        for (k, ways) in [1.0, 10.0, 45.0, 120.0, 210.0, 252.0].iter().enumerate() {
            let k = k as u64;
            assert!((coins.probability(k) - ways / 1024.0).abs() < 1e-16);
            assert!((coins.probability(10 - k) - ways / 1024.0).abs() < 1e-16);
        }
        assert!((coins.between(2, 8) - 1002.0 / 1024.0).abs() < 1e-15);
        assert!(coins.probability(11).abs() < 1e-300);
        assert!(coins.between(6, 3).abs() < 1e-300);
    }

    #[test]
    fn certain_outcomes_have_probability_one() {
        assert!((Binomial::new(9, 0.0).probability(0) - 1.0).abs() < 1e-300);
        assert!((Binomial::new(9, 1.0).probability(9) - 1.0).abs() < 1e-300);
        assert!((Binomial::new(0, 0.3).between(0, 0) - 1.0).abs() < 1e-300);
    }

    #[test]
    fn probabilities_agree_with_statrs() {
        for (n, p) in [(59, 0.05), (1_000, 0.9), (10_000, 0.25)] {
            let (ours, oracle) = (Binomial::new(n, p), Oracle::new(p, n).unwrap());
            let mean = (n as f64 * p) as u64;
            for k in [mean - 2, mean, mean + 3] {
                let ratio = ours.probability(k) / oracle.pmf(k);
                assert!((ratio - 1.0).abs() < 1e-10, "{n} {p} {k}: {ratio}");
                let difference = ours.between(0, k) - oracle.cdf(k);
                assert!(difference.abs() < 1e-10, "{n} {p} {k}: {difference}");
            }
        }
    }

    #[test]
    fn ten_million_trials_agree_with_stirling() {
        // Greatest probability of an even number of fair trials: 1/√(πn/2) (1 - 1/(4n) + …).
        let n = 10_000_000_u64;
        let law = Binomial::new(n, 0.5);
        let size = n as f64;
        let peak = (1.0 - 0.25 / size) / (std::f64::consts::PI * size / 2.0).sqrt();
        assert!((law.probability(n / 2) / peak - 1.0).abs() < 1e-12);
        let half = 0.5 + 0.5 * law.probability(n / 2);
        assert!((law.between(0, n / 2) - half).abs() < 1e-12);
        assert!(law.probabilities.len() < 100_000);
    }
}
