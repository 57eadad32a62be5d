//! Finished results: each variant's parameters against a measure.

use super::{Asked, Points, Question, find, headings, rows, table_text, text};
use crate::analysis::Trials;
use crate::cli::failure::Failure;
use crate::cli::terminal;
use crate::report::{self, Finished};
use crate::scenario::nearest;

/// As many inputs are told; the file has all.
const MOST: usize = 12;

/// What is asked where nothing else is.
pub(super) const USUAL: [&str; 3] = ["delivered_cost", "chain_cost", "total_cost_usd"];

/// Analyses each variant.
pub(super) fn analyze(asked: &Asked) -> Result<(), Failure> {
    let finished = report::read_finished(&asked.file)?;
    let trials = &finished.trials;
    let output = output(asked, trials)?;
    let (mut told, mut table, mut heading) = (String::new(), Vec::new(), Vec::new());
    for at in variants(asked, trials)? {
        let (inputs, points) = points(asked, &finished, at, output)?;
        let question = Question {
            variant: Some(&trials.variants[at].name),
            inputs: &inputs,
            output: &trials.measures[output].name,
            seed: asked.seed,
        };
        let found = find(&question, &points, None);
        heading = headings(&question, &found);
        table.extend(rows(&question, &found));
        told.push('\n');
        told += &text(&question, &points, &found, MOST);
    }
    if let Some(path) = &asked.out {
        let locale = asked.language.or_of(&asked.file);
        report::write_text(path, &table_text(locale, &heading, &table), asked.force)?;
    }
    terminal::print(&told)
}

/// Positions of the variants asked for.
pub(super) fn variants(asked: &Asked, trials: &Trials) -> Result<Vec<usize>, Failure> {
    let names: Vec<&str> = trials.variants.iter().map(|v| v.name.as_str()).collect();
    let place = |id: &String| {
        let found = names.iter().position(|name| name == id);
        found.ok_or_else(|| unknown("variant", id, &names))
    };
    let chosen: Vec<usize> = asked.variant.iter().map(place).collect::<Result<_, _>>()?;
    let all = 0..names.len();
    Ok(all
        .filter(|at| chosen.is_empty() || chosen.contains(at))
        .collect())
}

pub(super) fn unknown(what: &str, name: &str, known: &[&str]) -> Failure {
    let near = nearest(name, known.iter().copied());
    let near = near.map_or(String::new(), |near| format!("\ndid you mean \"{near}\"?"));
    Failure::Input(format!("no {what} is called \"{name}\"{near}"))
}

/// Position of the measure asked for, or of the first of the usual ones that there is.
fn output(asked: &Asked, trials: &Trials) -> Result<usize, Failure> {
    let Some(name) = &asked.output else {
        let usual = USUAL.iter().find_map(|name| trials.measure(name));
        let words = "--output names the measure to analyse: none of the usual ones is there";
        return usual.ok_or_else(|| Failure::Input(words.to_owned()));
    };
    measure(trials, name)
}

/// Position of a measure.
pub(super) fn measure(trials: &Trials, name: &str) -> Result<usize, Failure> {
    let names: Vec<&str> = trials.measures.iter().map(|m| m.name.as_str()).collect();
    let found = trials.measure(name);
    found.ok_or_else(|| unknown("measure", name, &names))
}

/// The parameters asked for of a variant, or all, and their trials with a measure; of trials that share a draw
/// of the parameters the first.
pub(super) fn points(
    asked: &Asked,
    finished: &Finished,
    variant: usize,
    output: usize,
) -> Result<(Vec<String>, Points), Failure> {
    let trials = &finished.trials;
    let names: Vec<&str> = trials.parameters.iter().map(|p| p.name.as_str()).collect();
    let place = |name: &String| {
        let found = names.iter().position(|known| known == name);
        found.ok_or_else(|| unknown("parameter", name, &names))
    };
    let asked_for: Vec<usize> = asked.inputs.iter().map(place).collect::<Result<_, _>>()?;
    let own = &trials.variants[variant];
    let step = finished.noises as usize;
    let first = |column: &Vec<f64>| -> Vec<f64> { column.iter().step_by(step).copied().collect() };
    let varies = |at: &usize| has_two_values(&own.parameters[*at]);
    let all: Vec<usize> = if asked_for.is_empty() {
        (0..names.len()).filter(varies).collect()
    } else {
        asked_for
    };
    let points = Points {
        inputs: all.iter().map(|&at| first(&own.parameters[at])).collect(),
        output: first(&own.measures[output]),
    };
    let names = all.iter().map(|&at| names[at].to_owned()).collect();
    Ok((names, points))
}

#[expect(clippy::float_cmp, reason = "a constant is the same to the last bit")]
fn has_two_values(column: &[f64]) -> bool {
    column.windows(2).any(|pair| pair[0] != pair[1]) && !column.iter().any(|x| x.is_nan())
}
