//! How numbers are shown: shares in percent, money with its thousands, days with one decimal, others in the digits
//! that their interval supports. Cells keep every digit.

use crate::report::quantity;
use crate::report::words::Locale;

/// Dates, as ISO 8601 writes them.
pub const DATE: &str = "yyyy-mm-dd";
/// Counts and years.
pub const WHOLE: &str = "0";
/// From 1970-01-01 back to the day that spreadsheets call 0 [days].
const EPOCH: f64 = 25_569.0;

/// A day as spreadsheets count them, from days since 1970.
pub fn day(days: f64) -> f64 {
    days + EPOCH
}

/// In which unit and digits some numbers are shown: a cell holds the number over `factor`.
pub struct Shown {
    /// Of the unit that is shown, in that of the files.
    pub factor: f64,
    /// The unit, in words.
    pub unit: String,
    /// A spreadsheet's format.
    pub format: String,
}

impl Shown {
    /// Of numbers as large as `largest`, with intervals as wide as twice `half`. Percent are left to the format.
    pub fn of(locale: Locale, unit: &str, largest: f64, half: f64) -> Self {
        if unit == "share" {
            return Self {
                factor: 1.0,
                unit: "%".to_owned(),
                format: format(unit, largest, half),
            };
        }
        let (factor, word) = quantity::scale(largest, unit);
        Self {
            factor,
            unit: locale.unit(&word),
            format: format(&word, largest / factor, half / factor),
        }
    }

    /// A number as its cell holds it.
    pub fn cell(&self, value: Option<f64>) -> Option<f64> {
        value.map(|value| value / self.factor)
    }
}

/// The format of numbers of a unit: in two digits of half of their interval where that is known (> 0), else in
/// the digits that the unit asks for.
pub fn format(unit: &str, largest: f64, half: f64) -> String {
    if unit == "date" {
        return DATE.to_owned();
    }
    let percent = unit == "share";
    let by = if percent { 100.0 } else { 1.0 };
    let decimals = match (half * by > 1e-9, unit) {
        (true, _) => decimals(half * by, 2).min(6),
        // What is nearly certain is not shown as certain.
        (false, "share") if (0.99..1.0).contains(&largest.abs()) => 3,
        (false, "share" | "d") => 1,
        (false, "USD") if largest.abs() >= 1e3 => 0,
        (false, _) => decimals(largest, 4).min(6),
    };
    let places = if decimals > 0 {
        format!(".{}", "0".repeat(decimals))
    } else {
        String::new()
    };
    match (percent, largest.abs()) {
        (true, _) => format!("0{places}%"),
        (false, x) if x > 0.0 && x < 1e-4 => "0.00E+00".to_owned(),
        _ => format!("#,##0{places}"),
    }
}

/// The format of an axis that runs to `largest` in steps: thousands and millions are left to the format.
pub fn axis(factor: f64, unit: &str, step: f64) -> String {
    if unit == "share" {
        let decimals = decimals(100.0 * step, 1);
        return if decimals == 0 {
            "0%".to_owned()
        } else {
            format!("0.{}%", "0".repeat(decimals))
        };
    }
    let commas = match factor {
        1e9.. => ",,,",
        1e6.. => ",,",
        1e3.. => ",",
        _ => "",
    };
    match decimals(step / factor, 1) {
        0 => format!("#,##0{commas}"),
        some => format!("#,##0.{}{commas}", "0".repeat(some)),
    }
}

/// Decimals at which a number has so many significant digits.
fn decimals(value: f64, digits: i32) -> usize {
    if value == 0.0 || !value.is_finite() {
        return 0;
    }
    let magnitude = libm::floor(libm::log10(value.abs()) + 1e-9) as i32;
    (digits - 1 - magnitude).clamp(0, 12) as usize
}

/// How many letters a number takes in a format.
pub fn letters(value: f64, format: &str) -> usize {
    if format == DATE {
        return 10;
    }
    let decimals = format.split_once('.').map_or(0, |(_, places)| {
        1 + places.bytes().filter(|byte| *byte == b'0').count()
    });
    let percent = format.ends_with('%');
    let size = if percent { 100.0 * value } else { value }.abs().max(1.0);
    let digits = libm::floor(libm::log10(size)) as usize + 1;
    let groups = if format.contains(',') {
        (digits - 1) / 3
    } else {
        0
    };
    usize::from(value < 0.0) + digits + groups + decimals + usize::from(percent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_shown_as_their_unit_asks() {
        for (unit, largest, half, expected) in [
            ("share", 0.93, 0.0, "0.0%"),
            ("share", 0.9998, 0.0, "0.000%"),
            ("share", 0.9998, 0.000_054, "0.0000%"),
            ("USD", 485_892_895.6, 0.0, "#,##0"),
            ("USD", 12.5, 0.0, "#,##0.00"),
            ("d", 24.8, 0.0, "#,##0.0"),
            ("d", 24.8, 4.1, "#,##0.0"),
            ("USD/kWh", 49.64, 0.028, "#,##0.000"),
            ("USD/kWh", 49.64, 0.0, "#,##0.00"),
            ("t", 2e-6, 0.0, "0.00E+00"),
            ("date", 20_000.0, 0.0, "yyyy-mm-dd"),
        ] {
            assert_eq!(
                format(unit, largest, half),
                expected,
                "{unit} {largest} {half}"
            );
        }
    }

    #[test]
    fn axes_leave_thousands_and_millions_to_their_format() {
        assert_eq!(axis(1e6, "USD", 5e6), "#,##0,,");
        assert_eq!(axis(1e6, "kWh", 5e5), "#,##0.0,,");
        assert_eq!(axis(1.0, "USD/kWh", 0.2), "#,##0.0");
        assert_eq!(axis(0.01, "share", 0.005), "0.0%");
    }

    #[test]
    fn widths_count_what_is_shown() {
        assert_eq!(letters(-1_234_567.8, "#,##0.0"), "-1,234,567.8".len());
        assert_eq!(letters(0.9998, "0.00%"), "99.98%".len());
        assert_eq!(letters(45_000.0, DATE), "2023-03-15".len());
    }

    #[test]
    fn days_are_counted_as_spreadsheets_do() {
        // LibreOffice and Excel: 45000 is 2023-03-15, 19431 days after 1970-01-01.
        assert!((day(19_431.0) - 45_000.0).abs() < 1e-12);
    }
}
