//! `all-trials/VARIANT-FIRST.csv`, `.csv.gz` or `.parquet`: the lines of `trials.csv` of every trial, written as
//! trials come, so that there may be more of them than memory holds.
//!
//! A file has the trials of one variant between two bounds that are the same in every run; whatever else could
//! tell one run from another (waves, threads, pauses) leaves no trace in it.

mod text;
#[cfg(feature = "parquet")]
mod typed;

use std::fs::{self, File};
use std::io::{self, BufWriter};
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::directory::{Directory, Failure};
use super::manifest::FileHash;
use super::sheet::Hashed;
use super::trials::{Places, TrialColumns};
use super::{Column, Dialect};
use crate::model::Model;
use crate::outcome::{Layout, TrialRow};
use text::Text;
#[cfg(feature = "parquet")]
use typed::Typed;

/// Where the files are, inside the results.
pub const FOLDER: &str = "all-trials";

/// Trials of a file at most: a spreadsheet opens them with their headings.
pub const TRIALS_A_FILE: u64 = 1_000_000;

/// How all trials are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// As `trials.csv` is.
    Csv,
    /// The same, compressed.
    Gzip,
    /// With types, in builds with that feature.
    Parquet,
}

impl Form {
    /// Each with what it is called on the command line.
    pub const ALL: [(&'static str, Self); 3] = [
        ("csv", Self::Csv),
        ("gzip", Self::Gzip),
        ("parquet", Self::Parquet),
    ];

    /// How names of files end.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Gzip => "csv.gz",
            Self::Parquet => "parquet",
        }
    }

    /// Bytes that a number takes, about, as measured on the shipped scenarios.
    #[must_use]
    pub const fn bytes_a_number(self) -> u64 {
        match self {
            Self::Csv => 14,
            Self::Gzip => 6,
            Self::Parquet => 8,
        }
    }
}

/// Files that trials are written to.
pub struct AllTrials<'a> {
    table: Table<'a>,
    variants: Vec<Variant<'a>>,
}

/// What the files of all variants have in common.
struct Table<'a> {
    columns: TrialColumns<'a>,
    described: Vec<Column>,
    dialect: Dialect,
    form: Form,
    folder: PathBuf,
    trials_a_file: u64,
}

/// The files of a variant.
struct Variant<'a> {
    id: &'a str,
    places: Places,
    open: Option<Open>,
    written: Vec<FileHash>,
}

/// A file that has room for more trials.
struct Open {
    name: String,
    path: PathBuf,
    /// The last trial that it has room for.
    last: u64,
    content: Content,
}

enum Content {
    Text(Text),
    #[cfg(feature = "parquet")]
    Typed(Typed),
}

/// Trials of a variant, from one on.
struct Stretch<'r, 'a> {
    variant: (&'r str, &'r Places),
    first: u64,
    rows: &'r [TrialRow<'a>],
}

impl<'a> AllTrials<'a> {
    /// Files of the results of these models, each with the layout of its results; none yet.
    ///
    /// # Errors
    /// A form that this build does not write, and what the machine refused.
    pub fn new(
        (models, layouts): (&'a [Model], &'a [Layout]),
        (form, dialect): (Form, Dialect),
        directory: &Directory,
    ) -> Result<Self, Failure> {
        if form == Form::Parquet && !super::HAS_PARQUET {
            return Err(Failure::Refused(super::NO_PARQUET.to_owned()));
        }
        let folder = directory.open()?.join(FOLDER);
        fs::create_dir(&folder).map_err(|reason| Failure::machine("make", &folder, &reason))?;
        let columns = TrialColumns::new(models, layouts.iter());
        let variant = |(model, layout): (&'a Model, &Layout)| Variant {
            id: &model.variant,
            places: columns.places(layout),
            open: None,
            written: Vec::new(),
        };
        Ok(Self {
            variants: models.iter().zip(layouts).map(variant).collect(),
            table: Table {
                described: columns.described(),
                columns,
                dialect,
                form,
                folder,
                trials_a_file: TRIALS_A_FILE,
            },
        })
    }

    /// The same with another number of trials a file.
    #[must_use]
    pub const fn cut_at(mut self, trials_a_file: u64) -> Self {
        self.table.trials_a_file = trials_a_file;
        self
    }

    /// Adds the trials that come next, from one on; `rows` has those of a variant by its position.
    ///
    /// # Errors
    /// What the machine refused, with the path.
    pub fn add<'r>(
        &mut self,
        first: u64,
        rows: &(dyn Fn(usize) -> Vec<TrialRow<'r>> + Sync),
    ) -> Result<(), Failure> {
        let table = &self.table;
        let variants = self.variants.par_iter_mut().enumerate();
        let added = variants.map(|(at, variant)| variant.add(table, first, &rows(at)));
        added.collect()
    }

    /// Ends the files that are open and gives the names and hashes of all, variant by variant.
    ///
    /// # Errors
    /// What the machine refused, with the path.
    pub fn finish(self) -> Result<Vec<FileHash>, Failure> {
        let table = &self.table;
        let each = self.variants.into_par_iter();
        let each = each.map(|mut variant| {
            variant.close(table)?;
            Ok(variant.written)
        });
        let written: Vec<Vec<FileHash>> = each.collect::<Result<_, Failure>>()?;
        Ok(written.concat())
    }
}

impl Variant<'_> {
    fn add(&mut self, table: &Table, mut first: u64, mut rows: &[TrialRow]) -> Result<(), Failure> {
        while !rows.is_empty() {
            let mut open = match self.open.take() {
                Some(open) => open,
                None => Open::new(table, self.id, first)?,
            };
            let room = (open.last - first + 1).min(rows.len() as u64);
            let (own, rest) = rows.split_at(room as usize);
            let some = Stretch {
                variant: (self.id, &self.places),
                first,
                rows: own,
            };
            let added = open.content.add(table, &some);
            added.map_err(|reason| failed(&open.path, &reason))?;
            let is_full = first + room > open.last;
            self.open = Some(open);
            if is_full {
                self.close(table)?;
            }
            (first, rows) = (first + room, rest);
        }
        Ok(())
    }

    fn close(&mut self, table: &Table) -> Result<(), Failure> {
        let Some(open) = self.open.take() else {
            return Ok(());
        };
        let sha256 = open.content.finish(table, (self.id, &self.places));
        let sha256 = sha256.map_err(|reason| failed(&open.path, &reason))?;
        let file = format!("{FOLDER}/{}", open.name);
        self.written.push(FileHash { file, sha256 });
        Ok(())
    }
}

impl Open {
    /// Of a variant, from a trial on.
    fn new(table: &Table, variant: &str, first: u64) -> Result<Self, Failure> {
        let name = format!("{variant}-{first:012}.{}", table.form.ending());
        let path = table.folder.join(&name);
        let own = bounds(first, table.trials_a_file);
        let content = Content::new(table, &path).map_err(|reason| failed(&path, &reason))?;
        Ok(Self {
            name,
            path,
            last: *own.end(),
            content,
        })
    }
}

impl Content {
    fn new(table: &Table, path: &Path) -> io::Result<Self> {
        let out = Hashed::new(BufWriter::new(File::create_new(path)?));
        match table.form {
            Form::Csv | Form::Gzip => Text::new(table, out).map(Self::Text),
            #[cfg(feature = "parquet")]
            Form::Parquet => Ok(Self::Typed(Typed::new(table, out))),
            #[cfg(not(feature = "parquet"))]
            Form::Parquet => Err(io::Error::other(super::NO_PARQUET)),
        }
    }

    fn add(&mut self, table: &Table, some: &Stretch) -> io::Result<()> {
        match self {
            Self::Text(text) => text.add(table, some),
            #[cfg(feature = "parquet")]
            Self::Typed(typed) => typed.add(table, some),
        }
    }

    #[cfg_attr(
        not(feature = "parquet"),
        expect(unused_variables, reason = "types wait for it")
    )]
    fn finish(self, table: &Table, variant: (&str, &Places)) -> io::Result<String> {
        match self {
            Self::Text(text) => text.finish(),
            #[cfg(feature = "parquet")]
            Self::Typed(typed) => typed.finish(table, variant),
        }
    }
}

/// The trials that share a file with one, where files have so many.
const fn bounds(trial: u64, trials_a_file: u64) -> RangeInclusive<u64> {
    let before = (trial - 1) / trials_a_file * trials_a_file;
    before + 1..=before.saturating_add(trials_a_file)
}

/// What is done about it is the same whatever the machine says.
fn failed(path: &Path, reason: &io::Error) -> Failure {
    let Failure::Machine(words) = Failure::machine("write", path, reason) else {
        return Failure::machine("write", path, reason);
    };
    Failure::Machine(format!(
        "{words}; nothing was kept: free some room, name another disk by --out, ask for fewer --trials or for \
         --all-trials gzip, which takes less than half of csv"
    ))
}
