//! Closed forms, all ways one by one, another program, and histories whose parameters are known.

use super::*;
use crate::stats::coverage::SplitMix64;
use crate::stats::fit::{Kind, fit_price};
use crate::stats::normal::upper_quantile;

/// Prices after gaps in days that come round, day by day as the language has it.
fn made(random: &mut SplitMix64, turns: &Turns, gaps: &[u32], count: usize) -> History {
    let mut regime = usize::from(random.uniform() > turns.share());
    let (mut day, mut log) = (0_u32, 0.0);
    let mut points = vec![(0.0, 100.0)];
    for gap in gaps.iter().cycle().take(count) {
        for _ in 0..*gap {
            if random.uniform() < 1.0 / turns.stay_days[regime] {
                regime = 1 - regime;
            }
            log = stepped(log, turns, regime, upper_quantile(random.uniform()));
        }
        day += gap;
        points.push((f64::from(day) / 365.0, 100.0 * exp(log)));
    }
    History::new(&points).unwrap()
}

fn stepped(log: f64, turns: &Turns, regime: usize, z: f64) -> f64 {
    let decay = super::super::history::Decay::of(turns.speed, 1.0 / 365.0);
    log * decay.keep
        + turns.drift[regime] * decay.drift
        + turns.volatility[regime] * decay.noise.sqrt() * z
}

const CALM_AND_WILD: Turns = Turns {
    drift: [0.1, -0.4],
    volatility: [0.15, 0.6],
    stay_days: [80.0, 30.0],
    speed: 0.0,
};

#[test]
fn of_two_alike_it_is_the_likelihood_of_one() {
    let history = made(&mut SplitMix64(71), &CALM_AND_WILD, &[1, 3, 30, 90], 80);
    for kind in [Kind::Gbm, Kind::LogOu] {
        let fit = fit_price(&history, kind);
        let Process {
            speed,
            drift,
            volatility,
            ..
        } = fit.process;
        let alike = Turns {
            drift: [drift; 2],
            volatility: [volatility; 2],
            speed,
            ..CALM_AND_WILD
        };
        let passed = Filter::new(&history).run(&alike);
        assert!((passed.log_likelihood - fit.log_likelihood).abs() < 1e-9);
    }
}

#[test]
fn it_is_the_sum_over_all_ways_that_the_regimes_may_take() {
    // Ten days in eight steps: 2^11 ways, with the regime of the first date.
    let gaps = [1_u32, 2, 1, 1, 2, 1, 1, 1];
    let turns = Turns {
        stay_days: [4.0, 2.5],
        ..CALM_AND_WILD
    };
    let history = made(&mut SplitMix64(72), &turns, &gaps, 8);
    let day = 1.0 / 365.0;
    let mut whole = 0.0;
    for way in 0..1_u32 << 11 {
        let regime = |day: u32| (way >> day & 1) as usize;
        let mut chance = [turns.share(), 1.0 - turns.share()][regime(0)];
        let mut today = 0;
        for (gap, &at) in gaps.iter().zip(&history.order) {
            let (mut mean, mut variance) = (0.0, 0.0);
            for _ in 0..*gap {
                let (from, to) = (regime(today), regime(today + 1));
                let leaves = 1.0 / turns.stay_days[from];
                chance *= if from == to { 1.0 - leaves } else { leaves };
                mean += turns.drift[to] * day;
                variance += turns.volatility[to].powi(2) * day;
                today += 1;
            }
            let apart = history.steps[at].to - history.steps[at].from - mean;
            chance *=
                exp(-0.5 * apart * apart / variance) / (std::f64::consts::TAU * variance).sqrt();
        }
        assert_eq!(today, 10);
        whole += chance;
    }
    let found = Filter::new(&history).run(&turns).log_likelihood;
    assert!((found - log(whole)).abs() < 1e-9, "{found} {}", log(whole));
}

#[test]
fn a_step_over_a_month_is_a_density() {
    let mut history = made(&mut SplitMix64(73), &CALM_AND_WILD, &[31], 9);
    history.steps.truncate(1);
    history.order = vec![0];
    let returning = Turns {
        speed: 2.0,
        ..CALM_AND_WILD
    };
    for turns in [CALM_AND_WILD, returning] {
        let mut whole = 0.0;
        for i in -4_000..4_000 {
            history.steps[0].to = f64::from(i) * 5e-4;
            whole += 5e-4 * exp(Filter::new(&history).run(&turns).log_likelihood);
        }
        assert!((whole - 1.0).abs() < 1e-9, "{whole}");
    }
}

/// Log returns a day of which 30 and 18 in the middle are wild, by Park and Miller's generator.
fn example() -> History {
    let mut word = 11_u64;
    let mut uniform = || {
        word = word * 16_807 % 2_147_483_647;
        word as f64 / 2_147_483_647.0
    };
    let mut log = 0.0;
    let mut points = vec![(0.0, 1.0)];
    for day in 1..=120_u32 {
        let z = (0..12).map(|_| uniform()).sum::<f64>() - 6.0;
        let wild = (31..=42).contains(&day) || (78..=95).contains(&day);
        log += if wild {
            -0.004 + 0.04 * z
        } else {
            0.002 + 0.01 * z
        };
        points.push((f64::from(day) / 365.0, exp(log)));
    }
    History::new(&points).unwrap()
}

/// From daily mean, variance and chances of staying.
fn daily(stay: [f64; 2], mean: [f64; 2], variance: [f64; 2]) -> Turns {
    Turns {
        drift: mean.map(|x| 365.0 * x),
        volatility: variance.map(|x| (365.0 * x).sqrt()),
        stay_days: stay.map(|p| 1.0 / (1.0 - p)),
        speed: 0.0,
    }
}

#[test]
fn likelihood_and_top_are_those_of_another_program() {
    // MarkovRegression of statsmodels 0.15.0 (Python), with its own mean and variance in each regime.
    let history = example();
    for (turns, expected) in [
        (
            daily([0.97, 0.94], [0.002, -0.004], [1e-4, 1.6e-3]),
            326.840_812_098_432_54,
        ),
        (
            daily([0.9, 0.7], [0.001, 0.003], [4e-4, 9e-4]),
            287.063_620_527_175_43,
        ),
    ] {
        let found = Filter::new(&history).run(&turns).log_likelihood;
        assert!((found - expected).abs() < 1e-8, "{found}");
    }
    let fit = fit_regimes(&history, false);
    assert!(
        (fit.log_likelihood - 328.377_920_809).abs() < 1e-5,
        "{}",
        fit.log_likelihood
    );
    let [calm, wild] = fit.regimes;
    let yearly = |variance: f64| (365.0 * variance).sqrt();
    for (found, expected) in [
        (calm.stay_days.value, 41.723),
        (wild.stay_days.value, 12.816),
        (calm.volatility.value, yearly(8.979_78e-5)),
        (wild.volatility.value, yearly(1.770_737e-3)),
        (fit.calm_now, 0.991_713),
    ] {
        assert!((found / expected - 1.0).abs() < 2e-3, "{found} {expected}");
    }
}

fn holds(estimate: Estimate, truth: f64) -> u32 {
    let (low, high) = estimate.interval.unwrap_or((f64::INFINITY, 0.0));
    u32::from(low <= truth && truth <= high)
}

#[test]
fn regimes_that_stand_out_are_recovered_with_honest_intervals() {
    const REPEATS: u32 = 40;
    let mut random = SplitMix64(74);
    let truths = [0.15, 0.6, 80.0, 30.0];
    let (mut means, mut covers) = ([0.0; 4], [0; 4]);
    for _ in 0..REPEATS {
        let fit = fit_regimes(
            &made(&mut random, &CALM_AND_WILD, &[1, 1, 1, 1, 3], 400),
            false,
        );
        let [calm, wild] = fit.regimes;
        let all = [
            calm.volatility,
            wild.volatility,
            calm.stay_days,
            wild.stay_days,
        ];
        for (i, estimate) in all.into_iter().enumerate() {
            means[i] += log(estimate.value / truths[i]) / f64::from(REPEATS);
            covers[i] += holds(estimate, truths[i]);
        }
    }
    assert!(means[..2].iter().all(|mean| mean.abs() < 0.03), "{means:?}");
    assert!(means[2..].iter().all(|mean| mean.abs() < 0.3), "{means:?}");
    // Fewer than 32 of 40 comes about once in a thousand times at 95 %.
    assert!(covers.iter().all(|&count| count >= 32), "{covers:?}");
}

#[test]
fn regimes_that_return_are_recovered_and_those_that_do_not_are_told_without_a_level() {
    let levels = Turns {
        drift: [-1.0, 6.0],
        speed: 4.0,
        ..CALM_AND_WILD
    };
    let history = made(&mut SplitMix64(76), &levels, &[1, 1, 3], 900);
    let fit = fit_regimes(&history, true);
    for (regime, truth) in fit.regimes.iter().zip([-0.25, 1.5]) {
        assert_eq!(holds(regime.level.unwrap(), 100.0 * exp(truth)), 1);
    }
    assert_eq!(holds(fit.speed.unwrap(), 4.0), 1);
    let wanders = made(&mut SplitMix64(77), &CALM_AND_WILD, &[1, 3], 300);
    let [without, with] = [false, true].map(|returns| fit_regimes(&wanders, returns));
    assert!(with.log_likelihood > without.log_likelihood - 1e-3);
    assert!(
        with.regimes
            .iter()
            .all(|regime| regime.volatility.se.is_some())
    );
}

/// The figures of docs/statistics.md: `cargo test --lib gains_by_chance -- --ignored`.
#[test]
#[ignore = "takes minutes"]
fn gains_by_chance_are_those_of_the_documents() {
    let one = Turns {
        drift: [0.05; 2],
        volatility: [0.4; 2],
        ..CALM_AND_WILD
    };
    let gain = |random: &mut SplitMix64, gaps: &[u32], count: usize, returns: bool| {
        let history = made(random, &one, gaps, count);
        let kind = if returns { Kind::LogOu } else { Kind::Gbm };
        let chart = Chart::new(&history, returns);
        let w = chart.point(&chart.best());
        fit_price(&history, kind).aic() - akaike(-chart.cost(&w), w.len())
    };
    for (gaps, count, returns, gaining, of_twenty) in [
        ([30, 31], 125, false, 19, 3.4),
        ([30, 31], 125, true, 34, 6.1),
        ([1, 1], 250, false, 11, 1.8),
        ([1, 1], 250, true, 16, 3.9),
    ] {
        let mut random = SplitMix64(75);
        let gains = (0..100).map(|_| gain(&mut random, &gaps, count, returns));
        let mut gains: Vec<f64> = gains.collect();
        gains.sort_by(f64::total_cmp);
        assert_eq!(gains.iter().filter(|gain| **gain > 0.0).count(), gaining);
        assert!((gains[94] - of_twenty).abs() < 0.1, "{}", gains[94]);
    }
}
