//! `decision.csv`: which variant to choose, and what it would be worth to know more first.

use super::compare::columns;
use super::{Column, Lines, Sheet};
use crate::analysis::compare::{Decision, DecisionRow};
use crate::calendar::Date;

/// A decision's numbers.
pub struct DecisionSheet<'a>(pub &'a Decision);

impl Sheet for DecisionSheet<'_> {
    fn name(&self) -> &'static str {
        "decision"
    }

    #[rustfmt::skip]
    fn columns(&self) -> Vec<Column> {
        columns(&[
            ("objective", "", "The measure whose mean is to be as good as possible."),
            ("quantity", "", "mean of the objective; best_given_parameters: probability that the variant is best in expectation given the parameters; regret: what it is expected to fall short of that best; best_in_trial, regret_in_trial: the same trial by trial, with all luck known; foretold: share of variance of the difference from the best variant that the parameters foretell (cross-validated); evpi: expected value of knowing all parameters before choosing; evppi: of knowing this one, or this group of them; perfect_foresight: of knowing each trial's outcome, a bound that no study reaches; break_even: value of the parameter at which the best variant changes from variant to other as it grows."),
            ("variant", "", "Which variant, where it is of one."),
            ("other", "", "The variant that is best above a break-even."),
            ("parameter", "", "Which parameter or group, where it is of one."),
            ("unit", "", "Unit of the value and its interval."),
            ("value", "unit", "The estimate."),
            ("lo95", "unit", "Lower end of its 95 % interval (resampled trials; Student for means, Wilson for trial by trial)."),
            ("hi95", "unit", "Upper end of its 95 % interval; where an evppi is 0 that of a straight line, too weak to be seen."),
            ("note", "", "What else to know."),
        ])
    }

    fn lines(&self, lines: &mut Lines) -> csv::Result<()> {
        for row in &self.0.rows {
            lines.text(&self.0.objective.name).text(row.tells.word());
            lines.text(&row.variant).text(&row.other);
            lines.text(&row.parameter).text(&row.unit);
            for value in [row.value, row.lo, row.hi] {
                number(row, value, lines);
            }
            lines.text(&row.note).end()?;
        }
        Ok(())
    }
}

fn number(row: &DecisionRow, value: Option<f64>, lines: &mut Lines) {
    match value {
        Some(days) if row.unit == "date" => lines.date(Date(0), days),
        value => lines.known(value),
    };
}
