//! Numbers as a language writes them.

use super::Locale;
use crate::report::quantity;

impl Locale {
    /// Its decimal sign.
    #[must_use]
    pub const fn decimal(self) -> char {
        match self {
            Self::En => '.',
            Self::Ru | Self::Vi | Self::Kk => ',',
        }
    }

    /// A number in English digits in those of this language, with a true minus sign.
    pub(crate) fn written(self, digits: &str) -> String {
        let sign = |c| match c {
            '.' => self.decimal(),
            '-' => '\u{2212}',
            other => other,
        };
        digits.chars().map(sign).collect()
    }

    /// A number in four significant digits.
    pub(crate) fn short(self, value: f64) -> String {
        self.written(&quantity::short(value))
    }

    /// A number in fewer digits, for labels in charts.
    pub(crate) fn rough(self, value: f64) -> String {
        self.written(&quantity::rough(value))
    }

    /// `mean ± half` without its unit.
    pub(crate) fn bare_half(self, mean: f64, half: Option<f64>) -> String {
        self.written(&quantity::with_half(mean, half))
    }

    /// `mean ± half unit`, in a prefix that suits it.
    pub(crate) fn with_half(self, mean: f64, half: Option<f64>, unit: &str) -> String {
        let (factor, unit) = quantity::scale(mean, unit);
        let amount = self.bare_half(mean / factor, half.map(|half| half / factor));
        self.united(&amount, &unit)
    }

    /// A quantity, in a prefix that suits it.
    pub(crate) fn amount(self, value: f64, unit: &str) -> String {
        let (factor, unit) = quantity::scale(value, unit);
        self.united(&self.short(value / factor), &unit)
    }

    /// A number with its unit.
    pub(crate) fn united(self, number: &str, unit: &str) -> String {
        let unit = self.unit(unit);
        if unit.is_empty() {
            return number.to_owned();
        }
        format!("{number}\u{a0}{unit}")
    }

    /// A share in percent.
    pub(crate) fn percent(self, share: f64) -> String {
        let text = format!("{:.0}", 100.0 * share);
        self.united(&self.written(&text), "%")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_the_decimal_sign_of_their_language() {
        let told = Locale::ALL.map(|locale| locale.with_half(-4.126, Some(0.64), "USD/kWh"));
        assert_eq!(
            told,
            [
                "\u{2212}4.13 ± 0.64\u{a0}USD/kWh",
                "\u{2212}4,13 ± 0,64\u{a0}USD/кВт·ч",
                "\u{2212}4,13 ± 0,64\u{a0}USD/kWh",
                "\u{2212}4,13 ± 0,64\u{a0}USD/кВт·сағ",
            ]
        );
        assert_eq!(Locale::Ru.amount(2.5e7, "USD"), "25\u{a0}млн USD");
        assert_eq!(Locale::Vi.percent(0.034), "3\u{a0}%");
    }
}
