//! `inputs/`: the files of a scenario kept beside its results, so that these can be run again from nothing else.

use std::fs;
use std::path::{Component, Path, PathBuf};

use super::directory::Failure;
use super::manifest::{FileHash, hashed};

/// Their folder.
pub const FOLDER: &str = "inputs";

/// The way of a scenario's file below the folder of its main file, both as they are shown to the user.
#[must_use]
pub fn way(main: &str, file: &str) -> PathBuf {
    let folder = Path::new(main).parent().unwrap_or(Path::new(""));
    let file = Path::new(file);
    let below = file.strip_prefix(folder).unwrap_or(file);
    let named = |part: &Component| matches!(part, Component::Normal(_));
    below.components().filter(named).collect()
}

/// Keeps the files that were read, the main one first, and returns their hashes.
///
/// # Errors
/// What the machine refused.
pub fn keep_inputs(inputs: &[(String, Vec<u8>)], partial: &Path) -> Result<Vec<FileHash>, Failure> {
    let Some((main, _)) = inputs.first() else {
        return Ok(Vec::new());
    };
    let keep = |input: &(String, Vec<u8>)| {
        let way = Path::new(FOLDER).join(way(main, &input.0));
        let path = partial.join(&way);
        let written = fs::create_dir_all(path.parent().unwrap_or(partial))
            .and_then(|()| fs::write(&path, &input.1));
        written.map_err(|reason| Failure::machine("write", &path, &reason))?;
        let names: Vec<_> = way.iter().map(|part| part.to_string_lossy()).collect();
        Ok(FileHash {
            file: names.join("/"),
            ..hashed(input)
        })
    };
    inputs.iter().map(keep).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_kept_where_it_stood_below_the_scenario() {
        for (main, file, way_below) in [
            ("s/a.toml", "s/a.toml", "a.toml"),
            ("s/a.toml", "s/tables/b.csv", "tables/b.csv"),
            ("a.toml", "tables/b.csv", "tables/b.csv"),
            ("./a.toml", "tables/b.csv", "tables/b.csv"),
            ("/x/../a.toml", "/x/../tables/b.csv", "tables/b.csv"),
        ] {
            assert_eq!(way(main, file), Path::new(way_below), "{main} {file}");
        }
    }

    #[test]
    fn nothing_is_kept_outside_of_the_folder() {
        assert_eq!(way("a.toml", "../../b.csv"), Path::new("b.csv"));
        assert_eq!(way("s/a.toml", "/etc/b.csv"), Path::new("etc/b.csv"));
    }
}
