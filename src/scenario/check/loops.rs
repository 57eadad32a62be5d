//! What a process makes without time inside can be used the same day, so a circle of such
//! processes would have no order of work.

use std::collections::{BTreeMap, BTreeSet};

use super::path;
use crate::id::StockId;
use crate::model::Process;
use crate::scenario::read::Draft;
use crate::scenario::read::desk::Desk;

pub(super) fn check(desk: &Desk, draft: &Draft) {
    let mut quick: Vec<&Process> = draft
        .processes
        .iter()
        .flatten()
        .filter(|process| desk.range(&process.inside_days).low <= 0.0)
        .collect();
    // Peel off those whose inputs no quick process makes, and those whose product none uses; what
    // stays lies on circles or between them.
    loop {
        let before = quick.len();
        let made: BTreeSet<StockId> = quick.iter().map(|process| process.makes).collect();
        quick.retain(|process| process.uses.iter().any(|entry| made.contains(&entry.stock)));
        let used: BTreeSet<StockId> = quick
            .iter()
            .flat_map(|process| process.uses.iter().map(|entry| entry.stock))
            .collect();
        quick.retain(|process| used.contains(&process.makes));
        if quick.len() == before {
            break;
        }
    }
    report(desk, &quick);
}

/// One report a site, as stocks are shared only there.
fn report(desk: &Desk, quick: &[&Process]) {
    let mut circles: BTreeMap<_, Vec<&str>> = BTreeMap::new();
    for process in quick {
        circles.entry(process.site).or_default().push(&process.name);
    }
    for names in circles.values() {
        let message = format!(
            "needs its own product on the same day (by way of {})",
            names.join(", ")
        );
        let help = "give one of them a time `inside` of more than 0 d".to_owned();
        desk.report_at(&path("process", names[0]), &message, Some(help));
    }
}
