//! `[index.NAME.regimes.REGIME]`: regimes that take turns.

use super::{Measured, first_value, reversion};
use crate::model::{IndexProcess, Mood, Regime, Scalar};
use crate::scenario::problem::nearest;
use crate::scenario::read::fields::Fields;
use crate::scenario::read::quantity::unread;
use crate::units::Dimension;

/// Reads the regimes of an index, all of one dimension.
pub(super) fn read(index: &Fields) -> Measured {
    let tables = index.map("regimes");
    let names: Vec<&str> = tables.iter().map(|(name, _)| *name).collect();
    let start = first_value(index, "start");
    let mut dimension = start.as_ref().map(|(_, dimension)| *dimension);
    let regimes: Vec<Option<Regime>> = tables
        .iter()
        .map(|(name, fields)| read_one(name, fields.as_ref()?, &mut dimension))
        .collect();
    let first = first(index, &names);
    if regimes.len() < 2 {
        let help = "for a price of one kind write log_ou or gbm without regimes".to_owned();
        index.report("regimes", "has fewer than two regimes", Some(help));
        return None;
    }
    let regimes: Vec<Regime> = regimes.into_iter().collect::<Option<_>>()?;
    let first = first?;
    let start = match start {
        Some((start, _)) => start,
        None => own_start(index, &regimes[first])?,
    };
    let process = IndexProcess::Regimes {
        start,
        regimes,
        first,
    };
    Some((process, dimension?))
}

/// The regime of the first day.
fn first(index: &Fields, names: &[&str]) -> Option<usize> {
    let Some(begins) = index.text("begins") else {
        if !index.has("begins") {
            let help = format!("begins = one of {}", names.join(", "));
            index.report_self("does not say in which regime it begins", Some(help));
        }
        return None;
    };
    let found = names.iter().position(|name| *name == begins);
    if found.is_none() {
        let near = nearest(&begins, names.iter().copied());
        let help = near.map(|near| format!("did you mean {near:?}?"));
        index.report("begins", &format!("no regime is named {begins:?}"), help);
    }
    found
}

/// Where a regime without a `start` begins.
fn own_start(index: &Fields, regime: &Regime) -> Option<Scalar> {
    match &regime.mood {
        Mood::Value(start) | Mood::LogOu { level: start, .. } => Some(start.clone()),
        Mood::Gbm { .. } => {
            let message = "begins in a regime of gbm, which has no price of its own";
            let help = "write `start`, the price on the first day".to_owned();
            index.report_self(message, Some(help));
            None
        }
    }
}

/// Reads a regime; the first price that is written says what the index measures.
fn read_one(name: &str, fields: &Fields, dimension: &mut Option<Dimension>) -> Option<Regime> {
    let kinds = ["value", "log_ou", "gbm"];
    if kinds.iter().filter(|key| fields.has(key)).count() != 1 {
        fields.report_self(
            "needs exactly one of \"value\", \"log_ou\" and \"gbm\"",
            None,
        );
        return None;
    }
    let stay_days = fields.needed("duration");
    let mood = if fields.has("value") {
        Mood::Value(price(fields, "value", dimension)?)
    } else if fields.has("log_ou") {
        let fields = fields.table("log_ou")?;
        Mood::LogOu {
            level: price(&fields, "level", dimension)?,
            reversion: reversion(&fields),
            volatility: fields.needed("volatility"),
        }
    } else {
        let fields = fields.table("gbm")?;
        Mood::Gbm {
            drift: fields.once_or_zero("drift"),
            volatility: fields.needed("volatility"),
        }
    };
    Some(Regime {
        name: name.to_owned(),
        stay_days,
        mood,
    })
}

fn price(fields: &Fields, key: &str, dimension: &mut Option<Dimension>) -> Option<Scalar> {
    let Some(known) = *dimension else {
        let (value, found) = first_value(fields, key)?;
        *dimension = Some(found);
        return Some(value);
    };
    let wanted = fields.wanted_dimension(key, known);
    Some(fields.once_as(key, wanted).unwrap_or_else(unread))
}
