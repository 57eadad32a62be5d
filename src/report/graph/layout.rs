//! Where boxes stand: sites in layers from left to right, each route in the column between two layers,
//! and a free lane through each column that a route has to pass.
//!
//! # Source
//! Sugiyama, Tagawa and Toda (1981): Methods for visual understanding of hierarchical system structures.
//! IEEE Transactions on Systems, Man, and Cybernetics 11 (2), 109-125: layers, dummy nodes, barycentres.
//! Places within a column are those nearest to their neighbours that keep their distance (pool adjacent
//! violators).

use super::lettering::WIDTH;
use super::order::{columns, order, set};
use crate::report::layers;

/// Between columns, where lines run: at least, at most, and as a part of the height, so that lines that
/// go far up or down do not run into one [px].
const GUTTER: (f64, f64, f64) = (84.0, 190.0, 0.07);
/// Between boxes of a column [px].
pub(super) const GAP: f64 = 22.0;
/// Height of a lane that a line takes through a column [px].
const LANE: f64 = 12.0;

/// Places of boxes, from the upper left corner of the drawing [px].
pub(super) struct Layout {
    pub width: f64,
    pub height: f64,
    /// Between columns.
    pub gutter: f64,
    /// Upper left corners.
    pub sites: Vec<(f64, f64)>,
    pub ways: Vec<(f64, f64)>,
    spots: Vec<Spot>,
    routes: Vec<Route>,
}

/// What stands in a column.
pub(super) struct Spot {
    pub column: usize,
    pub height: f64,
    pub y: f64,
    /// What it is joined with in the columns beside it.
    pub left: Vec<usize>,
    pub right: Vec<usize>,
}

/// The spots of a route: its first site, lanes, its box, lanes, its last site.
struct Route {
    spots: Vec<usize>,
    way: usize,
}

/// On which side of a box a line ends, or on which end of a lane it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Left,
    Right,
    Lane,
    LaneEnd,
}

impl Side {
    /// Where a line leaves to: 1 for the right, -1 for the left; in lanes as it goes.
    pub fn away(self, going: f64) -> f64 {
        match self {
            Self::Left => -1.0,
            Self::Right => 1.0,
            Self::Lane | Self::LaneEnd => going.signum(),
        }
    }
}

impl Layout {
    /// Sets out boxes of these heights; a way joins two sites.
    pub fn of(sites: &[f64], ways: &[f64], ends: &[(usize, usize)]) -> Self {
        let depths = layers::depths(sites.len(), ends);
        let deepest = depths.iter().copied().max().unwrap_or(0);
        let layer = |site: usize| 2 * (deepest - depths[site]);
        let mut spots: Vec<Spot> = Vec::new();
        let spot = |column, height| Spot {
            column,
            height,
            y: 0.0,
            left: Vec::new(),
            right: Vec::new(),
        };
        spots.extend(
            sites
                .iter()
                .enumerate()
                .map(|(site, &height)| spot(layer(site), height)),
        );
        let mut routes = Vec::new();
        for (&(from, to), &height) in ends.iter().zip(ways) {
            let (begins, stops) = (layer(from), layer(to));
            // A box stands right of the site that is further left; a level or returning way comes back.
            let own = if begins < stops {
                begins + 1
            } else {
                stops + 1
            };
            let mut all = vec![from];
            let lanes = |columns: &mut dyn Iterator<Item = usize>,
                         spots: &mut Vec<Spot>,
                         all: &mut Vec<usize>| {
                for column in columns {
                    spots.push(spot(column, LANE));
                    all.push(spots.len() - 1);
                }
            };
            if begins > own {
                lanes(&mut (own + 1..begins).rev(), &mut spots, &mut all);
            }
            spots.push(spot(own, height));
            let way = spots.len() - 1;
            all.push(way);
            if stops > own {
                lanes(&mut (own + 1..stops), &mut spots, &mut all);
            }
            all.push(to);
            routes.push(Route { spots: all, way });
        }
        join(&mut spots, &routes);
        let mut columns = columns(&spots);
        order(&mut columns, &spots);
        set(&columns, &mut spots);
        Self::told(spots, routes, sites.len())
    }

    fn told(spots: Vec<Spot>, routes: Vec<Route>, sites: usize) -> Self {
        let last = spots.iter().map(|spot| spot.column).max().unwrap_or(0);
        let height = spots
            .iter()
            .map(|spot| spot.y + spot.height)
            .fold(0.0, f64::max);
        let gutter = (height * GUTTER.2).clamp(GUTTER.0, GUTTER.1);
        let corner = |spot: &Spot| (spot.x(gutter), spot.y);
        Self {
            width: (last + 1) as f64 * (WIDTH + gutter) - gutter,
            height,
            gutter,
            sites: spots[..sites].iter().map(corner).collect(),
            ways: routes
                .iter()
                .map(|route| corner(&spots[route.way]))
                .collect(),
            spots,
            routes,
        }
    }

    /// The lines of a route: from its first site into its box, and from there to its last site.
    pub fn lines(&self, route: usize) -> [Vec<(f64, f64, Side)>; 2] {
        let route = &self.routes[route];
        let way = route
            .spots
            .iter()
            .position(|spot| *spot == route.way)
            .unwrap_or(0);
        [
            self.line(&route.spots[..=way]),
            self.line(&route.spots[way..]),
        ]
    }

    fn line(&self, spots: &[usize]) -> Vec<(f64, f64, Side)> {
        let mut points = Vec::new();
        let last = spots.len() - 1;
        for (at, &own) in spots.iter().enumerate() {
            let spot = &self.spots[own];
            let beside = |other: usize| self.spots[other].column > spot.column;
            if at == 0 || at == last {
                let other = spots[if at == 0 { 1 } else { last - 1 }];
                let is_right = beside(other);
                let (x, side) = if is_right {
                    (spot.x(self.gutter) + WIDTH, Side::Right)
                } else {
                    (spot.x(self.gutter), Side::Left)
                };
                points.push((x, self.port(own, other, is_right), side));
            } else {
                let (near, far) = (spot.x(self.gutter), spot.x(self.gutter) + WIDTH);
                let y = spot.middle();
                let goes_right = self.spots[spots[at + 1]].column > spot.column;
                let (first, second) = if goes_right { (near, far) } else { (far, near) };
                points.push((first, y, Side::Lane));
                points.push((second, y, Side::LaneEnd));
            }
        }
        points
    }

    /// Where a line ends on a side of a box: lines share it in the order of their other ends.
    fn port(&self, own: usize, other: usize, is_right: bool) -> f64 {
        let spot = &self.spots[own];
        let mut beside = if is_right {
            spot.right.clone()
        } else {
            spot.left.clone()
        };
        beside.sort_by(|&a, &b| {
            let (a, b) = (&self.spots[a], &self.spots[b]);
            a.middle().total_cmp(&b.middle())
        });
        let place = beside.iter().position(|spot| *spot == other).unwrap_or(0);
        spot.y + spot.height * (place as f64 + 1.0) / (beside.len() as f64 + 1.0)
    }
}

impl Spot {
    fn x(&self, gutter: f64) -> f64 {
        self.column as f64 * (WIDTH + gutter)
    }

    pub fn middle(&self) -> f64 {
        self.y + self.height / 2.0
    }
}

/// Notes for every spot what it is joined with.
fn join(spots: &mut [Spot], routes: &[Route]) {
    for route in routes {
        for pair in route.spots.windows(2) {
            let (a, b) = (pair[0], pair[1]);
            let (left, right) = if spots[a].column < spots[b].column {
                (a, b)
            } else {
                (b, a)
            };
            spots[left].right.push(right);
            spots[right].left.push(left);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Boxes and lanes as rectangles: left, top, right, bottom.
    fn rectangles(layout: &Layout) -> Vec<[f64; 4]> {
        let left = |spot: &Spot| spot.x(layout.gutter);
        let spot = |spot: &Spot| [left(spot), spot.y, left(spot) + WIDTH, spot.y + spot.height];
        layout.spots.iter().map(spot).collect()
    }

    #[test]
    fn no_two_boxes_touch_whatever_the_chain() {
        let chains: [&[(usize, usize)]; 5] = [
            &[(0, 1), (1, 2), (2, 3), (0, 3), (0, 3), (4, 3), (4, 1)],
            &[(0, 1), (1, 0)],
            &[(0, 1), (1, 2), (2, 0), (0, 2)],
            &[(0, 4), (1, 4), (2, 4), (3, 4)],
            &[],
        ];
        for ends in chains {
            let ways: Vec<f64> = (0..ends.len()).map(|at| 60.0 + 17.0 * at as f64).collect();
            let layout = Layout::of(&[80.0, 300.0, 55.0, 120.0, 70.0], &ways, ends);
            let all = rectangles(&layout);
            assert_eq!(layout.ways.len(), ends.len());
            for (at, a) in all.iter().enumerate() {
                assert!(
                    a[1] >= 0.0 && a[3] <= layout.height && a[2] <= layout.width,
                    "{a:?}"
                );
                for b in &all[at + 1..] {
                    let beside = a[2] <= b[0] || b[2] <= a[0];
                    let apart = a[3] + GAP <= b[1] + 1e-6 || b[3] + GAP <= a[1] + 1e-6;
                    assert!(beside || apart, "{a:?} and {b:?} in {ends:?}");
                }
            }
        }
    }

    #[test]
    fn lines_begin_and_end_at_their_boxes() {
        let layout = Layout::of(
            &[80.0, 90.0, 50.0],
            &[60.0, 60.0, 60.0],
            &[(0, 1), (1, 2), (0, 2)],
        );
        for route in 0..3 {
            let [into, on] = layout.lines(route);
            let (x, y) = layout.ways[route];
            assert_eq!(into.last().map(|point| point.0), Some(x));
            assert_eq!(on.first().map(|point| point.0), Some(x + WIDTH));
            assert!(on.iter().chain(&into).all(|point| point.1 >= 0.0) && y >= 0.0);
        }
        // The third passes the layer of the second site in a lane.
        assert!(layout.lines(2)[1].iter().any(|point| point.2 == Side::Lane));
    }
}
