//! A scenario whose trials are about to be run, or were run elsewhere: what `run`, `shard` and `merge` begin with.

use std::path::Path;

use rayon::ThreadPool;

use super::arguments::{Changes, Draws, numbers_in};
use super::failure::Failure;
use super::{room, run, terminal};
use crate::outcome::Breach;
use crate::report::{Identity, Run};
use crate::scenario::Scenario;
use crate::study::{Runner, Settings};

/// The scenario and all that its trials depend on.
pub struct Begun<'a> {
    /// Its file.
    pub file: &'a Path,
    /// All changes to it, the design among them.
    pub set: &'a [String],
    pub scenario: &'a Scenario,
    pub run: Run,
    pub identity: Identity,
    pub runner: Runner<'a>,
}

impl<'a> Begun<'a> {
    /// Before the first trial.
    pub fn new(
        (file, set): (&'a Path, &'a [String]),
        scenario: &'a Scenario,
        settings: &Settings,
        pool: &ThreadPool,
        changes: &Changes,
    ) -> Self {
        let run = run::manifest(scenario, settings, pool.current_num_threads());
        Self {
            file,
            set,
            scenario,
            identity: Identity::of(&run, &changes.set),
            run,
            runner: Runner::new(&scenario.variants, settings),
        }
    }

    /// Keeps so many trials whole if their numbers take no more memory than this [MB], and else the first of them;
    /// refuses what this process has no room for.
    pub fn keep_within(&mut self, trials: u64, megabytes: u64) -> Result<(), Failure> {
        self.runner.keep_within(trials, numbers_in(megabytes));
        let kept = self.runner.kept().unwrap_or(trials);
        room::refuse_what_cannot_fit(kept, self.runner.numbers(kept))
    }

    /// A rule did not hold in a trial.
    pub fn breached(&self, breach: &Breach) -> Failure {
        let variant = Some(breach.variant.as_str());
        let seed = self.run.seed;
        let trace = run::trace_command(self.file, variant, breach.trial, seed, self.set);
        Failure::breach(breach, &trace)
    }
}

/// As many as the scenario says; enough for intervals where another design is asked for.
pub fn usual(draws: &Draws, scenario: &Scenario) -> u64 {
    if draws.sampling.is_none() && draws.noise_replicates.is_none() {
        return scenario.trials;
    }
    scenario.variants[0].sampling.fit(scenario.trials)
}

/// Intervals want whole replicates of the design.
pub fn warn_of_few_replicates(scenario: &Scenario, trials: u64) {
    let sampling = &scenario.variants[0].sampling;
    let least = sampling.fit(1);
    if trials < least {
        terminal::warn_wrapped(&format!(
            "warning: {trials} trials are too few for intervals: {least} or more are wanted, or --sampling plain"
        ));
    }
}
