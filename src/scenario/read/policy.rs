//! `policy = { KIND = { … } }`: when a stock is replenished and by how much.

use super::fields::Fields;
use crate::model::Policy;

/// The policy and the days between reviews.
pub(super) fn read(stock: &Fields) -> (Option<Policy>, u32) {
    let Some((kind, fields)) = stock.choice("policy") else {
        return (None, 1);
    };
    let policy = match kind {
        "push" => Policy::Push,
        "base_stock" => Policy::BaseStock {
            level: fields.needed("level"),
        },
        "echelon_base_stock" => Policy::EchelonBaseStock {
            level: fields.needed("level"),
        },
        "s_S" => min_max(&fields),
        "r_Q" => Policy::ReorderQuantity {
            r: fields.needed("r"),
            q: fields.needed("Q"),
            multiples: fields.flag("multiples").unwrap_or(false),
        },
        "fixed_interval" => Policy::FixedInterval {
            every_days: fields.days("every", 1).unwrap_or(1),
            up_to: fields.needed("up_to"),
        },
        _ => Policy::DaysOfCover {
            cover_days: fields.needed("cover"),
        },
    };
    (Some(policy), fields.days("review", 1).unwrap_or(1))
}

fn min_max(fields: &Fields) -> Policy {
    let (s, big_s) = (fields.needed("s"), fields.needed("S"));
    if fields.desk.range(&s).low >= fields.desk.range(&big_s).high {
        fields.report("S", "is never above \"s\"; nothing would be ordered", None);
    }
    Policy::MinMax { s, big_s }
}
