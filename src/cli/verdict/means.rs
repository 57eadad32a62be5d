//! Variants and their key measures side by side where the terminal is wide enough, in blocks where it is
//! not, and as a list where not even one variant fits beside the names.

use std::fmt::Write;

use super::Shown;
use crate::cli::quantity;
use crate::cli::table::{self, Align};
use crate::outcome::VariantOutcomes;
use crate::summary::{Summary, SummaryRow};

/// Measures as rows, variants as columns, in as many blocks as the width needs.
pub(super) fn table(
    variants: &[VariantOutcomes],
    summary: &Summary,
    shown: &[Shown],
    width: usize,
) -> String {
    let block = |some: &[VariantOutcomes], id: fn(&str) -> String| {
        let heading = some.iter().map(|v| id(&v.variant));
        block(heading.collect(), some, summary, shown)
    };
    let fits = |text: &String| table::width(text) <= width;
    let whole = block(variants, str::to_owned);
    if fits(&whole) {
        return whole;
    }
    let mut left = variants;
    let mut blocks = Vec::new();
    while !left.is_empty() {
        let some = (1..=left.len()).map(|n| (block(&left[..n], folded), n));
        let fitting = some.take_while(|(text, _)| fits(text)).last();
        let Some((text, taken)) = fitting else {
            return list(variants, summary, shown);
        };
        blocks.push(text);
        left = &left[taken..];
    }
    blocks.join("\n")
}

fn block(
    ids: Vec<String>,
    variants: &[VariantOutcomes],
    summary: &Summary,
    shown: &[Shown],
) -> String {
    let heading: Vec<String> = [String::new(), String::new()]
        .into_iter()
        .chain(ids)
        .collect();
    let mut rows = Vec::new();
    let mut above = "";
    for one in shown {
        let (stem, instance) = split(&one.measure.name);
        if !instance.is_empty() && stem != above {
            rows.push(vec![stem.to_owned()]);
        }
        above = stem;
        rows.push(row(one, variants, summary));
    }
    table::aligned(&heading, &rows, &[Align::Left, Align::Left], 0)
}

/// A measure's name and its instance, `@` with it: instances stand below their name, which keeps
/// the table narrow.
fn split(name: &str) -> (&str, &str) {
    name.split_at(name.find('@').unwrap_or(name.len()))
}

fn row(shown: &Shown, variants: &[VariantOutcomes], summary: &Summary) -> Vec<String> {
    let cells = variants.iter().map(|v| cell(shown, v, summary));
    let name = match split(&shown.measure.name) {
        (stem, "") => stem.to_owned(),
        (_, instance) => format!("  {instance}"),
    };
    [name, shown.unit.clone()]
        .into_iter()
        .chain(cells)
        .collect()
}

fn cell(shown: &Shown, variant: &VariantOutcomes, summary: &Summary) -> String {
    let row = shown.row(&variant.variant, summary);
    let told = row.and_then(|row| estimate(row, shown.factor));
    told.unwrap_or("–".to_owned())
}

/// Mean and half of its interval in units of a factor; nothing where it is not defined.
fn estimate(row: &SummaryRow, factor: f64) -> Option<String> {
    let interval = row.lo95.zip(row.hi95);
    let half = interval.map(|(lo, hi)| (hi - lo) / 2.0 / factor);
    row.mean
        .map(|mean| quantity::with_half(mean / factor, half))
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

/// Each measure with the variants below it.
fn list(variants: &[VariantOutcomes], summary: &Summary, shown: &[Shown]) -> String {
    let mut text = String::new();
    for one in shown {
        let unit = match one.unit.as_str() {
            "" => String::new(),
            unit => format!(" [{unit}]"),
        };
        let _ = writeln!(text, "{}{unit}", one.measure.name);
        let row = |v: &VariantOutcomes| vec![v.variant.clone(), cell(one, v, summary)];
        let rows: Vec<Vec<String>> = variants.iter().map(row).collect();
        text += &table::aligned(&[], &rows, &[Align::Left], 2);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_ids_are_folded_after_hyphens() {
        assert_eq!(folded("cells-in-kazakhstan"), "cells-in-\nkazakhstan");
        assert_eq!(folded("china-only"), "china-only");
    }
}
