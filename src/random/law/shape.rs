//! What rounding and clipping do to a draw. However they are nested, they come to rounding first
//! and clipping then, because rounding down never reverses an order.

use libm::{floor, fmax, fmin};

use super::Law;

/// So much of a unit is forgiven, so that 2.9999999999996 days are three.
const FORGIVEN: f64 = 1e-9;

/// Rounding down, then clipping.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::random) struct Shape {
    /// Draws are whole multiples of this; 0 where they are not rounded.
    pub unit: f64,
    /// The lowest draw.
    pub low: f64,
    /// The highest draw.
    pub high: f64,
}

impl Shape {
    /// What is done to a draw.
    #[inline(always)]
    pub fn apply(&self, x: f64) -> f64 {
        let x = if self.unit > 0.0 {
            round_down(x, self.unit)
        } else {
            x
        };
        let x = if x < self.low { self.low } else { x };
        if x > self.high { self.high } else { x }
    }

    fn rounded(self, unit: f64) -> Self {
        Self {
            unit,
            low: round_down(self.low, unit),
            high: round_down(self.high, unit),
        }
    }

    fn clipped(self, low: f64, high: f64) -> Self {
        Self {
            low: fmin(fmax(self.low, low), high),
            high: fmin(fmax(self.high, low), high),
            ..self
        }
    }
}

#[inline]
fn round_down(x: f64, unit: f64) -> f64 {
    unit * floor(x / unit + FORGIVEN)
}

impl Law<f64> {
    /// The law without what is wrapped around it, and what the wrapping does.
    pub(in crate::random) fn unwrapped(&self) -> (&Self, Shape) {
        match self {
            Self::Floor { law, unit } => {
                let (inner, shape) = law.unwrapped();
                (inner, shape.rounded(*unit))
            }
            Self::Clip { law, low, high } => {
                let (inner, shape) = law.unwrapped();
                (inner, shape.clipped(*low, *high))
            }
            law => {
                let (low, high) = law.bare_support();
                let unit = 0.0;
                (law, Shape { unit, low, high })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn floor(law: Law<f64>, unit: f64) -> Law<f64> {
        Law::Floor {
            law: Box::new(law),
            unit,
        }
    }

    fn clip(law: Law<f64>, low: f64, high: f64) -> Law<f64> {
        Law::Clip {
            law: Box::new(law),
            low,
            high,
        }
    }

    /// One by one from the inside out.
    fn step_by_step(law: &Law<f64>, x: f64) -> f64 {
        match law {
            Law::Floor { law, unit } => (step_by_step(law, x) / unit + 1e-9).floor() * unit,
            Law::Clip { law, low, high } => step_by_step(law, x).max(*low).min(*high),
            _ => x,
        }
    }

    #[test]
    fn rounding_and_clipping_flattened_are_rounding_and_clipping_in_turn() {
        let bare = Law::Uniform {
            low: -20.0,
            high: 20.0,
        };
        let inf = f64::INFINITY;
        let laws = [
            bare.clone(),
            floor(bare.clone(), 3.0),
            clip(bare.clone(), -1.5, 7.25),
            floor(clip(bare.clone(), -1.5, 7.25), 2.0),
            clip(floor(bare.clone(), 2.0), -1.5, 7.25),
            clip(floor(clip(bare.clone(), -9.5, inf), 2.0), -inf, 7.25),
            floor(clip(floor(bare.clone(), 2.0), -1.5, 7.5), 2.0),
            clip(clip(bare.clone(), -1.5, 7.25), 8.0, 9.0),
        ];
        for law in laws {
            let (inner, shape) = law.unwrapped();
            assert_eq!(*inner, bare);
            for step in -160..=160 {
                let x = f64::from(step) / 8.0;
                assert_eq!(shape.apply(x), step_by_step(&law, x), "{law:?} at {x}");
            }
        }
    }

    #[test]
    fn a_draw_just_short_of_a_whole_unit_counts_as_whole() {
        let law = floor(Law::Normal { mean: 0.0, sd: 1.0 }, 1.0);
        let (_, shape) = law.unwrapped();
        assert_eq!(shape.apply(2.999_999_999_999_6), 3.0);
        assert_eq!(shape.apply(2.999_999), 2.0);
        assert_eq!(shape.apply(f64::INFINITY), f64::INFINITY);
    }
}
