//! Draws of every law against distribution functions from outside: Kolmogorov and Smirnov's test
//! for continuous laws, chi-square for counts. Every test has a false-alarm rate of 1e-3 with
//! seeds fixed beforehand, and fails for a sampler that is 1 % off.

use rand_distr::Distribution as _;
use statrs::distribution::{
    Beta, ChiSquared, ContinuousCDF, Discrete, Exp, Gamma, LogNormal, Normal, Poisson, Triangular,
    Uniform, Weibull,
};

use super::{Law, Sampler, Stream, StreamKey};

const DRAWS: usize = 1_000_000;
const FALSE_ALARM: f64 = 1e-3;

/// Uniforms in rising order: so are the draws of an inversion.
fn sorted_uniforms(name: &str) -> Vec<f64> {
    let mut uniforms = vec![0.0; DRAWS];
    Stream::new(7, 1, StreamKey::of(name)).fill(0, &mut uniforms);
    uniforms.sort_unstable_by(f64::total_cmp);
    uniforms
}

/// The greatest distance between the draws' distribution and the truth, as a multiple of the
/// distance that 1 in 1000 right samplers exceed (Kolmogorov's limit, two-sided).
fn distance(sorted: &[f64], cdf: impl Fn(f64) -> f64) -> f64 {
    let n = sorted.len() as f64;
    let gap = sorted.iter().enumerate().map(|(i, x)| {
        let truth = cdf(*x);
        (truth - i as f64 / n).max((i + 1) as f64 / n - truth)
    });
    gap.fold(0.0, f64::max) / ((2.0 / FALSE_ALARM).ln() / (2.0 * n)).sqrt()
}

type Cdf = Box<dyn Fn(f64) -> f64>;

fn truth(law: impl ContinuousCDF<f64, f64> + 'static) -> Cdf {
    Box::new(move |x| law.cdf(x))
}

fn continuous_laws() -> Vec<(Law<f64>, Cdf)> {
    let (low, mode, high) = (400.0, 600.0, 900.0);
    let pert = Beta::new(1.0 + 4.0 * 0.4, 1.0 + 4.0 * 0.6).unwrap();
    let logit = |x: f64| (x / (1.0 - x)).ln();
    // 90 % of a normal law lie within 1.644854 standard deviations.
    let central = |low: f64, high: f64| {
        Normal::new(
            0.5 * (low + high),
            (high - low) / 2.0 / 1.644_853_626_951_472_7,
        )
        .unwrap()
    };
    let sea = central(9.0_f64.ln(), 16.0_f64.ln());
    let share = central(logit(0.6), logit(0.8));
    let variance = 1.04_f64.ln();
    vec![
        (
            Law::Uniform { low, high },
            truth(Uniform::new(low, high).unwrap()),
        ),
        (
            Law::Triangular { low, mode, high },
            truth(Triangular::new(low, high, mode).unwrap()),
        ),
        (
            Law::Pert { low, mode, high },
            Box::new(move |x| pert.cdf(((x - low) / (high - low)).clamp(0.0, 1.0))),
        ),
        (
            Law::Normal {
                mean: 50.0,
                sd: 8.0,
            },
            truth(Normal::new(50.0, 8.0).unwrap()),
        ),
        (
            Law::LogNormal {
                mean: 20.0,
                cv: 0.2,
            },
            truth(LogNormal::new(20.0_f64.ln() - 0.5 * variance, variance.sqrt()).unwrap()),
        ),
        (
            Law::LogNormalMedian {
                median: 7.0,
                sigma: 0.5,
            },
            truth(LogNormal::new(7.0_f64.ln(), 0.5).unwrap()),
        ),
        (
            Law::LogNormal90 {
                low: 9.0,
                high: 16.0,
            },
            Box::new(move |x| sea.cdf(x.ln())),
        ),
        (
            Law::LogitNormal90 {
                low: 0.6,
                high: 0.8,
            },
            Box::new(move |x| if x < 1.0 { share.cdf(logit(x)) } else { 1.0 }),
        ),
        (
            Law::Exponential { mean: 10.0 },
            truth(Exp::new(0.1).unwrap()),
        ),
    ]
}

/// Laws by inversion of incomplete functions, and truncated ones by their whole law's distribution.
fn further_laws() -> Vec<(Law<f64>, Cdf)> {
    let within = |law: Law<f64>, cdf: Cdf, low: f64, high: f64| -> (Law<f64>, Cdf) {
        let (from, to) = (cdf(low), cdf(high));
        let law = Box::new(law);
        let share = move |x: f64| ((cdf(x) - from) / (to - from)).clamp(0.0, 1.0);
        (Law::Truncated { law, low, high }, Box::new(share))
    };
    let (mean, sd) = (50.0, 8.0);
    vec![
        (
            Law::Gamma { mean: 6.0, cv: 0.5 },
            truth(Gamma::new(4.0, 4.0 / 6.0).unwrap()),
        ),
        (
            Law::GammaShape {
                shape: 0.3,
                scale: 2.0,
            },
            truth(Gamma::new(0.3, 0.5).unwrap()),
        ),
        (
            Law::Weibull {
                shape: 1.5,
                scale: 90.0,
            },
            truth(Weibull::new(1.5, 90.0).unwrap()),
        ),
        (
            Law::Beta { a: 2.0, b: 5.0 },
            Box::new(|x| Beta::new(2.0, 5.0).unwrap().cdf(x.min(1.0))),
        ),
        (
            // Mean 0.7 and variance 0.01: the shapes add up to 20.
            Law::BetaMean { mean: 0.7, sd: 0.1 },
            Box::new(|x| Beta::new(14.0, 6.0).unwrap().cdf(x.min(1.0))),
        ),
        within(
            Law::Normal { mean, sd },
            truth(Normal::new(mean, sd).unwrap()),
            45.0,
            70.0,
        ),
        within(
            Law::Gamma { mean: 6.0, cv: 0.5 },
            truth(Gamma::new(4.0, 4.0 / 6.0).unwrap()),
            1.0,
            9.0,
        ),
        within(
            Law::LogNormalMedian {
                median: 7.0,
                sigma: 0.5,
            },
            truth(LogNormal::new(7.0_f64.ln(), 0.5).unwrap()),
            10.0,
            40.0,
        ),
    ]
}

#[test]
fn draws_of_continuous_laws_follow_their_distributions_and_one_per_cent_more_does_not() {
    for (law, cdf) in continuous_laws().into_iter().chain(further_laws()) {
        let sampler = Sampler::new(&law);
        let uniforms = sorted_uniforms(&format!("{law:?}"));
        let mut draws: Vec<f64> = uniforms.iter().map(|u| sampler.quantile(*u)).collect();
        assert!(distance(&draws, &cdf) < 1.0, "{law:?}");
        for x in &mut draws {
            *x *= 1.01;
        }
        assert!(distance(&draws, &cdf) > 1.0, "{law:?} spoiled");
    }
}

/// Chi-square over cells (probability, count) as a multiple of its value that 1 in 1000 right
/// samplers exceed.
fn misfit(cells: &[(f64, f64)]) -> f64 {
    let n: f64 = cells.iter().map(|(_, count)| count).sum();
    let chi: f64 = cells
        .iter()
        .map(|(p, count)| (count - p * n).powi(2) / (p * n))
        .sum();
    let limit = ChiSquared::new(cells.len() as f64 - 1.0).unwrap();
    chi / limit.inverse_cdf(1.0 - FALSE_ALARM)
}

/// How often each of these values is drawn, and how often any other.
fn counted(law: &Law<f64>, values: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let sampler = Sampler::new(law);
    let mut counts = vec![0.0; values.len() + 1];
    for u in sorted_uniforms("counts") {
        let drawn = sampler.quantile(u);
        let cell = values.iter().position(|(value, _)| *value == drawn);
        counts[cell.unwrap_or(values.len())] += 1.0;
    }
    let rest = 1.0 - values.iter().map(|(_, p)| p).sum::<f64>();
    let probabilities = values.iter().map(|(_, p)| *p).chain([rest]);
    let cells = probabilities.zip(counts);
    cells
        .filter(|(p, count)| *p > 1e-9 || *count > 0.0)
        .collect()
}

#[test]
fn counts_follow_their_probabilities_and_one_per_cent_more_does_not() {
    let bernoulli = |probability| Law::Bernoulli { probability };
    let dates = |first: f64| {
        Law::Discrete(vec![
            (1000.0, first),
            (730.0, 0.8 - first),
            (f64::INFINITY, 0.2),
        ])
    };
    let poisson = |mean| Law::Poisson { mean };
    let truth = |mean, from, to| -> Vec<(f64, f64)> {
        let law = Poisson::new(mean).unwrap();
        (from..to).map(|k| (k as f64, law.pmf(k))).collect()
    };
    let day_of = |p: f64| Law::Floor {
        law: Box::new(Law::Uniform { low: 0.0, high: p }),
        unit: 1.0,
    };
    let cases = [
        (
            bernoulli(0.3),
            bernoulli(0.303),
            vec![(0.0, 0.7), (1.0, 0.3)],
        ),
        (
            dates(0.3),
            dates(0.303),
            vec![(1000.0, 0.3), (730.0, 0.5), (f64::INFINITY, 0.2)],
        ),
        (poisson(6.0), poisson(6.06), truth(6.0, 0, 16)),
        (poisson(150.0), poisson(151.5), truth(150.0, 115, 186)),
        (
            Law::Empirical([3.0, 5.0, 5.0, 8.0].into()),
            Law::Empirical(
                (0..404)
                    .map(|k| [3.0, 5.0, 8.0][usize::from(k > 100) + usize::from(k > 300)])
                    .collect(),
            ),
            vec![(3.0, 0.25), (5.0, 0.5), (8.0, 0.25)],
        ),
        (
            day_of(4.0),
            day_of(4.04),
            (0..4).map(|k| (f64::from(k), 0.25)).collect(),
        ),
    ];
    for (law, spoiled, values) in cases {
        assert!(misfit(&counted(&law, &values)) < 1.0, "{law:?}");
        assert!(misfit(&counted(&spoiled, &values)) > 1.0, "{spoiled:?}");
    }
}

/// Two samples' greatest distance as a multiple of the one exceeded 1 time in 1000.
fn distance_of_two(mut a: Vec<f64>, mut b: Vec<f64>) -> f64 {
    a.sort_unstable_by(f64::total_cmp);
    b.sort_unstable_by(f64::total_cmp);
    let n = b.len() as f64;
    let cdf = |x: f64| b.partition_point(|y| *y <= x) as f64 / n;
    distance(&a, cdf) / 2.0_f64.sqrt()
}

/// The rejection samplers of `rand_distr`, read from a stream word by word.
#[test]
fn draws_are_distributed_as_those_of_rand_distr() {
    const N: usize = 200_000;
    let mut reader = Stream::new(7, 1, StreamKey::of("oracle")).reader(3);
    let ours = |law: Law<f64>| -> Vec<f64> {
        let (sampler, stream) = (Sampler::new(&law), Stream::new(7, 2, StreamKey::of("ours")));
        (0..N as u64)
            .map(|i| sampler.quantile(stream.uniform(i)))
            .collect()
    };
    let (low, mode, high) = (400.0, 450.0, 900.0);
    let pert = rand_distr::Pert::new(low, high).with_mode(mode).unwrap();
    let theirs: Vec<f64> = (0..N).map(|_| pert.sample(&mut reader)).collect();
    let drawn = ours(Law::Pert { low, mode, high });
    assert!(distance_of_two(drawn.clone(), theirs.clone()) < 1.0);
    let spoiled = drawn.iter().map(|x| 1.01 * x).collect();
    assert!(distance_of_two(spoiled, theirs) > 1.0);

    let theirs: Vec<f64> = (0..N)
        .map(|_| rand_distr::StandardNormal.sample(&mut reader))
        .collect();
    let drawn = ours(Law::Normal { mean: 0.0, sd: 1.0 });
    assert!(distance_of_two(drawn, theirs) < 1.0);
}
