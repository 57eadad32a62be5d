//! Routes lead where their users are, carry what they order, and can be paid by the container.

use super::{source_path, sources};
use crate::id::{MarketId, RouteId, StockId};
use crate::model::{Element, Price, Route, Source, Supply};
use crate::scenario::read::Draft;
use crate::scenario::read::desk::Desk;

/// True where every source can be what it says.
pub(super) fn check(desk: &Desk, draft: &Draft) -> bool {
    let mut fit = true;
    for (stock, source) in sources(draft) {
        fit &= match source.supply {
            Supply::Route(route) => {
                check_route(desk, draft, stock, source, route)
                    & check_others(desk, draft, stock, source, route)
            }
            Supply::Market(market) => check_market(desk, draft, stock, source, market),
        };
    }
    check_fallbacks(desk, draft);
    check_containers(desk, draft);
    fit
}

/// Markets that demands fall back on sell what is demanded.
fn check_fallbacks(desk: &Desk, draft: &Draft) {
    let names = &desk.rosters.commodities;
    for demand in draft.demands.iter().flatten() {
        let market = demand.unmet.fallback().map(|(market, _)| market);
        let market = market.and_then(|market| draft.markets[market].as_ref());
        let (Some(market), Some(stock)) = (market, &draft.stocks[demand.stock]) else {
            continue;
        };
        if market.commodity != stock.commodity {
            let (sold, wanted) = (names.name(market.commodity), names.name(stock.commodity));
            let message = format!("market {:?} sells {sold:?}, not {wanted:?}", market.name);
            desk.report_at(&format!("demand.{}.market", demand.name), &message, None);
        }
    }
}

fn check_market(
    desk: &Desk,
    draft: &Draft,
    id: StockId,
    source: &Source,
    market: MarketId,
) -> bool {
    let (Some(stock), Some(market)) = (&draft.stocks[id], &draft.markets[market]) else {
        return true;
    };
    let fits = market.commodity == stock.commodity;
    if !fits {
        let names = &desk.rosters.commodities;
        let (sold, wanted) = (names.name(market.commodity), names.name(stock.commodity));
        let message = format!("market {:?} sells {sold:?}, not {wanted:?}", market.name);
        report(desk, id, source, &message, None);
    }
    fits
}

fn report(desk: &Desk, stock: StockId, source: &Source, message: &str, help: Option<String>) {
    let span = desk.place(&source_path(desk, stock, source));
    let stock = super::path("stock", desk.rosters.stocks.name(stock));
    desk.report(span, format!("{stock}.sources: {message}"), help);
}

fn check_route(desk: &Desk, draft: &Draft, id: StockId, source: &Source, route: RouteId) -> bool {
    let (Some(stock), Some(route)) = (&draft.stocks[id], &draft.routes[route]) else {
        return true;
    };
    let sites = &desk.rosters.sites;
    let commodity = desk.rosters.commodities.name(stock.commodity);
    let name = &route.name;
    let ends = route.to == stock.site;
    if !ends {
        let (to, here) = (sites.name(route.to), sites.name(stock.site));
        let message = format!("route {name:?} ends at site {to:?}, not at {here:?}");
        report(desk, id, source, &message, None);
    }
    let carries = route.carries.contains(&stock.commodity);
    if !carries {
        let help = format!("add {commodity:?} to carries of [route.{name}]");
        let message = format!("route {name:?} does not carry {commodity:?}");
        report(desk, id, source, &message, Some(help));
    }
    let begins = super::supplier(desk, draft, id, source).is_some();
    if !begins {
        let from = sites.name(route.from);
        let help = format!("write [site.{from}.stock.{commodity}]");
        let message = format!(
            "route {name:?} begins at site {from:?}, which has no stock of {commodity:?} in use"
        );
        report(desk, id, source, &message, Some(help));
    }
    ends && carries && begins
}

/// Other ways begin and end where the first does.
fn check_others(desk: &Desk, draft: &Draft, id: StockId, source: &Source, first: RouteId) -> bool {
    let mut fit = true;
    for &other in &source.or {
        fit &= check_route(desk, draft, id, source, other);
        let (Some(first), Some(other)) = (&draft.routes[first], &draft.routes[other]) else {
            continue;
        };
        if other.from != first.from {
            let message = format!(
                "route {:?} does not begin where {:?} does",
                other.name, first.name
            );
            report(desk, id, source, &message, None);
            fit = false;
        }
    }
    fit
}

/// A cost per container needs to know how much is in one; told once a commodity.
fn check_containers(desk: &Desk, draft: &Draft) {
    for (id, commodity) in draft.commodities.enumerate() {
        let Some(commodity) = commodity
            .as_ref()
            .filter(|commodity| commodity.per_feu.is_none())
        else {
            continue;
        };
        let is_dangerous = commodity.nature.danger.is_some();
        let routes = draft.routes.iter().flatten();
        let mut carriers = routes.filter(|route| route.carries.contains(&id));
        let Some(why) = carriers.find_map(|route| why_containers_count(draft, route, is_dangerous))
        else {
            continue;
        };
        let message = format!("key \"per_feu\" is missing: {why}");
        let help = format!(
            "say how much a 40-foot container holds, such as per_feu = \"24 {}\"",
            commodity.unit.symbol()
        );
        desk.report_at(
            &format!("commodity.{}", commodity.name),
            &message,
            Some(help),
        );
    }
}

/// Why the containers of what a route carries must be counted; nothing where they need not be.
fn why_containers_count(draft: &Draft, route: &Route, is_dangerous: bool) -> Option<String> {
    let name = &route.name;
    if route.terms.whole_feu {
        return Some(format!("route {name:?} carries it in whole containers"));
    }
    let dear = paid_by_container(draft, route, is_dangerous)?;
    let why = if dear.gate.is_some() {
        "counts containers"
    } else {
        "costs USD per FEU"
    };
    Some(format!(
        "route {name:?} carries it, and {:?} on it {why}",
        dear.name
    ))
}

/// The first leg or node of a route that costs something by the container, or counts them.
fn paid_by_container<'a>(
    draft: &'a Draft,
    route: &Route,
    is_dangerous: bool,
) -> Option<&'a Element> {
    let mut elements = route
        .path
        .iter()
        .filter_map(|id| draft.elements[*id].as_ref());
    elements.find(|element| {
        let surcharge = &element.effects.dangerous_surcharge;
        let costs = !is_nothing(&element.cost_per_feu) || is_dangerous && !is_nothing(surcharge);
        element.gate.is_some() || costs
    })
}

fn is_nothing(price: &Price) -> bool {
    price.moving.is_empty() && price.settled.known() == Some(0.0)
}
