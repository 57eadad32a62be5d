use super::super::table;
use super::*;
use crate::measure::{Better, Estimand};
use crate::outcome::{Layout, VariantOutcomes};

fn measure(name: &str, unit: &str, better: Better) -> Measure {
    Measure {
        name: name.to_owned(),
        unit: unit.to_owned(),
        better,
        estimand: Estimand::Mean,
        meaning: String::new(),
    }
}

fn row(variant: &str, measure: &str, mean: f64, half: f64) -> SummaryRow {
    SummaryRow {
        variant: variant.to_owned(),
        measure: measure.to_owned(),
        unit: String::new(),
        n: 4,
        n_defined: 4,
        mean: Some(mean),
        lo95: Some(mean - half),
        hi95: Some(mean + half),
        sd: None,
        quantiles: [crate::summary::QuantileEstimate::default(); 7],
        cvar5: crate::summary::QuantileEstimate::default(),
        converged: None,
        mean_of_trials: Some(mean),
        method: String::new(),
        note: String::new(),
    }
}

pub fn outcomes(variants: &[(&str, [f64; 4], [f64; 4])]) -> Outcomes {
    let measures = vec![
        measure("end_stock@a.b", "t", Better::None),
        measure("fill_rate", "", Better::High),
        measure("delivered_cost", "USD/kWh", Better::Low),
    ];
    let variant = |(id, cost, fill): &(&str, [f64; 4], [f64; 4])| VariantOutcomes {
        variant: (*id).to_owned(),
        title: String::new(),
        layout: Layout {
            measures: measures.clone(),
            ..Layout::default()
        },
        measures: vec![vec![0.0; 4], fill.to_vec(), cost.to_vec()],
        parameters: Vec::new(),
        monthly: Vec::new(),
        ledger: Vec::new(),
        replicates: Vec::new(),
        streamed: Vec::new(),
    };
    Outcomes {
        variants: variants.iter().map(variant).collect(),
        reference: 0,
        first: 1,
        trials: 4,
        kept: 4,
        seed: 1,
    }
}

#[test]
fn the_verdict_shows_key_measures_and_what_is_real() {
    let noise = [0.9, 0.8, 0.7, 0.6];
    let outcomes = outcomes(&[
        ("today", [50.0, 51.0, 52.0, 53.0], noise),
        (
            "cells-in-kazakhstan",
            [40.0, 41.001, 42.0, 43.0],
            [0.6, 0.9, 0.7, 0.8],
        ),
    ]);
    let rows = vec![
        row("today", "delivered_cost", 51.5, 0.52),
        row("today", "fill_rate", 0.75, 0.05),
        row("cells-in-kazakhstan", "delivered_cost", 41.5, 0.52),
        row("cells-in-kazakhstan", "fill_rate", 0.75, 0.05),
    ];
    let summary = Summary {
        rows,
        ..Summary::default()
    };
    let text = verdict("Today or tomorrow", &[], &outcomes, &summary, 80);
    assert!(
        text.contains("51.50 ± 0.52") && text.contains("41.50 ± 0.52"),
        "{text}"
    );
    assert!(!text.contains("end_stock"), "{text}");
    assert!(text.starts_with("\nToday or tomorrow\n"), "{text}");
    let (_, real) = text.split_once("real differences from today").unwrap();
    assert!(real.contains("    delivered_cost  -9.99"), "{text}");
    assert!(
        real.contains("better") && !real.contains("fill_rate"),
        "{text}"
    );
    assert!(real.contains("The other 1 may be chance"), "{text}");
}

#[test]
fn many_variants_are_told_in_blocks_that_fit_the_terminal() {
    let ids: Vec<String> = (0..9).map(|n| format!("variant-number-{n}")).collect();
    let variants: Vec<_> = ids
        .iter()
        .map(|id| (id.as_str(), [1.0; 4], [1.0; 4]))
        .collect();
    let outcomes = outcomes(&variants);
    let rows = ids
        .iter()
        .map(|id| row(id, "delivered_cost", 51.5, 0.52))
        .collect();
    let summary = Summary {
        rows,
        ..Summary::default()
    };
    for (width, headings) in [(32, 9), (40, 9), (80, 3), (120, 2), (190, 1)] {
        let text = verdict("Today or tomorrow", &[], &outcomes, &summary, width);
        assert!(table::width(&text) <= width, "{width}\n{text}");
        assert_eq!(text.matches("51.50 ± 0.52").count(), 9, "{text}");
        let (_, told) = text.split_once("\n\n").unwrap();
        let (told, _) = told.split_once("Means over").unwrap();
        let lines = told.lines().filter(|line| line.contains("variant-"));
        assert_eq!(lines.count(), headings, "{width}\n{text}");
    }
    let text = verdict("Today or tomorrow", &[], &outcomes, &summary, 80);
    assert!(text.contains("(paired, 95 % for all 8): none\n"), "{text}");
}

#[test]
fn a_measure_is_told_in_one_unit_however_far_variants_lie_apart() {
    let mut outcomes = outcomes(&[
        ("today", [2e7, 2.1e7, 2.2e7, 2.3e7], [0.0; 4]),
        (
            "tomorrow",
            [2e7 - 9e5, 2.1e7 - 9.1e5, 2.2e7 - 9e5, 2.3e7 - 9e5],
            [0.0; 4],
        ),
    ]);
    for variant in &mut outcomes.variants {
        "USD".clone_into(&mut variant.layout.measures[2].unit);
    }
    let rows = vec![
        row("today", "delivered_cost", 2.15e7, 1e5),
        row("tomorrow", "delivered_cost", 2.06e7, 1e5),
    ];
    let summary = Summary {
        rows,
        ..Summary::default()
    };
    let text = verdict("", &[], &outcomes, &summary, 80);
    assert!(
        text.contains("million USD  21.50 ± 0.10  20.60 ± 0.10"),
        "{text}"
    );
    assert!(text.contains("-0.90"), "{text}");
    assert_eq!(text.matches("million USD").count(), 2, "{text}");
}
