//! A model into a plan.

use std::collections::BTreeMap;

use super::accounts::Chart;
use super::hazards::Hazards;
use super::links::{Places, links, work_order};
use super::plants;
use super::{
    Calendar, CommodityPlan, ElementPlan, IndexPlan, JumpPlan, MarketPlan, PlaceId, Plan, Source,
    Work, echelon, imports, investors, lanes, layout, outlets, places, stops, takes,
};
use crate::id::{ElementId, IndexId, MarketId, Table};
use crate::model::{
    Commodity, CommodityUnit, Element, Index, IndexProcess, Jumps, Model, Scalar, Target, streams,
};
use crate::random::{Law, Sampler, StreamKey};

impl Plan {
    /// Builds the plan of a model.
    #[must_use]
    pub fn compile(model: &Model) -> Self {
        let mut chart = Chart::default();
        let whereabouts = Places::of(model);
        let Hazards {
            plans: hazards,
            order: hazard_order,
            places: hit,
            place_of,
        } = super::hazards::compile(model);
        let (mut lanes, lanes_of) = lanes::compile(model, &whereabouts, &mut chart);
        let fallbacks = lanes::fallbacks(model, &mut lanes, &mut chart);
        imports::compile(model, &mut lanes, &mut chart);
        let (stops, calls) = stops::compile(model, &place_of, &mut lanes, &mut chart);
        let links = links(model, &lanes);
        let order = work_order(model, &whereabouts, &links);
        let mut stocks = places::stocks(model, &lanes, &lanes_of, &links, &mut chart);
        let mut processes = places::processes(model, &links, &mut chart);
        let plants = plants::plants(model, &mut chart);
        let demands = places::demands(model, &fallbacks, &mut chart);
        let transit_accounts = places::transit(model, &lanes, &mut chart);
        let capital_accounts = places::capital(model, &mut chart);
        let outlets = outlets::compile(model, &mut chart);
        let echelons = echelon::echelons(model, &lanes, &links);
        let takes = takes::compile(model, &lanes, &mut chart);
        let (investors, taxes) = investors::compile(model, &mut chart);
        let days = (model.end.0 - model.start.0) as u32;
        let calendar = Calendar::new(model.start, days, model.warmup_days);
        for (&target, &place) in &place_of {
            match target {
                Target::Process(id) => processes[id].place = Some(place),
                Target::Dispatch(id) => stocks[id].place = Some(place),
                Target::Element(_) => {}
            }
        }
        let work = Work {
            hazards: hazard_order,
            ..Work::of(model, order, &stocks, &lanes, &stops, &chart.charges)
        };
        let (columns, layout) = layout::compile(model, (&lanes, &stops), &chart, &calendar);
        Self {
            days,
            warmup: model.warmup_days,
            discount: model.discount.clone(),
            capital_rate: model.capital_rate.clone(),
            carrying: model.carrying.clone(),
            automaker: model.automaker,
            sampling: model.sampling.clone(),
            parameters: model
                .parameters
                .iter()
                .map(|p| source(&p.name, &p.law))
                .collect(),
            indices: indices(model),
            commodities: model.commodities.iter().map(commodity).collect(),
            elements: elements(model, &place_of),
            hazards,
            places: hit,
            stops,
            calls,
            markets: markets(model),
            outlets,
            demands,
            categories: chart.categories,
            accounts: chart.accounts,
            tariffs: chart.tariffs,
            charges: chart.charges,
            echelons,
            stages: chart.stages.len(),
            transit_accounts,
            capital_accounts,
            takes,
            investors,
            taxes,
            stocks,
            processes,
            plants,
            lanes,
            work,
            calendar,
            columns,
            layout,
        }
    }
}

/// A source with its sampler, where the law hangs on no parameter.
pub(super) fn source(name: &str, law: &Law<Scalar>) -> Source {
    let sampler = known(law).map(|l| Sampler::new(&l));
    Source {
        key: StreamKey::of(name),
        law: law.clone(),
        sampler,
    }
}

/// The law in plain numbers, where no parameter is in it.
pub(super) fn known(law: &Law<Scalar>) -> Option<Law<f64>> {
    let mut all_known = true;
    let plain = law.map(&mut |scalar: &Scalar| {
        all_known &= scalar.known().is_some();
        scalar.known().unwrap_or(0.0)
    });
    all_known.then_some(plain)
}

fn indices(model: &Model) -> Table<IndexId, IndexPlan> {
    let key = |id: IndexId| StreamKey::of(&streams::of_index(&model.indices[id].name));
    let index = |(id, index): (IndexId, &Index)| {
        let mut plan = IndexPlan {
            key: key(id),
            process: index.process.clone(),
            mix: Vec::new(),
            jumps: None,
            regimes: StreamKey::of(&streams::of_regimes(&index.name)),
        };
        loop {
            plan.process = match plan.process {
                IndexProcess::Mixed(process, mix) => {
                    plan.mix = mix.iter().map(|&(id, weight)| (key(id), weight)).collect();
                    *process
                }
                IndexProcess::Jumping(process, given) => {
                    plan.jumps = Some(jumps(&index.name, given));
                    *process
                }
                process => return IndexPlan { process, ..plan },
            }
        }
    };
    model.indices.enumerate().map(index).collect()
}

fn jumps(index: &str, jumps: Jumps) -> JumpPlan {
    JumpPlan {
        days: StreamKey::of(&streams::of_jumps(index)),
        rate: jumps.rate,
        size: source(&streams::of_jump_sizes(index), &jumps.size),
        is_factor: jumps.is_factor,
    }
}

fn elements(model: &Model, place_of: &BTreeMap<Target, PlaceId>) -> Table<ElementId, ElementPlan> {
    let element = |(id, e): (ElementId, &Element)| ElementPlan {
        days: source(&streams::of_element(e), &e.days),
        place: place_of.get(&Target::Element(id)).copied(),
    };
    model.elements.enumerate().map(element).collect()
}

fn markets(model: &Model) -> Table<MarketId, MarketPlan> {
    let market = |m: &crate::model::Market| MarketPlan {
        lead_time: source(&streams::of_market(&m.name), &m.lead_time),
    };
    model.markets.iter().map(market).collect()
}

fn commodity(commodity: &Commodity) -> CommodityPlan {
    CommodityPlan {
        lithium_t: commodity.lithium_t,
        energy_kwh: commodity.energy_kwh,
        is_vehicle: commodity.unit == CommodityUnit::Vehicle,
    }
}
