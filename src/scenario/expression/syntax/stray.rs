//! Words and signs that cannot stand where they do.

use std::ops::Range;

use super::super::laws;
use super::Reader;
use crate::units::parse_unit;

impl Reader<'_> {
    pub(super) fn stray_word<T>(&mut self, word: &str, range: Range<usize>) -> Option<T> {
        if self.cursor.peek() == Some('=') {
            return self.unexpected();
        }
        if let Some(example) = laws::example(word) {
            let help = format!("such as {example}");
            return self.stop(range, format!("{word} needs round brackets"), Some(help));
        }
        let message = format!("\"{word}\" is not a number, a $name or a distribution");
        let help = self.stray_help(word, range.start);
        self.stop(range, message, help)
    }

    fn stray_help(&mut self, word: &str, start: usize) -> Option<String> {
        if self.surroundings.dimension(word).is_some() {
            return Some(format!("names are written with \"$\": ${word}"));
        }
        if let Some((_, number)) = self.cursor.letters_for_digits(start) {
            return Some(format!("write {number}, without letters"));
        }
        match word {
            "between" | "from" => return Some("a range is written with \"to\": 9 to 16 d".into()),
            "about" | "approx" | "around" | "ca" | "circa" | "roughly" => {
                return Some("write the number alone, 18 d, or a range, 9 to 16 d".into());
            }
            _ => {}
        }
        if parse_unit(word).is_ok() {
            let rest = self.cursor.text[self.cursor.at..].trim();
            let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.');
            let (number, unit) = rest.split_at(digits.unwrap_or(rest.len()));
            let number = if number.is_empty() { "12" } else { number };
            return Some(format!(
                "the unit stands after the number: {number} {word}{unit}"
            ));
        }
        let name = super::super::did_you_mean(word, laws::names());
        name.or_else(|| Some("a quantity is a number and a unit, such as 18 d".into()))
    }

    pub(super) fn unexpected<T>(&mut self) -> Option<T> {
        let here = self.cursor.character();
        let found = &self.cursor.text[here.clone()];
        let help = match found {
            "–" | "—" | "…" => Some("a range is written with \"to\": 9 to 16 d"),
            "±" => Some("write a range, 16 to 20 d, or a distribution, normal(18, 2) d"),
            "~" | "≈" | "<" | ">" | "≤" | "≥" => {
                Some("write the number alone, 18 d, or a range, 9 to 16 d")
            }
            "," => Some(
                "thousands are written without a separator (1200), decimals with a point (0.5)",
            ),
            ";" => Some("numbers in brackets are separated by commas: pert(5, 7, 12) d"),
            "=" => Some("a label stands before its value without a sign: mean 5"),
            _ => None,
        };
        let help = help.map(str::to_owned);
        let message = format!("\"{found}\" cannot stand here");
        self.stop(here, message, help)
    }
}
