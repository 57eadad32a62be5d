//! Laws that can leave what their key allows, and percentages without their sign.

use super::quantity::Quantity;
use super::range::{Bounds, Range, figure};
use crate::model::Scalar;
use crate::random::Law;
use crate::scenario::expression::Expression;
use crate::scenario::tree::Item;
use crate::units::Dimension;

impl Quantity<'_> {
    /// Reports a law that can leave what is allowed.
    pub fn check_bounds(&self, law: &Law<Scalar>, expression: &Expression, bounds: Bounds) {
        let range = Range::of_law(law, &|scalar| self.desk.range(scalar));
        let Some(offence) = bounds.offence(range) else {
            return;
        };
        let (unit, factor) = &expression.unit;
        let unit = if expression.dimension == Dimension::NONE && unit != "%" {
            ""
        } else {
            unit
        };
        let shown = format!("{} {unit}", figure(offence / factor));
        let found = match (range.low < range.high, offence.is_infinite()) {
            (true, true) => "has no limit".to_owned(),
            (true, false) => format!("can be {}", shown.trim_end()),
            (false, _) => format!("is {}", shown.trim_end()),
        };
        let side = if offence < bounds.low || offence <= range.low {
            "below"
        } else {
            "above"
        };
        let found = found.replace("no limit", &format!("no limit {side}"));
        let is_percent = bounds.low == 0.0
            && bounds.high <= 1.0
            && unit.is_empty()
            && (1.0..=100.0).contains(&offence);
        let help = if range.low < range.high {
            Some("choose a distribution that stays within, or cut it off with clip(…)".to_owned())
        } else {
            is_percent.then(|| format!("for a percentage write \"{} %\"", figure(offence)))
        };
        self.report(&format!("{found}; {} is allowed", bounds.words), help);
    }

    /// Reports a number so large that its % was forgotten.
    pub fn check_percent(&self, expression: &Expression, bounds: Bounds) {
        // A rate that is written as its limit may come out a hair above it.
        if expression.without_percent <= bounds.slip * (1.0 + 1e-9) {
            return;
        }
        let (per, factor) = match (&expression.unit, expression.dimension) {
            (_, Dimension::NONE) => ("", 1.0),
            ((unit, factor), _) => (unit.strip_prefix('1').unwrap_or(unit), *factor),
        };
        let written = figure(expression.without_percent / factor);
        let percent = format!(
            "{} %{per}",
            figure(expression.without_percent / factor * 100.0)
        );
        let meant = match &self.node.item {
            Item::Text(text) if text.contains('%') => None,
            Item::Text(text) if per.is_empty() => Some(format!("{} %", text.trim())),
            Item::Text(text) if text.contains(per) => Some(text.replace(per, &format!("%{per}"))),
            Item::Text(_) => None,
            _ => Some(format!("{written} %")),
        };
        let meant = meant.map_or_else(
            || "put % after each of its numbers".to_owned(),
            |meant| format!("write \"{meant}\""),
        );
        let shown = format!("{written} {per}");
        self.report(
            &format!("{} is {percent}", shown.trim_end()),
            Some(format!(
                "for a percentage {meant}; if {percent} is meant, write that, with its %"
            )),
        );
    }
}
