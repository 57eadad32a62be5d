//! Several noises for each draw of the parameters: who shares what, and how much of the variance is whose.

#![allow(
    clippy::unwrap_used,
    reason = "what helps a test is a test, inside of #[test] or not"
)]
#![allow(clippy::float_cmp, reason = "draws are the same to the last bit")]

use crate::common::{column, load, position, run};
use lichain::outcome::{Outcomes, VariantOutcomes};
use lichain::stats::mean_by_replicates;
use lichain::summary;
use std::fs;
use std::process::Command;

const LESSON: &str = "scenarios/lessons/what-matters.toml";

fn noisy(noises: u64, trials: u64, set: &[&str]) -> Outcomes {
    let noises = format!("scenario.noise_replicates={noises}");
    let set: Vec<&str> = set.iter().copied().chain([noises.as_str()]).collect();
    run(&load(LESSON, &set), trials)
}

fn parameter<'a>(variant: &'a VariantOutcomes, name: &str) -> &'a [f64] {
    &variant.parameters[position(&variant.layout.parameters, name)]
}

#[test]
fn trials_of_a_draw_share_its_parameters_and_no_noise() {
    for design in ["plain", "lhs"] {
        let set = format!("scenario.sampling={design}");
        let plain = noisy(1, 30, &[&set]).variants.remove(0);
        let thrice = noisy(3, 90, &[&set]).variants.remove(0);
        for (trial, value) in parameter(&thrice, "workshops").iter().enumerate() {
            assert_eq!(
                *value,
                parameter(&plain, "workshops")[trial / 3],
                "{design}"
            );
        }
        // Demand less what the parameters foretell is the noise: that of the trial's own number.
        let luck = |of: &VariantOutcomes| -> Vec<f64> {
            let foretold = parameter(of, "workshops")
                .iter()
                .zip(parameter(of, "dealers"));
            let served = column(of, "total_cost_usd")
                .iter()
                .zip(parameter(of, "interest"));
            served
                .zip(foretold)
                .map(|((cost, interest), (a, b))| 200.0 - cost / interest - a - b)
                .collect()
        };
        for (own, shared) in luck(&plain).iter().zip(luck(&thrice)) {
            assert!((own - shared).abs() < 1e-9, "{own} {shared}");
        }
        let mut lucks = luck(&thrice);
        lucks.sort_by(f64::total_cmp);
        assert!(lucks.windows(2).all(|pair| pair[1] - pair[0] > 1e-9));
    }
}

/// Interest h of mean 1 and variance 0.16 / 12, stock left of mean 100 and variance 64 + 16 and 36 of noise.
#[test]
fn the_parameters_share_of_variance_is_that_of_the_closed_form() {
    let squared = 1.0 + 0.16 / 12.0;
    let variance = squared * (116.0 + 1e4) - 1e4;
    let share = 1.0 - squared * 36.0 / variance;
    for (noises, trials) in [(2, 8000), (4, 8000)] {
        let found = summary::summarise(&noisy(noises, trials, &[]));
        let row = |name: &str| found.variance.iter().find(|row| row.measure == name);
        let row = row("total_cost_usd").unwrap();
        let (lo, hi) = (row.parameters.lo95.unwrap(), row.parameters.hi95.unwrap());
        assert!(
            lo < share && share < hi && hi - lo < 0.03,
            "{share}: {row:?}"
        );
        assert_eq!((row.draws, row.noises), (trials / noises, noises));
        assert!((row.sd_noise.unwrap() / (squared * 36.0).sqrt() - 1.0).abs() < 0.05);
        let noise = row.noise;
        assert!((noise.mean.unwrap() + row.parameters.mean.unwrap() - 1.0).abs() < 1e-12);
        assert_eq!((noise.lo95, noise.hi95), (Some(1.0 - hi), Some(1.0 - lo)));
    }
    assert!(summary::summarise(&noisy(1, 100, &[])).variance.is_empty());
}

#[test]
fn intervals_are_by_whole_draws() {
    for (set, noises, size) in [("plain", 3, 3), ("lhs", 2, 128)] {
        let set = format!("scenario.sampling={set}");
        let outcomes = noisy(noises, 1100, &[&set]);
        let found = summary::summarise(&outcomes);
        let row = found
            .rows
            .iter()
            .find(|row| row.measure == "total_cost_usd")
            .unwrap();
        let whole = 1100 / size * size;
        let costs = &column(&outcomes.variants[0], "total_cost_usd")[..whole];
        let interval = mean_by_replicates(costs, size, 0.95);
        assert_eq!(
            (row.n, row.lo95, row.hi95),
            (
                whole as u64,
                interval.unwrap().0.into(),
                interval.unwrap().1.into()
            )
        );
        assert_eq!(
            row.method,
            format!("t + Hall's t for cvar5 + Woodruff over replicates of {size} trials")
        );
        // Months are folded replicate by replicate whatever the blocks are.
        assert!(
            found.timeline.iter().any(|row| row.lo95.is_some()),
            "{size}"
        );
        // Rank correlations are of one trial a draw: the others are not independent of it.
        assert!(
            found
                .sensitivity
                .iter()
                .all(|row| row.n == 1100_u64.div_ceil(noises))
        );
    }
}

/// Half the variance of each of 400 trials is shared by two: intervals that took them for independent would
/// hold the mean less often than they say.
#[test]
fn intervals_of_means_cover_as_often_as_they_say() {
    let outcomes = noisy(4, 64_000, &[]);
    let costs = column(&outcomes.variants[0], "total_cost_usd");
    let held = costs
        .chunks(64)
        .filter(|run| {
            let (lo, hi) = mean_by_replicates(run, 4, 0.95).unwrap();
            lo <= 100.0 && 100.0 <= hi
        })
        .count();
    // 1,000 runs of 16 draws: 950 are expected, fewer than 927 once in a thousand.
    assert!(held >= 927, "{held}");
}

#[test]
fn the_command_writes_the_shares_the_same_on_any_threads() {
    let home = tempfile::tempdir().unwrap();
    let out = |threads: &str| {
        let out = home.path().join(threads);
        let output = Command::new(env!("CARGO_BIN_EXE_lichain"))
            .args(["run", LESSON, "--noise-replicates", "2", "--trials", "300"])
            .args(["--threads", threads, "--out"])
            .arg(&out)
            .output()
            .unwrap();
        assert!(output.status.success(), "{output:?}");
        let manifest = fs::read_to_string(out.join("run.json")).unwrap();
        assert!(manifest.contains("\"noise_replicates\": 2"), "{manifest}");
        let files = [
            "variance.csv",
            "summary.csv",
            "trials.csv",
            "sensitivity.csv",
            "timeline.csv",
        ];
        files.map(|file| fs::read(out.join(file)).unwrap())
    };
    let one = out("1");
    assert!(one[0].starts_with(b"variant,measure,unit,draws,noises,sd_parameters"));
    assert!(one == out("2") && one == out("7"));
}
