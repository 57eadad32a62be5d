//! The schema of `lichain schema` by a validator of its own: it accepts every scenario that is
//! shipped, refuses of the broken ones what a schema can see, and never what the reader accepts.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use boon::{Compiler, SchemaIndex, Schemas};
use lichain::scenario::{load, schema};
use serde_json::Value;

/// Broken scenarios with nothing wrong that a schema sees, and what is.
const INVISIBLE: &[(&str, &str)] = &[
    ("a-base-outside-of-the-folder", "file"),
    ("a-base-that-is-not-there", "file"),
    ("a-circle-of-files", "file"),
    ("a-circle-within-a-day", "loop"),
    ("a-demand-nothing-leads-to", "reach"),
    ("a-fallback-on-nothing", "reference"),
    ("a-law-out-of-order", "law"),
    ("a-folder-with-a-backslash", "file"),
    ("a-leg-and-a-node-of-one-name", "name"),
    ("a-leg-twice-in-tables", "table"),
    ("a-misspelt-site", "reference"),
    ("a-path-that-ends-early", "route"),
    ("a-place-not-in-use", "reference"),
    ("a-plan-outside-of-the-folder", "file"),
    ("a-plan-that-is-not-there", "file"),
    ("a-plan-with-bad-cells", "table"),
    ("a-plan-without-its-column", "table"),
    ("a-recovery-of-no-lithium", "balance"),
    ("a-reference-that-is-no-variant", "reference"),
    ("an-id-that-is-a-date", "name"),
    ("an-index-where-none-may-be", "expression"),
    ("an-objective-that-is-not-there", "reference"),
    ("an-unknown-parameter", "expression"),
    ("cells-that-are-wrong", "table"),
    ("containers-of-unknown-size", "reference"),
    ("containers-that-are-none", "bound of a quantity"),
    ("correlations-that-contradict", "matrix"),
    ("headings-not-known", "table"),
    ("laws-that-are-none", "law"),
    ("lithium-from-none", "balance"),
    ("lithium-from-nothing", "balance"),
    ("names-of-another-dimension", "expression"),
    ("no-contract", "reference"),
    ("no-policy", "reach"),
    ("no-stock-for-the-product", "reference"),
    ("nothing-fills-a-stock", "reach"),
    ("parameters-in-a-circle", "loop"),
    ("parameters-without-units", "expression"),
    ("parts/circle", "file"),
    ("push-for-what-is-ordered", "reach"),
    ("percentages-without-their-sign", "number without %"),
    ("rank-correlations-that-contradict", "matrix"),
    ("ratios-of-nothing", "reference"),
    ("rows-out-of-line", "table"),
    ("shares-below-one", "sum"),
    ("sources-split-two-ways", "one key against another"),
    ("the-wrong-market", "reference"),
    ("the-wrong-route", "reference"),
];

/// Made once for all tests.
static VALIDATOR: LazyLock<Validator> = LazyLock::new(Validator::new);

struct Validator {
    schemas: Schemas,
    index: SchemaIndex,
}

impl Validator {
    fn new() -> Self {
        let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
        // Adding it checks it against its own metaschema.
        compiler
            .add_resource("scenario", schema())
            .expect("a resource");
        let index = compiler.compile("scenario", &mut schemas);
        let index = index.unwrap_or_else(|fault| panic!("{fault:#}"));
        Self { schemas, index }
    }

    fn faults(&self, scenario: &Value) -> Option<String> {
        let told = self.schemas.validate(scenario, self.index);
        told.err().map(|fault| format!("{fault:#}"))
    }
}

/// TOML as JSON, dates as texts.
fn json(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => text.into(),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => number.into(),
        toml::Value::Boolean(flag) => flag.into(),
        toml::Value::Datetime(date) => date.to_string().into(),
        toml::Value::Array(list) => list.into_iter().map(json).collect(),
        toml::Value::Table(table) => table
            .into_iter()
            .map(|(key, value)| (key, json(value)))
            .collect(),
    }
}

/// Nothing where it is no TOML.
fn read(path: &Path) -> Option<Value> {
    let text = fs::read_to_string(path).expect("a readable file");
    Some(json(toml::Value::Table(text.parse().ok()?)))
}

fn scenarios(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(scenarios(&path));
        } else if path
            .extension()
            .is_some_and(|extension| extension == "toml")
        {
            found.push(path);
        }
    }
    found.sort();
    found
}

#[test]
fn every_scenario_that_is_shipped_is_accepted() {
    let validator = &*VALIDATOR;
    let found = scenarios(Path::new("scenarios"));
    assert!(found.len() > 50, "{} scenarios", found.len());
    for path in found {
        let scenario = read(&path).unwrap_or_else(|| panic!("{} is no TOML", path.display()));
        if let Some(faults) = validator.faults(&scenario) {
            panic!("{}: {faults}", path.display());
        }
    }
}

#[test]
fn of_broken_scenarios_all_are_refused_but_those_that_no_schema_sees() {
    let validator = &*VALIDATOR;
    let mut wrong = Vec::new();
    for path in scenarios(Path::new("tests/broken")) {
        let name = path
            .strip_prefix("tests/broken")
            .expect("below it")
            .with_extension("");
        let name = name.to_string_lossy().into_owned();
        let Some(scenario) = read(&path) else {
            continue;
        };
        let is_listed = INVISIBLE.iter().any(|(listed, _)| *listed == name);
        if validator.faults(&scenario).is_none() != is_listed {
            wrong.push(format!(
                "{name}: {}",
                if is_listed {
                    "listed, but refused"
                } else {
                    "accepted"
                }
            ));
        }
    }
    for (listed, _) in INVISIBLE {
        let path = Path::new("tests/broken").join(format!("{listed}.toml"));
        assert!(path.exists(), "{listed} is not there");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A leg's time in a scenario that is right but for it.
fn with_transit(text: &str) -> String {
    let base = fs::read_to_string("scenarios/lessons/border-queue.toml").expect("a lesson");
    let mut lines: Vec<String> = base.lines().map(str::to_owned).collect();
    let at = lines
        .iter()
        .position(|line| line.contains("transit"))
        .expect("a leg");
    let (before, rest) = lines[at].split_once("transit = \"").expect("a text");
    let (_, after) = rest.split_once('"').expect("a text");
    lines[at] = format!("{before}transit = {text:?}{after}");
    lines.join("\n") + "\n[parameter.p]\nvalue = \"3 d\"\n"
}

#[test]
fn a_quantity_that_the_schema_refuses_the_reader_refuses_too() {
    let validator = &*VALIDATOR;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("x.toml");
    let (mut refused, mut accepted) = (0, 0);
    let units = ["d", "kg", "", "%", "d/t", "h/(1/d)", "yr^1", "/yr"];
    let forms = [
        "5UNIT",
        "+5 UNIT",
        "-5 UNIT",
        "- -5 UNIT",
        "-0 UNIT",
        ".5 UNIT",
        "5. UNIT",
        "1e1 UNIT",
        "3 to 5 UNIT",
        "3 UNIT to 5 UNIT",
        "uniform(3, 5) UNIT",
        "uniform(3 UNIT, 5 UNIT)",
        "max(normal(5, 2), 0) UNIT",
        "2 * $p",
        "$p",
        "$p + 2 UNIT",
        "2 UNIT + 1 d",
        "2 * 3 UNIT",
        "lognormal(mean $p, cv 20 %)",
        "$p to 9 d",
        "uniform($p, 9 UNIT)",
        "constant(5)UNIT",
        "5,0 UNIT",
        "2031-01-01",
        "never",
        "five UNIT",
        " 5  UNIT ",
        "clip(floor(lognormal(mu 2, sigma 0.2)), 1, 63) UNIT",
        "gamma (mean 12, cv 50 %) UNIT",
    ];
    for (form, unit) in forms.iter().flat_map(|form| units.map(|unit| (form, unit))) {
        let text = form.replace("UNIT", unit);
        let scenario = with_transit(&text);
        fs::write(&path, &scenario).expect("a writable folder");
        let by_schema =
            validator.faults(&json(toml::Value::Table(scenario.parse().expect("TOML"))));
        let by_reader = load(&path, &[]).is_ok();
        assert!(
            by_schema.is_none() || !by_reader,
            "{text:?} is right: {by_schema:?}"
        );
        refused += i32::from(by_schema.is_some());
        accepted += i32::from(by_reader);
    }
    assert!(
        refused > 80 && accepted > 40,
        "{refused} refused, {accepted} right"
    );
}

#[test]
fn the_first_mistakes_of_a_newcomer_are_seen_while_typing() {
    let validator = &*VALIDATOR;
    for (text, seen) in [
        ("18 kg", true),
        ("18", true),
        ("18 weks", true),
        ("-3 d", true),
        ("pert(5, 7, 12) kg", true),
        ("triangle(5, 7, 12) d", true),
        ("9 - 16 d", false),
        ("9 to 16 d", false),
    ] {
        let scenario = json(toml::Value::Table(
            with_transit(text).parse().expect("TOML"),
        ));
        assert_eq!(validator.faults(&scenario).is_some(), seen, "{text}");
    }
}

#[test]
fn every_key_is_explained() {
    let schema = schema();
    let definitions = schema["definitions"].as_object().expect("definitions");
    let told: BTreeMap<&String, &Value> = definitions
        .iter()
        .filter(|(name, _)| !name.starts_with("whole"))
        .filter_map(|(name, table)| Some((name, table.get("properties")?)))
        .collect();
    assert!(told.len() > 50, "{} tables", told.len());
    for (name, properties) in told {
        for (key, property) in properties.as_object().expect("properties") {
            let meaning = property["description"].as_str().unwrap_or_default();
            assert!(meaning.ends_with('.'), "{name}.{key}: {meaning}");
        }
    }
}

#[test]
fn the_command_writes_the_schema_once_and_keeps_what_is_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("lichain.schema.json");
    let command = |more: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_lichain"));
        let out = command
            .args(["schema", "--out"])
            .arg(&path)
            .args(more)
            .output();
        out.expect("it starts").status.code()
    };
    assert_eq!(command(&[]), Some(0));
    let written = fs::read_to_string(&path).expect("it");
    let read: Value = serde_json::from_str(&written).expect("JSON");
    assert_eq!(read, schema());
    assert_eq!((command(&[]), command(&["--force"])), (Some(2), Some(0)));
    assert_eq!(fs::read_to_string(&path).expect("it"), written);
}
