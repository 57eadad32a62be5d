//! One file that was asked for: written beside its place and then renamed, so that a reader sees
//! all of it or none, and never over what is there without being told to.

use std::fs;
use std::path::Path;

use super::failure::Failure;

/// Refuses a place that is taken.
pub fn refuse_taken(path: &Path, force: bool) -> Result<(), Failure> {
    if path.exists() && !force {
        let message = format!(
            "{} is there already; --force replaces it, another name keeps it",
            path.display()
        );
        return Err(Failure::Input(message));
    }
    Ok(())
}

/// Writes a file, and the directories above it that are not there.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let told = |reason| Failure::Machine(format!("cannot write {}: {reason}", path.display()));
    let Some(name) = path.file_name().filter(|_| !path.is_dir()) else {
        let message = format!("{} is no name for a file", path.display());
        return Err(Failure::Input(message));
    };
    let name = name.to_string_lossy();
    let partial = path.with_file_name(format!(".{name}.partial-{}", std::process::id()));
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(told)?;
    }
    let written = fs::write(&partial, bytes).and_then(|()| fs::rename(&partial, path));
    written.map_err(|reason| {
        // Where it cannot be removed, what failed before says why.
        let _ = fs::remove_file(&partial);
        told(reason)
    })
}
