//! What buyers pay for whether they take it or not.

use std::collections::BTreeMap;

use super::accounts::{AccountId, Chart, Driver, Kind, TariffId};
use super::{LaneId, LanePlan};
use crate::id::{CommodityId, PartyId, Table};
use crate::model::{ContractPrice, Model, Scalar, TakeOrPay};

/// A contract under which a quantity is taken or paid.
#[derive(Clone, Debug)]
pub struct TakePlan {
    /// As in the model.
    pub terms: TakeOrPay,
    /// Lanes on which it is taken.
    pub lanes: Vec<LaneId>,
    /// USD a unit.
    pub tariff: TariffId,
    /// From buyer to seller.
    pub account: AccountId,
}

/// All of them, in order of the contracts' names.
pub fn compile(model: &Model, lanes: &Table<LaneId, LanePlan>, chart: &mut Chart) -> Vec<TakePlan> {
    let mut takes = Vec::new();
    let under = under(model, lanes, chart);
    for contract in &model.contracts {
        let (Some(terms), ContractPrice::Stated(price)) = (&contract.take_or_pay, &contract.price)
        else {
            continue;
        };
        let parties = (contract.buyer, contract.seller);
        let kind = Kind::Transfer;
        let account = chart.account(parties, kind, "take_or_pay", &contract.name, None);
        let driver = Driver::NotTaken(takes.len());
        let tariff = chart.charge(driver, price, &Scalar::default(), account);
        takes.push(TakePlan {
            terms: terms.clone(),
            lanes: under
                .get(&(contract.seller, contract.buyer, contract.commodity))
                .cloned()
                .unwrap_or_default(),
            tariff: chart.bound(tariff, &contract.bounds),
            account,
        });
    }
    takes
}

/// The lanes on which title passes by contract, by seller, buyer and commodity.
fn under(
    model: &Model,
    lanes: &Table<LaneId, LanePlan>,
    chart: &Chart,
) -> BTreeMap<(PartyId, PartyId, CommodityId), Vec<LaneId>> {
    let mut under: BTreeMap<_, Vec<LaneId>> = BTreeMap::new();
    for (id, lane) in lanes.enumerate() {
        let Some(sale) = &lane.sale else { continue };
        let account = &chart.accounts[sale.account];
        let commodity = model.stocks[lane.customer].commodity;
        let deal = (account.payee, account.payer, commodity);
        under.entry(deal).or_default().push(id);
    }
    under
}
