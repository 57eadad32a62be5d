//! How much of a variance lies between groups and how much within them: one-way analysis of variance with
//! random effects, groups of one size. A group is a draw of the parameters, its values are noise.

use super::{Moments, student};

/// Groups below which the shares have no interval.
const LEAST_GROUPS: u64 = 8;

/// Components of a variance.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Shares {
    /// Whole groups in which every value is defined.
    pub groups: u64,
    /// Variance of the groups' expectations; 0 or more.
    pub between: f64,
    /// Variance within a group.
    pub within: f64,
    /// Share of `between` in both; nothing where nothing varies.
    pub share: Option<f64>,
    /// Its interval.
    pub interval: Option<(f64, f64)>,
}

/// The components of the variance of values that come group by group. Unbiased but for a negative `between`,
/// which is held at 0. The interval is jackknifed over groups on ln(F), which needs no normal law.
///
/// # Source
/// Estimates: Searle, Casella and `McCulloch` (1992), Variance Components, chapter 3. Interval: Arvesen
/// and Schmitz (1970), Biometrics 26, 677.
#[must_use]
pub fn shares(values: &[f64], size: usize, confidence: f64) -> Shares {
    let whole = |group: &&[f64]| group.iter().all(|x| x.is_finite());
    let groups: Vec<Group> = values
        .chunks_exact(size.max(1))
        .filter(whole)
        .map(Group::new)
        .collect();
    let mut means = Moments::default();
    means.push_block(&groups.iter().map(|g| g.mean).collect::<Vec<f64>>());
    let (Some(centre), Some(spread), true) = (means.mean(), means.sd(), size > 1) else {
        return Shares {
            groups: groups.len() as u64,
            ..Shares::default()
        };
    };
    let count = groups.len() as f64;
    let table = Table {
        between: spread * spread * (count - 1.0),
        within: groups.iter().map(|g| g.squares).sum(),
        groups: count,
        size: size as f64,
    };
    let [between, within] = table.mean_squares();
    let above = ((between - within) / table.size).max(0.0);
    Shares {
        groups: groups.len() as u64,
        between: above,
        within,
        share: (above + within > 0.0).then(|| above / (above + within)),
        interval: table.interval(&groups, centre, confidence),
    }
}

/// A group's mean and its squared deviations from it.
struct Group {
    mean: f64,
    squares: f64,
}

impl Group {
    fn new(values: &[f64]) -> Self {
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        Self {
            mean,
            squares: values.iter().map(|x| (x - mean) * (x - mean)).sum(),
        }
    }
}

/// Squared deviations of the groups' means, and within groups.
#[derive(Clone, Copy)]
struct Table {
    between: f64,
    within: f64,
    groups: f64,
    size: f64,
}

impl Table {
    fn mean_squares(&self) -> [f64; 2] {
        [
            self.size * self.between / (self.groups - 1.0),
            self.within / (self.groups * (self.size - 1.0)),
        ]
    }

    /// The same without a group.
    fn without(&self, group: &Group, centre: f64) -> Self {
        let off = group.mean - centre;
        Self {
            between: self.between - off * off * self.groups / (self.groups - 1.0),
            within: self.within - group.squares,
            groups: self.groups - 1.0,
            size: self.size,
        }
    }

    /// ln F, where neither part is nothing but rounding.
    fn log_ratio(&self, of: &Self) -> Option<f64> {
        let there = self.between > 1e-12 * of.between && self.within > 1e-12 * of.within;
        let [between, within] = self.mean_squares();
        there.then(|| libm::log(between / within))
    }

    fn interval(&self, groups: &[Group], centre: f64, confidence: f64) -> Option<(f64, f64)> {
        if (groups.len() as u64) < LEAST_GROUPS {
            return None;
        }
        let whole = self.log_ratio(self)?;
        let pseudo = |group: &Group| {
            let rest = self.without(group, centre).log_ratio(self)?;
            Some(self.groups * whole - (self.groups - 1.0) * rest)
        };
        let pseudo: Vec<f64> = groups.iter().map(pseudo).collect::<Option<_>>()?;
        let mut moments = Moments::default();
        moments.push_block(&pseudo);
        let error = moments.sd()? / self.groups.sqrt();
        let half = error * student::critical(confidence, self.groups - 1.0);
        let middle = moments.mean()?;
        let share = |log: f64| {
            let excess = libm::expm1(log);
            (excess / (excess + self.size)).clamp(0.0, 1.0)
        };
        Some((share(middle - half), share(middle + half)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::normal;
    use statrs::distribution::{Binomial, DiscreteCDF};

    /// A reproducible uniform.
    fn uniform(state: &mut u64) -> f64 {
        *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (*state ^ (*state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 12) as f64 / (1u64 << 52) as f64 + 1e-17
    }

    fn normal_draw(state: &mut u64) -> f64 {
        let u = uniform(state).clamp(1e-15, 1.0 - 1e-15);
        if u < 0.5 {
            -normal::upper_quantile(u)
        } else {
            normal::upper_quantile(1.0 - u)
        }
    }

    #[test]
    fn a_table_by_hand() {
        // Means 2, 5, 8: between 3 · 9 = 27 in mean square; within 2 · 1² each, 6 / 6 = 1.
        let found = shares(
            &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 100.0],
            3,
            0.95,
        );
        assert_eq!(found.groups, 3);
        assert!((found.within - 1.0).abs() < 1e-12);
        assert!((found.between - 26.0 / 3.0).abs() < 1e-12);
        assert!((found.share.unwrap() - 26.0 / 29.0).abs() < 1e-12);
        assert_eq!(found.interval, None, "three groups are too few");
    }

    #[test]
    fn what_never_varies_has_no_shares_and_what_varies_within_only_has_none_between() {
        assert_eq!(shares(&[2.0; 40], 2, 0.95).share, None);
        let within: Vec<f64> = (0..40).map(|k| f64::from(k % 2)).collect();
        assert_eq!(shares(&within, 2, 0.95).share, Some(0.0));
        let between: Vec<f64> = (0..40).map(|k| f64::from(k / 2)).collect();
        assert_eq!(shares(&between, 2, 0.95).share, Some(1.0));
        let mut holed = between;
        holed[3] = f64::NAN;
        assert_eq!(shares(&holed, 2, 0.95).groups, 19);
        assert_eq!(shares(&holed, 1, 0.95).share, None);
    }

    /// Intervals hold the true share as often as they say: at least 95 % at the 0.1 % level of a binomial test,
    /// with an allowance of two percent for an approximate method.
    #[test]
    fn the_interval_holds_the_true_share() {
        let mut state = 20_261_123;
        for (skewed, share, groups, size) in [
            (false, 0.0, 100, 2),
            (false, 0.5, 50, 2),
            (false, 0.9, 100, 4),
            (true, 0.3, 500, 2),
            (true, 0.8, 500, 2),
        ] {
            let repetitions = 2000;
            let mut held = 0;
            for _ in 0..repetitions {
                // A log-normal with sigma 0.7, about 0 and with variance 1.
                let spread = 0.49_f64;
                let (mean, sd) = (
                    (spread / 2.0).exp(),
                    (spread.exp_m1() * spread.exp()).sqrt(),
                );
                let mut draw = || {
                    let z = normal_draw(&mut state);
                    if skewed {
                        ((0.7 * z).exp() - mean) / sd
                    } else {
                        z
                    }
                };
                let mut values = Vec::with_capacity(groups * size);
                for _ in 0..groups {
                    let group = share_root(share) * draw();
                    values.extend((0..size).map(|_| group + share_root(1.0 - share) * draw()));
                }
                let (lo, hi) = shares(&values, size, 0.95).interval.unwrap();
                held += u64::from(lo <= share && share <= hi);
            }
            let least = Binomial::new(0.93, repetitions).unwrap().inverse_cdf(0.001);
            let covered = 100.0 * held as f64 / repetitions as f64;
            println!("skewed {skewed}, share {share}, {groups} of {size}: {covered:.1} %");
            assert!(held >= least, "{covered} %");
        }
    }

    fn share_root(share: f64) -> f64 {
        f64::sqrt(share)
    }
}
