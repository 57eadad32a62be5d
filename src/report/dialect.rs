//! How tables are written for the spreadsheets of a country: the one place that decides on separators, decimal
//! signs, marks, headings and lengths. English tables are those of programs: commas, points, names.

use std::io::{Read, Write};

use super::Column;
use super::cell;
use super::words::Locale;

/// Rows that a spreadsheet opens, its headings among them (Excel and `LibreOffice`).
pub const MOST_ROWS: usize = 1_048_576;
/// Columns that it opens.
pub const MOST_COLUMNS: usize = 16_384;

/// How tables are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dialect {
    /// The language, and the country's way with numbers.
    pub locale: Locale,
    /// Rows of a file at most, headings among them; what is more goes into another file.
    pub most_rows: usize,
    /// Columns beyond which a table is told to be too wide.
    pub most_columns: usize,
}

impl Default for Dialect {
    fn default() -> Self {
        Self::of(Locale::En)
    }
}

impl Dialect {
    /// That of a language, as long as spreadsheets take it.
    #[must_use]
    pub const fn of(locale: Locale) -> Self {
        Self {
            locale,
            most_rows: MOST_ROWS,
            most_columns: MOST_COLUMNS,
        }
    }

    /// What stands between cells: what lists are written with where the comma is decimal.
    #[must_use]
    pub const fn separator(self) -> char {
        match self.locale {
            Locale::En => ',',
            Locale::Ru | Locale::Vi | Locale::Kk => ';',
        }
    }

    /// What ends a line.
    #[must_use]
    pub const fn line_end(self) -> &'static str {
        match self.locale {
            Locale::En => "\n",
            Locale::Ru | Locale::Vi | Locale::Kk => "\r\n",
        }
    }

    /// What a file begins with: without a byte order mark, spreadsheets take it for another encoding.
    #[must_use]
    pub const fn mark(self) -> &'static str {
        match self.locale {
            Locale::En => "",
            Locale::Ru | Locale::Vi | Locale::Kk => "\u{feff}",
        }
    }

    /// A number, and nothing for what is none.
    pub(super) fn number(self, value: f64) -> String {
        let digits = cell::number(value);
        match self.locale.decimal() {
            '.' => digits,
            sign => digits.replace('.', sign.encode_utf8(&mut [0; 4])),
        }
    }

    /// What stands above a column.
    pub(super) fn heading(self, column: &Column) -> String {
        if column.is_named {
            column.name.clone()
        } else {
            self.locale.heading(&column.name)
        }
    }

    /// Writes the mark and then lines.
    pub(super) fn writer<W: Write>(self, mut out: W) -> std::io::Result<csv::Writer<W>> {
        out.write_all(self.mark().as_bytes())?;
        Ok(self.unmarked(out))
    }

    /// Writes lines that stand behind others.
    pub(super) fn unmarked<W: Write>(self, out: W) -> csv::Writer<W> {
        let end = match self.locale {
            Locale::En => csv::Terminator::Any(b'\n'),
            Locale::Ru | Locale::Vi | Locale::Kk => csv::Terminator::CRLF,
        };
        let mut writer = csv::WriterBuilder::new();
        writer.delimiter(self.separator() as u8).terminator(end);
        writer.from_writer(out)
    }

    /// Reads what was written so.
    pub(super) fn reader<R: Read>(self, from: R) -> csv::Reader<R> {
        let mut reader = csv::ReaderBuilder::new();
        reader.delimiter(self.separator() as u8).from_reader(from)
    }

    /// A cell as an English table has it, with what guarded it taken away.
    pub(super) fn read_back(self, written: &str) -> String {
        let is_number = |c: char| c.is_ascii_digit() || "-+,eE".contains(c);
        if self.locale.decimal() == ',' && written.contains(',') && written.chars().all(is_number) {
            return written.replacen(',', ".", 1);
        }
        cell::unguarded(written).to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_reads_back_as_itself_in_every_language() {
        for locale in Locale::ALL {
            let dialect = Dialect::of(locale);
            for value in [0.1 + 0.2, -1e-300, 1.5e300, 1234.5, 0.0, 1e16, -7.0, 5e-324] {
                let written = dialect.number(value);
                assert!(!written.contains('.') || locale == Locale::En, "{written}");
                assert_eq!(dialect.read_back(&written).parse(), Ok(value), "{written}");
            }
        }
        assert_eq!(Dialect::of(Locale::Vi).number(-83.25), "-83,25");
    }

    #[test]
    fn words_with_commas_stay_as_they_are() {
        let dialect = Dialect::of(Locale::Ru);
        for text in ["a, b", "industry:F1,F2", "2031-03-01", "=1,5", "1,5", "'=1"] {
            let written = cell::text(text);
            assert_eq!(dialect.read_back(&written), text);
        }
    }
}
