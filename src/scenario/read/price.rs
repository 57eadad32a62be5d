//! Prices: sums in which indices may stand.

use super::desk::Named;
use super::quantity::{Quantity, Wanted, unread};
use crate::id::IndexId;
use crate::model::{Price, Scalar};
use crate::random::Law;
use crate::scenario::expression::{Expression, NamedProduct, Sum};

impl Quantity<'_> {
    /// A quantity as a price.
    pub fn priced(quantity: Option<Self>, wanted: Wanted) -> Price {
        quantity
            .and_then(|quantity| {
                let expression = quantity.expression(wanted)?;
                Some(quantity.price(&expression, wanted))
            })
            .unwrap_or_else(|| settled(unread()))
    }

    /// A price: a sum in which indices may stand, or a new parameter for a distribution.
    fn price(&self, expression: &Expression, wanted: Wanted) -> Price {
        let moves = |product: &NamedProduct| self.indices(product).next().is_some();
        let Law::Constant(sum) = &expression.law else {
            return settled(self.settle(expression, wanted));
        };
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
        price
    }

    fn indices<'b>(
        &'b self,
        product: &'b NamedProduct,
    ) -> impl Iterator<Item = (usize, IndexId)> + 'b {
        let names = product.names.iter().enumerate();
        names.filter_map(|(at, (name, _))| match self.desk.named(name) {
            Some(Named::Index(id, _)) => Some((at, id)),
            _ => None,
        })
    }

    fn add_moving(&self, price: &mut Price, product: &NamedProduct) {
        let indices: Vec<_> = self.indices(product).collect();
        let &[(at, index)] = indices.as_slice() else {
            let at = indices.get(1).map_or(0, |(at, _)| *at);
            let span = self.desk.part(self.node, product.names[at].1.clone());
            let message = format!(
                "{}: two indices are multiplied; one at most is allowed",
                self.path
            );
            self.desk.report(span, message, None);
            return;
        };
        let mut rest = product.clone();
        rest.names.remove(at);
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
