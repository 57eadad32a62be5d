//! In which layer of a drawing each site of a chain stands.

/// How many ways lie between each site and the end of its longest way down, given the sites that each
/// way joins; a loop ends the count.
pub(super) fn depths(sites: usize, ways: &[(usize, usize)]) -> Vec<usize> {
    let mut depths = vec![0; sites];
    for _ in 0..sites {
        for &(from, to) in ways {
            if depths[from] <= depths[to] && depths[to] + 1 < sites {
                depths[from] = depths[to] + 1;
            }
        }
    }
    depths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_stands_above_all_it_sends_to() {
        // Mine, refinery, plant, China.
        let ways = [(0, 1), (1, 2), (3, 2), (0, 2)];
        assert_eq!(depths(4, &ways), [2, 1, 0, 1]);
    }

    #[test]
    fn a_loop_of_returns_ends_the_count() {
        assert!(depths(2, &[(0, 1), (1, 0)]).iter().all(|depth| *depth < 2));
    }
}
