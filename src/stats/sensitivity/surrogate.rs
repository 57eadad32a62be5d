//! The inputs' share of the output's variance, from below.
//!
//! Whatever predicts the output from the inputs alone leaves at least the variance that the inputs do
//! not make. So 1 less its squared error, at points it was not fitted to, over the variance bounds
//! the inputs' share from below. What predicts here is a regression on the inputs' ranks.

use super::super::orthogonal::dot;
use super::super::{Moments, student};
use super::Estimate;

/// Parts of the points, each predicted from the others.
const FOLDS: usize = 10;
/// Points a coefficient wanted at all: with fewer the bound says nothing.
const LEAST: usize = 5;
/// Points a coefficient wanted for ranks squared besides.
const ROOM: usize = 10;
/// What is left of a column, relative to itself, where it repeats others.
const NEW: f64 = 1e-9;

/// A regression on ranks, ready for any output.
pub(super) struct Surrogate {
    /// Points in the order of the folds.
    order: Vec<usize>,
    /// First point of each fold, and the end.
    bounds: [usize; FOLDS + 1],
    /// A column of ones and the functions of the inputs, in that order of points.
    columns: Vec<Vec<f64>>,
    /// Triangle of the points outside of each fold.
    triangles: Vec<Triangle>,
}

impl Surrogate {
    /// Prepares the fits; none where there are fewer than five points a coefficient.
    pub(super) fn new(ranks: &[Vec<f64>], n: usize) -> Option<Self> {
        if ranks.is_empty() || n < LEAST * (ranks.len() + 1) || n < 2 * FOLDS {
            return None;
        }
        let order: Vec<usize> = (0..FOLDS).flat_map(|f| (f..n).step_by(FOLDS)).collect();
        let sizes = |fold: usize| (0..fold).map(|f| (n - f).div_ceil(FOLDS)).sum();
        let bounds: [usize; FOLDS + 1] = std::array::from_fn(sizes);
        let squares = n >= ROOM * (2 * ranks.len() + 1);
        let columns = columns(ranks, &order, squares);
        let grams: Vec<Vec<Vec<f64>>> = bounds
            .windows(2)
            .map(|fold| gram(&columns, fold[0]..fold[1]))
            .collect();
        let triangles = (0..FOLDS).map(|f| Triangle::without(&grams, f)).collect();
        Some(Self {
            order,
            bounds,
            columns,
            triangles,
        })
    }

    /// The bound, with an interval from the spread of the points' errors (delta method).
    pub(super) fn share(&self, output: &[f64]) -> Estimate {
        let output: Vec<f64> = self.order.iter().map(|&at| output[at]).collect();
        let mut moments = Moments::default();
        moments.push_block(&output);
        let Some(mean) = moments.mean() else {
            return Estimate::default();
        };
        let centred: Vec<f64> = output.iter().map(|y| y - mean).collect();
        let errors = self.errors(&centred);
        let n = errors.len() as f64;
        let (missed, whole) = (dot(&errors, &errors) / n, dot(&centred, &centred) / n);
        let share = 1.0 - missed / whole;
        let pulls = errors.iter().zip(&centred);
        let pull = pulls.map(|(e, y)| ((1.0 - share) * y * y - e * e) / whole);
        let spread: f64 = pull.map(|x| x * x).sum::<f64>() / (n - 1.0);
        let half = student::critical(0.95, n - 1.0) * (spread / n).sqrt();
        Estimate::new(share, Some((share - half, share + half)))
    }

    /// What each point's output is above its prediction from the points of other folds.
    fn errors(&self, output: &[f64]) -> Vec<f64> {
        let products: Vec<Vec<f64>> = (0..FOLDS).map(|f| self.products(output, f)).collect();
        let mut errors = output.to_vec();
        for (fold, triangle) in self.triangles.iter().enumerate() {
            let others = |at: usize| {
                let all = products.iter().enumerate();
                all.filter(|(f, _)| *f != fold).map(|(_, p)| p[at]).sum()
            };
            let wanted: Vec<f64> = (0..self.columns.len()).map(others).collect();
            let points = self.bounds[fold]..self.bounds[fold + 1];
            for (coefficient, column) in triangle.solve(&wanted).iter().zip(&self.columns) {
                let of_fold = errors[points.clone()].iter_mut();
                for (error, x) in of_fold.zip(&column[points.clone()]) {
                    *error -= coefficient * x;
                }
            }
        }
        errors
    }

    fn products(&self, output: &[f64], fold: usize) -> Vec<f64> {
        let points = self.bounds[fold]..self.bounds[fold + 1];
        let columns = self.columns.iter();
        columns
            .map(|column| dot(&column[points.clone()], &output[points.clone()]))
            .collect()
    }
}

/// Ones, and Legendre's polynomials of each input's rank drawn to -1 … 1: they hardly depend on one
/// another, so that the equations are easy.
fn columns(ranks: &[Vec<f64>], order: &[usize], squares: bool) -> Vec<Vec<f64>> {
    let n = order.len() as f64;
    let mut columns = vec![vec![1.0; order.len()]];
    for own in ranks {
        let drawn = |&at: &usize| (2.0 * own[at] - 1.0) / n - 1.0;
        let line: Vec<f64> = order.iter().map(drawn).collect();
        if squares {
            columns.push(line.iter().map(|u| 1.5 * u * u - 0.5).collect());
        }
        columns.push(line);
    }
    columns
}

/// Products of all pairs of columns over some points, the lower half.
fn gram(columns: &[Vec<f64>], points: std::ops::Range<usize>) -> Vec<Vec<f64>> {
    let part = |column: &'_ Vec<f64>| -> Vec<f64> { column[points.clone()].to_vec() };
    let parts: Vec<Vec<f64>> = columns.iter().map(part).collect();
    let row = |i: usize| (0..=i).map(|j| dot(&parts[i], &parts[j])).collect();
    (0..parts.len()).map(row).collect()
}

/// Cholesky's lower triangle of the normal equations; a column that repeats others is left out.
struct Triangle(Vec<Vec<f64>>);

impl Triangle {
    /// Of all folds but one.
    fn without(grams: &[Vec<Vec<f64>>], fold: usize) -> Self {
        let mut rows: Vec<Vec<f64>> = Vec::new();
        for i in 0..grams[0].len() {
            let sum = |j: usize| -> f64 {
                let all = grams.iter().enumerate();
                all.filter(|(f, _)| *f != fold).map(|(_, g)| g[i][j]).sum()
            };
            let mut row: Vec<f64> = Vec::with_capacity(i + 1);
            for (j, above) in rows.iter().enumerate() {
                let left = sum(j) - dot(&row, &above[..j]);
                row.push(if above[j] > 0.0 { left / above[j] } else { 0.0 });
            }
            let own = sum(i);
            let left = own - dot(&row, &row);
            row.push(if left > NEW * own { left.sqrt() } else { 0.0 });
            rows.push(row);
        }
        Self(rows)
    }

    fn solve(&self, wanted: &[f64]) -> Vec<f64> {
        let Self(rows) = self;
        let mut half: Vec<f64> = Vec::with_capacity(rows.len());
        for (i, row) in rows.iter().enumerate() {
            let left = wanted[i] - dot(&half, &row[..i]);
            half.push(if row[i] > 0.0 { left / row[i] } else { 0.0 });
        }
        for i in (0..rows.len()).rev() {
            let row = &rows[i];
            half[i] = if row[i] > 0.0 { half[i] / row[i] } else { 0.0 };
            let found = half[i];
            for (x, y) in half.iter_mut().zip(&row[..i]) {
                *x -= found * y;
            }
        }
        half
    }
}
