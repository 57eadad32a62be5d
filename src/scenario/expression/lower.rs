//! What is written into a law in base units, with every dimension checked.

mod amounts;

use std::ops::Range;

use amounts::{is_bare_number, is_date};

use super::laws::{self, Bound};
use super::syntax::{Argument, Call, Factor, Product, Spread, Sum as Text, Value, What, Written};
use super::{Expression, Fault, NamedProduct, Sum, Surroundings};
use crate::random::Law;
use crate::units::Dimension;

/// Laws whose arguments may be dates.
const OF_DATES: [&str; 4] = ["discrete", "uniform", "triangular", "pert"];

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
        units: Vec::new(),
        faults: Vec::new(),
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
    /// Every unit of an amount.
    units: Vec<Written>,
    faults: Vec<Fault>,
}

impl Lowering<'_> {
    fn finish(mut self, law: Law<Sum>) -> Result<Expression, Vec<Fault>> {
        let dimension = self.wanted.unwrap_or(Dimension::NONE);
        if !self.faults.is_empty() {
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
            let message = format!("{} is no law of dates", bound.name);
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
        if self.is_date {
            self.fault(own.range.clone(), "a date has no unit", None);
        } else if !self.expect(found, range, false) {
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
        // `cv` and its like never have one.
        let amounts = bound.arguments.iter().enumerate().filter(|(position, _)| {
            bound
                .labels
                .get(*position)
                .is_none_or(|l| !["cv", "sigma", "p"].contains(l))
        });
        let mut amounts = amounts.map(|(_, argument)| *argument);
        if self.is_date || bound.name == "bernoulli" || !amounts.all(|a| is_bare(&a)) {
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

    fn law(&mut self, call: &Call, bound: &Bound<'_>, unit: Option<&Written>) -> Law<Sum> {
        let arguments = &bound.arguments;
        match (bound.name, bound.labels) {
            ("constant", _) => Law::Constant(self.amount_of(bound, 0, unit)),
            ("uniform", _) => Law::Uniform {
                low: self.amount_of(bound, 0, unit),
                high: self.amount_of(bound, 1, unit),
            },
            ("triangular", _) => Law::Triangular {
                low: self.amount_of(bound, 0, unit),
                mode: self.amount_of(bound, 1, unit),
                high: self.amount_of(bound, 2, unit),
            },
            ("pert", _) => Law::Pert {
                low: self.amount_of(bound, 0, unit),
                mode: self.amount_of(bound, 1, unit),
                high: self.amount_of(bound, 2, unit),
            },
            ("normal", [_, "cv"]) => {
                let mean = self.amount_of(bound, 0, unit);
                let sd = mean.times(&self.number_of(bound, 1));
                Law::Normal { mean, sd }
            }
            ("normal", _) => Law::Normal {
                mean: self.amount_of(bound, 0, unit),
                sd: self.amount_of(bound, 1, unit),
            },
            ("lognormal", ["mean", _]) => Law::LogNormal {
                mean: self.amount_of(bound, 0, unit),
                cv: self.number_of(bound, 1),
            },
            ("lognormal", ["median", _]) => Law::LogNormalMedian {
                median: self.amount_of(bound, 0, unit),
                sigma: self.number_of(bound, 1),
            },
            ("lognormal", _) => Law::LogNormalMedian {
                median: self.median(arguments[0], unit),
                sigma: self.number_of(bound, 1),
            },
            ("exponential", _) => Law::Exponential {
                mean: self.amount_of(bound, 0, unit),
            },
            ("poisson", _) => self.poisson(bound, unit),
            ("bernoulli", _) => self.bernoulli(call, bound, unit),
            ("floor", _) => self.floor(arguments[0], unit),
            ("clip", _) => Law::Clip {
                law: Box::new(self.value(&arguments[0].value, unit)),
                low: self.amount_of(bound, 1, unit),
                high: self.amount_of(bound, 2, unit),
            },
            ("max" | "min", _) => self.one_sided(bound, unit),
            _ => self.discrete(call, unit),
        }
    }

    /// The median of a log-normal law given by the mean of the logarithm of a number of units.
    fn median(&mut self, mu: &Argument, unit: Option<&Written>) -> Sum {
        let dimension = unit.map_or(Dimension::NONE, |unit| unit.unit.dimension);
        self.expect(dimension, mu.range.clone(), unit.is_none());
        self.units.extend(unit.cloned());
        let median = libm::exp(self.plain_number(mu, "mu")) * unit.map_or(1.0, |u| u.unit.factor);
        if !median.is_finite() {
            self.fault(
                mu.range.clone(),
                "mu is the logarithm of the median; this one is too large",
                None,
            );
        }
        Sum::constant(median)
    }

    fn poisson(&mut self, bound: &Bound<'_>, unit: Option<&Written>) -> Law<Sum> {
        let before = self.units.len();
        let mean = self.amount_of(bound, 0, unit);
        #[allow(clippy::float_cmp)] // base units are written as exactly one
        let other = self.units[before..]
            .iter()
            .find(|u| u.unit.factor != 1.0)
            .cloned();
        if let Some(other) = other {
            let base = other.unit.dimension;
            let message = format!(
                "poisson draws whole numbers of {base}; {} is another unit",
                other.text
            );
            self.fault(
                other.range,
                message,
                Some(format!("write the mean in {base}")),
            );
        }
        Law::Poisson { mean }
    }

    fn bernoulli(&mut self, call: &Call, bound: &Bound<'_>, unit: Option<&Written>) -> Law<Sum> {
        match unit {
            Some(unit) => self.fault(
                unit.range.clone(),
                "bernoulli is 0 or 1 and has no unit",
                None,
            ),
            None => {
                self.expect(Dimension::NONE, call.range.clone(), false);
            }
        }
        Law::Bernoulli {
            probability: self.number_of(bound, 0),
        }
    }

    fn floor(&mut self, inner: &Argument, unit: Option<&Written>) -> Law<Sum> {
        let own = match &inner.value {
            Value::Call(call) => call.unit.as_ref(),
            Value::Spread(spread) => spread.unit.as_ref(),
            Value::Sum(_) => None,
        };
        let step = unit.or(own).map_or(1.0, |unit| unit.unit.factor);
        floored(self.value(&inner.value, unit), step)
    }

    fn one_sided(&mut self, bound: &Bound<'_>, unit: Option<&Written>) -> Law<Sum> {
        // max(0, normal(5, 2)) means the same as max(normal(5, 2), 0).
        let is_amount = |i: usize| matches!(bound.arguments[i].value, Value::Sum(_));
        let (law, bounded) = if is_amount(0) && !is_amount(1) {
            (1, 0)
        } else {
            (0, 1)
        };
        let law = Box::new(self.value(&bound.arguments[law].value, unit));
        let bounded = self.amount_of(bound, bounded, unit);
        let (low, high) = match bound.name {
            "max" => (bounded, Sum::constant(f64::INFINITY)),
            _ => (Sum::constant(f64::NEG_INFINITY), bounded),
        };
        Law::Clip { law, low, high }
    }

    fn discrete(&mut self, call: &Call, unit: Option<&Written>) -> Law<Sum> {
        if call.arguments.is_empty() {
            let help = Some("such as \"discrete(2030-06-01: 0.3, never: 0.7)\"".into());
            self.fault(
                call.range.clone(),
                "discrete takes values with their probabilities",
                help,
            );
        }
        let points = call
            .arguments
            .iter()
            .map(|argument| self.point(argument, unit));
        Law::Discrete(points.collect())
    }

    fn point(&mut self, argument: &Argument, unit: Option<&Written>) -> (Sum, f64) {
        let value = self.amount_argument(argument, "discrete", unit);
        let Some(weight) = &argument.weight else {
            let help = format!("write {}: 0.3", self.shown(&argument.range));
            let message = format!("{} has no probability", self.quoted(&argument.range));
            self.fault(argument.range.clone(), message, Some(help));
            return (value, 0.0);
        };
        let number = self.number(weight, "a probability");
        let plain = number.plain();
        if plain.is_none() {
            let message = "a probability in discrete is a plain number";
            self.fault(weight.range.clone(), message, None);
        }
        (value, plain.unwrap_or(0.0))
    }

    fn spread(&mut self, spread: &Spread, outer: Option<&Written>) -> Law<Sum> {
        let unit = match (&spread.unit, outer) {
            (Some(own), Some(_)) => {
                let help = Some("give it once, after the last bracket".into());
                self.fault(own.range.clone(), "the unit is given twice", help);
                Some(own)
            }
            (own, outer) => own.as_ref().or(outer),
        };
        if self.is_date {
            let range = spread.low.range.start..spread.high.range.end;
            let help = "write uniform(2030-01-01, 2032-01-01)";
            self.fault(
                range,
                "a range with \"to\" cannot be of dates",
                Some(help.into()),
            );
            return nothing();
        }
        let (low, high) = (
            self.amount(&spread.low, unit),
            self.amount(&spread.high, unit),
        );
        let is_share = |sum: &Sum| sum.plain().is_some_and(|x| x > 0.0 && x < 1.0);
        if self.wanted == Some(Dimension::NONE) && is_share(&low) && is_share(&high) {
            Law::LogitNormal90 { low, high }
        } else {
            Law::LogNormal90 { low, high }
        }
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
        let help = "give the law to a [parameter] and write its $name here";
        let message = format!("a law cannot be an argument of {law}");
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
        Value::Call(call) => call.arguments.iter().find_map(|a| first_date(&a.value)),
    }
}
