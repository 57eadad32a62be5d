//! A scenario file as a tree that remembers where everything stood, with changes layered on top.

mod path;
mod read;
mod syntax;
mod write;

use super::text::{Sources, Span};
use crate::calendar::Date;

pub use path::{Path, parse_change, set};
pub use read::{parse, parse_value};
pub use write::{key_of, quoted};

/// A value and where it stood.
#[derive(Clone, Debug)]
pub struct Node {
    /// Where the value stands (for a string, including its quotes).
    pub span: Span,
    /// What stands there.
    pub item: Item,
}

/// What a value is.
#[derive(Clone, Debug)]
pub enum Item {
    /// Text. The span of its content is found by [`Node::part`].
    Text(String),
    /// Whole number.
    Integer(i64),
    /// Other number; never infinite and never not-a-number: those are problems when read.
    Number(f64),
    /// true or false.
    Flag(bool),
    /// A date; times are problems when read.
    Date(Date),
    /// A list.
    List(Vec<Node>),
    /// Named values.
    Section(Section),
}

impl Item {
    /// What it is in the user's words, with article: "a text", "a number", "a list", "a table", …
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) => "a text",
            Self::Integer(_) => "a whole number",
            Self::Number(_) => "a number",
            Self::Flag(_) => "true or false",
            Self::Date(_) => "a date",
            Self::List(_) => "a list",
            Self::Section(_) => "a table",
        }
    }
}

/// Named values, in order of their place in the file.
#[derive(Clone, Debug, Default)]
pub struct Section {
    /// Key, where the key stands, and value.
    pub entries: Vec<(String, Span, Node)>,
}

impl Section {
    /// The value of a key.
    #[must_use]
    pub fn find(&self, key: &str) -> Option<&Node> {
        self.entries
            .iter()
            .find(|(name, ..)| name == key)
            .map(|(.., node)| node)
    }
}

impl Node {
    /// Takes a key and its value out of a table.
    pub fn take(&mut self, key: &str) -> Option<(Span, Self)> {
        let Item::Section(section) = &mut self.item else {
            return None;
        };
        let at = section.entries.iter().position(|(name, ..)| name == key)?;
        let (_, span, node) = section.entries.remove(at);
        Some((span, node))
    }

    /// The place of a part of a text value, given as byte offsets into the text itself. Points at
    /// the whole value where the text was written with escapes, so that offsets don't agree.
    #[must_use]
    pub fn part(&self, sources: &Sources, part: std::ops::Range<usize>) -> Span {
        let Item::Text(text) = &self.item else {
            return self.span;
        };
        let source = &sources.text(self.span.source).text;
        let written = source.get(self.span.start..self.span.end);
        match written.and_then(|written| content_offset(written, text)) {
            Some(offset) => self.span.within(part.start + offset..part.end + offset),
            None => self.span,
        }
    }
}

/// Where a text begins in what was written for it: after one or three quotes (and a line break
/// after three), or at once where `--set` needs no quotes.
fn content_offset(written: &str, text: &str) -> Option<usize> {
    if written == text {
        return Some(0);
    }
    let quote = written.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    [1, 3, 4, 5].into_iter().find(|&offset| {
        let rest = written.get(offset..).and_then(|w| w.strip_prefix(text));
        rest.is_some_and(|rest| !rest.is_empty() && rest.chars().all(|c| c == quote))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_a_text_is_found_behind_every_kind_of_quote() {
        for (written, text, place) in [
            ("\"18 d\"", "18 d", Some(1)),
            ("'18 d'", "18 d", Some(1)),
            ("\"\"\"18 d\"\"\"", "18 d", Some(3)),
            ("'''\n18 d'''", "18 d", Some(4)),
            ("'''\r\n18 d'''", "18 d", Some(5)),
            ("18 d", "18 d", Some(0)),
            ("\"18\\u0020d\"", "18 d", None),
            ("\"\\\"\"", "\"", None),
            ("\"\"", "", Some(1)),
        ] {
            assert_eq!(content_offset(written, text), place, "{written}");
        }
    }
}
