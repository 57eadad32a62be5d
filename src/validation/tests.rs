//! The truths against other tables of them, and that wrong answers are refused. The cases themselves are run by
//! `tests/suite/selftest.rs`, through the command.

use std::collections::BTreeSet;

use statrs::distribution::{ContinuousCDF, Discrete, Normal, Poisson};

use super::bench::{Mean, run};
use super::peers::printed;
use super::*;

fn close(found: f64, truth: f64, within: f64) {
    assert!((found - truth).abs() < within, "{found}, {truth}");
}

#[test]
fn closed_forms_agree_with_tables_and_published_values() {
    let normal = Normal::new(0.0, 1.0).unwrap();
    for z in [-3.0, -0.5, 0.0, 0.8255, 2.0] {
        close(truth::normal_below(z), normal.cdf(z), 1e-10);
    }
    let law = truth::poisson(6.0);
    let poisson = Poisson::new(6.0).unwrap();
    for k in [0, 1, 6, 20] {
        close(law[k], poisson.pmf(k as u64), 1e-12);
    }
    close(law.iter().sum(), 1.0, 1e-14);
    let cost = truth::newsvendor(56.604, (50.0, 8.0), 0.18, 0.70);
    close(cost, 1.9976, 5e-5);
    close(cost, printed::NEWSVENDOR[1], 1e-8);
    close(truth::availability(100.0, 10.0, 1e9), 0.909_09, 1e-5);
    // statistics of a queue at half load: 0.25 wait, a quarter of M/M/1's half and half again.
    close(truth::m_d_1(0.5), 0.25, 1e-15);
    // After many half-lives the price has forgotten where it began.
    let (mean, variance) = truth::log_ou((26_000.0, 14_000.0), 2.3, 0.55, 1000.0);
    close(mean, 14_000_f64.ln(), 1e-12);
    close(
        variance,
        0.55 * 0.55 * 2.3 / (2.0 * std::f64::consts::LN_2),
        1e-12,
    );
}

/// By renewal reward: (K + sum of m(j) G(S - j)) / sum of m(j), j = 0 .. S - s - 1, where m is the
/// renewal density of demand and G the expected cost of an evening that began at a position.
#[test]
fn the_other_program_knows_the_s_s_cost_of_zheng_and_federgruen() {
    let demand = Poisson::new(6.0).unwrap();
    let evening = |position: u64| -> f64 {
        let cost = |d: u64| (position as f64 - d as f64).max(4.0 * (d as f64 - position as f64));
        (0..100).map(|d| demand.pmf(d) * cost(d)).sum()
    };
    for (s, printed) in [4, 3].into_iter().zip(printed::S_S) {
        let mut density: Vec<f64> = Vec::new();
        for j in 0..10 - s {
            let earlier: f64 = (0..j)
                .map(|i| density[i as usize] * demand.pmf(j - i))
                .sum();
            density.push((earlier + f64::from(u8::from(j == 0))) / (1.0 - demand.pmf(0)));
        }
        let costs: f64 = (0..10 - s)
            .map(|j| density[j as usize] * evening(10 - j))
            .sum();
        close((5.0 + costs) / density.iter().sum::<f64>(), printed, 1e-6);
    }
    close(printed::S_S[0], 8.0341, 5e-5);
}

#[test]
fn every_group_has_cases_and_every_case_a_name_of_its_own_and_a_source() {
    let cases = || Group::ALL.into_iter().flat_map(Group::cases);
    let names: BTreeSet<&str> = cases().map(|case| case.name).collect();
    assert!(cases().count() >= 20);
    assert!(cases().all(|case| case.source.len() > 10));
    // The newsvendor is there for its cost and for its intervals.
    assert_eq!(names.len() + 1, cases().count(), "{names:?}");
    assert!(
        Group::ALL
            .into_iter()
            .all(|group| group.cases().count() > 0)
    );
}

#[test]
fn what_other_programs_print_is_what_comes_out() {
    for case in Group::Peers.cases() {
        for row in case.run(Effort::Quick).rows {
            assert_eq!(row.verdict(), Verdict::Holds, "{}: {row:?}", case.name);
        }
    }
}

#[test]
fn a_scenario_from_its_text_can_name_no_other_file() {
    let text = "extends = \"Cargo.toml\"\n[scenario]\nname = \"x\"\n";
    let problems = super::bench::read(text, &[]).unwrap_err();
    assert!(problems.contains("Cargo.toml"), "{problems}");
    assert!(!problems.contains("[package]"), "{problems}");
}

/// The same chains with one thing wrong in each, held to the truth of the right one.
#[test]
fn a_simulator_that_is_wrong_in_one_thing_fails() {
    const S_S: &str = include_str!("../../scenarios/textbook/s-S.toml");
    const BY_HAND: &str = include_str!("../../scenarios/textbook/by-hand.toml");
    const SERIES: &str = include_str!("../../scenarios/textbook/serial-base-stock.toml");
    let mean = |text, set: &[&str], trials, measure| -> Mean {
        run(text, set, trials).unwrap().mean(measure).unwrap()
    };
    let s_s = |set: &[&str]| {
        let found = mean(S_S, set, 100, "cost_per_day_usd");
        Row::mean_within("cost", found, printed::S_S[0], 0.01).verdict()
    };
    assert_eq!(s_s(&[]), Verdict::Holds);
    let below = "site.shop.stock.goods.policy.s_S.s=\"3 unit\"";
    assert_eq!(s_s(&[below]), Verdict::Fails);
    assert_eq!(
        s_s(&["market.outside_source.lead_time=\"2 d\""]),
        Verdict::Fails
    );
    let series = |set: &[&str]| {
        let found = mean(SERIES, set, 40, "cost_per_day_usd");
        Row::mean_within("cost", found, 47.66, 0.02).verdict()
    };
    assert_eq!(series(&[]), Verdict::Holds);
    assert_eq!(
        series(&["demand.customers.daily=\"normal(5, 1.2) unit\""]),
        Verdict::Fails
    );
    assert_eq!(series(&["leg.to-first.transit=\"2 d\""]), Verdict::Fails);
    let by_hand = |set: &[&str]| {
        let found = run(BY_HAND, set, 1)
            .unwrap()
            .first("delivered_cost")
            .unwrap();
        let within = 1e-6;
        let truth = 50.454_333_333;
        let check = Check::Equal {
            found,
            truth,
            within,
        };
        Row::new("cost", check).verdict()
    };
    assert_eq!(by_hand(&[]), Verdict::Holds);
    let a_cent = "leg.road.cost.per_shipment=\"30.01 USD\"";
    assert_eq!(by_hand(&[a_cent]), Verdict::Holds, "freight is the maker's");
    assert_eq!(
        by_hand(&["site.gate.stock.cell.order_cost=\"25.01 USD\""]),
        Verdict::Fails
    );
}
