//! A key and its value: quotes, the sign between them, and what follows.

use super::Told;
use super::behind::behind;
use super::line::{Line, write};
use super::unquoted::unquoted;

/// What else is wrong with a key and its value.
pub fn fault(line: &Line) -> Option<Told> {
    let equals = line
        .plain
        .iter()
        .filter(|(at, c)| *c == '=' && *at <= line.at);
    if let Some(told) = two_equals(line) {
        return Some(told);
    }
    match equals.map(|(at, _)| *at).next_back() {
        Some(equals) => after_equals(line, equals),
        None if line.open.is_empty() => without_equals(line),
        None => entry(line),
    }
}

/// A table in a line without its braces: `uses = carbonate = "0.6 kg/kWh"`.
fn two_equals(line: &Line) -> Option<Told> {
    let mut equals = line
        .plain
        .iter()
        .filter(|(_, c)| *c == '=')
        .map(|(at, _)| *at);
    let (first, second) = (equals.next()?, equals.next()?);
    let between = line.text[first + 1..second].trim();
    let is_key = !between.is_empty()
        && between
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
    (is_key && line.open.is_empty()).then(|| {
        let value = line.code()[first + 1..]
            .trim()
            .trim_end_matches('}')
            .trim_end();
        Told {
            range: line.range(second..second + 1),
            message: "a key in a value needs braces around it".to_owned(),
            help: Some(write(&format!("{} {{ {value} }}", &line.text[..=first]))),
        }
    })
}

/// An entry of a list over several lines.
fn entry(line: &Line) -> Option<Told> {
    let (start, value) = line.value_at(line.at)?;
    let is_whole = value.starts_with(['"', '\'', '[', '{']);
    (!is_whole).then(|| unquoted(line, start, value))
}

/// A line, or an entry of a table in a line, whose `=` is missing.
fn without_equals(line: &Line) -> Option<Told> {
    let code = line.code();
    if let Some(equals) = line.find(|c| c == '=') {
        return Some(key_of_words(line, equals));
    }
    let words = code.trim_start();
    let from = code.len() - words.len();
    let key = words.find(|c: char| !(c.is_ascii_alphanumeric() || "-_.".contains(c)));
    let (key, rest) = words.split_at(key.unwrap_or(words.len()));
    let value = rest.trim_start().trim_start_matches(':').trim_start();
    let is_value =
        value.starts_with(['"', '\'', '[', '{']) || value.starts_with(|c: char| c.is_ascii_digit());
    if key.is_empty() || !(is_value || rest.is_empty() || rest.trim_start().starts_with(':')) {
        return None;
    }
    Some(missing_equals(line, from + key.len(), key, value))
}

fn missing_equals(line: &Line, at: usize, key: &str, value: &str) -> Told {
    let colon = line.text[at..].trim_start().starts_with(':');
    let message = if colon {
        format!("\":\" stands after {key}; \"=\" is wanted")
    } else {
        format!("\"=\" and a value are missing after {key}")
    };
    let message = if value.is_empty() || colon {
        message
    } else {
        format!("\"=\" is missing after {key}")
    };
    let shown = if value.is_empty() { "…" } else { value };
    Told {
        range: line.range(at..at + 1),
        message,
        help: Some(write(&format!("{key} = {shown}"))),
    }
}

/// Several words before `=`.
fn key_of_words(line: &Line, equals: usize) -> Told {
    let key = line.text[..equals].trim();
    let from = equals - line.text[..equals].trim_start().len();
    Told {
        range: line.range(from..from + key.len().max(1)),
        message: format!("\"{key}\" is not a key: a key is one word"),
        help: Some(
            "names are joined by - or _, such as cell-plant; words in any script go into title = \"…\""
                .to_owned(),
        ),
    }
}

fn after_equals(line: &Line, equals: usize) -> Option<Told> {
    let from = equals + 1;
    let rest = &line.text[from..line.remark];
    if rest.trim().is_empty() || rest.trim().starts_with([',', '}']) {
        return Some(Told {
            range: line.range(equals..from),
            message: "a value is missing after \"=\"".to_owned(),
            help: Some("such as \"18 d\", 2031-03-12 or true".to_owned()),
        });
    }
    if line.text[..equals].ends_with('=') || rest.starts_with('=') {
        return Some(Told {
            range: line.range(equals..from),
            message: "\"=\" is written twice".to_owned(),
            help: Some("once is enough".to_owned()),
        });
    }
    if let Some(colon) = colon_in_table(line, from) {
        return Some(colon);
    }
    let opened = line
        .open
        .last()
        .is_some_and(|(at, _)| *at >= line.range(from..from).start);
    let (start, value) = line.value_at(if opened { line.at } else { from })?;
    if value.starts_with(['"', '\'', '[', '{']) {
        return behind(line, start);
    }
    Some(unquoted(line, start, value))
}

/// `{ per_feu: "24 t" }`.
fn colon_in_table(line: &Line, from: usize) -> Option<Told> {
    let mut plain = line.plain.iter();
    let at = plain
        .find(|(at, c)| *c == ':' && *at >= from && *at <= line.at)?
        .0;
    let before = line.text[from..at].trim_end();
    let key = before
        .rsplit(['{', ',', ' '])
        .next()
        .filter(|key| !key.is_empty())?;
    let table = line.text[from..at].contains('{');
    table.then(|| Told {
        range: line.range(at..at + 1),
        message: format!("\":\" stands after {key}; \"=\" is wanted"),
        help: Some(write(&line.replaced(at..at + 1, " ="))),
    })
}
