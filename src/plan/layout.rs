//! Which measures a plan has, and where they stand in the rows of its results.

use super::accounts::Chart;
use super::emitters::{Emitter, emitters, has_carbon};
use super::{AccountId, Calendar, LaneId, LanePlan, RatioPlan, StopId, StopPlan, ratios};
use crate::calendar::Date;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::id::{CommodityId, Id, PartyId, RouteId, Table};
use crate::measure::{Better, Definition, Estimand, MEASURES, Measure, Needs, Per, What};
use crate::model::{CommodityUnit, Model};
use crate::outcome::Layout;

/// What stands in each column of a row, for the engine.
#[derive(Clone, Debug, Default)]
pub struct Columns {
    /// Measure and instance (position of the stock, process, …; of category or stage).
    pub measures: Vec<(What, usize)>,
    /// Measures by month, and the index where they are of one.
    pub monthly: Vec<(What, usize)>,
    /// Lines of the yearly ledger of each account's payer and payee; none where no cash moves.
    pub ledger_lines: Vec<(Option<usize>, Option<usize>)>,
    /// How many parties there are.
    pub parties: usize,
    /// How many routes there are.
    pub routes: usize,
    /// Sites and routes whose carbon is counted.
    pub emitters: Vec<Emitter>,
    /// How many pairs of countries there is trade between.
    pub borders: usize,
    /// Accounts of what is bought on markets.
    pub market_accounts: Vec<AccountId>,
    /// Measures over others.
    pub ratios: Vec<RatioPlan>,
}

/// An instance of a measure: position, name with its separator, unit of its commodity.
struct Instance {
    position: usize,
    suffix: String,
    unit: Cow<'static, str>,
}

pub fn compile(
    model: &Model,
    (lanes, stops): (&Table<LaneId, LanePlan>, &Table<StopId, StopPlan>),
    chart: &Chart,
    calendar: &Calendar,
) -> (Columns, Layout) {
    let mut columns = Columns {
        emitters: emitters(model, lanes),
        ..Columns::default()
    };
    let mut layout = Layout::default();
    let scene = Scene {
        model,
        lanes,
        stops,
        chart,
        calendar,
        emitting: columns.emitters.iter().map(|e| e.name.clone()).collect(),
    };
    for definition in MEASURES.iter().filter(|d| scene.applies(d)) {
        for instance in scene.instances(definition) {
            let column = (definition.what, instance.position);
            let measure = measure(definition, &instance.suffix, &instance.unit);
            if definition.monthly {
                columns.monthly.push(column);
                layout.monthly.push(measure.clone());
            }
            if !definition.only_monthly {
                columns.measures.push(column);
                layout.measures.push(measure);
            }
        }
    }
    ratios::add(model, &mut columns, &mut layout);
    layout.replicate = model.sampling.design.replicate();
    for parameter in &model.parameters {
        layout.parameter_factor.push(parameter.unit_factor);
        layout.parameters.push(Measure {
            name: parameter.name.clone(),
            unit: parameter.unit.clone(),
            better: Better::None,
            estimand: Estimand::Mean,
            meaning: if parameter.title.is_empty() {
                "A parameter, drawn once a trial.".to_owned()
            } else {
                parameter.title.clone()
            },
        });
    }
    ledger(model, chart, &mut columns, &mut layout);
    let bought: BTreeSet<AccountId> = lanes.iter().filter_map(|l| Some(l.purchase?.1)).collect();
    columns.market_accounts = bought.into_iter().collect();
    let books = model.start.0 + model.warmup_days as i32;
    let (year, month, _) = Date(books).ymd();
    layout.months = (0..calendar.book_months as i32)
        .map(|i| month as i32 - 1 + i)
        .map(|m| format!("{:04}-{:02}-01", year + m / 12, m % 12 + 1))
        .collect();
    layout.years = (0..calendar.book_years as i32).map(|i| year + i).collect();
    (columns, layout)
}

fn ledger(model: &Model, chart: &Chart, columns: &mut Columns, layout: &mut Layout) {
    let mut lines: Vec<(usize, usize)> = chart
        .accounts
        .iter()
        .filter(|a| a.kind.is_cash())
        .flat_map(|a| {
            [
                (a.payer.position(), a.category),
                (a.payee.position(), a.category),
            ]
        })
        .collect();
    lines.sort_by_key(|&(party, category)| (party, &chart.categories[category]));
    lines.dedup();
    for &(party, category) in &lines {
        let party = model.parties.iter().nth(party).map_or("", |p| &p.name);
        layout
            .ledger
            .push((party.to_owned(), chart.categories[category].clone()));
    }
    let place: BTreeMap<_, _> = lines
        .iter()
        .enumerate()
        .map(|(at, &line)| (line, at))
        .collect();
    let line_of = |account: &super::Account, party: PartyId| {
        place
            .get(&(party.position(), account.category))
            .copied()
            .filter(|_| account.kind.is_cash())
    };
    let lines_of = |a: &super::Account| (line_of(a, a.payer), line_of(a, a.payee));
    columns.ledger_lines = chart.accounts.iter().map(lines_of).collect();
    columns.parties = model.parties.len();
    columns.routes = model.routes.len();
    columns.borders = chart.borders.len();
}

/// A column of an instance of a measure.
pub(super) fn measure(definition: &Definition, suffix: &str, unit: &str) -> Measure {
    Measure {
        name: format!("{}{suffix}", definition.name),
        unit: definition.unit.replace("{unit}", unit),
        better: definition.better,
        estimand: definition.estimand,
        meaning: definition.meaning.to_owned(),
    }
}

/// What measures are taken of.
struct Scene<'a> {
    model: &'a Model,
    lanes: &'a Table<LaneId, LanePlan>,
    stops: &'a Table<StopId, StopPlan>,
    chart: &'a Chart,
    calendar: &'a Calendar,
    /// Sites and routes whose carbon is counted.
    emitting: Vec<String>,
}

impl Scene<'_> {
    /// Whether a measure says something here.
    fn applies(&self, definition: &Definition) -> bool {
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
    fn instances(&self, definition: &Definition) -> Vec<Instance> {
        let Scene {
            model,
            lanes,
            stops,
            chart,
            calendar,
            ref emitting,
        } = *self;
        let named = |position: usize, suffix: String, unit: &'static str| Instance {
            position,
            suffix,
            unit: unit.into(),
        };
        let unit_of = |stock| {
            model.commodities[model.stocks[stock].commodity]
                .unit
                .symbol()
        };
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
            Per::Stock => model
                .stocks
                .enumerate()
                .filter(|(id, stock)| match definition.needs {
                    Needs::Limit => stock.limit.is_some(),
                    Needs::Orders => !stock.sources.is_empty(),
                    Needs::Outlet => model.outlets.iter().any(|outlet| outlet.stock == *id),
                    _ => true,
                })
                .map(|(id, stock)| named(id.position(), format!("@{}", stock.name), unit_of(id)))
                .collect(),
            Per::Process => model
                .processes
                .enumerate()
                .filter(|(_, process)| match definition.needs {
                    Needs::Outages => process.extras.outages.is_some(),
                    Needs::Mine => process.extras.mine.is_some(),
                    Needs::Carbon => has_carbon(process),
                    _ => true,
                })
                .map(|(id, p)| named(id.position(), format!("@{}", p.name), unit_of(p.makes)))
                .collect(),
            Per::Route => model
                .routes
                .enumerate()
                .filter(|(id, _)| lanes.iter().any(|lane| lane.route == Some(*id)))
                .map(|(id, route)| named(id.position(), format!("@{}", route.name), ""))
                .collect(),
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
            Per::Demand => model
                .demands
                .enumerate()
                .filter(|(_, demand)| {
                    definition.needs != Needs::Fallback || demand.unmet.fallback().is_some()
                })
                .map(|(id, demand)| {
                    named(
                        id.position(),
                        format!("@{}", demand.name),
                        unit_of(demand.stock),
                    )
                })
                .collect(),
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
    let name = |&(route, commodity): &(RouteId, CommodityId)| {
        let (own, goods) = (&model.routes[route].name, &model.commodities[commodity]);
        let alone = pairs.iter().filter(|pair| pair.0 == route).count() == 1;
        let suffix = if alone {
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
