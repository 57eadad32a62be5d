//! The ways to fail, and what the user reads then.

use std::fmt::Write;
use std::panic;
use std::process::ExitCode;

use super::terminal;
use crate::outcome::Breach;
use crate::report;

/// Exit code of a result that failed what was asked.
const UNMET: u8 = 1;
/// Exit code of the user's input.
const INPUT: u8 = 2;
/// Exit code of the machine.
const MACHINE: u8 = 3;
/// Exit code of a fault of ours.
pub const FAULT: u8 = 4;
/// Exit code of what was interrupted, as shells have it.
pub const INTERRUPTED: u8 = 130;

/// Why a command failed, in words.
#[derive(Debug, PartialEq)]
pub enum Failure {
    /// A result that failed what was asked of it; it is written all the same.
    Unmet(String),
    /// The user's input.
    Input(String),
    /// Problems of scenario files, ready to be shown.
    Problems { text: String, machine: bool },
    /// The machine.
    Machine(String),
    /// A fault of ours.
    Fault(String),
    /// It was interrupted, and this is how to go on.
    Interrupted(String),
}

impl Failure {
    /// The exit code.
    pub fn code(&self) -> ExitCode {
        ExitCode::from(match self {
            Self::Unmet(_) => UNMET,
            Self::Input(_) | Self::Problems { machine: false, .. } => INPUT,
            Self::Machine(_) | Self::Problems { machine: true, .. } => MACHINE,
            Self::Fault(_) => FAULT,
            Self::Interrupted(_) => INTERRUPTED,
        })
    }

    /// Tells the user.
    pub fn tell(&self) {
        match self {
            Self::Problems { text, .. } | Self::Interrupted(text) => terminal::warn(text),
            Self::Unmet(words) | Self::Input(words) | Self::Machine(words) | Self::Fault(words) => {
                terminal::warn(&format!("error: {words}"));
            }
        }
    }

    /// A broken rule, with the command that shows it.
    pub fn breach(breach: &Breach, trace: &str) -> Self {
        let Breach {
            variant,
            trial,
            day,
            rule,
            amount,
        } = breach;
        Self::Fault(format!(
            "this is a fault of lichain, not of your scenario: a rule did not hold\n  \
             rule:    {rule}\n  variant: {variant}\n  trial:   {trial}\n  day:     {day}\n  \
             amount:  {amount:e}\nNo results were written. This shows the trial:\n  {trace}"
        ))
    }
}

impl From<report::Failure> for Failure {
    fn from(failure: report::Failure) -> Self {
        match failure {
            report::Failure::Refused(words) => Self::Input(words),
            report::Failure::Machine(words) => Self::Machine(words),
        }
    }
}

/// A panic is a fault of ours and told as one; the stack of it would help nobody who reads it.
pub fn tell_panics() {
    panic::set_hook(Box::new(|panic| {
        let what = panic.payload_as_str().unwrap_or("no words for it");
        let mut words =
            format!("error: this is a fault of lichain, not of your scenario: {what}\n");
        if let Some(place) = panic.location() {
            let _ = write!(words, "  at {place}, version {}", env!("CARGO_PKG_VERSION"));
        }
        terminal::warn(&words);
        terminal::warn("Please report it, with the scenario and the command that led here.");
    }));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::run::trace_command;

    #[test]
    fn a_broken_rule_names_itself_and_the_command_that_shows_it() {
        let breach = Breach {
            variant: "base".into(),
            trial: 17,
            day: 3,
            rule: "no stock is negative".into(),
            amount: 2e-6,
        };
        let file = std::path::Path::new("a.toml");
        let trace = trace_command(file, Some("base"), 17, 1, &["leg.sea.transit=9 d".into()]);
        let failure = Failure::breach(&breach, &trace);
        let Failure::Fault(words) = &failure else {
            panic!("{failure:?}")
        };
        let told = "\
this is a fault of lichain, not of your scenario: a rule did not hold
  rule:    no stock is negative
  variant: base
  trial:   17
  day:     3
  amount:  2e-6
No results were written. This shows the trial:
  lichain trace a.toml --variant base --trial 17 --seed 1 --set 'leg.sea.transit=9 d'";
        assert_eq!(words, told);
        assert_eq!(failure.code(), ExitCode::from(4));
    }
}
