//! `lichain new`: a scenario to begin with.

use std::fmt::Write;
use std::path::Path;

use super::arguments::New as Asked;
use super::failure::Failure;
use super::{file, run, terminal};
use crate::scenario::{STARTERS, Starter, nearest};

/// Writes a starter under the name that was asked for, or tells which there are.
pub fn new(asked: &Asked) -> Result<(), Failure> {
    let Some(path) = &asked.file else {
        return terminal::print(&list());
    };
    let starter = named(&asked.like)?;
    file::refuse_taken(path, asked.force)?;
    file::write(path, starter.named(&name_of(path)).as_bytes())?;
    terminal::print(&told(starter, path))
}

fn named(name: &str) -> Result<&'static Starter, Failure> {
    STARTERS
        .iter()
        .find(|starter| starter.name == name)
        .ok_or_else(|| {
            let names = || STARTERS.iter().map(|starter| starter.name);
            let help = match nearest(name, names()) {
                Some(near) => format!("did you mean {near:?}?"),
                None => format!("there are: {}", names().collect::<Vec<_>>().join(", ")),
            };
            Failure::Input(format!("no starter is called {name:?}; {help}"))
        })
}

/// The scenario is called as its file is.
fn name_of(path: &Path) -> String {
    let stem = path.file_stem().unwrap_or_default();
    stem.to_string_lossy().into_owned()
}

fn list() -> String {
    let mut text = String::new();
    for Starter { name, about, .. } in STARTERS {
        let about = terminal::wrapped(about, terminal::prose().saturating_sub(4), 4);
        let _ = writeln!(text, "{name}\n    {about}");
    }
    text + "\nlichain new --like NAME FILE.toml writes one.\n"
}

/// What was written, and what to do next; the schema, where it is not beside the file.
fn told(starter: &Starter, path: &Path) -> String {
    let schema = path.with_file_name("lichain.schema.json");
    let (path, about) = (path.display().to_string(), starter.about);
    let path = run::quoted(&path);
    let written = format!("{path} is written: {about}");
    let written = terminal::wrapped(&written, terminal::prose(), 2);
    let mut text = format!("{written}\nNext:\n  lichain check {path}\n  lichain run {path}\n");
    if !schema.exists() {
        let schema = schema.display().to_string();
        let schema = run::quoted(&schema);
        let _ = write!(
            text,
            "For an editor that helps while you type (docs/editors.md):\n  lichain schema --out {schema}\n"
        );
    }
    text
}
