//! Measures by month.

use super::{CONFIDENCE, LEVELS};
use crate::measure::{Estimand, Measure};
use crate::outcome::VariantOutcomes;
use crate::stats::{Distribution, Moments, Replicates, wilson};
use rayon::prelude::*;

/// A measure in a month over all trials of a variant, in the measure's own unit.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TimelineRow {
    /// Id of the variant.
    pub variant: String,
    /// First day of the month: `2031-03-01`.
    pub month: String,
    /// Name of the measure.
    pub measure: String,
    /// Its unit.
    pub unit: String,
    /// Mean, or probability.
    pub mean: Option<f64>,
    /// Lower end of its 95 % interval, by Student's t or, for a probability, Wilson's score.
    pub lo95: Option<f64>,
    /// Upper end of its 95 % interval.
    pub hi95: Option<f64>,
    /// p5, p10, p25, p50, p75, p90, p95, off by less than 0.05 %; empty for a probability.
    pub quantiles: [Option<f64>; 7],
}

/// The rows of a variant: month by month, measure after measure.
pub(super) fn rows(outcomes: &VariantOutcomes) -> Vec<TimelineRow> {
    let layout = &outcomes.layout;
    let months = layout.months.len();
    let size = layout.replicate.unwrap_or(1);
    let replicates = |place| Some((outcomes.replicates.get(place)?, size));
    let row = |(place, values): (usize, &Distribution)| {
        let measure = &layout.monthly[place / months];
        TimelineRow {
            variant: outcomes.variant.clone(),
            month: layout.months[place % months].clone(),
            measure: measure.name.clone(),
            unit: measure.unit.clone(),
            ..estimates(measure, values, replicates(place))
        }
    };
    outcomes.monthly.par_iter().enumerate().map(row).collect()
}

/// Estimates of all trials; by whole replicates, of a size, where trials came in any.
fn estimates(
    measure: &Measure,
    values: &Distribution,
    replicates: Option<(&Replicates, usize)>,
) -> TimelineRow {
    let moments = values.moments();
    let by_replicates = replicates.map(|(means, size)| match measure.estimand {
        Estimand::Mean => means.estimate(CONFIDENCE),
        Estimand::Probability => means.probability(size, CONFIDENCE),
    });
    let (mean, interval) = match by_replicates {
        Some(found) => found.unzip(),
        None => match measure.estimand {
            Estimand::Mean => (moments.mean(), moments.t_interval(CONFIDENCE)),
            Estimand::Probability => (moments.mean(), score(&moments)),
        },
    };
    let quantiles = match measure.estimand {
        Estimand::Mean => values.quantiles(LEVELS),
        Estimand::Probability => [None; 7],
    };
    let (lo95, hi95) = interval.unzip();
    TimelineRow {
        mean: mean.or_else(|| moments.mean()),
        lo95,
        hi95,
        quantiles,
        ..TimelineRow::default()
    }
}

/// Hits are zeros and ones, so their number is the mean times the count but for rounding.
fn score(moments: &Moments) -> Option<(f64, f64)> {
    let n = moments.n_defined();
    let hits = libm::round(moments.mean()? * n as f64) as u64;
    wilson(hits, n, CONFIDENCE)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{measure, variant};
    use super::*;
    use crate::outcome::Layout;

    fn of(values: &[f64]) -> Distribution {
        let mut distribution = Distribution::default();
        distribution.push_block(values);
        distribution
    }

    fn two_by_two() -> Vec<TimelineRow> {
        let layout = Layout {
            monthly: vec![
                measure("stock", Estimand::Mean),
                measure("short", Estimand::Probability),
            ],
            months: vec!["2031-03-01".to_owned(), "2031-04-01".to_owned()],
            ..Layout::default()
        };
        let mut outcomes = variant("base", layout);
        let hits = [[0.0; 19].as_slice(), &[1.0]].concat();
        outcomes.monthly = vec![
            of(&[1.0, 2.0, 6.0]),
            of(&[f64::NAN]),
            of(&hits),
            of(&[0.0; 20]),
        ];
        rows(&outcomes)
    }

    #[test]
    fn rows_go_month_by_month_within_a_measure() {
        let rows = two_by_two();
        let heads: Vec<(&str, &str)> = rows
            .iter()
            .map(|row| (row.measure.as_str(), row.month.as_str()))
            .collect();
        let (march, april) = ("2031-03-01", "2031-04-01");
        let expected = [
            ("stock", march),
            ("stock", april),
            ("short", march),
            ("short", april),
        ];
        assert_eq!(heads, expected);
    }

    #[test]
    fn a_mean_has_its_t_interval_and_quantiles() {
        let row = &two_by_two()[0];
        // sd √7, t(2) = 4.302653.
        let half = 4.302_652_73 * (7.0_f64 / 3.0).sqrt();
        assert_eq!(row.mean, Some(3.0));
        assert!((row.hi95.unwrap() - 3.0 - half).abs() < 1e-6);
        assert!((row.quantiles[3].unwrap() / 2.0 - 1.0).abs() < 5e-4);
    }

    #[test]
    fn a_month_that_is_never_defined_has_no_numbers() {
        let row = &two_by_two()[1];
        assert_eq!((row.mean, row.lo95, row.quantiles), (None, None, [None; 7]));
    }

    #[test]
    fn a_probability_has_wilsons_interval() {
        let rows = two_by_two();
        // 0 of 20: Newcombe (1998), table 1.
        assert_eq!((rows[3].mean, rows[3].lo95), (Some(0.0), Some(0.0)));
        assert!((rows[3].hi95.unwrap() - 0.1611).abs() < 5.1e-5);
        assert_eq!((rows[2].lo95, rows[2].hi95), wilson(1, 20, 0.95).unzip());
        assert_eq!(rows[2].quantiles, [None; 7]);
    }
}
