//! `stress.csv` and `cover.csv`: what happens when something is down.

use super::{Column, Lines, Sheet};
use crate::summary::{CoverRow, Estimate, StressRow};

/// Times to survive and to recover.
pub struct StressSheet<'a>(pub &'a [StressRow]);

/// Days of cover of the stocks, undisturbed.
pub struct CoverSheet<'a>(pub &'a [CoverRow]);

fn columns(of: &[(&str, &str, &str)]) -> Vec<Column> {
    of.iter()
        .map(|&(name, unit, meaning)| Column::new(name, unit, meaning))
        .collect()
}

fn estimate(lines: &mut Lines, of: Estimate) {
    lines.known(of.mean).known(of.lo95).known(of.hi95);
}

impl Sheet for StressSheet<'_> {
    fn name(&self) -> &'static str {
        "stress"
    }

    fn key(&self) -> &'static [&'static str] {
        &["variant", "hit", "down_days"]
    }

    #[rustfmt::skip]
    fn columns(&self) -> Vec<Column> {
        columns(&[
            ("variant", "", "Id of the variant."),
            ("hit", "", "What was down: a node, a leg, or all processes of a site."),
            ("down_days", "d", "For how many days."),
            ("trials", "", "Trials, each run undisturbed and with this down."),
            ("disturbed", "share", "Probability that it leaves any demand unserved that is served undisturbed."),
            ("disturbed_lo95", "share", "Lower end of its 95 % interval (Wilson)."),
            ("disturbed_hi95", "share", "Upper end of its 95 % interval."),
            ("survive_p5", "d", "Time to survive: days from the first day down until more demand is unserved than undisturbed. 5 % quantile over trials; empty where such a trial survives for ever."),
            ("survive_p50", "d", "Its median."),
            ("survive_p95", "d", "Its 95 % quantile."),
            ("recovered", "share", "Probability that service is again as undisturbed before the horizon ends, or always was."),
            ("recovered_lo95", "share", "Lower end of its 95 % interval (Wilson)."),
            ("recovered_hi95", "share", "Upper end of its 95 % interval."),
            ("recover_p5", "d", "Time to recover: days from the first day down until 30 days begin whose service and backlog are within 1 % of the undisturbed, or of a mean day's demand where that is larger; 0 where nothing differed. 5 % quantile over trials; empty where such a trial does not recover."),
            ("recover_p50", "d", "Its median."),
            ("recover_p95", "d", "Its 95 % quantile."),
            ("unserved_days", "d", "What is not served on its day because of it, in days of mean demand: mean over trials."),
            ("unserved_days_lo95", "d", "Lower end of its 95 % interval (Student)."),
            ("unserved_days_hi95", "d", "Upper end of its 95 % interval."),
        ])
    }

    fn lines(&self, lines: &mut Lines) -> csv::Result<()> {
        for row in self.0 {
            lines.text(&row.variant).text(&row.hit);
            lines.count(row.down_days).count(row.trials);
            estimate(lines, row.disturbed);
            for time in row.survive {
                lines.known(time);
            }
            estimate(lines, row.recovered);
            for time in row.recover {
                lines.known(time);
            }
            estimate(lines, row.unserved_days);
            lines.end()?;
        }
        Ok(())
    }
}

impl Sheet for CoverSheet<'_> {
    fn name(&self) -> &'static str {
        "cover"
    }

    fn key(&self) -> &'static [&'static str] {
        &["variant", "stock"]
    }

    #[rustfmt::skip]
    fn columns(&self) -> Vec<Column> {
        columns(&[
            ("variant", "", "Id of the variant."),
            ("stock", "", "The stock."),
            ("cover_days", "d", "Days of its mean outflow that the mean stock covers, undisturbed: mean over trials."),
            ("lo95", "d", "Lower end of its 95 % interval (Student)."),
            ("hi95", "d", "Upper end of its 95 % interval."),
        ])
    }

    fn lines(&self, lines: &mut Lines) -> csv::Result<()> {
        for row in self.0 {
            lines.text(&row.variant).text(&row.stock);
            estimate(lines, row.days);
            lines.end()?;
        }
        Ok(())
    }
}
