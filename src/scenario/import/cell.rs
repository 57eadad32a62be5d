//! Cells of imported tables into values: what would stand to the right of `=`, as spreadsheets write
//! it.

use super::super::grid::{self, Cell, Grid};
use super::super::keys::Takes;
use super::super::problem::Problems;
use super::super::read::way::Stop;
use super::super::text::Span;
use super::super::tree::{self, Item, Node};
use super::column::Column;

/// The value of a cell; nothing where it is told to be none.
pub(super) fn value(
    cell: &Cell,
    column: &Column,
    grid: &Grid,
    text: &str,
    problems: &mut Problems,
) -> Option<Node> {
    let item = match column.stop {
        Stop::Value(Takes::Text | Takes::Name(_) | Takes::Word(_)) => Item::Text(cell.text.clone()),
        Stop::Value(Takes::Names(_)) => Item::List(names(cell, text)),
        Stop::Value(Takes::Numbers(_)) => Item::List(numbers(cell, grid)),
        _ if cell.text.starts_with(['[', '{']) => return toml(cell, text, problems),
        _ if grid::is_either(&cell.text) => {
            let message = format!("{:?} is no date that can be read here", cell.text);
            problems.at(cell.span, message).help = Some(grid::date_help(&cell.text));
            return None;
        }
        _ => scalar(cell, column, grid),
    };
    Some(Node {
        span: cell.span,
        item,
    })
}

/// Names with spaces, commas or semicolons between them, each with its place where no doubled quotes
/// hide it.
fn names(cell: &Cell, text: &str) -> Vec<Node> {
    let within = offset(cell, text);
    let ends = |c: char| c.is_whitespace() || matches!(c, ',' | ';');
    let mut end = 0;
    let pieces = cell.text.split_inclusive(ends).map(|piece| {
        let start = end;
        end += piece.len();
        (start, piece.trim_end_matches(ends))
    });
    let words = pieces.filter(|(_, word)| !word.is_empty());
    words
        .map(|(start, word)| Node {
            span: within.map_or(cell.span, |offset| {
                let start = offset + start;
                cell.span.within(start..start + word.len())
            }),
            item: Item::Text(word.to_owned()),
        })
        .collect()
}

/// Numbers with spaces or semicolons between them, or commas where those are not decimal.
fn numbers(cell: &Cell, grid: &Grid) -> Vec<Node> {
    let ends = |c: char| c.is_whitespace() || c == ';' || c == ',' && !grid.decimal_comma;
    let text = grid::ungrouped(&cell.text);
    let words = text.split(ends).filter(|word| !word.is_empty());
    words
        .map(|word| Node {
            span: cell.span,
            item: grid
                .number(word)
                .map_or(Item::Text(word.to_owned()), Item::Number),
        })
        .collect()
}

/// A list or a table in the language's own words.
fn toml(cell: &Cell, text: &str, problems: &mut Problems) -> Option<Node> {
    let start = offset(cell, text).map(|offset| cell.span.start + offset);
    let at = start.unwrap_or(cell.span.start);
    let Ok(node) = tree::parse_value(&cell.text, cell.span.source, at, problems) else {
        let message = "this is not a complete list or table of the scenario language";
        let help = "such as [\"carbonate\", \"cell\"] or { value = \"3 d\", source = \"plan\" }";
        problems.at(cell.span, message).help = Some(help.to_owned());
        return None;
    };
    node.map(|node| match start {
        Some(_) => node,
        None => placed(node, cell.span),
    })
}

/// A value all of which stands in one place.
fn placed(node: Node, span: Span) -> Node {
    let item = match node.item {
        Item::List(list) => Item::List(list.into_iter().map(|node| placed(node, span)).collect()),
        Item::Section(mut section) => {
            for (_, key, node) in &mut section.entries {
                *key = span;
                *node = placed(node.clone(), span);
            }
            Item::Section(section)
        }
        item => item,
    };
    Node { span, item }
}

/// How far into the cell its text begins, where it stands there as it is.
fn offset(cell: &Cell, text: &str) -> Option<usize> {
    text[cell.span.start..cell.span.end].find(&cell.text)
}

/// A number, a truth, a day, or else a text.
fn scalar(cell: &Cell, column: &Column, grid: &Grid) -> Item {
    let text = cell.text.as_str();
    match (grid.number(text), &column.unit) {
        (Some(number), Some(unit)) => return Item::Text(format!("{number} {unit}")),
        (Some(number), None) => {
            return grid::ungrouped(text)
                .parse()
                .map_or(Item::Number(number), Item::Integer);
        }
        (None, _) => {}
    }
    match text.to_lowercase().as_str() {
        "true" | "истина" => return Item::Flag(true),
        "false" | "ложь" => return Item::Flag(false),
        _ => {}
    }
    match grid::day(text) {
        Some(date) => Item::Date(date),
        None if grid.decimal_comma => Item::Text(with_points(&grid::ungrouped(text))),
        None => Item::Text(grid::ungrouped(text)),
    }
}

/// A quantity with decimal points: a comma between digits is decimal, unless within parentheses,
/// where commas stand between numbers.
fn with_points(text: &str) -> String {
    let mut depth = 0;
    let bytes = text.as_bytes();
    let digit = |at: Option<usize>| {
        at.and_then(|at| bytes.get(at))
            .is_some_and(u8::is_ascii_digit)
    };
    text.char_indices()
        .map(|(at, c)| {
            match c {
                '(' => depth += 1,
                ')' => depth -= 1,
                ',' if depth == 0 && digit(at.checked_sub(1)) && digit(Some(at + 1)) => return '.',
                _ => {}
            }
            c
        })
        .collect()
}
