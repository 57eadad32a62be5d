//! A place in a text that moves on by characters, words, numbers and units.

use std::ops::Range;

use crate::scenario::customs::{Meant, date_meant, digit_meant};

pub(super) struct Cursor<'a> {
    pub text: &'a str,
    /// Next byte.
    pub at: usize,
}

impl<'a> Cursor<'a> {
    pub fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    pub fn skip_space(&mut self) -> usize {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
        self.at
    }

    /// The next character that is no space.
    pub fn peek(&mut self) -> Option<char> {
        self.skip_space();
        self.rest().chars().next()
    }

    pub fn advance(&mut self, bytes: usize) {
        self.at += bytes;
    }

    pub fn take_any(&mut self) {
        self.at = self.character().end;
    }

    pub fn take(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        if found {
            self.at += wanted.len_utf8();
        }
        found
    }

    /// The bytes of the next character; empty at the end.
    pub fn character(&self) -> Range<usize> {
        self.at..self.at + self.rest().chars().next().map_or(0, char::len_utf8)
    }

    /// The byte after what was read last, spaces left out.
    pub fn end_of_last(&self) -> usize {
        self.text[..self.at].trim_end().len()
    }

    /// Bytes of the run of characters that fit, from a place.
    fn run(&self, from: usize, fits: impl Fn(char) -> bool) -> usize {
        let rest = &self.text[from..];
        rest.find(|c| !fits(c)).unwrap_or(rest.len())
    }

    /// The next word: letters, then letters, digits and low lines.
    pub fn word(&mut self) -> Option<&'a str> {
        self.peek().filter(|c| c.is_alphabetic())?;
        Some(&self.rest()[..self.word_end(self.at)])
    }

    /// Bytes of the word at a place.
    pub fn word_end(&self, from: usize) -> usize {
        self.run(from, |c| c.is_alphanumeric() || c == '_')
    }

    pub fn take_word(&mut self) -> String {
        let word = self.word().unwrap_or("").to_owned();
        self.at += word.len();
        word
    }

    /// A name of the user's own: words joined by single hyphens.
    pub fn take_name(&mut self) -> String {
        let start = self.at;
        loop {
            self.at += self.word_end(self.at);
            let joined = self.at > start
                && self
                    .rest()
                    .strip_prefix('-')
                    .is_some_and(|r| r.starts_with(char::is_alphanumeric));
            if !joined {
                return self.text[start..self.at].to_owned();
            }
            self.at += 1;
        }
    }

    /// The next bytes where they look like a date: four, two and two digits.
    pub fn date(&mut self) -> Option<Range<usize>> {
        self.skip_space();
        let bytes = self.rest().as_bytes();
        let fits = |(i, b): (usize, &u8)| match i {
            4 | 7 => *b == b'-',
            _ => b.is_ascii_digit(),
        };
        let shaped = bytes.len() >= 10 && bytes[..10].iter().enumerate().all(fits);
        let ends = bytes.get(10).is_none_or(|b| !b.is_ascii_digit());
        (shaped && ends).then_some(self.at..self.at + 10)
    }

    /// The next bytes where they look like a date of another country: `31.12.2030`.
    pub fn foreign_date(&mut self) -> Option<(Range<usize>, Meant)> {
        let start = self.skip_space();
        let end = start + self.run(start, |c| c.is_ascii_digit() || "./-".contains(c));
        let meant = date_meant(&self.text[start..end])?;
        Some((start..end, meant))
    }

    /// A number that goes on with letters which stand for digits, and the number: `7O`, `l2`.
    pub fn letters_for_digits(&self, start: usize) -> Option<(Range<usize>, String)> {
        let end = start + self.run(start, |c| c.is_alphanumeric() || c == '.');
        let number = digit_meant(&self.text[start..end])?;
        Some((start..end, number))
    }

    /// Takes digits, points and low lines and an exponent, well formed or not.
    pub fn number(&mut self) -> Range<usize> {
        let start = self.skip_space();
        self.at += self.run(start, |c| c.is_ascii_digit() || matches!(c, '.' | '_'));
        let exponent = self.rest().strip_prefix(['e', 'E']);
        if let Some(exponent) = exponent {
            let digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
            let sign = exponent.len() - digits.len();
            if digits.starts_with(|c: char| c.is_ascii_digit()) {
                self.at += 1 + sign;
                self.at += self.run(self.at, |c| c.is_ascii_digit());
            }
        }
        start..self.at
    }

    /// Where a number goes on after spaces or, outside brackets, a comma: `1 200`, `1,200`.
    pub fn more_digits(&mut self, outside: bool) -> Option<usize> {
        let separates =
            |c: char| c.is_whitespace() || matches!(c, '\'' | '’') || (outside && c == ',');
        let mut end = None;
        let mut at = self.at;
        loop {
            let gap = self.run(at, separates);
            let digits = self.run(at + gap, |c| c.is_ascii_digit() || matches!(c, '.' | '_'));
            if gap == 0 || digits == 0 {
                return end;
            }
            at += gap + digits;
            end = Some(at);
        }
    }

    /// Takes what can only be a unit: symbols with `/`, `·`, `^` and brackets, and `*` where a
    /// symbol follows. Empty where none stands here.
    pub fn unit(&mut self) -> Range<usize> {
        let start = self.skip_space();
        let mut open = 0;
        while let Some(bytes) = self.unit_part(&mut open, start) {
            self.at += bytes;
        }
        self.at = self.end_of_last().max(start);
        start..self.at
    }

    /// Bytes of the next part of a unit.
    fn unit_part(&mut self, open: &mut usize, start: usize) -> Option<usize> {
        let before = self.text[start..self.at].trim_end().chars().last();
        let c = self.peek()?;
        match c {
            '*' => (before.is_some() && self.symbol_follows()).then_some(1),
            '^' => Some(self.power()),
            '(' if before.is_none_or(|c| "/*·(".contains(c)) => {
                *open += 1;
                Some(1)
            }
            ')' if *open > 0 => {
                *open -= 1;
                Some(1)
            }
            '$' => (!self.rest()[1..].starts_with(|c: char| c.is_alphanumeric() || c == '_'))
                .then_some(1),
            '/' | '·' | '%' | '€' | '£' | '¥' | '₫' | '₸' | '₽' => Some(c.len_utf8()),
            _ if c.is_alphabetic() => {
                let bytes = self.word_end(self.at);
                (&self.rest()[..bytes] != "to").then_some(bytes)
            }
            _ => None,
        }
    }

    /// Bytes of a power sign and its number.
    fn power(&self) -> usize {
        let spaces = 1 + self.run(self.at + 1, char::is_whitespace);
        let sign = usize::from(self.text[self.at + spaces..].starts_with('-'));
        let number = self.at + spaces + sign;
        spaces + sign + self.run(number, |c| c.is_ascii_digit() || c == '.')
    }

    /// A symbol or a bracket comes after the sign here, and not a law.
    fn symbol_follows(&self) -> bool {
        let after = self.rest()[1..].trim_start();
        let word = &after[..self.word_end(self.text.len() - after.len())];
        let is_symbol = after.starts_with(|c: char| c.is_alphabetic() || matches!(c, '%' | '('));
        is_symbol && (word.is_empty() || !after[word.len()..].trim_start().starts_with('('))
    }
}
