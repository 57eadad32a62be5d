//! The trial that docs/model.md works out by hand, to the cent.

use lichain::outcome::Trace;
use lichain::scenario;
use lichain::study;
use std::path::Path;

fn trial() -> Trace {
    let scenario = scenario::load(Path::new("scenarios/textbook/by-hand.toml"), &[])
        .unwrap_or_else(|problems| panic!("{}", problems.render(false)));
    study::trace(&scenario.variants[0], 1, 1).expect("no rule is broken")
}

/// To the cent, in doubles.
fn same(found: f64, by_hand: f64) -> bool {
    (found - by_hand).abs() < 0.005
}

#[test]
fn the_cash_ledger_is_the_one_worked_out_by_hand() {
    let trace = trial();
    let paid = |payer: &str, category: &str, days: std::ops::Range<u32>| -> f64 {
        trace
            .cash
            .iter()
            .filter(|p| p.payer == payer && p.category == category && days.contains(&p.day))
            .map(|p| p.usd)
            .sum()
    };
    let by_hand = [
        ("maker", "capex", 0..3, 3_650_000.0),
        ("maker", "operating", 0..3, 40_000.0),
        ("maker", "operating", 3..6, 44_444.444_444),
        ("maker", "freight", 0..3, 276.0),
        ("maker", "freight", 3..6, 294.0),
        ("buyer", "order", 0..3, 75.0),
        ("buyer", "order", 3..6, 75.0),
        ("buyer", "purchase", 0..3, 0.0),
        ("buyer", "purchase", 3..6, 45_000.0),
    ];
    for (payer, category, days, usd) in by_hand {
        let found = paid(payer, category, days.clone());
        assert!(
            same(found, usd),
            "{payer} {category} {days:?}: {found}, by hand {usd}"
        );
    }
    let all: f64 = trace.cash.iter().map(|p| p.usd).sum();
    let all_by_hand = 3_650_000.0 + 84_444.444_444 + 570.0 + 150.0 + 45_000.0;
    assert!(
        same(all, all_by_hand),
        "postings that the hand calculation does not know: {all}"
    );
}

#[test]
fn the_measures_are_those_worked_out_by_hand() {
    crate::selftest::holds(lichain::validation::Group::Textbook, "a trial by hand");
}
