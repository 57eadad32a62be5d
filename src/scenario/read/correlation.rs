//! `[[correlation]]`: correlations of the normals that drive indices, as rows of a Cholesky factor
//! in order of name. The first index of the order keeps its own normals, and so does every index
//! without a correlation.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::Slots;
use super::fields::Fields;
use super::quantity::Wanted;
use super::range::Bounds;
use crate::id::IndexId;
use crate::model::{Index, IndexProcess};
use crate::random::{cholesky, nearest_correlation};
use crate::scenario::tree::Item;
use crate::units::Dimension;

/// Correlations by pair in order of name, each with its table.
type Pairs<'a> = BTreeMap<(IndexId, IndexId), (f64, Fields<'a>)>;

/// Reads all correlations into the processes of the indices.
pub(super) fn read(root: &Fields, indices: &mut Slots<IndexId, Index>) {
    let Some(tables) = root.tables("correlation", "correlation") else {
        return;
    };
    let mut pairs = Pairs::new();
    for fields in tables {
        let rho = fields.fixed("rho", wanted());
        let (Some(pair), Some(rho)) = (pair(&fields, indices), rho) else {
            continue;
        };
        match pairs.entry(pair) {
            Entry::Vacant(place) => {
                place.insert((rho, fields));
            }
            Entry::Occupied(_) => {
                let message = "is a pair that is already given a correlation";
                fields.report("between", message, None);
            }
        }
    }
    mix(&pairs, indices);
}

fn wanted() -> Wanted {
    Wanted {
        dimension: Some(Dimension::NONE),
        date: false,
        bounds: Bounds::of("correlation", "rho"),
    }
}

/// The two indices, in order of name.
fn pair(fields: &Fields, indices: &Slots<IndexId, Index>) -> Option<(IndexId, IndexId)> {
    let node = fields.node("between")?;
    let wanted = "a list of two names, such as [\"index.lce\", \"index.vnd\"],";
    let Item::List(ends) = &node.item else {
        return fields.wrong("between", node, wanted);
    };
    if ends.len() != 2 {
        let message = format!("has {} entries; {wanted} is wanted", ends.len());
        fields.report("between", &message, None);
        return None;
    }
    let end = |at: usize| match &ends[at].item {
        Item::Text(name) => index(fields, ends[at].span, name, indices),
        _ => fields.wrong("between", &ends[at], "a name such as \"index.lce\""),
    };
    let (first, second) = (end(0), end(1));
    let (first, second) = (first?, second?);
    if first == second {
        fields.report("between", "names an index twice", None);
        return None;
    }
    Some((first.min(second), first.max(second)))
}

fn index(
    fields: &Fields,
    span: crate::scenario::Span,
    name: &str,
    indices: &Slots<IndexId, Index>,
) -> Option<IndexId> {
    let path = fields.join("between");
    let Some(own) = name.strip_prefix("index.") else {
        let message = format!("{path}: {name:?} is no index; only indices can be correlated");
        let help = "write \"index.NAME\"".to_owned();
        fields.desk.report(span, message, Some(help));
        return None;
    };
    let id = fields.resolve(&path, span, own, &fields.desk.rosters.indices)?;
    let is_normal = indices[id].as_ref()?.process.is_normal();
    if !is_normal {
        let message = format!(
            "{path}: {name:?} is not driven by normal draws and cannot be correlated; log_ou, gbm and regimes of them can"
        );
        fields.desk.report(span, message, None);
    }
    is_normal.then_some(id)
}

fn mix(pairs: &Pairs, indices: &mut Slots<IndexId, Index>) {
    let mut ids: Vec<IndexId> = pairs.keys().flat_map(|&(a, b)| [a, b]).collect();
    ids.sort_unstable();
    ids.dedup();
    let matrix = matrix(&ids, pairs);
    let factor = match cholesky(&matrix) {
        Ok(factor) => factor,
        Err(row) => {
            report(ids[row], &ids, &matrix, pairs);
            return;
        }
    };
    for (row, &id) in factor.iter().zip(&ids) {
        let weights = row.iter().zip(&ids).filter(|(weight, _)| **weight != 0.0);
        let mix: Vec<(IndexId, f64)> = weights.map(|(&weight, &other)| (other, weight)).collect();
        if let Some(index) = indices[id].as_mut().filter(|_| mix.len() > 1) {
            let process = std::mem::replace(&mut index.process, IndexProcess::Product(Vec::new()));
            index.process = IndexProcess::Mixed(Box::new(process), mix);
        }
    }
}

fn matrix(ids: &[IndexId], pairs: &Pairs) -> Vec<Vec<f64>> {
    let entry = |a: IndexId, b: IndexId| {
        if a == b {
            return 1.0;
        }
        pairs
            .get(&(a.min(b), a.max(b)))
            .map_or(0.0, |(rho, _)| *rho)
    };
    let row = |&a: &IndexId| ids.iter().map(|&b| entry(a, b)).collect();
    ids.iter().map(row).collect()
}

/// Says at the last correlation of the index at which the factor fails what could be instead.
fn report(failing: IndexId, ids: &[IndexId], matrix: &[Vec<f64>], pairs: &Pairs) {
    let of_failing = pairs.iter().rev().find(|((_, b), _)| *b == failing);
    let Some((_, (_, fields))) = of_failing.or_else(|| pairs.iter().next_back()) else {
        return;
    };
    let name = |id: IndexId| format!("index.{}", fields.desk.rosters.indices.name(id));
    let nearest = nearest_correlation(matrix);
    let mut offered = Vec::new();
    for (i, &a) in ids.iter().enumerate() {
        for (j, &b) in ids.iter().enumerate().skip(i + 1) {
            if pairs.contains_key(&(a, b)) || nearest[i][j] != 0.0 {
                offered.push(format!("{} and {} {}", name(a), name(b), nearest[i][j]));
            }
        }
    }
    let message = "contradicts the other correlations: the matrix of all is not positive definite (pairs that are not written have 0)";
    let help = format!("the nearest matrix that is one has {}", offered.join(", "));
    fields.report("rho", message, Some(help));
}
