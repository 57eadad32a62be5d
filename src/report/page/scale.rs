//! From numbers to places in a chart, and round numbers for its axis.

/// Numbers from `from` to `to` on a line from `start` to `end` [units of the view box].
#[derive(Clone, Copy, Debug)]
pub struct Scale {
    pub from: f64,
    pub to: f64,
    pub start: f64,
    pub end: f64,
}

impl Scale {
    /// Room for all of these numbers, with a little more at both ends.
    pub fn over(numbers: impl IntoIterator<Item = f64>, start: f64, end: f64) -> Self {
        let finite = numbers.into_iter().filter(|x| x.is_finite());
        let (low, high) = finite.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| {
            (low.min(x), high.max(x))
        });
        let (low, high) = if low > high { (0.0, 1.0) } else { (low, high) };
        let room = (high - low).max(1e-9 * high.abs().max(low.abs()).max(1e-9));
        // What lies at 0 stays there.
        let pad = |x: f64, by: f64| if x == 0.0 { x } else { x + by * 0.04 * room };
        Self {
            from: pad(low, -1.0),
            to: pad(high, 1.0).max(low + room),
            start,
            end,
        }
    }

    /// Where a number stands.
    pub fn at(self, number: f64) -> f64 {
        let share = (number - self.from) / (self.to - self.from);
        self.start + share.clamp(0.0, 1.0) * (self.end - self.start)
    }

    /// About so many round numbers within, and the decimals they need.
    pub fn ticks(self, about: usize) -> (Vec<f64>, usize) {
        let step = round_step((self.to - self.from) / about as f64);
        let first = libm::ceil(self.from / step - 1e-9) as i64;
        let last = libm::floor(self.to / step + 1e-9) as i64;
        let decimals = (-libm::floor(libm::log10(step) + 1e-9)).clamp(0.0, 12.0) as usize;
        ((first..=last).map(|n| n as f64 * step).collect(), decimals)
    }
}

/// The smallest of 1, 2 and 5 times a power of ten that is not much smaller.
pub fn round_step(rough: f64) -> f64 {
    let power = libm::pow(10.0, libm::floor(libm::log10(rough)));
    let steps = [1.0, 2.0, 5.0, 10.0].map(|by| by * power);
    let fits = steps.into_iter().find(|step| *step >= 0.7 * rough);
    fits.unwrap_or(10.0 * power)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_within() {
        for (from, to, expected, decimals) in [
            (0.0, 10.0, vec![0.0, 2.0, 4.0, 6.0, 8.0, 10.0], 0),
            (42.1, 60.2, vec![45.0, 50.0, 55.0, 60.0], 0),
            (-0.13, 0.31, vec![-0.1, 0.0, 0.1, 0.2, 0.3], 1),
            (0.0, 2.6e9, vec![0.0, 5e8, 1e9, 1.5e9, 2e9, 2.5e9], 0),
        ] {
            let scale = Scale {
                from,
                to,
                start: 0.0,
                end: 100.0,
            };
            let (ticks, digits) = scale.ticks(4);
            assert_eq!(
                (ticks.len(), digits),
                (expected.len(), decimals),
                "{ticks:?}"
            );
            for (tick, round) in ticks.iter().zip(expected) {
                assert!((tick - round).abs() < 1e-9 * to, "{ticks:?}");
            }
        }
    }

    #[test]
    fn places_are_in_proportion_and_never_outside() {
        let scale = Scale {
            from: 10.0,
            to: 20.0,
            start: 100.0,
            end: 200.0,
        };
        let expected = [100.0, 150.0, 200.0, 100.0, 200.0];
        for (x, place) in [10.0, 15.0, 20.0, 5.0, 99.0].into_iter().zip(expected) {
            assert!((scale.at(x) - place).abs() < 1e-12, "{x}");
        }
    }

    #[test]
    fn one_number_alone_has_a_scale_too() {
        for number in [0.0, 1.0, -3e9] {
            let scale = Scale::over([number], 0.0, 100.0);
            assert!(
                scale.to > scale.from && scale.at(number).is_finite(),
                "{scale:?}"
            );
            assert!(scale.ticks(3).0.len() < 10);
        }
    }
}
