//! What happens to cargo on the way beyond time and freight: insurance, losses.

use super::Scalar;
use crate::id::PartyId;

/// What a route does to its cargo as a whole.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Terms {
    /// What insures its cargo; nothing where nobody does.
    pub insurance: Option<Insurance>,
}

/// A share of the value of what leaves.
#[derive(Clone, Debug, PartialEq)]
pub struct Insurance {
    /// Of the book cost at departure, freight of the route excluded.
    pub share: Scalar,
    /// Who is paid.
    pub insurer: PartyId,
}

/// What a leg or node does to what travels on it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Effects {
    /// Share of the cargo that is lost; below 1.
    pub loss: Scalar,
}
