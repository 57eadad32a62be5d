//! Amounts of other currencies where USD are wanted.

use std::ops::Range;

use super::Lowering;
use crate::scenario::expression::{NamedProduct, Rate, Sum, rate_name};
use crate::units::{Currency, Dimension};

/// What may still be of a currency where USD are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Foreign {
    /// Each part of a sum.
    Parts,
    /// A law as a whole.
    Whole,
    /// What follows in a law: an amount of it was in the money that is wanted.
    Nothing,
}

impl Lowering<'_> {
    /// Puts the exchange rate into a part of a sum that is of a currency.
    pub(super) fn convert(
        &mut self,
        part: &mut Sum,
        dimension: &mut Dimension,
        range: &Range<usize>,
    ) {
        let Some((currency, usd)) = self.currency_of(*dimension, Foreign::Parts) else {
            return;
        };
        self.check_rate(currency, range);
        *dimension = usd;
        let rate = (rate_name(currency), range.clone());
        for product in &mut part.products {
            product.names.push(rate.clone());
        }
        let constant = std::mem::take(&mut part.constant);
        if constant != 0.0 {
            part.products.push(NamedProduct {
                factor: constant,
                names: vec![rate],
            });
        }
    }

    /// From its first amount on a law is of its own currency; its draw is converted as a whole.
    pub(super) fn adopt_currency(&mut self, found: Dimension, range: &Range<usize>) {
        if let Some((currency, _)) = self.currency_of(found, Foreign::Whole) {
            self.check_rate(currency, range);
            self.wanted = Some(found);
        }
    }

    /// The currency of what would be as wanted in USD.
    fn currency_of(&self, found: Dimension, foreign: Foreign) -> Option<(Currency, Dimension)> {
        let asked = self.asked && self.foreign == foreign;
        let in_usd = found.in_usd().filter(|_| asked);
        in_usd.filter(|(_, usd)| Some(*usd) == self.wanted)
    }

    fn check_rate(&mut self, currency: Currency, range: &Range<usize>) {
        let code = currency.code();
        let (lower, round) = (code.to_lowercase(), currency.round_rate());
        let (message, help) = match self.surroundings.rate(currency) {
            Rate::Known => return,
            Rate::Undeclared => (
                format!(
                    "{} is in {code}, which has no exchange rate",
                    self.quoted(range)
                ),
                format!(
                    "write [currency.{code}] with rate = \"${lower}\", and [index.{lower}] in {code}/USD, such as constant = \"{round} {code}/USD\""
                ),
            ),
            Rate::NotHere => (
                format!(
                    "{} is in {code}, whose rate moves from day to day; here USD are wanted",
                    self.quoted(range)
                ),
                "other currencies can stand in costs and prices that are paid on the day"
                    .to_owned(),
            ),
        };
        self.fault(range.clone(), message, Some(help));
    }
}
