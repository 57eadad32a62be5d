//! What a user reads who named a place that holds no results of a run: what is there, and what to name instead.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::directory::Failure;

/// As many runs are named.
const MOST: usize = 8;

/// Says what there is where results of a run were wanted, one of whose files could not be read.
pub(super) fn refused(path: &Path, file: &str, reason: &io::Error) -> Failure {
    let shown = path.display();
    let words = if !path.exists() {
        format!("{shown} is not there{}", beside(path))
    } else if path.extension().is_some_and(|e| e == "toml") {
        format!(
            "{shown} is a scenario; its results are wanted\n`lichain run {shown}` makes them and says where they are"
        )
    } else if path.is_file() {
        format!(
            "{shown} is a file; the directory that `lichain run` has written is wanted{}",
            above(path)
        )
    } else if path.join("run.json").is_file() {
        return incomplete(path, file, reason);
    } else {
        match runs(path).as_slice() {
            [] => format!(
                "{shown} holds no results: it has no run.json\nresults of `lichain run` are wanted"
            ),
            some => format!("{shown} is no run but holds some; name {}", listed(some)),
        }
    };
    Failure::Refused(words)
}

/// Commands whose tables a report shows beside those of a run.
const SHOWN_BESIDE: [&str; 4] = ["stress", "compare", "analyze", "optimize"];

/// Says whose results they are that lack a file of a run's.
fn incomplete(path: &Path, file: &str, reason: &io::Error) -> Failure {
    let shown = path.display();
    if reason.kind() != io::ErrorKind::NotFound {
        return Failure::Machine(format!("cannot read {shown}/{file}: {}", reason.kind()));
    }
    let words = match command(path).as_deref() {
        Some("run" | "merge") => format!(
            "{shown} holds a part of the results of `lichain run`: {file} is missing\nrun it again, or put {file} back"
        ),
        Some(other) => {
            let beside = if SHOWN_BESIDE.contains(&other) {
                format!("; `lichain report RESULTS --with {shown}` shows these beside them")
            } else {
                String::new()
            };
            format!(
                "{shown} holds results of `lichain {other}`, not of a run: it has no {file}\n\
                 results of `lichain run` are wanted{beside}"
            )
        }
        None => format!(
            "{shown} holds results of another command, or not all of a run: it has no {file}\n\
             results of `lichain run` are wanted"
        ),
    };
    Failure::Refused(words)
}

/// The command that wrote results, as `run.json` tells it.
fn command(path: &Path) -> Option<String> {
    #[derive(Deserialize)]
    struct Told {
        command: Vec<String>,
    }
    let bytes = fs::read(path.join("run.json")).ok()?;
    let told: Told = serde_json::from_slice(&bytes).ok()?;
    told.command.into_iter().nth(1)
}

/// Says what there is where trials to go on with were wanted.
pub(super) fn nothing_to_resume(path: &Path, file: &str, reason: &io::Error) -> Failure {
    let shown = path.display();
    if reason.kind() != io::ErrorKind::NotFound {
        return Failure::Machine(format!("cannot read {shown}/{file}: {}", reason.kind()));
    }
    let words = if !path.exists() {
        format!(
            "{shown} is not there: --resume goes on with results of `lichain run`{}",
            beside(path)
        )
    } else if path.join("trials.csv").is_file() {
        format!(
            "{shown} holds results of a run, but no {file}: its trials cannot be gone on with\n\
             run it anew, with --force in place of --resume or with another --out"
        )
    } else {
        match (command(path), runs(path).as_slice()) {
            (Some(other), _) => format!(
                "{shown} holds results of `lichain {other}`: --resume goes on with those of `lichain run`"
            ),
            (None, []) => format!(
                "{shown} holds no results to go on with: it has no {file}\nrun without --resume"
            ),
            (None, some) => format!("{shown} is no run but holds some; name {}", listed(some)),
        }
    };
    Failure::Refused(words)
}

/// Results in a directory, by name.
fn runs(path: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(path).into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = entries
        .map(|entry| entry.path())
        .filter(|path| path.join("run.json").is_file() && path.join("trials.csv").is_file())
        .collect();
    found.sort();
    let plainly = |path: PathBuf| path.strip_prefix(".").map_or(path.clone(), Path::to_owned);
    found.into_iter().map(plainly).collect()
}

fn listed(runs: &[PathBuf]) -> String {
    let names = runs.iter().take(MOST).map(|run| run.display().to_string());
    let names = names.collect::<Vec<_>>().join(", ");
    match runs.len().saturating_sub(MOST) {
        0 if runs.len() == 1 => names,
        0 => format!("one of {names}"),
        more => format!("one of {names} or {more} more"),
    }
}

/// Runs that lie where something was looked for that is not there.
fn beside(path: &Path) -> String {
    let above = path.parent().filter(|above| !above.as_os_str().is_empty());
    match runs(above.unwrap_or(Path::new("."))).as_slice() {
        [] => "\nresults of `lichain run` are wanted".to_owned(),
        some => format!(
            "\nresults of `lichain run` are wanted, such as {}",
            listed(some)
        ),
    }
}

/// The run that a file is of.
fn above(path: &Path) -> String {
    let above = path
        .parent()
        .filter(|above| above.join("run.json").is_file());
    above.map_or(String::new(), |above| match above.to_str() {
        Some("") | None => ": that is . here".to_owned(),
        Some(above) => format!(": {above}"),
    })
}
