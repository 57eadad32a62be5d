//! What processes that were killed left beside a place for results.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::Path;

/// Of results that are being written; what follows are the numbers of the process and of its claim.
pub(super) const PARTIAL: &str = ".partial-";
/// Of results that stand aside; what follows is the number of the process.
pub(super) const ASIDE: &str = ".old-";

/// How the name of such a directory begins, beside its place.
pub(super) fn temporary(name: &OsStr, kind: &str) -> OsString {
    let mut temporary = OsString::from(".");
    temporary.push(name);
    temporary.push(kind);
    temporary
}

/// Removes what processes left that were killed, and puts results back that stood aside then. Only for whoever has the
/// lock: nobody else is writing there.
pub(super) fn clear_after_the_dead(parent: &Path, name: &OsStr) {
    let place = parent.join(name);
    let Ok(entries) = fs::read_dir(parent) else {
        return;
    };
    for entry in entries.flatten() {
        let (file, path) = (entry.file_name(), entry.path());
        let is_half = is_temporary(&file, &temporary(name, PARTIAL));
        let stands_aside = is_temporary(&file, &temporary(name, ASIDE));
        let is_missed = stands_aside && place.symlink_metadata().is_err();
        if is_missed {
            // Where it cannot be put back it is kept as it is.
            let _ = fs::rename(&path, &place);
        } else if is_half || stands_aside {
            let _ = fs::remove_dir_all(&path);
        }
    }
}

/// True where nothing but numbers follow.
fn is_temporary(file: &OsStr, begins: &OsStr) -> bool {
    let rest = file.as_encoded_bytes();
    let rest = rest.strip_prefix(begins.as_encoded_bytes());
    rest.is_some_and(|rest| {
        rest.iter()
            .all(|byte| byte.is_ascii_digit() || *byte == b'-')
    })
}

#[cfg(test)]
mod tests {
    use super::super::directory::Directory;
    use super::*;

    fn finished(path: &Path, content: &str) {
        fs::create_dir_all(path).unwrap();
        fs::write(path.join("run.json"), content).unwrap();
    }

    fn entries(path: &Path) -> Vec<String> {
        let names = fs::read_dir(path)
            .unwrap()
            .map(|entry| entry.unwrap().file_name());
        let mut names: Vec<String> = names.map(|n| n.into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn what_the_dead_left_is_removed_and_what_is_anothers_stays() {
        let home = tempfile::tempdir().unwrap();
        let living = Directory::fixed(&home.path().join("out.partial-7"), false).unwrap();
        living.open().unwrap();
        let others = entries(home.path());
        assert_eq!(others.len(), 2);
        for left in [
            ".out.partial-4000000-1",
            ".out.partial-7-12",
            ".out.old-4000000",
        ] {
            finished(&home.path().join(left), "left");
        }
        fs::write(home.path().join(".out.lock"), "process 4000000").unwrap();
        fs::write(home.path().join(".out.partial-notes"), "").unwrap();
        finished(&home.path().join("out"), "old");
        let directory = Directory::fixed(&home.path().join("out"), true).unwrap();
        drop(directory);
        let expected = [&others[..], &[".out.partial-notes".into(), "out".into()]].concat();
        let mut expected = expected;
        expected.sort();
        assert_eq!(entries(home.path()), expected);
        assert_eq!(fs::read(home.path().join("out/run.json")).unwrap(), b"old");
    }

    #[test]
    fn results_that_stood_aside_when_their_process_was_killed_are_put_back() {
        let home = tempfile::tempdir().unwrap();
        finished(&home.path().join(".out.old-4000000"), "old");
        finished(&home.path().join(".out.partial-4000000-1"), "new");
        drop(Directory::fixed(&home.path().join("out"), true).unwrap());
        assert_eq!(entries(home.path()), ["out"]);
        assert_eq!(fs::read(home.path().join("out/run.json")).unwrap(), b"old");
    }
}
