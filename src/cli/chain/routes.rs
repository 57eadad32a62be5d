//! Routes in words, with the days and the freight of each leg and node.

use super::Part;
use crate::cli::table::{self, Align};
use crate::cli::terminal::{WIDTH, wrapped};
use crate::model::{Element, ElementKind, Means, Mode, Model, Modes, Route};

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
        .map(|&id| model.commodities[id].name.as_str());
    let head = format!(
        "{}: {} to {}, carries {}",
        route.name,
        model.sites[route.from].name,
        model.sites[route.to].name,
        carries.collect::<Vec<_>>().join(", "),
    );
    let elements = route.path.iter().map(|&id| &model.elements[id]);
    let facts: Vec<[f64; 2]> = elements
        .clone()
        .map(|e| days_and_cost(model, modes, e))
        .collect();
    let mut rows: Vec<Vec<String>> = elements
        .zip(&facts)
        .map(|(e, f)| row(&e.name, mode(e), f))
        .collect();
    let total = facts
        .iter()
        .fold([0.0; 2], |sum, f| [sum[0] + f[0], sum[1] + f[1]]);
    rows.push(row("in all", "", &total));
    if let Some(published) = route.published_days {
        let path = route.path.iter();
        let modelled = path.map(|&id| means.law(&model.elements[id].days)).sum();
        rows.push(mean("mean", modelled));
        rows.push(mean("published mean", published));
    }
    let align = [Align::Left, Align::Left];
    let table = table::aligned(&[], &rows, &align, 4);
    let head = format!("  {}\n", wrapped(&head, WIDTH - 2, 4));
    // A route is told as a whole.
    Part {
        head: head + &table,
        lines: Vec::new(),
    }
}

fn days_and_cost(model: &Model, modes: &Modes, element: &Element) -> [f64; 2] {
    [
        modes.law(&element.days),
        modes.price(model, &element.cost_per_feu),
    ]
}

fn row(name: &str, mode: &str, [days, usd]: &[f64; 2]) -> Vec<String> {
    vec![
        name.to_owned(),
        mode.to_owned(),
        format!("{days:.1} d"),
        format!("{usd:.0} USD/FEU"),
    ]
}

/// A mean time, of which no freight is told.
fn mean(name: &str, days: f64) -> Vec<String> {
    let [name, none] = [name, ""].map(str::to_owned);
    vec![name, none.clone(), format!("{days:.1} d"), none]
}

fn mode(element: &Element) -> &'static str {
    match &element.kind {
        ElementKind::Node { .. } => "node",
        ElementKind::Leg { mode, .. } => match mode {
            Mode::Rail => "rail",
            Mode::Sea => "sea",
            Mode::Road => "road",
            Mode::Air => "air",
            Mode::Ferry => "ferry",
        },
    }
}
