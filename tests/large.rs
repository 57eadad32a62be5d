//! A generated network of some hundred sites is read, runs and keeps the rules of the model; its
//! mistakes are told in a page however many they are.

#[path = "../benches/large/network.rs"]
mod network;

use std::fs;

use lichain::plan::Plan;
use lichain::scenario::{self, Problems, Scenario};
use lichain::study::{self, Settings};
use network::network;

const SITES: usize = 300;

fn read(text: &str) -> Result<Scenario, Problems> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("large.toml");
    fs::write(&path, text).expect("written");
    scenario::load(&path, &[])
}

fn loaded() -> Scenario {
    let scenario = read(&network(SITES, "2027-03-15"));
    scenario.unwrap_or_else(|problems| panic!("{}", problems.render(false)))
}

#[test]
fn a_network_has_the_sites_and_routes_that_its_text_has_headings_for() {
    let scenario = loaded();
    let text = network(SITES, "2027-03-15");
    let headings = |table: &str| {
        let start = format!("[{table}.");
        let named = |line: &&str| line.starts_with(&start) && line.matches('.').count() == 1;
        text.lines().filter(named).count()
    };
    let model = &scenario.variants[0];
    assert_eq!((headings("site"), headings("route")), (SITES, 5 * SITES));
    let found = (model.sites.len(), model.routes.len());
    assert_eq!(found, (SITES, 5 * SITES));
    // Each source is a line of the plan, and each works has a market besides.
    let lanes = Plan::compile(model).lanes.len();
    assert_eq!(lanes, 5 * SITES + SITES / 5);
}

#[test]
fn a_network_keeps_every_rule_on_every_evening_and_its_cargo_moves() {
    let scenario = loaded();
    let run = study::run(&scenario.variants, 0, &Settings::new(2, 1), &|_| ());
    let outcomes = run.unwrap_or_else(|breach| panic!("{breach:?}"));
    let variant = &outcomes.variants[0];
    let sum = |start: &str| -> f64 {
        let columns = variant.layout.measures.iter().zip(&variant.measures);
        let own = columns.filter(|(measure, _)| measure.name.starts_with(start));
        let numbers = own.flat_map(|(_, column)| column);
        numbers.filter(|number| number.is_finite()).sum()
    };
    for moved in [
        "delivered_kwh",
        "made@plant",
        "door_to_door_days@to-works",
        "spells@storm",
    ] {
        assert!(sum(moved) > 0.0, "{moved}");
    }
}

#[test]
fn thousands_of_unknown_names_are_told_in_a_page_with_what_the_first_may_mean() {
    let text = network(SITES, "2027-03-15").replace("from = \"mine-", "from = \"mines-");
    let problems = read(&text).expect_err("no site is named so");
    let wrong = text.matches("\"mines-").count();
    let told = problems.render(false);
    assert_eq!(wrong, 6 * SITES / 5);
    assert!(told.contains(&format!("{wrong} problems")), "{told}");
    assert!(told.lines().count() < 300 && told.contains("the first 20 are shown"));
    let first = told.split("\nerror: ").next().expect("one");
    assert!(first.contains("did you mean \"mine-"), "{first}");
    assert_eq!(told.matches("did you mean \"mine-").count(), 20);
}
