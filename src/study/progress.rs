//! Trials as far as they were run: a value that can be gone on with, kept in a file and read back.
//! However often trials pause, and wherever, they come to the same bits.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::fold::Fold;
use super::watch::Counting;
use super::{Crew, Rows, Settings, Watch, Wave};
use crate::model::Model;
use crate::outcome::{BLOCK, Breach, Layout, Outcomes};
use crate::plan::Plan;

/// Trials of the first wave; each later one has twice as many while they are short, so that whoever watches
/// hears of them. No result depends on it.
const FIRST_STRIDE: u64 = 4 * BLOCK as u64;
const SHORT: Duration = Duration::from_millis(500);

/// Of the numbers that there is room for, what is kept where not all can be: the rest is for work on them.
const KEPT_SHARE: u64 = 4;
/// Units of trials that are kept at least, so that there are replicates enough for intervals.
const LEAST_UNITS: u64 = 16;

/// What the trials of all variants came to so far.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Progress {
    first: u64,
    trials: u64,
    /// The last trial that is kept whole; nothing where all are.
    kept: Option<u64>,
    folds: Vec<Fold>,
}

impl Progress {
    /// How many trials were run.
    #[must_use]
    pub const fn trials(&self) -> u64 {
        self.trials
    }

    /// The first of them, counted from 1.
    #[must_use]
    pub const fn first(&self) -> u64 {
        self.first
    }

    /// The trial that comes next.
    #[must_use]
    pub const fn next(&self) -> u64 {
        self.first + self.trials
    }

    /// Puts trials that were run elsewhere behind these, to the same bits as if they had been run here.
    ///
    /// # Panics
    /// If they are not those that come next, or these end within a [`Runner::unit`].
    pub fn append(&mut self, next: Self) {
        assert_eq!(next.first, self.next(), "trials are appended in order");
        assert_eq!(next.kept, self.kept, "as many are kept");
        for (fold, more) in self.folds.iter_mut().zip(next.folds) {
            fold.append(more);
        }
        self.trials += next.trials;
    }

    /// The last trial whose measures and parameters are kept whole; nothing where those of all are.
    #[must_use]
    pub const fn kept(&self) -> Option<u64> {
        self.kept
    }

    /// How many of these trials are kept whole, if so many were run.
    fn kept_of(&self, trials: u64) -> u64 {
        let room = |last: u64| (last + 1).saturating_sub(self.first);
        self.kept.map_or(trials, |last| room(last).min(trials))
    }

    /// The measures of a variant, by position, each in every trial so far that is kept.
    #[must_use]
    pub fn measures(&self, variant: usize) -> &[Vec<f64>] {
        self.folds[variant].columns().0
    }

    /// Its parameters, in base units.
    #[must_use]
    pub fn parameters(&self, variant: usize) -> &[Vec<f64>] {
        self.folds[variant].columns().1
    }
}

/// Runs the trials of some models, as many as are asked for and then more.
pub struct Runner<'a> {
    models: &'a [Model],
    plans: Vec<Plan>,
    seed: u64,
    kept: Option<u64>,
    crew: Crew,
    wave: Wave,
    /// Trials of the next wave, if there is room for them.
    stride: u64,
}

impl<'a> Runner<'a> {
    /// For these models; how many trials there will be is said later.
    #[must_use]
    pub fn new(models: &'a [Model], settings: &Settings) -> Self {
        let plans: Vec<Plan> = models.iter().map(Plan::compile).collect();
        Self {
            models,
            wave: Wave::new(&plans),
            plans,
            seed: settings.seed,
            kept: None,
            stride: FIRST_STRIDE,
            crew: Crew {
                instructions: settings.instructions,
                waiting: Mutex::default(),
            },
        }
    }

    /// What stands where in the results of each model.
    pub fn layouts(&self) -> impl Iterator<Item = &Layout> + Clone {
        self.plans.iter().map(|plan| &plan.layout)
    }

    /// The id of a variant.
    #[must_use]
    pub fn variant(&self, at: usize) -> &str {
        &self.models[at].variant
    }

    /// Keeps the measures and parameters of so many trials whole if they are no more numbers than this, and else
    /// those of the first trials, a quarter as many numbers, while all are folded.
    pub fn keep_within(&mut self, trials: u64, numbers: u64) {
        let capacity = self.capacity(numbers);
        if trials <= capacity {
            self.kept = None;
            return;
        }
        let unit = self.unit();
        let least = unit * LEAST_UNITS;
        let kept = (capacity / KEPT_SHARE / unit * unit).max(least).min(trials);
        self.kept = Some(kept);
    }

    /// How many trials are no more numbers than this.
    #[must_use]
    pub fn capacity(&self, numbers: u64) -> u64 {
        numbers / self.wave.columns().max(1) as u64
    }

    /// How many numbers the measures and parameters of so many trials are.
    #[must_use]
    pub fn numbers(&self, trials: u64) -> u64 {
        trials.saturating_mul(self.wave.columns() as u64)
    }

    /// The last trial that will be kept whole; nothing where all are.
    #[must_use]
    pub const fn kept(&self) -> Option<u64> {
        self.kept
    }

    /// How far the balances of material, lithium and cash were missed at most in any trial that this runner
    /// ran, relative to what passed through.
    #[must_use]
    pub fn largest_errors(&self) -> [f64; 3] {
        let crew = self.crew.waiting.lock();
        let crew = crew.unwrap_or_else(std::sync::PoisonError::into_inner);
        let scratches = crew.iter().flatten();
        scratches.fold([0.0; 3], |largest, scratch| {
            std::array::from_fn(|at| f64::max(largest[at], scratch.largest_errors[at]))
        })
    }

    /// Before the first trial.
    #[must_use]
    pub fn begin(&self) -> Progress {
        self.begin_at(1)
    }

    /// Before some trial, counted from 1, which is the first of a [`Runner::unit`].
    #[must_use]
    pub fn begin_at(&self, first: u64) -> Progress {
        let is_streamed = self.kept.is_some();
        let folds = self
            .plans
            .iter()
            .map(|plan| Fold::new(plan, first, is_streamed));
        Progress {
            first,
            trials: 0,
            kept: self.kept,
            folds: folds.collect(),
        }
    }

    /// Trials that are never run apart: whole blocks and whole replicates of all variants.
    #[must_use]
    pub fn unit(&self) -> u64 {
        let sizes = self.layouts().filter_map(|layout| layout.replicate);
        sizes.fold(BLOCK as u64, |unit, size| {
            least_common_multiple(unit, size as u64)
        })
    }

    /// Goes on as [`Runner::keep_within`] says with trials of which more are kept; false where fewer are.
    pub fn adopt(&self, progress: &mut Progress) -> bool {
        if progress.kept == self.kept {
            return true;
        }
        let (None, Some(last)) = (progress.kept, self.kept) else {
            return false;
        };
        progress.kept = self.kept;
        let kept = (last + 1).saturating_sub(progress.first) as usize;
        for (fold, plan) in progress.folds.iter_mut().zip(&self.plans) {
            fold.stream(kept, &plan.layout);
        }
        true
    }

    /// True where these can be trials of these models.
    #[must_use]
    pub fn fits(&self, progress: &Progress) -> bool {
        let kept = progress.kept_of(progress.trials);
        let fits = |(fold, plan): (&Fold, &Plan)| fold.fits(plan, kept);
        (progress.first - 1).is_multiple_of(self.unit())
            && progress.folds.len() == self.plans.len()
            && progress.folds.iter().zip(&self.plans).all(fits)
    }

    /// Runs the trials that are missing to so many. `told` hears, from any thread, how many trials of
    /// variants have finished since it was last told.
    ///
    /// # Errors
    /// The breach of a rule of the model in the earliest trial in which there was one.
    pub fn advance(
        &mut self,
        progress: &mut Progress,
        trials: u64,
        told: &(dyn Fn(u64) + Sync),
    ) -> Result<(), Breach> {
        self.advance_watched(progress, trials, &Counting(told))
    }

    /// The same under a watch that may stop it: trials are fewer then, and can be gone on with.
    ///
    /// # Errors
    /// The breach of a rule of the model in the earliest trial in which there was one.
    pub fn advance_watched(
        &mut self,
        progress: &mut Progress,
        trials: u64,
        watch: &dyn Watch,
    ) -> Result<(), Breach> {
        while progress.trials < trials && !watch.stops() {
            let first = progress.first + progress.trials;
            let room = self.wave.capacity.min(self.stride);
            let wanted = room.min(trials - progress.trials);
            let begun = Instant::now();
            let run = self
                .wave
                .run(&self.plans, self.seed, (first, wanted), &self.crew, watch)
                .map_err(|breach| breach.named(self.models))?;
            let some = if run < wanted {
                self.in_whole_replicates(progress.trials, run)
            } else {
                run
            };
            watch.ran(&Rows {
                wave: &self.wave,
                first,
                trials: some,
            });
            let (before, after) = (progress.trials, progress.trials + some);
            let keeps = progress.kept_of(after) - progress.kept_of(before);
            let both = progress.folds.iter_mut().zip(&self.plans);
            for (at, (fold, plan)) in both.enumerate() {
                fold.add(&self.wave.rows(at, some), keeps as usize, &plan.layout);
            }
            progress.trials += some;
            watch.kept(self, progress);
            if begun.elapsed() < SHORT {
                self.stride = (2 * self.stride).min(self.wave.capacity);
            }
        }
        Ok(())
    }

    /// How many of the trials after those there are shall be kept when they were stopped: up to the end
    /// of a replicate, where one has been reached.
    fn in_whole_replicates(&self, there: u64, run: u64) -> u64 {
        let sizes = self.layouts().filter_map(|layout| layout.replicate);
        let size = sizes.max().unwrap_or(1) as u64;
        let whole = (there + run) / size * size;
        if whole > there { whole - there } else { run }
    }

    /// The outcomes of all trials.
    #[must_use]
    pub fn finish(&self, progress: Progress, reference: usize) -> Outcomes {
        let kept = progress.kept_of(progress.trials);
        let both = self.models.iter().zip(&self.plans);
        let folds = progress.folds.into_iter().zip(both);
        Outcomes {
            variants: folds
                .map(|(fold, (model, plan))| fold.finish(model, plan))
                .collect(),
            reference,
            first: progress.first,
            trials: progress.trials,
            kept,
            seed: self.seed,
        }
    }
}

fn least_common_multiple(a: u64, b: u64) -> u64 {
    let (mut rest, mut divisor) = (a, b);
    while divisor > 0 {
        (rest, divisor) = (divisor, rest % divisor);
    }
    a / rest * b
}
