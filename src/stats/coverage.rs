//! How often intervals cover the truth, over 2,000 repetitions with seeds fixed beforehand, judged
//! against each method's own exact coverage by an exact binomial test at 0.1 %.

use super::{Moments, Sample, coverage, normal, ranks, wilson};
use statrs::distribution::{Binomial, Discrete, DiscreteCDF};

/// Steele, Lea and Flood (2014): a small generator for tests.
pub struct SplitMix64(pub u64);

impl SplitMix64 {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let a = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let b = (a ^ (a >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        b ^ (b >> 31)
    }

    /// Strictly between 0 and 1.
    pub fn uniform(&mut self) -> f64 {
        ((self.next() >> 12) as f64 + 0.5) / (1_u64 << 52) as f64
    }
}

const REPETITIONS: u64 = 2_000;

/// Counts the repetitions whose interval covers the truth.
fn hits(seed: u64, mut covers: impl FnMut(&mut SplitMix64) -> bool) -> u64 {
    let mut random = SplitMix64(seed);
    (0..REPETITIONS)
        .map(|_| u64::from(covers(&mut random)))
        .sum()
}

/// Whether a method that covers with probability `exact` passes, having covered `hits` times.
fn passes(hits: u64, exact: f64) -> bool {
    let law = Binomial::new(exact, REPETITIONS).unwrap();
    let at_most = law.cdf(hits);
    let at_least = 1.0 - at_most + law.pmf(hits);
    2.0 * at_most.min(at_least) >= 0.001
}

fn normals(random: &mut SplitMix64, n: usize) -> Moments {
    let values: Vec<f64> = (0..n)
        .map(|_| 5.0 - 2.0 * normal::upper_quantile(random.uniform()))
        .collect();
    let mut moments = Moments::default();
    moments.push_block(&values);
    moments
}

fn holds(interval: Option<(f64, f64)>, truth: f64) -> bool {
    interval.is_some_and(|(lower, upper)| lower <= truth && truth <= upper)
}

#[test]
fn t_intervals_cover_the_mean_of_normal_values_as_often_as_they_say() {
    for (seed, n, confidence) in [(1, 2, 0.95), (2, 5, 0.95), (3, 200, 0.95), (4, 9, 0.8)] {
        let hits = hits(seed, |random| {
            holds(normals(random, n).t_interval(confidence), 5.0)
        });
        assert!(passes(hits, confidence), "{n} {confidence}: {hits}");
    }
}

#[test]
fn the_test_rejects_normal_quantiles_in_the_place_of_students() {
    let hits = hits(2, |random| {
        let moments = normals(random, 5);
        let half = 1.96 * moments.sd().unwrap() / 5.0_f64.sqrt();
        (moments.mean().unwrap() - 5.0).abs() <= half
    });
    assert!(!passes(hits, 0.95), "{hits}");
}

#[test]
fn wilson_intervals_cover_as_often_as_the_binomial_law_says() {
    for (seed, n, p) in [(5, 10, 0.5), (6, 50, 0.02), (7, 400, 0.9)] {
        let law = Binomial::new(p, n).unwrap();
        let exact: f64 = (0..=n)
            .filter(|&k| holds(wilson(k, n, 0.95), p))
            .map(|k| law.pmf(k))
            .sum();
        let hits = hits(seed, |random| {
            let seen = (0..n).filter(|_| random.uniform() < p).count() as u64;
            holds(wilson(seen, n, 0.95), p)
        });
        assert!(passes(hits, exact), "{n} {p}: {hits}, {exact}");
    }
}

#[test]
fn order_statistics_cover_quantiles_of_a_skewed_law_as_often_as_they_say() {
    for (seed, n, p) in [
        (8, 60, 0.05),
        (9, 100, 0.25),
        (10, 25, 0.5),
        (11, 500, 0.95),
    ] {
        let (lower, upper) = ranks(n, p, 0.95).unwrap();
        let exact = coverage(n, p, lower, upper);
        let truth = -libm::log1p(-p);
        let hits = hits(seed, |random| {
            let values: Vec<f64> = (0..n).map(|_| -libm::log(random.uniform())).collect();
            holds(Sample::new(&values).interval(p, 0.95), truth)
        });
        assert!(
            exact >= 0.95 && passes(hits, exact),
            "{n} {p}: {hits}, {exact}"
        );
    }
}
