//! Streams of random numbers are known by hashes of their names; two of the same hash would draw
//! the same numbers.

use std::collections::BTreeMap;

use crate::model::{IndexProcess, streams};
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
        names.extend(of_index(&index.name, &index.process));
    }
    names.extend(draft.elements.iter().flatten().map(streams::of_element));
    names.extend(
        draft
            .markets
            .iter()
            .flatten()
            .map(|x| streams::of_market(&x.name)),
    );
    names.extend(
        draft
            .demands
            .iter()
            .flatten()
            .flat_map(|x| [streams::of_demand(&x.name), streams::of_forecast(&x.name)]),
    );
    names.extend(
        draft
            .processes
            .iter()
            .flatten()
            .flat_map(|x| [streams::of_process(&x.name), streams::of_outages(&x.name)]),
    );
    names.extend(
        draft
            .stocks
            .iter()
            .flatten()
            .map(|x| streams::of_dispatch(&x.name)),
    );
    for hazard in draft.hazards.iter().flatten() {
        let streams = ["begins", "lasts", "leaves"];
        names.extend(streams.map(|what| streams::of_hazard(&hazard.name, what)));
    }
    let elements = draft.elements.iter().flatten();
    names.extend(elements.map(|x| streams::of_background(&x.name)));
    names
}

fn of_index(name: &str, process: &IndexProcess) -> Vec<String> {
    let own = streams::of_index(name);
    match process {
        IndexProcess::Constant(_) | IndexProcess::Path { .. } | IndexProcess::Product(_) => {
            Vec::new()
        }
        IndexProcess::LogOu { .. } | IndexProcess::Gbm { .. } | IndexProcess::Bootstrap { .. } => {
            vec![own]
        }
        IndexProcess::Regimes { .. } => vec![own, streams::of_regimes(name)],
        IndexProcess::Jumping(process, _) => {
            let jumps = [streams::of_jumps(name), streams::of_jump_sizes(name)];
            [of_index(name, process), jumps.to_vec()].concat()
        }
        IndexProcess::Mixed(process, _) => of_index(name, process),
    }
}
