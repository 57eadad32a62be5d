//! What moves the main cost: one or two lines at the end of a run.

use std::fmt::Write;

use crate::cli::terminal::wrapped;
use crate::measure::key;
use crate::outcome::Outcomes;
use crate::stats::normal;
use crate::summary::{Estimate, SensitivityRow, Summary, VarianceRow};

/// As many parameters are named.
const MOST: usize = 3;

/// Below this share of variance the parameters are not what matters most.
const HALF: f64 = 0.5;

/// The parameters that move the reference's main cost most, and how much of it they make; nothing where no
/// parameter varies.
pub fn drivers(outcomes: &Outcomes, summary: &Summary, width: usize) -> String {
    let reference = &outcomes.variants[outcomes.reference].variant;
    let rows = |cost: &str| -> Vec<&SensitivityRow> {
        let all = summary.sensitivity.iter();
        all.filter(|row| row.variant == *reference && row.measure == cost)
            .collect()
    };
    let Some(rows) = key::COSTS
        .iter()
        .map(|cost| rows(cost))
        .find(|rows| !rows.is_empty())
    else {
        return String::new();
    };
    let cost = &rows[0].measure;
    let own = |row: &&VarianceRow| row.variant == *reference && row.measure == *cost;
    let variance = summary.variance.iter().find(own);
    let of = if outcomes.variants.len() > 1 {
        format!("{cost} of {reference}")
    } else {
        cost.clone()
    };
    let words = format!("{} {}", named(&of, &rows), share(&rows, variance));
    format!("\n{}\n", wrapped(words.trim_end(), width, 0))
}

/// The parameters whose correlations are beyond what the best of so many would have by chance.
fn named(of: &str, rows: &[&SensitivityRow]) -> String {
    let mut found: Vec<(&str, f64)> = rows
        .iter()
        .filter_map(|row| Some((row.parameter.as_str(), beyond_chance(row, rows.len())?)))
        .collect();
    found.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
    if found.is_empty() {
        return format!("No parameter shows an effect on {of} in so many trials.");
    }
    let mut words = format!("{of} moves most with");
    for (at, (name, r)) in found.iter().take(MOST).enumerate() {
        let comma = if at > 0 { "," } else { "" };
        let _ = write!(words, "{comma} {name} (rank correlation {r:+.2})");
    }
    words + "."
}

/// The partial rank correlation, or the plain one where there is none, if its interval, widened for so many of
/// them (Bonferroni), leaves out 0.
fn beyond_chance(row: &SensitivityRow, parameters: usize) -> Option<f64> {
    let of = if row.partial.mean.is_some() {
        row.partial
    } else {
        row.spearman
    };
    let Estimate { mean, lo95, hi95 } = of;
    let [r, lo, hi] = [mean?, lo95?, hi95?].map(|r| libm::atanh(r.clamp(-0.999_999, 0.999_999)));
    let wider = normal::upper_quantile(0.025 / parameters as f64) / normal::upper_quantile(0.025);
    (r.abs() > wider * (hi - lo) / 2.0).then(|| mean.unwrap_or_default())
}

fn share(rows: &[&SensitivityRow], variance: Option<&VarianceRow>) -> String {
    let percent = |share: f64| format!("{:.0} %", 100.0 * share);
    if let Some(row) = variance {
        let (share, noise) = (
            row.parameters.mean.unwrap_or(0.0),
            row.noise.mean.unwrap_or(1.0),
        );
        return if share < HALF {
            format!(
                "But parameters make only {} of its variance: {} is luck on the way, which no \
                 better number takes away.",
                percent(share),
                percent(noise)
            )
        } else {
            format!(
                "Parameters make {} of its variance, luck on the way {}.",
                percent(share),
                percent(noise)
            )
        };
    }
    match rows[0].share.mean {
        Some(share) if share >= HALF => {
            format!(
                "Parameters foretell at least {} of its variance.",
                percent(share)
            )
        }
        Some(share) => format!(
            "Parameters foretell no more than {} of its variance here: most may be luck on the \
             way (--noise-replicates 2 tells).",
            percent(share.max(0.0))
        ),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::outcomes;
    use super::*;

    fn row(parameter: &str, r: f64, half: f64, share: f64) -> SensitivityRow {
        let around = |mean: f64, half: f64| Estimate {
            mean: Some(mean),
            lo95: Some(mean - half),
            hi95: Some(mean + half),
        };
        SensitivityRow {
            variant: "today".into(),
            measure: "delivered_cost".into(),
            parameter: parameter.into(),
            partial: around(r, half),
            share: around(share, 0.1),
            ..SensitivityRow::default()
        }
    }

    fn told(rows: Vec<SensitivityRow>, variance: Vec<VarianceRow>) -> String {
        let summary = Summary {
            sensitivity: rows,
            variance,
            ..Summary::default()
        };
        drivers(&outcomes(&[("today", [1.0; 4], [1.0; 4])]), &summary, 80).replace('\n', " ")
    }

    #[test]
    fn the_strongest_parameters_are_named_with_their_share() {
        let rows = vec![
            row("weak", 0.11, 0.1, 0.8),
            row("freight", -0.4, 0.1, 0.8),
            row("lithium", 0.7, 0.05, 0.8),
        ];
        let words = told(rows, Vec::new());
        let expected = "delivered_cost moves most with lithium (rank correlation +0.70), freight \
                        (rank correlation -0.40). Parameters foretell at least 80 % of its variance.";
        assert_eq!(words.trim(), expected);
    }

    #[test]
    fn where_luck_makes_most_of_it_the_words_say_so() {
        let words = told(vec![row("weak", 0.08, 0.1, -0.2)], Vec::new());
        assert!(words.contains("No parameter shows an effect"), "{words}");
        assert!(words.contains("no more than 0 %"), "{words}");
        let share = |mean| Estimate {
            mean: Some(mean),
            ..Estimate::default()
        };
        let variance = VarianceRow {
            variant: "today".into(),
            measure: "delivered_cost".into(),
            parameters: share(0.3),
            noise: share(0.7),
            ..VarianceRow::default()
        };
        let words = told(vec![row("lithium", 0.7, 0.05, 0.2)], vec![variance]);
        assert!(
            words.contains("make only 30 % of its variance: 70 % is luck"),
            "{words}"
        );
        assert_eq!(told(Vec::new(), Vec::new()), "");
    }
}
