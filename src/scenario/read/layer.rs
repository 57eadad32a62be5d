//! Variants and `--set`: which changes are allowed, and the trees they make. A change names a key
//! of the language at something that is there; it makes nothing new.

use super::roster::{entries, in_use};
use super::suggest;
use super::way::{self, Refusal, Stop, refusal};
use crate::scenario::problem::{Problem, Problems};
use crate::scenario::tree::{self, Item, Node, Path, Section};

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

/// What a file says of one of its variants; nothing where it names none.
pub(in crate::scenario) struct Heading<'a> {
    pub name: &'a str,
    said: Option<&'a Node>,
}

/// The variants of a file in order of name; one, `base`, where none are in use.
pub(in crate::scenario) fn headings(root: &Node) -> Vec<Heading<'_>> {
    let table = match &root.item {
        Item::Section(section) => section.find("variant"),
        _ => None,
    };
    let used = entries(table).filter(|(_, node)| in_use(node));
    let said = |(name, node)| Heading {
        name,
        said: Some(node),
    };
    let mut found: Vec<Heading> = used.map(said).collect();
    found.sort_by_key(|heading| heading.name);
    if found.is_empty() {
        found.push(Heading {
            name: "base",
            said: None,
        });
    }
    found
}

/// What the variants of a file change: all of it but themselves. A copy of all for each of them would grow with
/// the square of their number.
pub(in crate::scenario) fn base(root: &Node) -> Node {
    let Item::Section(section) = &root.item else {
        return root.clone();
    };
    let others = section.entries.iter().filter(|(key, ..)| key != "variant");
    Node {
        span: root.span,
        item: Item::Section(Section {
            entries: others.cloned().collect(),
        }),
    }
}

impl Heading<'_> {
    /// The variant of a base.
    pub fn of(&self, base: &Node) -> Variant {
        let mut variant = Variant {
            name: self.name.to_owned(),
            title: String::new(),
            tree: base.clone(),
            problems: Vec::new(),
        };
        if let Some(said) = self.said {
            self.change(&mut variant, said);
        }
        variant
    }

    fn change(&self, variant: &mut Variant, said: &Node) {
        let name = self.name;
        let mut problems = Problems::default();
        let title = entries(Some(said)).find_map(|(key, node)| match &node.item {
            Item::Text(text) if key == "title" => Some(text.clone()),
            _ => None,
        });
        if let Some((_, set)) = entries(Some(said)).find(|(key, _)| *key == "set") {
            match &set.item {
                Item::Section(section) => {
                    for (key, span, value) in &section.entries {
                        match Path::split(key, *span) {
                            Some(path) => {
                                change(&mut variant.tree, &path, value, true, &mut problems);
                            }
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
                    let message =
                        format!("variant.{name}.set: is {}; a table is wanted", item.kind());
                    problems.at(set.span, message);
                }
            }
        }
        variant.title = title.unwrap_or_else(|| name.to_owned());
        variant.problems = problems.sorted();
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
