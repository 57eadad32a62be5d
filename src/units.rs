//! Units at the edge: text to a factor and a dimension. Inside the program every number is in base
//! units (real USD, day, tonne, kWh of cells, vehicle, unit, FEU, km) and its name says which.

mod advice;
mod parse;
mod words;

pub use parse::{Unit, UnitFault, parse_unit};
pub use words::symbols;

/// How many base units there are.
pub const BASES: usize = 12;

/// Powers of the base units, counted in halves so that `%/yr^0.5` has a dimension.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Dimension(pub [i8; BASES]);

impl Dimension {
    /// A bare number or a share.
    pub const NONE: Self = Self([0; BASES]);
    /// Real USD of the base year.
    pub const MONEY: Self = Self::base(0);
    /// Days.
    pub const TIME: Self = Self::base(1);
    /// Tonnes.
    pub const MASS: Self = Self::base(2);
    /// Kilowatt-hours of cells.
    pub const ENERGY: Self = Self::base(3);
    /// Vehicles.
    pub const VEHICLE: Self = Self::base(4);
    /// Pieces of anything else.
    pub const UNIT: Self = Self::base(5);
    /// 40-foot containers.
    pub const FEU: Self = Self::base(6);
    /// Kilometres.
    pub const LENGTH: Self = Self::base(7);

    /// Real tenge of the base year; like all currencies but USD converted when posted.
    pub const KZT: Self = Self::base(8);
    /// Real yuan of the base year.
    pub const CNY: Self = Self::base(9);
    /// Real dong of the base year.
    pub const VND: Self = Self::base(10);
    /// Real euros of the base year.
    pub const EUR: Self = Self::base(11);

    const fn base(which: usize) -> Self {
        let mut halves = [0; BASES];
        halves[which] = 2;
        Self(halves)
    }

    /// The dimension of a product. Powers stop at the ends of their type, far beyond any that is
    /// ever wanted.
    #[must_use]
    pub const fn times(self, other: Self) -> Self {
        let mut halves = self.0;
        let mut i = 0;
        while i < BASES {
            halves[i] = halves[i].saturating_add(other.0[i]);
            i += 1;
        }
        Self(halves)
    }

    /// The dimension of a quotient.
    #[must_use]
    pub const fn per(self, other: Self) -> Self {
        let mut halves = self.0;
        let mut i = 0;
        while i < BASES {
            halves[i] = halves[i].saturating_sub(other.0[i]);
            i += 1;
        }
        Self(halves)
    }

    /// The dimension of one over it.
    #[must_use]
    pub const fn inverse(self) -> Self {
        Self::NONE.per(self)
    }

    /// The dimension of the square root, rounded to half powers.
    #[must_use]
    pub const fn root(self) -> Self {
        let mut halves = self.0;
        let mut i = 0;
        while i < BASES {
            halves[i] /= 2;
            i += 1;
        }
        Self(halves)
    }

    /// For an amount of a currency other than USD, per whatever: the currency, and what the amount
    /// measures once it is in USD.
    #[must_use]
    pub fn in_usd(self) -> Option<(Currency, Self)> {
        let currency = Currency::ALL
            .into_iter()
            .find(|currency| self.per(currency.dimension()).is_free_of_money())?;
        let rest = self.per(currency.dimension());
        Some((currency, rest.times(Self::MONEY)))
    }

    fn is_free_of_money(self) -> bool {
        self.0[0] == 0 && self.0[8..].iter().all(|&halves| halves == 0)
    }
}

/// A currency other than USD.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Currency {
    /// Tenge.
    Kzt,
    /// Yuan.
    Cny,
    /// Dong.
    Vnd,
    /// Euro.
    Eur,
}

impl Currency {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Kzt, Self::Cny, Self::Vnd, Self::Eur];

    /// Its ISO 4217 code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Kzt => "KZT",
            Self::Cny => "CNY",
            Self::Vnd => "VND",
            Self::Eur => "EUR",
        }
    }

    /// A round number of it in a USD, for examples.
    #[must_use]
    pub fn round_rate(self) -> &'static str {
        match self {
            Self::Kzt => "500",
            Self::Cny => "7",
            Self::Vnd => "25000",
            Self::Eur => "0.9",
        }
    }

    /// What an amount of it measures.
    #[must_use]
    pub fn dimension(self) -> Dimension {
        match self {
            Self::Kzt => Dimension::KZT,
            Self::Cny => Dimension::CNY,
            Self::Vnd => Dimension::VND,
            Self::Eur => Dimension::EUR,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_of_one_currency_can_be_in_usd() {
        for currency in Currency::ALL {
            let unit = parse_unit(&format!("{}/kWh", currency.code())).unwrap();
            let per_energy = Dimension::MONEY.per(Dimension::ENERGY);
            assert_eq!(unit.dimension.in_usd(), Some((currency, per_energy)));
        }
        for text in ["USD/t", "VND/USD", "KZT/CNY", "KZT^2", "d", "1/KZT"] {
            assert_eq!(parse_unit(text).unwrap().dimension.in_usd(), None, "{text}");
        }
    }
}
