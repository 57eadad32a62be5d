//! How much of the spread of the measures of the whole chain the parameters make, and how much the noise: where
//! several trials share each draw of the parameters.

use super::sensitivity::is_key;
use super::{CONFIDENCE, Estimate};
use crate::measure::Measure;
use crate::outcome::VariantOutcomes;
use crate::stats::{Shares, shares};

/// The shares of a measure's variance.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct VarianceRow {
    /// Id of the variant.
    pub variant: String,
    /// Name of the measure.
    pub measure: String,
    /// Its unit.
    pub unit: String,
    /// Draws of the parameters in all of whose trials the measure is defined.
    pub draws: u64,
    /// Trials a draw.
    pub noises: u64,
    /// Standard deviation of the expectation given the parameters.
    pub sd_parameters: Option<f64>,
    /// Standard deviation of the rest.
    pub sd_noise: Option<f64>,
    /// Share of variance that the parameters make.
    pub parameters: Estimate,
    /// The rest.
    pub noise: Estimate,
}

/// Rows of a variant in the order of its measures; none where each trial has parameters of its own.
pub(super) fn rows(outcomes: &VariantOutcomes) -> Vec<VarianceRow> {
    let noises = outcomes.layout.noises;
    if noises < 2 {
        return Vec::new();
    }
    let all = outcomes.layout.measures.iter().zip(&outcomes.measures);
    all.filter(|(measure, _)| is_key(&measure.name))
        .map(|(measure, column)| (measure, shares(column, noises, CONFIDENCE)))
        .filter(|(_, found)| found.share.is_some())
        .map(|(measure, found)| row(outcomes, measure, &found))
        .collect()
}

fn row(outcomes: &VariantOutcomes, measure: &Measure, found: &Shares) -> VarianceRow {
    let (lo95, hi95) = found.interval.unzip();
    let parameters = Estimate {
        mean: found.share,
        lo95,
        hi95,
    };
    let rest = |share: Option<f64>| share.map(|share| 1.0 - share);
    VarianceRow {
        variant: outcomes.variant.clone(),
        measure: measure.name.clone(),
        unit: measure.unit.clone(),
        draws: found.groups,
        noises: outcomes.layout.noises as u64,
        sd_parameters: Some(found.between.sqrt()),
        sd_noise: Some(found.within.sqrt()),
        parameters,
        noise: Estimate {
            mean: rest(parameters.mean),
            lo95: rest(parameters.hi95),
            hi95: rest(parameters.lo95),
        },
    }
}
