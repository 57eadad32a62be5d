//! Stocks and their policies.

use crate::validation::bench::{Mean, run};
use crate::validation::peers::printed;
use crate::validation::truth::{expected, newsvendor, poisson};
use crate::validation::{Case, Check, Effort, Row};

pub const CASES: &[Case] = &[
    Case {
        name: "newsvendor",
        source: "normal loss function; Snyder and Shen, section 4.3; published 1.9976",
        run: of_newsvendor,
    },
    Case {
        name: "chain in series",
        source: "Clark and Scarf (1960); Snyder and Shen, example 6.1: 47.66 at their rounded levels",
        run: in_series,
    },
    Case {
        name: "(s, S) policy",
        source: "Zheng and Federgruen (1991), Poisson demand, as stockpyl computes it; published 8.0341",
        run: s_s,
    },
    Case {
        name: "(r, Q) policy, no chance",
        source: "published run of a commercial simulator",
        run: fixed_quantity,
    },
    Case {
        name: "economic order quantity",
        source: "Harris (1913), stock counted in whole days: K / Q + h (Q - 1) / 2",
        run: order_quantity,
    },
    Case {
        name: "base stock, Poisson demand",
        source: "inventory level = S - demand of the lead time; Snyder and Shen, section 4.4",
        run: base_stock,
    },
];

const NEWSVENDOR: &str = include_str!("../../../scenarios/textbook/newsvendor.toml");
const SERIES: &str = include_str!("../../../scenarios/textbook/serial-base-stock.toml");
const ECHELON: &str = include_str!("../../../scenarios/textbook/serial-echelon-base-stock.toml");
const S_S: &str = include_str!("../../../scenarios/textbook/s-S.toml");
const FIXED: &str = include_str!("../../../scenarios/textbook/fixed-order-quantity.toml");

fn of_newsvendor(effort: Effort) -> Result<Vec<Row>, String> {
    let (stock, over, under) = (56.604, 0.18, 0.70);
    let cost = |sd| newsvendor(stock, (50.0, sd), over, under);
    let found = run(NEWSVENDOR, &[], effort.of(800_000, 8_000_000))?;
    let narrow = [0.005, 0.0016][usize::from(effort == Effort::Full)];
    let short = found.row("ever_short")?;
    let hits = short.mean.unwrap_or(f64::NAN) * short.n as f64;
    let shares = Check::Hits {
        hits: hits.round() as u64,
        of: short.n,
        chance: over / (over + under),
    };
    let cost_a_day = found.mean("cost_per_day_usd")?;
    Ok(vec![
        Row::mean_within("expected cost [USD]", cost_a_day, cost(8.0), narrow)
            .not(cost(8.08), "a spread 1 % wider"),
        Row::new("chance of a shortage", shares)
            .not(under / (over + under), "the other side of it"),
    ])
}

fn in_series(effort: Effort) -> Result<Vec<Row>, String> {
    let trials = effort.of(400, 4000);
    let cost = |text| run(text, &[], trials)?.mean("cost_per_day_usd");
    let row = |what, found, truth, rounding| {
        let check = Check::Mean {
            found,
            truth,
            rounding,
            narrow: 0.005,
        };
        // 5 units a day, a day each on two ways, at 2 and 4 USD.
        Row::new(what, check).not(truth - 30.0, "what is on its way goes free")
    };
    let (local, echelon) = (cost(SERIES)?, cost(ECHELON)?);
    Ok(vec![
        row("local levels [USD/d]", local, 47.66, 0.005),
        row(
            "stockpyl's optimum [USD/d]",
            local,
            printed::SERIAL[0],
            0.01,
        ),
        row("echelon levels [USD/d]", echelon, 47.66, 0.005),
    ])
}

fn s_s(effort: Effort) -> Result<Vec<Row>, String> {
    let [cost, below] = printed::S_S;
    let found = run(S_S, &[], effort.of(400, 4000))?.mean("cost_per_day_usd")?;
    let row = Row::mean("cost [USD/d]", found, cost);
    Ok(vec![row.not(below, "no order at s, only below")])
}

fn fixed_quantity(_: Effort) -> Result<Vec<Row>, String> {
    let found = run(FIXED, &[], 1)?;
    let published = [
        ("end stock [unit]", "end_stock@shop.goods", 400.0),
        ("stock [unit d]", "holding_unit_days@shop.goods", 38_000.0),
        ("orders placed", "orders_placed@shop.goods", 7.0),
        ("orders arrived", "orders_arrived@shop.goods", 6.0),
        ("bought [unit]", "bought@shop.goods", 3_500.0),
        ("owed at the end [unit]", "end_backlog@customers", 0.0),
        ("fill rate", "fill_rate", 1.0),
    ];
    let row = |(what, measure, truth)| Ok(Row::equal(what, found.first(measure)?, truth));
    published.into_iter().map(row).collect()
}

/// A shop that buys for nothing on a market a day or more away.
fn shop(days: &str, stock: &str, lead: &str, demand: &str) -> String {
    format!(
        r#"
[scenario]
name  = "shop"
start = 2027-01-01
{days}
[party.shop]
[commodity]
goods = {{ unit = "unit" }}
[market.source]
of        = "goods"
price     = "0 USD/unit"
lead_time = "{lead}"
[site.shop]
owner = "shop"
[site.shop.stock.goods]
sources = [{{ market = "source" }}]
holding = "1 USD/unit/d"
{stock}
[demand.customers]
at    = "shop"
of    = "goods"
unmet = "backlog"
{demand}
"#
    )
}

/// 3,960 days are whole cycles of any quantity from 8 to 12: a cycle's evenings have Q - 1, …, 1, 0 on hand.
fn order_quantity(_: Effort) -> Result<Vec<Row>, String> {
    let cost = |quantity: u32| -> Result<f64, String> {
        let stock = format!(
            "initial = \"{quantity} unit\"\npolicy = {{ r_Q = {{ r = \"0 unit\", Q = \"{quantity} unit\" }} }}\norder_cost = \"50 USD\""
        );
        let text = shop("end = 2037-11-04", &stock, "1 d", "daily = \"1 unit\"");
        run(&text, &[], 1)?.first("cost_per_day_usd")
    };
    let truth = |quantity: u32| 50.0 / f64::from(quantity) + 0.5 * f64::from(quantity - 1);
    let costs: Vec<f64> = (8..=12).map(cost).collect::<Result<_, _>>()?;
    let of_costs = costs.iter().zip(8_u32..);
    let (_, best) = of_costs
        .min_by(|a, b| a.0.total_cmp(b.0))
        .ok_or("no quantity was tried")?;
    Ok(vec![
        Row::equal("cost at Q = 8 [USD/d]", costs[0], truth(8)).not(50.0 / 8.0 + 4.0, "h Q / 2"),
        Row::equal("cost at Q = 10 [USD/d]", costs[2], truth(10)).not(10.0, "h Q / 2"),
        Row::equal("cheapest of 8 to 12", f64::from(best), printed::EOQ[0]),
    ])
}

/// Ordered in the evening of day t, there in the morning of t + 3. After the demand of day t + 3 all is there
/// that was ordered up to the evening of t, when the position was S: the level is S less the demand of three days.
/// Before that demand it is S less that of two.
fn base_stock(effort: Effort) -> Result<Vec<Row>, String> {
    let (level, demand, penalty) = (24.0, 6.0, 9.0);
    let stock = format!(
        "initial = \"{level} unit\"\npolicy = {{ base_stock = {{ level = \"{level} unit\" }} }}"
    );
    let text = shop(
        "end = 2037-01-01\nwarmup = \"100 d\"",
        &stock,
        "3 d",
        "daily = \"poisson(6) unit\"\nbacklog_cost = \"9 USD/unit/d\"",
    );
    let cost = |days: f64| {
        let evening = |d: f64| (level - d).max(penalty * (d - level));
        expected(&poisson(demand * days), evening)
    };
    let today = poisson(demand);
    let fill = |days: f64| {
        let served = |before: f64| expected(&today, |d| d.min((level - before).max(0.0)));
        expected(&poisson(demand * days), served) / demand
    };
    let found = run(&text, &[], effort.of(400, 4000))?;
    let mean = |measure| -> Result<Mean, String> { found.mean(measure) };
    Ok(vec![
        Row::mean_within("cost [USD/d]", mean("cost_per_day_usd")?, cost(3.0), 0.01)
            .not(cost(4.0), "a day more between review and arrival"),
        Row::mean("fill rate", mean("fill_rate")?, fill(2.0))
            .not(fill(3.0), "arrivals after demand"),
    ])
}
