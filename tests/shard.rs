//! Parts of a run that are computed apart, wherever and in whatever order, come to the bytes of the run; what
//! is missing, damaged or of another run is named.

#![allow(
    clippy::unwrap_used,
    reason = "what helps a test is a test, inside of #[test] or not"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread::sleep;
use std::time::Duration;

const HAZARDS: &str = "scenarios/lessons/hazards.toml";
const SAMPLING: &str = "scenarios/lessons/sampling.toml";
const CORRELATED: &str = "scenarios/lessons/correlated-parameters.toml";

fn lichain(arguments: &[&str]) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("lichain"));
    command.args(arguments);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// What is told by a command that ends with this code.
fn ends(code: i32, arguments: &[&str]) -> String {
    told(code, &lichain(arguments).output().unwrap())
}

fn told(code: i32, output: &Output) -> String {
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(code), "{told}");
    assert!(!told.contains("fault of lichain"), "{told}");
    told
}

/// Runs a part with its flags, the scenario first, into a directory.
fn shard(flags: &[&str], part: &str, out: &Path) -> String {
    let out = out.to_str().unwrap();
    let arguments = [&["shard"], flags, &["--part", part, "--out", out]].concat();
    ends(0, &arguments)
}

/// Puts the parts of a scenario together.
fn merge(code: i32, file: &str, parts: &Path, flags: &[&str], out: &Path) -> String {
    let (parts, out) = (parts.to_str().unwrap(), out.to_str().unwrap());
    ends(
        code,
        &[&["merge", file, parts], flags, &["--out", out]].concat(),
    )
}

/// All files but the one that differs from run to run.
fn files(directory: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(directory).unwrap().map(Result::unwrap);
    let named = entries.map(|e| (e.file_name().into_string().unwrap(), e.path()));
    named
        .filter(|(name, _)| name != "run.json")
        .map(|(name, path)| (name, fs::read(path).unwrap()))
        .collect()
}

fn names(directory: &Path) -> Vec<String> {
    files(directory).into_keys().collect()
}

#[test]
fn any_number_of_parts_in_any_order_on_any_threads_comes_to_the_files_of_the_run() {
    let home = tempfile::tempdir().unwrap();
    let noises = ["--noise-replicates", "2"];
    for (at, (file, flags)) in [
        // Fewer units of 64 than parts.
        (
            HAZARDS,
            &["--trials", "610", "--sampling", "plain", "--seed", "7"][..],
        ),
        (
            SAMPLING,
            &[&["--trials", "1100", "--sampling", "sobol"], &noises[..]].concat(),
        ),
        (
            SAMPLING,
            &[
                &["--trials", "500", "--sampling", "antithetic"],
                &noises[..],
            ]
            .concat(),
        ),
        (
            CORRELATED,
            &["--only", "together", "--set", "parameter.scrap.value=5 %"],
        ),
    ]
    .into_iter()
    .enumerate()
    {
        let whole = home.path().join(format!("whole{at}"));
        let place = whole.to_str().unwrap();
        ends(0, &[&["run", file], flags, &["--out", place]].concat());
        let whole = files(&whole);
        assert!(whole.len() >= 7, "{:?}", whole.keys());
        for parts in [1, 2, 5, 16, 40] {
            if at > 0 && ![2, 40].contains(&parts) {
                continue;
            }
            let directory = home.path().join(format!("parts{at}-{parts}"));
            for k in 0..parts {
                let part = format!("{}/{parts}", (7 * k + 3) % parts);
                let threads = (1 + k % 3).to_string();
                let flags = [&[file], flags, &["--threads", &threads]].concat();
                shard(&flags, &part, &directory);
            }
            let kept = names(&directory);
            assert_eq!(kept.len(), parts);
            assert_eq!(kept[0], format!("part-0000-of-{parts:04}.bin"));
            // What else is there is left alone.
            fs::write(directory.join("part-0000-of-0009.log"), "begun").unwrap();
            fs::write(directory.join(".part-0000-of-0003.bin.partial-7-0"), "").unwrap();
            let out = home.path().join(format!("merged{at}-{parts}"));
            merge(0, file, &directory, &of_a_merge(flags), &out);
            let merged = files(&out);
            assert!(merged.keys().eq(whole.keys()));
            for (name, bytes) in &whole {
                assert!(merged[name] == *bytes, "{file} of {parts}: {name}");
            }
            let manifest = fs::read_to_string(out.join("run.json")).unwrap();
            for words in [&format!("\"parts\": {parts},"), "\"merge\",", "\"seed\":"] {
                assert!(manifest.contains(words), "{manifest}");
            }
        }
    }
}

/// Trials and seed are those of the parts where they are not said.
fn of_a_merge<'a>(flags: &[&'a str]) -> Vec<&'a str> {
    let pairs = flags
        .chunks(2)
        .filter(|pair| !["--trials", "--seed"].contains(&pair[0]));
    pairs.flatten().copied().collect()
}

#[test]
fn what_was_merged_is_gone_on_with_to_the_bytes_of_one_run() {
    let home = tempfile::tempdir().unwrap();
    let [parts, out, whole] = ["parts", "out", "whole"].map(|name| home.path().join(name));
    for part in ["0/2", "1/2"] {
        shard(&[CORRELATED, "--trials", "200"], part, &parts);
    }
    merge(0, CORRELATED, &parts, &[], &out);
    for (flags, out) in [
        (&["--resume", "--out"], &out),
        (&["--trials", "300"], &whole),
    ] {
        let out = out.to_str().unwrap();
        let arguments = match flags[0] {
            "--resume" => [&["run", CORRELATED, "--trials", "300"][..], flags, &[out]].concat(),
            _ => [&["run", CORRELATED][..], flags, &["--out", out]].concat(),
        };
        ends(0, &arguments);
    }
    assert!(files(&out) == files(&whole));
}

/// Parts of some runs of a short scenario.
fn parts(trials: &str, directory: &Path, parts: &[&str], flags: &[&str]) {
    for part in parts {
        shard(
            &[&[CORRELATED, "--trials", trials], flags].concat(),
            part,
            directory,
        );
    }
}

#[test]
fn parts_that_are_missing_or_damaged_are_named_with_the_command_that_runs_the_first() {
    let home = tempfile::tempdir().unwrap();
    let [directory, out] = ["my parts", "out"].map(|name| home.path().join(name));
    let set = ["--set", "parameter.scrap.value=5 %"];
    let there = ["0/10", "1/10", "2/10", "4/10", "5/10", "6/10", "9/10"];
    parts("640", &directory, &there, &set);
    let damaged = directory.join("part-0005-of-0010.bin");
    let bytes = fs::read(&damaged).unwrap();
    fs::write(&damaged, &bytes[..bytes.len() - 1]).unwrap();
    let shown = directory.display();
    let words = merge(2, CORRELATED, &directory, &set, &out);
    let command = format!(
        "lichain shard {CORRELATED} --part 3/10 --out '{shown}' --trials 640 --seed 1 \
         --set 'parameter.scrap.value=5 %'"
    );
    assert_eq!(
        words,
        format!(
            "error: the parts in {shown} are not all of the run\n  \
             missing: parts 3, 7-8 of 10\n  \
             damaged: part 5 of 10: it is not as it was written: its checksum differs\n\
             this runs the first of them:\n  {command}\n"
        )
    );
    assert!(!out.exists());
    // The commands that are printed lead to the end.
    let mut times = 0;
    while !out.exists() {
        let output = lichain(&[&["merge", CORRELATED], &set[..]].concat())
            .arg(&directory)
            .arg("--out")
            .arg(&out)
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        if let Some(command) = told.lines().find_map(|l| l.strip_prefix("  lichain ")) {
            let binary = assert_cmd::cargo::cargo_bin("lichain");
            let script = format!("'{}' {command}", binary.display());
            let run = Command::new("sh").args(["-c", &script]).output().unwrap();
            assert!(run.status.success(), "{command}: {run:?}");
        }
        times += 1;
        assert!(times < 9, "{told}");
    }
    // Three were missing and one damaged, and then all was there.
    assert_eq!(times, 5);
    assert!(fs::read(&damaged).unwrap() == bytes);
}

#[test]
fn parts_that_do_not_belong_together_are_refused_and_nothing_is_written() {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("out");
    let refused = |name: &str, own: &[&str], others: &[&str], said: &[&str], words: &str| {
        let directory = home.path().join(name);
        parts("130", &directory, &["0/2", "1/2"], own);
        if !others.is_empty() {
            let (part, flags) = others.split_first().unwrap();
            parts("130", &directory, &[part], &[&["--force"], flags].concat());
        }
        let told = merge(2, CORRELATED, &directory, said, &out);
        assert!(told.contains(words), "{told}");
        assert!(!out.exists());
    };
    refused(
        "mixed",
        &[],
        &["2/3"],
        &[],
        "holds parts of 2 and parts of 3",
    );
    refused(
        "seeds",
        &[],
        &["1/2", "--seed", "2"],
        &[],
        "part-0001-of-0002.bin is of another run: --seed: 2 there, 1 here",
    );
    refused(
        "seed",
        &[],
        &[],
        &["--seed", "4"],
        "--seed: 1 there, 4 here",
    );
    refused(
        "trials",
        &[],
        &[],
        &["--trials", "131"],
        "--trials: 130 there, 131 here",
    );
    refused(
        "set",
        &["--set", "parameter.scrap.value=5 %"],
        &[],
        &[],
        "--set: ",
    );
    refused(
        "design",
        &["--sampling", "plain"],
        &[],
        &[],
        "--sampling: plain there",
    );
    refused(
        "noise",
        &["--noise-replicates", "2"],
        &[],
        &["--noise-replicates", "4"],
        "--noise-replicates: 2 there, 4 here",
    );
    refused(
        "only",
        &["--only", "together"],
        &[],
        &[],
        "variants: together there",
    );
    let renamed = home.path().join("mixed");
    fs::remove_file(renamed.join("part-0002-of-0003.bin")).unwrap();
    fs::copy(
        renamed.join("part-0000-of-0002.bin"),
        renamed.join("part-0001-of-0002.bin"),
    )
    .unwrap();
    let told = merge(2, CORRELATED, &renamed, &[], &out);
    assert!(told.contains("--part: 0/2 there, 1/2 here"), "{told}");
    for (place, words) in [
        (home.path().join("nowhere"), "is not there"),
        (PathBuf::from(CORRELATED), "is no directory"),
        (PathBuf::from("scenarios"), "holds no parts of a run"),
    ] {
        let told = merge(2, CORRELATED, &place, &[], &out);
        assert!(
            told.contains(words) && told.contains("lichain shard"),
            "{told}"
        );
    }
    assert!(!out.exists());
}

#[test]
fn a_part_that_is_there_is_left_as_it_is_and_a_damaged_one_is_run_anew() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("part-0001-of-0003.bin");
    let flags = [CORRELATED, "--trials", "640"];
    assert_eq!(shard(&flags, "1/3", home.path()), "");
    let bytes = fs::read(&path).unwrap();
    let before = fs::metadata(&path).unwrap();
    let told = shard(&flags, "1/3", home.path());
    assert!(
        told.starts_with("skipped: ") && told.contains("part-0001-of-0003.bin"),
        "{told}"
    );
    let after = fs::metadata(&path).unwrap();
    assert_eq!(before.modified().unwrap(), after.modified().unwrap());
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        assert_eq!(before.ino(), after.ino());
    }
    let flipped = |at: usize| {
        let mut flipped = bytes.clone();
        flipped[at] ^= 4;
        flipped
    };
    for damaged in [
        Vec::new(),
        bytes[..7].to_vec(),
        bytes[..bytes.len() / 2].to_vec(),
        bytes[..bytes.len() - 1].to_vec(),
        [&bytes[..], b"more"].concat(),
        flipped(3),
        flipped(40),
        flipped(bytes.len() / 2),
        flipped(bytes.len() - 1),
        vec![0; bytes.len()],
    ] {
        fs::write(&path, damaged).unwrap();
        let told = shard(&flags, "1/3", home.path());
        assert!(
            told.starts_with("note: ") && told.contains("it is run anew"),
            "{told}"
        );
        assert!(fs::read(&path).unwrap() == bytes);
    }
    let out = home.path().to_str().unwrap();
    let other = [
        "shard", CORRELATED, "--trials", "700", "--part", "1/3", "--out", out,
    ];
    let told = ends(2, &other);
    assert!(
        told.contains("is of another run: --trials: 640 there, 700 here"),
        "{told}"
    );
    assert!(
        told.contains("another --out keeps it, --force replaces it"),
        "{told}"
    );
    assert!(fs::read(&path).unwrap() == bytes);
    ends(0, &[&other[..], &["--force"]].concat());
    assert!(fs::read(&path).unwrap() != bytes);
    let later = fs::read(&path).unwrap();
    let later = [b"lichain part 9\n", &later[15..]].concat();
    fs::write(&path, &later).unwrap();
    let told = ends(2, &other);
    assert!(told.contains("another version of lichain"), "{told}");
    assert!(fs::read(&path).unwrap() == later);
    assert_eq!(names(home.path()), ["part-0001-of-0003.bin"]);
}

#[test]
fn what_is_asked_for_in_vain_is_refused_in_words() {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("out");
    let out = out.to_str().unwrap();
    for (flags, words) in [
        (&["--part", "16/16"][..], "0/16 to 15/16 is wanted"),
        (&["--part", "0/0"], "there is at least one part"),
        (&["--part", "third"], "K/N is wanted"),
        (&["--part", "-1/4"], "K/N is wanted"),
        (
            &["--part", "0/2", "--precision", "x mean 1 %"],
            "say --trials",
        ),
        (&["--part", "0/2", "--trials", "0"], "from 1 to"),
        (&[], "--part"),
    ] {
        let told = ends(2, &[&["shard", CORRELATED, "--out", out], flags].concat());
        assert!(told.contains(words), "{told}");
    }
    fs::write(out, "notes").unwrap();
    let told = ends(2, &["shard", CORRELATED, "--part", "0/2", "--out", out]);
    assert!(told.contains("a directory is wanted"), "{told}");
    assert_eq!(names(home.path()), ["out"]);
}

#[test]
fn a_part_on_standard_output_has_the_bytes_of_its_file_whatever_ran_it() {
    let home = tempfile::tempdir().unwrap();
    let flags = [HAZARDS, "--trials", "200"];
    shard(&flags, "0/1", home.path());
    let bytes = fs::read(home.path().join("part-0000-of-0001.bin")).unwrap();
    let printed = [&["shard"], &flags[..], &["--part", "0/1", "--out", "-"]].concat();
    for (threads, instructions) in [("1", ""), ("4", ""), ("2", "sse2"), ("1", "avx2")] {
        let mut command = lichain(&[&printed[..], &["--threads", threads]].concat());
        if !instructions.is_empty() {
            command.env("LICHAIN_ISA", instructions);
        }
        let output = command.output().unwrap();
        if instructions == "avx2" && !output.status.success() {
            println!("skipped: no avx2 here");
            continue;
        }
        told(0, &output);
        assert!(output.stdout == bytes, "{threads} {instructions}");
    }
    let mut gone = lichain(&printed).spawn().unwrap();
    drop(gone.stdout.take());
    let told = told(3, &gone.wait_with_output().unwrap());
    assert!(told.contains("cannot print the part: "), "{told}");
}

#[test]
fn a_part_that_is_killed_leaves_nothing_or_all_of_it_and_the_same_command_completes_it() {
    let home = tempfile::tempdir().unwrap();
    let [once, killed] = ["once", "killed"].map(|name| home.path().join(name));
    let flags = [HAZARDS, "--trials", "640"];
    shard(&flags, "0/2", &once);
    let name = "part-0000-of-0002.bin";
    let bytes = fs::read(once.join(name)).unwrap();
    let place = killed.to_str().unwrap();
    let arguments = [&["shard"], &flags[..], &["--part", "0/2", "--out", place]].concat();
    let mut before_its_end = 0;
    for after in [0, 5, 20, 60, 150, 400] {
        let mut child = lichain(&arguments).spawn().unwrap();
        sleep(Duration::from_millis(after));
        child.kill().unwrap();
        child.wait().unwrap();
        match fs::read(killed.join(name)) {
            Ok(there) => {
                assert!(there == bytes);
                fs::remove_file(killed.join(name)).unwrap();
            }
            Err(_) => before_its_end += 1,
        }
    }
    assert!(before_its_end > 0);
    // One that was killed while it wrote.
    fs::create_dir_all(&killed).unwrap();
    let stale = killed.join(format!(".{name}.partial-1-0123456789abcdef"));
    fs::write(&stale, &bytes[..100]).unwrap();
    shard(&flags, "0/2", &killed);
    assert!(fs::read(killed.join(name)).unwrap() == bytes);
    assert!(stale.exists());
}

#[test]
fn processes_that_write_the_same_part_at_once_all_end_well() {
    let home = tempfile::tempdir().unwrap();
    let place = home.path().join("deep/er");
    let out = place.to_str().unwrap();
    let arguments = [
        "shard", CORRELATED, "--trials", "64", "--part", "0/1", "--out", out,
    ];
    let children: Vec<_> = (0..6)
        .map(|_| lichain(&arguments).spawn().unwrap())
        .collect();
    for child in children {
        told(0, &child.wait_with_output().unwrap());
    }
    assert_eq!(names(&place), ["part-0000-of-0001.bin"]);
    merge(0, CORRELATED, &place, &[], &home.path().join("out"));
}
