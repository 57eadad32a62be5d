//! Hazards, and the places they hit: what is hit by the same hazards in the same way is one place.

use std::collections::BTreeMap;

use super::compile::source;
use super::{PlaceId, Source};
use crate::id::{HazardId, Table};
use crate::model::{Clock, Hazard, Model, Scalar, Target, streams};
use crate::random::StreamKey;

/// A hazard.
#[derive(Clone, Debug)]
pub struct HazardPlan {
    /// When spells begin.
    pub clock: ClockPlan,
    /// Factor on the rate by month, the greatest 1, and what that was.
    pub season: [f64; 12],
    /// The greatest factor of the season.
    pub peak: f64,
    /// How long a spell lasts.
    pub lasts: Source,
    /// What it leaves.
    pub leaves: Source,
    /// Days back to full capacity.
    pub recovery_days: Scalar,
    /// What sets it off: the hazard, the chance and its stream.
    pub set_off_by: Vec<(HazardId, Scalar, StreamKey)>,
}

/// When spells begin.
#[derive(Clone, Debug)]
pub enum ClockPlan {
    /// At a rate; the stream of gaps at the peak of the season and of what the season lets pass.
    Poisson {
        /// Spells a day.
        rate: Scalar,
        /// Gaps between candidates, and what of them the season lets pass, in turn.
        key: StreamKey,
    },
    /// After the end of the last.
    Renewal(Source),
    /// On these days.
    Dates(Vec<(i32, i32)>),
    /// Only when set off.
    SetOff,
}

/// Something that hazards hit.
#[derive(Clone, Debug)]
pub struct PlacePlan {
    /// By which, in order of name.
    pub hazards: Vec<HazardId>,
}

/// Hazards with what sets them off before them, the order in which spells are drawn, the places, and
/// where each target's place is.
pub struct Hazards {
    pub plans: Table<HazardId, HazardPlan>,
    pub order: Vec<HazardId>,
    pub places: Table<PlaceId, PlacePlan>,
    pub place_of: BTreeMap<Target, PlaceId>,
}

/// All hazards of a model.
pub fn compile(model: &Model) -> Hazards {
    let mut hitting: BTreeMap<Target, Vec<HazardId>> = BTreeMap::new();
    for (id, hazard) in model.hazards.enumerate() {
        for &target in &hazard.hits {
            hitting.entry(target).or_default().push(id);
        }
    }
    let mut places: Table<PlaceId, PlacePlan> = Table::new();
    let mut place_of = BTreeMap::new();
    for (target, hazards) in hitting {
        let known = places.find(|place: &PlacePlan| place.hazards == hazards);
        let place = known.unwrap_or_else(|| places.push(PlacePlan { hazards }));
        place_of.insert(target, place);
    }
    Hazards {
        plans: model
            .hazards
            .enumerate()
            .map(|(id, h)| hazard(model, id, h))
            .collect(),
        order: order(model),
        places,
        place_of,
    }
}

fn hazard(model: &Model, id: HazardId, hazard: &Hazard) -> HazardPlan {
    let name = &hazard.name;
    let peak = hazard.season.iter().fold(0.0, |a: f64, &b| a.max(b));
    let clock = match &hazard.clock {
        Clock::Poisson(rate) => ClockPlan::Poisson {
            rate: rate.clone(),
            key: StreamKey::of(&streams::of_hazard(name, "begins")),
        },
        Clock::Renewal(gap) => ClockPlan::Renewal(source(&streams::of_hazard(name, "begins"), gap)),
        Clock::Dates(dates) => ClockPlan::Dates(dates.clone()),
        Clock::SetOff => ClockPlan::SetOff,
    };
    let mut set_off_by = Vec::new();
    for (parent, by) in model.hazards.enumerate() {
        for (_, chance) in by.sets_off.iter().filter(|(child, _)| *child == id) {
            let stream = streams::of_hazard(name, &format!("set_off_by.{}", by.name));
            set_off_by.push((parent, chance.clone(), StreamKey::of(&stream)));
        }
    }
    HazardPlan {
        clock,
        season: hazard
            .season
            .map(|f| if peak > 0.0 { f / peak } else { 0.0 }),
        peak,
        lasts: source(&streams::of_hazard(name, "lasts"), &hazard.lasts),
        leaves: source(&streams::of_hazard(name, "leaves"), &hazard.leaves),
        recovery_days: hazard.recovery_days.clone(),
        set_off_by,
    }
}

/// Each after what sets it off; the reader refused circles.
fn order(model: &Model) -> Vec<HazardId> {
    let mut order: Vec<HazardId> = Vec::new();
    let mut left: Vec<HazardId> = model.hazards.ids().collect();
    while !left.is_empty() {
        let waits = |id: &HazardId| {
            let sets_off = |by: &HazardId| model.hazards[*by].sets_off.iter().any(|(c, _)| c == id);
            left.iter().any(sets_off)
        };
        let at = left.iter().position(|id| !waits(id)).unwrap_or(0);
        order.push(left.remove(at));
    }
    order
}
