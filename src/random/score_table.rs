//! Quantile functions that take long to work out, as tables over the normal score: one call of the
//! normal quantile and a cubic a draw.
//!
//! Source: Fritsch and Carlson (1980), "Monotone piecewise cubic interpolation".

use libm::{fabs, fmin};

use super::normal::{SCORE_LIMIT, normal_cdf, normal_quantile};

/// Cells of the table in one unit of normal score.
const CELLS_PER_SCORE: f64 = 16.0;
const CELLS: usize = (2.0 * SCORE_LIMIT * CELLS_PER_SCORE) as usize;

/// A cubic Hermite table of a quantile function over the normal score, never falling. How near it
/// comes is for its maker to say.
#[derive(Clone, Debug)]
pub(super) struct ScoreTable {
    /// Coefficients of each cell's cubic, lowest power first.
    cells: Box<[[f64; 4]]>,
}

impl ScoreTable {
    /// From the value and its slope by the score at any score.
    pub fn new(at_score: impl Fn(f64) -> (f64, f64)) -> Self {
        let score = |knot: usize| knot as f64 / CELLS_PER_SCORE - SCORE_LIMIT;
        let knots: Vec<(f64, f64)> = (0..=CELLS).map(|knot| at_score(score(knot))).collect();
        Self {
            cells: knots
                .windows(2)
                .map(|ends| cubic(ends[0], ends[1]))
                .collect(),
        }
    }

    /// The same where it comes within `allowed` of the truth in the middle of every cell.
    pub fn within(
        allowed: f64,
        at_score: impl Fn(f64) -> (f64, f64),
        truth: impl Fn(f64) -> f64,
    ) -> Option<Self> {
        let table = Self::new(at_score);
        let is_near = |cell: usize| {
            let uniform = normal_cdf((cell as f64 + 0.5) / CELLS_PER_SCORE - SCORE_LIMIT);
            // Past the last uniform of a stream nothing is drawn.
            uniform >= 1.0 || fabs(table.quantile(uniform) - truth(uniform)) <= allowed
        };
        (0..CELLS).all(is_near).then_some(table)
    }

    /// The value at a uniform.
    #[inline]
    pub fn quantile(&self, uniform: f64) -> f64 {
        let place = (normal_quantile(uniform) + SCORE_LIMIT) * CELLS_PER_SCORE;
        let cell = (place as usize).min(CELLS - 1);
        let [a, b, c, d] = self.cells[cell];
        let s = place - cell as f64;
        a + s * (b + s * (c + s * d))
    }
}

/// The cubic on a cell from the values and slopes at its ends. Slopes up to three times the rise
/// keep it from falling; only rounding in the far tails ever makes them steeper.
fn cubic((a, slope_a): (f64, f64), (b, slope_b): (f64, f64)) -> [f64; 4] {
    let rise = b - a;
    let from = fmin(slope_a / CELLS_PER_SCORE, 3.0 * rise);
    let to = fmin(slope_b / CELLS_PER_SCORE, 3.0 * rise);
    [
        a,
        from,
        3.0 * rise - 2.0 * from - to,
        from + to - 2.0 * rise,
    ]
}
