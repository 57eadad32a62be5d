//! A table beside the scenario: dates in the first column, the rates of a plan or the prices of an
//! index in the one that is named. Comma-separated, or semicolon-separated with decimal commas as spreadsheets write it
//! where the comma is decimal.

use super::fields::Fields;
use super::plan::series;
use crate::calendar::Date;
use crate::model::{Scalar, Series};
use crate::scenario::expression;
use crate::scenario::text::{SourceId, Span};
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
        value.is_finite() && (value > 0.0 || self.zero && value == 0.0)
    }
}

/// A column of a table with the dates beside it.
struct Dated<'f, 'a> {
    fields: &'f Fields<'a>,
    numbers: Numbers,
    source: SourceId,
    /// Without its byte order mark.
    text: String,
    /// Bytes of the mark.
    mark: usize,
    separator: char,
    column: usize,
}

/// Reads `plan = { csv, column, unit }`.
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
    let desk = fields.desk;
    let (name, column) = (fields.text("csv"), fields.text("column"));
    let source = match desk.files.table(&name?) {
        Ok(source) => source,
        Err(fault) => {
            fields.report("csv", &fault, None);
            return None;
        }
    };
    let text = desk.text(source);
    Dated::open(fields, numbers, source, &text, &column?)?.read()
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
    /// Finds the separator and the column.
    fn open(
        fields: &'f Fields<'a>,
        numbers: Numbers,
        source: SourceId,
        text: &str,
        column: &str,
    ) -> Option<Self> {
        let whole = text.len();
        let text = text.trim_start_matches('\u{feff}');
        let heading = text.lines().next().unwrap_or_default();
        let separator = if heading.contains(';') { ';' } else { ',' };
        let mut table = Self {
            fields,
            numbers,
            source,
            text: text.to_owned(),
            mark: whole - text.len(),
            separator,
            column: 0,
        };
        let headings: Vec<String> = match table.records().next() {
            Some(Ok(record)) => record.iter().map(str::to_owned).collect(),
            _ => Vec::new(),
        };
        let found = headings
            .iter()
            .skip(1)
            .position(|heading| heading == column);
        if found.is_none() {
            let message = format!("no column of the table is headed {column:?}");
            let known = headings.get(1..).unwrap_or_default().join(", ");
            fields.report("column", &message, Some(format!("there are: {known}")));
        }
        table.column = found? + 1;
        Some(table)
    }

    fn records(&self) -> csv::StringRecordsIntoIter<&[u8]> {
        csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(self.separator as u8)
            .trim(csv::Trim::All)
            .from_reader(self.text.as_bytes())
            .into_records()
    }

    fn read(&self) -> Option<Vec<(Date, f64)>> {
        let mut dated: Vec<(Date, f64)> = Vec::new();
        let mut whole = true;
        for record in self.records().skip(1) {
            let Some(row) = self.row(record) else {
                whole = false;
                continue;
            };
            dated.push(row);
        }
        if dated.is_empty() && whole {
            self.fields
                .report("csv", "the table has no rows below its headings", None);
            return None;
        }
        whole.then_some(dated).filter(|dated| self.ascending(dated))
    }

    fn row(&self, record: Result<csv::StringRecord, csv::Error>) -> Option<(Date, f64)> {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                self.fields.report("csv", &error.to_string(), None);
                return None;
            }
        };
        let start = record
            .position()
            .map_or(0, |position| position.byte() as usize);
        let date = self.date(start, record.get(0).unwrap_or_default());
        let number = self.number(start, record.get(self.column).unwrap_or_default());
        Some((date?, number?))
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

    fn number(&self, start: usize, cell: &str) -> Option<f64> {
        let decimal_comma = self.separator == ';';
        let number = if decimal_comma {
            cell.replace(',', ".")
        } else {
            cell.to_owned()
        };
        let plain = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '+' | 'e' | 'E');
        match number.parse::<f64>() {
            Ok(value) if number.chars().all(plain) && self.numbers.allows(value) => {
                return Some(value);
            }
            _ => {}
        }
        let Numbers { noun, wanted, .. } = self.numbers;
        let message = format!("{cell:?} is no {noun}; a number, {wanted} is wanted");
        let sign = if decimal_comma { "a comma" } else { "a point" };
        let help = format!("without unit and thousands separators, with {sign} before decimals");
        self.report(start, self.column, message, Some(help));
        None
    }

    fn ascending(&self, dated: &[(Date, f64)]) -> bool {
        let falls = dated.windows(2).position(|pair| pair[1].0 <= pair[0].0);
        let Some(row) = falls else { return true };
        let record = self.records().nth(row + 2).and_then(Result::ok);
        let start = record.and_then(|record| Some(record.position()?.byte() as usize));
        let message = format!("{} is not after {}", dated[row + 1].0, dated[row].0);
        self.report(start.unwrap_or(0), 0, message, None);
        false
    }

    fn report(&self, start: usize, column: usize, message: String, help: Option<String>) {
        self.fields
            .desk
            .report(self.cell(start, column), message, help);
    }

    /// Where a cell stands; the whole line where quotes hide it.
    fn cell(&self, start: usize, column: usize) -> Span {
        let rest = &self.text[start..];
        let start = start + (rest.len() - rest.trim_start_matches(['\r', '\n']).len());
        let line = self.text[start..].lines().next().unwrap_or_default();
        let whole = Span {
            source: self.source,
            start: self.mark + start,
            end: self.mark + start + line.len(),
        };
        if line.contains('"') {
            return whole;
        }
        let before: usize = line
            .split(self.separator)
            .take(column)
            .map(|cell| cell.len() + 1)
            .sum();
        match line.split(self.separator).nth(column) {
            Some(cell) => whole.within(before..before + cell.len()),
            None => whole.within(line.len()..line.len()),
        }
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
