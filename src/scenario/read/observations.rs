//! Observations for an empirical law: the numbers in a column of a table beside the scenario.

use super::cells::{Cells, Row};
use super::desk::Desk;
use crate::scenario::expression::Unread;
use crate::scenario::problem::nearest;

/// Cells told of at once; who has more has named the wrong column.
const MOST_TOLD: usize = 8;

/// The numbers, row by row; cells that are none are reported where they stand.
pub(super) fn read(desk: &Desk, file: &str, column: &str) -> Result<Vec<f64>, Unread> {
    let source = desk.files.table(file).map_err(Unread::File)?;
    let cells = Cells::new(source, desk.text(source));
    let headings = cells.headings();
    let Some(at) = headings.iter().position(|heading| heading == column) else {
        let near = nearest(column, headings.iter().map(String::as_str));
        let help = near.map_or_else(
            || format!("there are: {}", headings.join(", ")),
            |near| format!("did you mean \"{near}\"?"),
        );
        let message = format!("no column of {file} is headed {column:?}");
        return Err(Unread::Column(message, help));
    };
    let mut numbers = Vec::new();
    let mut bad = 0;
    for row in cells.rows() {
        let row = row.map_err(|error| Unread::File(format!("{file}: {error}")))?;
        if row.is_empty() {
            continue;
        }
        match cells.number(row.cell(at)) {
            Some(number) => numbers.push(number),
            None if bad < MOST_TOLD => {
                bad += 1;
                report(desk, &cells, &row, at);
            }
            None => break,
        }
    }
    match (bad, numbers.is_empty()) {
        (0, false) => Ok(numbers),
        (0, true) => Err(Unread::File(format!(
            "{file} has no rows below its headings"
        ))),
        _ => Err(Unread::Cells),
    }
}

fn report(desk: &Desk, cells: &Cells, row: &Row, column: usize) {
    let message = format!("{:?} is no number", row.cell(column));
    desk.report(cells.place(row.start, column), message, Some(cells.help()));
}
