//! Each law from its arguments.

use super::{Lowering, floored, nothing};
use crate::random::Law;
use crate::scenario::expression::laws::Bound;
use crate::scenario::expression::syntax::{Argument, Call, Spread, Value, Written};
use crate::scenario::expression::{Sum, Unread};
use crate::units::Dimension;

impl Lowering<'_> {
    pub(super) fn law(
        &mut self,
        call: &Call,
        bound: &Bound<'_>,
        unit: Option<&Written>,
    ) -> Law<Sum> {
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
            ("gamma", ["mean", _]) => Law::Gamma {
                mean: self.amount_of(bound, 0, unit),
                cv: self.number_of(bound, 1),
            },
            ("gamma", _) => Law::GammaShape {
                shape: self.number_of(bound, 0),
                scale: self.amount_of(bound, 1, unit),
            },
            ("weibull", _) => Law::Weibull {
                shape: self.number_of(bound, 0),
                scale: self.amount_of(bound, 1, unit),
            },
            ("beta", _) => self.beta(call, bound, unit),
            ("empirical", _) => self.empirical(call, bound, unit),
            ("truncated", _) => self.truncated(bound, unit),
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
        self.without_unit(call, unit, "bernoulli is 0 or 1 and has no unit");
        Law::Bernoulli {
            probability: self.number_of(bound, 0),
        }
    }

    /// Laws of plain numbers.
    fn without_unit(&mut self, call: &Call, unit: Option<&Written>, message: &str) {
        match unit {
            Some(unit) => self.fault(unit.range.clone(), message, None),
            None => {
                self.expect(Dimension::NONE, call.range.clone(), false);
            }
        }
    }

    fn beta(&mut self, call: &Call, bound: &Bound<'_>, unit: Option<&Written>) -> Law<Sum> {
        self.without_unit(call, unit, "beta is a share of 1 and has no unit");
        let (first, second) = (self.number_of(bound, 0), self.number_of(bound, 1));
        match bound.labels {
            ["mean", _] => Law::BetaMean {
                mean: first,
                sd: second,
            },
            _ => Law::Beta {
                a: first,
                b: second,
            },
        }
    }

    /// The numbers of a column, in the unit after the bracket.
    fn empirical(&mut self, call: &Call, bound: &Bound<'_>, unit: Option<&Written>) -> Law<Sum> {
        if unit.is_none() {
            self.expect(Dimension::NONE, call.range.clone(), true);
        }
        self.units.extend(unit.cloned());
        let (Some(file), Some(column)) = (self.text_of(bound, 0), self.text_of(bound, 1)) else {
            return nothing();
        };
        match self.surroundings.observations(file, column) {
            Ok(observations) => {
                let factor = unit.map_or(1.0, |unit| unit.unit.factor);
                let mut sorted: Vec<f64> = observations.iter().map(|x| x * factor).collect();
                sorted.sort_unstable_by(f64::total_cmp);
                Law::Empirical(sorted.into())
            }
            Err(unread) => self.unread(unread, bound),
        }
    }

    fn unread(&mut self, unread: Unread, bound: &Bound<'_>) -> Law<Sum> {
        let (argument, message, help) = match unread {
            Unread::File(message, help) => (0, message, help),
            Unread::Column(message, help) => (1, message, Some(help)),
            Unread::Cells => {
                self.told = true;
                return nothing();
            }
        };
        self.fault(bound.arguments[argument].range.clone(), message, help);
        nothing()
    }

    /// An argument that is a text in quotes.
    fn text_of<'b>(&mut self, bound: &Bound<'b>, position: usize) -> Option<&'b str> {
        let argument = bound.arguments[position];
        if let Value::Text(text) = &argument.value {
            return Some(text);
        }
        let what = bound.labels[position];
        let message = format!("{} is not a text in quotes", self.quoted(&argument.range));
        let help = format!("the {what} is written in quotes: '{what}'");
        self.fault(argument.range.clone(), message, Some(help));
        None
    }

    fn truncated(&mut self, bound: &Bound<'_>, unit: Option<&Written>) -> Law<Sum> {
        let law = Box::new(self.value(&bound.arguments[0].value, unit));
        let end = |infinite: f64| Sum::constant(infinite);
        let (low, high) = match bound.labels {
            [_, _, _] => (
                self.amount_of(bound, 1, unit),
                self.amount_of(bound, 2, unit),
            ),
            [_, "low"] => (self.amount_of(bound, 1, unit), end(f64::INFINITY)),
            _ => (end(f64::NEG_INFINITY), self.amount_of(bound, 1, unit)),
        };
        let only = bound.arguments[1];
        if bound.arguments.len() == 2 && only.label.is_none() {
            let shown = self.shown(&only.range);
            let help = format!("write low {shown} or high {shown}");
            let message = "truncated with one bound must say which";
            self.fault(only.range.clone(), message, Some(help));
        }
        Law::Truncated { law, low, high }
    }

    fn floor(&mut self, inner: &Argument, unit: Option<&Written>) -> Law<Sum> {
        let own = match &inner.value {
            Value::Call(call) => call.unit.as_ref(),
            Value::Spread(spread) => spread.unit.as_ref(),
            Value::Sum(_) | Value::Text(_) => None,
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

    pub(super) fn spread(&mut self, spread: &Spread, outer: Option<&Written>) -> Law<Sum> {
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
}
