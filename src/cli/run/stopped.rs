//! What a user reads whose run was interrupted: what is kept, and the commands that go on.

use std::path::{Path, PathBuf};

use super::Asked;
use super::again::{Again, command};
use crate::cli::failure::Failure;
use crate::cli::precision::Reached;
use crate::cli::terminal::{self, wrapped};
use crate::report::Directory;

/// What became of a scenario.
pub(super) struct Ended {
    /// To be printed.
    pub told: String,
    /// What was asked for in vain.
    pub missed: Option<String>,
    /// Where it was interrupted.
    pub stopped: Option<Stopped>,
}

/// True where trials ended before what was asked for, if they were asked to.
pub(super) fn early(reached: Option<&Reached>, trials: u64, most: u64) -> bool {
    let wants_more = reached.is_none_or(|r| r.look == 0 || !r.missed.is_empty());
    wants_more && trials < most
}

/// A scenario that was interrupted.
pub(super) struct Stopped {
    /// Trials that are kept.
    pub trials: u64,
    /// Trials that were asked for, or the most there may be.
    pub most: u64,
    /// Where they are; nothing where no new one was finished.
    pub path: Option<PathBuf>,
    /// True where they are pieces, which the same command goes on from.
    pub in_pieces: bool,
}

impl Stopped {
    fn told(&self) -> String {
        let (trials, most) = (self.trials, self.most);
        let Some(path) = &self.path else {
            let what = if self.in_pieces { "piece" } else { "trial" };
            return format!(
                "interrupted before a {what} was finished; nothing was written. To begin again:"
            );
        };
        let shown = path.display();
        format!(
            "interrupted after {trials} of {most} trials, which are kept in {shown}; to add the others:"
        )
    }
}

impl Ended {
    /// Interrupted before a trial was added to those that were there.
    pub(super) fn before_anything(there: u64, most: u64, directory: &Directory) -> Self {
        Self {
            told: String::new(),
            missed: None,
            stopped: Some(Stopped {
                trials: there,
                most,
                path: (there > 0).then(|| directory.place()),
                in_pieces: false,
            }),
        }
    }

    /// Interrupted with so many trials in whole pieces.
    pub(super) fn in_pieces(there: u64, most: u64, folder: &Path) -> Self {
        Self {
            told: String::new(),
            missed: None,
            stopped: Some(Stopped {
                trials: there,
                most,
                path: (there > 0).then(|| folder.to_owned()),
                in_pieces: true,
            }),
        }
    }
}

/// A command whose file at some place is the last that was begun.
pub(super) struct Left<'a> {
    pub asked: &'a Asked,
    pub names: &'a [&'a str],
    pub at: usize,
}

impl Left<'_> {
    /// Tells what is kept of the file, if it was begun, and how to go on with it and with the others.
    pub(super) fn interrupted(&self, stopped: Option<&Stopped>) -> Failure {
        let words: Vec<String> = std::env::args_os()
            .skip(2)
            .map(|word| word.to_string_lossy().into_owned())
            .collect();
        let again = |again: &Again| format!("\n  {}", command(&words, again));
        let mut told = "interrupted".to_owned();
        let mut at = self.at;
        let width = terminal::width_of_errors().min(terminal::LONGEST);
        if let Some(stopped) = stopped {
            let files = &self.asked.files[at..=at];
            told = wrapped(&stopped.told(), width, 0);
            let (kept, same) = (stopped.path.as_deref(), self.place(at, 1));
            told += &again(&Again {
                files,
                out: kept.filter(|_| !stopped.in_pieces).or(same.as_deref()),
                resumes: kept.is_some() && !stopped.in_pieces,
            });
            at += 1;
        }
        let files = &self.asked.files[at..];
        if files.is_empty() {
            return Failure::Interrupted(told);
        }
        if at == self.at {
            told += ": finished results stay. What is left:";
        } else {
            told += "\nNot begun:";
        }
        told += &again(&Again {
            files,
            out: self.place(at, files.len()).as_deref(),
            resumes: self.asked.resume,
        });
        Failure::Interrupted(told)
    }

    /// Where results of so many files from one on go, as `--out` says it: several in a directory each.
    fn place(&self, at: usize, files: usize) -> Option<PathBuf> {
        let out: &Path = self.asked.place.out.as_deref()?;
        let alone = self.names.len() > 1 && files == 1;
        Some(if alone {
            out.join(self.names[at])
        } else {
            out.to_owned()
        })
    }
}
