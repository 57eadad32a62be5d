//! The trials in which measures of the whole chain were worst.

use std::borrow::Cow;

use super::estimate::bad_tail;
use super::is_key;
use crate::outcome::{Outcomes, VariantOutcomes};
use crate::stats::{Tail, Worst};

/// A trial among the worst of a measure.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WorstRow {
    /// Id of the variant.
    pub variant: String,
    /// Name of the measure.
    pub measure: String,
    /// Its unit.
    pub unit: String,
    /// 1 in the worst of all trials.
    pub rank: usize,
    /// The trial, counted from 1.
    pub trial: u64,
    /// The measure in it.
    pub value: f64,
}

/// Rows of all variants: key measures that have a bad end in their order, the worst trial first.
pub(super) fn rows(outcomes: &Outcomes) -> Vec<WorstRow> {
    let first = outcomes.first;
    let variants = outcomes.variants.iter();
    variants.flat_map(|variant| of(variant, first)).collect()
}

fn of(variant: &VariantOutcomes, first: u64) -> impl Iterator<Item = WorstRow> {
    let measures = variant.layout.measures.iter().enumerate();
    let measures = measures.filter(|(_, measure)| is_key(&measure.name));
    measures.flat_map(move |(at, measure)| {
        let worst = bad_tail(measure.better).and_then(|bad| worst(variant, first, (at, bad)));
        let found = worst.map_or_else(Vec::new, |worst| worst.found().to_vec());
        let ranked = (1..).zip(found);
        ranked.map(|(rank, (value, trial))| WorstRow {
            variant: variant.variant.clone(),
            measure: measure.name.clone(),
            unit: measure.unit.clone(),
            rank,
            trial,
            value,
        })
    })
}

/// Of all trials, those that are folded among them.
fn worst(
    variant: &VariantOutcomes,
    first: u64,
    (at, bad): (usize, Tail),
) -> Option<Cow<'_, Worst>> {
    if let Some(folded) = variant.streamed.get(at) {
        return folded.worst.as_ref().map(Cow::Borrowed);
    }
    let mut worst = Worst::at(bad);
    for (trial, value) in (first..).zip(&variant.measures[at]) {
        worst.push(*value, trial);
    }
    Some(Cow::Owned(worst))
}
