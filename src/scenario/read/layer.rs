//! Variants and `--set`: which changes are allowed, and the trees they make. A change names a key
//! of the language at something that is there; it makes nothing new.

use super::roster::{entries, in_use};
use super::suggest;
use super::way::{self, Refusal, Stop, refusal};
use crate::scenario::problem::{Problem, Problems};
use crate::scenario::tree::{self, Item, Node, Path};

/// One variant of a file.
#[derive(Clone, Debug)]
pub(in crate::scenario) struct Variant {
    pub name: String,
    pub title: String,
    /// The base with the variant's changes.
    pub tree: Node,
    /// What is wrong with the changes themselves.
    pub problems: Vec<Problem>,
}

/// The variants of a base in order of name; one, `base`, where none are in use.
pub(in crate::scenario) fn variants(root: &Node) -> Vec<Variant> {
    let table = match &root.item {
        Item::Section(section) => section.find("variant"),
        _ => None,
    };
    let mut variants: Vec<Variant> = entries(table)
        .filter(|(_, node)| in_use(node))
        .map(|(name, node)| variant(root, name, node))
        .collect();
    variants.sort_by(|a, b| a.name.cmp(&b.name));
    if variants.is_empty() {
        variants.push(Variant {
            name: "base".to_owned(),
            title: String::new(),
            tree: root.clone(),
            problems: Vec::new(),
        });
    }
    variants
}

fn variant(root: &Node, name: &str, node: &Node) -> Variant {
    let mut problems = Problems::default();
    let mut tree = root.clone();
    let title = entries(Some(node)).find_map(|(key, node)| match &node.item {
        Item::Text(text) if key == "title" => Some(text.clone()),
        _ => None,
    });
    if let Some((_, set)) = entries(Some(node)).find(|(key, _)| *key == "set") {
        match &set.item {
            Item::Section(section) => {
                for (key, span, value) in &section.entries {
                    match Path::split(key, *span) {
                        Some(path) => change(&mut tree, &path, value, true, &mut problems),
                        None => {
                            problems.at(
                                *span,
                                format!("{key:?} is not a path such as \"site.mine.in_use\""),
                            );
                        }
                    }
                }
            }
            item => {
                let message = format!("variant.{name}.set: is {}; a table is wanted", item.kind());
                problems.at(set.span, message);
            }
        }
    }
    Variant {
        name: name.to_owned(),
        title: title.unwrap_or_else(|| name.to_owned()),
        tree,
        problems: problems.sorted(),
    }
}

/// Makes a change, or reports why not.
pub(in crate::scenario) fn change(
    tree: &mut Node,
    path: &Path,
    value: &Node,
    by_variant: bool,
    problems: &mut Problems,
) {
    let checked = check(tree, &path.parts, by_variant);
    match checked.and_then(|()| refuse_bare_parameter(&path.parts, value)) {
        Ok(()) => tree::set(tree, path, value.clone(), problems),
        Err(refusal) => {
            let shown = path.parts.join(".");
            let problem = problems.at(path.span, format!("{shown}: {}", refusal.message));
            let other = refusal.unknown.then(|| suggest::instead(tree, &path.parts));
            problem.help = other.flatten().or(refusal.help);
        }
    }
}

/// The number of a parameter is its `value`.
fn refuse_bare_parameter(parts: &[String], value: &Node) -> Result<(), Refusal> {
    match (parts, &value.item) {
        ([table, _], item) if table == "parameter" && !matches!(item, Item::Section(_)) => {
            let message = "is a table; its number is under value".to_owned();
            Err(refusal(
                message,
                Some(format!("write {}.value", parts.join("."))),
            ))
        }
        _ => Ok(()),
    }
}

pub(super) fn check(tree: &Node, parts: &[String], by_variant: bool) -> Result<(), Refusal> {
    refuse_files(parts)?;
    if by_variant {
        refuse_fixed(parts)?;
    }
    let mut stop = Stop::Table("");
    let mut node = Some(tree);
    for (position, part) in parts.iter().enumerate() {
        if matches!(node.map(|node| &node.item), Some(Item::List(_))) {
            stop = Stop::List;
        }
        let before = &parts[..position];
        if let Stop::Names(_) = stop {
            let mut known = entries(node).map(|(name, _)| name);
            if known.all(|name| name != part) {
                return Err(nothing_named(node, before, part));
            }
        }
        stop = way::step(stop, before, part)?;
        node = entries(node)
            .find(|(key, _)| key == part)
            .map(|(_, node)| node);
    }
    if parts.len() == 1 && !matches!(stop, Stop::List) {
        let message = "would replace everything under that name".to_owned();
        let help =
            "write the whole path to a key, in one pair of quotes: \"site.mine.in_use\" = false";
        return Err(refusal(message, Some(help.to_owned())));
    }
    Ok(())
}

fn nothing_named(node: Option<&Node>, before: &[String], part: &str) -> Refusal {
    let known = entries(node).map(|(name, _)| name);
    let make = "a change makes nothing new; write it into the file itself, with in_use = false where it has that key";
    way::unknown(before, part, "name", known, |_| make.to_owned())
}

/// What says which files make the scenario: they are read before anything is changed.
fn refuse_files(parts: &[String]) -> Result<(), Refusal> {
    match parts.first().map(String::as_str) {
        Some("extends" | "import") => {
            let message = "files are read before anything is changed".to_owned();
            let help = "change what they hold, such as leg.sea.transit".to_owned();
            Err(refusal(message, Some(help)))
        }
        _ => Ok(()),
    }
}

/// Keys of `[scenario]` that all variants share.
pub(in crate::scenario) const SHARED: [&str; 10] = [
    "name",
    "title",
    "start",
    "end",
    "base_year",
    "warmup",
    "trials",
    "sampling",
    "noise_replicates",
    "reference",
];

/// True for tables that no variant changes: what says which files make the scenario, the variants
/// themselves, and what is searched for.
pub(in crate::scenario) fn is_of_the_file(table: &str) -> bool {
    matches!(
        table,
        "extends" | "import" | "variant" | "lever" | "optimize"
    )
}

/// What all variants share.
fn refuse_fixed(parts: &[String]) -> Result<(), Refusal> {
    match parts {
        [first, ..] if first == "variant" => {
            Err(refusal("a variant cannot change variants".to_owned(), None))
        }
        [first, ..] if first == "lever" || first == "optimize" => {
            let message = "a variant cannot change what is searched for".to_owned();
            Err(refusal(message, None))
        }
        [first, second, ..] if first == "scenario" && SHARED.contains(&second.as_str()) => {
            let message = "is the same in every variant, so that they can be compared".to_owned();
            let help = format!(
                "change it in [scenario], or for one run by --set {}=…",
                parts.join(".")
            );
            Err(refusal(message, Some(help)))
        }
        _ => Ok(()),
    }
}
