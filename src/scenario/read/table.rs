//! A plan as a table beside the scenario: dates in the first column, rates in the one that is
//! named.

use super::cells::{Cells, Row};
use super::fields::Fields;
use super::plan::series;
use crate::calendar::Date;
use crate::model::{Scalar, Series};
use crate::scenario::expression;
use crate::scenario::tree::Node;
use crate::units::Dimension;

/// A table in the making of a plan.
struct Rates<'f, 'a> {
    fields: &'f Fields<'a>,
    cells: Cells,
    column: usize,
}

/// Reads `plan = { csv, column, unit }`.
pub(super) fn read(demand: &Fields, node: &Node) -> Option<Series> {
    let desk = demand.desk;
    let fields = Fields::open(desk, "plan.csv", demand.join("plan"), node.span, node)?;
    let factor = unit_factor(&fields, demand.of.per(Dimension::TIME));
    let (name, column) = (fields.text("csv"), fields.text("column"));
    let source = match desk.files.table(&name?) {
        Ok(source) => source,
        Err(fault) => {
            fields.report("csv", &fault, None);
            return None;
        }
    };
    let cells = Cells::new(source, desk.text(source));
    let rates = Rates::open(&fields, cells, &column?)?;
    let dated = rates.read(factor?)?;
    Some(series(demand, dated))
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
    fn open(fields: &'f Fields<'a>, cells: Cells, column: &str) -> Option<Self> {
        let headings = cells.headings();
        let found = headings
            .iter()
            .skip(1)
            .position(|heading| heading == column);
        if found.is_none() {
            let message = format!("no column of the table is headed {column:?}");
            let known = headings.get(1..).unwrap_or_default().join(", ");
            fields.report("column", &message, Some(format!("there are: {known}")));
        }
        let column = found? + 1;
        Some(Self {
            fields,
            cells,
            column,
        })
    }

    fn read(&self, factor: f64) -> Option<Vec<(Date, Scalar)>> {
        let mut dated: Vec<(Date, Scalar)> = Vec::new();
        let mut whole = true;
        for row in self.cells.rows() {
            let Some((date, rate)) = self.row(row) else {
                whole = false;
                continue;
            };
            dated.push((date, Scalar::fixed(rate * factor)));
        }
        if dated.is_empty() && whole {
            self.fields
                .report("csv", "the table has no rows below its headings", None);
            return None;
        }
        whole.then_some(dated).filter(|dated| self.ascending(dated))
    }

    fn row(&self, row: Result<Row, csv::Error>) -> Option<(Date, f64)> {
        let row = match row {
            Ok(row) => row,
            Err(error) => {
                self.fields.report("csv", &error.to_string(), None);
                return None;
            }
        };
        let date = self.date(row.start, row.cell(0));
        let rate = self.rate(row.start, row.cell(self.column));
        Some((date?, rate?))
    }

    fn date(&self, start: usize, cell: &str) -> Option<Date> {
        let date = Date::parse(cell).or_else(|| {
            let (year, month) = cell.split_once('-').filter(|(year, _)| year.len() == 4)?;
            Date::new(year.parse().ok()?, month.parse().ok()?, 1)
        });
        let date = date.or_else(|| day_month_year(cell));
        if date.is_none() {
            let message = format!(
                "{cell:?} is no date; it is written 2027-01-31, 31.01.2027, or 2027-01 for a month"
            );
            self.report(start, 0, message, None);
        }
        date
    }

    fn rate(&self, start: usize, cell: &str) -> Option<f64> {
        let rate = self.cells.number(cell).filter(|rate| *rate >= 0.0);
        if rate.is_none() {
            let message = format!("{cell:?} is no rate; a number, 0 or more, is wanted");
            self.report(start, self.column, message, Some(self.cells.help()));
        }
        rate
    }

    fn ascending(&self, dated: &[(Date, Scalar)]) -> bool {
        let falls = dated.windows(2).position(|pair| pair[1].0 <= pair[0].0);
        let Some(row) = falls else { return true };
        let start = self.cells.rows().nth(row + 1).and_then(Result::ok);
        let start = start.map(|row| row.start);
        let message = format!("{} is not after {}", dated[row + 1].0, dated[row].0);
        self.report(start.unwrap_or(0), 0, message, None);
        false
    }

    fn report(&self, start: usize, column: usize, message: String, help: Option<String>) {
        self.fields
            .desk
            .report(self.cells.place(start, column), message, help);
    }
}

/// A date as spreadsheets of many countries save it: `31.01.2027`. With slashes nobody could tell the
/// day from the month.
fn day_month_year(cell: &str) -> Option<Date> {
    let mut parts = cell.split('.');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}
