//! `.NAME.lock`: a place for results that one process at a time may write to.
//!
//! The lock is the file system's own, on a file beside the place, and ends with its process however that ends. Whoever
//! has it knows that what else lies there half written was left by the dead.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::manifest::iso;

/// Times that a lock may slip away to another process that ends at the same moment.
const TIMES: u32 = 1000;

/// Why there is no lock.
#[derive(Debug)]
pub(super) enum Unlocked {
    /// Another process has it: who, as far as is known.
    Held(String),
    /// The machine refused.
    Failed(io::Error),
}

impl From<io::Error> for Unlocked {
    fn from(reason: io::Error) -> Self {
        Self::Failed(reason)
    }
}

/// Held as long as it is there. Whoever lets it go removes the file first, once: another process may have one of that
/// name from then on.
#[derive(Debug)]
pub(super) struct Lock {
    /// The file.
    pub path: PathBuf,
    /// Nothing where the file system has no locks.
    held: Option<File>,
}

impl Lock {
    /// Takes the lock of a place, unless another process has it; never waits.
    pub(super) fn take(parent: &Path, name: &OsStr) -> Result<Self, Unlocked> {
        let mut file_name = OsString::from(".");
        file_name.push(name);
        file_name.push(".lock");
        let path = parent.join(file_name);
        for _ in 0..TIMES {
            if let Some(lock) = Self::try_take(&path)? {
                return Ok(lock);
            }
        }
        Err(Unlocked::Held("another process".to_owned()))
    }

    /// Nothing where whoever had the lock removed it meanwhile.
    fn try_take(path: &Path) -> Result<Option<Self>, Unlocked> {
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        let mut options = OpenOptions::new();
        let opened = options.read(true).write(true).create(true).open(path);
        let mut file = match opened {
            Err(reason) if reason.kind() == io::ErrorKind::NotFound => return Ok(None),
            opened => opened?,
        };
        let held = match file.try_lock() {
            Err(TryLockError::WouldBlock) => return Err(Unlocked::Held(holder(&mut file))),
            Err(TryLockError::Error(reason)) if has_none(&reason) => None,
            Err(TryLockError::Error(reason)) => return Err(reason.into()),
            Ok(()) if !is_at(&file, path) => return Ok(None),
            Ok(()) => {
                // A full disk may have no room for who it is; the lock is held all the same.
                let _ = introduce(&mut file);
                Some(file)
            }
        };
        let path = path.to_owned();
        Ok(Some(Self { path, held }))
    }

    /// False where the file system has no locks, so that others may be writing there.
    pub(super) const fn is_held(&self) -> bool {
        self.held.is_some()
    }
}

/// Says who has the lock.
fn introduce(file: &mut File) -> io::Result<()> {
    file.set_len(0)?;
    file.rewind()?;
    let (process, since) = (std::process::id(), iso(SystemTime::now()));
    write!(file, "process {process}{} since {since}", machine())
}

/// Who has it, as it says of itself.
fn holder(file: &mut File) -> String {
    let mut told = String::new();
    let read = file.take(300).read_to_string(&mut told);
    let told = told.trim();
    let is_told = read.is_ok() && told.starts_with("process ") && !told.contains(char::is_control);
    if is_told { told } else { "another process" }.to_owned()
}

#[cfg(unix)]
fn machine() -> String {
    let machine = rustix::system::uname();
    let name = machine.nodename().to_string_lossy();
    format!(" on {name}")
}

#[cfg(not(unix))]
fn machine() -> String {
    String::new()
}

/// True where a file system says that it has no locks.
fn has_none(reason: &io::Error) -> bool {
    #[cfg(unix)]
    {
        use rustix::io::Errno;
        let none = [Errno::NOLCK, Errno::NOSYS, Errno::OPNOTSUPP, Errno::NOTSUP];
        if Errno::from_io_error(reason).is_some_and(|errno| none.contains(&errno)) {
            return true;
        }
    }
    reason.kind() == io::ErrorKind::Unsupported
}

/// True where the file still has its name: another may have it by now.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let of = |metadata: fs::Metadata| (metadata.dev(), metadata.ino());
    let (own, there) = (file.metadata().map(of), fs::metadata(path).map(of));
    matches!((own, there), (Ok(own), Ok(there)) if own == there)
}

/// A file that is open keeps its name there until it is closed.
#[cfg(not(unix))]
fn is_at(_: &File, path: &Path) -> bool {
    path.exists()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn let_go(lock: Lock) {
        fs::remove_file(&lock.path).unwrap();
        drop(lock);
    }

    #[test]
    fn one_process_has_the_lock_and_the_next_is_told_who() {
        let home = tempfile::tempdir().unwrap();
        let take = || Lock::take(home.path(), OsStr::new("out"));
        let lock = take().unwrap();
        assert!(lock.is_held());
        let Err(Unlocked::Held(who)) = take() else {
            panic!("it was taken twice")
        };
        let own = format!("process {}", std::process::id());
        assert!(who.starts_with(&own) && who.contains(" since 20"), "{who}");
        let_go(Lock::take(home.path(), OsStr::new("other")).unwrap());
        let_go(lock);
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0);
        take().unwrap();
    }

    #[test]
    fn what_the_dead_left_is_no_hindrance_and_is_not_believed() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join(".out.lock");
        fs::write(
            &path,
            "process 1 since 2020-01-01T00:00:00Z, and more than that",
        )
        .unwrap();
        let lock = Lock::take(home.path(), OsStr::new("out")).unwrap();
        let told = fs::read_to_string(&path).unwrap();
        assert!(told.contains(&std::process::id().to_string()), "{told}");
        assert!(told.ends_with('Z'), "{told}");
        let_go(lock);
        let other = File::create(&path).unwrap();
        other.lock().unwrap();
        (&other).write_all(b"\x1b[31mred").unwrap();
        let Err(Unlocked::Held(who)) = Lock::take(home.path(), OsStr::new("out")) else {
            panic!("it was taken twice")
        };
        assert_eq!(who, "another process");
    }

    #[test]
    fn many_who_want_it_at_once_have_it_one_after_the_other() {
        let home = tempfile::tempdir().unwrap();
        let inside = std::sync::atomic::AtomicU32::new(0);
        let had = std::sync::atomic::AtomicU32::new(0);
        let order = std::sync::atomic::Ordering::SeqCst;
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..200 {
                        if let Ok(lock) = Lock::take(home.path(), OsStr::new("out")) {
                            assert_eq!(inside.fetch_add(1, order), 0, "two have it");
                            had.fetch_add(1, order);
                            inside.fetch_sub(1, order);
                            let_go(lock);
                        }
                    }
                });
            }
        });
        assert!(had.into_inner() >= 4);
    }
}
