//! Objective and constraints name measures; which there are, and in which units, is known when the
//! model is complete.

use crate::model::Model;
use crate::plan::Plan;
use crate::scenario::problem::nearest;
use crate::scenario::read::desk::Desk;
use crate::scenario::read::optimize::Wanted;
use crate::units::{Dimension, Unit, parse_unit};

/// Checks the names and brings bounds into the units of their measures.
pub(in crate::scenario) fn settle(desk: &Desk, model: &Model, wanted: &mut Wanted) {
    let layout = Plan::compile(model).layout;
    let names: Vec<&str> = layout.measures.iter().map(|m| m.name.as_str()).collect();
    let missing = |name: &str| {
        let near = nearest(name, names.iter().copied());
        let help = near.map_or_else(
            || "measures are named as in summary.csv".to_owned(),
            |near| format!("did you mean {near:?}?"),
        );
        (format!("no measure is named {name:?}"), help)
    };
    let search = &mut wanted.search;
    let objective = layout.measures.iter().find(|m| m.name == search.objective);
    match objective {
        None => {
            let (message, help) = missing(&search.objective);
            desk.report_at("optimize.objective", &message, Some(help));
        }
        Some(measure) if search.low_is_good.is_none() && measure.better.word() == "none" => {
            let message = format!(
                "neither low nor high values of {} are good",
                search.objective
            );
            let help = "say which is wanted: aim = \"low\"".to_owned();
            desk.report_at("optimize.objective", &message, Some(help));
        }
        Some(_) => {}
    }
    for (constraint, (unit, span)) in search.constraints.iter_mut().zip(&wanted.bounds) {
        let measure = layout
            .measures
            .iter()
            .find(|m| m.name == constraint.measure);
        let told = match measure {
            None => Err(missing(&constraint.measure)),
            Some(measure) => factor(unit, &measure.unit, constraint.bound),
        };
        match told {
            Ok(factor) => constraint.bound *= factor,
            Err((message, help)) => {
                let message = format!("optimize.constraints: {message}");
                desk.report(*span, message, Some(help));
            }
        }
    }
}

/// Units of a measure in one of a bound.
fn factor(bound: &str, measure: &str, value: f64) -> Result<f64, (String, String)> {
    let known = |unit: &str| match unit {
        "" | "share" => Ok(Unit {
            factor: 1.0,
            dimension: Dimension::NONE,
        }),
        unit => parse_unit(unit),
    };
    let Ok(of_measure) = known(measure) else {
        // Orders and the like are counted without a unit.
        return if bound.is_empty() {
            Ok(1.0)
        } else {
            let message = format!("the bound is in {bound}; the measure is a number of {measure}");
            Err((message, "write the bound without a unit".to_owned()))
        };
    };
    let help = format!("write the bound in a unit such as {measure}");
    if bound.is_empty() && value == 0.0 {
        return Ok(1.0);
    }
    match known(bound) {
        Ok(unit) if unit.dimension == of_measure.dimension => Ok(unit.factor / of_measure.factor),
        Ok(_) if bound.is_empty() => Err(("the bound has no unit".to_owned(), help)),
        Ok(_) => {
            let message = format!("the bound is in {bound} and the measure in {measure}");
            Err((message, help))
        }
        Err(_) => Err((format!("{bound:?} is no unit"), help)),
    }
}

#[cfg(test)]
mod tests {
    use super::factor;

    #[test]
    fn bounds_come_into_the_units_of_their_measures() {
        for (bound, measure, wanted) in [
            ("%", "share", Some(0.01)),
            ("", "share", Some(1.0)),
            ("USD/MWh", "USD/kWh", Some(0.001)),
            ("wk", "d", Some(7.0)),
            ("", "orders", Some(1.0)),
            ("", "d", None),
            ("t", "USD/kWh", None),
            ("parsec", "d", None),
        ] {
            let found = factor(bound, measure, 3.0).ok();
            match (found, wanted) {
                (Some(a), Some(b)) => assert!((a / b - 1.0).abs() < 1e-12, "{bound} {measure}"),
                (found, wanted) => assert_eq!(found, wanted, "{bound} {measure}"),
            }
        }
        assert_eq!(factor("", "d", 0.0).ok(), Some(1.0));
    }
}
