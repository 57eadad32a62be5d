//! Quantities: a line of text with a unit of the right kind, a bare number where there is none, or
//! a table of either with its source.

use serde_json::{Value, json};

use super::{Definitions, extend, forms, pattern};
use crate::scenario::keys::{self, Measures};
use crate::scenario::read::range::Bounds;
use crate::units::{Currency, Dimension};

/// What kind of a quantity it is.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Kind {
    /// In one dimension, or in USD.
    Number,
    /// In any currency.
    Price,
    /// The same, and no table.
    PlainPrice,
    /// A date, a law of dates, or a sum with them.
    Date,
}

/// What a commodity can be counted in.
const UNITS: [Dimension; 4] = [
    Dimension::MASS,
    Dimension::ENERGY,
    Dimension::VEHICLE,
    Dimension::UNIT,
];

impl Definitions {
    /// A quantity of a key.
    pub(super) fn quantity(
        &mut self,
        kind: Kind,
        measures: Measures,
        section: &'static str,
        key: &'static str,
    ) -> Value {
        let dimensions = dimensions(measures, kind);
        self.among(
            kind,
            &label(measures),
            &dimensions,
            Bounds::of(section, key),
        )
    }

    /// Mass for a unit of whatever commodity.
    pub(super) fn mass_per_amount(&mut self, section: &str, key: &str) -> Value {
        let dimensions = UNITS.map(|unit| Dimension::MASS.per(unit));
        let bounds = Bounds::of(section, key);
        self.among(Kind::Number, "mass-per-amount", &dimensions, bounds)
    }

    fn among(&mut self, kind: Kind, label: &str, of: &[Dimension], bounds: Bounds) -> Value {
        let is_bare = of.contains(&Dimension::NONE);
        let word = match kind {
            Kind::Number => "quantity",
            Kind::Price => "price",
            Kind::PlainPrice => "plain-price",
            Kind::Date => "date",
        };
        let allowed = match bounds.label() {
            Some(allowed) if is_bare => format!(".{allowed}"),
            _ if bounds.low < 0.0 => ".signed".to_owned(),
            _ => String::new(),
        };
        let name = format!("{word}.{label}{allowed}");
        self.refer(&name, |all| {
            let mut plain = vec![all.line(kind, of, bounds.low < 0.0)];
            if is_bare {
                plain.push(number(bounds));
            }
            if kind == Kind::Date {
                plain.push(forms::date());
            }
            all.with_table(plain, kind != Kind::PlainPrice)
        })
    }

    /// A quantity in any unit, or a date.
    pub(super) fn anything(&mut self, or_table: bool) -> Value {
        let name = if or_table {
            "anything-or-table"
        } else {
            "anything"
        };
        self.refer(name, |all| {
            let line = json!({ "type": "string", "pattern": pattern::ANY });
            all.with_table(vec![line, json!({ "type": "number" })], or_table)
        })
    }

    /// One of these, or a table of one with its source.
    fn with_table(&mut self, mut plain: Vec<Value>, or_table: bool) -> Value {
        if or_table {
            let mut properties = json!({ "value": { "anyOf": plain } });
            for key in keys::of("quantity").filter(|key| key.name != "value") {
                let about = self.property(key);
                extend(&mut properties, json!({ key.name: about }));
            }
            plain.push(json!({
                "type": "object",
                "properties": properties,
                "required": ["value"],
                "additionalProperties": false,
            }));
        }
        json!({ "anyOf": plain })
    }

    fn line(&mut self, kind: Kind, of: &[Dimension], signed: bool) -> Value {
        if kind == Kind::Date {
            return json!({ "type": "string", "pattern": pattern::of_dates() });
        }
        let expression = self.refer("expression", |_| {
            json!({ "anyOf": pattern::expressions().map(|pattern| json!({ "pattern": pattern })) })
        });
        let simple = pattern::measured(of, signed).map(|pattern| json!({ "pattern": pattern }));
        let forms: Vec<Value> = simple.into_iter().chain([expression]).collect();
        json!({ "type": "string", "anyOf": forms })
    }
}

/// A number without a unit, within what is allowed.
fn number(bounds: Bounds) -> Value {
    let mut number = json!({ "type": "number" });
    let ends = [
        (
            bounds.low,
            bounds.low_allowed,
            "minimum",
            "exclusiveMinimum",
        ),
        (
            bounds.high,
            bounds.high_allowed,
            "maximum",
            "exclusiveMaximum",
        ),
    ];
    for (end, allowed, at, beyond) in ends.into_iter().filter(|(end, ..)| end.is_finite()) {
        extend(
            &mut number,
            json!({ if allowed { at } else { beyond }: end }),
        );
    }
    number
}

/// What a key's quantity can measure, whatever the commodity.
fn dimensions(measures: Measures, kind: Kind) -> Vec<Dimension> {
    let mut found: Vec<Dimension> = Vec::new();
    for of in UNITS {
        for product in UNITS {
            let dimension = keys::dimension(measures, of, product);
            if !found.contains(&dimension) {
                found.push(dimension);
            }
        }
    }
    if matches!(kind, Kind::Price | Kind::PlainPrice) {
        let usd = found.clone();
        for currency in Currency::ALL.map(Currency::dimension) {
            let foreign = |of: &Dimension| of.per(Dimension::MONEY).times(currency);
            found.extend(usd.iter().map(foreign));
        }
    }
    found
}

/// A name for the definition, fit for a reference.
fn label(measures: Measures) -> String {
    match measures {
        Measures::Fixed(dimension) => {
            let unit = dimension
                .to_string()
                .replace('/', "-per-")
                .replace('·', "-");
            unit.replace(['(', ')', '^'], "")
        }
        measures => format!("{measures:?}"),
    }
}
