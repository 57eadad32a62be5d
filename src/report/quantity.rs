//! Numbers for people: as many digits as mean something, large ones by the thousand or million.

/// `mean ± half` in the digits that half of the interval supports: two of its own. A half that is
/// mere rounding is left out, and a mean that is mere rounding is 0.
pub fn with_half(mean: f64, half: Option<f64>) -> String {
    const ROUNDING: f64 = 1e-10;
    if mean.abs() + half.unwrap_or(0.0) < ROUNDING {
        return "0".to_owned();
    }
    match half.filter(|half| half.is_finite() && *half > ROUNDING * mean.abs()) {
        Some(half) => {
            let decimals = decimals(half, 2);
            format!("{} ± {}", fixed(mean, decimals), fixed(half, decimals))
        }
        None => short(mean),
    }
}

/// A number in four significant digits, thousands set apart.
pub fn short(value: f64) -> String {
    let whole = fixed(value, decimals(value, 4));
    if whole.contains('.') {
        whole.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        whole
    }
}

/// A number in three significant digits, for labels.
pub fn rough(value: f64) -> String {
    let whole = fixed(value, decimals(value, 3));
    if whole.contains('.') {
        whole.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        whole
    }
}

/// A quantity with the fitting prefix of its unit: `125 kt/yr` from 125000 t/yr. Only t, kWh and
/// USD take prefixes; a prefix changes the unit's first letter alone.
pub fn prefixed(value: f64, unit: &str) -> String {
    let (scaled, prefix) = match (unit.split('/').next(), value.abs()) {
        (Some("t"), 1e3..) => (value / 1e3, "kt"),
        (Some("t"), 1e-9..0.1) => (value * 1e3, "kg"),
        (Some("kWh"), 1e6..) => (value / 1e6, "GWh"),
        (Some("kWh"), 1e3..) => (value / 1e3, "MWh"),
        (Some("USD"), 1e6..) => (value / 1e6, "MUSD"),
        (Some(base), _) => (value, base),
        (None, _) => (value, ""),
    };
    let rest = unit.find('/').map_or("", |at| &unit[at..]);
    format!("{} {prefix}{rest}", short(scaled))
        .trim_end()
        .to_owned()
}

/// A factor, and the unit with it, in which numbers as large as this are told: 1e6 and `GWh` for
/// millions of kWh.
pub fn scale(largest: f64, unit: &str) -> (f64, String) {
    let (factor, word) = match (unit, largest.abs()) {
        ("share", _) => (0.01, "%"),
        ("kWh", 1e6..) => (1e6, "GWh"),
        ("kWh", 1e3..) => (1e3, "MWh"),
        (_, 1e10..) => return (1e9, format!("billion {unit}")),
        (_, 1e7..) => return (1e6, format!("million {unit}")),
        _ => (1.0, unit),
    };
    (factor, word.to_owned())
}

/// The unit of a difference of numbers in a unit: of shares, not a share of one of them.
pub fn of_difference(unit: &str) -> String {
    if unit == "%" { "% points" } else { unit }.to_owned()
}

/// Decimals at which a number has so many significant digits; none where it needs none.
fn decimals(value: f64, digits: i32) -> usize {
    if value == 0.0 || !value.is_finite() {
        return 0;
    }
    let magnitude = libm::floor(libm::log10(value.abs())) as i32;
    (digits - 1 - magnitude).clamp(0, 12) as usize
}

/// Between groups of digits, so that no line breaks there.
const NO_BREAK: &str = "\u{a0}";

/// A number with so many decimals, and blanks between groups of three from 10 000 on.
pub fn fixed(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) if digits.contains(|c: char| ('1'..='9').contains(&c)) => ("-", digits),
        Some(digits) => ("", digits),
        None => ("", text.as_str()),
    };
    let (whole, rest) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    format!("{sign}{}{rest}", grouped(whole))
}

fn grouped(digits: &str) -> String {
    if digits.len() < 5 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return digits.to_owned();
    }
    let first = (digits.len() - 1) % 3 + 1;
    let (head, tail) = digits.split_at(first);
    let groups = (0..tail.len()).step_by(3).map(|at| &tail[at..at + 3]);
    groups.fold(head.to_owned(), |text, group| text + NO_BREAK + group)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mean_has_the_digits_its_interval_supports() {
        for (mean, half, text) in [
            (83.2141, Some(0.3472), "83.21 ± 0.35"),
            (0.98765, Some(0.0123), "0.988 ± 0.012"),
            (123_456.7, Some(1234.5), "123\u{a0}457 ± 1234"),
            (-0.001, Some(0.2), "0.00 ± 0.20"),
            (-3.0, Some(20.0), "-3 ± 20"),
            (400.0, Some(0.0), "400"),
            (-3.2, Some(1e-15), "-3.2"),
            (2e-16, Some(1e-16), "0"),
            (1.0 / 3.0, None, "0.3333"),
        ] {
            assert_eq!(with_half(mean, half), text);
        }
    }

    #[test]
    fn large_numbers_and_shares_are_told_in_words_people_use() {
        for (largest, unit, factor, word) in [
            (9.4e10, "kWh", 1e6, "GWh"),
            (0.93, "share", 0.01, "%"),
            (4.6e7, "vehicle", 1e6, "million vehicle"),
            (5.4e6, "vehicle", 1.0, "vehicle"),
            (7e11, "USD", 1e9, "billion USD"),
        ] {
            assert_eq!(scale(largest, unit), (factor, word.to_owned()));
        }
    }

    #[test]
    fn units_take_the_prefix_that_fits() {
        for (value, unit, text) in [
            (125_000.0, "t/yr", "125 kt/yr"),
            (5.6e-4, "t", "0.56 kg"),
            (2e6, "kWh/yr", "2 GWh/yr"),
            (60_000.0, "kWh", "60 MWh"),
            (200_000.0, "vehicle/yr", "200\u{a0}000 vehicle/yr"),
            (85e6, "USD", "85 MUSD"),
            (12.5, "d", "12.5 d"),
            (3.0, "", "3"),
        ] {
            assert_eq!(prefixed(value, unit), text);
        }
    }
}
