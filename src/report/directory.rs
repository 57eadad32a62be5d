//! Where results go: written beside their place under a temporary name, and put there at the end,
//! so that no reader sees half a result and nothing is lost before there is something better.
//!
//! A claim shows that the place can be written to and leaves no trace, so that a run that is given
//! up before it writes has changed nothing. Whoever must end at once calls [`give_up`] first.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Claims of this process so far: two of the same name must not share a temporary one.
static CLAIMS: AtomicUsize = AtomicUsize::new(1);

/// What is being written now. Held while anything is put in its place, so that whoever ends the process
/// ends it before or after that.
static UNFINISHED: Mutex<Vec<Unfinished>> = Mutex::new(Vec::new());

/// A temporary directory or file, and the directories above it that are there for its sake.
struct Unfinished {
    partial: PathBuf,
    missing: Vec<PathBuf>,
}

impl Unfinished {
    /// Where something cannot be removed, what failed before says why.
    fn remove(&self) {
        let _ = fs::remove_dir_all(&self.partial);
        let _ = fs::remove_file(&self.partial);
        for path in &self.missing {
            let _ = fs::remove_dir(path);
        }
    }
}

fn unfinished() -> MutexGuard<'static, Vec<Unfinished>> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Puts something in its place, wholly before the process is ended or not at all.
pub(super) fn undisturbed<R>(place: impl FnOnce() -> R) -> R {
    let _held = unfinished();
    place()
}

/// Makes a temporary file, to be removed where the process is ended before it has its place.
pub(super) fn begin<R>(partial: &Path, make: impl FnOnce() -> io::Result<R>) -> io::Result<R> {
    let mut held = unfinished();
    let made = make()?;
    held.push(Unfinished {
        partial: partial.to_owned(),
        missing: Vec::new(),
    });
    Ok(made)
}

/// Removes a temporary file that has not got its place.
pub(super) fn end(partial: &Path) {
    let mut held = unfinished();
    // One that has got its place is no longer there.
    let _ = fs::remove_file(partial);
    held.retain(|known| known.partial != partial);
}

/// Removes whatever is half written and lets nothing be written from then on: for a process that ends
/// at once after it.
pub fn give_up() {
    let held = unfinished();
    // Another thread may have made a file while its directory was being emptied.
    for _ in 0..3 {
        held.iter().for_each(Unfinished::remove);
    }
    std::mem::forget(held);
}

/// Why results could not be written.
#[derive(Clone, Debug, PartialEq)]
pub enum Failure {
    /// The user asked for a place that must not be touched.
    Refused(String),
    /// The disk, the permissions: path and reason.
    Machine(String),
}

impl Failure {
    /// What could not be done to which path, and why.
    #[must_use]
    pub fn machine(verb: &str, path: &Path, reason: &io::Error) -> Self {
        Self::Machine(format!("cannot {verb} {}: {reason}", path.display()))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(message) | Self::Machine(message) => f.write_str(message),
        }
    }
}

/// A place that is claimed for results. Dropped unfinished, it leaves nothing behind.
#[derive(Debug)]
pub struct Directory {
    parent: PathBuf,
    name: String,
    partial: PathBuf,
    /// Directories above it that are not there yet, the deepest first.
    missing: Vec<PathBuf>,
    place: Place,
}

#[derive(Clone, Debug, PartialEq)]
enum Place {
    /// Here and nowhere else, called as the user called it.
    Fixed { called: PathBuf, force: bool },
    /// `NAME`, or the next of `NAME-2`, `NAME-3`, … that is free in the end.
    Free,
}

impl Directory {
    /// Claims this very path. A directory with results in it is only replaced where `force`, one
    /// with anything else in it never.
    ///
    /// # Errors
    /// A path that is taken, and what the machine refused.
    pub fn fixed(path: &Path, force: bool) -> Result<Self, Failure> {
        let whole = std::path::absolute(path).map_err(|e| Failure::machine("find", path, &e))?;
        // Results go where a link leads, not in its stead.
        let whole = fs::canonicalize(&whole).unwrap_or(whole);
        let (Some(parent), Some(name)) = (whole.parent(), whole.file_name()) else {
            let message = format!("{} is no place for results: it has no name", path.display());
            return Err(Failure::Refused(message));
        };
        refuse_taken(&whole, path, force)?;
        let name = name.to_string_lossy().into_owned();
        let called = path.to_owned();
        Self::claim(parent.to_owned(), name, Place::Fixed { called, force })
    }

    /// Claims the next free name in a directory.
    ///
    /// # Errors
    /// What the machine refused.
    pub fn free(parent: &Path, name: &str) -> Result<Self, Failure> {
        Self::claim(parent.to_owned(), name.to_owned(), Place::Free)
    }

    fn claim(parent: PathBuf, name: String, place: Place) -> Result<Self, Failure> {
        let number = CLAIMS.fetch_add(1, Ordering::Relaxed);
        let partial = format!(".{name}.partial-{}-{number}", std::process::id());
        let above = parent.ancestors();
        let claimed = Self {
            partial: parent.join(partial),
            missing: above
                .take_while(|path| !path.as_os_str().is_empty() && !path.exists())
                .map(Path::to_owned)
                .collect(),
            parent,
            name,
            place,
        };
        claimed.open()?;
        claimed.clear();
        Ok(claimed)
    }

    /// The place itself, where results may stand already.
    #[must_use]
    pub fn place(&self) -> PathBuf {
        self.parent.join(&self.name)
    }

    /// The directory that files are written into until the end; made where it is not there.
    ///
    /// # Errors
    /// What the machine refused.
    pub fn open(&self) -> Result<&Path, Failure> {
        let shown = self.parent.join(&self.name);
        let mut held = unfinished();
        fs::create_dir_all(&self.partial).map_err(|e| Failure::machine("write to", &shown, &e))?;
        if !held.iter().any(|known| known.partial == self.partial) {
            held.push(self.unfinished());
        }
        Ok(&self.partial)
    }

    fn unfinished(&self) -> Unfinished {
        Unfinished {
            partial: self.partial.clone(),
            missing: self.missing.clone(),
        }
    }

    /// Removes what is unfinished, and the directories above that are empty then and were not there.
    fn clear(&self) {
        let mut held = unfinished();
        self.unfinished().remove();
        held.retain(|known| known.partial != self.partial);
    }

    /// Puts the results in their place and returns it, called as the user called it.
    ///
    /// # Errors
    /// What the machine refused, and a place that was taken in the meantime.
    pub fn finish(self) -> Result<PathBuf, Failure> {
        undisturbed(|| match &self.place {
            Place::Fixed { called, force } => self.finish_at(called, *force),
            Place::Free => self.finish_at_next_free(),
        })
    }

    fn finish_at(&self, called: &Path, force: bool) -> Result<PathBuf, Failure> {
        let path = self.parent.join(&self.name);
        refuse_taken(&path, called, force)?;
        self.replace(&path)
            .map_err(|e| Failure::machine("replace", called, &e))?;
        Ok(called.to_owned())
    }

    /// The old results stand aside until the new ones are in place.
    fn replace(&self, path: &Path) -> io::Result<()> {
        if !path.exists() {
            return fs::rename(&self.partial, path);
        }
        let aside = self
            .parent
            .join(format!(".{}.old-{}", self.name, std::process::id()));
        fs::rename(path, &aside)?;
        if let Err(reason) = fs::rename(&self.partial, path) {
            fs::rename(&aside, path)?;
            return Err(reason);
        }
        fs::remove_dir_all(&aside)
    }

    fn finish_at_next_free(&self) -> Result<PathBuf, Failure> {
        for number in 1_u64.. {
            let path = self.parent.join(match number {
                1 => self.name.clone(),
                _ => format!("{}-{number}", self.name),
            });
            if path.symlink_metadata().is_ok() {
                continue;
            }
            match fs::rename(&self.partial, &path) {
                Ok(()) => return Ok(path),
                // Someone was quicker: the next one then.
                Err(_) if path.symlink_metadata().is_ok() => {}
                Err(reason) => return Err(Failure::machine("make", &path, &reason)),
            }
        }
        Err(Failure::Machine(format!(
            "every name {}-N is taken",
            self.name
        )))
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        self.clear();
    }
}

/// Refuses a path with something in it that must stay.
fn refuse_taken(path: &Path, shown: &Path, force: bool) -> Result<(), Failure> {
    let shown = shown.display();
    let refused = |message: String| Err(Failure::Refused(message));
    if !path.exists() {
        return Ok(());
    }
    if !path.is_dir() {
        return refused(format!("{shown} is a file, not a directory"));
    }
    if path.join("run.json").is_file() {
        if force {
            return Ok(());
        }
        return refused(format!(
            "{shown} holds finished results; --force replaces them, another --out keeps them"
        ));
    }
    match fs::read_dir(path).map(|mut entries| entries.next().is_none()) {
        Ok(true) => Ok(()),
        Ok(false) => refused(format!(
            "{shown} holds files that are no results of lichain; choose another --out"
        )),
        Err(reason) => Err(Failure::machine("read", path, &reason)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finished(path: &Path, content: &str) {
        fs::create_dir_all(path).unwrap();
        fs::write(path.join("run.json"), content).unwrap();
    }

    fn entries(path: &Path) -> Vec<String> {
        let name = |entry: io::Result<fs::DirEntry>| entry.unwrap().file_name();
        let names = fs::read_dir(path).unwrap().map(name);
        let mut names: Vec<String> = names.map(|n| n.into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn nothing_stands_in_the_place_until_the_end() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("deep/out");
        let directory = Directory::fixed(&path, false).unwrap();
        fs::write(directory.open().unwrap().join("run.json"), "new").unwrap();
        assert!(!path.exists());
        directory.finish().unwrap();
        assert_eq!(entries(&home.path().join("deep")), ["out"]);
        assert_eq!(entries(&path), ["run.json"]);
    }

    #[test]
    fn what_is_given_up_leaves_nothing() {
        let home = tempfile::tempdir().unwrap();
        let directory = Directory::free(&home.path().join("deep/er"), "out").unwrap();
        assert_eq!(entries(home.path()).len(), 0, "a claim leaves no trace");
        directory.open().unwrap();
        assert_eq!(entries(&home.path().join("deep/er")).len(), 1);
        drop(directory);
        assert_eq!(entries(home.path()).len(), 0);
    }

    #[test]
    fn directories_that_were_there_stay() {
        let home = tempfile::tempdir().unwrap();
        fs::create_dir(home.path().join("mine")).unwrap();
        drop(Directory::free(&home.path().join("mine"), "out").unwrap());
        assert_eq!(entries(home.path()), ["mine"]);
    }

    #[test]
    fn finished_results_are_replaced_by_force_alone_and_only_at_the_end() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("out");
        finished(&path, "old");
        let refused = Directory::fixed(&path, false).unwrap_err();
        assert!(matches!(&refused, Failure::Refused(m) if m.contains("--force")));
        let directory = Directory::fixed(&path, true).unwrap();
        fs::write(directory.open().unwrap().join("run.json"), "new").unwrap();
        assert_eq!(fs::read(path.join("run.json")).unwrap(), b"old");
        directory.finish().unwrap();
        assert_eq!(fs::read(path.join("run.json")).unwrap(), b"new");
        assert_eq!(entries(home.path()), ["out"]);
    }

    #[test]
    fn what_is_no_result_is_never_replaced() {
        let home = tempfile::tempdir().unwrap();
        fs::write(home.path().join("thesis.tex"), "…").unwrap();
        for path in [home.path().to_owned(), home.path().join("thesis.tex")] {
            let refused = Directory::fixed(&path, true).unwrap_err();
            assert!(matches!(refused, Failure::Refused(_)), "{refused}");
        }
        assert_eq!(entries(home.path()), ["thesis.tex"]);
    }

    #[test]
    fn an_empty_directory_is_filled() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("out");
        fs::create_dir(&path).unwrap();
        let directory = Directory::fixed(&path, false).unwrap();
        fs::write(directory.open().unwrap().join("run.json"), "new").unwrap();
        directory.finish().unwrap();
        assert_eq!(entries(&path), ["run.json"]);
        assert_eq!(entries(home.path()), ["out"]);
    }

    #[test]
    fn free_names_are_counted_up() {
        let home = tempfile::tempdir().unwrap();
        let claims = [(); 3].map(|()| Directory::free(home.path(), "out").unwrap());
        for (directory, expected) in claims.into_iter().zip(["out", "out-2", "out-3"]) {
            directory.open().unwrap();
            assert_eq!(directory.finish().unwrap(), home.path().join(expected));
        }
        assert_eq!(entries(home.path()), ["out", "out-2", "out-3"]);
    }

    #[test]
    fn a_place_that_cannot_be_made_is_the_machines_fault_and_named() {
        let home = tempfile::tempdir().unwrap();
        fs::write(home.path().join("file"), "").unwrap();
        let path = home.path().join("file/out");
        let failure = Directory::fixed(&path, false).unwrap_err();
        assert!(matches!(&failure, Failure::Machine(m) if m.contains("file")));
    }
}
