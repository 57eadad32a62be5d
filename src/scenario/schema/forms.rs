//! What each key takes, as a schema.

use serde_json::{Value, json};

use super::quantity::Kind;
use super::{Definitions, pattern};
use crate::model::Danger;
use crate::scenario::keys::{Key, Measures, Takes};
use crate::units::{Currency, Dimension};

/// Days of the week as they are written.
const WEEK: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

impl Definitions {
    /// What a key takes.
    pub(super) fn form(&mut self, key: &'static Key) -> Value {
        let quantity = |all: &mut Self, kind: Kind, measures| {
            all.quantity(kind, measures, key.section, key.name)
        };
        match key.takes {
            Takes::Text => text(key),
            Takes::Name(_) => id(),
            Takes::Names(_) => json!({ "type": "array", "items": id(), "minItems": 1 }),
            Takes::Word(words) => json!({ "enum": words }),
            Takes::Count => json!({ "type": "integer", "minimum": 1 }),
            Takes::Flag => json!({ "type": "boolean" }),
            Takes::Date => date(),
            Takes::Days => quantity(self, Kind::Number, TIME),
            Takes::Numbers(n) => numbers(n),
            Takes::Once(_) if key.name == "scrap" => {
                let plain = quantity(self, Kind::Number, Measures::Number);
                json!({ "anyOf": [plain, self.section("scrap")] })
            }
            Takes::Once(measures) | Takes::Each(measures) => quantity(self, Kind::Number, measures),
            Takes::Price(measures) => quantity(self, Kind::Price, measures),
            Takes::OnceDate => quantity(self, Kind::Date, TIME),
            Takes::Table(section) | Takes::Choice(section) => self.section(section),
            Takes::Tables(section) => json!({ "type": "array", "items": self.section(section) }),
            Takes::Map("currency") => {
                let mut codes = by_name(&self.section("currency"));
                codes["propertyNames"] = json!({ "enum": Currency::ALL.map(Currency::code) });
                codes
            }
            Takes::Map(section) => by_name(&self.entry(section)),
            Takes::Special => self.special(key),
        }
    }

    /// What stands under a name of the user's own.
    pub(super) fn entry(&mut self, section: &'static str) -> Value {
        if section != "cost" {
            return self.section(section);
        }
        let measures = Measures::MoneyPerAmount;
        let line = self.quantity(Kind::PlainPrice, measures, "cost", "amount");
        json!({ "anyOf": [line, self.section("cost")] })
    }

    /// Keys of which the language's table says: as the meaning tells.
    fn special(&mut self, key: &'static Key) -> Value {
        let (section, name) = (key.section, key.name);
        let mut quantity = |measures| self.quantity(Kind::Number, measures, section, name);
        match (section, name) {
            ("import", _) => one_or_more(&json!({ "type": "string" })),
            ("parameter" | "quantity", "value") => self.anything(false),
            (
                "index" | "index.log_ou" | "index.gbm" | "index.bootstrap" | "regime"
                | "regime.log_ou",
                "constant" | "start" | "level" | "value",
            ) => self.anything(true),
            ("commodity", "energy") => quantity(Measures::EnergyPerAmount),
            ("commodity", "per_feu") => quantity(Measures::Amount),
            ("commodity" | "site.process" | "market", "lithium" | "mass" | "emissions") => {
                self.mass_per_amount(section, name)
            }
            ("site.process", "uses") => by_name(&quantity(Measures::PerOther)),
            ("site.process", "recovers") | ("hazard", "sets_off") => {
                by_name(&quantity(Measures::Number))
            }
            ("index.log_ou", "volatility") => quantity(PER_ROOT_TIME),
            ("correlation", "rho") | ("optimize", "indifference") => quantity(Measures::Number),
            ("phase.when", "for") | ("route", "published") => quantity(TIME),
            ("demand", "plan") => {
                let rate = quantity(Measures::AmountPerTime);
                let steps =
                    json!({ "type": "array", "items": self.section("plan"), "minItems": 1 });
                json!({ "anyOf": [rate, steps, self.section("plan.csv")] })
            }
            ("variant", "set") => json!({ "$ref": "#/definitions/changes" }),
            _ => listed(section, name),
        }
    }
}

/// Those that are lists of a few words or dates, or anything.
fn listed(section: &str, name: &str) -> Value {
    let names = |pattern: &str| json!({ "type": "string", "pattern": pattern });
    match (section, name) {
        ("correlation", "between") => {
            let end = names(&format!(r"^(?:index|parameter)\.{}$", pattern::NAME));
            json!({ "type": "array", "items": end, "minItems": 2, "maxItems": 2 })
        }
        ("currency", "rate") => names(&format!(r"^\s*\$?{}\s*$", pattern::NAME)),
        ("node" | "leg", "bans") => json!({ "type": "array", "items": { "enum": Danger::CODES } }),
        ("departs", "weekly") => {
            json!({ "type": "array", "items": { "enum": WEEK }, "minItems": 1 })
        }
        ("hazard", "dates") => {
            let spell = json!({ "type": "array", "items": date(), "minItems": 2, "maxItems": 2 });
            json!({ "type": "array", "items": spell })
        }
        ("hazard", "hits") => {
            let hit = format!(
                r"^(?:(?:node|leg|site)\.{0}|site\.{0}\.process\.{0})$",
                pattern::NAME
            );
            json!({ "type": "array", "items": names(&hit), "minItems": 1 })
        }
        ("optimize", "constraints") => {
            let form = r"^\s*\S+\s+[a-z0-9]+\s*[<>]=\s*[-+]?[0-9.].*$";
            json!({ "type": "array", "items": names(form) })
        }
        ("lever", "set") => one_or_more(&json!({ "type": "string" })),
        ("lever", "shares") => {
            json!({ "type": "array", "items": { "type": "string" }, "minItems": 2 })
        }
        ("lever", "low" | "high" | "step") => json!({ "anyOf": [
            { "type": "number" }, names(r"^\s*[-+]*\s*[0-9.]"),
        ] }),
        ("lever", "choices") => json!({ "anyOf": [
            { "type": "array", "minItems": 2 }, { "type": "object", "minProperties": 2 },
        ] }),
        // A new special key is anything until it is told here; a test finds it.
        _ => json!(true),
    }
}

const TIME: Measures = Measures::Fixed(Dimension::TIME);
const PER_ROOT_TIME: Measures = Measures::Fixed(Dimension::TIME.root().inverse());

fn text(key: &Key) -> Value {
    let pattern = match (key.section, key.name) {
        // A file's name, which no result shows.
        ("", _) => return json!({ "type": "string" }),
        ("scenario", "name") => format!("^{}$", pattern::ID),
        ("duty", "from" | "into") | (_, "country") => "^[A-Z]{2}$".to_owned(),
        _ => pattern::TEXT.to_owned(),
    };
    json!({ "type": "string", "pattern": pattern })
}

fn id() -> Value {
    json!({ "type": "string", "pattern": format!("^{}$", pattern::ID) })
}

/// A language server that tells dates of TOML from texts wants the format.
pub(super) fn date() -> Value {
    json!({ "type": "string", "format": "date", "pattern": format!("^{}$", pattern::DATE) })
}

fn numbers(n: usize) -> Value {
    json!({ "type": "array", "items": { "type": "number" }, "minItems": n, "maxItems": n })
}

fn by_name(of: &Value) -> Value {
    json!({ "type": "object", "propertyNames": id(), "additionalProperties": of })
}

fn one_or_more(of: &Value) -> Value {
    json!({ "anyOf": [of, { "type": "array", "items": of }] })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::keys::KEYS;

    #[test]
    fn every_special_key_has_a_form_of_its_own() {
        for key in KEYS.iter().filter(|key| key.takes == Takes::Special) {
            let form = Definitions::default().form(key);
            assert_ne!(form, json!(true), "{} {}", key.section, key.name);
        }
    }
}
