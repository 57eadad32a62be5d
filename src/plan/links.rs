//! Who supplies whom, looked up once.

use std::collections::BTreeMap;

use super::{LaneId, LanePlan, order};
use crate::id::{
    CommodityId, ContractId, DemandId, Id, PartyId, ProcessId, RouteId, SiteId, StockId, Table,
};
use crate::model::{Contract, Model, Stock, Supply};

/// What hangs on a stock.
#[derive(Clone, Debug, Default)]
pub struct Links {
    /// Processes that fill it, in order of name.
    pub makers: Vec<ProcessId>,
    /// Processes that draw on it, and the position of the draw among their uses.
    pub users: Vec<(ProcessId, usize)>,
    /// Demands on it, in order of name.
    pub demands: Vec<DemandId>,
    /// Lanes out of it.
    pub customers: Vec<LaneId>,
}

/// Stocks by site and commodity, contracts by seller, buyer and commodity.
pub struct Places {
    stocks: BTreeMap<(SiteId, CommodityId), StockId>,
    contracts: BTreeMap<(PartyId, PartyId, CommodityId), ContractId>,
}

impl Places {
    pub fn of(model: &Model) -> Self {
        let stocks = model
            .stocks
            .enumerate()
            .map(|(id, s)| ((s.site, s.commodity), id))
            .collect();
        let mut contracts = BTreeMap::new();
        for (id, contract) in model.contracts.enumerate() {
            let deal = (contract.seller, contract.buyer, contract.commodity);
            contracts.entry(deal).or_insert(id);
        }
        Self { stocks, contracts }
    }

    /// The contract by which a commodity goes from one party to another.
    pub fn contract<'a>(
        &self,
        model: &'a Model,
        (seller, buyer): (PartyId, PartyId),
        of: CommodityId,
    ) -> Option<&'a Contract> {
        let id = self.contracts.get(&(seller, buyer, of));
        id.filter(|_| seller != buyer)
            .map(|id| &model.contracts[*id])
    }

    /// The stock that a route supplies a commodity from.
    pub fn supplier(&self, model: &Model, route: RouteId, of: CommodityId) -> Option<StockId> {
        self.stocks.get(&(model.routes[route].from, of)).copied()
    }
}

/// What hangs on each stock.
pub fn links(model: &Model, lanes: &Table<LaneId, LanePlan>) -> Table<StockId, Links> {
    let mut links: Table<StockId, Links> = model.stocks.iter().map(|_| Links::default()).collect();
    for (id, process) in model.processes.enumerate() {
        links[process.makes].makers.push(id);
        for (at, used) in process.uses.iter().enumerate() {
            links[used.stock].users.push((id, at));
        }
    }
    for (id, demand) in model.demands.enumerate() {
        links[demand.stock].demands.push(id);
    }
    for (id, lane) in lanes.enumerate() {
        if let Some(supplier) = lane.supplier {
            links[supplier].customers.push(id);
        }
    }
    links
}

/// Stocks and processes with suppliers before customers.
pub fn work_order(
    model: &Model,
    places: &Places,
    links: &Table<StockId, Links>,
) -> (Vec<StockId>, Vec<ProcessId>) {
    let supplied_from = |stock: &Stock| -> Vec<usize> {
        let route = |supply: Supply| match supply {
            Supply::Route(route) => places.supplier(model, route, stock.commodity),
            Supply::Market(_) => None,
        };
        stock
            .sources
            .iter()
            .filter_map(|s| route(s.supply))
            .map(Id::position)
            .collect()
    };
    let made_from = |id: StockId| {
        let uses = |&maker: &ProcessId| model.processes[maker].uses.iter();
        links[id]
            .makers
            .iter()
            .flat_map(uses)
            .map(|used| used.stock.position())
    };
    let before: Vec<Vec<usize>> = model
        .stocks
        .enumerate()
        .map(|(id, stock)| made_from(id).chain(supplied_from(stock)).collect())
        .collect();
    let stocks: Vec<StockId> = order::sources_first(&before)
        .into_iter()
        .map(Id::new)
        .collect();
    let processes = stocks
        .iter()
        .flat_map(|&stock| links[stock].makers.iter().copied())
        .collect();
    (stocks, processes)
}
