//! Values as TOML writes them.

use std::fmt::Write;

use super::Item;

impl Item {
    /// The value as it would be written in a file, on one line.
    #[must_use]
    pub fn written(&self) -> String {
        match self {
            Self::Text(text) => quoted(text),
            Self::Integer(number) => number.to_string(),
            Self::Number(number) => format!("{number:?}"),
            Self::Flag(flag) => flag.to_string(),
            Self::Date(date) => date.to_string(),
            Self::List(list) => {
                let list: Vec<String> = list.iter().map(|node| node.item.written()).collect();
                format!("[{}]", list.join(", "))
            }
            Self::Section(section) => {
                let entries = section.entries.iter();
                let entry = |(key, _, node): &(String, _, super::Node)| {
                    format!("{} = {}", key_of(key), node.item.written())
                };
                let entries: Vec<String> = entries.map(entry).collect();
                match entries.len() {
                    0 => "{}".to_owned(),
                    _ => format!("{{ {} }}", entries.join(", ")),
                }
            }
        }
    }
}

/// A key, in quotes where it needs them.
#[must_use]
pub fn key_of(key: &str) -> String {
    let is_bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    if !key.is_empty() && key.chars().all(is_bare) {
        key.to_owned()
    } else {
        quoted(key)
    }
}

/// A character that does not stand for itself.
fn escape(written: &mut String, c: char) {
    let _ = write!(written, "\\u{:04X}", c as u32);
}

/// A basic string.
#[must_use]
pub fn quoted(text: &str) -> String {
    let mut written = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => written.push_str("\\\""),
            '\\' => written.push_str("\\\\"),
            '\n' => written.push_str("\\n"),
            '\t' => written.push_str("\\t"),
            c if c.is_control() => escape(&mut written, c),
            c => written.push(c),
        }
    }
    written.push('"');
    written
}

#[cfg(test)]
mod tests {
    use super::super::parse_value;
    use crate::scenario::problem::Problems;
    use crate::scenario::text::Sources;

    #[test]
    fn what_is_written_reads_as_the_same_value() {
        for text in [
            "\"20 d\"",
            "\"a \\\"b\\\" \\\\ \\n Ы \\u0001\"",
            "-3",
            "0.25",
            "1e300",
            "true",
            "2031-03-12",
            "[{ route = \"a\", \"x y\" = 0.5 }, { market = \"b\" }]",
            "{}",
        ] {
            let mut sources = Sources::default();
            let read = |sources: &mut Sources, text: &str| {
                let source = sources.add("test", text);
                let mut problems = Problems::default();
                parse_value(text, source, 0, &mut problems)
                    .unwrap()
                    .unwrap()
            };
            let first = read(&mut sources, text).item.written();
            let second = read(&mut sources, &first).item.written();
            assert_eq!(first, second);
            assert!(first.len() + 4 >= text.len(), "{first}");
        }
    }
}
