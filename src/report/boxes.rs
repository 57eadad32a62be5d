//! `boxes.csv`, `bounds.csv` and `peeling.csv`: where something happens often.

use super::{Column, Lines, Sheet};
use crate::analysis::Region;
use crate::calendar::Date;
use crate::summary::Estimate;

/// Boxes found in the rows of a variant, or of a table.
#[derive(Clone, Debug)]
pub struct Found {
    /// The variant; empty for a table.
    pub variant: String,
    /// Name and unit of each input.
    pub inputs: Vec<(String, String)>,
    /// Rows in which output and inputs are defined.
    pub rows: u64,
    /// Share of rows of interest, in those that are counted.
    pub base: Estimate,
    /// The boxes.
    pub regions: Vec<Region>,
}

impl Found {
    fn numbered(&self) -> impl Iterator<Item = (i64, &Region)> {
        (1..).zip(&self.regions)
    }
}

/// A line a box, under the condition that makes rows interesting.
pub struct BoxesSheet<'a>(pub &'a [Found], pub &'a str);

/// A line a side of a box.
pub struct BoundsSheet<'a>(pub &'a [Found]);

/// A line a peel on the way to a box.
pub struct PeelingSheet<'a>(pub &'a [Found]);

fn first(more: Vec<Column>) -> Vec<Column> {
    let mut columns = vec![
        Column::new("variant", "", "The variant; empty for a table."),
        Column::new(
            "box",
            "",
            "Number of the box, each in what the earlier ones leave.",
        ),
    ];
    columns.extend(more);
    columns
}

fn with_interval(name: &str, what: &str) -> [Column; 3] {
    let end = |end: &str, which: &str| {
        let meaning = format!("{which} end of its 95 % interval (Wilson).");
        Column::new(format!("{name}_{end}"), "share", meaning)
    };
    [
        Column::new(name, "share", what),
        end("lo95", "Lower"),
        end("hi95", "Upper"),
    ]
}

impl Sheet for BoxesSheet<'_> {
    fn name(&self) -> &'static str {
        "boxes"
    }

    fn key(&self) -> &'static [&'static str] {
        &["variant", "box"]
    }

    fn columns(&self) -> Vec<Column> {
        let mut more = vec![
            Column::new("condition", "", "What makes a row interesting."),
            Column::new(
                "rows",
                "rows",
                "Rows the box is counted in: every other one, less those of earlier boxes.",
            ),
        ];
        more.extend(with_interval(
            "density",
            "Share of rows in the box that are of interest.",
        ));
        more.extend(with_interval(
            "coverage",
            "Share of all rows of interest that are in the box.",
        ));
        more.extend(with_interval(
            "mass",
            "Share of all rows that are in the box.",
        ));
        more.extend(with_interval(
            "base_density",
            "Share of all rows that are of interest.",
        ));
        first(more)
    }

    fn lines(&self, lines: &mut Lines) -> csv::Result<()> {
        for found in self.0 {
            for (number, region) in found.numbered() {
                lines.text(&found.variant).count(number).text(self.1);
                lines.count(region.rows as u64);
                for of in [region.density, region.coverage, region.mass, found.base] {
                    lines.known(of.mean).known(of.lo95).known(of.hi95);
                }
                lines.end()?;
            }
        }
        Ok(())
    }
}

impl Sheet for BoundsSheet<'_> {
    fn name(&self) -> &'static str {
        "bounds"
    }

    fn columns(&self) -> Vec<Column> {
        let edge =
            "within the box; empty where it is open on that side. A date, or `never`, for a date.";
        first(vec![
            Column::new("input", "", "The input."),
            Column::new("unit", "", "What it is in; empty for a table."),
            Column::new("low", "that of the line", format!("Lowest value {edge}")),
            Column::new("high", "that of the line", format!("Highest value {edge}")),
            Column::new(
                "p",
                "",
                "Probability of at least so many rows of interest in the box if this input made no difference there (binomial, in rows the box was not sought in).",
            ),
        ])
    }

    fn lines(&self, lines: &mut Lines) -> csv::Result<()> {
        for found in self.0 {
            for (number, region) in found.numbered() {
                for bound in &region.bounds {
                    let (name, unit) = &found.inputs[bound.input];
                    lines
                        .text(&found.variant)
                        .count(number)
                        .text(name)
                        .text(unit);
                    for end in [bound.low, bound.high] {
                        match end {
                            Some(x) if x.is_infinite() => lines.text("never"),
                            Some(x) if unit == "date" => lines.date(Date(0), x),
                            end => lines.known(end),
                        };
                    }
                    lines.known(bound.p).end()?;
                }
            }
        }
        Ok(())
    }
}

impl Sheet for PeelingSheet<'_> {
    fn name(&self) -> &'static str {
        "peeling"
    }

    fn columns(&self) -> Vec<Column> {
        first(vec![
            Column::new(
                "step",
                "",
                "Peels so far; 0 is everything that earlier boxes left.",
            ),
            Column::new("input", "", "The input that was cut last."),
            Column::new(
                "rows",
                "rows",
                "Rows within, of those the box was sought in.",
            ),
            Column::new("density", "share", "Share of them that are of interest."),
            Column::new(
                "coverage",
                "share",
                "Share of those of interest at step 0 that are within.",
            ),
            Column::new(
                "taken",
                "",
                "yes for the one that became the box, after it was grown again where that costs no density.",
            ),
        ])
    }

    fn lines(&self, lines: &mut Lines) -> csv::Result<()> {
        for found in self.0 {
            for (number, region) in found.numbered() {
                let whole = region.peels.first().map_or(0, |peel| peel.hits).max(1);
                for (step, peel) in region.peels.iter().enumerate() {
                    let input = peel.input.map_or("", |at| found.inputs[at].0.as_str());
                    lines.text(&found.variant).count(number).count(step as u64);
                    lines
                        .text(input)
                        .count(peel.rows as u64)
                        .number(peel.density());
                    lines.number(peel.hits as f64 / whole as f64);
                    lines
                        .text(if step == region.taken { "yes" } else { "no" })
                        .end()?;
                }
            }
        }
        Ok(())
    }
}
