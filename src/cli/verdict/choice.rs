//! Which measures the table at the end shows: a dozen that every chain is asked about, by their
//! exact names, with what investors gain, the reference's routes and the slowest, and the lines that stop most.

use crate::measure::{Measure, key};
use crate::model::{Model, Process};
use crate::outcome::{Outcomes, VariantOutcomes};
use crate::summary::Summary;

/// A measure with the largest mean it has in a variant.
type Found<'a> = (&'a Measure, f64);

/// The measures to show; none that is undefined in every variant.
pub fn shown<'a>(models: &[Model], outcomes: &'a Outcomes, summary: &Summary) -> Vec<&'a Measure> {
    let all = defined(outcomes, summary);
    let named = |names: &[&str]| -> Vec<&'a Measure> {
        let find = |name: &&str| all.iter().find(|(m, _)| m.name == **name);
        names.iter().filter_map(find).map(|(m, _)| *m).collect()
    };
    let mut shown = named(&key::CHAIN);
    if named(&["delivered_kwh"]).is_empty() {
        shown.extend(named(&key::WITHOUT_KWH));
    }
    let is_open = |party: &str| {
        let mut losses = summary
            .rows
            .iter()
            .filter(|row| row.measure == format!("loss@{party}"));
        losses.any(|row| row.mean.is_some_and(|loss| loss > 0.0 && loss < 1.0))
    };
    for asked in key::OF_INVESTORS {
        let found = all
            .iter()
            .filter(|(m, _)| m.name.strip_prefix(asked).is_some_and(is_open));
        shown.extend(found.map(|(m, _)| *m));
    }
    let lines = |name: &str| {
        let line = name.strip_prefix("days_stopped@");
        line.is_some_and(|line| models.iter().any(|model| makes_for_demand(model, line)))
    };
    shown.extend(few(outcomes, &routes(outcomes, summary, &all)));
    shown.extend(few(outcomes, &largest(&all, lines)));
    for asked in key::OF_RATIOS {
        let found = all.iter().filter(|(m, _)| m.name.starts_with(asked));
        shown.extend(found.map(|(m, _)| *m));
    }
    shown
}

/// Every measure that is defined somewhere, once.
fn defined<'a>(outcomes: &'a Outcomes, summary: &Summary) -> Vec<Found<'a>> {
    let mut all: Vec<Found> = Vec::new();
    for measure in outcomes.variants.iter().flat_map(|v| &v.layout.measures) {
        if all.iter().any(|(known, _)| known.name == measure.name) {
            continue;
        }
        let rows = summary
            .rows
            .iter()
            .filter(|row| row.measure == measure.name);
        let mean = rows.filter_map(|row| row.mean).reduce(f64::max);
        all.extend(mean.map(|mean| (measure, mean)));
    }
    all
}

/// Those on routes: first what the reference uses most, then the slowest.
fn routes<'b, 'a>(
    outcomes: &Outcomes,
    summary: &Summary,
    all: &'b [Found<'a>],
) -> Vec<&'b Found<'a>> {
    let reference = &outcomes.variants[outcomes.reference].variant;
    let cargo = |route: &Measure| {
        let cargo = key::cargo_of(&route.name);
        let mut rows = summary.rows.iter();
        let row = rows.find(|row| row.variant == *reference && row.measure == cargo);
        row.and_then(|row| row.mean).unwrap_or(0.0)
    };
    let found = all
        .iter()
        .filter(|(m, _)| m.name.starts_with(key::OF_ROUTES));
    let mut found: Vec<_> = found.map(|found| (cargo(found.0), found)).collect();
    found.sort_by(|(a, one), (b, other)| key::first_of_routes((*a, one.1), (*b, other.1)));
    found.into_iter().map(|(_, found)| found).collect()
}

/// How many routes the table has no room for, in words; nothing where it has all.
pub fn left_out(shown: &[&Measure], outcomes: &Outcomes, summary: &Summary) -> Option<String> {
    let is_route = |measure: &Measure| measure.name.starts_with(key::OF_ROUTES);
    let all = defined(outcomes, summary);
    let all = all.iter().filter(|(m, _)| is_route(m)).count();
    let shown = shown.iter().filter(|m| is_route(m)).count();
    (shown < all).then(|| format!("{shown} of {all} routes shown; all in summary.csv"))
}

/// Some, the largest first.
fn largest<'b, 'a>(all: &'b [Found<'a>], wanted: impl Fn(&str) -> bool) -> Vec<&'b Found<'a>> {
    let mut found: Vec<&Found> = all.iter().filter(|(m, _)| wanted(&m.name)).collect();
    found.sort_by(|(_, a), (_, b)| b.total_cmp(a));
    found
}

/// The first few of some: the one on top, and others above 0 that differ from those before.
fn few<'a>(outcomes: &Outcomes, found: &[&Found<'a>]) -> Vec<&'a Measure> {
    let mut kept: Vec<&'a Measure> = Vec::new();
    for (measure, mean) in found {
        let news = kept.iter().all(|other| !equal(outcomes, measure, other));
        if kept.is_empty() || (*mean > 0.0 && news) {
            kept.push(measure);
        }
    }
    kept.truncate(key::MOST);
    kept
}

/// True where two measures are the same in every trial of every variant.
fn equal(outcomes: &Outcomes, one: &Measure, other: &Measure) -> bool {
    outcomes.variants.iter().all(
        |variant| match (column(variant, one), column(variant, other)) {
            (Some(one), Some(other)) => one.iter().zip(other).all(|(a, b)| a.total_cmp(b).is_eq()),
            (one, other) => one.is_none() && other.is_none(),
        },
    )
}

/// What a measure came to in each trial of a variant that has it.
pub fn column<'a>(variant: &'a VariantOutcomes, measure: &Measure) -> Option<&'a [f64]> {
    let mut measures = variant.layout.measures.iter();
    let place = measures.position(|known| known.name == measure.name)?;
    Some(&variant.measures[place])
}

/// True where a process of this name makes what is demanded.
fn makes_for_demand(model: &Model, name: &str) -> bool {
    let demanded = |process: &Process| model.demands.iter().any(|d| d.stock == process.makes);
    model
        .processes
        .iter()
        .any(|process| process.name == name && demanded(process))
}

#[cfg(test)]
mod tests;
