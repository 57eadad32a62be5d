//! In which order boxes stand in their columns, and how high: near to what they are joined with.

use super::layout::{GAP, Spot};

/// Times that columns are set in order, and that places are set right.
const SWEEPS: usize = 12;

/// What stands in each column.
pub(super) fn columns(spots: &[Spot]) -> Vec<Vec<usize>> {
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
pub(super) fn order(columns: &mut [Vec<usize>], spots: &[Spot]) {
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
pub(super) fn set(columns: &[Vec<usize>], spots: &mut [Spot]) {
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
