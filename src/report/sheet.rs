//! What every CSV has in common: columns declared once, lines, a hash of its bytes.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use sha2::{Digest, Sha256};

use super::cell;
use super::directory::Failure;
use super::manifest::{FileHash, hex};
use crate::measure::Better;

/// A column of a CSV and what a reader must know of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Its heading.
    pub name: String,
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
            unit: unit.into(),
            better: Better::None,
            meaning: meaning.into(),
            source: String::new(),
            confidence: String::new(),
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
}

/// Lines of a CSV, cell by cell.
pub struct Lines<'a> {
    writer: csv::Writer<Box<dyn Write + 'a>>,
    line: csv::StringRecord,
}

impl Lines<'_> {
    /// Adds words.
    pub fn text(&mut self, words: &str) -> &mut Self {
        self.line.push_field(&cell::text(words));
        self
    }

    /// Adds a number; an empty cell where it is none.
    pub fn number(&mut self, value: f64) -> &mut Self {
        self.line.push_field(&cell::number(value));
        self
    }

    /// Adds a number where there is one, else an empty cell.
    pub fn known(&mut self, value: Option<f64>) -> &mut Self {
        self.number(value.unwrap_or(f64::NAN))
    }

    /// Adds a whole number.
    pub fn count(&mut self, value: impl Into<i128>) -> &mut Self {
        self.line.push_field(&value.into().to_string());
        self
    }

    /// Ends the line.
    ///
    /// # Errors
    /// What the disk refused.
    pub fn end(&mut self) -> csv::Result<()> {
        self.writer.write_record(&self.line)?;
        self.line.clear();
        Ok(())
    }
}

/// Writes a sheet into a directory and returns the hash of its bytes.
pub fn write(sheet: &dyn Sheet, directory: &Path) -> Result<FileHash, Failure> {
    let file = format!("{}.csv", sheet.name());
    let path = directory.join(&file);
    let written = File::create(&path).and_then(|out| write_to(sheet, out));
    match written {
        Ok(sha256) => Ok(FileHash { file, sha256 }),
        Err(reason) => Err(Failure::machine("write", &path, &reason)),
    }
}

fn write_to(sheet: &dyn Sheet, out: impl Write) -> io::Result<String> {
    let mut hashed = Hashed {
        out: BufWriter::new(out),
        hash: Sha256::new(),
    };
    let mut lines = Lines {
        writer: csv::Writer::from_writer(Box::new(&mut hashed)),
        line: csv::StringRecord::new(),
    };
    for column in sheet.columns() {
        lines.text(&column.name);
    }
    lines.end()?;
    sheet.lines(&mut lines)?;
    lines.writer.flush()?;
    drop(lines);
    Ok(hex(&hashed.hash.finalize()))
}

/// Hashes what passes through it.
struct Hashed<W> {
    out: W,
    hash: Sha256,
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
