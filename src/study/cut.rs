//! Trials cut into parts that are run apart.

/// The trials of one of some parts, counted from 0: the first of them, counted from 1, and how many. Parts end
/// on bounds of `unit` trials, the last part with the last trial; a part may be empty.
#[must_use]
pub fn cut(trials: u64, unit: u64, (part, parts): (u64, u64)) -> (u64, u64) {
    let units = u128::from(trials.div_ceil(unit));
    let before = |part: u64| {
        let units = units * u128::from(part) / u128::from(parts);
        (units * u128::from(unit)).min(u128::from(trials)) as u64
    };
    let (begin, end) = (before(part), before(part + 1));
    (begin + 1, end - begin)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_follow_each_other_and_are_as_even_as_their_units() {
        for (trials, unit, parts) in [(1000, 64, 5), (1, 64, 40), (640, 64, 10), (613, 256, 7)] {
            let (mut next, mut sizes) = (1, Vec::new());
            for part in 0..parts {
                let (first, count) = cut(trials, unit, (part, parts));
                assert_eq!(first, next, "{trials} {unit} {part}/{parts}");
                assert_eq!((first - 1) % unit, 0);
                sizes.push(count.div_ceil(unit));
                next = first + count;
            }
            assert_eq!(next, trials + 1);
            let (least, most) = (sizes.iter().min().unwrap(), sizes.iter().max().unwrap());
            assert!(most - least <= 1, "{sizes:?}");
        }
    }

    #[test]
    fn numbers_near_the_largest_do_not_overflow() {
        let all = u64::MAX - 1;
        let (first, count) = cut(all, 64, (all - 1, all));
        assert_eq!(first + count - 1, all);
    }
}
