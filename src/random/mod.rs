//! Randomness: streams that are a pure function of (seed, trial, name of the source, index), and
//! the laws that turn their words into draws. One word a draw, by inversion, so that common random
//! numbers stay aligned; elementary functions from `libm`, so that the bits are the same on every
//! processor. `scenario`, `plan` and `engine` call it.
//!
//! Changing anything that changes a draw needs a new [`GENERATION`].

#![cfg_attr(test, allow(clippy::float_cmp))] // draws are pinned to the last bit

mod beta;
mod copula;
mod correlation;
mod design;
mod exponential;
mod gamma;
mod geometric;
#[cfg(test)]
mod goodness;
mod law;
mod normal;
mod pert;
mod philox;
mod poisson;
mod sampler;
mod score_table;
mod stairs;
mod stream;
mod tail;

pub use copula::{Copula, Part, RankCorrelation, normal_of_rank, rank_of_normal};
pub use correlation::{cholesky, nearest_correlation, nearest_rank_correlation};
pub use design::{Axis, Design, SOBOL_DIMENSIONS, Sampling};
pub use exponential::{exponential, exponentials};
pub use geometric::geometric_quantile;
pub use law::Law;
pub use normal::{normal_cdf, normal_quantile, normal_quantiles};
pub use philox::philox4x64;
pub use sampler::Sampler;
pub use stream::{Stream, StreamKey, StreamReader};

/// The generation of streams and transforms, written into every manifest as `rng`.
pub const GENERATION: u32 = 1;
