//! The command line where no scenario is needed: help, mistakes, the language.

use std::fs;
use std::path::Path;
use std::process::{Command as Process, Stdio};

use assert_cmd::Command;

fn lichain(arguments: &[&str]) -> std::process::Output {
    let mut command = Command::cargo_bin("lichain").expect("the binary is built with the tests");
    command.args(arguments).output().expect("it runs")
}

fn stdout(arguments: &[&str]) -> String {
    let output = lichain(arguments);
    assert!(output.status.success(), "{arguments:?}: {output:?}");
    String::from_utf8(output.stdout).expect("text is UTF-8")
}

#[test]
fn help_teaches_commands_examples_and_exit_codes() {
    let help = stdout(&["--help"]);
    for part in [
        "Simulates lithium battery supply chains",
        "run ",
        "check ",
        "trace ",
        "fit ",
        "sources ",
        "keys ",
        "shard ",
        "merge ",
        "lichain run scenarios/kazakhstan-vietnam.toml",
        "Exit codes: 0 fine",
    ] {
        assert!(help.contains(part), "{part:?} is not in\n{help}");
    }
}

#[test]
fn the_help_of_run_explains_every_flag_and_every_file() {
    let help = stdout(&["run", "--help"]);
    for part in [
        "--trials",
        "--seed",
        "--threads",
        "--out",
        "--force",
        "--set",
        "--only",
        "summary.csv",
        "trials.csv",
        "worst.csv",
        "timeline.csv",
        "ledger.csv",
        "sensitivity.csv",
        "columns.csv",
        "run.json",
        "drawn once",
        "drawn each time",
    ] {
        assert!(help.contains(part), "{part:?} is not in\n{help}");
    }
}

#[test]
fn mistakes_on_the_command_line_exit_with_2_and_say_what_is_wrong() {
    for (arguments, part) in [
        (&["rn"][..], "rn"),
        (&["run"], "FILE"),
        (&["run", "a.toml", "--trails", "10"], "--trials"),
        (&["run", "a.toml", "--trials", "0"], "from 1 to"),
        (&["run", "a.toml", "--trials", "many"], "many"),
        (&["run", "a.toml", "--force"], "--out"),
        (&["run", "a.toml", "--seed", "-1"], "at least 0"),
        (&["run", "a.toml", "--threads", "9999"], "from 1 to 1024"),
        (&["trace", "a.toml", "--trial", "0"], "at least 1"),
        (&["keys", "sight"], "site.process"),
        (&["fit", "a.csv", "--model", "garch"], "log_ou"),
        (&["fit", "a.csv", "--only", "Dostyk"], "COLUMN=VALUE"),
        (&["fit", "a.csv", "--until", "2026"], "2031-03-12"),
        (&["fit", "none.csv"], "none.csv"),
        (&["sources", "none.toml"], "none.toml"),
    ] {
        let output = lichain(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(output.stdout.is_empty(), "{arguments:?}");
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(told.contains(part), "{part:?} is not in\n{told}");
    }
}

#[test]
fn the_version_is_that_of_the_package() {
    let expected = format!("lichain {}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!(stdout(&["--version"]), expected);
}

#[test]
fn a_section_of_the_language_can_be_asked_for_alone() {
    let text = stdout(&["keys", "leg"]);
    assert!(
        text.contains("transit: time, such as d; drawn each time; required"),
        "{text}"
    );
    assert!(!text.contains("site.process"), "{text}");
}

#[test]
fn the_page_of_the_language_is_current() {
    let page = fs::read_to_string("docs/language.md").expect("the page is there");
    let current = stdout(&["keys", "--markdown"]);
    assert!(
        page == current,
        "write it anew: cargo run -- keys --markdown > docs/language.md"
    );
}

/// Scenario files below a folder that cite a row of the facts; those to begin with repeat what the
/// others say.
fn citing(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.ends_with("starters") {
            continue;
        }
        if path.is_dir() {
            found.extend(citing(&path));
        } else if path.extension().is_some_and(|end| end == "toml") {
            let text = fs::read_to_string(&path).expect("readable");
            let cites = ["industry:F", "logistics:F", "rare_earths:F", "routes:"]
                .map(|table| text.contains(table));
            found.extend(
                cites
                    .contains(&true)
                    .then(|| path.to_string_lossy().replace('\\', "/")),
            );
        }
    }
    found.sort();
    found
}

#[test]
fn the_page_of_the_inputs_is_current() {
    let files = citing(Path::new("scenarios"));
    assert!(
        files
            .iter()
            .any(|file| file.ends_with("kazakhstan-vietnam.toml"))
    );
    let mut arguments = vec!["sources", "--markdown"];
    arguments.extend(files.iter().map(String::as_str));
    let page = fs::read_to_string("docs/data.md").expect("the page is there");
    assert!(
        page == stdout(&arguments),
        "write it anew: cargo run -- {} > docs/data.md",
        arguments.join(" ")
    );
}

#[test]
fn inputs_come_as_csv_with_their_counts_beside() {
    let output = lichain(&["sources", "scenarios/lessons/exchange-rates.toml"]);
    assert!(output.status.success(), "{output:?}");
    let counts = String::from_utf8_lossy(&output.stderr);
    assert!(
        counts.contains(" inputs: ") && counts.contains(" cited, "),
        "{counts}"
    );
    let mut table = csv::Reader::from_reader(output.stdout.as_slice());
    let rows: Vec<csv::StringRecord> = table.records().map(|row| row.expect("a row")).collect();
    assert!(
        rows.iter()
            .any(|row| row[3] == *"cited" && row[4].contains(':')),
        "{rows:?}"
    );
}

#[test]
fn the_page_of_the_measures_is_current() {
    let page = fs::read_to_string("docs/measures.md").expect("the page is there");
    let current = stdout(&["keys", "measures", "--markdown"]);
    assert!(
        page == current,
        "write it anew: cargo run -- keys measures --markdown > docs/measures.md"
    );
}

#[test]
fn a_check_tells_queues_hazards_ways_and_days_on_the_way() {
    let told = stdout(&["check", "scenarios/lessons/border-queue.toml"]);
    let words = told.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
    // 10 MWh a day in containers of 2.4 MWh; other traffic of 30 to 42 a day.
    for told in [
        "border: 4.167 FEU/d of ours and 36 of others, 40 pass: 100.4\u{a0}% – the queue grows",
        "closure: 1 spell a year of 10 d: 2.74\u{a0}% of the time, 2.74\u{a0}% of capacity lost; hits border",
        "sea: Wed: every 7 d, mean wait 3.5 d; 0 FEU of ours a departure, room for 40: 0\u{a0}%",
        "from route by-rail or by-sea, the first open with no more than 6 d of queues",
    ] {
        assert!(words.contains(told), "{told:?} is not in\n{words}");
    }
    let long = told.lines().find(|line| line.chars().count() > 80);
    assert_eq!(long, None, "{told}");
}

#[test]
fn a_reader_who_leaves_early_is_no_failure() {
    let mut child = Process::new(env!("CARGO_BIN_EXE_lichain"))
        .args(["keys", "--markdown"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success(), "{output:?}");
    assert!(output.stderr.is_empty(), "{output:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_the_machines_fault() {
    let full = fs::OpenOptions::new().write(true).open("/dev/full");
    let output = Process::new(env!("CARGO_BIN_EXE_lichain"))
        .arg("keys")
        .stdout(full.expect("Linux has it"))
        .output()
        .expect("it ends");
    assert_eq!(output.status.code(), Some(3));
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(told.starts_with("error: cannot print: "), "{told}");
}
