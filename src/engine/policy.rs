//! Replenishment policies: small pure rules from an inventory position to a quantity. Each answers
//! how many units to order (≥ 0), given the two numbers of the policy, in each trial.
//!
//! # Source
//! Snyder and Shen, Fundamentals of Supply Chain Theory, chapters 4 to 6.

use super::wide::{Mask, Wide};

/// Relative quantities below which a difference is rounding.
const TINY: f64 = 1e-9;

/// What a policy sees of its stock.
#[derive(Clone, Copy, Debug)]
pub struct Position<const N: usize> {
    /// Inventory position [unit].
    pub own: Wide<N>,
    /// Echelon inventory position [unit].
    pub echelon: Wide<N>,
    /// Expected use [unit/day].
    pub use_per_day: Wide<N>,
}

impl<const N: usize> Position<N> {
    /// Where it is at or below a trigger. Sums of decimals are not exact: what is a billionth above
    /// is at it.
    #[inline(always)]
    fn is_at(&self, trigger: Wide<N>, quantity: Wide<N>) -> Mask<N> {
        let size = trigger.abs().max(quantity.abs()).max(self.own.abs());
        self.own.at_most(trigger + size * TINY)
    }
}

/// Up to a level whenever below it.
#[inline(always)]
pub fn base_stock<const N: usize>(position: Position<N>, level: Wide<N>) -> Wide<N> {
    (level - position.own).or_zero()
}

/// Up to a level of the echelon position.
#[inline(always)]
pub fn echelon_base_stock<const N: usize>(position: Position<N>, level: Wide<N>) -> Wide<N> {
    (level - position.echelon).or_zero()
}

/// (s, S): at s or below, up to S.
#[inline(always)]
pub fn min_max<const N: usize>(position: Position<N>, s: Wide<N>, big_s: Wide<N>) -> Wide<N> {
    position.is_at(s, big_s).of(base_stock(position, big_s))
}

/// (r, Q): at r or below, one Q, or as many as lift the position above r.
#[inline(always)]
pub fn reorder_quantity<const N: usize>(
    position: Position<N>,
    r: Wide<N>,
    q: Wide<N>,
    multiples: bool,
) -> Wide<N> {
    let is_at = position.is_at(r, q);
    if !multiples {
        return is_at.of(q);
    }
    let lots = |k: usize| {
        if q[k] > 0.0 {
            (libm::floor((r[k] - position.own[k]) / q[k] + TINY) + 1.0).max(1.0)
        } else {
            1.0
        }
    };
    is_at.of(q * Wide::from_fn(lots))
}

/// Up to so many days of expected use.
#[inline(always)]
pub fn days_of_cover<const N: usize>(position: Position<N>, cover_days: Wide<N>) -> Wide<N> {
    (cover_days * position.use_per_day - position.own).or_zero()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(own: f64) -> Position<1> {
        Position {
            own: Wide([own]),
            echelon: Wide([own + 10.0]),
            use_per_day: Wide([3.0]),
        }
    }

    #[test]
    #[allow(clippy::float_cmp, reason = "small whole numbers")]
    fn each_policy_orders_what_its_definition_says() {
        let w = |value: f64| Wide([value]);
        assert_eq!(base_stock(at(4.0), w(10.0)), w(6.0));
        assert_eq!(base_stock(at(11.0), w(10.0)), w(0.0));
        assert_eq!(echelon_base_stock(at(4.0), w(20.0)), w(6.0));
        assert_eq!(min_max(at(4.0), w(4.0), w(10.0)), w(6.0));
        assert_eq!(min_max(at(4.5), w(4.0), w(10.0)), w(0.0));
        let tenths = 1.0 - 0.1 - 0.1 - 0.1;
        assert!(
            tenths > 0.7 && min_max(at(tenths), w(0.7), w(1.0)).some(),
            "at the trigger in decimals"
        );
        let orders =
            |own: f64, r: f64, q: f64, multiples| reorder_quantity(at(own), w(r), w(q), multiples);
        assert_eq!(orders(tenths, 0.7, 0.5, false), w(0.5));
        assert_eq!(orders(4.0, 4.0, 5.0, false), w(5.0));
        assert_eq!(orders(-7.0, 4.0, 5.0, true), w(15.0));
        assert_eq!(orders(-6.0, 4.0, 5.0, true), w(15.0));
        assert_eq!(days_of_cover(at(4.0), w(2.0)), w(2.0));
    }
}
