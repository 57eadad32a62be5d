//! `columns.csv`: what every column of every file means, made from the sheets themselves.

use super::{Column, Lines, Sheet};

/// The dictionary of some sheets and of itself.
pub struct ColumnsSheet {
    entries: Vec<(&'static str, Column)>,
}

impl ColumnsSheet {
    /// The dictionary of these sheets.
    pub fn of(sheets: &[&dyn Sheet]) -> Self {
        let entries = sheets.iter().flat_map(|sheet| {
            let name = sheet.name();
            sheet
                .columns()
                .into_iter()
                .map(move |column| (name, column))
        });
        let own = dictionary_columns().map(|column| ("columns", column));
        Self {
            entries: entries.chain(own).collect(),
        }
    }
}

fn dictionary_columns() -> [Column; 7] {
    [
        Column::new("file", "", "The file the column is in."),
        Column::new("column", "", "The column's heading."),
        Column::new(
            "unit",
            "",
            "What its numbers are in; empty for words and bare numbers.",
        ),
        Column::new(
            "better",
            "",
            "Which values are good: low, high or none of them.",
        ),
        Column::new("meaning", "", "What it is."),
        Column::new(
            "source",
            "",
            "Where a parameter's law comes from, in the user's words.",
        ),
        Column::new(
            "confidence",
            "",
            "How far the user trusts that: high, medium or low.",
        ),
    ]
}

impl Sheet for ColumnsSheet {
    fn name(&self) -> &'static str {
        "columns"
    }

    fn columns(&self) -> Vec<Column> {
        dictionary_columns().into()
    }

    fn lines(&self, lines: &mut Lines) -> csv::Result<()> {
        for (file, column) in &self.entries {
            lines.text(&format!("{file}.csv")).text(&column.name);
            lines.text(&column.unit).text(column.better.word());
            lines.text(&column.meaning).text(&column.source);
            lines.text(&column.confidence).end()?;
        }
        Ok(())
    }
}
