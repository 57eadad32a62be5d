//! Numbers and words as cells that a spreadsheet reads back unchanged.

mod guard;

use std::borrow::Cow;

use crate::calendar::Date;

/// Above this not every whole number is a double.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// The shortest digits that read back as the same double; whole numbers without a point or an
/// exponent below 2^53; nothing for what is no finite number.
#[expect(clippy::float_cmp, reason = "a number is whole or it is not")]
pub fn number(value: f64) -> String {
    if !value.is_finite() {
        return String::new();
    }
    if value.abs() < EXACT && libm::trunc(value) == value {
        return (value as i64).to_string();
    }
    let mut buffer = zmij::Buffer::new();
    let digits = buffer.format_finite(value);
    digits.strip_suffix(".0").unwrap_or(digits).to_owned()
}

/// The date so many days after another; `never` for infinitely many, nothing for an unknown number.
pub fn date(start: Date, days: f64) -> String {
    if days.is_nan() {
        String::new()
    } else if days == f64::INFINITY {
        "never".to_owned()
    } else {
        Date(start.0.saturating_add(libm::floor(days) as i32)).to_string()
    }
}

/// Text that a spreadsheet shows as it is: what it would run as a formula or turn into a number, a date or a
/// truth gets an apostrophe, and so does what stands behind apostrophes already.
pub fn text(words: &str) -> Cow<'_, str> {
    if is_guarded(words) {
        Cow::Owned(format!("'{words}"))
    } else {
        Cow::Borrowed(words)
    }
}

/// The words of a text that was written so.
pub fn unguarded(cell: &str) -> &str {
    cell.strip_prefix('\'')
        .filter(|words| is_guarded(words))
        .unwrap_or(cell)
}

fn is_guarded(words: &str) -> bool {
    guard::is_taken_for_something_else(words.trim_start_matches('\''))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_have_no_point_and_no_exponent() {
        for (value, cell) in [
            (0.0, "0"),
            (-0.0, "0"),
            (1000.0, "1000"),
            (-3.0, "-3"),
            (2e15, "2000000000000000"),
            (0.1, "0.1"),
            (-83.25, "-83.25"),
            (1.0 / 3.0, "0.3333333333333333"),
        ] {
            assert_eq!(number(value), cell);
        }
    }

    #[test]
    fn every_number_reads_back_as_itself() {
        for value in [
            0.1 + 0.2,
            1e-300,
            1.5e300,
            1e16,
            123_456.789_012_345,
            5e-324,
        ] {
            assert_eq!(number(value).parse(), Ok(value), "{}", number(value));
        }
    }

    #[test]
    fn what_is_unknown_is_an_empty_cell() {
        assert_eq!(number(f64::NAN), "");
        assert_eq!(number(f64::INFINITY), "");
        assert_eq!(date(Date(0), f64::NAN), "");
    }

    #[test]
    fn a_day_becomes_its_date_and_infinity_never() {
        assert_eq!(date(Date(0), 59.0), "1970-03-01");
        assert_eq!(date(Date(0), f64::INFINITY), "never");
    }

    #[test]
    fn text_that_would_run_as_a_formula_is_guarded() {
        assert_eq!(text("=HYPERLINK(\"x\")"), "'=HYPERLINK(\"x\")");
        assert_eq!(text("@sum"), "'@sum");
        assert_eq!(text("sea = 5 d"), "sea = 5 d");
        assert_eq!(text("1-2"), "'1-2");
    }

    #[test]
    fn every_text_is_read_back_as_it_was() {
        for words in ["=1", "'=1", "''1-2", "it's", "'quoted'", "1e5", "", "'"] {
            assert_eq!(unguarded(&text(words)), words);
        }
    }
}
