//! The standard normal law.

use std::f64::consts::{FRAC_1_SQRT_2, PI};

use libm::{erfc, exp, fabs, log, sqrt};

/// The normal score of 0.95: 90 % lie between minus this and plus this.
pub(super) const SCORE_95: f64 = 1.644_853_626_951_472_2;

/// Scores between which the uniforms of a stream lie: the score of 2^-53 is -8.2095.
pub(super) const SCORE_LIMIT: f64 = 8.25;

/// The normal score of a probability strictly between 0 and 1; relative error about 1e-16.
///
/// # Source
/// Wichura (1988), "Algorithm AS 241: The percentage points of the normal distribution", PPND16.
#[must_use]
#[inline]
pub fn normal_quantile(probability: f64) -> f64 {
    let centred = probability - 0.5;
    if fabs(centred) <= 0.425 {
        centre(centred)
    } else {
        tail(probability)
    }
}

/// Turns probabilities into normal scores, the same to the last bit as one by one.
#[inline(always)]
pub fn normal_quantiles(probabilities: &mut [f64]) {
    for eight in probabilities.chunks_mut(8) {
        let mut scores = [0.0; 8];
        for (score, probability) in scores.iter_mut().zip(eight.iter()) {
            *score = centre(probability - 0.5);
        }
        for (probability, score) in eight.iter_mut().zip(scores) {
            *probability = if fabs(*probability - 0.5) <= 0.425 {
                score
            } else {
                tail(*probability)
            };
        }
    }
}

#[inline(always)]
fn centre(centred: f64) -> f64 {
    centred * ratio(&CENTRE, 0.180_625 - centred * centred)
}

/// The score of a probability farther than 0.425 from a half.
#[inline(never)]
fn tail(probability: f64) -> f64 {
    let centred = probability - 0.5;
    let tail = if centred < 0.0 {
        probability
    } else {
        1.0 - probability
    };
    let r = sqrt(-log(tail));
    let score = if r <= 5.0 {
        ratio(&MIDDLE, r - 1.6)
    } else {
        ratio(&TAIL, r - 5.0)
    };
    if centred < 0.0 { -score } else { score }
}

/// The probability of a standard normal number at or below a score.
#[must_use]
pub fn normal_cdf(score: f64) -> f64 {
    0.5 * erfc(-score * FRAC_1_SQRT_2)
}

/// The density of the standard normal law.
#[must_use]
pub(super) fn normal_density(score: f64) -> f64 {
    exp(-0.5 * score * score) / sqrt(2.0 * PI)
}

/// Numerator and denominator, lowest power first.
type Rational = [[f64; 8]; 2];

#[inline(always)]
fn ratio(rational: &Rational, x: f64) -> f64 {
    let value = |polynomial: &[f64; 8]| polynomial.iter().rev().fold(0.0, |sum, c| sum * x + c);
    value(&rational[0]) / value(&rational[1])
}

/// For probabilities within 0.425 of a half.
#[allow(clippy::excessive_precision, clippy::unreadable_literal)] // as printed in the paper
const CENTRE: Rational = [
    [
        3.3871328727963666080e0,
        1.3314166789178437745e2,
        1.9715909503065514427e3,
        1.3731693765509461125e4,
        4.5921953931549871457e4,
        6.7265770927008700853e4,
        3.3430575583588128105e4,
        2.5090809287301226727e3,
    ],
    [
        1.0,
        4.2313330701600911252e1,
        6.8718700749205790830e2,
        5.3941960214247511077e3,
        2.1213794301586595867e4,
        3.9307895800092710610e4,
        2.8729085735721942674e4,
        5.2264952788528545610e3,
    ],
];

/// For tails down to exp(-25).
#[allow(clippy::excessive_precision, clippy::unreadable_literal)] // as printed in the paper
const MIDDLE: Rational = [
    [
        1.42343711074968357734e0,
        4.63033784615654529590e0,
        5.76949722146069140550e0,
        3.64784832476320460504e0,
        1.27045825245236838258e0,
        2.41780725177450611770e-1,
        2.27238449892691845833e-2,
        7.74545014278341407640e-4,
    ],
    [
        1.0,
        2.05319162663775882187e0,
        1.67638483018380384940e0,
        6.89767334985100004550e-1,
        1.48103976427480074590e-1,
        1.51986665636164571966e-2,
        5.47593808499534494600e-4,
        1.05075007164441684324e-9,
    ],
];

/// For tails beyond.
#[allow(clippy::excessive_precision, clippy::unreadable_literal)] // as printed in the paper
const TAIL: Rational = [
    [
        6.65790464350110377720e0,
        5.46378491116411436990e0,
        1.78482653991729133580e0,
        2.96560571828504891230e-1,
        2.65321895265761230930e-2,
        1.24266094738807843860e-3,
        2.71155556874348757815e-5,
        2.01033439929228813265e-7,
    ],
    [
        1.0,
        5.99832206555887937690e-1,
        1.36929880922735805310e-1,
        1.48753612908506148525e-2,
        7.86869131145613259100e-4,
        1.84631831751005468180e-5,
        1.42151175831644588870e-7,
        2.04426310338993978564e-15,
    ],
];

#[cfg(test)]
mod tests {
    use super::*;

    /// The check values printed with the algorithm, and the score of 0.95.
    #[test]
    fn quantiles_are_those_printed_with_the_algorithm() {
        let cases = [
            (0.25, -0.674_489_750_196_081_7),
            (0.001, -3.090_232_306_167_813_5),
            (1e-20, -9.262_340_089_798_408),
            (0.95, SCORE_95),
        ];
        for (probability, score) in cases {
            let found = normal_quantile(probability);
            assert!((found / score - 1.0).abs() < 5e-16, "{found} for {score}");
        }
        assert_eq!(normal_quantile(0.5).to_bits(), 0.0_f64.to_bits());
    }

    #[test]
    fn the_quantile_inverts_the_distribution_from_end_to_end() {
        for step in -820..=820 {
            let score = f64::from(step) / 100.0;
            // Above 0 the probability itself is too coarse, so the tail is inverted.
            let found = -normal_quantile(normal_cdf(-score.abs()));
            assert!((found - score.abs()).abs() < 2e-15 * (1.0 + score.abs()));
        }
    }

    #[test]
    fn the_quantile_is_odd_about_a_half_and_within_the_limit() {
        for k in 1..53 {
            let tail = 0.5_f64.powi(k + 1);
            assert_eq!(normal_quantile(tail), -normal_quantile(1.0 - tail));
        }
        assert!(normal_quantile(1.0 - 0.5_f64.powi(53)) < SCORE_LIMIT);
    }
}
