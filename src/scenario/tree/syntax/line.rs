//! The line in which reading stopped, with its texts and remarks told apart from the rest.

use std::ops::Range;

/// A line of a file.
pub struct Line<'a> {
    pub whole: &'a str,
    /// Bytes of the file before the line.
    start: usize,
    /// Without its end.
    pub text: &'a str,
    /// Where reading stopped, in bytes of the line.
    pub at: usize,
    /// Characters outside of texts and remarks, with their bytes in the line.
    pub plain: Vec<(usize, char)>,
    /// Texts that end on the line, with their quotes, in bytes of the line.
    pub texts: Vec<Range<usize>>,
    /// The quote of a text that does not end on the line, in bytes of the line.
    pub unclosed: Option<usize>,
    /// Where a remark begins, in bytes of the line; the end of the line without one.
    pub remark: usize,
    /// Brackets that are open where reading stopped, in bytes of the file.
    pub open: Vec<(usize, char)>,
}

/// Characters of a line that a help shows.
const SHOWN: usize = 90;

/// Advice to write a line so.
pub fn write(text: &str) -> String {
    let text = text.trim();
    match text.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("write {}…", &text[..at]),
        None => format!("write {text}"),
    }
}

impl<'a> Line<'a> {
    pub fn at(whole: &'a str, at: usize) -> Self {
        let at = whole.floor_char_boundary(at);
        let start = whole[..at].rfind('\n').map_or(0, |newline| newline + 1);
        let text = whole[start..].lines().next().unwrap_or("");
        let mut line = Self {
            whole,
            start,
            text,
            at: (at - start).min(text.len()),
            plain: Vec::new(),
            texts: Vec::new(),
            unclosed: None,
            remark: text.len(),
            open: Vec::new(),
        };
        line.scan(at);
        line
    }

    /// Bytes of the file for bytes of the line.
    pub fn range(&self, part: Range<usize>) -> Range<usize> {
        self.start + part.start..self.start + part.end
    }

    /// The line without its remark.
    pub fn code(&self) -> &'a str {
        self.text[..self.remark].trim_end()
    }

    /// The line with a part of it replaced.
    pub fn replaced(&self, part: Range<usize>, with: &str) -> String {
        let after = self.text.get(part.end..).unwrap_or_default();
        format!("{}{with}{after}", &self.text[..part.start])
    }

    /// The value that begins at or before a byte, up to what ends it; a quote that only closes it
    /// is left out.
    pub fn value_at(&self, from: usize) -> Option<(usize, &'a str)> {
        let begins = |c| matches!(c, '=' | ',' | '[' | '{');
        let start = self.text[..from].rfind(begins).map_or(0, |at| at + 1);
        let in_brackets = !self.open.is_empty() || self.text[..start].contains(['{', '[']);
        let digit = |at: usize| {
            let byte = self.text.as_bytes().get(at);
            byte.is_some_and(u8::is_ascii_digit)
        };
        let ends = |at: usize, c: char| match c {
            '}' | ']' => in_brackets,
            ',' => in_brackets && !(at > 0 && digit(at - 1) && digit(at + 1)),
            _ => false,
        };
        let mut plain = self.plain.iter();
        let stop = plain.find(|(at, c)| *at >= start && ends(*at, *c));
        let end = stop.map_or(self.remark, |(at, _)| *at);
        let written = self.text.get(start..end)?;
        let value = written.trim();
        let closes = value.strip_suffix(['"', '\'']).map(str::trim_end);
        let value = closes
            .filter(|value| !value.starts_with(['"', '\'']))
            .unwrap_or(value);
        let blanks = written.len() - written.trim_start().len();
        (!value.is_empty()).then_some((start + blanks, value))
    }

    /// The first plain character of a kind.
    pub fn find(&self, wanted: impl Fn(char) -> bool) -> Option<usize> {
        let found = self.plain.iter().find(|(_, c)| wanted(*c));
        found.map(|(at, _)| *at)
    }

    /// Before the `=`, or within a heading: the first word with letters that are not ASCII.
    pub fn name_with_foreign_letters(&self) -> Option<(usize, &'a str)> {
        let code = self.text.trim_start();
        let end = match self.find(|c| c == '=') {
            Some(equals) => equals,
            None if code.starts_with('[') => self.remark,
            None => return None,
        };
        let mut letters = self.plain.iter().filter(|(at, _)| *at < end);
        let (at, _) = letters.find(|(_, c)| c.is_alphabetic() && !c.is_ascii())?;
        let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
        let before = self.text[..*at].trim_end_matches(fits).len();
        let rest = &self.text[before..];
        Some((
            before,
            &rest[..rest.find(|c| !fits(c)).unwrap_or(rest.len())],
        ))
    }

    /// Goes through the file up to the end of the line.
    fn scan(&mut self, stopped: usize) {
        let end = self.start + self.text.len();
        let mut at = 0;
        let mut fresh = true;
        while at < end {
            let rest = &self.whole[at..];
            let c = rest.chars().next().unwrap_or('\n');
            if at >= self.start && !matches!(c, '"' | '\'' | '#') {
                self.plain.push((at - self.start, c));
            }
            at += match c {
                '#' => self.skip_remark(at, rest),
                '"' | '\'' => self.skip_text(at, rest, c),
                '[' if fresh && self.open.is_empty() => self.skip_heading(at, rest),
                '[' | '{' | ']' | '}' => self.bracket(at, c, stopped),
                _ => c.len_utf8(),
            };
            fresh = c == '\n' || fresh && c.is_whitespace();
        }
    }

    fn skip_remark(&mut self, at: usize, rest: &str) -> usize {
        if at >= self.start {
            self.remark = at - self.start;
        }
        rest.find('\n').unwrap_or(rest.len())
    }

    fn skip_heading(&mut self, at: usize, rest: &str) -> usize {
        let length = rest.find(['\n', '#']).unwrap_or(rest.len());
        if at >= self.start {
            let letters = rest[..length].char_indices().skip(1);
            let from = at - self.start;
            self.plain.extend(letters.map(|(part, c)| (from + part, c)));
        }
        length
    }

    fn bracket(&mut self, at: usize, c: char, stopped: usize) -> usize {
        if at < stopped {
            if matches!(c, '[' | '{') {
                self.open.push((at, c));
            } else {
                self.open.pop();
            }
        }
        1
    }

    /// Bytes of a text; one of a single quote ends with its line at the latest.
    fn skip_text(&mut self, at: usize, rest: &str, quote: char) -> usize {
        let three: String = std::iter::repeat_n(quote, 3).collect();
        if let Some(inner) = rest.strip_prefix(&three) {
            return inner.find(&three).map_or(rest.len(), |length| length + 6);
        }
        let mut escaped = false;
        for (part, c) in rest.char_indices().skip(1) {
            if c == '\n' {
                self.leave_open(at);
                return part;
            }
            if c == quote && !escaped {
                if at >= self.start {
                    let from = at - self.start;
                    self.texts.push(from..from + part + 1);
                }
                return part + 1;
            }
            escaped = c == '\\' && quote == '"' && !escaped;
        }
        self.leave_open(at);
        rest.len()
    }

    fn leave_open(&mut self, at: usize) {
        if at >= self.start {
            self.unclosed = Some(at - self.start);
        }
    }
}
