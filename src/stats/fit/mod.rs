//! Maximum likelihood: price processes from a history with irregular dates, laws of durations some
//! of which are not over yet, rates of events. Numbers in, estimates out; `cli` calls this room.
//!
//! Times are in years of 365 days, prices enter as logarithms. Standard errors come from the observed
//! information, intervals of positive numbers are taken on the logarithm. Where the data hardly tell a
//! parameter, its interval is that of the profile likelihood instead.

mod blocks;
mod curvature;
mod durations;
mod gamma;
mod history;
mod jumps;
mod line;
mod models;
mod profile;
mod rate;
mod regimes;
mod reversion;
mod scatter;
mod simplex;

pub use blocks::{Blocks, block_length};
pub use durations::{Duration, DurationFit, DurationLaw, fit_durations};
pub use history::{Fault, History};
pub use jumps::JumpLaw;
pub use models::{Kind, PriceFit, Process, fit_price, jump_intervals};
pub use rate::poisson_interval;
pub use regimes::{Regime, RegimeFit, fit_regimes};
pub use reversion::{Reversion, reversion};
pub use scatter::{Scatter, scatter};

/// The 97.5 % point of the standard normal law.
const Z95: f64 = 1.959_963_984_540_054;
/// The 95 % point of the chi-square law with one degree of freedom.
const CHI95: f64 = 3.841_458_820_694_124;

/// A number and how well the data tell it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// Where the likelihood is highest.
    pub value: f64,
    /// Standard error by the observed information; none where the likelihood is flat there.
    pub se: Option<f64>,
    /// 95 % interval; infinite where the data set no bound.
    pub interval: Option<(f64, f64)>,
}

impl Estimate {
    /// Symmetric about the value.
    fn plain(value: f64, se: Option<f64>) -> Self {
        let interval = se.map(|se| (value - Z95 * se, value + Z95 * se));
        Self {
            value,
            se,
            interval,
        }
    }

    /// Of a positive number: symmetric about its logarithm.
    fn positive(value: f64, se: Option<f64>) -> Self {
        let interval = se.map(|se| {
            let factor = libm::exp(Z95 * se / value);
            (value / factor, value * factor)
        });
        Self {
            value,
            se,
            interval,
        }
    }
}

/// Akaike's criterion: the lower, the better a model may be expected to tell new data.
///
/// # Source
/// Akaike (1974), "A new look at the statistical model identification".
fn akaike(log_likelihood: f64, parameters: usize) -> f64 {
    2.0 * parameters as f64 - 2.0 * log_likelihood
}
