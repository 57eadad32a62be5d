//! Where results go: written beside their place under a temporary name, and put there at the end,
//! so that no reader sees half a result and nothing is lost before there is something better.
//!
//! A claim shows that the place can be written to and that no other process is writing there; it leaves a lock beside
//! the place, which goes with it, so that a run that is given up before it writes has changed nothing. Whoever must end
//! at once calls [`super::give_up`] first; what a killed process left is removed by the next claim of the place.

use std::ffi::{OsStr, OsString};
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use super::leftovers::{ASIDE, PARTIAL, clear_after_the_dead, temporary};
use super::lock::{Lock, Unlocked};
use super::swap::{exchange, settle, settle_names};
use super::unfinished::{Unfinished, end, undisturbed, unfinished};

/// Claims of this process so far: two of the same name must not share a temporary one.
static CLAIMS: AtomicUsize = AtomicUsize::new(1);

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
    name: OsString,
    partial: PathBuf,
    place: Place,
    lock: Lock,
}

#[derive(Clone, Debug, PartialEq)]
enum Place {
    /// Here and nowhere else, called as the user called it.
    Fixed { called: PathBuf, force: bool },
    /// `NAME`, or the next of `NAME-2`, `NAME-3`, … that is free.
    Free,
}

impl Directory {
    /// Claims this very path. A directory with results in it is only replaced where `force`, one
    /// with anything else in it never.
    ///
    /// # Errors
    /// A path that is taken or that another process is writing to, and what the machine refused.
    pub fn fixed(path: &Path, force: bool) -> Result<Self, Failure> {
        let whole = std::path::absolute(path).map_err(|e| Failure::machine("find", path, &e))?;
        // Results go where a link leads, not in its stead.
        let whole = fs::canonicalize(&whole).unwrap_or(whole);
        let (Some(parent), Some(name)) = (whole.parent(), whole.file_name()) else {
            let message = format!("{} is no place for results: it has no name", path.display());
            return Err(Failure::Refused(message));
        };
        refuse_taken(&whole, path, force)?;
        let called = path.to_owned();
        let place = Place::Fixed { called, force };
        let claimed = Self::claim(parent, name, place).map_err(|why| refused(why, path))?;
        // What another process was writing may have come since.
        refuse_taken(&whole, path, force)?;
        Ok(claimed)
    }

    /// Claims the next free name in a directory.
    ///
    /// # Errors
    /// What the machine refused.
    pub fn free(parent: &Path, name: &str) -> Result<Self, Failure> {
        for number in 1_u64.. {
            let numbered = numbered(name, number);
            let path = parent.join(&numbered);
            if path.symlink_metadata().is_ok() {
                continue;
            }
            match Self::claim(parent, OsStr::new(&numbered), Place::Free) {
                Ok(claimed) if path.symlink_metadata().is_err() => return Ok(claimed),
                // Another process is about to finish there, or has just finished.
                Ok(_) | Err(Unlocked::Held(_)) => {}
                Err(why) => return Err(refused(why, &path)),
            }
        }
        Err(Failure::Machine(format!("every name {name}-N is taken")))
    }

    fn claim(parent: &Path, name: &OsStr, place: Place) -> Result<Self, Unlocked> {
        let above = parent.ancestors();
        let missing: Vec<PathBuf> = above
            .take_while(|path| !path.as_os_str().is_empty() && !path.exists())
            .map(Path::to_owned)
            .collect();
        let number = CLAIMS.fetch_add(1, Ordering::Relaxed);
        let mut partial = temporary(name, PARTIAL);
        partial.push(format!("{}-{number}", std::process::id()));
        let partial = parent.join(partial);
        let mut held = unfinished();
        let lock = Lock::take(parent, name).inspect_err(|_| {
            for path in &missing {
                let _ = fs::remove_dir(path);
            }
        })?;
        held.push(Unfinished {
            partial: partial.clone(),
            lock: Some(lock.path.clone()),
            missing,
            is_open: false,
        });
        drop(held);
        let claimed = Self {
            parent: parent.to_owned(),
            name: name.to_owned(),
            partial,
            place,
            lock,
        };
        if claimed.is_locked() {
            clear_after_the_dead(parent, name);
        }
        Ok(claimed)
    }

    /// The place itself, where results may stand already.
    #[must_use]
    pub fn place(&self) -> PathBuf {
        self.parent.join(&self.name)
    }

    /// False where the file system has no locks, so that nobody can tell whether another process writes there too.
    #[must_use]
    pub const fn is_locked(&self) -> bool {
        self.lock.is_held()
    }

    /// The directory that files are written into until the end; made where it was not before.
    ///
    /// # Errors
    /// What the machine refused.
    pub fn open(&self) -> Result<&Path, Failure> {
        let mut held = unfinished();
        let own = held.iter_mut().find(|own| own.partial == self.partial);
        if let Some(own) = own.filter(|own| !own.is_open) {
            let made = fs::create_dir_all(&self.partial);
            made.map_err(|e| Failure::machine("write to", &self.place(), &e))?;
            own.is_open = true;
        }
        Ok(&self.partial)
    }

    /// Puts the results in their place and returns it, called as the user called it.
    ///
    /// # Errors
    /// What the machine refused, and a place that was taken in the meantime.
    pub fn finish(self) -> Result<PathBuf, Failure> {
        settle(&self.partial).map_err(|e| Failure::machine("write", &self.place(), &e))?;
        let finished = undisturbed(|| match &self.place {
            Place::Fixed { called, force } => self.finish_at(called, *force),
            Place::Free => self.finish_at_next_free(),
        })?;
        settle_names(&self.parent);
        Ok(finished)
    }

    fn finish_at(&self, called: &Path, force: bool) -> Result<PathBuf, Failure> {
        let path = self.place();
        refuse_taken(&path, called, force)?;
        self.replace(&path)
            .map_err(|e| Failure::machine("replace", called, &e))?;
        Ok(called.to_owned())
    }

    /// Old results change places with the new ones at one instant, and go when these are dropped. Where that cannot be
    /// done they stand aside for as long as it takes, and the next claim puts them back if the process is killed then.
    fn replace(&self, path: &Path) -> io::Result<()> {
        if !path.exists() {
            return fs::rename(&self.partial, path);
        }
        match exchange(&self.partial, path) {
            Err(reason) if reason.kind() == io::ErrorKind::Unsupported => {}
            exchanged => return exchanged,
        }
        let mut aside = temporary(&self.name, ASIDE);
        aside.push(std::process::id().to_string());
        let aside = self.parent.join(aside);
        fs::rename(path, &aside)?;
        if let Err(reason) = fs::rename(&self.partial, path) {
            fs::rename(&aside, path)?;
            return Err(reason);
        }
        // The results are there; the next claim removes what is left.
        let _ = fs::remove_dir_all(&aside);
        Ok(())
    }

    /// Its own name, unless something else has come there.
    fn finish_at_next_free(&self) -> Result<PathBuf, Failure> {
        let name = self.name.to_string_lossy();
        for number in 1_u64.. {
            let path = self.parent.join(numbered(&name, number));
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
        Err(Failure::Machine(format!("every name {name}-N is taken")))
    }
}

impl Drop for Directory {
    /// Removes what is unfinished, and the directories above that are empty then and were not there.
    fn drop(&mut self) {
        end(&self.partial);
    }
}

/// `NAME`, `NAME-2`, `NAME-3`, …
fn numbered(name: &str, number: u64) -> String {
    match number {
        1 => name.to_owned(),
        _ => format!("{name}-{number}"),
    }
}

/// Why a place cannot be claimed.
fn refused(why: Unlocked, path: &Path) -> Failure {
    match why {
        Unlocked::Failed(reason) => match path.ancestors().skip(1).find(|above| above.is_file()) {
            Some(file) => Failure::Machine(format!(
                "cannot write to {}: {} is a file, not a directory",
                path.display(),
                file.display()
            )),
            None => Failure::machine("write to", path, &reason),
        },
        Unlocked::Held(who) => Failure::Machine(format!(
            "another run is writing to {}: {who}\nwait until it has ended, or choose another --out",
            path.display()
        )),
    }
}

/// Refuses a path with something in it that must stay.
fn refuse_taken(path: &Path, shown: &Path, force: bool) -> Result<(), Failure> {
    let shown = shown.display();
    let refused = |message: String| Err(Failure::Refused(message));
    if !path.exists() {
        return match fs::read_link(path) {
            Ok(leads) => refused(format!(
                "{shown} is a link to {}, where nothing is; make a directory there, or choose another --out",
                leads.display()
            )),
            Err(_) => Ok(()),
        };
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
        assert_eq!(entries(&home.path().join("deep/er")), [".out.lock"]);
        directory.open().unwrap();
        assert_eq!(entries(&home.path().join("deep/er")).len(), 2);
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
        assert!(
            matches!(&failure, Failure::Machine(m) if m.contains("/file is a file, not a directory"))
        );
    }

    #[test]
    fn a_place_that_is_being_written_to_is_refused_until_it_is_let_go() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("out");
        let directory = Directory::fixed(&path, false).unwrap();
        for force in [false, true] {
            let refused = Directory::fixed(&path, force).unwrap_err();
            let process = format!("process {}", std::process::id());
            assert!(
                matches!(&refused, Failure::Machine(m) if m.contains(&process) && m.contains("another --out")),
                "{refused}"
            );
        }
        directory.open().unwrap();
        directory.finish().unwrap();
        assert_eq!(entries(home.path()), ["out"]);
        Directory::fixed(&path, false).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn results_go_where_a_link_leads_and_nowhere_where_it_leads_nowhere() {
        let home = tempfile::tempdir().unwrap();
        let [link, there] = ["link", "there"].map(|name| home.path().join(name));
        std::os::unix::fs::symlink(&there, &link).unwrap();
        let refused = Directory::fixed(&link, true).unwrap_err();
        assert!(
            matches!(&refused, Failure::Refused(m) if m.contains("is a link to") && m.contains("there")),
            "{refused}"
        );
        fs::create_dir(&there).unwrap();
        let directory = Directory::fixed(&link, false).unwrap();
        fs::write(directory.open().unwrap().join("run.json"), "new").unwrap();
        directory.finish().unwrap();
        assert!(there.join("run.json").is_file() && link.is_symlink());
    }

    #[test]
    fn what_vanishes_while_it_is_written_is_not_begun_anew_and_put_in_place_in_part() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("out");
        let directory = Directory::fixed(&path, false).unwrap();
        fs::write(directory.open().unwrap().join("first.csv"), "").unwrap();
        fs::remove_dir_all(directory.open().unwrap()).unwrap();
        assert!(fs::write(directory.open().unwrap().join("second.csv"), "").is_err());
        assert!(matches!(directory.finish(), Err(Failure::Machine(_))));
        assert_eq!(entries(home.path()).len(), 0);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_name_that_is_no_text_is_kept_as_it_is() {
        use std::os::unix::ffi::OsStrExt;
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join(OsStr::from_bytes(b"caf\xe9 \n"));
        let directory = Directory::fixed(&path, false).unwrap();
        directory.open().unwrap();
        directory.finish().unwrap();
        let there: Vec<_> = fs::read_dir(home.path()).unwrap().flatten().collect();
        assert_eq!(there.len(), 1);
        assert_eq!(there[0].path(), path);
    }
}
