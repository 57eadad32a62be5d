//! The files of a scenario: what was read, and that tables stay in the scenario's folder.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use crate::scenario::text::{SourceId, Sources};

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
    /// Reads the scenario file itself; nothing where it is no UTF-8.
    ///
    /// # Errors
    /// What the machine says.
    pub fn open(&mut self, path: &Path) -> io::Result<Option<SourceId>> {
        let bytes = fs::read(path)?;
        self.folder = match path.parent() {
            Some(parent) if parent != Path::new("") => parent.to_path_buf(),
            _ => PathBuf::from("."),
        };
        Ok(self.keep(path.display().to_string(), bytes))
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
        let told = |error: io::Error| format!("{} cannot be read: {error}", path.display());
        let real = path.canonicalize().map_err(told)?;
        if !real.starts_with(self.folder.canonicalize().map_err(told)?) {
            return Err(format!(
                "{name:?} is a link that leaves the scenario's folder"
            ));
        }
        let bytes = fs::read(&real).map_err(told)?;
        let shown = match self.folder == Path::new(".") {
            true => name.to_owned(),
            false => path.display().to_string(),
        };
        self.keep(shown, bytes).ok_or_else(|| {
            format!("{name:?} is not UTF-8 text; in a spreadsheet save it as \"CSV UTF-8\"")
        })
    }

    /// Files bytes away and makes a text of them, without its byte order mark.
    fn keep(&self, name: String, bytes: Vec<u8>) -> Option<SourceId> {
        let text = String::from_utf8(bytes.clone()).ok();
        self.inputs.borrow_mut().push((name.clone(), bytes));
        let text = text?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        Some(self.sources.borrow_mut().add(name, text))
    }
}
