//! `[import]`: named tables of the language from CSV files, a row each. The first column holds the
//! names, the other headings are paths below them, a cell is what would stand to the right of `=`.
//! The rows become tables of the tree that know their cells, so that whatever is wrong with them
//! later is told there.

mod cell;
mod column;

use std::collections::BTreeMap;

use super::grid::{Cell, Grid};
use super::keys;
use super::problem::{Problems, did_you_mean, nearest};
use super::read::files::Files;
use super::read::references::{id_fault, id_help};
use super::text::Span;
use super::tree::{Item, Node, Section};
use column::Column;

/// Puts the rows of all tables that a file imports into its tree, in place of `import`.
pub(super) fn expand(files: &Files, root: &mut Node, problems: &mut Problems) {
    let Some((_, import)) = root.take("import") else {
        return;
    };
    let Item::Section(imports) = import.item else {
        let kind = import.item.kind();
        let message = format!("import: is {kind}; a table is wanted");
        let help = "write import.leg = \"legs.csv\"".to_owned();
        problems.at(import.span, message).help = Some(help);
        return;
    };
    for (table, span, node) in &imports.entries {
        if is_known(table, *span, problems) {
            for name in names(table, node, problems) {
                import_file(files, root, table, name, problems);
            }
        }
    }
}

fn is_known(table: &str, span: Span, problems: &mut Problems) -> bool {
    let known: Vec<&str> = keys::of("import").map(|key| key.name).collect();
    let found = known.contains(&table);
    if !found {
        let help = match nearest(table, known.iter().copied()) {
            Some(near) => did_you_mean(table, near),
            None => format!("there are: {}", known.join(", ")),
        };
        let message = format!("import: there is no table {table:?} to be imported");
        problems.at(span, message).help = Some(help);
    }
    found
}

/// The values that name files: one, or a list of them.
fn names<'a>(table: &str, node: &'a Node, problems: &mut Problems) -> Vec<&'a Node> {
    let list = match &node.item {
        Item::List(list) => list.iter().collect(),
        _ => vec![node],
    };
    for node in &list {
        if !matches!(node.item, Item::Text(_)) {
            let kind = node.item.kind();
            let message = format!(
                "import.{table}: is {kind}; the name of a CSV file or a list of them is wanted"
            );
            problems.at(node.span, message);
        }
    }
    list
}

fn import_file(files: &Files, root: &mut Node, table: &str, name: &Node, problems: &mut Problems) {
    let Item::Text(file) = &name.item else { return };
    let told = |message: &str| format!("import.{table}: {message}");
    let source = match files.beside(name.span.source, file) {
        Ok(source) => source,
        Err(fault) => {
            problems.at(name.span, told(&fault.message)).help = fault.help;
            return;
        }
    };
    let text = files.sources.borrow().text(source).text.clone();
    let grid = match Grid::read(&text, source) {
        Ok(grid) => grid,
        Err((span, message)) => {
            problems.at(span, message);
            return;
        }
    };
    if grid.rows.len() < 2 {
        problems.at(name.span, told("the table has no rows below its headings"));
        return;
    }
    let Some(columns) = column::read(table, &grid.rows[0], problems) else {
        return;
    };
    if let Some(section) = section(root, table, name.span) {
        let sheet = Sheet {
            table,
            text: &text,
            grid: &grid,
            columns: &columns,
        };
        sheet.put_rows(section, files, problems);
    }
}

/// The named tables of a kind; nothing where something else stands there, which is told later.
fn section<'a>(root: &'a mut Node, table: &str, span: Span) -> Option<&'a mut Section> {
    let Item::Section(root) = &mut root.item else {
        return None;
    };
    match &mut entry(root, table, span, span).item {
        Item::Section(section) => Some(section),
        _ => None,
    }
}

/// The value of a key, made as an empty table where there is none.
fn entry<'a>(section: &'a mut Section, key: &str, named: Span, span: Span) -> &'a mut Node {
    let found = section.entries.iter().position(|(name, ..)| name == key);
    let at = found.unwrap_or_else(|| {
        let item = Item::Section(Section::default());
        let node = Node { span, item };
        section.entries.push((key.to_owned(), named, node));
        section.entries.len() - 1
    });
    &mut section.entries[at].2
}

/// A table that is read.
struct Sheet<'a> {
    table: &'a str,
    text: &'a str,
    grid: &'a Grid,
    /// Those after the names; nothing for one without a heading.
    columns: &'a [Option<Column>],
}

impl Sheet<'_> {
    fn put_rows(&self, section: &mut Section, files: &Files, problems: &mut Problems) {
        let places = section.entries.iter();
        let mut places: BTreeMap<String, Span> = places
            .map(|(name, span, _)| (name.clone(), *span))
            .collect();
        for row in &self.grid.rows[1..] {
            let Some(name) = self.name(row, problems) else {
                continue;
            };
            if let Some(first) = places.get(&name.text) {
                let message = format!("{}.{} is defined twice", self.table, name.text);
                let help = format!("it is first defined in {}", place(files, *first));
                problems.at(name.span, message).help = Some(help);
                continue;
            }
            places.insert(name.text.clone(), name.span);
            let item = Item::Section(self.row(row, problems));
            let node = Node {
                span: name.span,
                item,
            };
            section.entries.push((name.text.clone(), name.span, node));
        }
    }

    /// The cell that names a row which fits the table.
    fn name<'r>(&self, row: &'r [Cell], problems: &mut Problems) -> Option<&'r Cell> {
        let wanted = self.columns.len() + 1;
        let name = row.first()?;
        let beyond = row.iter().skip(wanted).find(|cell| !cell.is_empty());
        if row.len() < wanted || beyond.is_some() {
            let span = beyond.map_or(name.span, |cell| cell.span);
            let message = format!(
                "this row has {} cells, but the headings are {wanted}",
                row.len()
            );
            let help = match beyond {
                Some(_) if !self.grid.decimal_comma => {
                    "a cell with a comma in it stands in quotes: \"pert(5, 7, 12) d\""
                }
                _ => "where nothing is given a cell stays empty, but its separator stays",
            };
            problems.at(span, message).help = Some(help.to_owned());
            return None;
        }
        if name.is_empty() {
            problems.at(name.span, "this row has no name in its first cell");
            return None;
        }
        if let Some(fault) = id_fault(&name.text) {
            let message = format!("{}: {:?} {fault}", self.table, name.text);
            problems.at(name.span, message).help = Some(id_help(&name.text));
            return None;
        }
        Some(name)
    }

    fn row(&self, row: &[Cell], problems: &mut Problems) -> Section {
        let mut section = Section::default();
        let name = row[0].span;
        for (cell, column) in row[1..].iter().zip(self.columns) {
            if cell.is_empty() {
                continue;
            }
            let Some(column) = column else {
                let message = format!("{:?} stands below no heading", cell.text);
                problems.at(cell.span, message);
                continue;
            };
            if let Some(node) = cell::value(cell, column, self.grid, self.text, problems) {
                column.put(&mut section, name, node);
            }
        }
        section
    }
}

/// A file and a line in it.
fn place(files: &Files, span: Span) -> String {
    let sources = files.sources.borrow();
    let (line, _) = sources.line_column(span);
    format!("{}, line {line}", sources.text(span.source).name)
}
