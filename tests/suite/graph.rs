//! The drawing of `lichain check --graph`: a file of well-formed XML that loads nothing, the same bytes
//! each time, in which everything has its place.

use std::path::Path;
use std::process::{Command, Output};

fn check(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_lichain"))
        .arg("check")
        .args(arguments)
        .output()
        .expect("it starts")
}

fn drawing(arguments: &[&str]) -> String {
    let output = check(&[arguments, &["--graph", "-"]].concat());
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).expect("text")
}

/// Reads XML as its specification has it, as far as a drawing goes: one root, elements nested, each
/// attribute quoted and there once, `&` only in entities. Tells the names of the elements and the words.
fn parse(text: &str) -> (Vec<String>, Vec<String>) {
    let (mut names, mut words, mut open) = (Vec::new(), Vec::new(), Vec::<String>::new());
    let mut rest = text.trim_end();
    while let Some(begins) = rest.find('<') {
        let between = &rest[..begins];
        assert!(
            between.trim().is_empty() || !open.is_empty(),
            "words outside: {between}"
        );
        entities(between);
        words.push(between.to_owned());
        let ends = begins + rest[begins..].find('>').expect("a tag is closed");
        let tag = &rest[begins + 1..ends];
        rest = &rest[ends + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name), "nested wrongly");
            continue;
        }
        let name = tag.split(' ').next().expect("a name").to_owned();
        attributes(&tag[name.len()..]);
        assert!(
            names.is_empty() || !open.is_empty(),
            "a second root: {name}"
        );
        names.push(name.clone());
        open.push(name);
    }
    assert!(
        open.is_empty() && rest.is_empty(),
        "not closed: {open:?} {rest}"
    );
    (names, words)
}

fn entities(text: &str) {
    for (at, _) in text.match_indices('&') {
        let known = ["&amp;", "&lt;", "&gt;", "&quot;"];
        assert!(
            known.iter().any(|entity| text[at..].starts_with(entity)),
            "{text}"
        );
    }
}

fn attributes(mut rest: &str) {
    let mut seen = Vec::new();
    while !rest.trim().is_empty() {
        let (name, value) = rest.trim_start().split_once("=\"").expect("name=\"value\"");
        let (value, after) = value.split_once('"').expect("a closing quote");
        let is_name = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        assert!(
            is_name && !name.is_empty() && !seen.contains(&name),
            "{name}"
        );
        assert!(!value.contains('<'), "{value}");
        entities(value);
        seen.push(name);
        rest = after;
    }
}

#[test]
fn every_scenario_is_drawn_as_well_formed_xml_that_loads_nothing() {
    let mut drawn = 0;
    for folder in ["scenarios", "scenarios/lessons"] {
        for file in std::fs::read_dir(folder).expect("a folder") {
            let path = file.expect("a file").path();
            if path.extension().is_none_or(|e| e != "toml") {
                continue;
            }
            let svg = drawing(&[path.to_str().expect("a path")]);
            let (names, words) = parse(&svg);
            assert_eq!(names[..3], ["svg", "title", "desc"]);
            assert!(svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\""));
            assert!(
                names
                    .iter()
                    .all(|name| !["script", "image", "use", "a"].contains(&name.as_str()))
            );
            let loads = ["href", "url(http", "@import", "@font-face"];
            assert!(
                loads.iter().all(|load| !svg.contains(load)),
                "{}",
                path.display()
            );
            assert!(
                words
                    .iter()
                    .any(|words| words.contains("prefers-color-scheme:dark"))
            );
            drawn += 1;
        }
    }
    assert!(drawn > 30, "only {drawn} were drawn");
}

#[test]
fn the_drawing_tells_sites_routes_recipes_hazards_and_demand_of_the_variant() {
    let file = "scenarios/kazakhstan-vietnam.toml";
    let ours = drawing(&[file, "--variant", "cells-in-kazakhstan"]);
    for words in [
        "cells-in-kazakhstan: Kazakh mine",
        ">refinery (KZ)<",
        ">cells-by-pingxiang<",
        "uses 0.56 kg of carbonate",
        "dong_dang_shut",
        "demand vf3",
    ] {
        assert!(ours.contains(words), "{words}");
    }
    let triangles = ours.matches("class=\"warn\"").count();
    assert!(triangles >= 8, "{triangles}");
    let reference = drawing(&[file]);
    assert!(!reference.contains(">refinery (KZ)<") && reference.contains(">ningde (CN)<"));
    assert_eq!(
        ours,
        drawing(&[file, "--variant", "cells-in-kazakhstan"]),
        "other bytes"
    );
}

#[test]
fn a_drawing_that_is_there_is_replaced_by_force_alone() {
    let home = tempfile::tempdir().expect("a folder");
    let path = home.path().join("chain.svg");
    let path = path.to_str().expect("a path");
    let file = "scenarios/lessons/hazards.toml";
    let first = check(&[file, "--graph", path]);
    let told = String::from_utf8_lossy(&first.stdout).into_owned();
    assert!(
        first.status.success() && told.contains("\ndrawn in ") && told.contains("what goes wrong")
    );
    parse(&std::fs::read_to_string(path).expect("the drawing"));
    let again = check(&[file, "--graph", path]);
    assert_eq!(again.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&again.stderr).contains("--force"));
    assert!(check(&[file, "--graph", path, "--force"]).status.success());
    assert_eq!(
        std::fs::read_dir(home.path()).expect("the folder").count(),
        1
    );
}

#[test]
fn several_files_have_no_one_drawing() {
    let files = [
        "scenarios/lessons/hazards.toml",
        "scenarios/lessons/duties.toml",
    ];
    let output = check(&[files[0], files[1], "--graph", "-"]);
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(
        told.contains("2 scenario files") && told.contains("one is wanted"),
        "{told}"
    );
    assert!(Path::new(files[0]).exists());
}

#[test]
fn another_ending_than_that_of_an_svg_is_refused() {
    let home = tempfile::tempdir().expect("a place");
    let file = home.path().join("g.png");
    let name = file.to_str().expect("a name");
    let output = check(&["scenarios/lessons/hazards.toml", "--graph", name]);
    let told = String::from_utf8(output.stderr).expect("text");
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(told.contains("g.svg") && !file.exists(), "{told}");
}
