//! Money worked out by hand, to the cent.

use crate::common::{column, read, run};
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

/// A plant whose capital of 365,000 USD is written off in two years; each day it makes 1,000 kWh for
/// 20 USD and sells them for 20.40, 146,000 USD a year before depreciation.
fn taxed(losses: &str) -> Scenario {
    read(&format!(
        r#"
[scenario]
name = "taxed"
start = 2025-01-01
end = 2028-01-01
discount = "4 %/yr"
[party.state]
kind = "state"
[party.maker]
hurdle = "10 %/yr"
tax = {{ rate = "20 %", to = "state", depreciation = "2 yr", losses = "{losses}" }}
[party.friend]
kind = "investor"
[commodity]
cell = {{ unit = "kWh" }}
[site.plant]
owner = "maker"
stock.cell.policy = {{ push = {{}} }}
[site.plant.process.cells]
makes = "cell"
capacity = "1000 kWh/d"
cost.operating = "20 USD/kWh"
capex = "365 USD/(kWh/d)"
[outlet.grid]
at = "plant"
of = "cell"
price = "20.4 USD/kWh"
[demand.line]
at = "plant"
of = "cell"
daily = "0 kWh"
"#
    ))
}

#[test]
fn tax_is_paid_on_profit_after_depreciation_and_losses_of_earlier_years() {
    // Profits: 146,000 - 182,500 = -36,500 in 2025 and in 2026, 146,000 in 2027.
    for (losses, tax) in [
        ("10 yr", 0.20 * (146_000.0 - 73_000.0)),
        ("1 yr", 0.20 * (146_000.0 - 36_500.0)),
        ("364 d", 0.20 * 146_000.0),
    ] {
        let cash = 3.0 * 146_000.0 - 365_000.0;
        let by_hand = [("cash_usd@state", tax), ("cash_usd@maker", cash - tax)];
        holds(&taxed(losses), &by_hand);
    }
}

#[test]
fn tax_stands_in_the_ledger_of_the_year_it_is_on() {
    let outcomes = run(&taxed("10 yr"), 1);
    let variant = &outcomes.variants[0];
    let line = |party: &str| {
        let wanted = (party.to_owned(), "tax".to_owned());
        let at = variant
            .layout
            .ledger
            .iter()
            .position(|line| *line == wanted);
        at.expect("a line of the ledger")
    };
    assert_eq!(variant.layout.years, [2025, 2026, 2027]);
    let trace =
        lichain::study::trace(&taxed("10 yr").variants[0], 1, 1).expect("no rule is broken");
    let tax: Vec<_> = trace.cash.iter().filter(|p| p.category == "tax").collect();
    assert_eq!(tax.len(), 1);
    assert_eq!((tax[0].payer.as_str(), tax[0].day), ("maker", 3 * 365 - 1));
    assert!((tax[0].usd - 14_600.0).abs() < 0.005);
    assert_ne!(line("maker"), line("state"));
}

#[test]
fn returns_are_those_of_a_spreadsheet_on_the_yearly_cash() {
    let flows: [f64; 3] = [146_000.0 - 365_000.0, 146_000.0, 146_000.0 - 14_600.0];
    let npv = flows[0] + flows[1] / 1.1 + flows[2] / 1.21;
    // The root of flows[0] + flows[1] x + flows[2] x^2, x = 1 / (1 + rate).
    let root = (flows[1] * flows[1] - 4.0 * flows[2] * flows[0]).sqrt();
    let irr = 2.0 * flows[2] / (root - flows[1]) - 1.0;
    let payback = 1.0 + 73_000.0 / 131_400.0;
    let outcomes = run(&taxed("10 yr"), 1);
    for (name, value) in [("irr@maker", irr), ("payback_years@maker", payback)] {
        let found = column(&outcomes.variants[0], name)[0];
        assert!(
            (found - value).abs() < 1e-9,
            "{name}: {found}, by hand {value}"
        );
    }
    let by_hand = [
        ("npv_usd@maker", npv),
        ("loss@maker", 0.0),
        ("npv_usd@friend", 0.0),
        ("irr@friend", f64::NAN),
    ];
    holds(&taxed("10 yr"), &by_hand);
    let measures = &outcomes.variants[0].layout.measures;
    assert!(measures.iter().all(|m| m.name != "npv_usd@state"));
}

/// A maker sells a buyer what is ordered, 600 kWh a day, title on the next morning.
fn sold(terms: &str) -> Scenario {
    read(&sold_text(terms))
}

fn sold_text(terms: &str) -> String {
    format!(
        r#"
[scenario]
name = "sold"
start = 2026-12-22
end = 2027-01-11
[party.maker]
[party.buyer]
[commodity]
cell = {{ unit = "kWh" }}
[index.cell]
constant = "40 USD/kWh"
[site.plant]
owner = "maker"
stock.cell = {{ initial = "100000 kWh" }}
[site.line]
owner = "buyer"
[site.line.stock.cell]
initial = "600 kWh"
policy = {{ base_stock = {{ level = "600 kWh" }} }}
sources = [{{ route = "way" }}]
[leg]
road = {{ mode = "road", transit = "1 d" }}
[route.way]
from = "plant"
to = "line"
carries = ["cell"]
path = ["road"]
[contract.cells]
seller = "maker"
buyer = "buyer"
of = "cell"
{terms}
[demand.cars]
at = "line"
of = "cell"
daily = "600 kWh"
"#
    )
}

#[test]
fn a_price_stays_between_its_floor_and_its_cap() {
    // Ordered on each of 20 evenings, the last not arrived: 19 x 600 kWh.
    let quantity = 19.0 * 600.0;
    for (terms, price) in [
        ("price = \"1.1 * $cell + 1 USD/kWh\"", 45.0),
        ("price = \"$cell\"\nfloor = \"42.5 USD/kWh\"", 42.5),
        (
            "price = \"$cell\"\nfloor = \"30 USD/kWh\"\ncap = \"38 USD/kWh\"",
            38.0,
        ),
        (
            "price = \"$cell\"\nfloor = \"30 USD/kWh\"\ncap = \"50 USD/kWh\"",
            40.0,
        ),
        ("price = \"35 USD/kWh\"\nfloor = \"36 USD/kWh\"", 36.0),
    ] {
        holds(&sold(terms), &[("cash_usd@maker", quantity * price)]);
    }
}

#[test]
fn what_is_not_taken_in_a_year_is_paid_at_its_end() {
    // 10 days are in 2026: 9 x 600 of 0.8 x 1,000 x 10 kWh are taken, 2,600 are missing. 10 are in
    // 2027: 10 x 600 are taken, 2,000 are missing. Of 540 a day nothing is missing.
    let terms = |quantity: &str| {
        format!(
            "price = \"$cell\"\ncap = \"39 USD/kWh\"\ntake_or_pay = {{ quantity = \"{quantity}\", share = \"80 %\" }}"
        )
    };
    let paid = |missing: f64| 39.0 * (19.0 * 600.0 + missing);
    holds(
        &sold(&terms("365 MWh/yr")),
        &[("cash_usd@maker", paid(4_600.0))],
    );
    holds(&sold(&terms("675 kWh/d")), &[("cash_usd@maker", paid(0.0))]);
    let trace =
        lichain::study::trace(&sold(&terms("1000 kWh/d")).variants[0], 1, 1).expect("sound");
    let paid: Vec<_> = trace
        .cash
        .iter()
        .filter(|p| p.category == "take_or_pay")
        .collect();
    let paid: Vec<_> = paid.iter().map(|p| (p.day, p.usd.round())).collect();
    assert_eq!(paid, [(9, 2_600.0 * 39.0), (19, 2_000.0 * 39.0)]);
}

/// The same, where the maker is in KZ and the buyer in VN.
fn imported(terms: &str, duty: &str) -> Scenario {
    let text = sold_text(terms)
        .replace("owner = \"maker\"", "country = \"KZ\"\nowner = \"maker\"")
        .replace("owner = \"buyer\"", "country = \"VN\"\nowner = \"buyer\"");
    let state = "[party.state]\nkind = \"state\"\n";
    read(&format!("{text}{state}{duty}"))
}

#[test]
fn duty_and_value_added_tax_are_paid_on_arrival_and_only_a_cost_where_not_paid_back() {
    // 19 cargoes of 600 kWh arrive at 40 USD/kWh; the price is their customs value.
    let value = 19.0 * 600.0 * 40.0;
    let general = "[duty.any]\nof = \"cell\"\ninto = \"VN\"\nrate = \"50 %\"\nto = \"state\"\n";
    let duty = |back: &str| {
        format!(
            "{general}[duty.cells]\nof = \"cell\"\nfrom = \"KZ\"\ninto = \"VN\"\nrate = \"3 %\"\nvat = \"10 %\"\nto = \"state\"\n{back}"
        )
    };
    let (tax, vat) = (0.03 * value, 0.10 * 1.03 * value);
    let price = "price = \"$cell\"";
    // What is on hand is sold by the evening: nothing of it is left in stock.
    let kwh = 20.0 * 600.0;
    holds(
        &imported(price, &duty("")),
        &[
            ("trade_usd@KZ-VN", value),
            ("cash_usd@state", tax + vat),
            ("cash_usd@buyer", -value - tax - vat),
            ("cash_usd@maker", value),
            ("delivered_cost", (value + tax + vat) / kwh),
            ("delivered_cost.duty", tax / kwh),
        ],
    );
    // Paid back after 5 days: of the last 5 cargoes, those of days 15 to 19, it is outstanding.
    holds(
        &imported(price, &duty("vat_back = \"5 d\"\n")),
        &[
            ("cash_usd@state", tax + vat * 5.0 / 19.0),
            ("delivered_cost", (value + tax) / kwh),
        ],
    );
    holds(
        &imported(price, general),
        &[("cash_usd@state", 0.5 * value)],
    );
    holds(
        &imported(price, ""),
        &[("trade_usd@KZ-VN", value), ("cash_usd@state", 0.0)],
    );
}

#[test]
fn what_is_left_at_the_end_counts_at_its_book_value_where_that_is_said() {
    let text = r#"
[scenario]
name = "left"
start = 2025-01-01
end = 2028-01-01
[party.maker]
hurdle = "10 %/yr"
residual = "book"
[party.buyer]
[commodity]
cell = { unit = "kWh" }
[site.plant]
owner = "maker"
stock.cell.policy = { push = {} }
[site.plant.process.cells]
makes = "cell"
capacity = "1000 kWh/d"
cost.operating = "20 USD/kWh"
capex = "365 USD/(kWh/d)"
life = "10 yr"
[leg]
road = { mode = "road", transit = "1 d" }
[route.way]
from = "plant"
to = "gate"
carries = ["cell"]
path = ["road"]
[contract.cells]
seller = "maker"
buyer = "buyer"
of = "cell"
price = "50 USD/kWh"
payment = "30 d"
[site.gate]
owner = "buyer"
[site.gate.stock.cell]
initial = "1200 kWh"
policy = { base_stock = { level = "1200 kWh" } }
sources = [{ route = "way" }]
[demand.line]
at = "gate"
of = "cell"
daily = "600 kWh"
"#;
    // 600 kWh arrive each day from day 1 on and are paid 30 days later: 334 cargoes in 2025, a year of
    // them in 2026 and in 2027, and 30 are owed at the end.
    let operating = 365.0 * 20_000.0;
    let paid = |cargoes: f64| cargoes * 600.0 * 50.0;
    let mut flows = [
        paid(334.0) - operating - 365_000.0,
        paid(365.0) - operating,
        paid(365.0) - operating,
    ];
    let npv = |flows: &[f64]| flows[0] + flows[1] / 1.1 + flows[2] / 1.21;
    let nothing_left = text.replace("residual = \"book\"\n", "");
    holds(&read(&nothing_left), &[("npv_usd@maker", npv(&flows))]);
    // Three of ten years are written off. A kWh cost 20 USD and a thousandth of a day of capital, 100 USD.
    let plant = 0.7 * 365_000.0;
    // 400 kWh of each day are in stock, and what left on the last evening is on its way.
    let goods = (400.0 * 1_095.0 + 600.0) * 20.1;
    flows[2] += plant + goods + paid(30.0);
    holds(
        &read(text),
        &[
            ("npv_usd@maker", npv(&flows)),
            (
                "cash_usd@maker",
                paid(1_064.0) - 3.0 * operating - 365_000.0,
            ),
        ],
    );
    // Written off in two years for the tax, the plant is worth nothing at the end.
    let taxed = text.replace(
        "residual",
        "tax = { rate = \"0 %\", to = \"buyer\", depreciation = \"2 yr\" }\nresidual",
    );
    flows[2] -= plant;
    holds(&read(&taxed), &[("npv_usd@maker", npv(&flows))]);
}

#[test]
fn the_years_of_trade_add_up_to_all_of_it() {
    let outcomes = run(
        &crate::common::load("scenarios/lessons/duties.toml", &[]),
        10,
    );
    for (variant, pair) in outcomes.variants.iter().zip(["CN-VN", "KZ-VN"]) {
        let of = |suffix: &str| column(variant, &format!("trade_usd@{pair}{suffix}"));
        let years = of(".2028").iter().zip(of(".2029"));
        for ((first, second), whole) in years.zip(of("")) {
            assert!(*first > 1e7 && *second > 1e7, "{pair}: {first}, {second}");
            assert!((first + second - whole).abs() < 1e-9 * whole, "{pair}");
        }
    }
    // After a warm-up the first year is that of the books: 300 USD are bought, arrive and count.
    let text = r#"
[scenario]
name = "late"
start = 2027-12-01
end = 2029-01-11
warmup = "40 d"
[party.buyer]
[commodity]
cell = { unit = "kWh" }
[market.china]
country = "CN"
of = "cell"
price = "50 USD/kWh"
lead_time = "1 d"
[site.gate]
country = "VN"
owner = "buyer"
[site.gate.stock.cell]
initial = "600 kWh"
policy = { base_stock = { level = "600 kWh" } }
sources = [{ market = "china" }]
[demand.line]
at = "gate"
of = "cell"
daily = "6 kWh"
"#;
    // The books open on 10 January 2028 and have 357 days of that year.
    let by_hand = [
        ("trade_usd@CN-VN.2028", 357.0 * 300.0),
        ("trade_usd@CN-VN.2029", 10.0 * 300.0),
        ("trade_usd@CN-VN", 367.0 * 300.0),
    ];
    holds(&read(text), &by_hand);
}
