//! Cases whose answers are known from outside: the literature, closed forms, published runs.
//!
//! The rule for means: the exact value lies in the run's own 99 % interval, and that interval is
//! narrower than 0.5 % of the value. Seeds are fixed (1 everywhere), numbers of trials are those
//! that make the intervals narrow enough.

#![allow(
    clippy::unwrap_used,
    reason = "what helps a test is a test, inside of #[test] or not"
)]

use crate::common::{SIX_STAGE, column, load, moments, read, run};
use lichain::engine::{self, Happening, Scratch, Watch};
use lichain::plan::Plan;
use lichain::stats::Moments;
use rayon::prelude::*;
use statrs::distribution::{ChiSquared, Continuous, ContinuousCDF, Discrete, Normal, Poisson};

fn textbook(name: &str) -> Plan {
    let scenario = load(&format!("scenarios/textbook/{name}.toml"), &[]);
    Plan::compile(&scenario.variants[0])
}

/// Standard errors by which a mean misses what it should be.
fn z(moments: &Moments, exact: f64) -> f64 {
    let error = moments.sd().unwrap() / (moments.n_defined() as f64).sqrt();
    (moments.mean().unwrap() - exact) / error
}

/// The rule for means.
fn holds(what: &str, moments: &Moments, exact: f64) {
    let (low, high) = moments.t_interval(0.99).unwrap();
    let told = format!(
        "{what}: {low} to {high}, exact {exact}, z {:.2}",
        z(moments, exact)
    );
    println!("{told}");
    assert!(low <= exact && exact <= high, "{told}");
    assert!(high - low < 0.005 * exact, "not narrow enough, {told}");
}

#[test]
fn the_newsvendor_costs_what_the_closed_form_says() {
    // One period, newsvendor loss function (Snyder and Shen, section 4.3).
    let (stock, mean, sd, over, under) = (56.604, 50.0, 8.0, 0.18, 0.70);
    let normal = Normal::new(0.0, 1.0).unwrap();
    let at: f64 = (stock - mean) / sd;
    let left = (stock - mean) * normal.cdf(at) + sd * normal.pdf(at);
    let missing = left - (stock - mean);
    let exact = over * left + under * missing;
    assert!(
        (exact - 1.9976).abs() < 5e-5,
        "the published value: {exact}"
    );
    let [cost, short] = moments(
        &textbook("newsvendor"),
        800_000,
        ["cost_per_day_usd", "ever_short"],
    );
    holds("newsvendor", &cost, exact);
    // The best stock is short with probability overage / (overage + underage).
    assert!(z(&short, over / (over + under)).abs() < 3.3);
}

#[test]
fn a_serial_chain_under_local_base_stocks_costs_what_clark_and_scarf_say() {
    let [cost] = moments(&textbook("serial-base-stock"), 400, ["cost_per_day_usd"]);
    holds("serial base stock", &cost, 47.66);
}

#[test]
fn echelon_base_stocks_cost_the_same_as_local_ones_trial_by_trial() {
    let costs = ["serial-base-stock", "serial-echelon-base-stock"].map(|name| {
        let scenario = load(&format!("scenarios/textbook/{name}.toml"), &[]);
        let outcomes = run(&scenario, 20);
        column(&outcomes.variants[0], "cost_per_day_usd").to_vec()
    });
    let [local, echelon] = &costs;
    for (a, b) in local.iter().zip(echelon) {
        assert!((a - b).abs() < 1e-9 * a, "{a} local, {b} echelon");
    }
    assert!(local.iter().any(|cost| (cost - local[0]).abs() > 1e-3));
    let [cost] = moments(
        &textbook("serial-echelon-base-stock"),
        400,
        ["cost_per_day_usd"],
    );
    holds("serial echelon base stock", &cost, 47.66);
}

#[test]
fn an_s_s_policy_costs_what_zheng_and_federgruen_say() {
    // By renewal reward: (K + sum of m(j) G(S - j)) / sum of m(j), j = 0 .. S - s - 1, where m is the
    // renewal density of demand and G the expected cost of an evening that began at a position.
    let (s, big_s, order) = (4, 10, 5.0);
    let demand = Poisson::new(6.0).unwrap();
    let evening = |position: u64| -> f64 {
        let cost = |d: u64| (position as f64 - d as f64).max(4.0 * (d as f64 - position as f64));
        (0..100).map(|d| demand.pmf(d) * cost(d)).sum()
    };
    let mut density: Vec<f64> = Vec::new();
    for j in 0..big_s - s {
        let earlier: f64 = (0..j)
            .map(|i| density[i as usize] * demand.pmf(j - i))
            .sum();
        density.push((earlier + f64::from(u8::from(j == 0))) / (1.0 - demand.pmf(0)));
    }
    let costs: f64 = (0..big_s - s)
        .map(|j| density[j as usize] * evening(big_s - j))
        .sum();
    let exact = (order + costs) / density.iter().sum::<f64>();
    assert!(
        (exact - 8.0341).abs() < 5e-5,
        "the published value: {exact}"
    );
    let [cost] = moments(&textbook("s-S"), 400, ["cost_per_day_usd"]);
    holds("(s, S)", &cost, exact);
}

#[test]
fn a_fixed_order_quantity_without_chance_is_met_to_the_digit() {
    let scenario = load("scenarios/textbook/fixed-order-quantity.toml", &[]);
    let model = &scenario.variants[0];
    let outcomes = run(&scenario, 1);
    let found = |name| column(&outcomes.variants[0], name)[0];
    let published = [
        ("end_stock@shop.goods", 400.0),
        ("holding_unit_days@shop.goods", 38_000.0),
        ("orders_placed@shop.goods", 7.0),
        ("orders_arrived@shop.goods", 6.0),
        ("bought@shop.goods", 3_500.0),
        ("end_backlog@customers", 0.0),
        ("fill_rate", 1.0),
    ];
    for (name, exact) in published {
        assert!(
            (found(name) - exact).abs() < 1e-9,
            "{name}: {}",
            found(name)
        );
    }
    let trace = lichain::study::trace(model, 1, 1).unwrap();
    let of = |kind| {
        let flows = trace
            .flows
            .iter()
            .filter(move |f| f.kind == kind && f.quantity > 0.0);
        (
            flows.clone().count(),
            flows.map(|f| f.quantity).sum::<f64>(),
        )
    };
    assert_eq!(of("demanded"), (30, 3_600.0));
    assert_eq!(of("served"), (30, 3_600.0));
    assert_eq!(of("bought"), (7, 3_500.0));
    assert_eq!(of("arrived"), (6, 3_000.0));
}

/// The published figures are means of a prototype's Monte Carlo runs, given as "about": cost to four
/// digits, backlog to three, deliveries to five. They are met where our 99 % interval, widened by
/// half of their last digit, holds them.
#[test]
fn six_stages_come_to_the_published_cost_backlog_and_deliveries() {
    let plan = Plan::compile(&load(SIX_STAGE, &[]).variants[0]);
    let names = [
        "total_cost_usd",
        "backlog_unit_days@six.goods",
        "feu@six-customer", // a unit is a container
    ];
    let published = [(3.363e6, 0.5e3), (2.07e6, 5e3), (364_430.0, 5.0)];
    for ((found, name), (value, rounding)) in moments(&plan, 2_000, names)
        .iter()
        .zip(names)
        .zip(published)
    {
        let (low, high) = found.t_interval(0.99).unwrap();
        println!(
            "{name}: {low} to {high}, published {value}, z {:.2}",
            z(found, value)
        );
        assert!(
            low - rounding <= value && value <= high + rounding,
            "{name}: {low} to {high}, published {value}"
        );
    }
}

#[test]
fn a_plant_that_breaks_down_makes_what_its_availability_says() {
    // Two states, daily chances: up with r / (a + r) in the long run; from up on day 0, on day t with
    // b + (1 - b) (1 - a - r)^t, which adds up to the days up within the horizon.
    let (breaks, repaired, days): (f64, f64, i32) = (0.01, 0.1, 10_957);
    let text = r#"
[scenario]
name  = "availability"
start = 2027-01-01
end   = 2056-12-31
[party.maker]
[commodity]
cell = { unit = "kWh" }
[site.plant]
owner = "maker"
[site.plant.stock.cell]
policy = { push = {} }
[site.plant.process.make]
makes     = "cell"
capacity  = "10 kWh/d"
breakdown = { chance = "0.01", repair = "0.1" }
[demand.drivers]
at    = "plant"
of    = "cell"
daily = "12 kWh"
"#;
    let plan = Plan::compile(&read(text).variants[0]);
    assert_eq!(plan.days, days as u32);
    let up = repaired / (breaks + repaired);
    let sum = |keep: f64| (1.0 - keep.powi(days)) / (1.0 - keep);
    let days_up = up * f64::from(days) + (1.0 - up) * sum(1.0 - breaks - repaired);
    assert!((days_up / f64::from(days) - 0.909_09).abs() < 1e-4);
    let [made] = moments(&plan, 1_000, ["made@plant.make"]);
    holds("made, with breakdowns", &made, 10.0 * days_up);
}

/// Watches the price at which a unit is bought on some days.
struct Prices {
    days: [u32; 3],
    logs: [f64; 3],
}

impl Watch for Prices {
    const LOOKS: bool = true;
    fn see(&mut self, on: u32, happening: Happening) {
        if let (Happening::Posted { usd, .. }, Some(at)) =
            (happening, self.days.iter().position(|&day| day == on))
        {
            self.logs[at] = usd.ln();
        }
    }
}

/// Logarithms of the index after 1, 5 and 10 years, as the cash of a daily purchase of a unit.
fn log_prices(plan: &Plan, trials: u64) -> Vec<[f64; 3]> {
    let watch = || (Scratch::<1>::default(), crate::common::Results::new(plan));
    (1..=trials)
        .into_par_iter()
        .map_init(watch, |(scratch, results), trial| {
            let mut prices = Prices {
                days: [365, 1825, 3650],
                logs: [f64::NAN; 3],
            };
            let broken =
                engine::simulate(plan, 1, trial, scratch, &mut [results.row()], &mut prices);
            assert_eq!(broken, None);
            prices.logs
        })
        .collect()
}

#[test]
fn a_log_ou_index_has_its_mean_and_variance_after_one_five_and_ten_years() {
    // Ornstein and Uhlenbeck: m + (x0 - m) e^-kt and s^2 (1 - e^-2kt) / 2k.
    let text = r#"
[scenario]
name  = "prices"
start = 2027-01-01
end   = 2036-12-30
[party.buyer]
[commodity]
salt = { unit = "unit" }
[index.salt.log_ou]
start      = "26000 USD/unit"
level      = "14000 USD/unit"
half_life  = "2.3 yr"
volatility = "55 %/yr^0.5"
[market.exchange]
of        = "salt"
price     = "$salt"
lead_time = "1 d"
[site.yard]
owner = "buyer"
[site.yard.stock.salt]
policy  = { base_stock = { level = "0 unit", review = "5 d" } }
sources = [{ market = "exchange" }]
[demand.use]
at    = "yard"
of    = "salt"
daily = "1 unit"
every = "5 d"
"#;
    let trials = 10_000;
    let plan = Plan::compile(&read(text).variants[0]);
    let logs = log_prices(&plan, trials);
    let (start, level, speed, volatility) =
        (26_000_f64.ln(), 14_000_f64.ln(), 2_f64.ln() / 2.3, 0.55_f64);
    let chi = ChiSquared::new((trials - 1) as f64).unwrap();
    for (at, years) in [1.0, 5.0, 10.0].into_iter().enumerate() {
        let mean = level + (start - level) * (-speed * years).exp();
        let variance = volatility.powi(2) * (1.0 - (-2.0 * speed * years).exp()) / (2.0 * speed);
        let column: Vec<f64> = logs.iter().map(|row| row[at]).collect();
        let mut found = Moments::default();
        found.push_block(&column);
        assert_eq!(found.n_defined(), trials, "a purchase on every such day");
        let squares = found.sd().unwrap().powi(2) * (trials - 1) as f64 / variance;
        println!(
            "log-OU after {years} years: mean z {:.2}, variance ratio {:.4}",
            z(&found, mean),
            squares / (trials - 1) as f64
        );
        // Each with a false alarm in a thousand.
        assert!(z(&found, mean).abs() < 3.291, "mean after {years} years");
        let p = chi.cdf(squares);
        assert!(
            (0.0005..0.9995).contains(&p),
            "variance after {years} years: p {p}"
        );
    }
}

#[test]
fn constant_costs_and_deliveries_have_the_present_value_of_an_annuity() {
    let text = r#"
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
    let outcomes = run(&read(text), 1);
    let found = |name| column(&outcomes.variants[0], name)[0];
    let days = 7305;
    let keep = 1.09_f64.powf(-1.0 / 365.0);
    let days_worth = (1.0 - keep.powi(days)) / (1.0 - keep);
    // 1,000 kWh a day at 400 USD a yearly kWh, paid back over 25 years at 7 %.
    let annuity = 365_000.0 * 400.0 * 0.07 / (1.0 - 1.07_f64.powi(-25)) / 365.0;
    // Nothing is wanted on the first morning. From the second on half of the store is new each day,
    // so what is left at the close is worth what a new kWh costs, but for 2^-7304 of the old.
    let operating = 20_000.0 * (days_worth - 1.0);
    let capital = annuity * days_worth;
    let opening = 2_000.0 * 50.0;
    let closing = 1_000.0 * (20.0 + annuity / 1_000.0) * keep.powi(days);
    let exact = (operating + capital + opening - closing) / (1_000.0 * days_worth);
    let cost = found("chain_cost");
    println!(
        "annuity: {cost}, exact {exact}, {:e} apart",
        cost / exact - 1.0
    );
    assert!(
        (cost / exact - 1.0).abs() < 1e-12,
        "{cost}, by the annuity {exact}"
    );
    assert!((found("delivered_kwh") - 7_305_000.0).abs() < 1e-6);
    assert!((found("made@plant.make") - 7_304_000.0).abs() < 1e-6);
}
