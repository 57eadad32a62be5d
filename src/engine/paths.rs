//! What does not depend on the state of the chain, drawn for the whole horizon before the first day:
//! the paths of indices, and demand.

mod controls;
mod demand;
mod forecast;
mod index;
mod jumps;
mod regimes;

pub(super) use controls::draw_controls;

use super::luck::Luck;
use super::prepare::settled;
use super::scratch::DemandState;
use super::wide::Wide;
use crate::id::{IndexId, Table};
use crate::plan::{DemandPlan, Plan};
use crate::random::Stream;

/// Space for one trial's paths while they are drawn.
#[derive(Clone, Debug, Default)]
pub struct Space {
    /// Of each index.
    indices: Table<IndexId, Vec<f64>>,
    uniforms: Vec<f64>,
    draws: Vec<f64>,
    planned: Vec<f64>,
}

/// Paths of all indices in all trials.
#[inline(always)]
pub(super) fn draw_indices<const N: usize>(
    paths: &mut Table<IndexId, Vec<Wide<N>>>,
    plan: &Plan,
    parameters: &[Vec<f64>],
    space: &mut Space,
    luck: Luck,
) {
    paths.resize_with(plan.indices.len(), Vec::new);
    for (k, parameters) in parameters.iter().enumerate() {
        let Space {
            indices, uniforms, ..
        } = space;
        index::draw_indices(indices, plan, parameters, uniforms, luck.of(k));
        for (paths, path) in paths.iter_mut().zip(indices.iter()) {
            side_by_side(paths, k, path);
        }
    }
}

/// Demand of every day, and what the planner expects of it, in all trials.
#[inline(always)]
pub(super) fn draw_demands<const N: usize>(
    state: &mut DemandState<N>,
    demand: &DemandPlan,
    plan: &Plan,
    parameters: &[Vec<f64>],
    space: &mut Space,
    luck: Luck,
) {
    *state = DemandState {
        draws: std::mem::take(&mut state.draws),
        planned: std::mem::take(&mut state.planned),
        backlog_cost: settled(&demand.terms.backlog_cost, parameters),
        lost_cost: settled(&demand.terms.lost_cost, parameters),
        ..DemandState::default()
    };
    for (k, parameters) in parameters.iter().enumerate() {
        state.cuts[k] = demand::draw_demand(space, demand, plan, parameters, luck.of(k));
        side_by_side(&mut state.draws, k, &space.draws);
        if looks_ahead(plan) {
            side_by_side(&mut state.planned, k, &space.planned);
        }
    }
}

/// Some policy looks at what is planned.
fn looks_ahead(plan: &Plan) -> bool {
    !plan.work.forecasting.is_empty()
}

/// Puts one trial's path beside those of the others.
#[inline(always)]
fn side_by_side<const N: usize>(paths: &mut Vec<Wide<N>>, k: usize, path: &[f64]) {
    paths.resize(path.len(), Wide::ZERO);
    for (values, &value) in paths.iter_mut().zip(path) {
        values[k] = value;
    }
}

/// Uniforms 0, 1, … of a source.
#[inline(always)]
fn uniforms(space: &mut Vec<f64>, length: usize, stream: Stream) -> &mut [f64] {
    space.resize(space.len().max(length), 0.0);
    let space = &mut space[..length];
    stream.fill(0, space);
    space
}
