//! What can be asked for, and the help that teaches it. A page for each
//! command; flags that several have are in `shared`.

mod analyze;
mod check;
mod compare;
mod completions;
mod fit;
mod keys;
mod man;
mod merge;
mod new;
mod optimize;
mod report;
mod run;
mod schema;
mod selftest;
mod shard;
mod shared;
mod sources;
mod stress;
mod trace;
mod values;
mod verify;

use clap::{Parser, Subcommand};

pub use analyze::Analyze;
pub use check::Check;
pub use compare::Compare;
pub use completions::Completions;
pub use fit::Fit;
pub use keys::Keys;
pub use man::Man;
pub use merge::Merge;
pub use new::New;
pub use optimize::Optimize;
pub use report::Report;
pub use run::{Replay, Run};
pub use schema::Schema;
pub use selftest::Selftest;
pub use shard::Shard;
pub use shared::{Also, Changes, Cores, Draws, Memory, Place, numbers_in};
pub use sources::Sources;
pub use stress::Stress;
pub use trace::{Asked, Trace};
pub use verify::Verify;

/// Simulates lithium battery supply chains, from mine to vehicle.
///
/// A scenario file describes a chain and what is uncertain about it; lichain plays it through many
/// times, day by day, and tells what it costs, how long it takes and how often it fails, variant
/// against variant.
#[derive(Debug, Parser)]
#[command(name = "lichain", version, max_term_width = 80, after_help = EXAMPLES)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

const EXAMPLES: &str = "\
Examples:
  lichain new mine.toml
      A scenario to begin with, explained; --list tells which there are.
  lichain check scenarios/kazakhstan-vietnam.toml
      Is the file right? Shows the chain it describes and its lithium balance.
  lichain run scenarios/kazakhstan-vietnam.toml --trials 512 --out results/today
      Runs all variants, writes CSV files, prints the comparison.
  lichain run FILE --set parameter.tariff.value=\"0.09 USD/kWh\"
      The same with one key of the file changed; --set may be repeated.
  lichain compare results/today
      Which differences are real, what they come from, what to decide.
  lichain optimize FILE
      The cheapest policy that keeps the constraints in [optimize].
  lichain report results/today
      A page to read in a browser or print, and a workbook with charts.
  lichain verify results/today
      Runs finished results again and compares every file byte by byte.
  lichain fit prices.csv --unit USD/t
      What do past prices say of an index? Ends with a block to paste.
  lichain analyze results/today/trials.csv --only variant=cells-from-china
      --inputs mine_start,ore_grade --output delivered_cost
      Which inputs move an output? Takes any table.
  lichain shard FILE --part 3/16 --out parts
      A part of the trials, for one of many machines; `merge` puts all together.
  lichain sources FILE
      Every input with its source, how far to trust it and where it is used.
  lichain selftest
      Does it compute right on this machine? Figures beside known answers.
  lichain keys site.process
      What can be written into [site.X.process.Y], and what it means.

Exit codes: 0 fine, 1 a result that failed what was asked, 2 a mistake in the
input, 3 the machine (disk full, no permission), 4 a fault of lichain, 130
interrupted (a run keeps what is finished and says how to go on)";

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    New(New),
    Check(Check),
    Run(Run),
    Trace(Trace),
    Compare(Compare),
    Report(Report),
    Verify(Verify),
    Stress(Stress),
    Optimize(Optimize),
    Fit(Fit),
    Analyze(Analyze),
    Shard(Shard),
    Merge(Merge),
    Selftest(Selftest),
    Sources(Sources),
    Keys(Keys),
    Schema(Schema),
    Completions(Completions),
    Man(Man),
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn what_follows_the_help_fits_the_terminal() {
        let whole = super::Arguments::command();
        let texts = whole.get_subcommands().chain([&whole]);
        let texts = texts.filter_map(|command| command.get_after_help());
        let texts: Vec<String> = texts.map(ToString::to_string).collect();
        assert!(texts.len() >= 6, "{texts:?}");
        for line in texts.iter().flat_map(|text| text.lines()) {
            assert!(line.chars().count() <= 80, "{line}");
        }
    }

    #[test]
    fn only_a_run_of_several_files_has_directories_in_its_directory() {
        let whole = super::Arguments::command();
        let told = whole.get_subcommands().filter_map(|command| {
            let mut arguments = command.get_arguments();
            let out = arguments.find(|argument| argument.get_id() == "out")?;
            Some((command.get_name().to_owned(), out.get_help()?.to_string()))
        });
        let several = told.filter(|(_, help)| help.contains("several files"));
        let several: Vec<String> = several.map(|(name, _)| name).collect();
        assert_eq!(several, ["run"]);
    }

    #[test]
    fn the_arguments_are_consistent() {
        super::Arguments::command().debug_assert();
    }
}
