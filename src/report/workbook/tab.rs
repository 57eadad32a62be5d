//! A sheet while it is filled: words, numbers and charts at their places, the widths that they need, and how it
//! is printed. Text is always text, never a formula; a number keeps all its digits, whatever is shown of it.

mod print;
mod style;

use std::collections::BTreeMap;

use rust_xlsxwriter::{Chart, Format, ObjectMovement, Worksheet, XlsxError};

use super::figure;
use style::format_of;

pub use style::Style;

/// What filling a sheet comes to.
pub type Filled<T = ()> = Result<T, XlsxError>;

/// Widths of columns [characters].
const NARROWEST: usize = 9;
const WIDEST: usize = 54;
/// A heading breaks its lines, so that it does not widen its column beyond this.
const HEADING: usize = 16;
/// A spreadsheet's cell holds no more text [UTF-16 units].
const LONGEST: usize = 32_767;
/// Height of the row of a title [points].
const TITLE: f64 = 24.0;

/// A sheet while it is filled.
pub struct Tab {
    /// What is filled.
    pub paper: Box<Worksheet>,
    name: String,
    widths: Vec<usize>,
    formats: BTreeMap<(Style, String), Format>,
    /// Rows, columns and letters of each line of what may take more lines than it has.
    lines: Vec<(u32, (u16, u16), Vec<usize>)>,
    /// Rows in which parts begin that pages should not tear.
    parts: Vec<u32>,
    /// Corner and width of the charts [pixels].
    charts: Vec<(u16, u32)>,
    fixed: bool,
}

impl Tab {
    /// An empty sheet under a name of at most 31 letters.
    pub fn new(name: &str) -> Filled<Self> {
        let mut paper = Box::new(Worksheet::new());
        paper.set_name(name)?;
        Ok(Self {
            paper,
            name: name.to_owned(),
            widths: Vec::new(),
            formats: BTreeMap::new(),
            lines: Vec::new(),
            parts: Vec::new(),
            charts: Vec::new(),
            fixed: false,
        })
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    fn format(&mut self, style: Style, number: &str) -> &Format {
        let made = || format_of(style, number);
        self.formats
            .entry((style, number.to_owned()))
            .or_insert_with(made)
    }

    /// The column holds something so wide [characters].
    fn widen(&mut self, column: u16, letters: usize) {
        let at = usize::from(column);
        if self.widths.len() <= at {
            self.widths.resize(at + 1, NARROWEST);
        }
        self.widths[at] = self.widths[at].max(letters.min(WIDEST));
    }

    /// Gives the columns up to `last` one width [characters].
    pub fn even(&mut self, first: u16, last: u16, letters: usize) {
        for column in first..=last {
            self.widen(column, 0);
            self.widths[usize::from(column)] = letters;
        }
        self.fixed = true;
    }

    /// Words in a cell.
    pub fn words(&mut self, row: u32, column: u16, words: &str, style: Style) -> Filled {
        if !self.fixed {
            let longest = letters(words).into_iter().max();
            match style {
                Style::Title | Style::Part | Style::Subpart | Style::Note | Style::Group => {}
                Style::Head | Style::HeadRight => {
                    self.widen(column, longest.unwrap_or(0).min(HEADING) + 3);
                }
                _ => self.widen(column, longest.unwrap_or(0) + 2),
            }
        }
        match style {
            Style::Title => {
                self.paper.set_row_height(row, TITLE)?;
            }
            Style::Part => self.parts.push(row),
            Style::Head | Style::HeadRight | Style::Wrapped => {
                let wide = if style == Style::Wrapped {
                    letters(words)
                } else {
                    bold(words)
                };
                self.lines.push((row, (column, column), wide));
            }
            _ => {}
        }
        let words = fitting(words);
        let format = self.format(style, "").clone();
        self.paper
            .write_string_with_format(row, column, words, &format)?;
        Ok(())
    }

    /// Words over several columns, in as many lines as they need.
    pub fn paragraph(&mut self, row: u32, last: u16, words: &str) -> Filled {
        let format = self.format(Style::Wrapped, "").clone();
        self.paper
            .merge_range(row, 0, row, last, &fitting(words), &format)?;
        self.lines.push((row, (0, last), letters(words)));
        Ok(())
    }

    /// A heading over several columns.
    pub fn over(&mut self, row: u32, (first, last): (u16, u16), words: &str) -> Filled {
        if first == last {
            return self.words(row, first, words, Style::Group);
        }
        self.lines.push((row, (first, last), bold(words)));
        let format = self.format(Style::Group, "").clone();
        self.paper
            .merge_range(row, first, row, last, &fitting(words), &format)?;
        Ok(())
    }

    /// Headings of columns of numbers.
    pub fn over_numbers<'a>(
        &mut self,
        row: u32,
        first: u16,
        words: impl IntoIterator<Item = &'a str>,
    ) -> Filled {
        self.heads(row, first, words, Style::HeadRight)
    }

    /// Headings of columns of words.
    pub fn headings<'a>(
        &mut self,
        row: u32,
        first: u16,
        words: impl IntoIterator<Item = &'a str>,
    ) -> Filled {
        self.heads(row, first, words, Style::Head)
    }

    fn heads<'a>(
        &mut self,
        row: u32,
        first: u16,
        words: impl IntoIterator<Item = &'a str>,
        style: Style,
    ) -> Filled {
        for (column, words) in (first..).zip(words) {
            self.words(row, column, words, style)?;
        }
        Ok(())
    }

    /// A number in a format of numbers; an empty cell where it is unknown.
    pub fn number(&mut self, row: u32, column: u16, value: Option<f64>, number: &str) -> Filled {
        let Some(value) = value.filter(|value| value.is_finite()) else {
            return Ok(());
        };
        if !self.fixed {
            self.widen(column, figure::letters(value, number) + 2);
        }
        let format = self.format(Style::Plain, number).clone();
        self.paper
            .write_number_with_format(row, column, value, &format)?;
        Ok(())
    }

    /// A chart whose corner is at a cell; it stays where it is when rows are filtered.
    pub fn chart(&mut self, (row, column): (u32, u16), mut chart: Chart, wide: u32) -> Filled {
        self.charts.push((column, wide));
        chart.set_object_movement(ObjectMovement::DontMoveOrSizeWithCells);
        chart.show_hidden_data();
        self.paper.insert_chart(row, column, &chart)?;
        Ok(())
    }

    /// Keeps the rows down to a heading, and the columns before `column`, in sight and on every page.
    pub fn freeze(&mut self, heading: u32, column: u16) -> Filled {
        self.paper.set_freeze_panes(heading + 1, column)?;
        self.paper.set_repeat_rows(0, heading)?;
        Ok(())
    }
}

/// Letters of each line.
fn letters(words: &str) -> Vec<usize> {
    words.lines().map(|line| line.chars().count()).collect()
}

/// The same of bold words in a narrow column: wider, and broken early.
fn bold(words: &str) -> Vec<usize> {
    letters(words).iter().map(|line| line * 6 / 5).collect()
}

/// As much of some words as a cell holds.
fn fitting(words: &str) -> String {
    if words.encode_utf16().count() <= LONGEST {
        return words.to_owned();
    }
    // A letter takes at most two units.
    let kept: String = words.chars().take(LONGEST / 2 - 1).collect();
    kept + "…"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_longer_than_a_cell_is_cut_between_letters() {
        assert_eq!(fitting("Vũng Áng"), "Vũng Áng");
        let cut = fitting(&"😀".repeat(20_000));
        assert!(cut.encode_utf16().count() <= LONGEST && cut.ends_with('…'));
    }
}
