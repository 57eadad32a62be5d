//! Philox4x64-10.

/// Ten rounds of Philox on a block of four words.
#[must_use]
pub fn philox4x64(_counter: [u64; 4], _key: [u64; 2]) -> [u64; 4] {
    todo!()
}
