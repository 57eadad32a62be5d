//! Numbers of `N` trials that run side by side. A day's work is written once for all of them: sums
//! and choices become vector instructions, and what is looked up in the plan is looked up once.
//!
//! Every trial's numbers depend on that trial alone, and every operation is one of IEEE 754 without
//! contraction: results are the same for any `N` and any instruction set.

use std::ops::{Add, AddAssign, BitAnd, BitOr, Div, Index, IndexMut, Mul, Not, Sub, SubAssign};

/// A number for each trial.
#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(align(64))]
pub struct Wide<const N: usize>(pub [f64; N]);

/// Yes or no for each trial: all bits or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mask<const N: usize>([u64; N]);

impl<const N: usize> Default for Wide<N> {
    fn default() -> Self {
        Self::ZERO
    }
}

impl<const N: usize> Default for Mask<N> {
    fn default() -> Self {
        Self::NONE
    }
}

impl<const N: usize> Wide<N> {
    /// Nothing anywhere.
    pub const ZERO: Self = Self([0.0; N]);

    /// The same number in all trials.
    #[inline(always)]
    pub const fn all(value: f64) -> Self {
        Self([value; N])
    }

    /// What a function gives for each trial.
    #[inline(always)]
    pub fn from_fn(of: impl FnMut(usize) -> f64) -> Self {
        Self(std::array::from_fn(of))
    }

    #[inline(always)]
    fn with(self, other: Self, of: impl Fn(f64, f64) -> f64) -> Self {
        let mut result = self;
        for k in 0..N {
            result.0[k] = of(self.0[k], other.0[k]);
        }
        result
    }

    #[inline(always)]
    fn compare(self, other: Self, holds: impl Fn(f64, f64) -> bool) -> Mask<N> {
        let mut mask = Mask::NONE;
        for k in 0..N {
            mask.0[k] = if holds(self.0[k], other.0[k]) {
                u64::MAX
            } else {
                0
            };
        }
        mask
    }

    /// The greater of two.
    #[inline(always)]
    pub fn max(self, other: Self) -> Self {
        self.with(other, |a, b| if a > b { a } else { b })
    }

    /// The lesser of two.
    #[inline(always)]
    pub fn min(self, other: Self) -> Self {
        self.with(other, |a, b| if a < b { a } else { b })
    }

    /// Not below 0.
    #[inline(always)]
    pub fn or_zero(self) -> Self {
        self.max(Self::ZERO)
    }

    /// Without its sign.
    #[inline(always)]
    pub fn abs(self) -> Self {
        let mut result = self;
        for k in 0..N {
            result.0[k] = self.0[k].abs();
        }
        result
    }

    /// Where it is above another.
    #[inline(always)]
    pub fn above(self, other: Self) -> Mask<N> {
        self.compare(other, |a, b| a > b)
    }

    /// Where it is at least another.
    #[inline(always)]
    pub fn at_least(self, other: Self) -> Mask<N> {
        self.compare(other, |a, b| a >= b)
    }

    /// Where it is at most another.
    #[inline(always)]
    pub fn at_most(self, other: Self) -> Mask<N> {
        other.at_least(self)
    }

    /// Where it is below another.
    #[inline(always)]
    pub fn below(self, other: Self) -> Mask<N> {
        other.above(self)
    }

    /// Where it is above 0.
    #[inline(always)]
    pub fn is_positive(self) -> Mask<N> {
        self.above(Self::ZERO)
    }

    /// The least of all trials.
    #[inline(always)]
    pub fn least(self) -> f64 {
        halve(self.0, |a, b| if a < b { a } else { b })
    }

    /// The greatest of all trials.
    #[inline(always)]
    pub fn greatest(self) -> f64 {
        halve(self.0, |a, b| if a > b { a } else { b })
    }

    /// Whole numbers from 0 to 2^32 as such.
    #[inline(always)]
    pub fn whole(self) -> [u32; N] {
        self.0.map(whole)
    }

    /// It is above 0 in some trial.
    #[inline(always)]
    pub fn some(self) -> bool {
        self.is_positive().any()
    }
}

impl<const N: usize> Mask<N> {
    /// In no trial.
    pub const NONE: Self = Self([0; N]);

    /// What a function says of each trial.
    #[inline(always)]
    pub fn from_fn(mut of: impl FnMut(usize) -> bool) -> Self {
        Self(std::array::from_fn(|k| if of(k) { u64::MAX } else { 0 }))
    }

    /// One where it holds, the other where not.
    #[inline(always)]
    pub fn select(self, there: Wide<N>, elsewhere: Wide<N>) -> Wide<N> {
        let mut result = there;
        for k in 0..N {
            let (a, b) = (there.0[k].to_bits(), elsewhere.0[k].to_bits());
            result.0[k] = f64::from_bits((self.0[k] & a) | (!self.0[k] & b));
        }
        result
    }

    /// A number where it holds, 0 where not.
    #[inline(always)]
    pub fn of(self, value: Wide<N>) -> Wide<N> {
        let mut result = value;
        for k in 0..N {
            result.0[k] = f64::from_bits(self.0[k] & value.0[k].to_bits());
        }
        result
    }

    /// 1 where it holds, 0 where not.
    #[inline(always)]
    pub fn ones(self) -> Wide<N> {
        self.of(Wide::all(1.0))
    }

    /// It holds in some trial.
    #[inline(always)]
    pub fn any(self) -> bool {
        let mut any = 0;
        for k in 0..N {
            any |= self.0[k];
        }
        any != 0
    }

    /// It holds in a trial.
    #[inline(always)]
    pub fn at(&self, k: usize) -> bool {
        self.0[k] != 0
    }

    /// Sets what holds in a trial.
    #[inline(always)]
    pub fn set(&mut self, k: usize, holds: bool) {
        self.0[k] = if holds { u64::MAX } else { 0 };
    }

    /// The trials in which it holds.
    #[inline(always)]
    pub fn trials(self) -> impl Iterator<Item = usize> {
        (0..N).filter(move |&k| self.at(k))
    }
}

/// A whole number from 0 to 2^32 as such, without the care that a cast takes.
#[inline(always)]
pub fn whole(number: f64) -> u32 {
    /// Adding it leaves a whole number in the last bits.
    const SHIFTS: f64 = 4_503_599_627_370_496.0;
    (number + SHIFTS).to_bits() as u32
}

/// Brings numbers, of which there is a power of 2, together by halves: one vector instruction each.
#[inline(always)]
fn halve<T: Copy, const N: usize>(mut numbers: [T; N], of: impl Fn(T, T) -> T) -> T {
    let mut half = N / 2;
    while half > 0 {
        for k in 0..half {
            numbers[k] = of(numbers[k], numbers[k + half]);
        }
        half /= 2;
    }
    numbers[0]
}

macro_rules! operator {
    ($operator:ident, $method:ident) => {
        impl<const N: usize> $operator for Wide<N> {
            type Output = Self;
            #[inline(always)]
            fn $method(self, other: Self) -> Self {
                self.with(other, |a, b| a.$method(b))
            }
        }
        impl<const N: usize> $operator<f64> for Wide<N> {
            type Output = Self;
            #[inline(always)]
            fn $method(self, other: f64) -> Self {
                self.with(Self::all(other), |a, b| a.$method(b))
            }
        }
    };
}

operator!(Add, add);
operator!(Sub, sub);
operator!(Mul, mul);
operator!(Div, div);

impl<const N: usize> AddAssign for Wide<N> {
    #[inline(always)]
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl<const N: usize> SubAssign for Wide<N> {
    #[inline(always)]
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}

impl<const N: usize> Index<usize> for Wide<N> {
    type Output = f64;
    #[inline(always)]
    fn index(&self, k: usize) -> &f64 {
        &self.0[k]
    }
}

impl<const N: usize> IndexMut<usize> for Wide<N> {
    #[inline(always)]
    fn index_mut(&mut self, k: usize) -> &mut f64 {
        &mut self.0[k]
    }
}

macro_rules! logic {
    ($operator:ident, $method:ident) => {
        impl<const N: usize> $operator for Mask<N> {
            type Output = Self;
            #[inline(always)]
            fn $method(self, other: Self) -> Self {
                let mut result = self;
                for k in 0..N {
                    result.0[k] = self.0[k].$method(other.0[k]);
                }
                result
            }
        }
    };
}

logic!(BitAnd, bitand);
logic!(BitOr, bitor);

impl<const N: usize> Not for Mask<N> {
    type Output = Self;
    #[inline(always)]
    fn not(self) -> Self {
        let mut result = self;
        for k in 0..N {
            result.0[k] = !self.0[k];
        }
        result
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_are_themselves_and_ends_are_found_in_any_place() {
        for number in [0.0, 1.0, 3650.0, 4_294_967_295.0] {
            assert_eq!(f64::from(whole(number)).to_bits(), f64::to_bits(number));
        }
        for at in 0..8 {
            let numbers = Wide::<8>::from_fn(|k| if k == at { -3.0 } else { 2.0 + k as f64 });
            assert_eq!(numbers.least().to_bits(), f64::to_bits(-3.0));
            let mirrored = Wide::ZERO - numbers;
            assert_eq!(mirrored.greatest().to_bits(), f64::to_bits(3.0));
        }
    }
}
