//! What is drawn on is filled by something, and what is demanded can be had at all. Only a network
//! that could be read whole is looked at.

use super::{path, sources, supplier};
use crate::id::{Id, StockId};
use crate::model::{Stock, Supply};
use crate::scenario::read::Draft;
use crate::scenario::read::desk::Desk;

pub(super) fn check(desk: &Desk, draft: &Draft) {
    let whole = draft.stocks.iter().all(Option::is_some)
        && draft.processes.iter().all(Option::is_some)
        && draft.routes.iter().all(Option::is_some)
        && draft.demands.iter().all(Option::is_some);
    if whole && all_filled(desk, draft) {
        check_demands(desk, draft);
    }
}

/// Reports stocks that are drawn on and that nothing fills.
fn all_filled(desk: &Desk, draft: &Draft) -> bool {
    let mut filled = true;
    for (id, stock) in draft.stocks.enumerate() {
        let Some(stock) = stock else { continue };
        let made = draft
            .processes
            .iter()
            .flatten()
            .any(|process| process.makes == id);
        if made || !stock.sources.is_empty() || may_begin_full(desk, stock) {
            continue;
        }
        if let Some(user) = user(desk, draft, id) {
            let message = format!("nothing fills it, and {user} draws on it");
            let help = "write sources, a process that makes it, or an initial amount";
            desk.report_at(&path("stock", &stock.name), &message, Some(help.to_owned()));
            filled = false;
        }
    }
    filled
}

fn may_begin_full(desk: &Desk, stock: &Stock) -> bool {
    let range = desk.range(&stock.initial);
    range.high > 0.0 || range.high.is_nan()
}

/// Who draws on a stock, in words.
fn user(desk: &Desk, draft: &Draft, id: StockId) -> Option<String> {
    let demand = draft
        .demands
        .iter()
        .flatten()
        .find(|demand| demand.stock == id);
    if let Some(demand) = demand {
        return Some(format!("demand {:?}", demand.name));
    }
    let mut processes = draft.processes.iter().flatten();
    if let Some(process) =
        processes.find(|process| process.uses.iter().any(|entry| entry.stock == id))
    {
        return Some(format!("process {:?}", process.name));
    }
    sources(draft)
        .find(|(customer, source)| supplier(desk, draft, *customer, source) == Some(id))
        .map(|(customer, _)| format!("stock {:?}", desk.rosters.stocks.name(customer)))
}

/// Spreads supply from markets, mines and initial stocks until nothing is added.
fn suppliable(desk: &Desk, draft: &Draft) -> Vec<bool> {
    let mut full: Vec<bool> = draft
        .stocks
        .iter()
        .map(|stock| {
            stock
                .as_ref()
                .is_some_and(|stock| may_begin_full(desk, stock))
        })
        .collect();
    loop {
        let before = full.iter().filter(|full| **full).count();
        for process in draft.processes.iter().flatten() {
            if process
                .uses
                .iter()
                .all(|entry| full[entry.stock.position()])
            {
                full[process.makes.position()] = true;
            }
        }
        for (stock, source) in sources(draft) {
            let had = match source.supply {
                Supply::Market(_) => true,
                Supply::Route(_) => supplier(desk, draft, stock, source)
                    .is_some_and(|supplier| full[supplier.position()]),
            };
            full[stock.position()] |= had;
        }
        if full.iter().filter(|full| **full).count() == before {
            return full;
        }
    }
}

fn check_demands(desk: &Desk, draft: &Draft) {
    let full = suppliable(desk, draft);
    for demand in draft.demands.iter().flatten() {
        if !full[demand.stock.position()] {
            let stock = desk.rosters.stocks.name(demand.stock);
            let message = format!(
                "stock {stock:?} can never be filled: no market, mine or initial stock leads to it"
            );
            desk.report_at(&format!("demand.{}", demand.name), &message, None);
        }
    }
}
