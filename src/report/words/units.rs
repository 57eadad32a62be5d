//! Units in words: symbols that a language writes in its own way.

use super::{Locale, Texts};

/// Symbol as results have it, and how it is written; `/` before it marks its place below a stroke.
const UNITS: &[(&str, Texts)] = &[
    ("d", ["days", "дн.", "ngày", "күн"]),
    ("/d", ["day", "сут.", "ngày", "тәул."]),
    ("yr", ["years", "лет", "năm", "жыл"]),
    ("/yr", ["year", "год", "năm", "жыл"]),
    ("h", ["h", "ч", "giờ", "сағ"]),
    ("kWh", ["kWh", "кВт·ч", "kWh", "кВт·сағ"]),
    ("MWh", ["MWh", "МВт·ч", "MWh", "МВт·сағ"]),
    ("GWh", ["GWh", "ГВт·ч", "GWh", "ГВт·сағ"]),
    ("t", ["t", "т", "tấn", "т"]),
    ("/t", ["t", "т", "tấn", "т"]),
    ("kt", ["kt", "тыс. т", "nghìn tấn", "мың т"]),
    ("kg", ["kg", "кг", "kg", "кг"]),
    ("km", ["km", "км", "km", "км"]),
    ("vehicle", ["vehicles", "автомобилей", "xe", "автокөлік"]),
    ("/vehicle", ["vehicle", "автомобиль", "xe", "автокөлік"]),
    ("unit", ["units", "ед.", "đơn vị", "дана"]),
    ("/unit", ["unit", "ед.", "đơn vị", "дана"]),
    ("FEU", ["FEU", "FEU", "FEU", "FEU"]),
    ("orders", ["orders", "заказов", "đơn hàng", "тапсырыс"]),
    ("draws", ["draws", "розыгрышей", "lượt rút", "таңдау"]),
    ("trials", ["trials", "испытаний", "lần thử", "сынақ"]),
    ("million", ["million", "млн", "triệu", "млн"]),
    ("billion", ["billion", "млрд", "tỷ", "млрд"]),
    ("share", ["share", "доля", "tỷ lệ", "үлес"]),
    ("points", ["points", "пункт.", "điểm", "тармақ"]),
];

impl Locale {
    /// A unit in words; what it does not know stays.
    #[must_use]
    pub fn unit(self, unit: &str) -> String {
        let known = |symbol: &str| {
            let found = UNITS.iter().find(|(known, _)| *known == symbol);
            found.map(|(_, texts)| texts[self as usize])
        };
        let mut words = String::new();
        let mut below = false;
        for part in unit.split_inclusive([' ', '/']) {
            let symbol = part.trim_end_matches([' ', '/']);
            let own = below.then(|| known(&format!("/{symbol}"))).flatten();
            words += own.or_else(|| known(symbol)).unwrap_or(symbol);
            words += &part[symbol.len()..];
            below |= part.ends_with('/');
        }
        words
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_written_as_the_language_does() {
        for (unit, english, russian) in [
            ("USD/kWh", "USD/kWh", "USD/кВт·ч"),
            ("d", "days", "дн."),
            ("USD/d", "USD/day", "USD/сут."),
            ("million vehicle", "million vehicles", "млн автомобилей"),
            ("unit d", "units days", "ед. дн."),
            ("%", "%", "%"),
            ("", "", ""),
        ] {
            assert_eq!(Locale::En.unit(unit), english);
            assert_eq!(Locale::Ru.unit(unit), russian);
        }
    }
}
