//! The best policy within the bounds of some levers: searched on one luck, compared with other
//! finalists on a second, and told with what it comes to on a third.
//!
//! The search knows its trials by heart: what it finds is better on them than it is. So the last
//! estimate is of trials that had no part in choosing.

mod judge;
mod search;
mod space;
mod surface;
mod trials;

pub use search::{Oracle, Score, search};
pub use space::Space;

use rayon::ThreadPool;

use super::Instructions;
use crate::measure::{Better, Estimand, Measure};
use crate::model::{Constraint, Model, Point, Search};
use crate::outcome::{Breach, Estimated, Optimised, Stage, Tried, Verdict};
use crate::stats::{Moments, Selection};
use trials::Columns;

/// Finalists lie at least so far apart, as a share of some lever's range.
const APART: f64 = 0.02;
/// The chance that the selection among finalists is wrong.
const ERROR: f64 = 0.05;
/// The first stage of the selection is one in so many of the final trials.
const FIRST: u64 = 8;
/// Fewest trials of a policy in the spread, and one in so many of the search's.
const ROUGH: (u64, u64) = (64, 4);

/// A search for the best policy.
pub struct Optimising<'a> {
    /// What is asked.
    pub search: &'a Search,
    /// The scenario as it is.
    pub model: &'a Model,
    /// The policy from which is searched on.
    pub start: Point,
    /// The model of a policy; nothing where there can be none.
    pub build: &'a dyn Fn(&[u32]) -> Option<Model>,
    /// Seed of the search; the selection takes the next and the last estimate the one after it.
    pub seed: u64,
    /// Where trials run.
    pub pool: &'a ThreadPool,
    /// What they run on.
    pub instructions: Instructions,
    /// Told how many trials have finished since it was last told, from any thread.
    pub progress: &'a (dyn Fn(u64) + Sync),
    /// Told of all that was tried so far, and what the objective is in, whenever some more was.
    pub tried: &'a dyn Fn(&[Tried], Option<&Measure>),
}

/// A fault of the engine, with the policy it showed in.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// The broken rule.
    pub breach: Breach,
    /// The policy; nothing for the scenario as it is.
    pub point: Option<Point>,
    /// The seed of its trials.
    pub seed: u64,
}

/// Trials that a search takes at most.
#[must_use]
pub fn most_trials(search: &Search) -> u64 {
    let budget = search.budget;
    let finals = u64::from(budget.finalists) + 2;
    u64::from(budget.evaluations) * budget.trials + finals * budget.final_trials
}

/// Searches.
///
/// # Errors
/// The breach of a rule of the model.
pub fn optimise(asked: &Optimising) -> Result<Optimised, Fault> {
    let mut bench = Bench {
        asked,
        tried: Vec::new(),
        measures: Vec::new(),
        sign: sign(asked),
    };
    let space = Space::of(asked.search);
    let evaluations = asked.search.budget.evaluations as usize;
    let known = search(&space, &asked.start, (asked.seed, evaluations), &mut bench)?;
    let finalists = finalists(asked, &space, known);
    bench.conclude(&finalists)
}

/// 1 where low values of the objective are wanted, else -1.
fn sign(asked: &Optimising) -> f64 {
    let low = asked.search.low_is_good.unwrap_or_else(|| {
        let layout = crate::plan::Plan::compile(asked.model).layout;
        let measure = layout
            .measures
            .iter()
            .find(|m| m.name == asked.search.objective);
        measure.is_none_or(|measure| measure.better != Better::High)
    });
    if low { 1.0 } else { -1.0 }
}

/// The best policies of a search that neither lie beside a better one nor come to the same.
fn finalists(
    asked: &Optimising,
    space: &Space,
    known: std::collections::BTreeMap<Point, Score>,
) -> Vec<Point> {
    let mut ranked: Vec<(Point, Score)> = known.into_iter().collect();
    ranked.sort_by(|a, b| a.1.compare(&b.1));
    let mut finalists: Vec<(Point, Score)> = Vec::new();
    for (point, score) in ranked {
        let same =
            |(other, known): &(Point, Score)| space.apart(&point, other) < APART || *known == score;
        if score.cost.is_finite() && !finalists.iter().any(same) {
            finalists.push((point, score));
        }
    }
    finalists.truncate(asked.search.budget.finalists as usize);
    if finalists.is_empty() {
        return vec![asked.start.clone()];
    }
    finalists.into_iter().map(|(point, _)| point).collect()
}

/// Where policies are tried.
struct Bench<'a> {
    asked: &'a Optimising<'a>,
    tried: Vec<Tried>,
    measures: Vec<Option<Measure>>,
    sign: f64,
}

impl Oracle for Bench<'_> {
    type Fault = Fault;

    fn scores(&mut self, points: &[Point], rough: bool) -> Result<Vec<Score>, Fault> {
        let budget = self.asked.search.budget;
        let (stage, trials) = if rough {
            let few = (budget.trials / ROUGH.1).max(ROUGH.0).min(budget.trials);
            (Stage::Screening, few)
        } else {
            (Stage::Search, budget.trials)
        };
        let points: Vec<Option<Point>> = points.iter().cloned().map(Some).collect();
        let first = self.tried.len();
        self.run(stage, &points, trials, self.asked.seed)?;
        Ok(self.tried[first..].iter().map(|t| self.score(t)).collect())
    }
}

impl Bench<'_> {
    fn score(&self, tried: &Tried) -> Score {
        let later = self.asked.search.budget.final_trials;
        let constraints = &self.asked.search.constraints;
        let promises = constraints.iter().zip(&tried.constraints);
        Score {
            cost: tried
                .objective
                .mean
                .map_or(f64::INFINITY, |mean| self.sign * mean),
            slacks: promises
                .map(|(of, held)| judge::promise(of, held, tried.trials, later))
                .collect(),
        }
    }

    /// Tries policies and returns the objective's column of each.
    fn run(
        &mut self,
        stage: Stage,
        points: &[Option<Point>],
        trials: u64,
        seed: u64,
    ) -> Result<Vec<Vec<f64>>, Fault> {
        let asked = self.asked;
        let models: Vec<Option<Model>> = points
            .iter()
            .map(|point| match point {
                Some(point) => (asked.build)(point),
                None => Some(asked.model.clone()),
            })
            .collect();
        let names = names(asked.search);
        let luck = (seed, trials, asked.instructions);
        let progress = asked.progress;
        let found = asked
            .pool
            .install(|| trials::columns(&models, &names, luck, progress))
            .map_err(|(at, breach)| Fault {
                breach,
                point: points[at].clone(),
                seed,
            })?;
        let mut objectives = Vec::new();
        for (point, columns) in points.iter().zip(found) {
            self.tried.push(tried(
                asked.search,
                stage,
                point.clone(),
                (trials, seed),
                columns.as_ref(),
            ));
            if let Some(columns) = &columns {
                self.measures.clone_from(&columns.measures);
            }
            objectives.push(columns.map_or_else(Vec::new, |mut c| c.columns.swap_remove(0)));
        }
        let objective = self.measures.first().and_then(Option::as_ref);
        (asked.tried)(&self.tried, objective);
        Ok(objectives)
    }

    /// Compares finalists, then the winner with the scenario as it is.
    fn conclude(mut self, finalists: &[Point]) -> Result<Optimised, Fault> {
        let asked = self.asked;
        let budget = asked.search.budget;
        let first = self.tried.len();
        let points: Vec<Option<Point>> = finalists.iter().cloned().map(Some).collect();
        let seed = asked.seed.wrapping_add(1);
        let columns = self.run(Stage::Final, &points, budget.final_trials, seed)?;
        let costs: Vec<Vec<f64>> = columns
            .iter()
            .map(|column| column.iter().map(|x| self.sign * x).collect())
            .collect();
        let (winner, alike) = self.select(first, &costs);
        let others = (0..finalists.len())
            .filter(|&at| at != winner)
            .map(|at| {
                let more = paired(&columns[at], &columns[winner], finalists.len() - 1);
                (first + at, more, !alike.contains(&at))
            })
            .collect();
        let fresh = self.tried.len();
        let pair = [points[winner].clone(), None];
        let seed = asked.seed.wrapping_add(2);
        let columns = self.run(Stage::Fresh, &pair, budget.final_trials, seed)?;
        let point = &points[winner];
        let searched = self
            .tried
            .iter()
            .rposition(|t| t.stage == Stage::Search && t.point == *point);
        Ok(Optimised {
            winner: [searched.unwrap_or(first + winner), first + winner, fresh],
            as_it_is: fresh + 1,
            gained: paired(&columns[0], &columns[1], 1),
            others,
            measures: self.measures,
            tried: self.tried,
        })
    }

    /// The finalist of lowest cost among those that keep the constraints best, and those that the
    /// selection cannot tell apart from it.
    fn select(&self, first: usize, costs: &[Vec<f64>]) -> (usize, Vec<usize>) {
        let tried = &self.tried[first..];
        let worst = |at: usize| {
            let held = tried[at].constraints.iter().map(|held| held.verdict);
            held.map(|verdict| verdict as u8)
                .max()
                .unwrap_or(Verdict::Kept as u8)
        };
        let all = 0..costs.len();
        let least = all.clone().map(worst).min().unwrap_or(Verdict::Kept as u8);
        let cost = |at: &usize| {
            tried[*at]
                .objective
                .mean
                .map_or(f64::INFINITY, |m| self.sign * m)
        };
        let mut alive: Vec<usize> = all.filter(|&at| worst(at) == least).collect();
        if least == Verdict::Missed as u8 {
            let missed = |at: &usize| self.score(&tried[*at]).violation();
            alive.sort_by(|a, b| {
                missed(a)
                    .total_cmp(&missed(b))
                    .then(cost(a).total_cmp(&cost(b)))
            });
            alive.truncate(1);
            return (alive[0], alive);
        }
        alive.sort_by(|a, b| cost(a).total_cmp(&cost(b)));
        let best = alive[0];
        let scale = cost(&best).abs();
        let matters = self.asked.search.budget.indifference * if scale > 0.0 { scale } else { 1.0 };
        let columns: Vec<&[f64]> = alive.iter().map(|&at| costs[at].as_slice()).collect();
        (
            best,
            rounds(&columns, matters)
                .into_iter()
                .map(|k| alive[k])
                .collect(),
        )
    }
}

/// Who is left of some systems after looking at 1/8, 1/4, 1/2 and all of their trials.
fn rounds(columns: &[&[f64]], matters: f64) -> Vec<usize> {
    let trials = columns.first().map_or(0, |column| column.len());
    let part = |n: usize| -> Vec<&[f64]> { columns.iter().map(|c| &c[..n]).collect() };
    let mut look = (trials / FIRST as usize).max(2).min(trials);
    let selection = Selection::new(&part(look), ERROR, matters);
    let mut alive: Vec<usize> = (0..columns.len()).collect();
    loop {
        alive = selection.survivors(&part(look), &alive);
        if look >= trials || alive.len() < 2 {
            return alive;
        }
        look = (2 * look).min(trials);
    }
}

/// The measures that are looked at: the objective first.
fn names(search: &Search) -> Vec<&str> {
    let of_constraints = search.constraints.iter().map(|c| c.measure.as_str());
    std::iter::once(search.objective.as_str())
        .chain(of_constraints)
        .collect()
}

fn tried(
    search: &Search,
    stage: Stage,
    point: Option<Point>,
    (trials, seed): (u64, u64),
    columns: Option<&Columns>,
) -> Tried {
    let none = || (None, &[][..]);
    let column = |at: usize| -> (Option<&Measure>, &[f64]) {
        columns.map_or_else(none, |found| {
            (found.measures[at].as_ref(), found.columns[at].as_slice())
        })
    };
    let (measure, values) = column(0);
    let estimand = measure.map_or(Estimand::Mean, |measure| measure.estimand);
    let constraint = |(at, of): (usize, &Constraint)| {
        let (measure, values) = column(at + 1);
        judge::held(of, measure, values)
    };
    Tried {
        stage,
        point,
        trials,
        seed,
        objective: judge::mean(values, estimand),
        constraints: search
            .constraints
            .iter()
            .enumerate()
            .map(constraint)
            .collect(),
        refused: columns.is_none(),
    }
}

/// The mean difference of two columns of the same trials; `together` intervals hold all at once with
/// 95 % (Bonferroni).
fn paired(column: &[f64], other: &[f64], together: usize) -> Estimated {
    let differences: Vec<f64> = column.iter().zip(other).map(|(a, b)| a - b).collect();
    let mut moments = Moments::default();
    moments.push_block(&differences);
    let confidence = 1.0 - (1.0 - judge::CONFIDENCE) / together.max(1) as f64;
    let interval = moments.t_interval(confidence);
    Estimated {
        mean: moments.mean(),
        lo95: interval.map(|(lo, _)| lo),
        hi95: interval.map(|(_, hi)| hi),
    }
}
