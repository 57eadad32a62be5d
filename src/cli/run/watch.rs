//! What is told while the trials of a run are at work: how far they are, and how well the key measure is known
//! by now.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::all_trials::Every;
use crate::cli::progress::{Watched, Work};
use crate::cli::{interrupt, quantity};
use crate::measure::key;
use crate::scenario::Scenario;
use crate::study::{Progress, Rows, Runner, Watch};
use crate::summary::{CONFIDENCE, Means, paired_by};

/// Between looks at the key measure, at least.
const BETWEEN_LOOKS: Duration = Duration::from_millis(500);
/// A look costs no more than a hundredth of the time.
const DEAR: u32 = 100;

/// Tells of the trials of a scenario.
pub struct Running<'a, 'e> {
    scenario: &'a Scenario,
    watched: Watched,
    /// Where each trial goes, if that was asked for.
    every: Option<&'a Every<'e>>,
    /// When to look next.
    next: Mutex<Instant>,
}

impl<'a, 'e> Running<'a, 'e> {
    /// Of so many trials, some of which are there already.
    pub fn new(scenario: &'a Scenario, trials: u64, there: u64) -> Self {
        let work = Work {
            name: &scenario.name,
            what: "trials",
            total: trials,
            each: scenario.variants.len() as u64,
            done: there,
        };
        Self {
            scenario,
            watched: Watched::new(&work, variants(scenario)),
            every: None,
            next: Mutex::new(Instant::now() + BETWEEN_LOOKS),
        }
    }

    /// The same, with each trial written to files.
    pub(super) fn writing(self, every: Option<&'a Every<'e>>) -> Self {
        Self { every, ..self }
    }

    /// The reference's key measure as it stands.
    fn key(&self, runner: &Runner, trials: &Progress) -> Option<String> {
        let place = self.scenario.reference;
        let layout = runner.layouts().nth(place)?;
        let measures = trials.measures(place);
        let (name, at) = key::COSTS.iter().chain(&key::CHAIN).find_map(|name| {
            let at = layout.measures.iter().position(|m| m.name == *name)?;
            Some((name, at))
        })?;
        let means = Means::over(layout, measures, trials.parameters(place));
        let zeros = vec![0.0; measures[at].len()];
        let found = paired_by(&means, (&measures[at], &zeros), CONFIDENCE);
        let mean = found.mean?;
        let (factor, unit) = quantity::scale(mean, &layout.measures[at].unit);
        let half = found.hi.map(|hi| (hi - mean) / factor);
        let variant = &self.scenario.variants[place].variant;
        let told = quantity::with_half(mean / factor, half);
        Some(format!("{name} {told} {unit} ({variant})"))
    }
}

/// What is at work.
fn variants(scenario: &Scenario) -> String {
    match scenario.variants.as_slice() {
        [only] => only.variant.clone(),
        some => format!("{} variants", some.len()),
    }
}

impl Watch for Running<'_, '_> {
    fn finished(&self, trials: u64) {
        self.watched.add(trials);
    }

    fn ran(&self, rows: &Rows<'_>) {
        if let Some(every) = self.every {
            every.add(rows);
        }
    }

    fn kept(&self, runner: &Runner, trials: &Progress) {
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        let begun = Instant::now();
        if begun < *next {
            return;
        }
        if let Some(words) = self.key(runner, trials) {
            let variants = variants(self.scenario);
            self.watched.tell(format!("{words}; {variants}"));
        }
        *next = Instant::now() + BETWEEN_LOOKS.max(begun.elapsed() * DEAR);
    }

    fn stops(&self) -> bool {
        interrupt::is_asked() || self.every.is_some_and(Every::has_failed)
    }
}
