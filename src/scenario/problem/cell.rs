//! Where a place of a table is in a spreadsheet.

use std::path::Path;

use crate::scenario::grid::Grid;
use crate::scenario::text::{Sources, Span};

/// Cell and heading of a place in a CSV file: `cell C4, column "cars"`.
pub(super) fn told(sources: &Sources, span: Span) -> Option<String> {
    let source = sources.text(span.source);
    let ending = Path::new(&source.name).extension()?;
    if !ending.eq_ignore_ascii_case("csv") {
        return None;
    }
    let grid = Grid::read(&source.text, span.source).ok()?;
    let around = |cell: Span| (cell.start..=cell.end).contains(&span.start);
    let (row, column) = grid.rows.iter().enumerate().find_map(|(row, cells)| {
        let column = cells.iter().position(|cell| around(cell.span))?;
        Some((row, column))
    })?;
    let (line, _) = sources.line_column(span);
    let cell = format!("cell {}{line}", letters(column));
    let heading = grid.rows[0].get(column).filter(|_| row > 0);
    Some(match heading.filter(|heading| !heading.is_empty()) {
        Some(heading) => format!("{cell}, column {:?}", heading.text),
        None => cell,
    })
}

/// A, B, …, Z, AA, …
fn letters(column: usize) -> String {
    let last = char::from(b'A' + (column % 26) as u8);
    match column / 26 {
        0 => last.to_string(),
        before => format!("{}{last}", letters(before - 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_the_letters_of_spreadsheets() {
        for (column, name) in [
            (0, "A"),
            (25, "Z"),
            (26, "AA"),
            (27, "AB"),
            (701, "ZZ"),
            (702, "AAA"),
        ] {
            assert_eq!(letters(column), name);
        }
    }

    #[test]
    fn a_place_in_a_table_is_a_cell_and_one_elsewhere_is_none() {
        let mut sources = Sources::default();
        let table = sources.add("a.csv", "date;cars\r\n2027;1\r\n2028;x y\r\n");
        let scenario = sources.add("a.toml", "date;cars\n");
        let place = |source, start| Span {
            source,
            start,
            end: start + 1,
        };
        let at = |start| told(&sources, place(table, start));
        assert_eq!(at(24).as_deref(), Some("cell B3, column \"cars\""));
        assert_eq!(at(0).as_deref(), Some("cell A1"));
        assert_eq!(told(&sources, place(scenario, 0)), None);
    }
}
