//! `lichain stress`: each leg, node and plant down for a while, against the same trials undisturbed.

use std::fmt::Write;

use super::arguments::Stress as Asked;
use super::failure::Failure;
use super::progress::{Watched, Work};
use super::table::{self, Align};
use super::{language, load, place, quantity, run, terminal};
use crate::calendar::Date;
use crate::model::Model;
use crate::report;
use crate::scenario::{Scenario, nearest};
use crate::study::{self, Settings, Trying};
use crate::summary::{self, StressRow};

/// Runs the stress test that was asked for.
pub fn stress(asked: &Asked) -> Result<(), Failure> {
    let set = plainly(&asked.scenario.changes.set);
    let scenario = run::only(load::load(&asked.scenario.file, &set)?, &asked.only)?;
    let trying = trying(asked, &scenario)?;
    let name = format!("{}-stress", scenario.name);
    let directory = place::claim(&asked.scenario.place, &[&name])?.remove(0);
    let pool = run::threads(asked.cores.threads)?;
    let settings = Settings {
        instructions: run::instructions()?,
        ..Settings::new(asked.trials, asked.luck.seed)
    };
    let mut manifest = run::manifest(&scenario, &settings, pool.current_num_threads());
    manifest.dialect = asked.scenario.language.dialect();
    let watched = watched(&scenario, &trying, asked.trials);
    let told = |finished| watched.add(finished);
    let outcome = pool
        .install(|| study::stress(&scenario.variants, &trying, &settings, &told))
        .map_err(|breach| {
            let variant = Some(breach.variant.as_str());
            let trace = run::trace_command(
                &asked.scenario.file,
                variant,
                breach.trial,
                asked.luck.seed,
                &set,
            );
            Failure::breach(&breach, &trace)
        })?;
    drop(watched);
    let (rows, cover) = summary::stress(&outcome);
    language::warn(&report::write_stress(&rows, &cover, manifest, &directory)?);
    let path = directory.finish()?;
    let told = told_of(&scenario, asked, trying.from, &rows);
    terminal::print(&format!(
        "{told}\nstress.csv, cover.csv; columns.csv explains them\nresults in {}\n",
        path.display()
    ))
}

/// Each trial is run once undisturbed and once with each thing down for each time.
fn watched(scenario: &Scenario, trying: &Trying, trials: u64) -> Watched {
    let runs = study::runs(&scenario.variants, trying);
    let work = Work {
        name: &scenario.name,
        what: "trials",
        total: trials,
        each: runs,
        done: 0,
    };
    let variants = match scenario.variants.len() {
        1 => String::new(),
        some => format!(" of {some} variants"),
    };
    Watched::new(&work, format!("each trial{variants} in {runs} runs"))
}

/// The changes asked for, and parameters drawn trial by trial: the intervals here are those of
/// independent trials.
fn plainly(set: &[String]) -> Vec<String> {
    let plain = ["scenario.sampling=plain", "scenario.noise_replicates=1"].map(String::from);
    set.iter().cloned().chain(plain).collect()
}

/// What is tried, with what is not there told by name.
fn trying(asked: &Asked, scenario: &Scenario) -> Result<Trying, Failure> {
    let model = &scenario.variants[0];
    let known: Vec<String> = scenario
        .variants
        .iter()
        .flat_map(study::hits)
        .map(|(name, _)| name)
        .collect();
    for hit in &asked.hit {
        if !known.contains(hit) {
            let near = nearest(hit, known.iter().map(String::as_str));
            let names = || known.join(", ");
            let near = near.map_or_else(
                || format!("\nthere are: {}", names()),
                |near| format!("\ndid you mean \"{near}\"?"),
            );
            return Err(Failure::Input(format!(
                "{} has nothing called \"{hit}\" that could be down: it may be a leg or node of \
                 a route in use (node.NAME, leg.NAME) or a site with processes (site.NAME){near}",
                scenario.name
            )));
        }
    }
    Ok(Trying {
        hits: asked.hit.clone(),
        downs: asked.down.iter().map(|&days| days as u32).collect(),
        from: first_day(asked, model)?,
    })
}

/// The first day down: as asked, or in the middle of the books.
fn first_day(asked: &Asked, model: &Model) -> Result<u32, Failure> {
    let books = model.start.0 + model.warmup_days as i32;
    let from = asked
        .from
        .map_or(i32::midpoint(books, model.end.0), |date| date.0);
    if !(books..model.end.0).contains(&from) {
        return Err(Failure::Input(format!(
            "--from {}: the books of {} run from {} to {}",
            Date(from),
            model.scenario,
            Date(books),
            Date(model.end.0 - 1)
        )));
    }
    Ok((from - model.start.0) as u32)
}

fn told_of(scenario: &Scenario, asked: &Asked, from: u32, rows: &[StressRow]) -> String {
    let first = Date(scenario.variants[0].start.0 + from as i32);
    let mut told = "\n".to_owned();
    if scenario.title != scenario.name {
        let _ = writeln!(told, "{}", scenario.title);
    }
    let _ = writeln!(
        told,
        "{}: {} trials, seed {}; down from {first}",
        scenario.name, asked.trials, asked.luck.seed
    );
    for model in &scenario.variants {
        let own: Vec<&StressRow> = rows.iter().filter(|r| r.variant == model.variant).collect();
        let (touched, untouched): (Vec<&StressRow>, Vec<&StressRow>) =
            own.iter().partition(|row| row.disturbed.mean > Some(0.0));
        let said = ["", &scenario.title, &model.variant];
        let _ = match &model.title {
            title if said.contains(&title.as_str()) => writeln!(told, "\n{}", model.variant),
            title => writeln!(told, "\n{}: {title}", model.variant),
        };
        if !touched.is_empty() {
            let heading = [
                "down",
                "for",
                "disturbs",
                "survives\np5",
                "survives\np50",
                "recovers\np50",
                "recovers\np95",
                "unserved",
            ];
            let rows: Vec<Vec<String>> = touched.iter().map(|row| line(row)).collect();
            told += &table::aligned(&heading.map(String::from), &rows, &[Align::Left], 2);
        }
        if !untouched.is_empty() {
            let names: Vec<String> = untouched
                .iter()
                .map(|row| format!("{}\u{a0}({}\u{a0}d)", row.hit, row.down_days))
                .collect();
            let text = format!("nothing goes unserved for: {}", names.join(", "));
            let text = terminal::wrapped(&text, terminal::WIDTH - 2, 4);
            let _ = writeln!(told, "  {text}");
        }
    }
    told += EXPLAINED;
    if rows.iter().any(|row| row.unserved_days.mean < Some(0.0)) {
        told += BELOW_NOTHING;
    }
    told
}

const BELOW_NOTHING: &str = "\
  Below 0, less goes unserved than undisturbed; where 0 lies within the ±, that is
  less than these trials can tell from 0.
";

const EXPLAINED: &str = "
survives: days from the first day down until somebody goes unserved who is served
  in the same trial undisturbed (– where that quantile never comes); recovers: days
  from then too, until service and backlog are as undisturbed for 30 days;
  unserved: what is not served on its day because of it, in days of mean demand.
";

fn line(row: &StressRow) -> Vec<String> {
    let days = |time: Option<f64>| time.map_or("–".to_owned(), |days| format!("{days:.0}"));
    let mean = row.unserved_days.mean.unwrap_or(0.0);
    let half = row.unserved_days.hi95.map(|hi| hi - mean);
    vec![
        row.hit.clone(),
        format!("{} d", row.down_days),
        format!("{:.0} %", 100.0 * row.disturbed.mean.unwrap_or(0.0)),
        days(row.survive[0]),
        days(row.survive[1]),
        days(row.recover[1]),
        days(row.recover[2]),
        format!("{} d", quantity::with_half(mean, half)),
    ]
}
