//! Trials of many models side by side, of which only some columns are kept.

use rayon::prelude::*;

use crate::engine::{self, Scratch, Silent};
use crate::measure::Measure;
use crate::model::Model;
use crate::outcome::{Breach, Row};
use crate::plan::Plan;
use crate::study::{Instructions, STRETCH, Unnamed, Widths};

/// Some measures over the trials of a model.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Columns {
    /// What is known of each; nothing for one that the model does not have.
    pub measures: Vec<Option<Measure>>,
    /// Trial by trial.
    pub columns: Vec<Vec<f64>>,
}

/// A stretch of trials of a model: its values, trial by trial.
type Found = Result<Vec<Vec<f64>>, (usize, Unnamed)>;

/// The named measures of each model over trials 1 to `trials`; nothing where there is no model. The
/// fault is that of the first model with one.
pub(super) fn columns(
    models: &[Option<Model>],
    names: &[&str],
    (seed, trials, instructions): (u64, u64, Instructions),
    progress: &(dyn Fn(u64) + Sync),
) -> Result<Vec<Option<Columns>>, (usize, Breach)> {
    let plans: Vec<Option<Plan>> = models
        .par_iter()
        .map(|model| model.as_ref().map(Plan::compile))
        .collect();
    let places: Vec<Vec<Option<usize>>> = plans
        .iter()
        .map(|plan| places(plan.as_ref(), names))
        .collect();
    let known = |at: &usize| plans[*at].is_some();
    let jobs: Vec<(usize, u64)> = (0..models.len())
        .filter(known)
        .flat_map(|at| (1..=trials).step_by(STRETCH).map(move |first| (at, first)))
        .collect();
    let scratch = || Scratch::<STRETCH> {
        instructions,
        ..Scratch::default()
    };
    let run = |scratch: &mut Scratch<STRETCH>, &(at, first): &(usize, u64)| -> Found {
        let Some(plan) = &plans[at] else {
            return Ok(Vec::new());
        };
        let count = (trials - first + 1).min(STRETCH as u64);
        let found = stretch(plan, &places[at], (seed, first, count as usize), scratch);
        progress(count);
        found.map_err(|fault| (at, fault))
    };
    let found: Vec<Found> = jobs.par_iter().map_init(scratch, run).collect();
    let mut all: Vec<Option<Columns>> = plans
        .iter()
        .zip(&places)
        .map(|(plan, places)| Some(empty(plan.as_ref()?, places, trials)))
        .collect();
    for ((at, _), rows) in jobs.iter().zip(found) {
        let rows = rows.map_err(|(at, fault)| {
            let model = models[at].clone();
            (at, fault.named(&model.into_iter().collect::<Vec<_>>()))
        })?;
        if let Some(columns) = &mut all[*at] {
            for row in rows {
                let cells = columns.columns.iter_mut().zip(row);
                cells.for_each(|(column, value)| column.push(value));
            }
        }
    }
    Ok(all)
}

fn places(plan: Option<&Plan>, names: &[&str]) -> Vec<Option<usize>> {
    let measures = plan.map_or(&[][..], |plan| &plan.layout.measures);
    let place = |name: &&str| measures.iter().position(|measure| measure.name == **name);
    names.iter().map(place).collect()
}

fn empty(plan: &Plan, places: &[Option<usize>], trials: u64) -> Columns {
    let measure = |place: &Option<usize>| Some(plan.layout.measures[(*place)?].clone());
    Columns {
        measures: places.iter().map(measure).collect(),
        columns: vec![Vec::with_capacity(trials as usize); places.len()],
    }
}

fn stretch(
    plan: &Plan,
    places: &[Option<usize>],
    (seed, first, trials): (u64, u64, usize),
    scratch: &mut Scratch<STRETCH>,
) -> Result<Vec<Vec<f64>>, Unnamed> {
    let widths = Widths::of(plan);
    let mut numbers = vec![0.0; widths.total() * trials];
    let rows = numbers.chunks_mut(widths.total().max(1));
    let mut rows: Vec<Row> = rows.map(|row| widths.row(row)).collect();
    let broken = engine::simulate(plan, seed, first, scratch, &mut rows, &mut Silent);
    if let Some((at, broken)) = broken {
        return Err(Unnamed {
            variant: 0,
            trial: first + at as u64,
            broken,
        });
    }
    let value = |row: &Row, place: &Option<usize>| place.map_or(f64::NAN, |at| row.measures[at]);
    let values = |row: &Row| places.iter().map(|place| value(row, place)).collect();
    Ok(rows.iter().map(values).collect())
}
