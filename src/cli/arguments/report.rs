//! What `report` can be asked for.

use std::path::PathBuf;

use crate::cli::language::Language;
use clap::Args;

/// Make a page and a workbook of finished results: verdict, figures, charts, sources.
///
/// Reads the files that `lichain run` has written. The page is one HTML file that loads nothing and runs no
/// script: it opens offline, on a phone, on paper. The workbook opens in any spreadsheet program, with
/// native charts beside their numbers and every table whole. `run --html --xlsx` writes the same bytes.
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
    #[command(flatten)]
    pub language: Language,
    /// Write the page alone
    #[arg(long)]
    pub html: bool,
    /// Write the workbook alone
    #[arg(long)]
    pub xlsx: bool,
    /// Where the page goes, or the workbook where FILE ends in .xlsx [default: report.html and report.xlsx
    /// in DIR, made anew]
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
  lichain report results/kazakhstan-vietnam --xlsx
      The workbook alone, into results/kazakhstan-vietnam/report.xlsx.
  lichain stress scenarios/kazakhstan-vietnam.toml --out results/stress
  lichain report results/kazakhstan-vietnam --with results/stress
      Page and workbook with the stress test as a table of colours.

Both have what the files have: results of an earlier version, without
chain.json, come without the drawing of the chain and the inputs as written.";
