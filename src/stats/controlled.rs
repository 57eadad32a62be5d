//! Means sharpened by control variates: numbers of each trial whose means are known to be 0. What a
//! column owes to them by least squares is taken out of it; its mean is the constant of the
//! regression of the column on the controls, as a spreadsheet's LINEST gives it.

mod folded;

use super::orthogonal::{beyond, dot};
use super::{Moments, student};

pub use folded::Constant;

/// Trials a control, below which controls cost more than they may bring.
const TRIALS_A_CONTROL: usize = 20;
/// Trials a companion or control, below which companions would say as much by chance.
const TRIALS_A_COMPANION: usize = 4;

/// Controls made ready, once for all columns of a variant.
#[derive(Clone, Debug, Default)]
pub struct Controls {
    /// As they were given.
    columns: Vec<Vec<f64>>,
    means: Vec<f64>,
    /// Orthonormal, with mean 0, and what is left of each control when the earlier ones and the
    /// companions are taken out.
    basis: Vec<Vec<f64>>,
    /// What each control has along the basis up to its own place.
    triangle: Vec<Vec<f64>>,
}

impl Controls {
    /// Makes controls of as many trials each ready; those with undefined numbers, and those that
    /// earlier ones determine, are left out. None are used with fewer than 20 trials for each.
    ///
    /// `companions` are what else moves columns, such as parameters that a design spreads: what
    /// columns owe to controls is found beside what they owe to these, so that chance between the two
    /// does no harm. They are left out with fewer than four trials for each, and nothing of them is
    /// taken out of a column.
    #[must_use]
    pub fn new(columns: &[&[f64]], companions: &[&[f64]]) -> Self {
        let mut controls = Self::default();
        let trials = columns.first().map_or(0, |column| column.len());
        if trials < TRIALS_A_CONTROL * columns.len() {
            return controls;
        }
        let mut beside: Vec<Vec<f64>> = Vec::new();
        if trials >= TRIALS_A_COMPANION * (columns.len() + companions.len()) {
            for column in companions.iter().filter(|column| is_defined(column)) {
                let (rest, _) = beyond(&beside, centred(column));
                beside.extend(rest);
            }
        }
        for column in columns.iter().filter(|column| is_defined(column)) {
            controls.add(column, &beside);
        }
        controls
    }

    fn add(&mut self, column: &[f64], beside: &[Vec<f64>]) {
        let all = [beside, &self.basis].concat();
        let (rest, along) = beyond(&all, centred(column));
        if let Some(rest) = rest {
            self.triangle.push(along[beside.len()..].to_vec());
            self.basis.push(rest);
            self.means.push(mean_of(column));
            self.columns.push(column.to_vec());
        }
    }

    /// How many are used.
    #[must_use]
    pub fn count(&self) -> usize {
        self.columns.len()
    }

    /// A column of as many trials as the controls have, less what it owes to them; none where there
    /// are no controls, a number is undefined, or all are equal.
    #[must_use]
    pub fn take_out(&self, column: &[f64]) -> Option<Controlled> {
        let usable = self.columns.first()?.len() == column.len();
        let is_constant = column
            .windows(2)
            .all(|pair| pair[0].to_bits() == pair[1].to_bits());
        if !usable || is_constant || !is_defined(column) {
            return None;
        }
        let deviations = centred(column);
        let along = self.basis.iter().map(|own| dot(&deviations, own));
        let slopes = self.slopes(along.collect());
        let mut values = column.to_vec();
        for (control, slope) in self.columns.iter().zip(&slopes) {
            for (value, x) in values.iter_mut().zip(control) {
                *value -= slope * x;
            }
        }
        let n = column.len() as f64;
        let left = centred(&values);
        let freedom = n - 1.0 - self.count() as f64;
        let shifts: f64 = self.shifts().iter().map(|shift| shift * shift).sum();
        Some(Controlled {
            mean: mean_of(&values),
            error: (dot(&left, &left) / freedom * (1.0 / n + shifts)).sqrt(),
            freedom,
            values,
        })
    }

    /// Slopes on the controls from what lies along the basis.
    fn slopes(&self, mut along: Vec<f64>) -> Vec<f64> {
        for j in (0..along.len()).rev() {
            along[j] /= self.triangle[j][j];
            let (slope, column) = (along[j], &self.triangle[j]);
            for (x, y) in along[..j].iter_mut().zip(column) {
                *x -= slope * y;
            }
        }
        along
    }

    /// The controls' means along the basis.
    fn shifts(&self) -> Vec<f64> {
        let mut shifts: Vec<f64> = Vec::new();
        for (mean, column) in self.means.iter().zip(&self.triangle) {
            let known: f64 = column.iter().zip(&shifts).map(|(x, y)| x * y).sum();
            shifts.push((mean - known) / column[shifts.len()]);
        }
        shifts
    }
}

fn is_defined(column: &[f64]) -> bool {
    column.iter().all(|x| x.is_finite())
}

fn centred(column: &[f64]) -> Vec<f64> {
    let mean = mean_of(column);
    column.iter().map(|x| x - mean).collect()
}

/// A column less what it owes to controls.
#[derive(Clone, Debug)]
pub struct Controlled {
    /// One a trial: what the trial's value would have been with controls of 0.
    pub values: Vec<f64>,
    /// Their mean: the constant of the regression.
    pub mean: f64,
    /// Its standard error.
    pub error: f64,
    freedom: f64,
}

impl Controlled {
    /// The interval for the mean.
    ///
    /// # Source
    /// Lavenberg and Welch (1981), Management Science 27, 322: the constant of a regression on
    /// controls, Student's t with n - 1 - controls degrees of freedom; exact where all is normal.
    #[must_use]
    pub fn interval(&self, confidence: f64) -> (f64, f64) {
        let half = self.error * student::critical(confidence, self.freedom);
        (self.mean - half, self.mean + half)
    }
}

fn mean_of(column: &[f64]) -> f64 {
    let mut moments = Moments::default();
    moments.push_block(column);
    moments.mean().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As the normal equations give it.
    #[test]
    fn the_mean_is_the_constant_of_the_regression() {
        let n = 60;
        let x1: Vec<f64> = (0..n).map(|k| f64::from(k * 37 % 61) - 29.0).collect();
        let x2: Vec<f64> = (0..n).map(|k| f64::from(k * k % 23) - 7.0).collect();
        let noise: Vec<f64> = (0..n).map(|k| f64::from(k * 53 % 19)).collect();
        let y: Vec<f64> = (0..n as usize)
            .map(|k| 3.0 + 0.5 * x1[k] - 2.0 * x2[k] + noise[k])
            .collect();
        let found = Controls::new(&[&x1, &x2], &[]).take_out(&y).unwrap();
        let (constant, error) = least_squares(&[&x1, &x2], &y);
        assert!(
            (found.mean - constant).abs() < 1e-10,
            "{} {constant}",
            found.mean
        );
        assert!(
            (found.error - error).abs() < 1e-10,
            "{} {error}",
            found.error
        );
        assert!(
            (mean_of(&y) - constant).abs() > 0.1,
            "the controls took nothing out"
        );
    }

    /// Constant and its standard error by Gauss-Jordan on the normal equations.
    fn least_squares(controls: &[&[f64]], y: &[f64]) -> (f64, f64) {
        let size = controls.len() + 1;
        let column = |j: usize, k: usize| if j == 0 { 1.0 } else { controls[j - 1][k] };
        let sum = |f: &dyn Fn(usize) -> f64| (0..y.len()).map(f).sum::<f64>();
        let mut rows: Vec<Vec<f64>> = (0..size)
            .map(|i| {
                let left = (0..size).map(|j| sum(&|k| column(i, k) * column(j, k)));
                let unit = (0..size).map(|j| f64::from(u8::from(i == j)));
                let right = sum(&|k| column(i, k) * y[k]);
                left.chain(unit).chain([right]).collect()
            })
            .collect();
        for i in 0..size {
            let pivot = rows[i][i];
            rows[i].iter_mut().for_each(|x| *x /= pivot);
            let row = rows[i].clone();
            for (j, other) in rows.iter_mut().enumerate().filter(|(j, _)| *j != i) {
                let factor = other[i];
                assert!(j < size);
                other
                    .iter_mut()
                    .zip(&row)
                    .for_each(|(x, y)| *x -= factor * y);
            }
        }
        let beta: Vec<f64> = rows.iter().map(|row| row[2 * size]).collect();
        let fitted = |k: usize| (0..size).map(|j| beta[j] * column(j, k)).sum::<f64>();
        let squares = sum(&|k| (y[k] - fitted(k)).powi(2));
        let variance = squares / (y.len() - size) as f64 * rows[0][size];
        (beta[0], variance.sqrt())
    }

    #[test]
    fn linear_columns_keep_adding_up() {
        let x: Vec<f64> = (0..100).map(|k| f64::from(k * 37 % 101) - 50.3).collect();
        let a: Vec<f64> = (0..100).map(|k| f64::from(k * 53 % 97)).collect();
        let b: Vec<f64> = (0..100).map(|k| f64::from(k * k % 31)).collect();
        let both: Vec<f64> = a.iter().zip(&b).map(|(a, b)| a - b).collect();
        let controls = Controls::new(&[&x], &[]);
        let mean = |column: &[f64]| controls.take_out(column).unwrap().mean;
        assert!((mean(&a) - mean(&b) - mean(&both)).abs() < 1e-12);
    }

    #[test]
    fn controls_that_say_nothing_new_are_left_out() {
        let x: Vec<f64> = (0..100).map(|k| f64::from(k * 37 % 101) - 50.3).collect();
        let twice: Vec<f64> = x.iter().map(|x| 2.0 * x).collect();
        let mut hole = x.clone();
        hole[3] = f64::NAN;
        assert_eq!(
            Controls::new(&[&x, &twice, &hole, &[0.0; 100]], &[]).count(),
            1
        );
        assert_eq!(Controls::new(&[&x[..19]], &[]).count(), 0);
        assert_eq!(Controls::new(&[], &[]).count(), 0);
        assert!(Controls::new(&[], &[]).take_out(&x).is_none());
        assert!(Controls::new(&[&x], &[]).take_out(&hole).is_none());
    }

    #[test]
    fn a_column_that_owes_all_to_controls_is_known_exactly() {
        let x: Vec<f64> = (0..100).map(|k| f64::from(k * 37 % 101) - 50.3).collect();
        let y: Vec<f64> = x.iter().map(|x| 7.0 - 3.0 * x).collect();
        let found = Controls::new(&[&x], &[]).take_out(&y).unwrap();
        assert!((found.mean - 7.0).abs() < 1e-10 && found.error < 1e-10);
    }

    /// Slopes are those of the regression on both, and only the controls' part is taken out.
    #[test]
    fn companions_keep_chance_out_of_the_slopes() {
        let x: Vec<f64> = (0..100).map(|k| f64::from(k * 37 % 101) - 20.3).collect();
        let z: Vec<f64> = (0..100).map(|k| f64::from(k * k % 31)).collect();
        let y: Vec<f64> = x
            .iter()
            .zip(&z)
            .map(|(x, z)| 7.0 - 3.0 * x + 50.0 * z)
            .collect();
        let found = Controls::new(&[&x], &[&z]).take_out(&y).unwrap();
        assert!(
            (found.mean - 7.0 - 50.0 * mean_of(&z)).abs() < 1e-9,
            "{}",
            found.mean
        );
        let alone = Controls::new(&[&x], &[]).take_out(&y).unwrap();
        assert!((found.mean - alone.mean).abs() > 0.01);
    }
}
