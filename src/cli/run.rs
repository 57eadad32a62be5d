//! `lichain run`: all variants of all files, results as files, the comparison on stdout.

mod again;
mod stopped;
mod watch;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use std::time::{Instant, SystemTime};

use rayon::{ThreadPool, ThreadPoolBuilder};

use super::arguments::Run as Asked;
use super::failure::Failure;
use super::precision::{self, Reached};
use super::table::{self, Align};
use super::terminal::LONGEST;
use super::{interrupt, language, load, place, resume, terminal, verdict};
use crate::model::Model;
use crate::outcome::Breach;
use crate::random::{self, Design, SOBOL_DIMENSIONS};
use crate::report::{self, Chain, Dialect, Directory, Identity, Results, Run};
use crate::scenario::{self, Scenario};
use crate::study::{Instructions, Progress, Runner, Settings};
use crate::summary::{self, Summary, Target};
use stopped::{Ended, Left, Stopped};
use watch::Running;

/// Runs what was asked for.
pub fn run(asked: &Asked) -> Result<(), Failure> {
    if asked.also.parquet && !report::HAS_PARQUET {
        return Err(Failure::Input(report::NO_PARQUET.to_owned()));
    }
    let scenarios = load::load_all(&asked.files, &asked.set())?;
    let scenarios: Vec<Scenario> = scenarios
        .into_iter()
        .map(|scenario| only(scenario, &asked.only))
        .collect::<Result<_, _>>()?;
    let names: Vec<&str> = scenarios.iter().map(|s| s.name.as_str()).collect();
    let directories = place::claim_by(&asked.place, &names, asked.place.force || asked.resume)?;
    let pool = threads(asked.cores.threads)?;
    let files = asked.files.iter().zip(&scenarios).zip(directories);
    let mut unreached = Vec::new();
    let _keeping = interrupt::keep();
    for (at, ((file, scenario), directory)) in files.enumerate() {
        let left = Left {
            asked,
            names: &names,
            at,
        };
        if interrupt::is_asked() {
            return Err(left.interrupted(None));
        }
        let ended = run_one(asked, &pool, file, scenario, directory)?;
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

/// Said before the directory is named.
fn files(summary: &Summary) -> String {
    let there = [
        (!summary.correlations.is_empty(), "correlations.csv"),
        (!summary.variance.is_empty(), "variance.csv"),
    ];
    let more = there.iter().filter(|(is_there, _)| *is_there);
    let more: Vec<&str> = more.map(|(_, name)| *name).collect();
    let usual = [
        "summary.csv",
        "trials.csv",
        "timeline.csv",
        "ledger.csv",
        "sensitivity.csv",
    ];
    let names = [&usual[..], &more].concat().join(", ");
    let names = terminal::wrapped(&(names + ";"), terminal::width().min(LONGEST), 0);
    format!("{names}\ncolumns.csv explains them")
}

/// Runs a scenario and writes its results.
fn run_one(
    asked: &Asked,
    pool: &ThreadPool,
    file: &Path,
    scenario: &Scenario,
    directory: Directory,
) -> Result<Ended, Failure> {
    let settings = Settings {
        trials: asked.trials.unwrap_or_else(|| trials(asked, scenario)),
        seed: asked.luck.seed,
        instructions: instructions()?,
    };
    warn_of_few_replicates(scenario, settings.trials);
    let mut run = manifest(scenario, &settings, pool.current_num_threads());
    run.dialect = dialect(asked, &directory);
    run.parquet = asked.also.parquet;
    let locale = run.dialect.locale;
    let identity = Identity::of(&run, &asked.changes.set);
    let mut runner = Runner::new(&scenario.variants, &settings);
    let targets = precision::targets(&asked.precision, &runner.layouts().collect::<Vec<_>>())?;
    let mut trials = if asked.resume {
        resume::read(&directory, &identity, &runner, asked.trials)?
    } else {
        runner.begin()
    };
    let there = trials.trials();
    let (reached, most) = pool
        .install(|| simulate(asked, scenario, &mut runner, &mut trials, &targets))
        .map_err(|breach| {
            let variant = Some(breach.variant.as_str());
            let trace = trace_command(file, variant, breach.trial, asked.luck.seed, &asked.set());
            Failure::breach(&breach, &trace)
        })?;
    let stopped = stopped::early(reached.as_ref(), trials.trials(), most);
    if stopped && trials.trials() == there {
        return Ok(Ended::before_anything(there, most, &directory));
    }
    run.trials = trials.trials();
    run.interrupted = stopped;
    report::keep(&identity, &trials, &directory)?;
    let outcomes = pool.install(|| runner.finish(trials, scenario.reference));
    let mut summary = pool.install(|| summary::summarise(&outcomes));
    if let Some(reached) = &reached {
        summary.hold_to(&targets, &outcomes, reached.look);
    }
    let results = Results {
        models: &scenario.variants,
        outcomes: &outcomes,
        summary: &summary,
    };
    language::warn(&report::write(&results, run, &directory)?);
    keep_chain(asked, file, scenario, &directory)?;
    if asked.also.html {
        let partial = directory.open()?;
        let page = report::page(partial, &[], locale)?;
        super::report::write(&partial.join(report::PAGE), page.as_bytes())?;
    }
    if asked.also.xlsx {
        let partial = directory.open()?;
        let book = report::workbook(partial, &[], locale)?;
        super::report::write(&partial.join(report::WORKBOOK), &book)?;
    }
    let path = directory.finish()?;
    warn_of_rare(&summary);
    let verdict = verdict::verdict(
        &scenario.title,
        &scenario.variants,
        &outcomes,
        &summary,
        terminal::width(),
    );
    let reached = reached.filter(|_| !stopped);
    let precision = reached
        .as_ref()
        .map(|r| precision::told(r, outcomes.trials));
    let told = format!(
        "{verdict}\n{}{}\n{}results in {}\n",
        precision.unwrap_or_default(),
        files(&summary),
        next(scenario, &path),
        quoted(&path.to_string_lossy())
    );
    Ok(Ended {
        told,
        missed: reached.and_then(|reached| precision::failure(&reached, outcomes.trials)),
        stopped: stopped.then_some(Stopped {
            trials: outcomes.trials,
            most,
            path: Some(path),
        }),
    })
}

/// What to ask of the results next.
fn next(scenario: &Scenario, path: &Path) -> String {
    let path = quoted(&path.to_string_lossy());
    let row = |command: &str, words: &str| vec![format!("lichain {command} {path}"), words.into()];
    let mut rows = vec![row("report", "a page with charts")];
    if scenario.variants.len() > 1 {
        rows.push(row("compare", "what differs, why, what to decide"));
    }
    format!("next:\n{}", beside_or_below(&rows, terminal::width()))
}

/// Commands with what they do beside them, or below them where that is too wide: a command that is
/// copied never has words behind it.
fn beside_or_below(rows: &[Vec<String>], width: usize) -> String {
    let beside = table::aligned(&[], rows, &[Align::Left; 2], 2);
    if table::width(&beside) <= width {
        return beside;
    }
    let told = |row: &Vec<String>| format!("  {}\n      {}\n", row[0], row[1]);
    rows.iter().map(told).collect::<Vec<_>>().concat()
}

/// As asked; what is gone on with stays in its language.
fn dialect(asked: &Asked, directory: &Directory) -> Dialect {
    if asked.resume {
        Dialect::of(asked.language.or_of(&directory.place()))
    } else {
        asked.language.dialect()
    }
}

/// Keeps what a page tells of the scenario beside the results.
fn keep_chain(
    asked: &Asked,
    file: &Path,
    scenario: &Scenario,
    directory: &Directory,
) -> Result<(), Failure> {
    let inputs = scenario::inputs(file, &asked.set()).map_err(|problems| Failure::Problems {
        text: problems.render(terminal::colour()),
        machine: problems.machine(),
    })?;
    Ok(Chain::of(&scenario.variants, &inputs).keep(directory)?)
}

/// As many as the scenario says; enough for intervals where another design is asked for.
fn trials(asked: &Asked, scenario: &Scenario) -> u64 {
    if asked.sampling.is_none() && asked.noise_replicates.is_none() {
        return scenario.trials;
    }
    scenario.variants[0].sampling.fit(scenario.trials)
}

/// Intervals want whole replicates of the design.
fn warn_of_few_replicates(scenario: &Scenario, trials: u64) {
    let sampling = &scenario.variants[0].sampling;
    let least = sampling.fit(1);
    if trials < least {
        terminal::warn_wrapped(&format!(
            "warning: {trials} trials are too few for intervals: {least} or more are wanted, or --sampling plain"
        ));
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
) -> Result<(Option<Reached>, u64), Breach> {
    let usual = self::trials(asked, scenario);
    let most = match (asked.trials, targets) {
        (Some(trials), _) => trials,
        (None, []) => usual.max(trials.trials()),
        (None, _) => usual.max(precision::MOST_TRIALS),
    };
    let watch = Running::new(scenario, most, trials.trials());
    let reached = if targets.is_empty() {
        runner
            .advance_watched(trials, most, &watch)
            .map(|()| None)?
    } else {
        let sampling = &scenario.variants[0].sampling;
        Some(precision::advance(
            runner,
            trials,
            targets,
            (sampling, most),
            &watch,
        )?)
    };
    Ok((reached, most))
}

/// Rare hazards that are told of one by one.
const RARE_TOLD: usize = 10;

/// Says which hazards came so seldom that little is known of what they do.
fn warn_of_rare(summary: &Summary) {
    let mut told = BTreeMap::<&str, Vec<String>>::new();
    for rare in &summary.rare {
        let words = format!("{} of {} in {}", rare.fired, rare.trials, rare.variant);
        told.entry(&rare.hazard).or_default().push(words);
    }
    let more = told.len().saturating_sub(RARE_TOLD);
    for (hazard, trials) in told.into_iter().take(RARE_TOLD) {
        terminal::warn_wrapped(&format!(
            "warning: hazard {hazard} began in few trials ({}): fewer than {} say little of what it does",
            trials.join(", "),
            summary::LEAST_FIRED
        ));
    }
    if more > 0 {
        terminal::warn_wrapped(&format!(
            "warning: and {more} more hazards: the notes in summary.csv name them"
        ));
    }
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
        noise_replicates: models[0].sampling.noises(),
        sobol_dimensions: dimensions(models),
        trial: None,
        interrupted: false,
        variants: models.iter().map(|m| m.variant.clone()).collect(),
        reference: models[scenario.reference].variant.clone(),
        command: std::env::args_os()
            .map(|argument| argument.to_string_lossy().into_owned())
            .collect(),
        inputs: scenario.inputs.clone(),
        dialect: Dialect::default(),
        parquet: false,
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
    fn a_command_stands_two_blanks_from_its_words_or_above_them() {
        let rows = [vec!["lichain report x".to_owned(), "a page".to_owned()]];
        let beside = "  lichain report x  a page\n";
        assert_eq!(beside_or_below(&rows, 26), beside);
        let below = "  lichain report x\n      a page\n";
        assert_eq!(beside_or_below(&rows, 23), below);
    }

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
