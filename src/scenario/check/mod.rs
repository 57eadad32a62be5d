//! What must hold of a model before a trial runs. Each check looks only at entries that could be
//! read, so that one mistake is one message.

mod carriage;
mod contracts;
mod dangers;
mod lithium;
mod loops;
mod policies;
pub(super) mod ratios;
mod reach;
mod routes;
pub(super) mod search;
mod streams;

use super::read::Draft;
use super::read::desk::Desk;
use crate::id::StockId;
use crate::model::{Source, Supply};

/// Checks a draft, every mistake going to the desk, and settles who the automaker is.
pub(super) fn all(desk: &Desk, draft: &mut Draft) {
    settle_automaker(draft);
    let routes_fit = routes::check(desk, draft);
    contracts::check(desk, draft);
    carriage::check(desk, draft);
    dangers::check(desk, draft);
    policies::check(desk, draft);
    if routes_fit {
        reach::check(desk, draft);
    }
    loops::check(desk, draft);
    lithium::check(desk, draft);
    streams::check(desk, draft);
}

/// The owner of the sites with demand, where it is one and no other is named.
fn settle_automaker(draft: &mut Draft) {
    if draft.frame.automaker.is_some() {
        return;
    }
    let mut owners: Vec<_> = draft
        .demands
        .iter()
        .flatten()
        .filter_map(|demand| draft.stocks[demand.stock].as_ref())
        .filter_map(|stock| draft.sites[stock.site].as_ref())
        .map(|site| site.owner)
        .collect();
    owners.sort_unstable();
    owners.dedup();
    if let [owner] = owners[..] {
        draft.frame.automaker = Some(owner);
    }
}

/// Where a stock `SITE.COMMODITY` or process `SITE.PROCESS` stands in the file.
fn path(kind: &str, name: &str) -> String {
    let (site, rest) = name.split_once('.').unwrap_or((name, ""));
    format!("site.{site}.{kind}.{rest}")
}

/// Where a source of a stock stands.
fn source_path(desk: &Desk, stock: StockId, source: &Source) -> String {
    let supply = match source.supply {
        Supply::Route(route) => desk.rosters.routes.name(route),
        Supply::Market(market) => desk.rosters.markets.name(market),
    };
    let stock = path("stock", desk.rosters.stocks.name(stock));
    format!("{stock}.sources.{supply}")
}

/// The stock that a source draws on, where it is by a route between things that could be read.
fn supplier(desk: &Desk, draft: &Draft, stock: StockId, source: &Source) -> Option<StockId> {
    let Supply::Route(route) = source.supply else {
        return None;
    };
    let route = draft.routes[route].as_ref()?;
    let commodity = draft.stocks[stock].as_ref()?.commodity;
    let (site, commodity) = (
        desk.rosters.sites.name(route.from),
        desk.rosters.commodities.name(commodity),
    );
    desk.rosters.stocks.id(&format!("{site}.{commodity}"))
}

/// Every source with its stock.
fn sources(draft: &Draft) -> impl Iterator<Item = (StockId, &Source)> {
    draft.stocks.enumerate().flat_map(|(id, stock)| {
        let sources = stock.iter().flat_map(|stock| &stock.sources);
        sources.map(move |source| (id, source))
    })
}
