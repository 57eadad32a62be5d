//! Where cargo queues: nodes that handle so much a day, legs with departures. A way is cut into what
//! is travelled from one stop to the next.

use std::collections::{BTreeMap, BTreeSet};

use super::accounts::{Chart, Driver, Kind};
use super::compile::source;
use super::order;
use super::{AccountId, CallId, LaneId, LanePlan, PlaceId, Source, StopId, TariffId};
use crate::id::{ElementId, Table};
use crate::model::{self, Model, Price, Scalar, Target, streams};

/// A leg or node at which cargo queues.
#[derive(Clone, Debug)]
pub struct StopPlan {
    /// Which.
    pub element: ElementId,
    /// What makes it queue.
    pub gate: Gate,
    /// The place it is to hazards.
    pub place: Option<PlaceId>,
    /// Who calls at it.
    pub calls: Vec<CallId>,
}

/// What lets cargo pass.
#[derive(Clone, Debug)]
pub enum Gate {
    /// So much a day, other traffic included.
    Throughput {
        /// FEU a day.
        feu_per_day: Scalar,
        /// FEU of other traffic that arrive each day.
        background: Option<Source>,
    },
    /// Departures.
    Timetable {
        /// By day of the horizon.
        departs: Vec<bool>,
        /// Mean days from one departure to the next.
        headway_days: f64,
        /// Room of a departure [FEU].
        room_feu: Option<Scalar>,
        /// Without so much there is none [FEU].
        at_least_feu: Scalar,
    },
}

/// A stop on the way of a supply line.
#[derive(Clone, Debug)]
pub struct CallPlan {
    /// Whose way.
    pub lane: LaneId,
    /// Where.
    pub stop: StopId,
    /// What is travelled from there to the next stop or the end, the stop's own leg or node first.
    pub path: Vec<ElementId>,
    /// The next stop.
    pub next: Option<CallId>,
    /// What a FEU and day in the queue costs.
    pub demurrage: Option<(TariffId, AccountId)>,
}

/// All stops, and the calls that supply lines make at them; the lines' own paths end at the first.
pub fn compile(
    model: &Model,
    place_of: &BTreeMap<Target, PlaceId>,
    lanes: &mut Table<LaneId, LanePlan>,
    chart: &mut Chart,
) -> (Table<StopId, StopPlan>, Table<CallId, CallPlan>) {
    let mut stops = stops(model, place_of);
    let stop_of: BTreeMap<ElementId, StopId> = stops
        .enumerate()
        .map(|(id, stop)| (stop.element, id))
        .collect();
    let mut calls: Table<CallId, CallPlan> = Table::new();
    for (id, lane) in lanes.enumerate_mut() {
        let path = std::mem::take(&mut lane.path);
        let mut last: Option<CallId> = None;
        for element in path {
            let Some(&stop) = stop_of.get(&element) else {
                match last {
                    Some(call) => calls[call].path.push(element),
                    None => lane.path.push(element),
                }
                continue;
            };
            let call = calls.push(CallPlan {
                lane: id,
                stop,
                path: vec![element],
                next: None,
                demurrage: None,
            });
            stops[stop].calls.push(call);
            match last {
                Some(before) => calls[before].next = Some(call),
                None => lane.first_call = Some(call),
            }
            last = Some(call);
        }
    }
    for call in calls.ids() {
        calls[call].demurrage = demurrage(model, chart, call, &calls[call], &stops, lanes);
    }
    (stops, calls)
}

fn demurrage(
    model: &Model,
    chart: &mut Chart,
    id: CallId,
    call: &CallPlan,
    stops: &Table<StopId, StopPlan>,
    lanes: &Table<LaneId, LanePlan>,
) -> Option<(TariffId, AccountId)> {
    let element = &model.elements[stops[call.stop].element];
    let price = Price::settled(element.demurrage.clone());
    if price.is_nothing() {
        return None;
    }
    let lane = &lanes[call.lane];
    let stage = lane.route.map_or("", |route| &model.routes[route].name);
    let parties = (lane.owner, element.carrier);
    let account = chart.account(
        parties,
        Kind::Resource,
        "demurrage",
        stage,
        Some(lane.customer),
    );
    let tariff = chart.charge(Driver::Waited(id), &price, &Scalar::default(), account);
    Some((tariff, account))
}

/// Nodes first, each after those before it on some route as far as routes agree, then timetables.
fn stops(model: &Model, place_of: &BTreeMap<Target, PlaceId>) -> Table<StopId, StopPlan> {
    let is_node = |id: &ElementId| {
        matches!(
            model.elements[*id].gate,
            Some(model::Gate::Throughput { .. })
        )
    };
    let used: BTreeSet<ElementId> = model
        .routes
        .iter()
        .flat_map(|route| route.path.iter().copied())
        .collect();
    let all: Vec<ElementId> = used.iter().copied().filter(is_node).collect();
    let place: BTreeMap<ElementId, usize> = all.iter().copied().zip(0..).collect();
    let mut before = vec![BTreeSet::new(); all.len()];
    for route in &model.routes {
        let nodes: Vec<usize> = route
            .path
            .iter()
            .filter_map(|id| place.get(id).copied())
            .collect();
        for pair in nodes.windows(2) {
            before[pair[1]].insert(pair[0]);
        }
    }
    let before: Vec<Vec<usize>> = before.into_iter().map(Vec::from_iter).collect();
    let order = order::sources_first_else_lowest(&before);
    let mut order: Vec<ElementId> = order.into_iter().map(|at| all[at]).collect();
    let timetables = used.iter().copied().filter(|id| {
        matches!(
            model.elements[*id].gate,
            Some(model::Gate::Timetable { .. })
        )
    });
    order.extend(timetables);
    let stop = |element: ElementId| StopPlan {
        element,
        gate: gate(model, element),
        place: place_of.get(&Target::Element(element)).copied(),
        calls: Vec::new(),
    };
    order.into_iter().map(stop).collect()
}

fn gate(model: &Model, id: ElementId) -> Gate {
    let element = &model.elements[id];
    let days = (model.end.0 - model.start.0) as u32;
    match &element.gate {
        Some(model::Gate::Timetable {
            departs,
            room_feu,
            at_least_feu,
        }) => Gate::Timetable {
            headway_days: departs.headway_days(),
            departs: (0..days)
                .map(|day| departs.is_on(model.start, day))
                .collect(),
            room_feu: room_feu.clone(),
            at_least_feu: at_least_feu.clone(),
        },
        Some(model::Gate::Throughput {
            feu_per_day,
            background,
        }) => Gate::Throughput {
            feu_per_day: feu_per_day.clone(),
            background: background
                .as_ref()
                .map(|law| source(&streams::of_background(&element.name), law)),
        },
        None => Gate::Throughput {
            feu_per_day: Scalar::fixed(f64::INFINITY),
            background: None,
        },
    }
}
