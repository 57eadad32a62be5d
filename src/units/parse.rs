//! Text to a unit.
//!
//! ```text
//! unit   = ["1"] {"/" part} | part {("*" | "·") part} {"/" part}      a/b/c is a/(b·c)
//! part   = (symbol | "(" unit ")") ["^" ["-"] number]                 whole and half powers
//! ```
//! A product after a slash (`USD/t*d`) is read one way by some and the other way by others, and is
//! refused.

use std::ops::Range;

use super::Dimension;
use super::advice::advice;
use super::words;

/// What a number is counted in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Unit {
    /// Base units in one; positive and finite.
    pub factor: f64,
    /// What it measures.
    pub dimension: Dimension,
}

/// Why a text is no unit.
#[derive(Clone, Debug, PartialEq)]
pub struct UnitFault {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// What is wrong, in a sentence without a capital and a full stop.
    pub message: String,
    /// What to do, where there is more to say.
    pub help: Option<String>,
    /// The range is a symbol that does not exist and no advice is known: the nearest of
    /// [`super::symbols`] may be meant.
    pub unknown: bool,
}

/// Brackets within brackets.
const DEEPEST: usize = 16;
/// Highest power, in halves.
const HIGHEST: f64 = 20.0;

const ONE: Unit = Unit {
    factor: 1.0,
    dimension: Dimension::NONE,
};

/// Reads a unit such as `kt/yr`, `USD/(FEU*d)`, `%/yr^0.5` or `/yr`.
///
/// # Errors
/// The first fault and its place in the text.
pub fn parse_unit(text: &str) -> Result<Unit, UnitFault> {
    let mut parser = Parser {
        text,
        at: 0,
        depth: 0,
    };
    let unit = parser.unit()?;
    match parser.peek() {
        None => Ok(unit),
        Some(')') => Err(parser.fault_here("this bracket was never opened")),
        Some(_) => Err(parser.unexpected()),
    }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
}

impl Parser<'_> {
    fn unit(&mut self) -> Result<Unit, UnitFault> {
        let start = self.at;
        let mut unit = self.first()?;
        let mut divided = false;
        while let Some(sign @ ('/' | '*' | '·')) = self.peek() {
            let sign_at = self.at;
            self.at += sign.len_utf8();
            divided |= sign == '/';
            if divided && sign != '/' {
                return Err(ambiguous(sign_at..self.at));
            }
            let part = self.part()?;
            unit = if divided {
                quotient(unit, part)
            } else {
                product(unit, part)
            };
            self.check(unit, start)?;
        }
        Ok(unit)
    }

    /// The first part, or one where a slash comes first.
    fn first(&mut self) -> Result<Unit, UnitFault> {
        match self.peek() {
            Some('/') => Ok(ONE),
            Some('1') => {
                self.at += 1;
                match self.peek() {
                    Some('/') => Ok(ONE),
                    _ => Err(self.unexpected()),
                }
            }
            _ => self.part(),
        }
    }

    fn part(&mut self) -> Result<Unit, UnitFault> {
        let start = self.skip_space();
        let unit = match self.peek() {
            Some('(') => self.bracket()?,
            Some(c) if !is_sign(c) => self.symbol()?,
            Some(_) => return Err(self.unexpected()),
            None => return Err(self.fault_here("a unit is missing here, such as kg or d")),
        };
        if self.peek() != Some('^') {
            return Ok(unit);
        }
        self.at += 1;
        let power = self.power()?;
        let unit = raised(unit, power);
        self.check(unit, start)?;
        Ok(unit)
    }

    fn bracket(&mut self) -> Result<Unit, UnitFault> {
        let open = self.at;
        self.at += 1;
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(fault(open..self.at, "too many brackets within brackets"));
        }
        let unit = self.unit()?;
        self.depth -= 1;
        match self.peek() {
            Some(')') => {
                self.at += 1;
                Ok(unit)
            }
            Some(_) => Err(self.unexpected()),
            None => Err(fault(open..open + 1, "this bracket is never closed")),
        }
    }

    fn symbol(&mut self) -> Result<Unit, UnitFault> {
        let start = self.at;
        let rest = &self.text[start..];
        let length = rest
            .find(|c: char| c.is_whitespace() || is_sign(c))
            .unwrap_or(rest.len());
        self.at += length;
        let symbol = &self.text[start..self.at];
        let (factor, dimension) = words::find(symbol).ok_or_else(|| UnitFault {
            range: start..self.at,
            message: format!("no unit is called \"{symbol}\""),
            help: advice(symbol).map(Into::into),
            unknown: advice(symbol).is_none(),
        })?;
        Ok(Unit { factor, dimension })
    }

    /// A whole or half number.
    fn power(&mut self) -> Result<f64, UnitFault> {
        let start = self.skip_space();
        let rest = &self.text[start..];
        let digits = rest.strip_prefix('-').unwrap_or(rest);
        let sign = rest.len() - digits.len();
        let length = digits
            .find(|c: char| !c.is_ascii_digit() && c != '.')
            .unwrap_or(digits.len());
        self.at += sign + length;
        match rest[..sign + length].parse::<f64>() {
            Ok(power) if (power * 2.0).fract() == 0.0 && power.abs() * 2.0 <= HIGHEST => Ok(power),
            _ => Err(fault(
                start..self.at,
                "a power is a whole or half number from -10 to 10, such as ^2 or ^0.5",
            )),
        }
    }

    /// Refuses powers and factors beyond all use, before they can overflow.
    fn check(&self, unit: Unit, start: usize) -> Result<(), UnitFault> {
        let powers = unit.dimension.0.map(|halves| f64::from(halves).abs());
        if powers.iter().all(|&power| power <= HIGHEST) && unit.factor.is_normal() {
            Ok(())
        } else {
            let message = "the powers in this unit are too high";
            Err(fault(start..self.at, message))
        }
    }

    fn peek(&mut self) -> Option<char> {
        self.skip_space();
        self.text[self.at..].chars().next()
    }

    fn skip_space(&mut self) -> usize {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
        self.at
    }

    fn fault_here(&self, message: &str) -> UnitFault {
        let length = self.text[self.at..]
            .chars()
            .next()
            .map_or(0, char::len_utf8);
        fault(self.at..self.at + length, message)
    }

    fn unexpected(&self) -> UnitFault {
        if self.text[self.at..].starts_with("per ") {
            return UnitFault {
                help: Some("write / for per: USD/t".into()),
                ..fault(self.at..self.at + 3, "\"per\" cannot stand in a unit")
            };
        }
        match self.text[self.at..].chars().next() {
            Some(c) => self.fault_here(&format!("\"{c}\" cannot stand here in a unit")),
            None => self.fault_here("the unit ends too early"),
        }
    }
}

fn fault(range: Range<usize>, message: &str) -> UnitFault {
    UnitFault {
        range,
        message: message.into(),
        help: None,
        unknown: false,
    }
}

fn ambiguous(range: Range<usize>) -> UnitFault {
    UnitFault {
        help: Some("write USD/(t*d), or USD*d/t".into()),
        ..fault(range, "a product after \"/\" can be read in two ways")
    }
}

/// Signs end a symbol.
fn is_sign(c: char) -> bool {
    matches!(c, '/' | '*' | '·' | '^' | '(' | ')' | '+' | '-' | ',') || c.is_ascii_digit()
}

fn product(a: Unit, b: Unit) -> Unit {
    Unit {
        factor: a.factor * b.factor,
        dimension: a.dimension.times(b.dimension),
    }
}

fn quotient(a: Unit, b: Unit) -> Unit {
    Unit {
        factor: a.factor / b.factor,
        dimension: a.dimension.per(b.dimension),
    }
}

/// A power of a unit; powers of the dimension beyond the highest stop at the ends of their type,
/// where [`Parser::check`] refuses them.
fn raised(unit: Unit, power: f64) -> Unit {
    let factor = libm::pow(unit.factor, power);
    let halves = unit.dimension.0.map(|h| f64::from(h) * power);
    let exact = halves.iter().all(|h| h.fract() == 0.0);
    Unit {
        factor: if exact { factor } else { f64::NAN },
        dimension: Dimension(halves.map(|h| h as i8)),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn close(a: f64, b: f64) -> bool {
        (a - b).abs() <= 1e-12 * b.abs()
    }

    #[test]
    fn units_have_the_factors_of_the_books() {
        let rate = Dimension::NONE.per(Dimension::TIME);
        let per_capacity = Dimension::MONEY.per(Dimension::ENERGY.per(Dimension::TIME));
        for (text, factor, dimension) in [
            ("t", 1.0, Dimension::MASS),
            ("kg", 0.001, Dimension::MASS),
            ("Mt", 1e6, Dimension::MASS),
            ("%", 0.01, Dimension::NONE),
            ("h", 1.0 / 24.0, Dimension::TIME),
            ("min", 1.0 / 1440.0, Dimension::TIME),
            ("s", 1.0 / 86400.0, Dimension::TIME),
            ("mo", 365.0 / 12.0, Dimension::TIME),
            ("weeks", 7.0, Dimension::TIME),
            ("/yr", 1.0 / 365.0, rate),
            (" / yr ", 1.0 / 365.0, rate),
            ("1/yr", 1.0 / 365.0, rate),
            ("%/yr", 0.01 / 365.0, rate),
            ("yr^-1", 1.0 / 365.0, rate),
            (
                "kt/yr",
                1000.0 / 365.0,
                Dimension::MASS.per(Dimension::TIME),
            ),
            ("GWh", 1e6, Dimension::ENERGY),
            ("MUSD/(GWh/yr)", 365.0, per_capacity),
            ("MUSD·yr/GWh", 365.0, per_capacity),
            ("MUSD*yr/GWh", 365.0, per_capacity),
            (
                "USD/kWh/d",
                1.0,
                Dimension::MONEY.per(Dimension::ENERGY).per(Dimension::TIME),
            ),
            (
                "USD/(kWh·d)",
                1.0,
                Dimension::MONEY.per(Dimension::ENERGY).per(Dimension::TIME),
            ),
            ("kg/kWh", 0.001, Dimension::MASS.per(Dimension::ENERGY)),
            (
                "%/yr^0.5",
                0.01 / 365f64.sqrt(),
                Dimension::TIME.root().inverse(),
            ),
            (
                "(km/h)^2",
                576.0,
                Dimension::LENGTH
                    .per(Dimension::TIME)
                    .times(Dimension::LENGTH.per(Dimension::TIME)),
            ),
            ("kvehicle", 1000.0, Dimension::VEHICLE),
            ("km\u{a0}", 1.0, Dimension::LENGTH),
        ] {
            let unit = parse_unit(text).unwrap();
            assert!(close(unit.factor, factor), "{text}: {}", unit.factor);
            assert_eq!(unit.dimension, dimension, "{text}");
        }
    }

    #[test]
    fn faults_say_what_and_where() {
        for (text, range, message) in [
            ("", 0..0, "a unit is missing here, such as kg or d"),
            ("kg/", 3..3, "a unit is missing here, such as kg or d"),
            ("kg/kwh", 3..6, "no unit is called \"kwh\""),
            ("GBP/t", 0..3, "no unit is called \"GBP\""),
            ("€/t", 0..3, "no unit is called \"€\""),
            (
                "USD/t*d",
                5..6,
                "a product after \"/\" can be read in two ways",
            ),
            ("(kg", 0..1, "this bracket is never closed"),
            ("kg)", 2..3, "this bracket was never opened"),
            ("kg d", 3..4, "\"d\" cannot stand here in a unit"),
            ("kg*/d", 3..4, "\"/\" cannot stand here in a unit"),
            ("1", 1..1, "the unit ends too early"),
            ("m2", 1..2, "\"2\" cannot stand here in a unit"),
            (
                "m^0.3",
                2..5,
                "a power is a whole or half number from -10 to 10, such as ^2 or ^0.5",
            ),
            (
                "m^",
                2..2,
                "a power is a whole or half number from -10 to 10, such as ^2 or ^0.5",
            ),
            ("(m^0.5)^0.5", 0..11, "the powers in this unit are too high"),
            ("m^8*m^8", 0..7, "the powers in this unit are too high"),
        ] {
            let fault = parse_unit(text).unwrap_err();
            assert_eq!(
                (fault.range, fault.message.as_str()),
                (range, message),
                "{text}"
            );
        }
    }

    #[test]
    fn other_money_is_told_in_which_money_can_be() {
        let fault = parse_unit("kUSD/t/GBP").unwrap_err();
        assert_eq!((fault.range, fault.unknown), (7..10, false));
        assert!(fault.help.unwrap().starts_with("money is in USD, KZT"));
    }

    #[test]
    fn brackets_without_end_are_refused_and_do_not_overflow() {
        let fault = parse_unit(&"(".repeat(100_000)).unwrap_err();
        assert_eq!(fault.message, "too many brackets within brackets");
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC*") {
            let _ = parse_unit(&text);
        }

        #[test]
        fn no_text_of_signs_and_symbols_panics(
            parts in prop::collection::vec(
                prop::sample::select(vec!["kg", "d", "%", "/", "*", "·", "^", "-", "2", "0.5", "(", ")", " ", "€"]),
                0..30,
            )
        ) {
            let text = parts.concat();
            match parse_unit(&text) {
                Ok(unit) => prop_assert!(unit.factor.is_normal() && unit.factor > 0.0),
                Err(fault) => prop_assert!(text.get(fault.range).is_some()),
            }
        }
    }
}
