//! Hazards, and the places they hit: what is hit by the same hazards in the same way is one place.

use std::collections::BTreeMap;

use super::compile::source;
use super::order::sources_first_else_lowest;
use super::{PlaceId, Source};
use crate::id::{HazardId, Id, Table};
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
    let mut known: BTreeMap<Vec<HazardId>, PlaceId> = BTreeMap::new();
    for (target, hazards) in hitting {
        let place = known.entry(hazards).or_insert_with_key(|hazards| {
            places.push(PlacePlan {
                hazards: hazards.clone(),
            })
        });
        place_of.insert(target, *place);
    }
    let parents = parents(model);
    let plans = model.hazards.enumerate();
    let plans = plans.map(|(id, h)| hazard(model, h, &parents[id]));
    Hazards {
        plans: plans.collect(),
        order: order(&parents),
        places,
        place_of,
    }
}

/// What may set off a hazard, and with which chance, in order of name.
type Parents<'a> = Vec<(HazardId, &'a Scalar)>;

/// What may set off each.
fn parents(model: &Model) -> Table<HazardId, Parents<'_>> {
    let mut parents: Table<HazardId, Parents> = model.hazards.iter().map(|_| Vec::new()).collect();
    for (parent, hazard) in model.hazards.enumerate() {
        for (child, chance) in &hazard.sets_off {
            parents[*child].push((parent, chance));
        }
    }
    parents
}

fn hazard(model: &Model, hazard: &Hazard, parents: &Parents) -> HazardPlan {
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
    let set_off_by = parents.iter().map(|&(parent, chance)| {
        let by = format!("set_off_by.{}", model.hazards[parent].name);
        let stream = streams::of_hazard(name, &by);
        (parent, chance.clone(), StreamKey::of(&stream))
    });
    HazardPlan {
        clock,
        season: hazard
            .season
            .map(|f| if peak > 0.0 { f / peak } else { 0.0 }),
        peak,
        lasts: source(&streams::of_hazard(name, "lasts"), &hazard.lasts),
        leaves: source(&streams::of_hazard(name, "leaves"), &hazard.leaves),
        recovery_days: hazard.recovery_days.clone(),
        set_off_by: set_off_by.collect(),
    }
}

/// Each after what sets it off; the reader refused circles.
fn order(parents: &Table<HazardId, Parents>) -> Vec<HazardId> {
    let before = |own: &Parents| own.iter().map(|(parent, _)| parent.position()).collect();
    let before: Vec<Vec<usize>> = parents.iter().map(before).collect();
    let order = sources_first_else_lowest(&before);
    order.into_iter().map(Id::new).collect()
}
