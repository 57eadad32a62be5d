//! Headings of imported tables: paths in the language, one with a unit where its numbers have none.

use super::super::expression;
use super::super::grid::Cell;
use super::super::keys::Takes;
use super::super::problem::Problems;
use super::super::read::references::{id_fault, id_help};
use super::super::read::way::{self, Stop};
use super::super::text::Span;
use super::super::tree::{Node, Path, Section};
use super::entry;

/// The heading of the names.
const NAME: &str = "name";

/// A column with a heading.
pub(super) struct Column {
    /// Parts of the path below the row's name.
    parts: Vec<String>,
    /// Where the heading stands.
    span: Span,
    /// What its cells are to the language.
    pub stop: Stop,
    /// Of numbers without one: the heading `transit [d]`.
    pub unit: Option<String>,
}

impl Column {
    /// Puts a value into its place below a row that is named somewhere.
    pub fn put(&self, row: &mut Section, name: Span, value: Node) {
        let Some((last, way)) = self.parts.split_last() else {
            return;
        };
        let mut at = row;
        for part in way {
            match &mut entry(at, part, self.span, name).item {
                super::Item::Section(section) => at = section,
                // No heading leads through another: see `are_apart`.
                _ => return,
            }
        }
        at.entries.push((last.clone(), self.span, value));
    }

    /// True where one path is the beginning of the other.
    fn clashes(&self, other: &Self) -> bool {
        let mut both = self.parts.iter().zip(&other.parts);
        both.all(|(a, b)| a == b)
    }
}

/// The columns after the first, or nothing where a heading is wrong.
pub(super) fn read(
    table: &str,
    headings: &[Cell],
    problems: &mut Problems,
) -> Option<Vec<Option<Column>>> {
    let (first, others) = headings.split_first()?;
    let named = is_named(table, first, problems);
    let read: Vec<Option<Option<Column>>> = others
        .iter()
        .map(|heading| match heading.text.as_str() {
            "" => Some(None),
            _ => column(table, heading, problems).map(Some),
        })
        .collect();
    let columns: Vec<Option<Column>> = read.into_iter().collect::<Option<_>>()?;
    (are_apart(&columns, problems) && named).then_some(columns)
}

fn is_named(table: &str, first: &Cell, problems: &mut Problems) -> bool {
    if first.text != NAME {
        let message = format!("the first column is headed {:?}", first.text);
        let help = format!("it holds the name of each {table} and is headed \"{NAME}\"");
        problems.at(first.span, message).help = Some(help);
    }
    first.text == NAME
}

/// True where no two headings say the same.
fn are_apart(columns: &[Option<Column>], problems: &mut Problems) -> bool {
    let columns: Vec<&Column> = columns.iter().flatten().collect();
    let mut apart = true;
    for (position, column) in columns.iter().enumerate() {
        let mut before = columns[..position].iter();
        if let Some(other) = before.find(|other| other.clashes(column)) {
            let (own, other) = (column.parts.join("."), other.parts.join("."));
            let message = format!("column {own:?} and column {other:?} give the same");
            problems.at(column.span, message);
            apart = false;
        }
    }
    apart
}

fn column(table: &str, heading: &Cell, problems: &mut Problems) -> Option<Column> {
    let (written, unit) = match heading.text.split_once('[') {
        Some((path, unit)) => (path.trim(), Some(unit.trim_end_matches(']').trim())),
        None => (heading.text.as_str(), None),
    };
    let Some(Path { parts, span }) = Path::split(written, heading.span) else {
        let message = format!(
            "{:?} is not a heading such as \"cost.per_feu\"",
            heading.text
        );
        problems.at(heading.span, message);
        return None;
    };
    let stop = stop(table, &parts)
        .map_err(|refusal| problems.at(span, refusal.message).help = refusal.help)
        .ok()?;
    if let Some(fault) = unit.and_then(|unit| unit_fault(unit, stop)) {
        problems.at(span, fault.0).help = fault.1;
        return None;
    }
    Some(Column {
        parts,
        span,
        stop,
        unit: unit.map(str::to_owned),
    })
}

/// What stands at a path below a row.
fn stop(table: &str, parts: &[String]) -> Result<Stop, way::Refusal> {
    let mut before = vec![table.to_owned(), "NAME".to_owned()];
    let mut stop = way::step(Stop::Table(""), &[], table)?;
    stop = way::step(stop, &before[..1], &before[1])?;
    for part in parts {
        let named = matches!(stop, Stop::Names(_) | Stop::Amounts);
        if let Some(fault) = id_fault(part).filter(|_| named) {
            let message = format!("{}: {part:?} {fault}", before.join("."));
            return Err(way::refusal(message, Some(id_help(part))));
        }
        stop = way::step(stop, &before, part)?;
        before.push(part.clone());
    }
    Ok(stop)
}

/// Why a unit cannot stand in a heading, with what to do.
fn unit_fault(unit: &str, stop: Stop) -> Option<(String, Option<String>)> {
    let measured = match stop {
        Stop::Table(table) => matches!(table, "quantity" | "cost" | "plan.csv"),
        Stop::Value(takes) => matches!(takes, Takes::Special | Takes::Days),
        _ => false,
    };
    if !measured {
        return Some((format!("[{unit}]: what stands here has no unit"), None));
    }
    let fault = expression::parse_unit(unit).err()?;
    Some((fault.message, fault.help))
}
