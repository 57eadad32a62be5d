//! Parameters that are correlated, from scenario to files.

#![allow(
    clippy::unwrap_used,
    reason = "what helps a test is a test, inside of #[test] or not"
)]

use std::fs;

use crate::common::{column, load, position, run};
use assert_cmd::Command;
use lichain::outcome::VariantOutcomes;
use lichain::stats::sensitivity::spearman;
use lichain::study;

const LESSON: &str = "scenarios/lessons/correlated-parameters.toml";

fn parameter<'a>(variant: &'a VariantOutcomes, name: &str) -> &'a [f64] {
    &variant.parameters[position(&variant.layout.parameters, name)]
}

fn variant(design: &str, name: &str, trials: u64) -> VariantOutcomes {
    let scenario = load(LESSON, &[&format!("scenario.sampling={design}")]);
    let mut all = run(&scenario, trials).variants;
    all.retain(|variant| variant.variant == name);
    all.remove(0)
}

fn bits(values: &[f64]) -> Vec<u64> {
    values.iter().map(|x| x.to_bits()).collect()
}

#[test]
fn parameters_have_the_rank_correlation_that_was_asked_for() {
    for design in ["plain", "lhs", "sobol"] {
        for (name, asked) in [("apart", 0.0), ("together", 0.8)] {
            let found = variant(design, name, 2048);
            let (capex, operating) = (parameter(&found, "capex"), parameter(&found, "operating"));
            let (lower, upper) = spearman(capex, operating).interval.unwrap();
            // Twice the width of a 95 % interval: missed by one in 10,000.
            let (middle, half) = (f64::midpoint(lower, upper), upper - lower);
            assert!((middle - asked).abs() < half, "{design} {name}: {middle}");
        }
    }
}

/// A correlation moves only what is later by name, `operating`; `scrap` has none. In `fixed-price` the
/// first is a number, and the second is as if it were not.
#[test]
fn variants_share_all_that_a_correlation_does_not_move() {
    for design in ["plain", "lhs", "sobol"] {
        let [apart, together, certain] =
            ["apart", "together", "fixed-price"].map(|name| variant(design, name, 256));
        let of = |variant, name| bits(parameter(variant, name));
        assert_eq!(of(&apart, "capex"), of(&together, "capex"), "{design}");
        assert_eq!(of(&apart, "scrap"), of(&together, "scrap"), "{design}");
        assert_eq!(of(&apart, "scrap"), of(&certain, "scrap"), "{design}");
        assert_ne!(of(&apart, "operating"), of(&together, "operating"));
        assert_eq!(of(&together, "operating"), of(&certain, "operating"));
        let price = parameter(&certain, "capex");
        assert!(price.iter().all(|x| x.to_bits() == price[0].to_bits()));
    }
}

#[test]
fn costs_that_come_together_spread_more() {
    let spread = |name| {
        let found = variant("sobol", name, 1024);
        let cost = column(&found, "delivered_cost").to_vec();
        let mean = cost.iter().sum::<f64>() / cost.len() as f64;
        cost.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>()
    };
    assert!(spread("together") > 1.4 * spread("apart"));
}

#[test]
fn the_first_half_of_a_doubled_run_and_a_trial_alone_are_as_they_were() {
    for design in ["plain", "lhs", "sobol"] {
        let (half, twice) = (
            variant(design, "together", 150),
            variant(design, "together", 300),
        );
        for (half, twice) in half.measures.iter().zip(&twice.measures) {
            assert_eq!(bits(half), bits(&twice[..150]), "{design}");
        }
        let scenario = load(LESSON, &[&format!("scenario.sampling={design}")]);
        let model = scenario.variants.iter().find(|m| m.variant == "together");
        let alone = study::trace(model.unwrap(), 139, 1).unwrap();
        for (value, column) in alone.measures.iter().zip(&twice.measures) {
            assert_eq!(value.to_bits(), column[138].to_bits());
        }
    }
}

#[test]
fn asked_and_achieved_are_told_and_only_where_there_are_any() {
    let home = tempfile::tempdir().unwrap();
    let run = |scenario: &str, out: &str| {
        let out = home.path().join(out);
        Command::cargo_bin("lichain")
            .unwrap()
            .args(["run", scenario, "--trials", "200", "--out"])
            .arg(&out)
            .assert()
            .success();
        out
    };
    let out = run(LESSON, "correlated");
    let text = fs::read_to_string(out.join("correlations.csv")).unwrap();
    let lines: Vec<Vec<&str>> = text.lines().map(|line| line.split(',').collect()).collect();
    assert_eq!(lines[0][..5], ["variant", "first", "second", "n", "asked"]);
    let found = |name: &str| lines.iter().find(|line| line[0] == name).unwrap();
    let together = found("together");
    assert_eq!(together[1..5], ["capex", "operating", "200", "0.8"]);
    let [value, low, high] = [5, 6, 7].map(|at| together[at].parse::<f64>().unwrap());
    assert!(low < value && value < high && low < 0.8 && 0.8 < high + 0.05);
    let certain = found("fixed-price");
    assert_eq!(certain[5..], ["", "", "", "one of them does not vary here"]);
    assert!(
        fs::read_to_string(out.join("columns.csv"))
            .unwrap()
            .contains("correlations.csv,asked")
    );
    assert!(
        fs::read_to_string(out.join("run.json"))
            .unwrap()
            .contains("correlations.csv")
    );
    let out = run("scenarios/lessons/correlated-prices.toml", "prices");
    assert!(!out.join("correlations.csv").exists());
}

#[test]
fn check_tells_what_moves_together() {
    let output = Command::cargo_bin("lichain")
        .unwrap()
        .args(["check", LESSON])
        .assert()
        .success();
    let told = String::from_utf8_lossy(&output.get_output().stdout).into_owned();
    assert!(told.contains("parameters that move together"), "{told}");
    // 2 sin(0.8 pi / 6) = 0.8135.
    let line = "capex and operating: rank correlation 0.8, of normal scores 0.813";
    assert!(told.contains(line), "{told}");
}
