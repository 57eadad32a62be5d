//! Stress tests against days worked out by hand.

#![allow(
    clippy::unwrap_used,
    clippy::float_cmp,
    reason = "what helps a test is a test, and whole days are exact"
)]

use crate::common::{load, read};
use lichain::outcome::Struck;
use lichain::study::{self, Settings, Trying};

/// Ten units a day from a gate whose stock and pipeline hold 150: five days are on the way after a border,
/// so 100 are on hand each evening.
const CHAIN: &str = r#"
[scenario]
name = "gate"
start = 2027-01-01
end = 2028-01-01
[party.firm]
[commodity]
goods = { unit = "unit", per_feu = "10 unit" }
[market.source]
of = "goods"
price = "1 USD/unit"
lead_time = "1 d"
[site.plant]
owner = "firm"
[site.plant.stock.goods]
initial = "1000 unit"
policy = { base_stock = { level = "1000 unit" } }
sources = [{ market = "source" }]
[node.border]
dwell = "0 d"
[leg.road]
mode = "road"
transit = "5 d"
[leg.lane]
mode = "road"
transit = "5 d"
[route.way]
from = "plant"
to = "gate"
carries = ["goods"]
path = ["border", "road"]
[site.gate]
owner = "firm"
[site.gate.stock.goods]
initial = "150 unit"
policy = { base_stock = { level = "150 unit" } }
sources = [{ route = "way" }]
[demand.buyer]
at = "gate"
of = "goods"
daily = "10 unit"
"#;

fn tried(text: &str, hits: &[&str], downs: &[u32]) -> Vec<Struck> {
    let scenario = read(text);
    let trying = Trying {
        hits: hits.iter().map(|&hit| hit.to_owned()).collect(),
        downs: downs.to_vec(),
        from: 100,
    };
    let settings = Settings::new(3, 1);
    let stress = study::stress(&scenario.variants, &trying, &settings, &|_| ());
    stress.unwrap().struck
}

#[test]
fn a_closed_border_is_survived_as_long_as_stock_and_what_is_past_it_last() {
    let found = tried(CHAIN, &["node.border"], &[7, 30]);
    // What left before is past the border: it arrives up to day 104. Stock lasts through day 114.
    // Seven days: what waited is there on day 112. Thirty: the first arrives on day 135, with all that waited.
    let [week, month] = &found[..] else {
        panic!("{found:?}")
    };
    assert_eq!((week.down_days, month.down_days), (7, 30));
    assert_eq!(week.survive, [f64::INFINITY; 3]);
    assert_eq!(
        (&week.recover, &week.unserved_days),
        (&vec![0.0; 3], &vec![0.0; 3])
    );
    assert_eq!(
        (&month.survive, &month.recover),
        (&vec![15.0; 3], &vec![35.0; 3])
    );
    for unserved in &month.unserved_days {
        assert!((unserved - 20.0).abs() < 1e-9, "{unserved}");
    }
}

#[test]
fn what_can_be_down_is_what_is_in_use() {
    let scenario = read(CHAIN);
    let names = study::hits(&scenario.variants[0]);
    let names: Vec<&str> = names.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["leg.road", "node.border"]);
}

#[test]
fn a_closure_that_nothing_meets_changes_nothing_to_the_last_bit() {
    // Orders every 20 days: nothing is at the border from day 101 on for ten days.
    let text = CHAIN
        .replace(
            "level = \"150 unit\" }",
            "level = \"350 unit\", review = \"20 d\" }",
        )
        .replace("transit = \"5 d\"", "transit = \"3 to 7 d\"")
        .replace(
            "daily = \"10 unit\"",
            "daily = \"normal(mean 10, sd 3) unit\"",
        );
    let scenario = read(&text);
    let trying = Trying {
        hits: vec!["node.border".to_owned()],
        downs: vec![10],
        from: 101,
    };
    let settings = Settings::new(40, 1);
    let found = study::stress(&scenario.variants, &trying, &settings, &|_| ()).unwrap();
    assert!(
        found.struck[0]
            .unserved_days
            .iter()
            .all(|days| *days == 0.0)
    );
    assert!(
        found.struck[0]
            .survive
            .iter()
            .all(|days| days.is_infinite())
    );
}

#[test]
fn threads_and_side_by_side_change_no_stress_test() {
    let scenario = load("scenarios/lessons/resilience.toml", &[]);
    let trying = Trying {
        hits: Vec::new(),
        downs: vec![45],
        from: 400,
    };
    let of = |trials: u64, threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        let settings = Settings::new(trials, 1);
        pool.install(|| study::stress(&scenario.variants, &trying, &settings, &|_| ()).unwrap())
    };
    let (one, two) = (of(20, 1), of(20, 2));
    assert_eq!(one, two);
    let first = of(5, 2);
    assert!(
        one.struck
            .iter()
            .any(|struck| struck.survive.iter().any(|days| days.is_finite()))
    );
    for (few, many) in first.struck.iter().zip(&one.struck) {
        assert_eq!(few.survive, many.survive[..5]);
        assert_eq!(few.unserved_days, many.unserved_days[..5]);
    }
}
