//! Streams: who draws what, when. A word is lane `index % 4` of the Philox block with the key
//! (seed, source) and the counter (index / 4, trial, 0, 0); the page of `philox` says how to
//! read one in Python.

use std::convert::Infallible;

use rand::TryRng;
use rand::rand_core::utils::fill_bytes_via_next_word;

use super::philox::Schedule;

/// What a source of randomness is known by: a hash of its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StreamKey(pub u64);

impl StreamKey {
    /// The key of a source with this name, such as `leg.khorgos-xian.transit`. Two names can share
    /// a key (once in about 10^13 scenarios of a thousand names): the caller refuses that.
    ///
    /// # Source
    /// FNV-1a with 64 bits over the bytes (Fowler, Noll and Vo), then the finaliser of
    /// `SplitMix64` (Steele, Lea and Flood, 2014), which spreads the last letters over all bits.
    #[must_use]
    pub fn of(name: &str) -> Self {
        let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        let hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        Self(hash ^ (hash >> 31))
    }
}

/// One source's stream in one trial. The word at an index depends on nothing but
/// (seed, trial, source, index).
#[derive(Clone, Copy, Debug)]
pub struct Stream {
    seed: u64,
    trial: u64,
    source: StreamKey,
}

impl Stream {
    /// The stream of a source in a trial (trials count from 1).
    #[must_use]
    pub fn new(seed: u64, trial: u64, source: StreamKey) -> Self {
        Self {
            seed,
            trial,
            source,
        }
    }

    /// The 64 random bits at an index.
    #[must_use]
    #[inline]
    pub fn word(&self, index: u64) -> u64 {
        self.block(index / 4)[(index % 4) as usize]
    }

    /// A uniform number strictly between 0 and 1, from the word at an index: the middle of one of
    /// 2^52 equal cells. (With 2^53 cells the topmost middle would round to 1.)
    #[must_use]
    #[inline]
    pub fn uniform(&self, index: u64) -> f64 {
        uniform_of(self.word(index))
    }

    /// The uniforms at `first`, `first + 1`, …; the same numbers as [`Stream::uniform`], four for
    /// the price of one.
    #[inline(always)]
    pub fn fill(&self, first: u64, uniforms: &mut [f64]) {
        let lane = (first % 4) as usize;
        let (head, body) = uniforms.split_at_mut(((4 - lane) % 4).min(uniforms.len()));
        let schedule = self.schedule();
        if !head.is_empty() {
            copy_uniforms(&self.block_by(&schedule, first / 4)[lane..], head);
        }
        for (block, four) in (first.div_ceil(4)..).zip(body.chunks_mut(4)) {
            copy_uniforms(&self.block_by(&schedule, block), four);
        }
    }

    /// The uniforms `4 block` to `4 block + 3` of trials side by side, by index and trial, as
    /// [`Stream::fill`] gives them. The streams are those of one source.
    #[inline(always)]
    #[must_use]
    pub fn fill_side_by_side<const N: usize>(streams: &[Self; N], block: u64) -> [[f64; N]; 4] {
        let schedule = streams[0].schedule();
        let mut words = [[0; N]; 4];
        for (k, stream) in streams.iter().enumerate() {
            debug_assert_eq!(stream.source, streams[0].source);
            let four = stream.block_by(&schedule, block);
            for (words, word) in words.iter_mut().zip(four) {
                words[k] = word;
            }
        }
        words.map(|words| words.map(uniform_of))
    }

    /// The words from `first` on, one after the other, for whatever takes a generator of `rand`.
    #[must_use]
    pub fn reader(&self, first: u64) -> StreamReader {
        StreamReader {
            stream: *self,
            next: first,
            block: self.block(first / 4),
        }
    }

    #[inline(always)]
    fn block(&self, block: u64) -> [u64; 4] {
        self.block_by(&self.schedule(), block)
    }

    #[inline(always)]
    fn schedule(&self) -> Schedule {
        Schedule::of([self.seed, self.source.0])
    }

    #[inline(always)]
    fn block_by(&self, schedule: &Schedule, block: u64) -> [u64; 4] {
        schedule.block([block, self.trial, 0, 0])
    }
}

/// The middle of the cell of a word's upper 52 bits.
#[inline(always)]
pub(super) fn uniform_of(word: u64) -> f64 {
    /// The bits of 1: behind them the word's upper 52 make a number from 1 to 2.
    const ONE: u64 = 0x3ff0_0000_0000_0000;
    const HALF_A_CELL: f64 = 0.5 / (1_u64 << 52) as f64;
    f64::from_bits(ONE | (word >> 12)) - 1.0 + HALF_A_CELL
}

#[inline(always)]
fn copy_uniforms(words: &[u64], uniforms: &mut [f64]) {
    for (uniform, word) in uniforms.iter_mut().zip(words) {
        *uniform = uniform_of(*word);
    }
}

/// Reads a stream's words in order; a generator for the crates `rand` and `rand_distr`.
#[derive(Clone, Debug)]
pub struct StreamReader {
    stream: Stream,
    next: u64,
    block: [u64; 4],
}

impl StreamReader {
    #[inline]
    fn step(&mut self) -> u64 {
        let word = self.block[(self.next % 4) as usize];
        self.next += 1;
        if self.next.is_multiple_of(4) {
            self.block = self.stream.block(self.next / 4);
        }
        word
    }
}

impl TryRng for StreamReader {
    type Error = Infallible;

    /// The upper half of the next word.
    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok((self.step() >> 32) as u32)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(self.step())
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        fill_bytes_via_next_word(bytes, || Ok(self.step()))
    }
}

#[cfg(test)]
mod tests {
    use rand::Rng;

    use super::*;

    const SEED: u64 = 20_240_731;

    fn stream(trial: u64, name: &str) -> Stream {
        Stream::new(SEED, trial, StreamKey::of(name))
    }

    fn uniforms(stream: Stream, count: usize) -> Vec<f64> {
        let mut uniforms = vec![0.0; count];
        stream.fill(0, &mut uniforms);
        uniforms
    }

    /// The hashes were worked out by a Python script of eight lines.
    #[test]
    fn keys_of_names_are_pinned() {
        let cases = [
            ("", 0xf52a_15e9_a9b5_e89b),
            ("a", 0x02c0_bdbf_4814_20f8),
            ("leg.khorgos-xian.transit", 0x852e_a0d0_7929_aeac),
            ("site.mine.process.dig.capacity", 0x3eef_459d_7937_42f4),
            ("hazard.Ақтау", 0x9aa4_750e_35a2_16f7),
        ];
        for (name, key) in cases {
            assert_eq!(StreamKey::of(name), StreamKey(key), "{name}");
        }
    }

    /// Words read with `NumPy`'s `Philox` by the recipe in the page of `philox`.
    #[test]
    fn words_and_uniforms_are_pinned_and_those_of_numpy() {
        let cases = [
            (1, 0, 0xb278_c13a_fada_85f1, 0.697_155_072_116_269),
            (1, 1, 0xe70a_c17d_961c_a7fe, 0.902_507_870_827_423_1),
            (1, 6, 0xa40a_e357_26b1_f8d1, 0.640_791_138_436_448_1),
            (4711, 3653, 0x9a8c_7903_3e0a_329c, 0.603_705_943_385_684_7),
            (
                1_000_000,
                (1 << 40) + 3,
                0x421d_4ea6_f274_1540,
                0.258_259_692_915_502,
            ),
        ];
        for (trial, index, word, uniform) in cases {
            let stream = stream(trial, "leg.khorgos-xian.transit");
            assert_eq!(stream.word(index), word, "trial {trial} index {index}");
            assert_eq!(stream.uniform(index).to_bits(), f64::to_bits(uniform));
        }
    }

    #[test]
    fn the_extreme_words_give_uniforms_strictly_inside() {
        assert_eq!(uniform_of(0), 0.5_f64.powi(53));
        assert_eq!(uniform_of(u64::MAX), 1.0 - 0.5_f64.powi(53));
        assert!(uniform_of(u64::MAX) < 1.0);
    }

    #[test]
    fn a_filled_slice_holds_the_uniforms_one_by_one() {
        let stream = stream(3, "demand.vf5");
        for first in (0..9).chain([(1 << 33) + 2]) {
            for count in 0..14 {
                let mut filled = vec![f64::NAN; count];
                stream.fill(first, &mut filled);
                let single: Vec<f64> = (first..).take(count).map(|i| stream.uniform(i)).collect();
                assert_eq!(filled, single, "first {first} count {count}");
            }
        }
    }

    #[test]
    fn trials_side_by_side_read_what_each_reads_alone() {
        let streams = [3, 4, 5].map(|trial| stream(trial, "demand.vf5"));
        for block in [0, 1, 7, 1 << 33] {
            let together = Stream::fill_side_by_side(&streams, block);
            for (index, uniforms) in (4 * block..).zip(together) {
                let alone = streams.map(|stream| stream.uniform(index));
                assert_eq!(uniforms, alone, "index {index}");
            }
        }
    }

    #[test]
    fn a_reader_reads_the_words_in_order_from_any_start() {
        let stream = stream(3, "demand.vf5");
        for first in [0, 1, 3, 4, 4095] {
            let mut reader = stream.reader(first);
            for index in first..first + 11 {
                assert_eq!(reader.next_u64(), stream.word(index));
            }
            assert_eq!(
                u64::from(reader.next_u32()),
                stream.word(first + 11) >> 32,
                "first {first}"
            );
            let mut bytes = [0; 11];
            reader.fill_bytes(&mut bytes);
            assert_eq!(bytes[..8], stream.word(first + 12).to_le_bytes());
            assert_eq!(bytes[8..], stream.word(first + 13).to_le_bytes()[..3]);
        }
    }

    /// Neighbours in every coordinate. Under independence the correlation of 65,536 pairs is
    /// normal with standard deviation 1/256; seven pairs at a false-alarm rate of 1e-4 each.
    #[test]
    fn neighbouring_streams_are_uncorrelated() {
        const PAIRS: usize = 65_536;
        let base = stream(1, "site.a");
        let all = uniforms(base, PAIRS + 4);
        let others = [
            ("name", uniforms(stream(1, "site.b"), PAIRS)),
            ("longer name", uniforms(stream(1, "site.a.x"), PAIRS)),
            ("trial", uniforms(stream(2, "site.a"), PAIRS)),
            (
                "seed",
                uniforms(Stream::new(SEED + 1, 1, StreamKey::of("site.a")), PAIRS),
            ),
            ("next index", all[1..=PAIRS].to_vec()),
            ("same lane of the next block", all[4..PAIRS + 4].to_vec()),
            (
                "key plus one",
                uniforms(
                    Stream::new(SEED, 1, StreamKey(StreamKey::of("site.a").0 + 1)),
                    PAIRS,
                ),
            ),
        ];
        for (what, other) in others {
            let correlation = correlation(&all[..PAIRS], &other);
            assert!(correlation.abs() < 3.89 / 256.0, "{what}: {correlation}");
        }
        assert!(correlation(&all[..PAIRS], &all[..PAIRS]) > 0.99);
    }

    /// Correlation of uniforms whose mean 1/2 and variance 1/12 are known.
    fn correlation(a: &[f64], b: &[f64]) -> f64 {
        let sum: f64 = a.iter().zip(b).map(|(a, b)| (a - 0.5) * (b - 0.5)).sum();
        12.0 * sum / a.len() as f64
    }

    /// Pairs of (trial t, trial t + 1) at one index, and of (index, index + 1) in one trial, in
    /// 16 by 16 cells: chi-square with 255 degrees of freedom is above 347.65 once in 10,000.
    #[test]
    fn pairs_across_trials_and_indices_fill_the_square_evenly() {
        const PAIRS: u64 = 51_200;
        let across_trials = (1..=PAIRS).map(|t| {
            let at = |trial| stream(trial, "hazard.storm").uniform(17);
            (at(2 * t), at(2 * t + 1))
        });
        let one = stream(9, "hazard.storm");
        let across_indices = (0..PAIRS).map(|i| (one.uniform(2 * i), one.uniform(2 * i + 1)));
        assert!(chi_square(across_trials) < 347.65);
        assert!(chi_square(across_indices) < 347.65);
        let repeated = (0..PAIRS).map(|i| (one.uniform(i), one.uniform(i)));
        assert!(chi_square(repeated) > 347.65);
    }

    fn chi_square(pairs: impl Iterator<Item = (f64, f64)>) -> f64 {
        let mut cells = [0.0; 256];
        let mut total = 0.0;
        for (a, b) in pairs {
            cells[(a * 16.0) as usize * 16 + (b * 16.0) as usize] += 1.0;
            total += 1.0;
        }
        let expected = total / 256.0;
        cells
            .iter()
            .map(|n: &f64| (n - expected).powi(2) / expected)
            .sum()
    }
}
