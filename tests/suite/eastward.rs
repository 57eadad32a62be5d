//! The six ways of `scenarios/eastward.toml` against `routes.csv` added up by hand and against a published
//! time, and what ways to choose from are worth.

use std::collections::BTreeMap;

use lichain::plan::Plan;
use lichain::scenario::Scenario;
use lichain::stats::Moments;

use crate::common::{load, moments};

const EASTWARD: &str = "scenarios/eastward.toml";
const ROUTES: &str = "scenarios/facts/routes.csv";
const LOGISTICS: &str = "scenarios/facts/logistics.csv";

/// Routes of the table and of the scenario.
const WAYS: [(&str, &str); 6] = [
    ("KZVN1_RAIL_PINGXIANG", "by-pingxiang"),
    ("KZVN2_RAILSEA_LIANYUNGANG", "by-lianyungang"),
    ("KZVN3_RAILSEA_BEIBU", "by-beibu"),
    ("KZVN4_RAIL_CHONGQING", "by-chongqing"),
    ("KZVN5_TRUCK", "by-truck"),
    ("KZVN6_AIR_CELLS", "by-air"),
];

type Row = BTreeMap<String, String>;

fn rows(file: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(file).expect("facts are there");
    reader
        .deserialize()
        .map(|row| row.expect("a row"))
        .collect()
}

fn number(row: &Row, column: &str) -> f64 {
    row[column].parse().expect("a number")
}

/// Mean of the PERT law of three columns of a leg.
fn mean(leg: &Row, quantity: &str) -> f64 {
    let at = |end: &str| number(leg, &format!("{quantity}_{end}"));
    (at("low") + 4.0 * at("mode") + at("high")) / 6.0
}

/// Days and USD per FEU of a route of the table, leg by leg.
fn added_up(routes: &[Row], route: &str) -> (f64, f64) {
    let mut sums = (0.0, 0.0);
    for leg in routes.iter().filter(|leg| leg["route_id"] == route) {
        sums.0 += mean(leg, "transit_days") + mean(leg, "dwell_days");
        sums.1 += mean(leg, "cost_usd_per_feu");
    }
    assert!(sums.0 > 0.0, "{route} is in {ROUTES}");
    sums
}

fn plan(scenario: &Scenario, variant: &str) -> Plan {
    let mut models = scenario.variants.iter();
    let model = models.find(|model| model.variant == variant);
    Plan::compile(model.unwrap_or_else(|| panic!("there is no variant {variant}")))
}

fn standard_error(moments: &Moments) -> f64 {
    let sd = moments.sd().expect("trials differ");
    sd / (moments.n_defined() as f64).sqrt()
}

/// The mean is that by hand within four standard errors, which are no more than a share of it.
fn agrees(found: &Moments, by_hand: f64, share: f64, what: &str) {
    let (value, four) = (found.mean().expect("defined"), 4.0 * standard_error(found));
    assert!(four < share * by_hand, "{what}: ± {four} tells nothing");
    let off = (value - by_hand).abs();
    assert!(off < four, "{what}: {value} ± {four}, by hand {by_hand}");
}

#[test]
fn undisturbed_each_way_takes_and_costs_what_its_rows_add_up_to() {
    let plan = plan(&load(EASTWARD, &[]), "undisturbed");
    let days = WAYS.map(|(_, way)| format!("door_to_door_days@{way}"));
    let usd = WAYS.map(|(_, way)| format!("usd_per_feu@{way}"));
    let days = moments(&plan, 320, days.each_ref().map(String::as_str));
    let usd = moments(&plan, 320, usd.each_ref().map(String::as_str));
    let table = rows(ROUTES);
    for (at, (route, way)) in WAYS.into_iter().enumerate() {
        let (days_by_hand, usd_by_hand) = added_up(&table, route);
        agrees(&days[at], days_by_hand, 0.01, &format!("days {way}"));
        agrees(&usd[at], usd_by_hand, 0.05, &format!("USD/FEU {way}"));
    }
}

#[test]
fn with_all_that_goes_wrong_rails_by_pingxiang_take_as_long_as_published() {
    let plan = plan(&load(EASTWARD, &[]), "all-side-by-side");
    let [days] = moments(&plan, 64, ["door_to_door_days@by-pingxiang"]);
    let facts = rows(LOGISTICS);
    // Vietnam to Kazakhstan by rail, Pingxiang and Xi'an, in days.
    let published = facts.iter().find(|row| row["id"] == "F063").expect("F063");
    let (low, high) = (number(published, "low"), number(published, "high"));
    let days = days.mean().expect("defined");
    assert!(
        low < days && days < high,
        "{days}, published {low} to {high}"
    );
}

#[test]
fn a_way_to_turn_to_serves_better_than_fixed_shares_and_these_better_than_one_way() {
    let scenario = load(EASTWARD, &[]);
    let portfolios = ["diversified", "two-ways", "four-shares", "pingxiang-only"];
    let served = portfolios.map(|variant| {
        let [rate] = moments(&plan(&scenario, variant), 64, ["fill_rate"]);
        rate
    });
    for (at, pair) in served.windows(2).enumerate() {
        let step = pair[0].mean().expect("defined") - pair[1].mean().expect("defined");
        // Trials share their luck, so this bound is wider than the error of the difference.
        let bound = standard_error(&pair[0]).hypot(standard_error(&pair[1]));
        let names = (portfolios[at], portfolios[at + 1]);
        assert!(step > bound, "{names:?}: {step} ± {bound}");
    }
}
