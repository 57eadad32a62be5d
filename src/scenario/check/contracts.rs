//! No cargo changes party without a contract, and none has two.

use super::{source_path, sources, supplier};
use crate::id::PartyId;
use crate::id::StockId;
use crate::scenario::read::Draft;
use crate::scenario::read::desk::Desk;

pub(super) fn check(desk: &Desk, draft: &Draft) {
    for (customer, source) in sources(draft) {
        let Some(from) = supplier(desk, draft, customer, source) else {
            continue;
        };
        let (Some(seller), Some(buyer)) = (owner(draft, from), owner(draft, customer)) else {
            continue;
        };
        if seller != buyer && draft.contracts.iter().all(Option::is_some) {
            let span = desk.place(&source_path(desk, customer, source));
            check_pair(desk, draft, customer, seller, buyer, span);
        }
    }
}

fn owner(draft: &Draft, stock: StockId) -> Option<PartyId> {
    let site = draft.stocks[stock].as_ref()?.site;
    Some(draft.sites[site].as_ref()?.owner)
}

fn check_pair(
    desk: &Desk,
    draft: &Draft,
    customer: StockId,
    seller: PartyId,
    buyer: PartyId,
    span: crate::scenario::Span,
) {
    let Some(commodity) = draft.stocks[customer].as_ref().map(|stock| stock.commodity) else {
        return;
    };
    let fits: Vec<&str> = draft
        .contracts
        .iter()
        .flatten()
        .filter(|contract| (contract.seller, contract.buyer) == (seller, buyer))
        .filter(|contract| contract.commodity == commodity)
        .map(|contract| contract.name.as_str())
        .collect();
    let parties = &desk.rosters.parties;
    let (seller, buyer) = (parties.name(seller), parties.name(buyer));
    let commodity = desk.rosters.commodities.name(commodity);
    let path = super::path("stock", desk.rosters.stocks.name(customer));
    let deal = format!("{commodity:?} passes from party {seller:?} to party {buyer:?}");
    match fits.as_slice() {
        [_] => {}
        [] => {
            let help = format!(
                "write [contract.{seller}-{buyer}-{commodity}] with seller = {seller:?}, buyer = {buyer:?}, of = {commodity:?} and a price or cost_plus"
            );
            desk.report(
                span,
                format!("{path}.sources: {deal} without a contract"),
                Some(help),
            );
        }
        [..] => {
            let message = format!(
                "{deal} by {} contracts ({}); one is wanted",
                fits.len(),
                fits.join(", ")
            );
            desk.report(span, format!("{path}.sources: {message}"), None);
        }
    }
}
