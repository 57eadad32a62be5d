//! Variants and `--set`: which changes are allowed, and the trees they make. A change names a key
//! of the language at something that is there; it makes nothing new.

use super::roster::entries;
use crate::scenario::keys::{self, Takes};
use crate::scenario::problem::{Problem, Problems, nearest};
use crate::scenario::tree::{self, Item, Node, Path};

/// One variant of a file.
pub(in crate::scenario) struct Variant {
    pub name: String,
    pub title: String,
    /// The base with the variant's changes.
    pub tree: Node,
    /// What is wrong with the changes themselves.
    pub problems: Vec<Problem>,
}

/// Why a change cannot be made.
struct Refusal {
    message: String,
    help: Option<String>,
}

fn refusal(message: String, help: Option<String>) -> Refusal {
    Refusal { message, help }
}

/// The variants of a base in order of name; one, `base`, where none are written.
pub(in crate::scenario) fn variants(root: &Node) -> Vec<Variant> {
    let table = match &root.item {
        Item::Section(section) => section.find("variant"),
        _ => None,
    };
    let mut variants: Vec<Variant> = entries(table)
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
                                format!("{key:?} is no path such as \"site.mine.in_use\""),
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
    match check(tree, &path.parts, by_variant) {
        Ok(()) => tree::set(tree, path, value.clone(), problems),
        Err(refusal) => {
            let shown = path.parts.join(".");
            let problem = problems.at(path.span, format!("{shown}: {}", refusal.message));
            problem.help = refusal.help;
        }
    }
}

/// Where a path has come to in the language.
#[derive(Clone, Copy)]
enum Stop {
    /// A table with these keys.
    Table(&'static str),
    /// A table from names to tables with these keys.
    Names(&'static str),
    /// A table from names to quantities.
    Amounts,
    /// A list.
    List,
    /// A value.
    Value,
}

fn check(tree: &Node, parts: &[String], by_variant: bool) -> Result<(), Refusal> {
    if by_variant {
        refuse_fixed(parts)?;
    }
    let mut stop = Stop::Table("");
    let mut node = Some(tree);
    for (position, part) in parts.iter().enumerate() {
        if matches!(node.map(|node| &node.item), Some(Item::List(_))) {
            stop = Stop::List;
        }
        stop = step(stop, node, &parts[..position], part)?;
        node = entries(node)
            .find(|(key, _)| key == part)
            .map(|(_, node)| node);
    }
    if parts.len() == 1 && !matches!(stop, Stop::List) {
        let message = "would replace everything of that name".to_owned();
        let help =
            "write the whole path to a key, in one pair of quotes: \"site.mine.in_use\" = false";
        return Err(refusal(message, Some(help.to_owned())));
    }
    Ok(())
}

/// What all variants share.
fn refuse_fixed(parts: &[String]) -> Result<(), Refusal> {
    let shared = [
        "name",
        "title",
        "start",
        "end",
        "base_year",
        "warmup",
        "trials",
        "reference",
    ];
    match parts {
        [first, ..] if first == "variant" => {
            Err(refusal("a variant cannot change variants".to_owned(), None))
        }
        [first, second, ..] if first == "scenario" && shared.contains(&second.as_str()) => {
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

fn step(stop: Stop, node: Option<&Node>, before: &[String], part: &str) -> Result<Stop, Refusal> {
    let way = before.join(".");
    match stop {
        Stop::Table(table) => {
            let Some(key) = keys::of(table).find(|key| key.name == part) else {
                return Err(unknown(
                    &way,
                    part,
                    "key",
                    keys::of(table).map(|key| key.name),
                ));
            };
            Ok(after(table, key.name, key.takes))
        }
        Stop::Names(table) => {
            if entries(node).any(|(name, _)| name == part) {
                return Ok(Stop::Table(table));
            }
            let known = entries(node).map(|(name, _)| name);
            Err(unknown(&way, part, "name", known))
        }
        Stop::Amounts => Ok(Stop::Table("quantity")),
        Stop::List => {
            let help = format!("set \"{way}\" to a whole new list");
            Err(refusal(
                format!("{way} is a list, which can only be replaced whole"),
                Some(help),
            ))
        }
        Stop::Value => Err(refusal(
            format!("{way} is a value; there is nothing in it"),
            None,
        )),
    }
}

fn unknown<'a>(way: &str, part: &str, what: &str, known: impl Iterator<Item = &'a str>) -> Refusal {
    let place = match way {
        "" => "at the top".to_owned(),
        way => format!("in {way}"),
    };
    let known: Vec<&str> = known.collect();
    let help = match nearest(part, known.iter().copied()) {
        Some(near) => format!("did you mean {near:?}?"),
        None if what == "name" => "a change makes nothing new; write it into the file itself, with in_use = false where it has that key".to_owned(),
        None => format!("known there: {}", known.join(", ")),
    };
    refusal(format!("there is no {what} {part:?} {place}"), Some(help))
}

fn after(table: &str, key: &str, takes: Takes) -> Stop {
    match takes {
        Takes::Table(table) | Takes::Choice(table) => Stop::Table(table),
        Takes::Map(table) => Stop::Names(table),
        Takes::Tables(_) => Stop::List,
        Takes::Once(_) | Takes::OnceDate | Takes::Price(_) | Takes::Each(_) => {
            Stop::Table("quantity")
        }
        Takes::Special => match (table, key) {
            ("site.process", _) => Stop::Amounts,
            ("demand", _) => Stop::Table("plan.csv"),
            (
                "commodity" | "index" | "index.log_ou" | "index.gbm" | "index.bootstrap" | "regime"
                | "regime.log_ou",
                _,
            ) => Stop::Table("quantity"),
            _ => Stop::Value,
        },
        _ => Stop::Value,
    }
}
