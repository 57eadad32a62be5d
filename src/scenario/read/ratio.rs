//! `[ratio.NAME]`: one measure over another.

use super::Slots;
use super::fields::Fields;
use super::filled;
use crate::id::RatioId;
use crate::model::Ratio;

/// Reads all ratios; whether there are such measures is seen when the model is complete.
pub(super) fn read(root: &Fields) -> Slots<RatioId, Ratio> {
    filled(root, "ratio", &root.desk.rosters.ratios, read_one)
}

fn read_one(name: &str, fields: &Fields) -> Option<Ratio> {
    fields.flag("in_use");
    let title = fields.title(name);
    let (of, over) = (fields.text("of"), fields.text("over"));
    let at_least = fields.once("at_least");
    Some(Ratio {
        name: name.to_owned(),
        title,
        of: of?,
        over: over?,
        at_least,
    })
}
