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
    /// Also draw the chain of one variant as an SVG, for a browser or a report; `-` prints the drawing
    /// instead of the chain in words. One scenario file only
    #[arg(long, value_name = "FILE.svg")]
    pub graph: Option<PathBuf>,
    /// Which variant is drawn [default: the reference]
    #[arg(long, value_name = "VARIANT", requires = "graph")]
    pub variant: Option<String>,
    /// Replace the drawing
    #[arg(long, requires = "graph")]
    pub force: bool,
    #[command(flatten)]
    pub changes: Changes,
}
