//! Sites, routes and markets whose carbon is counted.

use std::collections::BTreeMap;

use super::{LaneId, LanePlan};
use crate::id::{ProcessId, Table};
use crate::model::{Model, Process};

/// A site, a route or a market whose carbon is counted; both where they share a name.
#[derive(Clone, Debug, Default)]
pub struct Emitter {
    /// Its name.
    pub name: String,
    /// Processes that emit.
    pub processes: Vec<ProcessId>,
    /// Lanes whose goods bring emissions.
    pub lanes: Vec<LaneId>,
}

/// All of them, in order of name.
pub fn emitters(model: &Model, lanes: &Table<LaneId, LanePlan>) -> Vec<Emitter> {
    let mut by_name: BTreeMap<&str, Emitter> = BTreeMap::new();
    for (id, process) in model.processes.enumerate().filter(|(_, p)| has_carbon(p)) {
        let site = &model.sites[process.site].name;
        by_name.entry(site).or_default().processes.push(id);
    }
    for (id, lane) in lanes.enumerate() {
        let route = lane.route.map(|route| &model.routes[route].name);
        let stage = route.or(lane.market.map(|market| &model.markets[market].name));
        if let Some(stage) = stage.filter(|_| lane.carriage.carbon.is_some()) {
            by_name.entry(stage).or_default().lanes.push(id);
        }
    }
    let named = |(name, emitter): (&str, Emitter)| Emitter {
        name: name.to_owned(),
        ..emitter
    };
    by_name.into_iter().map(named).collect()
}

/// A process emits something that is counted.
pub fn has_carbon(process: &Process) -> bool {
    let energy = process.extras.energy.as_ref();
    let of_energy = energy.is_some_and(|energy| !energy.carbon_t_per_kwh.is_nothing());
    let own = process.extras.emissions_t.as_ref();
    of_energy || own.is_some_and(|t_per_unit| !t_per_unit.is_nothing())
}
