//! One trial, told day by day.

mod recorder;

use super::{Widths, breach};
use crate::engine::{self, Happening, Scratch};
use crate::model::Model;
use crate::outcome::{Breach, Line, Row, Trace};
use crate::plan::Plan;
use recorder::Recorder;

/// Runs one trial (counted from 1) and tells what happened in it. Its measures are those of the same
/// trial in a run with the same seed, to the last digit.
///
/// # Errors
/// The breach of a rule of the model.
pub fn trace(model: &Model, trial: u64, seed: u64) -> Result<Trace, Breach> {
    let plan = Plan::compile(model);
    let watched = watch(model, &plan, trial, seed, false)?;
    Ok(Trace {
        layout: plan.layout,
        ..watched.trace
    })
}

/// A trial that was looked at.
pub(super) struct Watched {
    /// What is written of it, the layout apart.
    pub trace: Trace,
    /// Everything that was seen, where it was asked for.
    pub seen: Vec<Seen>,
}

/// Something that was seen.
pub(super) struct Seen {
    pub day: u32,
    pub what: Happening,
    /// The line of the trace that tells of it, where one does.
    pub line: Option<Line>,
}

/// Runs one trial and looks on; `keeps` everything that is seen, not only what is written.
pub(super) fn watch(
    model: &Model,
    plan: &Plan,
    trial: u64,
    seed: u64,
    keeps: bool,
) -> Result<Watched, Breach> {
    let widths = Widths::of(plan);
    let mut recorder = Recorder {
        model,
        plan,
        trace: Trace::default(),
        seen: Vec::new(),
        keeps,
    };
    let mut measures = vec![0.0; widths.measures];
    let mut parameters = vec![0.0; widths.parameters];
    let row = Row {
        measures: &mut measures,
        parameters: &mut parameters,
        monthly: &mut vec![0.0; widths.monthly],
        ledger: &mut vec![0.0; widths.ledger],
    };
    let broken = engine::simulate(
        plan,
        seed,
        trial,
        &mut Scratch::<1>::default(),
        &mut [row],
        &mut recorder,
    );
    if let Some((_, broken)) = broken {
        return Err(breach(model, trial, broken));
    }
    let mut trace = recorder.trace;
    trace.cash.sort_by_key(|posting| posting.day);
    let trace = Trace {
        trial,
        seed,
        measures,
        parameters,
        ..trace
    };
    Ok(Watched {
        trace,
        seen: recorder.seen,
    })
}
