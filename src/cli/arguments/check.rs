//! What `check` can be asked for.

use std::path::PathBuf;

use clap::Args;

use super::shared::Changes;

/// Check scenarios without running them; print the chain and its balance.
#[derive(Debug, Args)]
pub struct Check {
    /// Scenario files (TOML)
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    #[command(flatten)]
    pub changes: Changes,
}
