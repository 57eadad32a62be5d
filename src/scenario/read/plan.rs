//! `plan` of a demand: one rate, a list of rates by date, or a table in a file.

use super::fields::Fields;
use super::roster::entries;
use super::table;
use crate::calendar::Date;
use crate::model::{Scalar, Series};
use crate::scenario::tree::Item;
use crate::units::Dimension;

/// The planned rate; 0 before its first date.
pub(super) fn read(demand: &Fields) -> Option<Series> {
    let node = demand.node("plan")?;
    match &node.item {
        Item::List(_) => from_list(demand),
        Item::Section(_) if entries(Some(node)).any(|(key, _)| key == "csv") => {
            table::read(demand, node)
        }
        _ => {
            let wanted = demand.wanted_dimension("plan", demand.of.per(Dimension::TIME));
            demand.once_as("plan", wanted).map(Series::constant)
        }
    }
}

fn from_list(demand: &Fields) -> Option<Series> {
    let entries = demand.tables("plan", "plan")?;
    if entries.is_empty() {
        demand.report("plan", "is an empty list; a rate is wanted", None);
    }
    let mut dated: Vec<(Date, Scalar)> = Vec::new();
    for fields in &entries {
        let (Some(from), rate) = (fields.date("from"), fields.needed("rate")) else {
            continue;
        };
        if let Some((last, _)) = dated.last().filter(|(last, _)| *last >= from) {
            let message = format!("is {from}, which is not after {last} of the entry before it");
            fields.report("from", &message, None);
        }
        dated.push((from, rate));
    }
    (dated.len() == entries.len()).then(|| series(demand, dated))
}

/// Dates into days since the scenario's start.
pub(super) fn series(demand: &Fields, dated: Vec<(Date, Scalar)>) -> Series {
    let start = demand.desk.start.get();
    let mut steps: Vec<(i32, Scalar)> = dated
        .into_iter()
        .map(|(from, rate)| (from.0 - start.0, rate))
        .collect();
    if steps.first().is_none_or(|(first, _)| *first > 0) {
        steps.insert(0, (0, Scalar::default()));
    }
    Series { steps }
}
