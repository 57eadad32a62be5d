//! `[[correlation]]`: correlations of the normals that drive indices, and rank correlations of
//! parameters, each as rows of a Cholesky factor in order of name. The first of the order keeps its
//! own draws, and so does everything without a correlation.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fmt::Write;

use super::Slots;
use super::desk::Named;
use super::fields::Fields;
use super::quantity::Wanted;
use super::range::Bounds;
use super::values::entries;
use crate::id::{Id, IndexId};
use crate::model::{Index, IndexProcess};
use crate::random::{
    Copula, Law, RankCorrelation, StreamKey, cholesky, nearest_correlation,
    nearest_rank_correlation, normal_of_rank,
};
use crate::scenario::Span;
use crate::scenario::tree::Item;
use crate::units::Dimension;

/// What can be correlated, in order of kind and name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum End {
    Index(String, IndexId),
    /// With its position among all parameters.
    Parameter(String, usize),
}

/// Correlations by pair in order of name, each with its table.
type Pairs<'a> = BTreeMap<(End, End), (f64, Fields<'a>)>;

/// Reads all correlations: those of indices into their processes; those of parameters are returned.
pub(super) fn read(root: &Fields, indices: &mut Slots<IndexId, Index>) -> Copula {
    let Some(tables) = root.tables("correlation", "correlation") else {
        return Copula::default();
    };
    let (mut of_indices, mut of_parameters) = (Pairs::new(), Pairs::new());
    for fields in tables {
        let rho = fields.fixed("rho", wanted());
        let (Some(pair), Some(rho)) = (pair(&fields, indices), rho) else {
            continue;
        };
        let pairs = match pair.0 {
            End::Index(..) => &mut of_indices,
            End::Parameter(..) => &mut of_parameters,
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
    mix(&of_indices, indices);
    copula(&of_parameters).unwrap_or_default()
}

fn wanted() -> Wanted {
    Wanted {
        dimension: Some(Dimension::NONE),
        date: false,
        bounds: Bounds::of("correlation", "rho"),
    }
}

/// The two ends, in order of name.
fn pair(fields: &Fields, indices: &Slots<IndexId, Index>) -> Option<(End, End)> {
    let node = fields.node("between")?;
    let wanted = "a list of two names, such as [\"index.lce\", \"index.vnd\"],";
    let Item::List(ends) = &node.item else {
        return fields.wrong("between", node, wanted);
    };
    if ends.len() != 2 {
        let message = format!("has {}; {wanted} is wanted", entries(ends.len()));
        fields.report("between", &message, None);
        return None;
    }
    let end = |at: usize| match &ends[at].item {
        Item::Text(name) => end(fields, ends[at].span, name, indices),
        _ => fields.wrong("between", &ends[at], "a name such as \"index.lce\""),
    };
    let (first, second) = (end(0), end(1));
    let (first, second) = (first?, second?);
    let message = match (&first, &second) {
        (first, second) if first == second => "names the same thing twice",
        (End::Index(..), End::Index(..)) | (End::Parameter(..), End::Parameter(..)) => {
            return Some((first.clone().min(second.clone()), first.max(second)));
        }
        _ => {
            "names an index, which moves from day to day, and a parameter, which is drawn once a trial; two of a kind are wanted"
        }
    };
    fields.report("between", message, None);
    None
}

fn end(fields: &Fields, span: Span, name: &str, indices: &Slots<IndexId, Index>) -> Option<End> {
    if let Some(own) = name.strip_prefix("index.") {
        return index(fields, span, own, indices);
    }
    if let Some(own) = name.strip_prefix("parameter.") {
        return parameter(fields, span, own);
    }
    let path = fields.join("between");
    let message = format!("{path}: {name:?} is neither an index nor a parameter");
    let help = "write \"index.NAME\" or \"parameter.NAME\"".to_owned();
    fields.desk.report(span, message, Some(help));
    None
}

fn index(fields: &Fields, span: Span, name: &str, indices: &Slots<IndexId, Index>) -> Option<End> {
    let path = fields.join("between");
    let id = fields.resolve(&path, span, name, &fields.desk.rosters.indices)?;
    let is_normal = indices[id].as_ref()?.process.is_normal();
    if !is_normal {
        let message = format!(
            "{path}: \"index.{name}\" cannot be correlated; an index of the kind log_ou or gbm, or regimes of them, can"
        );
        fields.desk.report(span, message, None);
    }
    is_normal.then(|| End::Index(format!("index.{name}"), id))
}

/// A parameter that is a number in this variant is drawn of nothing, but its stream is there: what is
/// correlated with it draws as in the variants in which it varies.
fn parameter(fields: &Fields, span: Span, name: &str) -> Option<End> {
    let (path, desk) = (fields.join("between"), fields.desk);
    let told = |message: String, help| {
        desk.report(span, format!("{path}: {message}"), help);
        None
    };
    let id = match desk.named(name) {
        Some(Named::Parameter(id)) => id,
        Some(Named::Broken) => return None,
        Some(Named::Index(..)) => {
            let help = format!("write \"index.{name}\"");
            return told(format!("{name:?} is an index"), Some(help));
        }
        None => {
            let near = desk.nearest(name);
            let help = near.map(|near| format!("did you mean {near:?}?"));
            return told(format!("no parameter is named {name:?}"), help);
        }
    };
    let parameters = desk.parameters.borrow();
    match &parameters[id].parameter.law {
        Law::Constant(sum) if sum.known().is_none() => told(
            format!(
                "\"parameter.{name}\" is worked out from other parameters; only what is drawn can be correlated"
            ),
            None,
        ),
        _ => Some(End::Parameter(format!("parameter.{name}"), id.position())),
    }
}

fn mix(pairs: &Pairs, indices: &mut Slots<IndexId, Index>) {
    let ends = ends(pairs);
    let Some(factor) = factor(pairs, &ends, |rho| rho, nearest_correlation) else {
        return;
    };
    let ids = ends.iter().filter_map(|end| match end {
        End::Index(_, id) => Some(*id),
        End::Parameter(..) => None,
    });
    let ids: Vec<IndexId> = ids.collect();
    for (row, &id) in factor.iter().zip(&ids) {
        let weights = row.iter().zip(&ids).filter(|(weight, _)| **weight != 0.0);
        let mix: Vec<(IndexId, f64)> = weights.map(|(&weight, &other)| (other, weight)).collect();
        if let Some(index) = indices[id].as_mut().filter(|_| mix.len() > 1) {
            let process = std::mem::replace(&mut index.process, IndexProcess::Product(Vec::new()));
            index.process = IndexProcess::Mixed(Box::new(process), mix);
        }
    }
}

fn copula(pairs: &Pairs) -> Option<Copula> {
    let ends = ends(pairs);
    let factor = factor(pairs, &ends, normal_of_rank, nearest_rank_correlation)?;
    let drawn = |end: &End| match end {
        End::Parameter(name, at) => {
            let own = name.strip_prefix("parameter.").unwrap_or(name);
            Some((*at, StreamKey::of(own)))
        }
        End::Index(..) => None,
    };
    let parameters: Vec<(usize, StreamKey)> = ends.iter().filter_map(drawn).collect();
    let asked = pairs.iter().filter_map(|((a, b), (rank, _))| {
        Some(RankCorrelation {
            between: [drawn(a)?.0, drawn(b)?.0],
            rank: *rank,
        })
    });
    Some(Copula::new(&parameters, &factor, asked.collect()))
}

/// All that is correlated, in order of name.
fn ends(pairs: &Pairs) -> Vec<End> {
    let both = pairs.keys().flat_map(|(a, b)| [a.clone(), b.clone()]);
    let mut ends: Vec<End> = both.collect();
    ends.sort_unstable();
    ends.dedup();
    ends
}

/// The Cholesky factor of the correlations of normals; without one the nearest matrix is offered.
fn factor(
    pairs: &Pairs,
    ends: &[End],
    normal: fn(f64) -> f64,
    nearest: fn(&[Vec<f64>]) -> Vec<Vec<f64>>,
) -> Option<Vec<Vec<f64>>> {
    let entry = |a: &End, b: &End| {
        let key = (a.min(b).clone(), a.max(b).clone());
        let written = pairs.get(&key).map_or(0.0, |(rho, _)| normal(*rho));
        if a == b { 1.0 } else { written }
    };
    let row = |a: &End| ends.iter().map(|b| entry(a, b)).collect();
    let matrix: Vec<Vec<f64>> = ends.iter().map(row).collect();
    let found = cholesky(&matrix);
    found
        .map_err(|row| report(&ends[row], ends, &nearest(&matrix), pairs))
        .ok()
}

/// Says at the last correlation of the one at which the factor fails what could be instead.
fn report(failing: &End, ends: &[End], nearest: &[Vec<f64>], pairs: &Pairs) {
    let of_failing = pairs.iter().rev().find(|((_, b), _)| b == failing);
    let Some((_, (_, fields))) = of_failing.or_else(|| pairs.iter().next_back()) else {
        return;
    };
    let mut offered = String::new();
    for (i, a) in ends.iter().enumerate() {
        for (j, b) in ends.iter().enumerate().skip(i + 1) {
            let is_written = pairs.contains_key(&(a.clone(), b.clone()));
            if is_written || nearest[i][j] != 0.0 {
                let (a, b) = (a.path(), b.path());
                let rho = nearest[i][j];
                let _ = write!(
                    offered,
                    "\n[[correlation]]\nbetween = [{a:?}, {b:?}]\nrho = {rho}"
                );
            }
        }
    }
    let message = "contradicts the other correlations: no numbers can be correlated like this (pairs that are not written count as 0)";
    let help = format!("the nearest that is possible, to paste instead:{offered}");
    fields.report("rho", message, Some(help));
}

impl End {
    fn path(&self) -> &str {
        match self {
            Self::Index(path, _) | Self::Parameter(path, _) => path,
        }
    }
}
