//! What a number is expected to be given a parameter: least squares on smooth functions of it, as many of
//! them as cross-validation bears out.

use crate::stats::Moments;

/// Parts that the trials are dealt into; each is foretold from the others.
const FOLDS: usize = 5;

/// Standard errors by which more terms must foretell better to be kept.
const BORNE_OUT: f64 = 2.0;

/// Places of the knots, as shares of the sample.
///
/// # Source
/// Harrell (2015), Regression Modeling Strategies, table 2.3.
const KNOTS: [f64; 5] = [0.05, 0.275, 0.5, 0.725, 0.95];

/// With no more different values than these each has a level of its own.
const MOST_LEVELS: usize = 6;

/// Functions of a parameter: a straight line, or that and a natural cubic spline, or a level a value.
#[derive(Clone, Debug)]
pub struct Basis {
    knots: Vec<f64>,
    levels: Vec<f64>,
    centre: f64,
    scale: f64,
}

impl Basis {
    /// The functions for a sample of the parameter; `None` where it does not vary.
    #[must_use]
    pub fn of(sample: &[f64]) -> Option<Self> {
        let mut sorted = sample.to_vec();
        sorted.sort_by(f64::total_cmp);
        let mut levels = sorted.clone();
        levels.dedup();
        if levels.len() < 2 || !sorted.iter().all(|x| x.is_finite()) {
            return None;
        }
        let mut moments = Moments::default();
        moments.push_block(sample);
        let (centre, scale) = moments.mean().zip(moments.sd())?;
        if scale <= 1e-12 * centre.abs() {
            return None;
        }
        let at = |share: f64| sorted[(share * (sorted.len() - 1) as f64) as usize];
        let mut knots = KNOTS.map(|share| (at(share) - centre) / scale).to_vec();
        knots.dedup();
        if levels.len() > MOST_LEVELS {
            levels.clear();
        }
        Some(Self {
            knots,
            levels,
            centre,
            scale,
        })
    }

    /// True where each value has a level of its own.
    #[must_use]
    pub fn is_levels(&self) -> bool {
        !self.levels.is_empty()
    }

    /// How many columns of its row a straight line has, and how many everything.
    #[must_use]
    pub fn sizes(&self) -> [usize; 2] {
        let whole = if self.is_levels() {
            self.levels.len() - 1
        } else {
            1 + self.knots.len().saturating_sub(2)
        };
        [if self.is_levels() { whole } else { 1 }, whole]
    }

    /// The values of the functions at a point.
    #[must_use]
    pub fn row(&self, x: f64) -> Vec<f64> {
        if self.is_levels() {
            let level = |l: &f64| f64::from(u8::from((x - l).abs() < 1e-12 * self.scale));
            return self.levels[1..].iter().map(level).collect();
        }
        let z = (x - self.centre) / self.scale;
        let cubes = self.knots.len().saturating_sub(2);
        let curved = (0..cubes).map(|j| self.cubic(z, j));
        std::iter::once(z).chain(curved).collect()
    }

    /// A cubic that is straight beyond the outer knots.
    fn cubic(&self, z: f64, j: usize) -> f64 {
        let cube = |knot: f64| {
            let above = (z - knot).max(0.0);
            above * above * above
        };
        let k = &self.knots;
        let (first, before, last) = (k[0], k[k.len() - 2], k[k.len() - 1]);
        let width = last - before;
        let tail = cube(before) * (last - k[j]) / width - cube(last) * (before - k[j]) / width;
        (cube(k[j]) - tail) / ((last - first) * (last - first))
    }

    /// A column a function, a row a trial.
    #[must_use]
    pub fn columns(&self, sample: &[f64]) -> Vec<Vec<f64>> {
        let rows: Vec<Vec<f64>> = sample.iter().map(|&x| self.row(x)).collect();
        let column = |c: usize| rows.iter().map(|row| row[c]).collect();
        (0..self.sizes()[1]).map(column).collect()
    }
}

/// Coefficients, the constant first, of weighted least squares on some columns.
#[must_use]
pub fn least_squares(columns: &[&[f64]], y: &[f64], weights: &[f64]) -> Vec<f64> {
    let size = columns.len() + 1;
    let entry = |c: usize, t: usize| if c == 0 { 1.0 } else { columns[c - 1][t] };
    let mut matrix = vec![vec![0.0; size + 1]; size];
    let mut row = vec![0.0; size];
    for (t, (&y, &weight)) in y
        .iter()
        .zip(weights)
        .enumerate()
        .filter(|(_, (_, w))| **w > 0.0)
    {
        for (c, value) in row.iter_mut().enumerate() {
            *value = entry(c, t);
        }
        for (i, line) in matrix.iter_mut().enumerate() {
            let weighted = weight * row[i];
            for (sum, value) in line[..=i].iter_mut().zip(&row) {
                *sum += weighted * value;
            }
            line[size] += weighted * y;
        }
    }
    solved(&mut matrix)
}

/// Solves the equations by Cholesky's method; the lower half is given, the right side stands last. What the
/// columns before it say already gets the coefficient 0.
fn solved(matrix: &mut [Vec<f64>]) -> Vec<f64> {
    const SAID_ALREADY: f64 = 1e-10;
    let size = matrix.len();
    for i in 0..size {
        let own = matrix[i][i];
        for j in 0..=i {
            let known: f64 = (0..j).map(|k| matrix[i][k] * matrix[j][k]).sum();
            let rest = matrix[i][j] - known;
            matrix[i][j] = if i != j {
                if matrix[j][j] > 0.0 {
                    rest / matrix[j][j]
                } else {
                    0.0
                }
            } else if rest > SAID_ALREADY * own {
                rest.sqrt()
            } else {
                0.0
            };
        }
        let known: f64 = (0..i).map(|k| matrix[i][k] * matrix[k][size]).sum();
        let pivot = matrix[i][i];
        let rest = matrix[i][size] - known;
        matrix[i][size] = if pivot > 0.0 { rest / pivot } else { 0.0 };
    }
    let mut coefficients = vec![0.0; size];
    for i in (0..size).rev() {
        let known: f64 = (i + 1..size).map(|k| matrix[k][i] * coefficients[k]).sum();
        let pivot = matrix[i][i];
        if pivot > 0.0 {
            coefficients[i] = (matrix[i][size] - known) / pivot;
        }
    }
    coefficients
}

/// What coefficients foretell for each trial.
#[must_use]
pub fn foretold(columns: &[&[f64]], coefficients: &[f64], trials: usize) -> Vec<f64> {
    let mut values = vec![coefficients[0]; trials];
    for (column, coefficient) in columns.iter().zip(&coefficients[1..]) {
        for (value, x) in values.iter_mut().zip(*column) {
            *value += coefficient * x;
        }
    }
    values
}

/// Weights that keep all but one part of the trials.
fn without(fold: usize, trials: usize) -> Vec<f64> {
    let kept = |t: usize| f64::from(u8::from(t % FOLDS != fold));
    (0..trials).map(kept).collect()
}

/// Squared errors of each trial, foretold by the other parts.
#[must_use]
pub fn errors(columns: &[&[f64]], y: &[f64]) -> Vec<f64> {
    let mut errors = vec![0.0; y.len()];
    for fold in 0..FOLDS {
        let coefficients = least_squares(columns, y, &without(fold, y.len()));
        add_errors(
            &mut errors,
            fold,
            &foretold(columns, &coefficients, y.len()),
            y,
        );
    }
    errors
}

fn add_errors(errors: &mut [f64], fold: usize, foretold: &[f64], y: &[f64]) {
    for t in (fold..y.len()).step_by(FOLDS) {
        errors[t] = (y[t] - foretold[t]) * (y[t] - foretold[t]);
    }
}

/// True where the second errors are smaller than the first by more than chance would have it.
#[must_use]
pub fn borne_out(before: &[f64], after: &[f64]) -> bool {
    let mut gain = Moments::default();
    let gains: Vec<f64> = before.iter().zip(after).map(|(b, a)| b - a).collect();
    gain.push_block(&gains);
    let error = gain.sd().map(|sd| sd / (gains.len() as f64).sqrt());
    gain.mean()
        .zip(error)
        .is_some_and(|(mean, error)| mean > BORNE_OUT * error)
}

/// How many columns of a parameter's functions are borne out: none, a straight line, or all.
#[must_use]
pub fn columns_borne_out(basis: &Basis, columns: &[Vec<f64>], y: &[f64]) -> usize {
    let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let (mut kept, mut best) = (0, errors(&[], y));
    for size in basis.sizes() {
        let tried = errors(&columns[..size], y);
        if size > kept && borne_out(&best, &tried) {
            (kept, best) = (size, tried);
        }
    }
    kept
}

/// A parameter and how many columns of its functions are taken.
pub type Term = (usize, usize);

/// Terms that foretell a number, chosen one after the other by what they add, as long as cross-validation,
/// which chooses anew in every part, bears them out; and the share of variance they foretell.
#[must_use]
pub fn terms(all: &[(Basis, Vec<Vec<f64>>)], y: &[f64], most: usize) -> (Vec<Term>, f64) {
    let base = errors(&[], y);
    let mut by_length = vec![base.clone(); most + 1];
    for fold in 0..FOLDS {
        let steps = steps(all, y, &without(fold, y.len()), most);
        for (length, errors) in by_length.iter_mut().enumerate().skip(1) {
            // Where nothing is left to add, the last step stays.
            if let Some((_, told)) = steps.get(length - 1).or(steps.last()) {
                add_errors(errors, fold, told, y);
            }
        }
    }
    let mut kept = 0;
    for length in 1..=most {
        if borne_out(&by_length[kept], &by_length[length]) {
            kept = length;
        }
    }
    let found = steps(all, y, &vec![1.0; y.len()], kept);
    let sum = |errors: &[f64]| errors.iter().sum::<f64>();
    let whole = sum(&base);
    let share = if whole > 0.0 {
        1.0 - sum(&by_length[kept]) / whole
    } else {
        0.0
    };
    (found.into_iter().map(|(term, _)| term).collect(), share)
}

/// The terms one after the other, with what all up to each foretell.
fn steps(
    all: &[(Basis, Vec<Vec<f64>>)],
    y: &[f64],
    weights: &[f64],
    most: usize,
) -> Vec<(Term, Vec<f64>)> {
    let mut found: Vec<(Term, Vec<f64>)> = Vec::new();
    let mean = least_squares(&[], y, weights)[0];
    let mut rest: Vec<f64> = y.iter().map(|y| y - mean).collect();
    while found.len() < most {
        let taken = |p: &usize| found.iter().any(|((other, _), _)| other == p);
        let free = (0..all.len()).filter(|p| !taken(p));
        let gains = free.map(|p| (p, gain(&all[p], &rest, weights)));
        let best = gains.max_by(|(_, (_, a)), (_, (_, b))| a.total_cmp(b));
        let Some((p, (size, _))) = best.filter(|(_, (_, gain))| *gain > 0.0) else {
            break;
        };
        let terms: Vec<Term> = found
            .iter()
            .map(|(term, _)| *term)
            .chain([(p, size)])
            .collect();
        let columns = columns_of(all, &terms);
        let told = foretold(&columns, &least_squares(&columns, y, weights), y.len());
        rest = y.iter().zip(&told).map(|(y, told)| y - told).collect();
        found.push(((p, size), told));
    }
    found
}

/// The columns of some terms.
#[must_use]
pub fn columns_of<'a>(all: &'a [(Basis, Vec<Vec<f64>>)], terms: &[Term]) -> Vec<&'a [f64]> {
    let columns = terms.iter().flat_map(|&(p, size)| &all[p].1[..size]);
    columns.map(Vec::as_slice).collect()
}

/// By how many columns a parameter explains most of what is left, and by how much more than chance would, with
/// Akaike's two for each column.
fn gain((basis, columns): &(Basis, Vec<Vec<f64>>), rest: &[f64], weights: &[f64]) -> (usize, f64) {
    let squares =
        |values: &[f64]| -> f64 { values.iter().zip(weights).map(|(x, w)| w * x * x).sum() };
    let whole = squares(rest);
    let noise = whole / weights.iter().sum::<f64>();
    let of = |size: usize| {
        let columns: Vec<&[f64]> = columns[..size].iter().map(Vec::as_slice).collect();
        let told = foretold(
            &columns,
            &least_squares(&columns, rest, weights),
            rest.len(),
        );
        let left: Vec<f64> = rest.iter().zip(&told).map(|(y, told)| y - told).collect();
        (size, whole - squares(&left) - 2.0 * size as f64 * noise)
    };
    let [line, curve] = basis.sizes().map(of);
    if curve.1 > line.1 { curve } else { line }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn least_squares_give_back_what_was_put_in() {
        let x: Vec<f64> = (0..30).map(|t| libm::sin(f64::from(t))).collect();
        let z: Vec<f64> = (0..30).map(|t| libm::cos(2.0 * f64::from(t))).collect();
        let y: Vec<f64> = x
            .iter()
            .zip(&z)
            .map(|(x, z)| 3.0 - 2.0 * x + 0.5 * z)
            .collect();
        let found = least_squares(&[&x, &z, &x], &y, &vec![1.0; 30]);
        for (found, truth) in found.iter().zip([3.0, -2.0, 0.5, 0.0]) {
            assert!((found - truth).abs() < 1e-9, "{found} is not {truth}");
        }
        let mut spoilt = y.clone();
        spoilt[7] = 1e6;
        let mut weights = vec![1.0; 30];
        weights[7] = 0.0;
        let found = least_squares(&[&x], &spoilt, &weights);
        let kept = |v: &[f64]| [&v[..7], &v[8..]].concat();
        let truth = least_squares(&[&kept(&x)], &kept(&y), &[1.0; 29]);
        assert!((found[1] - truth[1]).abs() < 1e-12);
    }

    #[test]
    fn a_spline_is_straight_beyond_its_outer_knots_and_bends_between_them() {
        let sample: Vec<f64> = (0..=100).map(f64::from).collect();
        let basis = Basis::of(&sample).unwrap();
        assert_eq!(basis.sizes(), [1, 4]);
        let bend = |x: f64, c: usize| {
            let at = |x: f64| basis.row(x)[c];
            at(x - 1.0) - 2.0 * at(x) + at(x + 1.0)
        };
        for c in 1..4 {
            assert!(bend(2.0, c).abs() < 1e-12 && bend(98.0, c).abs() < 1e-12);
            assert!(bend(60.0, c).abs() > 1e-6, "{c}");
        }
        assert!(Basis::of(&[2.0; 9]).is_none());
        let levels = Basis::of(&[1.0, 2.0, 2.0, 5.0]).unwrap();
        assert_eq!(levels.row(2.0), [1.0, 0.0]);
        assert_eq!(levels.row(1.0), [0.0, 0.0]);
    }
}
