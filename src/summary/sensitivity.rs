//! Which parameters move the measures of the whole chain, and the ratios that a scenario asks for.

use std::borrow::Cow;

use super::Estimate;
use crate::measure::{MEASURES, Measure, Per};
use crate::outcome::VariantOutcomes;
use crate::stats::sensitivity::{self, Effect, Sensitivity, sensitivities};

/// What a measure of a variant has to do with a parameter.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SensitivityRow {
    /// Id of the variant.
    pub variant: String,
    /// Name of the measure.
    pub measure: String,
    /// Its unit.
    pub unit: String,
    /// Name of the parameter.
    pub parameter: String,
    /// Trials in which the measure is defined; all else is of these.
    pub n: u64,
    /// Spearman's rank correlation.
    pub spearman: Estimate,
    /// Partial rank correlation, all other parameters held.
    pub partial: Estimate,
    /// Mean of the measure with the parameter in its lowest tenth.
    pub low: Estimate,
    /// Mean of the measure with the parameter in its highest tenth.
    pub high: Estimate,
    /// Cross-validated R² of all parameters together, the same in all rows of the measure.
    pub share: Estimate,
}

/// Rows of a variant: measures in their order, parameters that vary in theirs.
pub(super) fn rows(outcomes: &VariantOutcomes) -> Vec<SensitivityRow> {
    let layout = &outcomes.layout;
    let all = layout.measures.iter().zip(&outcomes.measures);
    let (measures, columns): (Vec<&Measure>, Vec<Cow<[f64]>>) = all
        .filter(|(measure, _)| is_key(&measure.name))
        .map(|(measure, column)| (measure, independent(column, layout.noises)))
        .unzip();
    let parameters = outcomes.parameters.iter();
    let parameters: Vec<Cow<[f64]>> = parameters
        .map(|column| independent(column, layout.noises))
        .collect();
    let found = sensitivities(&slices(&parameters), &slices(&columns));
    let of = measures.iter().zip(&found);
    of.flat_map(|(measure, found)| {
        let row = |effect| row(outcomes, measure, found, effect);
        found.effects.iter().map(row)
    })
    .collect()
}

/// The first trial of each draw of the parameters: those that share one are not independent.
fn independent(column: &[f64], noises: usize) -> Cow<'_, [f64]> {
    match noises {
        0 | 1 => Cow::Borrowed(column),
        more => column.iter().step_by(more).copied().collect(),
    }
}

fn slices<'a>(columns: &'a [Cow<'a, [f64]>]) -> Vec<&'a [f64]> {
    columns.iter().map(AsRef::as_ref).collect()
}

/// What is asked of every chain as a whole, or by the scenario itself. Parts of the chain would make
/// the file thirty times as long; `analyze` tells of any column of trials.csv.
#[must_use]
pub fn is_key(name: &str) -> bool {
    MEASURES
        .iter()
        .any(|definition| match (definition.per, name.split_once('@')) {
            (Per::Chain, None) => definition.name == name,
            (Per::Ratio, Some((kind, _))) => definition.name == kind,
            _ => false,
        })
}

fn row(
    outcomes: &VariantOutcomes,
    measure: &Measure,
    found: &Sensitivity,
    effect: &Effect,
) -> SensitivityRow {
    SensitivityRow {
        variant: outcomes.variant.clone(),
        measure: measure.name.clone(),
        unit: measure.unit.clone(),
        parameter: outcomes.layout.parameters[effect.input].name.clone(),
        n: found.n,
        spearman: effect.spearman.into(),
        partial: effect.partial.into(),
        low: effect.low.into(),
        high: effect.high.into(),
        share: found.share.into(),
    }
}

impl From<sensitivity::Estimate> for Estimate {
    fn from(found: sensitivity::Estimate) -> Self {
        let (lo95, hi95) = found.interval.unzip();
        Self {
            mean: found.value,
            lo95,
            hi95,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{measure, variant};
    use super::*;
    use crate::measure::Estimand;
    use crate::outcome::Layout;

    #[test]
    fn key_measures_meet_the_parameters_that_vary() {
        let named = |names: &[&str]| -> Vec<Measure> {
            let measure = |name: &&str| measure(name, Estimand::Mean);
            names.iter().map(measure).collect()
        };
        let layout = Layout {
            measures: named(&[
                "delivered_cost",
                "delivered_cost.freight",
                "fill_rate",
                "fill_rate@vf3",
                "ratio@cheaper",
            ]),
            parameters: named(&["still", "tariff"]),
            ..Layout::default()
        };
        let mut outcomes = variant("base", layout);
        let rising: Vec<f64> = (0..40).map(f64::from).collect();
        let falling: Vec<f64> = rising.iter().map(|x| -x).collect();
        outcomes.parameters = vec![vec![3.0; 40], rising.clone()];
        // The fill rate is one and the same: nothing moves it.
        outcomes.measures = vec![
            rising.clone(),
            rising.clone(),
            vec![1.0; 40],
            rising,
            falling,
        ];
        let rows = rows(&outcomes);
        let told: Vec<_> = rows
            .iter()
            .map(|r| (r.measure.as_str(), r.parameter.as_str(), r.n))
            .collect();
        let expected = [
            ("delivered_cost", "tariff", 40),
            ("ratio@cheaper", "tariff", 40),
        ];
        assert_eq!(told, expected);
        assert!((rows[1].spearman.mean.unwrap() + 1.0).abs() < 1e-12);
        assert_eq!(
            (rows[0].low.mean, rows[0].high.mean),
            (Some(1.5), Some(37.5))
        );
        assert!(rows[0].share.mean.unwrap() > 0.999);
    }
}
