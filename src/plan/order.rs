//! The order of work within a day: suppliers before customers, ties by name. Loops are cut at the
//! first name, which is harmless: what closes a loop takes at least a night.

use std::collections::BTreeSet;

/// Positions `0..n` so that each comes after those it depends on; of several that could come next
/// the lowest position does, and a loop is entered at its lowest position.
///
/// `before[i]` lists what `i` depends on.
pub fn sources_first(before: &[Vec<usize>]) -> Vec<usize> {
    ordered(before, lowest_in_a_loop)
}

/// The same, but where nothing is ready the lowest position of all that are left comes next.
pub fn sources_first_else_lowest(before: &[Vec<usize>]) -> Vec<usize> {
    ordered(before, |_, rest| rest.first().copied())
}

fn ordered(
    before: &[Vec<usize>],
    cut: impl Fn(&[Vec<usize>], &BTreeSet<usize>) -> Option<usize>,
) -> Vec<usize> {
    let mut waiting: Vec<usize> = before.iter().map(Vec::len).collect();
    let mut after = vec![Vec::new(); before.len()];
    for (i, sources) in before.iter().enumerate() {
        for &source in sources {
            after[source].push(i);
        }
    }
    let mut ready: BTreeSet<usize> = (0..before.len()).filter(|&i| waiting[i] == 0).collect();
    let mut rest: BTreeSet<usize> = (0..before.len()).collect();
    let mut order = Vec::with_capacity(before.len());
    while let Some(next) = ready.pop_first().or_else(|| cut(before, &rest)) {
        rest.remove(&next);
        order.push(next);
        for &i in &after[next] {
            waiting[i] = waiting[i].saturating_sub(1);
            if waiting[i] == 0 && rest.contains(&i) {
                ready.insert(i);
            }
        }
    }
    order
}

/// Where nothing is ready, all that is left hangs on a loop: walk upstream into one, and take the
/// lowest position on it.
fn lowest_in_a_loop(before: &[Vec<usize>], rest: &BTreeSet<usize>) -> Option<usize> {
    let upstream = |i: usize| {
        before[i]
            .iter()
            .copied()
            .find(|source| rest.contains(source))
    };
    let mut inside = *rest.first()?;
    let mut passed = BTreeSet::new();
    while passed.insert(inside) {
        inside = upstream(inside).unwrap_or(inside);
    }
    // The first place to be passed twice is on the loop.
    let (mut lowest, mut at) = (inside, upstream(inside).unwrap_or(inside));
    while at != inside {
        lowest = lowest.min(at);
        at = upstream(at).unwrap_or(at);
    }
    Some(lowest)
}

#[cfg(test)]
mod tests {
    use super::{sources_first, sources_first_else_lowest};

    #[test]
    fn suppliers_come_before_customers_and_ties_go_by_position() {
        assert_eq!(
            sources_first(&[vec![2], vec![], vec![1], vec![]]),
            [1, 2, 0, 3]
        );
    }

    #[test]
    fn a_loop_is_entered_at_its_lowest_position() {
        assert_eq!(sources_first(&[vec![1], vec![0], vec![1]]), [0, 1, 2]);
    }

    #[test]
    fn what_hangs_on_a_loop_comes_after_it() {
        assert_eq!(sources_first(&[vec![1], vec![2], vec![1]]), [1, 0, 2]);
    }

    #[test]
    fn a_loop_may_be_cut_at_the_lowest_of_all_that_are_left() {
        let before = [vec![1], vec![2], vec![1], vec![]];
        assert_eq!(sources_first_else_lowest(&before), [3, 0, 1, 2]);
        assert_eq!(sources_first_else_lowest(&[vec![1], vec![]]), [1, 0]);
    }
}
