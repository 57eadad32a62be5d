//! The files of results: as they were written, and as they come out again.

use std::path::{Path, PathBuf};

use super::others::{self, Other};
use crate::cli::failure::Failure;
use crate::report::{self, Dialect, FileHash, Locale, Record, Since};

/// How a file comes out when it is written again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Again {
    /// Nobody has tried.
    Unknown,
    /// Byte for byte as it is.
    Same,
    /// Otherwise, with the first place at which it differs.
    Differs(String),
    /// Not at all.
    NotWritten,
    /// This build of lichain does not write it.
    NotByThisBuild,
}

/// A file that run.json lists, or that is written without being listed.
pub struct File {
    /// Its name below the directory.
    pub name: String,
    /// What became of it since; nothing where no hash of it was kept.
    pub since: Option<Since>,
    /// How it comes out again.
    pub again: Again,
}

impl File {
    /// True where it is what it should be, as far as is known.
    pub fn is_good(&self) -> bool {
        let kept = self
            .since
            .as_ref()
            .is_none_or(|since| *since == Since::Unchanged);
        let same = [Again::Unknown, Again::Same, Again::NotByThisBuild];
        kept && same.contains(&self.again)
    }

    fn is_there(&self) -> bool {
        !matches!(self.since, Some(Since::Missing | Since::Unreadable(_)))
    }
}

/// All files of a directory of results.
pub struct Checked {
    directory: PathBuf,
    /// Those that must be right.
    pub files: Vec<File>,
    /// What else is there.
    pub others: Vec<Other>,
    /// What run.json itself says otherwise than it should.
    pub record: Option<String>,
}

impl Checked {
    /// Holds every file against its hash in run.json.
    pub fn by_hash(directory: &Path, record: &Record) -> Self {
        let file = |listed: &FileHash| File {
            name: listed.file.clone(),
            since: Some(report::since_within(directory, listed)),
            again: Again::Unknown,
        };
        Self {
            directory: directory.to_owned(),
            files: record.outputs.iter().map(file).collect(),
            others: others::others(directory, record),
            record: None,
        }
    }

    /// Holds every file against the same written again.
    pub fn compare(
        &mut self,
        record: &Record,
        place: &Path,
        again: &Record,
    ) -> Result<(), Failure> {
        let dialect = Dialect::of(Locale::of_code(&record.locale).unwrap_or_default());
        for file in &mut self.files {
            file.again = compared(&self.directory, place, file, dialect)?;
        }
        self.take_unlisted(again, place, dialect)?;
        if self.directory.join(report::KEPT).is_file() && place.join(report::KEPT).is_file() {
            self.files.push(kept(&self.directory, place));
        }
        self.others = others::judged(std::mem::take(&mut self.others), &self.directory);
        let differs = record.difference(again);
        self.record = differs.map(|(key, here, again)| {
            let (here, again) = (super::told::plain(&here), super::told::plain(&again));
            format!("{key}: {here} here, {again} run again")
        });
        Ok(())
    }

    /// Files that are there and are written again, but that run.json does not list.
    fn take_unlisted(
        &mut self,
        again: &Record,
        place: &Path,
        dialect: Dialect,
    ) -> Result<(), Failure> {
        for output in &again.outputs {
            let is_listed = self.files.iter().any(|file| file.name == output.file);
            if is_listed || !self.directory.join(&output.file).is_file() {
                continue;
            }
            let mut file = File {
                name: output.file.clone(),
                since: None,
                again: Again::Unknown,
            };
            file.again = compared(&self.directory, place, &file, dialect)?;
            self.others.retain(|other| other.name != file.name);
            self.files.push(file);
        }
        Ok(())
    }

    /// True where everything is as it should be.
    pub fn is_good(&self) -> bool {
        self.record.is_none()
            && self.files.iter().all(File::is_good)
            && !self.others.iter().any(|other| other.is_read)
    }
}

fn compared(
    directory: &Path,
    place: &Path,
    file: &File,
    dialect: Dialect,
) -> Result<Again, Failure> {
    let (here, again) = (directory.join(&file.name), place.join(&file.name));
    let is_parquet = again.extension().is_some_and(|kind| kind == "parquet");
    if !again.is_file() {
        let foreign = is_parquet && !report::HAS_PARQUET;
        return Ok(if foreign {
            Again::NotByThisBuild
        } else {
            Again::NotWritten
        });
    }
    if !file.is_there() {
        return Ok(Again::Unknown);
    }
    let found = report::difference(&here, &again, dialect).map_err(|reason| {
        let told = format!("cannot compare {}: {reason}", here.display());
        Failure::Machine(told)
    })?;
    Ok(found.map_or(Again::Same, Again::Differs))
}

/// The trials that `--resume` goes on from.
fn kept(directory: &Path, place: &Path) -> File {
    let again = match report::difference_of_kept(directory, place) {
        Ok(None) => Again::Same,
        Ok(Some(words)) => Again::Differs(words),
        Err(fault) => Again::Differs(format!("it {}", fault.words())),
    };
    File {
        name: report::KEPT.to_owned(),
        since: None,
        again,
    }
}
