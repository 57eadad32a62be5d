//! What a page tells of: the files of a finished run, read back.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::analysis::Trials;
use crate::measure::is_control;
use crate::report::chain::Chain;
use crate::report::words::Word;
use crate::report::{Failure, Finished, Locale, read_finished, reading};

/// Everything in a directory of results that a page shows.
pub struct Findings {
    /// Trials of the measures and parameters.
    pub finished: Finished,
    /// How they came about.
    pub told: Told,
    pub summary: Vec<SummaryLine>,
    pub timeline: Vec<MonthLine>,
    pub ledger: Vec<LedgerLine>,
    pub sensitivity: Vec<DriverLine>,
    pub stress: Vec<StressLine>,
    pub sources: Vec<SourceLine>,
    /// The chain itself; not there in results of an earlier version.
    pub chain: Option<Chain>,
    /// Other tables that lie there: name, headings and lines.
    pub tables: Vec<Table>,
}

/// `run.json`, as far as a page tells it.
#[derive(Deserialize)]
pub struct Told {
    pub lichain: String,
    pub scenario: String,
    pub title: String,
    pub seed: u64,
    pub trials: u64,
    /// Nothing where all are kept whole.
    #[serde(default)]
    pub kept_trials: Option<u64>,
    #[serde(default)]
    pub sampling: String,
    pub command: Vec<String>,
    pub inputs: Vec<File>,
    pub started: String,
}

impl Told {
    /// Which trials stand behind what, where not all are kept whole.
    pub fn kept(&self, locale: Locale) -> Option<String> {
        let [k, n] = [self.kept_trials?, self.trials].map(|n| locale.short(n as f64));
        Some(locale.fill(Word::Kept, &[("k", &k), ("n", &n)]))
    }
}

/// A file that was read.
#[derive(Deserialize)]
pub struct File {
    pub file: String,
}

/// A line of `summary.csv`.
#[derive(Deserialize)]
pub struct SummaryLine {
    pub variant: String,
    pub measure: String,
    pub unit: String,
    pub mean: Option<f64>,
    pub lo95: Option<f64>,
    pub hi95: Option<f64>,
    pub p5: Option<f64>,
    pub p25: Option<f64>,
    pub p50: Option<f64>,
    pub p75: Option<f64>,
    pub p95: Option<f64>,
}

impl SummaryLine {
    /// Half of the interval of the mean.
    pub fn half(&self) -> Option<f64> {
        Some((self.hi95? - self.lo95?) / 2.0)
    }
}

/// A line of `timeline.csv`.
#[derive(Deserialize)]
pub struct MonthLine {
    pub variant: String,
    pub month: String,
    pub measure: String,
    pub unit: String,
    pub mean: Option<f64>,
    pub p5: Option<f64>,
    pub p25: Option<f64>,
    pub p50: Option<f64>,
    pub p75: Option<f64>,
    pub p95: Option<f64>,
}

/// A line of `ledger.csv`.
#[derive(Deserialize)]
pub struct LedgerLine {
    pub variant: String,
    pub party: String,
    pub category: String,
    pub mean_usd: Option<f64>,
}

/// A line of `sensitivity.csv`.
#[derive(Deserialize)]
pub struct DriverLine {
    pub variant: String,
    pub measure: String,
    pub unit: String,
    pub parameter: String,
    pub spearman: Option<f64>,
    pub spearman_lo95: Option<f64>,
    pub spearman_hi95: Option<f64>,
    pub low_mean: Option<f64>,
    pub high_mean: Option<f64>,
    pub r2_cv: Option<f64>,
}

/// A line of `stress.csv`.
#[derive(Deserialize)]
pub struct StressLine {
    pub variant: String,
    pub hit: String,
    pub down_days: u32,
    pub unserved_days: Option<f64>,
    pub survive_p50: Option<f64>,
    pub recover_p50: Option<f64>,
}

/// A line of `columns.csv`.
#[derive(Deserialize)]
pub struct SourceLine {
    pub file: String,
    pub column: String,
    pub unit: String,
    pub source: String,
    pub confidence: String,
}

/// Another table, as it lies there.
#[derive(Clone)]
pub struct Table {
    pub file: String,
    pub headings: Vec<String>,
    pub lines: Vec<Vec<String>>,
}

/// Tables that are shown as they are where they lie among the results.
const TABLES: [&str; 13] = [
    "compare",
    "explained",
    "decision",
    "variance",
    "correlations",
    "cover",
    "sobol",
    "morris",
    "boxes",
    "bounds",
    "optimize",
    "pareto",
    "policies",
];

/// Reads what a run left in a directory, and what lies in others beside it: a stress test, a comparison.
///
/// # Errors
/// What is no such directory, and what cannot be read.
pub fn read(directory: &Path, beside: &[PathBuf]) -> Result<Findings, Failure> {
    let all: Vec<&Path> = std::iter::once(directory)
        .chain(beside.iter().map(PathBuf::as_path))
        .collect();
    let finished = read_finished(directory)?;
    let told = serde_json::from_slice(&finished.inputs[0].1)
        .map_err(|e| Failure::Refused(format!("{}: {e}", directory.join("run.json").display())))?;
    let mut tables = Vec::new();
    for name in TABLES {
        for directory in &all {
            tables.extend(table(directory, name)?);
        }
    }
    let stress: Result<Vec<_>, _> = all.iter().map(|d| lines(d, "stress")).collect();
    Ok(Findings {
        told,
        summary: lines(directory, "summary")?,
        timeline: lines(directory, "timeline")?,
        ledger: lines(directory, "ledger")?,
        sensitivity: lines(directory, "sensitivity")?,
        stress: stress?.into_iter().flatten().collect(),
        sources: lines(directory, "columns")?,
        chain: Chain::read(directory)?,
        tables,
        finished,
    })
}

/// The lines of a CSV; none where there is no such file.
fn lines<T: DeserializeOwned>(directory: &Path, sheet: &str) -> Result<Vec<T>, Failure> {
    let Some((names, lines)) = reading::read(directory, sheet).map_err(wrong)? else {
        return Ok(Vec::new());
    };
    let read = lines.iter().enumerate().map(|(at, line)| {
        let told = |reason: csv::Error| match reason.kind() {
            csv::ErrorKind::Deserialize { err, .. } => format!("row {}: {err}", at + 2),
            _ => reason.to_string(),
        };
        line.deserialize(Some(&names)).map_err(told)
    });
    let path = || directory.join(sheet).with_extension("csv");
    read.collect::<Result<_, _>>()
        .map_err(|reason| changed(&path(), &reason))
}

fn wrong((path, reason): (PathBuf, csv::Error)) -> Failure {
    let reason = match reason.kind() {
        csv::ErrorKind::UnequalLengths {
            pos,
            expected_len,
            len,
        } => {
            let row = pos.as_ref().map_or(1, csv::Position::line);
            format!("row {row} has {len} cells where {expected_len} are wanted")
        }
        csv::ErrorKind::Io(reason) => reason.kind().to_string(),
        _ => reason.to_string(),
    };
    changed(&path, &reason)
}

fn changed(path: &Path, reason: &str) -> Failure {
    Failure::Refused(format!(
        "{} is not as it was written: {reason}\n\
         another program has changed it: put the old file back, or run again",
        path.display()
    ))
}

/// A table as it lies there; nothing where there is none.
pub fn table(directory: &Path, sheet: &str) -> Result<Option<Table>, Failure> {
    let cells = |line: &csv::StringRecord| line.iter().map(str::to_owned).collect();
    let read = reading::read(directory, sheet).map_err(wrong)?;
    Ok(read.map(|(names, lines)| Table {
        file: format!("{sheet}.csv"),
        headings: cells(&names),
        lines: lines.iter().map(cells).collect(),
    }))
}

impl Findings {
    /// Names of the variants in their order.
    pub fn variants(&self) -> impl Iterator<Item = &str> {
        self.finished
            .trials
            .variants
            .iter()
            .map(|v| v.name.as_str())
    }

    /// The variant the others are compared with.
    pub fn reference(&self) -> &str {
        let trials = &self.finished.trials;
        &trials.variants[trials.reference].name
    }

    /// A measure of a variant.
    pub fn line(&self, variant: &str, measure: &str) -> Option<&SummaryLine> {
        let own = |line: &&SummaryLine| line.variant == variant && line.measure == measure;
        self.summary.iter().find(own)
    }

    /// The measure everything is decided by: what the automaker pays, else what the chain costs, else the
    /// first that there is.
    pub fn main(&self) -> Option<&str> {
        let usual = ["delivered_cost", "chain_cost", "total_cost_usd"];
        let known = |name: &&str| {
            let mut lines = self.summary.iter();
            lines.any(|line| line.measure == *name && line.mean.is_some())
        };
        let found = usual.into_iter().find(known);
        found.or_else(|| Some(self.summary.first()?.measure.as_str()))
    }

    /// The unit of a measure.
    pub fn unit(&self, measure: &str) -> &str {
        let line = self.summary.iter().find(|line| line.measure == measure);
        line.map_or("", |line| &line.unit)
    }

    /// What a site or route is called in a variant by the user.
    pub fn title<'a>(&'a self, variant: &str, name: &'a str) -> &'a str {
        let networks = self.chain.iter().flat_map(|chain| &chain.variants);
        let mut networks = networks.filter(|network| network.name == variant);
        let found = networks.find_map(|network| {
            let sites = network.sites.iter().map(|s| (&s.name, &s.title));
            let routes = network.routes.iter().map(|r| (&r.name, &r.title));
            sites.chain(routes).find(|(known, _)| *known == name)
        });
        found.map_or(name, |(_, title)| title)
    }

    /// The trials with these measures alone, and with what their means are estimated with.
    pub fn trials_of(&self, wanted: impl Fn(&str) -> bool) -> Trials {
        let mut trials = self.finished.trials.clone();
        let wanted: Vec<bool> = trials
            .measures
            .iter()
            .map(|m| wanted(&m.name) || is_control(&m.name))
            .collect();
        let mut keep = wanted.iter();
        trials.measures.retain(|_| *keep.next().unwrap_or(&false));
        for variant in &mut trials.variants {
            let mut keep = wanted.iter();
            variant.measures.retain(|_| *keep.next().unwrap_or(&false));
        }
        trials
    }
}
