//! `lichain completions`: what a shell completes, made of the same table as the help.

use clap::CommandFactory;

use super::arguments::{Arguments, Completions as Asked};
use super::failure::Failure;
use super::terminal;

/// Prints a shell's completions.
pub fn completions(asked: &Asked) -> Result<(), Failure> {
    let mut script = Vec::new();
    let mut command = Arguments::command();
    clap_complete::generate(asked.shell, &mut command, "lichain", &mut script);
    terminal::print(&String::from_utf8_lossy(&script))
}
