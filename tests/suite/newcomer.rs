//! What the command line tells people who use it for the first time: files that are no scenarios,
//! names that are not there, changes that lead nowhere.

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use tempfile::TempDir;

const SCENARIO: &str = include_str!("../broken/a-mass-for-a-time.toml");

/// A folder with a scenario that has no mistake.
fn home() -> TempDir {
    let home = tempfile::tempdir().expect("a folder");
    write(home.path(), "chain.toml", scenario());
    home
}

fn scenario() -> String {
    let right = SCENARIO.replace("18 kg", "$ageing");
    assert_ne!(right, SCENARIO);
    right + "\n[parameter.ageing]\nvalue = \"18 d\"\n"
}

fn write(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) {
    fs::write(folder.join(name), bytes).expect("a writable folder");
}

fn told(folder: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_lichain"))
        .current_dir(folder)
        .args(arguments)
        .output()
        .expect("it runs");
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    (output.status.code(), told)
}

/// Exit code 2, these words, and no colours where nobody sees them.
fn assert_refused(folder: &Path, arguments: &[&str], parts: &[&str]) {
    let (code, told) = told(folder, arguments);
    assert_eq!(code, Some(2), "{arguments:?}: {told}");
    for part in parts {
        assert!(told.contains(part), "{part} is not in\n{told}");
    }
    assert!(!told.contains('\u{1b}'), "{told:?}");
}

/// UTF-16 as Notepad saves it.
fn utf16(text: &str) -> Vec<u8> {
    let units = text.encode_utf16().flat_map(u16::to_le_bytes);
    [0xff, 0xfe].into_iter().chain(units).collect()
}

#[test]
fn a_mark_and_what_windows_makes_of_a_text_change_nothing() {
    let home = home();
    let windows = format!("\u{feff}{}", scenario().replace('\n', "\r\n"));
    write(home.path(), "windows.toml", windows);
    let shown = |file: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_lichain"))
            .current_dir(home.path())
            .args(["check", file])
            .output();
        output.expect("it runs").stdout
    };
    let plain = shown("chain.toml");
    assert!(plain.starts_with(b"salt-to-cells is right"));
    assert_eq!(plain, shown("windows.toml"));
    write(home.path(), "notepad.toml", utf16(&scenario()));
    assert_eq!(plain, shown("notepad.toml"));
}

#[test]
fn a_file_that_is_no_scenario_is_told_by_what_it_is() {
    let home = home();
    let cyrillic = b"[scenario]\ntitle = \"\xc7\xe0\xe2\xee\xe4\"\n";
    for (name, bytes, words, help) in [
        (
            "a.toml",
            utf16(&scenario())[2..].to_vec(),
            "is UTF-16 text without its mark",
            "Encoding \"UTF-8\"",
        ),
        (
            "a.toml",
            cyrillic.to_vec(),
            "line 2 has letters in another encoding",
            "\"Завод\"",
        ),
        (
            "a.xlsx",
            b"PK\x03\x04\x14\0".to_vec(),
            "is a workbook",
            "text editor",
        ),
        (
            "a.toml",
            b"\x7fELF\0\0\0\0\0\0".to_vec(),
            "is not a text file",
            "the right file?",
        ),
        ("a.toml", b" \n".to_vec(), "a.toml is empty", ""),
        (
            "a.csv",
            b"name;mode\nsea;sea\n".to_vec(),
            "this is a table",
            "import.leg",
        ),
    ] {
        write(home.path(), name, bytes);
        assert_refused(home.path(), &["check", name], &[name, words, help]);
    }
    fs::create_dir(home.path().join("parts")).expect("a writable folder");
    write(home.path(), "parts/sea.toml", "");
    let words = ["parts is a folder; a file is wanted", "sea.toml"];
    assert_refused(home.path(), &["check", "parts"], &words);
}

#[test]
fn a_file_that_is_not_there_is_told_with_the_nearest_that_is() {
    let home = home();
    fs::create_dir(home.path().join("inner")).expect("a writable folder");
    for (name, help) in [
        ("chian.toml", "did you mean \"chain.toml\"?"),
        ("chain", "did you mean \"chain.toml\"?"),
        ("CHAIN.TOML", "did you mean \"chain.toml\"?"),
        ("innre/chain.toml", "there is no folder innre"),
    ] {
        assert_refused(home.path(), &["check", name], &[name, help]);
    }
    let inner = home.path().join("inner");
    assert_refused(
        &inner,
        &["check", "chain.toml"],
        &["did you mean \"../chain.toml\"?"],
    );
}

#[test]
fn a_change_that_leads_nowhere_is_told_with_the_path_that_may_be_meant() {
    let home = home();
    let check = |change: &str, parts: &[&str]| {
        assert_refused(
            home.path(),
            &["check", "chain.toml", "--set", change],
            parts,
        );
    };
    check("ageing=9 d", &["did you mean \"parameter.ageing.value\"?"]);
    check("parameter.ageing=9 d", &["write parameter.ageing.value"]);
    check(
        "parameter.agein.value=9 d",
        &["did you mean \"parameter.ageing.value\"?"],
    );
    let inside = "did you mean \"site.plant.process.cells.inside\"?";
    check("plant.cells.inside=9 d", &[inside]);
    check("site.plant.process.cell.insde=9 d", &[inside]);
    check(
        "parameter.ageing.value=9",
        &["9 has no unit; a time is wanted", "--set:1:24"],
    );
    check("parameter.ageing.value", &["this change has no \"=\""]);
}

#[test]
fn a_change_torn_by_a_blank_is_told_to_need_quotes() {
    let home = home();
    let torn = ["--set", "leg.track.transit=9", "d"];
    let check = [&["check", "chain.toml"][..], &torn].concat();
    assert_refused(home.path(), &check, &["--set leg.track.transit=\"9 d\""]);
    let trace = [&["trace", "chain.toml"][..], &torn].concat();
    assert_refused(home.path(), &trace, &["stands in quotes"]);
}

#[test]
fn a_check_is_not_advised_to_check() {
    let home = home();
    write(home.path(), "wrong.toml", SCENARIO);
    let advice = "`lichain check wrong.toml` checks without running";
    let (_, checked) = told(home.path(), &["check", "wrong.toml"]);
    assert!(checked.contains("1 problem in wrong.toml") && !checked.contains("help: `"));
    assert_refused(home.path(), &["run", "wrong.toml"], &[advice]);
}
