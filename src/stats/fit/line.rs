//! The highest point of a function of one number.

/// The larger part of a line cut by the golden section.
const GOLDEN: f64 = 0.618_033_988_749_894_9;

/// The highest point of a function between two bounds, where it has one top: golden section.
pub(super) fn highest(f: &dyn Fn(f64) -> f64, low: f64, high: f64, steps: usize) -> f64 {
    let (mut low, mut high) = (low, high);
    let mut inner = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)];
    let mut values = inner.map(f);
    for _ in 0..steps {
        if values[0] > values[1] {
            high = inner[1];
            inner = [high - GOLDEN * (high - low), inner[0]];
            values = [f(inner[0]), values[0]];
        } else {
            low = inner[0];
            inner = [inner[1], low + GOLDEN * (high - low)];
            values = [values[1], f(inner[1])];
        }
    }
    0.5 * (low + high)
}

/// Where a condition that holds at `inside` and not at `outside` ceases to hold.
pub(super) fn edge(
    holds: &mut dyn FnMut(f64) -> bool,
    inside: f64,
    outside: f64,
    steps: usize,
) -> f64 {
    let (mut inside, mut outside) = (inside, outside);
    for _ in 0..steps {
        let middle = 0.5 * (inside + outside);
        if holds(middle) {
            inside = middle;
        } else {
            outside = middle;
        }
    }
    0.5 * (inside + outside)
}

#[cfg(test)]
mod tests {
    use super::{edge, highest};

    #[test]
    fn tops_and_edges_are_found() {
        let top = highest(&|x| -(x - 0.3) * (x - 0.3), -1.0, 2.0, 60);
        assert!((top - 0.3).abs() < 1e-7);
        for (inside, outside) in [(0.0, 2.0), (0.0, 1.1)] {
            assert!((edge(&mut |x| x < 1.0, inside, outside, 50) - 1.0).abs() < 1e-12);
        }
    }
}
