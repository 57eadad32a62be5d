//! A model into a plan.

use super::accounts::{Chart, Driver, Kind};
use super::{
    BreakdownPlan, Calendar, CommodityPlan, DemandPlan, ElementPlan, IndexPlan, MarketPlan, Plan,
    ProcessPlan, Source, StockPlan, UsePlan, lanes, layout, order,
};
use crate::calendar::Date;
use crate::id::{Id, ProcessId, StockId};
use crate::model::{
    Breakdown, CommodityUnit, Demand, DemandDraw, Model, OUTSIDE_PARTY, Policy, Price, Process,
    Scalar, Stock,
};
use crate::random::{Law, Sampler, StreamKey};

impl Plan {
    /// Builds the plan of a model.
    #[must_use]
    pub fn compile(model: &Model) -> Self {
        let mut chart = Chart::default();
        let (lanes, lanes_of) = lanes::compile(model, &mut chart);
        let stocks = model
            .stocks
            .enumerate()
            .map(|(id, stock)| {
                compile_stock(
                    model,
                    id,
                    stock,
                    &lanes,
                    &lanes_of[id.position()],
                    &mut chart,
                )
            })
            .collect();
        let processes = model
            .processes
            .enumerate()
            .map(|(id, process)| compile_process(model, id, process, &mut chart))
            .collect();
        let demands = model
            .demands
            .iter()
            .map(|d| compile_demand(model, d, &mut chart))
            .collect();
        let (stocks_sources_first, processes_sources_first) = work_order(model);
        let days = (model.end.0 - model.start.0) as u32;
        let calendar = compile_calendar(model.start, days, model.warmup_days);
        let (columns, layout) = layout::compile(model, &lanes, &chart, &calendar);
        Self {
            days,
            warmup: model.warmup_days,
            discount: model.discount.clone(),
            capital_rate: model.capital_rate.clone(),
            carrying: model.carrying.clone(),
            automaker: model.automaker,
            parameters: model
                .parameters
                .iter()
                .map(|p| source(&p.name, &p.law))
                .collect(),
            indices: model
                .indices
                .iter()
                .map(|i| IndexPlan {
                    key: key(&["index", &i.name]),
                    process: i.process.clone(),
                })
                .collect(),
            commodities: model.commodities.iter().map(compile_commodity).collect(),
            stocks,
            processes,
            elements: model
                .elements
                .iter()
                .map(|e| ElementPlan {
                    days: source(&["element", &e.name].join("."), &e.days),
                })
                .collect(),
            lanes,
            markets: model
                .markets
                .iter()
                .map(|m| MarketPlan {
                    lead_time: source(&["market", &m.name].join("."), &m.lead_time),
                    price: m.price.clone(),
                    premium: m.premium.clone(),
                })
                .collect(),
            contracts: model.contracts.clone(),
            demands,
            stocks_sources_first,
            processes_sources_first,
            categories: chart.categories,
            accounts: chart.accounts,
            tariffs: chart.tariffs,
            charges: chart.charges,
            uses_echelons: uses(model, |p| matches!(p, Policy::EchelonBaseStock { .. })),
            uses_forecast: uses(model, |p| matches!(p, Policy::DaysOfCover { .. })),
            calendar,
            columns,
            layout,
        }
    }
}

/// The streams a model draws from, by name: two of them may not share a key.
#[must_use]
pub fn stream_names(model: &Model) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    names.extend(model.parameters.iter().map(|p| p.name.clone()));
    names.extend(model.indices.iter().map(|i| format!("index.{}", i.name)));
    names.extend(model.elements.iter().map(|e| format!("element.{}", e.name)));
    names.extend(model.markets.iter().map(|m| format!("market.{}", m.name)));
    names.extend(model.demands.iter().map(|d| format!("demand.{}", d.name)));
    names.extend(
        model
            .processes
            .iter()
            .map(|p| format!("breakdown.{}", p.name)),
    );
    names.extend(
        model
            .stocks
            .iter()
            .map(|s| format!("breakdown.dispatch.{}", s.name)),
    );
    names
}

fn key(parts: &[&str]) -> StreamKey {
    StreamKey::of(&parts.join("."))
}

fn uses(model: &Model, fits: impl Fn(&Policy) -> bool) -> bool {
    model
        .stocks
        .iter()
        .any(|s| s.policy.as_ref().is_some_and(&fits))
}

/// A source with its sampler, where the law hangs on no parameter.
fn source(name: &str, law: &Law<Scalar>) -> Source {
    Source {
        key: StreamKey::of(name),
        law: law.clone(),
        sampler: known(law).map(|l| Sampler::new(&l)),
    }
}

/// The law in plain numbers, where no parameter is in it.
fn known(law: &Law<Scalar>) -> Option<Law<f64>> {
    let mut all_known = true;
    let plain = law.map(&mut |scalar: &Scalar| {
        all_known &= scalar.known().is_some();
        scalar.known().unwrap_or(0.0)
    });
    all_known.then_some(plain)
}

fn compile_commodity(commodity: &crate::model::Commodity) -> CommodityPlan {
    CommodityPlan {
        lithium_t: commodity.lithium_t,
        energy_kwh: commodity.energy_kwh,
        is_vehicle: commodity.unit == CommodityUnit::Vehicle,
        is_cells: commodity.unit == CommodityUnit::KilowattHour,
    }
}

fn compile_breakdown(name: &str, chances: Option<&Breakdown>) -> Option<BreakdownPlan> {
    chances.map(|chances| BreakdownPlan {
        key: key(&["breakdown", name]),
        chances: chances.clone(),
    })
}

fn compile_stock(
    model: &Model,
    id: StockId,
    stock: &Stock,
    lanes: &crate::id::Table<super::LaneId, super::LanePlan>,
    own: &[super::LaneId],
    chart: &mut Chart,
) -> StockPlan {
    let owner = model.sites[stock.site].owner;
    let stage = &model.sites[stock.site].name;
    let order_account = chart.account(
        (owner, OUTSIDE_PARTY),
        Kind::Resource,
        "order",
        stage,
        Some(id),
    );
    let order_price = Price {
        settled: stock.order_cost.clone(),
        moving: Vec::new(),
    };
    let order_cost = chart.charge(
        Driver::Orders(id),
        &order_price,
        &Scalar::default(),
        order_account,
    );
    let imputed = |chart: &mut Chart, category: &str| {
        chart.account((owner, owner), Kind::Imputed, category, stage, Some(id))
    };
    StockPlan {
        commodity: stock.commodity,
        owner,
        initial: stock.initial.clone(),
        initial_cost: stock.initial_cost.clone(),
        limit: stock.limit.clone(),
        policy: stock.policy.clone(),
        review_days: stock.review_days,
        by_share: own.iter().any(|&lane| lanes[lane].share.is_some()),
        lanes: own.to_vec(),
        customers: lanes
            .enumerate()
            .filter(|(_, l)| l.supplier == Some(id))
            .map(|(l, _)| l)
            .collect(),
        makers: ids_where(&model.processes, |p| p.makes == id),
        users: model
            .processes
            .enumerate()
            .flat_map(|(p, process)| {
                process
                    .uses
                    .iter()
                    .enumerate()
                    .map(move |(u, used)| (p, u, used))
            })
            .filter(|(_, _, used)| used.stock == id)
            .map(|(p, u, _)| (p, u))
            .collect(),
        demands: ids_where(&model.demands, |d: &Demand| d.stock == id),
        dispatch_room: stock.dispatch.room_per_day.clone(),
        dispatch_breakdown: compile_breakdown(
            &["dispatch", &stock.name].join("."),
            stock.dispatch.breakdown.as_ref(),
        ),
        order_cost,
        order_account,
        holding: stock.holding.clone(),
        holding_in_transit: stock.holding_in_transit.clone(),
        holding_account: imputed(chart, "holding"),
        carrying_account: imputed(chart, "carrying"),
    }
}

fn ids_where<I: Id, T>(table: &crate::id::Table<I, T>, fits: impl Fn(&T) -> bool) -> Vec<I> {
    table
        .enumerate()
        .filter(|(_, entry)| fits(entry))
        .map(|(id, _)| id)
        .collect()
}

fn compile_process(
    model: &Model,
    id: ProcessId,
    process: &Process,
    chart: &mut Chart,
) -> ProcessPlan {
    let site = &model.sites[process.site];
    let mut cost = |c: &crate::model::Cost| {
        let parties = (site.owner, c.to);
        let account = chart.account(
            parties,
            Kind::Resource,
            &c.category,
            &site.name,
            Some(process.makes),
        );
        (
            chart.charge(Driver::Started(id), &c.amount, &Scalar::default(), account),
            account,
        )
    };
    let costs = process.costs.iter().map(&mut cost).collect();
    let mut imputed = |category: &str| {
        let parties = (site.owner, site.owner);
        chart.account(
            parties,
            Kind::Imputed,
            category,
            &site.name,
            Some(process.makes),
        )
    };
    let capital_account = imputed("capital");
    let carrying_account = imputed("carrying");
    let shared = |stock: StockId| {
        model
            .processes
            .iter()
            .flat_map(|p| &p.uses)
            .filter(|u| u.stock == stock)
            .count()
            > 1
    };
    ProcessPlan {
        makes: process.makes,
        uses: process
            .uses
            .iter()
            .map(|u| UsePlan {
                stock: u.stock,
                need: u.need.clone(),
                shared: shared(u.stock),
            })
            .collect(),
        capacity_per_day: process.capacity_per_day.clone(),
        start_day: process.start_day.clone(),
        ramp: process.ramp.clone(),
        season: process.season,
        scrap: process.scrap.clone(),
        inside_days: process.inside_days.clone(),
        costs,
        capex: process.capex.clone().unwrap_or_default(),
        life_days: process.life_days.clone(),
        capex_account: chart.account(
            (site.owner, OUTSIDE_PARTY),
            Kind::Investment,
            "capex",
            &site.name,
            Some(process.makes),
        ),
        capital_account,
        carrying_account,
        breakdown: compile_breakdown(&process.name, process.breakdown.as_ref()),
        extracts: process.uses.is_empty(),
    }
}

fn compile_demand(model: &Model, demand: &Demand, chart: &mut Chart) -> DemandPlan {
    let stock = &model.stocks[demand.stock];
    let site = &model.sites[stock.site];
    let mut imputed = |category: &str| {
        let parties = (site.owner, site.owner);
        chart.account(
            parties,
            Kind::Imputed,
            category,
            &site.name,
            Some(demand.stock),
        )
    };
    let all_hold_cells = model
        .demands
        .iter()
        .all(|d| energy_kwh(model, d.stock) > 0.0);
    let daily = match &demand.draw {
        DemandDraw::Daily(law) => known(law),
        DemandDraw::Plan { .. } => None,
    };
    DemandPlan {
        key: key(&["demand", &demand.name]),
        sampler: daily.as_ref().map(Sampler::new),
        mean: daily.map_or(0.0, |law| law.mean()),
        weight: if all_hold_cells {
            energy_kwh(model, demand.stock)
        } else {
            1.0
        },
        backlog_account: imputed("backlog"),
        lost_account: imputed("lost"),
        terms: demand.clone(),
    }
}

fn energy_kwh(model: &Model, stock: StockId) -> f64 {
    model.commodities[model.stocks[stock].commodity].energy_kwh
}

/// Stocks and processes with suppliers before customers.
fn work_order(model: &Model) -> (Vec<StockId>, Vec<ProcessId>) {
    let made_from = |stock: StockId| {
        model
            .processes
            .iter()
            .filter(move |p| p.makes == stock)
            .flat_map(|p| p.uses.iter().map(|u| u.stock.position()))
    };
    let supplied_from = |stock: &Stock| {
        let route = |source: &crate::model::Source| match source.supply {
            crate::model::Supply::Route(route) => model
                .stocks
                .find(|s| s.site == model.routes[route].from && s.commodity == stock.commodity),
            crate::model::Supply::Market(_) => None,
        };
        stock
            .sources
            .iter()
            .filter_map(route)
            .map(Id::position)
            .collect::<Vec<_>>()
    };
    let before: Vec<Vec<usize>> = model
        .stocks
        .enumerate()
        .map(|(id, stock)| made_from(id).chain(supplied_from(stock)).collect())
        .collect();
    let stocks = order::sources_first(&before);
    let mut rank = vec![0; stocks.len()];
    for (place, &stock) in stocks.iter().enumerate() {
        rank[stock] = place;
    }
    let mut processes: Vec<ProcessId> = model.processes.ids().collect();
    processes.sort_by_key(|&p| (rank[model.processes[p].makes.position()], p));
    (stocks.into_iter().map(StockId::new).collect(), processes)
}

fn compile_calendar(start: Date, days: u32, warmup: u32) -> Calendar {
    let month_number = |date: Date| {
        let (year, month, _) = date.ymd();
        year * 12 + month as i32 - 1
    };
    let dates: Vec<Date> = (0..days as i32).map(|day| Date(start.0 + day)).collect();
    let books = Date(start.0 + warmup as i32);
    let since = |date: Date| (month_number(date) - month_number(books)).max(0) as u32;
    let years_since = |date: Date| (date.ymd().0 - books.ymd().0).max(0) as u32;
    let last = Date(start.0 + days as i32 - 1);
    Calendar {
        month_of_year: dates.iter().map(|d| (d.ymd().1 - 1) as u8).collect(),
        month: dates
            .iter()
            .map(|&d| (month_number(d) - month_number(start)) as u32)
            .collect(),
        book_month: dates.iter().map(|&d| since(d)).collect(),
        book_year: dates.iter().map(|&d| years_since(d)).collect(),
        book_months: since(last) as usize + 1,
        book_years: years_since(last) as usize + 1,
    }
}
