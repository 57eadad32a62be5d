//! A plan as a table beside the scenario: dates in the first column, rates in the one that is
//! named. A rate holds from its date to the next, so rows may be days, months, quarters or years.

use super::fields::Fields;
use super::plan::series;
use crate::calendar::Date;
use crate::model::{Scalar, Series};
use crate::scenario::expression;
use crate::scenario::grid::{self, Cell, Grid, cell_of};
use crate::scenario::tree::Node;
use crate::units::Dimension;

/// A table in the making of a plan.
struct Rates<'f, 'a> {
    fields: &'f Fields<'a>,
    grid: Grid,
    column: usize,
}

/// Reads `plan = { csv, column, unit }`.
pub(super) fn read(demand: &Fields, node: &Node) -> Option<Series> {
    let desk = demand.desk;
    let fields = Fields::open(desk, "plan.csv", demand.join("plan"), node.span, node)?;
    let factor = unit_factor(&fields, demand.of.per(Dimension::TIME));
    let (name, column) = (fields.text("csv"), fields.text("column"));
    let grid = open(&fields, &name?)?;
    let rates = Rates::of(&fields, grid, &column?)?;
    let dated = rates.read(factor?)?;
    Some(series(demand, dated))
}

fn open(fields: &Fields, name: &str) -> Option<Grid> {
    let desk = fields.desk;
    let source = match desk.files.beside(fields.node("csv")?.span.source, name) {
        Ok(source) => source,
        Err(fault) => {
            fields.report("csv", &fault.message, fault.help);
            return None;
        }
    };
    let grid = Grid::read(&desk.text(source), source);
    grid.map_err(|(span, message)| desk.report(span, message, None))
        .ok()
}

/// Base units in one of the table's unit.
fn unit_factor(fields: &Fields, dimension: Dimension) -> Option<f64> {
    let text = fields.text("unit")?;
    match expression::parse_unit(&text) {
        Ok(unit) if unit.dimension == dimension => return Some(unit.factor),
        Ok(unit) => {
            let message = format!(
                "{text:?} is in {}; a rate in {dimension} or the like is wanted",
                unit.dimension
            );
            fields.report("unit", &message, None);
        }
        Err(fault) => {
            let span = fields.desk.part(fields.node("unit")?, fault.range);
            let message = format!("{}: {}", fields.join("unit"), fault.message);
            fields.desk.report(span, message, fault.help);
        }
    }
    None
}

impl<'f, 'a> Rates<'f, 'a> {
    /// Finds the column.
    fn of(fields: &'f Fields<'a>, grid: Grid, column: &str) -> Option<Self> {
        let found = grid.column(column, 1).map_err(|help| {
            let message = format!("no column of the table is headed {column:?}");
            fields.report("column", &message, Some(help));
        });
        let column = found.ok()?;
        Some(Self {
            fields,
            grid,
            column,
        })
    }

    fn read(&self, factor: f64) -> Option<Vec<(Date, Scalar)>> {
        let rows = self.grid.below();
        if rows.is_empty() {
            let message = "the table has no rows below its headings";
            self.fields.report("csv", message, None);
            return None;
        }
        let read: Vec<Option<(Date, f64)>> = rows.iter().map(|row| self.row(row)).collect();
        let dated: Vec<(Date, f64)> = read.into_iter().collect::<Option<_>>()?;
        let rate = |&(date, rate): &(Date, f64)| (date, Scalar::fixed(rate * factor));
        self.ascending(&dated)
            .then(|| dated.iter().map(rate).collect())
    }

    fn row(&self, row: &[Cell]) -> Option<(Date, f64)> {
        let date = self.date(row.first()?);
        let rate = self.rate(&cell_of(row, self.column));
        Some((date?, rate?))
    }

    fn date(&self, cell: &Cell) -> Option<Date> {
        let date = grid::first_day(&cell.text);
        if date.is_none() {
            let text = &cell.text;
            let message = format!("{text:?} is no date that can be read here");
            let help = "a day is written 2027-01-31 or 31.01.2027, a month 2027-01, a quarter 2027-Q1, a year 2027";
            let desk = self.fields.desk;
            desk.report(cell.span, message, Some(help.to_owned()));
        }
        date
    }

    fn rate(&self, cell: &Cell) -> Option<f64> {
        let rate = self.grid.number(&cell.text).filter(|rate| *rate >= 0.0);
        if rate.is_none() {
            let text = &cell.text;
            let message = format!("{text:?} is no rate; a number, 0 or more, is wanted");
            let help = self.grid.number_help();
            self.fields.desk.report(cell.span, message, Some(help));
        }
        rate
    }

    fn ascending(&self, dated: &[(Date, f64)]) -> bool {
        let falls = dated.windows(2).position(|pair| pair[1].0 <= pair[0].0);
        let Some(row) = falls else { return true };
        let message = format!("{} is not after {}", dated[row + 1].0, dated[row].0);
        let span = self.grid.rows[row + 2][0].span;
        self.fields.desk.report(span, message, None);
        false
    }
}
