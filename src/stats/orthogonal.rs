//! Columns made orthogonal, one after another.

/// What a column must keep of its length once others are taken out, to say anything new.
const NEW: f64 = 1e-7;

/// The product of two columns, summed in lanes of eight: a fixed order that compilers vectorise.
pub(super) fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut lanes = [0.0; 8];
    let (whole, rest) = (a.chunks_exact(8), b.chunks_exact(8));
    let ends = whole.remainder().iter().zip(rest.remainder());
    let end: f64 = ends.map(|(x, y)| x * y).sum();
    for (x, y) in whole.zip(rest) {
        for k in 0..8 {
            lanes[k] += x[k] * y[k];
        }
    }
    lanes.iter().sum::<f64>() + end
}

/// Takes out of a column what lies along orthonormal ones and returns how much. Twice is enough
/// (Kahan and Parlett): the second time takes out what rounding left of the first.
pub(super) fn taken_out(rest: &mut [f64], basis: &[Vec<f64>]) -> Vec<f64> {
    let mut along = vec![0.0; basis.len()];
    for _ in 0..2 {
        for (sum, other) in along.iter_mut().zip(basis) {
            let part = dot(rest, other);
            for (x, y) in rest.iter_mut().zip(other) {
                *x -= part * y;
            }
            *sum += part;
        }
    }
    along
}

/// What a column is beyond orthonormal ones, made of length 1 where anything is left; and what it is
/// along each of them, with the length that is left last.
pub(super) fn beyond(basis: &[Vec<f64>], mut rest: Vec<f64>) -> (Option<Vec<f64>>, Vec<f64>) {
    let length = dot(&rest, &rest).sqrt();
    let mut along = taken_out(&mut rest, basis);
    let left = dot(&rest, &rest).sqrt();
    along.push(left);
    if left <= NEW * length {
        return (None, along);
    }
    for x in &mut rest {
        *x /= left;
    }
    (Some(rest), along)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_of_ragged_columns_are_whole() {
        for n in [0, 1, 7, 8, 9, 100_u32] {
            let column: Vec<f64> = (1..=n).map(f64::from).collect();
            let truth = f64::from(n * (n + 1) * (2 * n + 1) / 6);
            assert_eq!(dot(&column, &column).to_bits(), truth.to_bits(), "{n}");
        }
    }

    #[test]
    fn what_is_beyond_another_column_is_at_right_angles_to_it() {
        let (first, along) = beyond(&[], vec![3.0, 4.0]);
        let first = first.expect("it is new");
        assert_eq!((first.as_slice(), along), (&[0.6, 0.8][..], vec![5.0]));
        let (second, along) = beyond(std::slice::from_ref(&first), vec![5.0, 0.0]);
        let second = second.expect("it is new");
        assert!(dot(&first, &second).abs() < 1e-15);
        assert!((along[0] - 3.0).abs() < 1e-15 && (along[1] - 4.0).abs() < 1e-15);
        assert!(beyond(&[first, second], vec![1.0, 2.0]).0.is_none());
    }
}
