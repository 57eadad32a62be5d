//! The plain values of a table by key: texts, flags, counts, dates, words, lists of numbers.

use super::fields::Fields;
use crate::calendar::Date;
use crate::scenario::customs;
use crate::scenario::grid;
use crate::scenario::keys::Takes;
use crate::scenario::problem::{did_you_mean, nearest};
use crate::scenario::tree::{Item, Node};

/// How dates are written.
const WRITTEN: &str = "write year-month-day, such as 2031-03-12";

/// A count of a list's entries in words.
pub(super) fn entries(count: usize) -> String {
    match count {
        1 => "1 entry".to_owned(),
        count => format!("{count} entries"),
    }
}

/// What formulas of spreadsheets begin with, in letters of either width.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

impl Fields<'_> {
    /// A text fit for a spreadsheet.
    pub fn text(&self, key: &str) -> Option<String> {
        let node = self.node(key)?;
        let Item::Text(text) = &node.item else {
            return self.wrong(key, node, "a text");
        };
        if text.chars().any(char::is_control) {
            self.report(
                key,
                "has a line break or another control character in it",
                None,
            );
        }
        let blank = |c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}');
        let shown = text.trim_start_matches(blank);
        if let Some(first) = shown.chars().next().filter(|c| FORMULA.contains(c)) {
            let help = "a spreadsheet would run it as a formula when it opens the results; begin with a letter or a figure";
            let message = format!("begins with {:?}", first.to_string());
            self.report(key, &message, Some(help.to_owned()));
        }
        Some(text.clone())
    }

    /// The title, else the id.
    pub fn title(&self, id: &str) -> String {
        self.text("title").unwrap_or_else(|| id.to_owned())
    }

    /// A country's two-letter code, or nothing.
    pub fn country(&self) -> String {
        self.country_of("country").unwrap_or_default()
    }

    /// The two-letter code of a country under a key.
    pub fn country_of(&self, key: &str) -> Option<String> {
        let code = self.text(key)?;
        if code.len() != 2 || !code.bytes().all(|byte| byte.is_ascii_uppercase()) {
            let help = "two capital letters, such as KZ, CN or VN".to_owned();
            self.report(
                key,
                &format!("{code:?} is not a two-letter code"),
                Some(help),
            );
        }
        Some(code)
    }

    /// True or false.
    pub fn flag(&self, key: &str) -> Option<bool> {
        let node = self.node(key)?;
        match node.item {
            Item::Flag(flag) => Some(flag),
            Item::Text(ref text) => {
                let help = customs::truth(text)
                    .map(|truth| format!("write {truth}, without quotation marks"));
                self.report(key, "is a text; true or false is wanted", help);
                None
            }
            _ => self.wrong(key, node, "true or false"),
        }
    }

    /// A whole number within bounds.
    pub fn count(&self, key: &str, allowed: std::ops::RangeInclusive<i64>) -> Option<i64> {
        let node = self.node(key)?;
        let Item::Integer(count) = node.item else {
            return self.wrong(key, node, "a whole number");
        };
        if !allowed.contains(&count) {
            let (low, high) = allowed.into_inner();
            self.report(
                key,
                &format!("is {count}; {low} to {high} is allowed"),
                None,
            );
            return None;
        }
        Some(count)
    }

    /// A date.
    pub fn date(&self, key: &str) -> Option<Date> {
        let node = self.node(key)?;
        match &node.item {
            Item::Date(date) => Some(*date),
            Item::Text(text) => Date::parse(text).or_else(|| {
                let meant = customs::date_meant(text).map(|meant| meant.help);
                let first = || grid::first_day(text).map(|first| format!("write {first}"));
                let help = meant.or_else(first).unwrap_or_else(|| WRITTEN.to_owned());
                self.report(key, &format!("{text:?} is not a date"), Some(help));
                None
            }),
            Item::Integer(year @ 1000..=9999) => {
                let help = format!("write {year}-01-01 for its first day");
                let message = format!("is the number {year}; a date is wanted");
                self.report(key, &message, Some(help));
                None
            }
            _ => self.wrong(key, node, "a date such as 2031-03-12"),
        }
    }

    /// One of the words of a key.
    pub fn word(&self, key: &str) -> Option<&'static str> {
        let node = self.node(key)?;
        let Takes::Word(words) = self.takes(key) else {
            return None;
        };
        let Item::Text(text) = &node.item else {
            return self.wrong(key, node, "a text");
        };
        let found = words.iter().find(|word| *word == text).copied();
        if found.is_none() {
            let message = format!(
                "{text:?} is not known; one of {} is wanted",
                words.join(", ")
            );
            let near = nearest(text, words.iter().copied());
            self.report(key, &message, near.map(|near| did_you_mean(text, near)));
        }
        found
    }

    /// A list of so many numbers, each within bounds.
    pub fn numbers<const N: usize>(&self, key: &str, bounds: [(f64, f64); N]) -> Option<[f64; N]> {
        let node = self.node(key)?;
        let wanted = format!("a list of {N} numbers");
        let Item::List(list) = &node.item else {
            return self.wrong(key, node, &wanted);
        };
        if list.len() != N {
            let message = format!("has {}; {wanted} is wanted", entries(list.len()));
            let whole = |node: &Node| matches!(node.item, Item::Integer(_));
            let commas = list.len() > N && list.windows(2).any(|two| two.iter().all(whole));
            let help = "decimals have a point here: 0.7, not 0,7".to_owned();
            self.report(key, &message, commas.then_some(help));
            return None;
        }
        let mut numbers = [0.0; N];
        for ((node, number), (low, high)) in list.iter().zip(&mut numbers).zip(bounds) {
            *number = self.number_within(key, node, low, high)?;
        }
        Some(numbers)
    }

    fn number_within(&self, key: &str, node: &Node, low: f64, high: f64) -> Option<f64> {
        let value = match node.item {
            Item::Integer(value) => value as f64,
            Item::Number(value) => value,
            _ => return self.wrong(key, node, "a list of numbers without units"),
        };
        if !(low..=high).contains(&value) {
            let allowed = if high.is_finite() {
                format!("{low} to {high}")
            } else {
                format!("{low} or more")
            };
            let message = format!("{}: {value} is outside of {allowed}", self.join(key));
            self.desk.report(node.span, message, None);
            return None;
        }
        Some(value)
    }

    /// Latitude and longitude.
    pub fn place(&self) -> Option<[f64; 2]> {
        self.numbers("place", [(-90.0, 90.0), (-180.0, 180.0)])
    }

    /// Factors by month, all one where not written.
    pub fn season(&self) -> [f64; 12] {
        self.numbers("season", [(0.0, f64::INFINITY); 12])
            .unwrap_or([1.0; 12])
    }
}
