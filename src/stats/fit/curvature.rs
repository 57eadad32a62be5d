//! Standard errors from how sharply a likelihood bends at its top.

/// Variances and covariances of the numbers at the lowest point of a negative log-likelihood: the
/// inverse of its second derivatives (the observed information), by central differences; nothing
/// where it is flat in some direction.
pub(super) fn covariance(f: &dyn Fn(&[f64]) -> f64, at: &[f64]) -> Option<Vec<Vec<f64>>> {
    let n = at.len();
    let steps: Vec<f64> = at.iter().map(|x| 1e-4 * (1.0 + x.abs())).collect();
    let moved = |moves: &[(usize, f64)]| {
        let mut x = at.to_vec();
        for &(i, by) in moves {
            x[i] += by * steps[i];
        }
        f(&x)
    };
    let here = f(at);
    let mut bend = vec![vec![0.0; n]; n];
    for i in 0..n {
        let twice = moved(&[(i, 1.0)]) + moved(&[(i, -1.0)]) - 2.0 * here;
        bend[i][i] = twice / (steps[i] * steps[i]);
        for j in 0..i {
            let corner = |a: f64, b: f64| moved(&[(i, a), (j, b)]);
            let alike = corner(1.0, 1.0) + corner(-1.0, -1.0);
            let apart = corner(1.0, -1.0) + corner(-1.0, 1.0);
            bend[i][j] = (alike - apart) / (4.0 * steps[i] * steps[j]);
            bend[j][i] = bend[i][j];
        }
    }
    inverse(&bend)
}

/// The standard error of what is made of the numbers, given their covariances.
///
/// # Source
/// The delta method: a linear function has the variance g' V g, g its derivatives.
pub(super) fn standard_error(
    of: &dyn Fn(&[f64]) -> f64,
    at: &[f64],
    covariance: &[Vec<f64>],
) -> Option<f64> {
    let derivative = |i: usize| {
        let step = 1e-6 * (1.0 + at[i].abs());
        let at = |by: f64| {
            let mut x = at.to_vec();
            x[i] += by;
            of(&x)
        };
        (at(step) - at(-step)) / (2.0 * step)
    };
    let g: Vec<f64> = (0..at.len()).map(derivative).collect();
    let dot = |row: &Vec<f64>| row.iter().zip(&g).map(|(v, g)| v * g).sum::<f64>();
    let variance: f64 = covariance.iter().zip(&g).map(|(row, g)| g * dot(row)).sum();
    (variance.is_finite() && variance >= 0.0).then(|| variance.sqrt())
}

/// The inverse of a symmetric matrix that bends upwards in every direction: Gauss and Jordan, in
/// which a pivot of such a matrix is never 0.
fn inverse(matrix: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
    let n = matrix.len();
    let scale: Vec<f64> = (0..n).map(|i| matrix[i][i]).collect();
    let mut left = matrix.to_vec();
    let mut right: Vec<Vec<f64>> = (0..n)
        .map(|i| (0..n).map(|j| f64::from(i == j)).collect())
        .collect();
    for i in 0..n {
        let pivot = left[i][i];
        // Below this share of what it was, the direction is flat to the digits of the differences.
        if !(pivot.is_finite() && pivot > 1e-7 * scale[i] && scale[i] > 0.0) {
            return None;
        }
        for half in [&mut left, &mut right] {
            half[i].iter_mut().for_each(|x| *x /= pivot);
        }
        let (row, other) = (left[i].clone(), right[i].clone());
        for j in (0..n).filter(|&j| j != i) {
            let by = left[j][i];
            left[j].iter_mut().zip(&row).for_each(|(x, r)| *x -= by * r);
            right[j]
                .iter_mut()
                .zip(&other)
                .for_each(|(x, r)| *x -= by * r);
        }
    }
    Some(right)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_normal_law_gives_back_its_covariances() {
        // Half of x' A x with A = [[2, 1], [1, 3]]: inverse [[0.6, -0.2], [-0.2, 0.4]].
        let f = |x: &[f64]| x[0] * x[0] + x[0] * x[1] + 1.5 * x[1] * x[1];
        let found = covariance(&f, &[0.0, 0.0]).unwrap();
        for (found, expected) in found.iter().flatten().zip([0.6, -0.2, -0.2, 0.4]) {
            assert!((found - expected).abs() < 1e-6, "{found}");
        }
        // Variance of x + 2 y: 0.6 - 0.8 + 1.6.
        let se = standard_error(&|x| x[0] + 2.0 * x[1], &[0.0, 0.0], &found).unwrap();
        assert!((se * se - 1.4).abs() < 1e-6);
    }

    #[test]
    fn where_it_is_flat_there_is_no_standard_error() {
        let ridge = |x: &[f64]| (x[0] + x[1]).powi(2);
        assert_eq!(covariance(&ridge, &[0.0, 0.0]), None);
        assert_eq!(covariance(&|x| -x[0] * x[0], &[0.0]), None);
    }
}
