//! How often intervals cover the truth, over 2,000 repetitions with seeds fixed beforehand, judged
//! against each method's own exact coverage by an exact binomial test at 0.1 %. An approximate method
//! must not cover less often than it says.

use super::{Moments, Ordered, Sample, Tail, coverage, normal, ranks, wilson};
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

/// Whether a method that is to cover at least that often passes, having covered `hits` times.
fn is_not_below(hits: u64, confidence: f64) -> bool {
    Binomial::new(confidence, REPETITIONS).unwrap().cdf(hits) >= 0.001
}

/// The intervals of summary.csv and compare.csv at 1,000 trials: printed as docs/statistics.md has them.
#[test]
fn intervals_of_a_thousand_trials_cover_as_often_as_each_method_does_exactly() {
    const N: usize = 1_000;
    let told = |what: &str, hits: u64, exact: f64| {
        let seen = 100.0 * hits as f64 / REPETITIONS as f64;
        println!("{what}: {seen:.1} %, exactly {:.2} %", 100.0 * exact);
        assert!(passes(hits, exact), "{what}: {hits}, {exact}");
    };
    let mean = hits(60, |random| holds(normals(random, N).t_interval(0.95), 5.0));
    told("mean of normal values", mean, 0.95);
    let law = Binomial::new(0.05, N as u64).unwrap();
    let covering = (0..=N as u64).filter(|&k| holds(wilson(k, N as u64, 0.95), 0.05));
    let exact: f64 = covering.map(|k| law.pmf(k)).sum();
    let share = hits(61, |random| {
        let seen = (0..N).filter(|_| random.uniform() < 0.05).count() as u64;
        holds(wilson(seen, N as u64, 0.95), 0.05)
    });
    told("probability of 5 %", share, exact);
    for (seed, p) in [(62, 0.05), (63, 0.5), (64, 0.95)] {
        let (lower, upper) = ranks(N as u64, p, 0.95).unwrap();
        let found = hits(seed, |random| {
            let values: Vec<f64> = (0..N).map(|_| -libm::log(random.uniform())).collect();
            holds(Sample::new(&values).interval(p, 0.95), -libm::log1p(-p))
        });
        let exact = coverage(N as u64, p, lower, upper);
        told(
            &format!("p{:.0} of exponential values", 100.0 * p),
            found,
            exact,
        );
    }
    // Costs of two variants: a price that both pay, which cancels, and noise of their own.
    let paired = hits(65, |random| {
        let mut normal = || -normal::upper_quantile(random.uniform());
        let differences: Vec<f64> = (0..N)
            .map(|_| {
                let price = libm::exp(normal());
                (50.0 + price + 0.3 * normal()) - (49.0 + price + 0.2 * normal())
            })
            .collect();
        let mut moments = Moments::default();
        moments.push_block(&differences);
        holds(moments.t_interval(0.95), 1.0)
    });
    told("paired difference", paired, 0.95);
}

/// A law with its worst 5 %: the value exceeded with a probability, and the mean of the tail.
struct Tailed {
    name: &'static str,
    value: fn(f64) -> f64,
    tail_mean: f64,
}

fn tailed() -> [Tailed; 4] {
    const EDGE: f64 = 1.644_853_626_951_472_7;
    // E[X | X > q] of exp(s Z): exp(s^2 / 2) times the normal tail beyond the edge less s.
    let log_normal = |s: f64| (0.5 * s * s).exp() * normal::upper_tail(EDGE - s) / 0.05;
    let density = (-0.5 * EDGE * EDGE).exp() / (2.0 * std::f64::consts::PI).sqrt();
    let law = |name, value, tail_mean| Tailed {
        name,
        value,
        tail_mean,
    };
    [
        law("normal", normal::upper_quantile, density / 0.05),
        law("exponential", |p| -libm::log(p), 1.0 - 0.05_f64.ln()),
        law(
            "log-normal 0.5",
            |p| libm::exp(0.5 * normal::upper_quantile(p)),
            log_normal(0.5),
        ),
        law(
            "log-normal 1",
            |p| libm::exp(normal::upper_quantile(p)),
            log_normal(1.0),
        ),
    ]
}

/// Values of which only the tail and its edge are drawn, greatest first: nothing else matters to
/// the method.
fn worst_first(random: &mut SplitMix64, n: usize, value: fn(f64) -> f64) -> Vec<f64> {
    let mut below = 0.0;
    let mut values = vec![f64::MIN; n];
    for (place, slot) in values.iter_mut().enumerate().take(n / 20 + 1) {
        // The next greatest of those left: the maximum of m uniforms is a uniform's m-th root.
        below += libm::log(random.uniform()) / (n - place) as f64;
        *slot = value(-libm::expm1(below));
    }
    values
}

#[test]
fn intervals_of_the_worst_trials_mean_cover_it_at_least_as_often_as_they_say() {
    for (at, law) in tailed().iter().enumerate() {
        for (seed, n) in [(20, 100), (30, 200), (40, 1_000), (50, 4_000)] {
            let hits = hits(seed + at as u64, |random| {
                let sample = Sample::new(&worst_first(random, n, law.value));
                holds(sample.tail_interval(Tail::Upper, 0.05, 0.95), law.tail_mean)
            });
            assert!(is_not_below(hits, 0.95), "{} {n}: {hits}", law.name);
        }
    }
}

/// The usual interval, without the skewness: it must not pass where it covers too seldom.
#[test]
fn the_test_rejects_a_plain_normal_interval_of_the_worst_trials_mean() {
    let law = &tailed()[3];
    let n = 1_000_usize;
    let hits = hits(43, |random| {
        let values = worst_first(random, n, law.value);
        let tail = &values[..n / 20];
        let (edge, k) = (values[n / 20], tail.len() as f64);
        let mean = tail.iter().sum::<f64>() / k;
        let variance = tail.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (k - 1.0);
        let half = 1.96 * ((variance + 0.95 * (mean - edge).powi(2)) / k).sqrt();
        (mean - law.tail_mean).abs() <= half
    });
    assert!(!is_not_below(hits, 0.95), "{hits}");
}
