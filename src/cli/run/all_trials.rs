//! `--all-trials`: every trial on its way into files while trials are at work.

use std::path::Path;
use std::sync::{Mutex, OnceLock, PoisonError};

use super::Asked;
use crate::cli::failure::Failure;
use crate::cli::terminal;
use crate::model::Model;
use crate::outcome::{Layout, TrialRow};
use crate::report::{self, AllTrials, Dialect, Directory, FileHash, Form};
use crate::study::{Progress, Rows};

/// Files below this are not worth a word [bytes].
const LARGE: u64 = 1_000_000_000;

/// Trials that are copied at a time.
const AT_ONCE: usize = 1024;

/// What was asked for, in a build that writes it.
pub(super) fn form(asked: &Asked) -> Result<Option<Form>, Failure> {
    let asked = asked.all_trials.as_deref();
    let form = asked.and_then(|asked| Form::ALL.into_iter().find(|(name, _)| *name == asked));
    match form {
        Some((_, Form::Parquet)) if !report::HAS_PARQUET => {
            Err(Failure::Input(report::NO_PARQUET.to_owned()))
        }
        form => Ok(form.map(|(_, form)| form)),
    }
}

/// The files that trials go to.
pub(super) struct Every<'a> {
    files: Mutex<AllTrials<'a>>,
    /// What failed first.
    failure: OnceLock<report::Failure>,
}

impl<'a> Every<'a> {
    /// With the trials that are there already in them; up to so many are still to come.
    pub(super) fn begin(
        form: Form,
        (models, layouts): (&'a [Model], &'a [Layout]),
        (trials, most): (&Progress, u64),
        (dialect, directory): (Dialect, &Directory),
    ) -> Result<Self, Failure> {
        refuse_folded(trials)?;
        let width: usize = layouts.iter().map(width).sum();
        let missing = most.max(trials.trials());
        warn_of_size(form, missing, (width, layouts.len()), directory.open()?);
        let mut files = AllTrials::new((models, layouts), (form, dialect), directory)?;
        copy(trials, layouts.len(), &mut files)?;
        Ok(Self {
            files: Mutex::new(files),
            failure: OnceLock::new(),
        })
    }

    /// Adds the trials that come next, unless something has failed.
    pub(super) fn add(&self, rows: &Rows<'_>) {
        if self.has_failed() {
            return;
        }
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        if let Err(failure) = files.add(rows.first(), &|variant| rows.of(variant)) {
            self.failure.get_or_init(|| failure);
        }
    }

    /// True where no other trial can be written.
    pub(super) fn has_failed(&self) -> bool {
        self.failure.get().is_some()
    }

    /// The files that are written.
    pub(super) fn finish(self) -> Result<Vec<FileHash>, Failure> {
        if let Some(failure) = self.failure.into_inner() {
            return Err(failure.into());
        }
        let files = self.files.into_inner();
        Ok(files.unwrap_or_else(PoisonError::into_inner).finish()?)
    }
}

const fn width(layout: &Layout) -> usize {
    layout.measures.len() + layout.parameters.len()
}

/// Of trials that were folded nobody knows each.
fn refuse_folded(trials: &Progress) -> Result<(), Failure> {
    match trials.kept() {
        Some(last) if trials.next() > last + 1 => Err(Failure::Input(format!(
            "--all-trials: of the {} trials that --resume goes on from only {last} are kept whole; \
             run them again without --resume, or go on without --all-trials",
            trials.trials()
        ))),
        _ => Ok(()),
    }
}

/// Writes the trials that are there already.
fn copy(trials: &Progress, variants: usize, files: &mut AllTrials) -> Result<(), Failure> {
    let there = trials.trials() as usize;
    for from in (0..there).step_by(AT_ONCE) {
        let to = there.min(from + AT_ONCE);
        let row = |columns: &[Vec<f64>], trial: usize| -> Vec<f64> {
            columns.iter().map(|column| column[trial]).collect()
        };
        let rows = |at: usize| (from..to).map(move |trial| (at, trial));
        let own = |(at, trial)| {
            (
                row(trials.measures(at), trial),
                row(trials.parameters(at), trial),
            )
        };
        let owned: Vec<Vec<_>> = (0..variants)
            .map(|at| rows(at).map(own).collect())
            .collect();
        let first = trials.first() + from as u64;
        files.add(first, &|at| owned[at].iter().map(lent).collect())?;
    }
    Ok(())
}

fn lent((measures, parameters): &(Vec<f64>, Vec<f64>)) -> TrialRow<'_> {
    TrialRow {
        measures,
        parameters,
    }
}

/// Says how large the files will be about, where that is much, and how much room there is.
fn warn_of_size(form: Form, trials: u64, (width, variants): (usize, usize), folder: &Path) {
    let numbers = u128::from(trials) * width as u128;
    let bytes = numbers * u128::from(form.bytes_a_number());
    if bytes < u128::from(LARGE) {
        return;
    }
    let room = free(folder).map(|free| {
        let enough = if u128::from(free) < bytes {
            ": too few; ask for fewer --trials, for --all-trials gzip, or name another disk by --out"
        } else {
            ""
        };
        format!("; {} are free there{enough}", told(free.into()))
    });
    let columns = width / variants.max(1);
    let files = if variants == 1 { "variant" } else { "variants" };
    terminal::warn_wrapped(&format!(
        "warning: --all-trials {} will take about {} ({trials} trials of {variants} {files} with {columns} columns){}",
        Form::ALL
            .into_iter()
            .find(|(_, other)| *other == form)
            .map_or("", |(name, _)| name),
        told(bytes),
        room.unwrap_or_default()
    ));
}

/// Bytes in words.
fn told(bytes: u128) -> String {
    match bytes as f64 {
        bytes if bytes < 1e12 => format!("{:.1} GB", bytes / 1e9),
        bytes => format!("{:.1} TB", bytes / 1e12),
    }
}

/// Bytes that are free where a directory is.
#[cfg(unix)]
fn free(folder: &Path) -> Option<u64> {
    let disk = rustix::fs::statvfs(folder).ok()?;
    Some(disk.f_bavail.saturating_mul(disk.f_frsize))
}

#[cfg(not(unix))]
fn free(_: &Path) -> Option<u64> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_told_in_three_digits_about() {
        assert_eq!(told(1_460_000_000), "1.5 GB");
        assert_eq!(told(2_300_000_000_000), "2.3 TB");
    }

    #[cfg(unix)]
    #[test]
    fn there_is_a_disk_below_every_folder() {
        let home = tempfile::tempdir().unwrap();
        assert!(free(home.path()).is_some_and(|free| free > 0));
        assert_eq!(free(&home.path().join("none")), None);
    }
}
