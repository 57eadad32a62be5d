//! What to decide on, and what it would be worth to know more first.
//!
//! # Source
//! Strong, Oakley and Brennan (2014), Medical Decision Making 34, 311: the value of information by regression.

mod evidence;

use rayon::prelude::*;

use super::CONFIDENCE;
use crate::analysis::Trials;
use crate::analysis::regression::{Basis, columns_borne_out, columns_of, terms};
use crate::measure::{Better, Measure};
use crate::stats::{Moments, in_whole_replicates, mean_by_replicates, wilson_with_ties};
use evidence::{Evidence, Found, ranges};

/// Terms of the regression on all parameters.
const MOST_TERMS: usize = 12;

/// What a row of the decision tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tells {
    /// Mean of the objective.
    Mean,
    /// Probability that the variant is best in expectation given the parameters.
    BestGivenParameters,
    /// What it is expected to fall short of the one best given the parameters.
    Regret,
    /// Probability that it is best in a trial.
    BestInTrial,
    /// What it falls short of the best of each trial, on average.
    RegretInTrial,
    /// Share of variance of the difference from the best variant that the parameters foretell.
    Foretold,
    /// Expected value of knowing all parameters.
    Evpi,
    /// Expected value of knowing each trial's outcome.
    PerfectForesight,
    /// Expected value of knowing this parameter.
    Evppi,
    /// Value of this parameter at which the best variant changes from `variant` to `other`, as it grows.
    BreakEven,
}

impl Tells {
    /// As written.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Mean => "mean",
            Self::BestGivenParameters => "best_given_parameters",
            Self::Regret => "regret",
            Self::BestInTrial => "best_in_trial",
            Self::RegretInTrial => "regret_in_trial",
            Self::Foretold => "foretold",
            Self::Evpi => "evpi",
            Self::PerfectForesight => "perfect_foresight",
            Self::Evppi => "evppi",
            Self::BreakEven => "break_even",
        }
    }
}

/// A number to decide by.
#[derive(Clone, Debug, PartialEq)]
pub struct DecisionRow {
    /// What it tells.
    pub tells: Tells,
    /// Of which variant, where of one.
    pub variant: String,
    /// The variant that takes its place, at a break-even.
    pub other: String,
    /// Of which parameter, where of one.
    pub parameter: String,
    /// The unit; `date` for a date in days since 1970.
    pub unit: String,
    /// The number.
    pub value: Option<f64>,
    /// Lower end of its 95 % interval.
    pub lo: Option<f64>,
    /// Upper end.
    pub hi: Option<f64>,
    /// What else to know.
    pub note: String,
}

/// Parameters that would be known together.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// What they are called together.
    pub name: String,
    /// Their positions.
    pub parameters: Vec<usize>,
}

/// What to decide on.
#[derive(Clone, Debug)]
pub struct Decision {
    /// What is to be as good as possible.
    pub objective: Measure,
    /// Trials in which every variant has it.
    pub trials: usize,
    /// The variant with the best mean.
    pub best: String,
    /// The numbers.
    pub rows: Vec<DecisionRow>,
}

/// The decision between all variants by the mean of a measure, with what it would be worth to know each parameter and
/// each group of them. `None` where neither direction of it is better, or
/// where fewer than two variants or ten trials have it.
#[must_use]
pub fn decide(trials: &Trials, objective: usize, groups: &[Group]) -> Option<Decision> {
    let measure = &trials.measures[objective];
    let sign = match measure.better {
        Better::Low => -1.0,
        Better::High => 1.0,
        Better::None => return None,
    };
    let column = |v: usize, t: usize| trials.variants[v].measures[objective][t];
    let all = 0..trials.variants.len();
    let kept: Vec<usize> = (0..trials.count())
        .filter(|&t| all.clone().all(|v| column(v, t).is_finite()))
        .collect();
    if kept.len() < 10 || trials.variants.len() < 2 {
        return None;
    }
    let good = |v: usize| -> Vec<f64> { kept.iter().map(|&t| sign * column(v, t)).collect() };
    let goods: Vec<Vec<f64>> = all.map(good).collect();
    let expected = expected(trials, &goods);
    let best = best_of(&expected, trials.reference);
    let less = |good: &Vec<f64>| {
        good.iter()
            .zip(&expected[best])
            .map(|(a, b)| a - b)
            .collect()
    };
    let choice = Choice {
        trials,
        measure,
        sign,
        differences: expected.iter().map(less).collect(),
        kept,
        best,
    };
    let mut rows = choice.of_trials(&goods);
    rows.extend(choice.of_parameters(groups));
    Some(Decision {
        objective: measure.clone(),
        trials: choice.kept.len(),
        best: trials.variants[best].name.clone(),
        rows,
    })
}

/// The same with what they owe to controls taken out, which leaves their expectations given the
/// parameters; as they are where a trial is missing or left over beyond whole replicates.
fn expected(trials: &Trials, goods: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let all: Vec<usize> = (0..trials.variants.len()).collect();
    let means = trials.means(&all);
    let controlled = goods.iter().map(|good| means.less_controls(good));
    let whole = controlled.map(|found| found.filter(|values| values.len() == goods[0].len()));
    let whole: Option<Vec<Vec<f64>>> = whole.collect();
    whole.unwrap_or_else(|| goods.to_vec())
}

/// A variant less what it owes to its own controls, whose mean is that of summary.csv: together with the
/// controls of all others it would differ by a part of its interval.
fn alone(trials: &Trials, variant: usize, good: &[f64]) -> Vec<f64> {
    let found = trials.means(&[variant]).less_controls(good);
    let whole = found.filter(|values| values.len() == good.len());
    whole.unwrap_or_else(|| good.to_vec())
}

/// The best mean; the reference where it is as good as any.
fn best_of(goods: &[Vec<f64>], reference: usize) -> usize {
    let mean = |v: usize| goods[v].iter().sum::<f64>();
    let better = |best: usize, v: usize| if mean(v) > mean(best) { v } else { best };
    (0..goods.len()).fold(reference, better)
}

struct Choice<'a> {
    trials: &'a Trials,
    measure: &'a Measure,
    sign: f64,
    /// By how much each variant is better than the one with the best mean, in each trial.
    differences: Vec<Vec<f64>>,
    kept: Vec<usize>,
    best: usize,
}

/// A parameter that varies.
struct Input<'a> {
    /// Its position.
    place: usize,
    parameter: &'a Measure,
    sample: Vec<f64>,
}

impl Choice<'_> {
    fn row(&self, tells: Tells, variant: Option<usize>, unit: &str, found: Found) -> DecisionRow {
        let name = |v: usize| self.trials.variants[v].name.clone();
        DecisionRow {
            tells,
            variant: variant.map_or(String::new(), name),
            other: String::new(),
            parameter: String::new(),
            unit: unit.to_owned(),
            value: found.value,
            lo: found.lo,
            hi: found.hi,
            note: String::new(),
        }
    }

    /// What needs no regression.
    fn of_trials(&self, goods: &[Vec<f64>]) -> Vec<DecisionRow> {
        let unit = &self.measure.unit;
        let top: Vec<f64> = (0..self.kept.len())
            .map(|t| {
                goods
                    .iter()
                    .map(|good| good[t])
                    .fold(f64::NEG_INFINITY, f64::max)
            })
            .collect();
        let regret =
            |v: usize| -> Vec<f64> { top.iter().zip(&goods[v]).map(|(a, b)| a - b).collect() };
        let mut rows = Vec::new();
        for (v, good) in goods.iter().enumerate() {
            let values: Vec<f64> = alone(self.trials, v, good)
                .iter()
                .map(|x| self.sign * x)
                .collect();
            rows.push(self.row(Tells::Mean, Some(v), unit, self.mean(&values)));
            let found = best_in_trial(goods, v);
            rows.push(self.row(Tells::BestInTrial, Some(v), "share", found));
            rows.push(self.row(Tells::RegretInTrial, Some(v), unit, self.mean(&regret(v))));
        }
        let foresight = self.mean(&regret(self.best));
        rows.push(self.row(Tells::PerfectForesight, None, unit, foresight));
        rows
    }

    /// What the parameters say.
    fn of_parameters(&self, groups: &[Group]) -> Vec<DecisionRow> {
        let inputs = self.inputs();
        let bases: Vec<(Basis, Vec<Vec<f64>>)> = inputs
            .iter()
            .filter_map(|input| Basis::of(&input.sample))
            .zip(&inputs)
            .map(|(basis, input)| {
                let columns = basis.columns(&input.sample);
                (basis, columns)
            })
            .collect();
        let mut rows = self.of_all(&bases);
        let of_groups = groups
            .par_iter()
            .map(|group| self.of_group(group, &inputs, &bases));
        rows.extend(of_groups.collect::<Vec<DecisionRow>>());
        let each: Vec<Vec<DecisionRow>> = inputs
            .par_iter()
            .zip(&bases)
            .map(|(input, (basis, columns))| self.of_one(input, basis, columns))
            .collect();
        rows.extend(each.into_iter().flatten());
        rows
    }

    /// Parameters that vary, by the first variant in which they do.
    fn inputs(&self) -> Vec<Input<'_>> {
        let places = self.trials.parameters.iter().enumerate();
        let sample = |place: usize, v: usize| -> Vec<f64> {
            let column = &self.trials.variants[v].parameters[place];
            bounded(self.kept.iter().map(|&t| column[t]).collect())
        };
        let varying = |place: usize| {
            let mut samples = (0..self.trials.variants.len()).map(|v| sample(place, v));
            samples.find(|sample| Basis::of(sample).is_some())
        };
        let input = |(place, parameter)| {
            Some(Input {
                place,
                parameter,
                sample: varying(place)?,
            })
        };
        places.filter_map(input).collect()
    }

    fn of_all(&self, bases: &[(Basis, Vec<Vec<f64>>)]) -> Vec<DecisionRow> {
        let most = MOST_TERMS.min(self.kept.len() / 25).min(bases.len());
        let found: Vec<_> = self
            .differences
            .par_iter()
            .map(|difference| terms(bases, difference, most))
            .collect();
        let columns = |(terms, _): &(Vec<_>, f64)| columns_of(bases, terms);
        let evidence = Evidence {
            differences: &self.differences,
            designs: found.iter().map(columns).collect(),
            unit: self.unit(),
            seed: self.trials.seed,
            ranges: ranges(&self.differences),
        };
        let values = evidence.values();
        let unit = &self.measure.unit;
        let nothing = found.iter().all(|(terms, _)| terms.is_empty());
        let mut evpi = self.row(Tells::Evpi, None, unit, values.information);
        if nothing {
            evpi.hi = None;
            "no parameter shows an effect on the choice in so many trials"
                .clone_into(&mut evpi.note);
        }
        let mut rows = vec![evpi];
        for (v, &(_, share)) in found.iter().enumerate() {
            rows.push(self.row(Tells::BestGivenParameters, Some(v), "share", values.best[v]));
            rows.push(self.row(Tells::Regret, Some(v), unit, values.regret[v]));
            if v != self.best {
                let share = Found {
                    value: Some(share),
                    ..Found::default()
                };
                rows.push(self.row(Tells::Foretold, Some(v), "share", share));
            }
        }
        rows
    }

    /// The value of knowing some parameters together: as of all, from these alone.
    fn of_group(
        &self,
        group: &Group,
        inputs: &[Input],
        bases: &[(Basis, Vec<Vec<f64>>)],
    ) -> DecisionRow {
        let is_in = |input: &Input| group.parameters.contains(&input.place);
        let own = inputs.iter().zip(bases).filter(|(input, _)| is_in(input));
        let own: Vec<(Basis, Vec<Vec<f64>>)> = own.map(|(_, basis)| basis.clone()).collect();
        let most = MOST_TERMS.min(self.kept.len() / 25).min(own.len());
        let found: Vec<_> = self
            .differences
            .iter()
            .map(|difference| terms(&own, difference, most).0)
            .collect();
        let evidence = Evidence {
            differences: &self.differences,
            designs: found.iter().map(|terms| columns_of(&own, terms)).collect(),
            unit: self.unit(),
            seed: self.trials.seed,
            ranges: ranges(&self.differences),
        };
        let unit = &self.measure.unit;
        let mut row = self.row(Tells::Evppi, None, unit, evidence.values().information);
        row.parameter.clone_from(&group.name);
        let names = group.parameters.iter();
        let names: Vec<&str> = names
            .map(|&at| self.trials.parameters[at].name.as_str())
            .collect();
        row.note = format!("knowing together {}", names.join(" + "));
        if found.iter().all(Vec::is_empty) {
            row.hi = None;
            row.note += ", none of which shows an effect on the choice in so many trials";
        }
        row
    }

    /// Trials that are resampled together.
    fn unit(&self) -> usize {
        let whole = self.kept.len() == self.trials.count();
        self.trials.replicate.filter(|_| whole).unwrap_or(1)
    }

    /// A mean with its interval, by whole replicates where trials come in them.
    fn mean(&self, values: &[f64]) -> Found {
        let size = self.unit();
        if size == 1 {
            return mean(values);
        }
        let whole = in_whole_replicates(values.len(), size).unwrap_or(values.len());
        let (lo, hi) = mean_by_replicates(&values[..whole], size, CONFIDENCE).unzip();
        Found {
            value: mean(&values[..whole]).value,
            lo,
            hi,
        }
    }

    fn of_one(&self, input: &Input, basis: &Basis, columns: &[Vec<f64>]) -> Vec<DecisionRow> {
        let sizes: Vec<usize> = self
            .differences
            .iter()
            .map(|difference| columns_borne_out(basis, columns, difference))
            .collect();
        let design = |size: usize| columns[..size].iter().map(Vec::as_slice).collect();
        let evidence = |least: usize| Evidence {
            differences: &self.differences,
            designs: sizes.iter().map(|&size| design(size.max(least))).collect(),
            unit: self.unit(),
            seed: self.trials.seed,
            ranges: ranges(&self.differences),
        };
        let named = |row: DecisionRow| DecisionRow {
            parameter: input.parameter.name.clone(),
            ..row
        };
        let unit = &self.measure.unit;
        if sizes.iter().all(|&size| size == 0) {
            // The interval is that of a straight line, which could be there and not be seen.
            let line = evidence(basis.sizes()[0]).values().information;
            let found = Found {
                value: Some(0.0),
                lo: Some(0.0),
                hi: line.hi,
            };
            return vec![named(self.row(Tells::Evppi, None, unit, found))];
        }
        let evidence = evidence(0);
        let mut rows = vec![named(self.row(
            Tells::Evppi,
            None,
            unit,
            evidence.values().information,
        ))];
        if !basis.is_levels() {
            let changes = evidence.changes(basis, &input.sample);
            rows.extend(changes.into_iter().map(|change| DecisionRow {
                other: self.trials.variants[change.to].name.clone(),
                note: change.note,
                ..named(self.row(
                    Tells::BreakEven,
                    Some(change.from),
                    &input.parameter.unit,
                    change.at,
                ))
            }));
        }
        rows
    }
}

/// What never comes stands a tenth of the range after the last that does.
fn bounded(mut sample: Vec<f64>) -> Vec<f64> {
    let known = || sample.iter().copied().filter(|x| x.is_finite());
    let (low, high) = (
        known().fold(f64::INFINITY, f64::min),
        known().fold(f64::NEG_INFINITY, f64::max),
    );
    for x in sample.iter_mut().filter(|x| **x == f64::INFINITY) {
        *x = high + 0.1 * (high - low) + 1.0;
    }
    sample
}

fn mean(values: &[f64]) -> Found {
    let mut moments = Moments::default();
    moments.push_block(values);
    let (lo, hi) = moments.t_interval(CONFIDENCE).unzip();
    Found {
        value: moments.mean(),
        lo,
        hi,
    }
}

/// Ties are shared.
fn best_in_trial(goods: &[Vec<f64>], v: usize) -> Found {
    let trials = goods[v].len();
    let wins: f64 = (0..trials)
        .map(|t| {
            let top = goods
                .iter()
                .map(|good| good[t])
                .fold(f64::NEG_INFINITY, f64::max);
            let equal = goods.iter().filter(|good| good[t] >= top).count();
            if goods[v][t] >= top {
                1.0 / equal as f64
            } else {
                0.0
            }
        })
        .sum();
    let halves = libm::round(2.0 * wins) as u64;
    let (lo, hi) = wilson_with_ties(halves, trials as u64, CONFIDENCE).unzip();
    Found {
        value: Some(wins / trials as f64),
        lo,
        hi,
    }
}

#[cfg(test)]
mod tests;
