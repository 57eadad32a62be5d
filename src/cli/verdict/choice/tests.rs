use super::*;
use crate::calendar::Date;
use crate::cli::balance::tests as small;
use crate::measure::{Better, Estimand};
use crate::model::CommodityUnit;
use crate::outcome::Layout;
use crate::summary::SummaryRow;

/// Outcomes and means of one variant with these measures.
fn told(measures: &[(&str, Option<f64>)]) -> (Outcomes, Summary) {
    let measure = |(name, _): &(&str, Option<f64>)| Measure {
        name: (*name).to_owned(),
        unit: "d".to_owned(),
        better: Better::Low,
        estimand: Estimand::Mean,
        meaning: String::new(),
    };
    let row = |(name, mean): &(&str, Option<f64>)| SummaryRow {
        variant: "base".to_owned(),
        measure: (*name).to_owned(),
        mean: *mean,
        ..SummaryRow::default()
    };
    let column = |(_, mean): &(&str, Option<f64>)| vec![mean.unwrap_or(f64::NAN)];
    let variant = VariantOutcomes {
        variant: "base".to_owned(),
        title: String::new(),
        layout: Layout {
            measures: measures.iter().map(measure).collect(),
            ..Layout::default()
        },
        measures: measures.iter().map(column).collect(),
        parameters: Vec::new(),
        monthly: Vec::new(),
        ledger: Vec::new(),
        replicates: Vec::new(),
        streamed: Vec::new(),
    };
    let outcomes = Outcomes {
        variants: vec![variant],
        reference: 0,
        first: 1,
        trials: 1,
        kept: 1,
        seed: 1,
    };
    let summary = Summary {
        rows: measures.iter().map(row).collect(),
        ..Summary::default()
    };
    (outcomes, summary)
}

fn names(models: &[Model], measures: &[(&str, Option<f64>)]) -> Vec<String> {
    let (outcomes, summary) = told(measures);
    let shown = shown(models, &outcomes, &summary);
    shown.iter().map(|measure| measure.name.clone()).collect()
}

#[test]
fn parts_instances_and_the_undefined_are_left_to_the_files() {
    let found = names(
        &[],
        &[
            ("fill_rate", Some(0.9)),
            ("delivered_cost", Some(80.0)),
            ("delivered_cost.freight", Some(2.0)),
            ("chain_cost@mine", Some(1.0)),
            ("chain_time_days", None),
            ("delivered_kwh", Some(1e9)),
            ("total_cost_usd", Some(1e9)),
            ("end_stock@plant.cells", Some(3.0)),
        ],
    );
    assert_eq!(found, ["delivered_cost", "fill_rate", "delivered_kwh"]);
}

#[test]
fn without_kwh_costs_are_told_whole_and_by_the_day() {
    let found = names(
        &[],
        &[
            ("total_cost_usd", Some(900.0)),
            ("cost_per_day_usd", Some(9.0)),
            ("total_cost_usd@depot.widget", Some(900.0)),
        ],
    );
    assert_eq!(found, ["total_cost_usd", "cost_per_day_usd"]);
}

#[test]
fn the_slowest_three_routes_are_shown_and_those_never_used_are_not() {
    let found = names(
        &[],
        &[
            ("door_to_door_days@truck", Some(0.5)),
            ("door_to_door_days@unused", None),
            ("door_to_door_days@sea", Some(30.0)),
            ("door_to_door_days@rail", Some(12.0)),
            ("door_to_door_days@road", Some(3.0)),
        ],
    );
    let slowest = ["sea", "rail", "road"].map(|name| format!("door_to_door_days@{name}"));
    assert_eq!(found, slowest);
}

#[test]
fn the_routes_that_the_reference_uses_most_come_first_and_the_others_are_counted() {
    let measures = [
        ("door_to_door_days@truck", Some(0.5)),
        ("door_to_door_days@sea", Some(30.0)),
        ("door_to_door_days@rail", Some(12.0)),
        ("door_to_door_days@road", Some(3.0)),
        ("door_to_door_days@unused", None),
        ("feu@truck", Some(90.0)),
        ("feu@road", Some(2.0)),
        ("feu@sea", Some(0.0)),
    ];
    let (outcomes, summary) = told(&measures);
    let chosen = shown(&[], &outcomes, &summary);
    let found: Vec<&str> = chosen.iter().map(|measure| measure.name.as_str()).collect();
    let expected = ["truck", "road", "sea"].map(|name| format!("door_to_door_days@{name}"));
    assert_eq!(found, expected);
    let words = left_out(&chosen, &outcomes, &summary);
    assert_eq!(
        words.as_deref(),
        Some("3 of 4 routes shown; all in summary.csv")
    );
}

#[test]
fn lines_are_those_that_make_what_is_demanded_each_news_once() {
    let mut model = small::model(Date(0), Date(365));
    let car = small::stock(&mut model, "car", CommodityUnit::Vehicle, 0.0);
    let cells = small::stock(&mut model, "cells", CommodityUnit::KilowattHour, 1e-4);
    for (name, makes) in [
        ("a", car),
        ("b", car),
        ("c", car),
        ("d", car),
        ("cells", cells),
    ] {
        let site = model.stocks[makes].site;
        let mut process = small::process(makes, site, 10.0, Vec::new());
        name.clone_into(&mut process.name);
        model.processes.push(process);
    }
    model.demands.push(small::demand(car, 9.0, 0.0, 1));
    let measures = [
        ("days_stopped@a", Some(5.0)),
        ("days_stopped@b", Some(5.0)),
        ("days_stopped@c", Some(7.0)),
        ("days_stopped@d", Some(0.0)),
        ("days_stopped@cells", Some(90.0)),
    ];
    let models = [model];
    assert_eq!(
        names(&models, &measures),
        ["days_stopped@c", "days_stopped@a"]
    );
    let never = [("days_stopped@a", Some(0.0)), ("days_stopped@b", Some(0.0))];
    assert_eq!(names(&models, &never), ["days_stopped@a"]);
}
