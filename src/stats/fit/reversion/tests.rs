//! How often the interval covers the truth, and the test of a unit root its level.

use super::*;
use crate::stats::coverage::SplitMix64;
use crate::stats::fit::models::tests::{Maker, RETURNING, WANDERING};
use crate::stats::fit::{Kind, fit_price};

fn maker(seed: u64, process: Process) -> Maker {
    Maker {
        random: SplitMix64(seed),
        process,
    }
}

/// In how many of 300 histories a speed is not refused: by simulation, and by the chi-square law.
fn kept(seed: u64, process: Process, steps: usize) -> (usize, usize) {
    let mut maker = maker(seed, process);
    let (mut simulated, mut plain) = (0, 0);
    for _ in 0..300 {
        let history = maker.history(steps, 1.0, 0.0);
        let seen = ratio(&history, process.speed);
        let normals: Vec<Vec<f64>> = (0..99)
            .map(|_| (0..steps).map(|_| maker.normal()).collect())
            .collect();
        simulated += usize::from(share_above(&history, process.speed, seen, &normals) > 0.05);
        plain += usize::from(seen < CHI95);
    }
    (simulated, plain)
}

/// 95 % of 300, and a thousandth to each side.
const FAIR: std::ops::RangeInclusive<usize> = 270..=297;

#[test]
fn a_price_that_returns_to_nothing_is_seldom_said_to_return() {
    let (simulated, plain) = kept(41, WANDERING, 40);
    assert!(FAIR.contains(&simulated), "{simulated}");
    // The usual table would have it return far too often: that is why it is simulated.
    assert!(plain < 255, "{plain}");
}

#[test]
fn the_interval_of_the_speed_covers_it_as_often_as_it_says() {
    for (seed, speed) in [(42, 0.3), (43, 2.0)] {
        let (simulated, _) = kept(seed, Process { speed, ..RETURNING }, 40);
        assert!(FAIR.contains(&simulated), "{speed}: {simulated}");
    }
}

#[test]
fn a_quick_return_is_told_from_none_and_a_slow_one_is_not() {
    let told = |seed: u64, process: Process| {
        let mut maker = maker(seed, process);
        let history = maker.history(100, 50.0, 1.0);
        let fit = fit_price(&history, Kind::LogOu);
        reversion(&history, &fit, 99, &mut || maker.normal())
    };
    let quick = told(
        44,
        Process {
            speed: 6.0,
            drift: 0.0,
            ..RETURNING
        },
    );
    let (low, high) = quick.speed.interval.unwrap();
    assert!(quick.unit_root.unwrap() < 0.02);
    assert!(
        low > 1.0 && low < 6.0 && high > 6.0 && high < 20.0,
        "{low} {high}"
    );
    let slow = told(
        45,
        Process {
            speed: 0.05,
            drift: 0.0,
            ..RETURNING
        },
    );
    assert!(slow.unit_root.unwrap() > 0.05);
    assert!(slow.speed.interval.unwrap().0 <= 0.0);
}

#[test]
fn with_jumps_the_profile_is_cut_where_the_likelihood_falls() {
    let jumps = Some(crate::stats::fit::JumpLaw {
        rate: 1.0,
        mean: 0.0,
        sd: 0.6,
    });
    let mut maker = maker(
        46,
        Process {
            speed: 3.0,
            volatility: 0.2,
            jumps,
            ..RETURNING
        },
    );
    let history = maker.history(150, 50.0, 1.0);
    let fit = fit_price(&history, Kind::LogOuJumps);
    let found = reversion(&history, &fit, 0, &mut || 0.0);
    let (low, high) = found.speed.interval.unwrap();
    assert!(
        low < fit.process.speed && fit.process.speed < high,
        "{low} {high}"
    );
    for bound in [low, high] {
        let drop = 2.0 * (fit.log_likelihood - jumping_at(&history, bound, &fit.process));
        assert!((drop - CHI95).abs() < 0.2, "{bound}: {drop}");
    }
}
