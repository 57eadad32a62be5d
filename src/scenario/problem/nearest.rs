//! Which existing name may be meant by one that does not exist.

use crate::scenario::customs;

/// The nearest of some names to one that is not among them, where one is near enough to be meant:
/// the same but for case, - and _, else within a third of its length in edits (a swap of neighbours is one
/// edit), else the only one that begins with it.
#[must_use]
pub fn nearest<'a>(name: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let names: Vec<&str> = names.into_iter().collect();
    let lower = name.to_lowercase();
    let lowered: Vec<String> = names.iter().map(|name| name.to_lowercase()).collect();
    if let Some(same) = lowered.iter().position(|other| *other == lower) {
        return Some(names[same]);
    }
    let bare: Vec<char> = joined(&lower).collect();
    let same = |other: &String| joined(other).eq(bare.iter().copied());
    let same = lowered.iter().position(same).filter(|_| !bare.is_empty());
    if let Some(same) = same {
        return Some(names[same]);
    }
    let letters: Vec<char> = lower.chars().collect();
    let bound = letters.len().div_ceil(3);
    let edits = |other: &String| {
        let other: Vec<char> = other.chars().collect();
        // Names of very unlike length are no match: spare the work.
        if letters.len().abs_diff(other.len()) > bound {
            usize::MAX
        } else {
            distance(&letters, &other)
        }
    };
    lowered
        .iter()
        .zip(&names)
        .map(|(lowered, other)| (edits(lowered), *other))
        .filter(|(edits, other)| *edits <= bound && *edits < other.chars().count())
        .min_by_key(|(edits, _)| *edits)
        .map(|(_, other)| other)
        .or_else(|| only_beginning_with(&lower, &lowered, &names))
}

/// Asks for a name instead of one that does not exist, and says where letters only look the same.
#[must_use]
pub fn did_you_mean(name: &str, near: &str) -> String {
    let foreign = customs::foreign(name).filter(|_| near.is_ascii());
    let told = foreign.map_or(String::new(), |foreign| {
        format!(" In yours {}", foreign.told)
    });
    format!("did you mean {near:?}?{told}")
}

/// The letters of a name without - and _.
fn joined(name: &str) -> impl Iterator<Item = char> {
    name.chars().filter(|c| !['-', '_'].contains(c))
}

fn only_beginning_with<'a>(start: &str, lowered: &[String], names: &[&'a str]) -> Option<&'a str> {
    let both = lowered.iter().zip(names);
    let mut found = both.filter(|(lowered, _)| lowered.starts_with(start));
    match (found.next(), found.next()) {
        (Some((_, only)), None) if !start.is_empty() => Some(only),
        _ => None,
    }
}

/// Edits from one word to another: insertions, deletions, replacements and swaps of neighbours.
///
/// # Source
/// The optimal string alignment distance, after F. J. Damerau, "A technique for computer detection
/// and correction of spelling errors" (1964).
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before_last = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    let mut row = vec![0; b.len() + 1];
    for i in 1..=a.len() {
        row[0] = i;
        for j in 1..=b.len() {
            let replaced = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            row[j] = replaced.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before_last[j - 2] + 1);
            }
        }
        std::mem::swap(&mut before_last, &mut last);
        std::mem::swap(&mut last, &mut row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_counted_with_swaps_as_one() {
        for (a, b, edits) in [
            ("", "", 0),
            ("", "abc", 3),
            ("kitten", "sitting", 3),
            ("ca", "ac", 1),
            ("pert", "prt", 1),
            ("refiner", "refinery", 1),
        ] {
            let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
            assert_eq!((distance(&a, &b), distance(&b, &a)), (edits, edits));
        }
    }

    #[test]
    fn the_name_that_may_be_meant_is_found() {
        for (name, names, found) in [
            ("refiner", &["refinery", "mine"][..], Some("refinery")),
            ("kwh", &["kg", "kWh"], Some("kWh")),
            ("KWH", &["Wh", "kWh"], Some("kWh")),
            ("prt", &["pert", "poisson"], Some("pert")),
            ("inuse", &["unused", "in_use"], Some("in_use")),
            (
                "cellplant1a",
                &["cellplant-2", "cell-plant-1-a"],
                Some("cell-plant-1-a"),
            ),
            ("cap", &["capacity", "start"], Some("capacity")),
            ("ca", &["capacity", "capex"], None),
            ("x", &["t", "d"], None),
            ("", &["t"], None),
            ("horizon", &["mine"], None),
            ("mine", &[], None),
        ] {
            assert_eq!(nearest(name, names.iter().copied()), found, "{name}");
        }
    }
}
