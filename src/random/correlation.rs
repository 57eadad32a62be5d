//! Matrices of correlations: their Cholesky factor, and the nearest valid matrix for one that has
//! none. A matrix is a list of rows. Called before the trials only.

use libm::{fabs, round, sqrt};

use super::copula::{normal_of_rank, rank_of_normal};

/// Below this a pivot counts as none.
const SMALLEST_PIVOT: f64 = 1e-10;
/// Sweeps of Jacobi's method and steps of Higham's; both converge long before.
const MOST_STEPS: usize = 500;

/// The lower triangular L with L Lᵀ = `matrix`, rows shortened to their diagonal.
///
/// # Errors
/// The first row at which the matrix is not positive definite.
pub fn cholesky(matrix: &[Vec<f64>]) -> Result<Vec<Vec<f64>>, usize> {
    let mut factor: Vec<Vec<f64>> = Vec::with_capacity(matrix.len());
    for (i, given) in matrix.iter().enumerate() {
        let mut row: Vec<f64> = Vec::with_capacity(i + 1);
        for (j, above) in factor.iter().enumerate() {
            row.push((given[j] - dot(&row, above)) / above[j]);
        }
        let pivot = given[i] - dot(&row, &row);
        if pivot.is_nan() || pivot < SMALLEST_PIVOT {
            return Err(i);
        }
        row.push(sqrt(pivot));
        factor.push(row);
    }
    Ok(factor)
}

/// Of the first entries both have.
fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// A correlation matrix next to a symmetric one with ones on its diagonal, fit to be written down
/// with three decimals: the nearest in the Frobenius norm, drawn towards no correlation by as
/// little as makes it positive definite once it is rounded.
///
/// # Source
/// Higham (2002), "Computing the nearest correlation matrix", algorithm 3.3: alternating
/// projections with Dykstra's correction.
#[must_use]
pub fn nearest_correlation(matrix: &[Vec<f64>]) -> Vec<Vec<f64>> {
    nearest_written(matrix, |x| x, |x| x)
}

/// The same for a matrix of normal scores that is written as one of ranks.
#[must_use]
pub fn nearest_rank_correlation(matrix: &[Vec<f64>]) -> Vec<Vec<f64>> {
    nearest_written(matrix, rank_of_normal, normal_of_rank)
}

/// The nearest matrix as it is to be written; `meant` is what a number stands for that is `written`.
fn nearest_written(
    matrix: &[Vec<f64>],
    written: fn(f64) -> f64,
    meant: fn(f64) -> f64,
) -> Vec<Vec<f64>> {
    let nearest = alternate(matrix);
    let mut drawn = 0.0;
    loop {
        let rounded = map(&nearest, |i, j, x| {
            if i == j {
                1.0
            } else {
                round(written(x * (1.0 - drawn)) * 1000.0) / 1000.0
            }
        });
        let stands_for = map(&rounded, |i, j, x| if i == j { 1.0 } else { meant(x) });
        if cholesky(&stands_for).is_ok() {
            return rounded;
        }
        drawn += 0.001;
    }
}

/// Higham's steps, until nothing changes in the tenth decimal.
fn alternate(matrix: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let mut found = matrix.to_vec();
    let mut correction = map(matrix, |_, _, _| 0.0);
    for _ in 0..MOST_STEPS {
        let shifted = map(&found, |i, j, x| x - correction[i][j]);
        let projected = without_negative(&shifted);
        correction = map(&projected, |i, j, x| x - shifted[i][j]);
        let next = map(&projected, |i, j, x| if i == j { 1.0 } else { x });
        let moved = largest(&map(&next, |i, j, x| x - found[i][j]));
        found = next;
        if moved < 1e-10 {
            break;
        }
    }
    found
}

fn map(matrix: &[Vec<f64>], of: impl Fn(usize, usize, f64) -> f64) -> Vec<Vec<f64>> {
    let row = |(i, row): (usize, &Vec<f64>)| {
        let entries = row.iter().enumerate();
        entries.map(|(j, x)| of(i, j, *x)).collect()
    };
    matrix.iter().enumerate().map(row).collect()
}

fn largest(matrix: &[Vec<f64>]) -> f64 {
    let entries = matrix.iter().flatten();
    entries.fold(0.0, |largest, x| f64::max(largest, fabs(*x)))
}

/// The nearest matrix without negative eigenvalues.
fn without_negative(matrix: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let (values, vectors) = eigen(matrix);
    map(matrix, |i, j, _| {
        let parts = values.iter().enumerate();
        parts
            .map(|(k, value)| f64::max(*value, 0.0) * vectors[i][k] * vectors[j][k])
            .sum()
    })
}

/// Eigenvalues and, in columns, eigenvectors of a symmetric matrix.
///
/// # Source
/// Jacobi's cyclic method: Golub and Van Loan, "Matrix Computations", section 8.5.
fn eigen(matrix: &[Vec<f64>]) -> (Vec<f64>, Vec<Vec<f64>>) {
    let mut a = matrix.to_vec();
    let mut vectors = map(matrix, |i, j, _| f64::from(u8::from(i == j)));
    for _ in 0..MOST_STEPS {
        let off = map(&a, |i, j, x| if i == j { 0.0 } else { x });
        if largest(&off) < 1e-14 {
            break;
        }
        for p in 0..a.len() {
            for q in p + 1..a.len() {
                rotate(&mut a, &mut vectors, p, q);
            }
        }
    }
    ((0..a.len()).map(|i| a[i][i]).collect(), vectors)
}

/// Turns the plane of two axes so that the entry between them vanishes.
fn rotate(a: &mut [Vec<f64>], vectors: &mut [Vec<f64>], p: usize, q: usize) {
    if fabs(a[p][q]) < 1e-300 {
        return;
    }
    let slope = (a[q][q] - a[p][p]) / (2.0 * a[p][q]);
    let sign = if slope < 0.0 { -1.0 } else { 1.0 };
    let tangent = sign / (fabs(slope) + sqrt(1.0 + slope * slope));
    let cosine = 1.0 / sqrt(1.0 + tangent * tangent);
    let sine = tangent * cosine;
    let turn = |x: f64, y: f64| (cosine * x - sine * y, sine * x + cosine * y);
    for row in a.iter_mut().chain(vectors.iter_mut()) {
        (row[p], row[q]) = turn(row[p], row[q]);
    }
    let (above, below) = a.split_at_mut(q);
    for (x, y) in above[p].iter_mut().zip(&mut below[0]) {
        (*x, *y) = turn(*x, *y);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matrix(pairs: &[(usize, usize, f64)], size: usize) -> Vec<Vec<f64>> {
        let mut matrix = vec![vec![0.0; size]; size];
        for (i, row) in matrix.iter_mut().enumerate() {
            row[i] = 1.0;
        }
        for &(i, j, rho) in pairs {
            matrix[i][j] = rho;
            matrix[j][i] = rho;
        }
        matrix
    }

    #[test]
    fn a_factor_times_its_transpose_is_the_matrix() {
        let given = matrix(&[(0, 1, 0.6), (0, 2, -0.3), (1, 2, 0.2)], 3);
        let factor = cholesky(&given).unwrap();
        for i in 0..3 {
            assert_eq!(factor[i].len(), i + 1);
            for j in 0..3 {
                assert!((dot(&factor[i], &factor[j]) - given[i][j]).abs() < 1e-15);
            }
        }
        assert_eq!(factor[0], [1.0]);
    }

    #[test]
    fn a_matrix_that_is_not_positive_definite_has_no_factor_from_a_row_on() {
        let impossible = matrix(&[(0, 1, 0.9), (0, 2, 0.9), (1, 2, -0.9)], 3);
        assert_eq!(cholesky(&impossible), Err(2));
        assert_eq!(cholesky(&matrix(&[(0, 1, 1.0)], 2)), Err(1));
        assert_eq!(cholesky(&matrix(&[(0, 1, f64::NAN)], 2)), Err(1));
    }

    /// The tridiagonal example of Higham's paper, section 4, printed there to four digits.
    #[test]
    fn the_nearest_correlation_matrix_is_that_of_highams_example() {
        let given = vec![
            vec![1.0, 1.0, 0.0],
            vec![1.0, 1.0, 1.0],
            vec![0.0, 1.0, 1.0],
        ];
        let found = alternate(&given);
        let printed = matrix(&[(0, 1, 0.7607), (0, 2, 0.1573), (1, 2, 0.7607)], 3);
        for (row, printed) in found.iter().zip(&printed) {
            for (x, y) in row.iter().zip(printed) {
                assert!((x - y).abs() < 6e-5, "{found:?}");
            }
        }
    }

    #[test]
    fn what_is_offered_instead_has_a_factor_and_is_near() {
        for pairs in [
            [(0, 1, 0.9), (0, 2, 0.9), (1, 2, -0.9)],
            [(0, 1, 1.0), (0, 2, 0.5), (1, 2, 0.2)],
        ] {
            let given = matrix(&pairs, 4);
            assert!(cholesky(&given).is_err());
            let offered = nearest_correlation(&given);
            assert!(cholesky(&offered).is_ok());
            let exact = alternate(&given);
            let apart = largest(&map(&offered, |i, j, x| x - exact[i][j]));
            assert!(apart < 0.01, "{apart}");
        }
        let valid = matrix(&[(0, 1, 0.25)], 2);
        assert_eq!(nearest_correlation(&valid), valid);
    }
}
