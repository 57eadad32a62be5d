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
    let trace = trial();
    let by_hand = [
        ("delivered_kwh", 3000.0),
        ("fill_rate", 2400.0 / 3000.0),
        ("days_short", 2.0),
        ("total_cost_usd", 92_377.444_444),
        ("chain_cost", 36.928_037_037),
        ("delivered_cost", 50.454_333_333),
        ("holding_unit_days@gate.cell", 1300.0),
        ("backlog_unit_days@gate.cell", 600.0),
        ("backlog_unit_days@plant.cell", 1000.0 + 600.0 + 200.0),
        ("orders_placed@gate.cell", 6.0),
        ("orders_arrived@gate.cell", 4.0),
        ("end_stock@gate.cell", 500.0),
        ("end_stock@plant.cell", 300.0),
        (
            "end_stock@plant.salt",
            10.0 - 0.0006 * (3000.0 + 600.0 / 0.9 + 500.0 / 0.9),
        ),
        ("door_to_door_days@way", 1.5),
        (
            "order_to_arrival_days@gate.cell",
            (900.0 * 3.0 + 100.0 * 4.0 + 500.0 * 3.0 + 300.0 * 2.0 + 200.0 * 3.0 + 500.0 * 2.0)
                / 2500.0,
        ),
        ("usd_per_feu@way", 570.0 / 3.5),
        ("made@plant.cells", 3800.0),
        (
            "cash_usd@maker",
            45_000.0 - 3_650_000.0 - 84_444.444_444 - 570.0,
        ),
        ("cash_usd@buyer", -45_150.0),
    ];
    for (name, value) in by_hand {
        let at = trace
            .layout
            .measures
            .iter()
            .position(|m| m.name == name)
            .expect(name);
        let found = trace.measures[at];
        assert!(same(found, value), "{name}: {found}, by hand {value}");
    }
}
