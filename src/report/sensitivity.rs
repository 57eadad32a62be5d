//! `sensitivity.csv`: which parameters move the measures of the whole chain.

use super::{Column, Lines, Sheet};
use crate::summary::SensitivityRow;

/// Rows of the sensitivities.
pub struct SensitivitySheet<'a>(pub &'a [SensitivityRow]);

const OWN: &str = "that of the line";

impl Sheet for SensitivitySheet<'_> {
    fn name(&self) -> &'static str {
        "sensitivity"
    }

    fn key(&self) -> &'static [&'static str] {
        &["variant", "measure", "parameter"]
    }

    fn columns(&self) -> Vec<Column> {
        let mut columns = vec![
            Column::new("variant", "", "The variant."),
            Column::new(
                "measure",
                "",
                "The measure: one of the whole chain, or a ratio.",
            ),
            Column::new("unit", "", "What the measure is in."),
            Column::new(
                "parameter",
                "",
                "The parameter; one that does not vary has no line.",
            ),
            Column::new("n", "trials", "Trials in which the measure is defined."),
        ];
        for (name, unit, what, how) in ESTIMATES {
            columns.push(Column::new(name, unit, what));
            for (end, which) in [("lo95", "Lower"), ("hi95", "Upper")] {
                let meaning = format!("{which} end of its 95 % interval ({how}).");
                columns.push(Column::new(format!("{name}_{end}"), unit, meaning));
            }
        }
        columns
    }

    fn lines(&self, lines: &mut Lines) -> csv::Result<()> {
        self.0.iter().try_for_each(|row| {
            lines.text(&row.variant).text(&row.measure).text(&row.unit);
            lines.text(&row.parameter).count(row.n);
            for of in [row.spearman, row.partial, row.low, row.high, row.share] {
                lines.known(of.mean).known(of.lo95).known(of.hi95);
            }
            lines.end()
        })
    }
}

/// Name, unit, what it is and how its interval is made.
#[rustfmt::skip]
const ESTIMATES: [(&str, &str, &str, &str); 5] = [
    ("spearman", "",
     "Rank correlation (Spearman) of measure and parameter over trials.", "Bonett and Wright"),
    ("prcc", "",
     "Partial rank correlation: that of what the other parameters leave unexplained. Empty where the other parameters determine this one, and where there are fewer trials than parameters and 3.", "Bonett and Wright"),
    ("low_mean", OWN,
     "Mean of the measure in the trials whose parameter is in its lowest tenth; equal values stay together.", "Student, Wilson for a probability"),
    ("high_mean", OWN,
     "The same for its highest tenth; a date that never comes is the highest.", "Student, Wilson for a probability"),
    ("r2_cv", "share",
     "Cross-validated R2 of a regression of the measure on the ranks of all parameters: a lower bound of their share of its variance. The same in all lines of a measure; 0 or less says nothing.", "delta method"),
];
