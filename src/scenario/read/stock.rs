//! `[site.SITE.stock.COMMODITY]`: one commodity at one site.

use super::fields::Fields;
use super::{Draft, policy, site, source};
use crate::model::{Breakdown, Dispatch, Stock};

/// Reads a stock; whether its policy and its sources fit together is checked later.
pub(super) fn read(name: &str, fields: &Fields, draft: &Draft) -> Option<Stock> {
    let (site, _, commodity) = site::split(name, fields);
    fields.flag("in_use");
    let commodity = fields.itself(commodity, &fields.desk.rosters.commodities)?;
    let fields = fields.clone().of(draft.unit(commodity)?);
    let (policy, review_days) = policy::read(&fields);
    let sources = source::read(&fields);
    let holding = fields.once_or_zero("holding");
    Some(Stock {
        name: name.to_owned(),
        site: site?,
        commodity,
        initial: fields.once_or_zero("initial"),
        initial_cost: fields.once_or_zero("initial_cost"),
        limit: fields.once("limit"),
        policy,
        review_days,
        sources: sources?,
        order_cost: fields.once_or_zero("order_cost"),
        holding_in_transit: fields
            .once("holding_in_transit")
            .unwrap_or_else(|| holding.clone()),
        holding,
        dispatch: dispatch(&fields),
    })
}

fn dispatch(fields: &Fields) -> Dispatch {
    let Some(fields) = fields.table("dispatch") else {
        return Dispatch::default();
    };
    Dispatch {
        room_per_day: fields.once("room"),
        breakdown: breakdown(&fields),
    }
}

/// `breakdown = { chance, repair }` of a process or a dispatch.
pub(super) fn breakdown(fields: &Fields) -> Option<Breakdown> {
    let fields = fields.table("breakdown")?;
    Some(Breakdown {
        chance: fields.needed("chance"),
        repair: fields.needed("repair"),
    })
}
