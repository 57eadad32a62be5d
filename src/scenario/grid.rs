//! Tables as spreadsheets of any country save them: rows of cells, each with its place. Separated by
//! commas, by semicolons where the comma is decimal, or by tabs ("Unicode text"), or by what a first line
//! such as `sep=;` says; cells in quotes may hold separators and line breaks; rows without anything in them
//! are no rows. The form is that of RFC 4180, read leniently.

mod date;
mod number;

use super::problem::{did_you_mean, nearest};
use super::text::{SourceId, Span};

pub(super) use date::{day, first_day, help as date_help, is_either};
pub(super) use number::ungrouped;

/// What stands between a separator and the next, without spaces and quotes around it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Cell {
    pub text: String,
    /// Where it stands, its quotes included.
    pub span: Span,
}

impl Cell {
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }
}

/// A table.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Grid {
    /// A comma is decimal: where semicolons separate, and where tabs do and the numbers show it.
    pub decimal_comma: bool,
    /// Headings first.
    pub rows: Vec<Vec<Cell>>,
}

impl Grid {
    /// Reads a text.
    ///
    /// # Errors
    /// The place of a quote that does not close, or of what follows one that does, in words.
    pub fn read(text: &str, source: SourceId) -> Result<Self, (Span, String)> {
        let (separator, at) = separator(text);
        let mut reader = Reader {
            text,
            at,
            source,
            separator,
        };
        let mut rows = Vec::new();
        while reader.at < text.len() {
            let row = reader.row()?;
            if !row.iter().all(Cell::is_empty) {
                rows.push(row);
            }
        }
        let mut grid = Self {
            decimal_comma: separator == ';',
            rows,
        };
        let mut cells = grid.below().iter().flatten();
        grid.decimal_comma |=
            separator == '\t' && cells.any(|cell| number::is_decimal_by_comma(&cell.text));
        Ok(grid)
    }

    /// The position of a column among those after the first few.
    ///
    /// # Errors
    /// What to name instead, where there is no such heading.
    pub fn column(&self, heading: &str, after: usize) -> Result<usize, String> {
        let headings = self.rows.first().and_then(|row| row.get(after..));
        let headings = headings.unwrap_or_default().iter();
        let headings: Vec<&str> = headings.map(|cell| cell.text.as_str()).collect();
        let found = headings.iter().position(|known| *known == heading);
        found
            .map(|at| after + at)
            .ok_or_else(|| match nearest(heading, headings.iter().copied()) {
                Some(near) => did_you_mean(heading, near),
                None => format!("there are: {}", headings.join(", ")),
            })
    }

    /// The rows below the headings.
    pub fn below(&self) -> &[Vec<Cell>] {
        self.rows.get(1..).unwrap_or_default()
    }

    /// How numbers are written here, for messages about a text that is none.
    pub fn number_help(&self, text: &str) -> String {
        if number::has_thousands(text, self.decimal_comma) {
            return "thousands are written without a separator, as 1.234 may be a little more than one: format the \
                    column as a number without separators of thousands (or as General) and save it again"
                .to_owned();
        }
        let sign = if self.decimal_comma {
            "a comma"
        } else {
            "a point"
        };
        format!("without unit and thousands separators, with {sign} before decimals")
    }

    /// A number as the table writes it: digits with a decimal sign and an exponent; between thousands a blank
    /// that does not break, or nothing.
    pub fn number(&self, text: &str) -> Option<f64> {
        number::number(text, self.decimal_comma)
    }
}

/// What separates cells, by the first line with anything in it, and where the table begins after a line that
/// only says so.
fn separator(text: &str) -> (char, usize) {
    let before = text.len() - text.trim_start_matches(['\r', '\n', ' ']).len();
    let line = text[before..].lines().next().unwrap_or_default();
    let said = line.trim().trim_matches('"');
    if let Some(separator) = said
        .strip_prefix("sep=")
        .and_then(|rest| rest.chars().next())
    {
        return (separator, before + line.len());
    }
    let separator = ['\t', ';'].into_iter().find(|c| line.contains(*c));
    (separator.unwrap_or(','), 0)
}

/// A cell of a row; an empty one at its end where the row is too short for it.
pub(super) fn cell_of(row: &[Cell], column: usize) -> Cell {
    let last = row.last().expect("a row has a cell").span;
    let length = last.end - last.start;
    row.get(column).cloned().unwrap_or_else(|| Cell {
        text: String::new(),
        span: last.within(length..length),
    })
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    source: SourceId,
    separator: char,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span {
            source: self.source,
            start,
            end,
        }
    }

    /// The cells up to the end of the line, which is passed.
    fn row(&mut self) -> Result<Vec<Cell>, (Span, String)> {
        let mut row = Vec::new();
        loop {
            self.skip_spaces();
            row.push(if self.rest().starts_with('"') {
                self.quoted()?
            } else {
                self.plain()
            });
            let end = self.rest().chars().next();
            self.at += end.map_or(0, char::len_utf8);
            if end != Some(self.separator) {
                self.at += usize::from(end == Some('\r') && self.rest().starts_with('\n'));
                return Ok(row);
            }
        }
    }

    fn skip_spaces(&mut self) {
        let separator = self.separator;
        let space = |c: char| c.is_whitespace() && !matches!(c, '\r' | '\n') && c != separator;
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches(space).len();
    }

    /// Up to a separator or the end of the line.
    fn plain(&mut self) -> Cell {
        self.skip_spaces();
        let rest = self.rest();
        let ends = |c: char| c == self.separator || matches!(c, '\r' | '\n');
        let written = &rest[..rest.find(ends).unwrap_or(rest.len())];
        let start = self.at;
        self.at += written.len();
        Cell {
            text: written.trim().to_owned(),
            span: self.span(start, start + written.trim_end().len()),
        }
    }

    /// Between quotes; two of them within stand for one.
    fn quoted(&mut self) -> Result<Cell, (Span, String)> {
        let (start, mut text) = (self.at, String::new());
        self.at += 1;
        loop {
            let Some(length) = self.rest().find('"') else {
                let message = "this quote is not closed: a cell in quotes ends with one";
                return Err((self.span(start, start + 1), message.to_owned()));
            };
            text += &self.rest()[..length];
            self.at += length + 1;
            if !self.rest().starts_with('"') {
                break;
            }
            text.push('"');
            self.at += 1;
        }
        let span = self.span(start, self.at);
        let after = self.plain();
        if !after.is_empty() {
            let message = format!("{:?} follows the closing quote of a cell", after.text);
            return Err((after.span, message));
        }
        let text = text.trim().to_owned();
        Ok(Cell { text, span })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Result<Grid, (Span, String)> {
        Grid::read(text, SourceId(0))
    }

    fn texts(grid: &Grid) -> Vec<Vec<&str>> {
        grid.rows
            .iter()
            .map(|row| row.iter().map(|cell| cell.text.as_str()).collect())
            .collect()
    }

    #[test]
    fn tables_of_all_countries_are_read_alike() {
        for (text, decimal_comma) in [
            ("name\ta\r\nx\t1 d\r\ny\t2\r\n", false),
            ("sep=;\r\nname;a\r\nx;1 d\r\ny;2\r\n", true),
            ("\"sep=,\"\nname,a\nx,1 d\ny,2\n", false),
            ("name,a\nx,1 d\ny,2\n", false),
            ("name,a\r\nx,1 d\r\ny,2", false),
            ("name;a\r\nx;1 d\r\ny;2\r\n", true),
            (
                "\n\n\"name\", a\n,\n  x  ,\"1 d\"\n\n\"y\" ,\" 2 \"\n,\n",
                false,
            ),
            ("name;a\rx;1 d\ry;2\r", true),
        ] {
            let grid = read(text).unwrap();
            assert_eq!(grid.decimal_comma, decimal_comma);
            let expected = [["name", "a"], ["x", "1 d"], ["y", "2"]];
            assert_eq!(texts(&grid), expected, "{text:?}");
        }
    }

    #[test]
    fn a_cell_in_quotes_holds_separators_quotes_and_lines_and_keeps_its_place() {
        let text = "a,b\n\"x, \"\"y\"\"\r\nz\" , 2 \n";
        let grid = read(text).unwrap();
        let cells = &grid.rows[1];
        assert_eq!(cells[0].text, "x, \"y\"\r\nz");
        let written = |cell: &Cell| &text[cell.span.start..cell.span.end];
        assert_eq!(written(&cells[0]), "\"x, \"\"y\"\"\r\nz\"");
        assert_eq!(written(&cells[1]), "2");
        assert_eq!(cells[1].text, "2");
    }

    #[test]
    fn quotes_that_do_not_fit_are_told_at_their_place() {
        for (text, place, message) in [
            (
                "a,b\n1,\"2\n3,4\n",
                6,
                "this quote is not closed: a cell in quotes ends with one",
            ),
            (
                "a,b\n\"1\" x,2\n",
                8,
                "\"x\" follows the closing quote of a cell",
            ),
        ] {
            let (span, told) = read(text).unwrap_err();
            assert_eq!((span.start, told.as_str()), (place, message));
        }
    }

    #[test]
    fn a_number_has_the_decimal_sign_of_its_table_and_no_thousands() {
        let (comma, point) = (read("a;b").unwrap(), read("a,b").unwrap());
        for (text, in_comma, in_point) in [
            ("7,5", Some(7.5), None),
            ("7.5", Some(7.5), Some(7.5)),
            ("-1E+03", Some(-1000.0), Some(-1000.0)),
            ("1.234,5", None, None),
            ("1,2,3", None, None),
            ("1 250", None, None),
            ("inf", None, None),
            ("1e999", None, None),
            ("", None, None),
            ("5 d", None, None),
        ] {
            assert_eq!(comma.number(text), in_comma, "{text}");
            assert_eq!(point.number(text), in_point, "{text}");
        }
    }

    #[test]
    fn where_tabs_separate_the_numbers_show_whether_a_comma_is_decimal() {
        for (text, number) in [
            ("a\tb\n1,5\t1,234\n", Some(1.234)),
            ("a\tb\n1.5\t1,234\n", None),
            ("a\tb\n\t1,234\n", None),
        ] {
            let grid = read(text).unwrap();
            assert_eq!(grid.number(&grid.rows[1][1].text), number, "{text:?}");
        }
        let empty = read("a\tb\tc\n1\t\t3\n").unwrap();
        assert_eq!(texts(&empty), [["a", "b", "c"], ["1", "", "3"]]);
    }

    proptest! {
        #[test]
        fn no_text_panics_and_every_place_is_within_it(text in "[a1;,\" \t\r\nы\u{a0}]{0,40}") {
            if let Ok(grid) = read(&text) {
                for cell in grid.rows.iter().flatten() {
                    prop_assert!(text.get(cell.span.start..cell.span.end).is_some());
                }
            }
        }
    }
}
