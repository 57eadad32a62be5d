//! What `sources` can be asked for.

use std::path::PathBuf;

use crate::cli::language::Language;
use clap::Args;

/// List the inputs of scenarios: value, source, how far to trust it, where it is used.
///
/// An input is a [parameter] or any quantity that names its source. Prints CSV, and the counts to the
/// terminal's other channel. docs/data.md is made with --markdown.
#[derive(Debug, Args)]
pub struct Sources {
    /// Scenario files (TOML)
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// As the page docs/data.md
    #[arg(long)]
    pub markdown: bool,
    #[command(flatten)]
    pub language: Language,
}
