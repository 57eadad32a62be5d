//! The numbers of all shipped scenarios, pinned: every build of lichain, optimised or not, for whatever processor,
//! comes to the same bytes. `LICHAIN_PINNED_BINARY=PATH` holds another build than this one against the pins, such as
//! that of a release or of another processor; `REWRITE_PINNED=1` writes them anew, where numbers were to change.

#![allow(
    clippy::unwrap_used,
    reason = "what helps a test is a test, inside of #[test] or not"
)]

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::common::sha256;
use rayon::prelude::*;

const PINS: &str = "tests/pinned.txt";
const FOLDERS: [&str; 4] = [
    "scenarios",
    "scenarios/lessons",
    "scenarios/starters",
    "scenarios/textbook",
];
/// What else draws numbers or searches among them.
const OTHERS: [&str; 5] = [
    "stress scenarios/lessons/resilience.toml --trials 8 --down 30",
    "trace scenarios/kazakhstan-vietnam.toml --trial 3",
    "analyze scenarios/lessons/what-matters.toml --method sobol --base 32",
    "run scenarios/lessons/sampling.toml --trials 256 --sampling sobol --noise-replicates 2",
    "run scenarios/lessons/what-matters.toml --trials 9000 --sampling plain --memory 1",
];
/// Digits of a hash that are written down: enough against chance.
const DIGITS: usize = 16;

/// The program that is held against the pins.
fn binary() -> OsString {
    let other = std::env::var_os("LICHAIN_PINNED_BINARY");
    other.unwrap_or_else(|| assert_cmd::cargo::cargo_bin("lichain").into())
}

/// Runs of every scenario, and what else is pinned.
fn commands() -> Vec<String> {
    let mut files: Vec<PathBuf> = FOLDERS
        .iter()
        .flat_map(|folder| fs::read_dir(folder).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "toml"))
        .collect();
    files.sort();
    let run = |file: &PathBuf| format!("run {} --trials 16", file.display());
    let others = OTHERS.map(str::to_owned);
    files.iter().map(run).chain(others).collect()
}

/// The hashes of what a command writes: of its trials, and of its other tables. Words about columns are not pinned.
fn hashes(command: &str, environment: &[(&str, &str)]) -> (String, String) {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("out");
    let mut program = Command::new(binary());
    program.args(command.split(' ')).arg("--out").arg(&out);
    program.envs(environment.iter().copied());
    let output = program.output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command}: {told}");
    let entries = fs::read_dir(&out)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let mut tables: Vec<PathBuf> = entries
        .filter(|path| path.extension().is_some_and(|e| e == "csv"))
        .filter(|path| !path.ends_with("columns.csv"))
        .collect();
    tables.sort();
    let (trials, others): (Vec<_>, Vec<_>) = tables
        .into_iter()
        .partition(|path| path.ends_with("trials.csv"));
    assert!(!others.is_empty(), "{command}");
    (hash(&trials), hash(&others))
}

/// Of some files together, names and bytes.
fn hash(files: &[PathBuf]) -> String {
    if files.is_empty() {
        return "-".repeat(DIGITS);
    }
    let mut all = Vec::new();
    for file in files {
        all.extend(file.file_name().unwrap().as_encoded_bytes());
        all.extend(fs::read(file).unwrap());
    }
    sha256(&all)[..DIGITS].to_owned()
}

#[test]
fn shipped_scenarios_come_to_their_pinned_numbers() {
    let commands = commands();
    assert!(commands.len() > 45, "{}", commands.len());
    let line = |command: &String| {
        let (trials, others) = hashes(&format!("{command} --seed 1"), &[]);
        format!("{trials} {others}  {command}")
    };
    let found: Vec<String> = commands.par_iter().map(line).collect();
    let heading = "# SHA-256 (first digits) of trials.csv, and of the other tables but columns.csv, of each command \
                   with --seed 1.\n# A change belongs under \"Values\" in CHANGELOG.md. Written anew by: \
                   REWRITE_PINNED=1 cargo test --test suite pinned::\n";
    let text = format!("{heading}{}\n", found.join("\n"));
    if std::env::var_os("REWRITE_PINNED").is_some() {
        fs::write(PINS, &text).unwrap();
    }
    let pinned = fs::read_to_string(PINS).unwrap_or_default();
    let pinned: Vec<&str> = pinned.lines().collect();
    let wrong: Vec<&str> = text.lines().filter(|line| !pinned.contains(line)).collect();
    assert!(
        wrong.is_empty(),
        "these numbers are not those of {PINS} (where they were to change, see its first lines):\n{}",
        wrong.join("\n")
    );
    assert_eq!(
        pinned.len(),
        text.lines().count(),
        "{PINS} has lines of no command"
    );
}

#[test]
fn the_main_scenario_has_the_same_bytes_on_all_instructions() {
    let command = "run scenarios/kazakhstan-vietnam.toml --trials 24 --seed 5";
    let usual = hashes(command, &[]);
    let mut sets = vec![];
    for set in ["sse2", "avx2", "avx512"] {
        let there = Command::new(binary())
            .args("run scenarios/textbook/newsvendor.toml --trials 1 --out".split(' '))
            .arg(tempfile::tempdir().unwrap().path().join("out"))
            .env("LICHAIN_ISA", set)
            .output()
            .unwrap();
        if there.status.success() {
            assert_eq!(hashes(command, &[("LICHAIN_ISA", set)]), usual, "{set}");
            sets.push(set);
        }
    }
    assert_eq!(sets[0], "sse2");
    println!("compared: {}", sets.join(", "));
    // The C library picks its own functions by processor; masked, it has the plain ones.
    let masked = ("GLIBC_TUNABLES", "glibc.cpu.hwcaps=-FMA,-AVX2,-AVX");
    assert_eq!(hashes(command, &[masked]), usual);
    assert_ne!(hashes(&command.replace("seed 5", "seed 6"), &[]), usual);
}

/// Methods of numbers whose last bits are the C library's or the compiler's.
const INEXACT: [&str; 26] = [
    "exp", "exp2", "exp_m1", "ln", "ln_1p", "log", "log2", "log10", "powf", "powi", "sin", "cos",
    "tan", "sin_cos", "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh", "asinh", "acosh",
    "atanh", "cbrt", "hypot",
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for path in fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
    {
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

/// Places in a text that call such a method.
fn inexact(text: &str) -> Vec<&str> {
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    let calls = |line: &&str| {
        INEXACT.iter().any(|name| {
            [format!(".{name}("), format!("f64::{name}")]
                .iter()
                .any(|call| {
                    line.match_indices(call.as_str()).any(|(at, call)| {
                        let next = line[at + call.len()..].chars().next();
                        call.ends_with('(') || next.is_none_or(|c| !c.is_alphanumeric() && c != '_')
                    })
                })
        })
    };
    let lines = code
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    lines.filter(calls).collect()
}

#[test]
fn elementary_functions_are_nowhere_those_of_the_c_library() {
    assert_eq!(
        inexact("let a = x.exp();\nlet b = xs.map(f64::ln);").len(),
        2
    );
    assert_eq!(inexact("let a = libm::exp(x);\n// x.exp()").len(), 0);
    assert_eq!(inexact("a.expect(b); f64::log_sum; x.sqrt()").len(), 0);
    let mut found = Vec::new();
    sources(Path::new("src"), &mut found);
    let is_test = |path: &Path| {
        let names: Vec<_> = path.iter().map(|name| name.to_string_lossy()).collect();
        names
            .iter()
            .any(|name| name.trim_end_matches(".rs") == "tests")
            || ["coverage.rs", "goodness.rs"].contains(&names.last().unwrap().as_ref())
    };
    found.retain(|path| !is_test(path));
    assert!(found.len() > 200, "{}", found.len());
    for path in found {
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(
            inexact(&text),
            Vec::<&str>::new(),
            "{}: libm has it",
            path.display()
        );
    }
}

/// Functions of the C library's that some dependency calls, for what is no result: indicatif for the time that is
/// left, zopfli for a way of packing workbooks that is never asked for.
#[cfg(target_os = "linux")]
const KNOWN: [&str; 2] = ["log2", "pow"];

#[cfg(target_os = "linux")]
#[test]
fn the_program_imports_no_elementary_functions_but_for_a_progress_bar() {
    let listed = Command::new("nm")
        .args(["--dynamic", "--undefined-only"])
        .arg(binary())
        .output();
    let Ok(listed) = listed else {
        assert!(
            std::env::var_os("LICHAIN_REQUIRE_TOOLS").is_none(),
            "nm is missing"
        );
        println!("SKIPPED: there is no nm (binutils) to list what the program imports");
        return;
    };
    let listed = String::from_utf8(listed.stdout).unwrap();
    let names = listed
        .lines()
        .filter_map(|line| line.trim().strip_prefix("U "));
    let names: Vec<&str> = names.map(|name| name.split('@').next().unwrap()).collect();
    assert!(names.contains(&"memcpy") || names.is_empty(), "{names:?}");
    let is_elementary = |name: &&str| {
        let double = name.trim_end_matches(['f', 'l']);
        let own = [
            "expm1", "log1p", "pow", "erf", "erfc", "tgamma", "lgamma", "lgamma_r", "exp10",
            "sincos", "fma",
        ];
        INEXACT.contains(&double)
            || INEXACT.contains(name)
            || own.contains(name)
            || own.contains(&double)
    };
    let elementary: Vec<&str> = names.into_iter().filter(is_elementary).collect();
    let unknown = elementary.iter().filter(|name| !KNOWN.contains(name));
    assert_eq!(unknown.count(), 0, "{elementary:?}");
}
