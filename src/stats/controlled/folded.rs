//! Control variates where trials were folded: the same regression from sums of products.

use super::super::comoments::half_width;
use super::super::{Comoments, student};

/// What of a control must be left beyond the earlier ones, as a share of its own squares.
const NEW: f64 = 1e-10;

/// The mean of a column less what it owes to controls.
#[derive(Clone, Debug, PartialEq)]
pub struct Constant {
    /// The constant of the regression.
    pub mean: f64,
    /// How much the column owes to a unit of each control; 0 for those that say nothing new.
    pub slopes: Vec<f64>,
    error: f64,
    freedom: f64,
}

impl Constant {
    /// From a column with its controls, and each control with all of them. Controls with undefined numbers and
    /// those that earlier ones determine are left out; nothing where none is left, where a number of the
    /// column is undefined, or where all are equal.
    ///
    /// # Source
    /// Lavenberg and Welch (1981), Management Science 27, 322, as for [`super::Controlled`].
    #[must_use]
    pub fn of(column: &Comoments, controls: &[Comoments]) -> Option<Self> {
        let is_usable = column.mean().is_finite() && column.squares() > 0.0;
        if !is_usable {
            return None;
        }
        let root = Root::of(controls);
        let used = root.used.len();
        let freedom = column.n() as f64 - 1.0 - used as f64;
        if used == 0 || freedom < 1.0 {
            return None;
        }
        let slopes = root.solve(column.products());
        let owed = |sums: &[f64]| -> f64 { slopes.iter().zip(sums).map(times).sum() };
        let left = (column.squares() - owed(column.products())).max(0.0);
        let shift: f64 = root.along(column.means()).iter().map(|x| x * x).sum();
        Some(Self {
            mean: column.mean() - owed(column.means()),
            error: (left / freedom * (1.0 / column.n() as f64 + shift)).sqrt(),
            freedom,
            slopes,
        })
    }

    /// How many controls are used.
    #[must_use]
    pub fn count(&self) -> usize {
        self.slopes.iter().filter(|slope| **slope != 0.0).count()
    }

    /// The interval for the mean where trials were drawn one by one.
    #[must_use]
    pub fn interval(&self, confidence: f64) -> (f64, f64) {
        let half = self.error * student::critical(confidence, self.freedom);
        (self.mean - half, self.mean + half)
    }

    /// The interval where they came in replicates: a column's means by replicate with those of its controls, and
    /// each control's with all of them.
    #[must_use]
    pub fn interval_by_replicates(
        &self,
        column: &Comoments,
        controls: &[Comoments],
        confidence: f64,
    ) -> Option<(f64, f64)> {
        let both = |sums: &[f64]| -> f64 { self.slopes.iter().zip(sums).map(times).sum() };
        let among = self.slopes.iter().zip(controls).filter(|(s, _)| **s != 0.0);
        let among: f64 = among.map(|(s, own)| s * both(own.products())).sum();
        let squares = column.squares() - 2.0 * both(column.products()) + among;
        let half = half_width(squares, column.n(), confidence)?;
        Some((self.mean - half, self.mean + half))
    }
}

/// A number times another, of nothing where the first is: an unused control may be undefined.
fn times((slope, sum): (&f64, &f64)) -> f64 {
    if *slope == 0.0 { 0.0 } else { slope * sum }
}

/// The triangular root of the controls' sums of products, row by row (Cholesky), of those that say something new.
struct Root {
    used: Vec<usize>,
    rows: Vec<Vec<f64>>,
    controls: usize,
}

impl Root {
    fn of(controls: &[Comoments]) -> Self {
        let mut root = Self {
            used: Vec::new(),
            rows: Vec::new(),
            controls: controls.len(),
        };
        for (at, own) in controls.iter().enumerate() {
            let mut row = root.along(own.products());
            let left = own.squares() - row.iter().map(|x| x * x).sum::<f64>();
            if left.is_finite() && left > NEW * own.squares() {
                row.push(left.sqrt());
                root.rows.push(row);
                root.used.push(at);
            }
        }
        root
    }

    /// What lies along each row, from a number for each control.
    fn along(&self, sums: &[f64]) -> Vec<f64> {
        let mut along: Vec<f64> = Vec::new();
        for (row, &at) in self.rows.iter().zip(&self.used) {
            let known: f64 = row.iter().zip(&along).map(|(x, y)| x * y).sum();
            along.push((sums[at] - known) / row[along.len()]);
        }
        along
    }

    /// Slopes on all controls, 0 on those that are not used.
    fn solve(&self, products: &[f64]) -> Vec<f64> {
        let mut rest = self.along(products);
        let mut slopes = vec![0.0; self.controls];
        for place in (0..rest.len()).rev() {
            let slope = rest[place] / self.rows[place][place];
            slopes[self.used[place]] = slope;
            for (x, y) in rest[..place].iter_mut().zip(&self.rows[place]) {
                *x -= slope * y;
            }
        }
        slopes
    }
}

#[cfg(test)]
mod tests {
    use super::super::Controls;
    use super::*;
    use crate::stats::{BLOCK, Forest, mean_by_replicates};

    fn folded(column: &[f64], controls: &[&[f64]], size: usize) -> Comoments {
        let mut forest = Forest::from(0);
        for from in (0..column.len()).step_by(size) {
            let to = (from + size).min(column.len());
            let blocks: Vec<&[f64]> = controls.iter().map(|x| &x[from..to]).collect();
            forest.push(Comoments::of_block(&column[from..to], &blocks));
        }
        forest.fold().unwrap()
    }

    fn columns() -> [Vec<f64>; 3] {
        let x: Vec<f64> = (0..640).map(|k| f64::from(k * 37 % 101) - 50.3).collect();
        let z: Vec<f64> = (0..640).map(|k| f64::from(k * k % 31) - 14.9).collect();
        let noise = (0..640).map(|k| f64::from(k * 7919 % 613) / 100.0);
        let both = x.iter().zip(&z).zip(noise);
        let y = both
            .map(|((x, z), e)| 7.0 - 3.0 * x + 5.0 * z + e)
            .collect();
        [y, x, z]
    }

    #[test]
    fn it_is_the_regression_of_the_whole_columns() {
        let [y, x, z] = columns();
        let controls: [&[f64]; 2] = [&x, &z];
        let whole = Controls::new(&controls, &[]).take_out(&y).unwrap();
        let own: Vec<Comoments> = controls
            .iter()
            .map(|c| folded(c, &controls, BLOCK))
            .collect();
        let found = Constant::of(&folded(&y, &controls, BLOCK), &own).unwrap();
        assert!((found.mean - whole.mean).abs() < 1e-10);
        assert!((found.error / whole.error - 1.0).abs() < 1e-9);
        let (interval, truth) = (found.interval(0.95), whole.interval(0.95));
        assert!((interval.0 - truth.0).abs() < 1e-9 && (interval.1 - truth.1).abs() < 1e-9);
        assert_eq!(found.count(), 2);
    }

    #[test]
    fn by_replicates_it_is_the_interval_of_what_is_left_of_the_column() {
        let [y, x, z] = columns();
        let controls: [&[f64]; 2] = [&x, &z];
        let whole = Controls::new(&controls, &[]).take_out(&y).unwrap();
        let truth = mean_by_replicates(&whole.values, 16, 0.95).unwrap();
        let own = |size| -> Vec<Comoments> {
            let each = controls.iter();
            each.map(|c| folded(c, &controls, size)).collect()
        };
        let found = Constant::of(&folded(&y, &controls, BLOCK), &own(BLOCK)).unwrap();
        let means = |column: &[f64]| -> Vec<f64> {
            column
                .chunks(16)
                .map(|c| c.iter().sum::<f64>() / 16.0)
                .collect()
        };
        let [y, x, z] = [means(&y), means(&x), means(&z)];
        let by: [&[f64]; 2] = [&x, &z];
        let among: Vec<Comoments> = by.iter().map(|c| folded(c, &by, 1)).collect();
        let interval = found.interval_by_replicates(&folded(&y, &by, 1), &among, 0.95);
        let (lower, upper) = interval.unwrap();
        assert!((lower - truth.0).abs() < 1e-9 && (upper - truth.1).abs() < 1e-9);
    }

    #[test]
    fn controls_that_say_nothing_new_or_are_undefined_are_left_out() {
        let [y, x, mut hole] = columns();
        let twice: Vec<f64> = x.iter().map(|x| 2.0 * x).collect();
        hole[3] = f64::NAN;
        let flat = vec![0.0; 640];
        let controls: [&[f64]; 4] = [&x, &twice, &hole, &flat];
        let own: Vec<Comoments> = controls
            .iter()
            .map(|c| folded(c, &controls, BLOCK))
            .collect();
        let found = Constant::of(&folded(&y, &controls, BLOCK), &own).unwrap();
        assert_eq!(found.count(), 1);
        let alone = Controls::new(&[&x], &[]).take_out(&y).unwrap();
        assert!((found.mean - alone.mean).abs() < 1e-10);
        assert_eq!(Constant::of(&folded(&hole, &controls, BLOCK), &own), None);
        assert_eq!(Constant::of(&folded(&flat, &controls, BLOCK), &own), None);
    }
}
