//! Partial rank correlations of all inputs at once.

use super::rank::dot;

/// What an input must keep of its length once the earlier ones are taken out, to say anything new.
const NEW: f64 = 1e-7;
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
            let mut rest = input.to_vec();
            let mut parts = taken_out(&mut rest, &columns);
            let left = dot(&rest, &rest).sqrt();
            if left < NEW {
                repeats.push((place, parts));
                continue;
            }
            for x in &mut rest {
                *x /= left;
            }
            columns.push(rest);
            parts.push(left);
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

/// Takes out of a column what lies along others and returns how much. Twice is enough (Kahan and
/// Parlett): the second time takes out what rounding left of the first.
fn taken_out(rest: &mut [f64], columns: &[Vec<f64>]) -> Vec<f64> {
    let mut parts = vec![0.0; columns.len()];
    for _ in 0..2 {
        for (part, column) in parts.iter_mut().zip(columns) {
            let along = dot(rest, column);
            for (x, y) in rest.iter_mut().zip(column) {
                *x -= along * y;
            }
            *part += along;
        }
    }
    parts
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
