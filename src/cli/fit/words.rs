//! Numbers of a fit in words.

use super::Row;
use crate::cli::quantity;
use crate::cli::table::{Align, aligned};
use crate::cli::terminal::{WIDTH, wrapped};
use crate::stats::fit::Estimate;

/// A number in four digits as scenario files write it.
pub(super) fn plain(value: f64) -> String {
    quantity::short(value).replace('\u{a0}', "")
}

/// An interval, or that there is no end to it.
pub(super) fn interval(interval: Option<(f64, f64)>) -> String {
    match interval {
        None => "not told".to_owned(),
        Some((low, high)) if high.is_infinite() => format!("{} or more", plain(low)),
        Some((low, high)) => format!("{} to {}", plain(low), plain(high)),
    }
}

/// The numbers of a model, one a line.
pub(super) fn estimates(rows: &[Row]) -> String {
    let heading = ["", "estimate", "standard error", "95 % interval"].map(String::from);
    let line = |row: &Row| {
        let unit = if row.unit.is_empty() {
            String::new()
        } else {
            format!(" [{}]", row.unit)
        };
        let Estimate {
            value,
            se,
            interval: bounds,
        } = row.estimate;
        let value = if value.is_finite() {
            plain(value)
        } else {
            "no end".to_owned()
        };
        let se = se.map_or(String::new(), plain);
        vec![
            format!("{}{unit}", row.parameter),
            value,
            se,
            interval(bounds),
        ]
    };
    let rows: Vec<Vec<String>> = rows.iter().map(line).collect();
    aligned(&heading, &rows, &[Align::Left], 2)
}

/// Sentences as a list.
pub(super) fn list(sentences: &[String]) -> String {
    let item = |sentence: &String| format!("  - {}\n", wrapped(sentence, WIDTH - 4, 4));
    sentences.iter().map(item).collect()
}
