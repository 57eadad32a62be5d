//! Designed experiments on a scenario: trials whose parameters and noise are chosen, for Sobol indices and for
//! elementary effects. A factor is a parameter's own draw, and all noise together is one more. Points are
//! chosen between 0 and 1; the laws make values of them, so dates and discrete laws are factors as others.

mod points;
mod trajectory;

use crate::engine::Instructions;
use crate::measure::Measure;
use crate::model::Model;
use crate::outcome::Breach;
use crate::plan::Plan;
use crate::random::{Stream, StreamKey};
use points::Points;
use trajectory::Trajectory;

/// What the last factor is called; no name of the language has a blank in it.
pub const NOISE: &str = "all noise";

/// What is tried.
pub struct Trial<'a> {
    /// Parameters that are factors; all that vary where none is named. The others are drawn with each point.
    pub inputs: &'a [String],
    /// Base points, or trajectories.
    pub base: usize,
    /// The seed of all streams.
    pub seed: u64,
    /// What trials run on.
    pub instructions: Instructions,
    /// Which measures are kept.
    pub keep: &'a (dyn Fn(&Measure) -> bool + Sync),
    /// Told, from any thread, how many trials have finished since it was last told.
    pub progress: &'a (dyn Fn(u64) + Sync),
}

/// What came of an experiment with a variant.
#[derive(Clone, Debug, PartialEq)]
pub struct Tried<T> {
    /// Names of the factors, [`NOISE`] the last.
    pub factors: Vec<String>,
    /// The measures that were kept.
    pub measures: Vec<Measure>,
    /// Of each measure.
    pub found: Vec<T>,
}

/// The parameters of a variant that vary.
#[must_use]
pub fn varying(model: &Model) -> Vec<String> {
    let plan = Plan::compile(model);
    let names = model.parameters.iter().map(|p| p.name.clone());
    names.zip(varies(&plan)).filter_map(named).collect()
}

fn named((name, varies): (String, bool)) -> Option<String> {
    varies.then_some(name)
}

fn varies(plan: &Plan) -> impl Iterator<Item = bool> {
    let constant = |source: &crate::plan::Source| {
        let sampler = source.sampler.as_ref();
        sampler.is_some_and(|sampler| sampler.constant().is_some())
    };
    plan.parameters.iter().map(move |source| !constant(source))
}

/// Positions and names of the factors that are parameters.
fn factors(model: &Model, plan: &Plan, inputs: &[String]) -> Vec<(usize, String)> {
    let names = model.parameters.iter().map(|p| p.name.clone());
    names
        .zip(varies(plan))
        .enumerate()
        .filter_map(|(at, named_one)| Some((at, named(named_one)?)))
        .filter(|(_, name)| inputs.is_empty() || inputs.contains(name))
        .collect()
}

/// How many trials a Saltelli design takes of a variant.
#[must_use]
pub fn saltelli_trials(model: &Model, trial: &Trial) -> u64 {
    let factors = factors(model, &Plan::compile(model), trial.inputs).len() + 1;
    (trial.base * (factors + 2)) as u64
}

/// How many trials trajectories take of a variant.
#[must_use]
pub fn trajectory_trials(model: &Model, trial: &Trial) -> u64 {
    let factors = factors(model, &Plan::compile(model), trial.inputs).len() + 1;
    (trial.base * (factors + 1)) as u64
}

/// Runs a Saltelli design: all of A, all of B, then all of AB of each factor, as
/// `stats::sensitivity::Saltelli::by_matrix` has them. A is trials 1 to `base` as they are drawn plainly, B
/// those after them; AB has the noise of A, but for the last factor that of B.
///
/// # Errors
/// The breach of a rule of the model.
pub fn saltelli(model: &Model, trial: &Trial) -> Result<Tried<Vec<f64>>, Breach> {
    let plan = Plan::compile(model);
    let factors = factors(model, &plan, trial.inputs);
    let keys: Vec<StreamKey> = plan.parameters.iter().map(|source| source.key).collect();
    let base = trial.base;
    let place = |at: usize, point: &mut [f64]| {
        let (matrix, row) = (at / base, at % base);
        let [a, b] = [row + 1, base + row + 1].map(|number| number as u64);
        let from = if matrix == 1 { b } else { a };
        for (key, uniform) in keys.iter().zip(&mut *point) {
            *uniform = plain(trial.seed, from, *key);
        }
        let swapped = matrix.checked_sub(2).map(|factor| factors.get(factor));
        match swapped {
            None => from,
            Some(None) => b,
            Some(Some((at, _))) => {
                point[*at] = plain(trial.seed, b, keys[*at]);
                a
            }
        }
    };
    let points = Points {
        plan: &plan,
        count: base * (factors.len() + 3),
        place: &place,
    };
    let (measures, found) = points.run(model, trial)?;
    Ok(Tried {
        factors: names(factors),
        measures,
        found,
    })
}

/// A parameter's uniform in a trial, drawn plainly.
fn plain(seed: u64, trial: u64, key: StreamKey) -> f64 {
    Stream::new(seed, trial, key).uniform(0)
}

fn names(factors: Vec<(usize, String)>) -> Vec<String> {
    let names = factors.into_iter().map(|(_, name)| name);
    names.chain([NOISE.to_owned()]).collect()
}

/// Runs trajectories and returns the elementary effects of each factor, trajectory by trajectory: the change of
/// the measure for a step of a parameter through half of its law, over that half. Noise drawn anew counts as a
/// step of a third, the mean distance of two uniforms.
///
/// # Errors
/// The breach of a rule of the model.
pub fn trajectories(model: &Model, trial: &Trial) -> Result<Tried<Vec<Vec<f64>>>, Breach> {
    let plan = Plan::compile(model);
    let factors = factors(model, &plan, trial.inputs);
    let steps = factors.len() + 1;
    let paths: Vec<Trajectory> = (1..=trial.base as u64)
        .map(|number| Trajectory::new(trial.seed, number, steps))
        .collect();
    let place = |at: usize, point: &mut [f64]| {
        let path = &paths[at / (steps + 1)];
        let number = (at / (steps + 1) + 1) as u64;
        for (source, uniform) in plan.parameters.iter().zip(&mut *point) {
            *uniform = plain(trial.seed, number, source.key);
        }
        for (factor, (place, _)) in factors.iter().enumerate() {
            point[*place] = path.uniform(factor, at % (steps + 1));
        }
        let anew = path.has_stepped(steps - 1, at % (steps + 1));
        number + if anew { trial.base as u64 } else { 0 }
    };
    let points = Points {
        plan: &plan,
        count: paths.len() * (steps + 1),
        place: &place,
    };
    let (measures, columns) = points.run(model, trial)?;
    let effects = |column: &Vec<f64>| -> Vec<Vec<f64>> {
        let own: Vec<(&Trajectory, &[f64])> = paths.iter().zip(column.chunks(steps + 1)).collect();
        let of = |factor| {
            own.iter()
                .map(|(path, values)| path.effect(factor, values))
                .collect()
        };
        (0..steps).map(of).collect()
    };
    Ok(Tried {
        factors: names(factors),
        measures,
        found: columns.iter().map(effects).collect(),
    })
}
