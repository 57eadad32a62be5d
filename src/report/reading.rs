//! Tables of results read back, whatever language they were written in: headings become names, units symbols,
//! numbers those of programs, and the parts of a long table one.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::dialect::Dialect;
use super::sheet::{UNIT, part};
use super::words::Locale;

#[derive(Deserialize)]
struct Told {
    /// Not there in results of an earlier version, which were all English.
    #[serde(default)]
    locale: String,
}

/// The language of the tables in a directory, as `run.json` tells it; English where it tells nothing.
#[must_use]
pub fn language(directory: &Path) -> Locale {
    let told = fs::read(directory.join("run.json")).ok();
    told.map_or(Locale::En, |bytes| language_of(&bytes))
}

/// The same from the bytes of `run.json`.
pub(super) fn language_of(manifest: &[u8]) -> Locale {
    let told: Option<Told> = serde_json::from_slice(manifest).ok();
    told.and_then(|told| Locale::of_code(&told.locale))
        .unwrap_or_default()
}

/// The files of a table, in order; the first whether it is there or not.
pub(super) fn parts(directory: &Path, sheet: &str) -> Vec<PathBuf> {
    let more = (2..).map(|number| directory.join(part(sheet, number)));
    let first = directory.join(part(sheet, 1));
    std::iter::once(first)
        .chain(more.take_while(|path| path.is_file()))
        .collect()
}

/// A part of a table that is read.
pub(super) struct Reading<'a> {
    reader: csv::Reader<&'a [u8]>,
    dialect: Dialect,
    /// Names of the columns.
    pub names: csv::StringRecord,
}

impl<'a> Reading<'a> {
    /// Reads the headings.
    ///
    /// # Errors
    /// What is no table.
    pub fn new(bytes: &'a [u8], locale: Locale) -> csv::Result<Self> {
        let dialect = Dialect::of(locale);
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let mut reader = dialect.reader(bytes);
        let headings = reader.headers()?.iter();
        let names = headings.map(|heading| locale.name_of(&dialect.read_back(heading)));
        Ok(Self {
            names: names.collect(),
            reader,
            dialect,
        })
    }

    /// The lines, as an English table has them.
    ///
    /// # Errors
    /// Lines that are not as long as their headings.
    pub fn lines(self) -> impl Iterator<Item = csv::Result<csv::StringRecord>> + 'a {
        let (dialect, names) = (self.dialect, self.names);
        let cell = move |(at, written): (usize, &str)| {
            if names.get(at) == Some(UNIT) {
                return dialect.locale.symbols(&dialect.read_back(written));
            }
            dialect.read_back(written)
        };
        let lines = self.reader.into_records();
        // English lines are so already, but for guarded words.
        let is_so = move |line: &csv::StringRecord| {
            dialect.locale == Locale::En && !line.iter().any(|cell| cell.starts_with('\''))
        };
        lines.map(move |line| match line? {
            line if is_so(&line) => Ok(line),
            line => Ok(line.iter().enumerate().map(&cell).collect()),
        })
    }
}

/// Names of columns, and lines.
pub(super) type Whole = (csv::StringRecord, Vec<csv::StringRecord>);

/// All lines of a table in a directory with the names of its columns; nothing where there is no such table.
///
/// # Errors
/// The file, and what is wrong with it.
pub(super) fn read(directory: &Path, sheet: &str) -> Result<Option<Whole>, (PathBuf, csv::Error)> {
    let locale = language(directory);
    let (mut names, mut lines) = (None, Vec::new());
    for path in parts(directory, sheet) {
        let bytes = match fs::read(&path) {
            Err(reason) if reason.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(reason) => return Err((path, reason.into())),
            Ok(bytes) => bytes,
        };
        let added = Reading::new(&bytes, locale).and_then(|reading| {
            names.get_or_insert_with(|| reading.names.clone());
            reading.lines().try_for_each(|line| {
                lines.push(line?);
                Ok(())
            })
        });
        added.map_err(|reason| (path, reason))?;
    }
    Ok(names.map(|names| (names, lines)))
}
