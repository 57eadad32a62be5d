//! Money worked out by hand.

use crate::validation::bench::run;
use crate::validation::{Case, Check, Effort, Row};

pub const CASES: &[Case] = &[
    Case {
        name: "a trial by hand",
        source: "docs/model.md, six days of plant, road and gate worked out to the cent",
        run: six_days,
    },
    Case {
        name: "levelised cost",
        source: "annuity formulas: 20 years of constant cost and delivery",
        run: annuity,
    },
    Case {
        name: "an investor's returns",
        source: "yearly cash after tax in a spreadsheet: NPV at 10 %, root of a quadratic",
        run: investor,
    },
];

const BY_HAND: &str = include_str!("../../../scenarios/textbook/by-hand.toml");

/// The measures of the trial of scenarios/textbook/by-hand.toml, as docs/model.md works them out.
fn by_hand() -> [(&'static str, f64); 20] {
    let salt_left = 10.0 - 0.0006 * (3000.0 + 600.0 / 0.9 + 500.0 / 0.9);
    let waited = 900.0 * 3.0 + 100.0 * 4.0 + 500.0 * 3.0 + 300.0 * 2.0 + 200.0 * 3.0 + 500.0 * 2.0;
    let (capex, operating, freight) = (3_650_000.0, 40_000.0 + 4e5 / 9.0, 570.0);
    [
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
        ("end_stock@plant.salt", salt_left),
        ("door_to_door_days@way", 1.5),
        ("order_to_arrival_days@gate.cell", waited / 2500.0),
        ("usd_per_feu@way", freight / 3.5),
        ("made@plant.cells", 3800.0),
        ("cash_usd@maker", 45_000.0 - capex - operating - freight),
        ("cash_usd@buyer", -45_150.0),
    ]
}

fn six_days(_: Effort) -> Result<Vec<Row>, String> {
    let found = run(BY_HAND, &[], 1)?;
    let row = |(measure, truth)| {
        let check = Check::Equal {
            found: found.first(measure)?,
            truth,
            // As many digits as were written down.
            within: 1e-6,
        };
        Ok(Row::new(measure, check))
    };
    by_hand().into_iter().map(row).collect()
}

const ANNUITY: &str = r#"
[scenario]
name  = "annuity"
start = 2027-01-01
end   = 2047-01-01
discount     = "9 %/yr"
capital_rate = "7 %/yr"
[party.maker]
[commodity]
cell = { unit = "kWh" }
[site.plant]
owner = "maker"
[site.plant.stock.cell]
initial      = "2000 kWh"
initial_cost = "50 USD/kWh"
policy       = { base_stock = { level = "2000 kWh" } }
[site.plant.process.make]
makes    = "cell"
capacity = "1000 kWh/d"
cost.operating = "20 USD/kWh"
capex    = "400 USD/(kWh/yr)"
life     = "25 yr"
[demand.drivers]
at    = "plant"
of    = "cell"
daily = "1000 kWh"
"#;

fn annuity(_: Effort) -> Result<Vec<Row>, String> {
    let found = run(ANNUITY, &[], 1)?;
    let days = 7305.0;
    let keep = libm::pow(1.09, -1.0 / 365.0);
    let days_worth = (1.0 - libm::pow(keep, days)) / (1.0 - keep);
    // 1,000 kWh a day at 400 USD a yearly kWh, paid back over 25 years at 7 %.
    let annuity = 365_000.0 * 400.0 * 0.07 / (1.0 - libm::pow(1.07, -25.0)) / 365.0;
    // Nothing is wanted on the first morning. From the second on half of the store is new each day,
    // so what is left at the close is worth what a new kWh costs, but for 2^-7304 of the old.
    let operating = 20_000.0 * (days_worth - 1.0);
    let capital = annuity * days_worth;
    let opening = 2_000.0 * 50.0;
    let closing = 1_000.0 * (20.0 + annuity / 1_000.0) * libm::pow(keep, days);
    let truth = (operating + capital + opening - closing) / (1_000.0 * days_worth);
    let without = (operating + capital + opening) / (1_000.0 * days_worth);
    Ok(vec![
        Row::equal("chain_cost [USD/kWh]", found.first("chain_cost")?, truth)
            .not(without, "nothing back for what is left"),
        Row::equal(
            "delivered [kWh]",
            found.first("delivered_kwh")?,
            7_305_000.0,
        ),
        Row::equal("made [kWh]", found.first("made@plant.make")?, 7_304_000.0),
    ])
}

/// Capital of 365,000 USD is written off in two years; 1,000 kWh a day, made for 20 USD each, are sold for 20.40:
/// 146,000 USD a year before depreciation.
const INVESTOR: &str = r#"
[scenario]
name = "investor"
start = 2025-01-01
end = 2028-01-01
discount = "4 %/yr"
[party.state]
kind = "state"
[party.maker]
hurdle = "10 %/yr"
tax = { rate = "20 %", to = "state", depreciation = "2 yr", losses = "10 yr" }
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
[outlet.grid]
at = "plant"
of = "cell"
price = "20.4 USD/kWh"
[demand.line]
at = "plant"
of = "cell"
daily = "0 kWh"
"#;

fn investor(_: Effort) -> Result<Vec<Row>, String> {
    let found = run(INVESTOR, &[], 1)?;
    // Profits: 146,000 - 182,500 = -36,500 twice, then 146,000 less these losses.
    let tax = 0.20 * (146_000.0 - 73_000.0);
    let flows: [f64; 3] = [146_000.0 - 365_000.0, 146_000.0, 146_000.0 - tax];
    let npv = |tax: f64| flows[0] + flows[1] / 1.1 + (146_000.0 - tax) / 1.21;
    // The root of flows[0] + flows[1] x + flows[2] x^2, x = 1 / (1 + rate).
    let root = (flows[1] * flows[1] - 4.0 * flows[2] * flows[0]).sqrt();
    let irr = 2.0 * flows[2] / (root - flows[1]) - 1.0;
    Ok(vec![
        Row::equal("tax [USD]", found.first("cash_usd@state")?, tax)
            .not(0.20 * 146_000.0, "losses not carried forward"),
        Row::equal("NPV [USD]", found.first("npv_usd@maker")?, npv(tax))
            .not(npv(0.20 * 146_000.0), "losses not carried forward"),
        Row::equal("IRR", found.first("irr@maker")?, irr),
        Row::equal(
            "payback [yr]",
            found.first("payback_years@maker")?,
            1.0 + 73_000.0 / (146_000.0 - tax),
        ),
    ])
}
