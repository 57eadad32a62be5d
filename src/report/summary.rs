//! `summary.csv`: every measure of every variant with its intervals.

use super::{Column, Lines, Sheet};
use crate::summary::{QuantileEstimate, SummaryRow};

/// The quantiles that are estimated, in percent.
pub const QUANTILES: [u32; 7] = [5, 10, 25, 50, 75, 90, 95];

/// Rows of the summary.
pub struct SummarySheet<'a>(pub &'a [SummaryRow]);

const OWN: &str = "that of the line";

impl Sheet for SummarySheet<'_> {
    fn name(&self) -> &'static str {
        "summary"
    }

    fn key(&self) -> &'static [&'static str] {
        &["variant", "measure"]
    }

    fn columns(&self) -> Vec<Column> {
        let mut columns = vec![
            Column::new("variant", "", "The variant."),
            Column::new("measure", "", "The measure."),
            Column::new("unit", "", "What the measure is in."),
            Column::new("n", "trials", "Trials."),
            Column::new(
                "n_defined",
                "trials",
                "Trials in which the measure is defined.",
            ),
            Column::new("mean", OWN, "Mean over the trials in which it is defined."),
            Column::new("lo95", OWN, "Lower end of the 95 % interval of the mean."),
            Column::new("hi95", OWN, "Upper end of the 95 % interval of the mean."),
            Column::new(
                "sd",
                OWN,
                "Standard deviation from trial to trial, with n - 1.",
            ),
        ];
        for percent in QUANTILES {
            let what = format!("{percent} % quantile over trials");
            columns.extend(with_interval(&format!("p{percent}"), &what));
        }
        columns.extend(with_interval("cvar5", "mean of the worst 5 % of trials (CVaR: the highest where low is better, the lowest where high is)"));
        columns.extend([
            Column::new(
                "converged",
                "",
                "yes or no: as precise as --precision asks; rows it does not name, whether the 95 % interval of the mean reaches no farther than 5 % of it, or of a probability 0.05.",
            ),
            Column::new(
                "method",
                "",
                "How the intervals were made: of the mean + of the quantiles + of cvar5.",
            ),
            Column::new("note", "", "What to know before using the line."),
            Column::new("mean_of_trials", OWN, "Plain mean of the trials' values, which differs from `mean` where that is estimated with controls."),
        ]);
        columns
    }

    fn lines(&self, lines: &mut Lines) -> csv::Result<()> {
        self.0.iter().try_for_each(|row| line(row, lines))
    }
}

fn with_interval(name: &str, what: &str) -> [Column; 3] {
    let (first, rest) = what.split_at(1);
    let sentence = format!("{}{rest}.", first.to_uppercase());
    let end = |which| format!("{which} end of the 95 % interval of the {what}.");
    [
        Column::new(name, OWN, sentence),
        Column::new(format!("{name}_lo95"), OWN, end("Lower")),
        Column::new(format!("{name}_hi95"), OWN, end("Upper")),
    ]
}

fn line(row: &SummaryRow, lines: &mut Lines) -> csv::Result<()> {
    lines.text(&row.variant).text(&row.measure).text(&row.unit);
    lines.count(row.n).count(row.n_defined);
    lines.known(row.mean).known(row.lo95).known(row.hi95);
    lines.known(row.sd);
    for estimate in row.quantiles.iter().chain([&row.cvar5]) {
        quantile(estimate, lines);
    }
    lines.text(match row.converged {
        Some(true) => "yes",
        Some(false) => "no",
        None => "",
    });
    lines.text(&row.method).text(&row.note);
    lines.known(row.mean_of_trials);
    lines.end()
}

fn quantile(estimate: &QuantileEstimate, lines: &mut Lines) {
    lines.known(estimate.value);
    lines.known(estimate.lo95).known(estimate.hi95);
}
