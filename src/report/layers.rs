//! In which layer of a drawing each site of a chain stands.

/// How many ways lie between each site and the end of its longest way down, given the sites that each
/// way joins. Ways that close a loop, such as returns, do not count.
pub(super) fn depths(sites: usize, ways: &[(usize, usize)]) -> Vec<usize> {
    let down = without_loops(sites, ways);
    let mut depths = vec![0; sites];
    for _ in 0..sites {
        for &(from, to) in &down {
            depths[from] = depths[from].max(depths[to] + 1);
        }
    }
    depths
}

/// Whether a site has been come to, and whether the walk is still below it.
#[derive(Clone, Copy, PartialEq)]
enum Seen {
    Never,
    Below,
    Done,
}

/// The ways that lead back to no site on the walk that takes them: walks begin where nothing comes
/// from, in the order of the sites, then at what is left.
fn without_loops(sites: usize, ways: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let is_source = |site: &usize| ways.iter().all(|(_, to)| to != site);
    let begins = (0..sites).filter(is_source).chain(0..sites);
    let mut seen = vec![Seen::Never; sites];
    let mut down = Vec::new();
    for site in begins {
        if seen[site] == Seen::Never {
            walk(site, ways, &mut seen, &mut down);
        }
    }
    down
}

fn walk(site: usize, ways: &[(usize, usize)], seen: &mut [Seen], down: &mut Vec<(usize, usize)>) {
    seen[site] = Seen::Below;
    for &(from, to) in ways.iter().filter(|(from, _)| *from == site) {
        if seen[to] == Seen::Never {
            walk(to, ways, seen, down);
        }
        if seen[to] == Seen::Done {
            down.push((from, to));
        }
    }
    seen[site] = Seen::Done;
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
    fn a_way_back_does_not_turn_the_chain_around() {
        // Mine, plant, hub, gate; from the gate back to the plant.
        let ways = [(0, 1), (1, 2), (2, 3), (1, 3), (3, 1)];
        assert_eq!(depths(4, &ways), [3, 2, 1, 0]);
        assert_eq!(depths(2, &[(0, 1), (1, 0)]), [1, 0]);
        assert_eq!(depths(1, &[(0, 0)]), [0]);
    }
}
