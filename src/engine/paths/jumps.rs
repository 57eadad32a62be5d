//! Jumps of an index: a compound Poisson process, by day.

use crate::engine::luck::TrialLuck;
use crate::engine::prepare::scalar;
use crate::plan::JumpPlan;
use crate::random::{Law, Sampler, Stream};

/// Words of the stream of sizes that belong to a day: more jumps than ever happen on one, at a rate
/// of one a day.
const MOST_A_DAY: u64 = 64;

/// Draws the jumps of a day.
pub(super) struct Jumper<'a> {
    plan: &'a JumpPlan,
    /// Probability of none.
    none: f64,
    counts: Sampler,
    sizes: Stream,
    /// The law of sizes, where it hangs on parameters.
    own: Option<Sampler>,
}

impl<'a> Jumper<'a> {
    pub(super) fn new(plan: &'a JumpPlan, parameters: &[f64], luck: TrialLuck) -> Self {
        let rate = scalar(&plan.rate, parameters);
        let own = plan.size.sampler.is_none();
        let law = || plan.size.law.map(&mut |s| scalar(s, parameters));
        Self {
            plan,
            none: libm::exp(-rate),
            counts: Sampler::light(&Law::Poisson { mean: rate }),
            sizes: luck.stream(plan.size.key),
            own: own.then(|| Sampler::light(&law())),
        }
    }

    /// What the jumps of a day add to the log, given the uniform that says how many there are: the
    /// number is Poisson, so that a day has as many as a process in continuous time.
    #[inline]
    pub(super) fn on(&self, day: usize, uniform: f64) -> f64 {
        if uniform <= self.none {
            return 0.0;
        }
        self.sum(day as u64, self.counts.quantile(uniform) as u64)
    }

    fn sum(&self, day: u64, count: u64) -> f64 {
        let size = self.own.as_ref().or(self.plan.size.sampler.as_ref());
        let one = |at: u64| {
            let word = day * MOST_A_DAY + at % MOST_A_DAY;
            let size = size.map_or(0.0, |size| size.quantile(self.sizes.uniform(word)));
            if self.plan.is_factor {
                libm::log(size)
            } else {
                size
            }
        };
        (0..count).map(one).sum()
    }
}

/// An index without jumps.
pub(super) fn no_jumps(_: usize) -> f64 {
    // Leaves a sum as it is to the last bit, which +0.0 would not at -0.0.
    -0.0
}
