//! How units and dimensions are called: the symbols a user may write, the words and examples of
//! messages.

use std::fmt;

use super::{BASES, Dimension};

/// Symbol, base units in one, dimension.
type Symbol = (&'static str, f64, Dimension);

const HOUR: f64 = 1.0 / 24.0;
const YEAR: f64 = 365.0;

#[rustfmt::skip]
const SYMBOLS: &[Symbol] = &[
    ("USD", 1.0, Dimension::MONEY), ("kUSD", 1e3, Dimension::MONEY),
    ("MUSD", 1e6, Dimension::MONEY), ("GUSD", 1e9, Dimension::MONEY),
    ("KZT", 1.0, Dimension::KZT), ("kKZT", 1e3, Dimension::KZT), ("MKZT", 1e6, Dimension::KZT),
    ("GKZT", 1e9, Dimension::KZT),
    ("CNY", 1.0, Dimension::CNY), ("kCNY", 1e3, Dimension::CNY), ("MCNY", 1e6, Dimension::CNY),
    ("GCNY", 1e9, Dimension::CNY),
    ("VND", 1.0, Dimension::VND), ("kVND", 1e3, Dimension::VND), ("MVND", 1e6, Dimension::VND),
    ("GVND", 1e9, Dimension::VND),
    ("EUR", 1.0, Dimension::EUR), ("kEUR", 1e3, Dimension::EUR), ("MEUR", 1e6, Dimension::EUR),
    ("GEUR", 1e9, Dimension::EUR),
    ("d", 1.0, Dimension::TIME), ("day", 1.0, Dimension::TIME), ("days", 1.0, Dimension::TIME),
    ("h", HOUR, Dimension::TIME), ("hour", HOUR, Dimension::TIME), ("hours", HOUR, Dimension::TIME),
    ("min", HOUR / 60.0, Dimension::TIME), ("s", HOUR / 3600.0, Dimension::TIME),
    ("wk", 7.0, Dimension::TIME), ("week", 7.0, Dimension::TIME), ("weeks", 7.0, Dimension::TIME),
    ("mo", YEAR / 12.0, Dimension::TIME), ("month", YEAR / 12.0, Dimension::TIME),
    ("months", YEAR / 12.0, Dimension::TIME),
    ("yr", YEAR, Dimension::TIME), ("year", YEAR, Dimension::TIME), ("years", YEAR, Dimension::TIME),
    ("t", 1.0, Dimension::MASS), ("kt", 1e3, Dimension::MASS), ("Mt", 1e6, Dimension::MASS),
    ("kg", 1e-3, Dimension::MASS), ("g", 1e-6, Dimension::MASS), ("mg", 1e-9, Dimension::MASS),
    ("kWh", 1.0, Dimension::ENERGY), ("Wh", 1e-3, Dimension::ENERGY),
    ("MWh", 1e3, Dimension::ENERGY), ("GWh", 1e6, Dimension::ENERGY),
    ("TWh", 1e9, Dimension::ENERGY),
    ("vehicle", 1.0, Dimension::VEHICLE), ("vehicles", 1.0, Dimension::VEHICLE),
    ("kvehicle", 1e3, Dimension::VEHICLE),
    ("unit", 1.0, Dimension::UNIT), ("units", 1.0, Dimension::UNIT),
    ("FEU", 1.0, Dimension::FEU),
    ("km", 1.0, Dimension::LENGTH), ("m", 1e-3, Dimension::LENGTH),
    ("%", 0.01, Dimension::NONE),
];

/// Every symbol a unit may be made of, for messages.
pub fn symbols() -> impl Iterator<Item = &'static str> {
    SYMBOLS.iter().map(|(symbol, ..)| *symbol)
}

pub(super) fn find(symbol: &str) -> Option<(f64, Dimension)> {
    let known = SYMBOLS.iter().find(|(name, ..)| *name == symbol)?;
    Some((known.1, known.2))
}

const BASE: [&str; BASES] = [
    "USD", "d", "t", "kWh", "vehicle", "unit", "FEU", "km", "KZT", "CNY", "VND", "EUR",
];
const BARE: [&str; BASES] = [
    "money",
    "time",
    "mass",
    "energy",
    "vehicle",
    "unit",
    "container",
    "distance",
    "KZT",
    "CNY",
    "VND",
    "EUR",
];
const ALONE: [&str; BASES] = [
    "an amount of money",
    "a time",
    "a mass",
    "an energy",
    "a number of vehicles",
    "a number of units",
    "a number of containers",
    "a distance",
    "an amount of KZT",
    "an amount of CNY",
    "an amount of VND",
    "an amount of EUR",
];

/// Examples that fit the scenario language better than "5 USD/t" made up from the dimension.
const EXAMPLES: &[(Dimension, &str)] = &[
    (Dimension::NONE, "12 %"),
    (Dimension::MONEY, "150 USD"),
    (Dimension::VND.per(Dimension::MONEY), "25000 VND/USD"),
    (Dimension::TIME, "18 d"),
    (Dimension::MASS, "30 kt"),
    (Dimension::ENERGY, "60 MWh"),
    (Dimension::VEHICLE, "500 vehicle"),
    (Dimension::UNIT, "40 unit"),
    (Dimension::FEU, "300 FEU"),
    (Dimension::LENGTH, "2600 km"),
    (Dimension::LENGTH.inverse(), "22 g/t/km"),
    (Dimension::NONE.per(Dimension::TIME), "8 %/yr"),
    (Dimension::TIME.root().inverse(), "45 %/yr^0.5"),
    (Dimension::MONEY.per(Dimension::MASS), "450 USD/t"),
    (Dimension::MONEY.per(Dimension::ENERGY), "52 USD/kWh"),
    (Dimension::MONEY.per(Dimension::FEU), "1100 USD/FEU"),
    (Dimension::MONEY.per(Dimension::VEHICLE), "900 USD/vehicle"),
    (Dimension::MASS.per(Dimension::TIME), "120 kt/yr"),
    (Dimension::ENERGY.per(Dimension::TIME), "5 GWh/yr"),
    (Dimension::VEHICLE.per(Dimension::TIME), "20000 vehicle/yr"),
    (Dimension::MASS.per(Dimension::ENERGY), "0.58 kg/kWh"),
    (Dimension::MASS.per(Dimension::VEHICLE), "3.8 kg/vehicle"),
    (
        Dimension::ENERGY.per(Dimension::VEHICLE),
        "37.2 kWh/vehicle",
    ),
    (
        Dimension::MONEY.per(Dimension::ENERGY.per(Dimension::TIME)),
        "85 MUSD/(GWh/yr)",
    ),
    (
        Dimension::MONEY.per(Dimension::MASS.per(Dimension::TIME)),
        "2 MUSD/(kt/yr)",
    ),
];

impl Dimension {
    /// How a user would call it, with article: "a time", "money per mass", "a number or share".
    #[must_use]
    pub fn noun(self) -> String {
        let halves = self.0;
        let positive = (0..BASES).filter(|&i| halves[i] > 0);
        if self == Self::NONE {
            "a number or share".into()
        } else if let Some(base) = (0..BASES).find(|&i| self == Self::base(i)) {
            ALONE[base].into()
        } else if let Some(base) = self.base_of_capacity() {
            format!("money per capacity ({} per time)", counted(base, 2))
        } else {
            let above: Vec<String> = positive.map(|i| counted(i, halves[i])).collect();
            let below = (0..BASES).filter(|&i| halves[i] < 0);
            let below: Vec<String> = below.map(|i| powered_noun(i, -halves[i])).collect();
            let above = if above.is_empty() {
                "a number".into()
            } else {
                above.join(" times ")
            };
            [vec![above], below].concat().join(" per ")
        }
    }

    /// The base quantity whose capacity is paid for where this is USD/(quantity/d).
    fn base_of_capacity(self) -> Option<usize> {
        (2..BASES).find(|&i| self == Self::MONEY.per(Self::base(i).per(Self::TIME)))
    }

    /// A quantity of this dimension as a user would write it: "18 d", "450 USD/t", "12 %".
    #[must_use]
    pub fn example(self) -> String {
        EXAMPLES
            .iter()
            .find(|(dimension, _)| *dimension == self)
            .map_or_else(|| self.plain_example(), |(_, example)| (*example).into())
    }

    fn plain_example(self) -> String {
        let unit = self.to_string();
        match unit.strip_prefix('1') {
            Some(below) => format!("5 {below}"),
            None => format!("5 {unit}"),
        }
    }
}

impl fmt::Display for Dimension {
    /// In base units, all that multiplies before one slash: `USD/t`, `1/d`, `USD·d/kWh`,
    /// `USD/(t·d)`, `1/d^0.5`; `number` without a dimension. [`super::parse_unit`] reads it back.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if *self == Self::NONE {
            return f.write_str("number");
        }
        let part = |sign: i8| -> Vec<String> {
            (0..BASES)
                .filter(|&i| self.0[i].signum() == sign)
                .map(|i| powered(BASE[i], self.0[i].saturating_abs()))
                .collect()
        };
        let (above, below) = (part(1), part(-1));
        f.write_str(&if above.is_empty() {
            "1".into()
        } else {
            above.join("·")
        })?;
        match below.len() {
            0 => Ok(()),
            1 => write!(f, "/{}", below[0]),
            _ => write!(f, "/({})", below.join("·")),
        }
    }
}

fn powered(symbol: &str, halves: i8) -> String {
    if halves == 2 {
        symbol.into()
    } else {
        format!("{symbol}^{}", f64::from(halves) / 2.0)
    }
}

/// Things that are counted are several where they are not divided by.
fn counted(base: usize, halves: i8) -> String {
    let noun = powered_noun(base, halves);
    if (4..=6).contains(&base) && halves == 2 {
        noun + "s"
    } else {
        noun
    }
}

fn powered_noun(base: usize, halves: i8) -> String {
    match halves {
        1 => format!("square root of {}", BARE[base]),
        _ => powered(BARE[base], halves),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::advice::advice;
    use crate::units::parse_unit;

    #[test]
    fn dimensions_are_shown_in_base_units_and_read_back() {
        for (written, shown) in [
            ("kUSD/kg", "USD/t"),
            ("/yr", "1/d"),
            ("MUSD/(GWh/yr)", "USD·d/kWh"),
            ("USD/kWh/d", "USD/(d·kWh)"),
            ("%/yr^0.5", "1/d^0.5"),
            ("km^2", "km^2"),
            ("vehicle/yr", "vehicle/d"),
        ] {
            let dimension = parse_unit(written).unwrap().dimension;
            assert_eq!(dimension.to_string(), shown);
            let again = parse_unit(shown).unwrap();
            assert_eq!((again.dimension, again.factor), (dimension, 1.0));
        }
        assert_eq!(Dimension::NONE.to_string(), "number");
    }

    #[test]
    fn dimensions_are_called_what_users_call_them() {
        for (written, noun, example) in [
            ("%", "a number or share", "12 %"),
            ("d", "a time", "18 d"),
            ("USD", "an amount of money", "150 USD"),
            ("USD/t", "money per mass", "450 USD/t"),
            ("kt/yr", "mass per time", "120 kt/yr"),
            ("/yr", "a number per time", "8 %/yr"),
            (
                "%/yr^0.5",
                "a number per square root of time",
                "45 %/yr^0.5",
            ),
            (
                "USD/(kWh/d)",
                "money per capacity (energy per time)",
                "85 MUSD/(GWh/yr)",
            ),
            ("km^2/t", "distance^2 per mass", "5 km^2/t"),
            ("/FEU", "a number per container", "5 /FEU"),
            ("FEU/d", "containers per time", "5 FEU/d"),
            ("USD/kWh/d", "money per time per energy", "5 USD/(d·kWh)"),
        ] {
            let dimension = parse_unit(written).unwrap().dimension;
            assert_eq!(
                (dimension.noun().as_str(), dimension.example().as_str()),
                (noun, example)
            );
        }
    }

    #[test]
    fn every_example_has_the_dimension_it_is_an_example_of() {
        for (dimension, example) in EXAMPLES {
            let unit = example.split_once(' ').unwrap().1;
            assert_eq!(parse_unit(unit).unwrap().dimension, *dimension, "{example}");
        }
    }

    #[test]
    fn symbols_are_unique_and_no_advice_hides_one() {
        let all: Vec<&str> = symbols().collect();
        for (i, symbol) in all.iter().enumerate() {
            assert!(
                !all[..i].contains(symbol) && advice(symbol).is_none(),
                "{symbol}"
            );
        }
    }
}
