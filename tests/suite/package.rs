//! `datapackage.json` against the tables it describes and what the Data Package standard (version 2) asks of it.

#![allow(clippy::unwrap_used, reason = "what helps a test is a test")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use assert_cmd::Command;
use serde_json::Value;

const LESSON: &str = "scenarios/lessons/sampling.toml";

/// What the standard says of descriptors, as far as results use it: draft 7 of JSON Schema.
const STANDARD: &str = r##"{
    "$schema": "http://json-schema.org/draft-07/schema#",
    "type": "object",
    "required": ["resources", "$schema", "name"],
    "properties": {
        "$schema": { "const": "https://datapackage.org/profiles/2.0/datapackage.json" },
        "name": { "type": "string", "pattern": "^[-a-z0-9._]+$" },
        "resources": { "type": "array", "minItems": 1, "items": { "$ref": "#/definitions/resource" } }
    },
    "additionalProperties": false,
    "definitions": {
        "path": { "type": "string", "pattern": "^[^./~][^:]*$" },
        "resource": {
            "type": "object",
            "required": ["name", "path", "type", "encoding", "dialect", "schema"],
            "additionalProperties": false,
            "properties": {
                "name": { "type": "string" },
                "path": { "oneOf": [
                    { "$ref": "#/definitions/path" },
                    { "type": "array", "minItems": 1, "items": { "$ref": "#/definitions/path" } }
                ] },
                "type": { "const": "table" },
                "format": { "type": "string" },
                "mediatype": { "type": "string", "pattern": "^(.+)/(.+)$" },
                "encoding": { "const": "utf-8" },
                "hash": { "type": "string", "pattern": "^sha256:[a-f0-9]{64}$" },
                "dialect": {
                    "type": "object",
                    "additionalProperties": false,
                    "properties": {
                        "header": { "type": "boolean" },
                        "delimiter": { "type": "string", "minLength": 1, "maxLength": 1 },
                        "lineTerminator": { "type": "string" },
                        "quoteChar": { "type": "string", "minLength": 1, "maxLength": 1 },
                        "doubleQuote": { "type": "boolean" }
                    }
                },
                "schema": {
                    "type": "object",
                    "required": ["fields"],
                    "additionalProperties": false,
                    "properties": {
                        "fields": { "type": "array", "minItems": 1, "items": { "$ref": "#/definitions/field" } },
                        "primaryKey": { "type": "array", "minItems": 1, "items": { "type": "string" } },
                        "missingValues": { "type": "array", "items": { "type": "string" } }
                    }
                }
            }
        },
        "field": {
            "type": "object",
            "required": ["name", "type", "description"],
            "properties": {
                "name": { "type": "string" },
                "type": { "enum": ["any", "string", "number", "integer", "date"] },
                "description": { "type": "string" },
                "unit": { "type": "string" },
                "decimalChar": { "type": "string", "minLength": 1, "maxLength": 1 }
            },
            "if": { "required": ["decimalChar"] },
            "then": { "properties": { "type": { "const": "number" } } }
        }
    }
}"##;

fn lichain(arguments: &[&str], folder: &Path) {
    let file = std::env::current_dir().unwrap().join(LESSON);
    let mut command = Command::cargo_bin("lichain").expect("the binary is built with the tests");
    let output = command
        .args(&arguments[..1])
        .arg(file)
        .args(&arguments[1..])
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
}

/// The lines of a table as its own descriptor tells to read it, headings first.
fn lines(folder: &Path, resource: &Value) -> Vec<csv::StringRecord> {
    let text = fs::read_to_string(folder.join(resource["path"].as_str().unwrap())).unwrap();
    let delimiter = resource["dialect"]["delimiter"]
        .as_str()
        .unwrap()
        .as_bytes()[0];
    let end = resource["dialect"]["lineTerminator"].as_str().unwrap();
    assert!(text.ends_with(end));
    csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes())
        .records()
        .map(Result::unwrap)
        .collect()
}

fn fits(cell: &str, field: &Value) -> bool {
    let sign = field["decimalChar"].as_str().unwrap_or(".");
    let date =
        |cell: &str| cell.len() == 10 && cell.split('-').all(|part| part.parse::<u32>().is_ok());
    match field["type"].as_str().unwrap() {
        _ if cell.is_empty() => true,
        "integer" => cell.parse::<i64>().is_ok(),
        "number" => {
            (sign == "." || !cell.contains('.')) && cell.replace(sign, ".").parse::<f64>().is_ok()
        }
        "date" => date(cell),
        _ => true,
    }
}

#[test]
fn every_table_is_described_as_it_is() {
    let home = tempfile::tempdir().unwrap();
    let mut compiler = boon::Compiler::new();
    let mut schemas = boon::Schemas::new();
    compiler
        .add_resource("standard.json", serde_json::from_str(STANDARD).unwrap())
        .unwrap();
    let standard = compiler.compile("standard.json", &mut schemas).unwrap();
    let mut kinds = BTreeSet::new();
    for locale in ["en", "vi"] {
        let folder = home.path().join(locale);
        lichain(
            &[
                "run",
                "--set",
                "scenario.sampling=plain",
                "--trials",
                "40",
                "--locale",
                locale,
                "--out",
                locale,
            ],
            home.path(),
        );
        let text = fs::read_to_string(folder.join("datapackage.json")).unwrap();
        let package: Value = serde_json::from_str(&text).unwrap();
        schemas
            .validate(&package, standard)
            .unwrap_or_else(|fault| panic!("{fault:#}"));
        let resources = package["resources"].as_array().unwrap();
        let described: BTreeSet<&str> = resources
            .iter()
            .map(|r| r["path"].as_str().unwrap())
            .collect();
        let there: BTreeSet<String> = fs::read_dir(&folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| Path::new(name).extension().is_some_and(|e| e == "csv"))
            .collect();
        assert_eq!(described, there.iter().map(String::as_str).collect());
        for resource in resources {
            let lines = lines(&folder, resource);
            let fields = resource["schema"]["fields"].as_array().unwrap();
            let names: Vec<&str> = fields
                .iter()
                .map(|field| field["name"].as_str().unwrap())
                .collect();
            assert_eq!(lines[0].iter().collect::<Vec<_>>(), names);
            let key = resource["schema"]["primaryKey"]
                .as_array()
                .into_iter()
                .flatten();
            let key: Vec<usize> = key
                .map(|part| {
                    names
                        .iter()
                        .position(|name| *name == part.as_str().unwrap())
                        .unwrap()
                })
                .collect();
            let mut seen = BTreeSet::new();
            for line in &lines[1..] {
                for (cell, field) in line.iter().zip(fields) {
                    assert!(fits(cell, field), "{cell:?} is no {field}");
                    kinds.insert(field["type"].as_str().unwrap().to_owned());
                }
                let own: Vec<&str> = key.iter().map(|&at| &line[at]).collect();
                assert!(
                    key.is_empty() || seen.insert(own.join("|")),
                    "{own:?} twice"
                );
            }
        }
    }
    let all = ["date", "integer", "number", "string"].map(String::from);
    assert!(all.iter().all(|kind| kinds.contains(kind)), "{kinds:?}");
}
