//! `lichain schema`: the scenario language for editors.

use super::arguments::Schema as Asked;
use super::failure::Failure;
use super::{file, terminal};
use crate::scenario;

/// Prints the schema, or writes it as a file.
pub fn schema(asked: &Asked) -> Result<(), Failure> {
    let text = format!("{:#}\n", scenario::schema());
    let Some(path) = &asked.out else {
        return terminal::print(&text);
    };
    file::refuse_taken(path, asked.force)?;
    file::write(path, text.as_bytes())?;
    terminal::print(&format!("schema in {}\n", path.display()))
}
