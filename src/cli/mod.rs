//! The command line: the only room that prints. What was asked for goes to stdout, everything
//! else to stderr; each way to fail has its exit code.

mod analyze;
mod arguments;
mod balance;
mod begun;
mod chain;
mod check;
mod compare;
mod completions;
mod failure;
mod file;
mod fit;
mod flows;
mod graph;
mod interrupt;
mod keys;
mod language;
mod load;
mod man;
mod measures;
mod merge;
mod new;
mod one_part;
mod optimize;
mod place;
mod precision;
mod progress;
mod report;
mod results;
mod resume;
mod room;
mod run;
mod schema;
mod selftest;
mod shard;
mod sources;
mod stress;
mod table;
mod terminal;
mod trace;
mod verdict;
mod verify;
mod why;

use std::panic;
use std::process::ExitCode;

use clap::Parser;

use crate::report::quantity;
use arguments::{Arguments, Command};
use failure::Failure;

/// Runs the command line of this process.
#[must_use]
pub fn main() -> ExitCode {
    failure::tell_panics();
    interrupt::listen();
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(told) => {
            return refused(&told);
        }
    };
    match panic::catch_unwind(|| obey(&arguments.command)) {
        Ok(Ok(())) => ExitCode::SUCCESS,
        Ok(Err(failure)) => {
            failure.tell();
            failure.code()
        }
        Err(_) => ExitCode::from(failure::FAULT),
    }
}

/// Help and version come this way too, with code 0. A closed pipe is no failure.
fn refused(told: &clap::Error) -> ExitCode {
    if let Err(reason) = told.print()
        && !told.use_stderr()
        && reason.kind() != std::io::ErrorKind::BrokenPipe
    {
        let failure = Failure::Machine(format!("cannot print: {reason}"));
        failure.tell();
        return failure.code();
    }
    let changes = || std::env::args().any(|argument| argument.starts_with("--set"));
    if told.kind() == clap::error::ErrorKind::UnknownArgument && changes() {
        let example = "--set leg.sea.transit=\"12 d\"";
        terminal::warn(&format!(
            "\nA change with a blank in it stands in quotes: {example}"
        ));
    }
    ExitCode::from(told.exit_code() as u8)
}

fn obey(command: &Command) -> Result<(), Failure> {
    match command {
        Command::Run(asked) => run::run(asked),
        Command::Check(asked) => check::check(asked),
        Command::Trace(asked) => trace::trace(asked),
        Command::Stress(asked) => stress::stress(asked),
        Command::Optimize(asked) => optimize::optimize(asked),
        Command::Compare(asked) => compare::compare(asked),
        Command::Report(asked) => report::report(asked),
        Command::Verify(asked) => verify::verify(asked),
        Command::Fit(asked) => fit::fit(asked),
        Command::Analyze(asked) => analyze::analyze(asked),
        Command::Shard(asked) => shard::shard(asked),
        Command::Merge(asked) => merge::merge(asked),
        Command::Selftest(asked) => selftest::selftest(asked),
        Command::Sources(asked) => sources::sources(asked),
        Command::Keys(asked) => keys::keys(asked),
        Command::New(asked) => new::new(asked),
        Command::Schema(asked) => schema::schema(asked),
        Command::Completions(asked) => completions::completions(asked),
        Command::Man(asked) => man::man(asked),
    }
}
