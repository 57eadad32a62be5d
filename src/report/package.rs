//! `datapackage.json`: the tables of a directory as programs want them told, after the Data Package standard
//! (version 2, datapackage.org): paths, dialect, and type, unit and meaning of every field.

use std::fs;
use std::path::Path;

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::dialect::Dialect;
use super::directory::Failure;
use super::manifest::{FileHash, hex};
use super::sheet::{Column, Kind, Written};

const FILE: &str = "datapackage.json";
const PROFILE: &str = "https://datapackage.org/profiles/2.0/datapackage.json";

#[derive(Serialize)]
struct Package {
    #[serde(rename = "$schema")]
    profile: &'static str,
    name: String,
    resources: Vec<Resource>,
}

#[derive(Serialize)]
struct Resource {
    name: &'static str,
    path: Paths,
    #[serde(rename = "type")]
    kind: &'static str,
    format: &'static str,
    mediatype: &'static str,
    encoding: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    hash: Option<String>,
    dialect: Form,
    schema: Schema,
}

/// One file, or the parts of a long one.
#[derive(Serialize)]
#[serde(untagged)]
enum Paths {
    One(String),
    Several(Vec<String>),
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Form {
    delimiter: char,
    line_terminator: &'static str,
    quote_char: char,
    double_quote: bool,
    header: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Schema {
    fields: Vec<Field>,
    missing_values: [&'static str; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    primary_key: Vec<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Field {
    /// As it stands above the column.
    name: String,
    /// As programs know it, where that is another.
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<String>,
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "String::is_empty")]
    unit: String,
    description: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    decimal_char: Option<char>,
}

/// Writes the description of some tables and returns its hash.
pub(super) fn write(
    scenario: &str,
    sheets: &[Written],
    dialect: Dialect,
    directory: &Path,
) -> Result<FileHash, Failure> {
    let package = Package {
        profile: PROFILE,
        name: named(scenario),
        resources: sheets
            .iter()
            .map(|sheet| resource(sheet, dialect))
            .collect(),
    };
    let path = directory.join(FILE);
    let text = serde_json::to_string_pretty(&package).map(|text| text + "\n");
    text.map_err(std::io::Error::from)
        .and_then(|text| {
            fs::write(&path, &text)?;
            let sha256 = hex(&Sha256::digest(text));
            let file = FILE.to_owned();
            Ok(FileHash { file, sha256 })
        })
        .map_err(|reason| Failure::machine("write", &path, &reason))
}

/// As names of packages are written: small letters, digits and `-._`.
fn named(scenario: &str) -> String {
    let letter = |c: char| match c.to_ascii_lowercase() {
        c if c.is_ascii_alphanumeric() || "-._".contains(c) => c,
        _ => '-',
    };
    let name: String = scenario.chars().map(letter).collect();
    if name.is_empty() {
        "results".to_owned()
    } else {
        name
    }
}

fn resource(sheet: &Written, dialect: Dialect) -> Resource {
    let (path, hash) = match sheet.files.as_slice() {
        [one] => (
            Paths::One(one.file.clone()),
            Some(format!("sha256:{}", one.sha256)),
        ),
        all => {
            let names = all.iter().map(|part| part.file.clone());
            (Paths::Several(names.collect()), None)
        }
    };
    let fields = sheet.columns.iter().zip(&sheet.kinds);
    let key = sheet.key.iter();
    Resource {
        name: sheet.name,
        path,
        kind: "table",
        format: "csv",
        mediatype: "text/csv",
        encoding: "utf-8",
        hash,
        dialect: Form {
            delimiter: dialect.separator(),
            line_terminator: dialect.line_end(),
            quote_char: '"',
            double_quote: true,
            header: true,
        },
        schema: Schema {
            fields: fields
                .map(|(column, kind)| field(column, *kind, dialect))
                .collect(),
            missing_values: [""],
            primary_key: key.map(|name| dialect.locale.heading(name)).collect(),
        },
    }
}

fn field(column: &Column, kind: Kind, dialect: Dialect) -> Field {
    let name = dialect.heading(column);
    let sign = dialect.locale.decimal();
    Field {
        column: (name != column.name).then(|| column.name.clone()),
        name,
        kind: match kind {
            Kind::Unknown => "any",
            Kind::Integer => "integer",
            Kind::Number => "number",
            Kind::Date => "date",
            Kind::Text => "string",
        },
        unit: dialect.locale.unit_in_tables(&column.unit),
        description: column.meaning.clone(),
        decimal_char: (kind == Kind::Number && sign != '.').then_some(sign),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_packages_are_in_small_letters_whatever_a_file_is_called() {
        for (scenario, name) in [
            ("Kazakhstan 2", "kazakhstan-2"),
            ("цены", "----"),
            ("", "results"),
        ] {
            assert_eq!(named(scenario), name);
        }
    }
}
