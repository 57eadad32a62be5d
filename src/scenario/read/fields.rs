//! A table of the file next to its section of the language: one accessor a kind of key, each
//! reporting what is wrong and returning nothing for what is not there.

use super::desk::Desk;
use super::references::{id_fault, id_help};
use crate::scenario::keys::{self, Key, Takes};
use crate::scenario::problem::nearest;
use crate::scenario::text::Span;
use crate::scenario::tree::{Item, Node, Section};
use crate::units::Dimension;

/// One table of the file.
#[derive(Clone)]
pub(in crate::scenario) struct Fields<'a> {
    /// What the readers share.
    pub desk: &'a Desk<'a>,
    /// Its section in [`keys::KEYS`].
    pub table: &'static str,
    /// Where it stands in the tree: `site.mine.process.dig`.
    pub path: String,
    /// What a unit of its commodity measures.
    pub of: Dimension,
    section: &'a Section,
    /// Where it is named.
    pub span: Span,
}

impl<'a> Fields<'a> {
    /// A table, once its keys are checked against the language.
    pub fn open(
        desk: &'a Desk<'a>,
        table: &'static str,
        path: String,
        span: Span,
        node: &'a Node,
    ) -> Option<Self> {
        desk.mark(&path, span);
        let Item::Section(section) = &node.item else {
            let kind = node.item.kind();
            let message = format!("{path}: is {kind}; a table is wanted");
            desk.report(node.span, message, table_help(table, &path, node));
            return None;
        };
        let fields = Self {
            desk,
            table,
            path,
            of: Dimension::NONE,
            section,
            span,
        };
        fields.refuse_unknown_keys();
        fields.ask_for_missing_keys();
        Some(fields)
    }

    /// The same for quantities of a commodity.
    pub fn of(mut self, unit: Dimension) -> Self {
        self.of = unit;
        self
    }

    fn refuse_unknown_keys(&self) {
        for (name, span, node) in &self.section.entries {
            if keys::of(self.table).all(|key| key.name != name) {
                let message = self.unknown_message(name, node);
                let help = self.unknown_help(name, node);
                self.desk.report(*span, message, Some(help));
            }
        }
    }

    fn ask_for_missing_keys(&self) {
        for key in keys::of(self.table).filter(|key| key.required) {
            if !self.has(key.name) && !self.is_misspelt(key.name) {
                let message = match self.path.as_str() {
                    "" => format!("table {:?} is missing", key.name),
                    path => format!("{path}: key {:?} is missing", key.name),
                };
                self.desk.report(self.span, message, Some(meaning(key)));
            }
        }
    }

    /// True where an unknown key was probably meant for this one.
    pub fn is_misspelt(&self, key: &str) -> bool {
        let names = || keys::of(self.table).map(|key| key.name);
        let written = self.section.entries.iter().map(|(name, ..)| name.as_str());
        let mut unknown = written.filter(|name| names().all(|known| known != *name));
        unknown.any(|name| nearest(name, names()) == Some(key))
    }

    /// The path of a key.
    pub fn join(&self, key: &str) -> String {
        match self.path.as_str() {
            "" => key.to_owned(),
            path => format!("{path}.{key}"),
        }
    }

    /// True where a key is written.
    pub fn has(&self, key: &str) -> bool {
        self.section.find(key).is_some()
    }

    /// The value of a key.
    pub fn node(&self, key: &str) -> Option<&'a Node> {
        let node = self.section.find(key)?;
        self.desk.mark(&self.join(key), node.span);
        Some(node)
    }

    /// Reports what is wrong with a key's value.
    pub fn report(&self, key: &str, message: &str, help: Option<String>) {
        let span = self.section.find(key).map_or(self.span, |node| node.span);
        self.desk
            .report(span, format!("{}: {message}", self.join(key)), help);
    }

    /// Reports what is wrong with the table.
    pub fn report_self(&self, message: &str, help: Option<String>) {
        self.desk
            .report(self.span, format!("{}: {message}", self.path), help);
    }

    /// Reports a value of the wrong kind.
    pub fn wrong<T>(&self, key: &str, node: &Node, wanted: &str) -> Option<T> {
        let message = format!("is {}; {wanted} is wanted", node.item.kind());
        self.report(key, &message, None);
        None
    }

    fn key(&self, name: &str) -> Option<&'static Key> {
        keys::of(self.table).find(|key| key.name == name)
    }

    /// What a quantity of a key measures, and whether it is drawn once, each time, or a price.
    pub fn takes(&self, name: &str) -> Takes {
        self.key(name).map_or(Takes::Special, |key| key.takes)
    }

    /// The table of a key.
    pub fn table(&self, key: &str) -> Option<Fields<'a>> {
        let node = self.node(key)?;
        let Takes::Table(table) = self.takes(key) else {
            return None;
        };
        Some(Self::open(self.desk, table, self.join(key), node.span, node)?.of(self.of))
    }

    /// Named tables in order of name; nothing beside a name whose value is no table.
    pub fn map(&self, key: &str) -> Vec<(&'a str, Option<Fields<'a>>)> {
        let Takes::Map(table) = self.takes(key) else {
            return Vec::new();
        };
        self.entries(key)
            .into_iter()
            .map(|(name, span, node)| {
                let path = format!("{}.{name}", self.join(key));
                (name, Self::open(self.desk, table, path, span, node))
            })
            .collect()
    }

    /// Named values in order of name, their names checked.
    pub fn entries(&self, key: &str) -> Vec<(&'a str, Span, &'a Node)> {
        let Some(node) = self.node(key) else {
            return Vec::new();
        };
        let Item::Section(section) = &node.item else {
            let message = format!("is {}; a table is wanted", node.item.kind());
            let help = format!(
                "each has a heading with its name: [{}.NAME]",
                self.join(key)
            );
            self.report(key, &message, Some(help));
            return Vec::new();
        };
        let mut entries: Vec<_> = section
            .entries
            .iter()
            .map(|(name, span, node)| (name.as_str(), *span, node))
            .collect();
        entries.sort_by_key(|(name, ..)| *name);
        for (name, span, _) in &entries {
            self.desk.mark(&format!("{}.{name}", self.join(key)), *span);
            if let Some(fault) = id_fault(name) {
                let message = format!("{}: {name:?} {fault}", self.join(key));
                self.desk.report(*span, message, Some(id_help(name)));
            }
        }
        entries
    }

    /// The tables of a list.
    pub fn tables(&self, key: &str, table: &'static str) -> Option<Vec<Fields<'a>>> {
        let node = self.node(key)?;
        let Item::List(list) = &node.item else {
            let message = format!("is {}; a list of tables is wanted", node.item.kind());
            let help = match self.path.as_str() {
                "" => format!("write [[{key}]], with two brackets on each side"),
                _ => format!("write {key} = [{{ … }}, {{ … }}]"),
            };
            self.report(key, &message, Some(help));
            return None;
        };
        list.iter()
            .enumerate()
            .map(|(position, node)| {
                let path = format!("{}.{}", self.join(key), position + 1);
                Some(Self::open(self.desk, table, path, node.span, node)?.of(self.of))
            })
            .collect()
    }

    /// The one table that is chosen, with its name.
    pub fn choice(&self, key: &str) -> Option<(&'static str, Fields<'a>)> {
        let node = self.node(key)?;
        let Takes::Choice(table) = self.takes(key) else {
            return None;
        };
        let outer = Self::open(self.desk, table, self.join(key), node.span, node)?;
        let chosen: Vec<&Key> = keys::of(table).filter(|key| outer.has(key.name)).collect();
        if chosen.len() > 1 || outer.section.entries.is_empty() {
            let known: Vec<&str> = keys::of(table).map(|key| key.name).collect();
            let message = format!(
                "has {} kinds; one of {} is wanted",
                chosen.len(),
                known.join(", ")
            );
            self.report(key, &message, None);
        }
        let &&Key { name, .. } = chosen.first()?;
        Some((name, outer.of(self.of).table(name)?))
    }
}

/// Keys told of at most where a table is wanted.
const TOLD: usize = 6;

/// How a table of the language is written.
fn table_help(table: &str, path: &str, node: &Node) -> Option<String> {
    let (above, name) = path.rsplit_once('.').unwrap_or(("", path));
    if keys::of(table).any(|key| key.name == name) {
        return Some(format!(
            "the heading needs a name: [{above}.NAME], then {name} = …"
        ));
    }
    if let (Item::Text(text), "parameter") = (&node.item, table) {
        return Some(format!("write {{ value = {text:?} }}"));
    }
    let names: Vec<&str> = keys::of(table).map(|key| key.name).collect();
    let required: Vec<&str> = keys::of(table)
        .filter(|key| key.required)
        .map(|key| key.name)
        .collect();
    let shown = if required.is_empty() { names } else { required };
    let shown: Vec<String> = shown
        .iter()
        .take(TOLD)
        .map(|name| format!("{name} = …"))
        .collect();
    (!shown.is_empty()).then(|| format!("write {{ {} }}", shown.join(", ")))
}

/// A key's meaning as a help.
fn meaning(key: &Key) -> String {
    let text = key.meaning.trim_end_matches('.');
    let mut letters = text.chars();
    let first = letters
        .next()
        .map(|letter| letter.to_lowercase().to_string());
    format!(
        "{}: {}{}",
        key.name,
        first.unwrap_or_default(),
        letters.as_str()
    )
}
