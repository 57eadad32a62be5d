//! The command that goes on from where a run was interrupted.

use std::path::{Path, PathBuf};

use clap::{ArgAction, CommandFactory};

use super::quoted;
use crate::cli::arguments::Arguments;

/// What becomes of the files of a command.
pub(super) struct Again<'a> {
    /// The files that are run.
    pub files: &'a [PathBuf],
    /// Where their results go, if that is said.
    pub out: Option<&'a Path>,
    /// True where it goes on from the trials that are there.
    pub resumes: bool,
}

/// Flags that are said anew.
const SAID_ANEW: [&str; 2] = ["--out", "--resume"];

/// A command with these files, and otherwise as the words of the one that was given.
pub(super) fn command(words: &[String], again: &Again) -> String {
    let mut all = vec!["lichain".to_owned(), "run".to_owned()];
    let file = |file: &PathBuf| file.to_string_lossy().into_owned();
    all.extend(again.files.iter().map(file));
    // Results that are gone on with are replaced in any case.
    let drops = |name: &str| SAID_ANEW.contains(&name) || (again.resumes && name == "--force");
    all.extend(flags(words, drops));
    if let Some(out) = again.out {
        all.extend(["--out".to_owned(), out.to_string_lossy().into_owned()]);
    }
    if again.resumes {
        all.push("--resume".to_owned());
    }
    let quoted: Vec<String> = all.iter().map(|word| quoted(word)).collect();
    quoted.join(" ")
}

/// The flags among the words after `run`, each with its value, without those that are dropped.
fn flags(words: &[String], drops: impl Fn(&str) -> bool) -> Vec<String> {
    let mut kept = Vec::new();
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let Some(name) = word.split('=').next().filter(|w| w.starts_with("--")) else {
            continue;
        };
        let mut whole = vec![word.clone()];
        if name == word && takes_value(name) {
            whole.extend(words.next().cloned());
        }
        if name.len() > 2 && !drops(name) {
            kept.extend(whole);
        }
    }
    kept
}

fn takes_value(flag: &str) -> bool {
    let command = Arguments::command();
    let run = command.find_subcommand("run");
    let mut arguments = run.into_iter().flat_map(clap::Command::get_arguments);
    arguments.any(|argument| {
        argument.get_long() == flag.strip_prefix("--")
            && !argument.is_require_equals_set()
            && matches!(argument.get_action(), ArgAction::Set | ArgAction::Append)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_stay_as_they_were_given_and_files_and_places_are_said_anew() {
        let words = [
            "one.toml",
            "--set",
            "leg.sea.transit=9 to 16 d",
            "two.toml",
            "--out",
            "old",
            "--html",
            "--seed=7",
            "--force",
            "--checkpoint",
            "--only",
            "one.toml",
            "--resume",
        ];
        let words = words.map(String::from);
        let files = [PathBuf::from("my two.toml")];
        let again = Again {
            files: &files,
            out: Some(Path::new("old/two")),
            resumes: true,
        };
        assert_eq!(
            command(&words, &again),
            "lichain run 'my two.toml' --set 'leg.sea.transit=9 to 16 d' --html --seed=7 \
             --checkpoint --only one.toml --out old/two --resume"
        );
        let again = Again {
            out: None,
            resumes: false,
            ..again
        };
        assert!(command(&words, &again).ends_with("--seed=7 --force --checkpoint --only one.toml"));
    }
}
