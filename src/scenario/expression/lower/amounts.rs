//! Amounts, plain numbers and dates within a law.

use std::ops::Range;

use super::currency::Foreign;
use super::{Lowering, wants};
use crate::scenario::expression::laws::Bound;
use crate::scenario::expression::syntax::{
    Argument, Factor, Product, Sum as Text, Value, What, Written,
};
use crate::scenario::expression::{Fault, NamedProduct, Sum};
use crate::units::Dimension;

impl Lowering<'_> {
    /// An argument without a dimension.
    pub(super) fn number_of(&mut self, bound: &Bound<'_>, position: usize) -> Sum {
        let argument = bound.arguments[position];
        match &argument.value {
            Value::Sum(sum) => self.number(sum, bound.labels[position]),
            _ => self.law_as_argument(argument, bound.name),
        }
    }

    pub(super) fn plain_number(&mut self, argument: &Argument, what: &str) -> f64 {
        let sum = match &argument.value {
            Value::Sum(sum) => self.number(sum, what),
            _ => self.law_as_argument(argument, "lognormal"),
        };
        sum.plain().unwrap_or_else(|| {
            let message = format!("{what} is a plain number; no name can be in it");
            self.fault(argument.range.clone(), message, None);
            0.0
        })
    }

    pub(super) fn number(&mut self, text: &Text, what: &str) -> Sum {
        let mut sum = Sum::default();
        for product in &text.products {
            if product.factors.iter().any(is_date) {
                let message = format!("a date stands here; {what} is a number or share");
                self.fault(product.range.clone(), message, None);
                continue;
            }
            let (part, dimension) = measured(product, None);
            if dimension != Dimension::NONE {
                let quoted = self.quoted(&product.range);
                let message = format!(
                    "{quoted} is {}; {what} is a number or share",
                    dimension.noun()
                );
                self.fault(product.range.clone(), message, None);
            }
            self.finite(&part, product);
            add(&mut sum, part);
        }
        sum
    }

    /// An argument or a whole expression that measures what is wanted.
    pub(super) fn amount(&mut self, text: &Text, unit: Option<&Written>) -> Sum {
        if self.is_date {
            return self.date(text);
        }
        if self.is_dashed(text, unit) {
            return Sum::default();
        }
        let mut sum = Sum::default();
        for product in &text.products {
            self.note_units(product, unit);
            let has_percent = is_percentage(product, unit);
            let bare = is_bare_number(product);
            let (mut part, mut dimension) = measured(product, unit.filter(|_| bare));
            self.convert(&mut part, &mut dimension, &product.range);
            self.adopt_currency(dimension, &product.range);
            self.expect(dimension, product.range.clone(), bare && unit.is_none());
            self.finite(&part, product);
            if !has_percent {
                self.without_percent = self.without_percent.max(part.constant.abs());
            }
            add(&mut sum, part);
        }
        sum
    }

    /// Tells of a range that is written as a difference: `9 - 16 d`.
    fn is_dashed(&mut self, text: &Text, unit: Option<&Written>) -> bool {
        let [low, high] = &text.products[..] else {
            return false;
        };
        let number = |product: &Product| match &product.factors[..] {
            [
                Factor {
                    what: What::Number(_, unit),
                    range,
                },
            ] => Some((unit.clone(), range.clone())),
            _ => None,
        };
        let (Some((None, from)), Some((own, to))) = (number(low), number(high)) else {
            return false;
        };
        let measures = own.as_ref().or(unit);
        let measures = measures.is_some_and(|unit| unit.unit.dimension != Dimension::NONE);
        let dashed = measures && low.sign > 0.0 && high.sign < 0.0;
        if dashed {
            let message = format!("{} is a subtraction", self.quoted(&text.range));
            let (from, to) = (self.shown(&from), self.shown(&to));
            let help = format!("a range is written with \"to\": {from} to {to}");
            self.fault(text.range.clone(), message, Some(help));
        }
        dashed
    }

    fn finite(&mut self, part: &Sum, product: &Product) {
        let factors = part.products.iter().map(|named| named.factor);
        if !factors.chain([part.constant]).all(f64::is_finite) {
            let message = format!("{} is too large a number", self.quoted(&product.range));
            self.fault(product.range.clone(), message, None);
        }
    }

    fn note_units(&mut self, product: &Product, outer: Option<&Written>) {
        let own = product
            .factors
            .iter()
            .find_map(|factor| match &factor.what {
                What::Number(_, unit) => unit.as_ref(),
                _ => None,
            });
        if let (Some(own), Some(outer)) = (own, outer) {
            let help = Some(format!("write it once, after the bracket: {}", outer.text));
            self.fault(
                own.range.clone(),
                "the unit is given here and after the bracket",
                help,
            );
        } else if let Some(unit) = own.or(outer) {
            let whole = product
                .factors
                .iter()
                .all(|f| !matches!(f.what, What::Name(..)));
            self.units.extend(whole.then(|| unit.clone()));
        }
    }

    /// Checks a dimension; the first sets it where none is wanted. True where it fits.
    pub(super) fn expect(&mut self, found: Dimension, range: Range<usize>, bare: bool) -> bool {
        let wanted = *self.wanted.get_or_insert(found);
        if found == wanted {
            if self.foreign == Foreign::Whole {
                self.foreign = Foreign::Nothing;
            }
            return true;
        }
        let what = if bare {
            "has no unit".into()
        } else {
            format!("is {}", found.noun())
        };
        let wants = if self.asked {
            wants(wanted)
        } else {
            format!("the rest measures {}", wanted.noun())
        };
        let message = format!("{} {what}; {wants}", self.quoted(&range));
        self.fault(range, message, None);
        false
    }

    /// A date, perhaps with times added to it.
    fn date(&mut self, text: &Text) -> Sum {
        let mut sum = Sum::default();
        let mut dates = 0;
        for product in &text.products {
            match &product.factors[..] {
                [
                    Factor {
                        what: What::Date(date),
                        ..
                    },
                ] if product.sign > 0.0 => {
                    dates += 1;
                    sum.constant += self.surroundings.days(*date);
                }
                [
                    Factor {
                        what: What::Never, ..
                    },
                ] if text.products.len() == 1 && product.sign > 0.0 => {
                    dates += 1;
                    sum.constant = f64::INFINITY;
                }
                factors if factors.iter().any(is_date) => self.no_date(&product.range),
                factors => {
                    dates += usize::from(factors.iter().any(|f| matches!(f.what, What::Name(..))));
                    let (part, dimension) = measured(product, None);
                    let fits = self.expect_time(dimension, product);
                    add(&mut sum, if fits { part } else { Sum::default() });
                }
            }
        }
        if dates == 0 && self.faults.is_empty() {
            self.no_date(&text.range);
        }
        sum
    }

    fn expect_time(&mut self, found: Dimension, product: &Product) -> bool {
        if found != Dimension::TIME {
            self.no_date(&product.range);
        }
        found == Dimension::TIME
    }

    fn no_date(&mut self, range: &Range<usize>) {
        let message = format!(
            "{} is not a date; a date is wanted, such as 2031-06-01",
            self.quoted(range)
        );
        self.fault(range.clone(), message, None);
    }

    pub(super) fn fault(
        &mut self,
        range: Range<usize>,
        message: impl Into<String>,
        help: Option<String>,
    ) {
        self.faults.push(Fault {
            range,
            message: message.into(),
            help,
        });
    }

    /// What is written at a place, cut where it is long.
    pub(super) fn shown(&self, range: &Range<usize>) -> String {
        let text = &self.text[range.clone()];
        match text.char_indices().nth(60) {
            Some((at, _)) => format!("{}…", &text[..at]),
            None => text.to_owned(),
        }
    }

    pub(super) fn quoted(&self, range: &Range<usize>) -> String {
        format!("\"{}\"", self.shown(range))
    }
}

pub(super) fn is_date(factor: &Factor) -> bool {
    matches!(factor.what, What::Date(_) | What::Never)
}

/// Numbers without units and names.
pub(super) fn is_bare_number(product: &Product) -> bool {
    let is_bare = |factor: &Factor| matches!(factor.what, What::Number(_, None));
    product.factors.iter().all(is_bare)
}

/// True where a number of it, or the whole law around it, is counted in %.
fn is_percentage(product: &Product, outer: Option<&Written>) -> bool {
    let own = |factor: &Factor| match &factor.what {
        What::Number(_, Some(unit)) => unit.text.contains('%'),
        _ => false,
    };
    outer.is_some_and(|unit| unit.text.contains('%')) || product.factors.iter().any(own)
}

/// A product in base units and what it measures; the unit counts once.
fn measured(product: &Product, unit: Option<&Written>) -> (Sum, Dimension) {
    let mut number = product.sign;
    let mut dimension = Dimension::NONE;
    let mut names = Vec::new();
    let count = |unit: &Written, number: &mut f64| {
        *number *= unit.unit.factor;
        unit.unit.dimension
    };
    for factor in &product.factors {
        match &factor.what {
            What::Number(value, unit) => {
                number *= value;
                if let Some(unit) = unit {
                    dimension = dimension.times(count(unit, &mut number));
                }
            }
            What::Name(name, of) => {
                dimension = dimension.times(*of);
                names.push((name.clone(), factor.range.clone()));
            }
            What::Date(_) | What::Never => {}
        }
    }
    if let Some(unit) = unit {
        dimension = dimension.times(count(unit, &mut number));
    }
    let sum = if names.is_empty() {
        Sum::constant(number)
    } else {
        let products = vec![NamedProduct {
            factor: number,
            names,
        }];
        Sum {
            constant: 0.0,
            products,
        }
    };
    (sum, dimension)
}

fn add(sum: &mut Sum, part: Sum) {
    sum.constant += part.constant;
    sum.products.extend(part.products);
}
