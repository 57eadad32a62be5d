//! `trials.parquet` holds what `trials.csv` holds, bit for bit, and a build without it says how to get it.

#![allow(clippy::unwrap_used, reason = "what helps a test is a test")]

use std::path::Path;
use std::process::Output;

use assert_cmd::Command;

/// With parameters that are numbers, and a date.
const MAIN: &str = "scenarios/kazakhstan-vietnam.toml";

fn lichain(arguments: &[&str], out: &Path) -> Output {
    let mut command = Command::cargo_bin("lichain").expect("the binary is built with the tests");
    command
        .args([
            "run",
            MAIN,
            "--set",
            "scenario.sampling=plain",
            "--trials",
            "4",
        ])
        .args(arguments)
        .arg("--out")
        .arg(out)
        .output()
        .unwrap()
}

#[cfg(not(feature = "parquet"))]
#[test]
fn a_build_without_parquet_says_how_to_get_one_and_writes_nothing() {
    let home = tempfile::tempdir().unwrap();
    let output = lichain(&["--parquet"], &home.path().join("out"));
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(
        told.contains("cargo build --release --features parquet"),
        "{told}"
    );
    assert!(!home.path().join("out").exists());
}

#[cfg(feature = "parquet")]
#[test]
fn the_parquet_file_reads_back_as_the_table_bit_for_bit() {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::Field;

    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("out");
    let output = lichain(&["--parquet"], &out);
    assert!(output.status.success(), "{output:?}");
    let file = std::fs::File::open(out.join("trials.parquet")).unwrap();
    let reader = SerializedFileReader::new(file).unwrap();
    let mut table = csv::Reader::from_path(out.join("trials.csv")).unwrap();
    let headings = table.headers().unwrap().clone();
    let (mut numbers, mut empty) = (0, 0);
    let mut rows = reader.get_row_iter(None).unwrap();
    for line in table.records().map(Result::unwrap) {
        let row = rows.next().expect("as many rows").unwrap();
        for ((cell, heading), (name, field)) in
            line.iter().zip(&headings).zip(row.get_column_iter())
        {
            assert_eq!(heading, name);
            match field {
                Field::Null => {
                    assert_eq!(cell, "");
                    empty += 1;
                }
                Field::Long(number) => assert_eq!(cell, number.to_string()),
                Field::Str(words) => assert_eq!(cell, words),
                Field::Double(number) => {
                    let wanted: f64 = cell.parse().unwrap();
                    assert_eq!(
                        number.to_bits(),
                        wanted.to_bits(),
                        "{name}: {number} for {cell}"
                    );
                    numbers += 1;
                }
                other => panic!("{name} is {other:?}"),
            }
        }
    }
    assert!(
        rows.next().is_none() && numbers > 1000 && empty > 0,
        "{numbers} {empty}"
    );
    let manifest = std::fs::read_to_string(out.join("run.json")).unwrap();
    assert!(manifest.contains("\"trials.parquet\""));
}
