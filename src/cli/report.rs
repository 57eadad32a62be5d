//! `lichain report`: a page and a workbook on finished results.

use std::fs;
use std::path::{Path, PathBuf};

use super::arguments::Report as Asked;
use super::failure::Failure;
use super::terminal;
use crate::report;

/// A way to tell of results in one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Page,
    Workbook,
}

impl Kind {
    const fn file(self) -> &'static str {
        match self {
            Self::Page => report::PAGE,
            Self::Workbook => report::WORKBOOK,
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Workbook => "workbook",
        }
    }

    fn bytes(self, asked: &Asked) -> Result<Vec<u8>, Failure> {
        let (from, with, locale) = (
            &asked.directory,
            &asked.with,
            asked.language.or_of(&asked.directory),
        );
        Ok(match self {
            Self::Page => report::page(from, with, locale)?.into_bytes(),
            Self::Workbook => report::workbook(from, with, locale)?,
        })
    }
}

/// Writes the page, the workbook or both.
pub fn report(asked: &Asked) -> Result<(), Failure> {
    let kinds = kinds(asked)?;
    let mut files = Vec::new();
    for kind in kinds {
        let path = place(asked, kind)?;
        files.push((kind, path, kind.bytes(asked)?));
    }
    for (kind, path, bytes) in files {
        write(&path, &bytes)?;
        terminal::print(&format!("{} in {}\n", kind.word(), path.display()))?;
    }
    Ok(())
}

/// What was asked for: by flags, by the ending of a file, else both.
fn kinds(asked: &Asked) -> Result<Vec<Kind>, Failure> {
    match (asked.html, asked.xlsx, &asked.out) {
        (true, true, Some(path)) => Err(Failure::Input(format!(
            "--out {} is one file, --html and --xlsx are two; give one of these flags, or leave out --out \
             for both in {}",
            path.display(),
            asked.directory.display()
        ))),
        (false, true, _) => Ok(vec![Kind::Workbook]),
        (false, false, Some(path)) if is_workbook(path) => Ok(vec![Kind::Workbook]),
        (true, false, _) | (false, false, Some(_)) => Ok(vec![Kind::Page]),
        (_, _, None) => Ok(vec![Kind::Page, Kind::Workbook]),
    }
}

fn is_workbook(path: &Path) -> bool {
    path.extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("xlsx"))
}

fn place(asked: &Asked, kind: Kind) -> Result<PathBuf, Failure> {
    match &asked.out {
        Some(path) if path.exists() && !asked.force => Err(Failure::Input(format!(
            "{} is there already; --force replaces it, another --out keeps it",
            path.display()
        ))),
        Some(path) => Ok(path.clone()),
        // What was made from these results before is made anew.
        None => Ok(asked.directory.join(kind.file())),
    }
}

/// Writes a file under a temporary name and renames it, so that nobody reads half of it.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".partial-{}", std::process::id()));
    let partial = path.with_file_name(name);
    let written = fs::write(&partial, bytes).and_then(|()| fs::rename(&partial, path));
    written.map_err(|reason| {
        // What failed says more than what cannot be tidied up.
        let _ = fs::remove_file(&partial);
        Failure::Machine(format!("cannot write {}: {reason}", path.display()))
    })
}
