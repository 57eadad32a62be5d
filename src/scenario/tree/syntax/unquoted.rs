//! Values that should stand in quotes, and truths, numbers and dates as they are written elsewhere.

use super::Told;
use super::behind::remark;
use super::line::{Line, write};
use crate::calendar::Date;
use crate::scenario::customs;

/// How a value is mended.
enum Mend {
    /// By this in its place.
    Write(String),
    /// As this says.
    Advice(String),
}

/// A value that should stand in quotes, or be a truth, a number or a date.
pub fn unquoted(line: &Line, start: usize, value: &str) -> Told {
    if let Some(at) = value.find(" //").or_else(|| value.find(" /*")) {
        return remark(line, start + at + 1..start + value.len());
    }
    let part = start..start + value.len();
    let bare = value.trim_end_matches([';', ',']).trim_end();
    let (message, mend) = if bare != value && is_plain(bare) {
        let message = "nothing is wanted after the value".to_owned();
        (message, Mend::Write(bare.to_owned()))
    } else {
        figures(bare).unwrap_or_else(|| words(bare))
    };
    Told {
        message,
        help: Some(match mend {
            Mend::Write(right) => write(&line.replaced(part.clone(), &right)),
            Mend::Advice(words) => words,
        }),
        range: line.range(part),
    }
}

fn is_plain(text: &str) -> bool {
    Date::parse(text).is_some() || text.parse::<f64>().is_ok()
}

/// Dates and numbers in other forms.
fn figures(bare: &str) -> Option<(String, Mend)> {
    if let Some(meant) = customs::date_meant(bare) {
        return Some((format!("{bare} {}", meant.fault), Mend::Advice(meant.help)));
    }
    let number = || format!("{bare} is not a number in the form that is used here");
    if let Some(right) = plain_number(bare) {
        return Some((number(), Mend::Write(right)));
    }
    if let Some(help) = customs::number_help(bare).filter(|_| !bare.contains(' ')) {
        return Some((number(), Mend::Advice(help)));
    }
    let fits = |c: char| c.is_ascii_digit() || "-./".contains(c);
    bare.chars().all(fits).then(|| {
        let message = format!("{bare} is not a number or a date in the form that is used here");
        let help = "numbers are written 1200 or 0.5, dates 2031-03-12";
        (message, Mend::Advice(help.to_owned()))
    })
}

/// Truths in other words, and texts without quotes.
fn words(bare: &str) -> (String, Mend) {
    if let Some(truth) = customs::truth(bare) {
        let message = format!("{bare} is neither true nor false");
        return (message, Mend::Write(truth.to_string()));
    }
    let message = "what is not a plain number, a date, true or false stands in quotation marks";
    (message.to_owned(), Mend::Write(format!("\"{bare}\"")))
}

/// `.5`, `5.` and `018` as they are written here.
fn plain_number(text: &str) -> Option<String> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let figures = digits.chars().all(|c| c.is_ascii_digit() || c == '.');
    let has_digit = digits.contains(|c: char| c.is_ascii_digit());
    if !figures || !has_digit || digits.matches('.').count() > 1 {
        return None;
    }
    let trimmed = digits.trim_start_matches('0');
    let number = match trimmed {
        "" => "0".to_owned(),
        part if part.starts_with('.') => format!("0{part}"),
        whole => whole.to_owned(),
    };
    let number = number
        .strip_suffix('.')
        .map_or(number.clone(), |whole| format!("{whole}.0"));
    Some(format!("{sign}{number}"))
}
