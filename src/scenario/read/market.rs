//! `[market.NAME]`: outside supply at a price.

use super::fields::Fields;
use super::{Draft, Slots, filled};
use crate::id::MarketId;
use crate::model::Market;
use crate::units::Dimension;

/// Reads all markets.
pub(super) fn read(root: &Fields, draft: &Draft) -> Slots<MarketId, Market> {
    let roster = &root.desk.rosters.markets;
    filled(root, "market", roster, |name, fields| {
        read_one(name, fields, draft)
    })
}

fn read_one(name: &str, fields: &Fields, draft: &Draft) -> Option<Market> {
    fields.flag("in_use");
    let rosters = &fields.desk.rosters;
    let seller = fields.party("seller");
    let premium = fields.once_or_zero("premium");
    let lead_time = fields.each("lead_time");
    let commodity = fields.name("of", &rosters.commodities)?;
    let unit = draft.unit(commodity)?;
    let emissions = fields.wanted_dimension("emissions", Dimension::MASS.per(unit));
    let emissions_t = fields.once_as("emissions", emissions);
    let fields = fields.clone().of(unit);
    Some(Market {
        name: name.to_owned(),
        commodity,
        price: fields.price("price")?,
        premium,
        lead_time: lead_time?,
        seller: seller?,
        country: fields.country(),
        emissions_t,
    })
}
