//! `part-0003-of-0016.bin`: trials of a run that were computed apart, for `lichain merge` to put together.
//!
//! A [`Sealed`] file of what part of whose trials it holds, and of the trials.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::directory::Failure;
use super::kept::Identity;
use super::partial::{self, Partial};
use super::sealed::{Fault, Sealed, Sealing};

/// Another format has another number.
const FORMAT: &[u8] = b"lichain part 1\n";
/// Digits in the name of a file, at least.
const DIGITS: usize = 4;

/// Which trials of whose run a file holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// Whose.
    pub identity: Identity,
    /// Trials of all parts.
    pub trials: u64,
    /// Memory that the numbers of all trials may take before they are folded [MB].
    pub memory: u64,
    /// Which part, counted from 0.
    pub part: u64,
    /// Of how many.
    pub parts: u64,
    /// Its first trial, counted from 1.
    pub first: u64,
    /// How many trials it has.
    pub count: u64,
}

impl Part {
    /// In what another one differs, in words; nothing where the two hold the same.
    #[must_use]
    pub fn difference(&self, there: &Self) -> Option<String> {
        let told = |what: &str, there: String, here: String| {
            (there != here).then(|| format!("{what}: {there} there, {here} here"))
        };
        let part = |of: &Self| format!("{}/{}", of.part, of.parts);
        let range = |of: &Self| format!("{} from {} on", of.count, of.first);
        self.identity
            .difference(&there.identity)
            .or_else(|| {
                told(
                    "--trials",
                    there.trials.to_string(),
                    self.trials.to_string(),
                )
            })
            .or_else(|| {
                told(
                    "--memory",
                    there.memory.to_string(),
                    self.memory.to_string(),
                )
            })
            .or_else(|| told("--part", part(there), part(self)))
            .or_else(|| told("trials of the part", range(there), range(self)))
    }

    /// Writes it with its trials.
    ///
    /// # Errors
    /// What became of the writing.
    pub fn write<T: Serialize>(&self, trials: &T, out: impl Write) -> io::Result<()> {
        let mut out = Sealing::begin(FORMAT, out)?;
        out.add(self)?;
        out.add(trials)?;
        out.finish()
    }

    /// Keeps it with its trials in a directory that others may write into at the same time.
    ///
    /// # Errors
    /// What the machine refused.
    pub fn keep<T: Serialize>(&self, trials: &T, directory: &Path) -> Result<PathBuf, Failure> {
        let path = directory.join(name(self.part, self.parts));
        let kept = fs::create_dir_all(directory)
            .and_then(|()| Partial::beside(&path))
            .and_then(|partial| {
                self.write(trials, &partial.file)?;
                partial.finish()
            });
        kept.map_err(|reason| Failure::machine("write", &path, &reason))?;
        Ok(path)
    }
}

/// The name of a part's file.
#[must_use]
pub fn name(part: u64, parts: u64) -> String {
    let digits = parts.to_string().len().max(DIGITS);
    format!("part-{part:0digits$}-of-{parts:0digits$}.bin")
}

/// Which part of how many has a file of this name.
fn named(file: &str) -> Option<(u64, u64)> {
    let numbers = file.strip_prefix("part-")?.strip_suffix(".bin")?;
    let (part, parts) = numbers.split_once("-of-")?;
    let (part, parts) = (part.parse().ok()?, parts.parse().ok()?);
    (part < parts && name(part, parts) == file).then_some((part, parts))
}

/// The parts in a directory, each as which of how many, in order; other files are left alone.
///
/// # Errors
/// What the machine refused.
pub fn in_directory(directory: &Path) -> io::Result<Vec<(u64, u64)>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(directory)? {
        let name = entry?.file_name();
        found.extend(name.to_str().and_then(named));
    }
    found.sort_unstable();
    Ok(found)
}

/// Removes parts from a directory, and the directory where nothing else is in it.
///
/// # Errors
/// What the machine refused.
pub fn remove(directory: &Path, parts: &[(u64, u64)]) -> io::Result<()> {
    for &(part, parts) in parts {
        fs::remove_file(directory.join(name(part, parts)))?;
    }
    clear_unfinished(directory)?;
    // What else is there is someone else's.
    let _ = fs::remove_dir(directory);
    Ok(())
}

/// Removes parts that were not finished. Only for whoever knows that no process writes there.
///
/// # Errors
/// What the machine refused.
pub fn clear_unfinished(directory: &Path) -> io::Result<()> {
    if !directory.is_dir() {
        return Ok(());
    }
    for entry in fs::read_dir(directory)? {
        let entry = entry?;
        let name = entry.file_name();
        let of = name.to_str().and_then(partial::finished);
        if of.and_then(named).is_some() {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// Shows that a directory can be written to, before there is something to write.
///
/// # Errors
/// What the machine refused.
pub fn try_directory(directory: &Path, name: &str) -> Result<(), Failure> {
    let tried = fs::create_dir_all(directory).and_then(|()| Partial::beside(&directory.join(name)));
    tried
        .map(drop)
        .map_err(|reason| Failure::machine("write to", directory, &reason))
}

/// Reads of a file which part it is; its trials come next.
///
/// # Errors
/// A file that is not as `lichain shard` wrote it.
pub fn open(path: &Path) -> Result<(Part, Sealed), Fault> {
    let mut sealed = Sealed::open(path, FORMAT)?;
    Ok((sealed.read()?, sealed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_sort_by_part_and_are_read_back() {
        assert_eq!(name(3, 16), "part-0003-of-0016.bin");
        assert_eq!(name(3, 123_456), "part-000003-of-123456.bin");
        for (part, parts) in [(0, 1), (15, 16), (9_999, 10_000), (99_999, 100_000)] {
            assert_eq!(named(&name(part, parts)), Some((part, parts)));
        }
        for other in [
            "part-3-of-16.bin",
            "part-0016-of-0016.bin",
            "part-0003-of-0016.bin.partial",
            ".part-0003-of-0016.bin.partial-7-0",
            "part-0003-of-0016.log",
            "part-+003-of-0016.bin",
            "results",
        ] {
            assert_eq!(named(other), None, "{other}");
        }
    }

    #[test]
    fn parts_are_removed_and_what_else_is_there_stays() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("parts");
        fs::create_dir(&folder).unwrap();
        let unfinished = format!(".{}.partial-7-0123456789abcdef", name(1, 2));
        for file in [&name(0, 2), &name(0, 3), &unfinished, "notes"] {
            fs::write(folder.join(file), "").unwrap();
        }
        let left = |folder: &Path| fs::read_dir(folder).unwrap().count();
        clear_unfinished(&folder).unwrap();
        assert_eq!(left(&folder), 3);
        remove(&folder, &[(0, 2)]).unwrap();
        assert_eq!(left(&folder), 2);
        fs::remove_file(folder.join("notes")).unwrap();
        remove(&folder, &[(0, 3)]).unwrap();
        assert!(!folder.exists());
        clear_unfinished(&folder).unwrap();
    }
}
