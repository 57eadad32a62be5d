//! What a file that builds on no other must hold: keys that are required, and of those that exclude
//! each other exactly one.

use serde_json::{Map, Value, json};

use super::{Definitions, extend};
use crate::scenario::extend::INSTEAD;
use crate::scenario::keys::{self, Key, Takes};

/// Keys of which a table has exactly one, beside those of [`INSTEAD`].
const ONE_OF: [(&str, &[&str]); 2] = [
    ("source", &["route", "market"]),
    ("departs", &["weekly", "every"]),
];
/// Keys of which a table has one or more.
const SOME_OF: [(&str, &[&str]); 2] = [
    ("site.process", &["capacity", "phase"]),
    ("hazard", &["lasts", "dates"]),
];

impl Definitions {
    /// What must be there in a table of a section and within it.
    pub(super) fn whole(&mut self, section: &'static str) -> Value {
        // Which keys there may be is said elsewhere.
        let mut whole = json!({ "additionalProperties": true });
        let required = keys::of(section).filter(|key| key.required);
        let (imported, required): (Vec<&Key>, Vec<&Key>) =
            required.partition(|key| section.is_empty() && is_imported(key.name));
        let names: Vec<&str> = required.iter().map(|key| key.name).collect();
        if !names.is_empty() {
            extend(&mut whole, json!({ "required": names }));
        }
        let mut all: Vec<Value> = imported
            .iter()
            .map(|key| here_or_imported(key.name))
            .collect();
        all.extend(exactly_one(section));
        if !all.is_empty() {
            extend(&mut whole, json!({ "allOf": all }));
        }
        let within = self.within(section);
        if !within.is_empty() {
            extend(&mut whole, json!({ "properties": within }));
        }
        whole
    }

    fn within(&mut self, section: &str) -> Map<String, Value> {
        let mut properties = Map::new();
        for key in keys::of(section) {
            let form = match key.takes {
                Takes::Table(of) => Some(self.whole_of(of)),
                Takes::Choice(of) => Some(json!({
                    "minProperties": 1, "maxProperties": 1, "allOf": [self.whole_of(of)],
                })),
                Takes::Tables(of) => Some(json!({ "items": self.whole_of(of) })),
                Takes::Map(of) => Some(json!({ "additionalProperties": self.whole_of(of) })),
                _ => None,
            };
            if let Some(form) = form {
                properties.insert(key.name.to_owned(), form);
            }
        }
        properties
    }

    fn whole_of(&mut self, section: &'static str) -> Value {
        self.refer(&format!("whole.{section}"), |all| all.whole(section))
    }
}

fn is_imported(table: &str) -> bool {
    keys::of("import").any(|key| key.name == table)
}

/// A table stands in the file, or its rows in a CSV file.
fn here_or_imported(table: &str) -> Value {
    let imported = json!({
        "required": ["import"],
        "properties": { "import": { "required": [table] } },
    });
    json!({ "anyOf": [{ "required": [table] }, imported] })
}

fn exactly_one(section: &str) -> Vec<Value> {
    let each = |keys: &[&str]| -> Vec<Value> {
        keys.iter()
            .map(|key| json!({ "required": [key] }))
            .collect()
    };
    let mut found = Vec::new();
    for (of, ways) in INSTEAD {
        if of == section {
            let heads: Vec<&str> = ways.iter().map(|way| way[0]).collect();
            found.push(json!({ "oneOf": each(&heads) }));
        }
    }
    for (of, keys) in ONE_OF {
        if of == section {
            found.push(json!({ "oneOf": each(keys) }));
        }
    }
    for (of, keys) in SOME_OF {
        if of == section {
            found.push(json!({ "anyOf": each(keys) }));
        }
    }
    found
}
