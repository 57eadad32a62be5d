//! Quantities: settled numbers, prices and laws, in base units and within what their key allows.

use super::desk::{Desk, Drawn, Named};
use super::fields::Fields;
use super::names::Names;
use super::range::{Bounds, Range};
use crate::id::ParameterId;
use crate::model::{Parameter, Product, Scalar};
use crate::random::Law;
use crate::scenario::expression::{self, Expression, NamedProduct, Sum};
use crate::scenario::tree::{Item, Node};
use crate::units::Dimension;

/// What stands for a number that could not be read: it passes every check, so that one mistake is
/// one message, and is never seen after reading.
pub(in crate::scenario) fn unread() -> Scalar {
    Scalar::fixed(f64::NAN)
}

/// A value with what its user says of it.
pub(in crate::scenario) struct Quantity<'a> {
    pub desk: &'a Desk<'a>,
    /// Its path, which is also its name where it is drawn.
    pub path: String,
    pub node: &'a Node,
    pub title: String,
    pub source: String,
    pub confidence: String,
}

/// What a key wants of a quantity.
#[derive(Clone, Copy)]
pub(in crate::scenario) struct Wanted {
    /// Nothing where it is what is written.
    pub dimension: Option<Dimension>,
    pub date: bool,
    pub bounds: Bounds,
}

const LIST: &str =
    "a range is one text, \"9 to 16 d\", and so is a distribution, \"pert(5, 7, 12) d\"";
const AT_LOW: &str = " where its parameters are at their low end";
const AT_HIGH: &str = " where its parameters are at their high end";

impl<'a> Quantity<'a> {
    /// A value that is a line of text, or a table of such a line and words about it.
    pub fn at(desk: &'a Desk<'a>, path: String, node: &'a Node) -> Option<Self> {
        let Item::Section(_) = &node.item else {
            return Some(Self::plain(desk, path, node));
        };
        let fields = Fields::open(desk, "quantity", path.clone(), node.span, node)?;
        fields.text("note");
        Some(Self {
            source: fields.text("source").unwrap_or_default(),
            confidence: fields.word("confidence").unwrap_or_default().to_owned(),
            ..Self::plain(desk, path, fields.node("value")?)
        })
    }

    /// A value without words about it.
    pub fn plain(desk: &'a Desk<'a>, path: String, node: &'a Node) -> Self {
        Self {
            desk,
            path,
            node,
            title: String::new(),
            source: String::new(),
            confidence: String::new(),
        }
    }

    /// Reports what is wrong with it.
    pub fn report(&self, message: &str, help: Option<String>) {
        let message = format!("{}: {message}", self.path);
        self.desk.report(self.node.span, message, help);
    }

    /// The expression that is written, its mistakes reported.
    pub fn expression(&self, wanted: Wanted) -> Option<Expression> {
        self.expression_among(wanted, &self.names())
    }

    /// What it can name.
    pub(super) fn names(&self) -> Names<'a> {
        Names {
            desk: self.desk,
            source: self.node.span.source,
            may_move: false,
        }
    }

    /// The same among those names.
    pub(super) fn expression_among(&self, wanted: Wanted, names: &Names) -> Option<Expression> {
        let any = wanted.dimension.is_none();
        let number = any || wanted.dimension == Some(Dimension::NONE);
        match &self.node.item {
            Item::Text(text) => self.parse(text, wanted, names),
            Item::Integer(value) if number => Some(bare(*value as f64)),
            Item::Number(value) if number => Some(bare(*value)),
            Item::Date(date) if any || wanted.date => Some(Expression {
                dimension: Dimension::TIME,
                is_date: true,
                without_percent: 0.0,
                ..bare(self.desk.days(*date))
            }),
            item => {
                self.report_kind(item, wanted);
                None
            }
        }
    }

    fn report_kind(&self, item: &Item, wanted: Wanted) {
        let of = wanted.dimension.filter(|_| !wanted.date);
        let wanted = match wanted.dimension {
            _ if wanted.date => "a date such as 2031-03-12".to_owned(),
            Some(Dimension::NONE) | None => "a quantity such as \"12 %\"".to_owned(),
            Some(dimension) => format!("a text with a unit, such as \"{}\",", dimension.example()),
        };
        let help = match item {
            Item::List(_) => Some(LIST.to_owned()),
            Item::Integer(value) => with_unit(&value.to_string(), of),
            Item::Number(value) => with_unit(&value.to_string(), of),
            _ => None,
        };
        self.report(&format!("is {}; {wanted} is wanted", item.kind()), help);
    }

    fn parse(&self, text: &str, wanted: Wanted, names: &Names) -> Option<Expression> {
        if wanted.date && self.is_part_of_date(text) {
            return None;
        }
        let faults = match expression::parse(text, wanted.dimension, wanted.date, names) {
            Ok(expression) => return Some(expression),
            Err(faults) => faults,
        };
        for fault in faults {
            let name = text.get(fault.range.clone()).unwrap_or_default();
            if self.desk.named(name.trim_start_matches('$')) == Some(Named::Broken) {
                continue;
            }
            if self.blames_parameter(name, wanted) {
                continue;
            }
            let span = self.desk.part(self.node, fault.range);
            let message = format!("{}: {}", self.path, fault.message);
            let help = fault.help.or_else(|| self.whence(name));
            self.desk.report(span, message, help);
        }
        None
    }

    /// The law with its names settled, checked as far as it can be before a draw.
    pub fn law(&self, expression: &Expression, wanted: Wanted) -> Law<Scalar> {
        if wanted.date {
            self.check_date(expression);
        }
        let law = expression
            .law
            .map(&mut |sum| self.scalar(sum, expression.is_date || wanted.date));
        if let Some(fault) = self.fault(&law, expression, expression.is_date || wanted.date) {
            let help = match &self.node.item {
                Item::Text(text) => expression::law_order(text),
                _ => None,
            };
            self.report(&fault, help);
            return Law::Constant(unread());
        }
        if !has_nan(&law.map(&mut |scalar| self.desk.at_mode(scalar))) {
            self.check_bounds(&law, expression, wanted.bounds);
        }
        self.check_percent(expression, wanted.bounds);
        law
    }

    /// Why a law is none with every parameter at its mode, or at its low or its high end where
    /// that is finite. A date that is infinite is never.
    fn fault(&self, law: &Law<Scalar>, expression: &Expression, date: bool) -> Option<String> {
        let at_mode = law.map(&mut |scalar| self.desk.at_mode(scalar));
        let low = law.map(&mut |scalar| self.desk.at_end(scalar, |range| range.low));
        let high = law.map(&mut |scalar| self.desk.at_end(scalar, |range| range.high));
        let may_be = |law: &Law<f64>| is_finite(law) || date && matches!(law, Law::Discrete(_));
        let told = |law: &Law<f64>, place: &str| {
            let fault = law.fault().filter(|_| !has_nan(law))?;
            let written = as_written(law, expression).fault();
            Some(written.unwrap_or(fault) + place)
        };
        told(&at_mode, "")
            .filter(|_| may_be(&at_mode) || !date)
            .or_else(|| told(&low, AT_LOW).filter(|_| may_be(&low)))
            .or_else(|| told(&high, AT_HIGH).filter(|_| may_be(&high)))
    }

    /// Reports a sum that is wanted as a date and has names but none of a date.
    fn check_date(&self, expression: &Expression) {
        let Law::Constant(sum) = &expression.law else {
            return;
        };
        let mut names = sum.products.iter().flat_map(|product| &product.names);
        let is_date = |name: &str| match self.desk.named(name) {
            Some(Named::Parameter(id)) => self.desk.parameters.borrow()[id].parameter.is_date,
            _ => true,
        };
        let Some((name, range)) = names.next() else {
            return;
        };
        if !is_date(name) && !names.any(|(name, _)| is_date(name)) {
            let span = self.desk.part(self.node, range.clone());
            let message = format!("{}: ${name} is not a date", self.path);
            self.desk.report(span, message, None);
        }
    }

    /// A sum of parameters; an index in it is a mistake.
    pub fn scalar(&self, sum: &Sum, date: bool) -> Scalar {
        let products = sum
            .products
            .iter()
            .filter_map(|product| self.product(product, date))
            .collect();
        Scalar {
            constant: sum.constant,
            products,
        }
    }

    pub fn product(&self, product: &NamedProduct, date: bool) -> Option<Product> {
        let parameters = product.names.iter().map(|(name, range)| {
            let span = || self.desk.part(self.node, range.clone());
            let problem = match self.desk.named(name)? {
                Named::Parameter(id) => {
                    if date || !self.desk.parameters.borrow()[id].parameter.is_date {
                        return Some(id);
                    }
                    format!("{}: ${name} is a date; it can only stand where a date is wanted", self.path)
                }
                Named::Index(..) => format!(
                    "{}: ${name} is an index and moves from day to day; it can only stand in a price, outside of a distribution",
                    self.path
                ),
                Named::Broken => return None,
            };
            self.desk.report(span(), problem, None);
            None
        });
        Some(Product {
            factor: product.factor,
            parameters: parameters.collect::<Option<_>>()?,
        })
    }

    /// A settled number: the sum as it is, or a new parameter for a distribution.
    pub fn settle(&self, expression: &Expression, wanted: Wanted) -> Scalar {
        match self.law(expression, wanted) {
            Law::Constant(scalar) => scalar,
            _ if self.desk.idle.get() => unread(),
            law => Scalar::parameter(self.draw(law, expression)),
        }
    }

    /// A quantity settled, or [`unread`].
    pub fn settled(quantity: Option<Self>, wanted: Wanted) -> Scalar {
        quantity
            .and_then(|quantity| {
                let expression = quantity.expression(wanted)?;
                Some(quantity.settle(&expression, wanted))
            })
            .unwrap_or_else(unread)
    }

    /// A new parameter of this name.
    pub fn draw(&self, law: Law<Scalar>, expression: &Expression) -> ParameterId {
        let range = Range::of_law(&law, &|scalar| self.desk.range(scalar));
        let at_mode = law.map(&mut |scalar| self.desk.at_mode(scalar));
        let mode = if has_nan(&at_mode) {
            f64::NAN
        } else {
            at_mode.mode()
        };
        let (unit, unit_factor) = expression.unit.clone();
        let parameter = Parameter {
            name: self.path.clone(),
            title: self.title.clone(),
            law,
            dimension: expression.dimension,
            unit,
            unit_factor,
            is_date: expression.is_date,
            source: self.source.clone(),
            confidence: self.confidence.clone(),
        };
        self.desk.parameters.borrow_mut().push(Drawn {
            parameter,
            range,
            mode,
        })
    }
}

/// A time as it was written, in days. Of what else is measured nobody knows in which unit it is: a capacity
/// in kt for one in t would be a thousandfold.
fn with_unit(number: &str, dimension: Option<Dimension>) -> Option<String> {
    let is_time = dimension == Some(Dimension::TIME);
    is_time.then(|| format!("if these are days, write \"{number} d\""))
}

fn is_finite(law: &Law<f64>) -> bool {
    let mut finite = true;
    law.map(&mut |value| finite &= value.is_finite());
    finite
}

/// A law with its arguments in the unit they were written in, for messages.
fn as_written(law: &Law<f64>, expression: &Expression) -> Law<f64> {
    let factor = expression.unit.1;
    let shown = |x: f64| format!("{:.9e}", x / factor).parse().unwrap_or(x);
    match law {
        Law::LogNormal { mean, cv } => Law::LogNormal {
            mean: shown(*mean),
            cv: *cv,
        },
        Law::LogNormalMedian { median, sigma } => Law::LogNormalMedian {
            median: shown(*median),
            sigma: *sigma,
        },
        Law::Gamma { mean, cv } => Law::Gamma {
            mean: shown(*mean),
            cv: *cv,
        },
        Law::GammaShape { shape, scale } => Law::GammaShape {
            shape: *shape,
            scale: shown(*scale),
        },
        Law::Weibull { shape, scale } => Law::Weibull {
            shape: *shape,
            scale: shown(*scale),
        },
        Law::Truncated { law, low, high } => Law::Truncated {
            law: Box::new(as_written(law, expression)),
            low: shown(*low),
            high: shown(*high),
        },
        Law::Floor { law, unit } => Law::Floor {
            law: Box::new(as_written(law, expression)),
            unit: shown(*unit),
        },
        Law::Clip { law, low, high } => Law::Clip {
            law: Box::new(as_written(law, expression)),
            low: shown(*low),
            high: shown(*high),
        },
        law => law.map(&mut |x| shown(*x)),
    }
}

fn bare(value: f64) -> Expression {
    Expression {
        law: Law::Constant(Sum {
            constant: value,
            products: Vec::new(),
        }),
        dimension: Dimension::NONE,
        unit: (String::new(), 1.0),
        is_date: false,
        without_percent: value.abs(),
    }
}

/// True where something in a law could not be read.
pub(in crate::scenario) fn has_nan(law: &Law<f64>) -> bool {
    let mut found = false;
    law.map(&mut |value| found |= value.is_nan());
    found
}
