//! Supply lines: every source of every stock with its freight, its contract and its accounts.

use super::accounts::{Chart, Driver, Kind};
use super::carriage;
use super::links::Places;
use super::{AccountId, CarriagePlan, Fallback, LaneId, LanePlan, SalePlan};
use crate::id::{DemandId, Id, MarketId, PartyId, RouteId, StockId, Table};
use crate::model::{
    Contract, ContractPrice, Model, Price, Rule, Scalar, Source, Stock, Supply, TitlePasses,
};

/// All lanes, grouped by customer in the order in which its sources are asked, and the lanes of
/// each stock.
pub fn compile(
    model: &Model,
    places: &Places,
    chart: &mut Chart,
) -> (Table<LaneId, LanePlan>, Table<StockId, Vec<LaneId>>) {
    let mut lanes = Table::new();
    let mut lanes_of = Table::new();
    for (customer, stock) in model.stocks.enumerate() {
        let mut sources: Vec<&Source> = stock.sources.iter().collect();
        sources.sort_by_key(|source| (rank(&source.rule), name(model, source)));
        let mut own = Vec::new();
        for source in sources {
            let id = LaneId::new(lanes.len());
            let by_route = |chart: &mut Chart, id, route| {
                let supplier = places.supplier(model, route, stock.commodity);
                let lane = route_lane((model, places), chart, id, (customer, stock), route);
                LanePlan { supplier, ..lane }
            };
            let lane = match source.supply {
                Supply::Route(route) => by_route(chart, id, route),
                Supply::Market(market) => market_lane(model, chart, id, (customer, stock), market),
            };
            let others: Vec<LaneId> = (1..=source.or.len())
                .map(|at| LaneId::new(id.position() + at))
                .collect();
            own.push(lanes.push(LanePlan {
                choice: (!others.is_empty()).then_some(source.choose),
                wait_over: source.wait_over_days.clone(),
                others: others.clone(),
                ..with_rule(lane, &source.rule)
            }));
            for (&route, id) in source.or.iter().zip(others) {
                let lane = by_route(chart, id, route);
                own.push(lanes.push(LanePlan {
                    stands_in: true,
                    ..lane
                }));
            }
        }
        lanes_of.push(own);
    }
    (lanes, lanes_of)
}

/// Lines from markets to the customers of demands that fall back on them, after all others.
pub fn fallbacks(
    model: &Model,
    lanes: &mut Table<LaneId, LanePlan>,
    chart: &mut Chart,
) -> Table<DemandId, Option<Fallback>> {
    let mut fallbacks = Table::new();
    for (demand, terms) in model.demands.enumerate() {
        let fallback = terms.unmet.fallback().map(|(market, after_days)| {
            let id = LaneId::new(lanes.len());
            let customer = (terms.stock, &model.stocks[terms.stock]);
            let lane = lanes.push(LanePlan {
                demand: Some(demand),
                ..market_lane(model, chart, id, customer, market)
            });
            Fallback { lane, after_days }
        });
        fallbacks.push(fallback);
    }
    fallbacks
}

/// Those asked only when short come last.
fn rank(rule: &Rule) -> u32 {
    match rule {
        Rule::Priority(priority) => *priority,
        Rule::Share(_) | Rule::LeastCost => 0,
        Rule::WhenShort { .. } => u32::MAX,
    }
}

/// By which sources that cost the same are told apart; others stand as they are written.
fn name<'a>(model: &'a Model, source: &Source) -> &'a str {
    match source.supply {
        _ if source.rule != Rule::LeastCost => "",
        Supply::Route(route) => &model.routes[route].name,
        Supply::Market(market) => &model.markets[market].name,
    }
}

fn with_rule(lane: LanePlan, rule: &Rule) -> LanePlan {
    match rule {
        Rule::Priority(_) | Rule::LeastCost => lane,
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

/// A lane without anything on it.
fn bare(customer: StockId, owner: PartyId) -> LanePlan {
    LanePlan {
        customer,
        supplier: None,
        route: None,
        market: None,
        path: Vec::new(),
        first_call: None,
        stands_in: false,
        choice: None,
        wait_over: None,
        others: Vec::new(),
        share: None,
        after_days: None,
        per_feu: None,
        feu_costs: Vec::new(),
        shipment_costs: Vec::new(),
        sale: None,
        import: None,
        purchase: None,
        demand: None,
        owner,
        carrying_account: None,
        carriage: CarriagePlan::default(),
    }
}

fn route_lane(
    (model, places): (&Model, &Places),
    chart: &mut Chart,
    id: LaneId,
    (customer, stock): (StockId, &Stock),
    route: RouteId,
) -> LanePlan {
    let way = &model.routes[route];
    let (seller, buyer) = (model.sites[way.from].owner, model.sites[stock.site].owner);
    let contract = places.contract(model, (seller, buyer), stock.commodity);
    let owner = match contract.map(|c| c.title_passes) {
        Some(TitlePasses::Origin) => buyer,
        _ => seller,
    };
    let mut lane = LanePlan {
        route: Some(route),
        path: way.path.clone(),
        per_feu: model.commodities[stock.commodity].per_feu.clone(),
        sale: contract.map(|c| sale(chart, id, &way.name, customer, c)),
        carrying_account: carrying(model, chart, owner, &way.name, customer),
        ..bare(customer, owner)
    };
    let is_dangerous = model.commodities[stock.commodity].nature.danger.is_some();
    for &element in &way.path {
        let element = &model.elements[element];
        let mut cost = |driver, price: &Price, category| {
            let parties = (owner, element.carrier);
            let account =
                chart.account(parties, Kind::Resource, category, &way.name, Some(customer));
            (
                chart.charge(driver, price, &Scalar::default(), account),
                account,
            )
        };
        if lane.per_feu.is_some() && !element.cost_per_feu.is_nothing() {
            lane.feu_costs
                .push(cost(Driver::Feu(id), &element.cost_per_feu, "freight"));
        }
        let surcharge = &element.effects.dangerous_surcharge;
        if is_dangerous && lane.per_feu.is_some() && !surcharge.is_nothing() {
            lane.feu_costs
                .push(cost(Driver::Feu(id), surcharge, "dangerous_goods"));
        }
        let per_shipment = Price::settled(element.cost_per_shipment.clone());
        if !per_shipment.is_nothing() {
            lane.shipment_costs
                .push(cost(Driver::Shipments(id), &per_shipment, "freight"));
        }
    }
    LanePlan {
        carriage: carriage::compile(model, chart, id, &lane, route),
        ..lane
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
        market: Some(market),
        carriage: carriage::from_market(terms),
        purchase: Some((tariff, account)),
        carrying_account: carrying(model, chart, buyer, stage, customer),
        ..bare(customer, buyer)
    }
}

fn carrying(
    model: &Model,
    chart: &mut Chart,
    owner: PartyId,
    stage: &str,
    customer: StockId,
) -> Option<AccountId> {
    let parties = (owner, owner);
    (!model.carrying.is_nothing())
        .then(|| chart.account(parties, Kind::Imputed, "carrying", stage, Some(customer)))
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
            let tariff = chart.charge(Driver::Titled(id), price, &Scalar::default(), account);
            (
                Some(chart.bound(tariff, &contract.bounds)),
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
