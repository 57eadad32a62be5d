//! `[hazard.NAME]`: what goes wrong, when and where.

use super::fields::Fields;
use super::quantity::Quantity;
use super::{Draft, Slots, filled};
use crate::id::{HazardId, Id, SiteId};
use crate::model::{Clock, Hazard, Scalar, Target};
use crate::random::Law;
use crate::scenario::text::Span;
use crate::scenario::tree::{Item, Node};
use crate::units::Dimension;

/// Reads all hazards.
pub(super) fn read(root: &Fields, draft: &Draft) -> Slots<HazardId, Hazard> {
    let roster = &root.desk.rosters.hazards;
    let hazards = filled(root, "hazard", roster, |name, fields| {
        read_one(name, fields, draft)
    });
    refuse_circles(root, &hazards);
    hazards
}

fn read_one(name: &str, fields: &Fields, draft: &Draft) -> Option<Hazard> {
    fields.flag("in_use");
    let title = fields.title(name);
    let clock = clock(fields);
    let season = fields.season();
    if fields.has("season") && !fields.has("rate") {
        fields.report("season", "is used only with `rate`", None);
    }
    let has_dates = fields.has("dates");
    let lasts = fields.each("lasts");
    if !has_dates && !fields.has("lasts") {
        let help = "how long it lasts, such as lasts = \"3 d\"".to_owned();
        fields.report_self("key \"lasts\" is missing", Some(help));
    }
    let leaves = fields.each("leaves");
    let recovery_days = fields.once_or_zero("recovery");
    let stops_dispatch = fields.flag("stops_dispatch") == Some(true);
    let hits = hits(fields, draft, stops_dispatch);
    let sets_off = sets_off(fields);
    let nothing = || Law::Constant(Scalar::default());
    Some(Hazard {
        name: name.to_owned(),
        title,
        clock: clock?,
        season,
        lasts: if has_dates { nothing() } else { lasts? },
        leaves: leaves.unwrap_or_else(nothing),
        recovery_days,
        hits: hits?,
        sets_off: sets_off?,
    })
}

fn clock(fields: &Fields) -> Option<Clock> {
    let given = ["rate", "every", "dates"].map(|key| fields.has(key));
    match given {
        [true, false, false] => fields.once("rate").map(Clock::Poisson),
        [false, true, false] => fields.each("every").map(Clock::Renewal),
        [false, false, true] => dates(fields).map(Clock::Dates),
        [false, false, false] => Some(Clock::SetOff),
        _ => {
            fields.report_self(
                "can have only one of \"rate\", \"every\" and \"dates\"",
                None,
            );
            None
        }
    }
}

fn dates(fields: &Fields) -> Option<Vec<(i32, i32)>> {
    let node = fields.node("dates")?;
    let wanted = "a list of first and last days, such as [[2031-02-01, 2031-02-20]],";
    let Item::List(list) = &node.item else {
        return fields.wrong("dates", node, wanted);
    };
    let day = |node: &Node| match &node.item {
        Item::Date(date) => Some(date.0 - fields.desk.start.get().0),
        _ => None,
    };
    let mut spells = Vec::new();
    for entry in list {
        let spell = match &entry.item {
            Item::List(ends) if ends.len() == 2 => day(&ends[0]).zip(day(&ends[1])),
            _ => None,
        };
        match spell {
            Some((first, last)) if first <= last => spells.push((first, last)),
            Some(_) => {
                let message = format!("{}: the last day is before the first", fields.join("dates"));
                fields.desk.report(entry.span, message, None);
                return None;
            }
            None => return fields.wrong("dates", entry, wanted),
        }
    }
    spells.sort_unstable();
    Some(spells)
}

fn hits(fields: &Fields, draft: &Draft, stops_dispatch: bool) -> Option<Vec<Target>> {
    let node = fields.node("hits")?;
    let wanted = "a list of names, such as [\"node.khorgos\", \"site.mine\"],";
    let Item::List(list) = &node.item else {
        return fields.wrong("hits", node, wanted);
    };
    if list.is_empty() {
        fields.report("hits", "is empty; it must hit something", None);
    }
    let mut hits = Vec::new();
    let mut whole = true;
    for entry in list {
        let Item::Text(name) = &entry.item else {
            return fields.wrong("hits", entry, wanted);
        };
        match target(fields, draft, entry.span, name, stops_dispatch) {
            Some(targets) => hits.extend(targets),
            None => whole = false,
        }
    }
    hits.sort_unstable();
    hits.dedup();
    whole.then_some(hits)
}

/// What a path of the language names.
fn target(
    fields: &Fields,
    draft: &Draft,
    span: Span,
    name: &str,
    stops_dispatch: bool,
) -> Option<Vec<Target>> {
    let rosters = &fields.desk.rosters;
    let path = fields.join("hits");
    let parts: Vec<&str> = name.split('.').collect();
    match parts[..] {
        ["node" | "leg", element] => {
            let id = fields.resolve(&path, span, element, &rosters.elements)?;
            Some(vec![Target::Element(id)])
        }
        ["site", site, "process", process] => {
            let process = format!("{site}.{process}");
            let id = fields.resolve(&path, span, &process, &rosters.processes)?;
            Some(vec![Target::Process(id)])
        }
        ["site", site] => {
            let id = fields.resolve(&path, span, site, &rosters.sites)?;
            Some(at_site(fields, draft, id, stops_dispatch))
        }
        _ => {
            let message = format!("{path}: {name:?} is nothing that a hazard can hit");
            fields
                .desk
                .report(span, message, Some(target_help(fields, name)));
            None
        }
    }
}

/// The whole path of what has such a name.
fn target_help(fields: &Fields, name: &str) -> String {
    let desk = fields.desk;
    let last = name.rsplit('.').next().unwrap_or(name);
    let kinds = ["node", "leg", "site"].map(|kind| format!("{kind}.{last}"));
    let processes = desk.rosters.processes.names().iter();
    let mut processes = processes.filter_map(|process| process.split_once('.'));
    let process = processes.find(|(_, own)| *own == last);
    let process = process.map(|(site, own)| format!("site.{site}.process.{own}"));
    let known = kinds.into_iter().find(|path| desk.is_marked(path));
    match known.or(process) {
        Some(path) => format!("write \"{path}\""),
        None => "write \"node.NAME\", \"leg.NAME\", \"site.NAME\" or \"site.NAME.process.NAME\""
            .to_owned(),
    }
}

fn at_site(fields: &Fields, draft: &Draft, site: SiteId, stops_dispatch: bool) -> Vec<Target> {
    let rosters = &fields.desk.rosters;
    let site = rosters.sites.name(site);
    let processes = rosters.processes.below(site);
    let processes = processes.filter(|id| draft.processes[*id].is_some());
    let stocks = rosters.stocks.below(site);
    let stocks = stocks.filter(|id| stops_dispatch && draft.stocks[*id].is_some());
    processes
        .map(Target::Process)
        .chain(stocks.map(Target::Dispatch))
        .collect()
}

fn sets_off(fields: &Fields) -> Option<Vec<(HazardId, Scalar)>> {
    let roster = &fields.desk.rosters.hazards;
    let wanted = fields.wanted_dimension("sets_off", Dimension::NONE);
    let mut sets_off = Vec::new();
    let mut whole = true;
    for (name, span, node) in fields.entries("sets_off") {
        let path = format!("{}.{name}", fields.join("sets_off"));
        let chance = Quantity::settled(Quantity::at(fields.desk, path.clone(), node), wanted);
        match fields.resolve(&path, span, name, roster) {
            Some(id) => sets_off.push((id, chance)),
            None => whole = false,
        }
    }
    whole.then_some(sets_off)
}

/// A hazard that sets itself off, directly or by way of others, and would never end, would never end.
fn refuse_circles(root: &Fields, hazards: &Slots<HazardId, Hazard>) {
    for (id, hazard) in hazards.enumerate() {
        let Some(hazard) = hazard else { continue };
        let mut reached = vec![false; hazards.len()];
        let mut next: Vec<HazardId> = hazard.sets_off.iter().map(|(child, _)| *child).collect();
        while let Some(child) = next.pop() {
            if std::mem::replace(&mut reached[child.position()], true) {
                continue;
            }
            if let Some(child) = &hazards[child] {
                next.extend(child.sets_off.iter().map(|(child, _)| *child));
            }
        }
        if reached[id.position()] {
            let path = format!("hazard.{}.sets_off", hazard.name);
            let message = "sets itself off, directly or by way of others, and would never end";
            root.desk.report_at(&path, message, None);
        }
    }
}
