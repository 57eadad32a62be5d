//! What is wrong with a law's arguments, in words for the user.

use libm::fabs;

use super::Law;
use crate::random::normal::SCORE_LIMIT;
use crate::random::poisson::LARGEST_MEAN;
use crate::random::{beta, gamma};

/// Beyond this a number is a slip of the pen, and ranges would overflow.
const LARGEST: f64 = 1e300;
/// How far weights may be from adding up to one, for thirds written with seven digits.
const WEIGHT_SLACK: f64 = 1e-6;

/// Shapes of Weibull laws: below, draws run over hundreds of powers of ten.
const WEIBULL_SHAPES: (f64, f64) = (0.01, 1e6);
/// The least part of a law that truncation must leave.
const LEAST_LEFT: f64 = 1e-6;

/// Nothing, or words for the user.
type Verdict = Result<(), String>;

impl Law<f64> {
    /// Why these arguments make no law, in words for the user, or nothing: finite arguments in
    /// order, spreads not negative, probabilities within 0 and 1, weights adding up to one. Numbers
    /// are shown in base units.
    #[must_use]
    pub fn fault(&self) -> Option<String> {
        self.verdict().err()
    }

    fn verdict(&self) -> Verdict {
        match self {
            Self::Constant(value) => finite("value", *value),
            Self::Uniform { low, high } => ordered([("low", *low), ("high", *high)]),
            Self::Triangular { low, mode, high } | Self::Pert { low, mode, high } => {
                ordered([("low", *low), ("mode", *mode)])?;
                ordered([("mode", *mode), ("high", *high)])
            }
            Self::Normal { mean, sd } => {
                finite("mean", *mean)?;
                not_negative("standard deviation", *sd)
            }
            Self::LogNormal { mean, cv } => {
                positive("mean", *mean)?;
                not_negative("coefficient of variation", *cv)?;
                self.is_bounded()
            }
            Self::LogNormalMedian { median, sigma } => {
                positive("median", *median)?;
                not_negative("sigma", *sigma)?;
                self.is_bounded()
            }
            Self::LogNormal90 { low, high } => {
                positive("low", *low)?;
                ordered([("low", *low), ("high", *high)])?;
                self.is_bounded()
            }
            Self::LogitNormal90 { low, high } => {
                inside_one("low", *low)?;
                inside_one("high", *high)?;
                ordered([("low", *low), ("high", *high)])
            }
            Self::Exponential { mean } => not_negative("mean", *mean),
            Self::Gamma { mean, cv } => {
                positive("mean", *mean)?;
                not_negative("coefficient of variation", *cv)?;
                self.gamma()
            }
            Self::GammaShape { scale, .. } => {
                positive("scale", *scale)?;
                self.gamma()
            }
            Self::Weibull { shape, scale } => {
                within("shape", *shape, WEIBULL_SHAPES)?;
                positive("scale", *scale)?;
                // The highest draw is that of the uniform next to 1, 2^-53 below it.
                narrow(*scale * libm::exp(libm::log(37.0) / shape))
            }
            Self::Beta { a, b } => {
                within("shape a", *a, beta::SHAPES)?;
                within("shape b", *b, beta::SHAPES)
            }
            Self::BetaMean { mean, sd } => self.beta(*mean, *sd),
            Self::Poisson { mean } => {
                not_negative("mean", *mean)?;
                at_most("mean", *mean, LARGEST_MEAN)
            }
            Self::Bernoulli { probability } => share("probability", *probability),
            Self::Discrete(points) => discrete(points),
            Self::Empirical(sorted) => {
                if sorted.is_empty() {
                    return Err("there are no observations".to_owned());
                }
                sorted.iter().try_for_each(|x| finite("observation", *x))
            }
            Self::Truncated { law, low, high } => truncated(law, *low, *high),
            Self::Floor { law, unit } => {
                positive("unit", *unit)?;
                rounded_once(law, *unit)?;
                law.verdict()
            }
            Self::Clip { law, low, high } => {
                bounds(*low, *high)?;
                law.verdict()
            }
        }
    }

    /// The log-normal laws: no draw may overflow.
    fn is_bounded(&self) -> Verdict {
        let Some((median, sigma)) = self.log_normal() else {
            return Ok(());
        };
        narrow(median * libm::exp(sigma * SCORE_LIMIT))
    }

    fn gamma(&self) -> Verdict {
        let Some((shape, scale)) = self.gamma_shape() else {
            return Ok(());
        };
        if self.only_value().is_some() {
            return Ok(());
        }
        within("shape", shape, gamma::SHAPES).map_err(|fault| match self {
            Self::Gamma { .. } => format!("{fault}, a coefficient of variation from 0.001 to 10"),
            _ => fault,
        })?;
        // Farther out than the uniform next to 1.
        narrow(scale * (shape + 9.0 * libm::sqrt(shape) + 50.0))
    }

    fn beta(&self, mean: f64, sd: f64) -> Verdict {
        inside_one("mean", mean)?;
        not_negative("standard deviation", sd)?;
        let most = libm::sqrt(mean * (1.0 - mean));
        let allowed = format!("below {} with this mean", shown(rounded(most)));
        demand(sd < most, "standard deviation", sd, &allowed)?;
        let Some((a, b)) = self.beta_shapes().filter(|_| sd > 0.0) else {
            return Ok(());
        };
        let given = |fault| format!("{fault}; choose another standard deviation");
        within("shape a", rounded(a), beta::SHAPES).map_err(given)?;
        within("shape b", rounded(b), beta::SHAPES).map_err(given)
    }
}

/// No draw may overflow. Written so that NaN, the product of nothing and infinity, is refused too.
fn narrow(highest: f64) -> Verdict {
    if highest <= LARGEST {
        return Ok(());
    }
    Err("the spread is so wide that draws could pass 1e300".to_owned())
}

/// The conditional law must be known to ten digits from uniforms of sixteen.
fn truncated(law: &Law<f64>, low: f64, high: f64) -> Verdict {
    law.verdict()?;
    bounds(low, high)?;
    let Some(window) = law.window(low, high) else {
        let words =
            "only a continuous distribution can be truncated, and before it is rounded or clipped";
        return Err(words.to_owned());
    };
    if window.width >= LEAST_LEFT {
        return Ok(());
    }
    let place = match (low.is_finite(), high.is_finite()) {
        (true, false) => format!("above {}", shown(low)),
        (false, _) => format!("below {}", shown(high)),
        _ => format!("between {} and {}", shown(low), shown(high)),
    };
    Err(format!(
        "less than a millionth of the distribution lies {place}"
    ))
}

fn finite(what: &str, x: f64) -> Verdict {
    if !x.is_finite() {
        return Err(format!("{what} is not a finite number"));
    }
    if fabs(x) > LARGEST {
        return Err(format!("{what} is {}, beyond 1e300", shown(x)));
    }
    Ok(())
}

fn ordered([(lower, low), (upper, high)]: [(&str, f64); 2]) -> Verdict {
    finite(lower, low)?;
    finite(upper, high)?;
    if low <= high {
        return Ok(());
    }
    let (low, high) = (shown(low), shown(high));
    Err(format!("{lower} {low} is above {upper} {high}"))
}

fn positive(what: &str, x: f64) -> Verdict {
    finite(what, x)?;
    demand(x > 0.0, what, x, "above 0")
}

fn within(what: &str, x: f64, (low, high): (f64, f64)) -> Verdict {
    finite(what, x)?;
    let allowed = format!("between {} and {}", shown(low), shown(high));
    demand((low..=high).contains(&x), what, x, &allowed)
}

fn not_negative(what: &str, x: f64) -> Verdict {
    finite(what, x)?;
    demand(x >= 0.0, what, x, "0 or more")
}

fn at_most(what: &str, x: f64, most: f64) -> Verdict {
    demand(x <= most, what, x, &format!("{} or less", shown(most)))
}

fn share(what: &str, x: f64) -> Verdict {
    finite(what, x)?;
    demand((0.0..=1.0).contains(&x), what, x, "between 0 and 1")
}

fn inside_one(what: &str, x: f64) -> Verdict {
    finite(what, x)?;
    demand(x > 0.0 && x < 1.0, what, x, "above 0 and below 1")
}

fn demand(holds: bool, what: &str, x: f64, allowed: &str) -> Verdict {
    if holds {
        return Ok(());
    }
    Err(format!("{what} is {}; it must be {allowed}", shown(x)))
}

fn discrete(points: &[(f64, f64)]) -> Verdict {
    if points.is_empty() {
        return Err("there are no values to choose from".to_owned());
    }
    for &(value, weight) in points {
        if value != f64::INFINITY {
            finite("value", value)?;
        }
        share("probability", weight)?;
    }
    let sum: f64 = points.iter().map(|(_, weight)| weight).sum();
    if fabs(sum - 1.0) <= WEIGHT_SLACK {
        return Ok(());
    }
    let sum = shown(rounded(sum));
    Err(format!(
        "probabilities add up to {sum}; they must add up to 1"
    ))
}

fn bounds(low: f64, high: f64) -> Verdict {
    if low != f64::NEG_INFINITY {
        finite("lower bound", low)?;
    }
    if high != f64::INFINITY {
        finite("upper bound", high)?;
    }
    if low <= high {
        return Ok(());
    }
    let (low, high) = (shown(low), shown(high));
    Err(format!("lower bound {low} is above upper bound {high}"))
}

/// Rounding twice makes sense to one unit only.
fn rounded_once(law: &Law<f64>, outer: f64) -> Verdict {
    match law {
        Law::Clip { law, .. } => rounded_once(law, outer),
        Law::Floor { unit, .. } if fabs(unit - outer) > 0.0 => Err(format!(
            "it is rounded down to two units, {} and {}; one is wanted",
            shown(*unit),
            shown(outer)
        )),
        _ => Ok(()),
    }
}

/// To nine decimals.
fn rounded(x: f64) -> f64 {
    (x * 1e9).round() / 1e9
}

/// A number as a person writes it.
fn shown(x: f64) -> String {
    if x == 0.0 || (1e-5..1e15).contains(&fabs(x)) {
        format!("{x}")
    } else {
        format!("{x:e}")
    }
}

#[cfg(test)]
mod tests;
