//! Philox4x64-10, a counter-based generator: 256 bits of counter and 128 bits of key in, four
//! words out, nothing kept in between.
//!
//! Source: Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC11
//! (2011). The words are those of Random123 and of `NumPy`, which steps its counter before the first
//! block, so that a reviewer reads the word at an index of a stream in Python with
//!
//! ```text
//! from numpy.random import Philox
//! before = (trial << 64) + index // 4 - 1
//! Philox(key=seed + (source << 64), counter=before).random_raw(4)[index % 4]
//! ```

const MULTIPLIERS: [u64; 2] = [0xD2E7_470E_E14C_6C93, 0xCA5A_8263_9512_1157];
const WEYL: [u64; 2] = [0x9E37_79B9_7F4A_7C15, 0xBB67_AE85_84CA_A73B];

const ROUNDS: usize = 10;

/// Ten rounds of Philox on a block of four words.
#[must_use]
#[inline(always)]
pub fn philox4x64(counter: [u64; 4], key: [u64; 2]) -> [u64; 4] {
    Schedule::of(key).block(counter)
}

/// The keys of all rounds: worked out once for many blocks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Schedule([[u64; 2]; ROUNDS]);

impl Schedule {
    #[inline(always)]
    pub fn of(key: [u64; 2]) -> Self {
        let of_round = |at: usize, lane: usize| {
            let steps = WEYL[lane].wrapping_mul(at as u64);
            key[lane].wrapping_add(steps)
        };
        Self(std::array::from_fn(|at| [of_round(at, 0), of_round(at, 1)]))
    }

    #[inline(always)]
    pub fn block(&self, counter: [u64; 4]) -> [u64; 4] {
        let mut block = counter;
        for &key in &self.0 {
            block = round(block, key);
        }
        block
    }
}

#[inline(always)]
fn round([a, b, c, d]: [u64; 4], key: [u64; 2]) -> [u64; 4] {
    let (low_a, high_a) = multiply(a, MULTIPLIERS[0]);
    let (low_c, high_c) = multiply(c, MULTIPLIERS[1]);
    [high_c ^ b ^ key[0], low_c, high_a ^ d ^ key[1], low_a]
}

/// The lower and the upper word of a product.
#[inline(always)]
fn multiply(a: u64, b: u64) -> (u64, u64) {
    let product = u128::from(a) * u128::from(b);
    (product as u64, (product >> 64) as u64)
}
