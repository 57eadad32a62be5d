//! `worst.csv`: the trials in which the measures of the whole chain were worst.

use super::{Column, Lines, Sheet};
use crate::summary::WorstRow;

/// The worst trials.
pub struct WorstSheet<'a>(pub &'a [WorstRow]);

impl Sheet for WorstSheet<'_> {
    fn name(&self) -> &'static str {
        "worst"
    }

    fn key(&self) -> &'static [&'static str] {
        &["variant", "measure", "rank"]
    }

    fn columns(&self) -> Vec<Column> {
        vec![
            Column::new("variant", "", "The variant."),
            Column::new("measure", "", "The measure, one of the whole chain."),
            Column::new("unit", "", "Its unit."),
            Column::new("rank", "", "1 in the worst of all trials, 2 in the next."),
            Column::new(
                "trial",
                "",
                "The trial, counted from 1; of equal values the earlier first. `lichain trace` tells it day by day.",
            ),
            Column::new("value", "", "What the measure was in it."),
        ]
    }

    fn lines(&self, lines: &mut Lines) -> csv::Result<()> {
        for row in self.0 {
            lines.text(&row.variant).text(&row.measure).text(&row.unit);
            lines.count(row.rank as u64).count(row.trial);
            lines.number(row.value).end()?;
        }
        Ok(())
    }
}
