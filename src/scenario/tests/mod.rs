//! The room as a whole: a file in, models or mistakes out.

mod combined;
mod extended;
mod imported;
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
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let set: Vec<String> = set.iter().map(ToString::to_string).collect();
    load(&path, &set)
}

/// Every variant's model in full, so that two readings can be compared.
pub(super) fn models(read: Result<Scenario, Problems>) -> Vec<String> {
    let scenario = read.unwrap_or_else(|problems| panic!("{}", problems.render(false)));
    let models = scenario.variants.iter();
    models.map(|model| format!("{model:?}")).collect()
}

/// The only problem, with the name of its file, what it points at, and its place.
pub(super) fn only(
    read: Result<Scenario, Problems>,
) -> (String, String, String, (usize, usize), String) {
    let problems = read.unwrap_err();
    let list = problems.sorted();
    assert_eq!(list.len(), 1, "{}", problems.render(false));
    let span = list[0].span.unwrap();
    let text = problems.sources.text(span.source);
    let file = text.name.rsplit('/').next().unwrap().to_owned();
    let pointed = text.text[span.start..span.end].to_owned();
    let place = problems.sources.line_column(span);
    let help = list[0].help.clone().unwrap_or_default();
    (list[0].message.clone(), file, pointed, place, help)
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
