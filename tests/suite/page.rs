//! The page of results: one file that loads nothing, escapes what users write, is the same for the same
//! results and speaks four languages.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use assert_cmd::cargo::CommandCargoExt;

fn lichain(arguments: &[&str]) -> String {
    let mut command = Command::cargo_bin("lichain").expect("it is built");
    let output = command.args(arguments).output().expect("it starts");
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{arguments:?}: {told}");
    told
}

/// A title that would break a page.
const TITLE: &str = r#"title = "<script>alert('x')</script> & co""#;

/// A lesson with that title, run into a directory with its page.
fn lesson(home: &Path) -> PathBuf {
    titled(home, "cells-by-sea-and-air")
}

fn titled(home: &Path, lesson: &str) -> PathBuf {
    let text = fs::read_to_string(format!("scenarios/lessons/{lesson}.toml")).expect("a lesson");
    let titled = text.replacen("[scenario]", &format!("[scenario]\n{TITLE}"), 1);
    assert_ne!(text, titled);
    let (file, out) = (home.join("scenario.toml"), home.join("results"));
    fs::write(&file, titled).expect("written");
    let [file, place] = [&file, &out].map(|path| path.to_str().expect("a name"));
    lichain(&["run", file, "--trials", "40", "--html", "--out", place]);
    out
}

fn page(results: &Path) -> String {
    fs::read_to_string(results.join("report.html")).expect("a page")
}

#[test]
fn the_page_loads_nothing_and_runs_no_script() {
    let home = tempfile::tempdir().expect("a place");
    let page = page(&lesson(home.path()));
    let policy =
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
    assert!(page.contains("Content-Security-Policy"));
    assert!(page.replace("&#39;", "'").contains(policy));
    let loads = [
        "<script",
        "<link",
        "<img",
        "<iframe",
        "<object",
        "<embed",
        "<form",
        "src=",
        "@import",
        "url(",
        "xlink:",
        "javascript:",
    ];
    for word in loads {
        assert!(!page.contains(word), "{word} is in the page");
    }
    for (at, _) in page.match_indices("href=\"") {
        assert!(
            page[at + 6..].starts_with('#'),
            "a link leads out: {}",
            &page[at..at + 40]
        );
    }
    let handlers = page.match_indices(" on").filter(|(at, _)| {
        let rest: String = page[at + 3..]
            .chars()
            .take_while(char::is_ascii_alphabetic)
            .collect();
        !rest.is_empty() && page[at + 3 + rest.len()..].starts_with("=\"")
    });
    assert_eq!(handlers.count(), 0);
}

#[test]
fn what_users_write_is_words_and_never_markup() {
    let home = tempfile::tempdir().expect("a place");
    let page = page(&lesson(home.path()));
    let escaped = "&lt;script&gt;alert('x')&lt;/script&gt; &amp; co";
    assert!(page.matches(escaped).count() >= 2, "title and heading");
    assert!(!page.contains("<script"));
}

#[test]
fn every_chart_has_a_title_a_description_and_numbers_in_order() {
    let home = tempfile::tempdir().expect("a place");
    let page = page(&lesson(home.path()));
    let charts: Vec<&str> = page.split("<svg").skip(1).collect();
    assert!(charts.len() >= 10, "only {} charts", charts.len());
    for chart in &charts {
        assert!(
            chart.starts_with(" role=\"img\" viewBox=\"0 0 360 "),
            "{}",
            &chart[..60]
        );
        let (_, inner) = chart.split_once('>').expect("closed");
        assert!(inner.starts_with("<title id="), "{}", &inner[..60]);
        assert!(
            inner
                .split_once("</title>")
                .expect("one")
                .1
                .starts_with("<desc id=")
        );
        assert!(
            !chart.contains("NaN") && !chart.contains("inf"),
            "an unknown place"
        );
    }
    let tables = page.matches("<table").count();
    assert!(tables > 5 && tables == page.matches("<caption>").count());
    assert!(page.contains("<details>") && page.contains("<summary>"));
    let mut deepest = 0;
    for (at, _) in page.match_indices("<h") {
        let Some(level) = page[at + 2..].chars().next().and_then(|c| c.to_digit(10)) else {
            continue;
        };
        assert!(level <= deepest + 1, "h{level} after h{deepest}");
        deepest = level;
    }
    let mut ids: Vec<&str> = page
        .split(" id=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all, "an id stands twice");
}

#[test]
fn run_and_report_write_the_same_bytes_every_time() {
    let home = tempfile::tempdir().expect("a place");
    let results = lesson(home.path());
    let first = page(&results);
    let place = results.to_str().expect("a name");
    for _ in 0..2 {
        lichain(&["report", place]);
        assert_eq!(page(&results), first);
    }
    let out = home.path().join("elsewhere.html");
    let arguments = ["report", place, "--out", out.to_str().expect("a name")];
    lichain(&arguments);
    assert_eq!(fs::read_to_string(&out).expect("a page"), first);
    let mut again = Command::cargo_bin("lichain").expect("it is built");
    let refused = again.args(arguments).output().expect("it starts");
    assert_eq!(refused.status.code(), Some(2), "a file that is there stays");
}

#[test]
fn the_page_speaks_four_languages_with_their_decimal_signs() {
    let home = tempfile::tempdir().expect("a place");
    // A lesson whose trials differ.
    let results = titled(home.path(), "border-queue");
    let place = results.to_str().expect("a name");
    let told = [
        ("en", "Key figures", '.'),
        ("ru", "Главные показатели", ','),
        ("vi", "Số liệu chính", ','),
        ("kk", "Негізгі көрсеткіштер", ','),
    ];
    for (code, words, sign) in told {
        lichain(&["report", place, "--locale", code]);
        let page = page(&results);
        assert!(page.contains(&format!("<html lang=\"{code}\">")));
        assert!(page.contains(words), "{code}");
        let halves = page.split(" ± ").skip(1);
        let halves = halves.filter(|half| half.starts_with(|c: char| c.is_ascii_digit()));
        let signs: Vec<char> = halves
            .filter_map(|half| half.chars().find(|c| !c.is_ascii_digit()))
            .filter(|c| ".,".contains(*c))
            .collect();
        assert!(
            signs.len() > 5 && signs.iter().all(|c| *c == sign),
            "{code}: {signs:?}"
        );
        assert!(
            !page.contains("{a}") && !page.contains("{measure}"),
            "{code}: an empty place"
        );
        assert!(
            code == "en" || !page.contains("The numbers behind"),
            "{code}"
        );
    }
}

#[test]
fn results_without_a_chain_are_told_too_and_what_is_no_result_is_refused() {
    let home = tempfile::tempdir().expect("a place");
    let results = lesson(home.path());
    fs::remove_file(results.join("chain.json")).expect("removed");
    let place = results.to_str().expect("a name");
    lichain(&["report", place]);
    assert!(page(&results).contains("do not hold the chain itself"));
    let mut command = Command::cargo_bin("lichain").expect("it is built");
    let refused = command
        .arg("report")
        .arg(home.path())
        .output()
        .expect("it starts");
    assert_eq!(refused.status.code(), Some(2));
    let told = String::from_utf8_lossy(&refused.stderr);
    assert!(
        told.contains("is no run but holds some") && told.contains("results"),
        "{told}"
    );
}

#[test]
fn a_stress_test_beside_the_results_becomes_a_table_of_colours() {
    let home = tempfile::tempdir().expect("a place");
    let results = lesson(home.path());
    let stress = home.path().join("stress");
    let [file, place, beside] = [&home.path().join("scenario.toml"), &results, &stress]
        .map(|path| path.to_str().expect("a name").to_owned());
    lichain(&[
        "stress", &file, "--trials", "5", "--down", "30", "--out", &beside,
    ]);
    assert!(!page(&results).contains("class=\"heat"));
    lichain(&["report", &place, "--with", &beside]);
    assert!(page(&results).contains("class=\"heat"));
}
