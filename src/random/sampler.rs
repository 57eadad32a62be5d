//! A law with its constants worked out.

use std::sync::Arc;

use libm::{exp, fmax, fmin, log, log1p, sqrt};

use super::Law;
use super::beta::UnitBeta;
use super::exponential::{exponential, exponentials};
use super::gamma::UnitGamma;
use super::law::{Shape, Window, logit_normal};
use super::normal::{normal_quantile, normal_quantiles};
use super::pert::UnitPert;
use super::poisson::{self, PoissonTable, TABLED_MEAN};
use super::score_table::ScoreTable;
use super::stairs::Stairs;

/// Draws from a law by inversion: one uniform in, one value out, never falling as the uniform
/// rises (a discrete law goes through its points in their order). A law without spread draws its constant to the last bit. Arguments are taken as they
/// are: those that [`Law::fault`] refuses give values without meaning.
#[derive(Clone, Debug)]
pub struct Sampler {
    core: Core,
    /// Where the law is truncated.
    window: Option<Window>,
    shape: Shape,
}

impl Sampler {
    /// Works out the constants of a law without [`Law::fault`]. PERT, beta, gamma and Poisson laws
    /// get tables (some kilobytes, up to some milliseconds): for laws that are known before the trials start.
    #[must_use]
    pub fn new(law: &Law<f64>) -> Self {
        let (inner, shape) = law.unwrapped();
        let (whole, window) = inner.untruncated();
        let core = Core::tabled(whole).unwrap_or_else(|| Core::light(whole));
        let sampler = Self {
            core,
            window,
            shape,
        };
        sampler.as_stairs().unwrap_or(sampler)
    }

    /// The same as a table of its values, where the law is rounded and takes few.
    fn as_stairs(&self) -> Option<Self> {
        if self.shape.unit <= 0.0 || matches!(self.core, Core::Discrete(_)) {
            return None;
        }
        let stairs = Stairs::new(|uniform| self.quantile(uniform), self.shape.unit)?;
        Some(Self {
            core: Core::Stairs(Arc::new(stairs)),
            window: None,
            shape: self.shape,
        })
    }

    /// The same without tables, for laws whose arguments change from trial to trial. The values are
    /// the same: PERT and beta to 1e-6 of the range, gamma to 1e-6 of the value, Poisson but for uniforms within rounding of a step, all
    /// others exactly. A draw takes about a microsecond from PERT, some from beta and gamma, less from Poisson laws. Allocates
    /// for a discrete law only; there [`Sampler::reset`] an earlier one.
    #[must_use]
    pub fn light(law: &Law<f64>) -> Self {
        let (inner, shape) = law.unwrapped();
        let (whole, window) = inner.untruncated();
        let core = Core::light(whole);
        Self {
            core,
            window,
            shape,
        }
    }

    /// Becomes [`Sampler::light`] of a law; allocates nothing where the law is of the same kind as
    /// before, with no more points if it is discrete.
    pub fn reset(&mut self, law: &Law<f64>) {
        let (inner, shape) = law.unwrapped();
        let (whole, window) = inner.untruncated();
        (self.shape, self.window) = (shape, window);
        match (&mut self.core, whole) {
            (Core::Discrete(steps), Law::Discrete(points)) => set_steps(steps, points),
            (core, whole) => *core = Core::light(whole),
        }
    }

    /// The value at a uniform number strictly between 0 and 1.
    #[must_use]
    #[inline]
    pub fn quantile(&self, uniform: f64) -> f64 {
        if let Core::Stairs(stairs) = &self.core {
            return stairs.quantile(uniform);
        }
        let place = self.window.map_or(uniform, |window| window.place(uniform));
        self.shape.apply(self.core.quantile(place))
    }

    /// Turns uniforms into values, the same to the last bit as [`Sampler::quantile`] of each.
    #[inline(always)]
    pub fn quantiles(&self, uniforms: &mut [f64]) {
        if let Some(window) = self.window {
            for uniform in uniforms.iter_mut() {
                *uniform = window.place(*uniform);
            }
        }
        match &self.core {
            Core::Stairs(stairs) => {
                stairs.quantiles(uniforms);
                return;
            }
            Core::Normal { mean, sd } => {
                normal_quantiles(uniforms);
                for score in uniforms.iter_mut() {
                    *score = mean + sd * *score;
                }
            }
            Core::LogNormal { median, sigma } => {
                normal_quantiles(uniforms);
                for score in uniforms.iter_mut() {
                    *score *= sigma;
                }
                exponentials(uniforms);
                for power in uniforms.iter_mut() {
                    *power *= median;
                }
            }
            core => {
                for uniform in uniforms.iter_mut() {
                    *uniform = core.quantile(*uniform);
                }
            }
        }
        for value in uniforms {
            *value = self.shape.apply(*value);
        }
    }

    /// The only value there is, where there is but one.
    #[must_use]
    #[inline(always)]
    pub fn constant(&self) -> Option<f64> {
        match self.core {
            Core::Constant(value) => Some(self.shape.apply(value)),
            _ => None,
        }
    }
}

/// What is needed of each law, without rounding and clipping.
#[derive(Clone, Debug)]
enum Core {
    Constant(f64),
    Uniform {
        low: f64,
        range: f64,
    },
    /// `turn` is the probability below the mode.
    Triangular {
        low: f64,
        high: f64,
        turn: f64,
    },
    Pert {
        low: f64,
        range: f64,
        unit: UnitPert,
    },
    PertTable {
        low: f64,
        range: f64,
        unit: Arc<ScoreTable>,
    },
    Normal {
        mean: f64,
        sd: f64,
    },
    LogNormal {
        median: f64,
        sigma: f64,
    },
    LogitNormal {
        centre: f64,
        sd: f64,
    },
    Exponential {
        mean: f64,
    },
    Gamma {
        scale: f64,
        unit: UnitGamma,
    },
    /// Of the logarithm.
    GammaTable {
        scale: f64,
        unit: Arc<ScoreTable>,
    },
    /// `power` is one over the shape.
    Weibull {
        power: f64,
        scale: f64,
    },
    Beta(UnitBeta),
    BetaTable(Arc<ScoreTable>),
    Empirical(Arc<[f64]>),
    Poisson {
        mean: f64,
    },
    PoissonTable(Arc<PoissonTable>),
    /// A rounded law, shape and all.
    Stairs(Arc<Stairs>),
    Bernoulli {
        probability: f64,
    },
    Discrete(Vec<Step>),
}

/// A value and the probability of it or a point before it.
#[derive(Clone, Copy, Debug)]
struct Step {
    value: f64,
    reached: f64,
}

/// What stands for a law that [`Law::fault`] refuses.
const REFUSED: Core = Core::Constant(f64::NAN);

impl Core {
    /// The laws that are worth a table.
    fn tabled(law: &Law<f64>) -> Option<Self> {
        if law.only_value().is_some() {
            return None;
        }
        if let Some((shape, scale)) = law.gamma_shape() {
            let unit = Arc::new(UnitGamma::new(shape)?.table()?);
            return Some(Self::GammaTable { scale, unit });
        }
        if let Some((a, b)) = law.beta_shapes() {
            return Some(Self::BetaTable(Arc::new(UnitBeta::new(a, b)?.table()?)));
        }
        match *law {
            Law::Pert { low, mode, high } => Some(Self::PertTable {
                low,
                range: high - low,
                unit: Arc::new(unit_pert(low, mode, high).table()),
            }),
            Law::Poisson { mean } if mean <= TABLED_MEAN => {
                Some(Self::PoissonTable(Arc::new(PoissonTable::new(mean))))
            }
            _ => None,
        }
    }

    fn light(law: &Law<f64>) -> Self {
        if let Some(value) = law.only_value() {
            return Self::Constant(value);
        }
        if let Some((median, sigma)) = law.log_normal() {
            return Self::LogNormal { median, sigma };
        }
        if let Some((shape, scale)) = law.gamma_shape() {
            let unit = UnitGamma::new(shape);
            return unit.map_or(REFUSED, |unit| Self::Gamma { scale, unit });
        }
        if let Some((a, b)) = law.beta_shapes() {
            return UnitBeta::new(a, b).map_or(REFUSED, Self::Beta);
        }
        match *law {
            Law::Uniform { low, high } => Self::Uniform {
                low,
                range: high - low,
            },
            Law::Triangular { low, mode, high } => Self::Triangular {
                low,
                high,
                turn: (mode - low) / (high - low),
            },
            Law::Pert { low, mode, high } => Self::Pert {
                low,
                range: high - low,
                unit: unit_pert(low, mode, high),
            },
            Law::Normal { mean, sd } => Self::Normal { mean, sd },
            Law::LogitNormal90 { low, high } => {
                let (centre, sd) = logit_normal(low, high);
                Self::LogitNormal { centre, sd }
            }
            Law::Exponential { mean } => Self::Exponential { mean },
            Law::Weibull { shape, scale } => Self::Weibull {
                power: 1.0 / shape,
                scale,
            },
            Law::Empirical(ref sorted) => Self::Empirical(Arc::clone(sorted)),
            Law::Poisson { mean } => Self::Poisson { mean },
            Law::Bernoulli { probability } => Self::Bernoulli { probability },
            Law::Discrete(ref points) => {
                let mut steps = Vec::with_capacity(points.len());
                set_steps(&mut steps, points);
                Self::Discrete(steps)
            }
            // All others have only one value, are log-normal, or were unwrapped.
            _ => REFUSED,
        }
    }

    #[inline]
    fn quantile(&self, u: f64) -> f64 {
        match self {
            Self::Constant(value) => *value,
            Self::Uniform { low, range } => low + range * u,
            Self::Triangular { low, high, turn } => triangular(*low, *high, *turn, u),
            Self::Pert { low, range, unit } => low + range * unit.quantile(u),
            Self::PertTable { low, range, unit } => low + range * unit.quantile(u),
            Self::Normal { mean, sd } => mean + sd * normal_quantile(u),
            Self::LogNormal { median, sigma } => median * exponential(sigma * normal_quantile(u)),
            Self::LogitNormal { centre, sd } => {
                1.0 / (1.0 + exponential(-(centre + sd * normal_quantile(u))))
            }
            Self::Exponential { mean } => -mean * log1p(-u),
            Self::Gamma { scale, unit } => positive(scale * unit.quantile(u)),
            Self::GammaTable { scale, unit } => positive(scale * exp(unit.quantile(u))),
            Self::Weibull { power, scale } => positive(scale * exp(power * log(-log1p(-u)))),
            Self::Beta(unit) => unit.quantile(u),
            Self::BetaTable(unit) => inside_one(unit.quantile(u)),
            Self::Empirical(sorted) => empirical(sorted, u),
            Self::Poisson { mean } => poisson::quantile(*mean, u),
            Self::Stairs(stairs) => stairs.quantile(u),
            Self::PoissonTable(table) => table.quantile(u),
            // One minus a stream's uniform is exact, one minus the probability is not.
            Self::Bernoulli { probability } => f64::from(1.0 - u < *probability),
            Self::Discrete(steps) => discrete(steps, u),
        }
    }
}

/// A number that rounding may have brought down to 0.
#[inline]
fn positive(x: f64) -> f64 {
    fmax(x, f64::MIN_POSITIVE)
}

/// A share that rounding may have brought to an end.
#[inline]
fn inside_one(x: f64) -> f64 {
    fmin(positive(x), 1.0 - f64::EPSILON / 2.0)
}

/// The observation whose share of the uniforms this one lies in.
#[inline]
fn empirical(sorted: &[f64], u: f64) -> f64 {
    let place = (u * sorted.len() as f64) as usize;
    sorted
        .get(place.min(sorted.len().saturating_sub(1)))
        .copied()
        .unwrap_or(f64::NAN)
}

fn unit_pert(low: f64, mode: f64, high: f64) -> UnitPert {
    UnitPert::new((mode - low) / (high - low))
}

#[inline]
fn triangular(low: f64, high: f64, turn: f64, u: f64) -> f64 {
    let range = high - low;
    if u < turn {
        low + range * sqrt(u * turn)
    } else {
        high - range * sqrt((1.0 - u) * (1.0 - turn))
    }
}

#[inline]
fn discrete(steps: &[Step], u: f64) -> f64 {
    let step = steps.iter().find(|step| u <= step.reached);
    step.map_or(f64::NAN, |step| step.value)
}

/// Points of no weight are left out; the last one takes what rounding leaves.
fn set_steps(steps: &mut Vec<Step>, points: &[(f64, f64)]) {
    let mut reached = 0.0;
    steps.clear();
    for &(value, weight) in points.iter().filter(|(_, weight)| *weight > 0.0) {
        reached += weight;
        steps.push(Step { value, reached });
    }
    if let Some(last) = steps.last_mut() {
        last.reached = 1.0;
    }
}

#[cfg(test)]
mod tests;
