//! `lichain verify`: results come to the same bytes from their manifest alone, and what is no longer as it was
//! written is told at its place. What is changed here is changed by hand, byte by byte.

#![allow(
    clippy::unwrap_used,
    reason = "what helps a test is a test, inside of #[test] or not"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::common::sha256;
use tempfile::TempDir;

const LESSON: &str = "scenarios/lessons/what-matters.toml";
const TEXTBOOK: &str = "scenarios/textbook/newsvendor.toml";
const TABLES: &str = "scenarios/lessons/tables";

fn lichain(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("lichain"));
    command.args(arguments).current_dir(folder);
    command.output().unwrap()
}

/// The code, and all that is told.
fn ended(output: &Output) -> (i32, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let told = text(&output.stdout) + &text(&output.stderr);
    assert!(!told.contains("fault of lichain"), "{told}");
    (output.status.code().unwrap(), told)
}

/// Verifies from the directory of the scenarios.
fn verify(arguments: &[&str]) -> (i32, String) {
    verify_in(Path::new("."), arguments)
}

fn verify_in(folder: &Path, arguments: &[&str]) -> (i32, String) {
    ended(&lichain(folder, &[&["verify"], arguments].concat()))
}

/// Results of a command, in a directory of their own.
struct Results {
    home: TempDir,
}

impl Results {
    fn of(arguments: &[&str]) -> Self {
        let results = Self {
            home: tempfile::tempdir().unwrap(),
        };
        results.add(arguments);
        results
    }

    fn add(&self, arguments: &[&str]) {
        let out = self.out();
        let all = [arguments, &["--out", &out]].concat();
        let (code, told) = ended(&lichain(Path::new("."), &all));
        assert!([0, 1].contains(&code), "{arguments:?}: {told}");
    }

    fn path(&self) -> PathBuf {
        self.home.path().join("out")
    }

    fn out(&self) -> String {
        self.path().to_str().unwrap().to_owned()
    }

    /// Changes a file of them.
    fn change(&self, file: &str, from: &str, to: &str) {
        change(&self.path().join(file), from, to);
    }
}

fn change(path: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(path).unwrap();
    assert!(text.contains(from), "{from} in {}", path.display());
    fs::write(path, text.replacen(from, to, 1)).unwrap();
}

fn small() -> Results {
    Results::of(&["run", TEXTBOOK, "--trials", "16"])
}

#[test]
fn results_of_every_command_come_to_the_same_bytes_from_their_manifest() {
    let changed = "parameter.interest.value=uniform(0.5, 1.5) USD/unit/d";
    let commands: &[&[&str]] = &[
        &[
            "run",
            LESSON,
            "--trials",
            "70",
            "--seed",
            "9",
            "--set",
            changed,
            "--threads",
            "2",
        ],
        &[
            "run",
            LESSON,
            "--locale",
            "vi",
            "--trials",
            "64",
            "--all-trials",
            "gzip",
            "--html",
        ],
        &[
            "run",
            LESSON,
            "--memory",
            "1",
            "--trials",
            "9000",
            "--sampling",
            "plain",
        ],
        &[
            "run",
            "scenarios/lessons/tables/ports.toml",
            "--trials",
            "8",
            "--keep-inputs",
        ],
        &[
            "run",
            LESSON,
            "--precision",
            "total_cost_usd mean 3 %",
            "--sampling",
            "plain",
        ],
        &[
            "stress",
            "scenarios/lessons/hazards.toml",
            "--trials",
            "8",
            "--down",
            "30",
        ],
        &[
            "trace",
            "scenarios/lessons/hazards.toml",
            "--trial",
            "3",
            "--locale",
            "ru",
        ],
        &["analyze", LESSON, "--method", "morris", "--base", "4"],
    ];
    for command in commands {
        let results = Results::of(command);
        let (code, told) = verify(&[&results.out(), "--threads", "3"]);
        assert_eq!(code, 0, "{command:?}: {told}");
        assert!(told.contains("verified: run again"), "{told}");
        assert!(told.matches(" same\n").count() >= 3, "{told}");
        assert!(!told.contains("DIFFERS"), "{told}");
    }
}

#[test]
fn what_was_put_together_or_gone_on_with_comes_to_the_same_bytes() {
    let home = tempfile::tempdir().unwrap();
    let parts = home.path().join("parts").to_str().unwrap().to_owned();
    // One more trial than fits in the memory, so that they are folded: of which the command of `merge` says nothing.
    for part in ["0/2", "1/2"] {
        let flags = [
            "--trials", "9000", "--memory", "1", "--part", part, "--out", &parts,
        ];
        let (code, told) = ended(&lichain(
            Path::new("."),
            &[&["shard", LESSON], &flags[..]].concat(),
        ));
        assert_eq!(code, 0, "{told}");
    }
    let merged = Results::of(&["merge", LESSON, &parts]);
    let manifest = fs::read_to_string(merged.path().join("run.json")).unwrap();
    assert!(manifest.contains("\"kept_trials\""), "{manifest}");
    let (code, told) = verify(&[&merged.out()]);
    assert_eq!(code, 0, "{told}");
    // At 256 trials the precision would have been reached at once.
    let target = [
        "--sampling",
        "plain",
        "--precision",
        "total_cost_usd mean 50 %",
    ];
    let resumed = Results::of(&["run", LESSON, "--trials", "300", "--sampling", "plain"]);
    resumed.add(&[&["run", LESSON, "--resume"], &target[..]].concat());
    let manifest = fs::read_to_string(resumed.path().join("run.json")).unwrap();
    assert!(manifest.contains("\"resumed_from\": 300"), "{manifest}");
    assert!(manifest.contains("\"trials\": 512"), "{manifest}");
    let (code, told) = verify(&[&resumed.out()]);
    assert_eq!(code, 0, "{told}");
}

#[test]
fn what_was_made_from_results_is_made_from_them_again() {
    let run = Results::of(&["run", "scenarios/lessons/duties.toml", "--trials", "64"]);
    let out = run.out();
    let compared = Results::of(&["compare", &out]);
    let boxes = Results::of(&["analyze", &out, "--prim", "total_cost_usd > 0"]);
    for results in [&compared, &boxes] {
        let (code, told) = verify(&[&results.out()]);
        assert_eq!(code, 0, "{told}");
        assert!(told.contains("trials.csv  as it was"), "{told}");
    }
    run.change("trials.csv", "1", "2");
    let (code, told) = verify(&[&compared.out()]);
    assert_eq!(code, 1, "{told}");
    assert!(told.contains("trials.csv  has CHANGED"), "{told}");
}

#[test]
fn a_changed_cell_is_told_by_line_column_and_both_values() {
    let results = small();
    let whole = fs::read_to_string(results.path().join("trials.csv")).unwrap();
    let line: Vec<&str> = whole.lines().nth(4).unwrap().split(',').collect();
    let name = whole.lines().next().unwrap().split(',').nth(2).unwrap();
    let (from, to) = (line[..3].join(","), format!("{},{},7.75", line[0], line[1]));
    results.change("trials.csv", &from, &to);
    for (quick, words) in [(true, "CHANGED\n"), (false, "CHANGED        DIFFERS\n")] {
        let flags = if quick { vec!["--quick"] } else { vec![] };
        let (code, told) = verify(&[&[results.out().as_str()][..], &flags].concat());
        assert_eq!(code, 1, "{told}");
        assert!(told.contains(words), "{told}");
        let place = format!(
            "trials.csv: line 5 ({}, {}), column {name}: 7.75 here, {} run again",
            line[0], line[1], line[2]
        );
        let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(told.contains(&place), !quick, "{place}\n{told}");
    }
}

#[test]
fn files_that_are_missing_or_were_let_in_are_told() {
    let results = small();
    let path = results.path();
    fs::remove_file(path.join("ledger.csv")).unwrap();
    fs::copy(path.join("trials.csv"), path.join("trials-2.csv")).unwrap();
    fs::write(path.join("notes.txt"), "mine").unwrap();
    let (code, told) = verify(&[&results.out(), "--quick"]);
    assert_eq!(code, 1, "{told}");
    let line = |file: &str| told.lines().find(|line| line.starts_with(file)).unwrap();
    assert!(line("ledger.csv").ends_with("MISSING"), "{told}");
    assert!(
        line("trials-2.csv").contains("the run did not write it"),
        "{told}"
    );
    assert!(line("notes.txt").contains("is not of this run"), "{told}");
    // What nobody reads as results is no reason to fail.
    let results = small();
    fs::write(results.path().join("notes.txt"), "mine").unwrap();
    let (code, told) = verify(&[&results.out()]);
    assert_eq!(code, 0, "{told}");
}

#[test]
fn results_whose_hashes_were_forged_too_do_not_come_out_again() {
    let results = small();
    results.change("summary.csv", "0.", "1.");
    let bytes = fs::read(results.path().join("summary.csv")).unwrap();
    let path = results.path().join("run.json");
    let manifest = fs::read_to_string(&path).unwrap();
    let mut manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
    manifest["outputs"][0]["sha256"] = sha256(&bytes).into();
    fs::write(&path, manifest.to_string()).unwrap();
    let (code, told) = verify(&[&results.out(), "--quick"]);
    assert_eq!(code, 0, "{told}");
    let (code, told) = verify(&[&results.out()]);
    assert_eq!(code, 1, "{told}");
    assert!(told.contains("unchanged      DIFFERS"), "{told}");
    assert!(
        told.contains("does not come out again: summary.csv"),
        "{told}"
    );
}

#[test]
fn what_run_json_says_otherwise_is_told() {
    let results = small();
    results.change("run.json", "\"title\": \"", "\"title\": \"Audited: ");
    let (code, told) = verify(&[&results.out()]);
    assert_eq!(code, 1, "{told}");
    assert!(told.contains("run.json: title: \"Audited: "), "{told}");
    let results = small();
    results.change("run.json", "\"lichain\": \"", "\"lichain\": \"0.0.9 or ");
    let (code, told) = verify(&[&results.out()]);
    assert_eq!(code, 0, "{told}");
    assert!(
        told.contains("numbers may have changed in between"),
        "{told}"
    );
}

/// A scenario with its tables, in a folder of its own.
fn copied(to: &Path) -> PathBuf {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(TABLES).unwrap().map(Result::unwrap) {
        fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
    to.join("ports.toml")
}

#[test]
fn a_scenario_that_was_moved_changed_or_lost_is_told_and_found() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("project");
    copied(&folder.join("s"));
    let arguments = ["run", "s/ports.toml", "--trials", "4", "--out", "results/a"];
    assert_eq!(ended(&lichain(&folder, &arguments)).0, 0);
    let results = folder.join("results/a").to_str().unwrap().to_owned();
    // From anywhere, as the results lie in the folder that the command was given in.
    let (code, told) = verify_in(home.path(), &[&results]);
    assert_eq!(code, 0, "{told}");
    fs::rename(folder.join("s"), home.path().join("moved")).unwrap();
    let (code, told) = verify_in(home.path(), &[&results]);
    assert_eq!(code, 2, "{told}");
    assert!(told.contains("s/ports.toml  is not there"), "{told}");
    assert!(told.contains("--scenario FILE says where"), "{told}");
    let moved = ["--scenario", "moved/ports.toml"];
    let (code, told) = verify_in(home.path(), &[&[results.as_str()], &moved[..]].concat());
    assert_eq!(code, 0, "{told}");
    let table = fs::read_dir(home.path().join("moved"))
        .unwrap()
        .map(Result::unwrap);
    let mut tables = table
        .map(|e| e.path())
        .filter(|p| p.extension().is_some_and(|e| e == "csv"));
    let table = tables.next().unwrap();
    fs::write(&table, fs::read_to_string(&table).unwrap() + "\n").unwrap();
    let (code, told) = verify_in(home.path(), &[&[results.as_str()], &moved[..]].concat());
    assert_eq!(code, 1, "{told}");
    assert!(told.contains("has CHANGED since the run"), "{told}");
}

#[test]
fn results_that_keep_their_inputs_need_nothing_else() {
    let home = tempfile::tempdir().unwrap();
    let scenario = copied(&home.path().join("s"));
    let out = home.path().join("kept").to_str().unwrap().to_owned();
    let scenario = scenario.to_str().unwrap();
    let arguments = [
        "run",
        scenario,
        "--trials",
        "4",
        "--keep-inputs",
        "--out",
        &out,
    ];
    assert_eq!(ended(&lichain(Path::new("."), &arguments)).0, 0);
    fs::remove_dir_all(home.path().join("s")).unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    let sent = elsewhere.path().join("sent");
    fs::rename(&out, &sent).unwrap();
    let (code, told) = verify_in(elsewhere.path(), &["sent"]);
    assert_eq!(code, 0, "{told}");
    assert!(told.contains("sent/inputs/ports.toml  as it was"), "{told}");
    change(&sent.join("inputs/ports.toml"), "[scenario]", "[scenario] ");
    let (code, told) = verify_in(elsewhere.path(), &["sent"]);
    assert_eq!(code, 1, "{told}");
}

#[test]
fn a_manifest_from_a_stranger_runs_nothing_else_and_writes_nowhere() {
    let home = tempfile::tempdir().unwrap();
    let precious = home
        .path()
        .join("precious.csv")
        .to_str()
        .unwrap()
        .to_owned();
    fs::write(&precious, "mine").unwrap();
    let scenario = fs::canonicalize(TEXTBOOK).unwrap();
    let scenario = scenario.to_str().unwrap();
    let forged = |command: &[&str]| {
        let results = Results::of(&["run", scenario, "--trials", "16"]);
        let path = results.path().join("run.json");
        let manifest = fs::read_to_string(&path).unwrap();
        let mut manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
        manifest["command"] = command.into();
        fs::write(&path, manifest.to_string()).unwrap();
        let ended = verify_in(home.path(), &[&results.out()]);
        assert_eq!(fs::read_to_string(&precious).unwrap(), "mine");
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1);
        ended
    };
    for command in [
        &["lichain", "new", &precious, "--force"][..],
        &["lichain", "fit", TEXTBOOK, "--out", &precious, "--force"],
        &["sh", "-c", "rm -r /"],
        &["lichain", "compare", "/etc"],
        &["lichain"],
    ] {
        let (code, told) = forged(command);
        assert_eq!(code, 2, "{command:?}: {told}");
        assert!(told.contains("run.json"), "{told}");
    }
    // The places and files of a command are not those that are used.
    let command = [
        "lichain",
        "run",
        "/etc/passwd",
        "--trials",
        "16",
        "--out",
        &precious,
        "--force",
    ];
    let (code, told) = forged(&command);
    assert_eq!(code, 0, "{told}");
}

#[test]
fn nothing_is_left_of_what_was_run_again() {
    let results = small();
    let room = tempfile::tempdir().unwrap();
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("lichain"));
    command
        .args(["verify", &results.out()])
        .env("TMPDIR", room.path());
    let (code, told) = ended(&command.output().unwrap());
    assert_eq!(code, 0, "{told}");
    assert_eq!(fs::read_dir(room.path()).unwrap().count(), 0);
    let entries = fs::read_dir(results.path()).unwrap().count();
    assert_eq!(entries, 11, "the results have the files that they had");
}

#[cfg(unix)]
#[test]
fn a_run_that_was_interrupted_comes_to_the_trials_that_it_kept() {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("out").to_str().unwrap().to_owned();
    let target = "total_cost_usd mean 0.000001 %";
    let folded = [
        "run",
        LESSON,
        "--trials",
        "400000000",
        "--memory",
        "1",
        "--out",
        &out,
    ];
    let precise = [
        "run",
        LESSON,
        "--trials",
        "4000000",
        "--memory",
        "4000",
        "--precision",
        target,
        "--out",
        &out,
        "--force",
    ];
    for arguments in [&folded[..], &precise] {
        let mut run = Command::new(assert_cmd::cargo::cargo_bin("lichain"));
        run.args(arguments).stdout(std::process::Stdio::null());
        let mut run = run.stderr(std::process::Stdio::null()).spawn().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(1500));
        let kill = format!("kill -INT {}", run.id());
        assert!(
            Command::new("sh")
                .args(["-c", &kill])
                .status()
                .unwrap()
                .success()
        );
        assert_eq!(run.wait().unwrap().code(), Some(130));
        let manifest = fs::read_to_string(home.path().join("out/run.json")).unwrap();
        assert!(manifest.contains("\"interrupted\": true"), "{manifest}");
        let (code, told) = verify(&[&out]);
        assert_eq!(code, 0, "{told}");
    }
}
