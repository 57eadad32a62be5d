//! Routes in words, with the mean days, the wait for a departure and the freight of each leg and node.

use std::fmt::Write;

use super::Part;
use super::stops::mean_wait;
use crate::cli::quantity::short;
use crate::cli::table::{self, Align};
use crate::cli::terminal::{prose, wrapped};
use crate::model::{
    Commodity, Element, ElementKind, Gate, Means, Mode, Model, Modes, NodeKind, Route,
};

/// Each route with its elements.
pub fn parts(model: &Model, modes: &Modes) -> Vec<Part> {
    let means = Means::of(model);
    model
        .routes
        .iter()
        .map(|r| route(model, modes, &means, r))
        .collect()
}

fn route(model: &Model, modes: &Modes, means: &Means, route: &Route) -> Part {
    let carries = route
        .carries
        .iter()
        .map(|&id| cargo(&model.commodities[id]));
    let head = format!(
        "{}: {} to {}, carries {}",
        route.name,
        model.sites[route.from].name,
        model.sites[route.to].name,
        carries.collect::<Vec<_>>().join(", "),
    ) + &terms(model, modes, route);
    let elements = route.path.iter().map(|&id| &model.elements[id]);
    let facts: Vec<[f64; 3]> = elements
        .clone()
        .map(|e| days_wait_and_cost(model, modes, e))
        .collect();
    let mut rows: Vec<Vec<String>> = elements
        .zip(&facts)
        .map(|(e, f)| row(&e.name, mode(e), f))
        .collect();
    let total = facts
        .iter()
        .fold([0.0; 3], |sum, f| std::array::from_fn(|i| sum[i] + f[i]));
    let days = total[0] + total[1];
    rows.push(row("in all", "", &[days, 0.0, total[2]]));
    if let Some(published) = route.published_days {
        let path = route.path.iter();
        let travel: f64 = path.map(|&id| means.law(&model.elements[id].days)).sum();
        rows.push(mean("mean", travel + total[1]));
        rows.push(mean("published mean", published));
    }
    let align = [Align::Left, Align::Left];
    let table = table::aligned(&[], &rows, &align, 4);
    let head = format!("  {}\n", wrapped(&head, prose().saturating_sub(2), 4));
    // A route is told as a whole.
    Part {
        head: head + &table,
        lines: Vec::new(),
    }
}

/// A commodity with its class of dangerous goods.
pub fn cargo(commodity: &Commodity) -> String {
    match commodity.nature.danger {
        Some(danger) => format!("{} ({})", commodity.name, danger.code()),
        None => commodity.name.clone(),
    }
}

/// What happens to its cargo beyond time and freight, in words.
fn terms(model: &Model, modes: &Modes, route: &Route) -> String {
    let mut words = String::new();
    let percent = |share: f64| short(share * 100.0);
    if route.terms.whole_feu {
        words.push_str(", in whole containers");
    }
    if let Some(insurance) = &route.terms.insurance {
        let share = percent(modes.scalar(&insurance.share));
        let _ = write!(words, ", insured at {share}\u{a0}% of its value");
    }
    let kept = route.path.iter().fold(1.0, |kept, &id| {
        kept * (1.0 - modes.scalar(&model.elements[id].effects.loss))
    });
    if kept < 1.0 {
        let _ = write!(words, ", {}\u{a0}% lost", percent(1.0 - kept));
    }
    words
}

fn days_wait_and_cost(model: &Model, modes: &Modes, element: &Element) -> [f64; 3] {
    let wait = match &element.gate {
        Some(Gate::Timetable { departs, .. }) => mean_wait(departs.headway_days()),
        Some(Gate::Throughput { .. }) | None => 0.0,
    };
    [
        modes.mean(&element.days),
        wait,
        modes.price(model, &element.cost_per_feu),
    ]
}

fn row(name: &str, mode: &str, [days, wait, usd]: &[f64; 3]) -> Vec<String> {
    let wait = if *wait > 0.0 {
        format!("+ {wait:.1} d wait")
    } else {
        String::new()
    };
    vec![
        name.to_owned(),
        mode.to_owned(),
        format!("{days:.1} d"),
        wait,
        format!("{usd:.0} USD/FEU"),
    ]
}

/// A mean time, of which no freight is told.
fn mean(name: &str, days: f64) -> Vec<String> {
    let [name, none] = [name, ""].map(str::to_owned);
    vec![name, none.clone(), format!("{days:.1} d"), none]
}

pub fn mode(element: &Element) -> &'static str {
    match &element.kind {
        ElementKind::Node { kind, .. } => match kind {
            None => "node",
            Some(NodeKind::Border) => "border",
            Some(NodeKind::GaugeChange) => "gauge change",
            Some(NodeKind::Port) => "port",
            Some(NodeKind::DryPort) => "dry port",
            Some(NodeKind::Terminal) => "terminal",
        },
        ElementKind::Leg { mode, .. } => match mode {
            Mode::Rail => "rail",
            Mode::Sea => "sea",
            Mode::Road => "road",
            Mode::Air => "air",
            Mode::PassengerAir => "passenger air",
            Mode::Ferry => "ferry",
        },
    }
}
