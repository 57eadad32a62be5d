//! Prices that move, and how. None depends on the state of the chain: a trial draws whole paths
//! before its first day.

use super::Scalar;
use crate::id::IndexId;
use crate::random::Law;
use crate::units::Dimension;

/// A price that moves, one value a day.
#[derive(Clone, Debug, PartialEq)]
pub struct Index {
    /// Its id; also the name of its stream (`index.NAME`).
    pub name: String,
    /// What it measures, such as USD/t.
    pub dimension: Dimension,
    /// How it moves.
    pub process: IndexProcess,
}

/// How an index moves.
#[derive(Clone, Debug, PartialEq)]
pub enum IndexProcess {
    /// Not at all.
    Constant(Scalar),
    /// The log is an Ornstein-Uhlenbeck process, stepped by its exact law.
    LogOu {
        /// Value on day 0.
        start: Scalar,
        /// Median of the stationary law.
        level: Scalar,
        /// How fast the log returns.
        reversion: Reversion,
        /// Volatility of the log [1/day^0.5].
        volatility: Scalar,
    },
    /// Geometric Brownian motion.
    Gbm {
        /// Value on day 0.
        start: Scalar,
        /// Growth of the mean [1/day]: the mean on day t is `start` x e^(drift t).
        drift: Scalar,
        /// Volatility of the log [1/day^0.5].
        volatility: Scalar,
    },
    /// As a table says.
    Path {
        /// One value a day; of the length of the horizon.
        values: Vec<f64>,
        /// What they are multiplied by.
        factor: Scalar,
    },
    /// Daily returns of a history, drawn again in blocks.
    Bootstrap {
        /// Value on day 0.
        start: Scalar,
        /// Log returns of the history's days, in order; at least one.
        returns: Vec<f64>,
        /// Mean length of a block [days]; ≥ 1.
        block_days: Scalar,
    },
    /// Several regimes that take turns.
    Regimes {
        /// Value on day 0.
        start: Scalar,
        /// At least two.
        regimes: Vec<Regime>,
        /// Position in `regimes` of that of day 0.
        first: usize,
    },
    /// A log-OU process or a geometric Brownian motion with jumps on top.
    Jumping(Box<IndexProcess>, Jumps),
    /// A process whose normal innovation of a day is a mix of those of several indices, each
    /// times a weight: a row of a Cholesky factor.
    Mixed(Box<IndexProcess>, Vec<(IndexId, f64)>),
    /// A product of indices that stand before it: a price in a currency times its rate.
    Product(Vec<IndexFactor>),
}

/// How fast a mean-reverting index returns.
#[derive(Clone, Debug, PartialEq)]
pub enum Reversion {
    /// Speed [1/day].
    Speed(Scalar),
    /// Time in which half of a deviation is gone [days]; the speed is ln 2 over it.
    HalfLife(Scalar),
}

/// Jumps at the times of a Poisson process.
#[derive(Clone, Debug, PartialEq)]
pub struct Jumps {
    /// Jumps a day; 0 to 1.
    pub rate: Scalar,
    /// Law of a jump.
    pub size: Law<Scalar>,
    /// The law is of the factor on the price, rather than of what is added to its log.
    pub is_factor: bool,
}

/// A regime of an index.
#[derive(Clone, Debug, PartialEq)]
pub struct Regime {
    /// Its id.
    pub name: String,
    /// Mean stay [days]; ≥ 1. The stay is geometric.
    pub stay_days: Scalar,
    /// How the index moves in it.
    pub mood: Mood,
}

/// How an index moves in one of its regimes, from where it was on the day before.
#[derive(Clone, Debug, PartialEq)]
pub enum Mood {
    /// It is this value.
    Value(Scalar),
    /// The log returns to that of a level.
    LogOu {
        /// Median it returns to.
        level: Scalar,
        /// How fast.
        reversion: Reversion,
        /// Volatility of the log [1/day^0.5].
        volatility: Scalar,
    },
    /// Geometric Brownian motion.
    Gbm {
        /// Growth of the mean [1/day].
        drift: Scalar,
        /// Volatility of the log [1/day^0.5].
        volatility: Scalar,
    },
}

/// One of the indices of a product.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct IndexFactor {
    /// Which.
    pub index: IndexId,
    /// One over it.
    pub is_inverse: bool,
}

impl IndexFactor {
    /// What a value of the index contributes to the product.
    #[must_use]
    #[inline]
    pub fn of(self, value: f64) -> f64 {
        if self.is_inverse { 1.0 / value } else { value }
    }
}

impl IndexProcess {
    /// True where normal innovations drive it, so that it can be correlated.
    #[must_use]
    pub fn is_normal(&self) -> bool {
        match self {
            Self::LogOu { .. } | Self::Gbm { .. } => true,
            Self::Regimes { regimes, .. } => {
                let still = |regime: &Regime| matches!(regime.mood, Mood::Value(_));
                !regimes.iter().all(still)
            }
            Self::Jumping(process, _) | Self::Mixed(process, _) => process.is_normal(),
            Self::Constant(_) | Self::Path { .. } | Self::Bootstrap { .. } | Self::Product(_) => {
                false
            }
        }
    }
}
