//! What a difference of costs is made of: by category and by stage, in parts that add up to it.

use super::CONFIDENCE;
use crate::analysis::Trials;
use crate::summary::{Means, Paired, paired_by};

/// Costs that are split, as `NAME.CATEGORY` and `NAME@STAGE`.
const COSTS: [&str; 2] = ["delivered_cost", "chain_cost"];

/// Belongs to no stage, and is told beside them so that they add up.
const STOCK_CHANGE: &str = "stock_change";

/// A part of the difference between two variants.
#[derive(Clone, Debug, PartialEq)]
pub struct Explained {
    /// The cost.
    pub measure: String,
    /// Its unit.
    pub unit: String,
    /// The variant.
    pub a: String,
    /// The one it is compared with.
    pub b: String,
    /// `category` or `stage`.
    pub by: &'static str,
    /// The category or stage; `total` for all of them.
    pub part: String,
    /// Mean of a.
    pub mean_a: f64,
    /// Mean of b.
    pub mean_b: f64,
    /// Mean of a less b.
    pub paired: Paired,
}

/// What the costs of each pair differ by, over the trials in which both have them; the rows of each split add up
/// to its total. A part that a variant has not is 0.
#[must_use]
pub fn explained(trials: &Trials, pairs: &[(usize, usize)]) -> Vec<Explained> {
    let splits = [("category", '.'), ("stage", '@')];
    let means: Vec<Means> = pairs.iter().map(|&(a, b)| trials.means(&[b, a])).collect();
    let means = &means;
    let each = |cost: &'static str| {
        let of_pair = move |(&(a, b), means): (&(usize, usize), &'_ Means)| {
            let of_split = |(by, mark)| split(trials, (a, b), means, cost, (by, mark));
            splits.map(of_split).concat()
        };
        pairs.iter().zip(means).flat_map(of_pair)
    };
    COSTS.into_iter().flat_map(each).collect()
}

fn split(
    trials: &Trials,
    (a, b): (usize, usize),
    means: &Means,
    cost: &str,
    (by, mark): (&'static str, char),
) -> Vec<Explained> {
    let Some(total) = trials.measure(cost) else {
        return Vec::new();
    };
    let column = |variant: usize, place: usize| &trials.variants[variant].measures[place];
    let kept: Vec<usize> = (0..trials.count())
        .filter(|&t| column(a, total)[t].is_finite() && column(b, total)[t].is_finite())
        .collect();
    let there = |place: &usize| {
        let known = |v: usize| kept.iter().any(|&t| column(v, *place)[t].is_finite());
        known(a) || known(b)
    };
    let parts: Vec<(usize, &str)> = parts(trials, cost, mark)
        .into_iter()
        .filter(|(place, _)| there(place))
        .collect();
    if parts.is_empty() || (mark == '@' && parts.iter().all(|(_, part)| *part == STOCK_CHANGE)) {
        return Vec::new();
    }
    let whole = kept.len() == trials.count();
    let means = if whole { means } else { &Means::default() };
    let value = |x: f64| if x.is_finite() { x } else { 0.0 };
    let row = |(place, part): (usize, &str)| {
        let of =
            |v: usize| -> Vec<f64> { kept.iter().map(|&t| value(column(v, place)[t])).collect() };
        let (of_a, of_b) = (of(a), of(b));
        let mean = |x: &[f64]| means.mean(x).unwrap_or(f64::NAN);
        Explained {
            measure: cost.to_owned(),
            unit: trials.measures[total].unit.clone(),
            a: trials.variants[a].name.clone(),
            b: trials.variants[b].name.clone(),
            by,
            part: part.to_owned(),
            mean_a: mean(&of_a),
            mean_b: mean(&of_b),
            paired: paired_by(means, (&of_a, &of_b), CONFIDENCE),
        }
    };
    parts
        .into_iter()
        .chain([(total, "total")])
        .map(row)
        .collect()
}

/// The columns that a cost is the sum of, and what each is called.
fn parts<'a>(trials: &'a Trials, cost: &str, mark: char) -> Vec<(usize, &'a str)> {
    let stock_change = format!("{cost}.{STOCK_CHANGE}");
    let part = |name: &'a str| {
        let rest = name.strip_prefix(cost)?.strip_prefix(mark);
        rest.or((name == stock_change).then_some(STOCK_CHANGE))
    };
    let places = trials.measures.iter().enumerate();
    places
        .filter_map(|(place, measure)| Some((place, part(&measure.name)?)))
        .collect()
}
