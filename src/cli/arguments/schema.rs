//! What `schema` can be asked for.

use std::path::PathBuf;

use clap::Args;

/// Print the scenario language as a JSON Schema, for editors.
///
/// An editor that knows it completes keys, explains them, and underlines what is misspelt or has the
/// wrong unit, while one types. The first line of a scenario then names it:
/// `#:schema ./lichain.schema.json`. It sees less than `lichain check`, which knows what the names mean.
#[derive(Debug, Args)]
pub struct Schema {
    /// Write it to this file instead
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Replace that file
    #[arg(long, requires = "out")]
    pub force: bool,
}
