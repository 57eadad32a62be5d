//! Which instructions a trial's days run on. All give the same bytes: they differ in how many trials
//! one instruction serves. Built with `RUSTFLAGS="--cfg lichain_baseline"` there is the baseline only,
//! which compiles in a third of the time; tests beside the code have no more either, those in tests/ have all.

#[cfg(all(target_arch = "x86_64", not(any(test, lichain_baseline))))]
use super::SIDE_BY_SIDE;
use super::day;
use super::luck::Luck;
use super::scratch::Scratch;
use super::watch::Watch;
use crate::plan::Plan;

/// A set of instructions. The widest that the processor has is the default.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Instructions {
    /// What every processor of the kind has.
    Baseline,
    /// Vectors of four numbers on x86-64.
    Avx2,
    /// Vectors of eight numbers on x86-64.
    Avx512,
}

impl Default for Instructions {
    fn default() -> Self {
        Self::widest()
    }
}

impl Instructions {
    /// All, narrowest first.
    pub const ALL: [Self; 3] = [Self::Baseline, Self::Avx2, Self::Avx512];

    /// The widest that this processor has.
    #[must_use]
    pub fn widest() -> Self {
        let mut there = Self::ALL.into_iter().rev().filter(|i| i.is_there());
        there.next().unwrap_or(Self::Baseline)
    }

    /// What they are called on x86-64, where the baseline is SSE2.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Baseline => "sse2",
            Self::Avx2 => "avx2",
            Self::Avx512 => "avx512",
        }
    }

    /// This processor has them.
    #[must_use]
    pub fn is_there(self) -> bool {
        match self {
            Self::Baseline => true,
            #[cfg(all(target_arch = "x86_64", not(any(test, lichain_baseline))))]
            Self::Avx2 => {
                std::arch::is_x86_feature_detected!("avx2")
                    && std::arch::is_x86_feature_detected!("bmi2")
            }
            #[cfg(all(target_arch = "x86_64", not(any(test, lichain_baseline))))]
            Self::Avx512 => {
                Self::Avx2.is_there()
                    && std::arch::is_x86_feature_detected!("avx512f")
                    && std::arch::is_x86_feature_detected!("avx512dq")
                    && std::arch::is_x86_feature_detected!("avx512vl")
            }
            #[cfg(any(not(target_arch = "x86_64"), test, lichain_baseline))]
            Self::Avx2 | Self::Avx512 => false,
        }
    }

    /// Prepares trials and runs all their days.
    #[cfg_attr(
        any(test, lichain_baseline, not(target_arch = "x86_64")),
        expect(clippy::unused_self, reason = "there is one set to run on")
    )]
    pub(super) fn run<W: Watch, const N: usize>(
        self,
        plan: &Plan,
        luck: Luck,
        scratch: &mut Scratch<N>,
        watch: &mut W,
    ) {
        #[cfg(all(target_arch = "x86_64", not(any(test, lichain_baseline))))]
        if N == SIDE_BY_SIDE && self.is_there() {
            // SAFETY: the processor has the instructions.
            #[allow(unsafe_code, reason = "the one way to call code compiled for them")]
            match self {
                Self::Avx2 => return unsafe { x86::avx2(plan, luck, scratch, watch) },
                Self::Avx512 => return unsafe { x86::avx512(plan, luck, scratch, watch) },
                Self::Baseline => (),
            }
        }
        day::run_all(plan, luck, scratch, watch);
    }
}

/// The same days, compiled for more than the baseline.
#[cfg(all(target_arch = "x86_64", not(any(test, lichain_baseline))))]
mod x86 {
    use super::{Luck, Plan, Scratch, Watch, day};

    #[target_feature(enable = "avx2,bmi2")]
    pub fn avx2<W: Watch, const N: usize>(
        plan: &Plan,
        luck: Luck,
        scratch: &mut Scratch<N>,
        watch: &mut W,
    ) {
        day::run_all(plan, luck, scratch, watch);
    }

    #[target_feature(enable = "avx2,bmi2,avx512f,avx512dq,avx512vl")]
    pub fn avx512<W: Watch, const N: usize>(
        plan: &Plan,
        luck: Luck,
        scratch: &mut Scratch<N>,
        watch: &mut W,
    ) {
        day::run_all(plan, luck, scratch, watch);
    }
}
