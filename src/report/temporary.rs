//! A directory for what is written to be looked at and then thrown away.

use std::fs::{self, DirBuilder};
use std::hash::{BuildHasher, RandomState};
use std::io;
use std::path::{Path, PathBuf};

use super::directory::Failure;
use super::unfinished;

/// The directory: nobody else's, and gone when this is dropped or the process is ended.
#[derive(Debug)]
pub struct Temporary {
    path: PathBuf,
}

impl Temporary {
    /// Makes one where the machine has such things.
    ///
    /// # Errors
    /// What the machine refused.
    pub fn make() -> Result<Self, Failure> {
        // A name that nobody can have taken before.
        let (process, luck) = (std::process::id(), RandomState::new().hash_one(0));
        let path = std::env::temp_dir().join(format!("lichain-{process}-{luck:016x}"));
        unfinished::begin(&path, || make_own(&path))
            .map_err(|reason| Failure::machine("make", &path, &reason))?;
        Ok(Self { path })
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// Refuses what is there already, a link to elsewhere among it.
fn make_own(path: &Path) -> io::Result<()> {
    #[cfg_attr(not(unix), expect(unused_mut, reason = "there are no modes to set"))]
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

impl Drop for Temporary {
    fn drop(&mut self) {
        // What cannot be removed is in nobody's way.
        let _ = fs::remove_dir_all(&self.path);
        unfinished::end(&self.path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_gone_with_all_that_is_in_it() {
        let temporary = Temporary::make().unwrap();
        let path = temporary.path().to_owned();
        fs::create_dir(path.join("deep")).unwrap();
        fs::write(path.join("deep/file"), "x").unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(
                fs::metadata(&path).unwrap().permissions().mode() & 0o777,
                0o700
            );
        }
        drop(temporary);
        assert!(!path.exists());
    }
}
