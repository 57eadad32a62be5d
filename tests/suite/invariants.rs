//! Every scenario that is shipped keeps every rule of the model, in every trial, on every evening.

use std::fs;
use std::path::{Path, PathBuf};

use crate::common::load;
use lichain::engine::Rule;
use lichain::study::{self, Settings};

/// Trials of each variant.
const TRIALS: u64 = 24;

/// All files of scenarios below a folder.
fn scenarios(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(scenarios(&path));
        } else if path.extension().is_some_and(|e| e == "toml") && is_whole(&path) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// It says what its scenario is, or lies upon a file that does.
fn is_whole(path: &Path) -> bool {
    let text = fs::read_to_string(path).expect("readable");
    let says = |line: &str| line.starts_with("[scenario]") || line.starts_with("extends");
    text.lines().any(says)
}

#[test]
fn no_shipped_scenario_breaks_a_rule_on_any_evening_of_any_trial() {
    let [each_evening, at_the_end] = Rule::ALL.map(|rules| rules.len() as u64);
    assert_eq!(each_evening + at_the_end, 7);
    let (mut runs, mut trials, mut evenings) = (0, 0, 0);
    let shipped = scenarios(Path::new("scenarios"));
    for path in &shipped {
        let scenario = load(path.to_str().expect("a plain path"), &[]);
        let settings = Settings::new(TRIALS, 1);
        let run = study::run(&scenario.variants, scenario.reference, &settings, &|_| ());
        let outcomes = run.unwrap_or_else(|breach| panic!("{}: {breach:?}", path.display()));
        assert_eq!(outcomes.variants.len(), scenario.variants.len());
        for (model, variant) in scenario.variants.iter().zip(&outcomes.variants) {
            let done = variant.measures[0].len() as u64;
            assert_eq!(done, TRIALS, "{}", path.display());
            runs += 1;
            trials += done;
            evenings += done * (model.end.0 - model.start.0) as u64;
        }
    }
    let checks = evenings * each_evening + trials * at_the_end;
    println!(
        "{} scenarios, {runs} variants, {trials} trials, {evenings} evenings: {checks} checks of rules",
        shipped.len()
    );
    assert!(shipped.len() >= 20 && runs > shipped.len(), "{shipped:?}");
    assert!(checks > 5_000_000, "only {checks} checks");
}
