//! Letters that are not Latin, among them those that look as if they were.

/// Cyrillic and Greek letters beside the Latin ones they look like.
#[rustfmt::skip]
const ALIKE: &[(char, char)] = &[
    ('а', 'a'), ('е', 'e'), ('о', 'o'), ('р', 'p'), ('с', 'c'), ('у', 'y'), ('х', 'x'), ('і', 'i'),
    ('ј', 'j'), ('ѕ', 's'), ('һ', 'h'), ('к', 'k'), ('А', 'A'), ('В', 'B'), ('Е', 'E'), ('К', 'K'),
    ('М', 'M'), ('Н', 'H'), ('О', 'O'), ('Р', 'P'), ('С', 'C'), ('Т', 'T'), ('У', 'Y'), ('Х', 'X'),
    ('І', 'I'), ('Ј', 'J'), ('Ѕ', 'S'), ('Ү', 'Y'), ('Һ', 'H'), ('Α', 'A'), ('Β', 'B'), ('Ε', 'E'),
    ('Ζ', 'Z'), ('Η', 'H'), ('Ι', 'I'), ('Κ', 'K'), ('Μ', 'M'), ('Ν', 'N'), ('Ο', 'O'), ('Ρ', 'P'),
    ('Τ', 'T'), ('Υ', 'Y'), ('Χ', 'X'), ('ο', 'o'), ('ν', 'v'), ('α', 'a'), ('ι', 'i'), ('ρ', 'p'),
];

/// A word with letters in it that are not Latin.
#[derive(Clone, Debug, PartialEq)]
pub struct Foreign {
    /// Which they are: `letter 2, "е", is Cyrillic`.
    pub told: String,
    /// The word in Latin letters, where all the others only look like them.
    pub latin: Option<String>,
}

/// What is foreign in a word; nothing for a word in plain Latin letters.
pub fn foreign(word: &str) -> Option<Foreign> {
    let strange = |c: &char| c.is_alphabetic() && !c.is_ascii();
    let letters: Vec<char> = word.chars().filter(strange).collect();
    let first = *letters.first()?;
    let every = word.chars().filter(|c| c.is_alphabetic()).count() == letters.len();
    let told = if every && letters.len() == 1 {
        format!("it is {}", script(first))
    } else if every {
        format!("its letters are {}", script(first))
    } else {
        let position = word.chars().position(|c| c == first).unwrap_or(0) + 1;
        format!("letter {position}, \"{first}\", is {}", script(first))
    };
    let latin = word.chars().map(latin).collect::<Option<String>>();
    Some(Foreign { told, latin })
}

fn latin(c: char) -> Option<char> {
    let alike = || {
        ALIKE
            .iter()
            .find(|(foreign, _)| *foreign == c)
            .map(|(_, latin)| *latin)
    };
    if c.is_ascii() { Some(c) } else { alike() }
}

fn script(c: char) -> &'static str {
    match c {
        '\u{370}'..='\u{3ff}' => "Greek",
        '\u{400}'..='\u{52f}' => "Cyrillic",
        '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => "a letter with a mark",
        _ => "not Latin",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_that_only_look_latin_are_named_and_turned() {
        for (word, told, latin) in [
            (
                "r\u{435}finery",
                "letter 2, \"\u{435}\", is Cyrillic",
                Some("refinery"),
            ),
            ("\u{421}\u{41e}", "its letters are Cyrillic", Some("CO")),
            ("завод", "its letters are Cyrillic", None),
            ("nhà-máy", "letter 3, \"à\", is a letter with a mark", None),
            ("kWh/т", "letter 5, \"т\", is Cyrillic", None),
            ("μ", "it is Greek", None),
        ] {
            let found = foreign(word).unwrap();
            assert_eq!((found.told.as_str(), found.latin.as_deref()), (told, latin));
        }
        assert_eq!(foreign("refinery-2_b"), None);
        assert_eq!(foreign("₸/kWh"), None);
    }

    #[test]
    fn every_pair_is_a_foreign_letter_and_a_latin_one() {
        for (foreign, latin) in ALIKE {
            assert!(!foreign.is_ascii() && latin.is_ascii_alphabetic());
            assert_eq!(foreign.is_uppercase(), latin.is_uppercase(), "{foreign}");
        }
    }
}
