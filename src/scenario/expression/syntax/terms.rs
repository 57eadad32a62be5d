//! Sums and what they are made of: numbers with units, names, dates.

use std::ops::Range;

use super::{Factor, Product, Reader, Sum, What, Written, read_unit};
use crate::calendar::Date;
use crate::scenario::customs::number_help;
use crate::units::Dimension;

/// How numbers are written.
const NUMBERS: &str =
    "thousands are written without a separator (1200), decimals with a point (0.5)";

impl Reader<'_> {
    pub(super) fn sum(&mut self) -> Option<Sum> {
        let start = self.cursor.skip_space();
        let mut sign = 1.0;
        let mut products = Vec::new();
        loop {
            products.push(self.product(sign)?);
            sign = match self.cursor.peek() {
                Some('+') => 1.0,
                Some('-' | '−') => -1.0,
                _ => break,
            };
            self.cursor.take_any();
        }
        let range = start..self.cursor.end_of_last();
        Some(Sum { products, range })
    }

    fn product(&mut self, sign: f64) -> Option<Product> {
        let start = self.cursor.skip_space();
        let mut product = Product {
            sign,
            factors: Vec::new(),
            range: start..start,
        };
        loop {
            while let Some(c @ ('-' | '−' | '+')) = self.cursor.peek() {
                self.cursor.take_any();
                product.sign *= if c == '+' { 1.0 } else { -1.0 };
            }
            let factor = self.factor()?;
            product.factors.push(factor);
            if !self.cursor.take('*') {
                break;
            }
        }
        product.range.end = self.cursor.end_of_last();
        Some(product)
    }

    fn factor(&mut self) -> Option<Factor> {
        let start = self.cursor.skip_space();
        let what = match self.cursor.peek() {
            Some('$') => self.name()?,
            Some(c) if c.is_ascii_digit() && self.is_foreign_date() => What::Date(Date(0)),
            Some(c) if c.is_ascii_digit() || c == '.' => match self.cursor.date() {
                Some(date) => self.date(date),
                None => self.quantity()?,
            },
            Some('(') => return self.bracket(),
            Some(c) if c.is_alphabetic() => self.word_in_sum()?,
            Some(_) => return self.unexpected(),
            None => return self.stop(start..start, "a number is missing here", None),
        };
        let range = start..self.cursor.end_of_last();
        Some(Factor { what, range })
    }

    fn name(&mut self) -> Option<What> {
        let start = self.cursor.at;
        self.cursor.advance(1);
        let name = self.cursor.take_name();
        let range = start..self.cursor.at;
        if name.is_empty() {
            return self.no_name(range);
        }
        if name.starts_with(|c: char| c.is_ascii_digit()) {
            return self.no_name(range);
        }
        let dimension = self.surroundings.dimension(&name).unwrap_or_else(|| {
            let near = self.surroundings.nearest(&name);
            let help = match near {
                Some(near) => format!("did you mean \"${near}\"?"),
                None => format!("write [parameter.{name}] with its value"),
            };
            self.note(range, format!("nothing is called \"${name}\""), Some(help));
            Dimension::NONE
        });
        if self.cursor.word().is_some_and(|word| word != "to") || self.cursor.peek() == Some('%') {
            let here = self.cursor.character();
            let message = "a name brings its own unit; none can follow it";
            return self.stop(here, message, None);
        }
        Some(What::Name(name, dimension))
    }

    fn no_name<T>(&mut self, range: Range<usize>) -> Option<T> {
        let help = "money is in USD, after the number: 12000 USD/t";
        let message = "\"$\" begins a name, such as $lce";
        self.stop(range, message, Some(help.into()))
    }

    /// Passes a date of another country, and tells of it.
    fn is_foreign_date(&mut self) -> bool {
        let Some((range, meant)) = self.cursor.foreign_date() else {
            return false;
        };
        let message = format!("\"{}\" {}", &self.cursor.text[range.clone()], meant.fault);
        self.cursor.at = range.end;
        self.note(range, message, Some(meant.help));
        true
    }

    fn date(&mut self, written: Range<usize>) -> What {
        let text = self.cursor.text[written.clone()].to_owned();
        self.cursor.at = written.end;
        let date = Date::parse(&text).unwrap_or_else(|| {
            self.note(written, format!("there is no day {text}"), None);
            Date(0)
        });
        What::Date(date)
    }

    /// A number and its unit.
    fn quantity(&mut self) -> Option<What> {
        let start = self.cursor.skip_space();
        if let Some((range, number)) = self.cursor.letters_for_digits(start) {
            let message = format!(
                "\"{}\" has a letter where a digit is meant",
                &self.cursor.text[range.clone()]
            );
            return self.stop(range, message, Some(format!("write {number}")));
        }
        let mut written = self.cursor.number();
        let more = self.cursor.more_digits(self.depth == 0);
        if let Some(end) = more {
            self.cursor.at = end;
            written = start..end;
        }
        let text = self.cursor.text[written.clone()].to_owned();
        let number = text.parse::<f64>().ok().filter(|_| more.is_none());
        if number.is_none() {
            let help = if self.depth > 0 && text.contains(char::is_whitespace) {
                "numbers in brackets are separated by commas: pert(5, 7, 12) d".to_owned()
            } else {
                number_help(&text).unwrap_or_else(|| NUMBERS.to_owned())
            };
            let message = format!("\"{text}\" cannot be read as a number");
            self.note(written.clone(), message, Some(help));
        } else if number.is_some_and(f64::is_infinite) {
            self.note(written, format!("\"{text}\" is too large a number"), None);
        }
        Some(What::Number(number.unwrap_or(1.0), self.unit()?))
    }

    /// A unit, where there is one. `None` inside where none is written or it is faulty.
    #[allow(clippy::option_option)] // the outer one says that reading cannot go on
    pub(super) fn unit(&mut self) -> Option<Option<Written>> {
        let range = self.cursor.unit();
        let text = &self.cursor.text[range.clone()];
        if text.is_empty() {
            return Some(None);
        }
        if text.ends_with('/')
            && self
                .cursor
                .peek()
                .is_some_and(|c| c == '$' || c.is_ascii_digit())
        {
            let here = range.end - 1..range.end;
            let help = "multiply instead: 0.5 * $lce is a half of $lce";
            return self.stop(here, "a division cannot stand here", Some(help.into()));
        }
        match read_unit(text) {
            Ok(unit) => Some(Some(Written {
                text: text.to_owned(),
                unit,
                range,
            })),
            Err(fault) => {
                let place = range.start + fault.range.start..range.start + fault.range.end;
                self.note(place, fault.message, fault.help);
                Some(None)
            }
        }
    }

    fn word_in_sum(&mut self) -> Option<What> {
        let start = self.cursor.at;
        let word = self.cursor.take_word();
        let range = start..self.cursor.at;
        if word == "never" {
            return Some(What::Never);
        }
        if self.cursor.peek() == Some('(') {
            return self.law_in_sum(range);
        }
        self.stray_word(&word, range)
    }
}
