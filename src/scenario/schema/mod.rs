//! The scenario language as a JSON Schema (draft-07, which every TOML language server reads), for
//! editors that complete, explain and underline while one types. It is made of the tables that the
//! reader itself uses: keys, units, laws, bounds, paths of changes.
//!
//! It accepts every file that the reader accepts. What hangs on other parts of the file (names,
//! dimensions of parameters, balances) it cannot see: `lichain check` does.

mod forms;
mod paths;
mod pattern;
mod quantity;
mod whole;

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::keys::{self, Key, Takes};
use crate::units::Dimension;

/// The schema of a scenario file.
#[must_use]
pub fn schema() -> Value {
    let mut definitions = Definitions::default();
    let mut root = definitions.table("");
    let set = definitions.changes();
    definitions.add("changes", set);
    let about = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "lichain scenario",
        "description": "A lithium battery supply chain: what flows, where, by which ways, at what price, and what is uncertain about it.",
        // What lies below a file may hold what is missing in it.
        "if": { "required": ["extends"] },
        "then": true,
        "else": { "$ref": "#/definitions/whole" },
    });
    let whole = definitions.whole("");
    definitions.add("whole", whole);
    extend(&mut root, about);
    extend(&mut root, json!({ "definitions": definitions.made }));
    root
}

/// Parts of the schema that others refer to, each made once.
#[derive(Default)]
struct Definitions {
    made: BTreeMap<String, Value>,
}

impl Definitions {
    fn add(&mut self, name: &str, value: Value) {
        self.made.insert(name.to_owned(), value);
    }

    /// A reference to a part, which is made where it is not there yet.
    fn refer(&mut self, name: &str, make: impl FnOnce(&mut Self) -> Value) -> Value {
        if !self.made.contains_key(name) {
            // A place, so that what refers to itself ends.
            self.add(name, Value::Null);
            let made = make(self);
            self.add(name, made);
        }
        json!({ "$ref": format!("#/definitions/{name}") })
    }

    /// The tables of a section.
    fn section(&mut self, section: &'static str) -> Value {
        self.refer(section, |all| all.table(section))
    }

    fn table(&mut self, section: &str) -> Value {
        let mut properties = Map::new();
        for key in keys::of(section) {
            properties.insert(key.name.to_owned(), self.property(key));
        }
        json!({ "type": "object", "properties": properties, "additionalProperties": false })
    }

    /// What a key takes, with what an editor shows of it.
    fn property(&mut self, key: &'static Key) -> Value {
        let mut value = self.form(key);
        if value.get("$ref").is_some() {
            // Beside a reference nothing else counts.
            value = json!({ "allOf": [value] });
        }
        extend(&mut value, json!({ "description": description(key) }));
        value
    }
}

/// Meaning, an example of the unit where there is none in it, and what holds without the key.
fn description(key: &Key) -> String {
    let example = example(key.takes).filter(|_| !key.meaning.contains('"'));
    let example = example.map_or_else(String::new, |text| format!(" Such as \"{text}\"."));
    let without = match (key.required, key.default) {
        (true, _) => " Required.".to_owned(),
        (false, "") => String::new(),
        (false, default) => format!(" Default: {default}."),
    };
    format!("{}{example}{without}", key.meaning)
}

/// A quantity that a key takes; of tonnes, and of kWh where two commodities meet.
fn example(takes: Takes) -> Option<String> {
    let dimension = match takes {
        Takes::Once(measures) | Takes::Each(measures) | Takes::Price(measures) => {
            keys::dimension(measures, Dimension::MASS, Dimension::ENERGY)
        }
        Takes::Days => Dimension::TIME,
        _ => return None,
    };
    Some(dimension.example())
}

/// Puts the entries of one object into another.
fn extend(object: &mut Value, more: Value) {
    if let (Value::Object(object), Value::Object(more)) = (object, more) {
        object.extend(more);
    }
}
