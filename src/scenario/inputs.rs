//! The inputs of a scenario as they are written: what each says of its source, and where it is used.

use std::path::Path;

use super::problem::Problems;
use super::read::files::Files;
use super::tree::{Item, Node, Section};
use super::tree_of;

/// A parameter, or a quantity that names its source.
#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    /// Where it stands: `parameter.tariff`, `index.kzt.log_ou.start`.
    pub path: String,
    /// As it is written.
    pub value: String,
    /// Where it comes from; empty where that is not said.
    pub source: String,
    /// How far to trust it; empty where that is not said.
    pub confidence: String,
    /// What a reader should know.
    pub note: String,
    /// Keys in which a parameter is used; of other quantities their own key.
    pub used: Vec<String>,
}

/// What an input stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// A row or page that can be looked up.
    Cited,
    /// The author's word.
    Assumed,
    /// Nothing that it says.
    Unsaid,
}

impl Input {
    /// What it stands on.
    #[must_use]
    pub fn standing(&self) -> Standing {
        match self.source.as_str() {
            "" => Standing::Unsaid,
            source if source.starts_with("assumption") => Standing::Assumed,
            _ => Standing::Cited,
        }
    }
}

/// All inputs of a scenario file and those it is made of, variants included, in order of the file.
///
/// # Errors
/// All problems of putting the files together.
pub fn inputs(path: &Path, set: &[String]) -> Result<Vec<Input>, Problems> {
    let mut files = Files::default();
    let mut problems = Problems::default();
    let root = tree_of(&mut files, path, set, &mut problems);
    if let Some(root) = root.filter(|_| problems.is_empty()) {
        return Ok(listed(&root));
    }
    problems.sources = files.sources.into_inner();
    Err(problems)
}

fn listed(root: &Node) -> Vec<Input> {
    let (mut inputs, mut texts) = (Vec::new(), Vec::new());
    walk(root, "", &mut inputs, &mut texts);
    for input in &mut inputs {
        let Some(name) = input.path.strip_prefix("parameter.") else {
            continue;
        };
        let uses = |(_, text): &&(String, String)| names(text).any(|used| used == name);
        let used: Vec<String> = texts
            .iter()
            .filter(uses)
            .map(|(path, _)| path.clone())
            .collect();
        input.used = used;
    }
    inputs
}

/// Gathers inputs, and all texts with the keys they stand in.
fn walk(node: &Node, path: &str, inputs: &mut Vec<Input>, texts: &mut Vec<(String, String)>) {
    match &node.item {
        Item::Section(section) => {
            let is_input = input(section, path)
                .map(|input| inputs.push(input))
                .is_some();
            for (key, _, inner) in &section.entries {
                // The value of an input stands for the whole of it.
                let whole = is_input && key == "value";
                let inner_path = if whole {
                    path.to_owned()
                } else {
                    below(path, key)
                };
                walk(inner, &inner_path, inputs, texts);
            }
        }
        Item::List(list) => {
            for (at, inner) in list.iter().enumerate() {
                walk(inner, &format!("{path}[{at}]"), inputs, texts);
            }
        }
        Item::Text(text) => texts.push((path.to_owned(), text.clone())),
        _ => {}
    }
}

/// A key below a path; in quotes where it is a path itself.
fn below(path: &str, key: &str) -> String {
    let key = if key.contains('.') {
        format!("\"{key}\"")
    } else {
        key.to_owned()
    };
    if path.is_empty() {
        key
    } else {
        format!("{path}.{key}")
    }
}

fn input(section: &Section, path: &str) -> Option<Input> {
    let is_parameter = path
        .strip_prefix("parameter.")
        .is_some_and(|name| !name.contains('.'));
    let text = |key: &str| match section.find(key).map(|node| &node.item) {
        Some(Item::Text(text)) => text.clone(),
        _ => String::new(),
    };
    if text("source").is_empty() && !is_parameter {
        return None;
    }
    let value = section.find("value").or_else(|| section.find("amount"));
    Some(Input {
        path: path.to_owned(),
        value: value.map_or(String::new(), shown),
        source: text("source"),
        confidence: text("confidence"),
        note: text("note"),
        used: vec![path.to_owned()],
    })
}

/// A value in one line.
fn shown(node: &Node) -> String {
    match &node.item {
        Item::Text(text) => text.clone(),
        Item::Integer(number) => number.to_string(),
        Item::Number(number) => number.to_string(),
        Item::Flag(flag) => flag.to_string(),
        Item::Date(date) => date.to_string(),
        Item::List(list) => {
            let parts: Vec<String> = list.iter().map(shown).collect();
            format!("[{}]", parts.join(", "))
        }
        Item::Section(section) => {
            let part = |(key, _, node): &(String, _, Node)| format!("{key} = {}", shown(node));
            let parts: Vec<String> = section.entries.iter().map(part).collect();
            format!("{{ {} }}", parts.join(", "))
        }
    }
}

/// The names after `$` in a text.
fn names(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices('$').map(|(at, _)| {
        let rest = &text[at + 1..];
        let fits = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        &rest[..rest.find(|c| !fits(c)).unwrap_or(rest.len())]
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"
[parameter]
tariff = { value = "pert(5, 6, 9) USD/MWh", source = "industry:F060", confidence = "low", note = "a guess" }
twice  = { value = "2 * $tariff", source = "assumption" }
plain  = { value = 7 }
[site.plant.process.cells]
energy = { power = { price = "$tariff", amount = "3 kWh" } }
cost   = [{ amount = "5 USD/t", source = "logistics:F001" }, "$twice + $tariff"]
[variant.x.set]
"site.plant.cost" = { value = "1 USD", source = "assumption (industry:F001)" }
"#;

    fn read() -> Vec<Input> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.toml");
        std::fs::write(&path, TEXT).unwrap();
        inputs(&path, &[]).unwrap()
    }

    #[test]
    fn inputs_are_parameters_and_what_names_a_source() {
        let found: Vec<(String, String, Standing)> = read()
            .into_iter()
            .map(|i| (i.path.clone(), i.value.clone(), i.standing()))
            .collect();
        let expected = [
            ("parameter.tariff", "pert(5, 6, 9) USD/MWh", Standing::Cited),
            ("parameter.twice", "2 * $tariff", Standing::Assumed),
            ("parameter.plain", "7", Standing::Unsaid),
            (
                "site.plant.process.cells.cost[0]",
                "5 USD/t",
                Standing::Cited,
            ),
            (
                "variant.x.set.\"site.plant.cost\"",
                "1 USD",
                Standing::Assumed,
            ),
        ];
        let expected = expected.map(|(path, value, s)| (path.to_owned(), value.to_owned(), s));
        assert_eq!(found, expected);
    }

    #[test]
    fn a_parameter_is_used_where_it_is_named_and_nowhere_else() {
        let inputs = read();
        let used = |at: usize| inputs[at].used.join(" ");
        let power = "site.plant.process.cells.energy.power.price";
        assert_eq!(
            used(0),
            format!("parameter.twice {power} site.plant.process.cells.cost[1]")
        );
        assert_eq!(used(1), "site.plant.process.cells.cost[1]");
        assert_eq!(used(2), "");
        assert_eq!(used(3), inputs[3].path);
    }
}
