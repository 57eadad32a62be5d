//! What every CSV has in common: columns declared once, lines in the dialect that was asked for, files no longer
//! than a spreadsheet opens, and a hash of their bytes.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use sha2::{Digest, Sha256};

use super::cell;
use super::dialect::Dialect;
use super::directory::Failure;
use super::line::Line;
use super::manifest::{FileHash, hex};
use crate::calendar::Date;
use crate::measure::Better;

/// A column of a CSV and what a reader must know of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// What programs select it by; its heading, where that is English.
    pub name: String,
    /// True where it is named for a measure, a parameter or a lever, and headed so in every language.
    pub is_named: bool,
    /// Its unit; empty for words, `date` for dates.
    pub unit: String,
    /// Which tail is bad.
    pub better: Better,
    /// A sentence.
    pub meaning: String,
    /// Where its law comes from, for parameters.
    pub source: String,
    /// How far to trust that, for parameters.
    pub confidence: String,
}

impl Column {
    /// A column that is neither better high nor low.
    pub fn new(
        name: impl Into<String>,
        unit: impl Into<String>,
        meaning: impl Into<String>,
    ) -> Self {
        Self {
            name: name.into(),
            is_named: false,
            unit: unit.into(),
            better: Better::None,
            meaning: meaning.into(),
            source: String::new(),
            confidence: String::new(),
        }
    }

    /// The same, named for something of the scenario.
    pub fn named(
        name: impl Into<String>,
        unit: impl Into<String>,
        meaning: impl Into<String>,
    ) -> Self {
        Self {
            is_named: true,
            ..Self::new(name, unit, meaning)
        }
    }
}

/// A CSV of results.
pub trait Sheet {
    /// Its name without `.csv`.
    fn name(&self) -> &'static str;
    /// Its columns in order.
    fn columns(&self) -> Vec<Column>;
    /// Writes its lines, each with one cell a column.
    ///
    /// # Errors
    /// What the disk refused.
    fn lines(&self, lines: &mut Lines) -> csv::Result<()>;
    /// Which columns tell its lines apart, where there are such.
    fn key(&self) -> &'static [&'static str] {
        &[]
    }
}

/// What the cells of a column are, as far as they are not empty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// None has been written.
    #[default]
    Unknown,
    /// Whole numbers.
    Integer,
    /// Numbers.
    Number,
    /// Days.
    Date,
    /// Words, or of several kinds.
    Text,
}

impl Kind {
    /// What both are.
    pub(super) fn with(self, other: Self) -> Self {
        match (self, other) {
            (Self::Unknown, kind) | (kind, Self::Unknown) => kind,
            (one, other) if one == other => one,
            (Self::Integer, Self::Number) | (Self::Number, Self::Integer) => Self::Number,
            _ => Self::Text,
        }
    }
}

/// The name of a column whose cells are units.
pub(super) const UNIT: &str = "unit";

/// Lines of a CSV, cell by cell.
pub struct Lines<'a> {
    directory: &'a Path,
    name: &'static str,
    dialect: Dialect,
    columns: &'a [Column],
    line: Line<'a>,
    out: csv::Writer<Hashed<BufWriter<File>>>,
    /// Of the file that is being written, headings among them.
    rows: usize,
    /// The files that are full.
    parts: Vec<FileHash>,
}

impl<'a> Lines<'a> {
    /// The line that is being written, as it may go elsewhere.
    pub(super) const fn line(&mut self) -> &mut Line<'a> {
        &mut self.line
    }

    /// Adds words; what stands below `unit` in the words of the language.
    pub fn text(&mut self, words: &str) -> &mut Self {
        self.line.text(words);
        self
    }

    /// Adds a day so many days after another: `never` for infinitely many, an empty cell for an unknown number.
    pub fn date(&mut self, start: Date, days: f64) -> &mut Self {
        self.line.date(start, days);
        self
    }

    /// Adds a day as it is written in results, such as the first of a month.
    pub fn day(&mut self, written: &str) -> &mut Self {
        self.line.day(written);
        self
    }

    /// Adds a number; an empty cell where it is none.
    pub fn number(&mut self, value: f64) -> &mut Self {
        self.line.number(value);
        self
    }

    /// Adds a number where there is one, else an empty cell.
    pub fn known(&mut self, value: Option<f64>) -> &mut Self {
        self.number(value.unwrap_or(f64::NAN))
    }

    /// Adds a whole number.
    pub fn count(&mut self, value: impl Into<i128>) -> &mut Self {
        self.line.count(value);
        self
    }

    /// Ends the line; one that the file has no room for begins another.
    ///
    /// # Errors
    /// What the disk refused.
    pub fn end(&mut self) -> csv::Result<()> {
        if self.rows >= self.dialect.most_rows.max(2) {
            self.close()?;
            let path = self.directory.join(part(self.name, self.parts.len() + 1));
            self.out = open(&path, self.dialect)?;
            self.headings()?;
        }
        self.out.write_record(self.line.cells())?;
        self.line.clear();
        self.rows += 1;
        Ok(())
    }

    fn headings(&mut self) -> csv::Result<()> {
        self.out
            .write_record(headings(self.columns, self.dialect))?;
        self.rows = 1;
        Ok(())
    }

    /// Flushes the file and keeps its hash.
    fn close(&mut self) -> io::Result<()> {
        self.out.flush()?;
        let sha256 = hex(&self.out.get_ref().hash.clone().finalize());
        let file = part(self.name, self.parts.len() + 1);
        self.parts.push(FileHash { file, sha256 });
        Ok(())
    }
}

/// What stands above some columns.
pub(super) fn headings(columns: &[Column], dialect: Dialect) -> impl Iterator<Item = String> {
    let cell = move |column| cell::text(&dialect.heading(column)).into_owned();
    columns.iter().map(cell)
}

/// The name of a part of a sheet, counted from 1.
pub(super) fn part(sheet: &str, number: usize) -> String {
    match number {
        1 => format!("{sheet}.csv"),
        _ => format!("{sheet}-{number}.csv"),
    }
}

/// A sheet that was written.
pub(super) struct Written {
    pub name: &'static str,
    pub columns: Vec<Column>,
    pub kinds: Vec<Kind>,
    pub key: &'static [&'static str],
    /// Its files, in order.
    pub files: Vec<FileHash>,
}

impl Written {
    /// What a spreadsheet does not open whole, in words.
    pub fn warnings(&self, dialect: Dialect) -> Vec<String> {
        let (name, parts, wide) = (self.name, self.files.len(), self.columns.len());
        let (rows, columns) = (dialect.most_rows, dialect.most_columns);
        let long = format!(
            "{name}.csv has more rows than the {rows} that a spreadsheet opens: it goes on in {} (each with \
             headings; lichain reads them as one)",
            match parts {
                2 => part(name, 2),
                _ => format!("{} to {}", part(name, 2), part(name, parts)),
            }
        );
        let wide_words = format!(
            "{name}.csv has {wide} columns; a spreadsheet opens {columns} and leaves out the rest without a word"
        );
        let told = [(parts > 1, long), (wide > columns, wide_words)];
        let told = told.into_iter();
        told.filter_map(|(holds, words)| holds.then_some(words))
            .collect()
    }
}

/// Writes a sheet into a directory.
pub(super) fn write(
    sheet: &dyn Sheet,
    dialect: Dialect,
    directory: &Path,
) -> Result<Written, Failure> {
    let columns = sheet.columns();
    let path = directory.join(part(sheet.name(), 1));
    let (kinds, files) = write_parts(sheet, &columns, dialect, directory)
        .map_err(|reason| Failure::machine("write", &path, &reason))?;
    Ok(Written {
        name: sheet.name(),
        key: sheet.key(),
        columns,
        kinds,
        files,
    })
}

fn write_parts(
    sheet: &dyn Sheet,
    columns: &[Column],
    dialect: Dialect,
    directory: &Path,
) -> io::Result<(Vec<Kind>, Vec<FileHash>)> {
    let out = open(&directory.join(part(sheet.name(), 1)), dialect)?;
    let mut lines = Lines {
        directory,
        name: sheet.name(),
        dialect,
        columns,
        line: Line::new(dialect, columns),
        out,
        rows: 0,
        parts: Vec::new(),
    };
    lines.headings()?;
    sheet.lines(&mut lines)?;
    lines.close()?;
    Ok((lines.line.into_kinds(), lines.parts))
}

fn open(path: &Path, dialect: Dialect) -> io::Result<csv::Writer<Hashed<BufWriter<File>>>> {
    dialect.writer(Hashed::new(BufWriter::new(File::create(path)?)))
}

/// Hashes what passes through it.
pub(super) struct Hashed<W> {
    out: W,
    hash: Sha256,
}

impl<W: Write> Hashed<W> {
    /// Nothing has passed yet.
    pub fn new(out: W) -> Self {
        let hash = Sha256::new();
        Self { out, hash }
    }

    /// Flushes, and gives what is to be hashed.
    pub fn finish(mut self) -> io::Result<Sha256> {
        self.out.flush()?;
        Ok(self.hash)
    }
}

impl<W: Write> Write for Hashed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.hash.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
