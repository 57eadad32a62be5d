//! How often intervals hold the truth, over repeated runs with the seeds 1, 2, 3, …, each summarised as
//! summary.csv is; judged by an exact binomial test, against each method's own exact coverage where it has one.

use rayon::prelude::*;

use super::bench::{Ran, read, run_seeded};
use super::truth::{newsvendor, normal_below};
use super::{Case, Check, Effort, Row};
use crate::random::{Stream, StreamKey, normal_quantile};
use crate::stats::{self, Binomial, Selection};
use crate::summary::{CONFIDENCE, SummaryRow, paired};

pub const CASES: &[&[Case]] = &[&[
    Case {
        name: "one skewed cost",
        source: "exponential law: mean 1, quantiles -ln(1 - p), mean of the worst 5 % 1 + ln 20",
        run: skewed,
    },
    Case {
        name: "newsvendor",
        source: "normal loss function; Wilson's interval against its own exact coverage",
        run: of_newsvendor,
    },
    Case {
        name: "Latin hypercube",
        source: "scenarios/lessons/what-matters.toml: mean 100 by its construction",
        run: hypercube,
    },
    Case {
        name: "selection of the best",
        source: "Kim and Nelson (2001): right with 95 % where the best is better by what matters",
        run: selection,
    },
]];

/// Trials of a repetition.
fn size(effort: Effort) -> u64 {
    effort.of(400, 1000)
}

fn repetitions(effort: Effort) -> u64 {
    effort.of(1000, 4000)
}

/// Counts the repetitions in which each of some intervals holds.
fn hits<const K: usize>(
    repetitions: u64,
    of: impl Fn(u64) -> Result<[bool; K], String> + Sync + Send,
) -> Result<[u64; K], String> {
    let each = (1..=repetitions).into_par_iter().map(of);
    let held: Vec<[bool; K]> = each.collect::<Result<_, _>>()?;
    let count = |at| held.iter().filter(|held| held[at]).count() as u64;
    Ok(std::array::from_fn(count))
}

fn holds(interval: (Option<f64>, Option<f64>), truth: f64) -> bool {
    let (low, high) = interval;
    low.zip(high)
        .is_some_and(|(low, high)| low <= truth && truth <= high)
}

fn mean_holds(row: &SummaryRow, truth: f64) -> bool {
    holds((row.lo95, row.hi95), truth)
}

/// Against a method's exact coverage.
fn exact(what: &str, hits: u64, of: u64, chance: f64) -> Row {
    Row::new(what, Check::Hits { hits, of, chance }).not(0.9, "intervals of 90 %")
}

/// Against what the interval says, where its coverage is known only in the limit.
fn at_least(what: &str, hits: u64, of: u64) -> Row {
    let chance = CONFIDENCE;
    Row::new(what, Check::HitsAtLeast { hits, of, chance }).not(0.99, "intervals of 99 %")
}

/// A cost that is one exponential number.
const SKEWED: &str = r#"
[scenario]
name  = "skewed"
start = 2027-01-01
end   = 2027-01-02
sampling = "plain"
[parameter]
interest = { value = "exponential(1) USD/unit/d", source = "assumption" }
[party.maker]
[commodity]
cell = { unit = "unit" }
[site.depot]
owner = "maker"
[site.depot.stock.cell]
initial = "1 unit"
holding = "$interest"
[demand.customers]
at    = "depot"
of    = "cell"
daily = "0 unit"
"#;

fn skewed(effort: Effort) -> Result<Vec<Row>, String> {
    let (n, of) = (size(effort), repetitions(effort));
    let scenario = read(SKEWED, &[])?;
    let levels = [(0, 0.05), (3, 0.5), (6, 0.95)];
    let found = hits(of, |seed| {
        let ran = run_seeded(&scenario, n, seed)?;
        let row = ran.row("total_cost_usd")?;
        let quantile = |(at, level): (usize, f64)| {
            let found = &row.quantiles[at];
            holds((found.lo95, found.hi95), -libm::log1p(-level))
        };
        let worst = (row.cvar5.lo95, row.cvar5.hi95);
        let [p5, p50, p95] = levels.map(quantile);
        let worst = holds(worst, 1.0 + libm::log(20.0));
        Ok([mean_holds(row, 1.0), p5, p50, p95, worst])
    })?;
    let mut rows = vec![at_least(&format!("mean of {n}, t"), found[0], of)];
    for ((_, level), hits) in levels.into_iter().zip(&found[1..]) {
        let (low, high) = stats::ranks(n, level, CONFIDENCE).ok_or("too few trials")?;
        let chance = stats::coverage(n, level, low, high);
        let what = format!("p{:.0} of {n}, order statistics", 100.0 * level);
        rows.push(exact(&what, *hits, of, chance));
    }
    rows.push(at_least(&format!("cvar5 of {n}, Hall's t"), found[4], of));
    Ok(rows)
}

const NEWSVENDOR: &str = include_str!("../../scenarios/textbook/newsvendor.toml");

/// The newsvendor with a smaller stock beside.
fn two_stocks() -> String {
    format!(
        "{NEWSVENDOR}\n[variant.best]\n[variant.small.set]\n\"site.stand.stock.paper.initial\" = \"52 unit\"\n"
    )
}

fn of_newsvendor(effort: Effort) -> Result<Vec<Row>, String> {
    let (n, of) = (size(effort), repetitions(effort));
    let scenario = read(&two_stocks(), &[])?;
    let cost = |stock| newsvendor(stock, (50.0, 8.0), 0.18, 0.70);
    let short = 1.0 - normal_below((56.604 - 50.0) / 8.0);
    let found = hits(of, |seed| {
        let ran = run_seeded(&scenario, n, seed)?;
        let cost_of = |variant| ran.column(variant, "total_cost_usd");
        let difference = paired(cost_of(1)?, cost_of(0)?, None, CONFIDENCE);
        let differs = holds((difference.lo, difference.hi), cost(52.0) - cost(56.604));
        Ok([
            mean_holds(first(&ran, "total_cost_usd")?, cost(56.604)),
            mean_holds(first(&ran, "ever_short")?, short),
            differs,
        ])
    })?;
    let law = Binomial::new(n, short);
    let covers = |k: &u64| {
        let interval = stats::wilson(*k, n, CONFIDENCE);
        interval.is_some_and(|(low, high)| low <= short && short <= high)
    };
    let chance = (0..=n).filter(covers).map(|k| law.probability(k)).sum();
    Ok(vec![
        at_least(&format!("mean of {n}, t"), found[0], of),
        exact(
            &format!("probability from {n}, Wilson"),
            found[1],
            of,
            chance,
        ),
        at_least(&format!("paired difference of {n}, t"), found[2], of),
    ])
}

/// A measure's row of the variant that stands first.
fn first<'a>(ran: &'a Ran, measure: &str) -> Result<&'a SummaryRow, String> {
    ran.row(measure)
}

const WHAT_MATTERS: &str = include_str!("../../scenarios/lessons/what-matters.toml");

fn hypercube(effort: Effort) -> Result<Vec<Row>, String> {
    let of = effort.of(400, 2000);
    let scenario = read(WHAT_MATTERS, &["scenario.sampling=lhs"])?;
    let [found] = hits(of, |seed| {
        let ran = run_seeded(&scenario, 512, seed)?;
        Ok([mean_holds(ran.row("total_cost_usd")?, 100.0)])
    })?;
    Ok(vec![at_least("mean of 8 replicates of 64", found, of)])
}

/// Five systems that share most of their luck; four are worse than the first by just what matters.
fn selection(effort: Effort) -> Result<Vec<Row>, String> {
    const SYSTEMS: usize = 5;
    const STAGE: usize = 16;
    let of = effort.of(1000, 4000);
    let matters = 0.25;
    let value = |seed, trial: usize, system: usize| {
        let draw = |name: u64| {
            let stream = Stream::new(seed, trial as u64 + 1, StreamKey(name));
            normal_quantile(stream.uniform(0))
        };
        let behind = if system == 0 { 0.0 } else { matters };
        behind + draw(99) + 0.7 * draw(system as u64)
    };
    let [right] = hits(of, |seed| {
        let mut columns: Vec<Vec<f64>> = vec![Vec::new(); SYSTEMS];
        let more = |columns: &mut Vec<Vec<f64>>| {
            for (system, column) in columns.iter_mut().enumerate() {
                let next = column.len()..column.len() + STAGE;
                column.extend(next.map(|trial| value(seed, trial, system)));
            }
        };
        more(&mut columns);
        let slices = |columns: &[Vec<f64>]| -> Vec<Vec<f64>> { columns.to_vec() };
        let begun = slices(&columns);
        let begun: Vec<&[f64]> = begun.iter().map(Vec::as_slice).collect();
        let selection = Selection::new(&begun, 0.05, matters);
        let mut alive: Vec<usize> = (0..SYSTEMS).collect();
        loop {
            let seen: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
            alive = selection.survivors(&seen, &alive);
            if alive.len() == 1 || columns[0].len() >= 8192 {
                return Ok([alive == [0]]);
            }
            more(&mut columns);
        }
    })?;
    Ok(vec![Row::new(
        format!("best of {SYSTEMS} found"),
        Check::HitsAtLeast {
            hits: right,
            of,
            chance: 0.95,
        },
    )])
}
