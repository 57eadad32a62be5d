//! The tables of docs/validation.md.

use std::fmt::Write;

use super::{Group, Row, Told, Verdict};

const HEADING: &str = "\
| case | figure of | came to | truth | allowed | must not pass for | truth from |
|---|---|---|---|---|---|---|
";

/// A table a group, a line a figure, as Markdown.
#[must_use]
pub fn markdown<'a>(ran: impl IntoIterator<Item = (Group, &'a [Told])>) -> String {
    let mut text = String::new();
    for (group, told) in ran {
        let _ = write!(text, "### {}\n\n{HEADING}", group.title());
        for told in told {
            let cells = |(at, row)| match at {
                0 => line(told.case.name, row, told.case.source),
                _ => line("", row, ""),
            };
            text.extend(told.rows.iter().enumerate().map(cells));
        }
        text.push('\n');
    }
    text
}

fn line(name: &str, row: &Row, source: &str) -> String {
    let word = match row.verdict() {
        Verdict::Holds => String::new(),
        other => format!(" **{}**", other.word()),
    };
    let (what, figure, truth) = (&row.what, row.check.figure(), row.check.truth());
    let (allowed, refuses) = (row.check.allowed(), row.refuses());
    format!("| {name} | {what} | {figure}{word} | {truth} | {allowed} | {refuses} | {source} |\n")
}
