//! Texts whose quotes do not fit, and what cannot stand in them.

use super::Told;
use super::line::{Line, write};

/// A text whose quote is not closed, or closed by another.
pub fn not_closed(line: &Line) -> Option<Told> {
    let at = line.unclosed?;
    if let Some(told) = swallowed(line) {
        return Some(told);
    }
    let quote = &line.text[at..=at];
    let before = line.text[..at].trim_end();
    // A quote after a value closes what was never opened.
    if !before.is_empty() && !before.ends_with(['=', ',', '[', '{', '(']) {
        let value = line.value_at(at)?;
        return Some(Told {
            range: line.range(value.0..at + 1),
            message: format!("the quotation mark before {} is missing", value.1),
            help: Some(write(
                &line.replaced(value.0..at, &format!("{quote}{}", value.1)),
            )),
        });
    }
    let text = line.text.trim_end();
    let other = if quote == "\"" { '\'' } else { '"' };
    let message = if text.ends_with(other) && text.len() > at + 1 {
        format!("the text begins with {quote} and ends with {other}")
    } else {
        format!("the text that begins here is not closed: {quote} is missing")
    };
    let inner = text[at + 1..].trim_end_matches(other);
    let help = if inner.contains(['{', '}', '[', ']', ',', '#', '=']) {
        format!("write {quote} where the text ends")
    } else {
        write(&format!("{}\"{inner}\"", &line.text[..at]))
    };
    Some(Told {
        range: line.range(at..text.len().max(at + 1)),
        message,
        help: Some(help),
    })
}

/// A text that ends at the quote of the next one: `{ value = "55 d, source = "plan" }`.
fn swallowed(line: &Line) -> Option<Told> {
    let mut texts = line.texts.iter();
    let text = texts.rfind(|text| text.end <= line.at + 1)?;
    let inner = &line.text[text.start + 1..text.end - 1];
    let comma = inner
        .find(',')
        .filter(|_| inner.trim_end().ends_with('='))?;
    let quote = &line.text[text.start..=text.start];
    let right = inner[..comma].trim_end();
    Some(Told {
        range: line.range(text.start..text.start + 1 + comma),
        message: format!("the text that begins here is not closed: {quote} is missing"),
        help: Some(format!("write {quote}{right}{quote}")),
    })
}

/// A backslash in a text in double quotes.
pub fn backslash(line: &Line) -> Option<Told> {
    let inside = |at: &usize| line.plain.iter().all(|(plain, _)| plain != at);
    let at = line
        .text
        .match_indices('\\')
        .map(|(at, _)| at)
        .find(inside)?;
    let stopped_near = (at..=at + 2).contains(&line.at);
    stopped_near.then(|| Told {
        range: line.range(at..at + 1),
        message: "\"\\\" cannot stand in a text".to_owned(),
        help: Some("write / between folders: \"tables/legs.csv\"".to_owned()),
    })
}
