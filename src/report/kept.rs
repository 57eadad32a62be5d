//! `resume.bin`: what trials came to before they were estimated, so that more can be added to them.
//!
//! A [`Sealed`] file of whose trials they are and of the trials. It is written under another name and renamed,
//! and read whole or not at all.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::directory::{Directory, Failure};
use super::manifest::{FileHash, Run, hashed};
use super::not_results;
use super::sealed::{Fault, Sealed, Sealing};

/// Its name.
pub const FILE: &str = "resume.bin";
/// Another format has another number.
const FORMAT: &[u8] = b"lichain trials 2\n";

/// Whose trials they are: all that they depend on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Identity {
    lichain: String,
    rng: u32,
    scenario: String,
    seed: u64,
    sampling: String,
    noise_replicates: u64,
    variants: Vec<String>,
    reference: String,
    changes: Vec<String>,
    inputs: Vec<FileHash>,
}

impl Identity {
    /// Of a run with these changes to its scenario.
    #[must_use]
    pub fn of(run: &Run, changes: &[String]) -> Self {
        Self {
            lichain: env!("CARGO_PKG_VERSION").to_owned(),
            rng: run.rng,
            scenario: run.scenario.clone(),
            seed: run.seed,
            sampling: run.sampling.to_owned(),
            noise_replicates: run.noise_replicates,
            variants: run.variants.clone(),
            reference: run.reference.clone(),
            changes: changes.to_vec(),
            inputs: run.inputs.iter().map(hashed).collect(),
        }
    }

    /// The seed of all randomness.
    #[must_use]
    pub const fn seed(&self) -> u64 {
        self.seed
    }

    /// In what another one differs, in words; nothing where its trials can be gone on with.
    #[must_use]
    pub fn difference(&self, kept: &Self) -> Option<String> {
        let told = |what: &str, kept: &str, own: &str| {
            (kept != own).then(|| format!("{what}: {kept} there, {own} here"))
        };
        let listed = |words: &[String]| match words {
            [] => "none".to_owned(),
            words => words.join(", "),
        };
        told("version of lichain", &kept.lichain, &self.lichain)
            .or_else(|| told("rng", &kept.rng.to_string(), &self.rng.to_string()))
            .or_else(|| told("scenario", &kept.scenario, &self.scenario))
            .or_else(|| told("--seed", &kept.seed.to_string(), &self.seed.to_string()))
            .or_else(|| told("--sampling", &kept.sampling, &self.sampling))
            .or_else(|| {
                let (kept, own) = (kept.noise_replicates, self.noise_replicates);
                told("--noise-replicates", &kept.to_string(), &own.to_string())
            })
            .or_else(|| told("--set", &listed(&kept.changes), &listed(&self.changes)))
            .or_else(|| told("variants", &listed(&kept.variants), &listed(&self.variants)))
            .or_else(|| told("reference", &kept.reference, &self.reference))
            .or_else(|| self.changed_input(kept))
    }

    /// A file may have been called from elsewhere: its content counts.
    fn changed_input(&self, kept: &Self) -> Option<String> {
        let content = |files: &[FileHash]| -> Vec<String> {
            files.iter().map(|file| file.sha256.clone()).collect()
        };
        let (own, others) = (content(&self.inputs), content(&kept.inputs));
        let changed = self.inputs.iter().find(|f| !others.contains(&f.sha256));
        match changed {
            Some(file) => Some(format!("{} has changed since", file.file)),
            None => (own != others).then(|| "the files of the scenario are others now".to_owned()),
        }
    }
}

/// Keeps trials in a directory of results.
///
/// # Errors
/// What the machine refused.
pub fn keep<T: Serialize>(
    identity: &Identity,
    trials: &T,
    directory: &Directory,
) -> Result<(), Failure> {
    let path = directory.open()?.join(FILE);
    let partial = path.with_extension("partial");
    written(identity, trials, &partial)
        .and_then(|()| fs::rename(&partial, &path))
        .map_err(|reason| Failure::machine("write", &path, &reason))
}

fn written<T: Serialize>(identity: &Identity, trials: &T, path: &Path) -> io::Result<()> {
    let mut out = Sealing::begin(FORMAT, File::create(path)?)?;
    out.add(identity)?;
    out.add(trials)?;
    out.finish()
}

/// Trials that were kept in a directory, and whose they are.
///
/// # Errors
/// A directory without them, and a file that is not whole or of another format.
pub fn read_kept<T: DeserializeOwned>(directory: &Path) -> Result<(Identity, T), Failure> {
    let path = directory.join(FILE);
    let read = || -> Result<(Identity, T), Fault> {
        let mut kept = Sealed::open(&path, FORMAT)?;
        Ok((kept.read()?, kept.read()?))
    };
    read().map_err(|fault| match fault {
        Fault::Unreadable(reason) => not_results::nothing_to_resume(directory, FILE, &reason),
        fault => fault.of(&path),
    })
}

/// In what trials differ that two directories keep, in words; nothing where they are the same trials. Where their
/// files were called from does not count.
///
/// # Errors
/// What cannot be read, and is not as it was written.
pub fn difference_of_kept(here: &Path, again: &Path) -> Result<Option<String>, Fault> {
    let open = |directory: &Path| Sealed::open(&directory.join(FILE), FORMAT);
    let (mut here, mut again) = (open(here)?, open(again)?);
    let (whose, own): (Identity, Identity) = (here.read()?, again.read()?);
    if let Some(difference) = own.difference(&whose) {
        return Ok(Some(difference));
    }
    let same = here.rest_is_that_of(again)?;
    Ok((!same).then(|| "its trials are others".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identity() -> Identity {
        let hash = |file: &str, sha256: &str| FileHash {
            file: file.to_owned(),
            sha256: sha256.to_owned(),
        };
        Identity {
            lichain: "0.1.0".to_owned(),
            rng: 1,
            scenario: "chain".to_owned(),
            seed: 1,
            sampling: "plain".to_owned(),
            noise_replicates: 1,
            variants: vec!["base".to_owned()],
            reference: "base".to_owned(),
            changes: Vec::new(),
            inputs: vec![hash("a.toml", "aa"), hash("b.csv", "bb")],
        }
    }

    #[test]
    fn what_is_kept_is_read_back_to_the_bit() {
        let home = tempfile::tempdir().unwrap();
        let directory = Directory::fixed(&home.path().join("out"), false).unwrap();
        let trials = vec![1.0, f64::INFINITY, -0.0, 1e-308, f64::NAN];
        keep(&identity(), &trials, &directory).unwrap();
        let (whose, read): (Identity, Vec<f64>) = read_kept(directory.open().unwrap()).unwrap();
        assert_eq!(whose, identity());
        let bits = |values: &[f64]| -> Vec<u64> { values.iter().map(|x| x.to_bits()).collect() };
        assert_eq!(bits(&read), bits(&trials));
    }

    #[test]
    fn what_is_damaged_is_refused() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("out");
        let directory = Directory::fixed(&path, false).unwrap();
        keep(&identity(), &vec![1.0; 100], &directory).unwrap();
        let place = directory.open().unwrap().join(FILE);
        let good = fs::read(&place).unwrap();
        let mut flipped = good.clone();
        flipped[good.len() / 2] ^= 1;
        let other = [b"lichain trials 9\n", &good[FORMAT.len()..]].concat();
        for (bytes, words) in [
            (&good[..good.len() - 9], "checksum"),
            (&flipped, "checksum"),
            (&other, "another version"),
            (&good[..FORMAT.len() + 5], "not whole"),
        ] {
            fs::write(&place, bytes).unwrap();
            let read = read_kept::<Vec<f64>>(directory.open().unwrap());
            let failure = read.unwrap_err().to_string();
            assert!(failure.contains(words), "{failure}");
        }
    }

    #[test]
    fn what_differs_is_named() {
        let with = |change: fn(&mut Identity)| {
            let mut other = identity();
            change(&mut other);
            identity().difference(&other).unwrap()
        };
        assert_eq!(identity().difference(&identity()), None);
        assert_eq!(with(|i| i.seed = 7), "--seed: 7 there, 1 here");
        assert_eq!(with(|i| i.rng = 0), "rng: 0 there, 1 here");
        assert_eq!(
            with(|i| i.changes = vec!["a=1".to_owned()]),
            "--set: a=1 there, none here"
        );
        assert_eq!(
            with(|i| "lhs".clone_into(&mut i.sampling)),
            "--sampling: lhs there, plain here"
        );
        assert_eq!(
            with(|i| i.noise_replicates = 4),
            "--noise-replicates: 4 there, 1 here"
        );
        assert_eq!(
            with(|i| i.variants.push("other".to_owned())),
            "variants: base, other there, base here"
        );
        assert_eq!(
            with(|i| "cc".clone_into(&mut i.inputs[1].sha256)),
            "b.csv has changed since"
        );
        assert_eq!(
            with(|i| i.inputs.push(i.inputs[0].clone())),
            "the files of the scenario are others now"
        );
        assert!(with(|i| "0.0.9".clone_into(&mut i.lichain)).contains("version"));
    }
}
