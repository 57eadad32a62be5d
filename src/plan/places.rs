//! Stocks, processes and demands of a plan, with the accounts of what they cost. What costs nothing
//! whatever is drawn has no account, no column and no work.

use super::accounts::{AccountId, Chart, Driver, Kind};
use super::compile::known;
use super::links::Links;
use super::{
    BreakdownPlan, DemandPlan, Fallback, LaneId, LanePlan, Line, ProcessPlan, Split, StockPlan,
    TariffId, UsePlan,
};
use crate::id::{DemandId, ProcessId, SiteId, StockId, Table};
use crate::model::{
    Breakdown, Cost, Demand, DemandDraw, Energy, Extras, Model, OUTSIDE_PARTY, Policy, Price,
    Process, Rule, Scalar, Stock, Unmet, streams,
};
use crate::random::{Sampler, StreamKey};

pub fn stocks(
    model: &Model,
    lanes: &Table<LaneId, LanePlan>,
    lanes_of: &Table<StockId, Vec<LaneId>>,
    links: &Table<StockId, Links>,
    chart: &mut Chart,
) -> Table<StockId, StockPlan> {
    let stock = |(id, stock): (StockId, &Stock)| {
        let own = &lanes_of[id];
        let Links {
            makers,
            users,
            demands,
            customers,
        } = links[id].clone();
        let mut purse = Purse {
            model,
            chart,
            site: stock.site,
            stock: id,
        };
        StockPlan {
            commodity: stock.commodity,
            owner: model.sites[stock.site].owner,
            initial: stock.initial.clone(),
            initial_cost: stock.initial_cost.clone(),
            limit: stock.limit.clone(),
            policy: stock.policy.clone(),
            review_days: match stock.policy {
                Some(Policy::FixedInterval { every_days, .. }) => every_days,
                _ => stock.review_days,
            },
            split: split(stock, lanes, own),
            lanes: own.clone(),
            whole_feu: customers.iter().any(|&lane| lanes[lane].carriage.whole_feu),
            customers,
            makers,
            users,
            demands,
            dispatch_room: stock.dispatch.room_per_day.clone(),
            dispatch_breakdown: breakdown(
                &streams::of_dispatch(&stock.name),
                stock.dispatch.breakdown.as_ref(),
            ),
            place: None,
            order_cost: purse.orders(&stock.order_cost),
            holding: stock.holding.clone(),
            holding_in_transit: stock.holding_in_transit.clone(),
            holding_account: purse.imputed_unless(stock.holding.is_nothing(), "holding"),
            carrying_account: purse.imputed_unless(model.carrying.is_nothing(), "carrying"),
        }
    };
    model.stocks.enumerate().map(stock).collect()
}

pub fn processes(
    model: &Model,
    links: &Table<StockId, Links>,
    chart: &mut Chart,
) -> Table<ProcessId, ProcessPlan> {
    let mut plants = 0;
    let process = |(id, process): (ProcessId, &Process)| {
        let mut purse = Purse {
            model,
            chart,
            site: process.site,
            stock: process.makes,
        };
        let capex = process.capex.clone().unwrap_or_default();
        let uses = process.uses.iter().map(|used| UsePlan {
            stock: used.stock,
            need: used.need.clone(),
            shared: links[used.stock].users.len() > 1,
        });
        let plant = super::plants::is_plant(process).then_some(plants);
        plants += usize::from(plant.is_some());
        let mut costs: Vec<_> = process
            .costs
            .iter()
            .map(|cost| purse.cost(id, cost))
            .collect();
        let energy = process.extras.energy.as_ref();
        costs.extend(energy.and_then(|energy| purse.energy(id, energy)));
        ProcessPlan {
            makes: process.makes,
            uses: uses.collect(),
            capacity_per_day: process.capacity_per_day.clone(),
            start_day: process.start_day.clone(),
            ramp: process.ramp.as_ref().and_then(Line::of),
            season: process.season,
            scrap: process.scrap.clone(),
            inside_days: process.inside_days.clone(),
            costs,
            capex,
            life_days: process.life_days.clone(),
            owner: model.sites[process.site].owner,
            carrying_account: purse.imputed_unless(model.carrying.is_nothing(), "carrying"),
            breakdown: breakdown(
                &streams::of_process(&process.name),
                process.breakdown.as_ref(),
            ),
            place: None,
            extracts: process.uses.is_empty(),
            plant,
            carbon: carbon(&process.extras),
        }
    };
    model.processes.enumerate().map(process).collect()
}

/// Factors of what a unit started emits.
fn carbon(extras: &Extras) -> Vec<[Scalar; 2]> {
    let energy = extras.energy.iter();
    let of_energy = energy.map(|e| [e.kwh_per_unit.clone(), e.carbon_t_per_kwh.clone()]);
    let own = extras.emissions_t.iter();
    let own = own.map(|t_per_unit| [t_per_unit.clone(), Scalar::fixed(1.0)]);
    let all = of_energy.chain(own);
    all.filter(|factors| factors.iter().all(|factor| !factor.is_nothing()))
        .collect()
}

pub fn demands(
    model: &Model,
    fallbacks: &Table<DemandId, Option<Fallback>>,
    chart: &mut Chart,
) -> Table<DemandId, DemandPlan> {
    let energy = |d: &Demand| model.commodities[model.stocks[d.stock].commodity].energy_kwh;
    let all_hold_cells = model.demands.iter().all(|d| energy(d) > 0.0);
    let demand = |(id, demand): (DemandId, &Demand)| {
        let site = model.stocks[demand.stock].site;
        let mut purse = Purse {
            model,
            chart,
            site,
            stock: demand.stock,
        };
        let waits = demand.unmet != Unmet::Lost;
        let daily = match &demand.draw {
            DemandDraw::Daily(law) => known(law),
            DemandDraw::Plan { .. } => None,
        };
        DemandPlan {
            key: StreamKey::of(&streams::of_demand(&demand.name)),
            sampler: daily.as_ref().map(Sampler::new),
            mean: daily.map_or(0.0, |law| law.mean()),
            weight: if all_hold_cells { energy(demand) } else { 1.0 },
            backlog_account: purse
                .imputed_unless(!waits || demand.backlog_cost.is_nothing(), "backlog"),
            lost_account: purse.imputed_unless(waits || demand.lost_cost.is_nothing(), "lost"),
            fallback: fallbacks[id],
            forecast_key: StreamKey::of(&streams::of_forecast(&demand.name)),
            terms: demand.clone(),
        }
    };
    model.demands.enumerate().map(demand).collect()
}

/// Lanes on which what is on the way costs its owner the supplier's rate.
pub fn transit(
    model: &Model,
    lanes: &Table<LaneId, LanePlan>,
    chart: &mut Chart,
) -> Vec<(LaneId, StockId, AccountId)> {
    let mut accounts = Vec::new();
    for (id, lane) in lanes.enumerate() {
        let Some(supplier) = lane.supplier else {
            continue;
        };
        let stock = &model.stocks[supplier];
        if stock.holding_in_transit.is_nothing() {
            continue;
        }
        let stage = &model.sites[stock.site].name;
        let parties = (lane.owner, lane.owner);
        let account = chart.account(parties, Kind::Imputed, "holding", stage, Some(supplier));
        accounts.push((id, supplier, account));
    }
    accounts
}

/// Processes with capital: cash account of its spending, imputed account of its annuity.
pub fn capital(model: &Model, chart: &mut Chart) -> Vec<(ProcessId, AccountId, AccountId)> {
    let mut accounts = Vec::new();
    for (id, process) in model.processes.enumerate() {
        let mut phases = process.extras.phases.iter();
        if process.capex.as_ref().is_none_or(Scalar::is_nothing)
            && phases.all(|phase| phase.capex.is_nothing())
        {
            continue;
        }
        let mut purse = Purse {
            model,
            chart,
            site: process.site,
            stock: process.makes,
        };
        let cash = purse.account(Some(OUTSIDE_PARTY), Kind::Investment, "capex");
        accounts.push((id, cash, purse.account(None, Kind::Imputed, "capital")));
    }
    accounts
}

fn split(stock: &Stock, lanes: &Table<LaneId, LanePlan>, own: &[LaneId]) -> Split {
    let regular: Vec<LaneId> = own
        .iter()
        .copied()
        .filter(|&lane| lanes[lane].is_regular())
        .collect();
    match regular[..] {
        [] => Split::Only(None),
        [only] => Split::Only(Some(only)),
        _ if regular.iter().any(|&lane| lanes[lane].share.is_some()) => Split::Share,
        _ if stock.sources.iter().any(|s| s.rule == Rule::LeastCost) => Split::LeastCost,
        _ => Split::Priority,
    }
}

fn breakdown(stream: &str, chances: Option<&Breakdown>) -> Option<BreakdownPlan> {
    chances.map(|chances| BreakdownPlan {
        key: StreamKey::of(stream),
        chances: chances.clone(),
    })
}

/// Opens accounts of a site's owner for a stock.
pub(super) struct Purse<'a, 'c> {
    pub model: &'a Model,
    pub chart: &'c mut Chart,
    pub site: SiteId,
    pub stock: StockId,
}

impl Purse<'_, '_> {
    pub fn account(
        &mut self,
        to: Option<crate::id::PartyId>,
        kind: Kind,
        category: &str,
    ) -> AccountId {
        let site = &self.model.sites[self.site];
        let parties = (site.owner, to.unwrap_or(site.owner));
        self.chart
            .account(parties, kind, category, &site.name, Some(self.stock))
    }

    fn imputed_unless(&mut self, free: bool, category: &str) -> Option<AccountId> {
        (!free).then(|| self.account(None, Kind::Imputed, category))
    }

    fn orders(&mut self, cost: &Scalar) -> Option<(TariffId, AccountId)> {
        if cost.is_nothing() {
            return None;
        }
        let account = self.account(Some(OUTSIDE_PARTY), Kind::Resource, "order");
        let price = Price::settled(cost.clone());
        let driver = Driver::Orders(self.stock);
        Some((
            self.chart
                .charge(driver, &price, &Scalar::default(), account),
            account,
        ))
    }

    fn cost(&mut self, process: ProcessId, cost: &Cost) -> (TariffId, AccountId) {
        // What a state takes uses up no resource: to the chain it is a transfer.
        let is_state = self.model.parties[cost.to].state;
        let kind = if is_state {
            Kind::Transfer
        } else {
            Kind::Resource
        };
        let account = self.account(Some(cost.to), kind, &cost.category);
        let driver = Driver::Started(process);
        (
            self.chart
                .charge(driver, &cost.amount, &Scalar::default(), account),
            account,
        )
    }

    /// Energy is posted per unit started, at the price of the kWh that one takes.
    fn energy(&mut self, process: ProcessId, energy: &Energy) -> Option<(TariffId, AccountId)> {
        if energy.price.is_nothing() {
            return None;
        }
        let is_state = self.model.parties[energy.to].state;
        let kind = if is_state {
            Kind::Transfer
        } else {
            Kind::Resource
        };
        let account = self.account(Some(energy.to), kind, "energy");
        let driver = Driver::Started(process);
        let tariff = self.times(driver, &energy.price, &energy.kwh_per_unit, account);
        Some((tariff, account))
    }

    /// A charge of a price times a settled factor.
    pub fn times(
        &mut self,
        driver: Driver,
        price: &Price,
        factor: &Scalar,
        account: AccountId,
    ) -> TariffId {
        // A premium is what a factor has above 1.
        let premium = Scalar {
            constant: factor.constant - 1.0,
            ..factor.clone()
        };
        self.chart.charge(driver, price, &premium, account)
    }
}
