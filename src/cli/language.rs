//! `--locale`: in which language and for whose spreadsheets tables are written.

use std::path::Path;

use clap::Args;

use super::terminal;
use crate::report::{self, Dialect, Locale};

/// The language of what comes out.
#[derive(Debug, Args)]
pub struct Language {
    /// Language of headings, units and page, and for whose spreadsheets: en for programs (commas, points),
    /// ru, kk and vi for Excel there (semicolons, decimal commas, UTF-8 with its mark) [default: that of the
    /// results that are read, else en]
    #[arg(long, value_name = "LANGUAGE", value_parser = Locale::CODES)]
    pub locale: Option<String>,
}

impl Language {
    /// What was asked for, else English.
    pub fn locale(&self) -> Locale {
        self.asked().unwrap_or_default()
    }

    /// What was asked for, else that of results.
    pub fn or_of(&self, results: &Path) -> Locale {
        self.asked().unwrap_or_else(|| report::language(results))
    }

    /// How tables are written.
    pub fn dialect(&self) -> Dialect {
        Dialect::of(self.locale())
    }

    /// The language of a code that was found good.
    fn asked(&self) -> Option<Locale> {
        self.locale.as_deref().and_then(Locale::of_code)
    }
}

/// Tells what a spreadsheet would not open whole.
pub fn warn(told: &[String]) {
    for words in told {
        terminal::warn_wrapped(&format!("note: {words}"));
    }
}
