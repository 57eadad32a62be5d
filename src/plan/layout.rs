//! Which measures a plan has, and where they stand in the rows of its results.

use super::accounts::Chart;
use super::emitters::{Emitter, emitters};
use super::instances::Scene;
use super::{AccountId, Calendar, LaneId, LanePlan, RatioPlan, StopId, StopPlan, controls, ratios};
use crate::calendar::Date;
use std::collections::{BTreeMap, BTreeSet};

use crate::id::{ElementId, HazardId, Id, IndexId, PartyId, RouteId, SiteId, Table};
use crate::measure::{Better, Definition, Estimand, MEASURES, Measure, What};
use crate::model::{Clock, Hazard, Model, Target};
use crate::outcome::{Correlated, Exposed, Layout};

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
    /// Indices whose means are known, in the order of their controls.
    pub controls: Vec<IndexId>,
    /// Measures over others.
    pub ratios: Vec<RatioPlan>,
}

pub fn compile(
    model: &Model,
    (lanes, stops): (&Table<LaneId, LanePlan>, &Table<StopId, StopPlan>),
    chart: &Chart,
    calendar: &Calendar,
) -> (Columns, Layout) {
    let mut columns = Columns {
        emitters: emitters(model, lanes),
        controls: controls::controlled(model),
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
            if definition.what == What::Control {
                layout.controls.push(layout.measures.len());
            }
            if !definition.only_monthly {
                columns.measures.push(column);
                layout.measures.push(measure);
            }
        }
    }
    ratios::add(model, &mut columns, &mut layout);
    layout.replicate = model.sampling.replicate();
    layout.noises = model.sampling.noises() as usize;
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
    layout.hazards = exposed(model);
    let asked = model.sampling.copula.asked.iter();
    layout.correlations = asked
        .map(|asked| Correlated {
            between: asked.between,
            rank: asked.rank,
        })
        .collect();
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

/// Hazards whose spells are left to chance, with what they hit.
fn exposed(model: &Model) -> Vec<Exposed> {
    let sets_off = model.hazards.iter().flat_map(|hazard| &hazard.sets_off);
    let set_off: BTreeSet<HazardId> = sets_off
        .filter(|(_, chance)| chance.known() != Some(0.0))
        .map(|(id, _)| *id)
        .collect();
    let may_fire = |(id, hazard): &(HazardId, &Hazard)| match &hazard.clock {
        Clock::Poisson(rate) => rate.known() != Some(0.0) || set_off.contains(id),
        Clock::Renewal(_) => true,
        Clock::Dates(_) => false,
        Clock::SetOff => set_off.contains(id),
    };
    let by = routes_by(model);
    let places_of = |hazard: &Hazard| {
        let hits = hazard.hits.iter();
        hits.flat_map(|target| places(model, &by, *target))
            .collect()
    };
    let hazards = model.hazards.enumerate().filter(may_fire);
    hazards
        .map(|(_, hazard)| Exposed {
            hazard: hazard.name.clone(),
            places: places_of(hazard),
        })
        .collect()
}

/// The routes by each leg and node that a hazard hits, each once.
fn routes_by(model: &Model) -> BTreeMap<ElementId, BTreeSet<RouteId>> {
    let targets = model.hazards.iter().flat_map(|hazard| &hazard.hits);
    let element = |target: &Target| match target {
        Target::Element(id) => Some((*id, BTreeSet::new())),
        Target::Process(_) | Target::Dispatch(_) => None,
    };
    let mut by: BTreeMap<_, BTreeSet<_>> = targets.filter_map(element).collect();
    for (id, route) in model.routes.enumerate() {
        for element in &route.path {
            if let Some(routes) = by.get_mut(element) {
                routes.insert(id);
            }
        }
    }
    by
}

fn places(
    model: &Model,
    by: &BTreeMap<ElementId, BTreeSet<RouteId>>,
    target: Target,
) -> Vec<String> {
    let site = |site: SiteId| vec![model.sites[site].name.clone()];
    match target {
        Target::Process(id) => site(model.processes[id].site),
        Target::Dispatch(id) => site(model.stocks[id].site),
        Target::Element(id) => {
            let routes = by.get(&id).into_iter().flatten();
            let names = routes.map(|route| model.routes[*route].name.clone());
            std::iter::once(model.elements[id].name.clone())
                .chain(names)
                .collect()
        }
    }
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
