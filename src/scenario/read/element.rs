//! `[leg.NAME]` and `[node.NAME]`: what a route is made of.

use std::collections::BTreeSet;

use super::fields::Fields;
use super::{Draft, fill, owned};
use crate::model::{
    Danger, Departs, Effects, Element, ElementKind, Gate, Mode, NodeKind, Price, Scalar,
};
use crate::random::Law;
use crate::scenario::tree::Item;

/// Reads all legs and nodes into the draft.
pub(super) fn read(root: &Fields, draft: &mut Draft) {
    let roster = &root.desk.rosters.elements;
    let legs = owned(root.map("leg"));
    let nodes = owned(root.map("node"));
    let taken: BTreeSet<&str> = legs.iter().map(|(leg, _)| leg.as_str()).collect();
    for (name, fields) in &nodes {
        if let Some(fields) = fields.as_ref().filter(|_| taken.contains(name.as_str())) {
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
        Some("passenger_air") => Mode::PassengerAir,
        Some("ferry") => Mode::Ferry,
        _ => Mode::Road,
    };
    let distance_km = fields.once("distance");
    let emissions = fields.once_or_zero("emissions");
    if fields.has("emissions") && distance_km.is_none() {
        let help = "say how long the leg is, such as distance = \"2600 km\"".to_owned();
        fields.report(
            "emissions",
            "are by the kilometre, and the leg has no \"distance\"",
            Some(help),
        );
    }
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
        gate: fields
            .table("departs")
            .and_then(|departs| timetable(&departs)),
        demurrage: fields.once_or_zero("demurrage"),
        effects: Effects {
            emissions,
            ..effects(fields)
        },
    })
}

fn read_node(name: &str, fields: &Fields) -> Option<Element> {
    fields.country();
    let (cost_per_feu, cost_per_shipment) = freight(fields);
    let handling = fields.each("handling");
    let dwell = fields.each("dwell");
    for key in ["handling", "throughput", "background", "demurrage"] {
        if fields.has("dwell") && fields.has(key) {
            let message = "does not go with `dwell`, the observed time, which contains the waiting";
            fields.report(key, message, None);
        }
    }
    for key in ["background", "demurrage"] {
        if fields.has(key) && !fields.has("throughput") {
            fields.report(
                key,
                "is used only with `throughput`, without which nothing queues",
                None,
            );
        }
    }
    let background = fields.each("background");
    let throughput = fields.once("throughput");
    let gate = throughput.map(|feu_per_day| Gate::Throughput {
        feu_per_day,
        background,
    });
    Some(Element {
        name: name.to_owned(),
        title: fields.title(name),
        kind: ElementKind::Node {
            place: fields.place(),
            kind: node_kind(fields),
        },
        days: dwell
            .or(handling)
            .unwrap_or_else(|| Law::Constant(Scalar::default())),
        cost_per_feu,
        cost_per_shipment,
        carrier: fields.party("carrier")?,
        gate,
        demurrage: fields.once_or_zero("demurrage"),
        effects: effects(fields),
    })
}

fn node_kind(fields: &Fields) -> Option<NodeKind> {
    Some(match fields.word("kind")? {
        "border" => NodeKind::Border,
        "gauge_change" => NodeKind::GaugeChange,
        "port" => NodeKind::Port,
        "dry_port" => NodeKind::DryPort,
        _ => NodeKind::Terminal,
    })
}

/// Days of the week as they are written.
const WEEK: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// `departs = { weekly = ["Tue", "Fri"], room = "300 FEU" }` or `{ every = "7 d" }`.
fn timetable(fields: &Fields) -> Option<Gate> {
    if fields.has("weekly") == fields.has("every") {
        fields.report_self("needs exactly one of \"weekly\" and \"every\"", None);
        return None;
    }
    let departs = if fields.has("weekly") {
        Departs::Weekly(week(fields)?)
    } else {
        Departs::Every {
            days: fields.days("every", 1)?,
            first: fields.days("first", 0).unwrap_or(0),
        }
    };
    Some(Gate::Timetable {
        departs,
        room_feu: fields.once("room"),
        at_least_feu: fields.once_or_zero("at_least"),
    })
}

fn week(fields: &Fields) -> Option<[bool; 7]> {
    let node = fields.node("weekly")?;
    let wanted = "a list of days of the week, such as [\"Tue\", \"Fri\"],";
    let Item::List(list) = &node.item else {
        return fields.wrong("weekly", node, wanted);
    };
    let mut week = [false; 7];
    for entry in list {
        let day = match &entry.item {
            Item::Text(name) => WEEK.iter().position(|day| day == name),
            _ => None,
        };
        let Some(day) = day else {
            let found = fields.desk.written(entry);
            let message = format!(
                "{}: {found} is not known; one of {} is wanted",
                fields.join("weekly"),
                WEEK.join(", ")
            );
            fields.desk.report(entry.span, message, None);
            return None;
        };
        week[day] = true;
    }
    if list.is_empty() {
        fields.report("weekly", "is empty: nothing would ever leave", None);
        return None;
    }
    Some(week)
}

/// What legs and nodes have in common beyond time and freight.
fn effects(fields: &Fields) -> Effects {
    Effects {
        loss: fields.once_or_zero("loss"),
        bans: bans(fields).unwrap_or_default(),
        dangerous_surcharge: fields.price("dangerous_surcharge").unwrap_or_default(),
        emissions: Scalar::default(),
    }
}

/// `bans = ["UN3480"]`
fn bans(fields: &Fields) -> Option<Vec<Danger>> {
    let node = fields.node("bans")?;
    let wanted = "a list of UN numbers, such as [\"UN3480\"],";
    let Item::List(list) = &node.item else {
        return fields.wrong("bans", node, wanted);
    };
    let mut bans = Vec::new();
    for entry in list {
        let danger = match &entry.item {
            Item::Text(code) => Danger::of(code),
            _ => None,
        };
        if danger.is_none() {
            let known = Danger::CODES.join(", ");
            let found = fields.desk.written(entry);
            let message = format!(
                "{}: {found} is not known; one of {known} is wanted",
                fields.join("bans")
            );
            fields.desk.report(entry.span, message, None);
        }
        bans.extend(danger);
    }
    Some(bans)
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
