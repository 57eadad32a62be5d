//! Prices: sums in which indices may stand, and amounts of currencies with an exchange rate.

use super::desk::Named;
use super::names::Names;
use super::quantity::{Quantity, Wanted, unread};
use crate::model::{IndexFactor, Price, Scalar};
use crate::random::Law;
use crate::scenario::expression::{Expression, NamedProduct, Sum};

impl Quantity<'_> {
    /// A quantity as a price.
    pub fn priced(quantity: Option<Self>, wanted: Wanted) -> Price {
        quantity
            .and_then(|quantity| {
                let names = Names {
                    may_move: true,
                    ..quantity.names()
                };
                let expression = quantity.expression_among(wanted, &names)?;
                Some(quantity.price(&expression, wanted))
            })
            .unwrap_or_else(|| settled(unread()))
    }

    /// A price: a sum in which indices may stand, or a new parameter for a distribution.
    fn price(&self, expression: &Expression, wanted: Wanted) -> Price {
        let Law::Constant(sum) = &expression.law else {
            return self.drawn(expression, wanted);
        };
        let moves = |product: &NamedProduct| self.factors(product).next().is_some();
        let (moving, still): (Vec<_>, Vec<_>) = sum.products.iter().cloned().partition(moves);
        if moving.is_empty() {
            return settled(self.settle(expression, wanted));
        }
        let mut price = settled(self.scalar(
            &Sum {
                constant: sum.constant,
                products: still,
            },
            false,
        ));
        for product in &moving {
            self.add_moving(&mut price, product);
        }
        if let ([only], [(_, amount)]) = (sum.products.as_slice(), price.moving.as_slice())
            && sum.constant == 0.0
            && self.is_amount(only)
        {
            self.check_bounds(&Law::Constant(amount.clone()), expression, wanted.bounds);
        }
        price
    }

    /// True for an amount of a currency: nothing but its rate moves.
    fn is_amount(&self, product: &NamedProduct) -> bool {
        let named = |(at, _): (usize, IndexFactor)| self.desk.named(&product.names[at].0);
        self.factors(product).all(|factor| named(factor).is_none())
    }

    /// A price that is drawn once, at the rate of the day where it is in a currency.
    fn drawn(&self, expression: &Expression, wanted: Wanted) -> Price {
        let amount = self.settle(expression, wanted);
        let Some((currency, _)) = expression.dimension.in_usd() else {
            return settled(amount);
        };
        match self.desk.rates.borrow().get(&currency) {
            Some(&Some(rate)) => Price {
                settled: Scalar::default(),
                moving: vec![(self.desk.product(vec![rate]), amount)],
            },
            _ => settled(unread()),
        }
    }

    /// What moves in a product, and the position of its name.
    fn factors<'b>(
        &'b self,
        product: &'b NamedProduct,
    ) -> impl Iterator<Item = (usize, IndexFactor)> + 'b {
        let names = product.names.iter().enumerate();
        names.filter_map(|(at, (name, _))| match self.desk.named(name) {
            Some(Named::Index(index, _)) => Some((
                at,
                IndexFactor {
                    index,
                    is_inverse: false,
                },
            )),
            Some(_) => None,
            None => self.desk.rate(name).map(|rate| (at, rate)),
        })
    }

    fn add_moving(&self, price: &mut Price, product: &NamedProduct) {
        let factors: Vec<_> = self.factors(product).collect();
        let mut rest = product.clone();
        for (at, _) in factors.iter().rev() {
            rest.names.remove(*at);
        }
        let index = self
            .desk
            .product(factors.into_iter().map(|(_, factor)| factor).collect());
        let factor = match (rest.names.is_empty(), self.product(&rest, false)) {
            (true, _) => Scalar::fixed(product.factor),
            (false, Some(product)) => Scalar {
                constant: 0.0,
                products: vec![product],
            },
            (false, None) => unread(),
        };
        match price.moving.iter_mut().find(|(id, _)| *id == index) {
            Some((_, sum)) => {
                sum.constant += factor.constant;
                sum.products.extend(factor.products);
            }
            None => price.moving.push((index, factor)),
        }
    }
}

fn settled(scalar: Scalar) -> Price {
    Price {
        settled: scalar,
        moving: Vec::new(),
    }
}
