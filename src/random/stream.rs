//! Streams: who draws what, when.

/// What a source of randomness is known by: a hash of its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StreamKey(pub u64);

impl StreamKey {
    /// The key of a source with this name, such as `leg.khorgos-xian.transit`.
    #[must_use]
    pub fn of(_name: &str) -> Self {
        todo!()
    }
}

/// One source's stream in one trial. The word at an index depends on nothing but
/// (seed, trial, source, index).
#[derive(Clone, Copy, Debug)]
pub struct Stream {}

impl Stream {
    /// The stream of a source in a trial (trials count from 1).
    #[must_use]
    pub fn new(_seed: u64, _trial: u64, _source: StreamKey) -> Self {
        todo!()
    }

    /// A uniform number strictly between 0 and 1, from the word at an index.
    #[must_use]
    pub fn uniform(&self, _index: u64) -> f64 {
        todo!()
    }

    /// The uniforms at `first`, `first + 1`, …; the same numbers as [`Stream::uniform`].
    pub fn fill(&self, _first: u64, _uniforms: &mut [f64]) {
        todo!()
    }
}
