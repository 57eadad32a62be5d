//! `lichain completions` and `lichain man` by the programs that read them: bash completes, man
//! shows. Where one of them is not there it is said.

use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};

fn lichain(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_lichain"))
        .args(arguments)
        .output()
        .expect("it starts");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn is_there(program: &str) -> bool {
    let found = Command::new(program)
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    if found.is_err() {
        eprintln!("skipped: {program} is not there");
    }
    found.is_ok()
}

/// What a program says of a text on its standard input.
fn tell(program: &str, arguments: &[&str], text: &str) -> (String, String) {
    let mut child = Command::new(program)
        .args(arguments)
        .env("MANWIDTH", "80")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    child
        .stdin
        .take()
        .expect("its input")
        .write_all(text.as_bytes())
        .expect("it reads");
    let output = child.wait_with_output().expect("it ends");
    let told = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    (told(output.stdout), told(output.stderr))
}

/// What bash offers for the last of these words.
fn offered(script: &str, words: &[&str]) -> Vec<String> {
    let line = format!(
        "{script}\nCOMP_WORDS=({})\nCOMP_CWORD={}\n_lichain lichain \"{}\" \"{}\"\nprintf '%s\\n' \"${{COMPREPLY[@]}}\"\n",
        words.join(" "),
        words.len() - 1,
        words[words.len() - 1],
        words[words.len() - 2],
    );
    let (offered, faults) = tell("bash", &[], &line);
    assert_eq!(faults, "");
    offered.lines().map(str::to_owned).collect()
}

#[test]
fn bash_completes_commands_flags_and_values() {
    if !is_there("bash") {
        return;
    }
    let script = lichain(&["completions", "bash"]);
    for (words, wanted) in [
        (
            ["lichain", "com"].as_slice(),
            ["compare", "completions"].as_slice(),
        ),
        (&["lichain", "run", "--noise"], &["--noise-replicates"]),
        (&["lichain", "run", "--sampling", "s"], &["sobol"]),
        (&["lichain", "completions", "z"], &["zsh"]),
    ] {
        assert_eq!(offered(&script, words), wanted, "{words:?}");
    }
}

#[test]
fn every_shell_gets_a_script_that_knows_every_command() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = lichain(&["completions", shell]);
        for command in ["run", "optimize", "noise-replicates"] {
            assert!(script.contains(command), "{shell}: {command}");
        }
        if ["bash", "zsh", "fish"].contains(&shell) && is_there(shell) {
            let (_, faults) = tell(shell, &["-n"], &script);
            assert_eq!(faults, "", "{shell}");
        }
    }
}

#[test]
fn there_is_a_manual_page_for_each_command_and_man_shows_it_without_a_warning() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().to_str().expect("UTF-8");
    lichain(&["man", "--out", out]);
    let pages = fs::read_dir(folder.path()).expect("a folder").flatten();
    let mut names: Vec<String> = pages
        .map(|page| page.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    let help = lichain(&["--help"]);
    let commands = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let commands = commands.take_while(|line| !line.is_empty());
    let commands = commands.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let commands = commands
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help");
    let mut wanted: Vec<String> = commands.map(|name| format!("lichain-{name}.1")).collect();
    wanted.push("lichain.1".to_owned());
    wanted.sort();
    assert!(wanted.len() > 12, "{wanted:?}");
    assert_eq!(names, wanted);
    let has_man = is_there("man");
    for name in names {
        let page = fs::read_to_string(folder.path().join(&name)).expect("a page");
        assert!(
            page.contains(".SH NAME") && page.contains(".SH SYNOPSIS"),
            "{name}"
        );
        if has_man {
            let (shown, faults) = tell("man", &["--warnings", "-l", "-"], &page);
            assert_eq!(faults, "", "{name}");
            assert!(shown.contains("NAME"), "{name}: {shown}");
        }
    }
}
