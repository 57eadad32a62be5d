//! Results read back: trials of finished runs, side by side.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::directory::Failure;
use super::manifest::{FileHash, hex};
use super::not_results;
use super::reading::{Reading, language_of, parts as parts_of};
use super::words::Locale;
use crate::analysis::{Trials, Variant};
use crate::calendar::Date;
use crate::measure::{Better, Estimand, Measure, is_measure};
use crate::random::{Design, Sampling};

/// A run's results, as far as comparing needs them.
#[derive(Debug)]
pub struct Finished {
    /// Where they are, as the user called it.
    pub path: PathBuf,
    /// The scenario's name.
    pub scenario: String,
    /// The scenario in its user's words.
    pub title: String,
    /// The generation of streams and transforms.
    pub rng: u32,
    /// How parameters were drawn.
    pub design: Design,
    /// Trials that shared a draw of the parameters.
    pub noises: u64,
    /// Its trials.
    pub trials: Trials,
    /// The number of the first trial.
    pub first: u64,
    /// The files that were read.
    pub inputs: Vec<(String, Vec<u8>)>,
    /// The hashes of the files that the run itself had read, its scenario's first.
    read: Vec<String>,
    /// True where `trials.csv` is no longer what the run wrote.
    pub edited: bool,
    /// True where it was stopped before all its trials.
    pub interrupted: bool,
    /// All its trials, where more were run than are kept whole.
    folded: Option<u64>,
}

impl Finished {
    /// True where its scenario is another, and neither extends the other.
    #[must_use]
    pub fn is_of_another(&self, one: &Self) -> bool {
        self.scenario != one.scenario && !one.extends_or_is_extended(self)
    }

    /// True where the scenario of one extends that of the other.
    fn extends_or_is_extended(&self, other: &Self) -> bool {
        let builds_on = |one: &Self, other: &Self| {
            let base = other.read.first();
            base.is_some_and(|base| one.read.contains(base))
        };
        builds_on(self, other) || builds_on(other, self)
    }
}

#[derive(Deserialize)]
struct Told {
    rng: u32,
    scenario: String,
    title: String,
    seed: u64,
    reference: String,
    /// Not there in results of an earlier version, which drew plainly.
    #[serde(default)]
    sampling: String,
    #[serde(default = "one")]
    noise_replicates: u64,
    #[serde(default)]
    interrupted: bool,
    #[serde(default)]
    trials: u64,
    #[serde(default)]
    kept_trials: Option<u64>,
    #[serde(default)]
    inputs: Vec<FileHash>,
    outputs: Vec<FileHash>,
}

fn one() -> u64 {
    1
}

/// The files of a table and what is in them.
type Parts = Vec<(Vec<u8>, PathBuf)>;

/// Reads the results of a run.
///
/// # Errors
/// What is no such directory, and what cannot be read.
pub fn read_finished(path: &Path) -> Result<Finished, Failure> {
    let read = |at: &Path| {
        let file = at.file_name().unwrap_or_default().to_string_lossy();
        fs::read(at).map_err(|reason| not_results::refused(path, &file, &reason))
    };
    let wrong = |at: &Path, reason: &dyn std::fmt::Display| {
        Failure::Refused(format!("{}: {reason}", at.display()))
    };
    let manifest_path = path.join("run.json");
    let manifest = read(&manifest_path)?;
    let told: Told = serde_json::from_slice(&manifest).map_err(|e| wrong(&manifest_path, &e))?;
    let locale = language_of(&manifest);
    let whole = |sheet| -> Result<Parts, Failure> {
        let parts = parts_of(path, sheet).into_iter();
        parts.map(|at| Ok((read(&at)?, at))).collect()
    };
    let (columns, parts) = (whole("columns")?, whole("trials")?);
    let mut meant = HashMap::new();
    for (bytes, at) in &columns {
        meanings(bytes, locale, &mut meant).map_err(|e| wrong(at, &e))?;
    }
    let (mut table, first) = table(&parts, locale, &meant).map_err(|(at, e)| wrong(at, &e))?;
    let reference = table.variants.iter().position(|v| v.name == told.reference);
    table.reference = reference.unwrap_or(0);
    table.seed = told.seed;
    let design = Design::named(&told.sampling).unwrap_or_default();
    let noises = told.noise_replicates.max(1);
    let sampling = Sampling {
        design,
        noise_replicates: noises,
        ..Sampling::default()
    };
    table.replicate = sampling.replicate();
    let is_edited = |(bytes, at): &(Vec<u8>, PathBuf)| {
        let name = at.file_name().unwrap_or_default().to_string_lossy();
        let written = told.outputs.iter().find(|output| output.file == name);
        written.is_some_and(|output| output.sha256 != hex(&Sha256::digest(bytes)))
    };
    let edited = parts.iter().any(is_edited);
    let named = |bytes, at: &Path| (at.display().to_string(), bytes);
    let tables = columns.into_iter().chain(parts);
    let mut inputs = vec![named(manifest, &manifest_path)];
    inputs.extend(tables.map(|(bytes, at)| named(bytes, &at)));
    Ok(Finished {
        path: path.to_owned(),
        scenario: told.scenario,
        title: told.title,
        rng: told.rng,
        design,
        noises,
        trials: table,
        first,
        read: told.inputs.into_iter().map(|input| input.sha256).collect(),
        edited,
        interrupted: told.interrupted,
        folded: told.kept_trials.map(|_| told.trials),
        inputs,
    })
}

/// Adds the columns of `trials.csv` by their names.
fn meanings(
    bytes: &[u8],
    locale: Locale,
    found: &mut HashMap<String, Measure>,
) -> Result<(), csv::Error> {
    for line in Reading::new(bytes, locale)?.lines() {
        let line = line?;
        let cell = |at: usize| line.get(at).unwrap_or_default();
        if cell(0) == "trials.csv" {
            let measure = Measure {
                name: cell(1).to_owned(),
                unit: cell(2).to_owned(),
                better: Better::of_word(cell(3)),
                estimand: Estimand::Mean,
                meaning: without_words(cell(4), cell(1), locale).to_owned(),
            };
            found.insert(measure.name.clone(), measure);
        }
    }
    Ok(())
}

/// A meaning without the measure's name in words, which stands before it in all languages but English.
fn without_words<'a>(meaning: &'a str, name: &str, locale: Locale) -> &'a str {
    let words = locale.measure(name);
    let rest = meaning
        .strip_prefix(&words)
        .and_then(|rest| rest.strip_prefix(". "));
    rest.filter(|_| locale != Locale::En).unwrap_or(meaning)
}

/// The trials of all parts and the number of the first.
///
/// # Errors
/// What is wrong, and in which part.
fn table<'a>(
    parts: &'a [(Vec<u8>, PathBuf)],
    locale: Locale,
    meanings: &HashMap<String, Measure>,
) -> Result<(Trials, u64), (&'a Path, String)> {
    let mut columns = Vec::new();
    let (mut table, mut firsts) = (Trials::default(), Vec::new());
    for (bytes, path) in parts {
        let own = Reading::new(bytes, locale)
            .map_err(|e| e.to_string())
            .and_then(|reading| {
                let own = columns_of(&reading.names, meanings)?;
                take(reading, &own, &mut table, &mut firsts)?;
                Ok(own)
            });
        let own = own.map_err(|reason| (path.as_path(), reason))?;
        if !columns.is_empty() && columns != own {
            let message = "its columns are not those of the part before it";
            return Err((path.as_path(), message.to_owned()));
        }
        columns = own;
    }
    let (measures, parameters) = columns.into_iter().partition(|c| is_measure(&c.name));
    (table.measures, table.parameters) = (measures, parameters);
    let path = parts.first().map_or(Path::new(""), |(_, path)| path);
    let none = || (path, "there are no trials".to_owned());
    let first = firsts.first().copied().ok_or_else(none)?;
    let count = table.count();
    let even = |v: &Variant| v.measures.iter().all(|column| column.len() == count);
    if firsts.iter().any(|&f| f != first) || !table.variants.iter().all(even) {
        return Err((path, "its variants have not the same trials".to_owned()));
    }
    Ok((table, first))
}

fn columns_of(
    names: &csv::StringRecord,
    meanings: &HashMap<String, Measure>,
) -> Result<Vec<Measure>, String> {
    if names.iter().take(2).ne(["variant", "trial"]) {
        let found = names.iter().take(2).collect::<Vec<_>>().join(", ");
        return Err(format!(
            "its first columns are {found:?}; variant and trial are wanted, as `lichain run` wrote them\n\
             another program has changed the file: put the old one back, or run again"
        ));
    }
    let told = |name: &str| meanings.get(name).cloned().ok_or(name.to_owned());
    let columns = names.iter().skip(2).map(told).collect::<Result<_, _>>();
    columns.map_err(|name| format!("columns.csv does not tell of {name:?}"))
}

/// Adds the lines of a part.
fn take(
    reading: Reading,
    columns: &[Measure],
    table: &mut Trials,
    firsts: &mut Vec<u64>,
) -> Result<(), String> {
    for line in reading.lines() {
        let line = line.map_err(|e| e.to_string())?;
        let trial: u64 = line[1]
            .parse()
            .map_err(|_| format!("{:?} is no trial", &line[1]))?;
        if table.variants.last().is_none_or(|v| v.name != line[0]) {
            table.variants.push(Variant {
                name: line[0].to_owned(),
                ..Variant::default()
            });
            firsts.push(trial);
        }
        let variant = table.variants.last_mut().expect("one was just added");
        add(variant, columns, &line);
    }
    Ok(())
}

fn add(variant: &mut Variant, columns: &[Measure], line: &csv::StringRecord) {
    let (mut measures, mut parameters) = (0, 0);
    for (column, cell) in columns.iter().zip(line.iter().skip(2)) {
        let (columns, place) = if is_measure(&column.name) {
            (&mut variant.measures, &mut measures)
        } else {
            (&mut variant.parameters, &mut parameters)
        };
        if columns.len() == *place {
            columns.push(Vec::new());
        }
        columns[*place].push(number(cell));
        *place += 1;
    }
}

/// A cell as a number: a date in days since 1970, `never` without end, an empty one undefined.
fn number(cell: &str) -> f64 {
    let date = || Date::parse(cell).map(|date| f64::from(date.0));
    match cell {
        "" => f64::NAN,
        "never" => f64::INFINITY,
        cell => cell.parse().ok().or_else(date).unwrap_or(f64::NAN),
    }
}

/// Runs side by side, with what the reader should know; the first one's reference is that of all.
///
/// # Errors
/// Runs whose trials do not share their luck.
pub fn side_by_side(runs: &[Finished]) -> Result<(Trials, Vec<String>), Failure> {
    let mut warnings = Vec::new();
    let mut whole = Trials::default();
    let Some(one) = runs.first() else {
        return Ok((whole, warnings));
    };
    for run in runs {
        refuse_unpaired(one, run)?;
        warnings.extend(warned(one, run));
    }
    let last = |run: &Finished| run.first + run.trials.count() as u64;
    let from = runs.iter().map(|run| run.first).max().unwrap_or(1);
    let to = runs.iter().map(last).min().unwrap_or(1);
    if to < from + 2 {
        let message = "the runs have fewer than two trials in common";
        return Err(Failure::Refused(message.to_owned()));
    }
    if runs.iter().any(|run| (run.first, last(run)) != (from, to)) {
        let last = to - 1;
        warnings.push(format!(
            "the runs have not the same trials: only {from} to {last} are compared"
        ));
    }
    whole.seed = one.trials.seed;
    // A part of the trials cuts through replicates.
    whole.replicate = one.trials.replicate.filter(|_| from == 1);
    whole.reference = one.trials.reference;
    for run in runs {
        let kept = (from - run.first) as usize..(to - run.first) as usize;
        join(&mut whole, run, kept, &names(runs, run));
    }
    Ok((whole, warnings))
}

fn refuse_unpaired(one: &Finished, run: &Finished) -> Result<(), Failure> {
    let (a, b) = (one.path.display(), run.path.display());
    let told = |what: &str, x: u64, y: u64| {
        Err(Failure::Refused(format!(
            "the trials of {a} and {b} do not pair: they have {what} {x} and {y}\n\
             run both with the same --seed and the same version of lichain"
        )))
    };
    if one.trials.seed != run.trials.seed {
        return told("seed", one.trials.seed, run.trials.seed);
    }
    if one.design != run.design {
        return Err(Failure::Refused(format!(
            "the trials of {a} and {b} do not pair: their parameters were drawn by --sampling {} and {}",
            one.design.name(),
            run.design.name()
        )));
    }
    if one.noises != run.noises {
        return told("--noise-replicates", one.noises, run.noises);
    }
    if one.rng != run.rng {
        return told(
            "the generation of streams (rng)",
            one.rng.into(),
            run.rng.into(),
        );
    }
    Ok(())
}

fn warned(one: &Finished, run: &Finished) -> Vec<String> {
    let path = run.path.display();
    let edited = format!("{path}/trials.csv has been changed since the run");
    let other = format!(
        "{path} is of the scenario {}, not of {}: trials share luck only where things are called alike",
        run.scenario, one.scenario
    );
    let interrupted = format!(
        "{path} was interrupted after {} trials; `lichain run` said how to add the others",
        run.trials.count()
    );
    let folded = format!(
        "{path} keeps the first {} of its {} trials whole: what follows is of these",
        run.trials.count(),
        run.folded.unwrap_or_default()
    );
    let told = [
        (run.folded.is_some(), folded),
        (run.edited, edited),
        (run.interrupted, interrupted),
        (run.is_of_another(one), other),
    ];
    told.into_iter()
        .filter_map(|(holds, words)| holds.then_some(words))
        .collect()
}

/// Names of a run's variants; with where they are from before them where another run has one too, and
/// where the runs are of scenarios that do not build on each other.
fn names(runs: &[Finished], run: &Finished) -> Vec<String> {
    let namesakes = |name: &str| {
        let all = runs.iter().flat_map(|run| &run.trials.variants);
        all.filter(|variant| variant.name == name).count()
    };
    let of_others = runs.iter().any(|run| run.is_of_another(&runs[0]));
    let from = origin(runs, run);
    let names = run.trials.variants.iter().map(|variant| &variant.name);
    names
        .map(|name| match namesakes(name) {
            1 if !of_others => name.clone(),
            _ => format!("{from}:{name}"),
        })
        .collect()
}

/// What a run is told from others by: its scenario, else its directory, else the whole path.
fn origin(runs: &[Finished], run: &Finished) -> String {
    let scenarios: HashSet<&str> = runs.iter().map(|run| run.scenario.as_str()).collect();
    if scenarios.len() == runs.len() && runs.len() > 1 {
        return run.scenario.clone();
    }
    let folder = |run: &Finished| {
        run.path
            .file_name()
            .map(|n| n.to_string_lossy().into_owned())
    };
    let unique = runs
        .iter()
        .filter(|other| folder(other) == folder(run))
        .count()
        == 1;
    let folder = folder(run).filter(|_| unique);
    folder.unwrap_or_else(|| run.path.display().to_string())
}

/// Adds the variants of a run, with room for what only some have.
fn join(whole: &mut Trials, run: &Finished, kept: std::ops::Range<usize>, names: &[String]) {
    let trials = &run.trials;
    let missing = vec![f64::NAN; kept.len()];
    for (all, new) in [
        (&mut whole.measures, &trials.measures),
        (&mut whole.parameters, &trials.parameters),
    ] {
        let unknown = |m: &&Measure| !all.iter().any(|known| known.name == m.name);
        let unknown: Vec<Measure> = new.iter().filter(unknown).cloned().collect();
        all.extend(unknown);
    }
    for variant in &mut whole.variants {
        variant
            .measures
            .resize(whole.measures.len(), missing.clone());
        variant
            .parameters
            .resize(whole.parameters.len(), missing.clone());
    }
    let placed = |all: &[Measure], own: &[Measure], columns: &[Vec<f64>]| -> Vec<Vec<f64>> {
        let place = |m: &Measure| own.iter().position(|known| known.name == m.name);
        let column = |at: usize| columns[at][kept.clone()].to_vec();
        all.iter()
            .map(|m| place(m).map_or(missing.clone(), column))
            .collect()
    };
    for (variant, name) in trials.variants.iter().zip(names) {
        let added = Variant {
            name: name.clone(),
            measures: placed(&whole.measures, &trials.measures, &variant.measures),
            parameters: placed(&whole.parameters, &trials.parameters, &variant.parameters),
        };
        whole.variants.push(added);
    }
}
