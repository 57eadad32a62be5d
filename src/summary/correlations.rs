//! Rank correlations of parameters: what was asked for and what the trials have.

use super::Estimate;
use crate::outcome::VariantOutcomes;
use crate::stats::sensitivity::spearman;

/// A pair of parameters of a variant.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CorrelationRow {
    /// Id of the variant.
    pub variant: String,
    /// The parameters, in order of name.
    pub between: [String; 2],
    /// Spearman's rank correlation that was asked for.
    pub asked: f64,
    /// Trials.
    pub n: u64,
    /// Spearman's rank correlation over the trials, with an interval as if they were independent.
    pub achieved: Estimate,
    /// What a reader must know.
    pub note: String,
}

/// The rows of a variant, in order of names.
pub(super) fn rows(outcomes: &VariantOutcomes) -> Vec<CorrelationRow> {
    let layout = &outcomes.layout;
    let row = |asked: &crate::outcome::Correlated| {
        let columns = asked.between.map(|at| outcomes.parameters[at].as_slice());
        let achieved: Estimate = spearman(columns[0], columns[1]).into();
        CorrelationRow {
            variant: outcomes.variant.clone(),
            between: asked.between.map(|at| layout.parameters[at].name.clone()),
            asked: asked.rank,
            n: columns[0].len() as u64,
            note: note(columns, achieved).to_owned(),
            achieved,
        }
    };
    layout.correlations.iter().map(row).collect()
}

/// Equal values share their ranks, which draws the correlation towards 0.
fn note(columns: [&[f64]; 2], achieved: Estimate) -> &'static str {
    if achieved.mean.is_none() {
        "one of them does not vary here"
    } else if columns.into_iter().any(has_equals) {
        "values that come more than once weaken it"
    } else {
        ""
    }
}

#[expect(clippy::float_cmp, reason = "values are the same or they are not")]
fn has_equals(values: &[f64]) -> bool {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    sorted.windows(2).any(|pair| pair[0] == pair[1])
}

#[cfg(test)]
mod tests {
    use super::super::tests::{measure, variant};
    use super::*;
    use crate::measure::Estimand;
    use crate::outcome::{Correlated, Layout};

    /// Ranks 1, 3, 2, 4 against 1 to 4: 1 - 6 (1 + 1) / (4 * 15) = 0.8.
    #[test]
    fn each_pair_has_what_was_asked_and_what_the_trials_have() {
        let between = |between| Correlated { between, rank: 0.7 };
        let layout = Layout {
            parameters: ["a", "b", "c", "d"]
                .map(|name| measure(name, Estimand::Mean))
                .to_vec(),
            correlations: vec![between([0, 1]), between([0, 2]), between([0, 3])],
            ..Layout::default()
        };
        let mut outcomes = variant("base", layout);
        outcomes.parameters = vec![
            vec![1.0, 2.0, 3.0, 4.0],
            vec![10.0, 30.0, 20.0, 40.0],
            vec![5.0; 4],
            vec![1.0, 1.0, 2.0, 2.0],
        ];
        let rows = rows(&outcomes);
        assert_eq!(rows[0].between, ["a", "b"]);
        assert_eq!(
            (rows[0].asked, rows[0].n, rows[0].note.as_str()),
            (0.7, 4, "")
        );
        assert!((rows[0].achieved.mean.unwrap() - 0.8).abs() < 1e-12);
        assert!(rows[0].achieved.lo95 < rows[0].achieved.mean);
        assert_eq!(rows[1].achieved.mean, None);
        assert_eq!(rows[1].note, "one of them does not vary here");
        assert_eq!(rows[2].note, "values that come more than once weaken it");
    }
}
