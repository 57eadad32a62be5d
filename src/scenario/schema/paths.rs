//! The changes of a variant: each key of the table is a path of the language in quotes, and its
//! value is what stands there.

use serde_json::{Map, Value, json};

use super::{Definitions, pattern};
use crate::scenario::keys;
use crate::scenario::read::layer;
use crate::scenario::read::way::{self, Stop};

impl Definitions {
    /// `[variant.NAME.set]`.
    pub(super) fn changes(&mut self) -> Value {
        let mut paths = Map::new();
        for key in keys::of("").filter(|key| !layer::is_of_the_file(key.name)) {
            let Ok(stop) = way::step(Stop::Table(""), &[], key.name) else {
                continue;
            };
            if stop == Stop::List {
                // Of all that stands at the top only lists can be replaced whole.
                paths.insert(format!("^{}$", key.name), self.form(key));
            }
            self.below(stop, key.name, &mut paths);
        }
        // Of a quantity that is written as a table.
        paths.insert(
            r"\.(?:source|note|confidence)$".to_owned(),
            json!({ "type": "string" }),
        );
        // Parts of a path may stand in quotes or apart; what they say is not looked at.
        paths.insert(r#"["'\s]"#.to_owned(), json!(true));
        json!({
            "type": "object",
            "description": "Changes: a path in quotes, as for --set, and what stands there instead.",
            "patternProperties": paths,
            "additionalProperties": false,
        })
    }

    /// Everything below a place, which is itself a path already.
    fn below(&mut self, stop: Stop, path: &str, paths: &mut Map<String, Value>) {
        match stop {
            Stop::Names(section) => {
                let path = format!(r"{path}\.{}", pattern::NAME);
                let form = self.entry(section);
                paths.insert(format!("^{path}$"), form);
                self.below(Stop::Table(section), &path, paths);
            }
            Stop::Table("quantity") | Stop::Amounts | Stop::List | Stop::Value(_) => {}
            Stop::Table(section) | Stop::Choice(section) => {
                for key in keys::of(section) {
                    if path == "scenario" && layer::SHARED.contains(&key.name) {
                        continue;
                    }
                    let inner = format!(r"{path}\.{}", key.name);
                    let Ok(stop) = way::step(stop, &[], key.name) else {
                        continue;
                    };
                    let form = self.form(key);
                    paths.insert(format!("^{inner}{}$", tail(stop)), form);
                    if stop == Stop::Amounts {
                        paths.insert(
                            format!(r"^{inner}\.{}(?:\.value)?$", pattern::NAME),
                            json!(true),
                        );
                    }
                    self.below(stop, &inner, paths);
                }
            }
        }
    }
}

/// A quantity's own value is a path too.
fn tail(stop: Stop) -> &'static str {
    match stop {
        Stop::Table("quantity") => r"(?:\.value)?",
        _ => "",
    }
}
