//! What to do about a key that a table does not have.

use super::fields::Fields;
use crate::scenario::keys;
use crate::scenario::problem::{did_you_mean, nearest};
use crate::scenario::tree::{Item, Node};

/// A key that more tables have says nothing of where it belongs.
const MOST: usize = 4;
/// Tables told of at most, those nearest to the top.
const TOLD: usize = 2;

impl Fields<'_> {
    /// What is wrong with an unknown key.
    pub(super) fn unknown_message(&self, name: &str, node: &Node) -> String {
        match (self.path.as_str(), &node.item) {
            ("", Item::Section(_)) => format!("there is no table {name:?}"),
            ("", _) => format!("there is no key {name:?} at the top of the file"),
            (path, _) => format!("{path}: there is no key {name:?} here"),
        }
    }

    /// The nearest key, the table the key belongs to, or else all keys there are.
    pub(super) fn unknown_help(&self, name: &str, node: &Node) -> String {
        let known: Vec<&str> = keys::of(self.table).map(|key| key.name).collect();
        let first = name.split('.').next().unwrap_or(name);
        if self.table == "variant" && keys::of("").any(|key| key.name == first) {
            return format!(
                "changes stand under [{}.set], each path in quotes: \"{}\" = …",
                self.path,
                only_path(name, node)
            );
        }
        if matches!(name, "extends" | "import") {
            return "it stands at the top of the file, above all tables".to_owned();
        }
        if self.table == "quantity" && name == "unit" {
            return "the unit stands with the number: value = \"18 d\"".to_owned();
        }
        let is_table = keys::of("").any(|key| key.name == name);
        if is_table && matches!(node.item, Item::Section(_)) && !self.path.is_empty() {
            return format!(
                "it is a table of its own, with a heading such as [{}]",
                only_table(name, node)
            );
        }
        let near = nearest(name, known.iter().copied()).map(|near| did_you_mean(name, near));
        match (home(name), near) {
            (Some(home), Some(near)) => format!("{home}; here, {near}"),
            (Some(only), None) | (None, Some(only)) => only,
            (None, None) if known.is_empty() => "nothing is written here".to_owned(),
            (None, None) => format!("known here: {}", known.join(", ")),
        }
    }
}

/// The path to the first thing that is named in a table.
fn only_table(name: &str, node: &Node) -> String {
    match &node.item {
        Item::Section(section) if !section.entries.is_empty() => {
            format!("{name}.{}", section.entries[0].0)
        }
        _ => format!("{name}.NAME"),
    }
}

/// The path to the first value under a key.
fn only_path(name: &str, node: &Node) -> String {
    match &node.item {
        Item::Section(section) => match section.entries.first() {
            Some((key, _, inner)) => format!("{name}.{}", only_path(key, inner)),
            None => name.to_owned(),
        },
        _ => name.to_owned(),
    }
}

/// Where a key belongs.
fn home(name: &str) -> Option<String> {
    let alike = |key: &&keys::Key| key.name.eq_ignore_ascii_case(name);
    let found: Vec<&keys::Key> = keys::KEYS.iter().filter(alike).collect();
    let name = found.first()?.name;
    let mut places: Vec<String> = found
        .iter()
        .filter_map(|key| keys::place(key.section))
        .collect();
    places.sort_by_key(|place| place.matches('.').count());
    places.dedup();
    let few = (1..=MOST).contains(&places.len()) && places.iter().all(|place| !place.is_empty());
    places.truncate(TOLD);
    few.then(|| format!("{name} is a key of {}", places.join(" and of ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_of_a_section_is_the_way_to_it_from_the_top() {
        for (section, place) in [
            ("", Some("")),
            ("leg", Some("leg.NAME")),
            ("site.process", Some("site.NAME.process.NAME")),
            ("policy.push", Some("site.NAME.stock.NAME.policy.push")),
            ("quantity", None),
        ] {
            assert_eq!(keys::place(section).as_deref(), place, "{section}");
        }
        // None is without end.
        let placed = keys::KEYS.iter().filter_map(|key| keys::place(key.section));
        assert!(placed.count() > 200);
    }

    #[test]
    fn a_key_of_few_tables_has_a_home_and_one_of_many_has_none() {
        assert_eq!(
            home("transit").as_deref(),
            Some("transit is a key of leg.NAME")
        );
        assert_eq!(
            home("Owner").as_deref(),
            Some("owner is a key of site.NAME")
        );
        assert_eq!(home("title"), None);
        assert_eq!(home("leg"), None);
    }
}
