//! Pages of documentation that are held to their word: the files they print are written, the
//! commands they give are run.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// A fenced block of a page.
pub struct Block {
    /// What stands behind the fence, such as "toml".
    pub language: String,
    /// The file that the line before names: "`winter.toml`:".
    pub file: Option<String>,
    pub text: String,
}

/// The fenced blocks of a page, those in lists too.
pub fn blocks(page: &str) -> Vec<Block> {
    let page = fs::read_to_string(page).expect("the page is there");
    let (mut blocks, mut open, mut above) = (Vec::new(), None::<Block>, "");
    for line in page.lines() {
        if let Some(language) = line.trim_start().strip_prefix("```") {
            if let Some(block) = open.take() {
                blocks.push(block);
            } else {
                open = Some(Block {
                    language: language.to_owned(),
                    file: named(above),
                    text: String::new(),
                });
            }
            above = "";
        } else if let Some(block) = &mut open {
            block.text.push_str(line.trim_start());
            block.text.push('\n');
        } else if !line.trim().is_empty() {
            above = line;
        }
    }
    assert!(open.is_none(), "a block is not closed");
    blocks
}

fn named(line: &str) -> Option<String> {
    let name = line.strip_prefix('`')?.strip_suffix("`:")?;
    Some(name.to_owned())
}

/// What the shell blocks ask of lichain, as words; the first is the subcommand.
pub fn commands(blocks: &[Block]) -> Vec<Vec<String>> {
    let shell = blocks.iter().filter(|block| block.language == "sh");
    let lines = shell.flat_map(|block| block.text.lines());
    lines
        .filter_map(|line| line.strip_prefix("lichain "))
        .map(split)
        .collect()
}

/// Words as a shell splits them, double quotes understood.
pub fn split(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quoted) = (Vec::new(), String::new(), false);
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ' ' if !quoted => words.push(std::mem::take(&mut word)),
            c => word.push(c),
        }
    }
    words.push(word);
    words
}

/// A folder as a reader has it: the scenarios of the project, and the files that the page names.
pub fn project(blocks: &[Block]) -> tempfile::TempDir {
    let home = tempfile::tempdir().expect("a folder");
    copy(Path::new("scenarios"), &home.path().join("scenarios"));
    for block in blocks {
        if let Some(name) = &block.file {
            fs::write(home.path().join(name), &block.text).expect("writable");
        }
    }
    home
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("writable");
    for entry in fs::read_dir(from).expect("a folder").flatten() {
        let (path, to) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy(&path, &to);
        } else {
            fs::copy(&path, &to).expect("writable");
        }
    }
}

/// Starts lichain in a folder.
pub fn lichain(home: &Path, words: &[String]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_lichain"))
        .args(words)
        .current_dir(home)
        .output()
        .expect("it starts")
}

/// Runs a command of a page with few trials; it succeeds, and its results are where it says.
pub fn succeeds(home: &Path, command: &[String]) {
    let mut words = command.to_vec();
    if command[0] == "run" {
        words.extend(["--trials", "8"].map(str::to_owned));
    }
    let output = lichain(home, &words);
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{words:?}: {told}");
    let file = match command[0].as_str() {
        "run" => "summary.csv",
        "compare" => "compare.csv",
        _ => return,
    };
    let said = String::from_utf8_lossy(&output.stdout);
    let results = said
        .lines()
        .find_map(|line| line.strip_prefix("results in "));
    let results = results.unwrap_or_else(|| panic!("{words:?}: {said}"));
    let file = home.join(results).join(file);
    assert!(file.exists(), "{words:?}: no {}", file.display());
}
