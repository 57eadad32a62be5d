//! Which measures everybody asks about first: named once for the terminal, the page and comparisons.

use std::cmp::Ordering;

/// What it costs: where a chain has the first, it is what the others are judged by.
pub const COSTS: [&str; 3] = ["delivered_cost", "chain_cost", "total_cost_usd"];

/// Shown where a scenario has them, in this order.
pub const CHAIN: [&str; 9] = [
    "delivered_cost",
    "chain_cost",
    "fill_rate",
    "days_short",
    "vehicles_not_built",
    "delivered_kwh",
    "delivered_vehicles",
    "chain_time_days",
    "emissions_per_kwh",
];

/// Shown where nothing is told per kWh.
pub const WITHOUT_KWH: [&str; 2] = ["total_cost_usd", "cost_per_day_usd"];

/// Who may gain or lose asks how much, and how likely.
pub const OF_INVESTORS: [&str; 2] = ["npv_usd@", "loss@"];

/// Whoever declares a ratio asks for it.
pub const OF_RATIOS: [&str; 2] = ["ratio@", "reaches@"];

/// How long cargo is on its way, by route.
pub const OF_ROUTES: &str = "door_to_door_days@";

/// What goes by a route [FEU].
const CARGO: &str = "feu@";

/// As many routes are shown, and as many of the lines that stop most.
pub const MOST: usize = 3;

/// The measure of what goes by the route whose time on the way is called this.
#[must_use]
pub fn cargo_of(time: &str) -> String {
    format!("{CARGO}{}", time.strip_prefix(OF_ROUTES).unwrap_or(time))
}

/// Which of two routes is shown first, each told by what the reference sends by it [FEU] and its days: those
/// that the reference uses most, then the slowest.
#[must_use]
pub fn first_of_routes(one: (f64, f64), other: (f64, f64)) -> Ordering {
    let by_cargo = other.0.total_cmp(&one.0);
    by_cargo.then(other.1.total_cmp(&one.1))
}
