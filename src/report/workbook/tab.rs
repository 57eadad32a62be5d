//! A sheet while it is filled: words, numbers and charts at their places, the widths that they need, and how it
//! is printed. Text is always text, never a formula; a number keeps all its digits, whatever is shown of it.

use std::collections::BTreeMap;

use rust_xlsxwriter::{
    Chart, Color, Format, FormatAlign, FormatBorder, ObjectMovement, Worksheet, XlsxError,
};

use super::figure;
use crate::report::words::{Locale, Word};

/// What filling a sheet comes to.
pub type Filled<T = ()> = Result<T, XlsxError>;

/// What words look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Style {
    /// The heading of the sheet.
    Title,
    /// The heading of a part.
    Part,
    /// The heading of what belongs to a part.
    Subpart,
    /// The heading of a column of words.
    Head,
    /// The heading of a column of numbers.
    HeadRight,
    /// The heading of columns that stand together.
    Group,
    /// In one line.
    Plain,
    /// In as many lines as it needs.
    Wrapped,
    /// What explains.
    Note,
    /// What counts.
    Bold,
    /// A difference for the better.
    Better,
    /// A difference for the worse.
    Worse,
    /// What is beyond chance.
    Beyond,
    /// What may be chance.
    Chance,
}

/// Widths of columns [characters].
const NARROWEST: usize = 9;
const WIDEST: usize = 54;
/// A heading breaks its lines, so that it does not widen its column beyond this.
const HEADING: usize = 16;
/// A spreadsheet's cell holds no more text [UTF-16 units].
const LONGEST: usize = 32_767;
/// Height of a line of text [points], and of one under a title.
const LINE: f64 = 15.0;
const TITLE: f64 = 24.0;
/// What a page of A4 has room for [pixels]; less across than it has, as columns are wider where the font that
/// widths count by is not there.
const PAGE: (f64, f64) = (815.0, 660.0);
/// Height of a row and width of a column that is not set [pixels].
const ROW: f64 = 20.0;
const COLUMN: f64 = 64.0;
/// Columns beyond which a sheet is not printed on pages of one width [characters].
const PRINTABLE: usize = 300;

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
        for (column, words) in (first..).zip(words) {
            self.words(row, column, words, Style::HeadRight)?;
        }
        Ok(())
    }

    /// Headings of columns of words.
    pub fn headings<'a>(
        &mut self,
        row: u32,
        first: u16,
        words: impl IntoIterator<Item = &'a str>,
    ) -> Filled {
        for (column, words) in (first..).zip(words) {
            self.words(row, column, words, Style::Head)?;
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

    /// The sheet with its widths and how it is printed.
    pub fn finish(mut self, locale: Locale, title: &str) -> Filled<Worksheet> {
        for (column, &letters) in self.widths.iter().enumerate() {
            self.paper.set_column_width(column as u16, letters as f64)?;
        }
        for (row, lines) in self.heights() {
            self.paper.set_row_height(row, LINE * lines as f64 + 3.0)?;
        }
        self.printed(locale, title)?;
        Ok(*self.paper)
    }

    /// Rows of more than one line. Programs that open the file need not work this out by themselves.
    fn heights(&self) -> BTreeMap<u32, usize> {
        let mut rows = BTreeMap::new();
        for (row, (first, last), letters) in &self.lines {
            let wide: usize = (*first..=*last).map(|column| self.letters(column)).sum();
            let broken = letters.iter().map(|line| line.div_ceil(wide.max(1)).max(1));
            let lines: usize = broken.sum();
            let most = rows.entry(*row).or_insert(1);
            *most = lines.max(*most);
        }
        rows.retain(|_, lines| *lines > 1);
        rows
    }

    fn letters(&self, column: u16) -> usize {
        let set = self.widths.get(usize::from(column));
        set.copied().unwrap_or(NARROWEST)
    }

    /// From the first column to before another [pixels].
    fn pixels(&self, column: u16) -> f64 {
        let of = |column: u16| match self.widths.get(usize::from(column)) {
            Some(letters) => 7.0 * *letters as f64 + 5.0,
            None => COLUMN,
        };
        (0..column).map(of).sum()
    }

    fn printed(&mut self, locale: Locale, title: &str) -> Filled {
        /// ISO 216.
        const A4: u8 = 9;
        self.paper.set_landscape().set_paper_size(A4);
        self.paper.set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3);
        let letters: usize = self.widths.iter().sum();
        if self.charts.len() > 1 {
            self.begin_pages_at_parts()?;
        }
        if letters <= PRINTABLE {
            self.paper.set_print_fit_to_pages(1, 0);
        } else {
            self.paper.set_print_scale(60);
            self.paper.set_repeat_columns(0, 1)?;
        }
        let pages = locale.fill(Word::Page, &[("n", "&P"), ("all", "&N")]);
        let short: String = title.chars().take(90).collect();
        let footer = format!("&L&8{}&R&8{pages}", short.replace('&', "&&"));
        self.paper.set_footer(footer);
        Ok(())
    }

    /// Breaks pages as wide as the charts reach where a part begins. (Excel breaks them as it likes where a sheet is
    /// fitted to their width.)
    fn begin_pages_at_parts(&mut self) -> Filled {
        let reach = |(column, wide): &(u16, u32)| self.pixels(*column) + f64::from(*wide);
        let charts = self.charts.iter().map(reach);
        let wide = charts.fold(self.pixels(self.widths.len() as u16), f64::max);
        let scale = (PAGE.0 / wide).min(1.0);
        let most = PAGE.1 / scale / ROW;
        let (mut breaks, mut begun) = (Vec::new(), 0);
        let ends = self.parts.iter().skip(1).copied();
        for (start, end) in self.parts.iter().zip(ends.chain([u32::MAX])) {
            let end = if end == u32::MAX {
                self.last_row()
            } else {
                end
            };
            if f64::from(end - begun) > most && *start > begun {
                breaks.push(*start);
                begun = *start;
            }
        }
        self.paper.set_page_breaks(&breaks)?;
        Ok(())
    }

    /// About where the last part ends.
    fn last_row(&self) -> u32 {
        let mut before_last = self.parts.iter().rev();
        let (last, before) = (before_last.next(), before_last.next());
        last.zip(before)
            .map_or(0, |(last, before)| last + (last - before))
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

const INK: Color = Color::RGB(0x1A_1D21);
const FAINT: Color = Color::RGB(0x59_616B);
const HEAD: Color = Color::RGB(0xE3_EBF3);
const LINES: Color = Color::RGB(0x9A_A7B4);

fn format_of(style: Style, number: &str) -> Format {
    let base = Format::new().set_align(FormatAlign::Top);
    let base = if number.is_empty() {
        base
    } else {
        base.set_num_format(number)
    };
    match style {
        Style::Title => base.set_bold().set_font_size(16).set_font_color(INK),
        Style::Part | Style::Subpart => base.set_bold().set_font_size(12).set_font_color(INK),
        Style::Head | Style::HeadRight => base
            .set_bold()
            .set_text_wrap()
            .set_align(if style == Style::Head {
                FormatAlign::Left
            } else {
                FormatAlign::Right
            })
            .set_background_color(HEAD)
            .set_border_bottom(FormatBorder::Thin)
            .set_border_bottom_color(LINES),
        Style::Group => base
            .set_bold()
            .set_background_color(HEAD)
            .set_align(FormatAlign::Center)
            .set_text_wrap()
            .set_border_left(FormatBorder::Thin)
            .set_border_left_color(LINES),
        Style::Plain => base,
        Style::Wrapped => base.set_text_wrap(),
        Style::Note => base.set_font_color(FAINT),
        Style::Bold => base.set_bold(),
        Style::Better => judged(base, Color::RGB(0x00_7A5E)).set_bold(),
        Style::Worse => judged(base, Color::RGB(0xB8_4A00)).set_bold(),
        Style::Beyond => judged(base, INK).set_bold(),
        Style::Chance => judged(base, FAINT),
    }
}

/// Words that stand beside numbers.
fn judged(base: Format, colour: Color) -> Format {
    base.set_font_color(colour)
        .set_align(FormatAlign::Left)
        .set_indent(1)
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
