//! `lichain trace --why DATE`: a shortage back to its causes, as a tree.

use std::fmt::Write;

use super::arguments::{Asked, Trace};
use super::failure::Failure;
use super::run;
use super::terminal::{WIDTH, wrapped};
use crate::calendar::Date;
use crate::model::Model;
use crate::outcome::{Step, Why};
use crate::report;
use crate::report::why::words;

/// The day that was asked for, counted from the scenario's first; nothing for the worst.
pub fn day(model: &Model, asked: Asked) -> Result<Option<u32>, Failure> {
    let Asked::On(date) = asked else {
        return Ok(None);
    };
    if (model.start..model.end).contains(&date) {
        return Ok(Some((date.0 - model.start.0) as u32));
    }
    let last = Date(model.end.0 - 1);
    Err(Failure::Input(format!(
        "--why {date}: the scenario lasts from {} to {last}; a day of it is wanted, or \"worst\"",
        model.start
    )))
}

/// What is to be read of it.
pub fn told(why: &Why, model: &Model, asked: &Trace) -> String {
    let Some((largest, others)) = why.shortages.split_first() else {
        return none(why, model, asked);
    };
    let mut text = String::new();
    tree(largest, model.start, "", "", &mut text);
    if !others.is_empty() {
        text.push_str("\nalso short on that day\n");
        for step in others {
            let line = format!("  {}{}", words(step, model.start), source(step));
            let _ = writeln!(text, "{}", wrapped_at(&line, "    "));
        }
    }
    text
}

/// A step and what it comes from; `first` stands before its first line, `rest` before all below.
fn tree(step: &Step, start: Date, first: &str, rest: &str, text: &mut String) {
    let line = format!("{}{}", words(step, start), source(step));
    let below = format!(
        "{rest}{}",
        if step.because.is_empty() {
            "  "
        } else {
            "│ "
        }
    );
    let width = WIDTH.saturating_sub(rest.chars().count() + 2).max(40);
    let mut lines = Vec::new();
    lines.extend(wrapped(&line, width, 0).lines().map(str::to_owned));
    for (at, line) in lines.iter().enumerate() {
        let before = if at == 0 { first } else { &below };
        let _ = writeln!(text, "{before}{line}");
    }
    let last = step.because.len().saturating_sub(1);
    for (at, because) in step.because.iter().enumerate() {
        let (knot, line) = if at < last {
            ("├ ", "│ ")
        } else {
            ("└ ", "  ")
        };
        let (first, rest) = (format!("{rest}{knot}"), format!("{rest}{line}"));
        tree(because, start, &first, &rest, text);
    }
}

/// The line of the trace that a step rests on.
fn source(step: &Step) -> String {
    let line = step
        .line
        .map(|line| format!(" [{}.csv:{}]", line.file, line.number));
    line.unwrap_or_default()
}

fn wrapped_at(line: &str, margin: &str) -> String {
    let lines = wrapped(line, WIDTH - margin.len(), margin.len());
    format!("  {lines}")
}

/// Nobody went short.
fn none(why: &Why, model: &Model, asked: &Trace) -> String {
    let date = |day: u32| Date(model.start.0 + day as i32).to_string();
    let nearest = match why.nearest {
        [None, None] => return nobody(model, asked),
        [Some(before), None] => format!("the last shortage was on {}, none after", date(before)),
        [None, Some(after)] => format!("none before, the first is on {}", date(after)),
        [Some(before), Some(after)] => format!(
            "the nearest shortages are on {} and {}",
            date(before),
            date(after)
        ),
    };
    format!("nobody went short on {}; {nearest}\n", date(why.day))
}

/// Nobody went short in the whole trial: which did?
fn nobody(model: &Model, asked: &Trace) -> String {
    let mut text = format!(
        "nobody went short in trial {} of {}\n",
        asked.trial, model.variant
    );
    let Some((directory, trial, fill)) = worst(model, asked.luck.seed) else {
        let how = format!(
            "run the scenario and sort its trials.csv by fill_rate: the lowest of {} is the trial to ask for with --trial",
            model.variant
        );
        return text + &wrapped(&how, WIDTH, 0) + "\n";
    };
    let variant = asked.variant.as_deref();
    let command = run::trace_command(
        &asked.scenario.file,
        variant,
        trial,
        asked.luck.seed,
        &asked.scenario.changes.set,
    );
    let _ = writeln!(
        text,
        "in {directory} the lowest fill_rate, {} %, is that of trial {trial}:\n  {command} --why worst",
        super::quantity::short(100.0 * fill)
    );
    text
}

/// The trial with the lowest fill rate among results of the same scenario and seed where `run` puts
/// them, if it is below 1.
fn worst(model: &Model, seed: u64) -> Option<(String, u64, f64)> {
    let directory = format!("results/{}", model.scenario);
    let finished = report::read_finished(directory.as_ref()).ok()?;
    if finished.scenario != model.scenario || finished.trials.seed != seed {
        return None;
    }
    let mut variants = finished.trials.variants.iter();
    let variant = variants.find(|variant| variant.name == model.variant)?;
    let (at, fill) = finished.trials.lowest(variant, "fill_rate")?;
    (fill < 1.0).then(|| (directory, finished.first + at as u64, fill))
}
