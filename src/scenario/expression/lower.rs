//! What is written into a law in base units, with every dimension checked.

mod amounts;
mod build;
mod currency;

use std::ops::Range;

use amounts::{is_bare_number, is_date};
use currency::Foreign;

use super::laws::{self, Bound};
use super::syntax::{Argument, Call, Sum as Text, Value, Written};
use super::{Expression, Fault, Sum, Surroundings};
use crate::random::Law;
use crate::units::Dimension;

/// Laws whose arguments may be dates.
const OF_DATES: [&str; 4] = ["discrete", "uniform", "triangular", "pert"];

/// Arguments that never have a unit.
const NUMBERS: [&str; 6] = ["cv", "sigma", "p", "shape", "a", "b"];
/// Laws of plain numbers.
const WITHOUT_UNIT: [&str; 2] = ["bernoulli", "beta"];

/// Lowers a whole expression.
pub(super) fn lower(
    text: &str,
    value: &Value,
    wanted: Option<Dimension>,
    dates: bool,
    surroundings: &dyn Surroundings,
) -> Result<Expression, Vec<Fault>> {
    let first_date = first_date(value);
    let is_date = dates || (wanted.is_none() && first_date.is_some());
    let mut lowering = Lowering {
        text,
        surroundings,
        is_date,
        asked: wanted.is_some(),
        wanted: if is_date {
            Some(Dimension::TIME)
        } else {
            wanted
        },
        foreign: match value {
            Value::Sum(_) | Value::Text(_) => Foreign::Parts,
            Value::Call(_) | Value::Spread(_) => Foreign::Whole,
        },
        units: Vec::new(),
        without_percent: 0.0,
        faults: Vec::new(),
        told: false,
    };
    if let (Some(range), Some(wanted), false) = (first_date, wanted, dates) {
        let message = format!("a date stands here; {}", wants(wanted));
        return Err(vec![Fault {
            range,
            message,
            help: None,
        }]);
    }
    let law = lowering.value(value, None);
    lowering.finish(law)
}

fn wants(dimension: Dimension) -> String {
    format!(
        "{} is wanted, such as \"{}\"",
        dimension.noun(),
        dimension.example()
    )
}

struct Lowering<'a> {
    text: &'a str,
    surroundings: &'a dyn Surroundings,
    is_date: bool,
    /// The caller wanted the dimension, rather than the first amount.
    asked: bool,
    wanted: Option<Dimension>,
    /// What of it may be of another currency than the one wanted.
    foreign: Foreign,
    /// Every unit of an amount.
    units: Vec<Written>,
    /// As [`Expression::without_percent`].
    without_percent: f64,
    faults: Vec<Fault>,
    /// Faults of a table's cells were told where they stand.
    told: bool,
}

impl Lowering<'_> {
    fn finish(mut self, law: Law<Sum>) -> Result<Expression, Vec<Fault>> {
        let dimension = self.wanted.unwrap_or(Dimension::NONE);
        if self.told || !self.faults.is_empty() {
            self.faults
                .sort_by_key(|fault| (fault.range.start, fault.range.end));
            self.faults.dedup();
            return Err(self.faults);
        }
        Ok(Expression {
            law,
            dimension,
            unit: self.unit(dimension),
            is_date: self.is_date,
            without_percent: self.without_percent,
        })
    }

    /// The one unit that was written, however often, else base units.
    fn unit(&self, dimension: Dimension) -> (String, f64) {
        match self.units.first() {
            Some(first) if self.units.iter().all(|unit| unit.text == first.text) => {
                (first.text.clone(), first.unit.factor)
            }
            _ => (dimension.to_string(), 1.0),
        }
    }

    fn value(&mut self, value: &Value, unit: Option<&Written>) -> Law<Sum> {
        match value {
            Value::Call(call) => self.call(call, unit),
            Value::Spread(spread) => self.spread(spread, unit),
            Value::Sum(sum) => Law::Constant(self.amount(sum, unit)),
            // The argument around it tells of it.
            Value::Text(_) => nothing(),
        }
    }

    fn call(&mut self, call: &Call, outer: Option<&Written>) -> Law<Sum> {
        let bound = match laws::bind(call) {
            Ok(bound) => bound,
            Err(fault) => {
                self.faults.push(fault);
                return nothing();
            }
        };
        if self.is_date && !OF_DATES.contains(&bound.name) {
            let help = format!("dates stand alone or in {}", OF_DATES.join(", "));
            let message = format!("{} cannot hold dates", bound.name);
            self.fault(call.name_range.clone(), message, Some(help));
            return nothing();
        }
        let unit = self.unit_of(call, outer);
        if unit.is_none() && self.lacks_unit(call, &bound) {
            return nothing();
        }
        let law = self.law(call, &bound, unit);
        // Days of the calendar are whole.
        if self.is_date && bound.name != "discrete" {
            floored(law, 1.0)
        } else {
            law
        }
    }

    /// The unit after the bracket, of this law or of one around it.
    fn unit_of<'u>(&mut self, call: &'u Call, outer: Option<&'u Written>) -> Option<&'u Written> {
        let Some(own) = &call.unit else {
            return outer;
        };
        if outer.is_some() {
            let help = Some("give it once, after the last bracket".into());
            self.fault(own.range.clone(), "the unit is given twice", help);
        }
        let (found, range) = (own.unit.dimension, call.range.clone());
        let own_range = range.clone();
        if self.is_date {
            self.fault(own.range.clone(), "a date has no unit", None);
        } else {
            self.adopt_currency(found, &range);
        }
        if !self.is_date && !self.expect(found, own_range, false) {
            // What is inside would only say the same again.
            self.wanted = Some(found);
            self.asked = false;
        }
        Some(own)
    }

    /// Reports once, for the whole law, that none of its amounts has a unit.
    fn lacks_unit(&mut self, call: &Call, bound: &Bound<'_>) -> bool {
        let Some(wanted) = self.wanted.filter(|w| *w != Dimension::NONE && self.asked) else {
            return false;
        };
        let is_bare = |argument: &&Argument| match &argument.value {
            Value::Sum(sum) => sum.products.iter().all(is_bare_number),
            _ => false,
        };
        let amounts = bound.arguments.iter().enumerate().filter(|(position, _)| {
            bound
                .labels
                .get(*position)
                .is_none_or(|l| !NUMBERS.contains(l))
        });
        let mut amounts = amounts.map(|(_, argument)| *argument);
        if self.is_date || WITHOUT_UNIT.contains(&bound.name) || !amounts.all(|a| is_bare(&a)) {
            return false;
        }
        let message = format!(
            "{} has no unit; {}",
            self.quoted(&call.range),
            wants(wanted)
        );
        let help = format!("write it after the bracket: {}", self.shown(&call.range));
        self.fault(
            call.range.clone(),
            message,
            Some(format!("{help} {wanted}")),
        );
        true
    }

    fn amount_of(&mut self, bound: &Bound<'_>, position: usize, unit: Option<&Written>) -> Sum {
        self.amount_argument(bound.arguments[position], bound.name, unit)
    }

    fn amount_argument(&mut self, argument: &Argument, law: &str, unit: Option<&Written>) -> Sum {
        match &argument.value {
            Value::Sum(sum) => self.amount(sum, unit),
            _ => self.law_as_argument(argument, law),
        }
    }

    fn law_as_argument(&mut self, argument: &Argument, law: &str) -> Sum {
        if let Value::Text(_) = &argument.value {
            let message = format!("a text cannot be an argument of {law}");
            self.fault(argument.range.clone(), message, None);
            return Sum::default();
        }
        let help = "write the distribution into a [parameter.NAME] and $NAME here";
        let message = format!("a distribution cannot be an argument of {law}");
        self.fault(argument.range.clone(), message, Some(help.into()));
        Sum::default()
    }
}

/// What stands for a law that could not be read and is never seen.
fn nothing() -> Law<Sum> {
    Law::Constant(Sum::default())
}

fn floored(law: Law<Sum>, unit: f64) -> Law<Sum> {
    Law::Floor {
        law: Box::new(law),
        unit,
    }
}

/// Where the first date or "never" stands.
fn first_date(value: &Value) -> Option<Range<usize>> {
    let in_sum = |sum: &Text| {
        let mut factors = sum.products.iter().flat_map(|product| &product.factors);
        factors
            .find(|factor| is_date(factor))
            .map(|factor| factor.range.clone())
    };
    match value {
        Value::Sum(sum) => in_sum(sum),
        Value::Spread(spread) => in_sum(&spread.low).or_else(|| in_sum(&spread.high)),
        Value::Text(_) => None,
        Value::Call(call) => call.arguments.iter().find_map(|a| first_date(&a.value)),
    }
}
