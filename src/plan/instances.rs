//! What each measure is taken of: its instances, in order of name, and where a measure says anything.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::accounts::Chart;
use super::emitters::has_carbon;
use super::{Calendar, LaneId, LanePlan, StopId, StopPlan};
use crate::calendar::Date;
use crate::id::{CommodityId, Id, RouteId, StockId, Table};
use crate::measure::{Definition, Needs, Per, What};
use crate::model::{CommodityUnit, Model};

/// An instance of a measure: position, name with its separator, unit of its commodity.
pub struct Instance {
    pub position: usize,
    pub suffix: String,
    pub unit: Cow<'static, str>,
}

fn named(position: usize, suffix: String, unit: &'static str) -> Instance {
    Instance {
        position,
        suffix,
        unit: unit.into(),
    }
}

/// What measures are taken of.
pub struct Scene<'a> {
    pub model: &'a Model,
    pub lanes: &'a Table<LaneId, LanePlan>,
    pub stops: &'a Table<StopId, StopPlan>,
    pub chart: &'a Chart,
    pub calendar: &'a Calendar,
    /// Sites and routes whose carbon is counted.
    pub emitting: Vec<String>,
}

impl Scene<'_> {
    /// Whether a measure says something here.
    pub fn applies(&self, definition: &Definition) -> bool {
        let model = self.model;
        let demanded = || {
            model
                .demands
                .iter()
                .map(|d| &model.commodities[model.stocks[d.stock].commodity])
        };
        match definition.needs {
            Needs::Cells => demanded().any(|c| c.energy_kwh > 0.0),
            Needs::Automaker => model.automaker.is_some() && demanded().any(|c| c.energy_kwh > 0.0),
            Needs::Vehicles => demanded().any(|c| c.unit == CommodityUnit::Vehicle),
            Needs::Lithium => demanded().any(|c| c.lithium_t > 0.0),
            Needs::Carbon => !self.emitting.is_empty(),
            Needs::Market => !model.markets.is_empty(),
            Needs::Stops => !self.stops.is_empty(),
            Needs::Nothing
            | Needs::Limit
            | Needs::Orders
            | Needs::Outages
            | Needs::Mine
            | Needs::Outlet
            | Needs::Fallback
            | Needs::Losses
            | Needs::Bound
            | Needs::Investor => true,
        }
    }

    /// Of what it is taken.
    pub fn instances(&self, definition: &Definition) -> Vec<Instance> {
        let Scene {
            model,
            lanes,
            stops,
            chart,
            calendar,
            ref emitting,
        } = *self;
        match definition.per {
            Per::Chain => vec![named(0, String::new(), "")],
            Per::Category => by_name(
                &costs(chart, definition.what, model, |a| a.category),
                &chart.categories,
                '.',
            ),
            Per::Stage => by_name(
                &costs(chart, definition.what, model, |a| a.stage),
                &chart.stages,
                '@',
            ),
            Per::Stock => self.of_stocks(definition.needs),
            Per::Process => self.of_processes(definition.needs),
            Per::Route => {
                let used: BTreeSet<RouteId> = lanes.iter().filter_map(|lane| lane.route).collect();
                let name = |id: RouteId| format!("@{}", model.routes[id].name);
                used.into_iter()
                    .map(|id| named(id.position(), name(id), ""))
                    .collect()
            }
            Per::Emitter => emitting
                .iter()
                .enumerate()
                .map(|(at, name)| named(at, format!("@{name}"), ""))
                .collect(),
            Per::Carried => carried(model, lanes)
                .into_iter()
                .map(|(position, suffix, unit)| named(position, suffix, unit))
                .collect(),
            Per::Border => {
                let mut borders: Vec<_> = chart.borders.iter().enumerate().collect();
                borders.sort_by_key(|(_, pair)| *pair);
                let name = |(at, pair)| named(at, format!("@{pair}"), "");
                borders.into_iter().map(name).collect()
            }
            // Added at the end, when all they may name is there.
            Per::Ratio => Vec::new(),
            Per::BorderYear => by_year(model, chart, calendar),
            Per::Index => of_indices(model),
            Per::IndexPart => super::controls::instances(model),
            Per::Demand => self.of_demands(definition.needs),
            Per::Stop => stops
                .enumerate()
                .map(|(id, stop)| {
                    let suffix = format!("@{}", model.elements[stop.element].name);
                    named(id.position(), suffix, "")
                })
                .collect(),
            Per::Hazard => model
                .hazards
                .enumerate()
                .map(|(id, hazard)| named(id.position(), format!("@{}", hazard.name), ""))
                .collect(),
            Per::Party => model
                .parties
                .enumerate()
                .filter(|(_, party)| {
                    definition.needs != Needs::Investor || party.investor.is_some()
                })
                .map(|(id, party)| named(id.position(), format!("@{}", party.name), ""))
                .collect(),
        }
    }

    fn of_stocks(&self, needs: Needs) -> Vec<Instance> {
        let model = self.model;
        let selling: BTreeSet<StockId> = model.outlets.iter().map(|outlet| outlet.stock).collect();
        model
            .stocks
            .enumerate()
            .filter(|(id, stock)| match needs {
                Needs::Limit => stock.limit.is_some(),
                Needs::Orders => !stock.sources.is_empty(),
                Needs::Outlet => selling.contains(id),
                _ => true,
            })
            .map(|(id, stock)| named(id.position(), format!("@{}", stock.name), self.unit_of(id)))
            .collect()
    }

    fn of_processes(&self, needs: Needs) -> Vec<Instance> {
        self.model
            .processes
            .enumerate()
            .filter(|(_, process)| match needs {
                Needs::Outages => process.extras.outages.is_some(),
                Needs::Mine => process.extras.mine.is_some(),
                Needs::Carbon => has_carbon(process),
                _ => true,
            })
            .map(|(id, p)| named(id.position(), format!("@{}", p.name), self.unit_of(p.makes)))
            .collect()
    }

    fn of_demands(&self, needs: Needs) -> Vec<Instance> {
        self.model
            .demands
            .enumerate()
            .filter(|(_, demand)| needs != Needs::Fallback || demand.unmet.fallback().is_some())
            .map(|(id, demand)| {
                named(
                    id.position(),
                    format!("@{}", demand.name),
                    self.unit_of(demand.stock),
                )
            })
            .collect()
    }

    fn unit_of(&self, stock: StockId) -> &'static str {
        let commodity = self.model.stocks[stock].commodity;
        self.model.commodities[commodity].unit.symbol()
    }
}

/// Commodities on routes on which something is lost: position among all pairs, route (and commodity
/// where it carries several), unit.
fn carried(model: &Model, lanes: &Table<LaneId, LanePlan>) -> Vec<(usize, String, &'static str)> {
    let mut pairs: Vec<(RouteId, CommodityId)> = lanes
        .iter()
        .filter(|lane| !lane.carriage.losses.is_empty())
        .filter_map(|lane| Some((lane.route?, model.stocks[lane.customer].commodity)))
        .collect();
    pairs.sort_unstable();
    pairs.dedup();
    let mut goods_of: BTreeMap<RouteId, usize> = BTreeMap::new();
    for (route, _) in &pairs {
        *goods_of.entry(*route).or_default() += 1;
    }
    let name = |&(route, commodity): &(RouteId, CommodityId)| {
        let (own, goods) = (&model.routes[route].name, &model.commodities[commodity]);
        let suffix = if goods_of[&route] == 1 {
            format!("@{own}")
        } else {
            format!("@{own}.{}", goods.name)
        };
        let position = route.position() * model.commodities.len() + commodity.position();
        (position, suffix, goods.unit.symbol())
    };
    pairs.iter().map(name).collect()
}

/// Trade by year: position `border * years + year`.
fn by_year(model: &Model, chart: &Chart, calendar: &Calendar) -> Vec<Instance> {
    let years = calendar.book_years;
    let first = Date(model.start.0 + model.warmup_days as i32).ymd().0;
    let mut borders: Vec<_> = chart.borders.iter().enumerate().collect();
    borders.sort_by_key(|(_, pair)| *pair);
    let instance = |(at, pair): (usize, &String), year: usize| Instance {
        position: at * years + year,
        suffix: format!("@{pair}.{}", first + year as i32),
        unit: "".into(),
    };
    let of_border = |border| (0..years).map(move |year| instance(border, year));
    borders.into_iter().flat_map(of_border).collect()
}

/// The indices that the scenario names: products that only prices refer to have blanks in theirs.
fn of_indices(model: &Model) -> Vec<Instance> {
    let named = model
        .indices
        .enumerate()
        .filter(|(_, index)| !index.name.contains(' '));
    let instance = |(id, index): (crate::id::IndexId, &crate::model::Index)| Instance {
        position: id.position(),
        suffix: format!("@{}", index.name),
        unit: index.dimension.to_string().into(),
    };
    named.map(instance).collect()
}

/// Positions of categories or stages that have a cost in them which the measure counts, and, as the
/// position after the last, the change of stocks.
fn costs(
    chart: &Chart,
    what: What,
    model: &Model,
    of: impl Fn(&super::Account) -> usize,
) -> Vec<usize> {
    let counts = |account: &super::Account| match what {
        What::DeliveredCostOf => {
            let ours = |party| Some(party) == model.automaker;
            (ours(account.payer) || ours(account.payee)) && account.kind != super::Kind::Investment
        }
        _ => account.kind.cost_of_the_chain() != 0.0,
    };
    let mut positions: Vec<usize> = chart
        .accounts
        .iter()
        .filter(|a| counts(a))
        .map(of)
        .collect();
    positions.sort_unstable();
    positions.dedup();
    positions
}

/// The instances with these positions in order of name, and for categories the change of stocks.
fn by_name(positions: &[usize], names: &[String], separator: char) -> Vec<Instance> {
    let mut instances: Vec<Instance> = positions
        .iter()
        .map(|&position| Instance {
            position,
            suffix: format!("{separator}{}", names[position]),
            unit: "".into(),
        })
        .collect();
    instances.sort_by(|a, b| a.suffix.cmp(&b.suffix));
    if separator == '.' {
        let suffix = ".stock_change".to_owned();
        instances.push(Instance {
            position: names.len(),
            suffix,
            unit: "".into(),
        });
    }
    instances
}
