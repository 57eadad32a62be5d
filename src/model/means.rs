//! A model with every uncertain number at its mean: what `check` holds against published means.

use super::{Model, Scalar};
use crate::id::{ParameterId, Table};
use crate::random::Law;

/// The parameters at their means.
#[derive(Clone, Debug, PartialEq)]
pub struct Means {
    parameters: Table<ParameterId, f64>,
}

impl Means {
    /// Evaluates the parameters in order, each at the mean of its law given the means of those
    /// before it: the mean itself where a law's mean is linear in them.
    #[must_use]
    pub fn of(model: &Model) -> Self {
        let mut means = Self {
            parameters: Table::new(),
        };
        for parameter in &model.parameters {
            let mean = means.law(&parameter.law);
            means.parameters.push(mean);
        }
        means
    }

    /// The mean of a law whose arguments name parameters.
    #[must_use]
    pub fn law(&self, law: &Law<Scalar>) -> f64 {
        law.map(&mut |argument| argument.value(|id| self.parameters[id]))
            .mean()
    }
}
