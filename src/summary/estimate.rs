//! One measure of one variant: its mean or probability, its spread and its quantiles.

use super::mean::Mean;
use super::{CONFIDENCE, LEVEL_NAMES, LEVELS, Means, WORST_SHARE, designed, streamed};
use crate::measure::{Better, Estimand, Measure};
use crate::outcome::VariantOutcomes;
use crate::stats::{Moments, Ordered, Sample, Tail, wilson};
use rayon::prelude::*;

/// A value with its 95 % interval.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct QuantileEstimate {
    /// The estimate.
    pub value: Option<f64>,
    /// Lower end.
    pub lo95: Option<f64>,
    /// Upper end.
    pub hi95: Option<f64>,
}

/// A measure over all trials of a variant, in the measure's own unit.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SummaryRow {
    /// Id of the variant.
    pub variant: String,
    /// Name of the measure.
    pub measure: String,
    /// Its unit.
    pub unit: String,
    /// Trials.
    pub n: u64,
    /// Trials in which the measure is defined; all below is of these.
    pub n_defined: u64,
    /// Mean, or probability; with control variates where there are any.
    pub mean: Option<f64>,
    /// Lower end of its 95 % interval.
    pub lo95: Option<f64>,
    /// Upper end of its 95 % interval.
    pub hi95: Option<f64>,
    /// Standard deviation over trials.
    pub sd: Option<f64>,
    /// p5, p10, p25, p50, p75, p90, p95.
    pub quantiles: [QuantileEstimate; 7],
    /// Mean of the worst 5 % of trials; empty where neither tail is the bad one.
    pub cvar5: QuantileEstimate,
    /// Whether it is precise enough, by its own target or by the usual one; `None` before that was
    /// looked at.
    pub converged: Option<bool>,
    /// The plain mean of the trials' values.
    pub mean_of_trials: Option<f64>,
    /// How the intervals were made.
    pub method: String,
    /// What a reader must know.
    pub note: String,
}

/// The methods, joined by a plus: a semicolon parts columns in half of the world's spreadsheets.
pub(super) const BY_RANK: &str = "order statistics";
pub(super) const BY_TAIL: &str = "Hall's t for cvar5";
/// Trials below which the mean of the worst 5 % has no interval.
const LEAST_FOR_CVAR: u64 = 100;
/// Where most of the worst trials have one and the same value.
const LUMP: &str = "too few trials in the bad tail differ for an interval of cvar5";

/// The rows of a variant, in the order of its measures.
pub(super) fn rows(outcomes: &VariantOutcomes) -> Vec<SummaryRow> {
    if !outcomes.streamed.is_empty() {
        return streamed::rows(outcomes);
    }
    let layout = &outcomes.layout;
    let (means, plain) = (Means::of(outcomes), Means::new(layout.replicate, &[], &[]));
    let columns = layout
        .measures
        .par_iter()
        .zip(&outcomes.measures)
        .enumerate();
    columns
        .map(|(at, (measure, column))| {
            let is_control = layout.controls.contains(&at);
            let means = if is_control { &plain } else { &means };
            row(&outcomes.variant, measure, column, means)
        })
        .collect()
}

/// A measure's row.
pub(super) fn row(variant: &str, measure: &Measure, column: &[f64], means: &Means) -> SummaryRow {
    let column = means.used(column);
    let estimates = match measure.estimand {
        Estimand::Mean => by_mean(measure.better, column, means),
        Estimand::Probability => by_probability(column),
    };
    let estimates = match means.replicate() {
        Some(size) => designed::by_replicates(estimates, measure, column, size),
        None => estimates,
    };
    SummaryRow {
        variant: variant.to_owned(),
        measure: measure.name.clone(),
        unit: measure.unit.clone(),
        ..estimates
    }
}

/// What values come to, however they were kept.
pub(super) struct Told<'a> {
    pub moments: Moments,
    pub mean: Mean,
    pub ordered: &'a dyn Ordered,
    /// True where they came in replicates.
    pub by_replicates: bool,
}

fn by_mean(better: Better, column: &[f64], means: &Means) -> SummaryRow {
    let mut moments = Moments::default();
    moments.push_block(column);
    let told = Told {
        moments,
        mean: means.estimate(column, CONFIDENCE),
        ordered: &Sample::new(column),
        by_replicates: means.replicate().is_some(),
    };
    told.row(better)
}

impl Told<'_> {
    /// The row of a mean.
    pub(super) fn row(&self, better: Better) -> SummaryRow {
        let (lo95, hi95) = self.mean.interval.unzip();
        let methods = [
            Some(self.mean.method()),
            (!self.by_replicates).then(|| BY_RANK.to_owned()),
            (better != Better::None).then(|| BY_TAIL.to_owned()),
        ];
        let methods: Vec<String> = methods.into_iter().flatten().collect();
        let row = SummaryRow {
            n: self.moments.n(),
            n_defined: self.moments.n_defined(),
            mean: self.mean.value,
            lo95,
            hi95,
            sd: self.moments.sd(),
            quantiles: LEVELS.map(|level| quantile(self.ordered, level)),
            cvar5: cvar(self.ordered, better),
            mean_of_trials: self.moments.mean(),
            method: methods.join(" + "),
            ..SummaryRow::default()
        };
        let lacks = better != Better::None && row.cvar5.lo95.is_none();
        let is_short = lacks && row.n_defined < LEAST_FOR_CVAR;
        let is_lump = lacks && !is_short;
        let notes = [
            undefined(&row),
            without_interval(&row, is_short),
            is_lump.then(|| LUMP.to_owned()),
            constant(self.ordered),
        ];
        SummaryRow {
            note: joined(notes),
            ..row
        }
    }
}

/// The end of a measure at which its bad values are.
pub(super) fn bad_tail(better: Better) -> Option<Tail> {
    match better {
        Better::Low => Some(Tail::Upper),
        Better::High => Some(Tail::Lower),
        Better::None => None,
    }
}

fn quantile(sample: &dyn Ordered, level: f64) -> QuantileEstimate {
    let (lo95, hi95) = sample.interval(level, CONFIDENCE).unzip();
    QuantileEstimate {
        value: sample.quantile(level),
        lo95,
        hi95,
    }
}

/// The mean of the worst trials.
fn cvar(sample: &dyn Ordered, better: Better) -> QuantileEstimate {
    let Some(bad) = bad_tail(better) else {
        return QuantileEstimate::default();
    };
    let (lo95, hi95) = sample.tail_interval(bad, WORST_SHARE, CONFIDENCE).unzip();
    QuantileEstimate {
        value: sample.tail_mean(bad, WORST_SHARE),
        lo95,
        hi95,
    }
}

fn by_probability(column: &[f64]) -> SummaryRow {
    let defined = || column.iter().filter(|x| x.is_finite());
    let n_defined = defined().count() as u64;
    let hits = defined().filter(|&&x| x > 0.5).count() as u64;
    let trials = (column.len() as u64, n_defined, hits);
    probability(trials, Sample::new(column).is_constant())
}

/// The row of a probability: trials, those in which it is defined, and those in which it is 1.
pub(super) fn probability((n, n_defined, hits): (u64, u64, u64), is_constant: bool) -> SummaryRow {
    let (lo95, hi95) = wilson(hits, n_defined, CONFIDENCE).unzip();
    let share = (n_defined > 0).then(|| hits as f64 / n_defined as f64);
    let row = SummaryRow {
        n,
        n_defined,
        mean: share,
        mean_of_trials: share,
        lo95,
        hi95,
        method: "Wilson".to_owned(),
        ..SummaryRow::default()
    };
    let notes = [undefined(&row), is_constant.then(all_equal)];
    SummaryRow {
        note: joined(notes),
        ..row
    }
}

fn undefined(row: &SummaryRow) -> Option<String> {
    let (n, defined) = (row.n, row.n_defined);
    (defined < n).then(|| format!("defined in {defined} of {n} trials"))
}

fn without_interval(row: &SummaryRow, cvar: bool) -> Option<String> {
    let mean = row.lo95.is_none().then_some("mean");
    let quantiles = LEVEL_NAMES.iter().zip(&row.quantiles);
    let short = quantiles.filter(|(_, quantile)| quantile.lo95.is_none());
    let names: Vec<&str> = mean
        .into_iter()
        .chain(short.map(|(name, _)| *name))
        .chain(cvar.then_some("cvar5"))
        .collect();
    (!names.is_empty()).then(|| format!("too few trials for an interval of {}", names.join(" ")))
}

fn constant(values: &dyn Ordered) -> Option<String> {
    values.is_constant().then(all_equal)
}

fn all_equal() -> String {
    "all values equal".to_owned()
}

fn joined(notes: impl IntoIterator<Item = Option<String>>) -> String {
    let notes: Vec<String> = notes.into_iter().flatten().collect();
    notes.join(", ")
}

#[cfg(test)]
mod tests {
    use super::super::tests::measure;
    use super::*;

    fn mean_of(column: &[f64]) -> SummaryRow {
        row(
            "base",
            &measure("delivered_cost", Estimand::Mean),
            column,
            &Means::default(),
        )
    }

    fn probability_of(column: &[f64]) -> SummaryRow {
        row(
            "base",
            &measure("shortage", Estimand::Probability),
            column,
            &Means::default(),
        )
    }

    fn hundred() -> Vec<f64> {
        (1..=100).map(f64::from).collect()
    }

    #[test]
    fn a_mean_has_its_t_interval_and_quantiles_theirs() {
        let row = mean_of(&hundred());
        // Mean 50.5, sd √(100 · 101 / 12), t(99) = 1.984217.
        let half = 1.984_216_951_6 * (10_100.0_f64 / 12.0).sqrt() / 10.0;
        assert_eq!(row.mean, Some(50.5));
        assert!((row.hi95.unwrap() - 50.5 - half).abs() < 1e-7);
        assert!((row.lo95.unwrap() - 50.5 + half).abs() < 1e-7);
        let median = QuantileEstimate {
            value: Some(50.5),
            lo95: Some(40.0),
            hi95: Some(61.0),
        };
        assert_eq!(row.quantiles[3], median);
        assert!(
            row.quantiles
                .iter()
                .all(|quantile| quantile.lo95 < quantile.hi95)
        );
        assert_eq!(
            (row.method.as_str(), row.note.as_str()),
            ("t + order statistics + Hall's t for cvar5", "")
        );
        assert_eq!(
            (row.measure.as_str(), row.unit.as_str()),
            ("delivered_cost", "USD/kWh")
        );
    }

    #[test]
    fn undefined_trials_are_told_and_left_out() {
        let mut column = hundred();
        column.splice(0..0, [f64::NAN; 20]);
        let row = mean_of(&column);
        assert_eq!((row.n, row.n_defined, row.mean), (120, 100, Some(50.5)));
        assert_eq!(row.note, "defined in 100 of 120 trials");
    }

    #[test]
    fn intervals_that_need_more_trials_are_empty_and_named() {
        let note = |n: usize| mean_of(&hundred()[..n]).note;
        assert_eq!(note(100), "");
        assert_eq!(note(99), "too few trials for an interval of cvar5");
        assert_eq!(note(58), "too few trials for an interval of p5 p95 cvar5");
        let most = "too few trials for an interval of p5 p10 p90 p95 cvar5";
        assert_eq!(note(28), most);
        let all = "too few trials for an interval of mean p5 p10 p25 p50 p75 p90 p95 cvar5";
        assert_eq!(note(1), all);
        let nothing = mean_of(&[f64::NAN; 3]);
        assert_eq!(nothing.note, format!("defined in 0 of 3 trials, {all}"));
        assert_eq!((nothing.mean, nothing.quantiles[3].value), (None, None));
    }

    #[test]
    fn the_worst_trials_are_the_highest_or_the_lowest_or_none() {
        let of = |better| {
            let measure = Measure {
                better,
                ..measure("fill_rate", Estimand::Mean)
            };
            row("base", &measure, &hundred(), &Means::default())
        };
        let (low, high, none) = (of(Better::Low), of(Better::High), of(Better::None));
        assert_eq!(low.cvar5.value, Some(98.0));
        assert_eq!(high.cvar5.value, Some(3.0));
        assert!(low.cvar5.lo95 < Some(98.0) && low.cvar5.hi95 > Some(98.0));
        assert!(high.cvar5.lo95 < Some(3.0) && high.cvar5.hi95 > Some(3.0));
        assert_eq!(none.cvar5, QuantileEstimate::default());
        assert_eq!(none.method, "t + order statistics");
        assert_eq!(none.note, "");
    }

    #[test]
    fn a_tail_of_equal_values_has_no_interval_and_says_so() {
        let mut column = hundred();
        column[90..].fill(100.0);
        let row = mean_of(&column);
        assert_eq!((row.cvar5.value, row.cvar5.lo95), (Some(100.0), None));
        let words = "too few trials in the bad tail differ for an interval of cvar5";
        assert_eq!(row.note, words);
    }

    #[test]
    fn no_text_of_a_row_parts_a_spreadsheets_columns() {
        let mut column = hundred()[..50].to_vec();
        column.push(f64::NAN);
        let row = mean_of(&column);
        assert!(row.note.contains("defined in") && row.note.contains("too few"));
        assert!(!format!("{}{}", row.method, row.note).contains(';'));
    }

    #[test]
    fn equal_values_are_told() {
        let row = mean_of(&[0.1; 64]);
        assert_eq!(row.note, "all values equal");
        let all = (row.cvar5.value, row.cvar5.lo95, row.cvar5.hi95);
        assert_eq!(all, (Some(0.1), Some(0.1), Some(0.1)));
        assert_eq!(
            (row.mean, row.lo95, row.hi95),
            (Some(0.1), Some(0.1), Some(0.1))
        );
        assert_eq!(row.quantiles[0].value, Some(0.1));
    }

    #[test]
    fn a_probability_has_wilsons_interval_and_no_quantiles() {
        // Newcombe (1998), table 1: 15 of 148.
        let mut column = vec![1.0; 15];
        column.resize(148, 0.0);
        column.push(f64::NAN);
        let row = probability_of(&column);
        assert_eq!((row.n, row.n_defined), (149, 148));
        assert!((row.lo95.unwrap() - 0.0624).abs() < 5.1e-5);
        assert!((row.hi95.unwrap() - 0.1605).abs() < 5.1e-5);
        assert_eq!((row.sd, row.quantiles), (None, Default::default()));
        assert_eq!(row.method, "Wilson");
        assert_eq!(row.note, "defined in 148 of 149 trials");
        assert_eq!(probability_of(&[0.0; 20]).note, "all values equal");
    }
}
