//! The words of reports in four languages: one table of messages, names of measures, headings and units,
//! numbers as each language writes them. What users wrote (titles, names, notes) stays as they wrote it.
//!
//! The translations have not been reviewed by native speakers.

mod headings;
mod measures;
mod number;
mod table;
mod units;

pub use table::Word;

/// A language of reports.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Locale {
    /// English.
    #[default]
    En,
    /// Russian.
    Ru,
    /// Vietnamese.
    Vi,
    /// Kazakh.
    Kk,
}

/// One text in all languages, in the order of [`Locale::ALL`].
pub(crate) type Texts = [&'static str; 4];

impl Locale {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::En, Self::Ru, Self::Vi, Self::Kk];

    /// Their codes (ISO 639-1).
    pub const CODES: [&'static str; 4] = ["en", "ru", "vi", "kk"];

    /// Its code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        Self::CODES[self as usize]
    }

    /// The language of a code.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|locale| locale.code() == code)
    }

    /// A message.
    #[must_use]
    pub fn say(self, word: Word) -> &'static str {
        word.texts()[self as usize]
    }

    /// A message with its `{places}` filled.
    #[must_use]
    pub fn fill(self, word: Word, places: &[(&str, &str)]) -> String {
        let mut text = String::new();
        let mut rest = self.say(word);
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').unwrap_or((after, ""));
            text += before;
            let found = places.iter().find(|(place, _)| *place == name);
            text += found.map_or("", |(_, value)| value);
            rest = after;
        }
        text + rest
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// The names between braces.
    fn places(text: &str) -> BTreeSet<&str> {
        let parts = text.split('{').skip(1);
        parts
            .filter_map(|part| Some(part.split_once('}')?.0))
            .collect()
    }

    #[test]
    fn every_message_is_there_in_every_language_with_the_same_places() {
        assert!(Word::ALL.len() > 50, "the table is being read");
        for &word in Word::ALL {
            let english = places(Locale::En.say(word));
            for locale in Locale::ALL {
                let text = locale.say(word);
                assert!(!text.trim().is_empty(), "{word:?} in {}", locale.code());
                assert_eq!(places(text), english, "{word:?} in {}", locale.code());
            }
        }
    }

    #[test]
    fn russian_and_kazakh_are_in_their_own_letters() {
        let cyrillic = |c: char| ('\u{400}'..'\u{500}').contains(&c);
        for &word in Word::ALL {
            for locale in [Locale::Ru, Locale::Kk] {
                let text = locale.say(word);
                // What is filled in is in no language.
                let parts = text.split(['{', '}']).step_by(2);
                let own: String = parts.collect();
                let is_silent = !own.contains(char::is_alphabetic);
                assert!(is_silent || own.contains(cyrillic), "{word:?}: {text}");
            }
        }
    }

    #[test]
    fn places_are_filled_by_name_and_nothing_that_is_filled_in_is_read_again() {
        let filled = Locale::En.fill(Word::Dearer, &[("a", "{b}"), ("b", "x"), ("x", "2")]);
        assert_eq!(filled, "{b} is dearer than x by 2.");
    }

    #[test]
    fn languages_are_found_by_their_codes() {
        for locale in Locale::ALL {
            assert_eq!(Locale::of_code(locale.code()), Some(locale));
        }
        assert_eq!(Locale::of_code("de"), None);
    }
}
