//! Intervals of the profile likelihood: all values of a number that, with the best of the others beside
//! them, are not much less likely than the top.

use super::CHI95;
use super::simplex::beside;

/// Steps outwards at most, each twice as long as the last: some hundred standard errors.
const OUTWARDS: i32 = 8;

/// The 95 % interval of one of the numbers of which a negative log-likelihood has its lowest point at
/// `top`; `scale` is about a standard error. A side on which the data set no bound, or nothing but the
/// edge of where the likelihood is defined, is infinite.
///
/// # Source
/// Twice the fall of the profile follows chi-square with one degree of freedom (Wilks 1938).
pub(super) fn interval(
    cost: &dyn Fn(&[f64]) -> f64,
    top: &[f64],
    number: usize,
    scale: f64,
) -> (f64, f64) {
    let profile = Profile {
        cost,
        top,
        number,
        lowest: cost(top),
    };
    (profile.bound(-scale), profile.bound(scale))
}

struct Profile<'a> {
    cost: &'a dyn Fn(&[f64]) -> f64,
    top: &'a [f64],
    number: usize,
    lowest: f64,
}

/// A value and how far the likelihood has fallen there.
struct Point {
    value: f64,
    /// Root of twice the fall: nearly a straight line in the value.
    fall: f64,
    others: Vec<f64>,
}

impl Profile<'_> {
    /// The best of the other numbers beside a value of this one, sought from where they were at a
    /// neighbouring value or at the top.
    fn at(&self, value: f64, near: &[f64]) -> Point {
        let whole = |others: &[f64]| {
            let mut all = others.to_vec();
            all.insert(self.number, value);
            all
        };
        let cost = |others: &[f64]| (self.cost)(&whole(others));
        let top = self.others();
        let start = if cost(near) <= cost(&top) { near } else { &top };
        let (others, lowest) = beside(&cost, start, 0.1);
        Point {
            value,
            fall: (2.0 * (lowest - self.lowest)).max(0.0).sqrt(),
            others,
        }
    }

    fn others(&self) -> Vec<f64> {
        let mut others = self.top.to_vec();
        others.remove(self.number);
        others
    }

    fn bound(&self, step: f64) -> f64 {
        let limit = CHI95.sqrt();
        let mut inside = Point {
            value: self.top[self.number],
            fall: 0.0,
            others: self.others(),
        };
        let mut step = 1.6 * step;
        for _ in 0..OUTWARDS {
            let next = self.at(inside.value + step, &inside.others);
            if next.fall >= limit {
                return self.between(inside, next);
            }
            inside = next;
            step *= 2.0;
        }
        step.signum() * f64::INFINITY
    }

    /// Where the limit is passed between two values: along the straight line, halfway where there is none.
    fn between(&self, inside: Point, outside: Point) -> f64 {
        let limit = CHI95.sqrt();
        let (mut inside, mut outside) = (inside, outside);
        for _ in 0..12 {
            let line = (limit - inside.fall) / (outside.fall - inside.fall);
            let share = if outside.fall.is_finite() {
                line.clamp(0.05, 0.95)
            } else {
                0.5
            };
            let value = inside.value + share * (outside.value - inside.value);
            let next = self.at(value, &inside.others);
            if (next.fall - limit).abs() < 0.01 {
                return value;
            }
            if next.fall < limit {
                inside = next;
            } else {
                outside = next;
            }
        }
        if outside.fall.is_finite() {
            0.5 * (inside.value + outside.value)
        } else {
            (outside.value - inside.value).signum() * f64::INFINITY
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_normal_law_it_is_the_usual_interval() {
        // Half of x' A x, A = [[2, 1], [1, 3]]: the variance of x is 0.6, the other number follows.
        let cost = |x: &[f64]| x[0] * x[0] + x[0] * x[1] + 1.5 * x[1] * x[1];
        let (low, high) = interval(&cost, &[0.0, 0.0], 0, 0.3);
        let expected = (CHI95 * 0.6).sqrt();
        assert!((low + expected).abs() < 0.01, "{low}");
        assert!((high - expected).abs() < 0.01, "{high}");
    }

    #[test]
    fn of_a_rate_of_events_it_is_where_the_likelihood_falls_by_1_92() {
        // 4 events in a time of 1: 4 ln r - r falls by 1.92 at 1.2316 and 9.3999 (solved apart).
        let cost = |x: &[f64]| x[0].exp() - 4.0 * x[0] + (x[1] - x[0]).powi(2);
        let (low, high) = interval(&cost, &[4_f64.ln(), 4_f64.ln()], 0, 0.5);
        for bound in [low.exp(), high.exp()] {
            let fall = bound - 4.0 * bound.ln() - (4.0 - 4.0 * 4_f64.ln());
            assert!((2.0 * fall - CHI95).abs() < 0.05, "{bound}");
        }
        assert!(low < high);
    }

    #[test]
    fn where_the_likelihood_stays_high_or_ends_there_is_no_bound() {
        let flat =
            |x: &[f64]| 1.0 / (1.0 + (-x[0]).exp()) * 1.5 + x[1] * x[1] + x[0].min(0.0).powi(2);
        let top = [-0.22, 0.0];
        assert!(interval(&flat, &top, 0, 0.5).1.is_infinite());
        let walled = |x: &[f64]| {
            if x[0] > 1.0 {
                f64::INFINITY
            } else {
                0.1 * x[0] * x[0] + x[1] * x[1]
            }
        };
        assert!(interval(&walled, &[0.0, 0.0], 0, 0.5).1.is_infinite());
        assert!((interval(&walled, &[0.0, 0.0], 0, 0.5).0 + (CHI95 / 0.2).sqrt()).abs() < 0.05);
    }
}
