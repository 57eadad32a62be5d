//! Returns on yearly cash: pure functions of flows, the first at time 0, each later one a year after
//! the one before.

/// Yearly flows in order of time [USD].
pub trait Flows: DoubleEndedIterator<Item = f64> + Clone {}

impl<T: DoubleEndedIterator<Item = f64> + Clone> Flows for T {}

/// Present value at a yearly rate > -1 [USD].
///
/// # Source
/// Brealey, Myers and Allen, Principles of Corporate Finance, chapter 2.
pub fn npv(flows: impl Flows, rate: f64) -> f64 {
    value(flows, 1.0 / (1.0 + rate))
}

/// The polynomial of the flows, by Horner's rule.
fn value(flows: impl Flows, x: f64) -> f64 {
    flows.rev().fold(0.0, |sum, flow| sum * x + flow)
}

/// Largest factor of a year, and one over the least, among which a rate is sought.
const FARTHEST: f64 = 1e9;
/// After so many, the ends of a bracket of logarithms are neighbours.
const HALVINGS: usize = 70;

/// Yearly rate at which the present value is zero; not a number unless the flows change their sign
/// exactly once, as then there is exactly one (Descartes' rule of signs).
pub fn irr(flows: &impl Flows) -> f64 {
    let nonzero = |flow: &f64| *flow != 0.0;
    let signs = || flows.clone().filter(nonzero).map(|flow| flow > 0.0);
    if signs().zip(signs().skip(1)).filter(|(a, b)| a != b).count() != 1 {
        return f64::NAN;
    }
    let (mut near, mut far) = (1.0 / FARTHEST, FARTHEST);
    for _ in 0..HALVINGS {
        let middle = (near * far).sqrt();
        let is_before = Some(value(flows.clone(), middle) > 0.0) == signs().next();
        *(if is_before { &mut near } else { &mut far }) = middle;
    }
    1.0 / (near * far).sqrt() - 1.0
}

/// Years from the first outlay until the sum of the flows is 0 or more and stays so, in a straight
/// line between two years; not a number where there is no outlay or that never comes.
pub fn payback_years(flows: impl Flows) -> f64 {
    let (mut sum, mut first, mut paid_back) = (0.0, None, f64::NAN);
    for (year, flow) in flows.enumerate() {
        let before = sum;
        sum += flow;
        if sum < 0.0 {
            first = first.or(Some(year));
            paid_back = f64::NAN;
        } else if let Some(first) = first.filter(|_| before < 0.0) {
            paid_back = (year - first) as f64 - sum / flow;
        }
    }
    paid_back
}

#[cfg(test)]
mod tests {
    use super::{Flows, irr as irr_of, npv as npv_of, payback_years as payback_of};

    fn of(flows: &[f64]) -> impl Flows {
        flows.iter().copied()
    }
    fn npv(flows: &[f64], rate: f64) -> f64 {
        npv_of(of(flows), rate)
    }
    fn irr(flows: &[f64]) -> f64 {
        irr_of(&of(flows))
    }
    fn payback_years(flows: &[f64]) -> f64 {
        payback_of(of(flows))
    }

    #[test]
    fn present_values_are_those_of_spreadsheets() {
        // Published with the function NPV, which takes a year more off every flow: 1,188.44 there,
        // and 1,922.06 with an outlay beside it.
        let later = npv(&[-10_000.0, 3_000.0, 4_200.0, 6_800.0], 0.10) / 1.10;
        assert!((later - 1_188.44).abs() < 0.005, "{later}");
        let flows = [-40_000.0, 8_000.0, 9_200.0, 10_000.0, 12_000.0, 14_500.0];
        assert!((npv(&flows, 0.08) - 1_922.06).abs() < 0.005);
        assert!((npv(&flows, 0.0) - 13_700.0).abs() < 1e-9);
    }

    #[test]
    fn internal_rates_are_those_of_spreadsheets_and_of_closed_forms() {
        // The first two are published with the function IRR as 8.7 % and -2.1 %.
        let restaurant = [-70_000.0, 12_000.0, 15_000.0, 18_000.0, 21_000.0, 26_000.0];
        for (flows, rate, error) in [
            (&restaurant[..], 0.087, 0.000_5),
            (&restaurant[..5], -0.021, 0.000_5),
            (&[-100.0, 110.0], 0.1, 1e-12),
            (&[0.0, -100.0, 0.0, 121.0], 0.1, 1e-12),
            (&[100.0, -125.0], 0.25, 1e-12),
            (&[-219.0, 146.0, 131.4], 0.176_607_376, 1e-9),
        ] {
            let found = irr(flows);
            assert!((found - rate).abs() < error, "{flows:?}: {found}");
            assert!(npv(flows, found).abs() < 1e-6);
        }
        for flows in [&[][..], &[0.0; 3], &[-1.0, -2.0], &[-100.0, 230.0, -132.0]] {
            assert!(irr(flows).is_nan(), "{flows:?}");
        }
    }

    #[test]
    fn what_is_laid_out_is_paid_back_once_and_for_all() {
        for (flows, years) in [
            (&[-100.0, 50.0, 50.0][..], 2.0),
            (&[0.0, -100.0, 80.0, 80.0], 1.25),
            (&[-100.0, 150.0, -100.0, 100.0], 2.5),
            (&[-100.0, 50.0], f64::NAN),
            (&[-100.0, 150.0, -100.0], f64::NAN),
            (&[5.0, 5.0], f64::NAN),
        ] {
            let found = payback_years(flows);
            let same = (found - years).abs() < 1e-12 || found.is_nan() && years.is_nan();
            assert!(same, "{flows:?}: {found}");
        }
    }
}
