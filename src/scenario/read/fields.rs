//! A table of the file next to its section of the language: one accessor a kind of key, each
//! reporting what is wrong and returning nothing for what is not there.

use super::desk::Desk;
use super::roster::{Found, Roster};
use crate::calendar::Date;
use crate::id::Id;
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
    span: Span,
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
            desk.report(
                node.span,
                format!("{path}: is {kind}; a table is wanted"),
                None,
            );
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
        for (name, span, _) in &self.section.entries {
            if keys::of(self.table).any(|key| key.name == name) {
                continue;
            }
            let known: Vec<&str> = keys::of(self.table).map(|key| key.name).collect();
            let message = match self.path.as_str() {
                "" => format!("there is no table {name:?}"),
                path => format!("{path}: there is no key {name:?} here"),
            };
            let help = match nearest(name, known.iter().copied()) {
                Some(near) => format!("did you mean {near:?}?"),
                None if known.is_empty() => "nothing is written here".to_owned(),
                None => format!("known here: {}", known.join(", ")),
            };
            self.desk.report(*span, message, Some(help));
        }
    }

    fn ask_for_missing_keys(&self) {
        for key in keys::of(self.table).filter(|key| key.required) {
            if self.section.find(key.name).is_none() {
                let message = match self.path.as_str() {
                    "" => format!("table {:?} is missing", key.name),
                    path => format!("{path}: key {:?} is missing", key.name),
                };
                self.desk.report(self.span, message, Some(meaning(key)));
            }
        }
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

    fn wrong<T>(&self, key: &str, node: &Node, wanted: &str) -> Option<T> {
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

    /// A text fit for a spreadsheet.
    pub fn text(&self, key: &str) -> Option<String> {
        let node = self.node(key)?;
        let Item::Text(text) = &node.item else {
            return self.wrong(key, node, "a text");
        };
        if text.chars().any(char::is_control) {
            self.report(
                key,
                "has a line break or another control character in it",
                None,
            );
        }
        if text.starts_with(['=', '+', '-', '@']) {
            let help = "a spreadsheet would run it as a formula when it opens the results; begin with a letter or a figure";
            let message = format!("begins with {:?}", &text[..1]);
            self.report(key, &message, Some(help.to_owned()));
        }
        Some(text.clone())
    }

    /// The title, else the id.
    pub fn title(&self, id: &str) -> String {
        self.text("title").unwrap_or_else(|| id.to_owned())
    }

    /// A country's two-letter code, or nothing.
    pub fn country(&self) -> String {
        let Some(code) = self.text("country") else {
            return String::new();
        };
        if code.len() != 2 || !code.bytes().all(|byte| byte.is_ascii_uppercase()) {
            let help = "ISO 3166 codes, such as KZ, CN or VN".to_owned();
            self.report(
                "country",
                &format!("{code:?} is no two-letter code"),
                Some(help),
            );
        }
        code
    }

    /// True or false.
    pub fn flag(&self, key: &str) -> Option<bool> {
        let node = self.node(key)?;
        match node.item {
            Item::Flag(flag) => Some(flag),
            _ => self.wrong(key, node, "true or false"),
        }
    }

    /// A whole number within bounds.
    pub fn count(&self, key: &str, allowed: std::ops::RangeInclusive<i64>) -> Option<i64> {
        let node = self.node(key)?;
        let Item::Integer(count) = node.item else {
            return self.wrong(key, node, "a whole number");
        };
        if !allowed.contains(&count) {
            let (low, high) = allowed.into_inner();
            self.report(
                key,
                &format!("is {count}; {low} to {high} is allowed"),
                None,
            );
            return None;
        }
        Some(count)
    }

    /// A date.
    pub fn date(&self, key: &str) -> Option<Date> {
        let node = self.node(key)?;
        match &node.item {
            Item::Date(date) => Some(*date),
            Item::Text(text) => Date::parse(text).or_else(|| {
                let message = format!("{text:?} is no date; write it as 2031-03-12");
                self.report(key, &message, None);
                None
            }),
            _ => self.wrong(key, node, "a date such as 2031-03-12"),
        }
    }

    /// One of the words of a key.
    pub fn word(&self, key: &str) -> Option<&'static str> {
        let node = self.node(key)?;
        let Takes::Word(words) = self.takes(key) else {
            return None;
        };
        let Item::Text(text) = &node.item else {
            return self.wrong(key, node, "a text");
        };
        let found = words.iter().find(|word| *word == text).copied();
        if found.is_none() {
            let message = format!(
                "{text:?} is not known; one of {} is wanted",
                words.join(", ")
            );
            let near = nearest(text, words.iter().copied());
            self.report(
                key,
                &message,
                near.map(|near| format!("did you mean {near:?}?")),
            );
        }
        found
    }

    /// A list of so many numbers, each within bounds.
    pub fn numbers<const N: usize>(&self, key: &str, bounds: [(f64, f64); N]) -> Option<[f64; N]> {
        let node = self.node(key)?;
        let wanted = format!("a list of {N} numbers");
        let Item::List(list) = &node.item else {
            return self.wrong(key, node, &wanted);
        };
        if list.len() != N {
            let message = format!("has {} entries; {wanted} is wanted", list.len());
            self.report(key, &message, None);
            return None;
        }
        let mut numbers = [0.0; N];
        for ((node, number), (low, high)) in list.iter().zip(&mut numbers).zip(bounds) {
            *number = self.number_within(key, node, low, high)?;
        }
        Some(numbers)
    }

    fn number_within(&self, key: &str, node: &Node, low: f64, high: f64) -> Option<f64> {
        let value = match node.item {
            Item::Integer(value) => value as f64,
            Item::Number(value) => value,
            _ => return self.wrong(key, node, "a list of numbers without units"),
        };
        if !(low..=high).contains(&value) {
            let allowed = match high.is_finite() {
                true => format!("{low} to {high}"),
                false => format!("{low} or more"),
            };
            let message = format!("{}: {value} is outside of {allowed}", self.join(key));
            self.desk.report(node.span, message, None);
            return None;
        }
        Some(value)
    }

    /// Latitude and longitude.
    pub fn place(&self) -> Option<[f64; 2]> {
        self.numbers("place", [(-90.0, 90.0), (-180.0, 180.0)])
    }

    /// Factors by month, all one where not written.
    pub fn season(&self) -> [f64; 12] {
        self.numbers("season", [(0.0, f64::INFINITY); 12])
            .unwrap_or([1.0; 12])
    }

    /// The id of something that must be in use; while something idle is read, it need only exist.
    pub fn name<I: Id>(&self, key: &str, roster: &Roster<I>) -> Option<I> {
        let node = self.node(key)?;
        match &node.item {
            Item::Text(name) => self.resolve(&self.join(key), node.span, name, roster),
            _ => self.wrong(key, node, &format!("the name of a {}", roster.kind)),
        }
    }

    /// The ids of a list of names; those that are wrong are reported and left out.
    pub fn names<I: Id>(&self, key: &str, roster: &Roster<I>) -> Option<Vec<I>> {
        let node = self.node(key)?;
        let wanted = format!("a list of names, each of a {},", roster.kind);
        let Item::List(list) = &node.item else {
            return self.wrong(key, node, &wanted);
        };
        if list.is_empty() {
            self.report(key, &format!("is empty; {wanted} is wanted"), None);
        }
        let resolve = |node: &Node| match &node.item {
            Item::Text(name) => self.resolve(&self.join(key), node.span, name, roster),
            _ => self.wrong(key, node, &wanted),
        };
        list.iter().map(resolve).collect()
    }

    /// The id of what the table itself is named for.
    pub fn itself<I: Id>(&self, name: &str, roster: &Roster<I>) -> Option<I> {
        self.resolve(&self.path, self.span, name, roster)
    }

    /// The id of a name that stands somewhere.
    pub fn resolve<I: Id>(
        &self,
        path: &str,
        span: Span,
        name: &str,
        roster: &Roster<I>,
    ) -> Option<I> {
        let kind = roster.kind;
        match roster.find(name) {
            Found::Entry(id) => return Some(id),
            Found::Idle if self.desk.idle.get() => {}
            Found::Idle => {
                let message = format!("{path}: {kind} {name:?} is not in use");
                self.desk.report(span, message, None);
            }
            Found::Missing(near) => {
                let help = match near {
                    Some(near) => Some(format!("did you mean {near:?}?")),
                    None => known(roster.names()),
                };
                let message = format!("{path}: no {kind} is named {name:?}");
                self.desk.report(span, message, help);
            }
        }
        None
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
            self.wrong::<()>(key, node, "a table");
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
                self.desk.report(*span, message, Some(ID_RULE.to_owned()));
            }
        }
        entries
    }

    /// The tables of a list.
    pub fn tables(&self, key: &str, table: &'static str) -> Option<Vec<Fields<'a>>> {
        let node = self.node(key)?;
        let Item::List(list) = &node.item else {
            return self.wrong(key, node, "a list of tables, [{ … }, { … }],");
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

/// Why a text is no id, or nothing.
pub(in crate::scenario) fn id_fault(name: &str) -> Option<&'static str> {
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        Some("does not start with a letter")
    } else if name.len() > 64 {
        Some("is longer than 64 characters")
    } else if !name.chars().all(fits) {
        Some("has other characters than letters, digits, - and _ in it")
    } else {
        None
    }
}

/// What a name may look like.
pub(in crate::scenario) const ID_RULE: &str = "a name starts with a letter and goes on with ASCII letters, digits, - and _; words in any script go into `title`";

/// The first few names there are.
fn known(names: &[String]) -> Option<String> {
    match names {
        [] => None,
        [..] if names.len() <= 8 => Some(format!("there are: {}", names.join(", "))),
        [..] => Some(format!("there are: {}, …", names[..8].join(", "))),
    }
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
