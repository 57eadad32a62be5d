//! What is being written and has not got its place: removed by whoever ends the process at once.
//!
//! A process that is killed removes nothing: the next one in the same place does, see [`super::lock`].

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// All of this process. Held while anything is put in its place, so that whoever ends the process ends it before
/// or after that.
static UNFINISHED: Mutex<Vec<Unfinished>> = Mutex::new(Vec::new());

/// A temporary directory or file, the lock that it is written under, and the directories above it that are there for
/// its sake.
#[derive(Clone, Debug)]
pub(super) struct Unfinished {
    pub partial: PathBuf,
    pub lock: Option<PathBuf>,
    /// The deepest first.
    pub missing: Vec<PathBuf>,
    /// True where the temporary directory has been made.
    pub is_open: bool,
}

impl Unfinished {
    /// Where something cannot be removed, what failed before says why.
    fn remove(&self) {
        let _ = fs::remove_dir_all(&self.partial);
        let _ = fs::remove_file(&self.partial);
    }

    /// Once and at the end: another process may have the lock from then on.
    fn let_go(&self) {
        if let Some(lock) = &self.lock {
            let _ = fs::remove_file(lock);
        }
        for path in &self.missing {
            let _ = fs::remove_dir(path);
        }
    }
}

pub(super) fn unfinished() -> MutexGuard<'static, Vec<Unfinished>> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Puts something in its place, wholly before the process is ended or not at all.
pub(super) fn undisturbed<R>(place: impl FnOnce() -> R) -> R {
    let _held = unfinished();
    place()
}

/// Makes a temporary file that is to be removed where the process is ended before it has its place.
pub(super) fn begin<R>(partial: &Path, make: impl FnOnce() -> io::Result<R>) -> io::Result<R> {
    let mut held = unfinished();
    let made = make()?;
    held.push(Unfinished {
        partial: partial.to_owned(),
        lock: None,
        missing: Vec::new(),
        is_open: true,
    });
    Ok(made)
}

/// Removes what has not got its place, and knows it no more.
pub(super) fn end(partial: &Path) {
    let mut held = unfinished();
    held.retain(|known| {
        let is_it = known.partial == partial;
        // One that has got its place is no longer there.
        if is_it {
            known.remove();
            known.let_go();
        }
        !is_it
    });
}

/// Removes whatever is half written and lets nothing be written from then on: for a process that ends
/// at once after it.
pub fn give_up() {
    let held = unfinished();
    // Another thread may have made a file while its directory was being emptied.
    for _ in 0..3 {
        held.iter().for_each(Unfinished::remove);
    }
    held.iter().for_each(Unfinished::let_go);
    std::mem::forget(held);
}
