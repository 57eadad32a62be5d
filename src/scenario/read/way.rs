//! Where a path such as `site.mine.process.dig.capacity` leads in the language: for changes, for the
//! headings of tables and for files that build on one another.

use crate::scenario::keys::{self, Takes};
use crate::scenario::problem::{did_you_mean, nearest};

/// Why a path leads nowhere.
pub(in crate::scenario) struct Refusal {
    pub message: String,
    pub help: Option<String>,
    /// A part is not there, so that another path may be meant.
    pub unknown: bool,
}

pub(in crate::scenario) fn refusal(message: String, help: Option<String>) -> Refusal {
    let unknown = false;
    Refusal {
        message,
        help,
        unknown,
    }
}

/// Where a path has come to in the language.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::scenario) enum Stop {
    /// A table with these keys.
    Table(&'static str),
    /// A table with one of these keys.
    Choice(&'static str),
    /// A table from names to tables with these keys.
    Names(&'static str),
    /// A table from names to quantities.
    Amounts,
    /// A list.
    List,
    /// A value.
    Value(Takes),
}

/// The next part of a path; a name may be any.
pub(in crate::scenario) fn step(
    stop: Stop,
    before: &[String],
    part: &str,
) -> Result<Stop, Refusal> {
    let way = before.join(".");
    match stop {
        Stop::Table(table) | Stop::Choice(table) => {
            let known = || keys::of(table).map(|key| key.name);
            let Some(key) = keys::of(table).find(|key| key.name == part) else {
                let all = |known: &[&str]| format!("known there: {}", known.join(", "));
                return Err(unknown(before, part, "key", known(), all));
            };
            Ok(after(table, key.name, key.takes))
        }
        Stop::Names(table) => Ok(Stop::Table(table)),
        Stop::Amounts => Ok(Stop::Table("quantity")),
        Stop::List => {
            let message = format!("{way} is a list, which can only be replaced whole");
            let help = format!("set \"{way}\" to a whole new list");
            Err(refusal(message, Some(help)))
        }
        Stop::Value(_) => {
            let message = format!("{way} is a value; there is nothing in it");
            Err(refusal(message, None))
        }
    }
}

/// A part that is not among those known, with the nearest of them or else other help.
pub(super) fn unknown<'a>(
    before: &[String],
    part: &str,
    what: &str,
    known: impl Iterator<Item = &'a str>,
    otherwise: impl Fn(&[&str]) -> String,
) -> Refusal {
    let place = match before {
        [] => "at the top".to_owned(),
        way => format!("in {}", way.join(".")),
    };
    let known: Vec<&str> = known.collect();
    let help = match nearest(part, known.iter().copied()) {
        Some(near) => did_you_mean(part, near),
        None => otherwise(&known),
    };
    let unknown = true;
    Refusal {
        unknown,
        ..refusal(format!("there is no {what} {part:?} {place}"), Some(help))
    }
}

fn after(table: &str, key: &str, takes: Takes) -> Stop {
    match takes {
        Takes::Table(table) => Stop::Table(table),
        Takes::Choice(table) => Stop::Choice(table),
        Takes::Map(table) => Stop::Names(table),
        Takes::Tables(_) => Stop::List,
        Takes::Once(_) | Takes::OnceDate | Takes::Price(_) | Takes::Each(_) => {
            Stop::Table("quantity")
        }
        Takes::Special => match (table, key) {
            ("site.process", _) => Stop::Amounts,
            ("demand", _) => Stop::Table("plan.csv"),
            (
                "commodity" | "index" | "index.log_ou" | "index.gbm" | "index.bootstrap" | "regime"
                | "regime.log_ou",
                _,
            ) => Stop::Table("quantity"),
            _ => Stop::Value(takes),
        },
        _ => Stop::Value(takes),
    }
}
