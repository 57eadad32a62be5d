//! The cells of a table beside the scenario: comma-separated, or semicolon-separated with decimal
//! commas as spreadsheets write it where the comma is decimal; with the place of each cell.

use crate::scenario::text::{SourceId, Span};

/// A table's text and how its cells are parted.
pub(super) struct Cells {
    source: SourceId,
    text: String,
    separator: char,
}

/// A row below the headings.
pub(super) struct Row {
    /// Its first byte in the text.
    pub start: usize,
    pub cells: csv::StringRecord,
}

impl Row {
    /// Nothing stands in any cell, as spreadsheets leave rows that were cleared.
    pub fn is_empty(&self) -> bool {
        self.cells.iter().all(str::is_empty)
    }

    /// A cell; empty where the row is too short for it.
    pub fn cell(&self, column: usize) -> &str {
        self.cells.get(column).unwrap_or_default()
    }
}

impl Cells {
    pub fn new(source: SourceId, text: String) -> Self {
        let heading = text.lines().next().unwrap_or_default();
        let separator = if heading.contains(';') { ';' } else { ',' };
        Self {
            source,
            text,
            separator,
        }
    }

    fn records(&self) -> csv::StringRecordsIntoIter<&[u8]> {
        csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(self.separator as u8)
            .trim(csv::Trim::All)
            .from_reader(self.text.as_bytes())
            .into_records()
    }

    /// The headings of all columns.
    pub fn headings(&self) -> Vec<String> {
        match self.records().next() {
            Some(Ok(record)) => record.iter().map(str::to_owned).collect(),
            _ => Vec::new(),
        }
    }

    /// The rows below the headings.
    pub fn rows(&self) -> impl Iterator<Item = Result<Row, csv::Error>> {
        self.records().skip(1).map(|record| {
            let cells = record?;
            let start = cells
                .position()
                .map_or(0, |position| position.byte() as usize);
            Ok(Row { start, cells })
        })
    }

    /// A finite number without units and thousands separators.
    pub fn number(&self, cell: &str) -> Option<f64> {
        let number = if self.separator == ';' {
            cell.replace(',', ".")
        } else {
            cell.to_owned()
        };
        let plain = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '+' | 'e' | 'E');
        let parsed = number.parse::<f64>().ok()?;
        (number.chars().all(plain) && parsed.is_finite()).then_some(parsed)
    }

    /// How numbers are written here.
    pub fn help(&self) -> String {
        let sign = if self.separator == ';' {
            "a comma"
        } else {
            "a point"
        };
        format!("without unit and thousands separators, with {sign} before decimals")
    }

    /// Where a cell of the row that starts at a byte stands; the whole line where quotes hide it.
    pub fn place(&self, start: usize, column: usize) -> Span {
        let rest = &self.text[start..];
        let start = start + (rest.len() - rest.trim_start_matches(['\r', '\n']).len());
        let line = self.text[start..].lines().next().unwrap_or_default();
        let whole = Span {
            source: self.source,
            start,
            end: start + line.len(),
        };
        if line.contains('"') {
            return whole;
        }
        let before: usize = line
            .split(self.separator)
            .take(column)
            .map(|cell| cell.len() + 1)
            .sum();
        match line.split(self.separator).nth(column) {
            Some(cell) => whole.within(before..before + cell.len()),
            None => whole.within(line.len()..line.len()),
        }
    }
}
