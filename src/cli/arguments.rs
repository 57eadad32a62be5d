//! What can be asked for, and the help that teaches it.

use std::path::PathBuf;

use clap::{ArgGroup, Args, Parser, Subcommand};

use super::language::Language;
use super::precision;
use crate::calendar::Date;
use crate::scenario::Filter;

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
  lichain check scenarios/kazakhstan-vietnam.toml
      Is the file right? Shows the chain it describes and its lithium balance.
  lichain run scenarios/kazakhstan-vietnam.toml --trials 2000 --out today
      Runs all variants, writes CSV files, prints the comparison.
  lichain run FILE --set parameter.tariff.value=\"0.09 USD/kWh\"
      The same with one key of the file changed; --set may be repeated.
  lichain compare results/today
      Which differences are real, what they come from, what to decide.
  lichain optimize FILE
      The cheapest policy that keeps the constraints in [optimize].
  lichain report results/today
      A page to read in a browser or print, and a workbook with charts.
  lichain fit prices.csv --unit USD/t
      What do past prices say of an index? Ends with a block to paste.
  lichain analyze today/trials.csv --only variant=cells-from-china
      --inputs mine_start,ore_grade --output delivered_cost
      Which inputs move an output? Takes any table.
  lichain sources FILE
      Every input with its source, how far to trust it and where it is used.
  lichain keys site.process
      What can be written into [site.X.process.Y], and what it means.

Exit codes: 0 fine, 1 a result that failed what was asked, 2 a mistake in the
input, 3 the machine (disk full, no permission), 4 a fault of lichain, 130
interrupted (a run keeps what is finished and says how to go on)";

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    Run(Run),
    Check(Check),
    Trace(Trace),
    Compare(Compare),
    Report(Report),
    Stress(Stress),
    Optimize(Optimize),
    Fit(Fit),
    Analyze(Analyze),
    Sources(Sources),
    Keys(Keys),
}

/// Run all variants of scenarios and write the results as CSV.
///
/// A distribution in most keys is drawn once: one value a trial, as for every [parameter]. In keys
/// for what varies it is drawn each time: transit and dwell for each day of departure, a market's
/// lead time for each day of orders, daily demand for each day. `lichain keys` says which is which.
#[derive(Debug, Args)]
#[command(after_help = RUN_FILES, group = ArgGroup::new("told").multiple(true))]
pub struct Run {
    /// Scenario files (TOML)
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Trials of each variant [default: what the scenario says, else 1000]; with --precision the
    /// most [default: 16384]
    #[arg(long, value_name = "N", value_parser = whole::<1, 100_000_000>, allow_hyphen_values = true)]
    pub trials: Option<u64>,
    /// Add trials until this is known as well: a measure, one of mean, p5 to p95, cvar5 and
    /// probability, and how far its 95 % interval may reach, in % of it or in its unit, as in
    /// `delivered_cost mean 0.5 %`; may be repeated. Exits with 1 where --trials are not enough
    #[arg(long, value_name = "TARGET", value_parser = precision::parse)]
    pub precision: Vec<precision::Asked>,
    /// Go on from the results in --out, also of a run that was interrupted: adds what is missing to
    /// --trials, which then come to the same bytes as if run at once
    #[arg(long, requires = "out")]
    pub resume: bool,
    /// Seed of all randomness: the same seed gives the same bytes
    #[arg(long, value_name = "S", default_value_t = 1, value_parser = whole::<0, { u64::MAX }>,
          allow_hyphen_values = true)]
    pub seed: u64,
    /// How parameters are drawn: each trial by itself, by Latin hypercubes of 64 trials or by
    /// scrambled Sobol nets of 256; intervals need 8 of them [default: what the scenario says,
    /// else plain]
    #[arg(long, value_name = "DESIGN", value_parser = ["plain", "antithetic", "lhs", "sobol"])]
    pub sampling: Option<String>,
    /// Run each draw of the parameters so many times, each with noise of its own: variance.csv then
    /// tells how much of the spread parameters make and how much noise; --trials counts all of them
    /// [default: what the scenario says, else 1]
    #[arg(long, value_name = "K", value_parser = whole::<1, 1000>, allow_hyphen_values = true)]
    pub noise_replicates: Option<u64>,
    /// Threads to run on; changes no result [default: all]
    #[arg(long, value_name = "N", value_parser = whole::<1, 1024>, allow_hyphen_values = true)]
    pub threads: Option<u64>,
    /// Run only this variant; may be repeated
    #[arg(long, value_name = "VARIANT")]
    pub only: Vec<String>,
    /// Also write report.html: one page with figures and charts, as `lichain report` makes it
    #[arg(long)]
    pub html: bool,
    /// Also write report.xlsx: a workbook with native charts and every table, as `lichain report` makes it
    #[arg(long)]
    pub xlsx: bool,
    /// Also write trials.parquet: the same trials with types, for programs (in builds with Parquet)
    #[arg(long)]
    pub parquet: bool,
    #[command(flatten)]
    pub language: Language,
    #[command(flatten)]
    pub changes: Changes,
    #[command(flatten)]
    pub place: Place,
}

impl Run {
    /// The changes to the scenario, the design among them: so that a trace is told to make them too.
    pub fn set(&self) -> Vec<String> {
        let design = self.sampling.as_ref();
        let design = design.map(|design| format!("scenario.sampling={design}"));
        let noises = self.noise_replicates;
        let noises = noises.map(|noises| format!("scenario.noise_replicates={noises}"));
        let set = self.changes.set.iter().cloned();
        set.chain(design).chain(noises).collect()
    }
}

const RUN_FILES: &str = "\
Files that come out:
  summary.csv      every measure of every variant: mean, quantiles, intervals
  trials.csv       every measure and every parameter of every trial
  timeline.csv     measures by month
  ledger.csv       money by party, category and year
  sensitivity.csv  which parameters move the measures of the whole chain
  correlations.csv rank correlations of parameters, asked and achieved, if any
  variance.csv     with --noise-replicates: how much of the spread parameters
                   make, and how much noise
  columns.csv      every column of these files: unit, meaning, source
  datapackage.json the same for programs (Frictionless Data Package)
  run.json         how to get the same again: version, seed, command, hashes
  chain.json       the chain and its sources, for `lichain report`
  trials.parquet   with --parquet: trials.csv with types, for programs
  report.html      with --html: one page with figures and charts
  report.xlsx      with --xlsx: a workbook with native charts and every table
  resume.bin       the trials as --resume goes on from them

The table at the end gives means with half of their 95 % interval. A difference
between variants is called real when its 95 % interval, over all differences
shown together, leaves out 0.";

/// Check scenarios without running them; print the chain and its balance.
#[derive(Debug, Args)]
pub struct Check {
    /// Scenario files (TOML)
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Also draw the chain of one variant as an SVG, for a browser or a report; `-` prints the drawing
    /// instead of the chain in words. One scenario file only
    #[arg(long, value_name = "FILE.svg")]
    pub graph: Option<PathBuf>,
    /// Which variant is drawn [default: the reference]
    #[arg(long, value_name = "VARIANT", requires = "graph")]
    pub variant: Option<String>,
    /// Replace the drawing
    #[arg(long, requires = "graph")]
    pub force: bool,
    #[command(flatten)]
    pub changes: Changes,
}

/// Tell one trial day by day: what moved, what was paid, what happened.
///
/// Writes its line of trials.csv, flows.csv, cash.csv and events.csv and prints the trial's measures. Trials are pure
/// functions of scenario, seed and number: the same trial comes out as in `run`.
///
/// With --why it prints instead where a shortage came from, and writes why.csv: the largest shortage of
/// that day, followed back through stocks, cargo and plants to a hazard, a capacity, a date or a policy.
#[derive(Debug, Args)]
#[command(after_help = TRACE_EXAMPLES)]
pub struct Trace {
    /// Scenario file (TOML)
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Which variant [default: the reference]
    #[arg(long, value_name = "VARIANT")]
    pub variant: Option<String>,
    /// Which trial, counted from 1
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = whole::<1, { u64::MAX }>,
          allow_hyphen_values = true)]
    pub trial: u64,
    /// Seed of all randomness, as in `run`
    #[arg(long, value_name = "S", default_value_t = 1, value_parser = whole::<0, { u64::MAX }>,
          allow_hyphen_values = true)]
    pub seed: u64,
    /// Explain a shortage: that of a date, or the worst of the trial
    #[arg(long, value_name = "DATE|worst", value_parser = asked)]
    pub why: Option<Asked>,
    #[command(flatten)]
    pub changes: Changes,
    #[command(flatten)]
    pub place: Place,
    #[command(flatten)]
    pub language: Language,
}

/// Which shortage is to be explained.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Asked {
    /// The largest of a day.
    On(Date),
    /// That of the day on which most was missing.
    Worst,
}

const TRACE_EXAMPLES: &str = "\
Examples:
  lichain trace FILE --trial 17 --why 2031-03-12
      Why did somebody go short on that day of trial 17?
  lichain trace FILE --trial 17 --why worst
      The same for its worst day. Trials with shortages have a fill_rate
      below 1 in trials.csv.

A [flows.csv:812] at the end of a step is the line of the trace it rests on.";

/// Compare the variants of finished runs: which differences are real, why, and what to decide.
///
/// Reads run.json, columns.csv and trials.csv of one or several runs with the same seed: trial k of every
/// variant shares its luck, so that differences are taken trial by trial. Several runs may be of one scenario
/// with different --set; variants called alike get the name of their directory.
#[derive(Debug, Args)]
#[command(after_help = COMPARE_FILES)]
pub struct Compare {
    /// Directories that `lichain run` has written
    #[arg(required = true, value_name = "DIR")]
    pub directories: Vec<PathBuf>,
    /// Every pair of variants, not each against the reference
    #[arg(long)]
    pub all_pairs: bool,
    /// Measure to decide by [default: what the automaker pays, else what the chain costs]
    #[arg(long, value_name = "MEASURE")]
    pub objective: Option<String>,
    /// What it would be worth to know some parameters together, as in --group tariffs=kz,vn; may be
    /// repeated
    #[arg(long, value_name = "NAME=PARAMETERS", value_parser = group)]
    pub group: Vec<(String, Vec<String>)>,
    #[command(flatten)]
    pub place: Place,
    #[command(flatten)]
    pub language: Language,
}

const COMPARE_FILES: &str = "\
Files that come out:
  compare.csv    every measure of every pair: difference, intervals, p-values,
                 how often one is better, dominance
  explained.csv  what differences of costs come from, by category and by stage
  decision.csv   which variant is best with what probability, regret, what it
                 is worth to know a parameter first, where the choice turns
  columns.csv    every column of these files
  run.json       how to get the same again

Examples:
  lichain compare results/kazakhstan-vietnam --all-pairs
  lichain run FILE --set parameter.tariff.value=\"0.09 USD/kWh\" --out dear
  lichain run FILE --out base
  lichain compare base dear --objective chain_cost

Variants of the same name in two runs are held against each other; all others
against the reference of the first run.

Knowing a parameter first is worth something only where it may change the
choice. The worth is estimated by regression: with few trials only what shows
above the noise is found, and more trials find more.";

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
  lichain stress scenarios/kazakhstan-vietnam.toml --out stress
  lichain report results/kazakhstan-vietnam --with stress
      Page and workbook with the stress test as a table of colours.

Both have what the files have: results of an earlier version, without
chain.json, come without the drawing of the chain and the inputs as written.";

/// Take each leg, node and plant down in turn: time to survive, time to recover.
///
/// Every trial is run as it is and again with one thing down from one day on; the two share all luck. Time to
/// survive counts from that day until somebody goes unserved who is served undisturbed, time to recover
/// until service and backlog are as undisturbed for 30 days. Writes stress.csv and cover.csv (days of cover
/// of the stocks).
#[derive(Debug, Args)]
pub struct Stress {
    /// Scenario file (TOML)
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Only this leg, node or plant, such as node.khorgos, leg.sea or site.mine; may be repeated
    #[arg(long, value_name = "WHAT")]
    pub hit: Vec<String>,
    /// For how many days, separated by commas
    #[arg(long, value_name = "DAYS", value_delimiter = ',', default_value = "7,30,90,180",
          value_parser = whole::<1, 36_500>, allow_hyphen_values = true)]
    pub down: Vec<u64>,
    /// The first day down [default: in the middle of the books]
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub from: Option<Date>,
    /// Trials of each variant
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = whole::<1, 100_000_000>,
          allow_hyphen_values = true)]
    pub trials: u64,
    /// Seed of all randomness, as in `run`
    #[arg(long, value_name = "S", default_value_t = 1, value_parser = whole::<0, { u64::MAX }>,
          allow_hyphen_values = true)]
    pub seed: u64,
    /// Threads to run on; changes no result [default: all]
    #[arg(long, value_name = "N", value_parser = whole::<1, 1024>, allow_hyphen_values = true)]
    pub threads: Option<u64>,
    /// Test only this variant; may be repeated
    #[arg(long, value_name = "VARIANT")]
    pub only: Vec<String>,
    #[command(flatten)]
    pub changes: Changes,
    #[command(flatten)]
    pub place: Place,
    #[command(flatten)]
    pub language: Language,
}

/// Search the levers of a scenario for the best policy that keeps its constraints.
///
/// [optimize] in the scenario says what is to be as low or as high as possible and what must hold,
/// [lever.NAME] what may be set within which bounds. All policies are tried on the same luck; finalists
/// are compared on another, and what the winner comes to is told from a third. Writes optimize.csv
/// (everything that was tried) and the winner as a scenario that runs.
#[derive(Debug, Args)]
#[command(after_help = OPTIMIZE_EXAMPLES)]
pub struct Optimize {
    /// Scenario file (TOML)
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Policies that the search tries [default: what the scenario says, else 200]
    #[arg(long, value_name = "N", value_parser = whole::<1, 1_000_000>, allow_hyphen_values = true)]
    pub evaluations: Option<u64>,
    /// Trials of each [default: what the scenario says, else 256]
    #[arg(long, value_name = "N", value_parser = whole::<64, 100_000_000>, allow_hyphen_values = true)]
    pub trials: Option<u64>,
    /// Trials of finalists and winner [default: what the scenario says, in proportion to --trials]
    #[arg(long, value_name = "N", value_parser = whole::<64, 100_000_000>, allow_hyphen_values = true)]
    pub final_trials: Option<u64>,
    /// Seed of the search; the two after it are those of the finalists and of the last estimate
    #[arg(long, value_name = "S", default_value_t = 1, value_parser = whole::<0, { u64::MAX }>,
          allow_hyphen_values = true)]
    pub seed: u64,
    /// Threads to run on; changes no result [default: all]
    #[arg(long, value_name = "N", value_parser = whole::<1, 1024>, allow_hyphen_values = true)]
    pub threads: Option<u64>,
    /// Move the levers of this variant [default: what the scenario says, else the reference]
    #[arg(long, value_name = "VARIANT")]
    pub only: Option<String>,
    #[command(flatten)]
    pub changes: Changes,
    #[command(flatten)]
    pub place: Place,
    #[command(flatten)]
    pub language: Language,
}

const OPTIMIZE_EXAMPLES: &str = "\
Examples:
  lichain optimize scenarios/lessons/optimize.toml
      Stock and way of a small chain; a minute's reading.
  lichain optimize FILE --evaluations 400 --trials 512
      Looks longer. The scenario's own budget is in [optimize].
  lichain run OUT/winner/winner.toml
      The winner beside the scenario as it is, with all measures.

Exit code 1 where no policy was found that keeps every constraint.";

/// Estimate a price index or how long something lasts from a table of what was seen.
///
/// Prices: a column of dates, at any distance, and one of values. Fits processes by maximum likelihood
/// (constant scatters about one level, gbm wanders, `log_ou` returns to a level, these two also with jumps
/// or with two regimes that take turns), compares them by Akaike's criterion (the lower the better) and
/// says in words what the data do not tell. `bootstrap` chooses the length of blocks, `path` takes the
/// prices as they are. Durations: a column of days, or of first and last days; an empty one is not over
/// yet. Ends with a block for a scenario file.
#[derive(Debug, Args)]
#[command(after_help = FIT_EXAMPLES)]
pub struct Fit {
    /// Table (CSV; commas or semicolons, as spreadsheets save it)
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Column of dates [default: date]
    #[arg(long, value_name = "COLUMN")]
    pub date: Option<String>,
    /// Column of prices [default: value]
    #[arg(long, value_name = "COLUMN")]
    pub value: Option<String>,
    /// Processes to fit
    #[arg(long, value_name = "MODEL", default_value = "all",
          value_parser = ["constant", "gbm", "log_ou", "jumps", "regimes", "bootstrap", "path", "all"])]
    pub model: String,
    /// Also write the prices that were read to this CSV file, for `path` and `bootstrap` to read
    #[arg(long, value_name = "FILE", conflicts_with_all = ["durations", "from"])]
    pub history: Option<PathBuf>,
    /// Unit of the prices, such as USD/t [default: what a column `unit` says]
    #[arg(long, value_name = "UNIT")]
    pub unit: Option<String>,
    /// Name of the index or hazard in the block to paste
    #[arg(long, value_name = "NAME", default_value = "price")]
    pub name: String,
    /// Column of durations [days]
    #[arg(long, value_name = "COLUMN", conflicts_with_all = ["date", "value", "unit"])]
    pub durations: Option<String>,
    /// Column of first days: gives durations with --to, and the rate of events
    #[arg(long, value_name = "COLUMN", conflicts_with_all = ["date", "value", "unit"])]
    pub from: Option<String>,
    /// Column of last days
    #[arg(long, value_name = "COLUMN", requires = "from")]
    pub to: Option<String>,
    /// Column that says `yes` where a duration is not over yet, else `no`
    #[arg(long, value_name = "COLUMN", requires = "durations")]
    pub censored: Option<String>,
    /// First day of watching: events before it are left out [default: the first event]
    #[arg(long, value_name = "DATE", requires = "from", value_parser = day)]
    pub since: Option<Date>,
    /// Last day of watching: what has no end lasted until then at least [default: the last
    /// day in the table]
    #[arg(long, value_name = "DATE", requires = "from", value_parser = day)]
    pub until: Option<Date>,
    /// Seed of the simulated histories
    #[arg(long, value_name = "S", default_value_t = 1, value_parser = whole::<0, { u64::MAX }>,
          allow_hyphen_values = true)]
    pub seed: u64,
    #[command(flatten)]
    pub table: FromTable,
}

/// Which rows of a table are read, and where estimates from it go.
#[derive(Debug, Args)]
pub struct FromTable {
    /// Only rows whose cell says VALUE, or with `~` has it within; may be repeated: any of one column
    #[arg(long, value_name = "COLUMN=VALUE", value_parser = filter)]
    pub only: Vec<Filter>,
    /// Also write the estimates to this CSV file
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Replace files that are there
    #[arg(long)]
    pub force: bool,
    #[command(flatten)]
    pub language: Language,
}

const FIT_EXAMPLES: &str = "\
Examples:
  lichain fit scenarios/facts/price_history.csv --name lce --unit USD/t
      --only series=LC_BG_CN_monthly_USD --only kind=observed
      A price index from the observed months of one series.
  lichain fit scenarios/facts/price_history.csv --model bootstrap
      --only series=LC_BG_CN_monthly_USD --history lithium.csv
      The length of blocks, and the table they are drawn from.
  lichain fit scenarios/facts/disruptions.csv --durations duration_days
      --from start --since 2020-10-01 --until 2025-12-31
      --only place~Dostyk --only mode=rail --name dostyk
      How often and how long the rail border at Dostyk was disturbed.

Intervals are 95 %. Those of a speed of return come from histories simulated at
the table's own dates: near no return the usual law does not hold. Those of
jumps and of the stays of regimes are of the profile likelihood.";

/// Tell which inputs move an output, and where it goes wrong.
///
/// Takes a table (CSV) of inputs and outputs, the results of `lichain run` (a directory), or a scenario (TOML). From
/// a table or from results: rank correlations, the output with each input in its lowest and highest tenth, a
/// lower bound of the inputs' share of variance, Sobol indices where the rows are a Saltelli design. A scenario
/// is run anew as --method says. With --prim: boxes of the inputs in which something happens often.
#[derive(Debug, Args)]
#[command(after_help = ANALYZE_EXAMPLES)]
pub struct Analyze {
    /// Table (CSV; commas or semicolons, as spreadsheets save it), directory of results, or scenario (TOML)
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Columns of the inputs, separated by commas [default of results and scenarios: every parameter
    /// that varies]
    #[arg(long, value_name = "COLUMNS", value_delimiter = ',')]
    pub inputs: Vec<String>,
    /// Column of the output [default of results and scenarios: what the automaker pays, else what the
    /// chain costs]
    #[arg(long, value_name = "COLUMN")]
    pub output: Option<String>,
    /// Only this variant of results or of a scenario; may be repeated
    #[arg(long, value_name = "VARIANT")]
    pub variant: Vec<String>,
    #[arg(long, value_name = "CONDITION",
          help = "Find boxes of the inputs in which a condition holds often, such as \"fill_rate < 0.9\"",
          conflicts_with_all = ["output", "method", "design"])]
    pub prim: Option<String>,
    /// Share of rows that a box holds at least
    #[arg(long, value_name = "SHARE", requires = "prim", value_parser = share, default_value = "0.05")]
    pub mass: f64,
    /// How many boxes at most, each in what the earlier ones leave
    #[arg(long, value_name = "N", requires = "prim", value_parser = whole::<1, 20>, default_value_t = 3)]
    pub boxes: u64,
    /// What is run of a scenario: sobol for shares of variance, morris for a cheap ranking of many
    /// parameters
    #[arg(long, value_name = "METHOD", value_parser = ["sobol", "morris"])]
    pub method: Option<String>,
    /// Base points of sobol [default: 256] or trajectories of morris [default: 32]
    #[arg(long, value_name = "N", requires = "method", value_parser = whole::<2, 1_000_000>,
          allow_hyphen_values = true)]
    pub base: Option<u64>,
    /// How the rows of a table were chosen, where by design [default: independently]
    #[arg(long, value_name = "DESIGN", value_parser = ["saltelli"], conflicts_with = "method")]
    pub design: Option<String>,
    /// Base points of the design [default: what the rows make]
    #[arg(long, value_name = "N", requires = "design", value_parser = whole::<2, 100_000_000>,
          allow_hyphen_values = true)]
    pub n: Option<u64>,
    /// Seed of all randomness: of a scenario's trials and of the samples behind intervals of Sobol indices
    #[arg(long, value_name = "S", default_value_t = 1, value_parser = whole::<0, { u64::MAX }>,
          allow_hyphen_values = true)]
    pub seed: u64,
    /// Threads to run on; changes no result [default: all]
    #[arg(long, value_name = "N", value_parser = whole::<1, 1024>, allow_hyphen_values = true)]
    pub threads: Option<u64>,
    #[command(flatten)]
    pub changes: Changes,
    /// Only rows of a table whose cell says VALUE, or with `~` has it within; may be repeated: any of one
    /// column
    #[arg(long, value_name = "COLUMN=VALUE", value_parser = filter)]
    pub only: Vec<Filter>,
    /// Where results go: of a scenario or of --prim a directory [default: results/NAME-METHOD, or the next free
    /// name], else a CSV file [default: none]
    #[arg(long, value_name = "PATH")]
    pub out: Option<PathBuf>,
    /// Replace what is there
    #[arg(long, requires = "out")]
    pub force: bool,
    #[command(flatten)]
    pub language: Language,
}

const ANALYZE_EXAMPLES: &str = "\
Examples:
  lichain analyze results/today
      Which parameters move the cost, in each variant of a finished run.
  lichain analyze results/today --prim \"fill_rate < 0.9\"
      In which boxes of the parameters vehicles often wait for cells.
  lichain analyze scenarios/lessons/what-matters.toml --method sobol
      Shares of variance of each parameter, alone and with the others, and of
      all noise. Takes N (parameters + 3) trials of each variant.
  lichain analyze scenarios/kazakhstan-vietnam.toml --method morris
      Ranks all parameters with N (parameters + 2) trials of each variant.
  lichain analyze today/trials.csv --only variant=cells-from-china
      --inputs lce_start,sea_freight,lost_sale --output delivered_cost.freight
      What moves the freight in each kWh. Takes any table.
  lichain analyze points.csv --inputs x1,x2,x3 --output y --design saltelli
      First and total Sobol indices. The design is recognised by its points:
      A, AB of each input and B together for each base point (as SALib writes
      them, with BA or without), or all of A, all of B, all of AB by input.

Intervals are 95 %.";

/// List the inputs of scenarios: value, source, how far to trust it, where it is used.
///
/// An input is a [parameter] or any quantity that names its source. Prints CSV, and the counts to the
/// terminal's other channel. docs/data.md is made with --markdown.
#[derive(Debug, Args)]
pub struct Sources {
    /// Scenario files (TOML)
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// As the page docs/data.md
    #[arg(long)]
    pub markdown: bool,
    #[command(flatten)]
    pub language: Language,
}

/// Print the scenario language: every key, what it takes and what it means.
#[derive(Debug, Args)]
pub struct Keys {
    /// Only this section and those within it, such as `site.process`; `laws` for the distributions
    #[arg(value_name = "SECTION")]
    pub section: Option<String>,
    /// As the page docs/language.md
    #[arg(long)]
    pub markdown: bool,
}

/// Changes to the scenario.
#[derive(Debug, Args)]
pub struct Changes {
    /// Change a key, as in --set parameter.tariff.value="0.09 USD/kWh"; may be repeated
    #[arg(long, value_name = "PATH=VALUE")]
    pub set: Vec<String>,
}

/// Where results go.
#[derive(Debug, Args)]
pub struct Place {
    /// Directory for the results; with several files, one inside it for each scenario
    /// [default: results/NAME, or the next free NAME-2, NAME-3, …]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Replace finished results in that directory
    #[arg(long, requires = "out")]
    pub force: bool,
}

/// A date.
fn day(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| "a date such as 2031-03-12 is wanted".to_owned())
}

fn asked(text: &str) -> Result<Asked, String> {
    if text == "worst" {
        return Ok(Asked::Worst);
    }
    let date = Date::parse(text).map(Asked::On);
    date.ok_or_else(|| "a date such as 2031-03-12 or \"worst\" is wanted".to_owned())
}

fn filter(text: &str) -> Result<Filter, String> {
    let form = "COLUMN=VALUE or COLUMN~PART is wanted, such as place~Dostyk";
    Filter::parse(text).ok_or_else(|| form.to_owned())
}

/// A name and what is in it.
fn group(text: &str) -> Result<(String, Vec<String>), String> {
    let form = || "NAME=A,B,C is wanted, such as tariffs=kz_tariff,vn_tariff".to_owned();
    let (name, all) = text.split_once('=').ok_or_else(form)?;
    let all: Vec<String> = all.split(',').map(|one| one.trim().to_owned()).collect();
    if name.trim().is_empty() || all.iter().any(String::is_empty) {
        return Err(form());
    }
    Ok((name.trim().to_owned(), all))
}

/// A share strictly between 0 and 1.
fn share(text: &str) -> Result<f64, String> {
    let number = text.parse().ok();
    let within = number.filter(|share| (0.0..1.0).contains(share) && *share > 0.0);
    within.ok_or_else(|| "a number between 0 and 1 is wanted, such as 0.05".to_owned())
}

/// A whole number within bounds, in words that say so.
fn whole<const LOW: u64, const HIGH: u64>(text: &str) -> Result<u64, String> {
    let number = text.parse().ok();
    let within = number.filter(|number| (LOW..=HIGH).contains(number));
    within.ok_or_else(|| match HIGH {
        u64::MAX => format!("a whole number of at least {LOW} is wanted"),
        _ => format!("a whole number from {LOW} to {HIGH} is wanted"),
    })
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::whole;

    #[test]
    fn numbers_out_of_bounds_are_refused_with_the_bounds() {
        assert_eq!(whole::<1, 1024>("1024"), Ok(1024));
        for text in ["0", "1025", "-1", "many", "1.5", ""] {
            let told = whole::<1, 1024>(text).unwrap_err();
            assert!(told.contains("from 1 to 1024"), "{told}");
        }
    }

    #[test]
    fn what_follows_the_help_fits_the_terminal() {
        for line in [
            super::EXAMPLES,
            super::RUN_FILES,
            super::COMPARE_FILES,
            super::REPORT_EXAMPLES,
            super::FIT_EXAMPLES,
            super::OPTIMIZE_EXAMPLES,
            super::ANALYZE_EXAMPLES,
        ]
        .map(str::lines)
        .into_iter()
        .flatten()
        {
            assert!(line.chars().count() <= 80, "{line}");
        }
    }

    #[test]
    fn the_arguments_are_consistent() {
        super::Arguments::command().debug_assert();
    }
}
