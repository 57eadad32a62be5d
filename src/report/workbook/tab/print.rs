//! What a sheet needs once it is filled: widths, heights, and how it is printed.

use std::collections::BTreeMap;

use rust_xlsxwriter::Worksheet;

use super::{Filled, NARROWEST, Tab};
use crate::report::words::{Locale, Word};

/// Height of a line of text [points].
const LINE: f64 = 15.0;
/// What a page of A4 has room for [pixels]; less across than it has, as columns are wider where the font that
/// widths count by is not there.
const PAGE: (f64, f64) = (815.0, 660.0);
/// Height of a row and width of a column that is not set [pixels].
const ROW: f64 = 20.0;
const COLUMN: f64 = 64.0;
/// Columns beyond which a sheet is not printed on pages of one width [characters].
const PRINTABLE: usize = 300;

impl Tab {
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
