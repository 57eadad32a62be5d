//! A stock is filled by its sources or by processes at its site, and its policy fits that.

use std::collections::{BTreeMap, BTreeSet};

use super::path;
use crate::id::StockId;
use crate::model::{Policy, Rule, Stock};
use crate::scenario::read::Draft;
use crate::scenario::read::desk::Desk;

pub(super) fn check(desk: &Desk, draft: &Draft) {
    let processes = desk.rosters.processes.names().iter().zip(&draft.processes);
    let unread = processes.filter(|(_, process)| process.is_none());
    let unsure: BTreeSet<&str> = unread
        .filter_map(|(name, _)| name.split('.').next())
        .collect();
    let mut makers: BTreeMap<StockId, &str> = BTreeMap::new();
    for process in draft.processes.iter().flatten() {
        makers.entry(process.makes).or_insert(&process.name);
    }
    for (id, stock) in draft.stocks.enumerate() {
        let Some(stock) = stock else { continue };
        if !unsure.contains(desk.rosters.sites.name(stock.site)) {
            check_one(desk, stock, makers.get(&id).copied());
        }
    }
}

/// With the first process that makes what the stock holds.
fn check_one(desk: &Desk, stock: &Stock, maker: Option<&str>) {
    let path = path("stock", &stock.name);
    if let Some(maker) = maker {
        check_made(desk, &path, stock, maker);
    } else if stock.sources.is_empty() {
        if stock.policy.is_some() && !desk.is_marked(&format!("{path}.sources")) {
            let message = "there is nothing to order from: no sources are written, and no process at the site makes it";
            desk.report_at(&format!("{path}.policy"), message, None);
        }
    } else {
        check_ordered(desk, &path, stock);
    }
}

fn check_made(desk: &Desk, path: &str, stock: &Stock, maker: &str) {
    let usual = |rule: &Rule| !matches!(rule, Rule::WhenShort { .. });
    if stock.sources.iter().any(|source| usual(&source.rule)) {
        let message = format!("process {maker:?} makes it already");
        let help = "a stock has sources or processes that make it; only a market with `after` may stand beside them";
        desk.report_at(&format!("{path}.sources"), &message, Some(help.to_owned()));
    }
    if stock.policy.is_none() {
        let message =
            format!("key \"policy\" is missing: it says how much process {maker:?} is to make");
        let help = "policy = { push = {} } makes all it can";
        desk.report_at(path, &message, Some(help.to_owned()));
    }
}

fn check_ordered(desk: &Desk, path: &str, stock: &Stock) {
    let help =
        "such as policy = { days_of_cover = { cover = \"30 d\", review = \"7 d\" } }".to_owned();
    match stock.policy {
        None => {
            let message =
                "key \"policy\" is missing: it says when and how much is ordered from the sources";
            desk.report_at(path, message, Some(help));
        }
        Some(Policy::Push) => {
            let message =
                "push is for what processes at the site make; what is ordered needs another policy";
            desk.report_at(&format!("{path}.policy"), message, Some(help));
        }
        Some(_) => {}
    }
}
