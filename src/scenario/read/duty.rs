//! `[duty.NAME]`: what a state takes of imports.

use super::fields::Fields;
use super::{Slots, filled};
use crate::id::DutyId;
use crate::model::Duty;

/// Reads all duties; no two are on the same goods on the same way.
pub(super) fn read(root: &Fields) -> Slots<DutyId, Duty> {
    let mut seen = Vec::new();
    let roster = &root.desk.rosters.duties;
    filled(root, "duty", roster, |name, fields| {
        let duty = read_one(name, fields)?;
        let way = (duty.commodity, duty.from.clone(), duty.into.clone());
        if !fields.desk.idle.get() {
            if seen.contains(&way) {
                fields.report(
                    "of",
                    "another duty has the same commodity and the same countries",
                    None,
                );
            }
            seen.push(way);
        }
        Some(duty)
    })
}

fn read_one(name: &str, fields: &Fields) -> Option<Duty> {
    fields.flag("in_use");
    let rosters = &fields.desk.rosters;
    let (from, into) = (fields.country_of("from"), fields.country_of("into"));
    if from.is_some() && from == into {
        fields.report(
            "into",
            "is also where it comes from; a duty is paid at a border",
            None,
        );
    }
    let (rate, vat) = (fields.once_or_zero("rate"), fields.once_or_zero("vat"));
    let vat_back_days = fields.once("vat_back");
    let to = fields.name("to", &rosters.parties);
    Some(Duty {
        name: name.to_owned(),
        commodity: fields.name("of", &rosters.commodities)?,
        from,
        into: into?,
        rate,
        vat,
        vat_back_days,
        to: to?,
    })
}
