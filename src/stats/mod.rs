//! Pure statistics: numbers in, numbers out; this room names no other. `engine` fills [`Moments`]
//! and [`Distribution`], `summary` and `analysis` ask for estimates and intervals. An undefined
//! number is NaN on the way in and `None` on the way out; infinite numbers count as undefined.
//! Elementary functions come from `libm`, so that the bits are the same on every processor.

mod binomial;
mod comoments;
mod controlled;
#[cfg(test)]
mod coverage;
mod distribution;
pub mod fit;
mod forest;
mod histogram;
mod limit;
mod moments;
pub mod normal;
mod order;
mod orthogonal;
pub mod prim;
mod replicates;
mod selection;
pub mod sensitivity;
mod shares;
pub mod student;
mod tail;
mod wilson;
mod worst;

pub use binomial::Binomial;
pub use comoments::Comoments;
pub use controlled::{Constant, Controlled, Controls};
pub use distribution::Distribution;
pub use forest::{Forest, Join};
pub use histogram::{Counted, Histogram};
pub use limit::sd_interval;
pub use moments::{BLOCK, Moments};
pub use order::{Ordered, Sample, coverage, ranks};
pub use replicates::{
    LEAST_REPLICATES, Replicates, in_whole_replicates, mean_by_replicates,
    probability_by_replicates, quantile_by_replicates,
};
pub use selection::Selection;
pub use shares::{Shares, shares};
pub use tail::Tail;
pub use wilson::{wilson, wilson_with_ties};
pub use worst::{WORST, Worst};
