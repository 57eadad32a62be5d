//! A scenario file as a tree that remembers where everything stood, with changes layered on top.

use super::problem::Problems;
use super::text::{SourceId, Sources, Span};
use crate::calendar::Date;

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
    /// Text. The span of its content is the node's without the quotes where [`Node::plain`] holds.
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
        todo!()
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
    /// The place of a part of a text value, given as byte offsets into the text itself. Points at
    /// the whole value where the text was written with escapes, so that offsets don't agree.
    #[must_use]
    pub fn part(&self, _sources: &Sources, _part: std::ops::Range<usize>) -> Span {
        todo!()
    }
}

/// Reads a TOML text. The first syntax error only is reported, and then nothing is returned.
pub fn parse(_sources: &Sources, _source: SourceId, _problems: &mut Problems) -> Option<Node> {
    todo!()
}

/// Reads one change from the command line, `path=value`: where the value is no TOML it is taken as
/// a text, so that `--set site.mine.process.dig.capacity="120 kt/yr"` needs no inner quotes.
pub fn parse_change(
    _sources: &mut Sources,
    _text: &str,
    _problems: &mut Problems,
) -> Option<(Path, Node)> {
    todo!()
}

/// A dotted path such as `site.mine.process.dig.capacity`, with where it stands.
#[derive(Clone, Debug)]
pub struct Path {
    /// Its parts.
    pub parts: Vec<String>,
    /// Where it stands.
    pub span: Span,
}

impl Path {
    /// Splits a dotted path (parts may be quoted as TOML keys are).
    #[must_use]
    pub fn split(_text: &str, _span: Span) -> Option<Self> {
        todo!()
    }
}

/// Puts a value at a path of a tree, making the tables on the way; a list is replaced whole. The
/// key itself need not exist before. Reports a way that leads through something that is no table.
pub fn set(_root: &mut Node, _path: &Path, _value: Node, _problems: &mut Problems) {
    todo!()
}
