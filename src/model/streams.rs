//! Names of the sources of randomness: their paths in the scenario language. A stream is keyed by its
//! name, so two names with one key are refused, and a renamed source draws anew. A parameter's
//! stream has the parameter's own name.

use super::{Element, ElementKind};

/// The stream of an index's path.
#[must_use]
pub fn of_index(index: &str) -> String {
    format!("index.{index}")
}

/// The stream that says on which days an index jumps.
#[must_use]
pub fn of_jumps(index: &str) -> String {
    format!("index.{index}.jumps")
}

/// The stream of how far an index jumps.
#[must_use]
pub fn of_jump_sizes(index: &str) -> String {
    format!("index.{index}.jump_sizes")
}

/// The stream of an index's changes of regime.
#[must_use]
pub fn of_regimes(index: &str) -> String {
    format!("index.{index}.regime")
}

/// The stream of times in a leg or node.
#[must_use]
pub fn of_element(element: &Element) -> String {
    match element.kind {
        ElementKind::Leg { .. } => format!("leg.{}.transit", element.name),
        ElementKind::Node { .. } => format!("node.{}.dwell", element.name),
    }
}

/// A stream of a hazard: when its spells begin, how long they last, what they leave, what sets them
/// off.
#[must_use]
pub fn of_hazard(hazard: &str, what: &str) -> String {
    format!("hazard.{hazard}.{what}")
}

/// The stream of other traffic at a node.
#[must_use]
pub fn of_background(node: &str) -> String {
    format!("node.{node}.background")
}

/// The stream of a market's lead times.
#[must_use]
pub fn of_market(market: &str) -> String {
    format!("market.{market}.lead_time")
}

/// The stream of a demand.
#[must_use]
pub fn of_demand(demand: &str) -> String {
    format!("demand.{demand}")
}

/// The stream of a demand's forecast errors.
#[must_use]
pub fn of_forecast(demand: &str) -> String {
    format!("demand.{demand}.forecast")
}

/// The stream of breakdowns of a process, named `SITE.PROCESS`.
#[must_use]
pub fn of_process(process: &str) -> String {
    format!("{}.breakdown", within_site("process", process))
}

/// The stream of times in order and out of order of a process, named `SITE.PROCESS`.
#[must_use]
pub fn of_outages(process: &str) -> String {
    format!("{}.available", within_site("process", process))
}

/// The stream of breakdowns of what leaves a stock, named `SITE.COMMODITY`.
#[must_use]
pub fn of_dispatch(stock: &str) -> String {
    format!("{}.dispatch.breakdown", within_site("stock", stock))
}

fn within_site(kind: &str, name: &str) -> String {
    let (site, own) = name.split_once('.').unwrap_or(("", name));
    format!("site.{site}.{kind}.{own}")
}
