//! `lichain analyze` on scenarios: Sobol indices and elementary effects against closed forms.

#![allow(
    clippy::unwrap_used,
    reason = "what helps a test is a test, inside of #[test] or not"
)]
#![allow(clippy::float_cmp, reason = "trials are the same to the last bit")]

use crate::common::{column, load, run};
use lichain::analysis::{self, Experiment, FactorRow};
use lichain::measure::Measure;
use lichain::study::{self, Instructions, NOISE, Trial, Tried};
use std::fs;
use std::process::{Command, Output};

const LESSON: &str = "scenarios/lessons/what-matters.toml";
const COST: &str = "total_cost_usd";

fn trial(base: usize, inputs: &[String]) -> Trial<'_> {
    Trial {
        inputs,
        base,
        seed: 1,
        instructions: Instructions::widest(),
        keep: &|measure: &Measure| measure.name == COST,
        progress: &|_| {},
    }
}

fn experiment<T>(tried: &Tried<T>) -> Experiment<'_, T> {
    Experiment {
        variant: "base",
        factors: &tried.factors,
        measures: &tried.measures,
        found: &tried.found,
    }
}

fn row<'a>(rows: &'a [FactorRow], factor: &str) -> &'a FactorRow {
    rows.iter().find(|row| row.factor == factor).unwrap()
}

/// The cost is h (200 - a - b - e): h of mean 1 and variance 0.16 / 12, a, b and e of variances 64, 16 and 36.
#[test]
fn sobol_indices_are_those_of_the_closed_form_noise_with_them() {
    let (h, left) = (0.16 / 12.0, 64.0 + 16.0 + 36.0);
    let variance = h * left + h * 1e4 + left;
    let alone = |own: f64| own / variance;
    let with_interest = |own: f64| own * (1.0 + h) / variance;
    let truth = [
        ("interest", h * 1e4 / variance, h * (1e4 + left) / variance),
        ("workshops", alone(64.0), with_interest(64.0)),
        ("dealers", alone(16.0), with_interest(16.0)),
        (NOISE, alone(36.0), with_interest(36.0)),
    ];
    let scenario = load(LESSON, &[]);
    let tried = study::saltelli(&scenario.variants[0], &trial(2000, &[])).unwrap();
    let rows = analysis::indices(&experiment(&tried), 2000, 1);
    assert_eq!(rows.len(), 4);
    for (factor, first, total) in truth {
        let found = &row(&rows, factor).estimates;
        for (estimate, truth) in found.iter().zip([first, total]) {
            let (lo, hi) = (estimate.lo95.unwrap(), estimate.hi95.unwrap());
            assert!(lo < truth && truth < hi, "{factor}: {truth} {estimate:?}");
            assert!(hi - lo < 0.15, "{factor}: {estimate:?}");
        }
    }
    // With one factor asked for the others are drawn with the points: its shares are the same.
    let asked = ["workshops".to_owned()];
    let one = study::saltelli(&scenario.variants[0], &trial(2000, &asked)).unwrap();
    assert_eq!(one.factors, ["workshops", NOISE]);
    let rows_of_one = analysis::indices(&experiment(&one), 2000, 1);
    let first = |rows: &[FactorRow]| row(rows, "workshops").estimates[0].mean;
    assert_eq!(first(&rows_of_one), first(&rows));
}

#[test]
fn the_base_points_are_the_first_trials_of_a_run() {
    let scenario = load(
        "scenarios/lessons/sampling.toml",
        &["scenario.sampling=plain"],
    );
    let keep = |measure: &Measure| measure.name == "chain_cost";
    let trial = Trial {
        keep: &keep,
        ..trial(20, &[])
    };
    let model = &scenario.variants[0];
    let tried = study::saltelli(model, &trial).unwrap();
    let drawn = run(&scenario, 40);
    let costs = column(&drawn.variants[0], "chain_cost");
    assert_eq!(&tried.found[0][..40], costs);
    // Dates are factors too; six parameters and the noise.
    assert!(tried.factors.contains(&"opening".to_owned()));
    assert_eq!(tried.factors.len(), 7);
    assert_eq!(study::saltelli_trials(model, &trial), 20 * 9);
    assert_eq!(tried.found[0].len(), 20 * 9);
    // Each matrix after them changes one factor: something comes of it.
    for matrix in 2..9 {
        let own = &tried.found[0][matrix * 20..][..20];
        assert_ne!(own, &costs[..20], "{}", tried.factors[matrix - 2]);
    }
}

/// The middles of a normal law's quarters are 1.4689 standard deviations apart, two by two.
#[test]
fn elementary_effects_are_those_of_the_closed_form() {
    let scenario = load(LESSON, &[]);
    let model = &scenario.variants[0];
    let tried = study::trajectories(model, &trial(400, &[])).unwrap();
    assert_eq!(study::trajectory_trials(model, &trial(400, &[])), 400 * 5);
    let rows = analysis::effects(&experiment(&tried));
    let apart = 1.150_349_38 + 0.318_639_36;
    let levels = [0.85_f64, 0.95, 1.05, 1.15].map(|h| (h - 1.0) * (h - 1.0));
    let spread = (levels.iter().sum::<f64>() / 4.0).sqrt();
    for (factor, effect, sigma) in [
        ("workshops", -2.0 * 8.0 * apart, 2.0 * 8.0 * apart * spread),
        ("dealers", -2.0 * 4.0 * apart, 2.0 * 4.0 * apart * spread),
    ] {
        let found = row(&rows, factor);
        assert_eq!(found.n, 400);
        for (estimate, truth) in found.estimates.iter().zip([-effect, effect, sigma]) {
            let (lo, hi) = (estimate.lo95.unwrap(), estimate.hi95.unwrap());
            assert!(lo < truth && truth < hi, "{factor}: {truth} {estimate:?}");
        }
    }
    let interest = row(&rows, "interest").estimates[1];
    assert!(
        interest.lo95.unwrap() < 40.0 && 40.0 < interest.hi95.unwrap(),
        "{interest:?}"
    );
    // Two normals of variance 36 are 12 / √π apart on average, times three, at a mean interest of 1.
    let noise = row(&rows, NOISE).estimates[0];
    let truth = 36.0 / std::f64::consts::PI.sqrt();
    assert!(
        noise.lo95.unwrap() < truth && truth < noise.hi95.unwrap(),
        "{noise:?}"
    );
}

fn analyze(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lichain"));
    command.arg("analyze").args(arguments).output().unwrap()
}

#[test]
fn the_command_writes_the_same_tables_on_any_threads() {
    let home = tempfile::tempdir().unwrap();
    for (method, file, heading) in [
        (
            "sobol",
            "sobol.csv",
            "variant,measure,unit,factor,base_points,first,first_lo95",
        ),
        (
            "morris",
            "morris.csv",
            "variant,measure,unit,factor,trajectories,mu_star,mu_star_lo95",
        ),
    ] {
        let tables = ["1", "3"].map(|threads| {
            let out = home.path().join(format!("{method}{threads}"));
            let place = out.to_str().unwrap();
            let told = analyze(&[
                LESSON,
                "--method",
                method,
                "--base",
                "9",
                "--threads",
                threads,
                "--out",
                place,
            ]);
            assert!(told.status.success(), "{told:?}");
            let words = String::from_utf8(told.stdout).unwrap();
            assert!(
                words.contains("interest") && words.contains(NOISE),
                "{words}"
            );
            for name in ["columns.csv", "run.json"] {
                assert!(out.join(name).is_file());
            }
            fs::read_to_string(out.join(file)).unwrap()
        });
        assert!(tables[0].starts_with(heading), "{}", tables[0]);
        assert_eq!(tables[0], tables[1]);
        // Cost and cost a day by four factors; what never varies has no line of Sobol's.
        assert!(tables[0].lines().count() >= 9, "{}", tables[0]);
    }
}

#[test]
fn what_cannot_be_analysed_is_refused_with_what_can() {
    for (arguments, words) in [
        (&[LESSON][..], "--method sobol or --method morris"),
        (
            &[LESSON, "--method", "sobol", "--inputs", "workshop"],
            "did you mean \"workshops\"?",
        ),
        (
            &[LESSON, "--method", "morris", "--variant", "bass"],
            "no variant \"bass\"",
        ),
        (
            &[LESSON, "--prim", "fill_rate < 1"],
            "finished results or a table",
        ),
        (
            &[LESSON, "--method", "sobol", "--only", "a=b"],
            "--only and --design are for tables",
        ),
        (
            &["Cargo.toml.csv", "--method", "sobol"],
            "--method runs a scenario",
        ),
        (&["points.csv"], "--inputs and --output"),
    ] {
        let told = analyze(arguments);
        assert_eq!(told.status.code(), Some(2), "{arguments:?}: {told:?}");
        let error = String::from_utf8(told.stderr).unwrap();
        assert!(error.contains(words), "{arguments:?}: {error}");
    }
}
