//! A table of the results, whole: numbers as numbers, dates as dates, names as text, in formats by unit.

use std::collections::HashMap;

use super::figure::{self, DATE, WHOLE};
use super::tab::{Filled, Style, Tab};
use crate::calendar::Date;
use crate::report::page::findings::{SourceLine, Table};
use crate::report::words::{Locale, Word};

/// Rows of a spreadsheet's sheet.
pub const MOST_ROWS: usize = 1_048_576;

/// Columns of names, which stay text whatever they look like.
const NAMES: [&str; 18] = [
    "variant",
    "measure",
    "unit",
    "parameter",
    "party",
    "category",
    "hit",
    "a",
    "b",
    "other",
    "tells",
    "note",
    "method",
    "converged",
    "column",
    "file",
    "source",
    "meaning",
];

/// What a column holds.
#[derive(Clone, Debug, PartialEq)]
enum Kind {
    Text,
    Date,
    Number,
    /// In the unit that its line names.
    OfLine,
}

struct Column {
    kind: Kind,
    unit: String,
    format: String,
    /// Whether its text is broken into lines; in a table of numbers that would push the lines apart.
    is_prose: bool,
}

/// Fills a sheet with a table; a file too long for it ends with a line that says so.
pub fn fill(tab: &mut Tab, table: &Table, sources: &[SourceLine], locale: Locale) -> Filled {
    fill_within(tab, table, sources, locale, MOST_ROWS)
}

fn fill_within(
    tab: &mut Tab,
    table: &Table,
    sources: &[SourceLine],
    locale: Locale,
    most: usize,
) -> Filled {
    let columns = columns(table, sources);
    for (at, (heading, column)) in table.headings.iter().zip(&columns).enumerate() {
        let words = match column.unit.as_str() {
            "" => heading.clone(),
            unit => format!("{heading}\n[{}]", locale.unit(unit)),
        };
        let style = if column.kind == Kind::Text || column.kind == Kind::Date {
            Style::Head
        } else {
            Style::HeadRight
        };
        tab.words(0, at as u16, &words, style)?;
    }
    let shown = kept(table.lines.len(), most);
    let unit = table.headings.iter().position(|name| name == "unit");
    for (row, line) in (1..).zip(&table.lines[..shown]) {
        let of_line = unit.map(|at| row_format(&table.headings, line, at));
        for (at, (cell, column)) in line.iter().zip(&columns).enumerate() {
            write(tab, (row, at as u16), cell, column, of_line.as_deref())?;
        }
    }
    finish(tab, table, shown, locale)
}

/// As many lines as fit below a heading, and above a line that says that more were cut off.
fn kept(lines: usize, most: usize) -> usize {
    if lines < most { lines } else { most - 2 }
}

fn finish(tab: &mut Tab, table: &Table, shown: usize, locale: Locale) -> Filled {
    let all = table.lines.len();
    if shown < all {
        let [few, all] = [shown, all].map(|n| n.to_string());
        let places = [
            ("shown", few.as_str()),
            ("all", &all),
            ("file", &table.file),
        ];
        let words = locale.fill(Word::RowsOf, &places);
        tab.words(shown as u32 + 1, 0, &words, Style::Note)?;
    }
    let last = table.headings.len().saturating_sub(1) as u16;
    tab.paper.autofilter(0, 0, shown as u32, last)?;
    let names = table.headings.iter().take(3);
    let names = names.take_while(|name| NAMES.contains(&name.as_str()) && *name != "unit");
    tab.freeze(0, names.count().min(2) as u16)
}

fn columns(table: &Table, sources: &[SourceLine]) -> Vec<Column> {
    let of_file = sources.iter().filter(|line| line.file == table.file);
    let units: HashMap<&str, &str> = of_file
        .map(|line| (line.column.as_str(), line.unit.as_str()))
        .collect();
    let column = |(at, name): (usize, &String)| {
        let unit = units.get(name.as_str()).copied().unwrap_or("");
        column(table, at, name, unit)
    };
    table.headings.iter().enumerate().map(column).collect()
}

fn column(table: &Table, at: usize, name: &str, unit: &str) -> Column {
    let cells = || table.lines.iter().filter_map(|line| line.get(at));
    let of_line = unit == "that of the line" || unit == "unit";
    let kind = match unit {
        _ if NAMES.contains(&name) => Kind::Text,
        "date" => Kind::Date,
        _ if of_line => Kind::OfLine,
        _ if cells().any(|cell| !cell.is_empty() && number(cell).is_none()) => Kind::Text,
        _ => Kind::Number,
    };
    let largest = cells()
        .filter_map(|cell| number(cell))
        .fold(0.0, |most: f64, x| most.max(x.abs()));
    let format = match unit {
        "" if cells().all(|cell| !cell.contains(['.', 'e'])) => WHOLE.to_owned(),
        "trials" => WHOLE.to_owned(),
        _ => figure::format(unit, largest, 0.0),
    };
    let is_word = of_line || ["date", "number"].contains(&unit) || kind == Kind::Text;
    Column {
        kind,
        unit: if is_word {
            String::new()
        } else {
            unit.to_owned()
        },
        format,
        is_prose: ["meaning", "source"].contains(&name),
    }
}

/// A number as files of results write it; what reads as one and is written otherwise is a name.
fn number(cell: &str) -> Option<f64> {
    let starts = cell.starts_with(|c: char| c.is_ascii_digit() || c == '-');
    let padded = cell.len() > 1 && cell.starts_with('0') && !cell.starts_with("0.");
    if !starts || padded {
        return None;
    }
    cell.parse().ok().filter(|x: &f64| x.is_finite())
}

/// The format of a line's numbers, by its unit and the interval of its mean.
fn row_format(headings: &[String], line: &[String], unit: usize) -> String {
    let of = |names: &[&str]| {
        let at = headings
            .iter()
            .position(|name| names.contains(&name.as_str()))?;
        number(line.get(at)?)
    };
    let mean = of(&["mean", "difference", "value", "low_mean"]).unwrap_or(0.0);
    let ends = of(&["hi95", "low_mean_hi95"]).zip(of(&["lo95", "low_mean_lo95"]));
    let half = ends.map_or(0.0, |(hi, lo)| (hi - lo) / 2.0);
    let unit = line.get(unit).map_or("", String::as_str);
    figure::format(unit, mean, half)
}

fn write(
    tab: &mut Tab,
    (row, at): (u32, u16),
    cell: &str,
    column: &Column,
    of_line: Option<&str>,
) -> Filled {
    if cell.is_empty() {
        return Ok(());
    }
    if let Some(days) = Date::parse(cell).filter(|_| column.kind != Kind::Text) {
        return tab.number(row, at, Some(figure::day(f64::from(days.0))), DATE);
    }
    let value = number(cell).filter(|_| column.kind != Kind::Text);
    match (value, &column.kind) {
        (Some(value), Kind::OfLine) => {
            tab.number(row, at, Some(value), of_line.unwrap_or(&column.format))
        }
        (Some(value), _) => tab.number(row, at, Some(value), &column.format),
        (None, _) if column.is_prose => tab.words(row, at, unguarded(cell), style_of(cell)),
        (None, _) => tab.words(row, at, unguarded(cell), Style::Plain),
    }
}

/// Long text is broken into lines.
pub fn style_of(cell: &str) -> Style {
    if cell.chars().count() > 52 {
        Style::Wrapped
    } else {
        Style::Plain
    }
}

/// Text without the apostrophe that keeps a CSV's cell from being run: here it is text in any case.
pub fn unguarded(cell: &str) -> &str {
    let rest = cell.strip_prefix('\'');
    rest.filter(|rest| rest.starts_with(['=', '+', '-', '@', '\t', '\r']))
        .unwrap_or(cell)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_too_long_for_a_sheet_leaves_room_for_a_line_that_says_so() {
        // A heading and nine lines fill ten rows; of ten lines eight are kept above the line that says so.
        assert_eq!(kept(9, 10), 9);
        assert_eq!(kept(10, 10), 8);
        assert_eq!(kept(MOST_ROWS, MOST_ROWS), MOST_ROWS - 2);
        let table = Table {
            file: "x.csv".to_owned(),
            headings: vec!["n".to_owned()],
            lines: (0..20).map(|n| vec![n.to_string()]).collect(),
        };
        let mut tab = Tab::new("x").unwrap();
        fill_within(&mut tab, &table, &[], Locale::En, 10).unwrap();
    }

    #[test]
    fn names_that_look_like_numbers_stay_names() {
        assert_eq!(number("007"), None);
        assert_eq!(number("inf"), None);
        assert_eq!(number("1e3"), Some(1000.0));
        assert_eq!(number("0.5"), Some(0.5));
        assert_eq!(number("-3"), Some(-3.0));
        assert_eq!(number("0"), Some(0.0));
    }

    #[test]
    fn a_guard_against_formulas_is_taken_off() {
        assert_eq!(unguarded("'=1+1"), "=1+1");
        assert_eq!(unguarded("'tis"), "'tis");
    }
}
