//! Two regimes in rows, words and as a block to paste.

use super::super::words::{interval, plain};
use super::super::{Row, WALD};
use super::{BY_PROFILE, Prices, half_life, scaled};
use crate::stats::fit::{Estimate, History, Kind, Regime, RegimeFit, fit_price, fit_regimes};

/// Two regimes beside the process that never changes.
pub(super) struct Turns {
    pub fit: RegimeFit,
    pub returns: bool,
    /// Akaike's criterion of the same without regimes.
    plain_aic: f64,
}

/// What the regimes are called.
const NAMES: [&str; 2] = ["calm", "restless"];

/// What one in twenty histories without regimes gains in AIC, for gbm and `log_ou`, measured as
/// docs/statistics.md says: the usual tables do not hold where a regime may be absent.
const GAINS_BY_CHANCE: [f64; 2] = [4.0, 7.0];

impl Turns {
    pub fn of(history: &History, returns: bool) -> Self {
        let kind = if returns { Kind::LogOu } else { Kind::Gbm };
        Self {
            fit: fit_regimes(history, returns),
            returns,
            plain_aic: fit_price(history, kind).aic(),
        }
    }

    pub fn name(&self) -> &'static str {
        if self.returns {
            "log_ou regimes"
        } else {
            "gbm regimes"
        }
    }

    pub fn rows(&self, prices: &Prices) -> Vec<Row> {
        let row = |parameter, unit: &str, estimate, method| Row {
            model: self.name().to_owned(),
            parameter,
            unit: unit.to_owned(),
            estimate,
            log_likelihood: Some(self.fit.log_likelihood),
            aic: Some(self.fit.aic()),
            observations: prices.points.len(),
            method,
        };
        let price = prices.unit.as_deref().unwrap_or_default();
        let mut rows = Vec::new();
        if let Some(speed) = self.fit.speed {
            rows.push(row("speed", "/yr", speed, BY_PROFILE));
        }
        let names = [
            ["calm drift", "calm level", "calm volatility", "calm stay"],
            [
                "restless drift",
                "restless level",
                "restless volatility",
                "restless stay",
            ],
        ];
        for (regime, [drift, level, volatility, stay]) in self.fit.regimes.iter().zip(names) {
            rows.extend(
                regime
                    .drift
                    .map(|found| row(drift, "%/yr", scaled(found, 100.0), WALD)),
            );
            rows.extend(regime.level.map(|found| row(level, price, found, WALD)));
            let percent = scaled(regime.volatility, 100.0);
            rows.push(row(volatility, "%/yr^0.5", percent, WALD));
            rows.push(row(stay, "d", regime.stay_days, BY_PROFILE));
        }
        rows
    }

    /// What the data say of there being regimes at all.
    pub fn verdicts(&self) -> Vec<String> {
        let gain = self.plain_aic - self.fit.aic();
        let (without, by_chance) = if self.returns {
            ("log_ou", GAINS_BY_CHANCE[1])
        } else {
            ("gbm", GAINS_BY_CHANCE[0])
        };
        let mut verdicts = Vec::new();
        if gain <= 0.0 {
            verdicts.push(format!(
                "Two regimes ({}) are not identified: AIC is {:.1} above that of {without} without them, so \
                 what stands for each is chance.",
                self.name(),
                -gain
            ));
        } else {
            let chance = if gain < by_chance {
                "That is no evidence: of histories that have none one in twenty gains"
            } else {
                "Of histories that have none one in twenty gains"
            };
            verdicts.push(format!(
                "Two regimes ({}): AIC is {gain:.1} below that of {without} without them. {chance} \
                 {by_chance:.0} or more. About {:.0} spells are expected in such a history.",
                self.name(),
                self.fit.changes
            ));
        }
        if self.fit.shrunk {
            verdicts.push(
                "The calm regime is as calm as it may be, a twentieth of gbm: prices that stand still or lie \
                 on a line, as filled gaps do, draw it there. The likelihood has no top, and neither it nor \
                 its AIC compares with the others."
                    .to_owned(),
            );
        }
        verdicts
    }

    /// The lines of a block after its heading.
    pub fn lines(&self, prices: &Prices, price: &dyn Fn(f64) -> String) -> Vec<String> {
        let (day, last) = prices.points[prices.points.len() - 1];
        let calm = self.fit.calm_now;
        let (now, chance) = if calm >= 0.5 {
            (NAMES[0], calm)
        } else {
            (NAMES[1], 1.0 - calm)
        };
        let mut lines = vec![
            format!(
                "begins     = \"{now}\" # with {:.0} % on {day}",
                100.0 * chance
            ),
            format!("start      = {} # on {day}", price(last)),
        ];
        for (name, regime) in NAMES.iter().zip(&self.fit.regimes) {
            lines.push(format!(
                "# {name}: stay {} d, volatility {} %/yr^0.5",
                interval(regime.stay_days.interval),
                interval(scaled(regime.volatility, 100.0).interval)
            ));
            lines.push(self.line(name, regime, price));
        }
        lines
    }

    fn line(&self, name: &str, regime: &Regime, price: &dyn Fn(f64) -> String) -> String {
        let stay = plain(regime.stay_days.value.max(1.0));
        let volatility = plain(100.0 * regime.volatility.value);
        let speed = self.fit.speed.map_or(0.0, |speed| speed.value);
        let mood = match regime.level {
            Some(level) => format!(
                "log_ou = {{ level = {}, half_life = \"{} yr\"",
                price(level.value),
                plain(half_life(speed))
            ),
            None => format!(
                "gbm = {{ drift = \"{} %/yr\"",
                plain(100.0 * drift(regime).value)
            ),
        };
        format!(
            "regimes.{name} = {{ duration = \"{stay} d\", {mood}, volatility = \"{volatility} %/yr^0.5\" }} }}"
        )
    }
}

fn drift(regime: &Regime) -> Estimate {
    regime.drift.unwrap_or(Estimate {
        value: 0.0,
        se: None,
        interval: None,
    })
}
