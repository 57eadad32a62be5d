//! Which variants of which runs are held against each other.

use crate::analysis::Trials;
use crate::report::Finished;

/// The variants of some runs in the order in which they stand side by side, each with its twin in the first
/// run: the variant of the same name, where there is one.
fn twins(runs: &[Finished]) -> Vec<Option<usize>> {
    let names = |run: &Finished| -> Vec<String> {
        let variants = run.trials.variants.iter();
        variants.map(|variant| variant.name.clone()).collect()
    };
    let first = runs.first().map(names).unwrap_or_default();
    let later = runs.iter().skip(1).flat_map(names);
    let twin = |name: String| first.iter().position(|known| *known == name);
    std::iter::repeat_n(None, first.len())
        .chain(later.map(twin))
        .collect()
}

/// Pairs of variants: those of later runs with their namesakes in the first, all others with the reference;
/// or all with all.
pub(super) fn pairs(runs: &[Finished], trials: &Trials, all: bool) -> Vec<(usize, usize)> {
    let usual = trials.pairs(all);
    let twins = twins(runs);
    if all || twins.iter().all(Option::is_none) {
        return usual;
    }
    let twin = |(a, b): (usize, usize)| (a, twins[a].unwrap_or(b));
    let mut found: Vec<(usize, usize)> = usual.into_iter().map(twin).collect();
    // What the runs change comes first, before what distinguishes variants of one.
    found.sort_by_key(|(a, _)| twins[*a].is_none());
    found
}

/// Says which of them are namesakes, where some are and others are not.
pub(super) fn told(runs: &[Finished], pairs: &[(usize, usize)], trials: &Trials) -> String {
    let twins = twins(runs);
    let paired = pairs.iter().filter(|(a, b)| twins[*a] == Some(*b)).count();
    if paired == 0 {
        return String::new();
    }
    let reference = &trials.variants[trials.reference].name;
    let rest = match pairs.len() - paired {
        0 => String::new(),
        1 => format!("; the other one against {reference}"),
        rest => format!("; the other {rest} against {reference}"),
    };
    format!("variants of the same name are paired: {paired}{rest}\n")
}
