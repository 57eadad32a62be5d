//! What a search for the best policy came to.

use crate::measure::Measure;

/// When a policy was tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Spread over all that may be set, with few trials.
    Screening,
    /// On the way to the best.
    Search,
    /// Compared at the end, on luck of its own.
    Final,
    /// The winner, and the scenario as it is, on fresh luck.
    Fresh,
}

impl Stage {
    /// Its name in `optimize.csv`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Screening => "screening",
            Self::Search => "search",
            Self::Final => "final",
            Self::Fresh => "fresh",
        }
    }
}

/// A mean with its 95 % interval.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Estimated {
    /// The mean over trials.
    pub mean: Option<f64>,
    /// Lower end of its interval.
    pub lo95: Option<f64>,
    /// Upper end of its interval.
    pub hi95: Option<f64>,
}

/// Whether a constraint holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// With 95 % confidence.
    Kept,
    /// The estimate keeps it, its limit does not.
    Likely,
    /// Not even the estimate keeps it.
    Missed,
}

impl Verdict {
    /// Its name in `optimize.csv`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Likely => "likely",
            Self::Missed => "missed",
        }
    }
}

/// A constraint in some trials.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Held {
    /// The statistic.
    pub value: Option<f64>,
    /// What it is at least, or at most, with 95 % confidence; on the side of the bound.
    pub limit: Option<f64>,
    /// Whether it keeps its bound.
    pub verdict: Verdict,
}

/// A policy that was tried.
#[derive(Clone, Debug, PartialEq)]
pub struct Tried {
    /// When.
    pub stage: Stage,
    /// What was set; nothing for the scenario as it is.
    pub point: Option<Vec<u32>>,
    /// With how many trials.
    pub trials: u64,
    /// Of which seed.
    pub seed: u64,
    /// The objective.
    pub objective: Estimated,
    /// The constraints, in order.
    pub constraints: Vec<Held>,
    /// True where the model refuses what is set.
    pub refused: bool,
}

impl Tried {
    /// True where no constraint is missed.
    #[must_use]
    pub fn is_met(&self) -> bool {
        let missed = |held: &Held| held.verdict == Verdict::Missed;
        !self.refused && !self.constraints.iter().any(missed)
    }
}

/// What a search came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Optimised {
    /// The measures of the objective and of the constraints, in order.
    pub measures: Vec<Option<Measure>>,
    /// Everything that was tried, in order.
    pub tried: Vec<Tried>,
    /// The winner in the search, in the comparison at the end, and on fresh luck: positions in
    /// `tried`.
    pub winner: [usize; 3],
    /// The scenario as it is, on fresh luck.
    pub as_it_is: usize,
    /// The winner less the scenario as it is, trial by trial on fresh luck.
    pub gained: Estimated,
    /// The finalists but the winner: position in `tried`, what each has more in the objective than the
    /// winner, all intervals at once with 95 %, and whether the selection could tell it apart.
    pub others: Vec<(usize, Estimated, bool)>,
}
