//! What `report` can be asked for.

use std::path::PathBuf;

use clap::Args;

use crate::report::Locale;

/// Make one page of finished results: verdict, figures, charts, chain, sources.
///
/// Reads the files that `lichain run` has written and writes one HTML file that loads nothing and runs no
/// script: it opens offline, on a phone, on paper. `run --html` writes the same page.
#[derive(Debug, Args)]
#[command(after_help = REPORT_EXAMPLES)]
pub struct Report {
    /// Directory that `lichain run` has written
    #[arg(value_name = "DIR")]
    pub directory: PathBuf,
    /// Also show the tables of this directory, such as those of `lichain stress` or `compare`; may be
    /// repeated
    #[arg(long, value_name = "DIR")]
    pub with: Vec<PathBuf>,
    /// Language: English, Russian, Vietnamese or Kazakh
    #[arg(long, value_name = "LANGUAGE", default_value = "en", value_parser = Locale::CODES)]
    pub locale: String,
    /// Where the page goes [default: report.html in DIR, made anew]
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Replace that file
    #[arg(long, requires = "out")]
    pub force: bool,
}

const REPORT_EXAMPLES: &str = "\
Examples:
  lichain report results/kazakhstan-vietnam --locale ru --out today.html
      The page in Russian.
  lichain stress scenarios/kazakhstan-vietnam.toml --out stress
  lichain report results/kazakhstan-vietnam --with stress
      The page with the stress test as a table of colours.

The page has what the files have: results of an earlier version, without
chain.json, come without the drawing of the chain and the inputs as written.";
