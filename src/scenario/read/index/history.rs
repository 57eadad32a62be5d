//! Indices from tables: a path as it stands, and a history whose returns are drawn again.

use super::{Measured, first_value};
use crate::calendar::Date;
use crate::model::{IndexProcess, Scalar};
use crate::scenario::read::fields::Fields;
use crate::scenario::read::table;

/// Reads `path`: a value for each day of the horizon.
pub(super) fn read_path(fields: &Fields, end: Option<Date>) -> Measured {
    let unit = table::unit(fields);
    let factor = fields.once("factor").unwrap_or_else(|| Scalar::fixed(1.0));
    let between = if fields.word("between") == Some("linear") {
        on_a_line
    } else {
        on_a_step
    };
    let held = fields.word("ends") == Some("held");
    let dated = table::dated(fields, table::PRICES)?;
    let (start, end) = (fields.desk.start.get(), end?);
    if !held && !covers(fields, &dated, start, end) {
        return None;
    }
    let unit = unit?;
    let days = (start.0..end.0).map(Date);
    let values = days.map(|day| unit.factor * between(&dated, day)).collect();
    Some((IndexProcess::Path { values, factor }, unit.dimension))
}

/// True where the table has something for the first and the last day.
fn covers(fields: &Fields, dated: &[(Date, f64)], start: Date, end: Date) -> bool {
    let (Some((first, _)), Some((last, _))) = (dated.first(), dated.last()) else {
        return false;
    };
    let last_day = Date(end.0 - 1);
    if *first <= start && *last >= last_day {
        return true;
    }
    let message =
        format!("the table has {first} to {last}; the scenario needs {start} to {last_day}");
    let help = "add rows, or let the nearest number hold with ends = \"held\"".to_owned();
    fields.report("csv", &message, Some(help));
    false
}

/// The last number at or before a day, the first before all.
fn on_a_step(dated: &[(Date, f64)], day: Date) -> f64 {
    let after = dated.partition_point(|(date, _)| *date <= day);
    dated[after.saturating_sub(1)].1
}

/// On the straight line between the dates around a day; the nearest number beyond the ends.
fn on_a_line(dated: &[(Date, f64)], day: Date) -> f64 {
    let after = dated.partition_point(|(date, _)| *date <= day);
    let before = on_a_step(dated, day);
    match (after, dated.get(after)) {
        (1.., Some((next, value))) => {
            let last = dated[after - 1].0;
            let share = f64::from(day.0 - last.0) / f64::from(next.0 - last.0);
            before + (value - before) * share
        }
        _ => before,
    }
}

/// Fewer returns than these say nothing about how a price moves.
const FEWEST_RETURNS: usize = 10;

/// Reads `bootstrap`.
pub(super) fn read_bootstrap(fields: &Fields) -> Measured {
    let start = first_value(fields, "start");
    let block_days = fields.needed("block");
    let removed = fields.word("trend") == Some("removed");
    let dated = table::dated(fields, table::PRICES)?;
    let (start, dimension) = start?;
    if dated.len() <= FEWEST_RETURNS {
        let message = format!(
            "the table has {} prices; more than {FEWEST_RETURNS} are wanted, so that there is something to draw from",
            dated.len()
        );
        fields.report("csv", &message, None);
        return None;
    }
    let process = IndexProcess::Bootstrap {
        start,
        returns: daily_returns(&dated, removed),
        block_days,
    };
    Some((process, dimension))
}

/// Log returns of all days from the second date on. Between two dates the price holds and the
/// whole return falls on the later: however irregular the dates, the returns add up to the
/// history's change and their squares to its quadratic variation.
fn daily_returns(dated: &[(Date, f64)], without_trend: bool) -> Vec<f64> {
    let mut returns = Vec::new();
    for pair in dated.windows(2) {
        let gap = (pair[1].0.0 - pair[0].0.0) as usize;
        returns.resize(returns.len() + gap - 1, 0.0);
        returns.push(libm::log(pair[1].1 / pair[0].1));
    }
    if without_trend {
        let mean = returns.iter().sum::<f64>() / returns.len() as f64;
        for x in &mut returns {
            *x -= mean;
        }
    }
    returns
}

#[cfg(test)]
mod tests {
    use super::*;

    const DATED: [(Date, f64); 3] = [(Date(10), 100.0), (Date(14), 200.0), (Date(15), 50.0)];

    #[test]
    fn between_dates_a_step_holds_and_a_line_is_straight() {
        for (day, step, line) in [
            (9, 100.0, 100.0),
            (10, 100.0, 100.0),
            (11, 100.0, 125.0),
            (13, 100.0, 175.0),
            (14, 200.0, 200.0),
            (15, 50.0, 50.0),
            (99, 50.0, 50.0),
        ] {
            assert_eq!(on_a_step(&DATED, Date(day)).to_bits(), f64::to_bits(step));
            assert_eq!(on_a_line(&DATED, Date(day)).to_bits(), f64::to_bits(line));
        }
    }

    #[test]
    fn a_return_falls_on_the_later_date_whatever_the_gap() {
        let found = daily_returns(&DATED, false);
        let wanted = [0.0, 0.0, 0.0, 2_f64.ln(), 0.25_f64.ln()];
        assert_eq!(found.len(), wanted.len());
        for (x, y) in found.iter().zip(wanted) {
            assert!((x - y).abs() < 1e-15);
        }
        let flat = daily_returns(&DATED, true);
        assert!(flat.iter().sum::<f64>().abs() < 1e-15);
        assert!((flat[0] - -(0.5_f64.ln()) / 5.0).abs() < 1e-15);
    }
}
