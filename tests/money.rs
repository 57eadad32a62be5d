//! Money worked out by hand, to the cent.

mod common;
use common::{column, read, run};
use lichain::scenario::Scenario;

/// Measures of the only trial of a scenario without noise, against figures worked out by hand.
fn holds(scenario: &Scenario, by_hand: &[(&str, f64)]) {
    let outcomes = run(scenario, 1);
    for &(name, value) in by_hand {
        let found = column(&outcomes.variants[0], name)[0];
        let same = if value.is_nan() {
            found.is_nan()
        } else {
            (found - value).abs() < 0.005
        };
        assert!(same, "{name}: {found}, by hand {value}");
    }
}

/// A plant that makes 1,000 kWh a day for 20 USD each, and sells 600 to its own line.
const PLANT: &str = r#"
[scenario]
name = "plant"
start = 2027-01-01
end = 2027-01-11
[party.maker]
[commodity]
cell = { unit = "kWh" }
[site.plant]
owner = "maker"
stock.cell.policy = { push = {} }
process.cells = { makes = "cell", capacity = "1000 kWh/d", cost.operating = "20 USD/kWh" }
[demand.line]
at = "plant"
of = "cell"
daily = "600 kWh"
"#;

#[test]
fn an_outlet_buys_what_is_above_its_level_up_to_its_room() {
    // 400 kWh are left each day. On day 2 there are 1,200 and 200 are sold, then 300 a day.
    let sold = 200.0 + 7.0 * 300.0;
    let left = 10.0 * 400.0 - sold;
    let cost = 200_000.0 - 30.0 * sold - 20.0 * left;
    let outlet = r#"
[outlet.grid]
at = "plant"
of = "cell"
price = "30 USD/kWh"
above = "1000 kWh"
room = "300 kWh/d"
"#;
    holds(
        &read(&format!("{PLANT}{outlet}")),
        &[
            ("sold@plant.cell", sold),
            ("sales_usd@plant.cell", 30.0 * sold),
            ("end_stock@plant.cell", left),
            ("cash_usd@maker", 30.0 * sold - 200_000.0),
            ("cash_usd@outside", 200_000.0 - 30.0 * sold),
            ("total_cost_usd", 200_000.0),
            ("chain_cost", cost / 6_000.0),
            ("chain_cost.sales", -30.0 * sold / 6_000.0),
            ("delivered_cost", cost / 6_000.0),
        ],
    );
}

#[test]
fn an_outlet_sells_nothing_that_is_owed_and_goes_with_its_site() {
    // 900 kWh a day are wanted, more than can be made: what is left in the evening is owed.
    let outlet = "\n[outlet.grid]\nat = \"plant\"\nof = \"cell\"\nprice = \"30 USD/kWh\"\n";
    let wanted = PLANT.replace("600 kWh", "1100 kWh");
    holds(
        &read(&format!("{wanted}{outlet}")),
        &[("sold@plant.cell", 0.0), ("delivered_kwh", 10_000.0)],
    );
    let elsewhere = outlet.replace("plant", "store");
    let idle =
        "[site.store]\nin_use = false\nowner = \"maker\"\nstock.cell = { initial = \"5 kWh\" }\n";
    let without = read(&format!("{PLANT}{idle}{elsewhere}"));
    assert!(without.variants[0].outlets.is_empty());
}
