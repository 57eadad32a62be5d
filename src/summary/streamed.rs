//! A measure of a variant over more trials than are kept: the same estimates from what was folded. Means, standard
//! deviations and probabilities are those of all trials, exact; quantiles and `cvar5` are off by less than 0.05 %
//! each; and where trials came in replicates, the intervals of these two are those of the trials that are kept,
//! narrowed as intervals narrow with trials.

use super::estimate::{QuantileEstimate, SummaryRow, Told, probability, row};
use super::mean::Mean;
use super::{CONFIDENCE, Means};
use crate::measure::{Estimand, Measure};
use crate::outcome::{Layout, Streamed, VariantOutcomes};
use crate::stats::{Comoments, Constant, Ordered};
use rayon::prelude::*;

/// Trials with and without an event below which its probability has no interval by replicates.
const LEAST_EVENTS: u64 = 10;

/// The rows of a variant, in the order of its measures.
pub(super) fn rows(outcomes: &VariantOutcomes) -> Vec<SummaryRow> {
    let layout = &outcomes.layout;
    let controls = Among::of(layout, &outcomes.streamed);
    let kept = Means::new(layout.replicate, &[], &[]);
    let measures = layout.measures.par_iter().enumerate();
    measures
        .map(|(at, measure)| {
            let folded = &outcomes.streamed[at];
            let is_control = layout.controls.contains(&at);
            let own = if is_control { None } else { Some(&controls) };
            let found = match layout.replicate {
                None => independent(measure, folded, own),
                Some(size) => {
                    let first = row(&outcomes.variant, measure, &outcomes.measures[at], &kept);
                    designed(measure, folded, own, (size, &first))
                }
            };
            announced(found, &outcomes.variant, measure)
        })
        .collect()
}

/// The controls with each other, over trials and over replicates.
struct Among {
    trials: Vec<Comoments>,
    replicates: Vec<Comoments>,
}

impl Among {
    fn of(layout: &Layout, streamed: &[Streamed]) -> Self {
        let own = || layout.controls.iter().map(|&at| &streamed[at]);
        Self {
            trials: own().filter_map(|of| of.controlled.clone()).collect(),
            replicates: own()
                .filter_map(|of| Some(of.replicates.clone()?.0))
                .collect(),
        }
    }

    fn constant(&self, folded: &Streamed) -> Option<Constant> {
        Constant::of(folded.controlled.as_ref()?, &self.trials)
    }
}

/// The row of a measure where trials were drawn one by one.
fn independent(measure: &Measure, folded: &Streamed, controls: Option<&Among>) -> SummaryRow {
    let ordered = folded.values.ordered();
    let moments = folded.values.moments();
    if measure.estimand == Estimand::Probability {
        let hits = ordered.above(0.5);
        let trials = (moments.n(), moments.n_defined(), hits);
        return probability(trials, ordered.is_constant());
    }
    let constant = controls.and_then(|controls| controls.constant(folded));
    let mean = constant.map_or_else(
        || Mean {
            value: moments.mean(),
            interval: moments.t_interval(CONFIDENCE),
            controls: 0,
        },
        |constant| Mean {
            value: Some(constant.mean),
            interval: Some(constant.interval(CONFIDENCE)),
            controls: constant.count(),
        },
    );
    let told = Told {
        moments,
        mean,
        ordered: &ordered,
        by_replicates: false,
    };
    told.row(measure.better)
}

/// The row of a measure where trials came in replicates of a size, with that of the trials that are kept.
fn designed(
    measure: &Measure,
    folded: &Streamed,
    controls: Option<&Among>,
    (size, kept): (usize, &SummaryRow),
) -> SummaryRow {
    let by = folded.replicates.as_ref();
    let mut found = independent(measure, folded, controls);
    if measure.estimand == Estimand::Probability {
        let hits = libm::round(found.mean.unwrap_or(0.0) * found.n_defined as f64) as u64;
        let known = hits.min(found.n_defined - hits) >= LEAST_EVENTS;
        let interval = by.filter(|_| known);
        let interval = interval.and_then(|(by, defined)| by.ratio_interval(defined, CONFIDENCE));
        (found.lo95, found.hi95) = interval.map(|(lo, hi)| (lo.max(0.0), hi.min(1.0))).unzip();
        found.method = format!("t over replicates of {size} trials");
        return found;
    }
    let constant = controls.and_then(|controls| controls.constant(folded).zip(Some(controls)));
    let interval = match (constant, by) {
        (Some((constant, controls)), Some((by, _))) => {
            constant.interval_by_replicates(by, &controls.replicates, CONFIDENCE)
        }
        (None, Some((by, defined))) => by.ratio_interval(defined, CONFIDENCE),
        (_, None) => None,
    };
    (found.lo95, found.hi95) = interval.unzip();
    let share = (kept.n_defined as f64 / found.n_defined.max(1) as f64).sqrt();
    for (quantile, first) in found.quantiles.iter_mut().zip(&kept.quantiles) {
        narrow(quantile, first, share);
    }
    narrow(&mut found.cvar5, &kept.cvar5, share);
    let of_mean = found.method.split(" + ").next().unwrap_or_default();
    let rest = format!(
        "over replicates of {size} trials + of quantiles and cvar5 those of the first {} trials narrowed",
        kept.n
    );
    found.method = format!("{of_mean} {rest}");
    found
}

/// Puts the interval of the first trials about an estimate of all, so much narrower.
fn narrow(all: &mut QuantileEstimate, first: &QuantileEstimate, share: f64) {
    let reach = |end: Option<f64>| Some((end? - first.value?) * share);
    let ends = [first.lo95, first.hi95].map(|end| Some(all.value? + reach(end)?));
    [all.lo95, all.hi95] = ends;
}

/// Says that not all trials are kept, and what of it.
fn announced(found: SummaryRow, variant: &str, measure: &Measure) -> SummaryRow {
    let mut row = SummaryRow {
        variant: variant.to_owned(),
        measure: measure.name.clone(),
        unit: measure.unit.clone(),
        ..found
    };
    if measure.estimand == Estimand::Mean {
        row.add_note("trials folded: quantiles and cvar5 within 0.05 %");
    } else {
        row.add_note("trials folded");
    }
    row
}
