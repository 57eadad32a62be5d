//! Results as files: one small file of code per file of results. `cli` calls it; it knows
//! outcomes and summaries, not how they came about.
//!
//! Everything is written into a [`Directory`] that appears under its name only when complete.
//! Every CSV is a [`Sheet`], whose columns are declared once: header and `columns.csv` are made
//! from them, in the [`Dialect`] of a language; [`language`] tells that of finished results. CSVs depend on scenario, seed and trials alone; what differs from run to run is in
//! `run.json`.

mod all_trials;
mod boxes;
mod cell;
mod chain;
#[cfg(feature = "parquet")]
mod columnar;
mod columns;
mod compare;
mod correlations;
mod decision;
mod dialect;
mod difference;
mod directory;
mod finished;
pub mod graph;
mod inputs;
mod kept;
mod layers;
mod ledger;
mod leftovers;
mod line;
mod lock;
mod manifest;
mod not_results;
mod optimize;
mod package;
mod page;
pub mod part;
mod partial;
mod plain;
pub(crate) mod quantity;
mod reading;
mod record;
mod screening;
mod sealed;
mod sensitivity;
mod sheet;
mod stress;
mod summary;
mod swap;
mod temporary;
mod timeline;
mod trace;
mod trials;
mod unfinished;
mod variance;
pub mod why;
pub mod words;
mod workbook;
mod worst;

use crate::analysis::FactorRow;
use crate::analysis::compare::{Decision, Difference, Explained};
use crate::model::{Model, Search};
use crate::outcome::{Optimised, Outcomes, Trace, Why};
use crate::scenario::Policy;
use crate::summary::{CoverRow, StressRow, Summary};
use sheet::Written;

pub use all_trials::{AllTrials, FOLDER as ALL_TRIALS, Form};
pub use boxes::Found;
pub use chain::Chain;
pub use dialect::{Dialect, MOST_COLUMNS, MOST_ROWS};
pub use difference::difference;
pub use directory::{Directory, Failure};
pub use finished::{Finished, read_finished, side_by_side};
pub use inputs::{FOLDER as INPUTS, keep_inputs, way};
pub use kept::{FILE as KEPT, Identity, difference_of_kept, keep, read_kept};
pub use manifest::{FileHash, Manifest, Manner, Run};
pub use optimize::WINNER;
pub use page::{FILE as PAGE, page};
pub use part::Part;
pub use plain::{Entry, table_of_names, table_text, write_text};
pub use reading::language;
pub use record::{Record, Since, since, since_within};
pub use sealed::{Fault, Sealed};
pub use sheet::{Column, Lines, Sheet};
pub use temporary::Temporary;
pub use unfinished::give_up;
pub use words::Locale;
pub use workbook::{FILE as WORKBOOK, workbook};

/// What a scenario came to, with what is needed to tell it.
#[derive(Clone, Copy, Debug)]
pub struct Results<'a> {
    /// The variants, in the order of the outcomes.
    pub models: &'a [Model],
    /// Every trial.
    pub outcomes: &'a Outcomes,
    /// The estimates.
    pub summary: &'a Summary,
}

/// Writes the results of a run: the CSVs, their dictionary and the manifest.
///
/// Returns what a spreadsheet would not open whole, in words, as all writers of tables here do.
///
/// # Errors
/// What the machine refused, with the path.
pub fn write(results: &Results, run: Run, directory: &Directory) -> Result<Vec<String>, Failure> {
    let told = results.summary;
    let summary = summary::SummarySheet(&told.rows);
    let worst = worst::WorstSheet(&told.worst);
    let trials = trials::TrialsSheet::new(results.models, results.outcomes);
    let timeline = timeline::TimelineSheet(&told.timeline);
    let ledger = ledger::LedgerSheet(&told.ledger);
    let sensitivity = sensitivity::SensitivitySheet(&told.sensitivity);
    let correlations = correlations::CorrelationsSheet(&told.correlations);
    let shares = variance::VarianceSheet(&told.variance);
    let mut sheets: Vec<&dyn Sheet> =
        vec![&summary, &trials, &worst, &timeline, &ledger, &sensitivity];
    if !told.correlations.is_empty() {
        sheets.push(&correlations);
    }
    if !told.variance.is_empty() {
        sheets.push(&shares);
    }
    let more = parquet(&trials, &run, directory)?;
    write_with(&sheets, more, run, directory)
}

/// Writes the trials with types, where that was asked for.
#[cfg(feature = "parquet")]
fn parquet(
    trials: &trials::TrialsSheet,
    run: &Run,
    directory: &Directory,
) -> Result<Vec<manifest::FileHash>, Failure> {
    if run.parquet {
        columnar::write(trials, directory.open()?)
    } else {
        Ok(Vec::new())
    }
}

/// A build without Parquet refuses to write it.
#[cfg(not(feature = "parquet"))]
fn parquet(
    _: &trials::TrialsSheet,
    run: &Run,
    _: &Directory,
) -> Result<Vec<manifest::FileHash>, Failure> {
    if run.parquet {
        Err(Failure::Refused(NO_PARQUET.to_owned()))
    } else {
        Ok(Vec::new())
    }
}

/// True where this build writes Parquet.
pub const HAS_PARQUET: bool = cfg!(feature = "parquet");

/// What a build without it says.
pub const NO_PARQUET: &str = "--parquet: this lichain was built without Parquet; \
    `cargo build --release --features parquet` builds one with it (trials.csv holds the same numbers)";

/// Writes one trial told day by day: its line of trials.csv, flows, cash, events, why somebody went short
/// where that was asked, their dictionary and the manifest.
///
/// # Errors
/// What the machine refused, with the path.
pub fn write_trace(
    trace: &Trace,
    why: Option<&Why>,
    model: &Model,
    run: Run,
    directory: &Directory,
) -> Result<Vec<String>, Failure> {
    let start = model.start;
    let outcomes = trace.outcomes(&model.variant, &model.title);
    let trials = trials::TrialsSheet::new(std::slice::from_ref(model), &outcomes);
    let flows = trace::FlowsSheet(&trace.flows, start);
    let cash = trace::CashSheet(&trace.cash, start);
    let events = trace::EventsSheet(&trace.events, start);
    let why = why.map(|why| why::WhySheet(why, start));
    let mut sheets: Vec<&dyn Sheet> = vec![&trials, &flows, &cash, &events];
    sheets.extend(why.as_ref().map(|sheet| sheet as &dyn Sheet));
    write_all(&sheets, run, directory)
}

/// Writes a stress test: times, cover, their dictionary and the manifest.
///
/// # Errors
/// What the machine refused, with the path.
pub fn write_stress(
    rows: &[StressRow],
    cover: &[CoverRow],
    run: Run,
    directory: &Directory,
) -> Result<Vec<String>, Failure> {
    let sheets: [&dyn Sheet; 2] = [&stress::StressSheet(rows), &stress::CoverSheet(cover)];
    write_all(&sheets, run, directory)
}

/// Writes Sobol indices, their dictionary and the manifest.
///
/// # Errors
/// What the machine refused, with the path.
pub fn write_indices(
    rows: &[FactorRow],
    run: Run,
    directory: &Directory,
) -> Result<Vec<String>, Failure> {
    write_all(&[&screening::SobolSheet(rows)], run, directory)
}

/// Writes elementary effects, their dictionary and the manifest.
///
/// # Errors
/// What the machine refused, with the path.
pub fn write_effects(
    rows: &[FactorRow],
    run: Run,
    directory: &Directory,
) -> Result<Vec<String>, Failure> {
    write_all(&[&screening::MorrisSheet(rows)], run, directory)
}

/// Writes boxes, their sides, the peels that led to them, their dictionary and the manifest.
///
/// # Errors
/// What the machine refused, with the path.
pub fn write_boxes(
    found: &[Found],
    condition: &str,
    run: Run,
    directory: &Directory,
) -> Result<Vec<String>, Failure> {
    let sheets: [&dyn Sheet; 3] = [
        &boxes::BoxesSheet(found, condition),
        &boxes::BoundsSheet(found),
        &boxes::PeelingSheet(found),
    ];
    write_all(&sheets, run, directory)
}

/// Writes a search: what was tried, its dictionary, the winner as a scenario and the manifest.
///
/// # Errors
/// What the machine refused, with the path.
pub fn write_optimize(
    found: &Optimised,
    search: &Search,
    policy: &Policy,
    run: Run,
    directory: &Directory,
) -> Result<Vec<String>, Failure> {
    let partial = directory.open()?;
    let more = optimize::write_policy(policy, partial)?;
    let sheet = optimize::OptimizeSheet { found, search };
    write_with(&[&sheet], more, run, directory)
}

/// Writes a comparison: differences, what they are made of, what to decide on, their dictionary and
/// the manifest.
///
/// # Errors
/// What the machine refused, with the path.
pub fn write_comparison(
    differences: &[Difference],
    explained: &[Explained],
    decision: Option<&Decision>,
    run: Run,
    directory: &Directory,
) -> Result<Vec<String>, Failure> {
    let compared = compare::CompareSheet(differences);
    let explained = compare::ExplainedSheet(explained);
    let decided = decision.map(decision::DecisionSheet);
    let mut sheets: Vec<&dyn Sheet> = vec![&compared, &explained];
    sheets.extend(decided.as_ref().map(|sheet| sheet as &dyn Sheet));
    write_all(&sheets, run, directory)
}

/// Writes sheets, then the dictionary of their columns, then the manifest with their hashes.
fn write_all(
    sheets: &[&dyn Sheet],
    run: Run,
    directory: &Directory,
) -> Result<Vec<String>, Failure> {
    write_with(sheets, Vec::new(), run, directory)
}

/// The same after files that are there already.
fn write_with(
    sheets: &[&dyn Sheet],
    more: Vec<manifest::FileHash>,
    run: Run,
    directory: &Directory,
) -> Result<Vec<String>, Failure> {
    let (partial, dialect) = (directory.open()?, run.dialect);
    let written = sheets.iter();
    let written = written.map(|sheet| sheet::write(*sheet, dialect, partial));
    let mut written: Vec<Written> = written.collect::<Result<_, _>>()?;
    let dictionary = columns::ColumnsSheet::of(&written, dialect);
    written.push(sheet::write(&dictionary, dialect, partial)?);
    let described = package::write(&run.scenario, &written, dialect, partial)?;
    let files = written.iter().flat_map(|sheet| sheet.files.clone());
    let outputs = files
        .chain([described])
        .chain(more)
        .chain(run.written.clone());
    manifest::write(run, outputs.collect(), partial)?;
    Ok(written
        .iter()
        .flat_map(|sheet| sheet.warnings(dialect))
        .collect())
}
