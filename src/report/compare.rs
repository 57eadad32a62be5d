//! `compare.csv` and `explained.csv`: variants against each other.

use super::{Column, Lines, Sheet};
use crate::analysis::compare::{Difference, Explained, Side};

/// Differences, measure by measure.
pub struct CompareSheet<'a>(pub &'a [Difference]);

/// What differences of costs are made of.
pub struct ExplainedSheet<'a>(pub &'a [Explained]);

pub(super) fn columns(of: &[(&str, &str, &str)]) -> Vec<Column> {
    of.iter()
        .map(|&(name, unit, meaning)| Column::new(name, unit, meaning))
        .collect()
}

impl Sheet for CompareSheet<'_> {
    fn name(&self) -> &'static str {
        "compare"
    }

    fn key(&self) -> &'static [&'static str] {
        &["measure", "a", "b"]
    }

    #[rustfmt::skip]
    fn columns(&self) -> Vec<Column> {
        columns(&[
            ("measure", "", "What is measured."),
            ("unit", "", "Unit of the differences and their intervals."),
            ("a", "", "The variant."),
            ("b", "", "The variant it is compared with."),
            ("pairs", "", "Trials in which the measure is defined in both."),
            ("difference", "unit", "Mean of a less b, trial by trial."),
            ("lo95", "unit", "Lower end of its 95 % interval (Student, paired)."),
            ("hi95", "unit", "Upper end of its 95 % interval."),
            ("together_lo95", "unit", "Lower end of an interval that holds with 95 % for all pairs of this measure together (max-t; Bonferroni where pairs are of different trials)."),
            ("together_hi95", "unit", "Upper end of that interval."),
            ("real", "", "yes where that interval leaves out 0, no where it does not; empty where trials or replicates are too few to tell."),
            ("p", "", "Probability of a mean at least so far from 0 by chance (Student, two-sided)."),
            ("p_holm", "", "The same, adjusted for all pairs of this measure (Holm)."),
            ("a_beats_b", "share", "Probability that a is better in a trial; a tie is half. Empty where neither direction is better."),
            ("a_beats_b_lo95", "share", "Lower end of its 95 % interval (Wilson)."),
            ("a_beats_b_hi95", "share", "Upper end of its 95 % interval."),
            ("variance_reduction", "number", "Variance of the difference of independent runs over that of the paired one; intervals are narrower by its root."),
            ("first_order", "", "The variant that is as good or better at every quantile of this sample: whoever wants more of what is good prefers it. Empty where none is."),
            ("second_order", "", "The variant that is as good or better in the mean of the worst k trials of this sample for every k: whoever also shuns risk prefers it. Empty where none is."),
        ])
    }

    fn lines(&self, lines: &mut Lines) -> csv::Result<()> {
        for row in self.0 {
            lines.text(&row.measure.name).text(&row.measure.unit);
            lines.text(&row.a).text(&row.b).count(row.paired.pairs);
            let (one, all) = (row.paired, row.together);
            lines.known(one.mean).known(one.lo).known(one.hi);
            lines.known(all.lo).known(all.hi);
            lines.text(match all.verdict() {
                Some(true) => "yes",
                Some(false) => "no",
                None => "",
            });
            lines.known(row.p).known(row.p_holm);
            let beats = row.beats;
            lines.known(beats.mean).known(beats.lo95).known(beats.hi95);
            lines.known(row.reduction);
            for side in [row.first_order, row.second_order] {
                lines.text(match side {
                    Some(Side::A) => &row.a,
                    Some(Side::B) => &row.b,
                    None => "",
                });
            }
            lines.end()?;
        }
        Ok(())
    }
}

impl Sheet for ExplainedSheet<'_> {
    fn name(&self) -> &'static str {
        "explained"
    }

    fn key(&self) -> &'static [&'static str] {
        &["measure", "a", "b", "by", "part"]
    }

    #[rustfmt::skip]
    fn columns(&self) -> Vec<Column> {
        columns(&[
            ("measure", "", "The cost."),
            ("unit", "", "Its unit."),
            ("a", "", "The variant."),
            ("b", "", "The variant it is compared with."),
            ("by", "", "What it is split by: category or stage."),
            ("part", "", "The category, or the site or route; total for all: the other rows add up to it."),
            ("mean_a", "unit", "Mean of this part in a; 0 where a has none."),
            ("mean_b", "unit", "Mean of this part in b; 0 where b has none."),
            ("difference", "unit", "Mean of a less b, trial by trial."),
            ("lo95", "unit", "Lower end of its 95 % interval (Student, paired)."),
            ("hi95", "unit", "Upper end of its 95 % interval."),
        ])
    }

    fn lines(&self, lines: &mut Lines) -> csv::Result<()> {
        for row in self.0 {
            lines.text(&row.measure).text(&row.unit);
            lines.text(&row.a).text(&row.b).text(row.by).text(&row.part);
            lines.number(row.mean_a).number(row.mean_b);
            let paired = row.paired;
            lines.known(paired.mean).known(paired.lo).known(paired.hi);
            lines.end()?;
        }
        Ok(())
    }
}
