//! Which path of a file may be meant by one that leads nowhere.

use crate::scenario::problem::nearest;
use crate::scenario::tree::{Item, Node};

/// Paths told of at most.
const TOLD: usize = 3;

/// Asks for a path that is in the tree: one that has these parts in this order and ends with the
/// last of them, else the nearest.
pub(super) fn instead(tree: &Node, parts: &[String]) -> Option<String> {
    let mut paths = Vec::new();
    collect(tree, &mut Vec::new(), &mut paths);
    let within: Vec<String> = paths
        .iter()
        .filter(|(path, _)| path.last() == parts.last() && holds(path, parts))
        .map(|(_, shown)| format!("{shown:?}"))
        .collect();
    if (1..=TOLD).contains(&within.len()) {
        return Some(format!("did you mean {}?", within.join(" or ")));
    }
    let written = parts.join(".");
    let near = nearest(&written, paths.iter().map(|(_, shown)| shown.as_str()))?;
    Some(format!("did you mean {near:?}?"))
}

/// True where the parts stand in a path in this order, others between them or not.
fn holds(path: &[String], parts: &[String]) -> bool {
    let mut rest = path.iter();
    parts.iter().all(|part| rest.any(|found| found == part))
}

/// Every path to a value, and how it is written as a change: a parameter's number is its `value`.
fn collect(node: &Node, way: &mut Vec<String>, paths: &mut Vec<(Vec<String>, String)>) {
    let Item::Section(section) = &node.item else {
        return paths.push((way.clone(), way.join(".")));
    };
    if way.len() == 2 && way[0] == "parameter" {
        paths.push((way.clone(), format!("{}.value", way.join("."))));
    }
    let own = |key: &str| way.is_empty() && matches!(key, "variant" | "lever" | "optimize");
    let entries = section.entries.iter().filter(|(key, ..)| !own(key));
    let entries: Vec<(String, &Node)> = entries.map(|(key, _, node)| (key.clone(), node)).collect();
    for (key, node) in entries {
        way.push(key);
        collect(node, way, paths);
        way.pop();
    }
}
