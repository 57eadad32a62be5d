//! `lichain compare`: variants of finished runs against each other, and what to decide on.

use std::fmt::Write;
use std::time::{Instant, SystemTime};

use super::arguments::Compare as Asked;
use super::failure::Failure;
use super::table::{self, Align};
use super::{language, place, quantity, terminal};
use crate::analysis::Trials;
use crate::analysis::compare::{self, Decision, DecisionRow, Difference, Group, Tells};
use crate::calendar::Date;
use crate::measure::Better;
use crate::report::{self, Dialect, Finished, Run};
use crate::scenario::nearest;

/// Compares what was asked for.
pub fn compare(asked: &Asked) -> Result<(), Failure> {
    let (started, clock) = (SystemTime::now(), Instant::now());
    let mut runs = Vec::new();
    for path in &asked.directories {
        runs.push(report::read_finished(path)?);
    }
    let (trials, warnings) = report::side_by_side(&runs)?;
    for words in &warnings {
        terminal::warn(&format!("warning: {words}"));
    }
    if trials.variants.len() < 2 {
        let path = asked.directories[0].display();
        return Err(Failure::Input(format!(
            "{path} has only one variant: there is nothing to compare it with"
        )));
    }
    let objective = objective(asked, &trials)?;
    let groups = groups(asked, &trials)?;
    let name = format!("{}-compare", runs[0].scenario);
    let directory = place::claim(&asked.place, &[&name])?.remove(0);
    let pairs = trials.pairs(asked.all_pairs);
    let differences = compare::differences(&trials, &pairs);
    let explained = compare::explained(&trials, &pairs);
    let decision = objective.and_then(|place| compare::decide(&trials, place, &groups));
    let run = Run {
        started,
        clock,
        dialect: Dialect::of(asked.language.or_of(&asked.directories[0])),
        ..manifest(&runs, &trials)
    };
    let decided_on = decision.as_ref();
    let beyond = report::write_comparison(&differences, &explained, decided_on, run, &directory)?;
    language::warn(&beyond);
    let path = directory.finish()?;
    let mut told = heading(&runs, &trials);
    told += &real(&differences);
    told += &decision.as_ref().map_or_else(no_decision, decided);
    let files = decision.map_or("", |_| ", decision.csv");
    terminal::print(&format!(
        "{told}\ncompare.csv, explained.csv{files}; columns.csv explains them\nresults in {}\n",
        path.display()
    ))
}

/// The measure to decide by; without one asked for, the first of the usual ones that there is.
fn objective(asked: &Asked, trials: &Trials) -> Result<Option<usize>, Failure> {
    let Some(name) = &asked.objective else {
        let usual = ["delivered_cost", "chain_cost", "total_cost_usd"];
        return Ok(usual.iter().find_map(|name| trials.measure(name)));
    };
    let Some(place) = trials.measure(name) else {
        let names = trials.measures.iter().map(|m| m.name.as_str());
        let near = nearest(name, names)
            .map_or(String::new(), |near| format!("\ndid you mean \"{near}\"?"));
        return Err(Failure::Input(format!(
            "no measure is called \"{name}\"{near}"
        )));
    };
    if trials.measures[place].better == Better::None {
        return Err(Failure::Input(format!(
            "{name} is neither better high nor low: it cannot decide"
        )));
    }
    Ok(Some(place))
}

/// The groups of parameters asked for.
fn groups(asked: &Asked, trials: &Trials) -> Result<Vec<Group>, Failure> {
    let names: Vec<&str> = trials.parameters.iter().map(|p| p.name.as_str()).collect();
    let place = |name: &String| {
        let found = names.iter().position(|known| known == name);
        found.ok_or_else(|| {
            let near = nearest(name, names.iter().copied());
            let near = near.map_or(String::new(), |near| format!("\ndid you mean \"{near}\"?"));
            Failure::Input(format!("--group: no parameter is called \"{name}\"{near}"))
        })
    };
    let group = |(name, all): &(String, Vec<String>)| {
        if names.contains(&name.as_str()) {
            let words = format!("--group {name}=…: a parameter is called so");
            return Err(Failure::Input(words));
        }
        Ok(Group {
            name: name.clone(),
            parameters: all.iter().map(place).collect::<Result<_, _>>()?,
        })
    };
    asked.group.iter().map(group).collect()
}

fn manifest(runs: &[Finished], trials: &Trials) -> Run {
    let names = trials.variants.iter().map(|v| v.name.clone());
    Run {
        scenario: runs[0].scenario.clone(),
        title: runs[0].title.clone(),
        rng: runs[0].rng,
        sampling: runs[0].design.name(),
        noise_replicates: runs[0].noises,
        sobol_dimensions: Vec::new(),
        seed: trials.seed,
        trials: trials.count() as u64,
        trial: None,
        variants: names.collect(),
        reference: trials.variants[trials.reference].name.clone(),
        command: std::env::args_os()
            .map(|argument| argument.to_string_lossy().into_owned())
            .collect(),
        inputs: runs.iter().flat_map(|run| run.inputs.clone()).collect(),
        dialect: Dialect::default(),
        parquet: false,
        threads: rayon::current_num_threads(),
        started: SystemTime::now(),
        clock: Instant::now(),
    }
}

fn heading(runs: &[Finished], trials: &Trials) -> String {
    let (scenario, title) = (&runs[0].scenario, &runs[0].title);
    format!(
        "\n{title}\n{scenario}: {} trials, seed {}, paired\n",
        trials.count(),
        trials.seed
    )
}

/// Told where they are: what everybody asks first.
const SHOWN: [&str; 8] = [
    "delivered_cost",
    "chain_cost",
    "total_cost_usd",
    "fill_rate",
    "days_short",
    "vehicles_not_built",
    "chain_time_days",
    "emissions_per_kwh",
];

/// A block a pair, with a line for each key measure.
fn real(differences: &[Difference]) -> String {
    let has_kwh = differences.iter().any(|d| d.measure.name == "chain_cost");
    let key = |d: &&Difference| {
        let name = d.measure.name.as_str();
        SHOWN.contains(&name) && !(has_kwh && name == "total_cost_usd")
    };
    let shown: Vec<&Difference> = differences.iter().filter(key).collect();
    let mut pairs: Vec<(&str, &str)> = Vec::new();
    for pair in shown.iter().map(|d| (d.a.as_str(), d.b.as_str())) {
        if !pairs.contains(&pair) {
            pairs.push(pair);
        }
    }
    let block = |(a, b): (&str, &str)| {
        let own = shown.iter().filter(|d| d.a == a && d.b == b);
        let rows: Vec<Vec<String>> = own.map(|d| line(d)).collect();
        let heading = ["", "difference", "", "real", "better in", "narrower"].map(String::from);
        let align = [
            Align::Left,
            Align::Right,
            Align::Left,
            Align::Left,
            Align::Right,
            Align::Right,
        ];
        format!(
            "\n{a} less {b}\n{}",
            table::aligned(&heading, &rows, &align, 2)
        )
    };
    pairs.into_iter().map(block).collect::<String>() + EXPLAINED
}

const EXPLAINED: &str = "
Differences ± half of their 95 % interval. real: an interval that holds for all
pairs of the measure together leaves out 0; better in: share of trials, ties
half; narrower: by how much than the interval of independent runs.
";

fn line(row: &Difference) -> Vec<String> {
    let (mean, hi) = (row.paired.mean.unwrap_or(f64::NAN), row.paired.hi);
    let (factor, unit) = quantity::scale(mean, &row.measure.unit);
    let sign = if mean > 0.0 { "+" } else { "" };
    let half = hi.map(|hi| (hi - mean) / factor);
    let good = match row.measure.better {
        Better::Low => mean < 0.0,
        _ => mean > 0.0,
    };
    let verdict = match (row.together.is_real(), row.measure.better, good) {
        (false, ..) => "no",
        (true, Better::None, _) => "yes",
        (true, _, true) => "better",
        (true, _, false) => "worse",
    };
    let narrower = row.reduction.map(|by| format!("{:.1} x", by.sqrt()));
    vec![
        row.measure.name.clone(),
        format!("{sign}{}", quantity::with_half(mean / factor, half)),
        if unit == "%" {
            "% points".to_owned()
        } else {
            unit
        },
        verdict.to_owned(),
        row.beats.mean.map_or(String::new(), percent),
        narrower.unwrap_or_default(),
    ]
}

fn percent(share: f64) -> String {
    format!("{:.0} %", 100.0 * share)
}

fn no_decision() -> String {
    "\nNothing to decide by: --objective names a measure that every variant has.\n".to_owned()
}

fn decided(decision: &Decision) -> String {
    let rows = |tells: Tells| decision.rows.iter().filter(move |row| row.tells == tells);
    let name = &decision.objective.name;
    let mut told = format!("\nbest by {name}, in expectation: {}\n", decision.best);
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
    let unit = &decision.objective.unit;
    let columns = [
        "variant",
        &format!("mean {unit}"),
        "best",
        "regret",
        "best in trial",
    ];
    told += &table::aligned(&columns.map(String::from), &lines, &[Align::Left], 2);
    let worth = |tells: Tells| rows(tells).next().map_or(String::new(), amount);
    let (all, foresight) = (worth(Tells::Evpi), worth(Tells::PerfectForesight));
    let _ = writeln!(
        told,
        "knowing all parameters first is worth {all} {unit}, all luck too {foresight}"
    );
    told + &leading(decision) + BEST
}

const BEST: &str =
    "best: probability of being best in expectation once the parameters are known.\n";

/// As many parameters are named.
const MOST: usize = 5;

/// The parameters most worth knowing, and where they turn the choice.
fn leading(decision: &Decision) -> String {
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
    table::aligned(&columns, &lines, &align, 2)
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

fn amount(row: &DecisionRow) -> String {
    let value = row.value.unwrap_or(f64::NAN);
    let half = row.lo.zip(row.hi).map(|(lo, hi)| (hi - lo) / 2.0);
    quantity::with_half(value, half)
}
