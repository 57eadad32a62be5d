//! What must come out where something is nothing, endless, or twice as much.

use super::bench::{all, outcomes, read, run, run_seeded, same};
use super::textbook::SIX_STAGE;
use super::{Case, Check, Effort, Row};

pub const CASES: &[&[Case]] = &[&[
    Case {
        name: "no noise",
        source: "six stages with every law a constant: no spread, and all that is demanded leaves",
        run: no_noise,
    },
    Case {
        name: "no time on the way",
        source: "docs/model.md: what leaves in an evening is there next morning, never sooner",
        run: no_lead_time,
    },
    Case {
        name: "capacity without end",
        source: "a plant that can make anything makes what is demanded",
        run: no_bound,
    },
    Case {
        name: "empty chain",
        source: "nothing there, nothing demanded: nothing moves and nobody pays",
        run: empty,
    },
    Case {
        name: "no hazard",
        source: "clock time is the sum of the legs: 2.5 + 1 d",
        run: no_hazard,
    },
    Case {
        name: "twice as much",
        source: "quantities doubled double costs, to the last digit, and leave shares and times",
        run: doubled,
    },
    Case {
        name: "order in the file",
        source: "sections turned about are the same chain",
        run: turned_about,
    },
]];

/// Every law of the six stages as a constant.
const WITHOUT_NOISE: [&str; 14] = [
    "index.material.log_ou.volatility=\"0 %/d^0.5\"",
    "market.outside_source.lead_time=\"7 d\"",
    "site.one.stock.goods.dispatch.breakdown.chance=\"0\"",
    "site.two.stock.goods.dispatch.breakdown.chance=\"0\"",
    "site.three.stock.goods.dispatch.breakdown.chance=\"0\"",
    "site.four.stock.goods.dispatch.breakdown.chance=\"0\"",
    "site.five.stock.goods.dispatch.breakdown.chance=\"0\"",
    "site.six.stock.goods.dispatch.breakdown.chance=\"0\"",
    "leg.way-1.transit=\"7 d\"",
    "leg.way-2.transit=\"12 d\"",
    "leg.way-3.transit=\"14 d\"",
    "leg.way-4.transit=\"9 d\"",
    "leg.way-5.transit=\"18 d\"",
    "demand.customers.daily=\"100 unit\"",
];

fn no_noise(_: Effort) -> Result<Vec<Row>, String> {
    let still = read(SIX_STAGE, &WITHOUT_NOISE)?;
    let [one, two] = [1, 2].map(|seed| run_seeded(&still, 8, seed));
    let (one, two) = (one?, two?);
    let sds = one.rows.iter().filter_map(|row| row.sd);
    let largest = sds.fold(0.0, f64::max);
    let none = Check::AtMost {
        found: largest,
        bound: 0.0,
    };
    let noisy = run(SIX_STAGE, &[], 8)?.mean("total_cost_usd")?.half;
    Ok(vec![
        Row::new("largest spread of a measure", none).not(noisy, "the noise left on"),
        Row::new(
            "another seed",
            same(&all(&one.outcomes), &all(&two.outcomes)),
        ),
        Row::equal(
            "left for the customer [unit]",
            one.first("feu@six-customer")?,
            365_000.0,
        )
        .not(364_400.0, "with noise"),
    ])
}

/// A store that gets a unit a day from another by a way of so many days, or through a node.
fn way(path: &str, rest: &str) -> String {
    format!(
        r#"
[scenario]
name = "way"
start = 2027-01-04
end = 2027-04-14
[party.firm]
[commodity]
goods = {{ unit = "unit", per_feu = "1 unit" }}
[site.a]
owner = "firm"
stock.goods = {{ initial = "1000 unit" }}
[site.b]
owner = "firm"
stock.goods = {{ initial = "100 unit", policy = {{ base_stock = {{ level = "100 unit" }} }}, sources = [{{ route = "ab" }}] }}
[route.ab]
from = "a"
to = "b"
carries = ["goods"]
path = {path}
[demand.d]
at = "b"
of = "goods"
daily = "1 unit"
{rest}
"#
    )
}

fn no_lead_time(_: Effort) -> Result<Vec<Row>, String> {
    let road = "[leg.road]\nmode = \"road\"\ntransit = \"0 d\"";
    let found = run(&way("[\"road\"]", road), &[], 1)?;
    Ok(vec![
        Row::equal(
            "door to door [d]",
            found.first("door_to_door_days@ab")?,
            0.0,
        )
        .not(1.0, "a day at least"),
        Row::equal(
            "order to arrival [d]",
            found.first("order_to_arrival_days@b.goods")?,
            1.0,
        )
        .not(0.0, "on the same day"),
        // 100 less a unit each evening, which is back in the morning.
        Row::equal(
            "stock at the end [unit]",
            found.first("end_stock@b.goods")?,
            99.0,
        ),
    ])
}

fn no_bound(_: Effort) -> Result<Vec<Row>, String> {
    let text = r#"
[scenario]
name = "plant"
start = 2027-01-01
end = 2028-01-01
[party.maker]
[commodity]
cell = { unit = "kWh" }
[site.plant]
owner = "maker"
stock.cell = { initial = "50 kWh", policy = { base_stock = { level = "50 kWh" } } }
process.make = { makes = "cell", capacity = "1000000000000 kWh/d" }
[demand.drivers]
at = "plant"
of = "cell"
daily = "uniform(5, 45) kWh"
"#;
    let ran = run(text, &[], 64)?;
    let [made, delivered, owed] = ["made@plant.make", "delivered_kwh", "end_backlog@drivers"]
        .map(|measure| ran.column(0, measure));
    let (made, delivered, owed) = (made?, delivered?, owed?);
    // What was drawn on the last day is made on the next.
    let between = |m: &f64, d: &f64| (d - m) / 45.0;
    let gap = made.iter().zip(delivered).map(|(m, d)| between(m, d));
    let gap = gap.fold(0.0, f64::max);
    let bound = |found| Check::AtMost { found, bound: 1.0 };
    Ok(vec![
        Row::new("not yet made of what left [d]", bound(gap)).not(365.0, "nothing made"),
        Row::equal("owed at the end [kWh]", owed.iter().sum(), 0.0),
        Row::equal("fill rate", ran.row("fill_rate")?.mean.unwrap_or(0.0), 1.0),
    ])
}

fn empty(_: Effort) -> Result<Vec<Row>, String> {
    let full = way(
        "[\"road\"]",
        "[leg.road]\nmode = \"road\"\ntransit = \"2 d\"",
    );
    let sources =
        "[market.m]\nof = \"goods\"\nprice = \"1 USD/unit\"\nlead_time = \"1 d\"\n[site.a]";
    let stock = "policy = { base_stock = { level = \"0 unit\" } }, sources = [{ market = \"m\" }]";
    let empty = full
        .replace("[site.a]", sources)
        .replace("initial = \"1000 unit\"", stock)
        .replace("100 unit", "0 unit")
        .replace("daily = \"1 unit\"", "daily = \"0 unit\"");
    let largest = |text: &str| -> Result<f64, String> {
        let all = all(&run(text, &[], 3)?.outcomes);
        let defined = all.iter().filter(|x| x.is_finite());
        Ok(defined.fold(0.0, |largest: f64, x| largest.max(x.abs())))
    };
    let none = Check::AtMost {
        found: largest(&empty)?,
        bound: 0.0,
    };
    let row = Row::new("largest of all numbers", none);
    Ok(vec![row.not(largest(&full)?, "something in it")])
}

fn no_hazard(_: Effort) -> Result<Vec<Row>, String> {
    let path = "[\"road\", \"border\", \"on\"]";
    let rest = "[leg.road]\nmode = \"road\"\ntransit = \"2.5 d\"\n[node.border]\nthroughput = \"3 FEU/d\"\n[leg.on]\nmode = \"rail\"\ntransit = \"1 d\"\n";
    let shut = "[hazard.shut]\ndates = [[2027-02-03, 2027-02-12]]\nhits = [\"node.border\"]\n";
    let open = run(&way(path, rest), &[], 1)?;
    let closed = run(&way(path, &format!("{rest}{shut}")), &[], 1)?;
    let waited = closed.first("wait_days@border")? * closed.first("passed_feu@border")?;
    Ok(vec![
        Row::equal("door to door [d]", open.first("door_to_door_days@ab")?, 3.5)
            .not(closed.first("door_to_door_days@ab")?, "with a closure"),
        Row::equal("waited [d]", open.first("wait_days@border")?, 0.0),
        // Eleven containers are there on day 40, three a day pass: 10, 9, 8; 8, 7, 6; 6, 5, 4; 4, 3, 2; 2, 1, 0.
        Row::equal("ten days shut: waited in all [FEU d]", waited, 75.0)
            .not(55.0, "nobody waits behind those who waited"),
    ])
}

const SERIES: &str = include_str!("../../scenarios/textbook/serial-base-stock.toml");

const DOUBLED: [&str; 7] = [
    "site.first.stock.goods.initial=\"12.98 unit\"",
    "site.first.stock.goods.policy.base_stock.level=\"12.98 unit\"",
    "site.second.stock.goods.initial=\"11.06 unit\"",
    "site.second.stock.goods.policy.base_stock.level=\"11.06 unit\"",
    "site.third.stock.goods.initial=\"21.38 unit\"",
    "site.third.stock.goods.policy.base_stock.level=\"21.38 unit\"",
    "demand.customers.daily=\"normal(10, 2) unit\"",
];

fn doubled(_: Effort) -> Result<Vec<Row>, String> {
    let (once, twice) = (run(SERIES, &[], 8)?, run(SERIES, &DOUBLED, 8)?);
    let times = |measure, factor: f64| -> Result<Check, String> {
        let once: Vec<f64> = once
            .column(0, measure)?
            .iter()
            .map(|x| factor * x)
            .collect();
        Ok(same(&once, twice.column(0, measure)?))
    };
    Ok(vec![
        Row::new("cost a day, twice", times("cost_per_day_usd", 2.0)?),
        Row::new(
            "backlog, twice",
            times("backlog_unit_days@first.goods", 2.0)?,
        ),
        Row::new("stock, twice", times("holding_unit_days@third.goods", 2.0)?),
        Row::new("fill rate, as it was", times("fill_rate", 1.0)?),
        Row::new(
            "time on the way, as it was",
            times("door_to_door_days@second-first", 1.0)?,
        ),
    ])
}

/// The sections of a scenario in reverse.
fn reversed(text: &str) -> String {
    let sections = text.split("\n[");
    let mut sections: Vec<&str> = sections.collect();
    let before = sections.remove(0);
    sections.reverse();
    let sections = sections.iter().map(|section| format!("[{section}\n"));
    format!("{before}\n{}", sections.collect::<String>())
}

fn turned_about(_: Effort) -> Result<Vec<Row>, String> {
    let row = |what, text: &str| -> Result<Row, String> {
        let [as_it_is, turned] = [text.to_owned(), reversed(text)]
            .map(|text| outcomes(&read(&text, &[])?, 8, 1).map(|found| all(&found)));
        Ok(Row::new(what, same(&as_it_is?, &turned?)))
    };
    Ok(vec![
        row("chain in series", SERIES)?,
        row("six stages", SIX_STAGE)?,
    ])
}
