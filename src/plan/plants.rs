//! Processes that are more than a recipe at a fixed capacity: what the days need of them. Those
//! that are not have no entry here, and cost a day nothing.

use super::Source;
use super::accounts::{AccountId, Chart, Driver, Kind, TariffId};
use super::compile::source;
use super::places::Purse;
use crate::id::ProcessId;
use crate::model::{Learning, Mine, Model, Phase, Process, Ramp, Scalar, Trigger, streams};

/// A straight rise to full capacity.
#[derive(Clone, Debug)]
pub struct Line {
    /// Share of capacity on the first day.
    pub from: Scalar,
    /// Days from the first day to full capacity.
    pub over_days: Scalar,
}

impl Line {
    /// A ramp that is nothing but a straight rise.
    #[must_use]
    pub fn of(ramp: &Ramp) -> Option<Self> {
        match ramp {
            Ramp::Linear {
                from, over_days, ..
            } => Some(Self {
                from: from.clone(),
                over_days: over_days.clone(),
            }),
            Ramp::McNulty { .. } => None,
        }
    }
}

/// A process that is more than a recipe at a fixed capacity.
#[derive(Clone, Debug)]
pub struct PlantPlan {
    /// Which.
    pub process: ProcessId,
    /// Its phases; empty where capacity is of one piece and rises in a straight line.
    pub phases: Vec<PhasePlan>,
    /// Days of the longest look back at utilisation; 0 where nobody looks.
    pub look_back: u32,
    /// Times in order and out of order.
    pub outages: Option<[Source; 2]>,
    /// Scrap that falls.
    pub learning: Option<Learning>,
    /// Ore in the ground.
    pub mine: Option<Mine>,
    /// A share of the value of output.
    pub royalty: Option<RoyaltyPlan>,
}

/// A part of a plant's capacity.
#[derive(Clone, Debug)]
pub struct PhasePlan {
    /// Units started a day.
    pub capacity_per_day: Scalar,
    /// First day as planned; infinite for never and for what opens when it is needed.
    pub start_day: Scalar,
    /// Days later than planned.
    pub delay_days: Scalar,
    /// Rise to capacity.
    pub ramp: Option<Ramp>,
    /// USD/(unit/day) as planned.
    pub capex: Scalar,
    /// What that is multiplied by.
    pub overrun: Scalar,
    /// When it is needed.
    pub when: Option<Trigger>,
}

/// A share of the value of output.
#[derive(Clone, Debug)]
pub struct RoyaltyPlan {
    /// The share of a unit's value, and where it is posted.
    pub charge: (TariffId, AccountId),
    /// Days from the first day of production without it.
    pub holiday_days: Scalar,
}

/// True for a process that is more than a recipe at a fixed capacity. Energy is a cost like others.
pub(super) fn is_plant(process: &Process) -> bool {
    let extras = &process.extras;
    !phases(process).is_empty()
        || extras.outages.is_some()
        || extras.learning.is_some()
        || extras.mine.is_some()
        || extras.royalty.is_some()
}

/// All plants, in the order of their processes.
pub(super) fn plants(model: &Model, chart: &mut Chart) -> Vec<PlantPlan> {
    let mut plants = Vec::new();
    for (id, process) in model.processes.enumerate().filter(|(_, p)| is_plant(p)) {
        let extras = &process.extras;
        let phases = phases(process);
        let back = phases.iter().filter_map(|phase| phase.when.as_ref());
        let stream = streams::of_outages(&process.name);
        plants.push(PlantPlan {
            process: id,
            look_back: back.map(|when| when.over_days).max().unwrap_or(0),
            phases,
            outages: extras
                .outages
                .as_ref()
                .map(|o| [&o.up_days, &o.down_days].map(|law| source(&stream, law))),
            learning: extras.learning.clone(),
            mine: extras.mine.clone(),
            royalty: royalty(model, chart, process, plants.len()),
        });
    }
    plants
}

/// The phases of a process; one where it is of one piece but its ramp is no straight rise.
fn phases(process: &Process) -> Vec<PhasePlan> {
    if !process.extras.phases.is_empty() {
        let phases = process.extras.phases.iter();
        return phases.map(|phase| phase_of(process, phase)).collect();
    }
    let bends = match &process.ramp {
        None => false,
        Some(Ramp::McNulty { .. }) => true,
        Some(Ramp::Linear { ceiling, .. }) => ceiling.known() != Some(1.0),
    };
    let whole = || PhasePlan {
        capacity_per_day: process.capacity_per_day.clone(),
        start_day: process.start_day.clone(),
        delay_days: Scalar::default(),
        ramp: process.ramp.clone(),
        capex: process.capex.clone().unwrap_or_default(),
        overrun: Scalar::fixed(1.0),
        when: None,
    };
    bends.then(whole).into_iter().collect()
}

fn phase_of(process: &Process, phase: &Phase) -> PhasePlan {
    PhasePlan {
        capacity_per_day: phase.capacity_per_day.clone(),
        start_day: phase.start_day.clone(),
        delay_days: phase.delay_days.clone(),
        ramp: phase.ramp.clone().or_else(|| process.ramp.clone()),
        capex: phase.capex.clone(),
        overrun: phase.overrun.clone(),
        when: phase.when.clone(),
    }
}

fn royalty(
    model: &Model,
    chart: &mut Chart,
    process: &Process,
    plant: usize,
) -> Option<RoyaltyPlan> {
    let royalty = process.extras.royalty.as_ref()?;
    let mut purse = Purse {
        model,
        chart,
        site: process.site,
        stock: process.makes,
    };
    let account = purse.account(Some(royalty.to), Kind::Transfer, "royalty");
    let tariff = purse.times(Driver::Royal(plant), &royalty.of, &royalty.rate, account);
    Some(RoyaltyPlan {
        charge: (tariff, account),
        holiday_days: royalty.holiday_days.clone(),
    })
}
