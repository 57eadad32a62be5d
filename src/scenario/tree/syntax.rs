//! What a text that is no TOML was meant to be, in plain words. The parser says where it stopped;
//! what is told comes from the line itself, for what people forget is seldom what a grammar misses.

mod behind;
mod bracket;
mod line;
mod quote;
mod twice;
mod unquoted;
mod value;

use std::ops::Range;

use line::{Line, write};

use crate::scenario::customs;

/// What is wrong, where, and what to write.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// As [`crate::scenario::problem::Problem::message`].
    pub message: String,
    /// As [`crate::scenario::problem::Problem::help`].
    pub help: Option<String>,
}

/// What a line may be.
pub const LINES: &str = "a line is a heading such as [leg.sea], a key with its value such as transit = \"9 d\", or a remark after #";

/// Tells of the first fault, which the parser found at these bytes for this reason.
pub fn told(text: &str, range: Range<usize>, reason: &str) -> Told {
    let line = Line::at(text, range.start);
    if reason == "duplicate key" {
        return twice::told(text, &line, range);
    }
    if reason.starts_with("cannot extend") {
        return twice::through(text, range);
    }
    let ways: [fn(&Line) -> Option<Told>; 10] = [
        table,
        old_line_ends,
        odd_space,
        curly_quote,
        bracket::heading,
        letters,
        quote::not_closed,
        bracket::open,
        quote::backslash,
        value::fault,
    ];
    let found = ways.iter().find_map(|way| way(&line));
    found.unwrap_or_else(|| Told {
        range: range.start..range.end.max(range.start + 1),
        message: "this line is not a heading, a key with its value or a remark".to_owned(),
        help: Some(LINES.to_owned()),
    })
}

/// A table rather than a scenario, by its first line.
fn table(line: &Line) -> Option<Told> {
    let mut lines = line.whole.lines().filter(|line| !line.trim().is_empty());
    let (first, second) = (lines.next()?, lines.next().unwrap_or_default());
    let cells = |line: &str| line.matches([';', ',', '\t']).count();
    let is_table = !first.contains(['=', '[', '#']) && cells(first) > 0 && cells(second) > 0;
    is_table.then(|| Told {
        range: line
            .whole
            .find(first)
            .map_or(0..0, |at| at..at + first.len()),
        message: "this is a table, not a scenario".to_owned(),
        help: Some(
            "a scenario file (.toml) names its tables, such as import.leg = \"legs.csv\""
                .to_owned(),
        ),
    })
}

/// Carriage returns alone.
fn old_line_ends(line: &Line) -> Option<Told> {
    let at = line.whole.find('\r')?;
    let alone = !line.whole[at..].starts_with("\r\n") && !line.whole.contains('\n');
    alone.then(|| Told {
        range: at..at + 1,
        message: "the lines of this file end in a way that is no longer in use".to_owned(),
        help: Some("save it with the line ends of Windows (CRLF) or Unix (LF)".to_owned()),
    })
}

/// A space that is none, outside of texts.
fn odd_space(line: &Line) -> Option<Told> {
    let &(at, c) = line
        .plain
        .iter()
        .find(|(_, c)| customs::is_odd_space(*c) || (c.is_control() && !"\t\r".contains(*c)))?;
    let name = if c.is_control() {
        "a control character"
    } else {
        customs::space_name(c)
    };
    Some(Told {
        range: line.range(at..at + c.len_utf8()),
        message: format!("{name} stands here"),
        help: Some("delete it and type a plain space".to_owned()),
    })
}

/// Quotation marks of a word processor, outside of texts.
fn curly_quote(line: &Line) -> Option<Told> {
    let &(at, c) = line.plain.iter().find(|(_, c)| customs::is_quote(*c))?;
    let odd = line.plain.iter().filter(|(_, c)| customs::is_quote(*c));
    let odd: Vec<usize> = odd.map(|(at, _)| *at).collect();
    Some(Told {
        range: line.range(at..at + c.len_utf8()),
        message: format!("{c} is not the quotation mark that is used here"),
        help: Some(write(&customs::straight(line.text, &odd))),
    })
}

/// A key or a heading with letters that are not Latin.
fn letters(line: &Line) -> Option<Told> {
    let (at, word) = line.name_with_foreign_letters()?;
    let foreign = customs::foreign(word)?;
    let help = match &foreign.latin {
        Some(latin) => write(&line.text.replacen(word, latin, 1)),
        None => "keys and names are in Latin letters (a to z); words in any script go into title = \"…\"".to_owned(),
    };
    Some(Told {
        range: line.range(at..at + word.len()),
        message: format!("\"{word}\" is not in Latin letters: {}", foreign.told),
        help: Some(help),
    })
}

#[cfg(test)]
mod tests;
