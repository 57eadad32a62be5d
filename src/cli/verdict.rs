//! What matters, at the end of a run: the variants with their key measures and intervals, and
//! which differences are real.

use std::fmt::Write;

use super::quantity;
use super::table::{self, Align};
use super::terminal::WIDTH;
use crate::measure::{Better, Measure};
use crate::outcome::{Outcomes, VariantOutcomes};
use crate::summary::{self, Paired, Summary, SummaryRow};

/// Shown where a scenario has them, by the name before any `@` or `.`, in this order.
const KEY_MEASURES: [&str; 11] = [
    "delivered_cost",
    "chain_cost",
    "cost_per_day",
    "total_cost",
    "fill_rate",
    "days_short",
    "vehicles_not_built",
    "delivered_vehicles",
    "delivered_kwh",
    "chain_time",
    "chain_time_days",
];

/// Rows beyond this are left to the files.
const MOST: usize = 12;

/// The table and the differences.
pub fn verdict(scenario: &str, outcomes: &Outcomes, summary: &Summary) -> String {
    let measures = key_measures(outcomes, summary);
    let mut text = format!(
        "\n{scenario}: {} trials, seed {}, mean ± half of its 95 % interval\n\n",
        outcomes.trials, outcomes.seed
    );
    text.push_str(&means(outcomes, summary, &measures));
    if outcomes.variants.len() > 1 {
        text.push_str(&differences(outcomes, &measures));
    }
    text
}

/// The measures to show: the key ones that are defined somewhere, or else the first there are.
fn key_measures<'a>(outcomes: &'a Outcomes, summary: &Summary) -> Vec<&'a Measure> {
    let mut all: Vec<&Measure> = Vec::new();
    for measure in outcomes.variants.iter().flat_map(|v| &v.layout.measures) {
        let defined = |row: &SummaryRow| row.measure == measure.name && row.mean.is_some();
        let known = all.iter().any(|known| known.name == measure.name);
        if !known && summary.rows.iter().any(defined) {
            all.push(measure);
        }
    }
    let of = |key: &str| {
        let stem = |name: &str| name.split(['@', '.']).next() == Some(key);
        let found: Vec<&Measure> = all.iter().copied().filter(|m| stem(&m.name)).collect();
        found
    };
    let mut shown: Vec<&Measure> = KEY_MEASURES.iter().flat_map(|key| of(key)).collect();
    if shown.is_empty() {
        shown = all;
    }
    shown.truncate(MOST);
    shown
}

/// Measures as rows, variants as columns, in as many blocks as the width needs.
fn means(outcomes: &Outcomes, summary: &Summary, measures: &[&Measure]) -> String {
    let mut left: &[VariantOutcomes] = &outcomes.variants;
    let mut blocks = Vec::new();
    while !left.is_empty() {
        let (block, taken) = widest_block(left, summary, measures);
        blocks.push(block);
        left = &left[taken..];
    }
    blocks.join("\n")
}

/// As many of the first variants as fit side by side, at least one.
fn widest_block(
    variants: &[VariantOutcomes],
    summary: &Summary,
    measures: &[&Measure],
) -> (String, usize) {
    let blocks = (1..=variants.len()).map(|n| (block(&variants[..n], summary, measures), n));
    let fitting = |(text, n): &(String, usize)| *n == 1 || table::width(text) <= WIDTH;
    blocks.take_while(fitting).last().unwrap_or_default()
}

fn block(variants: &[VariantOutcomes], summary: &Summary, measures: &[&Measure]) -> String {
    let ids = variants.iter().map(|v| folded(&v.variant));
    let heading: Vec<String> = [String::new(), String::new()]
        .into_iter()
        .chain(ids)
        .collect();
    let rows: Vec<Vec<String>> = measures
        .iter()
        .map(|measure| row(measure, variants, summary))
        .collect();
    table::aligned(&heading, &rows, &[Align::Left, Align::Left], 0)
}

fn row(measure: &Measure, variants: &[VariantOutcomes], summary: &Summary) -> Vec<String> {
    let found = |id: &str| {
        let fits = |row: &&SummaryRow| row.variant == id && row.measure == measure.name;
        summary.rows.iter().find(fits)
    };
    let means = summary.rows.iter().filter(|r| r.measure == measure.name);
    let largest = means
        .filter_map(|r| r.mean)
        .fold(0.0, |m: f64, x| m.max(x.abs()));
    let (factor, word) = quantity::scale(largest);
    let cells = variants.iter().map(|variant| {
        let estimate = found(&variant.variant).and_then(|row| row.mean.map(|mean| (mean, row)));
        estimate.map_or("–".to_owned(), |(mean, row)| {
            let half = row
                .lo95
                .zip(row.hi95)
                .map(|(lo, hi)| (hi - lo) / 2.0 / factor);
            quantity::with_half(mean / factor, half)
        })
    });
    [measure.name.clone(), format!("{word}{}", measure.unit)]
        .into_iter()
        .chain(cells)
        .collect()
}

/// A long id in lines, broken after hyphens: columns are as wide as their numbers.
fn folded(id: &str) -> String {
    const ENOUGH: usize = 12;
    let mut whole = String::new();
    let mut used = 0;
    for part in id.split_inclusive(['-', '_']) {
        if used > 0 && used + part.len() > ENOUGH {
            whole.push('\n');
            used = 0;
        }
        whole.push_str(part);
        used += part.len();
    }
    whole
}

/// A measure of a variant against the reference.
struct Comparison<'a> {
    measure: &'a Measure,
    variant: &'a str,
    columns: (&'a [f64], &'a [f64]),
}

/// Differences from the reference whose intervals, all together at 95 %, leave out 0.
fn differences(outcomes: &Outcomes, measures: &[&Measure]) -> String {
    let comparisons = comparisons(outcomes, measures);
    let pairs: Vec<(&[f64], &[f64])> = comparisons.iter().map(|c| c.columns).collect();
    let found = summary::paired_simultaneous(&pairs, summary::CONFIDENCE);
    let real: Vec<Vec<String>> = comparisons
        .iter()
        .zip(&found)
        .filter(|(_, paired)| paired.is_real())
        .filter_map(|(comparison, paired)| told(comparison, paired))
        .collect();
    let number = comparisons.len();
    let reference = &outcomes.variants[outcomes.reference].variant;
    let mut text =
        format!("\nreal differences from {reference} (paired, 95 % over all {number} together):");
    if real.is_empty() {
        text.push_str(" none\n");
        return text;
    }
    text.push('\n');
    text.push_str(&table::aligned(&[], &real, &[Align::Left; 5], 2));
    if real.len() < number {
        let _ = writeln!(text, "the other {} may be chance", number - real.len());
    }
    text
}

fn comparisons<'a>(outcomes: &'a Outcomes, measures: &[&'a Measure]) -> Vec<Comparison<'a>> {
    let reference = &outcomes.variants[outcomes.reference];
    let others = outcomes.variants.iter().enumerate();
    let others = others.filter(|(place, _)| *place != outcomes.reference);
    others
        .flat_map(|(_, variant)| {
            measures.iter().filter_map(move |&measure| {
                Some(Comparison {
                    measure,
                    variant: &variant.variant,
                    columns: (column(variant, measure)?, column(reference, measure)?),
                })
            })
        })
        .collect()
}

fn column<'a>(variant: &'a VariantOutcomes, measure: &Measure) -> Option<&'a [f64]> {
    let mut measures = variant.layout.measures.iter();
    let place = measures.position(|known| known.name == measure.name)?;
    Some(&variant.measures[place])
}

fn told(comparison: &Comparison, paired: &Paired) -> Option<Vec<String>> {
    let (mean, lo, hi) = (paired.mean?, paired.lo?, paired.hi?);
    let (factor, word) = quantity::scale(mean);
    let sign = if mean > 0.0 { "+" } else { "" };
    let amount = quantity::with_half(mean / factor, Some((hi - lo) / 2.0 / factor));
    let good = match (comparison.measure.better, mean > 0.0) {
        (Better::None, _) => "",
        (Better::High, true) | (Better::Low, false) => "better",
        (Better::High, false) | (Better::Low, true) => "worse",
    };
    let measure = comparison.measure;
    Some(vec![
        comparison.variant.to_owned(),
        measure.name.clone(),
        format!("{sign}{amount}"),
        format!("{word}{}", measure.unit),
        good.to_owned(),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::Estimand;
    use crate::outcome::Layout;

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
            method: String::new(),
            note: String::new(),
        }
    }

    fn outcomes(variants: &[(&str, [f64; 4], [f64; 4])]) -> Outcomes {
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
        };
        Outcomes {
            variants: variants.iter().map(variant).collect(),
            reference: 0,
            trials: 4,
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
        let text = verdict("chain", &outcomes, &summary);
        assert!(
            text.contains("51.50 ± 0.52") && text.contains("41.50 ± 0.52"),
            "{text}"
        );
        assert!(!text.contains("end_stock"), "{text}");
        let (_, real) = text.split_once("real differences from today").unwrap();
        assert!(real.contains("delivered_cost  -9.99"), "{text}");
        assert!(
            real.contains("better") && !real.contains("fill_rate"),
            "{text}"
        );
        assert!(real.contains("the other 1 may be chance"), "{text}");
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
        let text = verdict("chain", &outcomes, &summary);
        assert!(table::width(&text) <= WIDTH, "{text}");
        assert_eq!(text.matches("51.50 ± 0.52").count(), 9, "{text}");
        assert!(text.contains("together): none"), "{text}");
    }

    #[test]
    fn long_ids_are_folded_after_hyphens() {
        assert_eq!(folded("cells-in-kazakhstan"), "cells-in-\nkazakhstan");
        assert_eq!(folded("china-only"), "china-only");
    }
}
