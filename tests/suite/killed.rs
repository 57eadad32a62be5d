//! Runs that are killed, ended or disturbed by others: results are none, the old or the new ones at any moment, and what
//! is finished is gone on with to the same bytes. Many more kills: `.ci/faults/kill`.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    reason = "what helps a test is a test, inside of #[test] or not"
)]

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use lichain::random::{Stream, StreamKey};
use sha2::{Digest, Sha256};

use crate::common::results::files;

const NEWSVENDOR: &str = "scenarios/textbook/newsvendor.toml";

fn start(arguments: &[&str], out: &Path) -> Child {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("lichain"));
    command.arg("run").args(arguments).arg("--out").arg(out);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().unwrap()
}

fn ends(arguments: &[&str], out: &Path) -> Output {
    start(arguments, out).wait_with_output().unwrap()
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn succeeds(arguments: &[&str], out: &Path) {
    let output = ends(arguments, out);
    assert!(output.status.success(), "{arguments:?} {}", told(&output));
}

fn entries(directory: &Path) -> Vec<String> {
    let entries = fs::read_dir(directory).unwrap().map(Result::unwrap);
    let names = entries.map(|entry| entry.file_name().into_string().unwrap());
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

/// Waits until something is there.
fn await_it(what: &str, mut is_there: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !is_there() {
        assert!(begun.elapsed() < Duration::from_mins(1), "no {what}");
        sleep(Duration::from_millis(5));
    }
}

/// Every file that the manifest names has the hash it names.
fn is_as_its_manifest_says(out: &Path) -> bool {
    let manifest = fs::read(out.join("run.json")).unwrap();
    let manifest: serde_json::Value = serde_json::from_slice(&manifest).unwrap();
    let outputs = manifest["outputs"].as_array().unwrap();
    let agrees = |file: &serde_json::Value| {
        let bytes = fs::read(out.join(file["file"].as_str().unwrap())).unwrap();
        let hash: Vec<String> = Sha256::digest(bytes)
            .iter()
            .map(|b| format!("{b:02x}"))
            .collect();
        file["sha256"].as_str() == Some(&hash.concat())
    };
    outputs.len() >= 6 && outputs.iter().all(agrees)
}

/// So many trials that a run takes a second or so, in some pieces.
fn trials(home: &Path) -> String {
    let begun = Instant::now();
    succeeds(&[NEWSVENDOR, "--trials", "640"], &home.join("few"));
    let times = 0.7 / begun.elapsed().as_secs_f64();
    (640 * times.clamp(1.0, 32.0) as u64).to_string()
}

#[test]
fn wherever_a_run_is_killed_the_same_command_comes_to_the_same_bytes() {
    let home = tempfile::tempdir().unwrap();
    let trials = trials(home.path());
    let run = [NEWSVENDOR, "--trials", &trials];
    let begun = Instant::now();
    succeeds(&run, &home.path().join("whole"));
    let takes = begun.elapsed();
    let new = files(&home.path().join("whole"));
    succeeds(&[NEWSVENDOR, "--trials", "64"], &home.path().join("old"));
    let old = files(&home.path().join("old"));
    let luck = Stream::new(1, 0, StreamKey::of("kills"));
    let (mut kills, mut tries, mut taken_up, mut round) = (0, 0, 0, 0);
    while kills < 20 {
        let folder = home.path().join(format!("round{round}"));
        let (out, parts) = (folder.join("out"), folder.join("out.parts"));
        round += 1;
        // Every third in the stead of older results.
        let replaces = round % 3 == 0;
        let mut command = [&run[..], &["--checkpoint=0"]].concat();
        if replaces {
            succeeds(&[NEWSVENDOR, "--trials", "64"], &out);
            command.push("--force");
        }
        for _ in 0..4 {
            let mut child = start(&command, &out);
            sleep(takes.mul_f64(1.3 * luck.uniform(tries)));
            tries += 1;
            child.kill().unwrap();
            let ended = child.wait().unwrap();
            kills += u32::from(ended.code().is_none());
            if out.exists() {
                let there = files(&out);
                assert!(is_as_its_manifest_says(&out));
                assert!(
                    there == new || (replaces && there == old),
                    "neither old nor new"
                );
                if there == new {
                    break;
                }
            } else {
                assert!(!replaces, "neither old nor new is there");
            }
            if folder.exists() {
                let hidden = entries(&folder);
                let hidden = hidden.iter().filter(|name| name.starts_with('.'));
                assert!(hidden.count() <= 2, "{:?}", entries(&folder));
            }
        }
        if parts.exists() {
            taken_up += entries(&parts).len();
        }
        let output = ends(&command, &out);
        let is_done = told(&output).contains("holds finished results");
        assert!(output.status.success() || is_done, "{}", told(&output));
        assert!(files(&out) == new, "round {round}");
        assert_eq!(entries(&folder), ["out"]);
    }
    assert!(taken_up > 0, "no piece was ever gone on from");
}

#[test]
fn pieces_that_are_damaged_are_run_anew_and_those_of_another_run_are_refused() {
    let home = tempfile::tempdir().unwrap();
    let [whole, out] = ["whole", "out"].map(|name| home.path().join(name));
    let run = [NEWSVENDOR, "--trials", "640"];
    succeeds(&run, &whole);
    let parts = home.path().join("out.parts");
    for number in ["0/10", "3/10", "7/10"] {
        let output = Command::new(assert_cmd::cargo::cargo_bin("lichain"))
            .args([&["shard"], &run[..], &["--part", number, "--out"]].concat())
            .arg(&parts)
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", told(&output));
    }
    let damaged = parts.join("part-0003-of-0010.bin");
    let bytes = fs::read(&damaged).unwrap();
    fs::write(&damaged, &bytes[..bytes.len() / 2]).unwrap();
    fs::write(
        parts.join(".part-0004-of-0010.bin.partial-7-0123456789abcdef"),
        "",
    )
    .unwrap();
    let goes_on = [&run[..], &["--checkpoint"]].concat();
    for (flags, words) in [
        (&["--seed", "2"][..], "--seed: 1 there, 2 here"),
        (&["--set", "scenario.trials=7"], "--set: none there"),
    ] {
        let refused = ends(&[&goes_on[..], flags].concat(), &out);
        assert_eq!(refused.status.code(), Some(2), "{}", told(&refused));
        assert!(told(&refused).contains(words), "{}", told(&refused));
    }
    let refused = ends(&[NEWSVENDOR, "--trials", "641", "--checkpoint"], &out);
    let words = told(&refused);
    assert_eq!(refused.status.code(), Some(2), "{words}");
    assert!(words.contains("--trials: 640 there, 641 here"), "{words}");
    assert!(words.contains("--force replaces"), "{words}");
    assert_eq!(entries(&parts).len(), 3);
    let output = ends(&goes_on, &out);
    let words = told(&output);
    assert!(output.status.success(), "{words}");
    assert!(words.contains("part-0003-of-0010.bin"), "{words}");
    assert!(words.contains("it is run anew"), "{words}");
    assert!(files(&out) == files(&whole));
    assert_eq!(entries(home.path()), ["out", "whole"]);
}

#[test]
fn a_run_in_pieces_that_is_ended_keeps_them_and_says_how_to_go_on() {
    let home = tempfile::tempdir().unwrap();
    let [whole, out] = ["whole", "my out"].map(|name| home.path().join(name));
    let run = [NEWSVENDOR, "--trials", &trials(home.path())];
    succeeds(&run, &whole);
    let command = [&run[..], &["--checkpoint=0"]].concat();
    let parts = home.path().join("my out.parts");
    let child = start(&command, &out);
    await_it("piece", || parts.exists() && !entries(&parts).is_empty());
    let kill = format!("kill -TERM {}", child.id());
    Command::new("sh").args(["-c", &kill]).status().unwrap();
    let output = child.wait_with_output().unwrap();
    let words = told(&output);
    if output.status.success() {
        assert!(files(&out) == files(&whole), "it was quicker");
        return;
    }
    assert_eq!(output.status.code(), Some(130), "{words}");
    assert!(words.contains("which are kept in"), "{words}");
    assert!(!out.exists());
    let again = words
        .lines()
        .find_map(|line| line.strip_prefix("  lichain"));
    let again = again.unwrap();
    assert!(
        again.contains("--checkpoint=0") && !again.contains("--resume"),
        "{again}"
    );
    let binary = assert_cmd::cargo::cargo_bin("lichain");
    let script = format!("'{}'{again}", binary.display());
    let output = Command::new("sh").args(["-c", &script]).output().unwrap();
    assert!(output.status.success(), "{}", told(&output));
    assert!(files(&out) == files(&whole));
    assert_eq!(entries(home.path()), ["few", "my out", "whole"]);
}

#[test]
fn pieces_are_no_longer_kept_where_their_results_are() {
    let home = tempfile::tempdir().unwrap();
    let (out, parts) = (home.path().join("out"), home.path().join("out.parts"));
    let run = [NEWSVENDOR, "--trials", "128"];
    succeeds(&run, &out);
    let shard = |seed: &str| {
        let own = [
            &["shard"],
            &run[..],
            &["--part", "0/2", "--seed", seed, "--out"],
        ]
        .concat();
        let mut command = Command::new(assert_cmd::cargo::cargo_bin("lichain"));
        assert!(
            command
                .args(own)
                .arg(&parts)
                .output()
                .unwrap()
                .status
                .success()
        );
    };
    // As after a kill between the last two steps; then those of a run that is not finished.
    for (seed, left) in [("1", &["out"][..]), ("2", &["out", "out.parts"])] {
        shard(seed);
        let output = ends(&[&run[..], &["--checkpoint"]].concat(), &out);
        assert_eq!(output.status.code(), Some(2), "{}", told(&output));
        assert!(told(&output).contains("holds finished results"));
        assert_eq!(entries(home.path()), left);
    }
}

/// Far more trials than there is time for.
const ENDLESS: [&str; 5] = [NEWSVENDOR, "--trials", "50000000", "--sampling", "plain"];

#[test]
fn a_place_has_one_writer_and_the_dead_are_none() {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("out");
    let arguments = [&ENDLESS[..], &["--all-trials", "csv"]].concat();
    let mut child = start(&arguments, &out);
    await_it("directory", || entries(home.path()).len() == 2);
    let before = entries(home.path());
    for force in [&[][..], &["--force"]] {
        let begun = Instant::now();
        let refused = ends(&[&[NEWSVENDOR, "--trials", "16"], force].concat(), &out);
        let words = told(&refused);
        assert_eq!(refused.status.code(), Some(3), "{words}");
        assert!(
            words.contains(&format!("process {} on ", child.id())),
            "{words}"
        );
        assert!(
            words.contains(" since 20") && words.contains("another --out"),
            "{words}"
        );
        assert!(begun.elapsed() < Duration::from_secs(20));
    }
    assert_eq!(entries(home.path()), before);
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(entries(home.path()), before);
    succeeds(&[NEWSVENDOR, "--trials", "16"], &out);
    assert_eq!(entries(home.path()), ["out"]);
}

#[test]
fn a_directory_that_vanishes_during_a_run_is_told_and_nothing_is_written_in_part() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("folder");
    let trials = trials(home.path());
    let arguments = [NEWSVENDOR, "--trials", &trials, "--all-trials", "csv"];
    let child = start(&arguments, &folder.join("out"));
    await_it("directory", || {
        folder.exists() && entries(&folder).len() == 2
    });
    fs::rename(&folder, home.path().join("elsewhere")).unwrap();
    let output = child.wait_with_output().unwrap();
    let words = told(&output);
    assert_eq!(output.status.code(), Some(3), "{words}");
    assert!(
        words.contains("cannot write") && words.contains("No such file"),
        "{words}"
    );
    assert!(!folder.exists(), "{:?}", entries(&folder));
}
