//! `run.json` as a table: how the results came about, with the hashes of what was read and written.

use serde_json::Value;

use super::figure::{DATE, WHOLE, day};
use super::tab::{Filled, Style, Tab};
use crate::calendar::Date;
use crate::report::page::Page;
use crate::report::words::Word;

const HEAD: u32 = 2;
/// Told before the rest.
const FIRST: [&str; 6] = ["lichain", "scenario", "title", "command", "seed", "trials"];

/// The sheet.
pub fn tab(page: &Page) -> Filled<Tab> {
    let locale = page.locale;
    let mut tab = Tab::new(locale.say(Word::TabRun))?;
    tab.words(0, 0, locale.say(Word::WhatWasRun), Style::Title)?;
    tab.headings(HEAD, 0, ["run.json", locale.say(Word::Value)])?;
    let manifest: Value = page
        .of
        .finished
        .inputs
        .first()
        .map_or(Value::Null, |(_, bytes)| {
            serde_json::from_slice(bytes).unwrap_or_default()
        });
    let mut row = HEAD + 1;
    if let Value::Object(entries) = &manifest {
        let first = FIRST.iter().filter_map(|key| entries.get_key_value(*key));
        let rest = entries
            .iter()
            .filter(|(key, _)| !FIRST.contains(&key.as_str()));
        for (key, value) in first.chain(rest) {
            row = entry(&mut tab, row, key, value)?;
        }
    }
    tab.freeze(HEAD, 0)?;
    Ok(tab)
}

/// A line for each thing that is told; returns the next free row.
fn entry(tab: &mut Tab, row: u32, key: &str, value: &Value) -> Filled<u32> {
    match value {
        Value::Object(entries) => entries.iter().try_fold(row, |row, (name, value)| {
            entry(tab, row, &format!("{key}.{name}"), value)
        }),
        Value::Array(all) if all.iter().any(Value::is_object) => all
            .iter()
            .try_fold(row, |row, value| file(tab, row, key, value)),
        Value::Array(all) => {
            let separator = if key == "command" { " " } else { ", " };
            let words: Vec<String> = all.iter().map(said).collect();
            told(tab, row, key, &words.join(separator))
        }
        Value::Number(number) => {
            tab.words(row, 0, key, Style::Plain)?;
            let format = if number.is_u64() { WHOLE } else { "0.00" };
            tab.number(row, 1, number.as_f64(), format)?;
            Ok(row + 1)
        }
        other => told(tab, row, key, &said(other)),
    }
}

/// A file with its hash.
fn file(tab: &mut Tab, row: u32, key: &str, value: &Value) -> Filled<u32> {
    let part = |name: &str| value.get(name).map(said).unwrap_or_default();
    tab.words(row, 0, &format!("{key}: {}", part("file")), Style::Plain)?;
    tab.words(row, 1, &format!("SHA-256 {}", part("sha256")), Style::Plain)?;
    Ok(row + 1)
}

fn said(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

fn told(tab: &mut Tab, row: u32, key: &str, words: &str) -> Filled<u32> {
    tab.words(row, 0, key, Style::Plain)?;
    match moment(words).filter(|_| key == "started") {
        Some(moment) => tab.number(row, 1, Some(moment), &format!("{DATE} hh:mm:ss"))?,
        None => tab.words(row, 1, words, Style::Wrapped)?,
    }
    Ok(row + 1)
}

/// `2026-11-23T17:11:53Z` as spreadsheets count days.
fn moment(words: &str) -> Option<f64> {
    let (date, time) = words.trim_end_matches('Z').split_once('T')?;
    let days = f64::from(Date::parse(date)?.0);
    let mut parts = time.split(':').map(|part| part.parse::<f64>().ok());
    let mut next = || parts.next().flatten();
    let seconds = 3600.0 * next()? + 60.0 * next()? + next()?;
    Some(day(days + seconds / 86_400.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_a_day_and_its_part() {
        // LibreOffice: 45000.5 is 2023-03-15 12:00:00.
        assert_eq!(moment("2023-03-15T12:00:00Z"), Some(45_000.5));
        assert_eq!(moment("yesterday"), None);
    }
}
