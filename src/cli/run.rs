//! `lichain run`: all variants of all files, results as files, the comparison on stdout.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use std::time::{Instant, SystemTime};

use rayon::{ThreadPool, ThreadPoolBuilder};

use super::arguments::Run as Asked;
use super::failure::Failure;
use super::{load, place, progress, terminal, verdict};
use crate::model::Model;
use crate::outcome::{Breach, Outcomes};
use crate::random::{self, Design, SOBOL_DIMENSIONS};
use crate::report::{self, Directory, Results, Run};
use crate::scenario::Scenario;
use crate::study::{self, Instructions, Settings};
use crate::summary;

/// Runs what was asked for.
pub fn run(asked: &Asked) -> Result<(), Failure> {
    let scenarios = load::load_all(&asked.files, &asked.set())?;
    let scenarios: Vec<Scenario> = scenarios
        .into_iter()
        .map(|scenario| only(scenario, &asked.only))
        .collect::<Result<_, _>>()?;
    let names: Vec<&str> = scenarios.iter().map(|s| s.name.as_str()).collect();
    let directories = place::claim(&asked.place, &names)?;
    let pool = threads(asked.threads)?;
    let files = asked.files.iter().zip(&scenarios).zip(directories);
    files
        .into_iter()
        .try_for_each(|((file, scenario), directory)| {
            let told = run_one(asked, &pool, file, scenario, directory)?;
            terminal::print(&told)
        })
}

/// Said before the directory is named.
const FILES: &str = "\
summary.csv, trials.csv, timeline.csv, ledger.csv, sensitivity.csv;
columns.csv explains them";

/// Runs a scenario, writes its results and returns what to print.
fn run_one(
    asked: &Asked,
    pool: &ThreadPool,
    file: &Path,
    scenario: &Scenario,
    directory: Directory,
) -> Result<String, Failure> {
    let settings = Settings {
        trials: asked.trials.unwrap_or_else(|| trials(asked, scenario)),
        seed: asked.seed,
        instructions: instructions()?,
    };
    warn_of_few_replicates(scenario, settings.trials);
    let run = manifest(scenario, &settings, pool.current_num_threads());
    let outcomes = pool
        .install(|| simulate(scenario, &settings))
        .map_err(|breach| {
            let variant = Some(breach.variant.as_str());
            let trace = trace_command(file, variant, breach.trial, asked.seed, &asked.set());
            Failure::breach(&breach, &trace)
        })?;
    let summary = pool.install(|| summary::summarise(&outcomes));
    let results = Results {
        models: &scenario.variants,
        outcomes: &outcomes,
        summary: &summary,
    };
    report::write(&results, run, &directory)?;
    let path = directory.finish()?;
    let verdict = verdict::verdict(&scenario.title, &scenario.variants, &outcomes, &summary);
    Ok(format!(
        "{verdict}\n{FILES}\nresults in {}\n",
        path.display()
    ))
}

/// As many as the scenario says; enough for intervals where another design is asked for.
fn trials(asked: &Asked, scenario: &Scenario) -> u64 {
    let design = scenario.variants[0].sampling.design;
    match asked.sampling {
        Some(_) => design.fit(scenario.trials),
        None => scenario.trials,
    }
}

/// Intervals want whole replicates of the design.
fn warn_of_few_replicates(scenario: &Scenario, trials: u64) {
    let design = scenario.variants[0].sampling.design;
    let least = design.fit(1);
    if trials < least {
        terminal::warn(&format!(
            "warning: {trials} trials are too few for intervals: --sampling {} wants {least} at least; --sampling plain gives some from two on",
            design.name()
        ));
    }
}

fn simulate(scenario: &Scenario, settings: &Settings) -> Result<Outcomes, Breach> {
    let bar = progress::bar(&scenario.name, settings.trials, scenario.variants.len());
    let told = |finished| bar.inc(finished);
    let outcomes = study::run(&scenario.variants, scenario.reference, settings, &told);
    debug_assert!(outcomes.is_err() || Some(bar.position()) == bar.length());
    bar.finish_and_clear();
    outcomes
}

/// Forces a set of instructions, to see that results do not depend on them.
const FORCED: &str = "LICHAIN_ISA";

/// The widest instructions the processor has, unless others are forced.
pub fn instructions() -> Result<Instructions, Failure> {
    let Some(forced) = std::env::var_os(FORCED) else {
        return Ok(Instructions::widest());
    };
    let forced = forced.to_string_lossy();
    let known = Instructions::ALL.into_iter().find(|i| i.name() == forced);
    let names = Instructions::ALL.map(Instructions::name).join(", ");
    match known {
        None => Err(Failure::Input(format!(
            "{FORCED} is \"{forced}\"; it may be one of {names}"
        ))),
        Some(set) if !set.is_there() => Err(Failure::Input(format!(
            "{FORCED} asks for {forced}, which this processor does not have"
        ))),
        Some(set) => Ok(set),
    }
}

/// A pool of so many threads, or of as many as there are.
pub fn threads(asked: Option<u64>) -> Result<ThreadPool, Failure> {
    ThreadPoolBuilder::new()
        .num_threads(asked.unwrap_or(0) as usize)
        .build()
        .map_err(|reason| Failure::Machine(format!("cannot start threads: {reason}")))
}

/// The scenario with the variants asked for, in its own order; without the reference among them
/// the first takes its place.
pub fn only(mut scenario: Scenario, asked: &[String]) -> Result<Scenario, Failure> {
    for id in asked {
        load::variant(&scenario, id)?;
    }
    if asked.is_empty() {
        return Ok(scenario);
    }
    let reference = scenario.variants[scenario.reference].variant.clone();
    scenario.variants.retain(|m| asked.contains(&m.variant));
    let is_reference = |model: &Model| model.variant == reference;
    scenario.reference = scenario.variants.iter().position(is_reference).unwrap_or(0);
    Ok(scenario)
}

/// A run as the manifest tells it.
pub fn manifest(scenario: &Scenario, settings: &Settings, threads: usize) -> Run {
    let models = &scenario.variants;
    Run {
        scenario: scenario.name.clone(),
        title: scenario.title.clone(),
        rng: random::GENERATION,
        seed: settings.seed,
        trials: settings.trials,
        sampling: models[0].sampling.design.name(),
        sobol_dimensions: dimensions(models),
        trial: None,
        variants: models.iter().map(|m| m.variant.clone()).collect(),
        reference: models[scenario.reference].variant.clone(),
        command: std::env::args_os()
            .map(|argument| argument.to_string_lossy().into_owned())
            .collect(),
        inputs: scenario.inputs.clone(),
        threads,
        started: SystemTime::now(),
        clock: Instant::now(),
    }
}

/// The parameters that a Sobol net spreads, in the order of its dimensions.
fn dimensions(models: &[Model]) -> Vec<String> {
    let numbered = models.iter().flat_map(|model| {
        let names = model.parameters.iter().map(|p| p.name.as_str());
        model.sampling.numbers.iter().copied().zip(names)
    });
    let numbered: BTreeMap<u32, &str> = match models[0].sampling.design {
        Design::Sobol => numbered.filter(|(n, _)| *n < SOBOL_DIMENSIONS).collect(),
        Design::Plain | Design::Antithetic | Design::Lhs => BTreeMap::new(),
    };
    numbered.into_values().map(str::to_owned).collect()
}

/// The command that tells a trial day by day.
pub fn trace_command(
    file: &Path,
    variant: Option<&str>,
    trial: u64,
    seed: u64,
    set: &[String],
) -> String {
    let mut command = format!("lichain trace {}", quoted(&file.to_string_lossy()));
    if let Some(variant) = variant {
        let _ = write!(command, " --variant {}", quoted(variant));
    }
    let _ = write!(command, " --trial {trial} --seed {seed}");
    for change in set {
        let _ = write!(command, " --set {}", quoted(change));
    }
    command
}

/// As a shell reads it back.
fn quoted(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./=:,+".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_trace_command_can_be_pasted_into_a_shell() {
        let set = ["leg.sea.transit=9 to 16 d".to_owned()];
        let command = trace_command(Path::new("my file.toml"), Some("base"), 7, 1, &set);
        let expected = "lichain trace 'my file.toml' --variant base --trial 7 --seed 1 \
                        --set 'leg.sea.transit=9 to 16 d'";
        assert_eq!(command, expected);
        assert_eq!(quoted("it's"), r"'it'\''s'");
    }
}
