//! `[outlet.NAME]`: outside demand for what a stock has to spare.

use super::fields::Fields;
use super::{Draft, Slots, demand, filled};
use crate::id::OutletId;
use crate::model::Outlet;

/// Reads all outlets. An outlet at a site that is not in use is not in use either.
pub(super) fn read(root: &Fields, draft: &Draft) -> Slots<OutletId, Outlet> {
    let roster = &root.desk.rosters.outlets;
    filled(root, "outlet", roster, |name, fields| {
        read_one(name, fields, draft)
    })
}

fn read_one(name: &str, fields: &Fields, draft: &Draft) -> Option<Outlet> {
    fields.flag("in_use");
    let rosters = &fields.desk.rosters;
    let site = fields.name("at", &rosters.sites);
    let commodity = fields.name("of", &rosters.commodities)?;
    let fields = fields.clone().of(draft.unit(commodity)?);
    let price = fields.price("price");
    let above = fields.once_or_zero("above");
    let room_per_day = fields.once("room");
    let (site, of) = (
        rosters.sites.name(site?),
        rosters.commodities.name(commodity),
    );
    Some(Outlet {
        name: name.to_owned(),
        stock: demand::stock(&fields, site, of)?,
        price: price?,
        above,
        room_per_day,
    })
}
