//! Which measures the table at the end shows: a dozen that every chain is asked about, by their
//! exact names, with what investors gain, the reference's routes and the slowest, and the lines that stop most.

use std::collections::{BTreeMap, BTreeSet};

use crate::id::StockId;
use crate::measure::{Measure, key};
use crate::model::Model;
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
    let open = in_doubt(summary);
    let is_open = |party: &str| open.contains(party);
    for asked in key::OF_INVESTORS {
        let found = all
            .iter()
            .filter(|(m, _)| m.name.strip_prefix(asked).is_some_and(is_open));
        shown.extend(found.map(|(m, _)| *m));
    }
    let makers = makers_for_demand(models);
    let lines = |name: &str| {
        let line = name.strip_prefix("days_stopped@");
        line.is_some_and(|line| makers.contains(line))
    };
    let columns = Columns::of(outcomes);
    shown.extend(few(&columns, &routes(outcomes, summary, &all)));
    shown.extend(few(&columns, &largest(&all, lines)));
    for asked in key::OF_RATIOS {
        let found = all.iter().filter(|(m, _)| m.name.starts_with(asked));
        shown.extend(found.map(|(m, _)| *m));
    }
    shown
}

/// Parties that lose in some trials of a variant and not in all.
fn in_doubt(summary: &Summary) -> BTreeSet<&str> {
    let is_open = |mean: Option<f64>| mean.is_some_and(|loss| loss > 0.0 && loss < 1.0);
    let open = summary.rows.iter().filter(|row| is_open(row.mean));
    open.filter_map(|row| row.measure.strip_prefix("loss@"))
        .collect()
}

/// Every measure that is defined somewhere, once.
fn defined<'a>(outcomes: &'a Outcomes, summary: &Summary) -> Vec<Found<'a>> {
    let mut largest: BTreeMap<&str, f64> = BTreeMap::new();
    for row in &summary.rows {
        if let Some(mean) = row.mean {
            let known = largest.entry(&row.measure).or_insert(mean);
            *known = known.max(mean);
        }
    }
    let measures = outcomes.variants.iter().flat_map(|v| &v.layout.measures);
    // Taken out, so that a name is met once.
    measures
        .filter_map(|measure| Some((measure, largest.remove(measure.name.as_str())?)))
        .collect()
}

/// Those on routes: first what the reference uses most, then the slowest.
fn routes<'b, 'a>(
    outcomes: &Outcomes,
    summary: &Summary,
    all: &'b [Found<'a>],
) -> Vec<&'b Found<'a>> {
    let reference = &outcomes.variants[outcomes.reference].variant;
    let mut means: BTreeMap<&str, Option<f64>> = BTreeMap::new();
    for row in summary.rows.iter().filter(|row| row.variant == *reference) {
        means.entry(&row.measure).or_insert(row.mean);
    }
    let cargo = |route: &Measure| {
        let mean = means.get(key::cargo_of(&route.name).as_str());
        mean.copied().flatten().unwrap_or(0.0)
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
fn few<'a>(columns: &Columns, found: &[&Found<'a>]) -> Vec<&'a Measure> {
    let mut kept: Vec<&'a Measure> = Vec::new();
    for (measure, mean) in found {
        if kept.len() == key::MOST {
            break;
        }
        let news = || kept.iter().all(|other| !columns.equal(measure, other));
        if kept.is_empty() || (*mean > 0.0 && news()) {
            kept.push(measure);
        }
    }
    kept
}

/// What each measure of each variant came to, by name.
struct Columns<'a> {
    variants: Vec<BTreeMap<&'a str, &'a [f64]>>,
}

impl<'a> Columns<'a> {
    fn of(outcomes: &'a Outcomes) -> Self {
        let columns = |variant: &'a VariantOutcomes| {
            let names = variant.layout.measures.iter().map(|m| m.name.as_str());
            names
                .zip(variant.measures.iter().map(Vec::as_slice))
                .collect()
        };
        Self {
            variants: outcomes.variants.iter().map(columns).collect(),
        }
    }

    /// True where two measures are the same in every trial of every variant.
    fn equal(&self, one: &Measure, other: &Measure) -> bool {
        let of = |columns: &BTreeMap<&str, &'a [f64]>, measure: &Measure| {
            columns.get(measure.name.as_str()).copied()
        };
        let mut variants = self.variants.iter();
        variants.all(|columns| match (of(columns, one), of(columns, other)) {
            (Some(one), Some(other)) => one.iter().zip(other).all(|(a, b)| a.total_cmp(b).is_eq()),
            (one, other) => one.is_none() && other.is_none(),
        })
    }
}

/// What a measure came to in each trial of a variant that has it.
pub fn column<'a>(variant: &'a VariantOutcomes, measure: &Measure) -> Option<&'a [f64]> {
    let mut measures = variant.layout.measures.iter();
    let place = measures.position(|known| known.name == measure.name)?;
    Some(&variant.measures[place])
}

/// Names of the processes of any variant that make what is demanded.
fn makers_for_demand(models: &[Model]) -> BTreeSet<&str> {
    let mut makers = BTreeSet::new();
    for model in models {
        let demanded: BTreeSet<StockId> = model.demands.iter().map(|d| d.stock).collect();
        let processes = model.processes.iter();
        let own = processes.filter(|process| demanded.contains(&process.makes));
        makers.extend(own.map(|process| process.name.as_str()));
    }
    makers
}

#[cfg(test)]
mod tests;
