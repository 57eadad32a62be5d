//! Which differences from the reference are real: paired trial by trial, all together at 95 %.

use std::fmt::Write;

use rayon::prelude::*;

use super::Shown;
use super::choice::column;
use crate::cli::quantity;
use crate::cli::table::{self, Align};
use crate::cli::terminal::wrapped;
use crate::measure::Better;
use crate::outcome::Outcomes;
use crate::summary::{self, Means, Paired};

/// A measure of a variant against the reference.
struct Comparison<'a> {
    shown: &'a Shown<'a>,
    variant: &'a str,
    place: usize,
    columns: (&'a [f64], &'a [f64]),
}

/// Differences from the reference whose intervals, all together at 95 %, leave out 0.
pub fn differences(outcomes: &Outcomes, shown: &[Shown], width: usize) -> String {
    let comparisons = comparisons(outcomes, shown);
    let means = |variant| Means::of_both(variant, &outcomes.variants[outcomes.reference]);
    let means: Vec<Means> = outcomes.variants.par_iter().map(means).collect();
    let pairs: Vec<_> = comparisons
        .iter()
        .map(|c| (c.columns.0, c.columns.1, &means[c.place]))
        .collect();
    let found = summary::paired_simultaneous(&pairs, summary::CONFIDENCE);
    let found: Vec<(&Comparison, &Paired)> = comparisons.iter().zip(&found).collect();
    let real = found.iter().filter(|(_, paired)| paired.is_real()).count();
    let reference = &outcomes.variants[outcomes.reference].variant;
    let head = format!(
        "real differences from {reference} (paired, 95 % for all {})",
        found.len()
    );
    let none = if real == 0 { ": none" } else { "" };
    let mut text = format!("\n{}\n", wrapped(&(head + none), width, 2));
    if real == 0 {
        return text;
    }
    for variant in &outcomes.variants {
        let own = found.iter().filter(|(c, _)| c.variant == variant.variant);
        let rows: Vec<Vec<String>> = own.filter_map(|(c, paired)| told(c, paired)).collect();
        if !rows.is_empty() {
            let _ = writeln!(text, "  {}", variant.variant);
            text.push_str(&table::fitted(&rows, &[Align::Left; 4], 4, width));
        }
    }
    if real < found.len() {
        let _ = writeln!(
            text,
            "The other {} may be chance or nothing.",
            found.len() - real
        );
    }
    text
}

/// Every measure of every variant that is defined together with that of the reference.
fn comparisons<'a>(outcomes: &'a Outcomes, shown: &'a [Shown<'a>]) -> Vec<Comparison<'a>> {
    let reference = &outcomes.variants[outcomes.reference];
    let others = outcomes.variants.iter().enumerate();
    let others = others.filter(|(place, _)| *place != outcomes.reference);
    others
        .flat_map(|(place, variant)| {
            let compared = shown.iter().filter_map(move |shown| {
                let measure = shown.measure;
                Some(Comparison {
                    shown,
                    variant: &variant.variant,
                    place,
                    columns: (column(variant, measure)?, column(reference, measure)?),
                })
            });
            compared.filter(|comparison| both_defined(comparison.columns))
        })
        .collect()
}

fn both_defined((one, other): (&[f64], &[f64])) -> bool {
    let mut pairs = one.iter().zip(other);
    pairs.any(|(a, b)| a.is_finite() && b.is_finite())
}

/// Name, amount, unit and what it means, where the difference is real.
fn told(comparison: &Comparison, paired: &Paired) -> Option<Vec<String>> {
    let (mean, lo, hi) = (paired.mean?, paired.lo?, paired.hi?);
    if !paired.is_real() {
        return None;
    }
    let Shown {
        measure,
        factor,
        unit,
    } = comparison.shown;
    let unit = quantity::of_difference(unit);
    let sign = if mean > 0.0 { "+" } else { "" };
    let amount = quantity::with_half(mean / factor, Some((hi - lo) / 2.0 / factor));
    let good = match (measure.better, mean > 0.0) {
        (Better::None, _) => "",
        (Better::High, true) | (Better::Low, false) => "better",
        (Better::High, false) | (Better::Low, true) => "worse",
    };
    let amount = format!("{sign}{amount}");
    Some(vec![measure.name.clone(), amount, unit, good.to_owned()])
}
