//! Where the search for two regimes begins.

use libm::sqrt;

use super::filter::Turns;
use crate::stats::fit::history::History;
use crate::stats::fit::models::Process;

/// Guesses: so large a part of the steps, those amid the largest moves or amid the highest, is of one
/// regime and the rest of the other.
pub(super) fn starts(history: &History, smooth: &Process) -> Vec<Turns> {
    let innovations = history.innovations(smooth);
    let sizes: Vec<f64> = innovations.iter().map(|z| z * z).collect();
    let mut found = Vec::new();
    for half in [0, 2, 6] {
        for share in [0.15, 0.4] {
            for heights in [&sizes, &innovations] {
                let smoothed = smoothed(heights, half);
                found.push(split(history, smooth, &innovations, &smoothed, share));
            }
        }
    }
    found
}

/// Means of each with so many neighbours to each side.
fn smoothed(values: &[f64], half: usize) -> Vec<f64> {
    let mean = |i: usize| {
        let part = &values[i.saturating_sub(half)..(i + half + 1).min(values.len())];
        part.iter().sum::<f64>() / part.len() as f64
    };
    (0..values.len()).map(mean).collect()
}

/// The steps with the highest of some numbers in one regime, the rest in the other.
fn split(
    history: &History,
    smooth: &Process,
    innovations: &[f64],
    heights: &[f64],
    share: f64,
) -> Turns {
    let mut sorted = heights.to_vec();
    sorted.sort_by(f64::total_cmp);
    let limit = sorted[((1.0 - share) * sorted.len() as f64) as usize];
    let high: Vec<bool> = heights.iter().map(|height| *height >= limit).collect();
    let gap = history.years() / history.count() as f64;
    let of = |side: bool| {
        let own = innovations.iter().zip(&high);
        let own: Vec<f64> = own.filter(|z| *z.1 == side).map(|z| *z.0).collect();
        let count = own.len().max(1) as f64;
        let mean = own.iter().sum::<f64>() / count;
        let variance = own.iter().map(|z| (z - mean) * (z - mean)).sum::<f64>() / count;
        // Innovations have variance 1 a step.
        let drift = smooth.drift + mean * smooth.volatility / sqrt(gap);
        (drift, smooth.volatility * sqrt(variance).max(0.2))
    };
    let (low, top) = (of(false), of(true));
    let spells = 1 + high.windows(2).filter(|pair| pair[0] != pair[1]).count();
    let both_days = 2.0 * 365.0 * history.years() / spells as f64;
    Turns {
        drift: [low.0, top.0],
        volatility: [low.1, top.1],
        stay_days: [1.0 - share, share].map(|part| (part * both_days).max(3.0)),
        speed: smooth.speed,
    }
}
