//! Cargo that is loaded alike on all ways of a source, changes of gauge between rails, and
//! the mass of what has emissions.

use super::{path, source_path, sources};
use crate::id::{CommodityId, ElementId};
use crate::model::{Commodity, ElementKind, Mode, NodeKind, Route, Supply};
use crate::scenario::read::Draft;
use crate::scenario::read::desk::Desk;

pub(super) fn check(desk: &Desk, draft: &Draft) {
    check_loads(desk, draft);
    for route in draft.routes.iter().flatten() {
        check_gauges(desk, draft, route);
    }
    for (id, commodity) in draft.commodities.enumerate() {
        if let Some(commodity) = commodity {
            check_mass(desk, draft, id, commodity);
        }
    }
}

/// Emissions are by the tonne; told once a commodity.
fn check_mass(desk: &Desk, draft: &Draft, id: CommodityId, commodity: &Commodity) {
    if commodity.nature.mass_t.is_some() {
        return;
    }
    let emits = |id: &ElementId| {
        let element = draft.elements[*id].as_ref()?;
        (!element.effects.emissions.is_nothing()).then_some(element)
    };
    let routes = draft.routes.iter().flatten();
    let mut carriers = routes.filter(|route| route.carries.contains(&id));
    let found = carriers.find_map(|route| Some((route, route.path.iter().find_map(emits)?)));
    if let Some((route, leg)) = found {
        let message = format!(
            "key \"mass\" is missing: route {:?} carries it, and {:?} on it has emissions by the tonne",
            route.name, leg.name
        );
        let help = format!(
            "say what a unit weighs with its packing, such as mass = \"7 kg/{}\"",
            commodity.unit.symbol()
        );
        desk.report_at(
            &format!("commodity.{}", commodity.name),
            &message,
            Some(help),
        );
    }
}

/// What leaves is loaded before its way is chosen.
fn check_loads(desk: &Desk, draft: &Draft) {
    for (stock, source) in sources(draft) {
        let Supply::Route(first) = source.supply else {
            continue;
        };
        let Some(first) = &draft.routes[first] else {
            continue;
        };
        let others = source.or.iter().filter_map(|&id| draft.routes[id].as_ref());
        for other in others.filter(|other| other.terms.whole_feu != first.terms.whole_feu) {
            let message = format!(
                "routes {:?} and {:?}: all ways of a source load whole containers (whole_feu), or none does",
                first.name, other.name
            );
            let span = desk.place(&source_path(desk, stock, source));
            let path = path("stock", desk.rosters.stocks.name(stock));
            desk.report(span, format!("{path}.sources: {message}"), None);
        }
    }
}

/// A change of gauge is between two railways, unless the route begins or ends there.
fn check_gauges(desk: &Desk, draft: &Draft, route: &Route) {
    let mode = |id: &ElementId| match draft.elements[*id].as_ref()?.kind {
        ElementKind::Leg { mode, .. } => Some(mode),
        ElementKind::Node { .. } => None,
    };
    for (at, &id) in route.path.iter().enumerate() {
        let Some(node) = &draft.elements[id] else {
            continue;
        };
        if !matches!(
            node.kind,
            ElementKind::Node {
                kind: Some(NodeKind::GaugeChange),
                ..
            }
        ) {
            continue;
        }
        let before = route.path[..at].iter().rev().find_map(mode);
        let after = route.path[at..].iter().find_map(mode);
        if [before, after]
            .into_iter()
            .flatten()
            .any(|mode| mode != Mode::Rail)
        {
            let message = format!(
                "{:?} is a change of gauge, and the legs on both sides of it are not by rail",
                node.name
            );
            desk.report_at(&format!("route.{}.path", route.name), &message, None);
        }
    }
}
