//! A key or a heading that stands twice.

use std::ops::Range;

use super::Told;
use super::line::Line;

pub fn told(text: &str, line: &Line, range: Range<usize>) -> Told {
    let name = text.get(range.clone()).unwrap_or_default().trim();
    let number = 1 + text[..range.start].matches('\n').count();
    let is_heading = line.text.trim_start().starts_with('[') && line.open.is_empty();
    let (what, first, help) = if is_heading {
        let heading = line.code().trim();
        let help = "put the keys of both under one heading";
        (heading, first_heading(text, heading, number), help)
    } else {
        let help = "keep one of the two";
        (name, first_key(text, name, number), help)
    };
    let first = first.filter(|first| *first != number);
    let place = first.map_or(String::new(), |first| {
        format!("; the first is in line {first}")
    });
    Told {
        range,
        message: format!("{what} is given twice{place}"),
        help: Some(help.to_owned()),
    }
}

/// A heading, or a key with points in it, that leads through a value.
pub fn through(text: &str, range: Range<usize>) -> Told {
    let name = text.get(range.clone()).unwrap_or_default().trim();
    let number = 1 + text[..range.start].matches('\n').count();
    let is_key = |line: &str| {
        let key = line.split('=').next().filter(|_| line.contains('='));
        let last = key.and_then(|key| key.trim().rsplit('.').next());
        last == Some(name)
    };
    let first = text.lines().take(number - 1).position(is_key);
    let place = first.map_or(String::new(), |first| format!(" (line {})", first + 1));
    Told {
        range,
        message: format!("{name} has a value already{place}; it cannot have keys of its own too"),
        help: Some("leave out one of the two, or give it another name".to_owned()),
    }
}

fn code(line: &str) -> &str {
    line.split('#').next().unwrap_or_default().trim()
}

fn first_heading(text: &str, heading: &str, before: usize) -> Option<usize> {
    let mut lines = text.lines().take(before - 1);
    Some(1 + lines.position(|line| code(line) == heading)?)
}

/// The line of a key under the same heading.
fn first_key(text: &str, name: &str, before: usize) -> Option<usize> {
    let lines: Vec<&str> = text.lines().take(before).collect();
    let heading = lines
        .iter()
        .rposition(|line| line.trim_start().starts_with('['));
    let from = heading.map_or(0, |at| at + 1);
    let has = |line: &&str| line.split('=').next().is_some_and(|key| key.trim() == name);
    Some(1 + from + lines.get(from..)?.iter().position(has)?)
}
