//! What buyers pay for whether they take it or not.

use super::accounts::{AccountId, Chart, Driver, Kind, TariffId};
use super::{LaneId, LanePlan};
use crate::id::Table;
use crate::model::{Contract, ContractPrice, Model, Scalar, TakeOrPay};

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
            lanes: under(model, lanes, chart, contract),
            tariff: chart.bound(tariff, &contract.bounds),
            account,
        });
    }
    takes
}

/// The lanes on which title passes under a contract.
fn under(
    model: &Model,
    lanes: &Table<LaneId, LanePlan>,
    chart: &Chart,
    contract: &Contract,
) -> Vec<LaneId> {
    let is_under = |lane: &LanePlan| {
        let account = lane.sale.as_ref().map(|sale| &chart.accounts[sale.account]);
        let parties = account.map(|account| (account.payer, account.payee));
        let commodity = model.stocks[lane.customer].commodity;
        parties == Some((contract.buyer, contract.seller)) && commodity == contract.commodity
    };
    let own = lanes.enumerate().filter(|(_, lane)| is_under(lane));
    own.map(|(id, _)| id).collect()
}
