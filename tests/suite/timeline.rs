//! Measures by month, worked out by hand.

#![allow(clippy::unwrap_used, reason = "what helps a test is a test")]

use crate::common::{column, position, read, run};
use lichain::outcome::VariantOutcomes;

/// The means of a measure over trials, month by month.
fn months(variant: &VariantOutcomes, name: &str) -> Vec<f64> {
    let layout = &variant.layout;
    let at = position(&layout.monthly, name) * layout.months.len();
    let of_month = |month: usize| variant.monthly[at + month].moments().mean().unwrap();
    (0..layout.months.len()).map(of_month).collect()
}

fn close(found: &[f64], by_hand: &[f64]) {
    assert_eq!(found.len(), by_hand.len());
    for (found, by_hand) in found.iter().zip(by_hand) {
        let error = (found - by_hand).abs();
        assert!(error <= 1e-9 * by_hand.abs(), "{found}, by hand {by_hand}");
    }
}

/// Six cells a day, bought at a price that grows by 0.1 % a day, behind a border for 5 FEU a day. The books
/// open on 11 January.
const TEXT: &str = r#"
[scenario]
name = "months"
start = 2027-01-01
end = 2027-03-16
warmup = "10 d"
[party.firm]
[commodity]
cell = { unit = "kWh", per_feu = "1 kWh" }
[index.metal.gbm]
start = "100 USD/kWh"
drift = "0.1 %/d"
volatility = "0 %/yr^0.5"
[market.source]
of = "cell"
price = "$metal"
lead_time = "1 d"
[site.a]
owner = "firm"
[site.a.stock.cell]
initial = "100 kWh"
policy = { base_stock = { level = "100 kWh" } }
sources = [{ market = "source" }]
[site.b]
owner = "firm"
[site.b.stock.cell]
initial = "1000 kWh"
policy = { base_stock = { level = "1000 kWh" } }
sources = [{ route = "ab" }]
[node.border]
throughput = "5 FEU/d"
[route.ab]
from = "a"
to = "b"
carries = ["cell"]
path = ["border"]
[demand.d]
at = "b"
of = "cell"
daily = "6 kWh"
"#;

#[test]
fn the_months_hold_prices_purchases_queues_and_cells_worked_out_by_hand() {
    let outcomes = run(&read(TEXT), 1);
    let variant = &outcomes.variants[0];
    let price = |day: i32| 100.0 * f64::exp(0.001 * f64::from(day));
    // Days 10 to 30, 31 to 58 and 59 to 73, of January, February and the first half of March.
    let spans = [10..31, 31..59, 59..74];
    let sum = |of: &dyn Fn(i32) -> f64| spans.clone().map(|span| span.map(of).sum::<f64>());
    let mean = |of: &dyn Fn(i32) -> f64| {
        let days = spans.clone().map(|span| f64::from(span.end - span.start));
        let sums = sum(of).into_iter().zip(days);
        sums.map(|(sum, days)| sum / days).collect::<Vec<f64>>()
    };
    close(&months(variant, "index@metal"), &mean(&price));
    // Each evening six are ordered and bought.
    close(
        &months(variant, "market_usd"),
        &sum(&|day| 6.0 * price(day)),
    );
    let all = -column(variant, "cash_usd@firm")[0];
    assert!((months(variant, "market_usd").iter().sum::<f64>() / all - 1.0).abs() < 1e-9);
    // From day 1 on six come and five pass: t wait in the evening of day t, and pass t of the next
    // mornings. What passes in the morning is on hand.
    close(&months(variant, "queue_feu"), &mean(&f64::from));
    // At a, 94 on hand; at b 1,000 less 6 (t + 1) and with the 5 t that have come through.
    let on_hand = |day: i32| 94.0 + 1000.0 - f64::from(6 * (day + 1)) + f64::from(5 * day);
    close(&months(variant, "cells_in_stock"), &mean(&on_hand));
}
