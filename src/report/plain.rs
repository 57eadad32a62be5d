//! A single table, as `fit` and `sources` give it: no results of a run, so without a manifest.

use std::fs;
use std::path::Path;

use super::cell;
use super::dialect::Dialect;
use super::directory::Failure;
use super::sheet::UNIT;
use super::unfinished::undisturbed;
use super::words::Locale;
use crate::calendar::Date;

/// A cell of a table.
#[derive(Clone, Debug, PartialEq)]
pub enum Entry {
    /// Words.
    Words(String),
    /// A day.
    Date(Date),
    /// What stands in a scenario: a number, a day or words.
    Written(String),
    /// A number; an empty cell where it is none or has no end.
    Number(Option<f64>),
}

impl Entry {
    /// Words.
    pub fn words(words: impl Into<String>) -> Self {
        Self::Words(words.into())
    }

    fn written(&self, dialect: Dialect) -> String {
        match self {
            Self::Words(words) => cell::text(words).into_owned(),
            Self::Date(day) => day.to_string(),
            Self::Written(words) => written(words, dialect),
            Self::Number(number) => number.map_or(String::new(), |x| dialect.number(x)),
        }
    }
}

/// Numbers, shares and days are left to be taken for what they are, in the digits of the language.
fn written(words: &str, dialect: Dialect) -> String {
    let share = words.strip_suffix('%');
    let number = share.unwrap_or(words).trim().parse().ok();
    let number = number.filter(|number: &f64| number.is_finite() && !words.starts_with('-'));
    match number {
        _ if Date::parse(words).is_some() => words.to_owned(),
        Some(_) if dialect.locale == Locale::En => words.to_owned(),
        Some(number) => dialect.number(number) + share.map_or("", |_| " %"),
        None => cell::text(words).into_owned(),
    }
}

/// A table as CSV in a language, with headings of its own.
#[must_use]
pub fn table_text(locale: Locale, names: &[&str], rows: &[Vec<Entry>]) -> String {
    let unit = names.iter().position(|name| *name == UNIT);
    let headings = names.iter().map(|name| locale.heading(name)).collect();
    text(locale, headings, unit, rows)
}

/// A table as CSV in the numbers of a language, under headings that are the user's.
#[must_use]
pub fn table_of_names(locale: Locale, headings: &[&str], rows: &[Vec<Entry>]) -> String {
    let guarded = headings.iter().map(|name| cell::text(name).into_owned());
    text(locale, guarded.collect(), None, rows)
}

/// Panics never: memory takes whatever is written to it.
fn text(locale: Locale, headings: Vec<String>, unit: Option<usize>, rows: &[Vec<Entry>]) -> String {
    let dialect = Dialect::of(locale);
    let written = |(at, entry): (usize, &Entry)| match entry {
        Entry::Words(words) if Some(at) == unit => {
            cell::text(&locale.unit_in_tables(words)).into_owned()
        }
        entry => entry.written(dialect),
    };
    let mut writer = dialect.writer(Vec::new()).expect("memory takes it");
    let heading = writer.write_record(headings);
    let all = heading.and_then(|()| {
        let mut cells = rows.iter().map(|row| row.iter().enumerate().map(written));
        cells.try_for_each(|row| writer.write_record(row))
    });
    all.expect("rows are as long as their heading");
    let bytes = writer.into_inner().expect("memory takes it");
    String::from_utf8(bytes).expect("made of text")
}

/// Puts a text in its place whole or not at all, and over another only where `force`.
///
/// # Errors
/// A place that is taken, and what the machine refused.
pub fn write_text(path: &Path, text: &str, force: bool) -> Result<(), Failure> {
    if path.exists() && (!force || path.is_dir()) {
        let shown = path.display();
        let way = if path.is_dir() {
            "is a directory"
        } else {
            "is there; --force replaces it"
        };
        return Err(Failure::Refused(format!("{shown} {way}")));
    }
    let failed = |reason: &std::io::Error| Failure::machine("write", path, reason);
    if let Some(above) = path.parent() {
        fs::create_dir_all(above).map_err(|reason| failed(&reason))?;
    }
    let partial = path.with_extension(format!("partial-{}", std::process::id()));
    let written =
        undisturbed(|| fs::write(&partial, text).and_then(|()| fs::rename(&partial, path)));
    written.map_err(|reason| {
        // What failed says more than what cannot be tidied up.
        let _ = fs::remove_file(&partial);
        failed(&reason)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_csv_with_empty_cells_for_what_is_unknown() {
        let row = vec![
            Entry::words("a, b"),
            Entry::Number(Some(0.5)),
            Entry::Number(None),
            Entry::Number(Some(f64::INFINITY)),
            Entry::words("=1"),
        ];
        let names = ["input", "value", "c", "d", "unit"];
        let text = |locale| table_text(locale, &names, std::slice::from_ref(&row));
        assert_eq!(
            text(Locale::En),
            "input,value,c,d,unit\n\"a, b\",0.5,,,'=1\n"
        );
        assert_eq!(
            text(Locale::Vi),
            "\u{feff}đầu vào;giá trị;c;d;đơn vị\r\na, b;0,5;;;'=1\r\n"
        );
    }

    #[test]
    fn a_file_is_replaced_by_force_alone() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("deep/fit.csv");
        write_text(&path, "old", false).unwrap();
        assert!(
            matches!(write_text(&path, "new", false), Err(Failure::Refused(m)) if m.contains("--force"))
        );
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        write_text(&path, "new", true).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        assert!(write_text(home.path(), "new", true).is_err());
        assert_eq!(fs::read_dir(home.path().join("deep")).unwrap().count(), 1);
    }
}
