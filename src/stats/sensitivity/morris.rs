//! What elementary effects say of a factor.

use super::super::{Moments, student};
use super::Estimate;

/// How often an interval is to hold the truth.
const CONFIDENCE: f64 = 0.95;

/// An input by its elementary effects.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Morris {
    /// Trajectories in which the effect is defined.
    pub n: u64,
    /// Mean effect: which way the output goes.
    pub mean: Estimate,
    /// Mean of the effects' sizes: how much the input matters.
    pub size: Estimate,
    /// Standard deviation of the effects: what the input does depends on where it and others are.
    pub spread: Estimate,
}

/// The summary of an input's elementary effects, one a trajectory; undefined ones are left out. Means have
/// Student's interval, the standard deviation one jackknifed on its logarithm.
///
/// # Source
/// Morris (1991), Technometrics 33, 161; sizes: Campolongo, Cariboni and Saltelli (2007), Environmental Modelling
/// and Software 22, 1509; jackknife: Miller (1968), Annals of Mathematical Statistics 39, 567.
#[must_use]
pub fn morris(effects: &[f64]) -> Morris {
    let known: Vec<f64> = effects.iter().copied().filter(|x| x.is_finite()).collect();
    let sizes: Vec<f64> = known.iter().map(|x| x.abs()).collect();
    let mut size = mean(&sizes);
    size.interval = size.interval.map(|(lo, hi)| (lo.max(0.0), hi));
    Morris {
        n: known.len() as u64,
        mean: mean(&known),
        size,
        spread: spread(&known),
    }
}

fn moments(values: &[f64]) -> Moments {
    let mut moments = Moments::default();
    moments.push_block(values);
    moments
}

fn mean(values: &[f64]) -> Estimate {
    let moments = moments(values);
    Estimate {
        value: moments.mean(),
        interval: moments.t_interval(CONFIDENCE),
    }
}

fn spread(values: &[f64]) -> Estimate {
    let all = moments(values);
    Estimate {
        value: all.sd(),
        interval: all
            .mean()
            .zip(all.sd())
            .and_then(|(mean, sd)| jackknifed(values, mean, sd)),
    }
}

fn jackknifed(values: &[f64], mean: f64, sd: f64) -> Option<(f64, f64)> {
    let n = values.len() as f64;
    let squares = sd * sd * (n - 1.0);
    if n < 3.0 || squares <= 0.0 {
        return None;
    }
    let whole = libm::log(sd);
    let pseudo = |x: &f64| {
        let rest = squares - (x - mean) * (x - mean) * n / (n - 1.0);
        let variance = rest / (n - 2.0);
        (rest > 1e-12 * squares).then(|| n * whole - (n - 1.0) * 0.5 * libm::log(variance))
    };
    let pseudo: Vec<f64> = values.iter().map(pseudo).collect::<Option<_>>()?;
    let pseudo = moments(&pseudo);
    let half = pseudo.sd()? / n.sqrt() * student::critical(CONFIDENCE, n - 1.0);
    let middle = pseudo.mean()?;
    Some((libm::exp(middle - half), libm::exp(middle + half)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn effects_by_hand() {
        let found = morris(&[3.0, -1.0, f64::NAN, 4.0, 2.0]);
        assert_eq!(
            (found.n, found.mean.value, found.size.value),
            (4, Some(2.0), Some(2.5))
        );
        // 1, 9, 4, 0 over 3; t(3) = 3.182446.
        let sd = (14.0_f64 / 3.0).sqrt();
        assert!((found.spread.value.unwrap() - sd).abs() < 1e-12);
        let (lo, hi) = found.mean.interval.unwrap();
        assert!((hi - 2.0 - 3.182_446_305 * sd / 2.0).abs() < 1e-8 && (lo + hi - 4.0).abs() < 1e-9);
        let (lo, hi) = found.spread.interval.unwrap();
        assert!(lo < sd && sd < hi);
        assert!(found.size.interval.unwrap().0 >= 0.0);
    }

    #[test]
    fn an_effect_that_is_the_same_everywhere_has_no_spread() {
        let found = morris(&[2.0; 10]);
        assert_eq!(
            (found.mean.value, found.spread.value),
            (Some(2.0), Some(0.0))
        );
        assert_eq!(found.spread.interval, None);
        assert_eq!(morris(&[]).mean.value, None);
    }
}
