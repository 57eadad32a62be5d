//! What passes a border on a lane, and what the state of its end takes of it.

use super::accounts::{AccountId, Chart, Driver, Kind, TariffId};
use super::{LaneId, LanePlan};
use crate::id::Table;
use crate::model::{Duty, Model, Price, Scalar};

/// A lane from one country into another.
#[derive(Clone, Debug)]
pub struct ImportPlan {
    /// Position of the pair of countries among all.
    pub border: usize,
    /// Share of the customs value, and its account.
    pub duty: Option<(TariffId, AccountId)>,
    /// Share of customs value and duty, and its account.
    pub vat: Option<(TariffId, AccountId)>,
    /// How that is paid back: the same share, its account, days later.
    pub vat_back: Option<(TariffId, AccountId, Scalar)>,
}

/// Notes on every lane what it imports.
pub fn compile(model: &Model, lanes: &mut Table<LaneId, LanePlan>, chart: &mut Chart) {
    for (at, lane) in lanes.iter_mut().enumerate() {
        let (from, into) = countries(model, lane);
        if from != into && !from.is_empty() && !into.is_empty() {
            let border = border(chart, format!("{from}-{into}"));
            lane.import = Some(import(model, crate::id::Id::new(at), lane, chart, border));
        }
    }
}

/// Where a lane's goods come from and where they go.
fn countries<'a>(model: &'a Model, lane: &LanePlan) -> (&'a str, &'a str) {
    let of_route = lane
        .route
        .map(|route| &model.sites[model.routes[route].from].country);
    let of_market = lane.market.map(|market| &model.markets[market].country);
    let into = &model.sites[model.stocks[lane.customer].site].country;
    (of_route.or(of_market).map_or("", String::as_str), into)
}

fn border(chart: &mut Chart, pair: String) -> usize {
    let borders = &mut chart.borders;
    borders
        .iter()
        .position(|known| *known == pair)
        .unwrap_or_else(|| {
            borders.push(pair);
            borders.len() - 1
        })
}

/// The duty on a lane: one that names its origin before one that does not.
fn duty_on<'a>(model: &'a Model, lane: &LanePlan) -> Option<&'a Duty> {
    let commodity = model.stocks[lane.customer].commodity;
    let (from, into) = countries(model, lane);
    let on_it = |duty: &&Duty| duty.commodity == commodity && duty.into == into;
    let named = |duty: &&Duty| duty.from.as_deref() == Some(from);
    let mut all = model.duties.iter().filter(on_it);
    let any = all.clone().find(|duty| duty.from.is_none());
    all.find(named).or(any)
}

fn import(
    model: &Model,
    id: LaneId,
    lane: &LanePlan,
    chart: &mut Chart,
    border: usize,
) -> ImportPlan {
    let site = &model.sites[model.stocks[lane.customer].site];
    let mut import = ImportPlan {
        border,
        duty: None,
        vat: None,
        vat_back: None,
    };
    let Some(duty) = duty_on(model, lane) else {
        return import;
    };
    let mut charge = |driver, rate: &Scalar, category, parties| {
        let stock = Some(lane.customer);
        let account = chart.account(parties, Kind::Transfer, category, &site.name, stock);
        let price = Price::settled(rate.clone());
        let tariff = chart.charge(driver, &price, &Scalar::default(), account);
        (tariff, account)
    };
    let (pays, returns) = ((site.owner, duty.to), (duty.to, site.owner));
    if !duty.rate.is_nothing() {
        import.duty = Some(charge(Driver::Landed(id), &duty.rate, "duty", pays));
    }
    if !duty.vat.is_nothing() {
        import.vat = Some(charge(Driver::Dutied(id), &duty.vat, "vat", pays));
        if let Some(days) = &duty.vat_back_days {
            let (tariff, account) = charge(Driver::Dutied(id), &duty.vat, "vat", returns);
            import.vat_back = Some((tariff, account, days.clone()));
        }
    }
    import
}
