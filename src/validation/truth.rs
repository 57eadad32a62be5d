//! Closed forms that cases are held to, from the elementary functions alone: nothing here is used by what
//! they check.

use std::f64::consts::{PI, SQRT_2};

/// Density of the standard normal law.
pub fn normal_density(z: f64) -> f64 {
    libm::exp(-0.5 * z * z) / (2.0 * PI).sqrt()
}

/// The standard normal law's chance of a value below.
pub fn normal_below(z: f64) -> f64 {
    0.5 * libm::erfc(-z / SQRT_2)
}

/// Expected cost of a stock for one period of normal demand.
///
/// # Source
/// Snyder and Shen, Fundamentals of Supply Chain Theory, section 4.3.
pub fn newsvendor(stock: f64, (mean, sd): (f64, f64), over: f64, under: f64) -> f64 {
    let z = (stock - mean) / sd;
    let left = (stock - mean) * normal_below(z) + sd * normal_density(z);
    over * left + under * (left - (stock - mean))
}

/// Chances of 0, 1, … of a Poisson law, far into its tail.
pub fn poisson(mean: f64) -> Vec<f64> {
    let last = (mean + 20.0 * mean.sqrt()) as u32 + 20;
    let mut chance = libm::exp(-mean);
    let mut law = vec![chance];
    for k in 1..=last {
        chance *= mean / f64::from(k);
        law.push(chance);
    }
    law
}

/// What a function is expected to be under a law of 0, 1, ….
pub fn expected(law: &[f64], of: impl Fn(f64) -> f64) -> f64 {
    let terms = law.iter().enumerate();
    terms.map(|(k, chance)| chance * of(k as f64)).sum()
}

/// Days up within a horizon, of a plant that is in order on day 0 and breaks and is repaired with daily chances.
pub fn days_up(breaks: f64, repaired: f64, days: f64) -> f64 {
    let up = repaired / (breaks + repaired);
    let keep = 1.0 - breaks - repaired;
    up * days + (1.0 - up) * (1.0 - libm::pow(keep, days)) / (1.0 - keep)
}

/// Share of time up of a plant that is in order at the start, with exponential times up and down.
pub fn availability(up: f64, down: f64, days: f64) -> f64 {
    let long = up / (up + down);
    let rate = 1.0 / up + 1.0 / down;
    long + (1.0 - long) * (1.0 - libm::exp(-rate * days)) / (rate * days)
}

/// Mean queue of one server with a constant service time of 1 and Poisson arrivals (Pollaczek and Khinchine).
pub fn m_d_1(load: f64) -> f64 {
    load * load / (2.0 * (1.0 - load))
}

/// What a price's logarithm comes to after a time: Ornstein and Uhlenbeck's mean and variance.
pub fn log_ou(
    (start, level): (f64, f64),
    half_life: f64,
    volatility: f64,
    years: f64,
) -> (f64, f64) {
    let speed = std::f64::consts::LN_2 / half_life;
    let (start, level) = (libm::log(start), libm::log(level));
    let mean = level + (start - level) * libm::exp(-speed * years);
    let variance = volatility * volatility * -libm::expm1(-2.0 * speed * years) / (2.0 * speed);
    (mean, variance)
}
