//! What happens to cargo on the way beyond time and freight: insurance, losses, whole containers,
//! dangerous goods, emissions.

use super::{Price, Scalar};
use crate::id::PartyId;

/// What a route does to its cargo as a whole.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Terms {
    /// What insures its cargo; nothing where nobody does.
    pub insurance: Option<Insurance>,
    /// It is loaded in whole containers only.
    pub whole_feu: bool,
}

/// A share of the value of what leaves.
#[derive(Clone, Debug, PartialEq)]
pub struct Insurance {
    /// Of the book cost at departure, freight of the route excluded.
    pub share: Scalar,
    /// Who is paid.
    pub insurer: PartyId,
}

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NodeKind {
    /// Between two countries.
    Border,
    /// Between railways of two gauges.
    GaugeChange,
    /// Between land and water.
    Port,
    /// Of containers, inland.
    DryPort,
    /// Any other place where cargo is handled.
    Terminal,
}

/// What a leg or node does to what travels on it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Effects {
    /// Share of the cargo that is lost; below 1.
    pub loss: Scalar,
    /// Dangerous goods that its carrier or country does not let pass.
    pub bans: Vec<Danger>,
    /// USD per FEU of dangerous goods.
    pub dangerous_surcharge: Price,
    /// Tonnes of carbon dioxide equivalents per tonne and kilometre; none on nodes.
    pub emissions: Scalar,
}

/// What a commodity is to those who carry it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Nature {
    /// Its class of dangerous goods.
    pub danger: Option<Danger>,
    /// State of charge at which it travels, as a share.
    pub charge: Option<Scalar>,
    /// Tonnes of a unit, packing included.
    pub mass_t: Option<Scalar>,
}

/// Dangerous goods of class 9 that a battery chain carries, by UN number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Danger {
    /// Lithium ion cells and batteries by themselves.
    Un3480,
    /// Lithium ion cells and batteries packed with or in equipment.
    Un3481,
    /// Lithium metal cells and batteries by themselves.
    Un3090,
    /// Lithium metal cells and batteries packed with or in equipment.
    Un3091,
    /// Battery-powered vehicles and equipment.
    Un3171,
    /// Vehicles powered by lithium ion batteries, apart from UN3171 since 2025.
    Un3556,
}

impl Danger {
    /// UN numbers as they are written.
    pub const CODES: [&'static str; 6] =
        ["UN3480", "UN3481", "UN3090", "UN3091", "UN3171", "UN3556"];

    const ALL: [Self; 6] = [
        Self::Un3480,
        Self::Un3481,
        Self::Un3090,
        Self::Un3091,
        Self::Un3171,
        Self::Un3556,
    ];

    /// The class of a UN number.
    #[must_use]
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|danger| danger.code() == code)
    }

    /// Its UN number.
    #[must_use]
    pub fn code(self) -> &'static str {
        Self::CODES[self as usize]
    }

    /// What it is.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Un3480 => "lithium ion cells and batteries",
            Self::Un3481 => "lithium ion batteries packed with or in equipment",
            Self::Un3090 => "lithium metal cells and batteries",
            Self::Un3091 => "lithium metal batteries packed with or in equipment",
            Self::Un3171 => "battery-powered vehicles",
            Self::Un3556 => "vehicles powered by lithium ion batteries",
        }
    }

    /// The packing instruction of ICAO and IATA that keeps it off passenger aircraft.
    #[must_use]
    pub fn off_passenger_aircraft(self) -> Option<&'static str> {
        match self {
            Self::Un3480 => Some("PI 965"),
            Self::Un3090 => Some("PI 968"),
            _ => None,
        }
    }

    /// The packing instruction of ICAO and IATA that bounds its state of charge in the air, and the
    /// bound.
    #[must_use]
    pub fn charge_by_air(self) -> Option<(&'static str, f64)> {
        (self == Self::Un3480).then_some(("PI 965", 0.3))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_un_number_is_its_own() {
        for code in Danger::CODES {
            assert_eq!(Danger::of(code).map(Danger::code), Some(code));
        }
        assert_eq!(Danger::of("UN1203"), None);
    }
}
