//! The flow, from models to outcomes: every trial of every variant, in parallel, folded in order.
//!
//! Trials are run in waves; a wave's rows are written side by side by whichever thread comes first,
//! then folded in blocks of 64 in order of trial. So results depend on nothing but models, trials
//! and seed.

mod column;
mod cut;
mod experiment;
mod fold;
pub mod optimize;
mod progress;
mod streams;
mod stress;
mod trace;
mod watch;
mod why;

pub use crate::engine::Instructions;
pub use cut::cut;
pub use experiment::{
    NOISE, Trial, Tried, saltelli, saltelli_trials, trajectories, trajectory_trials, varying,
};
pub use progress::{Progress, Runner};
pub use stress::{Hit, Trying, hits, runs, stress};
pub use trace::trace;
pub use watch::{Rows, Watch};
pub use why::why;

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;

use crate::engine::{self, Scratch, Silent};
use crate::model::Model;
use crate::outcome::{BLOCK, Breach, Outcomes, Row};
use crate::plan::Plan;

/// How many trials, with which luck.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Number of trials, counted from 1.
    pub trials: u64,
    /// Seed of all streams.
    pub seed: u64,
    /// What trials run on; results do not depend on it.
    pub instructions: Instructions,
}

impl Settings {
    /// So many trials with a seed, on whatever the processor has.
    #[must_use]
    pub fn new(trials: u64, seed: u64) -> Self {
        Self {
            trials,
            seed,
            instructions: Instructions::widest(),
        }
    }
}

/// Runs all trials of all variants. `progress` is told, from any thread, how many trials of variants
/// have finished since it was last told.
///
/// # Errors
/// The breach of a rule of the model in the earliest trial in which there was one.
pub fn run(
    models: &[Model],
    reference: usize,
    settings: &Settings,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<Outcomes, Breach> {
    let mut runner = Runner::new(models, settings);
    let mut trials = runner.begin();
    runner.advance(&mut trials, settings.trials, progress)?;
    Ok(runner.finish(trials, reference))
}

/// Numbers of a wave's rows that fit comfortably in memory.
const WAVE_NUMBERS: usize = 4 << 20;

/// Trials that a thread runs, side by side, before it looks for more.
const STRETCH: usize = engine::SIDE_BY_SIDE;

/// Scratches that wait for a thread, one for each variant.
struct Crew {
    instructions: Instructions,
    waiting: Mutex<Vec<Vec<Scratch<STRETCH>>>>,
}

impl Crew {
    fn new(instructions: Instructions) -> Self {
        Self {
            instructions,
            waiting: Mutex::default(),
        }
    }

    /// Runs some work with a set of scratches, which is kept for the next.
    fn with<R>(&self, variants: usize, work: impl FnOnce(&mut [Scratch<STRETCH>]) -> R) -> R {
        let waiting = || {
            self.waiting
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner)
        };
        let taken = waiting().pop();
        let mut scratches = taken.unwrap_or_else(|| {
            let scratch = Scratch {
                instructions: self.instructions,
                ..Scratch::default()
            };
            vec![scratch; variants]
        });
        let result = work(&mut scratches);
        waiting().push(scratches);
        result
    }
}

/// The rows of some trials, one after the other, each with those of all variants.
struct Wave {
    numbers: Vec<f64>,
    widths: Vec<Widths>,
    capacity: u64,
}

/// How long the parts of a variant's row are.
#[derive(Clone, Copy)]
struct Widths {
    measures: usize,
    parameters: usize,
    monthly: usize,
    ledger: usize,
}

impl Widths {
    fn of(plan: &Plan) -> Self {
        Self {
            measures: plan.layout.measures.len(),
            parameters: plan.layout.parameters.len(),
            monthly: plan.layout.monthly.len() * plan.layout.months.len(),
            ledger: plan.layout.ledger.len() * plan.layout.years.len(),
        }
    }

    fn total(self) -> usize {
        self.measures + self.parameters + self.monthly + self.ledger
    }

    fn row(self, numbers: &mut [f64]) -> Row<'_> {
        let (measures, rest) = numbers.split_at_mut(self.measures);
        let (parameters, rest) = rest.split_at_mut(self.parameters);
        let (monthly, ledger) = rest.split_at_mut(self.monthly);
        Row {
            measures,
            parameters,
            monthly,
            ledger,
        }
    }
}

impl Wave {
    fn new(plans: &[Plan]) -> Self {
        let widths: Vec<Widths> = plans.iter().map(Widths::of).collect();
        let width: usize = widths.iter().map(|w| w.total()).sum();
        let blocks = (WAVE_NUMBERS / (width.max(1) * BLOCK)).clamp(1, 64);
        Self {
            numbers: Vec::new(),
            widths,
            capacity: (blocks * BLOCK) as u64,
        }
    }

    fn width(&self) -> usize {
        self.widths.iter().map(|w| w.total()).sum()
    }

    /// Measures and parameters of a trial of all variants.
    fn columns(&self) -> usize {
        self.widths.iter().map(|w| w.measures + w.parameters).sum()
    }

    /// Runs the next trials and returns how many: all of them, or those that had begun when the watch
    /// stopped. Stretches begin in order, so that what is finished has no gaps.
    fn run(
        &mut self,
        plans: &[Plan],
        seed: u64,
        (first, trials): (u64, u64),
        crew: &Crew,
        watch: &dyn Watch,
    ) -> Result<u64, Unnamed> {
        let (width, widths) = (self.width(), &self.widths);
        self.numbers.resize(width * trials as usize, 0.0);
        let begun = AtomicU64::new(0);
        let stretches = self
            .numbers
            .chunks_mut(width * STRETCH)
            .enumerate()
            .take_while(|_| !watch.stops())
            .inspect(|(_, rows)| {
                begun.fetch_add((rows.len() / width) as u64, Ordering::Relaxed);
            });
        let breaches = stretches.par_bridge().filter_map(|(at, rows)| {
            let finished = rows.len() / width * plans.len();
            let breach = crew.with(plans.len(), |scratches| {
                let trial = first + (at * STRETCH) as u64;
                run_stretch(plans, widths, (seed, trial), scratches, rows)
            });
            watch.finished(finished as u64);
            breach
        });
        let earliest = breaches.min_by_key(|breach| breach.trial);
        earliest.map_or(Ok(begun.into_inner()), Err)
    }

    /// The rows of a variant: each trial's numbers.
    fn rows(&self, variant: usize, trials: u64) -> Vec<fold::Numbers<'_>> {
        let before: usize = self.widths[..variant].iter().map(|w| w.total()).sum();
        let widths = self.widths[variant];
        self.numbers
            .chunks(self.width())
            .take(trials as usize)
            .map(|row| fold::Numbers::cut(&row[before..before + widths.total()], widths))
            .collect()
    }
}

/// A breach, before anybody knows the variant's name.
struct Unnamed {
    variant: usize,
    trial: u64,
    broken: engine::Broken,
}

impl Unnamed {
    fn named(self, models: &[Model]) -> Breach {
        breach(&models[self.variant], self.trial, self.broken)
    }
}

fn breach(model: &Model, trial: u64, broken: engine::Broken) -> Breach {
    Breach {
        variant: model.variant.clone(),
        trial,
        day: broken.day,
        rule: broken.rule.words().to_owned(),
        amount: broken.amount,
    }
}

/// A stretch of trials with all their variants. The breach is that of the first trial with any.
fn run_stretch(
    plans: &[Plan],
    widths: &[Widths],
    (seed, first): (u64, u64),
    scratches: &mut [Scratch<STRETCH>],
    numbers: &mut [f64],
) -> Option<Unnamed> {
    let width: usize = widths.iter().map(|w| w.total()).sum();
    let (mut breach, mut before): (Option<Unnamed>, usize) = (None, 0);
    for (variant, (plan, scratch)) in plans.iter().zip(scratches).enumerate() {
        let own = before..before + widths[variant].total();
        before = own.end;
        let rows = numbers.chunks_mut(width);
        let mut rows: Vec<Row> = rows
            .map(|row| widths[variant].row(&mut row[own.clone()]))
            .collect();
        let found = engine::simulate(plan, seed, first, scratch, &mut rows, &mut Silent);
        if let Some((at, broken)) = found {
            let trial = first + at as u64;
            if breach.as_ref().is_none_or(|earlier| trial < earlier.trial) {
                breach = Some(Unnamed {
                    variant,
                    trial,
                    broken,
                });
            }
        }
    }
    breach
}
