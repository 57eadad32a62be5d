//! What `verify` tells: what results they are, a table of files, and the verdict.

use std::fmt::Write;
use std::path::Path;

use super::files::{Again, Checked, File};
use crate::cli::failure::Failure;
use crate::cli::table::{self, Align};
use crate::cli::terminal;
use crate::random;
use crate::report::{Record, Since};

/// Words of a stranger, none of which a terminal would obey.
pub fn plain(text: &str) -> String {
    let plain = |c: char| if c.is_control() { '\u{fffd}' } else { c };
    text.chars().map(plain).collect()
}

/// What results they are.
pub fn heading(directory: &Path, record: &Record) -> String {
    let command = record.command.get(1).map_or("?", String::as_str);
    let mut told = format!(
        "{}: `lichain {}` of {}, {} trials, seed {}\nwritten by lichain {}",
        directory.display(),
        plain(command),
        plain(&record.scenario),
        record.trials,
        record.seed,
        plain(&record.lichain)
    );
    let (machine, started) = (&record.machine, &record.started);
    if !started.is_empty() {
        let _ = write!(told, ", {}", plain(started));
    }
    if !machine.os.is_empty() {
        let _ = write!(told, " ({} {})", plain(&machine.os), plain(&machine.arch));
    }
    told.push('\n');
    let own = env!("CARGO_PKG_VERSION");
    if record.lichain != own || record.rng != random::GENERATION {
        let words = format!(
            "this is lichain {own} (rng {} there, {} here): numbers may have changed in between, as \
             CHANGELOG.md says under \"Values\"\n",
            record.rng,
            random::GENERATION
        );
        told += &words;
    }
    told
}

/// A line for each file.
pub fn table(checked: &Checked) -> String {
    let is_run = checked
        .files
        .iter()
        .any(|file| file.again != Again::Unknown);
    let mut heading = vec!["files", "since written"];
    if is_run {
        heading.push("run again");
    }
    let heading: Vec<String> = heading.into_iter().map(String::from).collect();
    let row = |file: &File| {
        let mut row = vec![plain(&file.name), since(file)];
        if is_run {
            row.push(again(file).to_owned());
        }
        row
    };
    let rows: Vec<Vec<String>> = checked.files.iter().map(row).collect();
    format!(
        "\n{}",
        table::aligned(&heading, &rows, &[Align::Left; 3], 0)
    )
}

fn since(file: &File) -> String {
    match &file.since {
        None => "not listed".to_owned(),
        Some(Since::Unchanged) => "unchanged".to_owned(),
        Some(Since::Changed) => "CHANGED".to_owned(),
        Some(Since::Missing) => "MISSING".to_owned(),
        Some(Since::Unreadable(reason)) => format!("UNREADABLE: {}", plain(reason)),
    }
}

const fn again(file: &File) -> &'static str {
    match file.again {
        Again::Unknown => "",
        Again::Same => "same",
        Again::Differs(_) => "DIFFERS",
        Again::NotWritten => "NOT WRITTEN",
        Again::NotByThisBuild => "not by this build",
    }
}

/// The table, where things differ, what else is there, and the verdict.
pub fn end(
    directory: &Path,
    record: &Record,
    checked: &Checked,
    again: Option<&Record>,
) -> Result<(), Failure> {
    let mut told = table(checked) + "\n" + &differences(checked);
    for other in &checked.others {
        let line = format!("{} {}", plain(&other.name), other.words);
        told += &(terminal::wrapped(&line, terminal::prose(), 2) + "\n");
    }
    let shown = directory.display();
    if !checked.is_good() {
        terminal::print(&told)?;
        return Err(Failure::Unmet(failed(directory, record, checked, again)));
    }
    let files = counted(checked.files.len());
    let _ = match again {
        Some(_) => writeln!(
            told,
            "verified: run again, {shown} has the same bytes in {files}"
        ),
        None => writeln!(
            told,
            "unchanged: {files} of {shown} as run.json lists them; without --quick they are also run again"
        ),
    };
    terminal::print(&told)
}

fn counted(files: usize) -> String {
    match files {
        1 => "1 file".to_owned(),
        files => format!("all {files} files"),
    }
}

/// The first place at which each file differs.
fn differences(checked: &Checked) -> String {
    let mut told = String::new();
    for file in &checked.files {
        if let Again::Differs(words) = &file.again {
            let line = format!("{}: {words}", plain(&file.name));
            let _ = writeln!(told, "{}", terminal::wrapped(&line, terminal::prose(), 2));
        }
    }
    if let Some(words) = &checked.record {
        let _ = writeln!(told, "run.json: {words}");
    }
    told
}

/// What is wrong, and whose doing it looks like.
fn failed(directory: &Path, record: &Record, checked: &Checked, again: Option<&Record>) -> String {
    let bad: Vec<&File> = checked
        .files
        .iter()
        .filter(|file| !file.is_good())
        .collect();
    let read = checked.others.iter().filter(|other| other.is_read);
    let mut names: Vec<String> = bad.iter().map(|file| plain(&file.name)).collect();
    names.extend(read.map(|other| plain(&other.name)));
    names.extend(checked.record.as_ref().map(|_| "run.json".to_owned()));
    let mut told = format!(
        "{} is not as it was written: {}",
        directory.display(),
        names.join(", ")
    );
    // Files as they were written that come out otherwise are nobody's edit.
    let is_untouched = |file: &&File| file.since == Some(Since::Unchanged);
    if again.is_some() && !bad.is_empty() && bad.iter().all(is_untouched) {
        told = format!(
            "{} does not come out again: {}; its files are as they were written",
            directory.display(),
            names.join(", ")
        );
        if record.lichain == env!("CARGO_PKG_VERSION") {
            told += "\nThe same version should write the same bytes: please report it, unless its code was changed";
        }
    }
    told
}
