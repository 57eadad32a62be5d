//! Ranks, the same for values that are the same.

use super::super::orthogonal::dot;

/// Ranks from 1, equal values sharing the mean of theirs; infinite values have the largest.
#[expect(clippy::float_cmp, reason = "values are the same or they are not")]
pub(super) fn mid_ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_unstable_by(|&a, &b| values[a].total_cmp(&values[b]).then(a.cmp(&b)));
    let mut ranks = vec![0.0; values.len()];
    let mut before = 0;
    for same in order.chunk_by(|&a, &b| values[a] == values[b]) {
        let shared = before as f64 + 0.5 * (same.len() + 1) as f64;
        for &at in same {
            ranks[at] = shared;
        }
        before += same.len();
    }
    ranks
}

/// Ranks centred and of length 1, so that a product of two is their correlation; none where all are
/// equal.
pub(super) fn scores(ranks: &[f64]) -> Option<Vec<f64>> {
    let middle = 0.5 * (ranks.len() + 1) as f64;
    let centred: Vec<f64> = ranks.iter().map(|rank| rank - middle).collect();
    let length = dot(&centred, &centred).sqrt();
    (length > 0.0).then(|| centred.iter().map(|x| x / length).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_share_the_mean_of_their_ranks() {
        let never = f64::INFINITY;
        let values = [3.0, -0.0, never, 0.0, 3.0, never, 3.0];
        assert_eq!(mid_ranks(&values), [4.0, 1.5, 6.5, 1.5, 4.0, 6.5, 4.0]);
        assert_eq!(scores(&mid_ranks(&[2.0; 5])), None);
        assert_eq!(scores(&[]), None);
    }
}
