//! Stores, their policies and their customers, worked out by hand.

use crate::common::{column, holds, read, run};

/// A store that buys on a market, with its policy, limit and demand.
fn store(days: &str, stock: &str, demand: &str) -> String {
    format!(
        r#"
[scenario]
name = "store"
start = 2027-01-01
end = {days}
[party.shop]
[commodity]
goods = {{ unit = "unit" }}
[market.makers]
of = "goods"
price = "1 USD/unit"
lead_time = "1.5 d"
[site.shop]
owner = "shop"
[site.shop.stock.goods]
{stock}
[demand.d]
at = "shop"
of = "goods"
{demand}
"#
    )
}

#[test]
fn a_fixed_interval_orders_what_was_used_in_it() {
    // A unit is left over of 20 on day 0; from then on seven are ordered each seventh evening, the last of them
    // on day 63, in stock on day 65.
    let stock = "initial = \"20 unit\"\nsources = [{ market = \"makers\" }]\npolicy = { fixed_interval = { every = \"7 d\", up_to = \"20 unit\" } }";
    holds(
        &store("2027-03-12", stock, "daily = \"1 unit\""),
        &[
            ("orders_placed@shop.goods", 10.0),
            ("bought@shop.goods", 1.0 + 9.0 * 7.0),
            ("end_stock@shop.goods", 20.0 - 70.0 + 64.0),
            ("order_to_arrival_days@shop.goods", 2.0),
        ],
    );
}

#[test]
fn what_comes_above_the_limit_waits_at_the_door_and_is_counted() {
    // Day 0 is short by one and orders 21, which come on day 2 with the one of day 1. Five find room; the
    // three customers that wait or come take three, and three more come in on day 3, one on each later day.
    let stock = "sources = [{ market = \"makers\" }]\nlimit = \"5 unit\"\npolicy = { base_stock = { level = \"20 unit\" } }";
    // In the evening: 16 of 21 on day 2 (what was ordered on day 1 comes on day 3), then 16 + 1 - 3 = 14.
    let door = 16.0 + 7.0 * 14.0;
    holds(
        &store("2027-01-11", stock, "daily = \"1 unit\""),
        &[
            ("door_unit_days@shop.goods", door),
            ("end_stock@shop.goods", 4.0),
            ("backlog_unit_days@shop.goods", 1.0 + 2.0),
            ("fill_rate", 0.8),
        ],
    );
}

#[test]
fn demand_grows_has_its_season_and_the_spread_of_its_months() {
    let stock = "initial = \"100000 unit\"";
    let grown: f64 = (0..365)
        .map(|day| {
            let season = if (31..59).contains(&day) { 0.5 } else { 1.0 };
            10.0 * season * f64::powf(1.1, f64::from(day) / 365.0)
        })
        .sum();
    let season = "season = [1, 0.5, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]";
    let demand = format!("plan = \"10 unit/d\"\ngrowth = \"10 %/yr\"\n{season}");
    let text = store("2028-01-01", stock, &demand);
    holds(&text, &[("end_stock@shop.goods", 100_000.0 - grown)]);
    // One normal factor a month with a coefficient of variation of 20 %, or one a day.
    let days = [
        31.0, 28.0, 31.0, 30.0, 31.0, 30.0, 31.0, 31.0, 30.0, 31.0, 30.0, 31.0_f64,
    ];
    let by_month: f64 = days.iter().map(|days| (10.0 * days * 0.2).powi(2)).sum();
    for (each, variance) in [("month", by_month), ("day", 365.0 * 4.0)] {
        let demand = format!("plan = \"10 unit/d\"\nnoise = \"20 %\"\nnoise_each = \"{each}\"");
        let outcomes = run(&read(&store("2028-01-01", stock, &demand)), 4000);
        let left = column(&outcomes.variants[0], "end_stock@shop.goods");
        let n = left.len() as f64;
        let used: Vec<f64> = left.iter().map(|left| 100_000.0 - left).collect();
        let mean = used.iter().sum::<f64>() / n;
        let found = used.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (n - 1.0);
        let half = 3.3 * (variance / n).sqrt();
        assert!(
            (mean - 3650.0).abs() < half && half < 20.0,
            "{each}: {mean} ± {half}"
        );
        // The variance of a variance of n normal numbers is 2 / (n - 1) of its square.
        let spread = found / variance - 1.0;
        assert!(
            spread.abs() < 3.3 * (2.0 / (n - 1.0)).sqrt(),
            "{each}: {spread}"
        );
    }
}
