//! What to decide on, in words and tables.

use std::fmt::Write;

use super::real::{percent, scale};
use crate::analysis::Trials;
use crate::analysis::compare::{Decision, DecisionRow, Tells};
use crate::calendar::Date;
use crate::cli::quantity;
use crate::cli::table::{self, Align};
use crate::cli::terminal::{LONGEST, wrapped};
use crate::random::Sampling;
use crate::report::Finished;

/// Why nothing is called best.
#[derive(Clone, Copy)]
pub(super) enum Undecided {
    /// No measure that can decide is defined in ten trials of every variant.
    NoMeasure,
    /// The runs are of scenarios that do not build on each other.
    OtherScenarios,
    /// There are no intervals.
    TooFewTrials,
}

impl Undecided {
    pub(super) fn told(self, run: &Finished, trials: &Trials, width: usize) -> String {
        let words = match self {
            Self::NoMeasure => {
                "Nothing to decide by: --objective names a measure that every variant has."
                    .to_owned()
            }
            Self::OtherScenarios => "Scenarios that do not build on each other have no best \
                variant of their own accord: --objective names a measure to decide by."
                .to_owned(),
            Self::TooFewTrials => too_few(run, trials),
        };
        format!("\n{}\n", wrapped(&words, width.min(LONGEST), 0))
    }
}

/// The same as a run says of too few trials.
fn too_few(run: &Finished, trials: &Trials) -> String {
    let sampling = Sampling {
        design: run.design,
        noise_replicates: run.noises,
        ..Sampling::default()
    };
    let enough = Some(sampling.fit(1)).filter(|enough| *enough > trials.count() as u64);
    let more = enough.map_or(String::new(), |n| format!(": {n} or more give them"));
    format!(
        "{} trials are too few for intervals, for what is real and for what is best{more}.",
        trials.count()
    )
}

/// Relative difference below which two means are one number, rounded.
const ROUNDING: f64 = 1e-10;

/// The variants with the best mean.
fn best(decision: &Decision) -> String {
    let rows = || decision.rows.iter().filter(|row| row.tells == Tells::Mean);
    let top = rows().find(|row| row.variant == decision.best);
    let top = top.and_then(|row| row.value).unwrap_or(f64::NAN);
    let is_equal = |value: f64| (value - top).abs() <= ROUNDING * top.abs();
    let others = rows().filter(|row| row.variant != decision.best);
    let equal = others.filter(|row| row.value.is_some_and(is_equal));
    let equal: Vec<&str> = equal.map(|row| row.variant.as_str()).collect();
    match equal.split_last() {
        None => decision.best.clone(),
        Some((last, [])) => format!("{} and {last}, equal", decision.best),
        Some((last, some)) => format!("{}, {} and {last}, equal", decision.best, some.join(", ")),
    }
}

/// Which variant is best, with what probability, and what it is worth to know more first.
pub(super) fn decided(decision: &Decision, trials: &Trials, width: usize) -> String {
    let (factor, unit) = scale(trials, &decision.objective);
    let amount = |row: &DecisionRow| amount(row, factor);
    let rows = |tells: Tells| decision.rows.iter().filter(move |row| row.tells == tells);
    let name = &decision.objective.name;
    let first = format!("best by {name}, in expectation: {}", best(decision));
    let mut told = format!("\n{}\n", wrapped(&first, width.min(LONGEST), 2));
    let lines: Vec<Vec<String>> = rows(Tells::Mean)
        .map(|mean| {
            let own = |tells: Tells| rows(tells).find(|row| row.variant == mean.variant);
            let share = |tells: Tells| {
                own(tells)
                    .and_then(|row| row.value)
                    .map_or(String::new(), percent)
            };
            vec![
                mean.variant.clone(),
                amount(mean),
                share(Tells::BestGivenParameters),
                own(Tells::Regret).map_or(String::new(), amount),
                share(Tells::BestInTrial),
            ]
        })
        .collect();
    let columns = [
        "variant",
        &format!("mean {unit}"),
        "best",
        "regret",
        "best in trial",
    ];
    let columns = columns.map(String::from);
    told += &table::as_many_as_fit(&columns, &lines, &[Align::Left], 2, width);
    let worth = |tells: Tells| rows(tells).next().map_or(String::new(), amount);
    let (all, foresight) = (worth(Tells::Evpi), worth(Tells::PerfectForesight));
    let points = quantity::of_difference(&unit);
    let words =
        format!("knowing all parameters first is worth {all} {points}, all luck too {foresight}");
    let prose = width.min(LONGEST);
    let _ = writeln!(told, "{}", wrapped(&words, prose, 2));
    told += &leading(decision, amount, width);
    let _ = writeln!(told, "{}", wrapped(BEST, prose, 2));
    told
}

const BEST: &str = "best: probability of being best in expectation once the parameters are known.";

/// As many parameters are named.
const MOST: usize = 5;

/// The parameters most worth knowing, and where they turn the choice.
fn leading(decision: &Decision, amount: impl Fn(&DecisionRow) -> String, width: usize) -> String {
    let value = |row: &DecisionRow| row.value.unwrap_or(0.0);
    let mut worth: Vec<&DecisionRow> = decision
        .rows
        .iter()
        .filter(|row| row.tells == Tells::Evppi && value(row) > 0.0)
        .collect();
    worth.sort_by(|a, b| value(b).total_cmp(&value(a)));
    let lines: Vec<Vec<String>> = worth
        .iter()
        .take(MOST)
        .map(|row| {
            let own =
                |r: &&DecisionRow| r.tells == Tells::BreakEven && r.parameter == row.parameter;
            let turns: Vec<String> = decision.rows.iter().filter(own).map(turn).collect();
            vec![row.parameter.clone(), amount(row), turns.join("; ")]
        })
        .collect();
    if lines.is_empty() {
        return String::new();
    }
    let columns = ["parameter", "worth knowing", "turns the choice at"].map(String::from);
    let align = [Align::Left, Align::Right, Align::Left];
    table::as_many_as_fit(&columns, &lines, &align, 2, width)
}

fn turn(row: &DecisionRow) -> String {
    let told = |value: f64| match row.unit.as_str() {
        "date" => Date(libm::floor(value) as i32).to_string(),
        _ => quantity::short(value),
    };
    let ends = [row.value, row.lo, row.hi].map(|x| x.map_or("?".to_owned(), told));
    let unit = if row.unit == "date" { "" } else { &row.unit };
    format!(
        "{} {unit} ({} to {}), above it {}",
        ends[0], ends[1], ends[2], row.other
    )
}

fn amount(row: &DecisionRow, factor: f64) -> String {
    let value = row.value.unwrap_or(f64::NAN);
    let half = row.lo.zip(row.hi).map(|(lo, hi)| (hi - lo) / 2.0 / factor);
    quantity::with_half(value / factor, half)
}
