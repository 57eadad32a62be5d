//! Aligned tables without frames.

use comfy_table::{Cell, CellAlignment, Table, presets};

use super::terminal::wrapped;

/// Which columns hold numbers and are set to the right.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Align {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// Rows as aligned lines with two blanks between columns, under a heading where there is one.
pub fn aligned(heading: &[String], rows: &[Vec<String>], align: &[Align], indent: usize) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    let cells = |row: &[String]| -> Vec<Cell> {
        let place = |i: usize| align.get(i).copied().unwrap_or(Align::Right);
        row.iter()
            .enumerate()
            .map(|(i, words)| Cell::new(words).set_alignment(place(i).into()))
            .collect()
    };
    if !heading.is_empty() {
        table.set_header(cells(heading));
    }
    table.add_rows(rows.iter().map(|row| cells(row)));
    for column in table.column_iter_mut() {
        column.set_padding((0, 2));
    }
    let margin = " ".repeat(indent);
    let line = |line: String| format!("{margin}{}\n", line.trim_end());
    table.lines().map(line).collect()
}

/// The same without its last columns where not all fit; the first two stay.
pub fn as_many_as_fit(
    heading: &[String],
    rows: &[Vec<String>],
    align: &[Align],
    indent: usize,
    width: usize,
) -> String {
    let first = |columns: usize| {
        let cut = |row: &Vec<String>| row.iter().take(columns).cloned().collect();
        let rows: Vec<Vec<String>> = rows.iter().map(cut).collect();
        aligned(&heading[..columns.min(heading.len())], &rows, align, indent)
    };
    let columns = heading.len();
    let tables = (2..=columns).rev().map(first);
    let mut fitting = tables.filter(|text| self::width(text) <= width);
    fitting.next().unwrap_or_else(|| first(2))
}

/// The same without a heading; where that is too wide, the cells of each row as words, wrapped.
pub fn fitted(rows: &[Vec<String>], align: &[Align], indent: usize, width: usize) -> String {
    let text = aligned(&[], rows, align, indent);
    if self::width(&text) <= width {
        return text;
    }
    let margin = " ".repeat(indent);
    let line = |row: &Vec<String>| {
        let words = wrapped(&row.join(" "), width.saturating_sub(indent), indent + 2);
        format!("{margin}{words}\n")
    };
    rows.iter().map(line).collect()
}

impl From<Align> for CellAlignment {
    fn from(align: Align) -> Self {
        match align {
            Align::Left => Self::Left,
            Align::Right => Self::Right,
        }
    }
}

/// The width of the widest line.
pub fn width(text: &str) -> usize {
    let widths = text.lines().map(|line| line.chars().count());
    widths.max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_left_and_numbers_right() {
        let rows = [["a", "1"], ["bcd", "123"]].map(|row| row.map(String::from).to_vec());
        let heading = ["x", "n"].map(String::from);
        let text = aligned(&heading, &rows, &[Align::Left], 1);
        assert_eq!(text, " x      n\n a      1\n bcd  123\n");
        assert_eq!(width(&text), 9);
    }
}
