//! A law with its constants worked out.

use super::Law;

/// Draws from a law by inversion: one uniform in, one value out.
#[derive(Clone, Debug)]
pub struct Sampler {}

impl Sampler {
    /// Works out the constants of a law without [`Law::fault`].
    #[must_use]
    pub fn new(_law: &Law<f64>) -> Self {
        todo!()
    }

    /// STUB
    #[must_use]
    pub fn light(_law: &Law<f64>) -> Self { todo!() }

    /// The value at a uniform number strictly between 0 and 1.
    #[must_use]
    pub fn quantile(&self, _uniform: f64) -> f64 {
        todo!()
    }
}
