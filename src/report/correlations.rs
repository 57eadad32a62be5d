//! `correlations.csv`: rank correlations of parameters, asked and achieved; written where there are any.

use super::{Column, Lines, Sheet};
use crate::summary::CorrelationRow;

/// Rows of the correlations.
pub struct CorrelationsSheet<'a>(pub &'a [CorrelationRow]);

impl Sheet for CorrelationsSheet<'_> {
    fn name(&self) -> &'static str {
        "correlations"
    }

    fn key(&self) -> &'static [&'static str] {
        &["variant", "first", "second"]
    }

    fn columns(&self) -> Vec<Column> {
        #[rustfmt::skip]
        let columns = [
            ("variant", "", "The variant."),
            ("first", "", "A parameter."),
            ("second", "", "The parameter it is correlated with."),
            ("n", "trials", "Trials."),
            ("asked", "", "Rank correlation (Spearman) that the scenario asks for; exact in the long run where both have continuous laws that hang on no other parameter."),
            ("achieved", "", "Rank correlation (Spearman) of the two over the trials; equal values share the mean of their ranks."),
            ("achieved_lo95", "", "Lower end of its 95 % interval (Bonett and Wright)."),
            ("achieved_hi95", "", "Upper end of its 95 % interval (Bonett and Wright)."),
            ("note", "", "What a reader must know."),
        ];
        let column = |(name, unit, meaning): (&str, &str, &str)| Column::new(name, unit, meaning);
        columns.into_iter().map(column).collect()
    }

    fn lines(&self, lines: &mut Lines) -> csv::Result<()> {
        self.0.iter().try_for_each(|row| {
            let [first, second] = &row.between;
            lines.text(&row.variant).text(first).text(second);
            lines.count(row.n).number(row.asked);
            let of = row.achieved;
            lines.known(of.mean).known(of.lo95).known(of.hi95);
            lines.text(&row.note).end()
        })
    }
}
