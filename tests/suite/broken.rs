//! Scenarios with the mistakes people make, each beside the whole message it gets. With
//! `REWRITE_BROKEN=1` the messages are written anew, to be read before they are committed.

use std::fs;
use std::path::{Path, PathBuf};

use lichain::scenario::load;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/broken")
}

fn scenarios() -> Vec<PathBuf> {
    let entries = fs::read_dir(folder()).expect("the folder of broken scenarios");
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "toml")
    });
    paths.sort();
    paths
}

/// The message without the path of this checkout.
fn message(path: &Path) -> String {
    let Err(problems) = load(path, &[]) else {
        panic!("{} has no mistake", path.display())
    };
    assert!(!problems.machine(), "{}", path.display());
    let here = format!("{}/", folder().display());
    let mut text = problems.render(false).replace(&here, "");
    if !text.ends_with('\n') {
        text.push('\n');
    }
    text
}

#[test]
fn every_broken_scenario_gets_its_message() {
    let paths = scenarios();
    assert!(paths.len() >= 25, "only {} scenarios", paths.len());
    let mut wrong = Vec::new();
    for path in paths {
        let (found, kept) = (message(&path), path.with_extension("txt"));
        if std::env::var_os("REWRITE_BROKEN").is_some() {
            fs::write(&kept, &found).expect("a writable checkout");
        }
        if fs::read_to_string(&kept).unwrap_or_default() != found {
            wrong.push(format!("{}:\n{found}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
