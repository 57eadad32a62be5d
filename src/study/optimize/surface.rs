//! A quadratic surface through what is known around a point: where many levers pull together, it sees
//! the valley that steps along each of them by itself do not.
//!
//! # Source
//! Response surfaces: Box and Wilson (1951), Journal of the Royal Statistical Society B 13, 1; within
//! a region of trust as in Powell (2009), "The BOBYQA algorithm for bound constrained optimization
//! without derivatives", DAMTP 2009/NA06.

/// A quadratic function about a centre.
#[derive(Clone, Debug)]
pub(super) struct Surface {
    centre: Vec<f64>,
    scale: f64,
    weights: Vec<f64>,
}

/// So much of the mean square of a term is added to it, for a surface where points say too little.
const RIDGE: f64 = 1e-7;

impl Surface {
    /// Terms of a surface over so many sides.
    pub fn terms(sides: usize) -> usize {
        (sides + 1) * (sides + 2) / 2
    }

    /// The surface of least squares, near points weighing more; nothing where there are too few.
    pub fn fitted(centre: &[f64], scale: f64, points: &[(Vec<f64>, f64)]) -> Option<Self> {
        let size = Self::terms(centre.len());
        if points.len() < size {
            return None;
        }
        let mut surface = Self {
            centre: centre.to_vec(),
            scale,
            weights: vec![0.0; size],
        };
        let mut matrix = vec![vec![0.0; size]; size];
        let mut right = vec![0.0; size];
        for (place, value) in points {
            let row = surface.features(place);
            let far: f64 = row[1..=centre.len()].iter().map(|x| x * x).sum();
            let weight = 1.0 / (1.0 + far * far);
            for i in 0..size {
                right[i] += weight * row[i] * value;
                for j in 0..size {
                    matrix[i][j] += weight * row[i] * row[j];
                }
            }
        }
        let mean = (0..size).map(|i| matrix[i][i]).sum::<f64>() / size as f64;
        for (i, row) in matrix.iter_mut().enumerate().skip(1) {
            row[i] += RIDGE * mean;
        }
        surface.weights = solved(matrix, right)?;
        Some(surface)
    }

    /// Its height at a place.
    pub fn at(&self, place: &[f64]) -> f64 {
        let terms = self.features(place);
        terms.iter().zip(&self.weights).map(|(x, w)| x * w).sum()
    }

    fn features(&self, place: &[f64]) -> Vec<f64> {
        let pairs = place.iter().zip(&self.centre);
        let own: Vec<f64> = pairs.map(|(x, c)| (x - c) / self.scale).collect();
        let mut terms = vec![1.0];
        terms.extend(&own);
        for i in 0..own.len() {
            terms.extend((i..own.len()).map(|j| own[i] * own[j]));
        }
        terms
    }
}

/// Solves a symmetric, positive definite system by Cholesky's factors; nothing where it is neither.
fn solved(mut matrix: Vec<Vec<f64>>, mut right: Vec<f64>) -> Option<Vec<f64>> {
    let size = right.len();
    for j in 0..size {
        for i in j..size {
            let done: f64 = (0..j).map(|k| matrix[i][k] * matrix[j][k]).sum();
            let left = matrix[i][j] - done;
            if i == j {
                if left <= 0.0 || !left.is_finite() {
                    return None;
                }
                matrix[j][j] = left.sqrt();
            } else {
                matrix[i][j] = left / matrix[j][j];
            }
        }
    }
    for i in 0..size {
        let done: f64 = (0..i).map(|k| matrix[i][k] * right[k]).sum();
        right[i] = (right[i] - done) / matrix[i][i];
    }
    for i in (0..size).rev() {
        let done: f64 = (i + 1..size).map(|k| matrix[k][i] * right[k]).sum();
        right[i] = (right[i] - done) / matrix[i][i];
    }
    Some(right)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quadratic_function_is_its_own_surface() {
        let f = |x: &[f64]| 3.0 - x[0] + 2.0 * x[1] * x[1] - x[0] * x[1];
        let places = (0..12).map(|k| vec![f64::from(k % 4) / 7.0, f64::from(k / 4) / 5.0]);
        let points: Vec<(Vec<f64>, f64)> = places.map(|x| (x.clone(), f(&x))).collect();
        let surface = Surface::fitted(&[0.2, 0.3], 0.3, &points).unwrap();
        for place in [[0.1, 0.9], [0.7, 0.0]] {
            let error = surface.at(&place) - f(&place);
            assert!(error.abs() < 1e-4, "{error}");
        }
        assert!(Surface::fitted(&[0.2, 0.3], 0.3, &points[..5]).is_none());
    }
}
