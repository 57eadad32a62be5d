//! What machines do to a run: full disks, odd paths, outputs that nobody reads, limits, other places and languages. What
//! takes a root or another file system: `.ci/faults/run`; runs that are killed: `killed`.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    reason = "what helps a test is a test, inside of #[test] or not"
)]

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Command, Output};

use crate::common::results::files;

const NEWSVENDOR: &str = "scenarios/textbook/newsvendor.toml";

/// Runs a line of a shell with `$L` the command, `$S` a scenario and `$H` a directory.
fn shell(line: &str, home: &Path) -> Output {
    shell_with(line, home, &[])
}

fn shell_with(line: &str, home: &Path, variables: &[(&str, &OsStr)]) -> Output {
    let mut command = Command::new("bash");
    command
        .args(["-c", line])
        .env("H", home)
        .env("S", NEWSVENDOR);
    command.env("L", assert_cmd::cargo::cargo_bin("lichain"));
    command.envs(variables.iter().copied()).output().unwrap()
}

/// What is told on stderr by a line that ends with this code and without any fault of lichain.
fn ends(code: i32, line: &str, home: &Path) -> String {
    let output = shell(line, home);
    told(code, line, &output)
}

fn told(code: i32, line: &str, output: &Output) -> String {
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(code), "{line}: {words}");
    assert!(!words.contains("fault of lichain"), "{line}: {words}");
    words
}

fn entries(directory: &Path) -> Vec<String> {
    let entries = fs::read_dir(directory).unwrap().map(Result::unwrap);
    let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

/// A limit on files stands for a disk that is full: what is written past it is refused. `fault-full` of `.ci/faults/run`
/// has a full disk.
#[test]
fn where_no_more_can_be_written_old_results_stay_and_what_failed_is_named() {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("out");
    ends(0, "$L run $S --trials 64 --out $H/out", home.path());
    let old = files(&out);
    let mut named = std::collections::BTreeSet::new();
    for kilobytes in [0, 1, 4, 9, 16, 20, 30] {
        for flags in [
            "--force",
            "--force --all-trials csv",
            "--force --html --xlsx",
        ] {
            let limit = format!("trap '' XFSZ; ulimit -f {kilobytes}");
            let line = format!("{limit}; exec $L run $S --trials 320 --out $H/out {flags}");
            let words = ends(3, &line, home.path());
            assert!(words.starts_with("error: cannot write "), "{words}");
            assert!(words.contains("File too large"), "{words}");
            let (path, _) = words.split_once(": File too large").unwrap();
            named.insert(path.rsplit('/').next().unwrap().to_owned());
            assert!(files(&out) == old, "{line}");
            assert_eq!(entries(home.path()), ["out"], "{line}");
        }
    }
    assert!(named.len() >= 3, "it failed at other moments: {named:?}");
}

#[test]
fn pieces_that_were_finished_stay_where_the_disk_is_full_and_are_gone_on_from() {
    let home = tempfile::tempdir().unwrap();
    let run = "$L run $S --trials 640";
    ends(0, &format!("{run} --out $H/whole"), home.path());
    let limited = format!("trap '' XFSZ; ulimit -f 24; {run} --checkpoint=0 --out $H/out");
    let words = ends(3, &limited, home.path());
    assert!(words.contains("File too large"), "{words}");
    let pieces = entries(&home.path().join("out.parts"));
    assert!(pieces.len() > 2, "{pieces:?}");
    assert_eq!(entries(home.path()), ["out.parts", "whole"]);
    ends(
        0,
        &format!("{run} --checkpoint=0 --out $H/out"),
        home.path(),
    );
    assert!(files(&home.path().join("out")) == files(&home.path().join("whole")));
    assert_eq!(entries(home.path()), ["out", "whole"]);
}

#[test]
fn places_that_are_none_are_refused_at_once_and_left_alone() {
    let home = tempfile::tempdir().unwrap();
    let path = |name: &str| home.path().join(name);
    fs::write(path("file"), "notes").unwrap();
    symlink("nowhere", path("dangling")).unwrap();
    symlink("loop", path("loop")).unwrap();
    let before = entries(home.path());
    for (place, code, words) in [
        ("file", 2, "is a file, not a directory"),
        ("file/deep/out", 3, "file is a file, not a directory"),
        ("dangling", 2, "is a link to nowhere, where nothing is"),
        ("loop", 2, "is a link to loop, where nothing is"),
    ] {
        // Far more trials than there is time for: it is refused before the first.
        let line = format!("$L run $S --trials 50000000 --force --out $H/{place}");
        let told = ends(code, &line, home.path());
        assert!(told.contains(words), "{told}");
        assert_eq!(entries(home.path()), before);
    }
    assert_eq!(fs::read(path("file")).unwrap(), b"notes");
}

#[test]
fn outputs_that_nobody_reads_are_no_failure_and_those_that_are_full_are_told() {
    let home = tempfile::tempdir().unwrap();
    for (at, command) in [
        "run $S --trials 16 --out $H/$O",
        "check $S",
        "keys",
        "sources $S",
        "schema",
        "completions bash",
        "man",
        "new --list",
        "--help",
        "help run",
        "run --help",
        "--version",
    ]
    .into_iter()
    .enumerate()
    {
        for (name, code, around) in [
            ("gone", 0, "set -o pipefail; $L COMMAND | true"),
            (
                "head",
                0,
                "set -o pipefail; $L COMMAND | head -c 1 >$H/head",
            ),
            ("full", 3, "$L COMMAND >/dev/full"),
            ("closed", 0, "$L COMMAND <&- >&- 2>&-"),
            ("quiet", 0, "$L COMMAND 2>/dev/full >$H/head"),
        ] {
            let line = format!("O={name}{at}; {}", around.replace("COMMAND", command));
            let words = ends(code, &line, home.path());
            match name {
                "full" => assert!(
                    words.contains("cannot print: No space left"),
                    "{line}: {words}"
                ),
                // What sources counts is no failure.
                _ => assert!(!words.contains("error"), "{line}: {words}"),
            }
            if at == 0 {
                let run = home.path().join(format!("{name}{at}/run.json"));
                assert!(run.is_file(), "{line}: results are there all the same");
            }
        }
    }
}

#[test]
fn places_languages_and_times_of_the_machine_change_no_byte() {
    let home = tempfile::tempdir().unwrap();
    ends(0, "$L run $S --trials 64 --out $H/plain", home.path());
    let plain = files(&home.path().join("plain"));
    let odd = OsStr::from_bytes(b"\xff\xfe=\n");
    for (at, (name, value)) in [
        ("LC_ALL", OsStr::new("tr_TR.UTF-8")),
        ("LC_ALL", odd),
        ("LANG", OsStr::new("vi_VN")),
        ("LANGUAGE", odd),
        ("TZ", OsStr::new("Asia/Kathmandu")),
        ("TZ", odd),
        ("HOME", OsStr::new("/nowhere")),
        ("TMPDIR", OsStr::new("/nowhere")),
        ("TERM", odd),
        ("COLUMNS", OsStr::new("-1")),
        ("RUST_BACKTRACE", odd),
        ("SOURCE_DATE_EPOCH", OsStr::new("1")),
    ]
    .into_iter()
    .enumerate()
    {
        let line = format!("$L run $S --trials 64 --out $H/{at}");
        let output = shell_with(&line, home.path(), &[(name, value)]);
        told(0, name, &output);
        let there = files(&home.path().join(at.to_string()));
        assert!(there == plain, "{name} {}", value.display());
    }
    ends(0, "env -i $L run $S --trials 64 --out $H/bare", home.path());
    assert!(files(&home.path().join("bare")) == plain);
}

#[test]
fn names_that_are_no_text_have_blanks_or_are_long_are_names_as_others() {
    let home = tempfile::tempdir().unwrap();
    let text = fs::read(NEWSVENDOR).unwrap();
    let long = "длинное имя ".repeat(8);
    for name in [
        &b"with blanks"[..],
        b"two\nlines",
        "Қазақстан — Việt Nam".as_bytes(),
        long.as_bytes(),
        b"caf\xe9 \xff",
        b"-- --out",
        b"$(touch x) `x` 'x' \"x\"",
    ] {
        let folder = home.path().join(OsStr::from_bytes(name));
        fs::create_dir(&folder).unwrap();
        let file = folder.join("newsvendor.toml");
        fs::write(&file, &text).unwrap();
        let out = folder.join(OsStr::from_bytes(name));
        let variables = [("F", file.as_os_str()), ("O", out.as_os_str())];
        let line = "$L run \"$F\" --trials 16 --checkpoint=0 --html --out \"$O\"";
        let output = shell_with(line, home.path(), &variables);
        told(0, &String::from_utf8_lossy(name), &output);
        assert!(out.join("run.json").is_file());
        assert_eq!(
            fs::read_dir(&folder).unwrap().count(),
            2,
            "{:?}",
            entries(&folder)
        );
    }
}

#[test]
fn few_open_files_are_enough_or_the_first_that_failed_is_told() {
    let home = tempfile::tempdir().unwrap();
    let mut codes = Vec::new();
    for files in 5..16 {
        let line = format!("ulimit -n {files}; exec $L run $S --trials 16 --out $H/{files}");
        let output = shell(&line, home.path());
        let words = String::from_utf8_lossy(&output.stderr).into_owned();
        let is_there = home.path().join(files.to_string()).exists();
        assert!(!words.contains("fault of lichain"), "{words}");
        match output.status.code() {
            Some(0) => assert!(is_there),
            // The loader of the program itself had none left.
            Some(127) => assert!(!is_there && words.contains("shared libraries"), "{words}"),
            code => {
                assert_eq!(code, Some(3), "{words}");
                assert!(
                    words.contains("Too many open files") && !is_there,
                    "{words}"
                );
            }
        }
        codes.push(output.status.code());
    }
    assert_eq!(codes.last(), Some(&Some(0)), "{codes:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn trials_that_memory_has_no_room_for_are_refused_with_what_fits() {
    let home = tempfile::tempdir().unwrap();
    let limited = "ulimit -v 300000; exec $L";
    let run = "run $S --trials 3000000 --out $H/out";
    for command in [run, "shard $S --trials 3000000 --part 0/1 --out $H/parts"] {
        let words = ends(3, &format!("{limited} {command}"), home.path());
        assert!(
            words.contains("this process may take 307 MB (ulimit -v)"),
            "{words}"
        );
        assert!(
            words.contains("--memory 75, past which trials are folded"),
            "{words}"
        );
        assert_eq!(entries(home.path()).len(), 0);
    }
    // Few that fit are no trouble.
    ends(
        0,
        &format!("{limited} run $S --trials 64 --out $H/out"),
        home.path(),
    );
}
