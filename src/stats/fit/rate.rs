//! How often something happens, from how often it did.

use super::gamma;
use super::line::edge;

/// The exact 95 % interval of the mean of a Poisson law of which one draw was `count`.
///
/// # Source
/// Garwood (1936), "Fiducial limits for the Poisson distribution".
#[must_use]
pub fn poisson_interval(count: u64) -> (f64, f64) {
    let low = if count == 0 {
        0.0
    } else {
        quantile(count as f64, 0.025)
    };
    (low, quantile(count as f64 + 1.0, 0.975))
}

/// The quantile of a gamma law with scale 1.
fn quantile(shape: f64, p: f64) -> f64 {
    let high = shape + 20.0 * shape.sqrt() + 20.0;
    edge(&mut |x| gamma::lower(shape, x) < p, 0.0, high, 60)
}

#[cfg(test)]
mod tests {
    use super::poisson_interval;

    #[test]
    fn intervals_are_those_of_published_tables() {
        // Exact limits for Poisson counts, as in Altman et al., "Statistics with Confidence", table 18.3.
        for (count, low, high) in [
            (0, 0.0, 3.689),
            (1, 0.025, 5.572),
            (7, 2.814, 14.423),
            (10, 4.795, 18.390),
            (100, 81.364, 121.627),
        ] {
            let (l, h) = poisson_interval(count);
            assert!(
                (l - low).abs() < 6e-4 && (h - high).abs() < 6e-4,
                "{count}: {l} {h}"
            );
        }
    }
}
