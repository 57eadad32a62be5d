//! A table with dates in its first column, beside the file that names it: the rates of a plan or the
//! prices of an index stand in the column that is named. Rows may be days, months, quarters or years.

use super::fields::Fields;
use super::plan::series;
use crate::calendar::Date;
use crate::model::{Scalar, Series};
use crate::scenario::expression;
use crate::scenario::grid::{self, Cell, Grid, cell_of};
use crate::scenario::tree::Node;
use crate::units::{Dimension, Unit};

/// What the numbers of a column are, for messages, and whether one may be 0.
#[derive(Clone, Copy)]
pub(super) struct Numbers {
    noun: &'static str,
    wanted: &'static str,
    zero: bool,
}

/// Rates of a plan.
const RATES: Numbers = Numbers {
    noun: "rate",
    wanted: "0 or more,",
    zero: true,
};

/// Prices of an index.
pub(super) const PRICES: Numbers = Numbers {
    noun: "price",
    wanted: "more than 0,",
    zero: false,
};

impl Numbers {
    fn allows(self, value: f64) -> bool {
        value > 0.0 || self.zero && value == 0.0
    }
}

/// A column of a table with the dates beside it.
struct Dated<'f, 'a> {
    fields: &'f Fields<'a>,
    numbers: Numbers,
    grid: Grid,
    column: usize,
}

/// Reads `plan = { csv, column, unit }`; a rate holds from its date to the next.
pub(super) fn read(demand: &Fields, node: &Node) -> Option<Series> {
    let desk = demand.desk;
    let fields = Fields::open(desk, "plan.csv", demand.join("plan"), node.span, node)?;
    let factor = unit_factor(&fields, demand.of.per(Dimension::TIME));
    let dated = dated(&fields, RATES);
    let factor = factor?;
    let scaled = |(date, rate): (Date, f64)| (date, Scalar::fixed(rate * factor));
    Some(series(demand, dated?.into_iter().map(scaled).collect()))
}

/// Dates and numbers of the table that `csv` and `column` name; at least one, the dates ascending.
pub(super) fn dated(fields: &Fields, numbers: Numbers) -> Option<Vec<(Date, f64)>> {
    let (name, column) = (fields.text("csv"), fields.text("column"));
    let grid = open(fields, &name?)?;
    Dated::of(fields, numbers, grid, &column?)?.read()
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
    let unit = unit(fields)?;
    if unit.dimension == dimension {
        return Some(unit.factor);
    }
    let message = format!(
        "{:?} is in {}; a rate in {dimension} or the like is wanted",
        fields.text("unit")?,
        unit.dimension
    );
    fields.report("unit", &message, None);
    None
}

/// The table's unit.
pub(super) fn unit(fields: &Fields) -> Option<Unit> {
    let text = fields.text("unit")?;
    match expression::parse_unit(&text) {
        Ok(unit) => return Some(unit),
        Err(fault) => {
            let span = fields.desk.part(fields.node("unit")?, fault.range);
            let message = format!("{}: {}", fields.join("unit"), fault.message);
            fields.desk.report(span, message, fault.help);
        }
    }
    None
}

impl<'f, 'a> Dated<'f, 'a> {
    /// Finds the column.
    fn of(fields: &'f Fields<'a>, numbers: Numbers, grid: Grid, column: &str) -> Option<Self> {
        let found = grid.column(column, 1).map_err(|help| {
            let message = format!("no column of the table is headed {column:?}");
            fields.report("column", &message, Some(help));
        });
        let column = found.ok()?;
        Some(Self {
            fields,
            numbers,
            grid,
            column,
        })
    }

    fn read(&self) -> Option<Vec<(Date, f64)>> {
        let rows = self.grid.below();
        if rows.is_empty() {
            let message = "the table has no rows below its headings";
            self.fields.report("csv", message, None);
            return None;
        }
        let read: Vec<Option<(Date, f64)>> = rows.iter().map(|row| self.row(row)).collect();
        let dated: Vec<(Date, f64)> = read.into_iter().collect::<Option<_>>()?;
        self.ascending(&dated).then_some(dated)
    }

    fn row(&self, row: &[Cell]) -> Option<(Date, f64)> {
        let date = self.date(row.first()?);
        let number = self.number(&cell_of(row, self.column));
        Some((date?, number?))
    }

    fn date(&self, cell: &Cell) -> Option<Date> {
        let date = grid::first_day(&cell.text);
        if date.is_none() {
            let text = &cell.text;
            let message = format!("{text:?} is not a date that can be read here");
            let desk = self.fields.desk;
            desk.report(cell.span, message, Some(grid::date_help(text)));
        }
        date
    }

    fn number(&self, cell: &Cell) -> Option<f64> {
        let Numbers { noun, wanted, .. } = self.numbers;
        let number = self.grid.number(&cell.text);
        let number = number.filter(|number| self.numbers.allows(*number));
        if number.is_none() {
            let message = format!(
                "{:?} is not a {noun}; a number, {wanted} is wanted",
                cell.text
            );
            let help = self.grid.number_help(&cell.text);
            self.fields.desk.report(cell.span, message, Some(help));
        }
        number
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
