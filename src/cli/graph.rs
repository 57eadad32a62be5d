//! `lichain check --graph`: the chain of a variant as a drawing, before any trial.

use super::balance::peak_year;
use super::chain::{routes, sites, stops};
use super::flows::Flows;
use super::quantity::{prefixed, short};
use crate::calendar::DAYS_PER_YEAR as YEAR;
use crate::id::{Id, ProcessId, RouteId, SiteId, StockId};
use crate::model::{Element, Gate, Model, Modes, Stock, Supply, Target};
use crate::report::graph::{self, Card, Graph, Mark, Way};
use crate::scenario::Scenario;

type Line = (Mark, String);

/// The drawing as a file.
pub fn svg(scenario: &Scenario, model: &Model) -> String {
    let modes = Modes::of(model);
    let drawn = Drawn {
        model,
        flows: Flows::of(model, &modes),
        modes: &modes,
    };
    let variant = if model.title == model.variant {
        model.variant.clone()
    } else {
        format!("{}: {}", model.variant, model.title)
    };
    graph::svg(&Graph {
        title: scenario.title.clone(),
        subtitle: variant,
        legend: format!(
            "Uncertain numbers are at their mode, days are means. Lines are as thick as the traffic expected in {}; dashed: none. Triangles: what may go wrong.",
            peak_year(model, &modes)
        ),
        sites: model.sites.ids().map(|id| drawn.site(id)).collect(),
        routes: model.routes.ids().map(|id| drawn.route(id)).collect(),
    })
}

struct Drawn<'a> {
    model: &'a Model,
    modes: &'a Modes,
    flows: Flows<'a>,
}

impl Drawn<'_> {
    fn site(&self, id: SiteId) -> Card {
        let site = &self.model.sites[id];
        let country = if site.country.is_empty() {
            String::new()
        } else {
            format!(" ({})", site.country)
        };
        let mut lines = Vec::new();
        let processes = self.model.processes.enumerate();
        for (process, _) in processes.filter(|(_, process)| process.site == id) {
            lines.extend(self.process(process));
        }
        let stocks = self.model.stocks.enumerate();
        for (at, stock) in stocks.filter(|(_, stock)| stock.site == id) {
            lines.extend(self.stock(at, stock));
        }
        let demands = self.model.demands.enumerate();
        let demands = demands.filter(|(_, demand)| self.model.stocks[demand.stock].site == id);
        lines.extend(demands.map(|(_, demand)| {
            let commodity = &self.model.commodities[self.model.stocks[demand.stock].commodity];
            let years = super::balance::demand_by_year(self.model, self.modes, demand);
            let year = peak_year(self.model, self.modes);
            let most = years.iter().find(|(at, _)| *at == year);
            let units = prefixed(most.map_or(0.0, |(_, n)| *n), commodity.unit.symbol());
            plain(format!("demand {}: {units} in {year}", demand.name))
        }));
        Card {
            heading: format!("{}{country}", site.name),
            lines,
        }
    }

    /// Capacity, recipe and hazards of a line.
    fn process(&self, id: ProcessId) -> Vec<Line> {
        let (model, process) = (self.model, &self.model.processes[id]);
        let made = &model.commodities[model.stocks[process.makes].commodity];
        let unit = made.unit.symbol();
        let capacity = self.modes.scalar(&process.capacity_per_day) * YEAR;
        let mut words = format!(
            "{}: {} of {}, {}",
            sites::own_name(&process.name),
            prefixed(capacity, &format!("{unit}/yr")),
            made.name,
            sites::start(model, self.modes, process),
        );
        for used in &process.uses {
            words.push_str("; uses ");
            words.push_str(&sites::input(model, self.modes, used, unit));
        }
        let mut lines = vec![plain(words)];
        lines.extend(self.hazards(Target::Process(id), None));
        lines
    }

    /// What a stock buys, and what may keep it from leaving.
    fn stock(&self, id: StockId, stock: &Stock) -> Vec<Line> {
        let commodity = &self.model.commodities[stock.commodity].name;
        let markets = stock
            .sources
            .iter()
            .filter_map(|source| match source.supply {
                Supply::Market(market) => Some(self.model.markets[market].name.as_str()),
                Supply::Route(_) => None,
            });
        let markets: Vec<&str> = markets.collect();
        let mut lines = Vec::new();
        if !markets.is_empty() {
            lines.push(plain(format!(
                "buys {commodity}: market {}",
                markets.join(", ")
            )));
        }
        lines.extend(self.hazards(
            Target::Dispatch(id),
            Some(&format!("dispatch of {commodity}")),
        ));
        lines
    }

    fn hazards(&self, target: Target, what: Option<&str>) -> Option<Line> {
        let hazards = self
            .model
            .hazards
            .iter()
            .filter(|h| h.hits.contains(&target));
        let names: Vec<&str> = hazards.map(|hazard| hazard.name.as_str()).collect();
        let names = (!names.is_empty()).then(|| names.join(", "))?;
        let words = what.map_or(names.clone(), |what| format!("{what}: {names}"));
        Some((Mark::Hazard, words))
    }

    fn route(&self, id: RouteId) -> Way {
        let (model, route) = (self.model, &self.model.routes[id]);
        let carries = route
            .carries
            .iter()
            .map(|&id| routes::cargo(&model.commodities[id]));
        let feu = self.flows.on_route[id];
        let traffic = if feu > 0.0 {
            format!(", {} FEU/yr", short((feu * YEAR * 10.0).round() / 10.0))
        } else {
            String::new()
        };
        let carries = carries.collect::<Vec<_>>().join(", ");
        let mut lines = vec![plain(format!("{carries}{traffic}"))];
        let mut days = 0.0;
        for &at in &route.path {
            let element = &model.elements[at];
            days += self.modes.mean(&element.days) + wait(element);
            let words = self.element(element);
            let hazards = self.hazards(Target::Element(at), Some(&words));
            lines.push(hazards.unwrap_or_else(|| plain(words)));
        }
        if route.path.len() > 1 {
            lines.push(plain(format!("in all {days:.1} d")));
        }
        Way {
            ends: (route.from.position(), route.to.position()),
            card: Card {
                heading: route.name.clone(),
                lines,
            },
            traffic: feu,
        }
    }

    /// A leg or node: how, how long, how much.
    fn element(&self, element: &Element) -> String {
        let days = self.modes.mean(&element.days);
        let words = format!("{} {}", routes::mode(element), element.name);
        let words = if days > 0.0 {
            format!("{words} {days:.1} d")
        } else {
            words
        };
        match &element.gate {
            None => words,
            Some(Gate::Throughput { feu_per_day, .. }) => {
                let most = short(self.modes.scalar(feu_per_day));
                format!("{words}, {most} FEU/d pass")
            }
            Some(Gate::Timetable {
                departs, room_feu, ..
            }) => {
                let room = room_feu.as_ref().map(|room| self.modes.scalar(room));
                let room = room.map_or(String::new(), |room| {
                    format!(", room for {} FEU", short(room))
                });
                format!("{words}, departs {}{room}", stops::departures(*departs))
            }
        }
    }
}

fn plain(words: String) -> Line {
    (Mark::None, words)
}

/// Mean wait for a departure [d].
fn wait(element: &Element) -> f64 {
    match &element.gate {
        Some(Gate::Timetable { departs, .. }) => stops::mean_wait(departs.headway_days()),
        Some(Gate::Throughput { .. }) | None => 0.0,
    }
}
