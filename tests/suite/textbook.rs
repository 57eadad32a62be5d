//! Cases whose answers are known from outside: the literature, closed forms, published runs. Most are those of
//! `lichain selftest` (`src/validation/textbook/`), which docs/validation.md lists with their figures.
//!
//! The rule for means: the exact value lies in the run's own 99 % interval, and that interval is
//! narrower than 0.5 % of the value, or than the case says. Seeds are fixed (1 everywhere), numbers of trials are
//! those that make the intervals narrow enough.

#![allow(
    clippy::unwrap_used,
    reason = "what helps a test is a test, inside of #[test] or not"
)]

use crate::common::{column, load, run};
use crate::selftest;
use lichain::validation::Group;

fn holds(case: &str) {
    selftest::holds(Group::Textbook, case);
}

#[test]
fn the_newsvendor_costs_what_the_closed_form_says() {
    holds("newsvendor");
}

#[test]
fn a_serial_chain_under_local_base_stocks_costs_what_clark_and_scarf_say() {
    holds("chain in series");
}

#[test]
fn echelon_base_stocks_cost_the_same_as_local_ones_trial_by_trial() {
    let costs = ["serial-base-stock", "serial-echelon-base-stock"].map(|name| {
        let scenario = load(&format!("scenarios/textbook/{name}.toml"), &[]);
        let outcomes = run(&scenario, 20);
        column(&outcomes.variants[0], "cost_per_day_usd").to_vec()
    });
    let [local, echelon] = &costs;
    for (a, b) in local.iter().zip(echelon) {
        assert!((a - b).abs() < 1e-9 * a, "{a} local, {b} echelon");
    }
    assert!(local.iter().any(|cost| (cost - local[0]).abs() > 1e-3));
}

#[test]
fn an_s_s_policy_costs_what_zheng_and_federgruen_say() {
    holds("(s, S) policy");
}

#[test]
fn a_fixed_order_quantity_without_chance_is_met_to_the_digit() {
    holds("(r, Q) policy, no chance");
    let scenario = load("scenarios/textbook/fixed-order-quantity.toml", &[]);
    let trace = lichain::study::trace(&scenario.variants[0], 1, 1).unwrap();
    let of = |kind| {
        let flows = trace
            .flows
            .iter()
            .filter(move |f| f.kind == kind && f.quantity > 0.0);
        (
            flows.clone().count(),
            flows.map(|f| f.quantity).sum::<f64>(),
        )
    };
    assert_eq!(of("demanded"), (30, 3_600.0));
    assert_eq!(of("served"), (30, 3_600.0));
    assert_eq!(of("bought"), (7, 3_500.0));
    assert_eq!(of("arrived"), (6, 3_000.0));
}

#[test]
fn six_stages_come_to_the_published_cost_backlog_and_deliveries() {
    holds("six stages in a row");
}

#[test]
fn a_plant_that_breaks_down_makes_what_its_availability_says() {
    holds("daily breakdown and repair");
}

#[test]
fn a_log_ou_index_has_its_mean_and_variance_after_one_five_and_ten_years() {
    holds("price that returns (log-OU)");
}

#[test]
fn constant_costs_and_deliveries_have_the_present_value_of_an_annuity() {
    holds("levelised cost");
}
