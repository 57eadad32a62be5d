//! Blocks of trials joined by one fixed tree, so that what all of them come to has the same bits whoever
//! joined which of them, and in which order.

use serde::{Deserialize, Serialize};

/// What some trials came to, which can be put together with what those after them came to.
pub trait Join {
    /// Puts what comes next behind it.
    fn join(&mut self, next: &Self);
}

/// What consecutive blocks came to, counted from 0 for the first block there is at all.
///
/// Two blocks that differ in the last bit of their number alone are joined, then two such pairs that differ in
/// the next bit, and so on: a tree over a block is made of the same pairs wherever the range of blocks
/// begins and ends. Memory: at most two trees a bit of the number of blocks.
///
/// # Source
/// The pairwise summation of Higham (1993), SIAM Journal on Scientific Computing 14, 783, with its tree
/// tied to the numbers of the blocks instead of their count.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Forest<T> {
    end: u64,
    /// How many times two were joined, and what that came to; from the first block to the last.
    trees: Vec<(u8, T)>,
}

impl<T: Join + Clone> Forest<T> {
    /// Nothing yet; the next block has this number.
    #[must_use]
    pub const fn from(first: u64) -> Self {
        Self {
            end: first,
            trees: Vec::new(),
        }
    }

    /// The number of the block that comes next.
    #[must_use]
    pub const fn end(&self) -> u64 {
        self.end
    }

    /// Adds the block that comes next.
    pub fn push(&mut self, block: T) {
        self.grow(0, block);
    }

    /// Adds the blocks that come next, which are another's.
    ///
    /// # Panics
    /// If they do not begin where these end: their trees would be others.
    pub fn append(&mut self, next: Self) {
        assert_eq!(next.first(), self.end, "blocks are appended in order");
        for (height, tree) in next.trees {
            self.grow(height, tree);
        }
    }

    /// What all blocks came to; nothing where there are none.
    #[must_use]
    pub fn fold(&self) -> Option<T> {
        let ((_, first), rest) = self.trees.split_first()?;
        let mut all = first.clone();
        for (_, tree) in rest {
            all.join(tree);
        }
        Some(all)
    }

    fn first(&self) -> u64 {
        let blocks: u64 = self.trees.iter().map(|(height, _)| 1 << height).sum();
        self.end - blocks
    }

    /// Adds a tree and joins it with its neighbour, as often as they are a pair.
    fn grow(&mut self, height: u8, tree: T) {
        self.end += 1 << height;
        let (mut height, mut tree) = (height, tree);
        while let Some((before, _)) = self.trees.last() {
            let is_second = (self.end >> height) & 1 == 0;
            if *before != height || !is_second {
                break;
            }
            let Some((_, mut pair)) = self.trees.pop() else {
                break;
            };
            pair.join(&tree);
            (height, tree) = (height + 1, pair);
        }
        self.trees.push((height, tree));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tells how it was joined.
    impl Join for String {
        fn join(&mut self, next: &Self) {
            *self = format!("({self}{next})");
        }
    }

    fn of(blocks: std::ops::Range<u64>) -> Forest<String> {
        let mut forest = Forest::from(blocks.start);
        blocks.for_each(|block| forest.push(block.to_string()));
        forest
    }

    #[test]
    fn pairs_are_joined_then_pairs_of_pairs() {
        assert_eq!(of(0..4).fold().unwrap(), "((01)(23))");
        assert_eq!(of(0..7).fold().unwrap(), "((((01)(23))(45))6)");
        assert_eq!(
            of(3..6).trees,
            [(0, "3".to_owned()), (1, "(45)".to_owned())]
        );
        assert_eq!(Forest::<String>::from(9).fold(), None);
    }

    #[test]
    fn every_split_comes_to_the_same_trees() {
        for end in 0..40 {
            let whole = of(0..end);
            for first in 0..=end {
                for second in first..=end {
                    let mut parts = of(0..first);
                    parts.append(of(first..second));
                    parts.append(of(second..end));
                    assert_eq!(parts, whole, "{first} {second} {end}");
                }
            }
        }
    }

    #[test]
    fn there_are_few_trees() {
        let most = (0..2_000).map(|first| of(first..2_000).trees.len()).max();
        assert!(most.unwrap() <= 20, "{most:?}");
    }

    #[test]
    #[should_panic(expected = "in order")]
    fn blocks_are_not_appended_over_a_gap() {
        of(0..3).append(of(4..5));
    }
}
