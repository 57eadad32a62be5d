//! Is an estimate precise enough? What is asked for by name is looked at several times while trials
//! are added; the error that its interval may make is shared out among the looks.

use super::estimate::bad_tail;
use super::{CONFIDENCE, LEVELS, Means, QuantileEstimate, Summary, SummaryRow, WORST_SHARE};
use crate::measure::{Better, Estimand, Measure};
use crate::outcome::Outcomes;
use crate::stats::{Ordered, Sample, probability_by_replicates, quantile_by_replicates, wilson};

/// Without a target a mean is precise where its interval reaches no farther than this share of it.
pub const USUAL_SHARE: f64 = 0.05;
/// The same for a probability, as it stands.
pub const USUAL_PROBABILITY: f64 = 0.05;

/// What of a measure is to be precise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Statistic {
    /// Its mean.
    Mean,
    /// The probability that it is 1.
    Probability,
    /// The quantile at a place in [`LEVELS`].
    Quantile(usize),
    /// The mean of its worst 5 %.
    Cvar5,
}

/// How far the interval may reach from the estimate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bound {
    /// So much of the estimate.
    Share(f64),
    /// So much, in the measure's own unit.
    Amount(f64),
}

/// What was asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// The measure, in every variant that has it.
    pub measure: String,
    /// What of it.
    pub statistic: Statistic,
    /// How precise.
    pub bound: Bound,
}

/// An estimate and its interval, where there is one.
pub type Estimated = (Option<f64>, Option<(f64, f64)>);

/// How often the interval of a look, counted from 1, is to hold the truth, so that all of them do at
/// once as often as [`CONFIDENCE`] says, however many there are: the errors 1/2, 1/6, 1/12, … of
/// what is left add up to it.
///
/// # Source
/// Bonferroni's inequality over looks, with 1 / (k (k + 1)) of the error for look k: a spending of
/// error as in Lan and `DeMets` (1983), Biometrika 70, 659.
#[must_use]
pub fn confidence_at(look: u32) -> f64 {
    let look = f64::from(look);
    1.0 - (1.0 - CONFIDENCE) / (look * (look + 1.0))
}

/// What trials say of a statistic, with means as `means` estimates them.
#[must_use]
pub fn estimated(
    statistic: Statistic,
    better: Better,
    column: &[f64],
    means: &Means,
    confidence: f64,
) -> Estimated {
    let column = means.used(column);
    let replicate = means.replicate();
    match statistic {
        Statistic::Mean => {
            let found = means.estimate(column, confidence);
            (found.value, found.interval)
        }
        Statistic::Probability => {
            let defined = column.iter().filter(|x| x.is_finite()).count() as u64;
            let hits = column.iter().filter(|x| x.is_finite() && **x > 0.5).count() as u64;
            let interval = match replicate {
                Some(size) => probability_by_replicates(column, size, confidence),
                None => wilson(hits, defined, confidence),
            };
            let share = (defined > 0).then(|| hits as f64 / defined as f64);
            (share, interval)
        }
        Statistic::Quantile(level) => {
            let (sample, level) = (Sample::new(column), LEVELS[level]);
            let interval = match replicate {
                Some(size) => quantile_by_replicates(column, &sample, level, size, confidence),
                None => sample.interval(level, confidence),
            };
            (sample.quantile(level), interval)
        }
        Statistic::Cvar5 => {
            let (sample, tail) = (Sample::new(column), bad_tail(better));
            let interval = tail.and_then(|t| match replicate {
                Some(size) => {
                    let of = (column, size);
                    sample.tail_interval_by_replicates(t, WORST_SHARE, of, confidence)
                }
                None => sample.tail_interval(t, WORST_SHARE, confidence),
            });
            (
                tail.and_then(|t| sample.tail_mean(t, WORST_SHARE)),
                interval,
            )
        }
    }
}

impl Bound {
    /// True where the interval reaches no farther to either side.
    #[must_use]
    pub fn holds(self, (value, interval): Estimated) -> bool {
        let (Some(value), Some((lower, upper))) = (value, interval) else {
            return false;
        };
        let reach = f64::max(upper - value, value - lower);
        reach
            <= match self {
                Self::Share(share) => share * value.abs(),
                Self::Amount(amount) => amount,
            }
    }
}

impl Target {
    /// True where trials of a measure are precise enough at a look.
    #[must_use]
    pub fn is_met(&self, measure: &Measure, column: &[f64], means: &Means, look: u32) -> bool {
        self.bound
            .holds(self.estimated(measure, column, means, look))
    }

    fn estimated(&self, measure: &Measure, column: &[f64], means: &Means, look: u32) -> Estimated {
        let confidence = confidence_at(look);
        estimated(self.statistic, measure.better, column, means, confidence)
    }
}

/// Says of a row without a target whether it is precise as a rule.
pub(super) fn usual(row: &mut SummaryRow, measure: &Measure) {
    let bound = match measure.estimand {
        Estimand::Mean => Bound::Share(USUAL_SHARE),
        Estimand::Probability => Bound::Amount(USUAL_PROBABILITY),
    };
    row.converged = Some(bound.holds((row.mean, row.lo95.zip(row.hi95))));
}

impl Summary {
    /// Holds the rows of targets to them, at the look at which trials ended: their intervals become
    /// wider, so that they hold although trials ended when they were narrow.
    pub fn hold_to(&mut self, targets: &[Target], outcomes: &Outcomes, look: u32) {
        let means: Vec<Means> = outcomes.variants.iter().map(Means::of).collect();
        let measured = outcomes
            .variants
            .iter()
            .zip(&means)
            .flat_map(|(variant, means)| {
                let both = variant.layout.measures.iter().zip(&variant.measures);
                both.map(move |(measure, column)| (measure, column, means))
            });
        for (row, (measure, column, means)) in self.rows.iter_mut().zip(measured) {
            let own = targets.iter().filter(|t| t.measure == measure.name);
            let mut is_met = None;
            for target in own {
                let found = target.estimated(measure, column, means, look);
                is_met = Some(is_met.unwrap_or(true) && target.bound.holds(found));
                put(row, target.statistic, found.1, look);
            }
            row.converged = is_met.or(row.converged);
        }
    }
}

/// Puts the interval of a look in its place.
fn put(row: &mut SummaryRow, statistic: Statistic, interval: Option<(f64, f64)>, look: u32) {
    let (lower, upper) = interval.unzip();
    let quantile = |of: &mut QuantileEstimate| (of.lo95, of.hi95) = (lower, upper);
    match statistic {
        Statistic::Mean | Statistic::Probability => (row.lo95, row.hi95) = (lower, upper),
        Statistic::Quantile(at) => quantile(&mut row.quantiles[at]),
        Statistic::Cvar5 => quantile(&mut row.cvar5),
    }
    let level = 100.0 * confidence_at(look);
    let words = format!(
        "interval of {} at {level:.2} % (look {look})",
        statistic.name()
    );
    row.add_note(&words);
}

impl Statistic {
    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Mean => "mean",
            Self::Probability => "probability",
            Self::Quantile(at) => super::LEVEL_NAMES[at],
            Self::Cvar5 => "cvar5",
        }
    }

    /// The one of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let quantiles = (0..LEVELS.len()).map(Self::Quantile);
        let others = [Self::Mean, Self::Probability, Self::Cvar5];
        others
            .into_iter()
            .chain(quantiles)
            .find(|s| s.name() == name)
    }
}

impl SummaryRow {
    /// Adds what a reader must know.
    pub(super) fn add_note(&mut self, words: &str) {
        if !self.note.is_empty() {
            self.note.push_str(", ");
        }
        self.note.push_str(words);
    }
}

#[cfg(test)]
mod tests {
    use super::super::estimate::row;
    use super::super::tests::{measure, variant};
    use super::*;
    use crate::outcome::Layout;

    #[test]
    fn the_error_of_all_looks_is_that_of_one_interval() {
        let spent: f64 = (1..=1000).map(|look| 1.0 - confidence_at(look)).sum();
        assert!((spent - 0.05 * (1.0 - 1.0 / 1001.0)).abs() < 1e-12);
        assert!((confidence_at(1) - 0.975).abs() < 1e-15);
    }

    #[test]
    fn a_bound_is_held_by_the_longer_arm() {
        let found = (Some(-10.0), Some((-10.4, -9.8)));
        assert!(Bound::Share(0.041).holds(found) && !Bound::Share(0.039).holds(found));
        assert!(Bound::Amount(0.41).holds(found) && !Bound::Amount(0.39).holds(found));
        assert!(!Bound::Amount(9.0).holds((Some(1.0), None)));
    }

    /// The estimates are those of the summary, whatever asks for them.
    #[test]
    fn statistics_are_those_of_the_summary() {
        let column: Vec<f64> = (0..640).map(|k| f64::from(k * 7919 % 1013)).collect();
        for replicate in [None, Some(64)] {
            let own = measure("cost", Estimand::Mean);
            let means = Means::new(replicate, &[], &[]);
            let row = row("base", &own, &column, &means);
            let of = |statistic| estimated(statistic, own.better, &column, &means, CONFIDENCE);
            assert_eq!(of(Statistic::Mean), (row.mean, row.lo95.zip(row.hi95)));
            let median = row.quantiles[3];
            assert_eq!(
                of(Statistic::Quantile(3)),
                (median.value, median.lo95.zip(median.hi95))
            );
            assert_eq!(of(Statistic::Cvar5).0, row.cvar5.value);
        }
        let hits: Vec<f64> = (0..200).map(|k| f64::from(u8::from(k % 5 == 0))).collect();
        let own = measure("short", Estimand::Probability);
        let row = row("base", &own, &hits, &Means::default());
        let found = estimated(
            Statistic::Probability,
            own.better,
            &hits,
            &Means::default(),
            CONFIDENCE,
        );
        assert_eq!(found, (row.mean, row.lo95.zip(row.hi95)));
    }

    #[test]
    fn rows_are_held_to_their_own_target_or_to_the_usual_one() {
        let names = ["cost", "days"];
        let layout = Layout {
            measures: names.map(|name| measure(name, Estimand::Mean)).to_vec(),
            ..Layout::default()
        };
        let mut base = variant("base", layout);
        // Means 100 and 1 with a spread of 0.5 each way: half of the interval is about 0.06.
        let column = |mean: f64| (0..256).map(|k| mean + f64::from(k % 2) - 0.5).collect();
        base.measures = vec![column(100.0), column(1.0)];
        let outcomes = Outcomes {
            variants: vec![base],
            reference: 0,
            first: 1,
            trials: 256,
            kept: 256,
            seed: 1,
        };
        let mut summary = super::super::summarise(&outcomes);
        let told = |summary: &Summary| [0, 1].map(|at| summary.rows[at].converged);
        assert_eq!(told(&summary), [Some(true), Some(false)]);
        let before = summary.rows[0].clone();
        let target = Target {
            measure: "cost".to_owned(),
            statistic: Statistic::Mean,
            bound: Bound::Amount(0.01),
        };
        summary.hold_to(&[target], &outcomes, 2);
        assert_eq!(told(&summary), [Some(false), Some(false)]);
        assert!(summary.rows[0].lo95 < before.lo95 && summary.rows[0].hi95 > before.hi95);
        let note = "interval of mean at 99.17 % (look 2)";
        assert!(
            summary.rows[0].note.ends_with(note),
            "{}",
            summary.rows[0].note
        );
        assert!(!summary.rows[1].note.contains("look"));
    }

    #[test]
    fn statistics_have_their_names() {
        for name in ["mean", "probability", "p5", "p50", "p95", "cvar5"] {
            assert_eq!(Statistic::named(name).map(Statistic::name), Some(name));
        }
        assert_eq!(Statistic::named("p1"), None);
    }
}
