//! Stochastic dominance between two samples of the same size. Of the samples, not of the laws they come
//! from: another seed may say otherwise where the samples are close.

/// Which of two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The first.
    A,
    /// The second.
    B,
}

/// Which of two samples, where high values are good, is at least as good at every quantile and better at one:
/// whoever likes more prefers it.
#[must_use]
pub fn first_order(a: &[f64], b: &[f64]) -> Option<Side> {
    above(&ascending(a), &ascending(b))
}

/// Which of two samples, where high values are good, has at least the mean of the other over the worst k, for
/// every k, and more for one: whoever likes more and shuns risk prefers it.
///
/// # Source
/// Rothschild and Stiglitz (1970), Journal of Economic Theory 2, 225; for sums of ordered values, Shorrocks
/// (1983), Economica 50, 3.
#[must_use]
pub fn second_order(a: &[f64], b: &[f64]) -> Option<Side> {
    above(&summed(&ascending(a)), &summed(&ascending(b)))
}

fn ascending(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted
}

fn summed(values: &[f64]) -> Vec<f64> {
    let sum = |sum: &mut f64, value: &f64| {
        *sum += value;
        Some(*sum)
    };
    values.iter().scan(0.0, sum).collect()
}

fn above(a: &[f64], b: &[f64]) -> Option<Side> {
    let pairs = || a.iter().zip(b);
    let (a_above, b_above) = (pairs().any(|(a, b)| a > b), pairs().any(|(a, b)| b > a));
    match (a_above, b_above) {
        (true, false) => Some(Side::A),
        (false, true) => Some(Side::B),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_made_by_hand_dominate_as_their_definition_says() {
        type Case<'a> = (&'a [f64], &'a [f64], Option<Side>, Option<Side>);
        let cases: [Case; 6] = [
            // Better in every rank, though not in every trial.
            (
                &[1.0, 5.0, 3.0],
                &[4.0, 2.0, 1.0],
                Some(Side::A),
                Some(Side::A),
            ),
            (
                &[4.0, 2.0, 1.0],
                &[1.0, 5.0, 3.0],
                Some(Side::B),
                Some(Side::B),
            ),
            // The same mean, less spread: nobody who shuns risk wants the wider one.
            (&[2.0, 3.0, 4.0], &[1.0, 3.0, 5.0], None, Some(Side::A)),
            // A higher mean with a worse worst.
            (&[0.0, 9.0, 9.0], &[1.0, 3.0, 5.0], None, None),
            // A lower best made up for by the rest.
            (&[2.0, 4.0, 4.5], &[1.0, 3.0, 5.0], None, Some(Side::A)),
            (&[1.0, 2.0, 3.0], &[3.0, 2.0, 1.0], None, None),
        ];
        for (a, b, first, second) in cases {
            assert_eq!(first_order(a, b), first, "{a:?} {b:?}");
            assert_eq!(second_order(a, b), second, "{a:?} {b:?}");
        }
    }
}
