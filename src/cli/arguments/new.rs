//! What `new` can be asked for.

use std::path::PathBuf;

use clap::Args;

/// Write a scenario to begin with: it runs, and its comments tell what each key means.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct New {
    /// Where it goes (TOML); the scenario is called as the file is
    #[arg(value_name = "FILE", required_unless_present = "list")]
    pub file: Option<PathBuf>,
    /// Which one
    #[arg(long, value_name = "NAME", default_value = "chain")]
    pub like: String,
    /// Tell which there are
    #[arg(long, conflicts_with_all = ["file", "like", "force"])]
    pub list: bool,
    /// Replace that file
    #[arg(long)]
    pub force: bool,
}

const EXAMPLES: &str = "\
Examples:
  lichain new mine.toml
  lichain new --list
  lichain new --like import cells.toml";
