//! Values that should stand in quotes, and truths, numbers and dates as they are written elsewhere.

use super::Told;
use super::behind::remark;
use super::line::Line;
use crate::scenario::customs;

/// A value that should stand in quotes, or be a truth, a number or a date.
pub fn unquoted(line: &Line, start: usize, value: &str) -> Told {
    if let Some(at) = value.find(" //").or_else(|| value.find(" /*")) {
        return remark(line, start + at + 1..start + value.len());
    }
    let bare = value.trim_end_matches([';', ',']).trim_end();
    let range = start..start + value.len();
    let (message, right) = if let Some(meant) = customs::date_meant(bare) {
        return Told {
            range: line.range(range),
            message: format!("{bare} {}", meant.fault),
            help: Some(meant.help),
        };
    } else if let Some(truth) = customs::truth(bare) {
        (
            format!("{bare} is neither true nor false"),
            truth.to_string(),
        )
    } else if let Some(number) = plain_number(bare) {
        (
            format!("{bare} is not a number in the form that is used here"),
            number,
        )
    } else if let Some(help) = customs::number_help(bare).filter(|_| !bare.contains(' ')) {
        return Told {
            range: line.range(range),
            message: format!("{bare} is not a number in the form that is used here"),
            help: Some(help),
        };
    } else {
        let message = "what is not a plain number, a date, true or false stands in quotation marks";
        (message.to_owned(), format!("\"{bare}\""))
    };
    Told {
        help: Some(line.write(&line.replaced(range.clone(), &right))),
        range: line.range(range),
        message,
    }
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
