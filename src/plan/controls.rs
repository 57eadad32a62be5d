//! Which indices have means that are known given the parameters, so that they can serve as control
//! variates.

use super::instances::Instance;
use crate::id::IndexId;
use crate::model::{IndexProcess, Jumps, Model};
use crate::random::Law;

/// Parts of the books over which a control is taken of an index.
pub const CONTROLS_AN_INDEX: usize = 3;

/// The indices that the scenario names and whose means are known.
pub fn controlled(model: &Model) -> Vec<IndexId> {
    let indices = model.indices.enumerate();
    let known = indices.filter(|(_, index)| !index.name.contains(' ') && is_known(&index.process));
    known.map(|(id, _)| id).collect()
}

/// The mean is known in closed form.
fn is_known(process: &IndexProcess) -> bool {
    match process {
        IndexProcess::LogOu { .. } | IndexProcess::Gbm { .. } => true,
        IndexProcess::Mixed(process, _) => is_known(process),
        IndexProcess::Jumping(process, jumps) => is_known(process) && is_normal(jumps),
        _ => false,
    }
}

/// What a jump adds to the log is normal.
fn is_normal(jumps: &Jumps) -> bool {
    match jumps.size {
        Law::Constant(_) => true,
        Law::Normal { .. } => !jumps.is_factor,
        Law::LogNormal { .. } | Law::LogNormalMedian { .. } | Law::LogNormal90 { .. } => {
            jumps.is_factor
        }
        _ => false,
    }
}

/// The controls of all of them: position among controls.
pub fn instances(model: &Model) -> Vec<Instance> {
    let of_index = |(at, id): (usize, IndexId)| {
        let index = &model.indices[id];
        (0..CONTROLS_AN_INDEX).map(move |part| Instance {
            position: at * CONTROLS_AN_INDEX + part,
            suffix: format!("@{}.{}", index.name, part + 1),
            unit: index.dimension.to_string().into(),
        })
    };
    controlled(model)
        .into_iter()
        .enumerate()
        .flat_map(of_index)
        .collect()
}
