//! Measures over others, trial by trial.

use super::wide::Wide;

/// One over the other; undefined where one of them is, or the other is 0.
pub(super) fn ratio<const N: usize>(of: Wide<N>, over: Wide<N>) -> Wide<N> {
    let quotient = of / over;
    over.abs()
        .is_positive()
        .select(quotient, Wide::all(f64::NAN))
}

/// 1 where a ratio is at least its bound, 0 where it is not, undefined where the ratio is.
pub(super) fn reaches<const N: usize>(ratio: Wide<N>, bound: Wide<N>) -> Wide<N> {
    let ones = ratio.at_least(bound).ones();
    Wide::from_fn(|k| if ratio[k].is_nan() { f64::NAN } else { ones[k] })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ratio_is_undefined_without_a_divisor_and_reaches_its_bound_when_it_equals_it() {
        const NAN: f64 = f64::NAN;
        for (of, over, quotient, reached) in [
            (6.0, 2.0, 3.0, 1.0),
            (5.9, 2.0, 2.95, 0.0),
            (8.0, -2.0, -4.0, 0.0),
            (0.0, 2.0, 0.0, 0.0),
            (6.0, 0.0, NAN, NAN),
            (NAN, 2.0, NAN, NAN),
            (6.0, NAN, NAN, NAN),
        ] {
            let found = ratio(Wide::<1>::all(of), Wide::all(over));
            let at_bound = reaches(found, Wide::all(3.0));
            for (found, wanted) in [(found[0], quotient), (at_bound[0], reached)] {
                assert!(
                    found.total_cmp(&wanted).is_eq(),
                    "{of} over {over}: {found}"
                );
            }
        }
    }
}
