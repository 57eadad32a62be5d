//! Hazards that began in so few trials that what they do is hardly known.

use std::collections::{BTreeMap, BTreeSet};

use super::SummaryRow;
use crate::outcome::{Exposed, VariantOutcomes};

/// Trials with a hazard below which little is known of what it does.
pub const LEAST_FIRED: u64 = 10;

/// A hazard that began in few trials of a variant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RareHazard {
    /// Id of the variant.
    pub variant: String,
    /// Name of the hazard.
    pub hazard: String,
    /// Trials in which it began in the books.
    pub fired: u64,
    /// All trials.
    pub trials: u64,
}

/// Finds the rare hazards of a variant and says so in the rows of what hangs on them: their own, those
/// of the places they hit and of routes by these, and those of the chain as a whole.
pub(super) fn note(rows: &mut [SummaryRow], outcomes: &VariantOutcomes) -> Vec<RareHazard> {
    let measures = outcomes.layout.measures.iter().enumerate();
    let spells = measures.filter_map(|(at, measure)| {
        let hazard = measure.name.strip_prefix("spells@")?;
        Some((hazard, at))
    });
    let spells: BTreeMap<&str, usize> = spells.collect();
    let hazards = outcomes.layout.hazards.iter();
    let rare = hazards.filter_map(|exposed| {
        let at = *spells.get(exposed.hazard.as_str())?;
        Some((fired(outcomes, exposed, at)?, exposed))
    });
    let (rare, exposed): (Vec<RareHazard>, Vec<&Exposed>) = rare.unzip();
    let reach = Reach::of(&exposed);
    for row in rows {
        for at in reach.moving(&row.measure) {
            let RareHazard {
                hazard,
                fired,
                trials,
                ..
            } = &rare[at];
            row.add_note(&format!("hazard {hazard} in {fired} of {trials} trials"));
        }
    }
    rare
}

/// A hazard that began in few trials, from the place of its spells among the measures.
fn fired(outcomes: &VariantOutcomes, exposed: &Exposed, at: usize) -> Option<RareHazard> {
    let column = &outcomes.measures[at];
    let (fired, trials) = match outcomes.streamed.get(at) {
        Some(folded) => (
            folded.values.ordered().above(0.0),
            folded.values.moments().n(),
        ),
        None => (
            column.iter().filter(|spells| **spells > 0.0).count() as u64,
            column.len() as u64,
        ),
    };
    (fired < LEAST_FIRED && fired < trials).then(|| RareHazard {
        variant: outcomes.variant.clone(),
        hazard: exposed.hazard.clone(),
        fired,
        trials,
    })
}

/// Which of some hazards hang on what a measure is of, looked up by name.
struct Reach<'a> {
    hazards: usize,
    by_name: BTreeMap<&'a str, usize>,
    by_place: BTreeMap<&'a str, Vec<usize>>,
}

impl<'a> Reach<'a> {
    fn of(exposed: &[&'a Exposed]) -> Self {
        let mut by_place: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, exposed) in exposed.iter().enumerate() {
            for place in &exposed.places {
                by_place.entry(place).or_default().push(at);
            }
        }
        let names = exposed.iter().map(|exposed| exposed.hazard.as_str());
        Self {
            hazards: exposed.len(),
            by_name: names.zip(0..).collect(),
            by_place,
        }
    }

    /// The hazards that a measure hangs on, in order: all of them where it is of the chain; else
    /// its own, and those of a place that its instance names, alone or before a point.
    fn moving(&self, measure: &str) -> BTreeSet<usize> {
        let Some((_, instance)) = measure.split_once('@') else {
            return (0..self.hazards).collect();
        };
        let ends = instance.match_indices('.').map(|(at, _)| at);
        let places = ends
            .chain([instance.len()])
            .filter_map(|end| self.by_place.get(&instance[..end]));
        let own = self.by_name.get(instance).into_iter();
        places.flatten().chain(own).copied().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::summarise;
    use super::super::tests::{measure, variant};
    use crate::measure::Estimand;
    use crate::outcome::{Layout, Outcomes};

    use super::*;

    fn with(fired: usize, trials: usize) -> Outcomes {
        let names = [
            "delivered_cost",
            "made@mine.dig",
            "made@mines.dig",
            "spells@storm",
        ];
        let layout = Layout {
            measures: names.map(|name| measure(name, Estimand::Mean)).to_vec(),
            hazards: vec![Exposed {
                hazard: "storm".to_owned(),
                places: vec!["mine".to_owned()],
            }],
            ..Layout::default()
        };
        let mut base = variant("base", layout);
        let varied: Vec<f64> = (0..trials).map(|k| k as f64 + 1e3).collect();
        let spells = (0..trials).map(|k| f64::from(u8::from(k < fired)) * 2.0);
        base.measures = vec![varied.clone(), varied.clone(), varied, spells.collect()];
        Outcomes {
            variants: vec![base],
            reference: 0,
            first: 1,
            trials: trials as u64,
            kept: trials as u64,
            seed: 1,
        }
    }

    #[test]
    fn a_hazard_in_fewer_than_ten_trials_is_told_beside_what_hangs_on_it() {
        let summary = summarise(&with(9, 400));
        let rare = RareHazard {
            variant: "base".to_owned(),
            hazard: "storm".to_owned(),
            fired: 9,
            trials: 400,
        };
        assert_eq!(summary.rare, [rare]);
        let told = |row: &SummaryRow| row.note.contains("hazard storm in 9 of 400 trials");
        let told: Vec<bool> = summary.rows.iter().map(told).collect();
        assert_eq!(told, [true, true, false, true]);
    }

    #[test]
    fn ten_trials_are_enough_and_a_hazard_of_every_trial_is_not_rare() {
        assert_eq!(summarise(&with(10, 400)).rare, []);
        assert_eq!(summarise(&with(5, 5)).rare, []);
        assert_eq!(summarise(&with(0, 400)).rare.len(), 1);
    }
}
