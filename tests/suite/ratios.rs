//! Ratios of measures are those of each trial, whatever else a scenario measures.

use lichain::measure::Estimand;
use lichain::summary::summarise;

use crate::common::{column, load, position, run};

const LESSON: &str = "scenarios/lessons/ratio.toml";
const TRIALS: u64 = 48;

#[test]
fn a_ratio_divides_within_each_trial_and_reaches_its_bound_or_not() {
    let outcomes = run(&load(LESSON, &[]), TRIALS);
    let variant = &outcomes.variants[0];
    let of = |name| column(variant, name);
    let quotients = of("door_to_door_days@by-sea")
        .iter()
        .zip(of("door_to_door_days@by-rail"))
        .map(|(sea, rail)| sea / rail);
    let mut reached = 0;
    for (trial, quotient) in quotients.enumerate() {
        assert!(of("ratio@time")[trial].total_cmp(&quotient).is_eq());
        let reaches = of("reaches@time")[trial] > 0.5;
        assert_eq!(reaches, quotient >= 2.0, "{quotient}");
        reached += u64::from(reaches);
    }
    assert!(reached > 0 && reached < TRIALS, "{reached} decide nothing");
    let rows = summarise(&outcomes).rows;
    let row = rows
        .iter()
        .find(|row| row.measure == "reaches@time")
        .unwrap();
    assert_eq!(row.mean, Some(reached as f64 / TRIALS as f64));
}

#[test]
fn the_mean_of_a_ratio_is_not_the_ratio_of_the_means() {
    let outcomes = run(&load(LESSON, &[]), TRIALS);
    let mean = |name| {
        let values = column(&outcomes.variants[0], name);
        values.iter().sum::<f64>() / values.len() as f64
    };
    let of_means = mean("usd_per_feu@by-sea") / mean("usd_per_feu@by-rail");
    assert!((mean("ratio@cost") - of_means).abs() > 1e-4, "{of_means}");
}

#[test]
fn ratios_stand_last_have_no_bad_tail_and_change_no_other_measure() {
    let without = ["ratio.time.in_use=false", "ratio.cost.in_use=false"];
    let [with, without] = [&[][..], &without].map(|set| run(&load(LESSON, set), TRIALS));
    let [with, without] = [&with.variants[0], &without.variants[0]];
    let others = without.measures.len();
    assert_eq!(with.measures[..others], without.measures[..]);
    let names: Vec<&str> = with.layout.measures[others..]
        .iter()
        .map(|measure| measure.name.as_str())
        .collect();
    // `cost` has no bound.
    assert_eq!(names, ["ratio@cost", "ratio@time", "reaches@time"]);
    let column = |name| &with.layout.measures[position(&with.layout.measures, name)];
    assert_eq!(column("reaches@time").estimand, Estimand::Probability);
    assert_eq!(column("ratio@time").estimand, Estimand::Mean);
    let units = ["ratio@cost", "reaches@time"].map(|name| column(name).unit.as_str());
    assert_eq!(units, ["ratio", "share"]);
}

#[test]
fn a_ratio_over_nothing_is_empty_and_one_of_unlike_units_says_so() {
    let set = [
        "route.by-sea.in_use=false",
        "site.shop.stock.goods.sources=[{ route = \"by-rail\" }]",
        "ratio.time.of=door_to_door_days@by-rail",
        "ratio.time.over=spells@flood",
        "ratio.cost.of=usd_per_feu@by-rail",
        "ratio.cost.over=door_to_door_days@by-rail",
        "hazard.flood.in_use=true",
    ];
    let outcomes = run(&load(LESSON, &set), TRIALS);
    let variant = &outcomes.variants[0];
    let empty = column(variant, "ratio@time").iter().filter(|x| x.is_nan());
    let dry = column(variant, "spells@flood")
        .iter()
        .filter(|x| **x == 0.0);
    let (empty, dry) = (empty.count(), dry.count());
    assert_eq!(empty, dry);
    assert!(dry > 0 && dry < TRIALS as usize, "{dry} dry years");
    let bound = column(variant, "reaches@time");
    assert_eq!(bound.iter().filter(|x| x.is_nan()).count(), empty);
    let at = position(&variant.layout.measures, "ratio@cost");
    assert_eq!(variant.layout.measures[at].unit, "(USD/FEU)/(d)");
}
