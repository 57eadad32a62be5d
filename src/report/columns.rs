//! `columns.csv`: what every column of every file means, made from the sheets themselves.

use super::dialect::Dialect;
use super::sheet::Written;
use super::words::Locale;
use super::{Column, Lines, Sheet};

/// The dictionary of some sheets and of itself.
pub struct ColumnsSheet {
    entries: Vec<(&'static str, Column)>,
    dialect: Dialect,
}

impl ColumnsSheet {
    /// The dictionary of these sheets.
    pub fn of(sheets: &[Written], dialect: Dialect) -> Self {
        let entries = sheets.iter().flat_map(|sheet| {
            let columns = sheet.columns.iter().cloned();
            columns.map(move |column| (sheet.name, column))
        });
        let own = dictionary_columns(dialect.locale).into_iter();
        let own = own.map(|column| ("columns", column));
        Self {
            entries: entries.chain(own).collect(),
            dialect,
        }
    }

    /// What it is; of a measure in the language first, as far as that has words.
    fn meaning(&self, column: &Column) -> String {
        let words = self.dialect.locale.measure(&column.name);
        if self.dialect.locale == Locale::En || !column.is_named || words == column.name {
            return column.meaning.clone();
        }
        format!("{words}. {}", column.meaning)
    }
}

#[rustfmt::skip]
fn dictionary_columns(locale: Locale) -> Vec<Column> {
    let mut columns = vec![
        Column::new("file", "", "The file the column is in."),
        Column::new("column", "", "The column's heading."),
        Column::new("unit", "", "What its numbers are in; empty for words and bare numbers."),
        Column::new("better", "", "Which values are good: low, high or none of them."),
        Column::new("meaning", "", "What it is."),
        Column::new("source", "", "Where a parameter's law comes from, in the user's words."),
        Column::new("confidence", "", "How far the user trusts that: high, medium or low."),
    ];
    if locale != Locale::En {
        "The column's English name, which every lichain reads.".clone_into(&mut columns[1].meaning);
        columns.push(Column::new("heading", "", "What stands above the column in this language."));
    }
    columns
}

impl Sheet for ColumnsSheet {
    fn name(&self) -> &'static str {
        "columns"
    }

    fn key(&self) -> &'static [&'static str] {
        &["file", "column"]
    }

    fn columns(&self) -> Vec<Column> {
        dictionary_columns(self.dialect.locale)
    }

    fn lines(&self, lines: &mut Lines) -> csv::Result<()> {
        for (file, column) in &self.entries {
            lines.text(&format!("{file}.csv")).text(&column.name);
            lines.text(&column.unit).text(column.better.word());
            lines.text(&self.meaning(column)).text(&column.source);
            lines.text(&column.confidence);
            if self.dialect.locale != Locale::En {
                lines.text(&self.dialect.heading(column));
            }
            lines.end()?;
        }
        Ok(())
    }
}
