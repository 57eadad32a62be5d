//! `[commodity.NAME]`: what flows.

use super::fields::Fields;
use super::{Slots, filled};
use crate::id::CommodityId;
use crate::model::{Commodity, CommodityUnit};
use crate::units::Dimension;

/// Reads all commodities.
pub(super) fn read(root: &Fields) -> Slots<CommodityId, Commodity> {
    filled(root, "commodity", &root.desk.rosters.commodities, read_one)
}

fn read_one(name: &str, fields: &Fields) -> Option<Commodity> {
    let title = fields.title(name);
    let unit = match fields.word("unit")? {
        "t" => CommodityUnit::Tonne,
        "kWh" => CommodityUnit::KilowattHour,
        "vehicle" => CommodityUnit::Vehicle,
        _ => CommodityUnit::Unit,
    };
    let of = unit.dimension();
    let fixed =
        |key, dimension: Dimension| fields.fixed(key, fields.wanted_dimension(key, dimension));
    Some(Commodity {
        name: name.to_owned(),
        title,
        unit,
        lithium_t: fixed("lithium", Dimension::MASS.per(of)).unwrap_or(0.0),
        energy_kwh: fixed("energy", Dimension::ENERGY.per(of))
            .unwrap_or(f64::from(u8::from(unit == CommodityUnit::KilowattHour))),
        per_feu: fields.once_as("per_feu", fields.wanted_dimension("per_feu", of)),
    })
}
