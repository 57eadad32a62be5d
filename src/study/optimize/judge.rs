//! What trials say of an objective and of constraints.

use crate::measure::{Better, Estimand, Measure};
use crate::model::{Constraint, Statistic};
use crate::outcome::{Estimated, Held, Verdict};
use crate::stats::{Moments, Ordered, Sample, Tail, sd_interval, wilson};

/// How sure a limit is, on its one side.
pub(super) const CONFIDENCE: f64 = 0.95;
/// An interval of this confidence has ends that are each passed in one trial of twenty.
const BOTH: f64 = 2.0 * CONFIDENCE - 1.0;
const WORST_SHARE: f64 = 0.05;

/// The mean of a column with its 95 % interval; a probability has Wilson's.
pub(super) fn mean(column: &[f64], estimand: Estimand) -> Estimated {
    let moments = moments(column);
    let interval = of_mean(&moments, estimand, CONFIDENCE);
    Estimated {
        mean: moments.mean(),
        lo95: interval.map(|(lo, _)| lo),
        hi95: interval.map(|(_, hi)| hi),
    }
}

/// A constraint over a column of trials; nothing is known of a measure that is not there.
pub(super) fn held(constraint: &Constraint, measure: Option<&Measure>, column: &[f64]) -> Held {
    let (value, limit) = measure.map_or((None, None), |measure| {
        let (value, interval) = statistic(constraint, measure, column);
        let side = |(lo, hi)| if constraint.at_least { lo } else { hi };
        (value, interval.map(side))
    });
    Held {
        value,
        limit,
        verdict: match (slack(constraint, limit), slack(constraint, value)) {
            (Some(0.0..), _) => Verdict::Kept,
            (_, Some(0.0..)) => Verdict::Likely,
            _ => Verdict::Missed,
        },
    }
}

/// By how much a value keeps a constraint, in the measure's unit.
pub(super) fn slack(constraint: &Constraint, value: Option<f64>) -> Option<f64> {
    let more = value? - constraint.bound;
    Some(if constraint.at_least { more } else { -more })
}

/// By how much a constraint would be kept with 95 % confidence if there were as many trials as at the
/// end, as a share of its bound: noise falls with their root.
pub(super) fn promise(constraint: &Constraint, held: &Held, trials: u64, later: u64) -> f64 {
    let Some(value) = held.value else {
        return -1.0;
    };
    let noise = held.limit.map_or(0.0, |limit| limit - value);
    let then = value + noise * (trials as f64 / later as f64).sqrt();
    let scale = match constraint.bound.abs() {
        0.0 => 1.0,
        bound => bound,
    };
    slack(constraint, Some(then)).map_or(-1.0, |slack| slack / scale)
}

type Interval = Option<(f64, f64)>;

fn statistic(of: &Constraint, measure: &Measure, column: &[f64]) -> (Option<f64>, Interval) {
    let moments = moments(column);
    match of.statistic {
        Statistic::Mean => (moments.mean(), of_mean(&moments, measure.estimand, BOTH)),
        Statistic::Sd => (moments.sd(), sd_interval(column, BOTH)),
        Statistic::Quantile(level) => {
            let sample = Sample::new(column);
            let lo = sample.limit(Tail::Lower, level, CONFIDENCE);
            let hi = sample.limit(Tail::Upper, level, CONFIDENCE);
            // What is not known on one side is not asked for on the other.
            let known = if of.at_least { lo } else { hi };
            let ends = known.map(|known| (lo.unwrap_or(known), hi.unwrap_or(known)));
            (sample.quantile(level), ends)
        }
        Statistic::Cvar5 => {
            let sample = Sample::new(column);
            let tail = match (measure.better, of.at_least) {
                (Better::High, _) | (Better::None, true) => Tail::Lower,
                _ => Tail::Upper,
            };
            let interval = sample.tail_interval(tail, WORST_SHARE, BOTH);
            (sample.tail_mean(tail, WORST_SHARE), interval)
        }
    }
}

fn of_mean(moments: &Moments, estimand: Estimand, confidence: f64) -> Interval {
    match estimand {
        Estimand::Mean => moments.t_interval(confidence),
        Estimand::Probability => {
            let n = moments.n_defined();
            let hits = libm::round(moments.mean()? * n as f64) as u64;
            wilson(hits, n, confidence)
        }
    }
}

fn moments(column: &[f64]) -> Moments {
    let mut moments = Moments::default();
    moments.push_block(column);
    moments
}

#[cfg(test)]
mod tests {
    use super::*;

    fn constraint(statistic: Statistic, at_least: bool, bound: f64) -> Constraint {
        Constraint {
            text: String::new(),
            measure: "fill_rate".to_owned(),
            statistic,
            at_least,
            bound,
        }
    }

    fn measure(better: Better, estimand: Estimand) -> Measure {
        Measure {
            name: "fill_rate".to_owned(),
            unit: "share".to_owned(),
            better,
            estimand,
            meaning: String::new(),
        }
    }

    fn hundred() -> Vec<f64> {
        (1..=100).map(f64::from).collect()
    }

    #[test]
    fn a_constraint_is_kept_only_where_its_limit_keeps_it() {
        let high = measure(Better::High, Estimand::Mean);
        // The lower limit of p10 of a hundred values is the fifth, the estimate 10.9.
        for (bound, verdict) in [
            (4.9, Verdict::Kept),
            (5.0, Verdict::Kept),
            (5.1, Verdict::Likely),
            (10.8, Verdict::Likely),
            (11.0, Verdict::Missed),
        ] {
            let wanted = constraint(Statistic::Quantile(0.1), true, bound);
            let found = held(&wanted, Some(&high), &hundred());
            assert_eq!(
                (found.limit, found.verdict),
                (Some(5.0), verdict),
                "{bound}"
            );
        }
        let wanted = constraint(Statistic::Quantile(0.9), false, 95.0);
        let found = held(&wanted, Some(&high), &hundred());
        assert_eq!((found.limit, found.verdict), (Some(96.0), Verdict::Likely));
        assert_eq!(held(&wanted, None, &[]).verdict, Verdict::Missed);
    }

    #[test]
    fn the_mean_has_students_limit_a_probability_wilsons_and_a_tail_its_own_side() {
        let column = hundred();
        let sd = (10_100.0_f64 / 12.0).sqrt();
        // t(99) at 5 % is 1.660391.
        let low = measure(Better::Low, Estimand::Mean);
        let found = held(
            &constraint(Statistic::Mean, false, 60.0),
            Some(&low),
            &column,
        );
        assert!((found.limit.unwrap() - (50.5 + 1.660_391 * sd / 10.0)).abs() < 1e-4);
        let mut hits = vec![0.0; 90];
        hits.extend([1.0; 10]);
        let chance = measure(Better::Low, Estimand::Probability);
        let found = held(
            &constraint(Statistic::Mean, false, 0.2),
            Some(&chance),
            &hits,
        );
        assert_eq!(found.limit, wilson(10, 100, 0.9).map(|(_, hi)| hi));
        let worst = |better| {
            let of = measure(better, Estimand::Mean);
            held(&constraint(Statistic::Cvar5, true, 0.0), Some(&of), &column).value
        };
        assert_eq!(
            (worst(Better::Low), worst(Better::High)),
            (Some(98.0), Some(3.0))
        );
    }

    #[test]
    fn a_promise_lies_between_the_limit_and_the_estimate() {
        let wanted = constraint(Statistic::Mean, true, 10.0);
        let held = Held {
            value: Some(12.0),
            limit: Some(8.0),
            verdict: Verdict::Likely,
        };
        // With sixteen times the trials a quarter of the noise is left.
        assert!((promise(&wanted, &held, 100, 1600) - 0.1).abs() < 1e-12);
        assert!((promise(&wanted, &held, 100, 100) + 0.2).abs() < 1e-12);
    }
}
