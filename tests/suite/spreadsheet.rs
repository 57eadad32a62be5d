//! What `LibreOffice` reads in the tables of a run under the settings of a country: numbers as numbers, dates as
//! dates, words as words. Without `LibreOffice` it is said that nothing was tested; with `LICHAIN_REQUIRE_TOOLS` in
//! the environment that is a failure.

#![allow(clippy::unwrap_used, reason = "what helps a test is a test")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

const LESSON: &str = "scenarios/lessons/market-fallback.toml";

/// A country's language code as `LibreOffice` counts them, for a table separated by semicolons in UTF-8.
const COUNTRIES: [(&str, u32); 3] = [("ru", 1049), ("vi", 1066), ("kk", 1087)];

fn has_libreoffice() -> bool {
    let found = Command::new("soffice").arg("--version").output();
    let found = found.is_ok_and(|output| output.status.success());
    let required = std::env::var_os("LICHAIN_REQUIRE_TOOLS").is_some();
    assert!(found || !required, "soffice is wanted and not there");
    if !found {
        eprintln!("SKIPPED: there is no soffice: nothing was opened in LibreOffice");
    }
    found
}

/// Opens CSV files as `LibreOffice` does in a country and saves them as flat XML.
fn convert(folder: &Path, files: &[String], language: u32) {
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.display());
    // Separator ; quote " UTF-8 from line 1, columns as they come, the language, numbers in quotes are words,
    // dates and the like are known.
    let filter =
        format!("--infilter=Text - txt - csv (StarCalc):59,34,76,1,,{language},false,true");
    let converted = Command::new("soffice")
        .args([
            profile.as_str(),
            "--headless",
            &filter,
            "--convert-to",
            "fods",
        ])
        .args(files)
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(converted.status.success(), "{converted:?}");
}

/// The cells of a flat sheet, row by row: type and value; rows and cells that repeat are told once.
fn cells(fods: &str) -> Vec<Vec<(String, String)>> {
    let table = &fods[fods.find("<table:table ").unwrap()..];
    let rows = table.split("<table:table-row").skip(1);
    let attribute = |cell: &str, name: &str| {
        let from = cell.find(&format!("{name}=\""))? + name.len() + 2;
        Some(cell[from..from + cell[from..].find('"')?].to_owned())
    };
    let text = |cell: &str| {
        let from = cell.find("<text:p>").map(|at| at + 8)?;
        Some(cell[from..from + cell[from..].find("</text:p>")?].to_owned())
    };
    rows.map(|row| {
        let cells = row.split("<table:table-cell").skip(1);
        let cell = |cell: &str| {
            let kind = attribute(cell, "office:value-type").unwrap_or_default();
            let value = match kind.as_str() {
                "float" | "percentage" => attribute(cell, "office:value"),
                "date" => attribute(cell, "office:date-value"),
                _ => text(cell),
            };
            let count = attribute(cell, "table:number-columns-repeated");
            // Empty cells to the right edge of the sheet repeat by the thousand.
            let count = count
                .map_or(1, |count| count.parse::<usize>().unwrap())
                .min(64);
            std::iter::repeat_n((kind, value.unwrap_or_default()), count)
        };
        cells.flat_map(cell).collect()
    })
    .collect()
}

/// How many cells are of which type.
fn types<'a>(cells: impl Iterator<Item = &'a (String, String)>) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    for (kind, _) in cells {
        *found.entry(kind.clone()).or_default() += 1;
    }
    found
}

#[test]
fn numbers_are_numbers_in_the_spreadsheets_of_every_country() {
    if !has_libreoffice() {
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let run = |locale: &str| {
        let status = assert_cmd::Command::cargo_bin("lichain")
            .expect("the binary is built with the tests")
            .args(["run", LESSON, "--trials", "16", "--locale", locale, "--out"])
            .arg(home.path().join(locale))
            .output()
            .unwrap();
        assert!(status.status.success(), "{status:?}");
    };
    run("en");
    let english = fs::read_to_string(home.path().join("en/trials.csv")).unwrap();
    let english: Vec<Vec<&str>> = english
        .lines()
        .skip(1)
        .map(|line| line.split(',').collect())
        .collect();
    for (locale, language) in COUNTRIES {
        run(locale);
        let names = ["trials", "timeline", "summary"];
        for name in names {
            let (from, to) = (
                format!("{locale}/{name}.csv"),
                format!("{locale}-{name}.csv"),
            );
            fs::copy(home.path().join(from), home.path().join(to)).unwrap();
        }
        convert(
            home.path(),
            &names.map(|name| format!("{locale}-{name}.csv")),
            language,
        );
        let opened = |name: &str| {
            let path = home.path().join(format!("{locale}-{name}.fods"));
            cells(&fs::read_to_string(path).unwrap())
        };
        let trials = opened("trials");
        let rows = &trials[1..=english.len()];
        let mut numbers = 0;
        for (row, wanted) in rows.iter().zip(&english) {
            assert_eq!(row[0], ("string".into(), wanted[0].into()));
            for ((kind, value), wanted) in row.iter().zip(wanted).skip(1) {
                let Ok(wanted) = wanted.parse::<f64>() else {
                    continue;
                };
                assert_eq!(kind, "float", "{value} in {locale}");
                let value: f64 = value.parse().unwrap();
                // LibreOffice keeps 15 digits and more, and 20 decimals.
                assert!(
                    (value - wanted).abs() <= 1e-13 * wanted.abs() + 1e-20,
                    "{value} for {wanted}"
                );
                numbers += 1;
            }
        }
        assert!(numbers > 500, "{numbers}");
        let (timeline, summary) = (opened("timeline"), opened("summary"));
        let second = |rows: &[Vec<(String, String)>]| -> BTreeMap<String, usize> {
            types(rows[1..10].iter().map(|row| &row[1]))
        };
        assert_eq!(
            second(&timeline),
            BTreeMap::from([("date".to_owned(), 9)]),
            "{locale}"
        );
        assert_eq!(
            second(&summary),
            BTreeMap::from([("string".to_owned(), 9)]),
            "{locale}"
        );
    }
}
