//! Intervals for probabilities.

use super::normal;

/// The score interval of a probability seen in `hits` of `n` trials; `None` without trials.
///
/// # Source
/// Wilson (1927), Journal of the American Statistical Association 22, 209.
#[must_use]
pub fn wilson(hits: u64, n: u64, confidence: f64) -> Option<(f64, f64)> {
    wilson_with_ties(2 * hits, n, confidence)
}

/// The same where a tie is half a hit: `halves` is twice the hits and the ties.
#[must_use]
pub fn wilson_with_ties(halves: u64, n: u64, confidence: f64) -> Option<(f64, f64)> {
    if n == 0 {
        return None;
    }
    let z = normal::upper_quantile(0.5 * (1.0 - confidence));
    let (k, all) = (halves as f64 / 2.0, n as f64);
    let centre = (k + 0.5 * z * z) / (all + z * z);
    let half = z * (k * (all - k) / all + 0.25 * z * z).sqrt() / (all + z * z);
    // Exact ends, where rounding would leave a trace.
    let lower = if halves == 0 { 0.0 } else { centre - half };
    let upper = if halves == 2 * n { 1.0 } else { centre + half };
    Some((lower, upper))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_agree_with_newcombe_1998_table_1() {
        for (hits, n, lower, upper) in [
            (81, 263, 0.2553, 0.3662),
            (15, 148, 0.0624, 0.1605),
            (0, 20, 0.0, 0.1611),
            (1, 29, 0.0061, 0.1718),
        ] {
            let (lo, hi) = wilson(hits, n, 0.95).unwrap();
            assert!((lo - lower).abs() < 5.1e-5, "{hits} of {n}: {lo}");
            assert!((hi - upper).abs() < 5.1e-5, "{hits} of {n}: {hi}");
        }
    }

    #[test]
    fn hits_and_misses_mirror_each_other_and_the_ends_are_exact() {
        let (lo, hi) = wilson(3, 50, 0.99).unwrap();
        let (low, high) = wilson(47, 50, 0.99).unwrap();
        assert!((lo + high - 1.0).abs() < 1e-15 && (hi + low - 1.0).abs() < 1e-15);
        assert_eq!(wilson(0, 7, 0.95).unwrap().0.to_bits(), 0.0_f64.to_bits());
        assert_eq!(wilson(7, 7, 0.95).unwrap().1.to_bits(), 1.0_f64.to_bits());
        assert_eq!(wilson(0, 0, 0.95), None);
    }
}
