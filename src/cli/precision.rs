//! `--precision`: trials are added until what was asked for is known as well as was asked, at looks
//! that come at doublings.

use std::fmt::Write;

use super::failure::Failure;
use crate::measure::{Better, Estimand, Measure};
use crate::outcome::{Breach, Layout};
use crate::random::Sampling;
use crate::scenario;
use crate::study::{Progress, Runner, Watch};
use crate::summary::{Bound, Means, Statistic, Target};
use crate::units::parse_unit;

/// Trials before the first look, at least.
const LEAST_TRIALS: u64 = 256;
/// Trials after which there is no other look, unless `--trials` says otherwise.
pub const MOST_TRIALS: u64 = 16_384;

/// A precision as it was asked for, before anybody knows what the measure is in.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    measure: String,
    statistic: Statistic,
    amount: f64,
    unit: String,
}

/// Reads `delivered_cost mean 0.5 %`.
pub fn parse(text: &str) -> Result<Asked, String> {
    let form = "MEASURE STATISTIC BOUND is wanted, such as \"delivered_cost mean 0.5 %\" or \"fill_rate p5 0.01\"";
    let mut words = text.split_whitespace();
    let (Some(measure), Some(statistic)) = (words.next(), words.next()) else {
        return Err(form.to_owned());
    };
    let bound = words.collect::<Vec<_>>().join(" ");
    let names = "mean, p5, p10, p25, p50, p75, p90, p95, cvar5 or probability";
    let statistic = Statistic::named(statistic)
        .ok_or_else(|| format!("{statistic:?} is no statistic: {names} is wanted"))?;
    let number = |c: char| c.is_ascii_digit() || c == '.' || c == '_';
    let end = bound.find(|c| !number(c)).unwrap_or(bound.len());
    let amount: Option<f64> = bound[..end].replace('_', "").parse().ok();
    Ok(Asked {
        measure: measure.to_owned(),
        statistic,
        amount: amount.filter(|x| *x > 0.0).ok_or(form)?,
        unit: bound[end..].trim().to_owned(),
    })
}

impl Asked {
    fn target(&self, measure: &Measure) -> Result<Target, Failure> {
        let Self {
            measure: name,
            statistic,
            amount,
            unit,
        } = self;
        let refused = |words: String| Err(Failure::Input(format!("--precision {name}: {words}")));
        let is_probability = measure.estimand == Estimand::Probability;
        match statistic {
            Statistic::Probability if !is_probability => {
                return refused("is no probability; mean is wanted, or a quantile".to_owned());
            }
            Statistic::Quantile(_) | Statistic::Cvar5 if is_probability => {
                return refused("is a probability and has no quantiles".to_owned());
            }
            Statistic::Cvar5 if measure.better == Better::None => {
                return refused("has no bad tail".to_owned());
            }
            _ => {}
        }
        let statistic = match statistic {
            Statistic::Mean if is_probability => Statistic::Probability,
            statistic => *statistic,
        };
        let bound = match unit.as_str() {
            "%" => Bound::Share(amount / 100.0),
            unit => match factor(unit, &measure.unit) {
                Some(factor) => Bound::Amount(amount * factor),
                None if measure.unit.is_empty() => {
                    return refused(format!("has no unit, {unit:?} is none of it"));
                }
                None if unit.is_empty() => {
                    let own = &measure.unit;
                    let words = "has no unit; write";
                    return refused(format!(
                        "{amount} {words} \"{amount} {own}\" or \"{amount} %\""
                    ));
                }
                None => return refused(format!("is in {}, not in {unit:?}", measure.unit)),
            },
        };
        Ok(Target {
            measure: name.clone(),
            statistic,
            bound,
        })
    }
}

/// Units of the measure in one of a unit.
fn factor(unit: &str, of_measure: &str) -> Option<f64> {
    if unit == of_measure {
        return Some(1.0);
    }
    let (unit, own) = (parse_unit(unit).ok()?, parse_unit(of_measure).ok()?);
    (unit.dimension == own.dimension).then(|| unit.factor / own.factor)
}

/// What was asked for, of measures that some variant has.
pub fn targets(asked: &[Asked], layouts: &[&Layout]) -> Result<Vec<Target>, Failure> {
    let known = || layouts.iter().flat_map(|layout| &layout.measures);
    let one = |asked: &Asked| {
        let found = known().find(|measure| measure.name == asked.measure);
        found.map_or_else(
            || Err(unknown(&asked.measure, known())),
            |measure| asked.target(measure),
        )
    };
    asked.iter().map(one).collect()
}

fn unknown<'a>(name: &str, known: impl Iterator<Item = &'a Measure>) -> Failure {
    let near = scenario::nearest(name, known.map(|measure| measure.name.as_str()));
    let near = near.map_or(String::new(), |near| format!("; did you mean \"{near}\"?"));
    Failure::Input(format!("--precision: there is no measure \"{name}\"{near}"))
}

/// Trials at the looks: from enough for intervals on, doubled until the last.
pub fn looks(sampling: &Sampling, most: u64) -> Vec<u64> {
    let least = sampling.fit(LEAST_TRIALS);
    let doubled = std::iter::successors(Some(least), |n| Some(2 * n));
    let before: Vec<u64> = doubled.take_while(|n| *n < most).collect();
    before.into_iter().chain([most]).collect()
}

/// How it ended.
#[derive(Clone, Debug, PartialEq)]
pub struct Reached {
    /// The look at which it did, counted from 1.
    pub look: u32,
    /// Targets that are not met, each with the variants in which.
    pub missed: Vec<String>,
}

/// Runs trials until all targets are met at a look in all variants that have them, or until there are so many.
pub fn advance(
    runner: &mut Runner,
    trials: &mut Progress,
    targets: &[Target],
    (looks, until): (&[u64], u64),
    watch: &dyn Watch,
) -> Result<Reached, Breach> {
    let mut reached = Reached {
        look: 0,
        missed: Vec::new(),
    };
    for (number, &at) in (1..).zip(looks) {
        // Looks at fewer trials than there are, are over.
        if at < trials.trials() {
            continue;
        }
        runner.advance_watched(trials, at.min(until), watch)?;
        if trials.trials() < at {
            // Interrupted: this look was not taken.
            break;
        }
        reached = Reached {
            look: number,
            missed: missed(runner, trials, targets, number),
        };
        if reached.missed.is_empty() {
            break;
        }
    }
    Ok(reached)
}

fn missed(runner: &Runner, trials: &Progress, targets: &[Target], look: u32) -> Vec<String> {
    let means = |(variant, layout)| {
        Means::over(layout, trials.measures(variant), trials.parameters(variant))
    };
    let means: Vec<Means> = runner.layouts().enumerate().map(means).collect();
    let missed = targets.iter().filter_map(|target| {
        let mut words = String::new();
        for (variant, layout) in runner.layouts().enumerate() {
            let mut measures = layout.measures.iter();
            let Some(at) = measures.position(|m| m.name == target.measure) else {
                continue;
            };
            let (measure, column) = (&layout.measures[at], &trials.measures(variant)[at]);
            if !target.is_met(measure, column, &means[variant], look) {
                let comma = if words.is_empty() { "" } else { ", " };
                let _ = write!(words, "{comma}{}", runner.variant(variant));
            }
        }
        let (measure, statistic) = (&target.measure, target.statistic.name());
        (!words.is_empty()).then(|| format!("{measure} {statistic}: {words}"))
    });
    missed.collect()
}

/// What became of it, in a line for the end of the terminal's table.
pub fn told(reached: &Reached, trials: u64) -> String {
    let looks = match reached.look {
        1 => "1 look".to_owned(),
        looks => format!("{looks} looks"),
    };
    if reached.missed.is_empty() {
        format!("precision: reached after {trials} trials, {looks}\n")
    } else {
        format!("precision: not reached after {trials} trials, {looks}\n")
    }
}

/// Why a run that wrote its results has failed all the same.
pub fn failure(reached: &Reached, trials: u64) -> Option<String> {
    let missed = &reached.missed;
    (!missed.is_empty()).then(|| {
        format!(
            "the precision asked for was not reached in {trials} trials\n  {}\n\
             The results are written; --resume with more --trials goes on from them",
            missed.join("\n  ")
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Design;

    fn measure(name: &str, unit: &str, estimand: Estimand) -> Measure {
        Measure {
            name: name.to_owned(),
            unit: unit.to_owned(),
            better: Better::Low,
            estimand,
            meaning: String::new(),
        }
    }

    fn bound(text: &str, unit: &str) -> Result<Bound, Failure> {
        let own = measure("cost", unit, Estimand::Mean);
        parse(text).unwrap().target(&own).map(|target| target.bound)
    }

    #[test]
    fn a_bound_is_a_share_or_an_amount_in_any_unit_of_its_kind() {
        assert_eq!(bound("cost mean 0.5 %", "USD/kWh"), Ok(Bound::Share(0.005)));
        assert_eq!(bound("cost p95 2%", "USD/kWh"), Ok(Bound::Share(0.02)));
        let amount = |text, unit| match bound(text, unit) {
            Ok(Bound::Amount(amount)) => amount,
            other => panic!("{other:?}"),
        };
        assert!((amount("cost cvar5 0.2 USD/kWh", "USD/kWh") - 0.2).abs() < 1e-15);
        assert!((amount("cost mean 200 USD/MWh", "USD/kWh") - 0.2).abs() < 1e-12);
        assert!((amount("cost mean 1_000", "") - 1000.0).abs() < 1e-12);
        for (text, words) in [
            ("cost mean 3 d", "is in USD/kWh"),
            ("cost mean 3", "write \"3 USD/kWh\""),
        ] {
            let failure = bound(text, "USD/kWh").unwrap_err();
            assert!(
                matches!(&failure, Failure::Input(w) if w.contains(words)),
                "{failure:?}"
            );
        }
    }

    #[test]
    fn what_is_no_target_is_refused_in_words() {
        for (text, words) in [
            ("cost", "MEASURE STATISTIC"),
            ("cost mean", "MEASURE STATISTIC"),
            ("cost mean 0 %", "MEASURE STATISTIC"),
            ("cost p7 1 %", "no statistic"),
        ] {
            let told = parse(text).unwrap_err();
            assert!(told.contains(words), "{told}");
        }
        let short = measure("short", "", Estimand::Probability);
        let target = |text: &str| parse(text).unwrap().target(&short);
        assert_eq!(
            target("short mean 0.01").unwrap().statistic,
            Statistic::Probability
        );
        assert!(target("short p50 1 %").is_err());
        let cost = measure("cost", "d", Estimand::Mean);
        assert!(
            parse("cost probability 0.1")
                .unwrap()
                .target(&cost)
                .is_err()
        );
    }

    #[test]
    fn looks_come_at_doublings_of_whole_replicates() {
        let of = |design| Sampling {
            design,
            ..Sampling::default()
        };
        assert_eq!(looks(&of(Design::Plain), 2000), [256, 512, 1024, 2000]);
        assert_eq!(looks(&of(Design::Lhs), 2048), [512, 1024, 2048]);
        assert_eq!(looks(&of(Design::Sobol), 5000), [2048, 4096, 5000]);
        assert_eq!(looks(&of(Design::Plain), 100), [100]);
    }
}
