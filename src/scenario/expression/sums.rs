//! Arithmetic of sums with names in them.

use super::{NamedProduct, Sum};

impl Sum {
    /// A plain number, in base units.
    #[must_use]
    pub fn constant(constant: f64) -> Self {
        Self {
            constant,
            products: Vec::new(),
        }
    }

    /// The number, where no name is in it.
    #[must_use]
    pub fn plain(&self) -> Option<f64> {
        self.products.is_empty().then_some(self.constant)
    }

    /// The sum of products of each part of one with each part of the other.
    pub(super) fn times(&self, other: &Self) -> Self {
        let mut product = Self::constant(self.constant * other.constant);
        let scaled = |of: &Self, by: f64| -> Vec<NamedProduct> {
            let all = of.products.iter().filter(|_| by != 0.0);
            all.map(|p| NamedProduct {
                factor: p.factor * by,
                names: p.names.clone(),
            })
            .collect()
        };
        product.products.extend(scaled(self, other.constant));
        product.products.extend(scaled(other, self.constant));
        for a in &self.products {
            product
                .products
                .extend(other.products.iter().map(|b| NamedProduct {
                    factor: a.factor * b.factor,
                    names: [a.names.clone(), b.names.clone()].concat(),
                }));
        }
        product
    }
}
