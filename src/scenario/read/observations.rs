//! Observations for an empirical law: the numbers in a column of a table beside the file that names
//! it.

use super::desk::Desk;
use crate::scenario::expression::Unread;
use crate::scenario::grid::{Cell, Grid, cell_of};
use crate::scenario::text::SourceId;

/// Cells told of at once; who has more has named the wrong column.
const MOST_TOLD: usize = 8;

/// The numbers, row by row; cells that are none are reported where they stand.
///
/// # Errors
/// Why there are none.
pub(super) fn read(
    desk: &Desk,
    named_in: SourceId,
    file: &str,
    column: &str,
) -> Result<Vec<f64>, Unread> {
    let source = desk.files.beside(named_in, file);
    let source = source.map_err(|fault| Unread::File(fault.message, fault.help))?;
    let grid = Grid::read(&desk.text(source), source).map_err(|(span, message)| {
        desk.report(span, message, None);
        Unread::Cells
    })?;
    let at = grid.column(column, 0).map_err(|help| {
        let message = format!("no column of {file} is headed {column:?}");
        Unread::Column(message, help)
    })?;
    let cells: Vec<Cell> = grid.below().iter().map(|row| cell_of(row, at)).collect();
    if cells.is_empty() {
        let message = format!("{file} has no rows below its headings");
        return Err(Unread::File(message, None));
    }
    let numbers: Vec<f64> = cells
        .iter()
        .filter_map(|cell| grid.number(&cell.text))
        .collect();
    if numbers.len() == cells.len() {
        return Ok(numbers);
    }
    let is_none = |cell: &&Cell| grid.number(&cell.text).is_none();
    for cell in cells.iter().filter(is_none).take(MOST_TOLD) {
        let message = format!("{:?} is not a number", cell.text);
        desk.report(cell.span, message, Some(grid.number_help(&cell.text)));
    }
    Err(Unread::Cells)
}
