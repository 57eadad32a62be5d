//! `lichain fit`: what a table of observations says of an index or of durations.

mod durations;
mod prices;
mod words;

use super::arguments::Fit as Asked;
use super::failure::Failure;
use super::terminal;
use crate::report::{self, Entry};
use crate::scenario::{Observed, Problems};
use crate::stats::fit::Estimate;

/// What a fit came to.
struct Told {
    /// For the terminal.
    text: String,
    /// For a file.
    rows: Vec<Row>,
}

/// A number of a model.
struct Row {
    model: String,
    parameter: &'static str,
    unit: String,
    estimate: Estimate,
    log_likelihood: Option<f64>,
    aic: Option<f64>,
    observations: usize,
    method: &'static str,
}

/// How intervals come about.
const WALD: &str = "observed information";

/// Fits what was asked for.
pub fn fit(asked: &Asked) -> Result<(), Failure> {
    let mut table = Observed::open(&asked.file).map_err(|problems| shown(&problems))?;
    table.keep(&asked.table.only);
    table.checked().map_err(|problems| shown(&problems))?;
    let durations = asked.durations.is_some() || asked.from.is_some();
    let told = if durations {
        durations::fit(asked, table)
    } else {
        prices::fit(asked, table)
    }?;
    if let Some(path) = &asked.table.out {
        report::write_text(path, &csv(asked, &told.rows), asked.table.force)?;
    }
    terminal::print(&told.text)
}

fn shown(problems: &Problems) -> Failure {
    Failure::Problems {
        text: problems.render(terminal::colour()),
        machine: problems.machine(),
    }
}

fn csv(asked: &Asked, rows: &[Row]) -> String {
    let headings = [
        "model",
        "parameter",
        "unit",
        "estimate",
        "se",
        "lo95",
        "hi95",
        "log_likelihood",
        "aic",
        "observations",
        "method",
    ];
    let cells = |row: &Row| {
        let Estimate {
            value,
            se,
            interval,
        } = row.estimate;
        vec![
            Entry::words(&row.model),
            Entry::words(row.parameter),
            Entry::words(&row.unit),
            Entry::Number(Some(value)),
            Entry::Number(se),
            Entry::Number(interval.map(|interval| interval.0)),
            Entry::Number(interval.map(|interval| interval.1)),
            Entry::Number(row.log_likelihood),
            Entry::Number(row.aic),
            Entry::Number(Some(row.observations as f64)),
            Entry::words(row.method),
        ]
    };
    let locale = asked.table.language.locale();
    report::table_text(
        locale,
        &headings,
        &rows.iter().map(cells).collect::<Vec<_>>(),
    )
}

/// The models beside each other, the best by Akaike's criterion marked.
fn ranking(models: &[(String, f64, usize, f64)]) -> String {
    use super::table::{Align, aligned};
    let best = models
        .iter()
        .map(|model| model.3)
        .fold(f64::INFINITY, f64::min);
    let heading = [
        "model",
        "log-likelihood",
        "parameters",
        "AIC",
        "above the best",
    ]
    .map(String::from);
    let row = |(name, likelihood, parameters, aic): &(String, f64, usize, f64)| {
        let cells = [likelihood, aic, &(aic - best)].map(|x| format!("{x:.2}"));
        let [likelihood, aic, above] = cells;
        vec![name.clone(), likelihood, parameters.to_string(), aic, above]
    };
    let rows: Vec<Vec<String>> = models.iter().map(row).collect();
    aligned(&heading, &rows, &[Align::Left], 2)
}
