//! `run.json` read back by who runs its command again. It may come from a stranger: no word of it is trusted
//! further than it is checked.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Component, Path};

use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::directory::Failure;
use super::manifest::{FileHash, Manner, hex};
use super::not_results;

const FILE: &str = "run.json";
/// Far above any [bytes].
const MOST: u64 = 1 << 26;
/// Bytes that are read at once.
const AT_ONCE: usize = 1 << 16;

/// What must be the same when the command is run again; files apart, which are compared one by one.
const SAME: [&str; 13] = [
    "scenario",
    "title",
    "rng",
    "seed",
    "trials",
    "kept_trials",
    "sampling",
    "noise_replicates",
    "sobol_dimensions",
    "trial",
    "variants",
    "reference",
    "locale",
];

/// How results came about.
#[derive(Clone, Debug, Deserialize)]
pub struct Record {
    /// The version that wrote them.
    pub lichain: String,
    /// The generation of streams and transforms.
    pub rng: u32,
    /// The scenario's name.
    pub scenario: String,
    /// The seed.
    pub seed: u64,
    /// How many trials.
    pub trials: u64,
    /// True where it was stopped before all the trials that were asked for.
    #[serde(default)]
    pub interrupted: bool,
    /// What the command does not tell.
    #[serde(flatten)]
    pub manner: Manner,
    /// The language of the tables; English in results of an early version.
    #[serde(default)]
    pub locale: String,
    /// The command line.
    pub command: Vec<String>,
    /// Every file that was read.
    pub inputs: Vec<FileHash>,
    /// Every file that was written, as far as it is the same each time.
    pub outputs: Vec<FileHash>,
    /// When it began.
    #[serde(default)]
    pub started: String,
    /// The machine it ran on.
    #[serde(default)]
    pub machine: Machine,
    #[serde(skip)]
    whole: Value,
}

/// What machine it was.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Machine {
    /// Its operating system.
    pub os: String,
    /// Its kind of processor.
    pub arch: String,
}

impl Record {
    /// Reads it from a directory of results.
    ///
    /// # Errors
    /// What is no such directory, and a record that names files outside of it.
    pub fn read(directory: &Path) -> Result<Self, Failure> {
        let path = directory.join(FILE);
        let told = |reason: io::Error| not_results::refused(directory, FILE, &reason);
        let refused = |words: &str| Failure::Refused(format!("{} {words}", path.display()));
        let mut text = Vec::new();
        let file = regular(&path).map_err(told)?;
        file.take(MOST).read_to_end(&mut text).map_err(told)?;
        let whole = |reason: serde_json::Error| {
            let words = format!("is not as lichain writes it: {reason}; the results need it whole");
            refused(&words)
        };
        let record: Self = serde_json::from_slice(&text).map_err(whole)?;
        if let Some(output) = record.outputs.iter().find(|o| !stays_below(&o.file)) {
            return Err(refused(&format!(
                "names {:?} as written, which is outside of its directory; no lichain wrote it",
                output.file
            )));
        }
        let whole = serde_json::from_slice(&text).map_err(whole)?;
        Ok(Self { whole, ..record })
    }

    /// In what it differs when the command is run again: the key and both values.
    #[must_use]
    pub fn difference(&self, again: &Self) -> Option<(&'static str, String, String)> {
        let told = |record: &Self, key| {
            let value = record.whole.get(key);
            value.map_or_else(|| "not there".to_owned(), Value::to_string)
        };
        let mut all = SAME.into_iter();
        let key = all.find(|key| self.whole.get(key) != again.whole.get(key))?;
        Some((key, told(self, key), told(again, key)))
    }
}

/// True for a name of something below a directory.
fn stays_below(name: &str) -> bool {
    let named = |part| matches!(part, Component::Normal(_));
    !name.is_empty() && Path::new(name).components().all(named)
}

/// Opens a file, and nothing that would keep its reader waiting.
fn regular(path: &Path) -> io::Result<File> {
    if path.metadata()?.is_file() {
        return File::open(path);
    }
    Err(io::Error::other("it is no file"))
}

/// What became of a file since its hash was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Since {
    /// It has the hash.
    Unchanged,
    /// It has another.
    Changed,
    /// It is not there.
    Missing,
    /// It cannot be read, in words.
    Unreadable(String),
}

/// What became of a file, read in a stream.
#[must_use]
pub fn since(path: &Path, sha256: &str) -> Since {
    match hash_of(path) {
        Ok(hash) if hash == sha256 => Since::Unchanged,
        Ok(_) => Since::Changed,
        Err(reason) => match reason.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Since::Missing,
            _ => Since::Unreadable(reason.to_string()),
        },
    }
}

fn hash_of(path: &Path) -> io::Result<String> {
    let (mut file, mut bytes) = (regular(path)?, vec![0; AT_ONCE]);
    let mut hash = Sha256::new();
    loop {
        match file.read(&mut bytes)? {
            0 => return Ok(hex(&hash.finalize())),
            read => hash.update(&bytes[..read]),
        }
    }
}

/// The same of a file that must lie in a directory, links followed.
#[must_use]
pub fn since_within(directory: &Path, file: &FileHash) -> Since {
    let path = directory.join(&file.file);
    let real = |path: &Path| path.canonicalize();
    match (real(directory), real(&path)) {
        (Ok(directory), Ok(file)) if !file.starts_with(&directory) => {
            Since::Unreadable("it is a link to elsewhere".to_owned())
        }
        _ => since(&path, &file.sha256),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Record, Failure> {
        let home = tempfile::tempdir().unwrap();
        std::fs::write(home.path().join(FILE), text).unwrap();
        Record::read(home.path())
    }

    const GOOD: &str = r#"{"lichain": "0.1.0", "rng": 1, "scenario": "a", "seed": 7, "trials": 2,
        "memory_mb": 64, "command": [], "inputs": [], "outputs": [{"file": "all-trials/a.csv", "sha256": "00"}]}"#;

    #[test]
    fn a_record_is_read_and_differs_by_key() {
        let one = read(GOOD).unwrap();
        assert_eq!((one.seed, one.manner.memory_mb), (7, Some(64)));
        let other = read(&GOOD.replace("\"seed\": 7", "\"seed\": 8")).unwrap();
        let expected = ("seed", "7".to_owned(), "8".to_owned());
        assert_eq!(one.difference(&other), Some(expected));
        assert_eq!(one.difference(&one), None);
    }

    #[test]
    fn a_record_that_names_files_elsewhere_is_refused() {
        for name in ["../a.csv", "/etc/passwd", "a/../../b", "", "."] {
            let failure = read(&GOOD.replace("all-trials/a.csv", name)).unwrap_err();
            assert!(failure.to_string().contains("outside"), "{name}: {failure}");
        }
        assert!(read("{").unwrap_err().to_string().contains("whole"));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_that_leads_elsewhere_is_not_followed() {
        let (home, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        std::fs::write(other.path().join("secret"), "abc").unwrap();
        let link = |name: &str, to: &Path| {
            std::os::unix::fs::symlink(to, home.path().join(name)).unwrap();
        };
        link("summary.csv", &other.path().join("secret"));
        link("all", other.path());
        for file in ["summary.csv", "all/secret"] {
            let file = FileHash {
                file: file.to_owned(),
                sha256: String::new(),
            };
            let since = since_within(home.path(), &file);
            assert!(matches!(since, Since::Unreadable(_)), "{since:?}");
        }
    }
}
