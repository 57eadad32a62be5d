//! Laws that are rounded down take few values: a table of the uniforms at which the draw rises, with
//! a guide to where to start looking. Draws are those of the law itself, to the last bit.
//!
//! Source: Chen and Asau (1974), "On generating random variates from an empirical distribution".

/// More values than this are not worth a table.
const MOST_VALUES: f64 = 1024.0;
/// Entries of the guide.
const GUIDE: usize = 256;
/// The least number between 0 and 1, and the greatest.
const ENDS: [f64; 2] = [f64::MIN_POSITIVE, 1.0 - f64::EPSILON / 2.0];

/// A value and where it ends.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Step {
    value: f64,
    ends: f64,
}

/// The values of a law and the uniforms from which on it takes them.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Stairs {
    /// Each value, and the uniform from which on the next one holds; never for the last.
    steps: Vec<Step>,
    /// Where to start looking for a uniform: by its first eight bits.
    guide: Box<[u16; GUIDE]>,
}

impl Stairs {
    /// The table of a quantile function that never falls and rises in steps of a unit; nothing
    /// where it has too many of them.
    pub fn new(quantile: impl Fn(f64) -> f64, unit: f64) -> Option<Self> {
        let [lowest, highest] = ENDS.map(&quantile);
        let steps = (highest - lowest) / unit;
        if !(0.0..=MOST_VALUES).contains(&steps) {
            return None;
        }
        let mut steps = Vec::new();
        let (mut value, mut from) = (lowest, ENDS[0]);
        while let Some(rise) = first_above(&quantile, value, from) {
            steps.push(Step { value, ends: rise });
            (value, from) = (quantile(rise), rise);
        }
        steps.push(Step {
            value,
            ends: f64::INFINITY,
        });
        let first_step = |cell: usize| {
            let start = cell as f64 / GUIDE as f64;
            steps.iter().take_while(|step| step.ends <= start).count() as u16
        };
        let guide = Box::new(std::array::from_fn(first_step));
        Some(Self { steps, guide })
    }

    /// The value at a uniform.
    #[inline]
    pub fn quantile(&self, uniform: f64) -> f64 {
        self.quantile_from(cell(uniform), uniform)
    }

    /// Turns uniforms into values.
    #[inline(always)]
    pub fn quantiles(&self, uniforms: &mut [f64]) {
        for eight in uniforms.chunks_mut(8) {
            let mut cells = [0; 8];
            for (at, uniform) in cells.iter_mut().zip(eight.iter()) {
                *at = cell(*uniform);
            }
            for (uniform, cell) in eight.iter_mut().zip(cells) {
                *uniform = self.quantile_from(cell, *uniform);
            }
        }
    }

    #[inline(always)]
    fn quantile_from(&self, cell: u64, uniform: f64) -> f64 {
        let mut at = usize::from(self.guide[cell as usize % GUIDE]);
        loop {
            let step = self.steps[at];
            if uniform < step.ends {
                return step.value;
            }
            at += 1;
        }
    }
}

/// The cell of the guide in which a uniform lies, or now and then the one before it.
#[inline(always)]
fn cell(uniform: f64) -> u64 {
    /// Adding it rounds to the nearest whole number, which then stands in the last bits.
    const ROUNDS: f64 = 6_755_399_441_055_744.0;
    (uniform * GUIDE as f64 - 0.5 + ROUNDS).to_bits()
}

/// The first uniform from one on at which the quantile is above a value.
fn first_above(quantile: &impl Fn(f64) -> f64, value: f64, from: f64) -> Option<f64> {
    if quantile(ENDS[1]) <= value {
        return None;
    }
    // Positive numbers stand in the order of their bits: the search ends at neighbours.
    let (mut low, mut high) = (from.to_bits(), ENDS[1].to_bits());
    while low < high {
        let middle = low + (high - low) / 2;
        if quantile(f64::from_bits(middle)) > value {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    Some(f64::from_bits(low))
}

#[cfg(test)]
mod tests {
    use super::super::{Law, Sampler, Stream, StreamKey};

    fn rounded(law: Law<f64>, low: f64, high: f64) -> Law<f64> {
        let law = Box::new(Law::Floor {
            law: Box::new(law),
            unit: 1.0,
        });
        Law::Clip { law, low, high }
    }

    #[test]
    fn a_table_gives_what_the_law_gives_to_the_last_bit() {
        let inf = f64::INFINITY;
        let laws = [
            rounded(
                Law::LogNormalMedian {
                    median: 7.39,
                    sigma: 0.2,
                },
                1.0,
                63.0,
            ),
            rounded(
                Law::Normal {
                    mean: -3.0,
                    sd: 40.0,
                },
                -inf,
                inf,
            ),
            rounded(
                Law::Uniform {
                    low: 0.2,
                    high: 9.7,
                },
                0.0,
                inf,
            ),
            rounded(Law::Exponential { mean: 2.0 }, 0.5, 7.5),
            rounded(
                Law::Pert {
                    low: 1.0,
                    mode: 2.0,
                    high: 30.0,
                },
                0.0,
                12.0,
            ),
        ];
        let stream = Stream::new(3, 5, StreamKey::of("stairs"));
        for law in laws {
            let (table, plain) = (Sampler::new(&law), Sampler::light(&law));
            let mut uniforms: Vec<f64> = (0..20_000).map(|i| stream.uniform(i)).collect();
            // Where cells of the guide meet, and the ends.
            uniforms.extend((1..256).map(|cell| f64::from(cell) / 256.0));
            uniforms.extend([0.5_f64.powi(53), 0.001, 0.003, 1.0 - 0.5_f64.powi(53)]);
            let mut many = uniforms.clone();
            table.quantiles(&mut many);
            let mut different = 0;
            for (u, many) in uniforms.into_iter().zip(many) {
                assert_eq!(table.quantile(u).to_bits(), many.to_bits(), "{law:?} {u}");
                different +=
                    usize::from(table.quantile(u).to_bits() != plain.quantile(u).to_bits());
            }
            // The table of a PERT law may differ from the law itself within its stated error.
            let allowed = if matches!(&law, Law::Clip { law, .. } if format!("{law:?}").contains("Pert"))
            {
                2
            } else {
                0
            };
            assert!(different <= allowed, "{law:?}: {different} draws differ");
        }
    }

    #[test]
    fn what_takes_too_many_values_is_not_tabled_and_draws_the_same() {
        let law = rounded(
            Law::Uniform {
                low: 0.0,
                high: 1e6,
            },
            0.0,
            1e9,
        );
        let sampler = Sampler::new(&law);
        assert_eq!(sampler.quantile(0.5).to_bits(), 500_000.0_f64.to_bits());
    }
}
