//! A file that stands under a temporary name until it is whole. Any number of processes, on any number of
//! machines, may write the same one at once: the last that is finished stays.

use std::fs::{self, File, OpenOptions};
use std::hash::{BuildHasher, RandomState};
use std::io;
use std::path::{Path, PathBuf};

use super::unfinished::{self, undisturbed};

/// The name that a file will have, by its temporary one.
pub(super) fn finished(temporary: &str) -> Option<&str> {
    let (name, rest) = temporary.strip_prefix('.')?.rsplit_once(".partial-")?;
    let is_ours = |c: char| c.is_ascii_hexdigit() || c == '-';
    rest.chars().all(is_ours).then_some(name)
}

/// The file under its temporary name. Dropped unfinished, it leaves nothing behind.
pub(super) struct Partial {
    pub file: File,
    path: PathBuf,
    place: PathBuf,
}

impl Partial {
    /// Beside its place, so that it can be renamed.
    pub(super) fn beside(place: &Path) -> io::Result<Self> {
        let name = place.file_name().unwrap_or_default().to_string_lossy();
        // Processes of two machines may have the same number.
        let (process, luck) = (std::process::id(), RandomState::new().hash_one(0));
        let path = place.with_file_name(format!(".{name}.partial-{process}-{luck:016x}"));
        let open = || OpenOptions::new().write(true).create_new(true).open(&path);
        let file = unfinished::begin(&path, open)?;
        Ok(Self {
            file,
            path,
            place: place.to_owned(),
        })
    }

    /// Puts it in its place, in the stead of what is there.
    pub(super) fn finish(self) -> io::Result<()> {
        self.file.sync_all()?;
        undisturbed(|| fs::rename(&self.path, &self.place))
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        unfinished::end(&self.path);
    }
}
