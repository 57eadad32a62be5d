//! `lichain report`: a page on finished results.

use std::fs;
use std::path::Path;

use super::arguments::Report as Asked;
use super::failure::Failure;
use super::terminal;
use crate::report;

/// Writes the page that was asked for.
pub fn report(asked: &Asked) -> Result<(), Failure> {
    let page = report::page(
        &asked.directory,
        &asked.with,
        asked.language.or_of(&asked.directory),
    )?;
    let path = match &asked.out {
        Some(path) if path.exists() && !asked.force => {
            return Err(Failure::Input(format!(
                "{} is there already; --force replaces it, another --out keeps it",
                path.display()
            )));
        }
        Some(path) => path.clone(),
        // What was made from these results before is made anew.
        None => asked.directory.join(report::PAGE),
    };
    write(&path, &page)?;
    terminal::print(&format!("page in {}\n", path.display()))
}

/// Writes a page as a file.
pub fn write(path: &Path, page: &str) -> Result<(), Failure> {
    fs::write(path, page)
        .map_err(|reason| Failure::Machine(format!("cannot write {}: {reason}", path.display())))
}
