//! `variance.csv`: how much of the spread parameters make, and how much noise.

use super::{Column, Lines, Sheet};
use crate::summary::VarianceRow;

/// Rows of the shares.
pub struct VarianceSheet<'a>(pub &'a [VarianceRow]);

const OWN: &str = "that of the line";

impl Sheet for VarianceSheet<'_> {
    fn name(&self) -> &'static str {
        "variance"
    }

    fn key(&self) -> &'static [&'static str] {
        &["variant", "measure"]
    }

    #[rustfmt::skip]
    fn columns(&self) -> Vec<Column> {
        let mut columns = vec![
            Column::new("variant", "", "The variant."),
            Column::new("measure", "", "The measure: one of the whole chain, or a ratio; one that never varies has no line."),
            Column::new("unit", "", "What the measure is in."),
            Column::new("draws", "draws", "Draws of the parameters in all of whose trials the measure is defined."),
            Column::new("noises", "trials", "Trials of each draw, that differ in their noise alone."),
            Column::new("sd_parameters", OWN, "Standard deviation of the expectation given the parameters, by one-way analysis of variance."),
            Column::new("sd_noise", OWN, "Standard deviation of the rest: what happens while the parameters stay."),
        ];
        for (name, what) in [
            ("parameters_share", "Share of variance that the parameters make: what would go if all were known."),
            ("noise_share", "The rest: what no study of the parameters takes away."),
        ] {
            columns.push(Column::new(name, "share", what));
            for (end, which) in [("lo95", "Lower"), ("hi95", "Upper")] {
                let meaning = format!("{which} end of its 95 % interval (jackknife over draws).");
                columns.push(Column::new(format!("{name}_{end}"), "share", meaning));
            }
        }
        columns
    }

    fn lines(&self, lines: &mut Lines) -> csv::Result<()> {
        self.0.iter().try_for_each(|row| {
            lines.text(&row.variant).text(&row.measure).text(&row.unit);
            lines.count(row.draws).count(row.noises);
            lines.known(row.sd_parameters).known(row.sd_noise);
            for of in [row.parameters, row.noise] {
                lines.known(of.mean).known(of.lo95).known(of.hi95);
            }
            lines.end()
        })
    }
}
