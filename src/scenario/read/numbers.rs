//! The numbers of a table by key: drawn once, each time, priced, fixed.

use super::fields::Fields;
use super::quantity::{Quantity, Wanted, unread};
use super::range::{Bounds, figure};
use crate::model::{Price, Scalar};
use crate::random::Law;
use crate::scenario::keys::{self, Measures, Takes};
use crate::units::Dimension;

/// Days of the longest horizon, 200 years.
const MOST_DAYS: u32 = 73_000;

impl<'a> Fields<'a> {
    fn wanted(&self, key: &str) -> Wanted {
        let (Takes::Once(measures) | Takes::Price(measures) | Takes::Each(measures)) =
            self.takes(key)
        else {
            return self.wanted_dimension(key, Dimension::TIME);
        };
        self.wanted_dimension(key, self.dimension(measures))
    }

    fn dimension(&self, measures: Measures) -> Dimension {
        keys::dimension(measures, self.of, Dimension::NONE)
    }

    /// What a key wants, with a dimension that hangs on more than the commodity.
    pub fn wanted_dimension(&self, key: &str, dimension: Dimension) -> Wanted {
        Wanted {
            dimension: Some(dimension),
            date: self.takes(key) == Takes::OnceDate,
            bounds: Bounds::of(self.table, key),
        }
    }

    /// The quantity of a key.
    pub fn quantity(&self, key: &str) -> Option<Quantity<'a>> {
        Quantity::at(self.desk, self.join(key), self.node(key)?)
    }

    /// A number that is settled when the parameters are drawn; nothing where not written.
    pub fn once(&self, key: &str) -> Option<Scalar> {
        self.once_as(key, self.wanted(key))
    }

    /// The same where the language's table does not say what it measures.
    pub fn once_as(&self, key: &str, wanted: Wanted) -> Option<Scalar> {
        self.node(key)?;
        Some(Quantity::settled(self.quantity(key), wanted))
    }

    /// A required settled number.
    pub fn needed(&self, key: &str) -> Scalar {
        self.once(key).unwrap_or_else(unread)
    }

    /// A settled number, or zero.
    pub fn once_or_zero(&self, key: &str) -> Scalar {
        self.once(key).unwrap_or_default()
    }

    /// A price; nothing where not written.
    pub fn price(&self, key: &str) -> Option<Price> {
        self.node(key)?;
        Some(Quantity::priced(self.quantity(key), self.wanted(key)))
    }

    /// A law that is drawn from each time; nothing where not written.
    pub fn each(&self, key: &str) -> Option<Law<Scalar>> {
        self.node(key)?;
        let wanted = self.wanted(key);
        let law = self.quantity(key).and_then(|quantity| {
            let expression = quantity.expression(wanted)?;
            Some(quantity.law(&expression, wanted))
        });
        Some(law.unwrap_or_else(|| Law::Constant(unread())))
    }

    /// A number that is the same in every trial; nothing where not written or not understood.
    pub fn fixed(&self, key: &str, wanted: Wanted) -> Option<f64> {
        self.node(key)?;
        let quantity = self.quantity(key)?;
        let expression = quantity.expression(wanted)?;
        match quantity.law(&expression, wanted) {
            Law::Constant(scalar) if scalar.known().is_some() => scalar.known(),
            _ => {
                quantity.report("is uncertain; a fixed number is wanted here", None);
                None
            }
        }
    }

    /// A whole number of days.
    pub fn days(&self, key: &str, least: u32) -> Option<u32> {
        let days = self.fixed(key, self.wanted_dimension(key, Dimension::TIME))?;
        if !days.is_finite()
            || days < f64::from(least)
            || days > f64::from(MOST_DAYS)
            || days.fract() != 0.0
        {
            let message = format!(
                "is {} d; a whole number of days from {least} to {MOST_DAYS} is wanted",
                figure(days)
            );
            self.report(key, &message, None);
            return None;
        }
        Some(days as u32)
    }
}
