//! Dangerous goods travel only where rules, carriers and countries let them.

use crate::model::{Commodity, Danger, Element, ElementKind, Mode, Route};
use crate::scenario::read::Draft;
use crate::scenario::read::desk::Desk;

/// What is forgiven a share that was worked out.
const TINY: f64 = 1e-12;

/// Why something may not travel, and what to do.
type Refusal = (String, String);

pub(super) fn check(desk: &Desk, draft: &Draft) {
    for route in draft.routes.iter().flatten() {
        for &id in &route.carries {
            if let Some(commodity) = &draft.commodities[id] {
                check_cargo(desk, draft, route, commodity);
            }
        }
    }
}

fn check_cargo(desk: &Desk, draft: &Draft, route: &Route, commodity: &Commodity) {
    let Some(danger) = commodity.nature.danger else {
        return;
    };
    let elements = route
        .path
        .iter()
        .filter_map(|&id| draft.elements[id].as_ref());
    for element in elements {
        let refusals = [
            banned(element, commodity, danger),
            by_air(desk, element, commodity, danger),
        ];
        for (message, help) in refusals.into_iter().flatten() {
            desk.report_at(&format!("route.{}.path", route.name), &message, Some(help));
        }
    }
}

/// In words: cell is UN3480.
fn named(commodity: &Commodity, danger: Danger) -> String {
    format!(
        "{:?} is {} ({})",
        commodity.name,
        danger.code(),
        danger.words()
    )
}

/// A carrier's or a country's own ban.
fn banned(element: &Element, commodity: &Commodity, danger: Danger) -> Option<Refusal> {
    if !element.effects.bans.contains(&danger) {
        return None;
    }
    let title = if element.title == element.name {
        String::new()
    } else {
        format!(" ({})", element.title)
    };
    let message = format!(
        "{}, which {:?}{title} bans",
        named(commodity, danger),
        element.name
    );
    let help = format!("take another way, or {} out of its bans", danger.code());
    Some((message, help))
}

/// The rules of ICAO and IATA.
fn by_air(
    desk: &Desk,
    element: &Element,
    commodity: &Commodity,
    danger: Danger,
) -> Option<Refusal> {
    let ElementKind::Leg { mode, .. } = element.kind else {
        return None;
    };
    let what = named(commodity, danger);
    if mode == Mode::PassengerAir
        && let Some(rule) = danger.off_passenger_aircraft()
    {
        let message = format!(
            "{what}, which flies on no passenger aircraft ({rule}), and {:?} is one",
            element.name
        );
        let help = "take a cargo aircraft, mode = \"air\", or another way".to_owned();
        return Some((message, help));
    }
    if !matches!(mode, Mode::Air | Mode::PassengerAir) {
        return None;
    }
    let (rule, bound) = danger.charge_by_air()?;
    let percent = bound * 100.0;
    let help = format!(
        "say charge = \"{percent} %\" or less of [commodity.{}], or take another way",
        commodity.name
    );
    let Some(charge) = &commodity.nature.charge else {
        let message = format!(
            "{what}, which flies at a charge of {percent} % or less ({rule}), and its charge is not said"
        );
        return Some((message, help));
    };
    let highest = desk.range(charge).high;
    (highest > bound + TINY).then(|| {
        let found = super::super::read::range::figure(highest * 100.0);
        let message = format!(
            "{what}, which flies at a charge of {percent} % or less ({rule}), and has {found} % on {:?}",
            element.name
        );
        (message, help)
    })
}
