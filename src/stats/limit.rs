//! One-sided limits: what a statistic exceeds, or stays below, with some confidence.

use super::binomial::Binomial;
use super::{Moments, Ordered, Sample, Tail};

impl Sample {
    /// What the quantile of level `p` is at least (`Tail::Lower`) or at most, with `confidence`: the
    /// furthest value of the sample that says so for any law; `None` where there are too few.
    ///
    /// # Source
    /// David and Nagaraja (2003), Order Statistics, section 7.1: the number of values below the
    /// quantile is binomial.
    #[must_use]
    pub fn limit(&self, side: Tail, p: f64, confidence: f64) -> Option<f64> {
        let n = self.n();
        // From above, the limit is that of the mirrored sample from below.
        let level = match side {
            Tail::Lower => p,
            Tail::Upper => 1.0 - p,
        };
        let rank = highest_rank(n, level, confidence)?;
        Some(match side {
            Tail::Lower => self.ranked(rank),
            Tail::Upper => self.ranked(n + 1 - rank),
        })
    }
}

/// The highest rank, from 1, whose value is at or below the quantile of level `p` with so much
/// confidence.
fn highest_rank(n: u64, p: f64, confidence: f64) -> Option<u64> {
    if n == 0 {
        return None;
    }
    let law = Binomial::new(n, p);
    let mut below = 0.0;
    let mut rank = 0;
    while rank < n {
        below += law.probability(rank);
        if 1.0 - below < confidence {
            break;
        }
        rank += 1;
    }
    (rank > 0).then_some(rank)
}

/// An approximate interval for the standard deviation, by the normal law of large samples; needs four
/// values.
///
/// # Source
/// Cramér (1946), Mathematical Methods of Statistics, section 28.1: the variance of a sample's second
/// moment is (μ₄ - σ⁴)/n.
#[must_use]
pub fn sd_interval(values: &[f64], confidence: f64) -> Option<(f64, f64)> {
    let known: Vec<f64> = values.iter().copied().filter(|x| x.is_finite()).collect();
    let mut moments = Moments::default();
    moments.push_block(&known);
    let (mean, sd) = (moments.mean()?, moments.sd()?);
    let n = known.len() as f64;
    if known.len() < 4 || sd <= 0.0 {
        return (known.len() >= 4).then_some((sd, sd));
    }
    let fourth = known
        .iter()
        .map(|x| {
            let square = (x - mean) * (x - mean);
            square * square
        })
        .sum::<f64>()
        / n;
    let of_square = (fourth - sd * sd * sd * sd).max(0.0) / n;
    let half = super::normal::upper_quantile(0.5 * (1.0 - confidence)) * of_square.sqrt();
    let half = half / (2.0 * sd);
    Some(((sd - half).max(0.0), sd + half))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_the_rank_that_the_binomial_law_says() {
        let hundred = Sample::new(&(1..=100).map(f64::from).collect::<Vec<_>>());
        // Conover (1999): P(Bin(100, 0.1) <= 4) = 0.0237, P(<= 5) = 0.0576.
        assert_eq!(hundred.limit(Tail::Lower, 0.1, 0.95), Some(5.0));
        assert_eq!(hundred.limit(Tail::Upper, 0.9, 0.95), Some(96.0));
        // 0.9^28 = 0.0523 and 0.9^29 = 0.0471.
        for (n, known) in [(28, false), (29, true)] {
            let sample = Sample::new(&(1..=n).map(f64::from).collect::<Vec<_>>());
            assert_eq!(sample.limit(Tail::Lower, 0.1, 0.95).is_some(), known);
        }
        assert_eq!(Sample::new(&[]).limit(Tail::Lower, 0.1, 0.95), None);
    }

    #[test]
    fn a_limit_holds_as_often_as_it_says_and_little_more() {
        let rank = highest_rank(1000, 0.1, 0.95).unwrap();
        let law = Binomial::new(1000, 0.1);
        let holds = |rank: u64| 1.0 - law.between(0, rank - 1);
        assert!(holds(rank) >= 0.95 && holds(rank + 1) < 0.95, "{rank}");
    }

    #[test]
    fn a_standard_deviation_has_its_large_sample_interval() {
        // Of a normal law the half-width is z σ / √(2n); a grid of its quantiles stands for a sample.
        let n = 20_000;
        let quantile = |k: usize| super::super::normal::upper_quantile((k as f64 + 0.5) / n as f64);
        let values: Vec<f64> = (0..n).map(quantile).collect();
        let (lo, hi) = sd_interval(&values, 0.95).unwrap();
        let half = 1.959_964 / (2.0 * n as f64).sqrt();
        assert!(((hi - lo) / 2.0 / half - 1.0).abs() < 0.01, "{lo} {hi}");
        assert!(lo < 1.0 && hi > 1.0);
        assert_eq!(sd_interval(&[1.0; 9], 0.95), Some((0.0, 0.0)));
        assert_eq!(sd_interval(&[1.0, 2.0, 3.0], 0.95), None);
    }
}
