//! `[contract.NAME]`: terms on which a commodity changes party.

use super::fields::Fields;
use super::{Draft, Slots, filled};
use crate::id::ContractId;
use crate::model::{Contract, ContractPrice, PriceBounds, Scalar, TakeOrPay, TitlePasses};

/// Reads all contracts.
pub(super) fn read(root: &Fields, draft: &Draft) -> Slots<ContractId, Contract> {
    let roster = &root.desk.rosters.contracts;
    filled(root, "contract", roster, |name, fields| {
        read_one(name, fields, draft)
    })
}

fn read_one(name: &str, fields: &Fields, draft: &Draft) -> Option<Contract> {
    fields.flag("in_use");
    let rosters = &fields.desk.rosters;
    let seller = fields.name("seller", &rosters.parties);
    let mut buyer = fields.name("buyer", &rosters.parties);
    if seller.is_some() && seller == buyer {
        fields.report("buyer", "is the seller; a contract needs two parties", None);
        buyer = None;
    }
    if fields.has("price") == fields.has("cost_plus") {
        fields.report_self("needs exactly one of \"price\" and \"cost_plus\"", None);
    }
    let title_passes = match fields.word("title") {
        Some("origin") => TitlePasses::Origin,
        _ => TitlePasses::Destination,
    };
    let payment_days = fields.once_or_zero("payment");
    let cost_plus = fields.once("cost_plus").map(ContractPrice::CostPlus);
    let commodity = fields.name("of", &rosters.commodities)?;
    let fields = fields.clone().of(draft.unit(commodity)?);
    let price = fields.price("price").map(ContractPrice::Stated);
    let bounds = bounds(&fields);
    let take_or_pay = fields.table("take_or_pay").map(|fields| TakeOrPay {
        quantity_per_day: fields.needed("quantity"),
        share: fields.once("share").unwrap_or_else(|| Scalar::fixed(1.0)),
    });
    for key in ["floor", "cap", "take_or_pay"] {
        if fields.has(key) && fields.has("cost_plus") {
            fields.report(key, "is used only with `price`, not with `cost_plus`", None);
        }
    }
    Some(Contract {
        name: name.to_owned(),
        seller: seller?,
        buyer: buyer?,
        commodity,
        price: price.or(cost_plus)?,
        bounds,
        take_or_pay,
        title_passes,
        payment_days,
    })
}

/// Floor and cap of a price; where both are known, in this order.
fn bounds(fields: &Fields) -> PriceBounds {
    let (floor, cap) = (fields.once("floor"), fields.once("cap"));
    let known = |bound: &Option<Scalar>| bound.as_ref().and_then(Scalar::known);
    if let (Some(low), Some(high)) = (known(&floor), known(&cap))
        && low > high
    {
        fields.report("floor", "is above the cap", None);
    }
    PriceBounds { floor, cap }
}
