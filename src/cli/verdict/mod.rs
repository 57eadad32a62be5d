//! What matters, at the end of a run: the variants with their key measures and intervals, and
//! which differences are real.

mod choice;
mod differences;
mod drivers;

use std::fmt::Write;

use super::quantity;
use super::table::{self, Align};
use super::terminal::{WIDTH, wrapped};
use crate::measure::Measure;
use crate::model::Model;
use crate::outcome::{Outcomes, VariantOutcomes};
use crate::summary::{Summary, SummaryRow};

/// The scenario in its user's words, the variants, the table and the differences.
pub fn verdict(title: &str, models: &[Model], outcomes: &Outcomes, summary: &Summary) -> String {
    let measures = choice::shown(models, outcomes, summary);
    let scenario = models.first().map_or("", |model| model.scenario.as_str());
    let (trials, seed) = (outcomes.trials, outcomes.seed);
    let number = if trials == 1 {
        "1 trial".to_owned()
    } else {
        format!("{trials} trials")
    };
    let mut text = "\n".to_owned();
    if title != scenario {
        let _ = writeln!(text, "{}", wrapped(title, WIDTH, 0));
    }
    let _ = writeln!(text, "{scenario}: {number}, seed {seed}");
    text.push_str(&legend(title, outcomes));
    text.push('\n');
    text.push_str(&means(outcomes, summary, &measures));
    let _ = write!(text, "\n{}", explanation(trials));
    if outcomes.variants.len() > 1 && trials > 1 {
        text.push_str(&differences::differences(outcomes, &measures));
    }
    text.push_str(&drivers::drivers(outcomes, summary));
    text
}

/// What each variant is in the user's words where they aren't the scenario's, and which one is the
/// reference.
fn legend(title: &str, outcomes: &Outcomes) -> String {
    let mut text = String::new();
    for (place, variant) in outcomes.variants.iter().enumerate() {
        let mut words = variant.variant.clone();
        if !["", title, &variant.variant].contains(&variant.title.as_str()) {
            let _ = write!(words, ": {}", variant.title);
        }
        if place == outcomes.reference && outcomes.variants.len() > 1 {
            words.push_str(" [reference]");
        }
        if words != variant.variant {
            let _ = writeln!(text, "  {}", wrapped(&words, WIDTH - 2, 4));
        }
    }
    text
}

/// One sentence on what stands behind the numbers.
fn explanation(trials: u64) -> &'static str {
    if trials == 1 {
        "One trial: no mean, no interval; 1000 tell more.\n"
    } else {
        "Means over trials ± half of their 95 % interval; without ± all trials agree.\n"
    }
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
    let mut rows = Vec::new();
    let mut above = "";
    for measure in measures {
        let (stem, instance) = split(&measure.name);
        if !instance.is_empty() && stem != above {
            rows.push(vec![stem.to_owned()]);
        }
        above = stem;
        rows.push(row(measure, variants, summary));
    }
    table::aligned(&heading, &rows, &[Align::Left, Align::Left], 0)
}

/// A measure's name and its instance, `@` with it: instances stand below their name, which keeps
/// the table narrow.
fn split(name: &str) -> (&str, &str) {
    name.split_at(name.find('@').unwrap_or(name.len()))
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
    let (factor, unit) = quantity::scale(largest, &measure.unit);
    let cells = variants.iter().map(|variant| {
        let told = found(&variant.variant).and_then(|row| estimate(row, factor));
        told.unwrap_or("–".to_owned())
    });
    let name = match split(&measure.name) {
        (stem, "") => stem.to_owned(),
        (_, instance) => format!("  {instance}"),
    };
    [name, unit].into_iter().chain(cells).collect()
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

#[cfg(test)]
mod tests;
