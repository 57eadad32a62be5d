//! The files of a scenario: what was read, and that all of it stays in the scenario's folder.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io;
use std::path::{Component, Path, PathBuf};

use crate::scenario::problem::Problems;
use crate::scenario::text::{self, SourceId, Sources, read_text};

/// Files of one scenario at most: far above any, far below what a [`SourceId`] can tell apart.
const MOST: usize = 1000;

/// Texts and bytes of all files of a scenario, each read once however often it is named.
#[derive(Debug, Default)]
pub(in crate::scenario) struct Files {
    /// That of the file the user named; nothing leads out of it.
    folder: PathBuf,
    /// The text in the place of the file the user named.
    given: Option<String>,
    /// Every text, for messages.
    pub sources: RefCell<Sources>,
    /// Name and bytes of every file.
    pub inputs: RefCell<Vec<(String, Vec<u8>)>>,
    /// What was read, by its way below the folder.
    read: RefCell<BTreeMap<PathBuf, Result<SourceId, Fault>>>,
}

/// Why a file cannot be read, in words for the user.
#[derive(Clone, Debug)]
pub(in crate::scenario) struct Fault {
    pub message: String,
    pub help: Option<String>,
}

impl From<String> for Fault {
    fn from(message: String) -> Self {
        let help = None;
        Self { message, help }
    }
}

impl Files {
    /// With a text in the place of the file to open. It has no folder, so it can name no other.
    pub fn given(text: &str) -> Self {
        Self {
            given: Some(text.to_owned()),
            ..Self::default()
        }
    }

    /// Reads the file the user named.
    pub fn open(&mut self, path: &Path, problems: &mut Problems) -> Option<SourceId> {
        if let Some(text) = self.given.take() {
            let name = path.display().to_string();
            let input = (name.clone(), text.clone().into_bytes());
            self.inputs.get_mut().push(input);
            return Some(self.sources.get_mut().add(name, text));
        }
        self.folder = match path.parent() {
            Some(parent) if parent != Path::new("") => parent.to_path_buf(),
            _ => PathBuf::from("."),
        };
        let source = self.keep(path, problems)?;
        let way = PathBuf::from(path.file_name()?);
        self.read.get_mut().insert(way, Ok(source));
        Some(source)
    }

    /// Reads a file that is named in another (or on the command line), relative to that one.
    ///
    /// # Errors
    /// In words for the user.
    pub fn beside(&self, named_in: SourceId, name: &str) -> Result<SourceId, Fault> {
        let way = self.way(named_in, name)?;
        if let Some(known) = self.read.borrow().get(&way) {
            return known.clone();
        }
        let read = self.read_way(name, &way);
        self.read.borrow_mut().insert(way, read.clone());
        read
    }

    /// The name of a file as messages show it.
    pub fn name(&self, source: SourceId) -> String {
        self.sources.borrow().text(source).name.clone()
    }

    /// Every file by its way below the scenario's folder, with its bytes; the one the user named
    /// first.
    pub fn copies(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let sources = self.sources.borrow();
        let read = self.read.borrow();
        let mut copies: Vec<_> = read
            .iter()
            .filter_map(|(way, read)| Some((*read.as_ref().ok()?, way.clone())))
            .collect();
        copies.sort();
        let bytes = |(source, way)| (way, sources.text(source).bytes());
        copies.into_iter().map(bytes).collect()
    }

    /// The way of a file below the scenario's folder.
    fn way(&self, named_in: SourceId, name: &str) -> Result<PathBuf, Fault> {
        let known = self.read.borrow();
        let mut known = known.iter();
        let found = known.find(|(_, read)| matches!(read, Ok(source) if *source == named_in));
        let from = found
            .and_then(|(way, _)| way.parent())
            .map(Path::to_path_buf);
        if let Some(fault) = backslash(name) {
            return Err(fault);
        }
        joined(from.unwrap_or_default(), name).ok_or_else(|| {
            let message = format!("{name:?} leaves the scenario's folder");
            let help = "name a file in that folder or below it, with \"/\" between folders";
            Fault {
                message,
                help: Some(help.to_owned()),
            }
        })
    }

    fn read_way(&self, name: &str, way: &Path) -> Result<SourceId, Fault> {
        let path = self.folder.join(way);
        let shown = if self.folder == Path::new(".") {
            way
        } else {
            &path
        };
        let told = |error: io::Error| match error.kind() {
            io::ErrorKind::NotFound => Fault {
                message: format!("no file is called {}", shown.display()),
                help: text::instead(&path, name, false),
            },
            _ => format!("{} cannot be read: {error}", shown.display()).into(),
        };
        let real = path.canonicalize().map_err(told)?;
        if !real.starts_with(self.folder.canonicalize().map_err(told)?) {
            return Err(format!("{name:?} is a link that leaves the scenario's folder").into());
        }
        if self.inputs.borrow().len() >= MOST {
            return Err(format!("a scenario is made of {MOST} files at most").into());
        }
        let mut problems = Problems::default();
        let source = self.keep(shown, &mut problems);
        let first = problems.sorted().into_iter().next();
        source.ok_or_else(|| match first {
            Some(problem) => Fault {
                message: problem.message,
                help: problem.help,
            },
            None => format!("{name:?} cannot be read").into(),
        })
    }

    fn keep(&self, path: &Path, problems: &mut Problems) -> Option<SourceId> {
        let mut sources = self.sources.borrow_mut();
        let source = read_text(path, &mut sources, problems)?;
        let read = sources.text(source);
        let input = (read.name.clone(), read.bytes());
        self.inputs.borrow_mut().push(input);
        Some(source)
    }
}

/// Folders told apart as on Windows, or what TOML makes of that: `"a\\b"` has a backspace in it.
fn backslash(name: &str) -> Option<Fault> {
    let meant = |c: char| match c {
        '\\' => vec!['/'],
        '\u{8}' => vec!['/', 'b'],
        '\t' => vec!['/', 't'],
        '\n' => vec!['/', 'n'],
        '\u{c}' => vec!['/', 'f'],
        '\r' => vec!['/', 'r'],
        '\u{1b}' => vec!['/', 'e'],
        c => vec![c],
    };
    let right: String = name.chars().flat_map(meant).collect();
    (right != name).then(|| Fault {
        message: "\"\\\" stands in the name of a file".to_owned(),
        help: Some(format!("write / between folders: \"{right}\"")),
    })
}

/// A way with another after it, or nothing where that leaves the folder in which all ways begin.
fn joined(mut way: PathBuf, name: &str) -> Option<PathBuf> {
    if name.is_empty() || name.contains('\\') {
        return None;
    }
    for part in Path::new(name).components() {
        match part {
            Component::Normal(part) => way.push(part),
            Component::CurDir => {}
            Component::ParentDir if way.pop() => {}
            _ => return None,
        }
    }
    Some(way)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_may_go_up_but_never_out_of_the_folder() {
        for (from, name, way) in [
            ("", "a.csv", Some("a.csv")),
            ("", "./b/a.csv", Some("b/a.csv")),
            ("b", "a.csv", Some("b/a.csv")),
            ("b", "../a.csv", Some("a.csv")),
            ("b/c", "../../a.csv", Some("a.csv")),
            ("b", "../../a.csv", None),
            ("", "../a.csv", None),
            ("", "b/../../b/a.csv", None),
            ("b", "/a.csv", None),
            ("", "b\\a.csv", None),
            ("", "", None),
        ] {
            let expected = way.map(PathBuf::from);
            assert_eq!(joined(PathBuf::from(from), name), expected, "{from} {name}");
        }
    }
}
