//! Hazards that began in so few trials that what they do is hardly known.

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
    let hazards = outcomes.layout.hazards.iter();
    let rare = hazards.filter_map(|exposed| Some((fired(outcomes, exposed)?, exposed)));
    let rare: Vec<(RareHazard, &Exposed)> = rare.collect();
    for row in rows {
        for (rare, exposed) in &rare {
            if exposed.moves(&row.measure) {
                let RareHazard {
                    hazard,
                    fired,
                    trials,
                    ..
                } = rare;
                row.add_note(&format!("hazard {hazard} in {fired} of {trials} trials"));
            }
        }
    }
    rare.into_iter().map(|(rare, _)| rare).collect()
}

fn fired(outcomes: &VariantOutcomes, exposed: &Exposed) -> Option<RareHazard> {
    let name = format!("spells@{}", exposed.hazard);
    let measures = &outcomes.layout.measures;
    let at = measures.iter().position(|measure| measure.name == name)?;
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

impl Exposed {
    /// True where a measure hangs on the hazard.
    fn moves(&self, measure: &str) -> bool {
        let Some((_, instance)) = measure.split_once('@') else {
            return true;
        };
        let is_at = |place: &String| {
            let rest = instance.strip_prefix(place.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        instance == self.hazard || self.places.iter().any(is_at)
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
