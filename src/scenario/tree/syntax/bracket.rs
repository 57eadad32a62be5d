//! Brackets of headings, lists and tables in a line.

use super::Told;
use super::line::{Line, write};

/// A heading without one of its brackets.
pub fn heading(line: &Line) -> Option<Told> {
    let code = line.code();
    let inner = code.trim();
    let from = code.len() - code.trim_start().len();
    let is_name = |name: &str| {
        !name.is_empty()
            && name
                .chars()
                .all(|c| c.is_alphanumeric() || "-_. \"'".contains(c))
    };
    let name = inner.trim_matches(['[', ']']);
    if !line.open.is_empty() || !is_name(name) || !inner.contains(['[', ']']) {
        return None;
    }
    let double = inner.starts_with("[[") || inner.ends_with("]]");
    let (before, after) = if double { ("[[", "]]") } else { ("[", "]") };
    let right = format!("{before}{}{after}", name.trim());
    let missing = if inner.starts_with(before) {
        after
    } else {
        before
    };
    if right == inner {
        return blanks(line, inner, name, from);
    }
    Some(Told {
        range: line.range(from..code.len()),
        message: format!("\"{missing}\" is missing in this heading"),
        help: Some(write(&right)),
    })
}

/// A heading with a name of several words.
fn blanks(line: &Line, inner: &str, name: &str, from: usize) -> Option<Told> {
    let parts = || name.split('.').map(str::trim);
    let words = parts().find(|part| part.contains(' ') && !part.contains(['"', '\'']))?;
    let joined: Vec<String> = parts()
        .map(|part| part.split_whitespace().collect::<Vec<_>>().join("_"))
        .collect();
    let at = from + inner.find(words)?;
    Some(Told {
        range: line.range(at..at + words.len()),
        message: format!("\"{words}\" is not a name: names have no blanks"),
        help: Some(write(&inner.replace(name, &joined.join(".")))),
    })
}

/// A list or a table in a line that was opened before and is not closed, or lacks a comma.
pub fn open(line: &Line) -> Option<Told> {
    let &(at, bracket) = line.open.last()?;
    let opened_here = line.range(0..0).start <= at;
    let rest = line.text[line.at..].trim_start();
    let from_start = line.text[..line.at].trim().is_empty();
    let next_entry = from_start && (rest.starts_with('[') || has_key(rest));
    let ends = rest.is_empty() || rest.starts_with('#');
    if !opened_here && next_entry || ends && bracket == '{' {
        return Some(unclosed(line, at, bracket));
    }
    let is_value = rest.starts_with(['"', '\'', '{', '[', '-'])
        || rest.starts_with(|c: char| c.is_alphanumeric());
    let after = line.text[..line.at].trim_end();
    let after_value = after.ends_with(['"', '\'', '}', ']'])
        || after.ends_with(|c: char| c.is_ascii_alphanumeric());
    (is_value && after_value).then(|| comma(line, after, bracket))
}

fn has_key(rest: &str) -> bool {
    let name = rest.split('=').next().unwrap_or_default().trim();
    let fits = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    rest.contains('=') && !name.is_empty() && name.chars().all(fits)
}

fn unclosed(line: &Line, at: usize, bracket: char) -> Told {
    let (closing, what) = match bracket {
        '[' => ("]", "list"),
        _ => ("}", "table"),
    };
    let written = line.whole[at..].lines().next().unwrap_or_default();
    let simple = !written.contains('#') && written.trim_end().ends_with(['"', '\'']);
    let help = if simple {
        write(&format!("{}{closing}", spaced(written.trim_end(), bracket)))
    } else {
        format!("write {closing} where the {what} ends")
    };
    Told {
        range: at..at + 1,
        message: format!("the {what} that begins here is not closed: \"{closing}\" is missing"),
        help: Some(help),
    }
}

/// Tables in a line have a blank before their end.
fn spaced(written: &str, bracket: char) -> String {
    let blank = if bracket == '{' { " " } else { "" };
    format!("{written}{blank}")
}

fn comma(line: &Line, after: &str, bracket: char) -> Told {
    let rest = line.text[line.at..].trim_start();
    let what = if bracket == '[' { "values" } else { "keys" };
    Told {
        range: line.range(line.at..line.at + 1),
        message: format!("a comma is missing between these two {what}"),
        help: Some(write(&format!("{after}, {rest}"))),
    }
}
