//! Parameters that move together.

use super::Part;
use crate::cli::terminal::{prose, wrapped};
use crate::model::Model;
use crate::random::{RankCorrelation, normal_of_rank};

/// Each pair, with the correlation of the normal scores that gives its ranks theirs.
pub fn parts(model: &Model) -> Vec<Part> {
    let names: Vec<&str> = model.parameters.iter().map(|p| p.name.as_str()).collect();
    let tell = |asked: &RankCorrelation| {
        let [first, second] = asked.between.map(|at| names[at]);
        let words = format!(
            "{first} and {second}: rank correlation {}, of normal scores {:.3}",
            asked.rank,
            normal_of_rank(asked.rank)
        );
        Part {
            head: format!("  {}\n", wrapped(&words, prose().saturating_sub(2), 4)),
            lines: Vec::new(),
        }
    };
    model.sampling.copula.asked.iter().map(tell).collect()
}
