//! Sampling designs: how the uniforms of parameters, one a trial, are spread over the trials.
//!
//! A design is a sequence of independently randomised replicates of a fixed size, so that the number
//! of a trial is a function of (seed, trial, parameter) alone and more trials leave the earlier ones
//! as they are. Both designs keep the jitter of the plain draw: word 0 of the parameter's stream.

use sobol_burley::parts::sobol_rev;

use super::copula::{Copula, add_scores, uniforms_of_scores};
use super::stream::{Stream, StreamKey, uniform_of};

/// How parameters are drawn. Noise within trials is always drawn plainly.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Design {
    /// Every trial by itself.
    #[default]
    Plain,
    /// Pairs of trials whose uniforms mirror each other.
    ///
    /// # Source
    /// Hammersley and Morton (1956), Mathematical Proceedings of the Cambridge Philosophical
    /// Society 52, 449.
    Antithetic,
    /// Latin hypercubes of 64 trials: each parameter has one trial in each 64th of its law.
    ///
    /// # Source
    /// `McKay`, Beckman and Conover (1979), Technometrics 21, 239.
    Lhs,
    /// Scrambled Sobol nets of 256 trials: evenly spread in one, two and more dimensions.
    ///
    /// # Source
    /// Directions of Joe and Kuo (2008), SIAM Journal on Scientific Computing 30, 2635; nested
    /// uniform scrambling of Owen (1995), in Monte Carlo and Quasi-Monte Carlo Methods, 299.
    Sobol,
}

/// Parameters that a Sobol net can spread; those beyond are drawn plainly.
pub const SOBOL_DIMENSIONS: u32 = sobol_burley::NUM_DIMENSIONS;

/// Whole replicates below which there are no intervals.
const LEAST_REPLICATES: u64 = 8;
const LHS_TRIALS: usize = 64;
const SOBOL_TRIALS: usize = 256;
/// The first index of the words that shuffle a replicate; index 0 is the trial's own jitter.
const SHUFFLE: u64 = 4;

/// A parameter as a design knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Axis {
    /// Its stream.
    pub key: StreamKey,
    /// Its place among all of the scenario's by name, from 0; only Sobol nets ask for it.
    pub number: u32,
}

impl Design {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Plain, Self::Antithetic, Self::Lhs, Self::Sobol];

    /// Its name in scenarios and on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Antithetic => "antithetic",
            Self::Lhs => "lhs",
            Self::Sobol => "sobol",
        }
    }

    /// The design of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|design| design.name() == name)
    }

    /// Trials that are randomised together; nothing where each stands alone.
    #[must_use]
    pub const fn replicate(self) -> Option<usize> {
        match self {
            Self::Plain => None,
            Self::Antithetic => Some(2),
            Self::Lhs => Some(LHS_TRIALS),
            Self::Sobol => Some(SOBOL_TRIALS),
        }
    }

    /// A parameter's uniform in a trial, strictly between 0 and 1.
    #[must_use]
    pub fn uniform(self, seed: u64, trial: u64, axis: Axis) -> f64 {
        let mut uniform = [0.0];
        self.fill(seed, trial, axis, &mut uniform);
        uniform[0]
    }

    /// A parameter's uniforms in a trial and those after it; what their replicate shares is worked
    /// out once. Trials count from 1.
    pub fn fill(self, seed: u64, first: u64, axis: Axis, uniforms: &mut [f64]) {
        let mut replicate: Option<(u64, Shuffle)> = None;
        for (trial, uniform) in (first..).zip(uniforms) {
            let own = Stream::new(seed, trial, axis.key).word(0);
            let Some(size) = self.replicate() else {
                *uniform = uniform_of(own);
                continue;
            };
            let place = (trial - 1) % size as u64;
            let start = trial - place;
            if replicate.as_ref().is_none_or(|(of, _)| *of != start) {
                let stream = Stream::new(seed, start, axis.key);
                replicate = Some((start, self.shuffle(stream, axis.number)));
            }
            let shuffle = replicate.as_ref().map(|(_, shuffle)| shuffle);
            *uniform = uniform_of(shuffle.map_or(own, |shuffle| shuffle.word(place, own)));
        }
    }

    fn shuffle(self, stream: Stream, number: u32) -> Shuffle {
        match self {
            Self::Antithetic => Shuffle::Mirror(stream.word(0)),
            Self::Lhs => Shuffle::Cells(permutation(stream)),
            Self::Sobol if number < SOBOL_DIMENSIONS => Shuffle::Tree {
                number,
                flips: std::array::from_fn(|word| stream.word(SHUFFLE + word as u64)),
            },
            Self::Plain | Self::Sobol => Shuffle::Nothing,
        }
    }
}

/// What the trials of a replicate share for a parameter.
enum Shuffle {
    Nothing,
    /// The word of the first, whose uniform the second mirrors.
    Mirror(u64),
    /// The cell of each trial.
    Cells([u8; LHS_TRIALS]),
    /// One random bit for each of the 255 nodes of the binary tree of eight digits.
    Tree {
        number: u32,
        flips: [u64; 4],
    },
}

impl Shuffle {
    /// The trial's own word, its topmost bits replaced by the cell.
    fn word(&self, place: u64, own: u64) -> u64 {
        match self {
            Self::Mirror(first) if place == 1 => !first,
            Self::Nothing | Self::Mirror(_) => own,
            Self::Cells(cells) => u64::from(cells[place as usize]) << 58 | own >> 6,
            Self::Tree { number, flips } => {
                let point = sobol_rev((place as u32).reverse_bits(), *number).reverse_bits() >> 24;
                u64::from(scrambled(point, flips)) << 56 | own >> 8
            }
        }
    }
}

/// A random order of the cells.
///
/// # Source
/// Fisher and Yates, as Durstenfeld (1964, Algorithm 235).
fn permutation(stream: Stream) -> [u8; LHS_TRIALS] {
    let mut uniforms = [0.0; LHS_TRIALS];
    stream.fill(SHUFFLE, &mut uniforms);
    let mut cells: [u8; LHS_TRIALS] = std::array::from_fn(|cell| cell as u8);
    for last in (1..LHS_TRIALS).rev() {
        let with = (uniforms[last] * (last + 1) as f64) as usize;
        cells.swap(last, with.min(last));
    }
    cells
}

/// Eight digits, each flipped or not by the bit of the node that the digits before it lead to.
fn scrambled(point: u32, flips: &[u64; 4]) -> u32 {
    let flip = |digit: u32| {
        let node = 1 << digit | point >> (8 - digit);
        (flips[node as usize / 64] >> (node % 64) & 1) as u32
    };
    (0..8).fold(point, |found, digit| found ^ flip(digit) << (7 - digit))
}

/// The design of a scenario and the number of each of a variant's parameters in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sampling {
    /// How parameters are drawn.
    pub design: Design,
    /// Of each parameter, its place by name among those of all variants; nothing where nobody
    /// asks for it.
    pub numbers: Vec<u32>,
    /// What parameters have to do with each other.
    pub copula: Copula,
    /// Trials that share a draw of the parameters, each with noise of its own; 0 counts as 1.
    pub noise_replicates: u64,
}

impl Sampling {
    /// Trials that share a draw of the parameters.
    #[must_use]
    pub fn noises(&self) -> u64 {
        self.noise_replicates.max(1)
    }

    /// Trials that are randomised together; nothing where each stands alone.
    #[must_use]
    pub fn replicate(&self) -> Option<usize> {
        let noises = self.noises() as usize;
        let drawn = self.design.replicate();
        let shared = (noises > 1).then_some(noises);
        drawn.map(|draws| draws * noises).or(shared)
    }

    /// So many trials or a few more: whole replicates, and enough of them for intervals.
    #[must_use]
    pub fn fit(&self, trials: u64) -> u64 {
        let Some(size) = self.replicate() else {
            return trials;
        };
        let size = size as u64;
        trials.div_ceil(size).max(LEAST_REPLICATES) * size
    }

    /// A parameter's uniform in a trial.
    #[must_use]
    pub fn uniform(&self, seed: u64, trial: u64, axis: Axis) -> f64 {
        self.design.uniform(seed, self.draw(trial), axis)
    }

    /// A parameter's uniforms in a trial and those after it.
    pub fn fill(&self, seed: u64, first: u64, axis: Axis, uniforms: &mut [f64]) {
        if self.noises() == 1 {
            self.design.fill(seed, first, axis, uniforms);
            return;
        }
        for (trial, uniform) in (first..).zip(uniforms) {
            *uniform = self.uniform(seed, trial, axis);
        }
    }

    /// The draw of the parameters that a trial has; both count from 1.
    fn draw(&self, trial: u64) -> u64 {
        trial.div_ceil(self.noises())
    }

    /// The number of a parameter; one that no net has where it was given none.
    #[must_use]
    pub fn number(&self, parameter: usize) -> u32 {
        self.numbers.get(parameter).copied().unwrap_or(u32::MAX)
    }

    /// The uniforms of a parameter in some trials, from its own and those of the parameters that it is
    /// correlated with.
    #[inline]
    pub fn mixed<const N: usize>(
        &self,
        parameter: usize,
        key: StreamKey,
        own: impl Fn(usize, StreamKey) -> [f64; N],
    ) -> [f64; N] {
        let Some(parts) = self.copula.parts(parameter) else {
            return own(parameter, key);
        };
        let mut mixed = [0.0; N];
        for part in parts {
            add_scores(&mut mixed, &own(part.parameter, part.key), part.weight);
        }
        uniforms_of_scores(&mut mixed);
        mixed
    }
}

#[cfg(test)]
mod tests;
