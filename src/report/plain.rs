//! A single table, as `fit` and `sources` give it: no results of a run, so without a manifest.

use std::fs;
use std::path::Path;

use super::cell;
use super::directory::{Failure, undisturbed};

/// A cell of a table.
#[derive(Clone, Debug, PartialEq)]
pub enum Entry {
    /// Words.
    Words(String),
    /// A number; an empty cell where it is none or has no end.
    Number(Option<f64>),
}

impl Entry {
    /// Words.
    pub fn words(words: impl Into<String>) -> Self {
        Self::Words(words.into())
    }

    fn written(&self) -> String {
        match self {
            Self::Words(words) => cell::text(words).into_owned(),
            Self::Number(number) => number.map_or(String::new(), cell::number),
        }
    }
}

/// A table as CSV.
///
/// # Panics
/// Never: memory takes whatever is written to it.
#[must_use]
pub fn table_text<S: AsRef<str>>(headings: &[S], rows: &[Vec<Entry>]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let heading = writer.write_record(headings.iter().map(AsRef::as_ref));
    let all = heading.and_then(|()| {
        let mut cells = rows.iter().map(|row| row.iter().map(Entry::written));
        cells.try_for_each(|row| writer.write_record(row))
    });
    all.expect("rows are as long as their heading");
    let bytes = writer.into_inner().expect("memory takes it");
    String::from_utf8(bytes).expect("made of text")
}

/// Puts a text in its place whole or not at all, and over another only where `force`.
///
/// # Errors
/// A place that is taken, and what the machine refused.
pub fn write_text(path: &Path, text: &str, force: bool) -> Result<(), Failure> {
    if path.exists() && (!force || path.is_dir()) {
        let shown = path.display();
        let way = if path.is_dir() {
            "is a directory"
        } else {
            "is there; --force replaces it"
        };
        return Err(Failure::Refused(format!("{shown} {way}")));
    }
    let failed = |reason: &std::io::Error| Failure::machine("write", path, reason);
    if let Some(above) = path.parent() {
        fs::create_dir_all(above).map_err(|reason| failed(&reason))?;
    }
    let partial = path.with_extension(format!("partial-{}", std::process::id()));
    let written =
        undisturbed(|| fs::write(&partial, text).and_then(|()| fs::rename(&partial, path)));
    written.map_err(|reason| {
        // What failed says more than what cannot be tidied up.
        let _ = fs::remove_file(&partial);
        failed(&reason)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_csv_with_empty_cells_for_what_is_unknown() {
        let row = vec![
            Entry::words("a, b"),
            Entry::Number(Some(0.5)),
            Entry::Number(None),
            Entry::Number(Some(f64::INFINITY)),
            Entry::words("=1"),
        ];
        let text = table_text(&["a", "b", "c", "d", "e"], &[row]);
        assert_eq!(text, "a,b,c,d,e\n\"a, b\",0.5,,,'=1\n");
    }

    #[test]
    fn a_file_is_replaced_by_force_alone() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("deep/fit.csv");
        write_text(&path, "old", false).unwrap();
        assert!(
            matches!(write_text(&path, "new", false), Err(Failure::Refused(m)) if m.contains("--force"))
        );
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        write_text(&path, "new", true).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        assert!(write_text(home.path(), "new", true).is_err());
        assert_eq!(fs::read_dir(home.path().join("deep")).unwrap().count(), 1);
    }
}
