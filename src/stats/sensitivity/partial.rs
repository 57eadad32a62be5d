//! Partial rank correlations of all inputs at once.

use super::super::orthogonal::{beyond, dot, taken_out};

/// A coefficient above this takes part in a dependence.
const PART: f64 = 1e-6;
/// A remainder below this is rounding: the inputs explain the output wholly.
const WHOLE: f64 = 1e-18;

/// The inputs' rank scores made orthogonal, one after another.
pub(super) struct Basis {
    /// Orthonormal columns, of the inputs that say anything new.
    columns: Vec<Vec<f64>>,
    /// Which inputs these are.
    places: Vec<usize>,
    /// Inverse of the triangle that makes the inputs of them, by rows.
    inverse: Vec<Vec<f64>>,
    /// Inputs that depend on one another: nothing is left of them when the others are held.
    bound: Vec<bool>,
}

impl Basis {
    /// Orthogonalises; none where there are too few points for an interval.
    pub(super) fn new(scores: &[&[f64]]) -> Option<Self> {
        let n = scores.first()?.len();
        if n < scores.len() + 3 {
            return None;
        }
        let mut columns: Vec<Vec<f64>> = Vec::new();
        let (mut places, mut triangle, mut repeats) = (Vec::new(), Vec::new(), Vec::new());
        for (place, input) in scores.iter().enumerate() {
            let (rest, mut parts) = beyond(&columns, input.to_vec());
            let Some(rest) = rest else {
                parts.pop();
                repeats.push((place, parts));
                continue;
            };
            columns.push(rest);
            triangle.push(parts);
            places.push(place);
        }
        let inverse = inverse(&triangle);
        let mut bound = vec![false; scores.len()];
        for (place, parts) in repeats {
            bound[place] = true;
            for (at, row) in inverse.iter().enumerate().take(parts.len()) {
                bound[places[at]] |= dot(&row[at..parts.len()], &parts[at..]).abs() > PART;
            }
        }
        Some(Self {
            columns,
            places,
            inverse,
            bound,
        })
    }

    /// The correlation of the scores with each input's, all other inputs held. With b the coefficient
    /// of the input in the regression on all, s the sum of squares that is left and v the input's
    /// place in the inverse of X'X it is b / √(b² + s v), which is t / √(t² + degrees of freedom).
    pub(super) fn partials(&self, scores: &[f64]) -> Vec<Option<f64>> {
        let mut rest = scores.to_vec();
        let parts = taken_out(&mut rest, &self.columns);
        let left = dot(&rest, &rest);
        let mut found = vec![None; self.bound.len()];
        for (at, row) in self.inverse.iter().enumerate() {
            let coefficient = dot(&row[at..], &parts[at..]);
            let unclear = left < WHOLE && coefficient.abs() < PART;
            if !self.bound[self.places[at]] && !unclear {
                let own = coefficient * coefficient + left * dot(&row[at..], &row[at..]);
                found[self.places[at]] = Some(coefficient / own.sqrt());
            }
        }
        found
    }
}

/// The inverse, by rows, of an upper triangle given by columns.
fn inverse(triangle: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let size = triangle.len();
    let mut rows = vec![vec![0.0; size]; size];
    for (j, column) in triangle.iter().enumerate() {
        for (i, row) in rows.iter_mut().enumerate().take(j) {
            row[j] = -dot(&row[i..j], &column[i..j]) / column[j];
        }
        rows[j][j] = 1.0 / column[j];
    }
    rows
}
