//! `ledger.csv`: who received and paid how much for what, by year.

use super::{Column, Lines, Sheet};
use crate::summary::LedgerRow;

/// Rows of the ledger.
pub struct LedgerSheet<'a>(pub &'a [LedgerRow]);

impl Sheet for LedgerSheet<'_> {
    fn name(&self) -> &'static str {
        "ledger"
    }

    fn key(&self) -> &'static [&'static str] {
        &["variant", "party", "category", "year"]
    }

    fn columns(&self) -> Vec<Column> {
        vec![
            Column::new("variant", "", "The variant."),
            Column::new("party", "", "Whose money."),
            Column::new("category", "", "What it was received or paid for."),
            Column::new("year", "", "Calendar year."),
            Column::new(
                "mean_usd",
                "USD",
                "Received less paid, mean over trials, in real USD of the scenario's base year.",
            ),
            Column::new("lo95", "USD", "Lower end of the 95 % interval of the mean."),
            Column::new("hi95", "USD", "Upper end of the 95 % interval of the mean."),
        ]
    }

    fn lines(&self, lines: &mut Lines) -> csv::Result<()> {
        for row in self.0 {
            lines.text(&row.variant).text(&row.party);
            lines.text(&row.category).count(row.year);
            lines.known(row.mean_usd).known(row.lo95).known(row.hi95);
            lines.end()?;
        }
        Ok(())
    }
}
