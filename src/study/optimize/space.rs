//! The policies there are, as points of a grid and of the unit cube.

use std::collections::BTreeSet;

use crate::model::{Point, Range, Search};
use crate::random::{Axis as Number, Design, StreamKey};

/// The levers' grid.
#[derive(Clone, Debug, PartialEq)]
pub struct Space {
    axes: Vec<Axis>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Axis {
    Steps { last: u32 },
    Choices { count: u32 },
    Shares { width: usize, parts: u32 },
}

impl Space {
    /// That of some levers.
    #[must_use]
    pub fn of(search: &Search) -> Self {
        let axis = |lever: &crate::model::Lever| match &lever.range {
            Range::Steps { last, .. } => Axis::Steps { last: *last },
            Range::Choices(choices) => Axis::Choices {
                count: choices.len() as u32,
            },
            Range::Shares { parts } => Axis::Shares {
                width: lever.width(),
                parts: *parts,
            },
        };
        Self {
            axes: search.levers.iter().map(axis).collect(),
        }
    }

    /// Sides of the unit cube: one a number, one less than there are shares.
    #[must_use]
    pub fn sides(&self) -> usize {
        let sides = |axis: &Axis| match axis {
            Axis::Steps { .. } => 1,
            Axis::Choices { .. } => 0,
            Axis::Shares { width, .. } => width - 1,
        };
        self.axes.iter().map(sides).sum()
    }

    /// Half a step of the finest grid on each side.
    #[must_use]
    pub fn half_steps(&self) -> Vec<f64> {
        let mut halves = Vec::new();
        for axis in &self.axes {
            match *axis {
                Axis::Steps { last } => halves.push(0.5 / f64::from(last)),
                Axis::Choices { .. } => {}
                Axis::Shares { width, parts } => {
                    halves.extend(vec![0.5 / f64::from(parts); width - 1]);
                }
            }
        }
        halves
    }

    /// How many points there are, as far as that can be counted.
    #[must_use]
    pub fn size(&self) -> f64 {
        let size = |axis: &Axis| match *axis {
            Axis::Steps { last } => f64::from(last) + 1.0,
            Axis::Choices { count } => f64::from(count),
            Axis::Shares { width, parts } => (1..width)
                .map(|k| (f64::from(parts) + k as f64) / k as f64)
                .product(),
        };
        self.axes.iter().map(size).product()
    }

    /// The point at a place of the cube, its choices taken from another point.
    #[must_use]
    pub fn decode(&self, cube: &[f64], choices: &[u32]) -> Point {
        let (mut cube, mut choices) = (cube, choices);
        let mut point = Point::new();
        for axis in &self.axes {
            let (sides, width) = match *axis {
                Axis::Steps { .. } => (1, 1),
                Axis::Choices { .. } => (0, 1),
                Axis::Shares { width, .. } => (width - 1, width),
            };
            let (own, rest) = cube.split_at(sides);
            let (old, others) = choices.split_at(width);
            (cube, choices) = (rest, others);
            match *axis {
                Axis::Steps { last } => point.push(nearest(own[0], last)),
                Axis::Choices { .. } => point.push(old[0]),
                Axis::Shares { parts, .. } => point.extend(broken(own, parts)),
            }
        }
        point
    }

    /// The place of a point in the cube.
    #[must_use]
    pub fn encode(&self, point: &[u32]) -> Vec<f64> {
        let mut rest = point;
        let mut cube = Vec::new();
        for axis in &self.axes {
            match *axis {
                Axis::Steps { last } => cube.push(f64::from(rest[0]) / f64::from(last)),
                Axis::Choices { .. } => {}
                Axis::Shares { width, parts } => cube.extend(pieces(&rest[..width], parts)),
            }
            rest = &rest[axis.width()..];
        }
        cube
    }

    /// Points spread over the whole space: a scrambled Sobol net, choices among its sides.
    ///
    /// # Source
    /// As [`Design::Sobol`].
    #[must_use]
    pub fn spread(&self, seed: u64, count: usize) -> Vec<Point> {
        let sides = self.axes.iter().map(|axis| axis.width()).sum::<usize>();
        let columns: Vec<Vec<f64>> = (0..sides)
            .map(|side| {
                let mut column = vec![0.0; count];
                let axis = Number {
                    key: StreamKey::of(&format!("lever {side}")),
                    number: side as u32,
                };
                Design::Sobol.fill(seed, 1, axis, &mut column);
                column
            })
            .collect();
        let row = |k: usize| columns.iter().map(|column| column[k]).collect::<Vec<f64>>();
        (0..count).map(|k| self.placed(&row(k))).collect()
    }

    /// The point of a number from 0 to 1 for each of its own.
    fn placed(&self, uniforms: &[f64]) -> Point {
        let mut rest = uniforms;
        let mut point = Point::new();
        for axis in &self.axes {
            let (own, after) = rest.split_at(axis.width());
            rest = after;
            match *axis {
                Axis::Steps { last } => {
                    point.push(((own[0] * (f64::from(last) + 1.0)) as u32).min(last));
                }
                Axis::Choices { count } => {
                    point.push(((own[0] * f64::from(count)) as u32).min(count - 1));
                }
                Axis::Shares { width, parts } => {
                    // The k-th piece of what is left, so that all mixtures are alike likely.
                    let power = |(k, u): (usize, &f64)| {
                        1.0 - libm::pow(1.0 - u, 1.0 / (width - 1 - k) as f64)
                    };
                    let cuts: Vec<f64> = own[..width - 1].iter().enumerate().map(power).collect();
                    point.extend(broken(&cuts, parts));
                }
            }
        }
        point
    }

    /// The points around one at a share of each range, each choice and each pair of shares changed by
    /// itself.
    #[must_use]
    pub fn neighbours(&self, point: &[u32], stride: f64) -> BTreeSet<Point> {
        let mut found = BTreeSet::new();
        let mut at = 0;
        for axis in &self.axes {
            let mut put = |changes: &[(usize, u32)]| {
                let mut other = point.to_vec();
                for &(place, value) in changes {
                    other[at + place] = value;
                }
                if other != point {
                    found.insert(other);
                }
            };
            match *axis {
                Axis::Steps { last } => {
                    let by = by(stride, last);
                    put(&[(0, point[at].saturating_sub(by))]);
                    put(&[(0, (point[at] + by).min(last))]);
                }
                Axis::Choices { count } => (0..count).for_each(|choice| put(&[(0, choice)])),
                Axis::Shares { width, parts } => {
                    for (i, j) in (0..width).flat_map(|i| (0..width).map(move |j| (i, j))) {
                        let by = by(stride, parts).min(point[at + i]);
                        if i != j {
                            put(&[(i, point[at + i] - by), (j, point[at + j] + by)]);
                        }
                    }
                }
            }
            at += axis.width();
        }
        found
    }

    /// True where a stride is one step of every grid or less.
    #[must_use]
    pub fn is_finest(&self, stride: f64) -> bool {
        self.axes.iter().all(|axis| match *axis {
            Axis::Steps { last } => by(stride, last) == 1,
            Axis::Choices { .. } => true,
            Axis::Shares { parts, .. } => by(stride, parts) == 1,
        })
    }

    /// How far two points lie apart: the greatest share of a range, or 1 where a choice differs.
    #[must_use]
    pub fn apart(&self, a: &[u32], b: &[u32]) -> f64 {
        let mut at = 0;
        let mut far = 0.0_f64;
        for axis in &self.axes {
            for k in at..at + axis.width() {
                let steps = f64::from(a[k].abs_diff(b[k]));
                far = far.max(match *axis {
                    Axis::Steps { last } => steps / f64::from(last),
                    Axis::Choices { .. } => steps.min(1.0),
                    Axis::Shares { parts, .. } => steps / f64::from(parts),
                });
            }
            at += axis.width();
        }
        far
    }
}

impl Axis {
    fn width(self) -> usize {
        match self {
            Self::Steps { .. } | Self::Choices { .. } => 1,
            Self::Shares { width, .. } => width,
        }
    }
}

fn by(stride: f64, last: u32) -> u32 {
    (libm::round(stride * f64::from(last)) as u32).max(1)
}

fn nearest(place: f64, last: u32) -> u32 {
    (libm::round(place.clamp(0.0, 1.0) * f64::from(last)) as u32).min(last)
}

/// A stick of so many parts, broken at these shares of what is left.
fn broken(cuts: &[f64], parts: u32) -> Vec<u32> {
    let mut left = parts;
    let mut pieces: Vec<u32> = cuts
        .iter()
        .map(|&cut| {
            let piece = nearest(cut, left);
            left -= piece;
            piece
        })
        .collect();
    pieces.push(left);
    pieces
}

/// The shares of what is left at which a stick was broken.
fn pieces(shares: &[u32], parts: u32) -> Vec<f64> {
    let mut left = parts;
    let cut = |&share: &u32| {
        let cut = if left == 0 {
            0.0
        } else {
            f64::from(share) / f64::from(left)
        };
        left -= share;
        cut
    };
    shares[..shares.len() - 1].iter().map(cut).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn space() -> Space {
        Space {
            axes: vec![
                Axis::Steps { last: 10 },
                Axis::Shares {
                    width: 3,
                    parts: 20,
                },
                Axis::Choices { count: 4 },
            ],
        }
    }

    #[test]
    fn every_point_is_at_its_own_place() {
        let space = space();
        assert_eq!((space.sides(), space.half_steps().len()), (3, 3));
        let points = space.spread(1, 200);
        for point in &points {
            assert_eq!(&space.decode(&space.encode(point), point), point);
            assert_eq!(point[1..4].iter().sum::<u32>(), 20);
        }
        // Ends, mixtures and choices are all seen.
        for (at, most) in [(0, 10), (1, 16), (4, 3)] {
            assert!(points.iter().any(|point| point[at] == 0));
            assert!(points.iter().any(|point| point[at] >= most), "{at}");
        }
        // 11 numbers, 231 mixtures, 4 choices.
        assert!((space.size() - 11.0 * 231.0 * 4.0).abs() < 1e-6);
    }

    #[test]
    fn mixtures_are_spread_evenly() {
        let space = space();
        let points = space.spread(3, 256);
        for at in 1..4 {
            let sum: u32 = points.iter().map(|point| point[at]).sum();
            let mean = f64::from(sum) / 256.0 / 20.0;
            assert!((mean - 1.0 / 3.0).abs() < 0.02, "{at}: {mean}");
        }
    }

    #[test]
    fn neighbours_change_one_thing_and_stay_inside() {
        let space = space();
        let point = vec![0, 0, 5, 15, 2];
        let around = space.neighbours(&point, 0.1);
        // One step up; two parts between shares in four ways, none from the empty one; three choices.
        assert_eq!(around.len(), 1 + 4 + 3);
        for other in &around {
            assert_eq!(other[1..4].iter().sum::<u32>(), 20);
            assert!(other[0] <= 10 && other[4] < 4);
        }
        assert!(space.is_finest(0.05) && !space.is_finest(0.2));
        assert!((space.apart(&point, &[1, 0, 5, 15, 2]) - 0.1).abs() < 1e-12);
        assert!((space.apart(&point, &[0, 0, 5, 15, 3]) - 1.0).abs() < 1e-12);
    }
}
