//! Tables of results read back, whatever language they were written in: headings become names, units symbols,
//! numbers those of programs, and the parts of a long table one. A spreadsheet may have saved them with separators,
//! decimal signs and dates of its own country: the first line tells.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::dialect::Dialect;
use super::sheet::{UNIT, part};
use super::words::Locale;
use crate::calendar::Date;

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
    /// The language of headings and units.
    locale: Locale,
    /// Whose separators and numbers they are.
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
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let dialect = dialect_of(bytes, locale);
        let mut reader = dialect.reader(bytes);
        let headings = reader.headers()?.iter();
        let names = headings.map(|heading| locale.name_of(&dialect.read_back(heading)));
        Ok(Self {
            names: names.collect(),
            reader,
            locale,
            dialect,
        })
    }

    /// The lines, as an English table has them.
    ///
    /// # Errors
    /// Lines that are not as long as their headings.
    pub fn lines(self) -> impl Iterator<Item = csv::Result<csv::StringRecord>> + 'a {
        let (locale, dialect, names) = (self.locale, self.dialect, self.names);
        let is_plain = locale == Locale::En && dialect == Dialect::default();
        let cell = move |(at, written): (usize, &str)| {
            if names.get(at) == Some(UNIT) {
                return locale.symbols(&dialect.read_back(written));
            }
            let cell = dialect.read_back(written);
            if is_plain {
                cell
            } else {
                iso(&cell).unwrap_or(cell)
            }
        };
        let lines = self.reader.into_records();
        // English lines are so already, but for guarded words.
        let is_so = move |line: &csv::StringRecord| {
            is_plain && !line.iter().any(|cell| cell.starts_with('\''))
        };
        lines.map(move |line| match line? {
            line if is_so(&line) => Ok(line),
            line => Ok(line.iter().enumerate().map(&cell).collect()),
        })
    }
}

/// How a table was written last: as its language has it, unless its first line has the separator of others.
fn dialect_of(bytes: &[u8], locale: Locale) -> Dialect {
    let usual = Dialect::of(locale);
    let of = |separator: u8| {
        Locale::ALL
            .map(Dialect::of)
            .into_iter()
            .find(|d| d.separator() as u8 == separator)
    };
    let mut first = bytes.iter().take_while(|byte| **byte != b'\n');
    let found = first.find(|byte| [b',', b';'].contains(byte));
    match found {
        Some(&separator) if usual.separator() as u8 != separator => of(separator).unwrap_or(usual),
        _ => usual,
    }
}

/// A date as spreadsheets write it where the comma is decimal, 31.12.2031 or 31/12/2031, the way programs do.
fn iso(cell: &str) -> Option<String> {
    let mark = ['.', '/']
        .into_iter()
        .find(|mark| cell.matches(*mark).count() == 2)?;
    let mut parts = cell.split(mark);
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    let day = day.parse::<u8>().ok()?;
    let month = month.parse::<u8>().ok()?;
    let date = format!("{year}-{month:02}-{day:02}");
    Date::parse(&date).map(|_| date)
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

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str, locale: Locale) -> Vec<Vec<String>> {
        let reading = Reading::new(text.as_bytes(), locale).unwrap();
        let names = reading.names.iter().map(str::to_owned).collect();
        let lines = reading.lines().map(Result::unwrap);
        let lines = lines.map(|line| line.iter().map(str::to_owned).collect());
        std::iter::once(names).chain(lines).collect()
    }

    #[test]
    fn a_table_is_read_as_it_was_before_a_spreadsheet_saved_it() {
        let written = "variant,trial,cost,opens\na,1,-0.5,2031-03-01\na,2,1.5e12,never\n";
        let saved =
            "\u{feff}variant;trial;cost;opens\r\na;1;-0,5;01.03.2031\r\na;2;1,5E+12;never\r\n";
        let read = cells(&saved.replace("E+", "e"), Locale::En);
        assert_eq!(read, cells(written, Locale::En));
        let saved = saved.replace("01.03.2031", "1/3/2031").replace("E+", "e");
        assert_eq!(cells(&saved, Locale::En), read);
        // Words of another language, numbers of programs.
        let heading = Locale::Ru.heading("variant");
        let read = cells(&format!("{heading},x\na,1.5\n"), Locale::Ru);
        assert_eq!(read, [["variant", "x"], ["a", "1.5"]]);
    }

    #[test]
    fn only_days_that_there_are_become_dates() {
        for (cell, date) in [
            ("31.12.2031", Some("2031-12-31")),
            ("1/3/2031", Some("2031-03-01")),
            ("30.02.2031", None),
            ("1.2.3", None),
            ("1.5", None),
            ("a/b/2031", None),
        ] {
            assert_eq!(iso(cell).as_deref(), date, "{cell}");
        }
    }
}
