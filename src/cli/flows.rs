//! What is expected to travel: FEU a day on each leg and through each node, at the mode of every
//! parameter, in the year of highest demand, when everything is delivered.
//!
//! What a stock needs is its own demand and what its users need; it comes from its makers by capacity, or
//! from its sources: by share, or by priority, each up to what its supplier's makers can make. Cargo that
//! may choose its way is taken to go the first.

use std::collections::BTreeMap;

use super::balance::{good_per_year, peak_year, per_unit};
use crate::calendar::{DAYS_PER_YEAR, Date};
use crate::id::{CommodityId, ElementId, RouteId, SiteId, StockId, Table};
use crate::model::{Model, Modes, Policy, Process, Rule, Source, Stock, Supply};

/// Expected traffic of a chain.
pub struct Flows<'a> {
    model: &'a Model,
    modes: &'a Modes,
    /// The processes that fill each stock, and their good output of a full year [unit/yr].
    makers: Table<StockId, Vec<(&'a Process, f64)>>,
    /// Stocks by site and commodity.
    stocks: BTreeMap<(SiteId, CommodityId), StockId>,
    /// FEU a day by leg and node.
    pub feu_per_day: Table<ElementId, f64>,
    /// FEU a day by route.
    pub on_route: Table<RouteId, f64>,
}

impl<'a> Flows<'a> {
    /// Follows demand upstream: a chain is no longer than there are stocks.
    pub fn of(model: &'a Model, modes: &'a Modes) -> Self {
        let nowhere = model.elements.iter().map(|_| 0.0).collect();
        let mut flows = Self {
            model,
            modes,
            makers: makers(model, modes),
            stocks: stocks(model),
            feu_per_day: nowhere,
            on_route: model.routes.iter().map(|_| 0.0).collect(),
        };
        let direct = flows.demanded();
        let mut needed = direct.clone();
        for _ in 0..model.stocks.len() {
            let mut next = direct.clone();
            flows.upstream(
                &needed,
                &mut |stock, units| next[stock] += units,
                &mut |_, _| (),
            );
            // What is the same once stays so.
            if needed == next {
                break;
            }
            needed = next;
        }
        let mut on_route: Table<RouteId, f64> = model.routes.iter().map(|_| 0.0).collect();
        flows.upstream(&needed, &mut |_, _| (), &mut |route, feu| {
            on_route[route] += feu;
        });
        for (id, route) in model.routes.enumerate() {
            for &element in &route.path {
                flows.feu_per_day[element] += on_route[id];
            }
        }
        flows.on_route = on_route;
        flows
    }

    /// Demand on each stock in the year of highest demand [unit/day].
    fn demanded(&self) -> Table<StockId, f64> {
        let (model, modes) = (self.model, self.modes);
        let year = peak_year(model, modes);
        let in_year = |day: &i32| Date(*day).ymd().0 == year;
        let days = (model.start.0..model.end.0).filter(in_year).count();
        let mut demanded: Table<StockId, f64> = model.stocks.iter().map(|_| 0.0).collect();
        for demand in &model.demands {
            let years = super::balance::demand_by_year(model, modes, demand);
            let units = years
                .iter()
                .find(|(y, _)| *y == year)
                .map_or(0.0, |(_, n)| *n);
            demanded[demand.stock] += units / days as f64;
        }
        demanded
    }

    /// What stocks draw on others [unit/day] and send along routes [FEU/day].
    fn upstream(
        &self,
        needed: &Table<StockId, f64>,
        draws: &mut impl FnMut(StockId, f64),
        sends: &mut impl FnMut(RouteId, f64),
    ) {
        for (id, stock) in self.model.stocks.enumerate() {
            let could = self.made_per_day(id);
            if could > 0.0 {
                let pushes = stock.policy == Some(Policy::Push);
                let part = if pushes { 1.0 } else { needed[id] / could };
                self.draw_inputs(id, part.min(1.0), draws);
            } else {
                self.draw_on_sources(stock, needed[id], draws, sends);
            }
        }
    }

    /// Good output of a stock's makers [unit/day].
    fn made_per_day(&self, stock: StockId) -> f64 {
        let good = self.makers[stock].iter().map(|(_, good)| good);
        good.sum::<f64>() / DAYS_PER_YEAR
    }

    fn draw_inputs(&self, stock: StockId, part: f64, draws: &mut impl FnMut(StockId, f64)) {
        let product = self.model.stocks[stock].commodity;
        for (process, good_per_year) in &self.makers[stock] {
            let good = good_per_year / DAYS_PER_YEAR * part;
            let started = good / (1.0 - self.modes.scalar(&process.scrap));
            for used in &process.uses {
                let need = per_unit(self.model, self.modes, used, product);
                draws(used.stock, started * need);
            }
        }
    }

    fn draw_on_sources(
        &self,
        stock: &Stock,
        needed: f64,
        draws: &mut impl FnMut(StockId, f64),
        sends: &mut impl FnMut(RouteId, f64),
    ) {
        let mut sources: Vec<&Source> = stock.sources.iter().collect();
        sources.sort_by_key(|source| match source.rule {
            Rule::Priority(priority) => priority,
            // Who is cheapest moves from day to day: the first in the list stands for all.
            Rule::Share(_) | Rule::WhenShort { .. } | Rule::LeastCost => 0,
        });
        let shares: f64 = sources.iter().map(|s| self.share(s)).sum();
        let per_feu = &self.model.commodities[stock.commodity].per_feu;
        let mut left = needed;
        for source in sources {
            let (supplier, could) = self.supplier(source, stock);
            let units = match source.rule {
                Rule::Share(_) => needed * self.share(source) / shares,
                Rule::Priority(_) | Rule::LeastCost => left.min(could),
                Rule::WhenShort { .. } => 0.0,
            };
            left -= units;
            if let Some(supplier) = supplier {
                draws(supplier, units);
            }
            if let (Supply::Route(route), Some(per_feu)) = (source.supply, per_feu) {
                sends(route, units / self.modes.scalar(per_feu));
            }
        }
    }

    fn share(&self, source: &Source) -> f64 {
        match &source.rule {
            Rule::Share(share) => self.modes.scalar(share),
            Rule::Priority(_) | Rule::WhenShort { .. } | Rule::LeastCost => 0.0,
        }
    }

    /// The stock a source draws on, and what it can bring forth [unit/day].
    fn supplier(&self, source: &Source, stock: &Stock) -> (Option<StockId>, f64) {
        let Supply::Route(route) = source.supply else {
            return (None, f64::INFINITY);
        };
        let from = self.model.routes[route].from;
        let Some(&supplier) = self.stocks.get(&(from, stock.commodity)) else {
            return (None, f64::INFINITY);
        };
        let could = if self.makers[supplier].is_empty() {
            f64::INFINITY
        } else {
            self.made_per_day(supplier)
        };
        (Some(supplier), could)
    }
}

/// The processes that fill each stock, and their good output of a full year [unit/yr].
fn makers<'a>(model: &'a Model, modes: &Modes) -> Table<StockId, Vec<(&'a Process, f64)>> {
    let mut makers: Table<StockId, Vec<_>> = model.stocks.iter().map(|_| Vec::new()).collect();
    for process in &model.processes {
        makers[process.makes].push((process, good_per_year(modes, process)));
    }
    makers
}

fn stocks(model: &Model) -> BTreeMap<(SiteId, CommodityId), StockId> {
    let stocks = model.stocks.enumerate();
    stocks
        .map(|(id, stock)| ((stock.site, stock.commodity), id))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn traffic_follows_recipes_shares_and_priorities() {
        let text = r#"
[scenario]
name = "flows"
start = 2027-01-01
end = 2028-01-01
[party.firm]
[commodity]
salt = { unit = "t", per_feu = "10 t" }
cell = { unit = "kWh", per_feu = "100 kWh" }
[market]
sea = { of = "salt", price = "1 USD/t", lead_time = "1 d" }
[site.lake]
owner = "firm"
stock.salt.policy = { base_stock = { level = "10 t" } }
process.dig = { makes = "salt", capacity = "30 t/d" }
[site.plant]
owner = "firm"
stock.cell.policy = { base_stock = { level = "10 kWh" } }
process.bake = { makes = "cell", capacity = "500 kWh/d", scrap = "20 %", uses = { salt = "0.2 t/kWh" } }
[site.plant.stock.salt]
policy = { base_stock = { level = "10 t" } }
sources = [{ market = "sea", priority = 2 }, { route = "salt", priority = 1 }]
[site.gate]
owner = "firm"
[site.gate.stock.cell]
policy = { base_stock = { level = "10 kWh" } }
sources = [{ route = "cells", share = "75 %" }, { route = "slow", share = "25 %" }]
[leg]
road = { mode = "road", transit = "1 d" }
track = { mode = "rail", transit = "1 d" }
river = { mode = "sea", transit = "1 d" }
[route]
salt = { from = "lake", to = "plant", carries = ["salt"], path = ["road"] }
cells = { from = "plant", to = "gate", carries = ["cell"], path = ["track", "road"] }
slow = { from = "plant", to = "gate", carries = ["cell"], path = ["river"] }
[demand.d]
at = "gate"
of = "cell"
daily = "200 kWh"
"#;
        let model = super::super::balance::tests::read(text);
        let modes = Modes::of(&model);
        let flows = Flows::of(&model, &modes);
        let feu = |name: &str| {
            let id = model.elements.find(|e| e.name == name).unwrap();
            flows.feu_per_day[id]
        };
        // 200 kWh a day are 250 started, which take 50 t; the lake has 30.
        for (name, by_hand) in [("river", 0.5), ("track", 1.5), ("road", 1.5 + 3.0)] {
            assert!((feu(name) - by_hand).abs() < 1e-9, "{name}: {}", feu(name));
        }
    }
}
