//! What holds for every chain, on small random ones written in the scenario language.

#![allow(
    clippy::unwrap_used,
    reason = "what helps a test is a test, inside of #[test] or not"
)]

use crate::common::{column, position, read, run};
use lichain::outcome::Trace;
use lichain::study::{self, Settings};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use std::cell::Cell;
use std::fmt::Write;

/// Cases of each property; always the same ones.
fn runner(cases: u32) -> TestRunner {
    let config = Config {
        failure_persistence: None,
        ..Config::with_cases(cases)
    };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    TestRunner::new_with_rng(config, rng)
}

/// A chain of one to three stages that sells cells.
#[derive(Clone, Debug)]
struct Chain {
    /// From the source to the customer: initial stock, policy, costs.
    stages: Vec<Stage>,
    /// The first stage makes its cells of salt, in days inside, with scrap and breakdowns.
    recipe: Option<(f64, f64, f64)>,
    transit: &'static str,
    lead_time: &'static str,
    demand: &'static str,
    every: u32,
    backlog: bool,
    warmup: u32,
}

#[derive(Clone, Debug)]
struct Stage {
    initial: f64,
    policy: String,
    order_cost: f64,
    holding: f64,
    dispatch: Option<f64>,
    limit: Option<f64>,
    /// Makes what it can, where it makes anything.
    push: bool,
    /// A market helps out where it is short.
    help: bool,
    /// Another party's, which buys at cost plus or at a price, at the origin or not, and pays later.
    bought: Option<(bool, bool, u32)>,
}

const POLICIES: u32 = 7;

fn policy(kind: u32, level: f64, low: f64, days: u32) -> String {
    match kind {
        0 => format!("{{ base_stock = {{ level = \"{level} kWh\", review = \"{days} d\" }} }}"),
        1 => format!("{{ echelon_base_stock = {{ level = \"{level} kWh\" }} }}"),
        2 => format!("{{ s_S = {{ s = \"{low} kWh\", S = \"{level} kWh\" }} }}"),
        3 => format!("{{ r_Q = {{ r = \"{level} kWh\", Q = \"{low} kWh\", multiples = true }} }}"),
        4 => format!("{{ r_Q = {{ r = \"{low} kWh\", Q = \"{level} kWh\" }} }}"),
        5 => format!("{{ fixed_interval = {{ every = \"{days} d\", up_to = \"{level} kWh\" }} }}"),
        _ => format!("{{ days_of_cover = {{ cover = \"{} d\" }} }}", days + 4),
    }
}

prop_compose! {
    fn stages()(
        initial in 0.0..3000.0,
        kind in 0..POLICIES,
        level in 200.0..4000.0,
        share in 0.1..0.9,
        days in 1..8_u32,
        order_cost in 0.0..50.0,
        holding in 0.0..0.2,
        dispatch in prop::option::of(50.0..400.0),
        limit in prop::option::of(100.0..2500.0),
        push: bool,
        help: bool,
        bought in prop::option::of((any::<bool>(), any::<bool>(), 0..90_u32)),
    ) -> Stage {
        let policy = policy(kind, level, share * level, days);
        Stage { initial, policy, order_cost, holding, dispatch, limit, push, help, bought }
    }
}

fn times() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "0 d",
        "0.5 d",
        "3 d",
        "triangular(1, 4, 9) d",
        "lognormal(mean 5, cv 60 %) d",
        "exponential(mean 4) d",
    ])
}

prop_compose! {
    fn chains()(
        stages in prop::collection::vec(stages(), 1..=3),
        recipe in prop::option::of((0.0..3.0, 0.0..0.3, 0.0..0.1)),
        transit in times(),
        lead_time in times(),
        demand in prop::sample::select(vec!["100 kWh", "normal(100, 60) kWh", "poisson(100) kWh", "uniform(0, 300) kWh"]),
        every in 1..4_u32,
        backlog: bool,
        warmup in 0..60_u32,
    ) -> Chain {
        Chain { stages, recipe, transit, lead_time, demand, every, backlog, warmup }
    }
}

/// The chain in the scenario language.
fn write(chain: &Chain) -> String {
    let Chain {
        transit,
        lead_time,
        demand,
        every,
        warmup,
        ..
    } = chain;
    let unmet = if chain.backlog { "backlog" } else { "lost" };
    let last = chain.stages.len() - 1;
    let bought = if chain.recipe.is_some() {
        "salt"
    } else {
        "cell"
    };
    let unit = if chain.recipe.is_some() { "t" } else { "kWh" };
    let mut text = format!(
        r#"
[scenario]
name     = "random"
start    = 2027-03-01
end      = 2027-11-01
warmup   = "{warmup} d"
discount = "6 %/yr"
carrying = "8 %/yr"
[party.maker]
[party.driver]
[commodity]
salt = {{ unit = "t", lithium = "188 kg/t" }}
cell = {{ unit = "kWh", lithium = "0.08 kg/kWh", per_feu = "1000 kWh" }}
[index.price.log_ou]
start      = "30 USD/{unit}"
level      = "40 USD/{unit}"
half_life  = "1 yr"
volatility = "50 %/yr^0.5"
[market.source]
of        = "{bought}"
price     = "1.1 * $price"
lead_time = "{lead_time}"
[market.help]
of        = "cell"
price     = "90 USD/kWh"
lead_time = "2 d"
[demand.drivers]
at    = "s{last}"
of    = "cell"
daily = "{demand}"
every = "{every} d"
unmet = "{unmet}"
backlog_cost = "0.5 USD/kWh/d"
lost_cost    = "9 USD/kWh"
"#
    );
    for (at, stage) in chain.stages.iter().enumerate() {
        write_stage(&mut text, chain, at, stage, transit);
    }
    text
}

/// Who owns a stage: the last to have bought on the way to it.
fn owner(chain: &Chain, at: usize) -> String {
    let buys = |stage: &usize| *stage > 0 && chain.stages[*stage].bought.is_some();
    (0..=at)
        .rev()
        .find(buys)
        .map_or("maker".to_owned(), |stage| format!("p{stage}"))
}

fn write_stage(text: &mut String, chain: &Chain, at: usize, stage: &Stage, transit: &str) {
    let makes = at == 0 && chain.recipe.is_some();
    let limit = stage.limit.unwrap_or(f64::INFINITY);
    let initial = stage.initial.min(limit);
    let (owner, holding) = (owner(chain, at), stage.holding);
    let policy = if makes && stage.push {
        "{ push = {} }"
    } else {
        &stage.policy
    };
    write!(
        text,
        r#"
[site.s{at}]
owner = "{owner}"
[site.s{at}.stock.cell]
initial      = "{initial} kWh"
initial_cost = "40 USD/kWh"
policy       = {policy}
holding      = "{holding} USD/kWh/d"
"#
    )
    .unwrap();
    let help = "{ market = \"help\", after = \"2 d\" }";
    let source = match at {
        0 => "{ market = \"source\" }".to_owned(),
        _ => format!("{{ route = \"r{at}\" }}"),
    };
    let sources = match (makes, stage.help) {
        (true, true) => help.to_owned(),
        (true, false) => String::new(),
        (false, true) => format!("{source}, {help}"),
        (false, false) => source,
    };
    if !sources.is_empty() {
        writeln!(text, "sources = [{sources}]").unwrap();
    }
    // A stock that processes fill places no orders.
    if !makes {
        writeln!(text, "order_cost = \"{} USD\"", stage.order_cost).unwrap();
    }
    if limit.is_finite() {
        writeln!(text, "limit = \"{limit} kWh\"").unwrap();
    }
    if let Some(room) = stage.dispatch {
        writeln!(text, "dispatch = {{ room = \"{room} kWh/d\", breakdown = {{ chance = \"0.02\", repair = \"0.3\" }} }}").unwrap();
    }
    if at > 0
        && let Some(terms) = stage.bought
    {
        write_contract(text, chain, at, terms);
    }
    if let (0, Some((inside, scrap, chance))) = (at, chain.recipe) {
        write!(
            text,
            r#"
[site.s0.stock.salt]
initial = "2 t"
limit   = "4 t"
policy  = {{ base_stock = {{ level = "3 t" }} }}
sources = [{{ market = "source" }}]
[site.s0.process.make]
makes    = "cell"
uses     = {{ salt = "pert(0.5, 0.6, 0.8) kg/kWh" }}
capacity = "150 kWh/d"
scrap    = "{scrap}"
inside   = "{inside} d"
cost.operating = "20 USD/kWh"
capex    = "80 USD/(kWh/yr)"
breakdown = {{ chance = "{chance}", repair = "0.4" }}
"#
        )
        .unwrap();
    }
    if at > 0 {
        let from = at - 1;
        write!(
            text,
            r#"
[route.r{at}]
from    = "s{from}"
to      = "s{at}"
carries = ["cell"]
path    = ["l{at}"]
[leg.l{at}]
mode    = "road"
transit = "{transit}"
cost    = {{ per_feu = "100 USD/FEU", per_shipment = "5 USD" }}
"#
        )
        .unwrap();
    }
}

fn write_contract(
    text: &mut String,
    chain: &Chain,
    at: usize,
    (cost_plus, at_origin, days): (bool, bool, u32),
) {
    let (seller, buyer) = (owner(chain, at - 1), owner(chain, at));
    let price = if cost_plus {
        "cost_plus = \"12 %\""
    } else {
        "price = \"45 USD/kWh\""
    };
    let title = if at_origin { "origin" } else { "destination" };
    write!(
        text,
        r#"
[party.{buyer}]
[contract.c{at}]
seller  = "{seller}"
buyer   = "{buyer}"
of      = "cell"
{price}
title   = "{title}"
payment = "{days} d"
"#
    )
    .unwrap();
}

fn total(trace: &Trace, kinds: &[&str]) -> f64 {
    let flows = trace.flows.iter().filter(|f| kinds.contains(&f.kind));
    flows.map(|f| f.quantity).sum()
}

/// How often something happened over all cases.
#[derive(Default)]
struct Seen {
    short: Cell<u32>,
    departed: Cell<u32>,
    ordered: Cell<u32>,
    made: Cell<u32>,
    late: Cell<u32>,
    lost: Cell<u32>,
}

fn note(seen: &Cell<u32>, happened: bool) {
    seen.set(seen.get() + u32::from(happened));
}

impl Seen {
    fn look(&self, trace: &Trace) {
        let event = |what| trace.events.iter().any(|event| event.what == what);
        let flow = |kind| trace.flows.iter().any(|flow| flow.kind == kind);
        note(&self.short, event("short"));
        note(&self.ordered, event("order"));
        note(&self.departed, flow("departed"));
        note(&self.made, flow("started"));
        note(&self.late, flow("late"));
        note(&self.lost, flow("lost"));
    }
}

#[test]
fn every_chain_keeps_all_rules_and_delivers_no_more_than_is_asked_for() {
    let seen = Seen::default();
    runner(120)
        .run(&chains(), |chain| {
            let text = write(&chain);
            let scenario = read(&text);
            let settings = Settings::new(3, 1);
            // Balances, ledgers, capacities, room: a breach ends the run.
            let outcomes = study::run(&scenario.variants, 0, &settings, &|_: u64| {})
                .map_err(|breach| TestCaseError::fail(format!("{breach:?} in\n{text}")))?;
            for trial in 1..=3 {
                let trace = study::trace(&scenario.variants[0], trial, 1).unwrap();
                seen.look(&trace);
                let delivered = total(&trace, &["served", "late"]);
                let demanded = total(&trace, &["demanded"]);
                prop_assert!(
                    delivered <= demanded + 1e-9 * demanded.max(1.0),
                    "{} of {}",
                    delivered,
                    demanded
                );
                let fill = trace.measures[position(&trace.layout.measures, "fill_rate")];
                let among = column(&outcomes.variants[0], "fill_rate")[trial as usize - 1];
                prop_assert_eq!(fill.to_bits(), among.to_bits());
                prop_assert!((0.0..=1.0).contains(&fill), "{}", fill);
            }
            Ok(())
        })
        .unwrap_or_else(|failure| panic!("{failure}"));
    let all = [
        &seen.short,
        &seen.departed,
        &seen.ordered,
        &seen.made,
        &seen.late,
        &seen.lost,
    ];
    assert!(
        all.iter().all(|count| count.get() > 30),
        "{:?}",
        all.map(Cell::get)
    );
}

/// One stock under a base stock, a constant lead time, noisy demand.
fn single(initial: f64, level: f64, lead_days: u32, backlog: bool) -> String {
    let unmet = if backlog { "backlog" } else { "lost" };
    format!(
        r#"
[scenario]
name  = "single"
start = 2027-01-01
end   = 2027-07-01
[party.shop]
[commodity]
cell = {{ unit = "kWh" }}
[market.source]
of        = "cell"
price     = "1 USD/kWh"
lead_time = "{lead_days} d"
[site.shop]
owner = "shop"
[site.shop.stock.cell]
initial = "{initial} kWh"
policy  = {{ base_stock = {{ level = "{level} kWh" }} }}
sources = [{{ market = "source" }}]
[demand.drivers]
at    = "shop"
of    = "cell"
daily = "normal(100, 40) kWh"
unmet = "{unmet}"
"#
    )
}

/// A measure in three trials.
fn of_single(text: &str, measure: &str) -> Vec<f64> {
    column(&run(&read(text), 3).variants[0], measure).to_vec()
}

/// Under the same luck a measure never falls from one chain to the other; true where it rises.
fn never_falls(less: &str, more: &str, measure: &str) -> Result<bool, TestCaseError> {
    let (less, more) = (of_single(less, measure), of_single(more, measure));
    for (a, b) in less.iter().zip(&more) {
        prop_assert!(*b >= a - 1e-9 * a.abs(), "{measure} falls from {a} to {b}");
    }
    Ok(less.iter().zip(&more).any(|(a, b)| *b > a * (1.0 + 1e-6)))
}

#[test]
fn more_initial_stock_never_serves_less() {
    let (rose, stayed) = (Cell::new(0), Cell::new(0));
    let cases = (0.0..900.0, 0.0..600.0, 50.0..900.0, 1..6_u32, any::<bool>());
    runner(60)
        .run(&cases, |(initial, more, level, lead_days, backlog)| {
            let chain = |initial| single(initial, level, lead_days, backlog);
            // By the day on which it is asked for and in all.
            for measure in ["fill_rate", "delivered_kwh"] {
                let rises = never_falls(&chain(initial), &chain(initial + more), measure)?;
                note(if rises { &rose } else { &stayed }, true);
            }
            Ok(())
        })
        .unwrap_or_else(|failure| panic!("{failure}"));
    assert!(
        rose.get() > 30,
        "{} rose, {} stayed",
        rose.get(),
        stayed.get()
    );
}

#[test]
fn more_base_stock_never_fills_less() {
    let rose = Cell::new(0);
    let cases = (0.0..900.0, 50.0..900.0, 1.0..400.0, 1..6_u32, any::<bool>());
    runner(60)
        .run(&cases, |(initial, level, more, lead_days, backlog)| {
            let chain = |level| single(initial, level, lead_days, backlog);
            let rises = never_falls(&chain(level), &chain(level + more), "fill_rate")?;
            note(&rose, rises);
            Ok(())
        })
        .unwrap_or_else(|failure| panic!("{failure}"));
    assert!(rose.get() > 30, "{} of 60 rose", rose.get());
}
