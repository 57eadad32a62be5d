//! The Poisson law by exact inversion: the smallest count whose distribution function, summed to
//! full precision, reaches the uniform.
//!
//! Sources: Loader (2000), "Fast and accurate computation of binomial probabilities", for the
//! probability of a count; Giles (2016), "Algorithm 955: Approximation of the inverse Poisson
//! cumulative distribution function", for the starting value; Chen and Asau (1974) for the guide
//! table.

use std::f64::consts::PI;

use libm::{exp, fabs, floor, fmax, lgamma, log, round, sqrt};

use super::normal::normal_quantile;

/// The largest mean that makes a law. Beyond it sums would take for ever.
pub(super) const LARGEST_MEAN: f64 = 1e9;
/// Above this mean the starting value is so good that sums are needed for few draws only.
const LARGE_MEAN: f64 = 1000.0;
/// Below this mean the search starts at 0.
const SMALL_MEAN: f64 = 10.0;
/// A term of a sum that no longer counts, relative to the sum.
const NEGLIGIBLE: f64 = 1e-18;
/// Up to this mean a table is worth its memory: some 1600 counts.
pub(super) const TABLED_MEAN: f64 = 10_000.0;

/// The count at a uniform, for a mean above 0; no allocation.
pub(super) fn quantile(mean: f64, uniform: f64) -> f64 {
    if mean < SMALL_MEAN {
        let none = exp(-mean);
        return search_up(mean, uniform, 0.0, none, none);
    }
    let start = starting_value(mean, uniform);
    let unsure = 320.0 / (mean * sqrt(mean)) + 1e-14 * mean;
    let clear = fabs(start - round(start)) > unsure || mean > LARGEST_MEAN;
    if mean > LARGE_MEAN && clear {
        return floor(start);
    }
    search(mean, uniform, floor(start))
}

/// The quantile of the continuous law whose integer part is Poisson, to order 1/mean: off by less
/// than 10 / mean^1.5 for every uniform of a stream.
fn starting_value(mean: f64, uniform: f64) -> f64 {
    let w = normal_quantile(uniform);
    let root = sqrt(mean);
    let w2 = w * w;
    let first = 1.0 / 3.0 + w2 / 6.0;
    let second = -w * (2.0 + w2) / 72.0;
    let third = (w2 * (w2 / 270.0 + 7.0 / 810.0)) - 8.0 / 405.0;
    fmax(0.0, mean + root * w + first + second / root + third / mean)
}

fn search(mean: f64, uniform: f64, start: f64) -> f64 {
    let mass = probability(mean, start);
    let reached = distribution(mean, start, mass);
    if reached < uniform {
        search_up(mean, uniform, start, mass, reached)
    } else {
        search_down(mean, uniform, start, mass, reached)
    }
}

/// The smallest count at or above `count` whose distribution reaches the uniform, given the
/// probability and the distribution at `count`.
fn search_up(mean: f64, uniform: f64, mut count: f64, mut mass: f64, mut reached: f64) -> f64 {
    while reached < uniform {
        count += 1.0;
        mass *= mean / count;
        let further = reached + mass;
        if further <= reached {
            break; // rounding holds the sum below a uniform next to 1
        }
        reached = further;
    }
    count
}

fn search_down(mean: f64, uniform: f64, mut count: f64, mut mass: f64, mut reached: f64) -> f64 {
    while count > 0.0 && reached - mass >= uniform {
        reached -= mass;
        mass *= count / mean;
        count -= 1.0;
    }
    count
}

/// The probability of a count.
fn probability(mean: f64, count: f64) -> f64 {
    if count == 0.0 {
        return exp(-mean);
    }
    exp(-stirling_error(count) - deviance(count, mean)) / sqrt(2.0 * PI * count)
}

/// The probability of a count or fewer, given the count's own: summed over the thinner side, so
/// that neither tail is lost in rounding.
fn distribution(mean: f64, count: f64, mass: f64) -> f64 {
    if count < mean {
        mass + sum_below(mean, count, mass)
    } else {
        1.0 - sum_above(mean, count, mass)
    }
}

/// The probability of fewer than a count at or below the mean.
fn sum_below(mean: f64, count: f64, mass: f64) -> f64 {
    let (mut sum, mut term, mut k) = (0.0, mass, count);
    while k > 0.0 && term > NEGLIGIBLE * sum {
        term *= k / mean;
        k -= 1.0;
        sum += term;
    }
    sum
}

/// The probability of more than a count at or above the mean.
fn sum_above(mean: f64, count: f64, mass: f64) -> f64 {
    let (mut sum, mut term, mut k) = (0.0, mass, count);
    while term > NEGLIGIBLE * sum {
        k += 1.0;
        term *= mean / k;
        sum += term;
    }
    sum
}

/// ln(n!) less Stirling's formula.
fn stirling_error(n: f64) -> f64 {
    if n < 16.0 {
        return lgamma(n + 1.0) - (n + 0.5) * log(n) + n - 0.5 * log(2.0 * PI);
    }
    let n2 = n * n;
    (1.0 / 12.0
        - (1.0 / 360.0 - (1.0 / 1260.0 - (1.0 / 1680.0 - 1.0 / (1188.0 * n2)) / n2) / n2) / n2)
        / n
}

/// count ln(count / mean) + mean - count, without cancellation.
fn deviance(count: f64, mean: f64) -> f64 {
    let gap = count - mean;
    if fabs(gap) > 0.1 * (count + mean) {
        return count * log(count / mean) - gap;
    }
    let v = gap / (count + mean);
    let mut sum = gap * v;
    let mut term = 2.0 * count * v;
    // Below 0.1 to the power of 2 x 9 nothing is left to add.
    for odd in (3..21).step_by(2) {
        term *= v * v;
        sum += term / f64::from(odd);
    }
    sum
}

/// The distribution function as a table with a guide to where to begin in it.
#[derive(Clone, Debug)]
pub(super) struct PoissonTable {
    /// The count of the first entry.
    first: f64,
    /// The distribution at `first`, `first + 1`, …
    reached: Box<[f64]>,
    /// The first entry that reaches each of equally many steps of the uniform.
    guide: Box<[u32]>,
}

impl PoissonTable {
    pub fn new(mean: f64) -> Self {
        let lowest_uniform = 0.5 * f64::EPSILON;
        let first = quantile(mean, lowest_uniform);
        let last = quantile(mean, 1.0 - lowest_uniform);
        let reached = distributions(mean, first, (last - first) as usize + 1);
        Self {
            first,
            guide: guide(&reached),
            reached: reached.into(),
        }
    }

    /// The count at a uniform.
    #[inline]
    pub fn quantile(&self, uniform: f64) -> f64 {
        let start = (uniform * self.guide.len() as f64) as usize;
        let mut entry = self.guide[start] as usize;
        let last = self.reached.len() - 1;
        while entry < last && self.reached[entry] < uniform {
            entry += 1;
        }
        self.first + entry as f64
    }
}

/// The distribution at `first` and the counts after it; summed from both ends, as in
/// [`distribution`], within 1e-15 of what [`quantile`] sums.
fn distributions(mean: f64, first: f64, counts: usize) -> Vec<f64> {
    let count = |entry: usize| first + entry as f64;
    let masses: Vec<f64> = (0..counts).map(|i| probability(mean, count(i))).collect();
    let mut below = sum_below(mean, first, masses[0]);
    let mut reached: Vec<f64> = masses
        .iter()
        .map(|mass| {
            below += mass;
            below
        })
        .collect();
    let mut above = sum_above(mean, count(counts - 1), masses[counts - 1]);
    for entry in (0..counts).rev() {
        if count(entry) < mean {
            break;
        }
        reached[entry] = 1.0 - above;
        above += masses[entry];
    }
    reached
}

fn guide(reached: &[f64]) -> Box<[u32]> {
    let steps = reached.len();
    let mut entry = 0;
    (0..steps)
        .map(|step| {
            while entry + 1 < steps && reached[entry] < step as f64 / steps as f64 {
                entry += 1;
            }
            entry as u32
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use statrs::distribution::{Discrete, DiscreteCDF, Poisson};

    use super::super::normal_cdf;
    use super::*;

    const MEANS: [f64; 8] = [1e-9, 0.3, 6.0, 9.99, 10.0, 47.5, 999.0, 1001.0];

    /// As far out as a step between two counts is wide compared to the rounding of a uniform.
    fn uniforms() -> impl Iterator<Item = f64> {
        (-700..=700).map(|step| normal_cdf(f64::from(step) / 100.0 + 0.003_7))
    }

    #[test]
    fn probabilities_are_those_of_statrs() {
        for mean in [0.3, 6.0, 47.5, 999.0, 250_000.0] {
            let truth = Poisson::new(mean).unwrap();
            for spread in -6..=6 {
                let count = (mean + f64::from(spread) * mean.sqrt()).max(0.0).floor();
                let expected = truth.ln_pmf(count as u64).exp();
                let found = probability(mean, count);
                assert!((found / expected - 1.0).abs() < 1e-8, "{mean} {count}");
            }
        }
    }

    /// 6^10 exp(-6) / 10! and 1000^1000 exp(-1000) / 1000!, from 50-digit arithmetic.
    #[test]
    fn probabilities_are_exact_to_thirteen_digits() {
        for (mean, count, expected) in [
            (6.0, 10.0, 0.041_303_093_412_337_73),
            (1000.0, 1000.0, 0.012_614_611_348_721_498),
        ] {
            let found = probability(mean, count);
            assert!((found / expected - 1.0).abs() < 1e-13, "{found}");
        }
    }

    /// The distribution function of statrs, an incomplete gamma function, brackets each uniform.
    #[test]
    fn the_quantile_is_the_smallest_count_that_reaches_the_uniform() {
        for mean in MEANS {
            let truth = Poisson::new(mean).unwrap();
            for u in uniforms() {
                let count = quantile(mean, u) as u64;
                assert!(truth.cdf(count) > u - 1e-10, "{mean} at {u}: {count}");
                if count > 0 {
                    assert!(truth.cdf(count - 1) < u + 1e-10, "{mean} at {u}: {count}");
                }
            }
        }
    }

    #[test]
    fn a_uniform_on_a_step_belongs_to_the_count_below_it() {
        let none = (-1.0_f64).exp();
        assert_eq!(quantile(1.0, none), 0.0);
        assert_eq!(quantile(1.0, none + 1e-15), 1.0);
        assert_eq!(quantile(1.0, 2.0 * none), 1.0);
        assert_eq!(quantile(1.0, 2.0 * none + 1e-15), 2.0);
    }

    #[test]
    fn the_table_gives_the_searched_count() {
        for mean in MEANS.into_iter().chain([TABLED_MEAN]) {
            let table = PoissonTable::new(mean);
            for u in uniforms() {
                assert_eq!(table.quantile(u), quantile(mean, u), "{mean} at {u}");
            }
        }
    }

    #[test]
    fn the_starting_value_is_as_near_as_the_short_cut_needs() {
        for mean in [1000.5_f64, 3000.0, 1e5] {
            let nearness = 320.0 / (mean * mean.sqrt());
            for u in uniforms() {
                let start = starting_value(mean, u);
                let count = search(mean, u, start.floor());
                let gap = (count - start).max(start - count - 1.0);
                assert!(gap < 0.2 * nearness, "{mean} at {u}: {start} for {count}");
            }
        }
    }

    /// What is skipped where the starting value is clear of a whole number changes no count.
    #[test]
    fn the_short_cut_for_large_means_is_exact() {
        let mut skipped = 0;
        for mean in [1000.5_f64, 3000.0, 1e5] {
            for u in uniforms() {
                let start = starting_value(mean, u);
                skipped += i32::from((start - start.round()).abs() > 320.0 / mean.powf(1.5));
                assert_eq!(
                    quantile(mean, u),
                    search(mean, u, start.floor()),
                    "{mean} {u}"
                );
            }
        }
        assert!(skipped > 3500, "{skipped}");
    }
}
