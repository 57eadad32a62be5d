//! TOML into a tree. Grammar and positions are the `toml` crate's; the order of entries, what is
//! refused and the words are ours.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeInteger, DeTable, DeValue};
use toml::value::Datetime;

use super::{Item, Node, Section, syntax};
use crate::calendar::Date;
use crate::scenario::problem::Problems;
use crate::scenario::text::{SourceId, Sources, Span};

/// Tables and lists within one another.
const DEEPEST: usize = 64;

/// Reads a TOML text. The first syntax error only is reported, and then nothing is returned;
/// neither is it after values that are refused (infinite numbers, times), of which all are
/// reported.
pub fn parse(sources: &Sources, source: SourceId, problems: &mut Problems) -> Option<Node> {
    let text = &sources.text(source).text;
    let mut reader = Reader {
        source,
        offset: 0,
        problems,
        refused: false,
    };
    match DeTable::parse(text) {
        Ok(table) => {
            let section = reader.section(table.into_inner(), 0);
            let node = Node {
                span: reader.span(0..text.len()),
                item: Item::Section(section),
            };
            (!reader.refused).then_some(node)
        }
        Err(error) => {
            reader.syntax(text, &error);
            None
        }
    }
}

/// Reads a value that stands at an offset of a source. `Err` where it is no TOML.
pub fn parse_value(
    text: &str,
    source: SourceId,
    offset: usize,
    problems: &mut Problems,
) -> Result<Option<Node>, toml::de::Error> {
    let value = DeValue::parse(text)?;
    let mut reader = Reader {
        source,
        offset,
        problems,
        refused: false,
    };
    let node = reader.node(value, 0);
    Ok((!reader.refused).then_some(node))
}

struct Reader<'a> {
    source: SourceId,
    offset: usize,
    problems: &'a mut Problems,
    refused: bool,
}

impl Reader<'_> {
    fn span(&self, range: Range<usize>) -> Span {
        Span {
            source: self.source,
            start: range.start + self.offset,
            end: range.end + self.offset,
        }
    }

    fn section(&mut self, table: DeTable<'_>, depth: usize) -> Section {
        let mut entries: Vec<(String, Span, Node)> = table
            .into_iter()
            .map(|(key, value)| {
                let place = self.span(key.span());
                (
                    key.into_inner().into_owned(),
                    place,
                    self.node(value, depth + 1),
                )
            })
            .collect();
        entries.sort_by_key(|(_, place, _)| *place);
        Section { entries }
    }

    fn node(&mut self, value: Spanned<DeValue<'_>>, depth: usize) -> Node {
        let span = self.span(value.span());
        let item = if depth > DEEPEST {
            self.refuse(span, format!("nested more than {DEEPEST} deep"), None)
        } else {
            self.item(value.into_inner(), span, depth)
        };
        Node { span, item }
    }

    fn item(&mut self, value: DeValue<'_>, span: Span, depth: usize) -> Item {
        match value {
            DeValue::String(text) => Item::Text(text.into_owned()),
            DeValue::Integer(number) => self.integer(&number, span),
            DeValue::Float(number) => self.number(number.as_str(), span),
            DeValue::Boolean(flag) => Item::Flag(flag),
            DeValue::Datetime(moment) => self.date(moment, span),
            DeValue::Array(list) => Item::List(
                list.into_iter()
                    .map(|node| self.node(node, depth + 1))
                    .collect(),
            ),
            DeValue::Table(table) => Item::Section(self.section(table, depth)),
        }
    }

    fn integer(&mut self, number: &DeInteger<'_>, span: Span) -> Item {
        match i64::from_str_radix(number.as_str(), number.radix()) {
            Ok(number) => Item::Integer(number),
            Err(_) => self.refuse(
                span,
                "this whole number is too large; it must be within 9223372036854775807 of 0",
                None,
            ),
        }
    }

    fn number(&mut self, text: &str, span: Span) -> Item {
        match text.parse::<f64>() {
            Ok(number) if number.is_finite() => Item::Number(number),
            _ if text.contains("nan") || text.contains("inf") => self.refuse(
                span,
                format!("\"{text}\" is not a number that can be used here"),
                None,
            ),
            _ => self.refuse(span, "this number is too large", None),
        }
    }

    fn date(&mut self, moment: Datetime, span: Span) -> Item {
        let plain = moment.time.is_none() && moment.offset.is_none();
        let date = moment.date.filter(|_| plain);
        let known = date.and_then(|d| Date::new(d.year.into(), d.month.into(), d.day.into()));
        match (known, date) {
            (Some(date), _) => Item::Date(date),
            (None, Some(_)) => self.refuse(span, "dates run from 0001-01-01 to 9999-12-31", None),
            (None, None) => self.refuse(
                span,
                "a time of day stands here; only whole days are used",
                Some("write a date such as 2031-03-12"),
            ),
        }
    }

    /// Reports a value; what stands for it is never seen.
    fn refuse(&mut self, span: Span, message: impl Into<String>, help: Option<&str>) -> Item {
        self.refused = true;
        self.problems.at(span, message).help = help.map(Into::into);
        Item::Flag(false)
    }

    fn syntax(&mut self, text: &str, error: &toml::de::Error) {
        let range = error.span().unwrap_or(0..0);
        let (range, message, help) = if error.message().contains("recurs") {
            (range, format!("nested more than {DEEPEST} deep"), None)
        } else {
            let told = syntax::told(text, range, error.message());
            (told.range, told.message, told.help)
        };
        let span = self.span(range);
        self.problems.at(span, message).help = help;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> (Sources, Option<Node>, Problems) {
        let (mut sources, mut problems) = (Sources::default(), Problems::default());
        let id = sources.add("x.toml", text);
        let node = parse(&sources, id, &mut problems);
        assert_eq!(node.is_none(), !problems.is_empty());
        problems.sources = sources.clone();
        (sources, node, problems)
    }

    fn section(node: &Node) -> &Section {
        match &node.item {
            Item::Section(section) => section,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn values_of_every_kind_keep_their_places() {
        let text = "a = 'x'\nb = -7\nc = 2.5\nd = true\ne = 2031-03-12\nf = [1, \"y\"]\ng = { h = 0x1F }\n";
        let (sources, node, _) = read(text);
        let node = node.unwrap();
        let shown: Vec<(String, &str, String)> = section(&node)
            .entries
            .iter()
            .map(|(key, place, value)| {
                let text = &sources.text(place.source).text;
                assert_eq!(&text[place.start..place.end], key);
                let written = &text[value.span.start..value.span.end];
                (
                    written.to_owned(),
                    value.item.kind(),
                    format!("{:?}", value.item),
                )
            })
            .collect();
        let kinds: Vec<(&str, &str)> = shown.iter().map(|(w, k, _)| (w.as_str(), *k)).collect();
        assert_eq!(
            kinds,
            [
                ("'x'", "a text"),
                ("-7", "a whole number"),
                ("2.5", "a number"),
                ("true", "true or false"),
                ("2031-03-12", "a date"),
                ("[1, \"y\"]", "a list"),
                ("{ h = 0x1F }", "a table"),
            ]
        );
        assert!(shown[6].2.contains("Integer(31)"));
    }

    #[test]
    fn entries_come_in_order_of_the_file_and_tables_merge() {
        let text =
            "[z.b]\nk = 1\n[a]\nx.y = 2\nx.w = 3\n[z.a]\nm = 4\n[[l]]\nn = 5\n[[l]]\nn = 6\n";
        let (_, node, _) = read(text);
        let node = node.unwrap();
        let keys = |node: &Node| -> Vec<String> {
            section(node)
                .entries
                .iter()
                .map(|(k, ..)| k.clone())
                .collect()
        };
        assert_eq!(keys(&node), ["z", "a", "l"]);
        assert_eq!(keys(section(&node).find("z").unwrap()), ["b", "a"]);
        let a = section(&node).find("a").unwrap();
        assert_eq!(keys(section(a).find("x").unwrap()), ["y", "w"]);
        assert!(matches!(&section(&node).find("l").unwrap().item, Item::List(l) if l.len() == 2));
    }

    #[test]
    fn faults_are_told_in_words_at_their_place() {
        for (text, place, message) in [
            ("a = 1\nb = \n", (2, 3), "a value is missing after \"=\""),
            (
                "a = 18 d\n",
                (1, 5),
                "what is not a plain number, a date, true or false",
            ),
            ("[site\n", (1, 1), "\"]\" is missing in this heading"),
            (
                "a = \"x\n",
                (1, 5),
                "the text that begins here is not closed",
            ),
            ("[s]\na = 1\na = 2\n", (3, 1), "a is given twice"),
            ("[s]\n[s]\n", (2, 2), "[s] is given twice"),
            ("a = nan", (1, 5), "\"nan\" is not a number"),
            ("a = -inf", (1, 5), "\"-inf\" is not a number"),
            ("a = 1e999", (1, 5), "this number is too large"),
            (
                "a = 9223372036854775808",
                (1, 5),
                "this whole number is too large",
            ),
            ("a = 07:30:00", (1, 5), "a time of day stands here"),
            (
                "a = 2031-03-12T07:30:00Z",
                (1, 5),
                "a time of day stands here",
            ),
            ("a = 2031-02-30", (1, 5), "2031-02-30 is not a day"),
            ("a = 0000-01-01", (1, 5), "dates run from 0001-01-01"),
        ] {
            let (sources, _, problems) = read(text);
            let sorted = problems.sorted();
            let found = &sorted[0];
            assert!(
                found.message.starts_with(message),
                "{text}: {}",
                found.message
            );
            assert_eq!(sources.line_column(found.span.unwrap()), place, "{text}");
            assert_eq!(sorted.len(), 1);
        }
    }

    #[test]
    fn all_refused_values_are_reported() {
        let (_, _, problems) = read("a = nan\nb = [inf, 1]\nc = 07:30:00\n");
        assert_eq!(problems.sorted().len(), 3);
    }

    #[test]
    fn deep_nesting_is_refused_and_does_not_overflow() {
        let many = 100_000;
        let dotted = vec!["a"; many].join(".");
        let sixty = vec!["a"; 60].join(".");
        for text in [
            format!("a = {}", "[".repeat(many)),
            format!("a = {}{}", "[".repeat(many), "]".repeat(many)),
            format!("a = {}", "{a=".repeat(many)),
            format!("{dotted} = 1"),
            format!("[{dotted}]"),
            format!(
                "a = {}1{}",
                format!("{{{sixty} = ").repeat(60),
                "}".repeat(60)
            ),
            format!("a = {}1{}", "[".repeat(70), "]".repeat(70)),
        ] {
            let (_, _, problems) = read(&text);
            let message = &problems.sorted()[0].message;
            assert!(message.contains("nested more than 64 deep"), "{message}");
        }
    }

    #[test]
    fn sixty_levels_are_read() {
        let (_, node, _) = read(&format!("a = {}1{}", "[".repeat(60), "]".repeat(60)));
        assert!(node.is_some());
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC*") {
            let (_, _, problems) = read(&text);
            let _ = problems.render(false);
        }

        #[test]
        fn no_text_of_tokens_panics(
            parts in prop::collection::vec(
                prop::sample::select(vec![
                    "a", "b", ".", " = ", "[", "]", "{", "}", "\"", "'", "\n", "\r\n", "1", "2031-01-01",
                    "nan", ",", "#", "ы", "true", "1e400", "\\", "“", "”", "\u{a0}", ":", ";", " // ", "0,5",
                    "31.12.2030", "18 d", "\"\"\"", "$x",
                ]),
                0..40,
            )
        ) {
            let (sources, node, problems) = read(&parts.concat());
            let _ = problems.render(false);
            if let Some(node) = node {
                let _ = node.part(&sources, 0..1);
            }
        }
    }
}
