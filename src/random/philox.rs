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

#[cfg(test)]
mod tests {
    use super::*;

    const ONES: u64 = u64::MAX;

    /// Lines `philox4x64 10` of `kat_vectors` in Random123.
    #[test]
    fn blocks_are_the_known_answers_of_random123() {
        let pi = [
            0x243f_6a88_85a3_08d3,
            0x1319_8a2e_0370_7344,
            0xa409_3822_299f_31d0,
            0x082e_fa98_ec4e_6c89,
        ];
        let pi_key = [0x4528_21e6_38d0_1377, 0xbe54_66cf_34e9_0c6c];
        let cases = [
            (
                [0; 4],
                [0; 2],
                [
                    0x1655_4d9e_ca36_314c,
                    0xdb20_fe9d_672d_0fdc,
                    0xd7e7_72ce_e186_176b,
                    0x7e68_b68a_ec7b_a23b,
                ],
            ),
            (
                [ONES; 4],
                [ONES; 2],
                [
                    0x87b0_92c3_013f_e90b,
                    0x438c_3c67_be8d_0224,
                    0x9cc7_d7c6_9cd7_77b6,
                    0xa09c_aebf_594f_0ba0,
                ],
            ),
            (
                pi,
                pi_key,
                [
                    0xa528_f454_03e6_1d95,
                    0x38c7_2dbd_566e_9788,
                    0xa5a1_610e_72fd_18b5,
                    0x57bd_43b5_e52b_7fe6,
                ],
            ),
        ];
        for (counter, key, words) in cases {
            assert_eq!(philox4x64(counter, key), words, "{counter:x?} {key:x?}");
        }
    }

    /// Printed by `NumPy` 2.4 with the recipe in this module's page.
    #[test]
    fn blocks_are_those_of_numpy() {
        let cases = [
            (
                [0, 1, 0, 0],
                [2024, 7],
                [
                    0x91d3_3440_4025_ea64,
                    0xcc37_d586_1be1_fe6e,
                    0xc9c2_b10e_d9e5_bb45,
                    0x52b3_c39c_53b3_f516,
                ],
            ),
            (
                [3, 4711, 0, 0],
                [20_240_731, 0x9e37_79b9_7f4a_7c15],
                [
                    0x4e64_89d0_e9b0_60b0,
                    0x3c91_bf23_d4f8_8299,
                    0xa91d_eb6d_2215_c629,
                    0xdae7_35cc_1209_7b20,
                ],
            ),
            (
                [ONES, ONES, 0, 0],
                [1, 0],
                [
                    0xfc35_4d98_2519_79a0,
                    0xa49a_fb92_5c6c_5de7,
                    0x6f37_cd78_8c60_544b,
                    0x47ea_e795_2c7b_dc35,
                ],
            ),
        ];
        for (counter, key, words) in cases {
            assert_eq!(philox4x64(counter, key), words, "{counter:x?} {key:x?}");
        }
    }
}
