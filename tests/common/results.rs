//! What lies in a directory of results.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// All files but the one that differs from run to run.
pub fn files(directory: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(directory).unwrap().map(Result::unwrap);
    let named = entries.map(|e| (e.file_name().into_string().unwrap(), e.path()));
    named
        .filter(|(name, _)| name != "run.json")
        .map(|(name, path)| (name, fs::read(path).unwrap()))
        .collect()
}
