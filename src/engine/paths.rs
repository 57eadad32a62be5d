//! What does not depend on the state of the chain, drawn for the whole horizon before the first day:
//! the paths of indices, and demand.

mod demand;
mod index;
mod jumps;
mod regimes;

pub(super) use demand::draw_demand;
pub(super) use index::draw_indices;

use crate::random::Stream;

/// Uniforms 0, 1, … of a source.
fn uniforms(space: &mut Vec<f64>, length: usize, stream: Stream) -> &mut [f64] {
    space.resize(space.len().max(length), 0.0);
    let space = &mut space[..length];
    stream.fill(0, space);
    space
}
