//! Under what conditions something happens: boxes of the inputs, found in one half of the rows and counted in
//! the other, so that what is told of them is not what they were chosen for.

use crate::stats::prim::{Peel, Sides, Table};
use crate::stats::{Binomial, wilson};
use crate::summary::{CONFIDENCE, Estimate};

/// Rows of interest below which no box is looked for.
const LEAST_HITS: usize = 10;

/// Rows of inputs and which of them are of interest.
#[derive(Clone, Debug)]
pub struct Cases {
    /// One column an input.
    pub inputs: Vec<Vec<f64>>,
    /// Which rows are of interest.
    pub hits: Vec<bool>,
}

/// A box.
#[derive(Clone, Debug, PartialEq)]
pub struct Region {
    /// The sides that are not open.
    pub bounds: Vec<Bound>,
    /// Rows counted: those that it was not found in, less those of earlier boxes.
    pub rows: usize,
    /// Share of those within.
    pub mass: Estimate,
    /// Share of rows of interest among those within.
    pub density: Estimate,
    /// Share of all rows of interest that are within.
    pub coverage: Estimate,
    /// How it was found: ever smaller boxes in the first half.
    pub peels: Vec<Peel>,
    /// The one of them that was taken.
    pub taken: usize,
}

/// A side of a box.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bound {
    /// Position of the input.
    pub input: usize,
    /// Lowest value within, where there is an end.
    pub low: Option<f64>,
    /// Highest value within, where there is an end.
    pub high: Option<f64>,
    /// Probability of so many rows of interest within if this input made no difference there.
    pub p: Option<f64>,
}

/// Boxes in which rows of interest are frequent, each in what the earlier ones leave, and the share of rows that are
/// of interest at all. A box holds at least `mass` of the rows it is found in. Of the peels the one is taken with
/// the largest harmonic mean of density and coverage.
#[must_use]
pub fn discover(cases: &Cases, mass: f64, most: usize) -> (Estimate, Vec<Region>) {
    let inputs: Vec<&[f64]> = cases.inputs.iter().map(Vec::as_slice).collect();
    let table = Table {
        inputs: &inputs,
        hits: &cases.hits,
    };
    let all = 0..cases.hits.len();
    let is_known = |row: &usize| inputs.iter().all(|column| !column[*row].is_nan());
    let (mut found_in, mut counted): (Vec<usize>, Vec<usize>) =
        all.filter(is_known).partition(|row| row % 2 == 0);
    let hits = |rows: &[usize]| rows.iter().filter(|&&row| cases.hits[row]).count();
    let least = libm::ceil(mass * found_in.len() as f64) as usize;
    let (whole, interesting) = (counted.len(), hits(&counted));
    let base = share(interesting, whole);
    let mut regions = Vec::new();
    while regions.len() < most && hits(&found_in) >= LEAST_HITS {
        let peels = table.peel(&found_in, least);
        let taken = best(&peels);
        let sides = table.paste(&found_in, peels[taken].clone()).sides;
        let region = counted_in(&table, &counted, &sides, (whole, interesting));
        if region.bounds.is_empty() {
            break;
        }
        for rows in [&mut found_in, &mut counted] {
            rows.retain(|&row| !table.is_within(row, &sides));
        }
        regions.push(Region {
            peels,
            taken,
            ..region
        });
    }
    (base, regions)
}

/// The peel with the largest harmonic mean of density and coverage; the earlier of equals.
fn best(peels: &[Peel]) -> usize {
    let whole = peels[0].hits;
    let value = |at: usize| 2.0 * peels[at].hits as f64 / (peels[at].rows + whole) as f64;
    (1..peels.len()).fold(
        0,
        |best, at| if value(at) > value(best) { at } else { best },
    )
}

fn counted_in(
    table: &Table,
    rows: &[usize],
    sides: &Sides,
    (whole, interesting): (usize, usize),
) -> Region {
    let count = |sides: &Sides| {
        let within = rows.iter().filter(|&&row| table.is_within(row, sides));
        let hits = within.clone().filter(|&&row| table.hits[row]).count();
        (within.count(), hits)
    };
    let (within, hits) = count(sides);
    let bounds = sides.iter().enumerate().filter(|(_, (low, high))| {
        low.is_finite() || *low == f64::INFINITY || *high < f64::INFINITY
    });
    let bound = |(input, &(low, high)): (usize, &(f64, f64))| {
        let mut open = sides.clone();
        open[input] = (f64::NEG_INFINITY, f64::INFINITY);
        let (around, hits_around) = count(&open);
        Bound {
            input,
            low: (low > f64::NEG_INFINITY).then_some(low),
            high: (high < f64::INFINITY).then_some(high),
            p: (around > 0 && within > 0)
                .then(|| at_least(hits, within, hits_around as f64 / around as f64)),
        }
    };
    Region {
        bounds: bounds.map(bound).collect(),
        rows: rows.len(),
        mass: share(within, whole),
        density: share(hits, within),
        coverage: share(hits, interesting),
        peels: Vec::new(),
        taken: 0,
    }
}

/// Probability of at least so many hits.
///
/// # Source
/// Bryant and Lempert (2010), Technological Forecasting and Social Change 77, 34: quasi-p-values, here of rows in
/// which the box was not sought.
fn at_least(hits: usize, rows: usize, density: f64) -> f64 {
    let law = Binomial::new(rows as u64, density);
    law.between(hits as u64, rows as u64).min(1.0)
}

fn share(hits: usize, rows: usize) -> Estimate {
    let (lo95, hi95) = wilson(hits as u64, rows as u64, CONFIDENCE).unzip();
    Estimate {
        mean: (rows > 0).then(|| hits as f64 / rows as f64),
        lo95,
        hi95,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Stream, StreamKey};

    fn column(name: &str, rows: usize) -> Vec<f64> {
        let mut uniforms = vec![0.0; rows];
        Stream::new(1, 1, StreamKey::of(name)).fill(0, &mut uniforms);
        uniforms
    }

    /// Hits are nine in ten within two boxes and one in twenty outside.
    fn planted(rows: usize) -> Cases {
        let inputs = vec![column("a", rows), column("b", rows), column("c", rows)];
        let luck = column("luck", rows);
        let hit = |k: usize| {
            let (a, b) = (inputs[0][k], inputs[1][k]);
            let within = (a > 0.6 && b < 0.4) || (a < 0.2 && b > 0.6);
            luck[k] < if within { 0.9 } else { 0.05 }
        };
        let hits = (0..rows).map(hit).collect();
        Cases { inputs, hits }
    }

    #[test]
    fn planted_boxes_are_found_one_after_the_other() {
        let (base, regions) = discover(&planted(4000), 0.03, 2);
        // Masses 0.16 and 0.08: 0.24 · 0.9 + 0.76 · 0.05 = 0.254.
        let holds = |of: Estimate, truth: f64| of.lo95.unwrap() < truth && truth < of.hi95.unwrap();
        assert!(holds(base, 0.254), "{base:?}");
        assert_eq!(regions.len(), 2);
        for (region, sides, mass) in [
            (&regions[0], [(0, 0.6, true), (1, 0.4, false)], 0.16),
            (&regions[1], [(0, 0.2, false), (1, 0.6, true)], 0.08),
        ] {
            for (input, edge, is_low) in sides {
                let bound = region.bounds.iter().find(|b| b.input == input).unwrap();
                let found = if is_low { bound.low } else { bound.high };
                assert!((found.unwrap() - edge).abs() < 0.04, "{bound:?}");
                assert!(bound.p.unwrap() < 1e-6, "{bound:?}");
            }
            assert!(
                (region.mass.mean.unwrap() - mass).abs() < 0.03,
                "{:?}",
                region.mass
            );
            assert!(region.density.mean.unwrap() > 0.8, "{:?}", region.density);
            let coverage = mass * 0.9 / 0.254;
            assert!((region.coverage.mean.unwrap() - coverage).abs() < 0.08);
        }
        // An input that does nothing is not cut, or shows it.
        let idle = regions
            .iter()
            .flat_map(|r| &r.bounds)
            .filter(|b| b.input == 2);
        assert!(
            idle.clone().all(|b| b.p.unwrap() > 0.001),
            "{:?}",
            idle.collect::<Vec<_>>()
        );
    }

    /// Where nothing is behind it, what was found does not hold in the other half: the density's interval holds
    /// the share of rows at large about as often as it says.
    #[test]
    fn chance_is_told_as_chance() {
        let mut held = 0;
        for case in 0..100 {
            let rows = 600;
            let inputs: Vec<Vec<f64>> = (0..5)
                .map(|k| column(&format!("{case} {k}"), rows))
                .collect();
            let luck = column(&format!("{case} luck"), rows);
            let hits = luck.iter().map(|u| *u < 0.3).collect();
            let (_, regions) = discover(&Cases { inputs, hits }, 0.05, 1);
            let Some(region) = regions.first() else {
                held += 1;
                continue;
            };
            let density = region.density;
            held += u32::from(density.lo95 <= Some(0.3) && Some(0.3) <= density.hi95);
        }
        // Of 100 with probability 0.95, fewer than 88 once in a thousand.
        assert!(held >= 88, "{held}");
    }

    #[test]
    fn without_enough_of_interest_there_is_no_box() {
        let mut cases = planted(400);
        cases.hits = (0..400).map(|k| k < 5).collect();
        assert!(discover(&cases, 0.05, 3).1.is_empty());
        cases.hits = vec![true; 400];
        assert!(discover(&cases, 0.05, 3).1.is_empty());
    }
}
