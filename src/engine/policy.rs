//! Replenishment policies: small pure rules from an inventory position to a quantity. Each answers
//! how many units to order (≥ 0), given the two numbers of the policy.
//!
//! # Source
//! Snyder and Shen, Fundamentals of Supply Chain Theory, chapters 4 to 6.

/// Relative quantities below which a difference is rounding.
const TINY: f64 = 1e-9;

/// What a policy sees of its stock.
#[derive(Clone, Copy, Debug)]
pub struct Position {
    /// Inventory position [unit].
    pub own: f64,
    /// Echelon inventory position [unit].
    pub echelon: f64,
    /// Expected use [unit/day].
    pub use_per_day: f64,
}

/// Up to a level whenever below it.
pub fn base_stock(position: Position, level: f64) -> f64 {
    (level - position.own).max(0.0)
}

/// Up to a level of the echelon position.
pub fn echelon_base_stock(position: Position, level: f64) -> f64 {
    (level - position.echelon).max(0.0)
}

/// (s, S): at s or below, up to S.
pub fn min_max(position: Position, s: f64, big_s: f64) -> f64 {
    if position.own <= s + rounding(position, s, big_s) {
        (big_s - position.own).max(0.0)
    } else {
        0.0
    }
}

/// (r, Q): at r or below, one Q, or as many as lift the position above r.
pub fn reorder_quantity(position: Position, r: f64, q: f64, multiples: bool) -> f64 {
    if position.own > r + rounding(position, r, q) {
        return 0.0;
    }
    if !multiples || q <= 0.0 {
        return q;
    }
    q * (libm::floor((r - position.own) / q + TINY) + 1.0).max(1.0)
}

/// What a position may be above a trigger and still be at it: sums of decimals are not exact.
fn rounding(position: Position, trigger: f64, quantity: f64) -> f64 {
    TINY * trigger.abs().max(quantity.abs()).max(position.own.abs())
}

/// Up to so many days of expected use.
pub fn days_of_cover(position: Position, cover_days: f64) -> f64 {
    (cover_days * position.use_per_day - position.own).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(own: f64) -> Position {
        Position {
            own,
            echelon: own + 10.0,
            use_per_day: 3.0,
        }
    }

    #[test]
    #[allow(clippy::float_cmp, reason = "small whole numbers")]
    fn each_policy_orders_what_its_definition_says() {
        assert_eq!(base_stock(at(4.0), 10.0), 6.0);
        assert_eq!(base_stock(at(11.0), 10.0), 0.0);
        assert_eq!(echelon_base_stock(at(4.0), 20.0), 6.0);
        assert_eq!(min_max(at(4.0), 4.0, 10.0), 6.0);
        assert_eq!(min_max(at(4.5), 4.0, 10.0), 0.0);
        let tenths = 1.0 - 0.1 - 0.1 - 0.1;
        assert!(
            tenths > 0.7 && min_max(at(tenths), 0.7, 1.0) > 0.0,
            "at the trigger in decimals"
        );
        assert_eq!(reorder_quantity(at(tenths), 0.7, 0.5, false), 0.5);
        assert_eq!(reorder_quantity(at(4.0), 4.0, 5.0, false), 5.0);
        assert_eq!(reorder_quantity(at(-7.0), 4.0, 5.0, true), 15.0);
        assert_eq!(reorder_quantity(at(-6.0), 4.0, 5.0, true), 15.0);
        assert_eq!(days_of_cover(at(4.0), 2.0), 2.0);
    }
}
