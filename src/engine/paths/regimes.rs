//! Indices whose regimes take turns.

use super::index::{gbm_step, ou_step, pick, price_of, speed};
use crate::engine::prepare::scalar;
use crate::model::{Mood, Regime};

/// A regime with its parameters settled: x' = level + (x - level) keep + drift + sd z, x the log.
struct Settled {
    /// Chance of leaving on a day.
    leaves: f64,
    level: f64,
    keep: f64,
    drift: f64,
    sd: f64,
    /// The price itself, where it has one.
    value: Option<f64>,
}

impl Settled {
    fn new(regime: &Regime, parameters: &[f64]) -> Self {
        let value = |s| scalar(s, parameters);
        let still = Self {
            leaves: 1.0 / value(&regime.stay_days),
            level: 0.0,
            keep: 1.0,
            drift: 0.0,
            sd: 0.0,
            value: None,
        };
        match &regime.mood {
            Mood::Value(price) => Self {
                value: Some(value(price)),
                ..still
            },
            Mood::LogOu {
                level,
                reversion,
                volatility,
            } => {
                let (keep, sd) = ou_step(speed(reversion, parameters), value(volatility));
                Self {
                    level: libm::log(value(level)),
                    keep,
                    sd,
                    ..still
                }
            }
            Mood::Gbm { drift, volatility } => {
                let (drift, sd) = gbm_step(value(drift), value(volatility));
                Self { drift, sd, ..still }
            }
        }
    }

    /// The price of the day after one.
    fn after(&self, price: f64, z: f64) -> f64 {
        self.value.unwrap_or_else(|| {
            let apart = libm::log(price) - self.level;
            price_of(self.level + apart * self.keep + self.drift + self.sd * z)
        })
    }
}

/// Puts prices in the place of normal innovations. Each day begins with a change of regime, or none:
/// a stay is geometric, and each other regime as likely to follow.
pub(super) fn draw_regimes(
    path: &mut [f64],
    start: f64,
    regimes: &[Regime],
    first: usize,
    switches: &[f64],
    parameters: &[f64],
) {
    let mut now = first;
    let mut settled = Settled::new(&regimes[now], parameters);
    let (first, rest) = path.split_at_mut(1);
    first[0] = start;
    let mut last = start;
    for (price, &u) in rest.iter_mut().zip(switches) {
        if u < settled.leaves {
            let other = pick(u / settled.leaves, regimes.len() - 1);
            now = other + usize::from(other >= now);
            settled = Settled::new(&regimes[now], parameters);
        }
        last = settled.after(last, *price);
        *price = last;
    }
}
