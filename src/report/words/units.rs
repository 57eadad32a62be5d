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
    ("spells", ["spells", "периодов", "đợt", "кезең"]),
    ("rows", ["rows", "строк", "dòng", "жол"]),
    ("date", ["date", "дата", "ngày tháng", "күні"]),
    ("number", ["number", "число", "con số", "сан"]),
    (
        "that of the line",
        [
            "that of the line",
            "единица строки",
            "đơn vị của dòng",
            "жол бірлігі",
        ],
    ),
];

/// What a unit may begin or end at.
const BETWEEN: [char; 2] = [' ', '/'];

impl Locale {
    /// A unit in words; what it does not know stays.
    #[must_use]
    pub fn unit(self, unit: &str) -> String {
        if let Some((_, texts)) = UNITS.iter().find(|(known, _)| *known == unit) {
            return texts[self as usize].to_owned();
        }
        let known = |symbol: &str| {
            let found = UNITS.iter().find(|(known, _)| *known == symbol);
            found.map(|(_, texts)| texts[self as usize])
        };
        let mut words = String::new();
        let mut below = false;
        for part in unit.split_inclusive(BETWEEN) {
            let symbol = part.trim_end_matches(BETWEEN);
            let own = below.then(|| known(&format!("/{symbol}"))).flatten();
            words += own.or_else(|| known(symbol)).unwrap_or(symbol);
            words += &part[symbol.len()..];
            below |= part.ends_with('/');
        }
        words
    }

    /// A unit as tables write it: English ones are the symbols, which programs select by.
    #[must_use]
    pub fn unit_in_tables(self, unit: &str) -> String {
        match self {
            Self::En => unit.to_owned(),
            Self::Ru | Self::Vi | Self::Kk => self.unit(unit),
        }
    }

    /// The symbols of a unit that a table has in this language.
    #[must_use]
    pub fn symbols(self, written: &str) -> String {
        if self == Self::En {
            return written.to_owned();
        }
        let mut symbols = String::new();
        let mut rest = written;
        while !rest.is_empty() {
            let (symbol, length) = self.symbol(rest);
            symbols += symbol;
            let between = rest[length..].chars().next();
            symbols.extend(between);
            rest = &rest[length + between.map_or(0, char::len_utf8)..];
        }
        symbols
    }

    /// What a unit begins with, and how long that is in this language: the longest words it has, since some
    /// have blanks within.
    fn symbol(self, written: &str) -> (&str, usize) {
        let ends = |length: usize| {
            written[length..]
                .chars()
                .next()
                .is_none_or(|c| BETWEEN.contains(&c))
        };
        let words = UNITS
            .iter()
            .map(|(symbol, all)| (symbol, all[self as usize]));
        let begins = words.filter(|(_, word)| written.starts_with(word) && ends(word.len()));
        if let Some((symbol, word)) = begins.max_by_key(|(_, word)| word.len()) {
            return (symbol.trim_start_matches('/'), word.len());
        }
        let length = written.find(BETWEEN).unwrap_or(written.len());
        (&written[..length], length)
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

    #[test]
    fn units_of_tables_lead_back_to_their_symbols() {
        let made = [
            "USD/kWh",
            "kg CO2e/kWh",
            "t/d",
            "vehicle/yr",
            "kt",
            "USD/FEU",
            "%",
            "",
            "h/d",
        ];
        let known = UNITS
            .iter()
            .map(|(symbol, _)| symbol.trim_start_matches('/'));
        for unit in known.chain(made) {
            for locale in Locale::ALL {
                let written = locale.unit_in_tables(unit);
                assert_eq!(
                    locale.symbols(&written),
                    unit,
                    "{written} in {}",
                    locale.code()
                );
            }
        }
        assert_eq!(Locale::Vi.unit_in_tables("USD/t"), "USD/tấn");
    }
}
