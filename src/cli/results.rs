//! Trials into results: kept, estimated, written, told. `run` and `merge` end here.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rayon::ThreadPool;

use super::arguments::Also;
use super::begun::Begun;
use super::failure::Failure;
use super::run::quoted;
use super::table::{self, Align};
use super::terminal::LONGEST;
use super::{language, terminal, verdict};
use crate::outcome::Outcomes;
use crate::report::{self, Chain, Directory, FileHash, Locale, Results};
use crate::scenario::{self, Scenario};
use crate::study::Progress;
use crate::summary::{self, Summary, Target};

/// What was asked of the precision, if anything.
#[derive(Default)]
pub struct Precision<'a> {
    /// The targets, and the look at which trials ended.
    pub held: Option<(&'a [Target], u32)>,
    /// What became of them, in words.
    pub told: String,
}

/// Refuses what this build cannot write, before anything is run.
pub fn refuse_what_cannot_be_written(also: &Also) -> Result<(), Failure> {
    if also.parquet && !report::HAS_PARQUET {
        return Err(Failure::Input(report::NO_PARQUET.to_owned()));
    }
    Ok(())
}

/// Writes the results of trials; returns what there is to tell of them, and where they are.
pub fn write(
    begun: Begun,
    trials: Progress,
    precision: &Precision,
    also: &Also,
    (pool, directory): (&ThreadPool, Directory),
) -> Result<(String, PathBuf), Failure> {
    let Begun {
        scenario,
        mut run,
        runner,
        ..
    } = begun;
    let with_all = !run.written.is_empty();
    (run.trials, run.parquet) = (trials.trials(), also.parquet);
    if also.keep_inputs {
        let kept = report::keep_inputs(&run.inputs, directory.open()?)?;
        run.written.extend(kept);
    }
    let chain = keep_chain((begun.file, begun.set), scenario, &directory)?;
    run.written.push(chain);
    let locale = run.dialect.locale;
    report::keep(&begun.identity, &trials, &directory)?;
    let outcomes = pool.install(|| runner.finish(trials, scenario.reference));
    run.kept_trials = (outcomes.kept < outcomes.trials).then_some(outcomes.kept);
    let mut summary = pool.install(|| summary::summarise(&outcomes));
    if let Some((targets, look)) = precision.held {
        summary.hold_to(targets, &outcomes, look);
    }
    let results = Results {
        models: &scenario.variants,
        outcomes: &outcomes,
        summary: &summary,
    };
    language::warn(&report::write(&results, run, &directory)?);
    write_reports(also, &directory, locale)?;
    let path = directory.finish()?;
    warn_of_rare(&summary);
    let told = told(
        scenario,
        (&outcomes, &summary),
        (&precision.told, with_all),
        &path,
    );
    Ok((told, path))
}

/// The page and the workbook, where they were asked for.
fn write_reports(also: &Also, directory: &Directory, locale: Locale) -> Result<(), Failure> {
    let partial = directory.open()?;
    if also.html {
        let page = report::page(partial, &[], locale)?;
        super::report::write(&partial.join(report::PAGE), page.as_bytes())?;
    }
    if also.xlsx {
        let book = report::workbook(partial, &[], locale)?;
        super::report::write(&partial.join(report::WORKBOOK), &book)?;
    }
    Ok(())
}

/// What a user reads at the end.
fn told(
    scenario: &Scenario,
    (outcomes, summary): (&Outcomes, &Summary),
    (precision, with_all): (&str, bool),
    path: &Path,
) -> String {
    let verdict = verdict::verdict(
        &scenario.title,
        &scenario.variants,
        outcomes,
        summary,
        terminal::width(),
    );
    format!(
        "{verdict}\n{precision}{}\n{}results in {}\n",
        files(summary, with_all),
        next(scenario, path),
        quoted(&path.to_string_lossy())
    )
}

/// Said before the directory is named.
fn files(summary: &Summary, with_all: bool) -> String {
    let there = [
        (!summary.correlations.is_empty(), "correlations.csv"),
        (!summary.variance.is_empty(), "variance.csv"),
        (with_all, "all-trials/"),
    ];
    let more = there.iter().filter(|(is_there, _)| *is_there);
    let more: Vec<&str> = more.map(|(_, name)| *name).collect();
    let usual = [
        "summary.csv",
        "trials.csv",
        "worst.csv",
        "timeline.csv",
        "ledger.csv",
        "sensitivity.csv",
    ];
    let names = [&usual[..], &more].concat().join(", ");
    let names = terminal::wrapped(&(names + ";"), terminal::width().min(LONGEST), 0);
    format!("{names}\ncolumns.csv explains them")
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

/// Keeps what a page tells of the scenario beside the results.
fn keep_chain(
    (file, set): (&Path, &[String]),
    scenario: &Scenario,
    directory: &Directory,
) -> Result<FileHash, Failure> {
    let inputs = scenario::inputs(file, set).map_err(|problems| Failure::Problems {
        text: problems.render(terminal::colour()),
        machine: problems.machine(),
    })?;
    Ok(Chain::of(&scenario.variants, &inputs).keep(directory)?)
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
}
