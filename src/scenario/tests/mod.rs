//! The room as a whole: a file in, models or mistakes out.

mod mistakes;
mod models;
mod mutations;
mod tables;

use super::{Problems, Scenario, load};

/// A small chain that uses most of the language.
pub(super) const CHAIN: &str = include_str!("chain.toml");

/// Loads a text as a file, with tables beside it.
pub(super) fn load_with(
    text: &str,
    tables: &[(&str, &str)],
    set: &[&str],
) -> Result<Scenario, Problems> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("chain.toml");
    std::fs::write(&path, text).unwrap();
    for (name, text) in tables {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let set: Vec<String> = set.iter().map(ToString::to_string).collect();
    load(&path, &set)
}

/// The chain with a part of it replaced.
pub(super) fn changed(from: &str, to: &str) -> String {
    assert_eq!(
        CHAIN.matches(from).count(),
        1,
        "{from:?} must be there once"
    );
    CHAIN.replacen(from, to, 1)
}
