//! Supply lines: every source of every stock with its freight, its contract and its accounts.

use super::accounts::{Chart, Driver, Kind};
use super::{LaneId, LanePlan, SalePlan};
use crate::id::{Id, MarketId, PartyId, RouteId, StockId, Table};
use crate::model::{
    Contract, ContractPrice, Model, Price, Rule, Scalar, Source, Stock, Supply, TitlePasses,
};

/// All lanes, grouped by customer in the order in which its sources are asked, and the lanes of
/// each stock.
pub fn compile(model: &Model, chart: &mut Chart) -> (Table<LaneId, LanePlan>, Vec<Vec<LaneId>>) {
    let mut lanes = Table::new();
    let mut lanes_of = Vec::new();
    for (customer, stock) in model.stocks.enumerate() {
        let mut sources: Vec<&Source> = stock.sources.iter().collect();
        sources.sort_by_key(|source| rank(&source.rule));
        let own = sources.into_iter().map(|source| {
            let id = LaneId::new(lanes.len());
            let lane = match source.supply {
                Supply::Route(route) => route_lane(model, chart, id, (customer, stock), route),
                Supply::Market(market) => market_lane(model, chart, id, (customer, stock), market),
            };
            lanes.push(with_rule(lane, &source.rule))
        });
        lanes_of.push(own.collect());
    }
    (lanes, lanes_of)
}

/// Those asked only when short come last.
fn rank(rule: &Rule) -> u32 {
    match rule {
        Rule::Priority(priority) => *priority,
        Rule::Share(_) => 0,
        Rule::WhenShort { .. } => u32::MAX,
    }
}

fn with_rule(lane: LanePlan, rule: &Rule) -> LanePlan {
    match rule {
        Rule::Priority(_) => lane,
        Rule::Share(share) => LanePlan {
            share: Some(share.clone()),
            ..lane
        },
        Rule::WhenShort { after_days } => LanePlan {
            after_days: Some(*after_days),
            ..lane
        },
    }
}

fn route_lane(
    model: &Model,
    chart: &mut Chart,
    id: LaneId,
    (customer, stock): (StockId, &Stock),
    route: RouteId,
) -> LanePlan {
    let way = &model.routes[route];
    let supplier = model
        .stocks
        .find(|s| s.site == way.from && s.commodity == stock.commodity);
    let seller = model.sites[way.from].owner;
    let buyer = model.sites[stock.site].owner;
    let contract = model
        .contracts
        .iter()
        .find(|c| c.seller == seller && c.buyer == buyer && c.commodity == stock.commodity)
        .filter(|_| seller != buyer);
    let owner_on_the_way = match contract.map(|c| c.title_passes) {
        Some(TitlePasses::Origin) => buyer,
        _ => seller,
    };
    let per_feu = model.commodities[stock.commodity].per_feu.clone();
    let mut feu_costs = Vec::new();
    let mut shipment_costs = Vec::new();
    for &element in &way.path {
        let element = &model.elements[element];
        let parties = (owner_on_the_way, element.carrier);
        let account = chart.account(
            parties,
            Kind::Resource,
            "freight",
            &way.name,
            Some(customer),
        );
        let mut cost = |driver, price: &Price| {
            (
                chart.charge(driver, price, &Scalar::default(), account),
                account,
            )
        };
        if per_feu.is_some() && !is_zero(&element.cost_per_feu) {
            feu_costs.push(cost(Driver::Feu(id), &element.cost_per_feu));
        }
        let per_shipment = Price {
            settled: element.cost_per_shipment.clone(),
            moving: Vec::new(),
        };
        if !is_zero(&per_shipment) {
            shipment_costs.push(cost(Driver::Shipments(id), &per_shipment));
        }
    }
    LanePlan {
        customer,
        supplier,
        route: Some(route),
        market: None,
        path: way.path.clone(),
        share: None,
        after_days: None,
        per_feu,
        feu_costs,
        shipment_costs,
        sale: contract.map(|c| sale(chart, id, &way.name, customer, c)),
        purchase: None,
        carrying_account: carrying(chart, owner_on_the_way, &way.name, customer),
    }
}

fn market_lane(
    model: &Model,
    chart: &mut Chart,
    id: LaneId,
    (customer, stock): (StockId, &Stock),
    market: MarketId,
) -> LanePlan {
    let buyer = model.sites[stock.site].owner;
    let stage = &model.sites[stock.site].name;
    let terms = &model.markets[market];
    let account = chart.account(
        (buyer, terms.seller),
        Kind::Resource,
        "market",
        stage,
        Some(customer),
    );
    let tariff = chart.charge(Driver::Bought(id), &terms.price, &terms.premium, account);
    LanePlan {
        customer,
        supplier: None,
        route: None,
        market: Some(market),
        path: Vec::new(),
        share: None,
        after_days: None,
        per_feu: None,
        feu_costs: Vec::new(),
        shipment_costs: Vec::new(),
        sale: None,
        purchase: Some((tariff, account)),
        carrying_account: carrying(chart, buyer, stage, customer),
    }
}

fn carrying(chart: &mut Chart, owner: PartyId, stage: &str, customer: StockId) -> super::AccountId {
    chart.account(
        (owner, owner),
        Kind::Imputed,
        "carrying",
        stage,
        Some(customer),
    )
}

fn sale(
    chart: &mut Chart,
    id: LaneId,
    stage: &str,
    customer: StockId,
    contract: &Contract,
) -> SalePlan {
    let parties = (contract.buyer, contract.seller);
    let account = chart.account(parties, Kind::Transfer, "purchase", stage, Some(customer));
    let (tariff, margin) = match &contract.price {
        ContractPrice::Stated(price) => {
            let driver = Driver::Titled(id);
            (
                Some(chart.charge(driver, price, &Scalar::default(), account)),
                Scalar::default(),
            )
        }
        ContractPrice::CostPlus(margin) => (None, margin.clone()),
    };
    SalePlan {
        at_origin: contract.title_passes == TitlePasses::Origin,
        tariff,
        margin,
        payment_days: contract.payment_days.clone(),
        account,
    }
}

fn is_zero(price: &Price) -> bool {
    price.moving.is_empty() && price.settled.known() == Some(0.0)
}
