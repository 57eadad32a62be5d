//! A model with every uncertain number at its most likely value: what `check` prints.

use super::{IndexProcess, Model, Price, Scalar};
use crate::id::{ParameterId, Table};
use crate::random::Law;

/// The parameters at their modes.
#[derive(Clone, Debug, PartialEq)]
pub struct Modes {
    parameters: Table<ParameterId, f64>,
}

impl Modes {
    /// Evaluates the parameters in order, each at the mode of its law given those before it.
    #[must_use]
    pub fn of(model: &Model) -> Self {
        let mut modes = Self {
            parameters: Table::new(),
        };
        for parameter in &model.parameters {
            let mode = modes.law(&parameter.law);
            modes.parameters.push(mode);
        }
        modes
    }

    /// A settled number, in its base units.
    #[must_use]
    pub fn scalar(&self, scalar: &Scalar) -> f64 {
        scalar.value(|id| self.parameters[id])
    }

    /// The mode of a law whose arguments name parameters.
    #[must_use]
    pub fn law(&self, law: &Law<Scalar>) -> f64 {
        law.map(&mut |argument| self.scalar(argument)).mode()
    }

    /// A price with its indices where they return to.
    #[must_use]
    pub fn price(&self, model: &Model, price: &Price) -> f64 {
        let moving = price.moving.iter().map(|(index, factor)| {
            let level = match &model.indices[*index].process {
                IndexProcess::Constant(value) => value,
                IndexProcess::LogOu { level, .. } => level,
            };
            self.scalar(factor) * self.scalar(level)
        });
        moving.fold(self.scalar(&price.settled), |sum, part| sum + part)
    }
}
