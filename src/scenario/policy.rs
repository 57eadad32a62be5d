//! A policy as a scenario of its own: it extends a copy of the one it was found in, and runs beside
//! what that was.

use std::fmt::Write;
use std::path::PathBuf;

use super::Workbench;
use super::tree::{self, Item, Node, Path, key_of, quoted};

/// A policy as a scenario of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    /// The name of its file, beside the copy of the one it extends.
    pub file: PathBuf,
    /// What stands in it.
    pub text: String,
    /// The id of its variant.
    pub variant: String,
    /// Copies of all files the scenario is made of: where, below that folder, and bytes.
    pub copies: Vec<(PathBuf, Vec<u8>)>,
}

impl Workbench {
    /// The scenario of a policy: two variants, as it is and with the levers set. `set` is the changes
    /// that the scenario was opened with, `heading` its comment.
    #[must_use]
    pub fn policy(&self, point: &[u32], set: &[String], heading: &str) -> Policy {
        let copies = self.files.copies();
        let base = copies
            .first()
            .map_or_else(String::new, |(way, _)| way.to_string_lossy().into());
        let taken = |name: &str| copies.iter().any(|(way, _)| way.as_os_str() == name);
        let file = free("winner", |name| taken(&format!("{name}.toml"))) + ".toml";
        let names: Vec<&str> = self
            .scenario
            .variants
            .iter()
            .map(|m| m.variant.as_str())
            .collect();
        let all = variants(&self.parts.root);
        let is_taken = |name: &str| all.iter().any(|(known, _)| *known == name);
        let variant = free("winner", is_taken);
        let as_it_is = if all.is_empty() {
            "as-it-is"
        } else {
            &self.parts.variant.name
        };
        let mut text = String::new();
        for line in heading.lines() {
            let _ = writeln!(text, "# {line}");
        }
        let _ = writeln!(text, "\nextends = {}", quoted(&base));
        for change in changes_of(set) {
            let _ = writeln!(text, "{change}");
        }
        let _ = writeln!(text, "scenario.reference = {}\n", quoted(as_it_is));
        for name in names
            .iter()
            .filter(|name| **name != as_it_is && !all.is_empty())
        {
            let _ = writeln!(text, "[variant.{}]\nin_use = false", key_of(name));
        }
        if all.is_empty() {
            let _ = writeln!(text, "[variant.{as_it_is}]");
        }
        let _ = writeln!(
            text,
            "[variant.{}]\ntitle = \"The winner\"",
            key_of(&variant)
        );
        let _ = writeln!(text, "[variant.{}.set]", key_of(&variant));
        for (key, value) in self.settings_of(point) {
            let _ = writeln!(text, "{} = {value}", quoted(&key));
        }
        Policy {
            file: PathBuf::from(file),
            text,
            variant,
            copies,
        }
    }

    /// What a policy sets, as `--set` takes it.
    #[must_use]
    pub fn set(&self, point: &[u32]) -> Vec<String> {
        let moved = self.moved(point);
        moved
            .iter()
            .map(|(key, value)| format!("{key}={value}"))
            .collect()
    }

    fn moved(&self, point: &[u32]) -> Vec<(String, String)> {
        let settings = self.settings(point);
        let each = settings.flat_map(|(handle, own)| super::workbench::changes(handle, own));
        each.map(|(path, node)| (joined(path), node.item.written()))
            .collect()
    }

    /// The changes of the variant and then those of the policy.
    fn settings_of(&self, point: &[u32]) -> Vec<(String, String)> {
        let moved = self.moved(point);
        let own = variants(&self.parts.root)
            .into_iter()
            .find(|(name, _)| *name == self.parts.variant.name)
            .and_then(|(_, node)| section(section(node)?.find("set")?));
        let before = own.into_iter().flat_map(|set| &set.entries);
        let before = before.filter_map(|(key, span, node)| {
            let key = joined(&Path::split(key, *span)?);
            let stays = moved.iter().all(|(other, _)| *other != key);
            stays.then(|| (key, node.item.written()))
        });
        before.chain(moved.clone()).collect()
    }
}

fn section(node: &Node) -> Option<&tree::Section> {
    match &node.item {
        Item::Section(section) => Some(section),
        _ => None,
    }
}

fn variants(root: &Node) -> Vec<(&str, &Node)> {
    let table = section(root).and_then(|root| section(root.find("variant")?));
    let entries = table.into_iter().flat_map(|table| &table.entries);
    entries
        .map(|(name, _, node)| (name.as_str(), node))
        .collect()
}

fn joined(path: &Path) -> String {
    let parts: Vec<String> = path.parts.iter().map(|part| key_of(part)).collect();
    parts.join(".")
}

/// Changes of the command line as lines of a file.
fn changes_of(set: &[String]) -> Vec<String> {
    let line = |change: &String| {
        let mut sources = super::Sources::default();
        let mut problems = super::Problems::default();
        let (path, node) = tree::parse_change(&mut sources, change, &mut problems)?;
        Some(format!("{} = {}", joined(&path), node.item.written()))
    };
    set.iter().filter_map(line).collect()
}

/// A name, or the next of `NAME-2`, `NAME-3`, … that is free.
fn free(name: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let mut free = name.to_owned();
    let mut number = 2;
    while is_taken(&free) {
        free = format!("{name}-{number}");
        number += 1;
    }
    free
}
