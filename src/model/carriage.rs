//! What happens to cargo on the way beyond time and freight: insurance, losses, whole containers.

use super::Scalar;
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
}
