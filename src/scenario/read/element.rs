//! `[leg.NAME]` and `[node.NAME]`: what a route is made of.

use super::fields::Fields;
use super::{Draft, fill, owned};
use crate::model::{Element, ElementKind, Mode, Price, Scalar};
use crate::random::Law;

/// Reads all legs and nodes into the draft.
pub(super) fn read(root: &Fields, draft: &mut Draft) {
    let roster = &root.desk.rosters.elements;
    let legs = owned(root.map("leg"));
    let nodes = owned(root.map("node"));
    for (name, fields) in &nodes {
        if let Some(fields) = fields
            .as_ref()
            .filter(|_| legs.iter().any(|(leg, _)| leg == name))
        {
            fields.report_self(
                "is also the name of a leg; legs and nodes share their names",
                None,
            );
        }
    }
    fill(&mut draft.elements, roster, legs, read_leg);
    fill(&mut draft.elements, roster, nodes, read_node);
}

fn read_leg(name: &str, fields: &Fields) -> Option<Element> {
    let title = fields.title(name);
    let mode = match fields.word("mode") {
        Some("rail") => Mode::Rail,
        Some("sea") => Mode::Sea,
        Some("air") => Mode::Air,
        Some("ferry") => Mode::Ferry,
        _ => Mode::Road,
    };
    let distance_km = fields.once("distance");
    let days = fields.each("transit");
    let (cost_per_feu, cost_per_shipment) = freight(fields);
    Some(Element {
        name: name.to_owned(),
        title,
        kind: ElementKind::Leg { mode, distance_km },
        days: days?,
        cost_per_feu,
        cost_per_shipment,
        carrier: fields.party("carrier")?,
    })
}

fn read_node(name: &str, fields: &Fields) -> Option<Element> {
    fields.country();
    let (cost_per_feu, cost_per_shipment) = freight(fields);
    Some(Element {
        name: name.to_owned(),
        title: fields.title(name),
        kind: ElementKind::Node {
            place: fields.place(),
        },
        days: fields
            .each("dwell")
            .unwrap_or_else(|| Law::Constant(Scalar::default())),
        cost_per_feu,
        cost_per_shipment,
        carrier: fields.party("carrier")?,
    })
}

fn freight(fields: &Fields) -> (Price, Scalar) {
    let Some(cost) = fields.table("cost") else {
        return Default::default();
    };
    (
        cost.price("per_feu").unwrap_or_default(),
        cost.once_or_zero("per_shipment"),
    )
}
