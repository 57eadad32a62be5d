//! The files of a scenario: what was read, and that tables stay in the scenario's folder.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io;
use std::path::{Component, Path, PathBuf};

use crate::scenario::problem::Problems;
use crate::scenario::text::{SourceId, Sources, read_text};

/// Texts and bytes of all files of a scenario, each read once however many variants name it.
#[derive(Debug, Default)]
pub(in crate::scenario) struct Files {
    folder: PathBuf,
    /// Every text, for messages.
    pub sources: RefCell<Sources>,
    /// Name and bytes of every file.
    pub inputs: RefCell<Vec<(String, Vec<u8>)>>,
    tables: RefCell<BTreeMap<String, Result<SourceId, String>>>,
}

impl Files {
    /// Reads the scenario file itself.
    pub fn open(&mut self, path: &Path, problems: &mut Problems) -> Option<SourceId> {
        self.folder = match path.parent() {
            Some(parent) if parent != Path::new("") => parent.to_path_buf(),
            _ => PathBuf::from("."),
        };
        self.keep(path, problems)
    }

    /// Reads a table beside the scenario.
    ///
    /// # Errors
    /// In words for the user.
    pub fn table(&self, name: &str) -> Result<SourceId, String> {
        if let Some(known) = self.tables.borrow().get(name) {
            return known.clone();
        }
        let read = self.read_table(name);
        self.tables
            .borrow_mut()
            .insert(name.to_owned(), read.clone());
        read
    }

    fn read_table(&self, name: &str) -> Result<SourceId, String> {
        let inside = |part| matches!(part, Component::Normal(_));
        if name.contains('\\') || !Path::new(name).components().all(inside) {
            return Err(format!(
                "{name:?} must be a file in the scenario's folder, without \"..\", \"\\\" or a leading \"/\""
            ));
        }
        let path = self.folder.join(name);
        let told = |error: io::Error| match error.kind() {
            io::ErrorKind::NotFound => format!("no file is called {}", path.display()),
            _ => format!("{} cannot be read: {error}", path.display()),
        };
        let real = path.canonicalize().map_err(told)?;
        if !real.starts_with(self.folder.canonicalize().map_err(told)?) {
            return Err(format!(
                "{name:?} is a link that leaves the scenario's folder"
            ));
        }
        let shown = if self.folder == Path::new(".") {
            PathBuf::from(name)
        } else {
            path.clone()
        };
        let mut problems = Problems::default();
        let source = self.keep(&shown, &mut problems);
        let fault = || problems.sorted().into_iter().next();
        source.ok_or_else(|| fault().map_or_else(String::new, |problem| problem.message))
    }

    fn keep(&self, path: &Path, problems: &mut Problems) -> Option<SourceId> {
        let mut sources = self.sources.borrow_mut();
        let source = read_text(path, &mut sources, problems)?;
        let read = sources.text(source);
        let input = (read.name.clone(), read.text.clone().into_bytes());
        self.inputs.borrow_mut().push(input);
        Some(source)
    }
}
