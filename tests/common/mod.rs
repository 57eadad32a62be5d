//! What several files of tests share: scenarios from files and texts, and measures of many trials
//! without their columns.
#![allow(
    clippy::unwrap_used,
    reason = "what helps a test is a test, inside of #[test] or not"
)]
#![allow(dead_code, reason = "no file of tests uses all of it")]

pub mod page;
pub mod results;

use lichain::engine::{self, SIDE_BY_SIDE, Scratch, Silent};
use lichain::outcome::{BLOCK, Outcomes, Row, VariantOutcomes};
use lichain::plan::Plan;
use lichain::scenario::{self, Scenario};
use lichain::stats::Moments;
use lichain::study::{self, Settings};
use rayon::prelude::*;
use std::path::Path;

pub const KAZAKHSTAN_VIETNAM: &str = "scenarios/kazakhstan-vietnam.toml";
pub const SIX_STAGE: &str = "scenarios/six-stage.toml";

/// The SHA-256 of some bytes in hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    use sha2::Digest;
    use std::fmt::Write;
    let digest = sha2::Sha256::digest(bytes);
    digest.iter().fold(String::new(), |mut digits, byte| {
        write!(digits, "{byte:02x}").unwrap();
        digits
    })
}

/// A scenario from a file, with changes as in `--set`.
pub fn load(path: &str, set: &[&str]) -> Scenario {
    let set: Vec<String> = set.iter().map(|&change| change.to_owned()).collect();
    scenario::load(Path::new(path), &set)
        .unwrap_or_else(|problems| panic!("{}", problems.render(false)))
}

/// A scenario from its text.
pub fn read(text: &str) -> Scenario {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("scenario.toml");
    std::fs::write(&path, text).unwrap();
    load(path.to_str().unwrap(), &[])
}

/// Runs all variants with a seed.
pub fn run_with_seed(scenario: &Scenario, trials: u64, seed: u64) -> Outcomes {
    let settings = Settings::new(trials, seed);
    study::run(
        &scenario.variants,
        scenario.reference,
        &settings,
        &|_: u64| {},
    )
    .unwrap_or_else(|breach| panic!("{breach:?}"))
}

/// Runs all variants with seed 1.
pub fn run(scenario: &Scenario, trials: u64) -> Outcomes {
    run_with_seed(scenario, trials, 1)
}

/// A measure of all trials of a variant.
pub fn column<'a>(variant: &'a VariantOutcomes, measure: &str) -> &'a [f64] {
    let at = position(&variant.layout.measures, measure);
    &variant.measures[at]
}

/// Where a measure stands.
pub fn position(measures: &[lichain::measure::Measure], name: &str) -> usize {
    measures
        .iter()
        .position(|measure| measure.name == name)
        .unwrap_or_else(|| panic!("there is no measure {name}"))
}

/// Room for the results of a trial.
pub struct Results {
    pub measures: Vec<f64>,
    parameters: Vec<f64>,
    monthly: Vec<f64>,
    ledger: Vec<f64>,
}

impl Results {
    pub fn new(plan: &Plan) -> Self {
        let layout = &plan.layout;
        Self {
            measures: vec![0.0; layout.measures.len()],
            parameters: vec![0.0; layout.parameters.len()],
            monthly: vec![0.0; layout.monthly.len() * layout.months.len()],
            ledger: vec![0.0; layout.ledger.len() * layout.years.len()],
        }
    }

    /// All numbers of the trial.
    pub fn all(&self) -> impl Iterator<Item = f64> {
        let parts = [
            &self.measures,
            &self.parameters,
            &self.monthly,
            &self.ledger,
        ];
        parts.into_iter().flatten().copied()
    }

    pub fn row(&mut self) -> Row<'_> {
        Row {
            measures: &mut self.measures,
            parameters: &mut self.parameters,
            monthly: &mut self.monthly,
            ledger: &mut self.ledger,
        }
    }
}

/// Moments over trials 1 to `trials` with seed 1 of whatever a trial leaves in its measures: folded
/// in blocks in order of trial, so that memory does not grow with the trials and threads change
/// nothing.
pub fn moments<const N: usize>(plan: &Plan, trials: u64, names: [&str; N]) -> [Moments; N] {
    let at = names.map(|name| position(&plan.layout.measures, name));
    let some = |scratch: &mut Scratch<SIDE_BY_SIDE>, results: &mut [Results], first| {
        let mut rows: Vec<Row> = results.iter_mut().map(Results::row).collect();
        let broken = engine::simulate(plan, 1, first, scratch, &mut rows, &mut Silent);
        assert_eq!(broken, None, "trials from {first}");
        drop(rows);
        let read = |r: &Results| at.map(|at| r.measures[at]);
        results.iter().map(read).collect::<Vec<[f64; N]>>()
    };
    let space = || {
        let results: Vec<Results> = (0..SIDE_BY_SIDE).map(|_| Results::new(plan)).collect();
        (Scratch::default(), results)
    };
    let starts: Vec<u64> = (1..=trials).step_by(BLOCK).collect();
    let blocks: Vec<[Moments; N]> = starts
        .into_par_iter()
        .map_init(space, |(scratch, results), first| {
            let last = trials.min(first + BLOCK as u64 - 1);
            let rows: Vec<[f64; N]> = (first..=last)
                .step_by(SIDE_BY_SIDE)
                .flat_map(|from| {
                    let count = SIDE_BY_SIDE.min((last - from + 1) as usize);
                    some(scratch, &mut results[..count], from)
                })
                .collect();
            std::array::from_fn(|measure| {
                let values: Vec<f64> = rows.iter().map(|row| row[measure]).collect();
                let mut moments = Moments::default();
                moments.push_block(&values);
                moments
            })
        })
        .collect();
    let mut all: [Moments; N] = std::array::from_fn(|_| Moments::default());
    for block in &blocks {
        for (sum, part) in all.iter_mut().zip(block) {
            sum.merge(part);
        }
    }
    all
}

/// Measures of the only trial of a scenario without noise are those worked out by hand.
pub fn holds(text: &str, by_hand: &[(&str, f64)]) {
    hold(&read(text), by_hand);
}

/// The same of a scenario that is read already; its first variant counts.
pub fn hold(scenario: &Scenario, by_hand: &[(&str, f64)]) {
    let outcomes = run(scenario, 1);
    for &(name, value) in by_hand {
        let found = column(&outcomes.variants[0], name)[0];
        assert!(
            (found - value).abs() <= 1e-9 * value.abs().max(1.0),
            "{name}: {found}, by hand {value}"
        );
    }
}
