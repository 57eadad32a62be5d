//! Text to what is written: calls of laws, sums and ranges, with the place of each part. Names and
//! units are looked up here, so that all unknown ones are found in one reading.

mod stray;
mod terms;

use std::ops::Range;

use super::{Fault, Surroundings, cursor::Cursor};
use crate::calendar::Date;
use crate::scenario::customs;
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
    /// In quotes; only within brackets.
    Text(String),
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
        let foreign = customs::foreign(symbol);
        let told = foreign.as_ref().map(|foreign| foreign.told.as_str());
        let latin = foreign.as_ref().and_then(|foreign| foreign.latin.clone());
        let alike = latin.filter(|latin| parse_unit(latin).is_ok());
        let alike = || alike.map(|latin| format!("write {latin} in Latin letters"));
        let unknown = fault.unknown.then(|| alike().or_else(near)).flatten();
        Fault {
            help: fault.help.or(unknown),
            range: fault.range,
            message: match told {
                Some(told) => format!("{}: {told}", fault.message),
                None => fault.message,
            },
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
        if let Some(quote @ ('\'' | '"')) = self.cursor.peek().filter(|_| self.depth > 0) {
            return self.quoted(quote).map(Value::Text);
        }
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

    /// A text from quote to quote.
    fn quoted(&mut self, quote: char) -> Option<String> {
        let open = self.cursor.character();
        let rest = &self.cursor.text[open.end..];
        let Some(length) = rest.find(quote) else {
            return self.stop(open, "this quote is never closed", None);
        };
        let text = rest[..length].to_owned();
        self.cursor.at = open.end + length + quote.len_utf8();
        Some(text)
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
            return self.stop(name_range, "too many brackets within brackets", None);
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
                    None => self.stop(
                        open..open + 1,
                        "this bracket is never closed",
                        Some("write ) where it ends".into()),
                    ),
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
        let is_value =
            |c: char| c.is_alphanumeric() || matches!(c, '-' | '−' | '$' | '.' | '+' | '\'' | '"');
        if follows.is_some_and(is_value) {
            let range = start..start + word.len();
            return Some((word, range));
        }
        self.cursor.at = start;
        None
    }

    fn law_in_sum<T>(&mut self, range: Range<usize>) -> Option<T> {
        let help = "write the distribution into a [parameter.NAME] and $NAME here";
        self.stop(
            range,
            "a distribution cannot be part of a sum or a product",
            Some(help.into()),
        )
    }

    fn bracket<T>(&mut self) -> Option<T> {
        let here = self.cursor.character();
        let help = "multiply out: $a * 2 + $b * 2";
        self.stop(here, "brackets cannot stand around sums", Some(help.into()))
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
