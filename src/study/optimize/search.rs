//! The search: a spread of policies with few trials, then from the best of them Powell's method for the
//! numbers, then by turns the best of quadratic surfaces through what is known and a pattern search for
//! numbers, choices and shares alike, until the budget is spent.
//!
//! All policies are tried on the same luck, so that what is searched is a function like any other, and
//! the same on any number of threads. Policies that keep the constraints go before those that do not,
//! among which the smaller violation counts.
//!
//! # Source
//! Powell (1994), "A direct search optimization method that models the objective and constraint
//! functions by linear interpolation", in Advances in Optimization and Numerical Analysis, 51 (COBYLA;
//! the crate `cobyla` of R. Lafage, from S. Johnson's `NLopt`). Audet and Dennis (2001), "Pattern search
//! algorithms for mixed variable programming", SIAM Journal on Optimization 11, 573. Deb (2000), "An
//! efficient constraint handling method for genetic algorithms", Computer Methods in Applied Mechanics
//! and Engineering 186, 311.

use std::cell::RefCell;
use std::cmp::Ordering;
use std::collections::BTreeMap;

use cobyla::{Func, RhoBeg, StopTols, minimize};

use super::space::Space;
use super::surface::Surface;
use crate::model::Point;

/// What is known of a policy.
#[derive(Clone, Debug, PartialEq)]
pub struct Score {
    /// What is to be low; infinite where it is not known.
    pub cost: f64,
    /// By how much each constraint is kept, as a share of its bound; negative where it is missed.
    pub slacks: Vec<f64>,
}

impl Score {
    /// How much is missed in all.
    #[must_use]
    pub fn violation(&self) -> f64 {
        if !self.cost.is_finite() {
            return f64::INFINITY;
        }
        self.slacks.iter().map(|slack| (-slack).max(0.0)).sum()
    }

    /// The better one first.
    #[must_use]
    pub fn compare(&self, other: &Self) -> Ordering {
        let by_violation = self.violation().total_cmp(&other.violation());
        by_violation.then(self.cost.total_cmp(&other.cost))
    }
}

/// Who tells what policies come to.
pub trait Oracle {
    /// What ends a search.
    type Fault;

    /// The scores of some policies, in their order; with few trials where `rough`.
    ///
    /// # Errors
    /// What ends the search.
    fn scores(&mut self, points: &[Point], rough: bool) -> Result<Vec<Score>, Self::Fault>;
}

/// One in so many evaluations goes into the spread.
const SCREENED: usize = 4;
/// The best of the spread from which is searched on.
const STARTS: usize = 3;
/// First steps, as shares of the ranges: on the way from a start, and close to the best.
const FAR: f64 = 0.2;
const NEAR: f64 = 0.04;
/// Strides of a pattern search, as shares of the ranges.
const WIDEST: f64 = 0.125;
const NARROWEST: f64 = 0.002;

/// Searches within a budget of evaluations; returns every policy that was tried in full.
///
/// # Errors
/// What the oracle ends the search with.
pub fn search<O: Oracle>(
    space: &Space,
    start: &Point,
    (seed, evaluations): (u64, usize),
    oracle: &mut O,
) -> Result<BTreeMap<Point, Score>, O::Fault> {
    let mut hunt = Hunt {
        space,
        oracle,
        known: BTreeMap::new(),
        left: evaluations.max(1),
        reach: (1.0, Vec::new()),
    };
    let starts = hunt.screen(start, seed)?;
    hunt.ask(&starts)?;
    for (at, share) in [3, 4].into_iter().enumerate() {
        let mut ranked: Vec<Point> = starts.clone();
        ranked.sort_by(|a, b| hunt.compare(a, b));
        if let Some(from) = ranked.get(at) {
            hunt.descend(from, FAR, hunt.left / share)?;
        }
    }
    loop {
        let (before, left) = (hunt.best(), hunt.left);
        hunt.refine(left / 2)?;
        hunt.poll(left.div_ceil(2).min(hunt.left))?;
        if hunt.left == left || hunt.best() == before {
            let from = hunt.best();
            hunt.descend(&from, NEAR, hunt.left / 2)?;
        }
        if hunt.left == 0 || hunt.left == left || hunt.best() == before {
            return Ok(hunt.known);
        }
    }
}

struct Hunt<'a, O> {
    space: &'a Space,
    oracle: &'a mut O,
    known: BTreeMap<Point, Score>,
    /// Evaluations left.
    left: usize,
    /// How far costs and slacks reached in the spread.
    reach: (f64, Vec<f64>),
}

impl<O: Oracle> Hunt<'_, O> {
    /// Tries a spread of policies roughly and returns the best of them, the start in any case.
    fn screen(&mut self, start: &Point, seed: u64) -> Result<Vec<Point>, O::Fault> {
        let count = (self.left / SCREENED).min(self.space.size() as usize);
        let mut points = vec![start.clone()];
        for point in self.space.spread(seed, count.max(1)) {
            if !points.contains(&point) {
                points.push(point);
            }
        }
        points.truncate(self.left.div_ceil(SCREENED).max(1));
        let scores = self.oracle.scores(&points, true)?;
        self.left = self.left.saturating_sub(points.len()).max(1);
        self.reach = reach(&scores);
        let mut ranked: Vec<(Score, Point)> = scores.into_iter().zip(points).collect();
        ranked.sort_by(|a, b| a.0.compare(&b.0));
        let mut best: Vec<Point> = ranked.into_iter().map(|(_, point)| point).collect();
        best.truncate(STARTS);
        if !best.contains(start) {
            best.push(start.clone());
        }
        Ok(best)
    }

    /// Tries policies in full, as far as the budget goes and they are not known.
    fn ask(&mut self, points: &[Point]) -> Result<(), O::Fault> {
        let mut new: Vec<Point> = Vec::new();
        for point in points {
            if !self.known.contains_key(point) && !new.contains(point) {
                new.push(point.clone());
            }
        }
        new.truncate(self.left);
        self.left -= new.len();
        let scores = self.oracle.scores(&new, false)?;
        self.known.extend(new.into_iter().zip(scores));
        Ok(())
    }

    fn compare(&self, a: &Point, b: &Point) -> Ordering {
        match (self.known.get(a), self.known.get(b)) {
            (Some(a), Some(b)) => a.compare(b),
            (a, b) => b.is_some().cmp(&a.is_some()),
        }
    }

    fn best(&self) -> Point {
        let ranked = self.known.iter().min_by(|a, b| a.1.compare(b.1));
        ranked.map(|(point, _)| point.clone()).unwrap_or_default()
    }

    /// Moves the numbers and shares of a policy by Powell's method, within so many evaluations.
    fn descend(&mut self, from: &Point, step: f64, budget: usize) -> Result<(), O::Fault> {
        let sides = self.space.sides();
        if sides == 0 || budget <= sides {
            return Ok(());
        }
        let halves = self.space.half_steps();
        let steps: Vec<f64> = halves.iter().map(|half| step.max(2.0 * half)).collect();
        let close = halves.iter().map(|half| half.max(NARROWEST)).collect();
        let start = self.space.encode(from);
        let (reach, constraints) = (self.reach.clone(), self.reach.1.len());
        let end = self.left - budget;
        let hunt = RefCell::new((self, None));
        let ask = |place: &[f64]| -> Score {
            let (hunt, fault) = &mut *hunt.borrow_mut();
            let point = hunt.space.decode(place, from);
            if fault.is_none()
                && hunt.left > end
                && let Err(reason) = hunt.ask(std::slice::from_ref(&point))
            {
                *fault = Some(reason);
            }
            hunt.known.get(&point).cloned().unwrap_or(Score {
                cost: f64::INFINITY,
                slacks: Vec::new(),
            })
        };
        let objective = |place: &[f64], (): &mut ()| {
            let cost = ask(place).cost / reach.0;
            // Powell's method wants a number where there is no policy.
            if cost.is_finite() { cost } else { WORST }
        };
        let keeps: Vec<_> = (0..constraints)
            .map(|at| {
                let (ask, reach) = (&ask, &reach);
                move |place: &[f64], (): &mut ()| {
                    let slack = ask(place).slacks.get(at).copied();
                    slack.map_or(-1.0, |slack| slack / reach.1[at])
                }
            })
            .collect();
        let keeps: Vec<&dyn Func<()>> = keeps.iter().map(|keep| keep as &dyn Func<()>).collect();
        let stop = StopTols {
            xtol_abs: close,
            ..StopTols::default()
        };
        let bounds = vec![(0.0, 1.0); sides];
        // Whatever it ends with: the policies that were tried are known.
        let _ = minimize(
            objective,
            &start,
            &bounds,
            &keeps,
            (),
            budget,
            RhoBeg::Set(steps),
            Some(stop),
        );
        let (_, fault) = hunt.into_inner();
        fault.map_or(Ok(()), Err)
    }

    /// Tries what lies around the best, nearer and nearer, within so many evaluations.
    fn poll(&mut self, budget: usize) -> Result<(), O::Fault> {
        let (mut stride, end) = (WIDEST, self.left - budget);
        while self.left > end {
            let best = self.best();
            let around: Vec<Point> = self.space.neighbours(&best, stride).into_iter().collect();
            self.ask(&around)?;
            if self.best() != best {
                continue;
            }
            if stride < NARROWEST || self.space.is_finest(stride) {
                break;
            }
            stride /= 2.0;
        }
        Ok(())
    }

    /// Goes where quadratic surfaces through what is known are best, within so many evaluations.
    fn refine(&mut self, budget: usize) -> Result<(), O::Fault> {
        let (mut trust, end) = (FAR, self.left - budget);
        while self.left > end && trust > NARROWEST {
            let best = self.best();
            let Some(there) = self.proposed(&best, trust) else {
                break;
            };
            let is_new = !self.known.contains_key(&there);
            self.ask(&[there])?;
            let better = self.best() != best;
            trust *= if better { WIDER } else { 0.5 };
            trust = trust.min(if is_new { FAR } else { trust });
        }
        Ok(())
    }

    /// The best policy on surfaces through what is known, at most so far from another on each side.
    fn proposed(&self, best: &Point, trust: f64) -> Option<Point> {
        let centre = self.space.encode(best);
        let sides = centre.len();
        let alike = |point: &Point| self.space.decode(&centre, point) == *best;
        let mut near: Vec<(f64, Vec<f64>, &Score)> = self
            .known
            .iter()
            .filter(|(point, score)| score.cost.is_finite() && alike(point))
            .map(|(point, score)| {
                let place = self.space.encode(point);
                let far = place
                    .iter()
                    .zip(&centre)
                    .map(|(a, b)| (a - b) * (a - b))
                    .sum();
                (far, place, score)
            })
            .collect();
        near.sort_by(|a, b| a.0.total_cmp(&b.0));
        near.truncate(3 * Surface::terms(sides));
        let fit = |value: &dyn Fn(&Score) -> f64| {
            let points: Vec<(Vec<f64>, f64)> = near
                .iter()
                .map(|(_, place, score)| (place.clone(), value(score)))
                .collect();
            Surface::fitted(&centre, FAR, &points)
        };
        if sides == 0 {
            return None;
        }
        let (of_cost, of_slack) = &self.reach;
        let cost = fit(&|score| score.cost / of_cost)?;
        let slacks: Vec<Surface> = (0..of_slack.len())
            .map(|at| fit(&|score: &Score| score.slacks[at] / of_slack[at]))
            .collect::<Option<_>>()?;
        let keeps: Vec<_> = slacks
            .iter()
            .map(|slack| move |place: &[f64], (): &mut ()| slack.at(place))
            .collect();
        let keeps: Vec<&dyn Func<()>> = keeps.iter().map(|keep| keep as &dyn Func<()>).collect();
        let bounds: Vec<(f64, f64)> = centre
            .iter()
            .map(|&at| ((at - trust).max(0.0), (at + trust).min(1.0)))
            .collect();
        let found = minimize(
            |place: &[f64], (): &mut ()| cost.at(place),
            &centre,
            &bounds,
            &keeps,
            (),
            MODELLED * sides,
            RhoBeg::All(0.25 * trust),
            Some(StopTols {
                xtol_abs: vec![1e-4 * trust; sides],
                ..StopTols::default()
            }),
        );
        let (Ok((_, place, _)) | Err((_, place, _))) = found;
        Some(self.space.decode(&place, best))
    }
}

/// Evaluations of surfaces, which cost nothing, for each side.
const MODELLED: usize = 400;
/// How much further a surface is trusted that led to something better.
const WIDER: f64 = 1.5;

/// What stands for the cost of no policy, in reaches of the spread.
const WORST: f64 = 10.0;

/// How far apart known costs, and slacks, lie.
fn reach(scores: &[Score]) -> (f64, Vec<f64>) {
    let known = || scores.iter().filter(|score| score.cost.is_finite());
    let apart = |value: &dyn Fn(&Score) -> f64| {
        let low = known().map(value).fold(f64::INFINITY, f64::min);
        let high = known().map(value).fold(f64::NEG_INFINITY, f64::max);
        if high > low { high - low } else { 1.0 }
    };
    let constraints = known().next().map_or(0, |score| score.slacks.len());
    let of_slack = |at: usize| apart(&|score: &Score| score.slacks[at]);
    (
        apart(&|score| score.cost),
        (0..constraints).map(of_slack).collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Budget, Lever, Range, Search, Written};

    /// A function of values between 0 and 1, of shares and of choices.
    struct Known<F> {
        f: F,
        asked: usize,
        rough: usize,
    }

    impl<F: Fn(&[u32]) -> Score> Oracle for Known<F> {
        type Fault = usize;
        fn scores(&mut self, points: &[Point], rough: bool) -> Result<Vec<Score>, usize> {
            self.asked += points.len();
            self.rough += usize::from(rough) * points.len();
            Ok(points.iter().map(|point| (self.f)(point)).collect())
        }
    }

    fn space(ranges: &[(Range, usize)]) -> Space {
        let lever = |(range, width): &(Range, usize)| Lever {
            name: String::new(),
            title: String::new(),
            keys: vec![String::new(); *width],
            range: range.clone(),
        };
        Space::of(&Search {
            variant: None,
            objective: String::new(),
            low_is_good: None,
            constraints: Vec::new(),
            levers: ranges.iter().map(lever).collect(),
            budget: Budget {
                evaluations: 0,
                trials: 0,
                finalists: 0,
                final_trials: 0,
                indifference: 0.0,
            },
        })
    }

    fn steps(last: u32) -> (Range, usize) {
        let range = Range::Steps {
            low: 0.0,
            step: 1.0,
            last,
            written: Written::Number,
        };
        (range, 1)
    }

    fn cost(cost: f64) -> Score {
        Score {
            cost,
            slacks: Vec::new(),
        }
    }

    fn found<F: Fn(&[u32]) -> Score>(
        space: &Space,
        start: &[u32],
        evaluations: usize,
        f: F,
    ) -> (Point, Score, usize) {
        let mut oracle = Known {
            f,
            asked: 0,
            rough: 0,
        };
        let known = search(space, &start.to_vec(), (1, evaluations), &mut oracle).unwrap();
        assert!(oracle.asked <= evaluations.max(2) && oracle.rough > 0);
        let best = known.into_iter().min_by(|a, b| a.1.compare(&b.1)).unwrap();
        (best.0, best.1, oracle.asked)
    }

    #[test]
    fn the_bottom_of_a_curved_bowl_is_found() {
        // Convex, ill-conditioned and skew: lowest, 0, at (0.31, 0.62, 0.45, 0.8).
        let bowl = |point: &[u32]| {
            let at = |k: usize| f64::from(point[k]) / 1000.0;
            let (a, b) = (at(0) - 0.31, at(1) - 0.62);
            let (c, d) = (at(2) - 0.45, at(3) - 0.8);
            cost((a + b) * (a + b) + 10.0 * (a - b) * (a - b) + 3.0 * c * c + d * d + a * c)
        };
        let space = space(&[steps(1000), steps(1000), steps(1000), steps(1000)]);
        let (point, best, _) = found(&space, &[500; 4], 200, bowl);
        assert!(best.cost < 1e-4, "{point:?}: {best:?}");
    }

    #[test]
    fn the_lowest_point_that_keeps_a_constraint_lies_on_its_edge() {
        // x² + y² with x + 2y >= 1: lowest at (0.2, 0.4), 0.2.
        let f = |point: &[u32]| {
            let (x, y) = (f64::from(point[0]) / 1000.0, f64::from(point[1]) / 1000.0);
            Score {
                cost: x * x + y * y,
                slacks: vec![x + 2.0 * y - 1.0],
            }
        };
        let space = space(&[steps(1000), steps(1000)]);
        for start in [[900, 900], [0, 0]] {
            let (point, best, _) = found(&space, &start, 150, f);
            assert!(best.violation() <= 0.0, "{point:?}");
            assert!(best.cost < 0.202, "{point:?}: {best:?}");
        }
        // What cannot be kept is missed by as little as can be.
        let never = |point: &[u32]| Score {
            cost: 1.0 - f64::from(point[0]),
            slacks: vec![-1.0 - f64::from(point[1])],
        };
        let (point, best, _) = found(&space, &[500, 500], 150, never);
        assert_eq!((point[1], best.violation()), (0, 1.0));
    }

    #[test]
    fn whole_numbers_choices_and_shares_are_searched_together() {
        // Choice 2 is best though it looks worst where the numbers stand first.
        let f = |point: &[u32]| {
            let bottom = [3.0, 5.0, 9.0, 1.0][point[4] as usize];
            let number = f64::from(point[0]) - bottom;
            let share = |k: usize, best: f64| (f64::from(point[k]) / 20.0 - best).abs();
            let of_choice = [0.5, 0.4, 0.0, 0.3][point[4] as usize];
            cost(0.1 * number * number + of_choice + share(1, 0.5) + share(2, 0.2) + share(3, 0.3))
        };
        let choices = Range::Choices(vec![String::new(); 4]);
        let space = space(&[steps(10), (Range::Shares { parts: 20 }, 3), (choices, 1)]);
        let (point, best, _) = found(&space, &[1, 20, 0, 0, 3], 250, f);
        assert_eq!(point, [9, 10, 4, 6, 2], "{best:?}");
    }

    #[test]
    fn levers_that_pull_together_are_moved_together() {
        // A narrow valley that is steep across and flat along: lowest, 1, at (0.2, 0.7, 0.5).
        let f = |point: &[u32]| {
            let at = |k: usize| f64::from(point[k]) / 1000.0;
            let (across, along) = (at(0) + at(1) - 0.9, at(0) - at(1) + 0.5);
            let third = at(2) - 0.5 + 0.3 * along;
            cost(1.0 + 50.0 * across * across + 0.5 * along * along + 5.0 * third * third)
        };
        let space = space(&[steps(1000), steps(1000), steps(1000)]);
        let (point, best, _) = found(&space, &[900, 300, 900], 90, f);
        assert!(best.cost < 1.001, "{point:?}: {best:?}");
    }

    #[test]
    fn policies_that_there_cannot_be_are_avoided() {
        let f = |point: &[u32]| {
            let x = f64::from(point[0]) / 100.0;
            cost(if x > 0.6 { f64::INFINITY } else { -x })
        };
        let space = space(&[steps(100)]);
        let (point, ..) = found(&space, &[10], 80, f);
        assert_eq!(point, [60]);
    }

    #[test]
    fn a_small_space_is_searched_to_the_end_and_no_further() {
        let space = space(&[(Range::Choices(vec![String::new(); 3]), 1)]);
        let f = |point: &[u32]| cost(f64::from(point[0]));
        let (point, _, asked) = found(&space, &[2], 100, f);
        assert!(point == [0] && asked <= 8, "{asked}");
    }

    #[test]
    fn a_fault_ends_the_search() {
        struct Broken(usize);
        impl Oracle for Broken {
            type Fault = usize;
            fn scores(&mut self, points: &[Point], _: bool) -> Result<Vec<Score>, usize> {
                self.0 += points.len();
                if self.0 > 40 {
                    return Err(self.0);
                }
                Ok(points.iter().map(|p| cost(f64::from(p[0]))).collect())
            }
        }
        let space = space(&[steps(1000), steps(1000)]);
        let found = search(&space, &vec![500, 500], (1, 100), &mut Broken(0));
        assert_eq!(found.unwrap_err(), 41);
    }
}
