//! Changes: a value put at a path of a tree, by `--set` or by a variant.

use super::{Item, Node, Section, read};
use crate::scenario::problem::Problems;
use crate::scenario::text::{Sources, Span};

/// A dotted path such as `site.mine.process.dig.capacity`, with where it stands.
#[derive(Clone, Debug)]
pub struct Path {
    /// Its parts.
    pub parts: Vec<String>,
    /// Where it stands.
    pub span: Span,
}

impl Path {
    /// Splits a dotted path (parts may be quoted as TOML keys are, without escapes).
    #[must_use]
    pub fn split(text: &str, span: Span) -> Option<Self> {
        let mut parts = Vec::new();
        let mut rest = text.trim();
        loop {
            let (part, after) = first_part(rest)?;
            parts.push(part.to_owned());
            let after = after.trim_start();
            if after.is_empty() {
                return Some(Self { parts, span });
            }
            rest = after.strip_prefix('.')?.trim_start();
        }
    }
}

fn first_part(text: &str) -> Option<(&str, &str)> {
    if let Some(quote) = text.chars().next().filter(|c| matches!(c, '"' | '\'')) {
        let (part, after) = text[1..].split_once(quote)?;
        return (!part.contains('\\')).then_some((part, after));
    }
    let is_bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let end = text.find(|c| !is_bare(c)).unwrap_or(text.len());
    (end > 0).then(|| text.split_at(end))
}

/// The byte of the first `=` outside quotes.
fn equals(text: &str) -> Option<usize> {
    let mut quote = None;
    text.char_indices().find_map(|(at, c)| match (quote, c) {
        (None, '=') => Some(at),
        (None, '"' | '\'') => {
            quote = Some(c);
            None
        }
        (Some(open), _) if open == c => {
            quote = None;
            None
        }
        _ => None,
    })
}

/// Reads one change from the command line, `path=value`: where the value is no TOML it is taken as
/// a text, so that `--set site.mine.process.dig.capacity="120 kt/yr"` needs no inner quotes.
pub fn parse_change(
    sources: &mut Sources,
    text: &str,
    problems: &mut Problems,
) -> Option<(Path, Node)> {
    let source = sources.add("--set", text);
    let text = sources.text(source).text.as_str();
    let place = |start: usize, part: &str| {
        let start = start + part.len() - part.trim_start().len();
        Span {
            source,
            start,
            end: start + part.trim().len(),
        }
    };
    let Some(at) = equals(text) else {
        let help = "write --set path.to.key=value";
        problems.at(place(0, text), "this change has no \"=\"").help = Some(help.into());
        return None;
    };
    let (written_path, written) = (&text[..at], &text[at + 1..]);
    let span = place(0, written_path);
    let Some(path) = Path::split(written_path, span) else {
        problems
            .at(
                span,
                "this is not a path; a path is names with points between them",
            )
            .help = Some("such as site.mine.process.dig.capacity".into());
        return None;
    };
    let span = place(at + 1, written);
    if written.trim().is_empty() {
        problems.at(span, "a value is missing after \"=\"");
        return None;
    }
    let node = read::parse_value(written.trim(), source, span.start, problems);
    let plain = || Node {
        span,
        item: Item::Text(written.trim().to_owned()),
    };
    Some((path, node.unwrap_or_else(|_| Some(plain()))?))
}

/// Puts a value at a path of a tree, making the tables on the way; a list or a table that stands
/// there is replaced whole. The key itself need not exist before. Reports a way that leads through
/// something that is no table.
pub fn set(root: &mut Node, path: &Path, value: Node, problems: &mut Problems) {
    let Some((last, way)) = path.parts.split_last() else {
        return;
    };
    let mut at = root;
    for (depth, part) in way.iter().enumerate() {
        at = match &mut at.item {
            Item::Section(section) => entry(section, part, path.span),
            other => return report(other, path, depth, problems),
        };
    }
    match &mut at.item {
        Item::Section(section) => put(section, last, path.span, value),
        other => report(other, path, way.len(), problems),
    }
}

fn report(item: &Item, path: &Path, depth: usize, problems: &mut Problems) {
    let (way, whole) = (path.parts[..depth].join("."), path.parts.join("."));
    let kind = item.kind();
    let message = format!("{whole} cannot be set: {way} is {kind}, not a table");
    problems.at(path.span, message);
}

/// The value of a key, made as an empty table where there is none.
fn entry<'a>(section: &'a mut Section, key: &str, span: Span) -> &'a mut Node {
    let found = section.entries.iter().position(|(name, ..)| name == key);
    let index = found.unwrap_or_else(|| {
        let item = Item::Section(Section::default());
        section
            .entries
            .push((key.to_owned(), span, Node { span, item }));
        section.entries.len() - 1
    });
    &mut section.entries[index].2
}

fn put(section: &mut Section, key: &str, span: Span, value: Node) {
    match section.entries.iter_mut().find(|(name, ..)| name == key) {
        // The place of the key is that of the change, for what may be wrong with it.
        Some(entry) => (entry.1, entry.2) = (span, value),
        None => section.entries.push((key.to_owned(), span, value)),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn change(text: &str) -> (Sources, Option<(Path, Node)>, Problems) {
        let (mut sources, mut problems) = (Sources::default(), Problems::default());
        let found = parse_change(&mut sources, text, &mut problems);
        problems.sources = sources.clone();
        (sources, found, problems)
    }

    #[test]
    fn a_change_is_a_path_and_a_value_with_their_places() {
        for (text, parts, written, item) in [
            (
                "a.b=120 kt/yr",
                &["a", "b"][..],
                "120 kt/yr",
                "Text(\"120 kt/yr\")",
            ),
            ("a.b = \"18 d\" ", &["a", "b"], "\"18 d\"", "Text(\"18 d\")"),
            ("a=18", &["a"], "18", "Integer(18)"),
            ("a=true", &["a"], "true", "Flag(true)"),
            ("a=$lce * 2", &["a"], "$lce * 2", "Text(\"$lce * 2\")"),
            ("\"x=y\".b=c", &["x=y", "b"], "c", "Text(\"c\")"),
            ("a=b=c", &["a"], "b=c", "Text(\"b=c\")"),
            ("s-1.s_S='Ы'", &["s-1", "s_S"], "'Ы'", "Text(\"Ы\")"),
        ] {
            let (sources, found, problems) = change(text);
            let (path, node) = found.unwrap();
            assert_eq!(path.parts, parts);
            assert_eq!(format!("{:?}", node.item), item);
            let all = &sources.text(node.span.source).text;
            assert_eq!(&all[node.span.start..node.span.end], written);
            assert!(problems.is_empty());
        }
    }

    #[test]
    fn the_parts_of_a_list_keep_their_places() {
        let (sources, found, _) = change("a.b=[{ c = \"1 t\" }]");
        let Item::List(list) = found.unwrap().1.item else {
            panic!()
        };
        let Item::Section(section) = &list[0].item else {
            panic!()
        };
        let span = section.find("c").unwrap().part(&sources, 0..1);
        assert_eq!(&sources.text(span.source).text[span.start..span.end], "1");
    }

    #[test]
    fn what_is_no_change_is_told_at_its_place() {
        for (text, place, message) in [
            ("a.b", 0..3, "this change has no \"=\""),
            (
                "a..b=1",
                0..4,
                "this is not a path; a path is names with points between them",
            ),
            (
                "=1",
                0..0,
                "this is not a path; a path is names with points between them",
            ),
            ("a= ", 3..3, "a value is missing after \"=\""),
            (
                "a=nan",
                2..5,
                "\"nan\" is not a number that can be used here",
            ),
        ] {
            let (_, found, problems) = change(text);
            assert!(found.is_none());
            let problem = &problems.sorted()[0];
            let span = problem.span.unwrap();
            assert_eq!(
                (span.start..span.end, problem.message.as_str()),
                (place, message)
            );
        }
    }

    fn layered(text: &str, changes: &[&str]) -> (Node, Problems) {
        let (mut sources, mut problems) = (Sources::default(), Problems::default());
        let id = sources.add("x.toml", text);
        let mut root = read::parse(&sources, id, &mut problems).unwrap();
        for text in changes {
            let (path, node) = parse_change(&mut sources, text, &mut problems).unwrap();
            set(&mut root, &path, node, &mut problems);
        }
        problems.sources = sources;
        (root, problems)
    }

    fn find<'a>(node: &'a Node, path: &str) -> &'a Item {
        let mut at = &node.item;
        for part in path.split('.') {
            let Item::Section(section) = at else {
                panic!("{path}")
            };
            at = &section.find(part).unwrap().item;
        }
        at
    }

    #[test]
    fn changes_replace_add_and_make_tables_on_the_way() {
        let (root, problems) = layered(
            "[a]\nb = [1, 2]\nc = 3\n",
            &["a.b=[9]", "a.d.e=4", "a.d.f=5", "a.c=7"],
        );
        assert!(problems.is_empty());
        assert!(matches!(find(&root, "a.b"), Item::List(list) if list.len() == 1));
        assert!(matches!(find(&root, "a.c"), Item::Integer(7)));
        assert!(matches!(find(&root, "a.d.e"), Item::Integer(4)));
        assert!(matches!(find(&root, "a.d.f"), Item::Integer(5)));
    }

    #[test]
    fn a_way_through_a_value_that_is_no_table_is_reported() {
        for (change, message) in [
            ("a.b.c=1", "a.b.c cannot be set: a.b is a list, not a table"),
            (
                "a.c.d.e=1",
                "a.c.d.e cannot be set: a.c is a whole number, not a table",
            ),
        ] {
            let (_, problems) = layered("[a]\nb = [1, 2]\nc = 3\n", &[change]);
            assert_eq!(problems.sorted()[0].message, message);
        }
    }

    proptest! {
        #[test]
        fn no_change_panics(text in "[a-c.=\"' \\[\\]{}1ы$]*") {
            let (_, found, problems) = change(&text);
            prop_assert_eq!(found.is_none(), !problems.is_empty());
        }
    }
}
