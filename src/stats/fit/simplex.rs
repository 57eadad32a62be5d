//! The lowest point of a function of a few numbers, without derivatives.
//!
//! Written here because the kept optimisers turn on the C library's functions in `num-traits`, which
//! would make all draws depend on the processor.

/// Steps at most, a number.
const MOST: usize = 400;
/// Relative difference between the corners at which it is content.
const TOLERANCE: f64 = 1e-11;

struct Corner {
    at: Vec<f64>,
    value: f64,
}

/// The lowest point near the best of several starts, and the value there; `step` is how far the first
/// corners stand apart. It is found anew from where it was found once, as a simplex may collapse on
/// its way.
///
/// # Source
/// Nelder and Mead (1965), "A simplex method for function minimization".
pub(super) fn lowest(f: &dyn Fn(&[f64]) -> f64, starts: &[Vec<f64>], step: f64) -> (Vec<f64>, f64) {
    let rough = if starts.len() > 1 { 1e-4 } else { TOLERANCE };
    let first = starts
        .iter()
        .map(|start| descend(f, start, step, rough, MOST));
    let first = first.min_by(|a, b| a.value.total_cmp(&b.value));
    let mut best = first.expect("a search starts somewhere");
    for _ in 0..4 {
        let again = descend(f, &best.at, 0.2 * step, TOLERANCE, MOST);
        let gained = best.value - again.value;
        if gained > 0.0 {
            best = again;
        }
        if gained <= 1e-7 {
            break;
        }
    }
    (best.at, best.value)
}

/// The lowest point near a start that is near it already, as good as intervals want it.
pub(super) fn beside(f: &dyn Fn(&[f64]) -> f64, start: &[f64], step: f64) -> (Vec<f64>, f64) {
    let found = descend(f, start, step, 1e-6, 60);
    (found.at, found.value)
}

fn descend(
    f: &dyn Fn(&[f64]) -> f64,
    start: &[f64],
    step: f64,
    tolerance: f64,
    most: usize,
) -> Corner {
    let corner = |at: Vec<f64>| {
        let value = f(&at);
        let value = if value.is_nan() { f64::INFINITY } else { value };
        Corner { at, value }
    };
    let mut corners = vec![corner(start.to_vec())];
    for i in 0..start.len() {
        let mut at = start.to_vec();
        at[i] += step;
        corners.push(corner(at));
    }
    let last = start.len();
    for _ in 0..most * last {
        corners.sort_by(|a, b| a.value.total_cmp(&b.value));
        let spread = corners[last].value - corners[0].value;
        if spread <= tolerance * (1.0 + corners[0].value.abs())
            && size(&corners) < 0.3 * tolerance.sqrt()
        {
            break;
        }
        let centre = centre(&corners[..last]);
        let toward = |by: f64| corner(mix(&centre, &corners[last].at, by));
        let reflected = toward(-1.0);
        let next = if reflected.value < corners[0].value {
            lower(toward(-2.0), reflected)
        } else if reflected.value < corners[last - 1].value {
            reflected
        } else if reflected.value < corners[last].value {
            lower(toward(-0.5), reflected)
        } else {
            toward(0.5)
        };
        if next.value < corners[last].value {
            corners[last] = next;
        } else {
            let first = corners[0].at.clone();
            for other in &mut corners[1..] {
                *other = corner(mix(&first, &other.at, 0.5));
            }
        }
    }
    corners.swap_remove(0)
}

fn lower(a: Corner, b: Corner) -> Corner {
    if a.value < b.value { a } else { b }
}

/// How far the other corners stand from the first.
fn size(corners: &[Corner]) -> f64 {
    let apart = |a: &[f64], b: &[f64]| {
        a.iter()
            .zip(b)
            .map(|(a, b)| (a - b).abs())
            .fold(0.0, f64::max)
    };
    let first = &corners[0].at;
    corners[1..]
        .iter()
        .map(|corner| apart(&corner.at, first))
        .fold(0.0, f64::max)
}

fn centre(corners: &[Corner]) -> Vec<f64> {
    let mean = |i: usize| corners.iter().map(|c| c.at[i]).sum::<f64>() / corners.len() as f64;
    (0..corners[0].at.len()).map(mean).collect()
}

/// The point so far from one towards another.
fn mix(from: &[f64], to: &[f64], by: f64) -> Vec<f64> {
    from.iter().zip(to).map(|(a, b)| a + by * (b - a)).collect()
}

#[cfg(test)]
mod tests {
    use super::lowest;

    #[test]
    fn a_curved_valley_is_followed_to_its_end() {
        // Rosenbrock (1960): lowest at (1, 1).
        let f = |x: &[f64]| 100.0 * (x[1] - x[0] * x[0]).powi(2) + (1.0 - x[0]).powi(2);
        let (at, value) = lowest(&f, &[vec![-1.2, 1.0]], 0.5);
        assert!(value < 1e-12 && (at[0] - 1.0).abs() < 1e-5 && (at[1] - 1.0).abs() < 1e-5);
    }

    #[test]
    fn six_numbers_of_different_weight_are_found_and_what_is_none_is_avoided() {
        let f = |x: &[f64]| {
            if x[0] > 4.0 {
                return f64::NAN;
            }
            x.iter()
                .enumerate()
                .map(|(i, x)| 10_f64.powi(i as i32) * (x - i as f64).powi(2))
                .sum()
        };
        let (at, _) = lowest(&f, &[vec![3.0; 6], vec![2.0; 6]], 0.7);
        for (i, x) in at.iter().enumerate() {
            assert!((x - i as f64).abs() < 1e-4, "{at:?}");
        }
    }
}
