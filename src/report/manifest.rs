//! `run.json`: how the results came about, and what differs from run to run.

use std::fs;
use std::path::Path;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::dialect::Dialect;
use super::directory::Failure;
use crate::calendar::Date;

/// A file and the SHA-256 of its bytes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FileHash {
    /// As shown to the user.
    pub file: String,
    /// In hexadecimal digits.
    pub sha256: String,
}

/// What of a run its command does not tell, and who runs it again must know.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Manner {
    /// Memory that the numbers of its trials might take before they were folded [MB].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub memory_mb: Option<u64>,
    /// Trials that were there before, where it went on from them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resumed_from: Option<u64>,
}

/// A run as it is known before its results are written.
#[derive(Clone, Debug)]
pub struct Run {
    /// The scenario's name.
    pub scenario: String,
    /// The scenario in its user's words.
    pub title: String,
    /// The generation of streams and transforms.
    pub rng: u32,
    /// The seed.
    pub seed: u64,
    /// How many trials.
    pub trials: u64,
    /// How many of them are kept whole, where there were too many to keep.
    pub kept_trials: Option<u64>,
    /// How parameters were drawn.
    pub sampling: &'static str,
    /// Trials that shared a draw of the parameters.
    pub noise_replicates: u64,
    /// The parameters that Sobol nets spread, in the order of their dimensions.
    pub sobol_dimensions: Vec<String>,
    /// The one that was traced, where one was.
    pub trial: Option<u64>,
    /// True where it was stopped before all the trials that were asked for.
    pub interrupted: bool,
    /// How many parts computed apart were put together, where that was so.
    pub parts: Option<u64>,
    /// What its command does not tell.
    pub manner: Manner,
    /// Ids of the variants.
    pub variants: Vec<String>,
    /// Id of the variant the others are compared with.
    pub reference: String,
    /// The command line.
    pub command: Vec<String>,
    /// Every file that was read.
    pub inputs: Vec<(String, Vec<u8>)>,
    /// How tables are written.
    pub dialect: Dialect,
    /// Whether the trials are also written as Parquet.
    pub parquet: bool,
    /// Files that were written while trials came.
    pub written: Vec<FileHash>,
    /// Threads it ran on.
    pub threads: usize,
    /// When it began.
    pub started: SystemTime,
    /// The same, to tell how long it took.
    pub clock: Instant,
}

/// What `run.json` holds.
#[derive(Clone, Debug, Serialize)]
pub struct Manifest {
    lichain: &'static str,
    rng: u32,
    scenario: String,
    title: String,
    seed: u64,
    trials: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    kept_trials: Option<u64>,
    sampling: &'static str,
    #[serde(skip_serializing_if = "is_one")]
    noise_replicates: u64,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    sobol_dimensions: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    trial: Option<u64>,
    #[serde(skip_serializing_if = "is_false")]
    interrupted: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    parts: Option<u64>,
    #[serde(flatten)]
    manner: Manner,
    variants: Vec<String>,
    reference: String,
    /// The language of the tables.
    locale: &'static str,
    command: Vec<String>,
    inputs: Vec<FileHash>,
    outputs: Vec<FileHash>,
    machine: Machine,
    started: String,
    seconds: f64,
}

#[derive(Clone, Debug, Serialize)]
struct Machine {
    os: &'static str,
    arch: &'static str,
    threads: usize,
}

/// What was not asked for is not told.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_one(number: &u64) -> bool {
    *number == 1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_false(told: &bool) -> bool {
    !told
}

impl Manifest {
    fn new(run: Run, outputs: Vec<FileHash>) -> Self {
        Self {
            lichain: env!("CARGO_PKG_VERSION"),
            rng: run.rng,
            scenario: run.scenario,
            title: run.title,
            seed: run.seed,
            trials: run.trials,
            kept_trials: run.kept_trials,
            sampling: run.sampling,
            noise_replicates: run.noise_replicates,
            sobol_dimensions: run.sobol_dimensions,
            trial: run.trial,
            interrupted: run.interrupted,
            parts: run.parts,
            manner: run.manner,
            variants: run.variants,
            reference: run.reference,
            locale: run.dialect.locale.code(),
            command: run.command,
            inputs: run.inputs.iter().map(hashed).collect(),
            outputs,
            machine: Machine {
                os: std::env::consts::OS,
                arch: std::env::consts::ARCH,
                threads: run.threads,
            },
            started: iso(run.started),
            seconds: run.clock.elapsed().as_millis() as f64 / 1000.0,
        }
    }
}

/// A file that was read.
pub fn hashed((file, bytes): &(String, Vec<u8>)) -> FileHash {
    FileHash {
        file: file.clone(),
        sha256: hex(&Sha256::digest(bytes)),
    }
}

/// Writes the manifest into a directory.
pub fn write(run: Run, outputs: Vec<FileHash>, directory: &Path) -> Result<(), Failure> {
    let path = directory.join("run.json");
    let manifest = Manifest::new(run, outputs);
    serde_json::to_string_pretty(&manifest)
        .map_err(std::io::Error::from)
        .and_then(|text| fs::write(&path, text + "\n"))
        .map_err(|reason| Failure::machine("write", &path, &reason))
}

/// Bytes as hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut digits, byte| {
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}

/// A moment as `2031-03-12T14:05:09Z`.
pub(super) fn iso(moment: SystemTime) -> String {
    let since = moment.duration_since(UNIX_EPOCH).unwrap_or_default();
    let (days, second) = (since.as_secs() / 86_400, since.as_secs() % 86_400);
    let (hour, minute) = (second / 3600, second / 60 % 60);
    let date = Date(days as i32);
    format!("{date}T{hour:02}:{minute:02}:{:02}Z", second % 60)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_moment_is_told_in_utc() {
        let moment = UNIX_EPOCH + Duration::from_secs(951_868_799);
        assert_eq!(iso(moment), "2000-02-29T23:59:59Z");
    }

    #[test]
    fn hashes_are_those_of_the_standard() {
        // FIPS 180-2, appendix B.1.
        let digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(hex(&Sha256::digest("abc")), digest);
    }
}
