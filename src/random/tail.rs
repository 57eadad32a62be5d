//! A probability that may be too small for a number, as its logarithm.

use libm::{exp, log, log1p};

/// The probability on one side of a value.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tail {
    /// Its logarithm.
    pub log: f64,
    /// The probability over the density at the value, on the scale on which the value is sought.
    pub by_slope: f64,
}

impl Tail {
    /// The probability on the other side, given the logarithm of the density.
    pub fn complement(self, log_slope: f64) -> Self {
        let log = if self.log < -1.0 {
            log1p(-exp(self.log))
        } else {
            log(1.0 - exp(self.log))
        };
        Self {
            log,
            by_slope: exp(log - log_slope),
        }
    }
}
