//! `[index.NAME]`: prices that move. What an index measures is what it is written in.

mod history;
mod regimes;

use super::desk::Named;
use super::fields::Fields;
use super::quantity::{Quantity, Wanted, unread};
use super::range::Bounds;
use super::{Slots, filled};
use crate::calendar::Date;
use crate::id::IndexId;
use crate::model::{Index, IndexProcess, Jumps, Reversion, Scalar};
use crate::units::Dimension;

/// A process and what it measures.
type Measured = Option<(IndexProcess, Dimension)>;

/// Reads all indices, given the day after the last; afterwards their names have a meaning on the
/// desk.
pub(super) fn read(root: &Fields, end: Option<Date>) -> Slots<IndexId, Index> {
    let roster = &root.desk.rosters.indices;
    let indices = filled(root, "index", roster, |name, fields| {
        read_one(name, fields, end)
    });
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

/// How an index can move, in the order of the messages.
const KINDS: [&str; 6] = ["constant", "log_ou", "gbm", "path", "bootstrap", "regimes"];

fn read_one(name: &str, fields: &Fields, end: Option<Date>) -> Option<Index> {
    let kinds: Vec<&str> = KINDS.into_iter().filter(|key| fields.has(key)).collect();
    if kinds.len() != 1 {
        let message = format!("needs exactly one of {}", KINDS.join(", "));
        fields.report_self(&message, None);
    }
    for key in ["begins", "start"] {
        if fields.has(key) && !fields.has("regimes") {
            fields.report(key, "is used only with `regimes`", None);
        }
    }
    let table = |key| fields.table(key);
    let (process, dimension) = match *kinds.first()? {
        "constant" => {
            let (constant, dimension) = first_value(fields, "constant")?;
            (IndexProcess::Constant(constant), dimension)
        }
        "log_ou" => read_log_ou(&table("log_ou")?)?,
        "gbm" => read_gbm(&table("gbm")?)?,
        "path" => history::read_path(&table("path")?, end)?,
        "bootstrap" => history::read_bootstrap(&table("bootstrap")?)?,
        _ => regimes::read(fields)?,
    };
    Some(Index {
        name: name.to_owned(),
        dimension,
        process,
    })
}

fn read_log_ou(fields: &Fields) -> Measured {
    let start = first_value(fields, "start");
    let reversion = reversion(fields);
    let volatility = fields.once_as(
        "volatility",
        fields.wanted_dimension("volatility", PER_ROOT_TIME),
    );
    let jumps = jumps(fields);
    let (start, dimension) = start?;
    let level = fields.once_as("level", fields.wanted_dimension("level", dimension));
    let process = IndexProcess::LogOu {
        start,
        level: level.unwrap_or_else(unread),
        reversion,
        volatility: volatility.unwrap_or_else(unread),
    };
    Some((with_jumps(process, jumps), dimension))
}

fn read_gbm(fields: &Fields) -> Measured {
    let start = first_value(fields, "start");
    let drift = fields.once_or_zero("drift");
    let volatility = fields.needed("volatility");
    let jumps = jumps(fields);
    let (start, dimension) = start?;
    let process = IndexProcess::Gbm {
        start,
        drift,
        volatility,
    };
    Some((with_jumps(process, jumps), dimension))
}

fn with_jumps(process: IndexProcess, jumps: Option<Jumps>) -> IndexProcess {
    match jumps {
        Some(jumps) => IndexProcess::Jumping(Box::new(process), jumps),
        None => process,
    }
}

fn jumps(fields: &Fields) -> Option<Jumps> {
    let fields = fields.table("jumps")?;
    if fields.has("size") == fields.has("factor") {
        fields.report_self("needs exactly one of \"size\" and \"factor\"", None);
    }
    let rate = fields.needed("rate");
    let (size, factor) = (fields.each("size"), fields.each("factor"));
    Some(Jumps {
        rate,
        is_factor: factor.is_some(),
        size: factor.or(size)?,
    })
}

/// One over the square root of a time, as a volatility is.
const PER_ROOT_TIME: Dimension = Dimension::TIME.root().inverse();

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
        fields.report_self("needs exactly one of \"half_life\" and \"speed\"", None);
    }
    match fields.once("half_life") {
        Some(days) => Reversion::HalfLife(days),
        None => Reversion::Speed(fields.once("speed").unwrap_or_else(unread)),
    }
}

#[cfg(test)]
mod tests {
    use super::KINDS;
    use crate::scenario::keys;

    #[test]
    fn every_kind_of_index_is_a_key_of_the_language() {
        for kind in KINDS {
            assert!(keys::of("index").any(|key| key.name == kind), "{kind}");
        }
    }
}
