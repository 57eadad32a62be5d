//! No cargo changes party without a contract, and none has two.

use std::collections::BTreeMap;

use super::{source_path, sources, supplier};
use crate::id::{CommodityId, PartyId, StockId};
use crate::scenario::read::Draft;
use crate::scenario::read::desk::Desk;

/// Names of contracts by seller, buyer and commodity.
type Terms<'a> = BTreeMap<(PartyId, PartyId, CommodityId), Vec<&'a str>>;

pub(super) fn check(desk: &Desk, draft: &Draft) {
    if draft.contracts.iter().any(Option::is_none) {
        return;
    }
    let mut terms = Terms::new();
    for contract in draft.contracts.iter().flatten() {
        let deal = (contract.seller, contract.buyer, contract.commodity);
        terms.entry(deal).or_default().push(&contract.name);
    }
    for (customer, source) in sources(draft) {
        let Some(from) = supplier(desk, draft, customer, source) else {
            continue;
        };
        let (Some(seller), Some(buyer)) = (owner(draft, from), owner(draft, customer)) else {
            continue;
        };
        let commodity = draft.stocks[customer].as_ref().map(|stock| stock.commodity);
        let Some(commodity) = commodity.filter(|_| seller != buyer) else {
            continue;
        };
        let deal = (seller, buyer, commodity);
        let fits = terms.get(&deal).map_or(&[][..], Vec::as_slice);
        if fits.len() != 1 {
            let span = desk.place(&source_path(desk, customer, source));
            report(desk, customer, deal, fits, span);
        }
    }
}

fn owner(draft: &Draft, stock: StockId) -> Option<PartyId> {
    let site = draft.stocks[stock].as_ref()?.site;
    Some(draft.sites[site].as_ref()?.owner)
}

fn report(
    desk: &Desk,
    customer: StockId,
    (seller, buyer, commodity): (PartyId, PartyId, CommodityId),
    fits: &[&str],
    span: crate::scenario::Span,
) {
    let parties = &desk.rosters.parties;
    let (seller, buyer) = (parties.name(seller), parties.name(buyer));
    let commodity = desk.rosters.commodities.name(commodity);
    let path = super::path("stock", desk.rosters.stocks.name(customer));
    let deal = format!("{commodity:?} passes from party {seller:?} to party {buyer:?}");
    if fits.is_empty() {
        let help = format!(
            "write [contract.{seller}-{buyer}-{commodity}] with seller = {seller:?}, buyer = {buyer:?}, of = {commodity:?} and a price or cost_plus"
        );
        desk.report(
            span,
            format!("{path}.sources: {deal} without a contract"),
            Some(help),
        );
    } else {
        let message = format!(
            "{deal} by {} contracts ({}); one is wanted",
            fits.len(),
            fits.join(", ")
        );
        desk.report(span, format!("{path}.sources: {message}"), None);
    }
}
