//! What trials came to. Inside, an undefined number is NaN; in files it is an empty cell.

mod optimize;
mod streamed;
mod stress;
mod why;

use crate::measure::Measure;

pub use optimize::{Estimated, Held, Optimised, Stage, Tried, Verdict};
pub use streamed::Streamed;
pub use stress::{Cover, Stress, Struck};
pub use why::{Cause, Line, Step, Why};

/// Trials folded together before anything else, so that sums do not depend on threads.
pub const BLOCK: usize = 64;

/// What stands where in the rows of a variant.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layout {
    /// Trials whose parameters were randomised together, replicate after replicate; nothing where
    /// each trial was drawn by itself.
    pub replicate: Option<usize>,
    /// Trials that share a draw of the parameters, each with noise of its own; 0 counts as 1.
    pub noises: usize,
    /// Columns of a trial.
    pub measures: Vec<Measure>,
    /// Positions in `measures` of those whose mean is known to be 0.
    pub controls: Vec<usize>,
    /// Names and units of the parameters, drawn once a trial, in the units of `parameter_factor`.
    pub parameters: Vec<Measure>,
    /// Base units in one of the unit in which a parameter is shown.
    pub parameter_factor: Vec<f64>,
    /// Rank correlations that parameters were asked to have, in order of names.
    pub correlations: Vec<Correlated>,
    /// Hazards that may or may not begin.
    pub hazards: Vec<Exposed>,
    /// Measures that are also taken by month.
    pub monthly: Vec<Measure>,
    /// First days of the months, as written: `2031-03-01`.
    pub months: Vec<String>,
    /// Party and category of each line of the yearly ledger.
    pub ledger: Vec<(String, String)>,
    /// Calendar years of the ledger.
    pub years: Vec<i32>,
}

/// A rank correlation that two parameters were asked to have.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Correlated {
    /// Their positions in [`Layout::parameters`].
    pub between: [usize; 2],
    /// Spearman's.
    pub rank: f64,
}

/// A hazard and what it hits.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Exposed {
    /// Its name.
    pub hazard: String,
    /// Sites, legs and nodes that it hits, and routes by these.
    pub places: Vec<String>,
}

/// Where one trial of one variant writes its results; lengths as in [`Layout`].
#[derive(Debug)]
pub struct Row<'a> {
    /// One value a measure.
    pub measures: &'a mut [f64],
    /// One value a parameter, in base units.
    pub parameters: &'a mut [f64],
    /// `monthly[measure * months + month]`.
    pub monthly: &'a mut [f64],
    /// `ledger[line * years + year]`, received less paid [USD].
    pub ledger: &'a mut [f64],
}

/// What one trial of one variant came to, trial by trial; lengths as in [`Layout`].
#[derive(Clone, Copy, Debug)]
pub struct TrialRow<'a> {
    /// One value a measure.
    pub measures: &'a [f64],
    /// One value a parameter, in base units.
    pub parameters: &'a [f64],
}

/// A rule that did not hold: a fault of ours, never of the user.
#[derive(Clone, Debug, PartialEq)]
pub struct Breach {
    /// The variant it happened in.
    pub variant: String,
    /// The trial, counted from 1.
    pub trial: u64,
    /// The day, counted from 0; the last for rules checked at the end.
    pub day: u32,
    /// Which rule, in words.
    pub rule: String,
    /// By how much it was missed, relative to what passed through.
    pub amount: f64,
}

/// What a variant came to.
#[derive(Clone, Debug)]
pub struct VariantOutcomes {
    /// Its id.
    pub variant: String,
    /// In the user's words.
    pub title: String,
    /// What stands where.
    pub layout: Layout,
    /// `columns[measure][trial - first]` of the trials that are kept.
    pub measures: Vec<Vec<f64>>,
    /// `columns[parameter][trial - first]`, in base units.
    pub parameters: Vec<Vec<f64>>,
    /// `monthly[measure * months + month]` over all trials.
    pub monthly: Vec<crate::stats::Distribution>,
    /// `ledger[line * years + year]` over all trials.
    pub ledger: Vec<crate::stats::Moments>,
    /// Means by replicates, of what `monthly` holds and then of what `ledger` holds; empty where
    /// trials were drawn one by one.
    pub replicates: Vec<crate::stats::Replicates>,
    /// One a measure, over all trials; empty where all of them are kept.
    pub streamed: Vec<Streamed>,
}

/// What a scenario came to.
#[derive(Clone, Debug)]
pub struct Outcomes {
    /// One a variant, in the order of the scenario.
    pub variants: Vec<VariantOutcomes>,
    /// Position of the reference variant.
    pub reference: usize,
    /// The first trial.
    pub first: u64,
    /// Number of trials, from the first.
    pub trials: u64,
    /// How many of them, from the first, are kept whole in columns: all, unless there are too many.
    pub kept: u64,
    /// The seed.
    pub seed: u64,
}

/// One trial, day by day.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    /// Which trial, counted from 1.
    pub trial: u64,
    /// Of which seed.
    pub seed: u64,
    /// What the measures and parameters are.
    pub layout: Layout,
    /// One value a measure.
    pub measures: Vec<f64>,
    /// One value a parameter, in base units.
    pub parameters: Vec<f64>,
    /// What moved, in the order in which it did.
    pub flows: Vec<Flow>,
    /// Who paid whom, in the order of the days of payment.
    pub cash: Vec<Posting>,
    /// What else happened.
    pub events: Vec<Event>,
}

impl Trace {
    /// The outcomes of this one trial, without months and ledger.
    #[must_use]
    pub fn outcomes(&self, variant: &str, title: &str) -> Outcomes {
        let columns = |values: &[f64]| values.iter().map(|&value| vec![value]).collect();
        let variant = VariantOutcomes {
            variant: variant.to_owned(),
            title: title.to_owned(),
            layout: self.layout.clone(),
            measures: columns(&self.measures),
            parameters: columns(&self.parameters),
            monthly: Vec::new(),
            ledger: Vec::new(),
            replicates: Vec::new(),
            streamed: Vec::new(),
        };
        let variants = vec![variant];
        Outcomes {
            variants,
            reference: 0,
            first: self.trial,
            trials: 1,
            kept: 1,
            seed: self.seed,
        }
    }
}

/// Goods that moved.
#[derive(Clone, Debug, PartialEq)]
pub struct Flow {
    /// Counted from 0.
    pub day: u32,
    /// started, finished, used, departed, arrived, bought, demanded, served, late, lost.
    pub kind: &'static str,
    /// The process, route, market or demand.
    pub place: String,
    /// What.
    pub commodity: String,
    /// Its unit.
    pub unit: &'static str,
    /// How much.
    pub quantity: f64,
    /// More, in words.
    pub detail: String,
}

/// Money that moved.
#[derive(Clone, Debug, PartialEq)]
pub struct Posting {
    /// Counted from 0.
    pub day: u32,
    /// Who paid.
    pub payer: String,
    /// Who was paid.
    pub payee: String,
    /// For what.
    pub category: String,
    /// How much [USD].
    pub usd: f64,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Counted from 0.
    pub day: u32,
    /// start, breakdown, repair, hazard, stopped, short, order.
    pub what: &'static str,
    /// The process, stock, demand or hazard.
    pub place: String,
    /// More, in words.
    pub detail: String,
}
