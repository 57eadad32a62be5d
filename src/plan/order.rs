//! The order of work within a day: suppliers before customers, ties by name. Loops are cut at the
//! first name, which is harmless: what closes a loop takes at least a night.

/// Positions `0..n` so that each comes after those it depends on; of several that could come next
/// the lowest position does, and a loop is entered at its lowest position.
///
/// `before[i]` lists what `i` depends on.
pub fn sources_first(before: &[Vec<usize>]) -> Vec<usize> {
    let mut waiting: Vec<usize> = before.iter().map(Vec::len).collect();
    let mut after = vec![Vec::new(); before.len()];
    for (i, sources) in before.iter().enumerate() {
        for &source in sources {
            after[source].push(i);
        }
    }
    let mut ready: std::collections::BTreeSet<usize> =
        (0..before.len()).filter(|&i| waiting[i] == 0).collect();
    let mut rest: std::collections::BTreeSet<usize> = (0..before.len()).collect();
    let mut order = Vec::with_capacity(before.len());
    while let Some(next) = ready
        .pop_first()
        .or_else(|| lowest_in_a_loop(before, &rest))
    {
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
fn lowest_in_a_loop(
    before: &[Vec<usize>],
    rest: &std::collections::BTreeSet<usize>,
) -> Option<usize> {
    let upstream = |i: usize| {
        before[i]
            .iter()
            .copied()
            .find(|source| rest.contains(source))
    };
    let mut inside = *rest.first()?;
    for _ in 0..rest.len() {
        inside = upstream(inside).unwrap_or(inside);
    }
    let (mut lowest, mut at) = (inside, inside);
    for _ in 0..rest.len() {
        at = upstream(at).unwrap_or(at);
        lowest = lowest.min(at);
    }
    Some(lowest)
}

#[cfg(test)]
mod tests {
    use super::sources_first;

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
}
