//! `[route.NAME]`: ordered ways between two sites.

use super::fields::Fields;
use super::{Slots, filled};
use crate::id::RouteId;
use crate::model::{Insurance, Route, Terms};
use crate::units::Dimension;

/// Reads all routes. A route one of whose ends is not in use is not in use either.
pub(super) fn read(root: &Fields) -> Slots<RouteId, Route> {
    filled(root, "route", &root.desk.rosters.routes, read_one)
}

fn read_one(name: &str, fields: &Fields) -> Option<Route> {
    let rosters = &fields.desk.rosters;
    fields.flag("in_use");
    let from = fields.name("from", &rosters.sites);
    let to = fields.name("to", &rosters.sites);
    if from.is_some() && from == to {
        fields.report(
            "to",
            "is where the route begins; it must lead to another site",
            None,
        );
    }
    let carries = fields.names("carries", &rosters.commodities);
    let path = fields.names("path", &rosters.elements);
    let terms = terms(fields);
    let time = fields.wanted_dimension("published", Dimension::TIME);
    let published_days = fields.fixed("published", time);
    Some(Route {
        name: name.to_owned(),
        title: fields.title(name),
        from: from?,
        to: to?,
        carries: carries?,
        path: path?,
        terms,
        published_days,
    })
}

fn terms(fields: &Fields) -> Terms {
    let whole_feu = fields.flag("whole_feu").unwrap_or(false);
    let share = fields.once("insurance");
    let insurer = fields.party("insurer");
    if fields.has("insurer") && share.is_none() {
        fields.report(
            "insurer",
            "is used only with `insurance`, the share it takes",
            None,
        );
    }
    let insurance = share.zip(insurer);
    Terms {
        whole_feu,
        insurance: insurance.map(|(share, insurer)| Insurance { share, insurer }),
    }
}
