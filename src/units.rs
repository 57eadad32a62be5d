//! Units at the edge: text to a factor and a dimension. Inside the program every number is in base
//! units (real USD, day, tonne, kWh of cells, vehicle, unit, FEU, km) and its name says which.

mod parse;
mod words;

pub use parse::{Unit, UnitFault, parse_unit};
pub use words::symbols;

/// Powers of the base units, counted in halves so that `%/yr^0.5` has a dimension.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Dimension(pub [i8; 8]);

impl Dimension {
    /// A bare number or a share.
    pub const NONE: Self = Self([0; 8]);
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

    const fn base(which: usize) -> Self {
        let mut halves = [0; 8];
        halves[which] = 2;
        Self(halves)
    }

    /// The dimension of a product. Powers stop at the ends of their type, far beyond any that is
    /// ever wanted.
    #[must_use]
    pub const fn times(self, other: Self) -> Self {
        let mut halves = self.0;
        let mut i = 0;
        while i < 8 {
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
        while i < 8 {
            halves[i] = halves[i].saturating_sub(other.0[i]);
            i += 1;
        }
        Self(halves)
    }
}
