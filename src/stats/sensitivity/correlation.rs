//! Intervals of rank correlations.

use super::super::normal;

/// 95 % interval of a rank correlation over `n` points, `given` other inputs held.
///
/// # Source
/// Fisher's z with the variance of Bonett and Wright (2000), Psychometrika 65, 23; each input held
/// costs a point, as in Fisher (1924) for partial correlations.
pub(super) fn fisher(r: f64, n: u64, given: u64) -> Option<(f64, f64)> {
    let free = n.checked_sub(3 + given).filter(|&free| free > 0)?;
    let error = ((1.0 + 0.5 * r * r) / free as f64).sqrt();
    let half = normal::upper_quantile(0.025) * error;
    let z = libm::atanh(r);
    Some((libm::tanh(z - half), libm::tanh(z + half)))
}
