//! `lichain run`: all variants of all files, results as files, the comparison on stdout.

mod again;
mod all_trials;
mod pieces;
mod stopped;
pub(super) mod watch;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use std::time::{Instant, SystemTime};

use rayon::{ThreadPool, ThreadPoolBuilder};

use super::arguments::Run as Asked;
use super::begun::{Begun, usual, warn_of_few_replicates};
use super::failure::Failure;
use super::precision::{self, Reached};
use super::results::{self, Precision};
use super::{interrupt, load, place, resume, terminal};
use crate::model::Model;
use crate::outcome::{Breach, Layout};
use crate::random::{self, Design, SOBOL_DIMENSIONS};
use crate::report::{Dialect, Directory, Form, Manner, Run};
use crate::scenario::Scenario;
use crate::study::{Instructions, Progress, Runner, Settings};
use crate::summary::Target;
use all_trials::Every;
use pieces::Pieces;
use stopped::{Ended, Left, Stopped};
use watch::Running;

/// Runs what was asked for.
pub fn run(asked: &Asked) -> Result<(), Failure> {
    results::refuse_what_cannot_be_written(&asked.also)?;
    let form = all_trials::form(asked)?;
    let scenarios = load::load_all(&asked.files, &asked.set())?;
    let scenarios: Vec<Scenario> = scenarios
        .into_iter()
        .map(|scenario| only(scenario, &asked.only))
        .collect::<Result<_, _>>()?;
    let names: Vec<&str> = scenarios.iter().map(|s| s.name.as_str()).collect();
    let directories = place::claim_by(&asked.place, &names, asked.place.force || asked.resume)
        .inspect_err(|_| pieces::tidy(asked, &names))?;
    let pool = threads(asked.cores.threads)?;
    let files = asked.files.iter().zip(&scenarios).zip(directories);
    let mut unreached = Vec::new();
    // What is run again to be compared is wanted whole or not at all.
    let _keeping = asked.replay.is_none().then(interrupt::keep);
    for (at, ((file, scenario), directory)) in files.enumerate() {
        let left = Left {
            asked,
            names: &names,
            at,
        };
        if interrupt::is_asked() {
            return Err(left.interrupted(None));
        }
        let ended = run_one(asked, form, &pool, file, scenario, directory)?;
        terminal::print(&ended.told)?;
        if let Some(stopped) = ended.stopped {
            return Err(left.interrupted(Some(&stopped)));
        }
        let missed = ended.missed;
        unreached.extend(missed.map(|words| format!("{}: {words}", scenario.name)));
    }
    if unreached.is_empty() {
        return Ok(());
    }
    Err(Failure::Unmet(unreached.join("\n")))
}

/// Runs a scenario and writes its results.
fn run_one(
    asked: &Asked,
    form: Option<Form>,
    pool: &ThreadPool,
    file: &Path,
    scenario: &Scenario,
    directory: Directory,
) -> Result<Ended, Failure> {
    let settings = Settings {
        trials: asked
            .trials
            .unwrap_or_else(|| usual(&asked.draws, scenario)),
        seed: asked.luck.seed,
        instructions: instructions()?,
    };
    warn_of_few_replicates(scenario, settings.trials);
    let set = asked.set();
    let mut begun = Begun::new((file, &set), scenario, &settings, pool, &asked.changes);
    begun.run.dialect = dialect(asked, &directory);
    let layouts: Vec<&Layout> = begun.runner.layouts().collect();
    let targets = precision::targets(&asked.precision, &layouts)?;
    begun.keep_within(most(asked, scenario), asked.memory.megabytes)?;
    refuse_folded_precision(asked, &begun.runner)?;
    if let Some(pieces) = Pieces::asked(asked, &directory) {
        return run_in_pieces(asked, &pieces, begun, (pool, directory));
    }
    let mut trials = if asked.resume {
        resume::read(&directory, &begun.identity, &begun.runner, asked.trials)?
    } else {
        begun.runner.begin()
    };
    let there = trials.trials();
    begun.run.manner = Manner {
        memory_mb: Some(asked.memory.megabytes),
        resumed_from: asked.resume.then_some(there),
    };
    let layouts: Vec<Layout> = begun.runner.layouts().cloned().collect();
    let every = form.map(|form| {
        let of = (&scenario.variants[..], &layouts[..]);
        let trials = (&trials, most(asked, scenario));
        Every::begin(form, of, trials, (begun.run.dialect, &directory))
    });
    let every = every.transpose()?;
    let hears = every.as_ref();
    let (reached, most) = pool
        .install(|| {
            simulate(
                asked,
                scenario,
                &mut begun.runner,
                &mut trials,
                &targets,
                hears,
            )
        })
        .map_err(|breach| begun.breached(&breach))?;
    begun.run.written = every.map_or(Ok(Vec::new()), |every| pool.install(|| every.finish()))?;
    let is_asked = interrupt::is_asked() || asked.until().is_some();
    let stopped = is_asked && stopped::early(reached.as_ref(), trials.trials(), most);
    if stopped && trials.trials() == there {
        return Ok(Ended::before_anything(there, most, &directory));
    }
    let count = trials.trials();
    begun.run.interrupted = stopped;
    let held = reached.as_ref().map(|reached| (&targets[..], reached.look));
    let ended = reached.as_ref().filter(|_| !stopped);
    let told = ended.map(|reached| precision::told(reached, count));
    let precision = Precision {
        held,
        told: told.unwrap_or_default(),
    };
    let (told, path) = results::write(begun, trials, &precision, &asked.also, (pool, directory))?;
    Ok(Ended {
        told,
        missed: ended.and_then(|reached| precision::failure(reached, count)),
        stopped: stopped.then_some(Stopped {
            trials: count,
            most,
            path: Some(path),
            in_pieces: false,
        }),
    })
}

/// The same with pieces that are kept on the way.
fn run_in_pieces(
    asked: &Asked,
    pieces: &Pieces,
    mut begun: Begun,
    (pool, directory): (&ThreadPool, Directory),
) -> Result<Ended, Failure> {
    let most = begun.run.trials;
    let trials = pool.install(|| pieces.simulate(asked, &mut begun))?;
    if trials.trials() < most {
        return Ok(Ended::in_pieces(trials.trials(), most, &pieces.folder));
    }
    let precision = Precision::default();
    let (told, _) = results::write(begun, trials, &precision, &asked.also, (pool, directory))?;
    pieces.remove();
    Ok(Ended {
        told,
        missed: None,
        stopped: None,
    })
}

/// As asked; what is gone on with stays in its language.
fn dialect(asked: &Asked, directory: &Directory) -> Dialect {
    if asked.resume {
        Dialect::of(asked.language.or_of(&directory.place()))
    } else {
        asked.language.dialect()
    }
}

/// Runs the trials that are missing, and says how many there should be at most; where a precision was
/// asked for, also what became of it.
fn simulate(
    asked: &Asked,
    scenario: &Scenario,
    runner: &mut Runner,
    trials: &mut Progress,
    targets: &[Target],
    every: Option<&Every>,
) -> Result<(Option<Reached>, u64), Breach> {
    let there = if asked.trials.is_some() {
        0
    } else {
        trials.trials()
    };
    let most = most(asked, scenario).max(there);
    let until = most.min(asked.until().unwrap_or(most));
    let watch = Running::new(scenario, until, trials.trials()).writing(every);
    if targets.is_empty() {
        runner.advance_watched(trials, until, &watch)?;
        return Ok((None, most));
    }
    if let Some(replay) = asked.replay {
        // There was no look at trials that were there already.
        runner.advance_watched(trials, replay.there.min(until), &watch)?;
    }
    let looks = precision::looks(&scenario.variants[0].sampling, most.max(trials.trials()));
    let reached = precision::advance(runner, trials, targets, (&looks, until), &watch)?;
    Ok((Some(reached), most))
}

/// The most trials there may be.
fn most(asked: &Asked, scenario: &Scenario) -> u64 {
    let usual = usual(&asked.draws, scenario);
    match asked.trials {
        Some(trials) => trials,
        None if asked.precision.is_empty() => usual,
        None => usual.max(precision::MOST_TRIALS),
    }
}

/// A precision is looked at in trials that are kept whole.
fn refuse_folded_precision(asked: &Asked, runner: &Runner) -> Result<(), Failure> {
    if asked.precision.is_empty() || runner.kept().is_none() {
        return Ok(());
    }
    Err(Failure::Input(format!(
        "--precision looks at all trials, and --memory {} has room for {} of them: \
         ask for fewer --trials or for more --memory",
        asked.memory.megabytes,
        runner.capacity(asked.memory.numbers())
    )))
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
        kept_trials: None,
        sampling: models[0].sampling.design.name(),
        noise_replicates: models[0].sampling.noises(),
        sobol_dimensions: dimensions(models),
        trial: None,
        interrupted: false,
        parts: None,
        manner: Manner::default(),
        variants: models.iter().map(|m| m.variant.clone()).collect(),
        reference: models[scenario.reference].variant.clone(),
        command: std::env::args_os()
            .map(|argument| argument.to_string_lossy().into_owned())
            .collect(),
        inputs: scenario.inputs.clone(),
        dialect: Dialect::default(),
        parquet: false,
        written: Vec::new(),
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
pub fn quoted(text: &str) -> String {
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
