//! A scenario, run for it: Sobol indices and elementary effects.

use std::fmt::Write;

use super::Asked;
use super::results::{USUAL, unknown};
use crate::analysis::{self, Experiment, FactorRow};
use crate::cli::arguments::Place;
use crate::cli::failure::Failure;
use crate::cli::progress::{Watched, Work};
use crate::cli::table::{self, Align};
use crate::cli::{language, load, place, quantity, run, terminal};
use crate::measure::Measure;
use crate::outcome::Breach;
use crate::report::{self, Run};
use crate::scenario::Scenario;
use crate::study::{self, Settings, Tried};
use crate::summary::{self, Estimate};

/// Base points and trajectories where none are asked for.
const POINTS: u64 = 256;
const TRAJECTORIES: u64 = 32;

/// As many factors are told; the file has all.
const MOST: usize = 10;

/// Analyses what was asked for.
pub(super) fn analyze(asked: &Asked) -> Result<(), Failure> {
    let scenario = run::only(load::load(&asked.file, &plainly(asked))?, &asked.variant)?;
    let inputs = inputs(asked, &scenario)?;
    let is_sobol = asked.method.as_deref() == Some("sobol");
    let base = asked
        .base
        .unwrap_or(if is_sobol { POINTS } else { TRAJECTORIES });
    let name = format!(
        "{}-{}",
        scenario.name,
        if is_sobol { "sobol" } else { "morris" }
    );
    let claimed = Place {
        out: asked.out.clone(),
        force: asked.force,
    };
    let directory = place::claim(&claimed, &[&name])?.remove(0);
    let pool = run::threads(asked.cores.threads)?;
    let keep = |measure: &Measure| {
        summary::is_key(&measure.name) || asked.output.as_deref() == Some(&measure.name)
    };
    let mut trial = study::Trial {
        inputs: &inputs,
        base: base as usize,
        seed: asked.seed,
        instructions: run::instructions()?,
        keep: &keep,
        progress: &|_| {},
    };
    let trials = |model| {
        if is_sobol {
            study::saltelli_trials(model, &trial)
        } else {
            study::trajectory_trials(model, &trial)
        }
    };
    let trials: u64 = scenario.variants.iter().map(trials).sum();
    let settings = Settings::new(trials, asked.seed);
    let mut manifest = run::manifest(&scenario, &settings, pool.current_num_threads());
    manifest.dialect = asked.language.dialect();
    let work = Work {
        name: &scenario.name,
        what: "trials",
        total: trials,
        each: 1,
        done: 0,
    };
    let watched = Watched::new(&work, String::new());
    let told = |finished| watched.add(finished);
    trial.progress = &told;
    let found = pool.install(|| try_all(&scenario, &trial, is_sobol, &watched));
    drop(watched);
    let rows = found.map_err(|breach| fault(asked, &breach))?;
    let shown = shown(asked, &rows)?;
    let (path, file) = written(&rows, manifest, directory, is_sobol)?;
    let head = format!(
        "\n{}\n{}: {trials} trials, seed {}, {base} {}\n",
        scenario.title,
        scenario.name,
        asked.seed,
        if is_sobol {
            "base points"
        } else {
            "trajectories"
        }
    );
    terminal::print(&format!(
        "{head}{}\n{}\n{file}; columns.csv explains it\nresults in {path}\n",
        tables(&rows, &shown, is_sobol),
        if is_sobol { INDICES } else { EFFECTS },
    ))
}

/// The changes asked for, and parameters drawn trial by trial: a Saltelli design is a design of its own.
fn plainly(asked: &Asked) -> Vec<String> {
    let plain = ["scenario.sampling=plain", "scenario.noise_replicates=1"].map(String::from);
    asked.changes.set.iter().cloned().chain(plain).collect()
}

/// The parameters asked for; each must vary in some variant.
fn inputs(asked: &Asked, scenario: &Scenario) -> Result<Vec<String>, Failure> {
    let known: Vec<String> = scenario.variants.iter().flat_map(study::varying).collect();
    let names: Vec<&str> = known.iter().map(String::as_str).collect();
    let missing = asked.inputs.iter().find(|name| !known.contains(name));
    match missing {
        Some(name) => Err(unknown("parameter that varies", name, &names)),
        None => Ok(asked.inputs.clone()),
    }
}

fn try_all(
    scenario: &Scenario,
    trial: &study::Trial,
    is_sobol: bool,
    watched: &Watched,
) -> Result<Vec<FactorRow>, Breach> {
    let mut rows = Vec::new();
    for (at, model) in (1..).zip(&scenario.variants) {
        let of = scenario.variants.len();
        watched.tell(format!("variant {at} of {of}: {}", model.variant));
        rows.extend(if is_sobol {
            let tried = study::saltelli(model, trial)?;
            analysis::indices(&experiment(&model.variant, &tried), trial.base, trial.seed)
        } else {
            let tried = study::trajectories(model, trial)?;
            analysis::effects(&experiment(&model.variant, &tried))
        });
    }
    Ok(rows)
}

fn experiment<'a, T>(variant: &'a str, tried: &'a Tried<T>) -> Experiment<'a, T> {
    Experiment {
        variant,
        factors: &tried.factors,
        measures: &tried.measures,
        found: &tried.found,
    }
}

/// No trial of a run is the same, but the day and the rule may help.
fn fault(asked: &Asked, breach: &Breach) -> Failure {
    let variant = Some(breach.variant.as_str());
    let set = plainly(asked);
    let trace = run::trace_command(&asked.file, variant, breach.trial, asked.seed, &set);
    Failure::breach(breach, &trace)
}

/// The measure that is told.
fn shown(asked: &Asked, rows: &[FactorRow]) -> Result<String, Failure> {
    let mut names: Vec<&str> = rows.iter().map(|row| row.measure.as_str()).collect();
    names.dedup();
    match &asked.output {
        Some(name) if names.contains(&name.as_str()) => Ok(name.clone()),
        Some(name) => Err(unknown("measure that varies", name, &names)),
        None => {
            let usual = USUAL.iter().find(|name| names.contains(name));
            Ok(usual
                .or(names.first())
                .copied()
                .unwrap_or_default()
                .to_owned())
        }
    }
}

fn written(
    rows: &[FactorRow],
    manifest: Run,
    directory: report::Directory,
    is_sobol: bool,
) -> Result<(String, &'static str), Failure> {
    if is_sobol {
        language::warn(&report::write_indices(rows, manifest, &directory)?);
    } else {
        language::warn(&report::write_effects(rows, manifest, &directory)?);
    }
    let path = directory.finish()?.display().to_string();
    Ok((path, if is_sobol { "sobol.csv" } else { "morris.csv" }))
}

/// A table a variant of the factors that matter most.
fn tables(rows: &[FactorRow], measure: &str, is_sobol: bool) -> String {
    let mut variants: Vec<&str> = rows.iter().map(|row| row.variant.as_str()).collect();
    variants.dedup();
    let mut told = String::new();
    if rows.is_empty() {
        told += "\nNo measure varies.\n";
    }
    for variant in variants {
        let own = rows
            .iter()
            .filter(|row| row.variant == variant && row.measure == measure);
        let mut own: Vec<&FactorRow> = own.collect();
        let by = usize::from(is_sobol);
        let size = |row: &FactorRow| row.estimates[by].mean.unwrap_or_default();
        own.sort_by(|a, b| size(b).total_cmp(&size(a)));
        let unit = own.first().map_or(String::new(), |row| row.unit.clone());
        let _ = match (is_sobol, unit.as_str()) {
            (true, _) | (_, "") => writeln!(told, "\n{variant}: {measure}"),
            _ => writeln!(told, "\n{variant}: {measure} [{unit}]"),
        };
        let told_as = if is_sobol { hundredths } else { short };
        let lines: Vec<Vec<String>> = own
            .iter()
            .take(MOST)
            .map(|row| line(row, told_as))
            .collect();
        let names: &[&str] = if is_sobol {
            &["", "first", "total"]
        } else {
            &["", "mu*", "mu", "sigma"]
        };
        let heading: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
        told += &table::aligned(&heading, &lines, &[Align::Left], 2);
        if own.len() > MOST {
            let _ = writeln!(told, "  and {} more", own.len() - MOST);
        }
    }
    told
}

fn line(row: &FactorRow, told: fn(f64) -> String) -> Vec<String> {
    let cells = row.estimates.iter().map(|of| words(*of, told));
    [row.factor.clone()].into_iter().chain(cells).collect()
}

fn short(x: f64) -> String {
    quantity::short(x).replace('\u{a0}', "")
}

fn hundredths(share: f64) -> String {
    format!("{share:.2}")
}

fn words(of: Estimate, plain: fn(f64) -> String) -> String {
    match (of.mean, of.lo95.zip(of.hi95)) {
        (None, _) => "–".to_owned(),
        (Some(value), None) => plain(value),
        (Some(value), Some((low, high))) => {
            format!("{} ({} to {})", plain(value), plain(low), plain(high))
        }
    }
}

const INDICES: &str = "\
first: share of variance that would go if this alone were known; total: share that
would stay if all others were known. In brackets 95 % intervals.";

const EFFECTS: &str = "\
mu*: mean size of a factor's effect, from one end of its law to the other; mu: with
its sign; sigma: how the effect varies with the other factors and its own place.
In brackets 95 % intervals.";
