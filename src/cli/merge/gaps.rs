//! Parts that are not there, in short.

/// Ranges of the parts that are missing of so many, first and last of each; those that are there stand in order.
pub(super) fn gaps(there: &[u64], parts: u64) -> Vec<(u64, u64)> {
    let (mut gaps, mut next) = (Vec::new(), 0);
    for part in there.iter().copied().chain([parts]) {
        if next < part {
            gaps.push((next, part - 1));
        }
        next = part + 1;
    }
    gaps
}

/// `parts 3, 7-9`.
pub(super) fn told(gaps: &[(u64, u64)]) -> String {
    let range = |(first, last): &(u64, u64)| match last - first {
        0 => first.to_string(),
        _ => format!("{first}-{last}"),
    };
    let ranges: Vec<String> = gaps.iter().map(range).collect();
    let one = gaps.len() == 1 && gaps[0].0 == gaps[0].1;
    format!("part{} {}", if one { "" } else { "s" }, ranges.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_told_as_one() {
        for (there, words) in [
            (
                &[0, 1, 2, 4, 5, 6, 10, 11, 12, 13, 14, 15][..],
                "parts 3, 7-9",
            ),
            (
                &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
                "part 0",
            ),
            (&[0], "parts 1-15"),
            (&[], "parts 0-15"),
        ] {
            assert_eq!(told(&gaps(there, 16)), words);
        }
        assert_eq!(gaps(&[0, 1, 2], 3), []);
    }
}
