//! Which measures everybody asks about first: named once for the terminal, the page and comparisons.

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

/// As many of the slowest routes are shown, and of the lines that stop most.
pub const MOST: usize = 3;
