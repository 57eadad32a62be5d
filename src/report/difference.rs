//! Where two files that should be the same differ first, in words: of tables the line, the column and both cells.

use std::fs::{self, File};
use std::io::{self, BufReader, Read};
use std::path::Path;

use csv::ByteRecord;

use super::dialect::Dialect;

/// Bytes that are read at once.
const AT_ONCE: usize = 1 << 16;
/// Characters of a value that are shown.
const SHOWN: usize = 60;

/// The first difference between a file and the same written again; nothing where there is none.
///
/// # Errors
/// What the machine refused.
pub fn difference(here: &Path, again: &Path, dialect: Dialect) -> io::Result<Option<String>> {
    let Some(byte) = first_byte(here, again)? else {
        return Ok(None);
    };
    let kind = here.extension().and_then(|kind| kind.to_str());
    let told = match kind {
        Some("csv") => in_table(here, again, dialect)?.or_else(|| {
            let words = "the same cells, written otherwise (line ends, quotes, byte order mark)";
            Some(format!("{words}, from byte {byte} on"))
        }),
        Some("json" | "toml") => in_lines(here, again)?,
        _ => None,
    };
    Ok(Some(told.unwrap_or_else(|| {
        format!("byte {byte} is the first that differs")
    })))
}

/// The first byte that differs, counted from 1.
fn first_byte(here: &Path, again: &Path) -> io::Result<Option<u64>> {
    let (mut here, mut again) = (File::open(here)?, File::open(again)?);
    let (mut a, mut b) = (vec![0; AT_ONCE], vec![0; AT_ONCE]);
    let mut before = 0;
    loop {
        let (some, others) = (fill(&mut here, &mut a)?, fill(&mut again, &mut b)?);
        let same = a[..some]
            .iter()
            .zip(&b[..others])
            .take_while(|(a, b)| a == b);
        let same = same.count();
        if same < some.max(others) {
            return Ok(Some(before + same as u64 + 1));
        }
        if some == 0 {
            return Ok(None);
        }
        before += some as u64;
    }
}

/// Reads until the bytes are full or there are no more; returns how many.
fn fill(file: &mut File, bytes: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < bytes.len() {
        match file.read(&mut bytes[filled..])? {
            0 => break,
            read => filled += read,
        }
    }
    Ok(filled)
}

/// A table as its lines come.
struct Table {
    lines: csv::Reader<BufReader<File>>,
    line: ByteRecord,
}

impl Table {
    fn open(path: &Path, dialect: Dialect) -> io::Result<Self> {
        let mut reader = csv::ReaderBuilder::new();
        reader.delimiter(dialect.separator() as u8);
        reader.has_headers(false).flexible(true);
        Ok(Self {
            lines: reader.from_reader(BufReader::new(File::open(path)?)),
            line: ByteRecord::new(),
        })
    }

    fn next(&mut self) -> io::Result<bool> {
        Ok(self.lines.read_byte_record(&mut self.line)?)
    }

    fn cell(&self, at: usize) -> String {
        shown(self.line.get(at).unwrap_or_default())
    }
}

/// The first cell that differs; nothing where all are the same.
fn in_table(here: &Path, again: &Path, dialect: Dialect) -> io::Result<Option<String>> {
    let (mut a, mut b) = (Table::open(here, dialect)?, Table::open(again, dialect)?);
    let mut headings = ByteRecord::new();
    for line in 1_u64.. {
        match (a.next()?, b.next()?) {
            (false, false) => break,
            (true, false) => {
                return Ok(Some(format!(
                    "line {line} and what follows is not written again"
                )));
            }
            (false, true) => {
                return Ok(Some(format!("line {line} ({}) is missing here", row(&b))));
            }
            (true, true) if a.line != b.line => return Ok(Some(in_line(line, &a, &b, &headings))),
            (true, true) if line == 1 => headings = b.line.clone(),
            (true, true) => {}
        }
    }
    Ok(None)
}

/// The first cell of a line that differs.
fn in_line(line: u64, a: &Table, b: &Table, headings: &ByteRecord) -> String {
    let (some, others) = (a.line.len(), b.line.len());
    if some != others {
        let saved = "; has another program saved it?";
        let saved = if line == 1 { saved } else { "" };
        return format!("line {line} has {some} cells here, {others} run again{saved}");
    }
    let mut cells = a.line.iter().zip(&b.line);
    let at = cells.position(|(a, b)| a != b).unwrap_or(0);
    let values = format!("{} here, {} run again", a.cell(at), b.cell(at));
    match headings.get(at) {
        None => format!("line {line}, heading of column {}: {values}", at + 1),
        Some(name) if at < 2 => format!("line {line}, column {}: {values}", bare(name)),
        Some(name) => format!("line {line} ({}), column {}: {values}", row(b), bare(name)),
    }
}

/// What a line is of: its first two cells.
fn row(table: &Table) -> String {
    let cells = table.line.iter().take(2).map(bare);
    cells.collect::<Vec<_>>().join(", ")
}

/// The first line that differs.
fn in_lines(here: &Path, again: &Path) -> io::Result<Option<String>> {
    let (here, again) = (fs::read(here)?, fs::read(again)?);
    let lines = |bytes: &[u8]| -> Vec<Vec<u8>> {
        bytes
            .split(|byte| *byte == b'\n')
            .map(<[u8]>::to_vec)
            .collect()
    };
    let (a, b) = (lines(&here), lines(&again));
    let all = 0..a.len().max(b.len());
    let first = all.into_iter().find(|&at| a.get(at) != b.get(at));
    let line = |lines: &[Vec<u8>], at: usize| {
        lines
            .get(at)
            .map_or("nothing".to_owned(), |line| shown(line.trim_ascii()))
    };
    Ok(first.map(|at| {
        let (a, b) = (line(&a, at), line(&b, at));
        format!("line {}: {a} here, {b} run again", at + 1)
    }))
}

/// A value as it is shown; an empty one as what it is.
fn shown(bytes: &[u8]) -> String {
    match bytes {
        [] => "nothing".to_owned(),
        bytes => bare(bytes),
    }
}

/// Its first characters, none of which a terminal would obey.
fn bare(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let plain = |c: char| if c.is_control() { '\u{fffd}' } else { c };
    let mut told: String = text.chars().take(SHOWN).map(plain).collect();
    if text.chars().count() > SHOWN {
        told.push('…');
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Locale;

    fn told(name: &str, here: &str, again: &str, locale: Locale) -> Option<String> {
        let home = tempfile::tempdir().unwrap();
        let (a, b) = (home.path().join(name), home.path().join("again"));
        fs::write(&a, here).unwrap();
        fs::write(&b, again).unwrap();
        difference(&a, &b, Dialect::of(locale)).unwrap()
    }

    #[test]
    fn the_first_cell_that_differs_is_told_by_line_and_column() {
        let table = "variant,trial,cost,days\nbase,1,0.5,7\nbase,2,0.25,\n";
        for (from, to, words) in [
            (
                "0.25",
                "0.35",
                "line 3 (base, 2), column cost: 0.35 here, 0.25 run again",
            ),
            (
                "0.25,",
                "0.25,9",
                "line 3 (base, 2), column days: 9 here, nothing run again",
            ),
            (
                "base,2",
                "base,3",
                "line 3, column trial: 3 here, 2 run again",
            ),
            (
                "cost",
                "price",
                "line 1, heading of column 3: price here, cost run again",
            ),
            ("base,2,0.25,\n", "", "line 3 (base, 2) is missing here"),
            (
                "0.25,\n",
                "0.25,\nbase,3,1,1\n",
                "line 4 and what follows is not written again",
            ),
            (
                "base,1,0.5,7",
                "base,1,0.5",
                "line 2 has 3 cells here, 4 run again",
            ),
        ] {
            let found = told("a.csv", &table.replace(from, to), table, Locale::En);
            assert_eq!(found.as_deref(), Some(words), "{from} {to}");
        }
        assert_eq!(told("a.csv", table, table, Locale::En), None);
    }

    #[test]
    fn what_a_spreadsheet_saved_is_told_as_that() {
        let table = "variant,cost\nbase,0.5\n";
        let found = told("a.csv", &table.replace(',', ";"), table, Locale::En).unwrap();
        assert!(found.ends_with("has another program saved it?"), "{found}");
        let found = told("a.csv", &table.replace('\n', "\r\n"), table, Locale::En).unwrap();
        assert!(
            found.starts_with("the same cells, written otherwise"),
            "{found}"
        );
        let russian = "\u{feff}a;b\r\n1;0,5\r\n";
        let found = told("a.csv", &russian.replace("0,5", "0,6"), russian, Locale::Ru);
        assert_eq!(
            found.as_deref(),
            Some("line 2, column b: 0,6 here, 0,5 run again")
        );
    }

    #[test]
    fn other_files_differ_by_line_or_by_byte() {
        let found = told(
            "a.json",
            "{\n \"a\": 1\n}\n",
            "{\n \"a\": 2\n}\n",
            Locale::En,
        );
        assert_eq!(
            found.as_deref(),
            Some("line 2: \"a\": 1 here, \"a\": 2 run again")
        );
        let found = told("a.gz", "abcd", "abXd", Locale::En);
        assert_eq!(found.as_deref(), Some("byte 3 is the first that differs"));
        assert_eq!(told("a.gz", "abcd", "abcd", Locale::En), None);
        let long = "x".repeat(AT_ONCE + 5);
        let found = told("a.bin", &long, &long[..AT_ONCE + 4], Locale::En).unwrap();
        assert!(
            found.starts_with(&format!("byte {}", AT_ONCE + 5)),
            "{found}"
        );
    }

    #[test]
    fn nothing_that_a_terminal_would_obey_is_shown() {
        let found = told("a.csv", "a\n\u{1b}[2Jx\n", "a\n1\n", Locale::En).unwrap();
        assert!(
            !found.contains('\u{1b}') && found.contains("[2Jx"),
            "{found}"
        );
    }
}
