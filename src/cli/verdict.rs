//! What matters, at the end of a run: the variants with their key measures and intervals, and
//! which differences are real.

use std::fmt::Write;

use super::quantity;
use super::table::{self, Align};
use super::terminal::WIDTH;
use crate::measure::{Better, Measure};
use crate::outcome::{Outcomes, VariantOutcomes};
use crate::summary::{self, Difference, Summary, SummaryRow};

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

/// The chance that any of the intervals shown together misses its difference.
const ERROR: f64 = 0.05;

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
    first: &'a [f64],
    second: &'a [f64],
}

/// Differences from the reference whose simultaneous interval leaves out 0: each interval has the
/// confidence `1 - 0.05 / comparisons` (Bonferroni).
fn differences(outcomes: &Outcomes, measures: &[&Measure]) -> String {
    let comparisons = comparisons(outcomes, measures);
    let number = comparisons.len();
    if number == 0 {
        return String::new();
    }
    let confidence = 1.0 - ERROR / number as f64;
    let real: Vec<Vec<String>> = comparisons
        .iter()
        .filter_map(|c| {
            let difference = summary::paired_difference(c.first, c.second, confidence)?;
            is_real(&difference).then(|| told(c, &difference))
        })
        .collect();
    let reference = &outcomes.variants[outcomes.reference].variant;
    let mut text = format!("\nreal differences from {reference} (paired, 95 % over all {number}):");
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
                    first: column(variant, measure)?,
                    second: column(reference, measure)?,
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

fn is_real(difference: &Difference) -> bool {
    difference.lo > 0.0 || difference.hi < 0.0
}

fn told(comparison: &Comparison, difference: &Difference) -> Vec<String> {
    let (factor, word) = quantity::scale(difference.mean);
    let half = (difference.hi - difference.lo) / 2.0 / factor;
    let sign = if difference.mean > 0.0 { "+" } else { "" };
    let amount = quantity::with_half(difference.mean / factor, Some(half));
    let good = match (comparison.measure.better, difference.mean > 0.0) {
        (Better::None, _) => "",
        (Better::High, true) | (Better::Low, false) => "better",
        (Better::High, false) | (Better::Low, true) => "worse",
    };
    let measure = comparison.measure;
    vec![
        comparison.variant.to_owned(),
        measure.name.clone(),
        format!("{sign}{amount}"),
        format!("{word}{}", measure.unit),
        good.to_owned(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_ids_are_folded_after_hyphens() {
        assert_eq!(folded("cells-in-kazakhstan"), "cells-in-\nkazakhstan");
        assert_eq!(folded("china-only"), "china-only");
    }

    #[test]
    fn a_difference_is_real_where_its_interval_leaves_out_zero() {
        for (lo, hi, real) in [(0.1, 0.3, true), (-0.1, 0.3, false), (-0.3, -0.1, true)] {
            let mean = (lo + hi) / 2.0;
            assert_eq!(is_real(&Difference { n: 9, mean, lo, hi }), real);
        }
    }
}
