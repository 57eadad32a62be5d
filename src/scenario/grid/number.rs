//! Numbers as spreadsheets save them. Blanks that do not break (U+00A0, U+202F, U+2009) may stand between
//! thousands, as Russian and Kazakh formats set them; points and commas may not, since nobody could tell
//! 1.234 from a little more than one.

/// Blanks between thousands.
const BLANKS: [char; 3] = ['\u{a0}', '\u{202f}', '\u{2009}'];

/// A number with a decimal point, and a comma in its place where that is decimal.
pub(super) fn number(text: &str, decimal_comma: bool) -> Option<f64> {
    let plain = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '+' | 'e' | 'E');
    let mut text = ungrouped(text);
    if decimal_comma {
        text = text.replacen(',', ".", 1);
    }
    let number = text.parse().ok().filter(|number: &f64| number.is_finite());
    number.filter(|_| text.chars().all(plain))
}

/// A text without the blanks between thousands: those after a digit and before exactly three.
pub(in crate::scenario) fn ungrouped(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let is_digit = |at: usize| chars.get(at).is_some_and(char::is_ascii_digit);
    let is_group = |at: usize| {
        at > 0 && is_digit(at - 1) && (1..=3).all(|by| is_digit(at + by)) && !is_digit(at + 4)
    };
    let kept = |(at, c): (usize, &char)| (!BLANKS.contains(c) || !is_group(at)).then_some(*c);
    chars.iter().enumerate().filter_map(kept).collect()
}

/// True for a number in groups of three that cannot be read for what stands between them: `1.234,5`,
/// `1,234.50`, `1 250`.
pub(super) fn has_thousands(text: &str, decimal_comma: bool) -> bool {
    let between = |c: char| ".,' ".contains(c) || BLANKS.contains(&c);
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = text.trim_start_matches('-').split(between).collect();
    let group = |part: &&str| part.len() == 3 && digits(part);
    let groups = parts.iter().skip(1).take_while(|part| group(part)).count();
    let decimals = parts.get(1 + groups..).unwrap_or_default();
    groups > 0
        && digits(parts[0])
        && parts[0].len() <= 3
        && matches!(decimals, [] | [_])
        && decimals.iter().all(|part| digits(part))
        && number(text, decimal_comma).is_none()
}

/// True for a number whose comma is decimal beyond doubt: `7,5`, not `1,234`.
pub(super) fn is_decimal_by_comma(text: &str) -> bool {
    let digits = text.trim_start_matches('-').split_once(',');
    let is_thousand = digits.is_some_and(|(whole, rest)| {
        rest.len() == 3 && (1..=3).contains(&whole.len()) && whole != "0"
    });
    digits.is_some() && !is_thousand && number(text, true).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_between_thousands_are_read_and_nothing_else_is() {
        for (text, in_comma, in_point) in [
            ("1\u{a0}234,5", Some(1234.5), None),
            (
                "1\u{202f}234\u{202f}567",
                Some(1_234_567.0),
                Some(1_234_567.0),
            ),
            ("-12\u{2009}000", Some(-12_000.0), Some(-12_000.0)),
            ("1\u{a0}234.5", Some(1234.5), Some(1234.5)),
            ("1\u{a0}23", None, None),
            ("1\u{a0}2345", None, None),
            ("1 234", None, None),
            ("1.234", Some(1.234), Some(1.234)),
            ("1.234,5", None, None),
            ("1.234.567", None, None),
            ("1,234", Some(1.234), None),
        ] {
            assert_eq!(number(text, true), in_comma, "{text}");
            assert_eq!(number(text, false), in_point, "{text}");
        }
    }

    #[test]
    fn numbers_with_thousands_are_known_from_other_words() {
        for text in ["1.234,5", "1 234", "1.234.567", "1,234.5", "1 234,56"] {
            assert!(has_thousands(text, true), "{text}");
        }
        for text in [
            "1.234",
            "7,5",
            "many",
            "",
            "5 d",
            "12",
            "pert(1, 2, 3)",
            "49,7 83,4",
            "5 6",
        ] {
            assert!(!has_thousands(text, true), "{text}");
        }
        assert!(has_thousands("1,234", false) && !has_thousands("7,5", false));
    }

    #[test]
    fn a_comma_is_decimal_beyond_doubt_where_no_thousand_looks_so() {
        for text in ["7,5", "0,125", "1234,567", "-3,25", "12,3456"] {
            assert!(is_decimal_by_comma(text), "{text}");
        }
        for text in ["1,234", "999,000", "7.5", "12", "1,2,3", "a,b"] {
            assert!(!is_decimal_by_comma(text), "{text}");
        }
    }
}
