//! A line of a CSV, cell by cell, before anybody knows which file it goes into.

use super::Column;
use super::cell;
use super::dialect::Dialect;
use super::sheet::{Kind, UNIT};
use crate::calendar::Date;

/// The cells of a line under some columns.
pub struct Line<'a> {
    dialect: Dialect,
    columns: &'a [Column],
    /// Of all lines so far.
    kinds: Vec<Kind>,
    cells: csv::StringRecord,
}

impl<'a> Line<'a> {
    /// Without any cell yet.
    pub fn new(dialect: Dialect, columns: &'a [Column]) -> Self {
        Self {
            dialect,
            columns,
            kinds: vec![Kind::Unknown; columns.len()],
            cells: csv::StringRecord::new(),
        }
    }

    /// The cells since it was cleared.
    pub const fn cells(&self) -> &csv::StringRecord {
        &self.cells
    }

    /// Begins another.
    pub fn clear(&mut self) {
        self.cells.clear();
    }

    /// What the cells of each column were.
    pub fn into_kinds(self) -> Vec<Kind> {
        self.kinds
    }

    /// Adds words; what stands below `unit` in the words of the language.
    pub fn text(&mut self, words: &str) -> &mut Self {
        let kind = if words.is_empty() {
            Kind::Unknown
        } else {
            Kind::Text
        };
        let column = self.columns.get(self.cells.len());
        if column.is_some_and(|column| column.name == UNIT && !column.is_named) {
            let unit = self.dialect.locale.unit_in_tables(words);
            return self.push(kind, &cell::text(&unit));
        }
        self.push(kind, &cell::text(words))
    }

    /// Adds a day so many days after another: `never` for infinitely many, an empty cell for an unknown number.
    pub fn date(&mut self, start: Date, days: f64) -> &mut Self {
        let kind = match days {
            days if days.is_nan() => Kind::Unknown,
            f64::INFINITY => Kind::Text,
            _ => Kind::Date,
        };
        self.push(kind, &cell::date(start, days))
    }

    /// Adds a day as it is written in results, such as the first of a month.
    pub fn day(&mut self, written: &str) -> &mut Self {
        self.push(Kind::Date, written)
    }

    /// Adds a number; an empty cell where it is none.
    pub fn number(&mut self, value: f64) -> &mut Self {
        self.push(Kind::Number, &self.dialect.number(value))
    }

    /// Adds a whole number.
    pub fn count(&mut self, value: impl Into<i128>) -> &mut Self {
        self.push(Kind::Integer, &value.into().to_string())
    }

    fn push(&mut self, kind: Kind, cell: &str) -> &mut Self {
        if let Some(known) = self.kinds.get_mut(self.cells.len()) {
            *known = known.with(kind);
        }
        self.cells.push_field(cell);
        self
    }
}
