//! Where boxes stand: sites in layers from left to right, each route in the column between two layers,
//! and a free lane through each column that a route has to pass.
//!
//! # Source
//! Sugiyama, Tagawa and Toda (1981): Methods for visual understanding of hierarchical system structures.
//! IEEE Transactions on Systems, Man, and Cybernetics 11 (2), 109-125: layers, dummy nodes, barycentres.
//! Places within a column are those nearest to their neighbours that keep their distance (pool adjacent
//! violators).

use super::lettering::WIDTH;
use crate::report::layers;

/// Between columns, where lines run [px].
pub(super) const GUTTER: f64 = 84.0;
/// Between boxes of a column [px].
const GAP: f64 = 22.0;
/// Height of a lane that a line takes through a column [px].
const LANE: f64 = 12.0;
/// Times that columns are set in order, and that places are set right.
const SWEEPS: usize = 12;

/// Places of boxes, from the upper left corner of the drawing [px].
pub(super) struct Layout {
    pub width: f64,
    pub height: f64,
    /// Upper left corners.
    pub sites: Vec<(f64, f64)>,
    pub ways: Vec<(f64, f64)>,
    spots: Vec<Spot>,
    routes: Vec<Route>,
}

/// What stands in a column.
struct Spot {
    column: usize,
    height: f64,
    y: f64,
    /// What it is joined with in the columns beside it.
    left: Vec<usize>,
    right: Vec<usize>,
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
        let corner = |spot: &Spot| (spot.x(), spot.y);
        Self {
            width: (last + 1) as f64 * (WIDTH + GUTTER) - GUTTER,
            height,
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
                    (spot.x() + WIDTH, Side::Right)
                } else {
                    (spot.x(), Side::Left)
                };
                points.push((x, self.port(own, other, is_right), side));
            } else {
                let (near, far) = (spot.x(), spot.x() + WIDTH);
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
    fn x(&self) -> f64 {
        self.column as f64 * (WIDTH + GUTTER)
    }

    fn middle(&self) -> f64 {
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

/// What stands in each column.
fn columns(spots: &[Spot]) -> Vec<Vec<usize>> {
    let last = spots
        .iter()
        .map(|spot| spot.column)
        .max()
        .map_or(0, |last| last + 1);
    let mut columns = vec![Vec::new(); last];
    for (at, spot) in spots.iter().enumerate() {
        columns[spot.column].push(at);
    }
    columns
}

/// Sets columns in the order of the means of what they are joined with, to and fro.
fn order(columns: &mut [Vec<usize>], spots: &[Spot]) {
    let mut places = vec![0.0; spots.len()];
    let number = |column: &[usize], places: &mut [f64]| {
        for (at, &spot) in column.iter().enumerate() {
            places[spot] = (at as f64 + 0.5) / column.len() as f64;
        }
    };
    for column in columns.iter() {
        number(column, &mut places);
    }
    for sweep in 0..SWEEPS {
        let forth = sweep % 2 == 0;
        let all: Vec<usize> = if forth {
            (0..columns.len()).collect()
        } else {
            (0..columns.len()).rev().collect()
        };
        for at in all {
            let beside = |spot: usize| {
                if forth {
                    &spots[spot].left
                } else {
                    &spots[spot].right
                }
            };
            let mean = |spot: usize| {
                let joined = beside(spot);
                let sum: f64 = joined.iter().map(|&other| places[other]).sum();
                if joined.is_empty() {
                    places[spot]
                } else {
                    sum / joined.len() as f64
                }
            };
            let mut keyed: Vec<(f64, usize)> = columns[at].iter().map(|&s| (mean(s), s)).collect();
            // The sort keeps the order of equals.
            keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
            columns[at] = keyed.into_iter().map(|(_, spot)| spot).collect();
            number(&columns[at], &mut places);
        }
    }
}

/// Sets places: each as near to the mean of what it is joined with as its column allows.
fn set(columns: &[Vec<usize>], spots: &mut [Spot]) {
    for column in columns {
        let wanted = vec![0.0; column.len()];
        stack(column, &wanted, spots);
    }
    for sweep in 0..2 * SWEEPS {
        for at in 0..columns.len() {
            let column = &columns[if sweep % 2 == 0 {
                at
            } else {
                columns.len() - 1 - at
            }];
            let wanted: Vec<f64> = column.iter().map(|&spot| wanted(spot, spots)).collect();
            stack(column, &wanted, spots);
        }
    }
    let top = spots
        .iter()
        .map(|spot| spot.y)
        .fold(f64::INFINITY, f64::min);
    for spot in spots.iter_mut() {
        spot.y -= top;
    }
}

fn wanted(spot: usize, spots: &[Spot]) -> f64 {
    let own = &spots[spot];
    let joined = own.left.iter().chain(&own.right);
    let middles: Vec<f64> = joined.map(|&other| spots[other].middle()).collect();
    if middles.is_empty() {
        return own.middle();
    }
    middles.iter().sum::<f64>() / middles.len() as f64
}

/// The places nearest to the wanted ones at which nothing in a column touches: those that want the same
/// place are pooled around the mean of what they want.
fn stack(column: &[usize], wanted: &[f64], spots: &mut [Spot]) {
    let mut pools: Vec<(f64, f64)> = Vec::new();
    let mut before = Vec::new();
    let mut sum = 0.0;
    for (&spot, &wanted) in column.iter().zip(wanted) {
        before.push(sum);
        let top = wanted - spots[spot].height / 2.0 - sum;
        sum += spots[spot].height + GAP;
        pools.push((top, 1.0));
        while let [.., (above, many), (below, more)] = pools[..] {
            if above <= below {
                break;
            }
            pools.pop();
            let all = many + more;
            let last = pools.len() - 1;
            pools[last] = ((above * many + below * more) / all, all);
        }
    }
    let tops = pools
        .iter()
        .flat_map(|&(top, many)| std::iter::repeat_n(top, many as usize));
    for ((&spot, before), top) in column.iter().zip(before).zip(tops) {
        spots[spot].y = top + before;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Boxes and lanes as rectangles: left, top, right, bottom.
    fn rectangles(layout: &Layout) -> Vec<[f64; 4]> {
        let spot = |spot: &Spot| [spot.x(), spot.y, spot.x() + WIDTH, spot.y + spot.height];
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

    #[test]
    fn what_wants_one_place_is_pooled_around_it() {
        let spot = |height| Spot {
            column: 0,
            height,
            y: 0.0,
            left: Vec::new(),
            right: Vec::new(),
        };
        let mut spots = [spot(10.0), spot(10.0), spot(10.0)];
        stack(&[0, 1, 2], &[100.0, 100.0, 500.0], &mut spots);
        let tops: Vec<f64> = spots.iter().map(|spot| spot.y).collect();
        // Two of 10 with 22 between them around 100, the third where it wants to be.
        assert_eq!(tops, [79.0, 111.0, 495.0]);
    }
}
