//! Tables of what was observed: histories and durations from which `fit` estimates. They belong to no
//! scenario, but are read and told of in the same way.

use std::path::Path;

use super::grid::{Cell, Grid, cell_of, date_help, first_day};
use super::problem::{Problems, nearest};
use super::text::{SourceId, Sources, Span, read_text};
use crate::calendar::Date;

/// Cells told of at once in a column; who has more has named the wrong one.
const MOST_TOLD: usize = 8;

/// Which rows to keep.
#[derive(Clone, Debug, PartialEq)]
pub struct Filter {
    /// The heading of the column looked at.
    pub column: String,
    /// What its cell says, or has somewhere within it.
    pub wanted: String,
    /// A part of the cell is enough.
    pub part: bool,
}

impl Filter {
    /// Reads `place=Dostyk` (the cell says that) or `place~Dostyk` (it has that within it).
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let at = text.find(['=', '~'])?;
        let (column, wanted) = (text[..at].trim(), text[at + 1..].trim());
        let part = text[at..].starts_with('~');
        let (column, wanted) = (column.to_owned(), wanted.to_owned());
        (!column.is_empty()).then_some(Self {
            column,
            wanted,
            part,
        })
    }

    fn keeps(&self, cell: &str) -> bool {
        if self.part {
            cell.contains(&self.wanted)
        } else {
            cell == self.wanted
        }
    }
}

/// A table, the rows of it that were asked for, and what is wrong with them.
#[derive(Debug)]
pub struct Observed {
    name: String,
    sources: Sources,
    source: SourceId,
    grid: Grid,
    /// Rows below the headings that are kept.
    rows: Vec<usize>,
    problems: Problems,
}

impl Observed {
    /// Reads a CSV file as spreadsheets save it.
    ///
    /// # Errors
    /// What keeps it from being a table.
    pub fn open(path: &Path) -> Result<Self, Problems> {
        let (mut sources, mut problems) = (Sources::default(), Problems::default());
        problems.advise(ADVICE);
        let Some(source) = read_text(path, &mut sources, &mut problems) else {
            problems.sources = sources;
            return Err(problems);
        };
        match Grid::read(&sources.text(source).text, source) {
            Err((span, message)) => {
                problems.at(span, message);
                problems.sources = sources;
                Err(problems)
            }
            Ok(grid) => {
                let rows = (0..grid.below().len()).collect();
                let name = path.display().to_string();
                Ok(Self {
                    name,
                    sources,
                    source,
                    grid,
                    rows,
                    problems,
                })
            }
        }
    }

    /// True where a column has that heading.
    #[must_use]
    pub fn has(&self, heading: &str) -> bool {
        self.grid.column(heading, 0).is_ok()
    }

    /// Keeps the rows that one of the filters of each column named keeps.
    pub fn keep(&mut self, filters: &[Filter]) {
        let mut columns: Vec<&str> = filters
            .iter()
            .map(|filter| filter.column.as_str())
            .collect();
        columns.sort_unstable();
        columns.dedup();
        for column in columns {
            let Some(at) = self.find(column) else {
                continue;
            };
            let wanted = || filters.iter().filter(|filter| filter.column == column);
            for filter in wanted() {
                self.refuse_idle(filter, at);
            }
            let below = self.grid.below();
            let kept = |&row: &usize| {
                let cell = cell_of(&below[row], at);
                wanted().any(|filter| filter.keeps(&cell.text))
            };
            self.rows = self.rows.iter().copied().filter(kept).collect();
        }
    }

    /// A filter that no row of the whole table passes is a slip of the pen.
    fn refuse_idle(&mut self, filter: &Filter, at: usize) {
        let cells: Vec<Cell> = self
            .grid
            .below()
            .iter()
            .map(|row| cell_of(row, at))
            .collect();
        if cells.iter().any(|cell| filter.keeps(&cell.text)) {
            return;
        }
        let Filter { column, wanted, .. } = filter;
        let near = nearest(wanted, cells.iter().map(|cell| cell.text.as_str()));
        let message = format!(
            "no row of {} has {wanted:?} in the column {column:?}",
            self.name
        );
        let problem = self.problems.at(self.heading(at), message);
        problem.help = Some(match near {
            Some(near) => format!("did you mean {near:?}?"),
            None => format!("{column:?} wants the whole cell, {column}~{wanted} a part of it"),
        });
    }

    /// How many rows are kept.
    #[must_use]
    pub fn count(&self) -> usize {
        self.rows.len()
    }

    /// The cells of a column in the rows that are kept, as they are written.
    #[must_use]
    pub fn texts(&self, heading: &str) -> Vec<String> {
        let at = self.grid.column(heading, 0);
        at.map_or(Vec::new(), |at| {
            self.cells(at).into_iter().map(|cell| cell.text).collect()
        })
    }

    /// The numbers of a column, none where a cell is empty; what is no number is a problem.
    pub fn numbers(&mut self, heading: &str) -> Vec<Option<f64>> {
        self.read(heading, "number", Grid::number_help, Grid::number)
    }

    /// The numbers of a column, or its dates as days, `never` as infinitely many; none where a cell is
    /// empty.
    pub fn levels(&mut self, heading: &str) -> Vec<Option<f64>> {
        let help = |grid: &Grid, text: &str| match text.matches('/').count() {
            2 => date_help(text),
            _ => grid.number_help(text),
        };
        self.read(heading, "number, date or `never`", help, |grid, text| {
            let day = || first_day(text).map(|day| f64::from(day.0));
            let never = || (text == "never").then_some(f64::INFINITY);
            grid.number(text).or_else(day).or_else(never)
        })
    }

    /// The dates of a column, none where a cell is empty; of a month or a year the first day.
    pub fn dates(&mut self, heading: &str) -> Vec<Option<Date>> {
        let help = |_: &Grid, text: &str| date_help(text);
        self.read(heading, "date", help, |_, text| first_day(text))
    }

    fn read<T>(
        &mut self,
        heading: &str,
        kind: &str,
        help: impl Fn(&Grid, &str) -> String,
        read: impl Fn(&Grid, &str) -> Option<T>,
    ) -> Vec<Option<T>> {
        let Some(at) = self.find(heading) else {
            return Vec::new();
        };
        let cells = self.cells(at);
        let values: Vec<Option<T>> = cells
            .iter()
            .map(|cell| read(&self.grid, &cell.text))
            .collect();
        let wrong = cells
            .iter()
            .zip(&values)
            .filter(|(cell, value)| value.is_none() && !cell.is_empty());
        for (cell, _) in wrong.take(MOST_TOLD) {
            let message = format!("{heading:?}: {:?} is not a {kind}", cell.text);
            let help = help(&self.grid, &cell.text);
            self.problems.at(cell.span, message).help = Some(help);
        }
        values
    }

    /// Tells that the cell of a column in a row, counted among those kept, is wrong.
    pub fn refuse(&mut self, row: usize, heading: &str, message: &str, help: &str) {
        let Some(at) = self.find(heading) else { return };
        let cell = cell_of(&self.grid.below()[self.rows[row]], at);
        let problem = self
            .problems
            .at(cell.span, format!("{heading:?}: {message}"));
        problem.help = Some(help.to_owned());
    }

    /// Tells what is wrong with the table as a whole.
    pub fn refuse_all(&mut self, message: &str, help: &str) {
        let message = format!("{}: {message}", self.name);
        self.problems.general(message).help = Some(help.to_owned());
    }

    /// Nothing, where nothing was wrong.
    ///
    /// # Errors
    /// Everything that was.
    pub fn checked(&self) -> Result<(), Problems> {
        if self.problems.is_empty() {
            return Ok(());
        }
        let mut problems = self.problems.clone();
        problems.sources = self.sources.clone();
        Err(problems)
    }

    fn cells(&self, at: usize) -> Vec<Cell> {
        self.rows
            .iter()
            .map(|&row| cell_of(&self.grid.below()[row], at))
            .collect()
    }

    /// The position of a column, or a problem at the headings.
    fn find(&mut self, heading: &str) -> Option<usize> {
        match self.grid.column(heading, 0) {
            Ok(at) => Some(at),
            Err(help) => {
                let message = format!("no column is headed {heading:?}");
                let place = self.heading(0);
                self.problems.at(place, message).help = Some(help);
                None
            }
        }
    }

    fn heading(&self, at: usize) -> Span {
        let nowhere = Span {
            source: self.source,
            start: 0,
            end: 0,
        };
        self.grid
            .rows
            .first()
            .map_or(nowhere, |row| cell_of(row, at).span)
    }
}

const ADVICE: &str =
    "`lichain fit --help` and `lichain analyze --help` say which columns are wanted";

#[cfg(test)]
mod tests {
    use super::*;

    fn open(text: &str) -> Observed {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("prices.csv");
        std::fs::write(&path, text).unwrap();
        Observed::open(&path).unwrap()
    }

    fn told(table: &Observed) -> String {
        table.checked().unwrap_err().render(false)
    }

    const TEXT: &str =
        "date;value;place\n31.01.2027;1,5;Dostyk\n2027-02;2;Dostyk and Altynkol\n2028;;Aktau\n";

    #[test]
    fn columns_are_read_as_numbers_dates_and_words() {
        let mut table = open(TEXT);
        assert_eq!(table.numbers("value"), [Some(1.5), Some(2.0), None]);
        let dates: Vec<String> = table
            .dates("date")
            .into_iter()
            .flatten()
            .map(|d| d.to_string())
            .collect();
        assert_eq!(dates, ["2027-01-31", "2027-02-01", "2028-01-01"]);
        assert_eq!(table.texts("place")[2], "Aktau");
        assert!(table.checked().is_ok() && table.has("place") && !table.has("Place"));
    }

    #[test]
    fn rows_are_kept_by_a_whole_cell_or_a_part_and_by_any_of_one_column() {
        for (filters, kept) in [
            (&["place=Dostyk"][..], 1),
            (&["place~Dostyk"], 2),
            (&["place=Dostyk", "place = Aktau"], 2),
            (&["place~Dostyk", "value=2"], 1),
            (&[], 3),
        ] {
            let mut table = open(TEXT);
            let filters: Vec<Filter> = filters
                .iter()
                .filter_map(|text| Filter::parse(text))
                .collect();
            table.keep(&filters);
            assert_eq!((table.count(), table.checked().is_ok()), (kept, true));
        }
        assert_eq!(Filter::parse("Dostyk"), None);
        assert_eq!(Filter::parse("=Dostyk"), None);
    }

    #[test]
    fn what_is_wrong_is_told_at_its_place() {
        let mut table = open("date,value\n2027-13,7\n2027-02,many\n");
        table.dates("date");
        table.numbers("value");
        table.numbers("valeu");
        table.keep(&Filter::parse("value=8").into_iter().collect::<Vec<_>>());
        let told = told(&table);
        for part in [
            "prices.csv:2:1",
            "\"2027-13\" is not a date",
            "prices.csv:3:9",
            "\"many\" is not a number",
            "no column is headed \"valeu\"",
            "did you mean \"value\"?",
            "has \"8\" in the column \"value\"",
            "lichain fit --help",
        ] {
            assert!(told.contains(part), "{part:?} is not in\n{told}");
        }
    }
}
