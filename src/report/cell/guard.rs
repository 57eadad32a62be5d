//! What a spreadsheet would take for something else than the words it is: a formula, a number, a date, a truth.

use crate::calendar::MONTHS;

/// What formulas begin with, in letters of either width.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// What stands between the digits of numbers, dates and times of any country.
const WITHIN: &str = " .,:/-+'’%eE\u{a0}\u{202f}\u{2009}$€₸₫";

/// Months of Russian, as they stand alone and beside a day, of Kazakh and of Vietnamese.
#[rustfmt::skip]
const OTHER_MONTHS: &[&str] = &[
    "январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь",
    "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря",
    "қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым", "шілде", "тамыз", "қыркүйек", "қазан", "қараша", "желтоқсан",
    "tháng", "thg",
];

/// True for words that a spreadsheet would not show as they are.
pub(super) fn is_taken_for_something_else(words: &str) -> bool {
    is_formula(words) || is_number(words) || is_month(words) || is_truth(words)
}

fn is_formula(words: &str) -> bool {
    let blank =
        |c: char| c.is_whitespace() || c.is_control() || matches!(c, '\u{feff}' | '\u{200b}');
    words.starts_with(['\t', '\r', '\n']) || words.trim_start_matches(blank).starts_with(FORMULA)
}

/// Numbers, dates in digits, times, shares.
fn is_number(words: &str) -> bool {
    let words = words.trim();
    let first = words.trim_start_matches(['.', ',', '$', '€', '₸', '₫']);
    first.starts_with(|c: char| c.is_ascii_digit())
        && words
            .chars()
            .all(|c| c.is_ascii_digit() || WITHIN.contains(c))
}

/// A month beside digits: `mar1`, `MAR-1`, `1 мая 2030`.
fn is_month(words: &str) -> bool {
    let words = words.trim().to_lowercase();
    let other = |c: char| c.is_ascii_digit() || c.is_whitespace() || ".-/,".contains(c);
    let name = words.trim_matches(other);
    let has_digit = words.contains(|c: char| c.is_ascii_digit());
    has_digit
        && name.chars().all(char::is_alphabetic)
        && name.chars().count() >= 3
        && MONTHS
            .iter()
            .chain(OTHER_MONTHS)
            .any(|month| month.starts_with(name))
}

fn is_truth(words: &str) -> bool {
    let words = words.trim().to_lowercase();
    ["true", "false", "истина", "ложь"].contains(&words.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_be_run_or_turned_is_known_and_plain_words_are_not() {
        for words in [
            "=1",
            "+1",
            "-1",
            "@sum",
            "＝1",
            "＋1",
            "－1",
            "＠x",
            "\tx",
            "\rx",
            "\nx",
            " =1",
            "\u{a0}=1",
            "\u{200b}=1",
            "1-2",
            "2030-06",
            "2030",
            "1e5",
            "1/2",
            "1.2",
            "1,2",
            "12:30",
            "5 %",
            "1 234,5",
            ".5",
            "$5",
            "mar1",
            "MAR-1",
            "Mar 2030",
            "1-mar",
            "1 мая 2030",
            "SEPT2",
            "octob3",
            "thg 1",
            "december-31",
            "TRUE",
            "ложь",
        ] {
            assert!(is_taken_for_something_else(words), "{words:?}");
        }
        for words in [
            "",
            "sea = 5 d",
            "e1",
            "market1",
            "may",
            "marine-1",
            "p50",
            "site.mine",
            "industry:F031",
            "2 trains",
            "5 d",
            "a-b",
            "1 of 2",
            "никель",
            "truth",
            "маршрут2",
            "octane95",
            "jan_1",
        ] {
            assert!(!is_taken_for_something_else(words), "{words:?}");
        }
    }
}
