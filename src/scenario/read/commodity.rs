//! `[commodity.NAME]`: what flows.

use super::fields::Fields;
use super::{Slots, filled};
use crate::id::CommodityId;
use crate::model::{Commodity, CommodityUnit, Danger, Nature, Scalar};
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
        nature: nature(fields, unit),
    })
}

/// What it is to those who carry it. A tonne weighs a tonne unless its packing counts.
fn nature(fields: &Fields, unit: CommodityUnit) -> Nature {
    let mass = fields.wanted_dimension("mass", Dimension::MASS.per(unit.dimension()));
    let itself = (unit == CommodityUnit::Tonne).then(|| Scalar::fixed(1.0));
    Nature {
        danger: fields.word("danger").and_then(Danger::of),
        charge: fields.once("charge"),
        mass_t: fields.once_as("mass", mass).or(itself),
    }
}
