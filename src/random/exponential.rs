//! The exponential function, written so that a slice of arguments becomes vector instructions. The
//! same operations for one argument and for many, so the same bits.

/// Beyond, results leave the range of normal numbers.
const LIMIT: f64 = 700.0;

/// e to the power of a number; relative error below 2.3e-16.
///
/// # Source
/// The reduction and the rational approximation of `e_exp.c` in Sun's fdlibm (1993), here with the
/// nearest multiple of ln 2.
#[must_use]
#[inline(always)]
pub fn exponential(x: f64) -> f64 {
    if x.abs() < LIMIT {
        within(x)
    } else {
        libm::exp(x)
    }
}

/// Turns numbers into their exponentials.
#[inline(always)]
pub fn exponentials(numbers: &mut [f64]) {
    for eight in numbers.chunks_mut(8) {
        if eight.iter().all(|x| x.abs() < LIMIT) {
            for x in eight {
                *x = within(*x);
            }
        } else {
            for x in eight {
                *x = exponential(*x);
            }
        }
    }
}

#[allow(clippy::excessive_precision, reason = "as printed in the source")]
#[inline(always)]
fn within(x: f64) -> f64 {
    /// Adding it rounds to the nearest whole number, which then stands in the last bits.
    const ROUNDS: f64 = 6_755_399_441_055_744.0;
    const LN_2: [f64; 2] = [
        6.931_471_803_691_238_164_90e-1,
        1.908_214_929_270_587_700_02e-10,
    ];
    const P: [f64; 5] = [
        1.666_666_666_666_660_190_37e-1,
        -2.777_777_777_701_559_338_42e-3,
        6.613_756_321_437_934_361_17e-5,
        -1.653_390_220_546_525_153_90e-6,
        4.138_136_797_057_238_460_39e-8,
    ];
    let shifted = x * std::f64::consts::LOG2_E + ROUNDS;
    let doublings = shifted - ROUNDS;
    let (high, low) = (x - doublings * LN_2[0], doublings * LN_2[1]);
    let r = high - low;
    let square = r * r;
    let polynomial = P.iter().rev().fold(0.0, |sum, p| sum * square + p);
    let c = r - square * polynomial;
    let power = 1.0 + (r * c / (2.0 - c) - low + high);
    power * f64::from_bits((shifted.to_bits().wrapping_add(1023)) << 52)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_exponential_of_libm_to_a_unit_in_the_last_place() {
        let mut worst = 0.0_f64;
        for i in -200_000..200_000 {
            let x = f64::from(i) * 0.003_456_789;
            let exact = libm::exp(x);
            worst = worst.max(((exponential(x) - exact) / exact).abs());
        }
        assert!(worst <= f64::EPSILON, "{worst}");
        assert_eq!(exponential(0.0), 1.0);
        for x in [
            710.0,
            -746.0,
            f64::INFINITY,
            f64::NEG_INFINITY,
            705.0,
            -720.0,
        ] {
            assert_eq!(exponential(x).to_bits(), libm::exp(x).to_bits(), "{x}");
        }
        assert!(exponential(f64::NAN).is_nan());
    }

    #[test]
    fn many_are_the_same_as_one_by_one() {
        let numbers: Vec<f64> = (0..61).map(|i| f64::from(i * i) - 900.0).collect();
        let mut many = numbers.clone();
        exponentials(&mut many);
        for (x, many) in numbers.iter().zip(many) {
            assert_eq!(exponential(*x).to_bits(), many.to_bits(), "{x}");
        }
    }
}
