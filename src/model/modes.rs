//! A model with every uncertain number at its most likely value: what `check` prints.

use super::{IndexProcess, Model, Price, Scalar};
use crate::id::{IndexId, ParameterId, Table};
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

    /// The mean of a law whose arguments name parameters.
    #[must_use]
    pub fn mean(&self, law: &Law<Scalar>) -> f64 {
        law.map(&mut |argument| self.scalar(argument)).mean()
    }

    /// A price with its indices where they return to, or where they start.
    #[must_use]
    pub fn price(&self, model: &Model, price: &Price) -> f64 {
        let moving = price
            .moving
            .iter()
            .map(|(index, factor)| self.scalar(factor) * self.index(model, *index));
        moving.fold(self.scalar(&price.settled), |sum, part| sum + part)
    }

    fn index(&self, model: &Model, index: IndexId) -> f64 {
        self.level(model, &model.indices[index].process)
    }

    fn level(&self, model: &Model, process: &IndexProcess) -> f64 {
        match process {
            IndexProcess::Constant(value)
            | IndexProcess::LogOu { level: value, .. }
            | IndexProcess::Gbm { start: value, .. }
            | IndexProcess::Bootstrap { start: value, .. }
            | IndexProcess::Regimes { start: value, .. } => self.scalar(value),
            IndexProcess::Path { values, factor } => {
                values.first().copied().unwrap_or_default() * self.scalar(factor)
            }
            IndexProcess::Jumping(process, _) | IndexProcess::Mixed(process, _) => {
                self.level(model, process)
            }
            IndexProcess::Product(factors) => factors
                .iter()
                .map(|factor| factor.of(self.index(model, factor.index)))
                .product(),
        }
    }
}
