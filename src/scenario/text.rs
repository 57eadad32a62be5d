//! The texts that were read and places in them.

mod file;
mod kind;
mod missing;

use std::ops::Range;

pub use file::read_text;
pub use missing::instead;

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
    /// The whole text, without a byte order mark.
    pub text: String,
    /// How it stood in its file.
    pub encoding: Encoding,
}

/// How a file holds a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8.
    #[default]
    Utf8,
    /// UTF-8 with a byte order mark.
    Marked,
    /// UTF-16 with a byte order mark, the lower byte first.
    Utf16Low,
    /// The same, the higher byte first.
    Utf16High,
}

/// What some editors put before a UTF-8 text.
const MARK: char = '\u{feff}';

impl SourceText {
    /// The bytes of the file, as they were read.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        let whole = || std::iter::once(MARK).chain(self.text.chars());
        let units = || {
            whole()
                .collect::<String>()
                .encode_utf16()
                .collect::<Vec<u16>>()
        };
        match self.encoding {
            Encoding::Utf8 => self.text.clone().into_bytes(),
            Encoding::Marked => whole().collect::<String>().into_bytes(),
            Encoding::Utf16Low => units().into_iter().flat_map(u16::to_le_bytes).collect(),
            Encoding::Utf16High => units().into_iter().flat_map(u16::to_be_bytes).collect(),
        }
    }
}

/// Every text that was read, scenario files, tables and command line alike.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    texts: Vec<SourceText>,
}

impl Sources {
    /// Adds a text; a byte order mark before it is set aside.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> SourceId {
        let mut text = text.into();
        let marked = text.starts_with(MARK);
        if marked {
            text.drain(..MARK.len_utf8());
        }
        let encoding = if marked {
            Encoding::Marked
        } else {
            Encoding::Utf8
        };
        self.add_from(name.into(), text, encoding)
    }

    /// Adds a text without a mark as it stood in a file.
    pub(super) fn add_from(&mut self, name: String, text: String, encoding: Encoding) -> SourceId {
        self.texts.push(SourceText {
            name,
            text,
            encoding,
        });
        SourceId((self.texts.len() - 1) as u16)
    }

    /// A text that was added.
    #[must_use]
    pub fn text(&self, id: SourceId) -> &SourceText {
        &self.texts[usize::from(id.0)]
    }

    /// Every text in the order in which they were added.
    pub fn iter(&self) -> std::slice::Iter<'_, SourceText> {
        self.texts.iter()
    }

    /// Line and column of a place, both counted from 1, the column in characters (a tab is one).
    #[must_use]
    pub fn line_column(&self, span: Span) -> (usize, usize) {
        let text = &self.text(span.source).text;
        let before = &text[..text.floor_char_boundary(span.start)];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        (
            before.matches('\n').count() + 1,
            before[line_start..].chars().count() + 1,
        )
    }
}

impl<'a> IntoIterator for &'a Sources {
    type Item = &'a SourceText;
    type IntoIter = std::slice::Iter<'a, SourceText>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_count_characters_through_marks_tabs_and_carriage_returns() {
        let mut sources = Sources::default();
        let text = "\u{feff}a = 1\r\n\tтитул = 2\r\nc";
        let id = sources.add("x.toml", text);
        let place = |needle: &str| {
            let start = sources.text(id).text.find(needle).unwrap();
            sources.line_column(Span {
                source: id,
                start,
                end: start + 1,
            })
        };
        assert_eq!(place("a"), (1, 1));
        assert_eq!(place("т"), (2, 2));
        assert_eq!(place("2"), (2, 10));
        assert_eq!(place("c"), (3, 1));
        assert_eq!(sources.text(id).bytes(), text.as_bytes());
        let beyond = Span {
            source: id,
            start: 1000,
            end: 2000,
        };
        assert_eq!(sources.line_column(beyond), (3, 2));
    }
}
