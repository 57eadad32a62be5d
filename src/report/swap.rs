//! Directories that change their place: whoever looks sees the old or the new one, and what was put there stays also
//! where the power fails.

use std::fs::{self, File};
use std::io;
use std::path::Path;

/// Puts a directory where another one stands, which has the first one's place then, at one instant.
///
/// # Errors
/// What the machine refused; [`io::ErrorKind::Unsupported`] where it cannot do that.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
pub(super) fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE).map_err(|errno| match errno {
        Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP => io::ErrorKind::Unsupported.into(),
        errno => errno.into(),
    })
}

/// Puts a directory where another one stands, which has the first one's place then, at one instant.
///
/// # Errors
/// Always: it cannot be done here.
#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
pub(super) fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Has all files of a directory on the disk, not only on their way to it.
///
/// # Errors
/// What the machine refused: some file systems tell only now that they are full.
pub(super) fn settle(directory: &Path) -> io::Result<()> {
    for entry in fs::read_dir(directory)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        if kind.is_dir() {
            settle(&entry.path())?;
        } else if kind.is_file() {
            settled(&entry.path())?;
        }
    }
    settle_names(directory);
    Ok(())
}

#[cfg(unix)]
fn settled(file: &Path) -> io::Result<()> {
    File::open(file)?.sync_data()
}

/// Only a file that may be written to can be settled there.
#[cfg(not(unix))]
fn settled(file: &Path) -> io::Result<()> {
    File::options().write(true).open(file)?.sync_data()
}

/// The same for the names in a directory, where it can be done.
pub(super) fn settle_names(directory: &Path) {
    if let Ok(directory) = File::open(directory) {
        let _ = directory.sync_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(any(target_os = "linux", target_vendor = "apple"))]
    #[test]
    fn two_directories_have_each_others_place() {
        let home = tempfile::tempdir().unwrap();
        let [one, other] = ["one", "other"].map(|name| home.path().join(name));
        for path in [&one, &other] {
            fs::create_dir(path).unwrap();
            fs::write(path.join(path.file_name().unwrap()), "").unwrap();
        }
        exchange(&one, &other).unwrap();
        assert!(one.join("other").is_file() && other.join("one").is_file());
        assert!(exchange(&one, &home.path().join("none")).is_err());
    }

    #[test]
    fn what_is_settled_is_as_it_was() {
        let home = tempfile::tempdir().unwrap();
        fs::create_dir(home.path().join("deep")).unwrap();
        fs::write(home.path().join("deep/file"), "text").unwrap();
        settle(home.path()).unwrap();
        assert_eq!(fs::read(home.path().join("deep/file")).unwrap(), b"text");
        assert!(settle(&home.path().join("none")).is_err());
    }
}
