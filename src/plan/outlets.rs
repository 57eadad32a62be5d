//! Outlets: who buys what stocks have to spare, and where the money goes.

use super::accounts::{Chart, Driver, Kind};
use super::{AccountId, TariffId};
use crate::id::{OutletId, StockId, Table};
use crate::model::{Model, OUTSIDE_PARTY, Outlet, Scalar};

/// Outside demand for what a stock has to spare.
#[derive(Clone, Debug)]
pub struct OutletPlan {
    /// The stock it buys from.
    pub stock: StockId,
    /// What stays on hand [unit].
    pub above: Scalar,
    /// Most that is sold in a day [unit].
    pub room_per_day: Option<Scalar>,
    /// USD a unit.
    pub tariff: TariffId,
    /// From outside to the owner.
    pub account: AccountId,
}

/// All outlets, in order of name: also the order in which they buy.
pub fn compile(model: &Model, chart: &mut Chart) -> Table<OutletId, OutletPlan> {
    let outlet = |(id, outlet): (OutletId, &Outlet)| {
        let site = &model.sites[model.stocks[outlet.stock].site];
        let parties = (OUTSIDE_PARTY, site.owner);
        let stock = Some(outlet.stock);
        let account = chart.account(parties, Kind::Sale, "sales", &site.name, stock);
        let driver = Driver::Sold(id);
        OutletPlan {
            stock: outlet.stock,
            above: outlet.above.clone(),
            room_per_day: outlet.room_per_day.clone(),
            tariff: chart.charge(driver, &outlet.price, &Scalar::default(), account),
            account,
        }
    };
    model.outlets.enumerate().map(outlet).collect()
}
