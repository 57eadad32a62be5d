//! The workbook of results: the same bytes for the same results, every part well formed, and read by another program
//! (`LibreOffice`) as what it is meant to be: numbers as numbers, dates as dates, text as text.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use assert_cmd::cargo::CommandCargoExt;

fn lichain(arguments: &[&str]) -> String {
    let mut command = Command::cargo_bin("lichain").expect("it is built");
    let output = command.args(arguments).output().expect("it starts");
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{arguments:?}: {told}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn name(path: &Path) -> &str {
    path.to_str().expect("a name")
}

/// A title that would break a part, or be taken for a reference.
const TITLE: &str = "Summary!A1 <b>& co</b>";
/// A title that a spreadsheet would run, as no scenario may have and a file of results may.
const FORMULA: &str = "=1+1";

/// A lesson with that title, run with its workbook.
fn lesson(home: &Path, lesson: &str) -> PathBuf {
    let text = fs::read_to_string(format!("scenarios/lessons/{lesson}.toml")).expect("a lesson");
    let titled = text.replacen("[scenario]", &format!("[scenario]\ntitle = \"{TITLE}\""), 1);
    assert_ne!(text, titled);
    let (file, out) = (home.join("scenario.toml"), home.join("results"));
    fs::write(&file, titled).expect("written");
    lichain(&[
        "run",
        name(&file),
        "--trials",
        "40",
        "--xlsx",
        "--out",
        name(&out),
    ]);
    out
}

fn book(results: &Path) -> Vec<u8> {
    fs::read(results.join("report.xlsx")).expect("a workbook")
}

/// Gives results a title that looks like a formula, and makes their workbook anew.
fn retitle(results: &Path) {
    let path = results.join("run.json");
    let told = fs::read_to_string(&path).expect("a manifest");
    assert!(told.contains(TITLE));
    fs::write(&path, told.replace(TITLE, FORMULA)).expect("written");
    lichain(&["report", name(results), "--xlsx"]);
}

/// Whether an outside program is there; where it is not, the test says that it is skipped, and fails where
/// everything is asked for.
fn is_there(program: &str, test: &str) -> bool {
    let there = Command::new(program).arg("--version").output().is_ok();
    let required = std::env::var_os("LICHAIN_REQUIRE_TOOLS").is_some();
    assert!(there || !required, "{test} needs {program}");
    if !there {
        eprintln!("SKIPPED: {test} needs {program}, which is not here");
    }
    there
}

#[test]
fn run_and_report_write_the_same_bytes_every_time() {
    let home = tempfile::tempdir().expect("a place");
    let results = lesson(home.path(), "border-queue");
    let first = book(&results);
    for _ in 0..2 {
        let told = lichain(&["report", name(&results)]);
        assert!(told.contains("report.html") && told.contains("report.xlsx"));
        assert_eq!(book(&results), first);
    }
    let out = home.path().join("elsewhere.xlsx");
    let arguments = ["report", name(&results), "--out", name(&out)];
    lichain(&arguments);
    assert_eq!(fs::read(&out).expect("a workbook"), first);
    let mut again = Command::cargo_bin("lichain").expect("it is built");
    let refused = again.args(arguments).output().expect("it starts");
    assert_eq!(refused.status.code(), Some(2), "a file that is there stays");
}

#[test]
fn one_of_page_and_workbook_is_written_where_one_is_asked_for() {
    let home = tempfile::tempdir().expect("a place");
    let results = lesson(home.path(), "cells-by-sea-and-air");
    assert!(!results.join("report.html").exists());
    fs::remove_file(results.join("report.xlsx")).expect("removed");
    lichain(&["report", name(&results), "--html"]);
    assert!(results.join("report.html").exists() && !results.join("report.xlsx").exists());
    fs::remove_file(results.join("report.html")).expect("removed");
    lichain(&["report", name(&results), "--xlsx"]);
    assert!(!results.join("report.html").exists() && results.join("report.xlsx").exists());
    let mut both = Command::cargo_bin("lichain").expect("it is built");
    let out = home.path().join("one");
    both.args([
        "report",
        name(&results),
        "--html",
        "--xlsx",
        "--out",
        name(&out),
    ]);
    let refused = both.output().expect("it starts");
    assert_eq!(refused.status.code(), Some(2));
    assert!(!out.exists());
}

/// Opens every part with Python's parser; prints how many parts, charts and formulas there are, how many numbers
/// of summary.csv stand in its sheet to the last bit, and whether any part tells when it was made; then the sheets.
const PARTS: &str = r#"
import csv, re, sys, zipfile, xml.etree.ElementTree as tree

book, folder, summary = zipfile.ZipFile(sys.argv[1]), sys.argv[2], sys.argv[3]
assert book.testzip() is None
space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
charts = formulas = same = 0
sheets = {}
for name in book.namelist():
    root = tree.fromstring(book.read(name))
    charts += name.startswith("xl/charts/chart")
    if name.startswith("xl/worksheets/sheet"):
        formulas += sum(1 for _ in root.iter(space + "f"))
        sheets[int(re.search(r"(\d+)\.xml", name)[1])] = root
    if name == "xl/workbook.xml":
        names = [sheet.get("name") for sheet in root.iter(space + "sheet")]
cells = {}
for cell in sheets[names.index(summary) + 1].iter(space + "c"):
    if cell.get("t") is None and cell.find(space + "v") is not None:
        cells[cell.get("r")] = float(cell.find(space + "v").text)
for row, line in enumerate(csv.reader(open(folder + "/summary.csv", newline="")), 1):
    for at, text in enumerate(line):
        place = (chr(64 + at // 26) if at > 25 else "") + chr(65 + at % 26) + str(row)
        if place in cells:
            assert cells[place] == float(text), (place, text, cells[place])
            same += 1
clock = {part.date_time for part in book.infolist()} != {(1980, 1, 1, 0, 0, 0)}
print(len(book.namelist()), charts, formulas, same, int(clock))
print("|".join(names))
"#;

/// Parts, charts, formulas, equal numbers and whether a clock was asked; names of the sheets.
fn parts(results: &Path, book: &Path, summary: &str) -> ([usize; 5], Vec<String>) {
    let output = Command::new("python3")
        .args(["-c", PARTS, name(book), name(results), summary])
        .env("PYTHONIOENCODING", "utf-8")
        .output()
        .expect("it starts");
    let failed = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{failed}");
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    let (counts, names) = told.trim_end().split_once('\n').expect("two lines");
    let counts: Vec<usize> = counts.split(' ').filter_map(|n| n.parse().ok()).collect();
    let names = names.split('|').map(str::to_owned).collect();
    (counts.try_into().expect("five numbers"), names)
}

#[test]
fn every_part_is_well_formed_numbers_are_kept_to_the_last_bit_and_nothing_is_a_formula() {
    if !is_there("python3", "a workbook's parts") {
        return;
    }
    let home = tempfile::tempdir().expect("a place");
    let results = lesson(home.path(), "border-queue");
    retitle(&results);
    let (counts, _) = parts(&results, &results.join("report.xlsx"), "Summary");
    let [parts, charts, formulas, same, clock] = counts;
    assert!(parts > 20 && charts >= 5, "{parts} parts, {charts} charts");
    assert_eq!((formulas, clock), (0, 0));
    assert!(same > 500, "only {same} numbers are those of summary.csv");
}

#[test]
fn sheets_are_named_in_four_languages() {
    if !is_there("python3", "a workbook's languages") {
        return;
    }
    let home = tempfile::tempdir().expect("a place");
    let results = lesson(home.path(), "cells-by-sea-and-air");
    for (code, first, summary) in [
        ("ru", "Обзор", "Сводка"),
        ("vi", "Tổng quan", "Tóm tắt"),
        ("kk", "Шолу", "Жиынтық"),
    ] {
        let out = home.path().join(format!("{code}.xlsx"));
        lichain(&[
            "report",
            name(&results),
            "--locale",
            code,
            "--out",
            name(&out),
        ]);
        let (counts, names) = parts(&results, &out, summary);
        assert_eq!(names[0], first);
        assert!(names.iter().any(|name| name == summary) && counts[3] > 100);
    }
}

/// A cell as `LibreOffice` has read it: its type, its value, its words.
#[derive(Clone, Debug, Default, PartialEq)]
struct Cell {
    kind: String,
    value: String,
    words: String,
}

type Sheets = BTreeMap<String, Vec<Vec<Cell>>>;

/// The sheets of a workbook, read by `LibreOffice`.
fn read(book: &Path, home: &Path) -> Sheets {
    let profile = format!(
        "-env:UserInstallation=file://{}",
        name(&home.join("profile"))
    );
    let output = Command::new("soffice")
        .args([
            &profile,
            "--headless",
            "--convert-to",
            "fods",
            "--outdir",
            name(home),
            name(book),
        ])
        .output()
        .expect("it starts");
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    let path = home
        .join(book.file_name().expect("a name"))
        .with_extension("fods");
    parse(
        &fs::read_to_string(path)
            .unwrap_or_else(|_| panic!("LibreOffice does not read it: {told}")),
    )
}

/// Flat `OpenDocument` as far as cells need it; `LibreOffice` writes each tag on a line of its own or beside others.
fn parse(text: &str) -> Sheets {
    let mut sheets = Sheets::new();
    let tables = text.split("<table:table ").skip(1);
    for table in tables {
        let sheet = unescaped(&attribute(table, "table:name").expect("named"));
        let table = table.split("</table:table>").next().unwrap_or_default();
        let rows = table.split("<table:table-row").skip(1).map(row);
        sheets.insert(sheet, rows.collect());
    }
    sheets
}

fn row(text: &str) -> Vec<Cell> {
    let text = text.split("</table:table-row>").next().unwrap_or_default();
    let mut cells = Vec::new();
    let starts = text.match_indices("<table:");
    for (at, _) in starts {
        let rest = &text[at..];
        if !rest.starts_with("<table:table-cell") && !rest.starts_with("<table:covered-table-cell")
        {
            continue;
        }
        let tag = rest.split('>').next().unwrap_or_default();
        let body = if tag.ends_with('/') {
            ""
        } else {
            &rest[tag.len()..]
        };
        let body = body.split("</table:table-cell>").next().unwrap_or_default();
        let times = attribute(tag, "table:number-columns-repeated").and_then(|n| n.parse().ok());
        let value = ["office:value", "office:date-value"]
            .iter()
            .find_map(|name| attribute(tag, name));
        let words: Vec<String> = body.split("<text:p").skip(1).map(plain).collect();
        let cell = Cell {
            kind: attribute(tag, "office:value-type").unwrap_or_default(),
            value: value.unwrap_or_default(),
            words: words.join("\n"),
        };
        // Rows end with thousands of empty cells.
        cells.extend(vec![cell; times.unwrap_or(1_usize).min(100)]);
    }
    cells
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!("{name}=\""))?;
    Some(rest.split('"').next()?.to_owned())
}

/// The words of a paragraph without its tags.
fn plain(text: &str) -> String {
    let text = text.split_once('>').map_or("", |(_, rest)| rest);
    let text = text.split("</text:p>").next().unwrap_or_default();
    let mut words = String::new();
    for part in text.split('<') {
        words += part.split_once('>').map_or(part, |(_, rest)| rest);
    }
    unescaped(&words)
}

fn unescaped(text: &str) -> String {
    let pairs = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&apos;", "'"),
        ("&amp;", "&"),
    ];
    pairs
        .iter()
        .fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

/// The lines of a CSV.
fn lines(path: &Path) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_path(path).expect("a file");
    let lines = reader.records().map(|line| line.expect("a line"));
    lines
        .map(|line| line.iter().map(str::to_owned).collect())
        .collect()
}

#[test]
fn libreoffice_reads_numbers_as_numbers_dates_as_dates_and_text_as_text() {
    if !is_there("soffice", "a workbook in LibreOffice") {
        return;
    }
    let home = tempfile::tempdir().expect("a place");
    let results = lesson(home.path(), "border-queue");
    retitle(&results);
    let sheets = read(&results.join("report.xlsx"), home.path());
    for sheet in [
        "Overview",
        "Over time",
        "Assumptions",
        "Summary",
        "Timeline",
        "Ledger",
        "Dictionary",
        "Run",
    ] {
        assert!(sheets.contains_key(sheet), "{sheet} of {:?}", sheets.keys());
    }
    let title = &sheets["Overview"][0][0];
    assert_eq!(
        (title.words.as_str(), title.kind.as_str()),
        (FORMULA, "string")
    );
    let (mut numbers, mut dates) = (0, 0);
    for (sheet, file) in [
        ("Summary", "summary.csv"),
        ("Timeline", "timeline.csv"),
        ("Ledger", "ledger.csv"),
    ] {
        let lines = lines(&results.join(file));
        let rows = &sheets[sheet][1..];
        assert!(rows.len() >= lines.len(), "{sheet}");
        for (line, row) in lines.iter().zip(rows) {
            for (text, cell) in line.iter().zip(row) {
                let (kind, same) = told(text, cell);
                assert!(same, "{sheet}: {text:?} became {cell:?}");
                numbers += usize::from(kind == "float" || kind == "percentage");
                dates += usize::from(kind == "date");
            }
        }
    }
    assert!(numbers > 5_000, "{numbers} numbers");
    assert!(dates > 100, "{dates} dates");
}

/// The type of a cell, and whether it holds what a file of results does.
fn told<'a>(text: &str, cell: &'a Cell) -> (&'a str, bool) {
    let same = match cell.kind.as_str() {
        "float" | "percentage" => are_close(text, &cell.value),
        "date" => text == cell.value,
        "string" => text == cell.words && text.parse::<f64>().is_err(),
        _ => text.is_empty(),
    };
    (&cell.kind, same)
}

/// `LibreOffice` writes fifteen digits, and no more than twenty decimals.
fn are_close(text: &str, other: &str) -> bool {
    let [Ok(a), Ok(b)] = [text, other].map(str::parse::<f64>) else {
        return false;
    };
    (a - b).abs() <= 1e-14 * a.abs() + 1e-18
}
