//! Trials that pause come to the same bytes as trials that do not, wherever they pause.

#![allow(
    clippy::unwrap_used,
    reason = "what helps a test is a test, inside of #[test] or not"
)]

use std::fs;
use std::path::Path;

use crate::common::load;
use crate::common::results::files;
use assert_cmd::Command;
use lichain::outcome::Outcomes;
use lichain::scenario::Scenario;
use lichain::study::{Progress, Runner, Settings};
use lichain::summary::summarise;

const HAZARDS: &str = "scenarios/lessons/hazards.toml";
const SAMPLING: &str = "scenarios/lessons/sampling.toml";
const CORRELATED: &str = "scenarios/lessons/correlated-parameters.toml";

/// Trials run up to each of some numbers, kept and read back at each.
fn paused(scenario: &Scenario, at: &[u64]) -> Outcomes {
    let settings = Settings::new(0, 1);
    let mut trials = Runner::new(&scenario.variants, &settings).begin();
    for &until in at {
        let mut runner = Runner::new(&scenario.variants, &settings);
        let bytes = postcard::to_stdvec(&trials).unwrap();
        let mut read: Progress = postcard::from_bytes(&bytes).unwrap();
        assert!(runner.fits(&read));
        runner.advance(&mut read, until, &|_| {}).unwrap();
        trials = read;
    }
    let runner = Runner::new(&scenario.variants, &settings);
    runner.finish(trials, scenario.reference)
}

#[test]
fn however_often_trials_pause_their_outcomes_are_the_same_to_the_bit() {
    for (path, design, trials) in [
        (HAZARDS, "plain", 201),
        (SAMPLING, "lhs", 613),
        (SAMPLING, "sobol", 2117),
        (CORRELATED, "plain", 333),
    ] {
        let scenario = load(path, &[&format!("scenario.sampling={design}")]);
        // Every digit of every number that files are written from.
        let digits = |outcomes: &Outcomes| format!("{:?}", summarise(outcomes));
        let once = paused(&scenario, &[trials]);
        assert!(once.variants[0].measures[0].len() as u64 == trials);
        let once = digits(&once);
        for pauses in [
            &[1, 63, 64, 65, trials][..],
            &[77, 193, trials],
            &[trials - 1, trials],
        ] {
            let again = digits(&paused(&scenario, pauses));
            assert!(once == again, "{path} {design} {pauses:?}");
        }
    }
}

#[test]
fn trials_of_another_chain_do_not_fit() {
    let (one, other) = (load(HAZARDS, &[]), load(SAMPLING, &[]));
    let settings = Settings::new(0, 1);
    let mut runner = Runner::new(&one.variants, &settings);
    let mut trials = runner.begin();
    runner.advance(&mut trials, 10, &|_| {}).unwrap();
    assert!(runner.fits(&trials));
    assert!(!Runner::new(&other.variants, &settings).fits(&trials));
}

fn lichain(arguments: &[&str], out: &Path) -> assert_cmd::assert::Assert {
    Command::cargo_bin("lichain")
        .unwrap()
        .arg("run")
        .args(arguments)
        .arg("--out")
        .arg(out)
        .assert()
}

#[test]
fn a_run_that_is_gone_on_with_has_the_files_of_one_run_on_any_threads() {
    let home = tempfile::tempdir().unwrap();
    for (at, (scenario, extra)) in [
        (HAZARDS, &["--sampling", "plain"][..]),
        (SAMPLING, &["--sampling", "lhs"]),
        (
            SAMPLING,
            &[
                "--sampling",
                "sobol",
                "--set",
                "parameter.own.value=40 USD/kWh",
            ],
        ),
        (CORRELATED, &["--seed", "3", "--only", "together"]),
    ]
    .into_iter()
    .enumerate()
    {
        let run = |arguments: &[&str], out: &Path| {
            let all = [&[scenario][..], extra, arguments].concat();
            lichain(&all, out).success();
        };
        let [once, parts] = ["once", "parts"].map(|name| home.path().join(format!("{name}{at}")));
        run(&["--trials", "645", "--threads", "1"], &once);
        run(&["--trials", "197", "--threads", "2"], &parts);
        let before = files(&parts);
        run(&["--trials", "410", "--threads", "3", "--resume"], &parts);
        run(&["--trials", "645", "--threads", "2", "--resume"], &parts);
        let (once, parts) = (files(&once), files(&parts));
        assert!(once.len() >= 7 && before != parts, "{:?}", once.keys());
        for (name, bytes) in &once {
            assert!(parts.get(name) == Some(bytes), "{scenario}: {name}");
        }
        assert_eq!(once.len(), parts.len());
    }
    let told = fs::read_to_string(home.path().join("parts0/run.json")).unwrap();
    assert!(told.contains("\"trials\": 645"), "{told}");
}

#[test]
fn what_is_not_the_same_run_is_refused_in_words_and_left_alone() {
    let home = tempfile::tempdir().unwrap();
    let (out, file) = (home.path().join("out"), home.path().join("chain.toml"));
    fs::copy(CORRELATED, &file).unwrap();
    let path = file.to_str().unwrap();
    lichain(&[path, "--trials", "20"], &out).success();
    let before = files(&out);
    let refused = |arguments: &[&str], words: &str| {
        let all = [&[path, "--resume"][..], arguments].concat();
        let failed = lichain(&all, &out).code(2);
        let told = String::from_utf8_lossy(&failed.get_output().stderr).into_owned();
        assert!(told.contains(words), "{told}");
        assert!(files(&out) == before);
    };
    refused(
        &["--trials", "40", "--seed", "2"],
        "--seed: 1 there, 2 here",
    );
    refused(
        &["--trials", "40", "--sampling", "plain"],
        "--sampling: lhs there, plain here",
    );
    refused(&["--trials", "40", "--only", "apart"], "variants: ");
    refused(
        &["--trials", "40", "--set", "parameter.scrap.value=5 %"],
        "--set: none there",
    );
    refused(&["--trials", "19"], "holds 20 trials, more than the 19");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replace("uniform(3, 9)", "uniform(3, 8)")).unwrap();
    refused(&["--trials", "40"], "chain.toml has changed since");
    fs::write(&file, text).unwrap();
    lichain(&[path, "--resume", "--trials", "20"], &out).success();
    assert!(files(&out) == before);
    fs::remove_file(out.join("resume.bin")).unwrap();
    let failed = lichain(&[path, "--resume", "--trials", "40"], &out).code(2);
    let told = String::from_utf8_lossy(&failed.get_output().stderr).into_owned();
    assert!(told.contains("resume.bin"), "{told}");
    let nowhere = home.path().join("nowhere");
    lichain(&[path, "--resume", "--trials", "40"], &nowhere).code(2);
    assert!(!nowhere.exists());
}
