//! Numbers that may hang on parameters, indices and the calendar.

use crate::id::{IndexId, ParameterId};

/// A factor times parameters: `1.2 * $share * $vehicles`.
#[derive(Clone, Debug, PartialEq)]
pub struct Product {
    /// In base units of the whole over base units of the parameters.
    pub factor: f64,
    /// Multiplied together.
    pub parameters: Vec<ParameterId>,
}

/// A number that is settled when a trial's parameters are drawn: a constant plus products.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scalar {
    /// In base units.
    pub constant: f64,
    /// Added to the constant.
    pub products: Vec<Product>,
}

impl Scalar {
    /// A number that is known beforehand.
    #[must_use]
    pub fn fixed(constant: f64) -> Self {
        Self {
            constant,
            products: Vec::new(),
        }
    }

    /// One parameter as it is.
    #[must_use]
    pub fn parameter(id: ParameterId) -> Self {
        Self {
            constant: 0.0,
            products: vec![Product {
                factor: 1.0,
                parameters: vec![id],
            }],
        }
    }

    /// The value, given the parameters' values (infinity times zero counts as zero).
    #[must_use]
    pub fn value(&self, of: impl Fn(ParameterId) -> f64) -> f64 {
        let product = |p: &Product| p.parameters.iter().fold(p.factor, |x, &id| x * of(id));
        self.products
            .iter()
            .fold(self.constant, |sum, p| sum + product(p))
    }

    /// True where it is zero whatever is drawn.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.known() == Some(0.0)
    }

    /// The number itself where no parameter is in it.
    #[must_use]
    pub fn known(&self) -> Option<f64> {
        self.products.is_empty().then_some(self.constant)
    }
}

/// A price: settled part plus indices, each times a settled factor.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Price {
    /// What does not move within a trial.
    pub settled: Scalar,
    /// What moves: an index times a factor that is settled with the parameters.
    pub moving: Vec<(IndexId, Scalar)>,
}

impl Price {
    /// A price that does not move.
    #[must_use]
    pub fn settled(settled: Scalar) -> Self {
        Self {
            settled,
            moving: Vec::new(),
        }
    }

    /// True where it is zero whatever is drawn.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.moving.is_empty() && self.settled.is_nothing()
    }
}

/// A number that changes on dates and holds in between.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// First day (since the scenario's start, the first entry at or before day 0) and value.
    pub steps: Vec<(i32, Scalar)>,
}

impl Series {
    /// The same on every day.
    #[must_use]
    pub fn constant(value: Scalar) -> Self {
        Self {
            steps: vec![(0, value)],
        }
    }
}
