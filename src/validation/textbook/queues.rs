//! Queues, outages and breakdowns.

use crate::validation::bench::{Mean, run};
use crate::validation::truth::{availability, days_up, m_d_1};
use crate::validation::{Case, Effort, Row};

pub const CASES: &[Case] = &[
    Case {
        name: "queue at a border",
        source: "M/D/1: Pollaczek and Khinchine",
        run: queue,
    },
    Case {
        name: "breakdowns of a process",
        source: "alternating renewal process: MTBF / (MTBF + MTTR), in order on day 0",
        run: outages,
    },
    Case {
        name: "daily breakdown and repair",
        source: "two-state Markov chain",
        run: breakdowns,
    },
    Case {
        name: "hazards at a site",
        source: "alternating renewal process; M/D/∞: nothing is on with chance exp(-rate x length)",
        run: hazards,
    },
];

/// A node for 1 FEU a day, to which a Poisson number comes each day: its evening queue q' = max(q + a - 1, 0) is
/// that of a server with a service time of a day.
fn border(load: f64, end: &str, warmup: u32) -> String {
    format!(
        r#"
[scenario]
name = "border"
start = 2027-01-04
end = {end}
warmup = "{warmup} d"
[party.firm]
[commodity]
goods = {{ unit = "unit", per_feu = "1 unit" }}
[site.a]
owner = "firm"
stock.goods = {{ initial = "1 unit" }}
[site.b]
owner = "firm"
stock.goods = {{ initial = "1 unit", policy = {{ base_stock = {{ level = "1 unit" }} }}, sources = [{{ route = "ab" }}] }}
[route.ab]
from = "a"
to = "b"
carries = ["goods"]
path = ["border"]
[node.border]
throughput = "1 FEU/d"
background = "poisson({load}) FEU/d"
[demand.d]
at = "b"
of = "goods"
daily = "0.0000001 unit"
"#
    )
}

fn queue(effort: Effort) -> Result<Vec<Row>, String> {
    let loads = [
        (0.3, "2030-04-18", 100, 800),
        (0.5, "2030-04-18", 200, 800),
        (0.7, "2032-06-27", 400, 800),
        (0.9, "2040-09-12", 1500, 2000),
    ];
    let row = |(load, end, warmup, trials)| {
        let found = run(
            &border(load, end, warmup),
            &[],
            effort.of(trials, 5 * trials),
        )?;
        let what = format!("load {load} [FEU]");
        let found = found.mean("queue_feu@border")?;
        let m_m_1 = load * load / (1.0 - load);
        Ok(Row::mean_within(what, found, m_d_1(load), 0.06).not(m_m_1, "M/M/1"))
    };
    loads.into_iter().map(row).collect()
}

/// A plant that makes what it can.
fn plant(end: &str, process: &str, rest: &str) -> String {
    format!(
        r#"
[scenario]
name = "plant"
start = 2027-01-01
end = {end}
[party.maker]
[commodity]
ore = {{ unit = "t" }}
[site.plant]
owner = "maker"
stock.ore.policy = {{ push = {{}} }}
[site.plant.process.make]
makes = "ore"
capacity = "10 t/d"
{process}
{rest}
"#
    )
}

fn outages(effort: Effort) -> Result<Vec<Row>, String> {
    let available = "available = { mtbf = \"exponential(100) d\", mttr = \"exponential(10) d\" }";
    let found = run(
        &plant("2047-01-01", available, ""),
        &[],
        effort.of(1000, 10_000),
    )?;
    let (days, truth) = (7305.0, availability(100.0, 10.0, 7305.0));
    let whole_days = 100.0 / 110.5;
    let made = found.mean("made@plant.make")?;
    Ok(vec![
        Row::mean(
            "availability",
            found.mean("availability@plant.make")?,
            truth,
        )
        .not(whole_days, "outages rounded up to whole days"),
        Row::mean("made [t]", made, 10.0 * days * truth)
            .not(10.0 * days * whole_days, "outages rounded up to whole days"),
    ])
}

fn breakdowns(effort: Effort) -> Result<Vec<Row>, String> {
    let days = 10_957.0;
    let breakdown = "breakdown = { chance = \"0.01\", repair = \"0.1\" }";
    let found = run(
        &plant("2057-01-01", breakdown, ""),
        &[],
        effort.of(1000, 10_000),
    )?;
    let made = found.mean("made@plant.make")?;
    let row = Row::mean("made [t]", made, 10.0 * days_up(0.01, 0.1, days));
    Ok(vec![
        row.not(10.0 * days * 0.9, "1 less chance over repair"),
    ])
}

fn hazards(effort: Effort) -> Result<Vec<Row>, String> {
    let days = 3653.0;
    let trials = effort.of(1600, 16_000);
    let made = |hazard: &str| -> Result<(Mean, Mean), String> {
        let hazard = format!("[hazard.out]\nhits = [\"site.plant\"]\n{hazard}");
        let found = run(&plant("2037-01-01", "", &hazard), &[], trials)?;
        Ok((found.mean("made@plant.make")?, found.mean("spells@out")?))
    };
    let renewal = "every = \"exponential(100) d\"\nlasts = \"exponential(10) d\"";
    let (renewed, _) = made(renewal)?;
    let (rate, length) = (6.0 / 365.0, 20.0);
    let (stormy, spells) = made("rate = \"6 /yr\"\nlasts = \"20 d\"")?;
    // Free at time t with chance exp(-rate min(t, length)).
    let free = -libm::expm1(-rate * length) / rate + (days - length) * libm::exp(-rate * length);
    Ok(vec![
        Row::mean(
            "renewal clock: made [t]",
            renewed,
            10.0 * days * availability(100.0, 10.0, days),
        )
        .not(
            10.0 * days * 100.0 / 110.5,
            "outages rounded up to whole days",
        ),
        Row::mean_within("Poisson clock: made [t]", stormy, 10.0 * free, 0.01).not(
            10.0 * days * (1.0 - rate * length),
            "overlaps counted twice",
        ),
        Row::mean_within("Poisson clock: spells", spells, rate * days, 0.02).not(
            rate * days * 365.0 / 385.0,
            "the next after the end of the last",
        ),
    ])
}
