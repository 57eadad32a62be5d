//! What matters, at the end of a run: the variants with their key measures and intervals, and
//! which differences are real.

mod choice;
mod differences;
mod drivers;
mod means;

use std::fmt::Write;

use super::quantity;
use super::terminal::{LONGEST, wrapped};
use crate::measure::Measure;
use crate::model::Model;
use crate::outcome::Outcomes;
use crate::summary::{Summary, SummaryRow};

/// A measure, and what it is told in: the same for all variants and for what lies between them.
struct Shown<'a> {
    measure: &'a Measure,
    factor: f64,
    unit: String,
}

impl<'a> Shown<'a> {
    fn of(measure: &'a Measure, summary: &Summary) -> Self {
        let own = summary.rows.iter().filter(|r| r.measure == measure.name);
        let means = own.filter_map(|row| row.mean);
        let largest = means.fold(0.0, |most: f64, mean| most.max(mean.abs()));
        let (factor, unit) = quantity::scale(largest, &measure.unit);
        Self {
            measure,
            factor,
            unit,
        }
    }

    fn row<'b>(&self, variant: &str, summary: &'b Summary) -> Option<&'b SummaryRow> {
        let mut rows = summary.rows.iter();
        rows.find(|row| row.variant == variant && row.measure == self.measure.name)
    }
}

/// The scenario in its user's words, the variants, the table and the differences, in lines of at most so
/// many columns.
pub fn verdict(
    title: &str,
    models: &[Model],
    outcomes: &Outcomes,
    summary: &Summary,
    width: usize,
) -> String {
    let measures = choice::shown(models, outcomes, summary);
    let shown: Vec<Shown> = measures.iter().map(|m| Shown::of(m, summary)).collect();
    let scenario = models.first().map_or("", |model| model.scenario.as_str());
    let (trials, seed) = (outcomes.trials, outcomes.seed);
    let prose = width.min(LONGEST);
    let number = if trials == 1 {
        "1 trial".to_owned()
    } else {
        format!("{trials} trials")
    };
    let mut text = "\n".to_owned();
    if title != scenario {
        let _ = writeln!(text, "{}", wrapped(title, prose, 0));
    }
    let _ = writeln!(text, "{scenario}: {number}, seed {seed}");
    text.push_str(&legend(title, outcomes, prose));
    text.push('\n');
    text.push_str(&means::table(&outcomes.variants, summary, &shown, width));
    if let Some(words) = choice::left_out(&measures, outcomes, summary) {
        let _ = writeln!(text, "{}", wrapped(&words, prose, 0));
    }
    let has_intervals = outcomes.variants.iter().any(|variant| {
        let mut rows = shown
            .iter()
            .filter_map(|s| s.row(&variant.variant, summary));
        rows.any(|row| row.lo95.is_some())
    });
    let _ = writeln!(
        text,
        "\n{}",
        wrapped(&explanation(models, trials, has_intervals), prose, 0)
    );
    if outcomes.kept < trials {
        let words = format!(
            "More trials than --memory keeps whole: what follows, trials.csv and comparisons are of the first {}.",
            outcomes.kept
        );
        let _ = writeln!(text, "{}", wrapped(&words, prose, 0));
    }
    if outcomes.variants.len() > 1 && has_intervals {
        text.push_str(&differences::differences(outcomes, &shown, width));
    }
    text.push_str(&drivers::drivers(outcomes, summary, prose));
    text
}

/// What each variant is in the user's words where they aren't the scenario's, and which one is the
/// reference.
fn legend(title: &str, outcomes: &Outcomes, width: usize) -> String {
    let mut text = String::new();
    for (place, variant) in outcomes.variants.iter().enumerate() {
        let mut words = variant.variant.clone();
        if !["", title, &variant.variant].contains(&variant.title.as_str()) {
            let _ = write!(words, ": {}", variant.title);
        }
        if place == outcomes.reference && outcomes.variants.len() > 1 {
            words.push_str(" [reference]");
        }
        if words != variant.variant {
            let _ = writeln!(text, "  {}", wrapped(&words, width - 2, 4));
        }
    }
    text
}

/// One sentence on what stands behind the numbers.
fn explanation(models: &[Model], trials: u64, has_intervals: bool) -> String {
    if trials == 1 {
        return "One trial: no mean, no interval; 1000 tell more.".to_owned();
    }
    if has_intervals {
        let words = "Means over trials ± half of their 95 % interval; without ± all trials agree.";
        return words.to_owned();
    }
    let enough = models.first().map(|model| model.sampling.fit(1));
    let enough = enough.filter(|enough| *enough > trials);
    let more = enough.map_or(String::new(), |n| format!(": {n} or more give them"));
    format!("Means over trials, too few for intervals and for what is real{more}.")
}

#[cfg(test)]
mod tests;
