//! Where trials have their luck from: each its own, or parameters and noise from elsewhere, as designed
//! experiments ask.

use crate::random::{Stream, StreamKey};

/// A trial whose parameters and noise are chosen.
#[derive(Clone, Copy, Debug)]
pub struct Draw<'a> {
    /// Where its parameters come from.
    pub parameters: Parameters<'a>,
    /// The trial whose noise it has, counted from 1.
    pub noise: u64,
}

/// Where the parameters of a trial come from.
#[derive(Clone, Copy, Debug)]
pub enum Parameters<'a> {
    /// They are those of another trial.
    OfTrial(u64),
    /// A uniform each, strictly between 0 and 1, in the order of the plan.
    At(&'a [f64]),
}

/// Which trials of which run.
#[derive(Clone, Copy)]
pub(super) struct Luck<'a> {
    pub seed: u64,
    /// The first of the trials side by side.
    pub first: u64,
    /// What is chosen for each of them; the last also serves places beyond. Nothing where each trial
    /// has its own luck.
    pub chosen: Option<&'a [Draw<'a>]>,
}

impl<'a> Luck<'a> {
    /// That of one of the trials side by side.
    pub(super) fn of(self, k: usize) -> TrialLuck {
        let own = self.first + k as u64;
        TrialLuck {
            seed: self.seed,
            trial: self.draw(k).map_or(own, |draw| draw.noise),
        }
    }

    /// What is chosen for one of them.
    pub(super) fn draw(self, k: usize) -> Option<Draw<'a>> {
        let chosen = self.chosen?;
        chosen.get(k).or(chosen.last()).copied()
    }
}

/// Which trial of which run.
#[derive(Clone, Copy)]
pub(super) struct TrialLuck {
    pub seed: u64,
    pub trial: u64,
}

impl TrialLuck {
    /// A source's stream in the trial.
    pub(super) fn stream(self, key: StreamKey) -> Stream {
        Stream::new(self.seed, self.trial, key)
    }
}
