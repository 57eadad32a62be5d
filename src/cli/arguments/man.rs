//! What `man` can be asked for.

use std::path::PathBuf;

use clap::Args;

/// Print the manual page, or write the pages of all commands.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Man {
    /// Write a page for each command into this directory, over those of an earlier version
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  lichain man --out ~/.local/share/man/man1
  man lichain-run";
