//! Streams of random numbers are known by hashes of their names; two of the same hash would draw
//! the same numbers.

use std::collections::BTreeMap;

use crate::model::{ElementKind, IndexProcess};
use crate::random::StreamKey;
use crate::scenario::read::Draft;
use crate::scenario::read::desk::Desk;

pub(super) fn check(desk: &Desk, draft: &Draft) {
    let mut seen: BTreeMap<StreamKey, String> = BTreeMap::new();
    for name in names(desk, draft) {
        let key = StreamKey::of(&name);
        if let Some(other) = seen.get(&key).filter(|other| **other != name) {
            let message =
                format!("its random numbers would be those of {other:?}, by a clash of hashes");
            desk.report_at(&name, &message, Some("rename one of them".to_owned()));
        }
        seen.insert(key, name);
    }
}

/// The names of everything that may be drawn.
fn names(desk: &Desk, draft: &Draft) -> Vec<String> {
    let parameters = desk.parameters.borrow();
    let mut names: Vec<String> = parameters
        .iter()
        .map(|drawn| drawn.parameter.name.clone())
        .collect();
    for index in draft.indices.iter().flatten() {
        if matches!(index.process, IndexProcess::LogOu { .. }) {
            names.push(format!("index.{}", index.name));
        }
    }
    for element in draft.elements.iter().flatten() {
        names.push(match element.kind {
            ElementKind::Leg { .. } => format!("leg.{}.transit", element.name),
            ElementKind::Node { .. } => format!("node.{}.dwell", element.name),
        });
    }
    for market in draft.markets.iter().flatten() {
        names.push(format!("market.{}.lead_time", market.name));
    }
    for demand in draft.demands.iter().flatten() {
        names.push(format!("demand.{}", demand.name));
    }
    for process in draft.processes.iter().flatten() {
        names.push(format!(
            "{}.breakdown",
            super::path("process", &process.name)
        ));
    }
    for stock in draft.stocks.iter().flatten() {
        names.push(format!(
            "{}.dispatch.breakdown",
            super::path("stock", &stock.name)
        ));
    }
    names
}
