//! `lichain compare`: variants of finished runs against each other, and what to decide on.

mod decided;
mod pairs;

use std::time::{Instant, SystemTime};

use super::arguments::Compare as Asked;
use super::failure::Failure;
use super::table::{self, Align};
use super::terminal::LONGEST;
use super::{language, place, quantity, terminal};
use crate::analysis::compare::{self, Decision, Difference, Group};
use crate::analysis::{Trials, Variant};
use crate::measure::{Better, Measure, key};
use crate::report::{self, Dialect, Finished, Run};
use crate::scenario::nearest;
use crate::summary::Paired;
use decided::{decided, no_decision};

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
    let pairs = pairs::pairs(&runs, &trials, asked.all_pairs);
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
    let width = terminal::width();
    let mut told = heading(&runs, &trials);
    told += &pairs::told(&runs, &pairs, &trials);
    told += &real(&differences, &trials, width);
    let decided = |decision: &Decision| decided(decision, &trials, width);
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
        return Ok(key::COSTS.iter().find_map(|name| trials.measure(name)));
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
        interrupted: false,
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

/// The mean of a measure in each variant that has it.
fn means<'a>(trials: &'a Trials, measure: &str) -> impl Iterator<Item = f64> + 'a {
    let place = trials.measure(measure);
    let mean = move |variant: &Variant| {
        let known = variant.measures[place?].iter().filter(|x| x.is_finite());
        let (sum, count) = known.fold((0.0, 0), |(sum, count), x| (sum + x, count + 1));
        (count > 0).then(|| sum / f64::from(count))
    };
    trials.variants.iter().filter_map(mean)
}

/// What a measure is told in: the unit that fits the largest of its means, whichever variant has it.
fn scale(trials: &Trials, measure: &Measure) -> (f64, String) {
    let largest = means(trials, &measure.name).fold(0.0, |most: f64, mean| most.max(mean.abs()));
    quantity::scale(largest, &measure.unit)
}

/// What everybody asks first: costs and service, who may gain or lose, and ratios that were declared.
fn is_shown(trials: &Trials, name: &str) -> bool {
    let starts = |stems: &[&str]| stems.iter().any(|stem| name.starts_with(stem));
    let party = name.split_once('@').map_or("", |(_, party)| party);
    let mut losses = means(trials, &format!("loss@{party}"));
    key::CHAIN.contains(&name)
        || (key::WITHOUT_KWH.contains(&name) && trials.measure("delivered_kwh").is_none())
        || (starts(&key::OF_INVESTORS) && losses.any(|loss| loss > 0.0 && loss < 1.0))
        || starts(&key::OF_RATIOS)
}

/// A block a pair, with a line for each key measure.
fn real(differences: &[Difference], trials: &Trials, width: usize) -> String {
    let shown: Vec<&Difference> = differences
        .iter()
        .filter(|d| is_shown(trials, &d.measure.name))
        .collect();
    let mut pairs: Vec<(&str, &str)> = Vec::new();
    for pair in shown.iter().map(|d| (d.a.as_str(), d.b.as_str())) {
        if !pairs.contains(&pair) {
            pairs.push(pair);
        }
    }
    let block = |(a, b): (&str, &str)| {
        let own = shown.iter().filter(|d| d.a == a && d.b == b);
        let (same, own): (Vec<&Difference>, Vec<&Difference>) =
            own.copied().partition(|d| is_nothing(d));
        let line = |d: &&Difference| line(d, scale(trials, &d.measure));
        let rows: Vec<Vec<String>> = own.iter().map(line).collect();
        let heading = ["", "difference", "", "real", "better in", "narrower"].map(String::from);
        let align = [
            Align::Left,
            Align::Right,
            Align::Left,
            Align::Left,
            Align::Right,
            Align::Right,
        ];
        let pair = terminal::wrapped(&format!("{a} less {b}"), width, 2);
        let columns = table::as_many_as_fit(&heading, &rows, &align, 2, width);
        let columns = if rows.is_empty() { "" } else { &columns };
        format!("\n{pair}\n{columns}{}", alike(&same, width))
    };
    let explained = terminal::wrapped(EXPLAINED, width.min(LONGEST), 0);
    format!(
        "{}\n{explained}\n",
        pairs.into_iter().map(block).collect::<String>()
    )
}

/// True where two variants come to the same in every trial.
fn is_nothing(difference: &Difference) -> bool {
    let Paired { mean, lo, hi, .. } = difference.paired;
    [mean, lo.or(mean), hi.or(mean)]
        .iter()
        .all(|x| *x == Some(0.0))
        && difference
            .beats
            .mean
            .is_none_or(|share| (share - 0.5).abs() < 1e-12)
}

fn alike(same: &[&Difference], width: usize) -> String {
    if same.is_empty() {
        return String::new();
    }
    let names: Vec<&str> = same.iter().map(|d| d.measure.name.as_str()).collect();
    let words = format!("the same in both: {}", names.join(", "));
    format!(
        "  {}\n",
        terminal::wrapped(&words, width.min(LONGEST) - 2, 4)
    )
}

const EXPLAINED: &str = "\
Differences ± half of their 95 % interval. real: an interval that holds for all pairs of the measure \
together leaves out 0; better in: share of trials, ties half; narrower: by how much than the interval of \
independent runs.";

fn line(row: &Difference, (factor, unit): (f64, String)) -> Vec<String> {
    let (mean, hi) = (row.paired.mean.unwrap_or(f64::NAN), row.paired.hi);
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
        quantity::of_difference(&unit),
        verdict.to_owned(),
        row.beats.mean.map_or(String::new(), percent),
        narrower.unwrap_or_default(),
    ]
}

pub(super) fn percent(share: f64) -> String {
    format!("{:.0} %", 100.0 * share)
}
