//! Boxes of the inputs in which something happens often.

use std::fmt::Write;
use std::time::{Instant, SystemTime};

use rayon::prelude::*;

use super::{Asked, Points, Question, results, shown};
use crate::analysis::{Cases, Region, discover as find_boxes};
use crate::calendar::Date;
use crate::cli::arguments::Place;
use crate::cli::failure::Failure;
use crate::cli::table::{self, Align};
use crate::cli::{language, place, quantity, run, terminal};
use crate::random;
use crate::report::{self, Dialect, Found, Manner, Run};
use crate::scenario::Observed;
use crate::summary::Estimate;

/// Rows with inputs below which nothing is looked for.
const LEAST_ROWS: usize = 50;

/// A condition on a column.
#[derive(Clone, Debug, PartialEq)]
struct Condition {
    column: String,
    sign: &'static str,
    value: f64,
}

/// Longer signs first.
const SIGNS: [&str; 4] = ["<=", ">=", "<", ">"];

impl Condition {
    fn parse(text: &str) -> Option<Self> {
        let (at, sign) = SIGNS
            .into_iter()
            .find_map(|sign| text.find(sign).map(|at| (at, sign)))?;
        let column = text[..at].trim().to_owned();
        let value = text[at + sign.len()..].trim();
        let share = value.strip_suffix('%');
        let number: f64 = share.unwrap_or(value).trim().parse().ok()?;
        let value = if share.is_some() {
            number / 100.0
        } else {
            number
        };
        (!column.is_empty() && value.is_finite()).then_some(Self {
            column,
            sign,
            value,
        })
    }

    fn holds(&self, x: f64) -> bool {
        match self.sign {
            "<=" => x <= self.value,
            ">=" => x >= self.value,
            "<" => x < self.value,
            _ => x > self.value,
        }
    }

    fn words(&self) -> String {
        format!("{} {} {}", self.column, self.sign, self.value)
    }
}

/// Some rows to look at.
struct Set {
    /// The variant, or nothing.
    name: String,
    inputs: Vec<(String, String)>,
    points: Points,
}

/// Finds boxes in the rows asked for.
pub(super) fn discover(asked: &Asked) -> Result<(), Failure> {
    let (started, clock) = (SystemTime::now(), Instant::now());
    let text = asked.prim.as_deref().unwrap_or_default();
    let condition = Condition::parse(text).ok_or_else(|| {
        let form =
            "a column, one of < <= > >= and a number are wanted, such as \"fill_rate < 0.9\"";
        Failure::Input(format!("--prim {text:?}: {form}"))
    })?;
    let (sets, manifest) = if asked.file.is_dir() {
        of_results(asked, &condition)?
    } else {
        of_table(asked, &condition)?
    };
    let claimed = Place {
        out: asked.out.clone(),
        force: asked.force,
    };
    let directory = place::claim(&claimed, &[&format!("{}-prim", manifest.scenario)])?.remove(0);
    let pool = run::threads(asked.cores.threads)?;
    let found: Vec<Found> = pool.install(|| {
        let all = sets.into_par_iter();
        all.map(|set| look(asked, &condition, set)).collect()
    });
    let manifest = Run {
        started,
        clock,
        threads: pool.current_num_threads(),
        dialect: Dialect::of(asked.language.or_of(&asked.file)),
        ..manifest
    };
    let beyond = report::write_boxes(&found, &condition.words(), manifest, &directory)?;
    language::warn(&beyond);
    let path = directory.finish()?;
    let told: String = found.iter().map(|found| told(found, &condition)).collect();
    terminal::print(&format!(
        "{told}\n{EXPLAINED}\nboxes.csv, bounds.csv, peeling.csv; columns.csv explains them\nresults in {}\n",
        path.display()
    ))
}

fn of_results(asked: &Asked, condition: &Condition) -> Result<(Vec<Set>, Run), Failure> {
    let finished = report::read_finished(&asked.file)?;
    let trials = &finished.trials;
    let output = results::measure(trials, &condition.column)?;
    let mut sets = Vec::new();
    for at in results::variants(asked, trials)? {
        let (names, points) = results::points(asked, &finished, at, output)?;
        let unit = |name: &String| {
            let found = trials.parameters.iter().find(|p| p.name == *name);
            found.map_or(String::new(), |p| p.unit.clone())
        };
        sets.push(Set {
            name: trials.variants[at].name.clone(),
            inputs: names
                .iter()
                .map(|name| (name.clone(), unit(name)))
                .collect(),
            points,
        });
    }
    let run = Run {
        scenario: finished.scenario.clone(),
        title: finished.title.clone(),
        rng: finished.rng,
        seed: trials.seed,
        trials: trials.count() as u64,
        sampling: finished.design.name(),
        noise_replicates: finished.noises,
        variants: sets.iter().map(|set| set.name.clone()).collect(),
        reference: trials.variants[trials.reference].name.clone(),
        inputs: finished.inputs.clone(),
        ..manifest()
    };
    Ok((sets, run))
}

fn of_table(asked: &Asked, condition: &Condition) -> Result<(Vec<Set>, Run), Failure> {
    let problems = |problems| shown(&problems);
    let mut table = Observed::open(&asked.file).map_err(problems)?;
    table.keep(&asked.only);
    table.checked().map_err(problems)?;
    let question = Question {
        variant: None,
        inputs: &asked.inputs,
        output: &condition.column,
        seed: asked.seed,
    };
    let points = super::read(&question, &mut table);
    table.checked().map_err(problems)?;
    let name = asked.file.file_stem().unwrap_or_default().to_string_lossy();
    let bytes = std::fs::read(&asked.file)
        .map_err(|reason| report::Failure::machine("read", &asked.file, &reason))?;
    let run = Run {
        scenario: name.clone().into_owned(),
        title: name.into_owned(),
        trials: points.output.len() as u64,
        inputs: vec![(asked.file.display().to_string(), bytes)],
        ..manifest()
    };
    let inputs = asked
        .inputs
        .iter()
        .map(|name| (name.clone(), String::new()));
    let set = Set {
        name: String::new(),
        inputs: inputs.collect(),
        points,
    };
    Ok((vec![set], run))
}

/// What no file tells.
fn manifest() -> Run {
    Run {
        scenario: String::new(),
        title: String::new(),
        rng: random::GENERATION,
        seed: 0,
        trials: 0,
        kept_trials: None,
        sampling: "plain",
        noise_replicates: 1,
        sobol_dimensions: Vec::new(),
        trial: None,
        interrupted: false,
        parts: None,
        manner: Manner::default(),
        variants: Vec::new(),
        reference: String::new(),
        command: std::env::args_os()
            .map(|argument| argument.to_string_lossy().into_owned())
            .collect(),
        inputs: Vec::new(),
        dialect: Dialect::default(),
        parquet: false,
        written: Vec::new(),
        threads: 1,
        started: SystemTime::now(),
        clock: Instant::now(),
    }
}

fn look(asked: &Asked, condition: &Condition, set: Set) -> Found {
    let defined: Vec<usize> = (0..set.points.output.len())
        .filter(|&row| set.points.output[row].is_finite())
        .collect();
    let kept = |column: &Vec<f64>| defined.iter().map(|&row| column[row]).collect();
    let cases = Cases {
        inputs: set.points.inputs.iter().map(kept).collect(),
        hits: defined
            .iter()
            .map(|&row| condition.holds(set.points.output[row]))
            .collect(),
    };
    let most = if defined.len() < LEAST_ROWS {
        0
    } else {
        asked.boxes as usize
    };
    let (base, regions) = find_boxes(&cases, asked.mass, most);
    Found {
        variant: set.name,
        inputs: set.inputs,
        rows: defined.len() as u64,
        base,
        regions,
    }
}

const EXPLAINED: &str = "\
Boxes were found in every other row and counted in the rest, with 95 % intervals. density:
share of rows in the box in which the condition holds; coverage: share of all such rows that
are in it; mass: share of rows in it. p: how likely so many are in it by chance if that bound
made no difference.";

fn told(found: &Found, condition: &Condition) -> String {
    let of = if found.variant.is_empty() {
        String::new()
    } else {
        format!("{}, ", found.variant)
    };
    let condition = condition.words();
    let mut told = format!(
        "\n{of}{condition}: {} of {} rows\n",
        percent(found.base),
        found.rows
    );
    if found.regions.is_empty() {
        told += "  no box: too few rows of interest, or they are everywhere\n";
    }
    for (number, region) in (1..).zip(&found.regions) {
        let _ = writeln!(
            told,
            "  box {number}: density {}, coverage {}, mass {}",
            percent(region.density),
            percent(region.coverage),
            percent(region.mass)
        );
        told += &sides(found, region);
    }
    told
}

/// The bounds of a box, the surest first.
fn sides(found: &Found, region: &Region) -> String {
    let mut bounds = region.bounds.clone();
    bounds.sort_by(|a, b| a.p.unwrap_or(1.0).total_cmp(&b.p.unwrap_or(1.0)));
    let rows: Vec<Vec<String>> = bounds
        .iter()
        .map(|bound| {
            let (name, unit) = &found.inputs[bound.input];
            let told = |x: f64| match unit.as_str() {
                _ if x.is_infinite() => "never".to_owned(),
                "date" => Date(libm::floor(x) as i32).to_string(),
                _ => quantity::short(x),
            };
            let range = match (bound.low, bound.high) {
                (Some(low), Some(high)) => format!("{} to {}", told(low), told(high)),
                (Some(low), None) => format!("at least {}", told(low)),
                (None, high) => format!("at most {}", high.map_or(String::new(), told)),
            };
            let unit = if unit == "date" { "" } else { unit };
            let p = bound.p.map_or(String::new(), |p| match p {
                ..0.001 => "p < 0.001".to_owned(),
                0.05.. => format!("p = {p:.2}, may be chance"),
                _ => format!("p = {p:.3}"),
            });
            vec![
                name.clone(),
                format!("{range} {unit}").trim_end().to_owned(),
                p,
            ]
        })
        .collect();
    table::aligned(&[], &rows, &[Align::Left; 3], 4)
}

fn percent(share: Estimate) -> String {
    let percent = |x: f64| format!("{:.0}", 100.0 * x);
    match (share.mean, share.lo95.zip(share.hi95)) {
        (Some(mean), Some((lo, hi))) => {
            format!("{} % ({} to {})", percent(mean), percent(lo), percent(hi))
        }
        _ => "–".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_are_read_as_they_are_written() {
        for (text, column, sign, value) in [
            ("fill_rate < 0.9", "fill_rate", "<", 0.9),
            ("fill_rate<90 %", "fill_rate", "<", 0.9),
            ("chain_cost>= 80", "chain_cost", ">=", 80.0),
        ] {
            let found = Condition::parse(text).unwrap();
            let truth = Condition {
                column: column.into(),
                sign,
                value,
            };
            assert_eq!(found, truth);
        }
        for text in ["fill_rate", "< 3", "fill_rate < much", "fill_rate = 1"] {
            assert_eq!(Condition::parse(text), None, "{text}");
        }
    }
}
