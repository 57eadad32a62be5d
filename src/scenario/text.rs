//! The texts that were read and places in them.

use std::ops::Range;

/// Which text of [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SourceId(pub u16);

/// A place in a text, as byte offsets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// Which text.
    pub source: SourceId,
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
}

impl Span {
    /// A part of this place, by byte offsets relative to its start.
    #[must_use]
    pub fn within(self, part: Range<usize>) -> Self {
        Self {
            source: self.source,
            start: self.start + part.start,
            end: self.start + part.end,
        }
    }
}

/// A text with the name it is shown under: a file's path as the user gave it, or
/// `--set` for the command line.
#[derive(Clone, Debug)]
pub struct SourceText {
    /// As shown to the user.
    pub name: String,
    /// The whole text.
    pub text: String,
}

/// Every text that was read, scenario files, tables and command line alike.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    texts: Vec<SourceText>,
}

impl Sources {
    /// Adds a text.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> SourceId {
        self.texts.push(SourceText {
            name: name.into(),
            text: text.into(),
        });
        SourceId((self.texts.len() - 1) as u16)
    }

    /// A text that was added.
    #[must_use]
    pub fn text(&self, id: SourceId) -> &SourceText {
        &self.texts[usize::from(id.0)]
    }

    /// Line and column of a place, both counted from 1, the column in characters.
    #[must_use]
    pub fn line_column(&self, span: Span) -> (usize, usize) {
        let text = &self.text(span.source).text;
        let before = &text[..span.start.min(text.len())];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        (
            before.matches('\n').count() + 1,
            before[line_start..].chars().count() + 1,
        )
    }
}
