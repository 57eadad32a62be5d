use super::super::{Axis, Design, Sampling, StreamKey, cholesky, nearest_rank_correlation};
use super::*;

const NAMES: [&str; 4] = ["capex", "delay", "scrap", "tariff"];

fn keys() -> Vec<(usize, StreamKey)> {
    let key = |(at, name): (usize, &&str)| (at, StreamKey::of(name));
    NAMES.iter().enumerate().map(key).collect()
}

/// Of ranks; `tariff` has none.
fn matrix() -> Vec<Vec<f64>> {
    let mut matrix = vec![vec![0.0; 4]; 4];
    for (i, j, rank) in [(0, 1, 0.7), (0, 2, -0.4), (1, 2, 0.1)] {
        matrix[i][j] = normal_of_rank(rank);
        matrix[j][i] = matrix[i][j];
    }
    (0..4).for_each(|i| matrix[i][i] = 1.0);
    matrix
}

fn sampling(design: Design) -> Sampling {
    Sampling {
        design,
        numbers: vec![0, 1, 2, 3],
        copula: Copula::new(&keys(), &cholesky(&matrix()).unwrap(), Vec::new()),
        ..Sampling::default()
    }
}

/// Of a parameter in trials from one on.
fn uniforms<const N: usize>(sampling: &Sampling, first: u64, parameter: usize) -> [f64; N] {
    let key = StreamKey::of(NAMES[parameter]);
    sampling.mixed(parameter, key, |parameter, key| {
        let mut own = [0.0; N];
        let number = sampling.number(parameter);
        sampling.fill(7, first, Axis { key, number }, &mut own);
        own
    })
}

fn column(sampling: &Sampling, parameter: usize, trials: usize) -> Vec<f64> {
    (0..trials / 8)
        .flat_map(|k| uniforms::<8>(sampling, 8 * k as u64 + 1, parameter))
        .collect()
}

/// Spearman's rho of uniforms is 12 E\[uv\] - 3.
fn rank_correlation(x: &[f64], y: &[f64]) -> f64 {
    let products = x.iter().zip(y).map(|(x, y)| (x - 0.5) * (y - 0.5));
    12.0 * products.sum::<f64>() / x.len() as f64
}

#[test]
fn ranks_and_normal_scores_turn_into_each_other() {
    // Kruskal (1958): at a normal correlation of 0.5 the ranks' is 6/pi asin(1/4) = 0.482584.
    assert!((rank_of_normal(0.5) - 0.482_583_740).abs() < 1e-9);
    for rank in [-1.0, -0.3, 0.0, 0.6, 1.0] {
        assert!((rank_of_normal(normal_of_rank(rank)) - rank).abs() < 1e-15);
    }
}

/// Over 100,000 draws 12 (u - 1/2)(v - 1/2) has a standard deviation of at most 12 / sqrt(80) a draw,
/// that of (u - 1/2)^2 12: the bounds are four of them or more.
#[test]
fn ranks_have_the_correlation_that_was_asked_for_by_every_design() {
    let bound = 4.0 * 12.0 / 80.0_f64.sqrt() / 100_000.0_f64.sqrt();
    for design in Design::ALL {
        let sampling = sampling(design);
        let columns: Vec<Vec<f64>> = (0..4).map(|at| column(&sampling, at, 100_000)).collect();
        for (i, j, asked) in [
            (0, 1, 0.7),
            (0, 2, -0.4),
            (1, 2, 0.1),
            (0, 3, 0.0),
            (2, 3, 0.0),
        ] {
            let found = rank_correlation(&columns[i], &columns[j]);
            assert!((found - asked).abs() < bound, "{design:?} {i} {j}: {found}");
        }
    }
}

/// Kolmogorov's bound at one in a thousand.
#[test]
fn each_parameter_keeps_its_own_law() {
    for design in Design::ALL {
        let sampling = sampling(design);
        for at in 0..4 {
            let mut uniforms = column(&sampling, at, 100_000);
            uniforms.sort_by(f64::total_cmp);
            let apart = uniforms.iter().enumerate().map(|(k, u)| {
                let (below, above) = (k as f64 / 1e5, (k + 1) as f64 / 1e5);
                (u - below).max(above - u)
            });
            let most = apart.fold(0.0, f64::max);
            assert!(most < 1.95 / 1e5_f64.sqrt(), "{design:?} {at}: {most}");
        }
    }
}

#[test]
fn what_has_no_correlation_and_the_first_by_name_keep_their_draws_to_the_bit() {
    for design in Design::ALL {
        let (mixed, alone) = (
            sampling(design),
            Sampling {
                copula: Copula::default(),
                ..sampling(design)
            },
        );
        let same = |at| column(&mixed, at, 64) == column(&alone, at, 64);
        assert_eq!([0, 1, 2, 3].map(same), [true, false, false, true]);
    }
}

/// Another that is later by name, correlated with all, moves none of those before it.
#[test]
fn one_more_that_is_later_by_name_moves_nobody_before_it() {
    let mut larger = matrix();
    for (at, row) in larger.iter_mut().enumerate().take(3) {
        row[3] = 0.2 + 0.1 * at as f64;
    }
    larger[3] = vec![0.2, 0.3, 0.4, 1.0];
    let more = Sampling {
        copula: Copula::new(&keys(), &cholesky(&larger).unwrap(), Vec::new()),
        ..sampling(Design::Lhs)
    };
    let before = sampling(Design::Lhs);
    let same = |at| column(&more, at, 64) == column(&before, at, 64);
    assert_eq!([0, 1, 2, 3].map(same), [true, true, true, false]);
}

#[test]
fn a_trial_alone_draws_what_it_draws_among_eight() {
    let sampling = sampling(Design::Sobol);
    let eight = column(&sampling, 1, 16);
    for (at, uniform) in eight.iter().enumerate() {
        let [alone] = uniforms::<1>(&sampling, at as u64 + 1, 1);
        assert_eq!(alone.to_bits(), uniform.to_bits());
    }
}

#[test]
fn extreme_scores_stay_between_zero_and_one() {
    let mut scores = [-40.0, 40.0];
    uniforms_of_scores(&mut scores);
    assert!(scores[0] > 0.0 && scores[1] < 1.0, "{scores:?}");
}

/// Each is read back as ranks, and what they stand for has a factor.
#[test]
fn nearest_rank_correlations_are_valid_as_they_are_written() {
    let ranks = [
        vec![1.0, 0.9, -0.8],
        vec![0.9, 1.0, 0.7],
        vec![-0.8, 0.7, 1.0],
    ];
    let normal = |ranks: &[Vec<f64>]| -> Vec<Vec<f64>> {
        let entry = |i: usize, j: usize, x: f64| if i == j { 1.0 } else { normal_of_rank(x) };
        let row = |(i, row): (usize, &Vec<f64>)| {
            row.iter()
                .enumerate()
                .map(|(j, x)| entry(i, j, *x))
                .collect()
        };
        ranks.iter().enumerate().map(row).collect()
    };
    assert!(cholesky(&normal(&ranks)).is_err());
    let offered = nearest_rank_correlation(&normal(&ranks));
    assert!(cholesky(&normal(&offered)).is_ok());
    assert_eq!(offered[0][1], offered[1][0]);
    for x in offered.iter().flatten() {
        assert!((x * 1000.0 - (x * 1000.0).round()).abs() < 1e-9 && x.abs() <= 1.0);
    }
    assert!(offered[0][1] > 0.4 && offered[0][2] < -0.3, "{offered:?}");
}
