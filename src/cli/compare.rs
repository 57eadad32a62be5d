//! `lichain compare`: variants of finished runs against each other, and what to decide on.

mod decided;
mod pairs;
mod real;

use std::fs;
use std::time::{Instant, SystemTime};

use super::arguments::Compare as Asked;
use super::failure::Failure;
use super::{language, place, terminal};
use crate::analysis::Trials;
use crate::analysis::compare::{self, Decision, Difference, Group};
use crate::measure::{Better, key};
use crate::report::{self, Dialect, Finished, Manner, Run};
use crate::scenario::nearest;
use decided::{Undecided, decided};
use real::real;

/// Compares what was asked for.
pub fn compare(asked: &Asked) -> Result<(), Failure> {
    let (started, clock) = (SystemTime::now(), Instant::now());
    let mut runs = Vec::new();
    for path in &asked.directories {
        runs.push(report::read_finished(path)?);
    }
    refuse_twins(&runs)?;
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
    let groups = groups(asked, &trials)?;
    let name = format!("{}-compare", runs[0].scenario);
    let directory = place::claim(&asked.place, &[&name])?.remove(0);
    let pairs = pairs::pairs(&runs, &trials, asked.all_pairs);
    let differences = compare::differences(&trials, &pairs);
    let explained = compare::explained(&trials, &pairs);
    let decision = decide(asked, &runs, &trials, &differences, &groups)?;
    let run = Run {
        started,
        clock,
        dialect: Dialect::of(asked.language.or_of(&asked.directories[0])),
        ..manifest(&runs, &trials)
    };
    let decided_on = decision.as_ref().ok();
    let beyond = report::write_comparison(&differences, &explained, decided_on, run, &directory)?;
    language::warn(&beyond);
    let path = directory.finish()?;
    let width = terminal::width();
    let mut told = heading(&runs, &trials);
    told += &pairs::told(&runs, &pairs, &trials);
    told += &real(&differences, &trials, width);
    told += &match &decision {
        Ok(decision) => decided(decision, &trials, width),
        Err(why) => why.told(&runs[0], &trials, width),
    };
    let files = decision.map_or("", |_| ", decision.csv");
    terminal::print(&format!(
        "{told}\ncompare.csv, explained.csv{files}; columns.csv explains them\nresults in {}\n",
        path.display()
    ))
}

/// Refuses results that are named twice, however they are called: they differ from themselves in nothing.
fn refuse_twins(runs: &[Finished]) -> Result<(), Failure> {
    let places: Vec<_> = runs
        .iter()
        .map(|r| fs::canonicalize(&r.path).ok())
        .collect();
    for (at, place) in places.iter().enumerate().skip(1) {
        if place.is_some() && places[..at].contains(place) {
            return Err(Failure::Input(format!(
                "{} is named twice: results do not differ from themselves\n\
                 name another run of the same --seed beside it, or it alone for its variants",
                runs[at].path.display()
            )));
        }
    }
    Ok(())
}

/// What to decide on, or why nothing is called best.
fn decide(
    asked: &Asked,
    runs: &[Finished],
    trials: &Trials,
    differences: &[Difference],
    groups: &[Group],
) -> Result<Result<Decision, Undecided>, Failure> {
    let Some(place) = objective(asked, trials)? else {
        return Ok(Err(Undecided::NoMeasure));
    };
    if asked.objective.is_none() && runs.iter().any(|run| run.is_of_another(&runs[0])) {
        return Ok(Err(Undecided::OtherScenarios));
    }
    let name = &trials.measures[place].name;
    let mut own = differences.iter().filter(|d| d.measure.name == *name);
    if own.any(|d| d.paired.verdict().is_none()) {
        return Ok(Err(Undecided::TooFewTrials));
    }
    Ok(compare::decide(trials, place, groups).ok_or(Undecided::NoMeasure))
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
        kept_trials: None,
        sampling: runs[0].design.name(),
        noise_replicates: runs[0].noises,
        sobol_dimensions: Vec::new(),
        seed: trials.seed,
        trials: trials.count() as u64,
        trial: None,
        interrupted: false,
        parts: None,
        manner: Manner::default(),
        variants: names.collect(),
        reference: trials.variants[trials.reference].name.clone(),
        command: std::env::args_os()
            .map(|argument| argument.to_string_lossy().into_owned())
            .collect(),
        inputs: runs.iter().flat_map(|run| run.inputs.clone()).collect(),
        dialect: Dialect::default(),
        parquet: false,
        written: Vec::new(),
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
