//! A file that is not there: what is, that may have been meant.

use std::fs;
use std::path::{Path, PathBuf};

use crate::scenario::problem::nearest;

/// Names told of at most.
const TOLD: usize = 6;

/// What to name instead of a file that is not there. `written` is its name as it was given, and
/// `up` says whether the folder above may be named.
pub fn instead(path: &Path, written: &str, up: bool) -> Option<String> {
    let name = path.file_name()?.to_str()?;
    let folder = folder_of(path);
    if !folder.is_dir() {
        let shown = Path::new(written).parent()?.display().to_string();
        return Some(format!("there is no folder {shown}"));
    }
    let in_folder = |name: &str| {
        let whole = Path::new(written).with_file_name(name);
        whole.display().to_string().replace('\\', "/")
    };
    let files = names(&folder, Path::is_file);
    let with_ending = ["toml", "csv"].map(|ending| format!("{name}.{ending}"));
    if let Some(whole) = with_ending.iter().find(|whole| files.contains(whole)) {
        return Some(did_you_mean(&in_folder(whole)));
    }
    let doubled = format!("{name}.txt");
    if files.contains(&doubled) {
        return Some(format!(
            "there is {}: take .txt off its name",
            in_folder(&doubled)
        ));
    }
    nearest(name, files.iter().map(String::as_str))
        .map(|near| did_you_mean(&in_folder(near)))
        .or_else(|| elsewhere(&folder, name, written, up))
        .or_else(|| listed(&files, name))
        .or_else(|| {
            let wanted = ending(name).unwrap_or("toml");
            Some(format!(
                "there is no file that ends in .{wanted} in that folder"
            ))
        })
}

/// The files with the ending of scenarios in a folder.
pub fn scenarios_in(folder: &Path) -> Option<String> {
    let files = names(folder, Path::is_file);
    let scenarios = files
        .into_iter()
        .filter(|name| ending(name) == Some("toml"));
    let shown = |name: String| folder.join(name).display().to_string();
    some_of(
        "name one of its files: ",
        &scenarios.map(shown).collect::<Vec<_>>(),
    )
}

fn did_you_mean(name: &str) -> String {
    format!("did you mean {name:?}?")
}

fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if parent != Path::new("") => parent.to_path_buf(),
        _ => PathBuf::from("."),
    }
}

/// The same name one folder up or down.
fn elsewhere(folder: &Path, name: &str, written: &str, up: bool) -> Option<String> {
    let beside = Path::new(written).parent().unwrap_or(Path::new(""));
    let above = beside.join("..").join(name);
    if up && folder.join("..").join(name).is_file() {
        return Some(did_you_mean(&above.display().to_string()));
    }
    let inner = names(folder, Path::is_dir);
    let inner = inner
        .iter()
        .find(|inner| folder.join(inner).join(name).is_file())?;
    Some(did_you_mean(
        &beside.join(inner).join(name).display().to_string(),
    ))
}

fn listed(files: &[String], name: &str) -> Option<String> {
    let wanted = ending(name).unwrap_or("toml");
    let alike = files.iter().filter(|file| ending(file) == Some(wanted));
    some_of(
        "in that folder there are: ",
        &alike.cloned().collect::<Vec<_>>(),
    )
}

fn some_of(words: &str, names: &[String]) -> Option<String> {
    let more = if names.len() > TOLD { ", …" } else { "" };
    let shown = &names[..names.len().min(TOLD)];
    (!shown.is_empty()).then(|| format!("{words}{}{more}", shown.join(", ")))
}

fn ending(name: &str) -> Option<&str> {
    Path::new(name).extension()?.to_str()
}

/// Names of a folder's entries of a kind, in order.
fn names(folder: &Path, kind: fn(&Path) -> bool) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let kept = entries.filter(|entry| kind(&entry.path()));
    let names = kept.filter_map(|entry| entry.file_name().into_string().ok());
    let mut names: Vec<String> = names.filter(|name| !name.starts_with('.')).collect();
    names.sort();
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_have_been_meant_is_found_beside_above_and_below() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("scenarios");
        for name in ["chain.toml", "dear.toml.txt", "legs.csv"] {
            fs::create_dir_all(folder.join("parts")).unwrap();
            fs::write(folder.join(name), "").unwrap();
        }
        fs::write(home.path().join("above.toml"), "").unwrap();
        fs::write(folder.join("parts/below.toml"), "").unwrap();
        for (written, help) in [
            ("s/chian.toml", "did you mean \"s/chain.toml\"?"),
            ("s/chain", "did you mean \"s/chain.toml\"?"),
            ("s/legs", "did you mean \"s/legs.csv\"?"),
            (
                "s/dear.toml",
                "there is s/dear.toml.txt: take .txt off its name",
            ),
            ("s/above.toml", "did you mean \"s/../above.toml\"?"),
            ("s/below.toml", "did you mean \"s/parts/below.toml\"?"),
            (
                "s/quite-another.toml",
                "in that folder there are: chain.toml",
            ),
        ] {
            let path = folder.join(Path::new(written).file_name().unwrap());
            assert_eq!(instead(&path, written, true).as_deref(), Some(help));
        }
        let lost = home.path().join("nowhere/chain.toml");
        let help = instead(&lost, "nowhere/chain.toml", true);
        assert_eq!(help.as_deref(), Some("there is no folder nowhere"));
        let none = instead(&home.path().join("legs.csv"), "legs.csv", false);
        let expected = "did you mean \"scenarios/legs.csv\"?";
        assert_eq!(none.as_deref(), Some(expected));
        let none = instead(
            &home.path().join("quite-another.csv"),
            "quite-another.csv",
            false,
        );
        let expected = "there is no file that ends in .csv in that folder";
        assert_eq!(none.as_deref(), Some(expected));
        let kept_inside = instead(&folder.join("above.toml"), "above.toml", false);
        assert_eq!(
            kept_inside.as_deref(),
            Some("in that folder there are: chain.toml")
        );
    }
}
