//! Between which values a number lies before it is drawn, and between which it is allowed to lie.

use crate::calendar::DAYS_PER_YEAR;
use crate::id::ParameterId;
use crate::model::Scalar;
use crate::random::Law;

/// Lowest and highest value; not-a-number for what could not be read, which passes every check.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::scenario) struct Range {
    pub low: f64,
    pub high: f64,
}

impl Range {
    /// One value.
    pub fn point(value: f64) -> Self {
        Self {
            low: value,
            high: value,
        }
    }

    /// The range of a sum of products, each parameter taken as if it moved alone.
    pub fn of(scalar: &Scalar, of: &dyn Fn(ParameterId) -> Range) -> Self {
        scalar
            .products
            .iter()
            .map(|product| {
                let one = Self::point(product.factor);
                product
                    .parameters
                    .iter()
                    .fold(one, |x, &id| x.times(of(id)))
            })
            .fold(Self::point(scalar.constant), Self::plus)
    }

    /// The range of a draw from a law whose arguments lie in ranges.
    pub fn of_law(law: &Law<Scalar>, of: &dyn Fn(&Scalar) -> Range) -> Self {
        let (a, b) = law.map(&mut |scalar| of(scalar).low).support();
        let (c, d) = law.map(&mut |scalar| of(scalar).high).support();
        if [a, b, c, d].iter().any(|x| x.is_nan()) {
            return Self::point(f64::NAN);
        }
        let (low, high) = (a.min(c), b.max(d));
        let whole = match law {
            Law::Truncated { law, .. } => law,
            law => law,
        };
        match whole {
            // Their ends are never drawn.
            Law::LogNormal { .. }
            | Law::LogNormalMedian { .. }
            | Law::LogNormal90 { .. }
            | Law::Gamma { .. }
            | Law::GammaShape { .. }
            | Law::Weibull { .. } => Self {
                low: low.max(f64::MIN_POSITIVE),
                high,
            },
            Law::LogitNormal90 { .. } | Law::Beta { .. } | Law::BetaMean { .. } => Self {
                low: low.max(f64::MIN_POSITIVE),
                high: high.min(1.0 - f64::EPSILON),
            },
            _ => Self { low, high },
        }
    }

    /// The range of a sum.
    pub fn plus(self, other: Self) -> Self {
        Self {
            low: self.low + other.low,
            high: self.high + other.high,
        }
    }

    /// The range of a product; infinity times zero counts as zero.
    pub fn times(self, other: Self) -> Self {
        let product = |x: f64, y: f64| if x == 0.0 || y == 0.0 { 0.0 } else { x * y };
        let corners = [
            product(self.low, other.low),
            product(self.low, other.high),
            product(self.high, other.low),
            product(self.high, other.high),
        ];
        if corners.iter().any(|x| x.is_nan()) {
            return Self::point(f64::NAN);
        }
        Self {
            low: corners.iter().copied().fold(f64::INFINITY, f64::min),
            high: corners.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        }
    }
}

/// What a key allows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::scenario) struct Bounds {
    pub low: f64,
    /// `low` itself is allowed.
    pub low_allowed: bool,
    pub high: f64,
    /// `high` itself is allowed.
    pub high_allowed: bool,
    /// As in messages.
    pub words: &'static str,
    /// Above it, what is written without % was meant with it; in base units.
    pub slip: f64,
}

const fn bounds(
    low: f64,
    low_allowed: bool,
    high: f64,
    high_allowed: bool,
    words: &'static str,
) -> Bounds {
    Bounds {
        low,
        low_allowed,
        high,
        high_allowed,
        words,
        slip: f64::INFINITY,
    }
}

const INF: f64 = f64::INFINITY;

const FINITE: Bounds = bounds(-INF, false, INF, false, "a finite number");
const NOT_NEGATIVE: Bounds = bounds(0.0, true, INF, true, "0 or more");
const POSITIVE: Bounds = bounds(0.0, false, INF, true, "more than 0");
const SHARE: Bounds = bounds(0.0, true, 1.0, true, "0 to 1 (0 % to 100 %)");
const LOSS: Bounds = bounds(0.0, true, 1.0, false, "0 or more and less than 1 (100 %)");
const YIELD: Bounds = bounds(0.0, false, 1.0, true, "more than 0 and at most 1 (100 %)");
const MARGIN: Bounds = bounds(-1.0, true, INF, true, "-1 (-100 %) or more");

const A_DAY: Bounds = bounds(1.0, true, INF, true, "1 d or more");
const DAILY_RATE: Bounds = bounds(0.0, true, 1.0, true, "0 to 1 a day (365 /yr)");
const CORRELATION: Bounds = bounds(-1.0, false, 1.0, false, "more than -1 and less than 1");

/// As a rate a day.
const GROWTH: Bounds = bounds(
    -1.0 / DAYS_PER_YEAR,
    false,
    INF,
    false,
    "more than -100 %/yr",
);

impl Bounds {
    /// Anything goes.
    pub const ANY: Self = bounds(-INF, true, INF, true, "any number");

    /// What a key of a section allows.
    pub fn of(section: &str, key: &str) -> Self {
        Self {
            slip: slip(section, key),
            ..Self::within(section, key)
        }
    }

    fn within(section: &str, key: &str) -> Self {
        match (section, key) {
            ("breakdown", _)
            | ("source" | "contract.take_or_pay", "share")
            | ("ramp.linear" | "ramp.mcnulty", "from" | "ceiling")
            | ("royalty" | "party.tax", "rate")
            | ("route", "insurance")
            | ("commodity", "charge")
            | ("hazard", "leaves" | "sets_off") => SHARE,
            ("site.process" | "scrap", "scrap" | "first" | "mature") | ("leg" | "node", "loss") => {
                LOSS
            }
            ("site.process", "recovers")
            | ("mine", "grade" | "recovery" | "concentrate_grade")
            | ("phase.when", "utilisation") => YIELD,
            ("market", "premium") | ("contract", "cost_plus") | ("demand.forecast", "bias") => {
                MARGIN
            }
            ("site.process", "life")
            | ("party.tax", "depreciation")
            | ("scrap", "at")
            | ("ramp.mcnulty", "to_nameplate")
            | ("phase.when", "for")
            | ("commodity", "per_feu" | "mass")
            | ("policy.r_Q", "Q")
            | ("node", "throughput")
            | ("departs", "room")
            | ("index.path" | "jumps", "factor")
            | (
                "index" | "index.log_ou" | "index.gbm" | "index.bootstrap" | "regime"
                | "regime.log_ou",
                "constant" | "start" | "level" | "value" | "half_life" | "speed",
            ) => POSITIVE,
            ("index.bootstrap", "block") | ("regime", "duration") => A_DAY,
            ("jumps" | "hazard", "rate") => DAILY_RATE,
            ("correlation", "rho") => CORRELATION,
            ("demand", "growth") => GROWTH,
            ("policy.s_S", "s") | ("policy.r_Q", "r") => FINITE,
            ("site.process" | "phase", "start")
            | ("demand", "daily")
            | ("node", "background")
            | ("parameter", _)
            | ("index.gbm" | "regime.gbm", "drift")
            | ("jumps", "size") => Self::ANY,
            _ => NOT_NEGATIVE,
        }
    }

    /// A name for what is allowed, of letters and hyphens; nothing where anything is.
    pub fn label(self) -> Option<String> {
        let limits = (self.low.is_finite() || self.high.is_finite()).then_some(self.words)?;
        let words = limits
            .split([' ', '(', ')', '%'])
            .filter(|word| !word.is_empty());
        Some(words.collect::<Vec<_>>().join("-"))
    }

    /// The end of a range that is not allowed.
    pub fn offence(self, range: Range) -> Option<f64> {
        if range.low < self.low || (range.low <= self.low && !self.low_allowed) {
            Some(range.low)
        } else if range.high > self.high || (range.high >= self.high && !self.high_allowed) {
            Some(range.high)
        } else {
            None
        }
    }
}

/// Above what a number without % is taken for a slip, in keys that have no upper bound: shares above
/// the whole, a budget overrun tenfold, volatilities that no price has.
fn slip(section: &str, key: &str) -> f64 {
    match (section, key) {
        ("duty", "rate" | "vat")
        | ("market", "premium")
        | ("contract", "cost_plus")
        | ("demand", "noise")
        | ("demand.forecast", "bias" | "cv") => 1.0,
        ("scenario", "discount" | "capital_rate" | "carrying")
        | ("party", "hurdle")
        | ("demand", "growth") => 1.0 / DAYS_PER_YEAR,
        ("jumps", "size") => 5.0,
        ("phase", "overrun") => 10.0,
        ("index.gbm" | "regime.gbm", "drift") => 5.0 / DAYS_PER_YEAR,
        (_, "volatility") => 5.0 / DAYS_PER_YEAR.sqrt(),
        _ => INF,
    }
}

/// A figure for a message: four digits that count.
pub(in crate::scenario) fn figure(value: f64) -> String {
    let digits = format!("{value:.3e}");
    let short: f64 = digits.parse().unwrap_or(value);
    if short == 0.0 || (1e-4..1e15).contains(&short.abs()) {
        return short.to_string();
    }
    format!("{short:e}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Id;
    use crate::model::Product;

    const BETWEEN: Range = Range {
        low: -1.0,
        high: 2.0,
    };

    #[test]
    fn the_range_of_a_sum_of_products_is_that_of_its_corners() {
        let id: ParameterId = Id::new(0);
        for (constant, factor, power, low, high) in [
            (0.0, 1.0, 1, -1.0, 2.0),
            (5.0, -3.0, 1, -1.0, 8.0),
            // Each factor is taken as if it moved alone.
            (0.0, 1.0, 2, -2.0, 4.0),
            (1.0, 0.0, 3, 1.0, 1.0),
        ] {
            let scalar = Scalar {
                constant,
                products: vec![Product {
                    factor,
                    parameters: vec![id; power],
                }],
            };
            assert_eq!(Range::of(&scalar, &|_| BETWEEN), Range { low, high });
        }
    }

    #[test]
    fn infinity_times_zero_is_zero() {
        let wide = Range {
            low: 0.0,
            high: f64::INFINITY,
        };
        assert_eq!(wide.times(Range::point(0.0)), Range::point(0.0));
        assert_eq!(
            wide.times(BETWEEN),
            Range {
                low: f64::NEG_INFINITY,
                high: f64::INFINITY
            }
        );
    }

    #[test]
    fn bounds_name_the_end_that_offends() {
        let range = |low, high| Range { low, high };
        for (bounds, range, offence) in [
            (SHARE, range(0.0, 1.0), None),
            (SHARE, range(0.2, 1.1), Some(1.1)),
            (SHARE, range(-0.1, 1.1), Some(-0.1)),
            (LOSS, range(0.0, 1.0), Some(1.0)),
            (YIELD, range(0.0, 1.0), Some(0.0)),
            (POSITIVE, range(f64::MIN_POSITIVE, f64::INFINITY), None),
            (NOT_NEGATIVE, Range::point(f64::NAN), None),
        ] {
            assert_eq!(bounds.offence(range), offence);
        }
    }

    #[test]
    fn a_figure_has_four_digits_that_count() {
        for (value, text) in [
            (0.094, "0.094"),
            (1.0 / 3.0, "0.3333"),
            (-2500.0, "-2500"),
            (0.0, "0"),
        ] {
            assert_eq!(figure(value), text);
        }
    }
}
