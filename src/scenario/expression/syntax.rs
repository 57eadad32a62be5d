//! Text to what is written: calls of laws, sums and ranges, with the place of each part. Names and
//! units are looked up here, so that all unknown ones are found in one reading.

use std::ops::Range;

use super::{Fault, Surroundings, cursor::Cursor, laws};
use crate::calendar::Date;
use crate::units::{Dimension, Unit, parse_unit};

/// Laws within laws.
const DEEPEST: usize = 16;

/// A unit as it was written.
#[derive(Clone, Debug)]
pub(super) struct Written {
    pub text: String,
    pub unit: Unit,
    pub range: Range<usize>,
}

#[derive(Debug)]
pub(super) enum Value {
    Call(Call),
    Sum(Sum),
    /// `low to high unit`.
    Spread(Spread),
}

#[derive(Debug)]
pub(super) struct Spread {
    pub low: Sum,
    pub high: Sum,
    /// Where it was written once for both.
    pub unit: Option<Written>,
}

#[derive(Debug)]
pub(super) struct Call {
    pub name: String,
    pub name_range: Range<usize>,
    pub arguments: Vec<Argument>,
    pub unit: Option<Written>,
    pub range: Range<usize>,
}

#[derive(Debug)]
pub(super) struct Argument {
    pub label: Option<(String, Range<usize>)>,
    pub value: Value,
    /// What follows a colon.
    pub weight: Option<Sum>,
    pub range: Range<usize>,
}

#[derive(Debug)]
pub(super) struct Sum {
    pub products: Vec<Product>,
    pub range: Range<usize>,
}

#[derive(Debug)]
pub(super) struct Product {
    pub sign: f64,
    pub factors: Vec<Factor>,
    pub range: Range<usize>,
}

#[derive(Debug)]
pub(super) struct Factor {
    pub what: What,
    pub range: Range<usize>,
}

#[derive(Debug)]
pub(super) enum What {
    Number(f64, Option<Written>),
    Name(String, Dimension),
    Date(Date),
    Never,
}

/// Reads a whole text.
pub(super) fn read(text: &str, surroundings: &dyn Surroundings) -> Result<Value, Vec<Fault>> {
    let mut reader = Reader {
        cursor: Cursor::new(text),
        surroundings,
        faults: Vec::new(),
        depth: 0,
    };
    let value = reader.whole();
    match value {
        Some(value) if reader.faults.is_empty() => Ok(value),
        _ => Err(reader.faults),
    }
}

/// Reads a unit, with the nearest known symbol where one is unknown.
pub(super) fn read_unit(text: &str) -> Result<Unit, Fault> {
    parse_unit(text).map_err(|fault| {
        let symbol = &text[fault.range.clone()];
        let near = || super::did_you_mean(symbol, crate::units::symbols());
        Fault {
            help: fault.help.or_else(|| fault.unknown.then(near).flatten()),
            range: fault.range,
            message: fault.message,
        }
    })
}

/// `None` where reading cannot go on; the fault is in the list then.
struct Reader<'a> {
    cursor: Cursor<'a>,
    surroundings: &'a dyn Surroundings,
    faults: Vec<Fault>,
    depth: usize,
}

impl Reader<'_> {
    fn whole(&mut self) -> Option<Value> {
        if self.cursor.peek().is_none() {
            let message = "nothing is written here; a quantity is wanted";
            return self.stop(0..0, message, None);
        }
        let value = self.value()?;
        match self.cursor.peek() {
            None => Some(value),
            Some(_) => self.unexpected(),
        }
    }

    fn value(&mut self) -> Option<Value> {
        if self.cursor.word().is_some_and(|word| word != "never") {
            return self.call().map(Value::Call);
        }
        let low = self.sum()?;
        if self.cursor.word() != Some("to") {
            return Some(Value::Sum(low));
        }
        self.cursor.advance("to".len());
        let mut high = self.sum()?;
        let unit = shared_unit(&low, &mut high);
        Some(Value::Spread(Spread { low, high, unit }))
    }

    fn call(&mut self) -> Option<Call> {
        let start = self.cursor.skip_space();
        let name = self.cursor.take_word();
        let name_range = start..self.cursor.at;
        if self.cursor.peek() != Some('(') {
            return self.stray_word(&name, name_range);
        }
        self.depth += 1;
        if self.depth > DEEPEST {
            return self.stop(name_range, "too many laws within laws", None);
        }
        let arguments = self.arguments()?;
        self.depth -= 1;
        let unit = self.unit()?;
        if let Some('+' | '-' | '*' | '−') = self.cursor.peek() {
            return self.law_in_sum(start..self.cursor.at);
        }
        let range = start..self.cursor.end_of_last();
        Some(Call {
            name,
            name_range,
            arguments,
            unit,
            range,
        })
    }

    /// From bracket to bracket.
    fn arguments(&mut self) -> Option<Vec<Argument>> {
        let open = self.cursor.skip_space();
        self.cursor.advance(1);
        let mut arguments = Vec::new();
        if self.cursor.take(')') {
            return Some(arguments);
        }
        loop {
            arguments.push(self.argument()?);
            if self.cursor.take(')') {
                return Some(arguments);
            }
            if !self.cursor.take(',') {
                return match self.cursor.peek() {
                    Some(_) => self.unexpected(),
                    None => self.stop(open..open + 1, "this bracket is never closed", None),
                };
            }
        }
    }

    fn argument(&mut self) -> Option<Argument> {
        let start = self.cursor.skip_space();
        let label = self.label();
        let value = self.value()?;
        let weight = if self.cursor.take(':') {
            Some(self.sum()?)
        } else {
            None
        };
        let range = start..self.cursor.end_of_last();
        Some(Argument {
            label,
            value,
            weight,
            range,
        })
    }

    /// A word that is followed by a value.
    fn label(&mut self) -> Option<(String, Range<usize>)> {
        let start = self.cursor.skip_space();
        let word = self
            .cursor
            .word()
            .filter(|word| *word != "never")?
            .to_owned();
        self.cursor.advance(word.len());
        let follows = self.cursor.peek();
        let is_value = |c: char| c.is_alphanumeric() || matches!(c, '-' | '−' | '$' | '.' | '+');
        if follows.is_some_and(is_value) {
            let range = start..start + word.len();
            return Some((word, range));
        }
        self.cursor.at = start;
        None
    }

    fn sum(&mut self) -> Option<Sum> {
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
            let help = "money is written in USD";
            let message = "\"$\" begins a name, such as $lce";
            return self.stop(range, message, Some(help.into()));
        }
        let dimension = self.surroundings.dimension(&name).unwrap_or_else(|| {
            let near = self.surroundings.nearest(&name);
            let help = near.map(|near| format!("did you mean \"${near}\"?"));
            self.note(range, format!("nothing is called \"${name}\""), help);
            Dimension::NONE
        });
        if self.cursor.word().is_some_and(|word| word != "to") || self.cursor.peek() == Some('%') {
            let here = self.cursor.character();
            let message = "a name brings its own unit; none can follow it";
            return self.stop(here, message, None);
        }
        Some(What::Name(name, dimension))
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
        let mut written = self.cursor.number();
        let more = self.cursor.more_digits(self.depth == 0);
        if let Some(end) = more {
            self.cursor.at = end;
            written = start..end;
        }
        let text = self.cursor.text[written.clone()].to_owned();
        let number = text.parse::<f64>().ok().filter(|_| more.is_none());
        if number.is_none() {
            let help =
                "thousands are written without a separator (1200), decimals with a point (0.5)";
            let message = format!("\"{text}\" cannot be read as a number");
            self.note(written.clone(), message, Some(help.into()));
        } else if number.is_some_and(f64::is_infinite) {
            self.note(written, format!("\"{text}\" is too large a number"), None);
        }
        Some(What::Number(number.unwrap_or(1.0), self.unit()?))
    }

    /// A unit, where there is one. `None` inside where none is written or it is faulty.
    #[allow(clippy::option_option)] // the outer one says that reading cannot go on
    fn unit(&mut self) -> Option<Option<Written>> {
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
            let help = "multiply by the inverse: 0.5 * $lce";
            return self.stop(here, "there is no division", Some(help.into()));
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

    fn law_in_sum<T>(&mut self, range: Range<usize>) -> Option<T> {
        let help = "give the law to a [parameter] and write its $name here";
        self.stop(
            range,
            "a law cannot be part of a sum or a product",
            Some(help.into()),
        )
    }

    fn bracket<T>(&mut self) -> Option<T> {
        let here = self.cursor.character();
        let help = "multiply out: $a * 2 + $b * 2";
        self.stop(here, "brackets cannot stand around sums", Some(help.into()))
    }

    fn stray_word<T>(&mut self, word: &str, range: Range<usize>) -> Option<T> {
        let help = if self.surroundings.dimension(word).is_some() {
            Some(format!("names are written with \"$\": ${word}"))
        } else {
            super::did_you_mean(word, laws::names())
        };
        let message = format!("\"{word}\" is no number, name or law");
        self.stop(range, message, help)
    }

    fn unexpected<T>(&mut self) -> Option<T> {
        let here = self.cursor.character();
        let found = &self.cursor.text[here.clone()];
        let help = match found {
            "–" | "—" => Some("a range is written with \"to\": 9 to 16 d".into()),
            "," => Some(
                "thousands are written without a separator (1200), decimals with a point (0.5)"
                    .into(),
            ),
            "=" => Some("a label stands before its value without a sign: mean 5".into()),
            _ => None,
        };
        let message = format!("\"{found}\" cannot stand here");
        self.stop(here, message, help)
    }

    fn note(&mut self, range: Range<usize>, message: impl Into<String>, help: Option<String>) {
        let message = message.into();
        self.faults.push(Fault {
            range,
            message,
            help,
        });
    }

    fn stop<T>(
        &mut self,
        range: Range<usize>,
        message: impl Into<String>,
        help: Option<String>,
    ) -> Option<T> {
        self.note(range, message, help);
        None
    }
}

/// In `9 to 16 d` the unit belongs to both.
fn shared_unit(low: &Sum, high: &mut Sum) -> Option<Written> {
    let single = |sum: &Sum| sum.products.len() == 1 && sum.products[0].factors.len() == 1;
    let is_bare = single(low) && matches!(low.products[0].factors[0].what, What::Number(_, None));
    if !is_bare || !single(high) {
        return None;
    }
    match &mut high.products[0].factors[0].what {
        What::Number(_, unit) => unit.take(),
        _ => None,
    }
}
