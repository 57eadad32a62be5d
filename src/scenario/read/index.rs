//! `[index.NAME]`: prices that move. What an index measures is what it is written in.

use super::desk::Named;
use super::fields::Fields;
use super::quantity::{Quantity, Wanted, unread};
use super::range::Bounds;
use super::{Slots, filled};
use crate::id::IndexId;
use crate::model::{Index, IndexProcess, Reversion, Scalar};
use crate::units::Dimension;

/// Reads all indices; afterwards their names have a meaning on the desk.
pub(super) fn read(root: &Fields) -> Slots<IndexId, Index> {
    let roster = &root.desk.rosters.indices;
    let indices = filled(root, "index", roster, read_one);
    for (id, index) in indices.enumerate() {
        let meaning = match index {
            Some(index) => Named::Index(id, index.dimension),
            None => Named::Broken,
        };
        if root.desk.named(roster.name(id)).is_none() {
            root.desk.define(roster.name(id), meaning);
        }
    }
    indices
}

fn read_one(name: &str, fields: &Fields) -> Option<Index> {
    if fields.has("constant") == fields.has("log_ou") {
        fields.report_self("takes exactly one of \"constant\" and \"log_ou\"", None);
    }
    let (process, dimension) = if let Some(log_ou) = fields.table("log_ou") {
        read_log_ou(&log_ou)?
    } else {
        let (constant, dimension) = first_value(fields, "constant")?;
        (IndexProcess::Constant(constant), dimension)
    };
    Some(Index {
        name: name.to_owned(),
        dimension,
        process,
    })
}

fn read_log_ou(fields: &Fields) -> Option<(IndexProcess, Dimension)> {
    let start = first_value(fields, "start");
    let reversion = reversion(fields);
    let volatility = fields.once_as(
        "volatility",
        fields.wanted_dimension("volatility", PER_ROOT_TIME),
    );
    let (start, dimension) = start?;
    let level = fields.once_as("level", fields.wanted_dimension("level", dimension));
    let process = IndexProcess::LogOu {
        start,
        level: level.unwrap_or_else(unread),
        reversion,
        volatility: volatility.unwrap_or_else(unread),
    };
    Some((process, dimension))
}

/// One over the square root of a time, as a volatility is.
const PER_ROOT_TIME: Dimension = {
    let mut halves = Dimension::NONE.per(Dimension::TIME).0;
    let mut i = 0;
    while i < halves.len() {
        halves[i] /= 2;
        i += 1;
    }
    Dimension(halves)
};

/// The value that says what the index measures.
fn first_value(fields: &Fields, key: &str) -> Option<(Scalar, Dimension)> {
    let quantity = Quantity::at(fields.desk, fields.join(key), fields.node(key)?)?;
    let wanted = Wanted {
        dimension: None,
        date: false,
        bounds: Bounds::of(fields.table, key),
    };
    let expression = quantity.expression(wanted)?;
    let value = quantity.settle(&expression, wanted);
    Some((value, expression.dimension))
}

/// How fast the index returns: by its speed or by its half-life.
fn reversion(fields: &Fields) -> Reversion {
    if fields.has("half_life") == fields.has("speed") {
        fields.report_self("takes exactly one of \"half_life\" and \"speed\"", None);
    }
    match fields.once("half_life") {
        Some(days) => Reversion::HalfLife(days),
        None => Reversion::Speed(fields.once("speed").unwrap_or_else(unread)),
    }
}
