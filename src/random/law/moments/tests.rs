use statrs::distribution::{Continuous, LogNormal};
use statrs::statistics::Distribution;

use super::*;

const INF: f64 = f64::INFINITY;

fn floor(law: Law<f64>, unit: f64) -> Law<f64> {
    Law::Floor {
        law: Box::new(law),
        unit,
    }
}

fn clip(law: Law<f64>, low: f64, high: f64) -> Law<f64> {
    Law::Clip {
        law: Box::new(law),
        low,
        high,
    }
}

#[test]
fn supports_and_modes_are_those_of_the_textbook() {
    let (low, mode, high) = (4.0, 5.0, 9.0);
    let poisson = |mean| Law::Poisson { mean };
    let normal = Law::Normal { mean: 5.3, sd: 2.0 };
    let cases = [
        (Law::Uniform { low, high }, (4.0, 9.0), 4.0),
        (Law::Triangular { low, mode, high }, (4.0, 9.0), 5.0),
        (Law::Pert { low, mode, high }, (4.0, 9.0), 5.0),
        (normal.clone(), (-INF, INF), 5.3),
        (Law::Exponential { mean: 3.0 }, (0.0, INF), 0.0),
        (poisson(0.4), (0.0, INF), 0.0),
        (poisson(6.0), (0.0, INF), 5.0),
        (poisson(6.2), (0.0, INF), 6.0),
        (Law::Bernoulli { probability: 0.5 }, (0.0, 1.0), 0.0),
        (Law::Bernoulli { probability: 0.6 }, (0.0, 1.0), 1.0),
        (Law::Bernoulli { probability: 1.0 }, (1.0, 1.0), 1.0),
        (
            Law::Discrete(vec![(9.0, 0.4), (INF, 0.2), (3.0, 0.4), (-1.0, 0.0)]),
            (3.0, INF),
            3.0,
        ),
        (floor(normal.clone(), 2.0), (-INF, INF), 4.0),
        (clip(normal.clone(), 0.0, 4.5), (0.0, 4.5), 4.5),
        (clip(floor(normal, 2.0), 4.5, INF), (4.5, INF), 4.5),
    ];
    for (law, support, mode) in cases {
        assert_eq!((law.support(), law.mode()), (support, mode), "{law:?}");
    }
}

#[test]
fn log_normal_laws_have_the_mode_and_mean_of_statrs() {
    let sigma = 0.3_f64;
    let truth = LogNormal::new(2.0, sigma).unwrap();
    let (median, mean) = (2.0_f64.exp(), truth.mean().unwrap());
    let half = 1.644_853_626_951_472_7 * sigma;
    let laws = [
        Law::LogNormal {
            mean,
            cv: (sigma * sigma).exp_m1().sqrt(),
        },
        Law::LogNormalMedian { median, sigma },
        Law::LogNormal90 {
            low: (2.0 - half).exp(),
            high: (2.0 + half).exp(),
        },
    ];
    for law in laws {
        let mode = (2.0 - sigma * sigma).exp();
        assert!((law.mode() / mode - 1.0).abs() < 1e-14, "{law:?}");
        assert!((law.mean() / mean - 1.0).abs() < 1e-14, "{law:?}");
        assert!(truth.pdf(law.mode()) > truth.pdf(1.01 * law.mode()));
    }
}

#[test]
fn means_are_the_closed_forms() {
    let (low, mode, high) = (4.0, 5.0, 9.0);
    let normal = |mean| Law::Normal { mean, sd: 2.0 };
    let expected_positive = |mean: f64| {
        let z = mean / 2.0;
        mean * normal_cdf(z) + 2.0 * normal_density(z)
    };
    let exponential = Law::Exponential { mean: 3.0 };
    let discrete = |last| Law::Discrete(vec![(1.5, 0.25), (4.0, 0.5), (last, 0.25)]);
    let cases = [
        (Law::Uniform { low, high }, 6.5),
        (Law::Triangular { low, mode, high }, 6.0),
        (Law::Pert { low, mode, high }, 5.5),
        (Law::Poisson { mean: 6.2 }, 6.2),
        (Law::Bernoulli { probability: 0.3 }, 0.3),
        (discrete(10.0), 4.875),
        (floor(discrete(10.0), 1.0), 4.75),
        (clip(discrete(INF), 2.0, 8.0), 4.5),
        // Symmetric about a half.
        (
            Law::LogitNormal90 {
                low: 0.02,
                high: 0.98,
            },
            0.5,
        ),
        // E max(X, 0) of a normal law.
        (clip(normal(1.0), 0.0, INF), expected_positive(1.0)),
        (clip(normal(-9.0), 0.0, INF), expected_positive(-9.0)),
        // Whole units of an exponential law are geometric.
        (
            floor(exponential.clone(), 1.0),
            1.0 / (1.0 / 3.0_f64).exp_m1(),
        ),
        (
            floor(exponential.clone(), 0.01),
            0.01 / (0.01 / 3.0_f64).exp_m1(),
        ),
        // E min(X, b) of an exponential law.
        (
            clip(exponential, 0.0, 2.0),
            -3.0 * (-2.0 / 3.0_f64).exp_m1(),
        ),
        (
            floor(
                Law::Uniform {
                    low: 0.0,
                    high: 4.0,
                },
                1.0,
            ),
            1.5,
        ),
        (
            floor(
                Law::Pert {
                    low,
                    mode: 6.5,
                    high,
                },
                5.0,
            ),
            5.0 - 5.0 * fifth(),
        ),
    ];
    for (law, mean) in cases {
        let off = (law.mean() - mean).abs();
        assert!(
            off < 2e-6 * (1e-3 + mean.abs()),
            "{law:?}: {} {mean}",
            law.mean()
        );
    }
    assert_eq!(discrete(INF).mean(), INF);
}

/// The probability of a fifth of the range or less under PERT with its mode in the middle:
/// beta with shapes 3 and 3 is x^3 (10 - 15 x + 6 x^2).
fn fifth() -> f64 {
    0.008 * (10.0 - 3.0 + 0.24)
}

/// Of a logit-normal law: the highest place of its density on a fine grid.
#[test]
fn the_logit_normal_mode_is_where_its_density_is_highest() {
    for (low, high) in [
        (0.6, 0.8),
        (0.05, 0.3),
        (0.001, 0.9),
        (0.01, 0.9999),
        (0.4, 0.6),
    ] {
        let law = Law::LogitNormal90 { low, high };
        let (centre, sd) = logit_normal(low, high);
        let log_density = |x: f64| {
            let z = ((x / (1.0 - x)).ln() - centre) / sd;
            -0.5 * z * z - (x * (1.0 - x)).ln()
        };
        let grid = (1..200_000).map(|i| f64::from(i) / 200_000.0);
        let best = grid.max_by(|a, b| log_density(*a).total_cmp(&log_density(*b)));
        assert!((law.mode() - best.unwrap()).abs() < 1e-5, "{low} to {high}");
    }
}

#[test]
fn the_logit_normal_mean_is_that_of_a_fine_sum() {
    let law = Law::LogitNormal90 {
        low: 0.6,
        high: 0.8,
    };
    let sampler = Sampler::new(&law);
    let cells = 200_000;
    let sum: f64 = (0..cells)
        .map(|i| sampler.quantile((f64::from(i) + 0.5) / f64::from(cells)))
        .sum();
    let off = law.mean() - sum / f64::from(cells);
    assert!(off.abs() < 1e-7, "{off}");
}

#[test]
fn laws_of_a_shape_have_the_supports_modes_and_means_of_the_textbook() {
    let root_pi = std::f64::consts::PI.sqrt();
    let weibull = |shape| Law::Weibull { shape, scale: 4.0 };
    let beta = |a, b| Law::Beta { a, b };
    let within = |law: Law<f64>, low, high| Law::Truncated {
        law: Box::new(law),
        low,
        high,
    };
    let normal = Law::Normal { mean: 5.0, sd: 2.0 };
    let half_normal = 5.0 + 2.0 * (2.0 / std::f64::consts::PI).sqrt();
    let observed = Law::Empirical([2.0, 3.0, 4.0, 11.0].into());
    let cases = [
        // Shape 4, scale 1.5.
        (Law::Gamma { mean: 6.0, cv: 0.5 }, (0.0, INF), 4.5, 6.0),
        (
            Law::GammaShape {
                shape: 0.5,
                scale: 3.0,
            },
            (0.0, INF),
            0.0,
            1.5,
        ),
        // Rayleigh: mode scale / sqrt 2, mean scale sqrt(pi) / 2.
        (weibull(2.0), (0.0, INF), 8.0_f64.sqrt(), 2.0 * root_pi),
        (weibull(1.0), (0.0, INF), 0.0, 4.0),
        (weibull(0.5), (0.0, INF), 0.0, 8.0),
        (beta(2.0, 5.0), (0.0, 1.0), 0.2, 2.0 / 7.0),
        (beta(1.0, 5.0), (0.0, 1.0), 0.0, 1.0 / 6.0),
        (beta(5.0, 1.0), (0.0, 1.0), 1.0, 5.0 / 6.0),
        (beta(0.5, 0.4), (0.0, 1.0), 1.0, 0.5 / 0.9),
        (
            Law::BetaMean { mean: 0.7, sd: 0.1 },
            (0.0, 1.0),
            13.0 / 18.0,
            0.7,
        ),
        (observed.clone(), (2.0, 11.0), 3.0, 5.0),
        (floor(observed, 2.0), (2.0, 10.0), 2.0, 4.5),
        (
            within(normal.clone(), 5.0, INF),
            (5.0, INF),
            5.0,
            half_normal,
        ),
        (within(normal, 3.0, 7.0), (3.0, 7.0), 5.0, 5.0),
        (
            // A uniform law between its bounds.
            within(beta(1.0, 1.0), 0.25, 2.0),
            (0.25, 1.0),
            0.25,
            0.625,
        ),
    ];
    for (law, support, mode, mean) in cases {
        assert_eq!(law.support(), support, "{law:?}");
        assert!((law.mode() - mode).abs() < 1e-14 * (1.0 + mode), "{law:?}");
        let found = law.mean();
        assert!((found - mean).abs() < 2e-6 * mean, "{law:?}: {found}");
    }
}
