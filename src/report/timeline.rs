//! `timeline.csv`: measures by month.

use super::summary::QUANTILES;
use super::{Column, Lines, Sheet};
use crate::summary::TimelineRow;

/// Rows of the timeline.
pub struct TimelineSheet<'a>(pub &'a [TimelineRow]);

const OWN: &str = "that of the line";

impl Sheet for TimelineSheet<'_> {
    fn name(&self) -> &'static str {
        "timeline"
    }

    fn key(&self) -> &'static [&'static str] {
        &["variant", "month", "measure"]
    }

    fn columns(&self) -> Vec<Column> {
        let mut columns = vec![
            Column::new("variant", "", "The variant."),
            Column::new("month", "date", "First day of the month."),
            Column::new("measure", "", "The measure."),
            Column::new("unit", "", "What the measure is in."),
            Column::new("mean", OWN, "Mean over trials."),
            Column::new("lo95", OWN, "Lower end of the 95 % interval of the mean."),
            Column::new("hi95", OWN, "Upper end of the 95 % interval of the mean."),
        ];
        columns.extend(QUANTILES.map(|percent| {
            let meaning = format!("{percent} % quantile over trials, error below 0.1 %.");
            Column::new(format!("p{percent}"), OWN, meaning)
        }));
        columns
    }

    fn lines(&self, lines: &mut Lines) -> csv::Result<()> {
        for row in self.0 {
            lines.text(&row.variant).day(&row.month);
            lines.text(&row.measure).text(&row.unit);
            lines.known(row.mean).known(row.lo95).known(row.hi95);
            for quantile in row.quantiles {
                lines.known(quantile);
            }
            lines.end()?;
        }
        Ok(())
    }
}
