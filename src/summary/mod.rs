//! What the trials say: estimates with their 95 % intervals, in the order of variants and measures.
//! Built from `Outcomes` and written by `report` and `cli`; a number that is not known is `None`.
//! The bits depend on the outcomes alone, not on the number of threads.

mod correlations;
mod designed;
mod estimate;
mod ledger;
mod mean;
mod paired;
mod precision;
mod rare;
mod sensitivity;
mod streamed;
mod stress;
mod timeline;
mod variance;
mod worst;

pub use correlations::CorrelationRow;
pub use estimate::{QuantileEstimate, SummaryRow};
pub use ledger::LedgerRow;
pub use mean::Means;
pub use paired::{Paired, paired, paired_by, paired_simultaneous};
pub use precision::{
    Bound, Estimated, Statistic, Target, USUAL_PROBABILITY, USUAL_SHARE, confidence_at, estimated,
};
pub use rare::{LEAST_FIRED, RareHazard};
pub use sensitivity::{SensitivityRow, is_key};
pub use stress::{CoverRow, Estimate, StressRow, stress};
pub use timeline::TimelineRow;
pub use variance::VarianceRow;
pub use worst::WorstRow;

use crate::outcome::Outcomes;
use rayon::prelude::*;

/// How often an interval is to hold the truth.
pub const CONFIDENCE: f64 = 0.95;

/// Levels of the quantiles p5, p10, p25, p50, p75, p90 and p95.
pub const LEVELS: [f64; 7] = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95];

/// Their names.
pub const LEVEL_NAMES: [&str; 7] = ["p5", "p10", "p25", "p50", "p75", "p90", "p95"];

/// The worst trials of which `cvar5` is the mean.
pub const WORST_SHARE: f64 = 0.05;

/// Estimates of everything a scenario came to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    /// One a variant and measure.
    pub rows: Vec<SummaryRow>,
    /// One a variant, monthly measure and month.
    pub timeline: Vec<TimelineRow>,
    /// One a variant, line of the ledger and year.
    pub ledger: Vec<LedgerRow>,
    /// One a variant, key measure and parameter.
    pub sensitivity: Vec<SensitivityRow>,
    /// One a variant and pair of parameters that a correlation was asked of.
    pub correlations: Vec<CorrelationRow>,
    /// Hazards that began in few trials, by variant.
    pub rare: Vec<RareHazard>,
    /// One a variant and key measure, where several trials share each draw of the parameters.
    pub variance: Vec<VarianceRow>,
    /// The worst trials of each variant and key measure.
    pub worst: Vec<WorstRow>,
}

/// Estimates everything; rows keep the order of the outcomes.
#[must_use]
pub fn summarise(outcomes: &Outcomes) -> Summary {
    let mut summary = Summary::default();
    for variant in &outcomes.variants {
        let mut rows = estimate::rows(variant);
        for (row, measure) in rows.iter_mut().zip(&variant.layout.measures) {
            precision::usual(row, measure);
        }
        summary.rare.extend(rare::note(&mut rows, variant));
        summary.rows.extend(rows);
        summary.timeline.extend(timeline::rows(variant));
        summary.ledger.extend(ledger::rows(variant));
        summary.correlations.extend(correlations::rows(variant));
        summary.variance.extend(variance::rows(variant));
    }
    summary.worst = worst::rows(outcomes);
    let moved = outcomes.variants.par_iter().map(sensitivity::rows);
    summary.sensitivity = moved.collect::<Vec<_>>().concat();
    summary
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::{Better, Estimand, Measure};
    use crate::outcome::{Layout, VariantOutcomes};

    pub fn measure(name: &str, estimand: Estimand) -> Measure {
        Measure {
            name: name.to_owned(),
            unit: "USD/kWh".to_owned(),
            better: Better::Low,
            estimand,
            meaning: String::new(),
        }
    }

    pub fn variant(name: &str, layout: Layout) -> VariantOutcomes {
        VariantOutcomes {
            variant: name.to_owned(),
            title: String::new(),
            layout,
            measures: Vec::new(),
            parameters: Vec::new(),
            monthly: Vec::new(),
            ledger: Vec::new(),
            replicates: Vec::new(),
            streamed: Vec::new(),
        }
    }

    #[test]
    fn rows_keep_the_order_of_variants_and_measures() {
        let layout = Layout {
            measures: (0..40)
                .map(|k| measure(&format!("m{k}"), Estimand::Mean))
                .collect(),
            ..Layout::default()
        };
        let mut variants = vec![variant("base", layout.clone()), variant("other", layout)];
        for variant in &mut variants {
            variant.measures = (0..40).map(|k| vec![f64::from(k); 8]).collect();
        }
        let outcomes = Outcomes {
            variants,
            reference: 0,
            first: 1,
            trials: 8,
            kept: 8,
            seed: 1,
        };
        let summary = summarise(&outcomes);
        assert_eq!(summary.rows.len(), 80);
        for (place, row) in summary.rows.iter().enumerate() {
            assert_eq!(row.variant, ["base", "other"][place / 40]);
            assert_eq!(row.measure, format!("m{}", place % 40));
            assert_eq!(row.mean, Some((place % 40) as f64));
        }
        assert!(summary.timeline.is_empty() && summary.ledger.is_empty());
    }

    #[test]
    fn blocks_of_trials_are_the_blocks_that_statistics_fold() {
        assert_eq!(crate::outcome::BLOCK, crate::stats::BLOCK);
    }
}
