//! `lichain man`: manual pages, made of the same table as the help.

use clap::{Command, CommandFactory};
use clap_mangen::Man;

use super::arguments::{Arguments, Man as Asked};
use super::failure::Failure;
use super::{file, terminal};

/// Prints the main page, or writes all of them.
pub fn man(asked: &Asked) -> Result<(), Failure> {
    let mut whole = Arguments::command().disable_help_subcommand(true);
    whole.build();
    let Some(directory) = &asked.out else {
        return terminal::print(&page(&whole)?);
    };
    let mut count = 0;
    for command in whole.get_subcommands().chain([&whole]) {
        let path = directory.join(format!("{}.1", name(command)));
        file::write(&path, page(command)?.as_bytes())?;
        count += 1;
    }
    terminal::print(&format!("{count} pages in {}\n", directory.display()))
}

/// `lichain-run`, as manual pages of commands within commands are called.
fn name(command: &Command) -> String {
    command
        .get_display_name()
        .unwrap_or(command.get_name())
        .to_owned()
}

fn page(command: &Command) -> Result<String, Failure> {
    let mut page = Vec::new();
    let rendered = Man::new(command.clone()).render(&mut page);
    rendered.map_err(|reason| Failure::Machine(format!("cannot make the page: {reason}")))?;
    // What follows the help (examples, files, exit codes) keeps its lines, of up to 80 letters.
    let laid_out = ".SH NOTES\n.in 0\n.nf";
    Ok(String::from_utf8_lossy(&page).replace(".SH EXTRA", laid_out))
}
