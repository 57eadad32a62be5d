//! What follows a value.

use std::ops::Range;

use super::line::{Line, write};
use super::{LINES, Told};

/// Something after a value that is complete.
pub fn behind(line: &Line, value: usize) -> Option<Told> {
    if line.at <= value {
        return None;
    }
    let rest = line.text[line.at..line.remark.max(line.at)].trim_end();
    let before = line.text[..line.at].trim_end();
    if let Some(told) = inner_quotes(line, value) {
        return Some(told);
    }
    let range = line.range(line.at..line.at + rest.len().max(1));
    let told = |message: String, help: String| {
        Some(Told {
            range: range.clone(),
            message,
            help: Some(help),
        })
    };
    if matches!(rest, ";" | "," | ".") {
        let message = format!("\"{rest}\" stands after the value; nothing is wanted there");
        return told(message, write(before));
    }
    if rest.starts_with(['}', ']']) {
        let message = format!("\"{}\" closes what was not opened", &rest[..1]);
        return told(message, write(before));
    }
    if rest.starts_with(',') {
        return told(
            "there is a comma too many".to_owned(),
            "leave it out".to_owned(),
        );
    }
    if ["//", "/*", "--", ";", "("]
        .iter()
        .any(|sign| rest.starts_with(sign))
    {
        return Some(remark(line, line.at..line.at + rest.len()));
    }
    let help = "one key stands on one line; a quantity is one text, such as \"18 d\"; a remark begins with #";
    (!rest.is_empty())
        .then(|| told(format!("{rest} stands after the value"), help.to_owned()))
        .flatten()
        .or_else(|| told("this value cannot be read".to_owned(), LINES.to_owned()))
}

/// Quotation marks of the same kind within a text: `"the "big" one"`.
fn inner_quotes(line: &Line, value: usize) -> Option<Told> {
    let whole = line.text[value..line.remark.max(value)].trim_end();
    let inner = whole.strip_prefix('"')?.strip_suffix('"')?;
    let touches = line.text[..line.at].ends_with('"')
        && line.text[line.at..].starts_with(|c: char| !" \t,}]".contains(c));
    let marks = inner.matches('"').count();
    (touches && marks >= 2 && marks % 2 == 0 && !inner.contains(['=', '\\'])).then(|| Told {
        range: line.range(value..value + whole.len()),
        message: "quotation marks stand within a text in quotation marks".to_owned(),
        help: Some(write(&format!(
            "{}\"{}\"",
            &line.text[..value],
            inner.replace('"', "'")
        ))),
    })
}

/// A remark as other languages write it.
pub fn remark(line: &Line, part: Range<usize>) -> Told {
    let signs: &[char] = &['/', '*', '-', ';', '(', ')', ' '];
    let words = line.text[part.clone()].trim_matches(signs);
    let before = line.text[..part.start].trim_end();
    Told {
        range: line.range(part),
        message: "a remark begins with #".to_owned(),
        help: Some(write(&format!("{before}  # {words}"))),
    }
}
